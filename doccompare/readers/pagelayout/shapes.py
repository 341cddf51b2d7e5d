"""What stands on a page: glyphs, runs of glyphs on one line, segments (the lines of a column)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from doccompare.text import is_han

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A gap of this many ems inside a line ends a run: it may be a gutter.
RUN_GAP = 0.55
# These print in the left half of their square; at the end of a line they may hang out into the gutter.
_LEFT_HALF = frozenset("，。、；：！？”’）》】」』")
# Two pieces stand on one line when they share this much of the lower one's height.
_SAME_LINE = 0.5


class Box(NamedTuple):
    """Left, top, right, bottom in points; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way between left and right."""
        return (self.left + self.right) / 2

    @property
    def area(self) -> float:
        """Square points."""
        return self.width * self.height

    def holds(self, other: Box, slack: float = 1.0) -> bool:
        """Whether the other lies inside, give or take ``slack`` points."""
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


class Glyph(NamedTuple):
    """One character as printed; ``doubt``: it was not read with certainty."""

    char: str
    box: Box
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs side by side on one line. ``first``: the place of the first in the order of the file."""

    glyphs: tuple[Glyph, ...]
    box: Box
    size: float
    first: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of one column. ``column`` is the box of its column, ``doubts`` are places in ``text``.

    ``boxed``: it stands in a frame of its own; ``beside``: it ends, or begins, where such a frame stands;
    ``cells``: in how many pieces far apart it is set; ``seen``: where it stands in the picture, when that
    was not flat.
    """

    text: str
    box: Box
    size: float
    first: int
    column: Box
    row: int
    boxed: bool = False
    beside: bool = False
    cells: int = 1
    doubts: tuple[int, ...] = ()
    seen: Box | None = None


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all; there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def same_line(a: Box, b: Box) -> bool:
    """Whether two boxes stand on one line of print."""
    # Asked of every line again and again: min() and the names of the sides would take twice as long.
    _, a_top, _, a_foot = a
    _, b_top, _, b_foot = b
    shared = (a_foot if a_foot < b_foot else b_foot) - (a_top if a_top > b_top else b_top)
    a_high, b_high = a_foot - a_top, b_foot - b_top
    return shared > _SAME_LINE * (a_high if a_high < b_high else b_high)


def runs_of(glyphs: Sequence[Glyph]) -> list[Run]:
    """The glyphs, in the order of the file, cut where the next is not beside the one before."""
    import numpy as np

    if not glyphs:
        return []
    left, top, right, bottom = sides_of(glyphs)
    half = np.array([glyph.char in _LEFT_HALF for glyph in glyphs])
    ink, high = np.where(half, (left + right) / 2, right), bottom - top
    em, low = np.maximum(high[:-1], high[1:]), np.minimum(high[:-1], high[1:])
    gap = left[1:] - ink[:-1]
    shared = np.minimum(bottom[:-1], bottom[1:]) - np.maximum(top[:-1], top[1:])
    beside = (-0.6 * em < gap) & (gap < RUN_GAP * em) & (left[1:] > left[:-1]) & (shared > _SAME_LINE * low)
    edges = [0, *(np.flatnonzero(~beside) + 1).tolist(), len(glyphs)]
    return [_run(tuple(glyphs[start:end]), start) for start, end in pairwise(edges)]


def sides_of(glyphs: Sequence[Glyph]) -> NDArray[np.float64]:
    """Left, top, right and bottom of all glyphs, one row each: a page has thousands of them."""
    import numpy as np

    return np.array([glyph.box for glyph in glyphs], dtype=float).reshape(-1, 4).T


def _ink_right(glyph: Glyph) -> float:
    return glyph.box.middle if glyph.char in _LEFT_HALF else glyph.box.right


def _run(glyphs: tuple[Glyph, ...], first: int) -> Run:
    boxes = [g.box for g in glyphs]
    # Some glyphs come with the box of their ink, smaller than the rest: the taller half tells the size, and
    # an ideograph is as high as it is wide.
    heights = sorted(b.height for b in boxes)
    wide = sorted(g.box.width for g in glyphs if is_han(g.char[0]))
    box = around(boxes)
    if len(glyphs) > 1 and glyphs[-1].char in _LEFT_HALF:
        box = box._replace(right=max(boxes[-2].right, _ink_right(glyphs[-1])))
    size = heights[len(heights) * 3 // 4]
    return Run(glyphs, box, max(size, wide[len(wide) // 2]) if wide else size, first)


def em_of(runs: Sequence[Run]) -> float:
    """The size of most of the text, in points."""
    sizes = [size for run in runs for size in [run.size] * len(run.glyphs)]
    return median(sizes) if sizes else 1.0


def rows_of(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs line by line from the top, each line from the left."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: ((r.box.top + r.box.bottom) / 2, r.box.left)):
        if rows and any(same_line(run.box, other.box) for other in rows[-1]):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda r: r.box.left) for row in rows]
