"""Lines that an engine has passed over: ink of the height of a line, in a column, where nothing was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from doccompare.readers.pagelayout import Box, Segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DARK = 0.62  # of the paper's brightness
_LEAST_INK = 0.02  # share of dark pixels in the strip of a line of print
_MOST_INK = 0.5  # more is a picture or a bar
_LOW, _HIGH = 0.45, 1.7  # ems: how high the ink of a line is
_NARROW = 1.5  # ems: less ink than that from left to right is a speck
_GAP = 0.55  # ems of room between two lines are enough to look


def gaps(pixels: NDArray[np.uint8], segments: Sequence[Segment], scale: float) -> list[tuple[Box, float]]:
    """Where a line seems to have been passed over, in points, and the size of type of its column.

    ``scale``: points a pixel. Looked at are the rooms between the lines of each column of at least three
    lines, and between the column's ends and those of the text of the page.
    """
    import numpy as np

    paper = float(np.percentile(pixels[:: max(1, pixels.shape[0] // 500)], 90))
    dark = pixels < _DARK * paper
    out: list[tuple[Box, float]] = []
    taken = [s.box for s in segments]
    for column, group in groupby(sorted(segments, key=lambda s: (s.column, s.row)), key=lambda s: s.column):
        own = list(group)
        if len(own) < 3:
            continue
        em = sorted(s.size for s in own)[len(own) // 2]
        beside = [b for b in taken if b.left < column.right - em and b.right > column.left + em]
        for top, bottom in _rooms(column, beside, em):
            out += [(strip, em) for strip in _strips(dark, column, top, bottom, em, scale)]
    return out


def _rooms(column: Box, beside: Sequence[Box], em: float) -> Iterator[tuple[float, float]]:
    """The heights in which no line stands, between the top and the foot of a column and an em beyond."""
    at = column.top - 1.8 * em
    for box in sorted(beside, key=lambda b: b.top):
        if box.top - at >= _GAP * em and at >= column.top - 2 * em and box.top <= column.bottom + 2 * em:
            yield at, box.top
        at = max(at, box.bottom)
    if at < column.bottom + 1.8 * em:
        yield at, column.bottom + 1.8 * em


def _strips(
    dark: NDArray[np.bool_], column: Box, top: float, bottom: float, em: float, scale: float
) -> Iterator[Box]:
    """The lines of ink in a room of a column: rows with ink, white above and below, as high as a line."""
    import numpy as np

    slack = 0.12 * em  # the engine's boxes end a little inside or outside the ink
    rows = slice(max(0, round((top + slack) / scale)), max(0, round((bottom - slack) / scale)))
    columns = slice(max(0, round(column.left / scale)), max(0, round(column.right / scale)))
    room = dark[rows, columns]
    if room.size == 0:
        return
    inked = room.mean(axis=1) > 0.01
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        high = (last - first) * scale / em
        if not _LOW <= high <= _HIGH:
            continue
        strip = room[first:last]
        across = np.flatnonzero(strip.any(axis=0))
        wide = (across[-1] - across[0] + 1) * scale / em
        share = strip[:, across[0] : across[-1] + 1].mean()
        if wide < _NARROW or not _LEAST_INK <= share <= _MOST_INK:
            continue
        yield Box(
            column.left + float(across[0]) * scale,
            (rows.start + first) * scale,
            column.left + float(across[-1] + 1) * scale,
            (rows.start + last) * scale,
        )
