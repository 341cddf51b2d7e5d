"""Images that lie on their side or upside down, as scanners and cameras leave them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from doccompare.matching import difference
from doccompare.readers.ocr import OcrLine, read_lines, read_strip
from doccompare.readers.pagelayout import Box
from doccompare.text import is_han

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SURE = 0.8  # confidence in a line that is read the right way up
_WELL = 0.5  # share of the Han characters in such lines, on an upright page
_SAMPLE = 1000  # pixels of the side of the part that is read in every way
_LEAST = 12  # characters read surely, for a page to be turned
_COLUMN = 4  # times as high as wide: a line of vertical text, or one on its side
_OTHERWISE = 0.4  # of the text may be read otherwise, characters side by side
_BETTER = 2.0  # and so many times those of the image as it came


def reads_well(lines: Sequence[OcrLine]) -> bool:
    """Whether the lines were read as an upright page is: most Han in level lines, with confidence."""
    return _sure(lines) >= _WELL * sum(is_han(char) for line in lines for char, _, _ in line.chars)


def quarter_turns(pixels: NDArray[np.uint8], lines: Sequence[OcrLine]) -> int:
    """By how many quarters of a turn, clockwise, the image reads best; 0 when no way is clearly better."""
    import numpy as np

    part = _sample(pixels, lines)
    found = [_sure(read_lines(np.ascontiguousarray(np.rot90(part, -turns)))) for turns in range(4)]
    best = max(range(4), key=found.__getitem__)
    return best if found[best] >= max(_LEAST, _BETTER * found[0]) else 0


def is_vertical(pixels: NDArray[np.uint8], lines: Sequence[OcrLine]) -> bool:
    """Whether the text is set from top to bottom: the squares of a tall line, side by side, say the same.

    On a page that lies on its side they are characters on their side.
    """
    import numpy as np

    tall = [line for line in lines if line.box.height > _COLUMN * line.box.width]
    if 2 * len(tall) < len(lines) or not tall:
        return False
    line = max(tall, key=lambda line: len(line.chars))
    left, right, side = int(line.box.left), int(line.box.right), line.box.height / len(line.chars)
    tops = [round(line.box.top + n * side) for n in range(len(line.chars))]
    text, _ = read_strip(np.hstack([pixels[top : top + round(side), left:right] for top in tops]))
    differing = sum(max(e.a1 - e.a0, e.b1 - e.b0) for e in difference(line.text, text))
    return differing <= _OTHERWISE * len(line.text)


def turned_back(box: Box, turns: int, points: tuple[float, float]) -> Box:
    """Where a box of the page set upright, so many points wide and high, stands in the image as it came."""
    for _ in range(turns):
        box = Box(box.top, points[0] - box.right, box.bottom, points[0] - box.left)
        points = points[::-1]
    return box


def _sure(lines: Sequence[OcrLine]) -> int:
    """How many Han characters stand in level lines that were read with confidence."""
    return sum(
        sum(is_han(char) for char, _, _ in line.chars)
        for line in lines
        if line.box.width > line.box.height and line.confidence >= _SURE
    )


def _sample(pixels: NDArray[np.uint8], lines: Sequence[OcrLine]) -> NDArray[np.uint8]:
    """A part of the page with much on it, around its longest line."""
    high, wide = pixels.shape
    longest = max((line.box for line in lines), key=lambda box: box.area, default=Box(0, 0, wide, high))
    top = int(max(0, min((longest.top + longest.bottom - _SAMPLE) / 2, high - _SAMPLE)))
    left = int(max(0, min(longest.middle - _SAMPLE / 2, wide - _SAMPLE)))
    return pixels[top : top + _SAMPLE, left : left + _SAMPLE]
