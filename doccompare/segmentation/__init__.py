"""From the spans of the work to its paragraphs in reading order, and their addresses."""

from doccompare.segmentation.addresses import Addressed, address_passages
from doccompare.segmentation.passages import Segmented, segment, title_of
from doccompare.segmentation.sentences import sentences

__all__ = ["Addressed", "Segmented", "address_passages", "segment", "sentences", "title_of"]
