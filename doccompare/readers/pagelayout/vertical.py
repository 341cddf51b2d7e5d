"""Text set from top to bottom: it is not laid out, but told apart so that it garbles nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from doccompare.readers.pagelayout.shapes import Glyph, Segment, around, sides_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST = 4  # characters one below the other; fewer may be the ends of lines


def parted(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Segment]]:
    """The glyphs set horizontally, and the vertical lines, in the order of the file."""
    import numpy as np

    printed = [(i, g) for i, g in enumerate(glyphs) if not g.char.isspace()]
    upright: list[Glyph] = []
    lines: list[Segment] = []
    edges = [0, *(np.flatnonzero(~_below([g for _, g in printed])) + 1).tolist(), len(printed)]
    for start, end in pairwise(edges):
        stretch = printed[start:end]
        if len(stretch) >= _LEAST:
            lines.append(_line(stretch))
        else:
            upright += [g for _, g in stretch]
    return upright, lines


def _below(glyphs: Sequence[Glyph]) -> NDArray[np.bool_]:
    """For each glyph but the first, whether it stands straight under the one before, one character down."""
    import numpy as np

    left, top, right, bottom = sides_of(glyphs)
    wide, middle = right - left, (left + right) / 2
    em = np.maximum(np.maximum(wide[:-1], wide[1:]), 1e-6)
    step = (top[1:] + bottom[1:] - top[:-1] - bottom[:-1]) / 2
    found: NDArray[np.bool_] = (
        (np.abs(middle[:-1] - middle[1:]) < 0.3 * em) & (0.5 * em < step) & (step < 2.5 * em)
    )
    return found


def _line(stretch: Sequence[tuple[int, Glyph]]) -> Segment:
    box = around(g.box for _, g in stretch)
    text = "".join(g.char for _, g in stretch)
    doubts = tuple(n for n, (_, g) in enumerate(stretch) if g.doubt)
    return Segment(text, box, box.width, stretch[0][0], box, 0, doubts=doubts)
