"""One page: its columns, their lines, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from doccompare.readers.pagelayout.cut import columns_of, has_bands
from doccompare.readers.pagelayout.order import best_order
from doccompare.readers.pagelayout.shapes import Box, Glyph, Run, Segment, around, em_of, rows_of, runs_of
from doccompare.text import is_latin

_WORD_GAP = 0.18  # ems between two Latin words
_CELL_GAP = 0.9  # ems between two pieces of one line that are kept apart
_APART = 2.5  # ems between the cells of a table
_LARGEST_FRAME = 0.5  # of the page; a larger one frames the page itself


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The lines of a page in reading order.

    ``order``: ``layout`` or ``file``, whichever was kept; ``other``: the other order, by the ``first`` of the
    segments. ``pictures``: where images stand.
    """

    number: int
    width: float
    height: float
    segments: tuple[Segment, ...]
    order: str = "layout"
    other: tuple[int, ...] = ()
    pictures: tuple[Box, ...] = ()


def lay_out(
    glyphs: Sequence[Glyph],
    number: int,
    size: tuple[float, float],
    *,
    frames: Sequence[Box] = (),
    pictures: Sequence[Box] = (),
    trust_file: bool = True,
) -> PageLayout:
    """The page laid out. ``glyphs`` in the order of the file; white space among them counts for nothing.

    ``trust_file`` False: that order means nothing (an OCR's), so it is not weighed.
    """
    runs = runs_of([g for g in glyphs if not g.char.isspace()])
    layouts = [_layout(runs, frames, size, False)]
    if has_bands(runs):
        layouts.append(_layout(runs, frames, size, True))
    candidates = [("layout", layout) for layout in layouts]
    if trust_file:
        candidates.append(("file", sorted(layouts[0], key=lambda s: s.first)))
    name, segments = best_order(candidates)
    rejected = candidates[0 if name == "file" else -1][1]
    return PageLayout(number, *size, tuple(segments), name, tuple(s.first for s in rejected), tuple(pictures))


def _layout(
    runs: Sequence[Run], frames: Sequence[Box], size: tuple[float, float], bands_first: bool
) -> list[Segment]:
    """The segments in the order of the layout; what stands in a frame is one piece of its surroundings."""
    whole = Box(0, 0, *size).area
    kept = [f for f in frames if f.area <= _LARGEST_FRAME * whole]
    kept.sort(key=lambda f: -f.area)
    inside: dict[Box, list[Run]] = {}
    free: list[Run] = []
    for run in runs:
        home = next((f for f in kept if f.holds(run.box)), None)
        if home is None:
            free.append(run)
        else:
            inside.setdefault(home, []).append(run)
    pieces: dict[int, list[Segment]] = {}
    em = em_of(runs)
    for own in inside.values():
        if len(rows_of(own)) < 2:  # a shaded line is no box
            free += own
            continue
        content = [s for column in columns_of(own) for s in _segments(column, boxed=True)]
        first = min(run.first for run in own)
        box = around(run.box for run in own)
        free.append(Run((), box, em, first))
        pieces[id(free[-1])] = content
    free.sort(key=lambda r: r.first)
    out: list[Segment] = []
    for column in columns_of(free, bands_first=bands_first):
        out += _column(column, pieces)
    return out


def _column(column: Sequence[Run], pieces: dict[int, list[Segment]]) -> list[Segment]:
    """The segments of a column from the top, its framed pieces in their places."""
    plain = [run for run in column if id(run) not in pieces]
    parts: list[tuple[float, list[Segment]]] = [
        (run.box.top, pieces[id(run)]) for run in column if id(run) in pieces
    ]
    parts += [(segment.box.top, [segment]) for segment in _segments(plain)]
    return [segment for _, part in sorted(parts, key=lambda p: p[0]) for segment in part]


def _segments(runs: Sequence[Run], *, boxed: bool = False) -> list[Segment]:
    if not runs:
        return []
    column = around(run.box for run in runs)
    return [replace(_segment(row, column), row=n, boxed=boxed) for n, row in enumerate(rows_of(runs))]


def _segment(row: Sequence[Run], column: Box) -> Segment:
    """A line of print as text: a space between Latin words, a wide one between pieces far apart."""
    size = em_of(row)
    text = ""
    doubts: list[int] = []
    last: Glyph | None = None
    cells = 1
    for glyph in (g for run in row for g in run.glyphs):
        if last is not None:
            gap = glyph.box.left - last.box.right
            if gap > _CELL_GAP * size:
                text += "\u3000"
                cells += gap > _APART * size
            elif gap > _WORD_GAP * size and is_latin(text[-1]) and is_latin(glyph.char[0]):
                text += " "
        if glyph.doubt:
            doubts += range(len(text), len(text) + len(glyph.char))
        text += glyph.char
        last = glyph
    return Segment(
        text=text,
        box=around(run.box for run in row),
        size=size,
        first=min(run.first for run in row),
        column=column,
        row=0,
        cells=cells,
        doubts=tuple(doubts),
    )
