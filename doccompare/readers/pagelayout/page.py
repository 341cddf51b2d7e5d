"""One page: its columns, their lines, and the order in which they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from doccompare.readers.pagelayout.cut import Edges, columns_of, has_bands
from doccompare.readers.pagelayout.order import best_order
from doccompare.readers.pagelayout.shapes import Box, Glyph, Run, Segment, around, em_of, rows_of, runs_of
from doccompare.text import is_latin

_WORD_GAP = 0.18  # ems between two Latin words
_CELL_GAP = 0.9  # ems between two pieces of one line that are kept apart
_APART = 2.5  # ems between the cells of a table
_MARGIN = 0.6  # ems that a frame keeps free above and below
_FULL = 5  # lines from which a column of another page shows where columns stand
_LARGEST_FRAME = 0.5  # of the page; a larger one frames the page itself


# What stands in a frame, by the id of the run that holds its place among the free ones: the frame, its lines.
_Pieces = dict[int, tuple[Box, list[Segment]]]


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
    before: PageLayout | None = None,
) -> PageLayout:
    """The page laid out. ``glyphs`` in the order of the file; white space among them counts for nothing.

    ``trust_file`` False: that order means nothing (an OCR's), so it is not weighed. ``before``: the page
    before this one, which may show columns that are short here.
    """
    runs = runs_of([g for g in glyphs if not g.char.isspace()])
    known = full_columns(before) if before is not None else ()
    layouts = [_layout(runs, frames, size, False, known)]
    if has_bands(runs):
        layouts.append(_layout(runs, frames, size, True, known))
    candidates = [("layout", layout) for layout in layouts]
    if trust_file:
        candidates.append(("file", sorted(layouts[0], key=lambda s: s.first)))
    name, segments = best_order(candidates)
    rejected = candidates[0 if name == "file" else -1][1]
    return PageLayout(number, *size, tuple(segments), name, tuple(s.first for s in rejected), tuple(pictures))


def full_columns(page: PageLayout) -> tuple[Edges, ...]:
    """Left and right of the columns with many lines; what is as wide as the page is none among others."""
    counts = Counter(s.column for s in page.segments if not s.boxed and not s.beside)
    full = [column for column, lines in counts.items() if lines >= _FULL]
    return tuple((c.left, c.right) for c in full if c.width < 0.6 * page.width)


def _layout(
    runs: Sequence[Run],
    frames: Sequence[Box],
    size: tuple[float, float],
    bands_first: bool,
    known: Sequence[Edges],
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
    pieces: _Pieces = {}
    em = em_of(runs)
    for frame, own in inside.items():
        if len(rows_of(own)) < 2:  # a shaded line is no box
            free += own
            continue
        content = [s for column in columns_of(own) for s in _segments(column, boxed=True)]
        first = min(run.first for run in own)
        box = around(run.box for run in own)
        free.append(Run((), box, em, first))
        pieces[id(free[-1])] = frame, content
    free.sort(key=lambda r: r.first)
    out: list[Segment] = []
    for column in columns_of(free, bands_first=bands_first, known=known):
        out += _column(column, pieces)
    return out


def _column(column: Sequence[Run], pieces: _Pieces) -> list[Segment]:
    """The segments of a column from the top, its framed pieces in their places."""
    plain = [run for run in column if id(run) not in pieces]
    parts: list[tuple[float, list[Segment]]] = [
        (run.box.top, pieces[id(run)][1]) for run in column if id(run) in pieces
    ]
    frames = [pieces[id(run)][0] for run in column if id(run) in pieces]
    parts += [(segment.box.top, [segment]) for segment in _run_round(_segments(plain), frames)]
    return [segment for _, part in sorted(parts, key=lambda p: p[0]) for segment in part]


def _run_round(segments: list[Segment], frames: Sequence[Box]) -> list[Segment]:
    """The segments, where those beside a frame have the edges it leaves them: they are full lines, too."""
    for frame in frames:
        near = [
            n
            for n, s in enumerate(segments)
            if s.box.top < frame.bottom + _MARGIN * s.size and frame.top < s.box.bottom + _MARGIN * s.size
        ]
        for side in (
            [n for n in near if segments[n].box.right <= frame.left],
            [n for n in near if segments[n].box.left >= frame.right],
        ):
            if not side:
                continue
            own = around(segments[n].box for n in side)
            left = segments[side[0]].box.left >= frame.right  # the frame stands to the left
            for n in side:
                column = segments[n].column
                edges = (
                    {"left": own.left if len(side) > 1 else frame.right}
                    if left
                    else {"right": own.right if len(side) > 1 else frame.left}
                )
                segments[n] = replace(segments[n], column=column._replace(**edges), beside=True)
    return segments


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
