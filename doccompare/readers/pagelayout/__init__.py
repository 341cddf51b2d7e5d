"""From characters and their boxes to text in reading order, whatever found them: a text layer or an OCR.

Boxes are left, top, right, bottom in points of the page as seen, the origin at its top left.
"""

from doccompare.readers.pagelayout.compose import compose
from doccompare.readers.pagelayout.page import PageLayout, lay_out
from doccompare.readers.pagelayout.shapes import Box, Glyph, Run, Segment

__all__ = ["Box", "Glyph", "PageLayout", "Run", "Segment", "compose", "lay_out"]
