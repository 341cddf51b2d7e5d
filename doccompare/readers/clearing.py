"""Pages that read badly as they came: the reverse shines through, or the scan is in black and white.

The image is treated in each way that may help, read again, and that reading is kept of which the engine is
surest. A page that reads well is left as it is: what helps a bad one takes thin strokes from a good one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from doccompare.readers.ocr import OcrLine, is_unsure, read_lines

if TYPE_CHECKING:
    from PIL.Image import Image

_BADLY = 0.05  # of the characters may be unsure on a page that reads well
_BLOCK = 32  # pixels; the brightness of the paper is looked for in squares of that side
_PRINT = 0.5  # of the way from ink to paper; what is lighter is no print
_SOFT = 0.7  # pixels; the dots of a fax run together into strokes


def clearest(image: Image, lines: Sequence[OcrLine]) -> tuple[Image, list[OcrLine]]:
    """The grey image, and the lines read in it; treated and read again when they were read badly."""
    import numpy as np

    best, kept = image, list(lines)
    sure, unsure = _counts(lines)
    if unsure <= _BADLY * (sure + unsure):
        return best, kept
    for treat in (whitened, softened):
        other = treat(image)
        found = read_lines(np.asarray(other))
        its_sure, its_unsure = _counts(found)
        if its_sure - its_unsure > sure - unsure:
            best, kept, sure, unsure = other, found, its_sure, its_unsure
    return best, kept


def whitened(image: Image) -> Image:
    """The image with all white that is much lighter than ink, by the brightness of the paper around it."""
    import numpy as np
    from PIL.Image import Resampling, fromarray

    grey = np.asarray(image, dtype=np.float32)
    high, wide = (max(1, side // _BLOCK) for side in grey.shape)
    blocks = grey[: high * _BLOCK, : wide * _BLOCK]
    if min(grey.shape) < _BLOCK:
        return image
    squares = blocks.reshape(high, _BLOCK, wide, _BLOCK).transpose(0, 2, 1, 3).reshape(high, wide, -1)
    paper = np.percentile(squares, 90, axis=2).astype(np.float32)
    spread = fromarray(paper).resize(image.size, Resampling.BILINEAR)
    ink = float(np.percentile(grey[:: max(1, grey.shape[0] // 500)], 1))
    reach = np.maximum(_PRINT * (np.asarray(spread) - ink), 1.0)
    return fromarray(np.clip((grey - ink) / reach * 255, 0, 255).astype(np.uint8))


def softened(image: Image) -> Image:
    """The image a little out of focus."""
    from PIL import ImageFilter

    return image.filter(ImageFilter.GaussianBlur(_SOFT))


def _counts(lines: Sequence[OcrLine]) -> tuple[int, int]:
    """How many characters were read with confidence, and how many were not."""
    unsure = sum(is_unsure(line, char, score) for line in lines for char, score, _ in line.chars)
    return sum(len(line.chars) for line in lines) - unsure, unsure
