"""A page that was photographed: turned, leaning or curved, and how to lay it flat.

The lines of print are level on the page, so their slopes in the picture show how the paper lies; the edges
of the columns are upright, so the steps from line end to line end show how it leans. Each gives a polynomial
field whose contours follow the lines (the columns); it is the new coordinate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from doccompare.readers.pagelayout import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from doccompare.readers.ocr import OcrLine

    Floats = NDArray[np.float64]
    Observed = tuple[Floats, Floats, Floats, Floats]  # u, v, the slope dv/du there, and its weight

_LONG = 4.5  # ems: the slope of a shorter line says little
_FEWEST = 3  # lines that long, for a page to show how it lies
_REACH = 8.0  # ems down a column from one line to another whose ends are compared
_ALIGNED = 0.35, 0.2  # ems, and per em down; over the whole reach less than an indent
_TURNED = 0.05  # the weight, in ems, of the guess that a page is no more than turned
_FLAT = 0.3  # ems by which a page may be out of level and be left as it is
_CURVE = 4, 2  # degrees of the field of the rows, along them and across
_LEAN = 2, 1  # and of the columns: paper curves one way
_ROUNDS = 8  # of reweighting, and of inverting
_RIDGE = 0.0001  # of the weight of all lines, against bending: few lines bend nothing
_GRID = 40  # pixels; the picture is pulled straight in squares of this size


@dataclass(frozen=True, slots=True)
class _Field:
    """``v + sum(c * u**a * v**b)``, constant along the lines; u and v in widths of the picture.

    ``bounds``: of u and v where lines were; beyond them the paper is taken to go on as at the edge.
    """

    terms: tuple[tuple[int, int], ...]
    weights: tuple[float, ...]
    bounds: tuple[float, float, float, float]

    def shift(self, u: Floats, v: Floats) -> Floats:
        """By how much the new coordinate is more than ``v``."""
        import numpy as np

        low_u, high_u, low_v, high_v = self.bounds
        u, v = np.clip(u, low_u, high_u), np.clip(v, low_v, high_v)
        return sum((c * u**a * v**b for c, (a, b) in zip(self.weights, self.terms, strict=True)), 0.0 * u)


@dataclass(frozen=True, slots=True)
class Warp:
    """How the paper lies. Coordinates are pixels of the picture, in and out; ``off``: ems out of place."""

    width: float
    rows: _Field  # u across, v down
    columns: _Field  # u down, v across
    off: float

    def flat(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where points of the picture stand on the page laid flat."""
        u, v = x / self.width - 0.5, y / self.width - 0.5
        return x + self.width * self.columns.shift(v, u), y + self.width * self.rows.shift(u, v)

    def seen(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where points of the flat page stand in the picture."""
        at_x, at_y = x, y
        for _ in range(_ROUNDS):
            there_x, there_y = self.flat(at_x, at_y)
            at_x, at_y = at_x + (x - there_x), at_y + (y - there_y)
        return at_x, at_y

    def box_seen(self, box: Box, scale: float) -> Box:
        """The box in the picture around a box of the flat page, both in points (``scale`` a pixel)."""
        import numpy as np

        x = np.array([box.left, box.right, box.left, box.right]) / scale
        y = np.array([box.top, box.top, box.bottom, box.bottom]) / scale
        x, y = self.seen(x, y)
        return Box(*(float(v) * scale for v in (x.min(), y.min(), x.max(), y.max())))

    def flatten(self, image: Image) -> Image:
        """The picture laid flat, of the same size; what lies beyond it is white."""
        import numpy as np
        from PIL.Image import Resampling, Transform

        xs = np.append(np.arange(0, image.width, _GRID), image.width).astype(float)
        ys = np.append(np.arange(0, image.height, _GRID), image.height).astype(float)
        x, y = self.seen(*np.meshgrid(xs, ys))
        mesh = []
        for i in range(len(ys) - 1):
            for j in range(len(xs) - 1):
                corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
                quad = [float(v) for at in corners for v in (x[at], y[at])]
                mesh.append(((int(xs[j]), int(ys[i]), int(xs[j + 1]), int(ys[i + 1])), quad))
        return image.transform(image.size, Transform.MESH, mesh, Resampling.BILINEAR, fillcolor=255)


def warp_of(lines: Sequence[OcrLine], width: int, pieces: Sequence[OcrLine] = ()) -> Warp | None:
    """How the page lies whose lines these are, in a picture so many pixels wide; None when it lies flat.

    ``pieces``: of the lines, in their stead where these are too long to be straight.
    """
    import numpy as np

    lines = pieces or lines
    level = [line for line in lines if line.box.width > _LONG * line.tall]
    if len(level) < _FEWEST:
        return None
    em = median(line.tall for line in level)
    x, y = _ends(lines, width)
    cut = np.array([line.cut for line in lines])
    bounds = float(x.min()), float(x.max()), float(y.min()), float(y.max())
    (left, right), (start, end) = _ends(level, width)
    u, v, slopes = (left + right) / 2, (start + end) / 2, (end - start) / (right - left)
    rows = _fitted((u, v, slopes, right - left), _CURVE, bounds)
    # Where no column shows its edges the page is taken to be turned and no more.
    turned = v, u, np.full(len(level), -np.median(slopes)), np.full(len(level), _TURNED * em / width)
    steps = [_steps(x[side][~cut[:, side]], y[side][~cut[:, side]], em / width) for side in (0, 1)]
    columns = _fitted(_joined([turned, *steps]), _LEAN, (*bounds[2:], *bounds[:2]))
    shifts = (rows.shift(x, y), columns.shift(y, x))
    off = max(float(np.abs(shift - np.median(shift)).max()) for shift in shifts) * width / em
    return Warp(float(width), rows, columns, off) if off > _FLAT else None


def _ends(lines: Sequence[OcrLine], width: int) -> tuple[Floats, Floats]:
    """Where the lines end, x and y, the left ends first; in widths of the picture from its middle."""
    import numpy as np

    boxes = np.array([line.box for line in lines])
    x, y = boxes[:, [0, 2]].T, (boxes[:, 1] + boxes[:, 3]) / 2
    rise = (boxes[:, 2] - boxes[:, 0]) / 2 * np.tan([line.slope for line in lines])
    return x / width - 0.5, np.stack([y - rise, y + rise]) / width - 0.5


def _joined(parts: Sequence[Observed]) -> Observed:
    import numpy as np

    u, v, slope, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    return u, v, slope, weight


def _steps(x: Floats, y: Floats, em: float) -> Observed:
    """From line end to line end down the columns: where, how much each leans, and how far it goes."""
    import numpy as np

    dx, dy = x[None, :] - x[:, None], y[None, :] - y[:, None]
    near, lean = _ALIGNED
    above, below = np.nonzero((dy > 0.8 * em) & (dy < _REACH * em) & (np.abs(dx) < near * em + lean * dy))
    far = dy[above, below]
    return (y[above] + y[below]) / 2, (x[above] + x[below]) / 2, dx[above, below] / far, far


def _fitted(
    observed: Observed, degrees: tuple[int, int], bounds: tuple[float, float, float, float]
) -> _Field:
    """The field along whose contours the slopes lie; least squares, observations far off counting less."""
    import numpy as np

    u, v, slope, weight = observed
    terms = tuple((a, b) for a in range(1, degrees[0] + 1) for b in range(degrees[1] + 1))
    design = np.stack(
        [a * u ** (a - 1) * v**b + slope * b * u**a * v ** max(0, b - 1) for a, b in terms], axis=1
    )
    own = weight
    for _ in range(_ROUNDS):
        scaled = design * own[:, None]
        ridge = _RIDGE * own.sum() * np.diag([float(a + b > 1) / len(terms) for a, b in terms])
        found = np.linalg.lstsq(scaled.T @ design + ridge, -scaled.T @ slope, rcond=None)[0]
        off = np.abs(design @ found + slope)
        own = weight / (1 + (off / (2.5 * np.median(off) + 1e-6)) ** 2)
    return _Field(terms, tuple(float(c) for c in found), bounds)
