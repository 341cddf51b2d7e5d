"""The recursive cut of a page into columns, after Nagy and Seth (1984).

A gutter is white space that runs down between two bodies of text. The one with the most lines beside it
is cut first; what stands above and below it (headlines across columns, feet) is cut by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from doccompare.readers.pagelayout.shapes import RUN_GAP, Run, around, em_of, rows_of

_GUTTER = RUN_GAP  # ems; columns of newspapers stand one em apart, less where punctuation hangs out
_LINES = 4  # a column has at least so many lines
_COLUMN = 7.5  # ems; narrower things are the columns of a table or a list of names
_BROKEN = 1.1  # ems of white end a line; after a sign there may be nearly one inside it
_FILLED = 0.6  # of a full line: prose fills its lines, the cells of a table do not
_APART = 1.8  # a white band so many line pitches high parts what is above from what is below

Band = list[Run]
Edges = tuple[float, float]  # left and right of a column


def columns_of(
    runs: Sequence[Run], *, bands_first: bool = False, known: Sequence[Edges] = ()
) -> list[list[Run]]:
    """The runs of each column, the columns in reading order.

    ``bands_first``: where white space goes across the page, all above it comes before all below it.
    ``known``: where columns stand on other pages, so that the last may be short on this one.
    """
    return _cut(list(runs), em_of(runs), bands_first, tuple(known)) if runs else []


def has_bands(runs: Sequence[Run]) -> bool:
    """Whether wide white space goes across the page, so that ``bands_first`` may give another order."""
    return _wide_band(bands_of(runs)) > 0


def _cut(runs: list[Run], em: float, bands_first: bool, known: tuple[Edges, ...]) -> list[list[Run]]:
    bands = bands_of(runs)
    if bands_first and (at := _wide_band(bands)):
        above = [run for band in bands[:at] for run in band]
        below = [run for band in bands[at:] for run in band]
        return _cut(above, em, bands_first, known) + _cut(below, em, bands_first, known)
    found = _gutter(bands, em, known)
    if found is None:
        return [runs]
    first, last, x = found
    out: list[list[Run]] = []
    middle = [run for band in bands[first:last] for run in band]
    parts = (
        [run for band in bands[:first] for run in band],
        [run for run in middle if run.box.middle < x],
        [run for run in middle if run.box.middle >= x],
        [run for band in bands[last:] for run in band],
    )
    known += _next_column(parts[1], parts[2])
    for part in parts:
        if part:
            out += _cut(part, em, bands_first, known)
    return out


def _next_column(left: Band, right: Band) -> tuple[Edges, ...]:
    """Where the column after next stands when all are of one width: it may be too short to show itself."""
    first, rest = around(r.box for r in left), around(r.box for r in right)
    step = rest.left - first.left
    if rest.right < rest.left + step:
        return ()
    return ((rest.left, rest.left + first.width), (rest.left + step, rest.left + step + first.width))


def bands_of(runs: Sequence[Run]) -> list[Band]:
    """The runs in bands between which white space goes from side to side, from the top."""
    bands: list[Band] = []
    bottom = -inf
    for run in sorted(runs, key=lambda r: r.box.top):
        if bands and run.box.top < bottom - 0.15 * run.size:
            bands[-1].append(run)
        else:
            bands.append([run])
            bottom = -inf
        bottom = max(bottom, run.box.bottom)
    return bands


def _wide_band(bands: Sequence[Band]) -> int:
    """Before which band the widest white space lies, if it is far wider than that between lines; else 0."""
    boxes = [around(run.box for run in band) for band in bands]
    gaps = [b.top - a.bottom for a, b in pairwise(boxes)]
    if not gaps:
        return 0
    pitch = median(gaps) + median(run.size for band in bands for run in band)
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    return widest + 1 if gaps[widest] > _APART * pitch else 0


def _gutter(bands: Sequence[Band], em: float, columns: Sequence[Edges]) -> tuple[int, int, float] | None:
    """The gutter with the most lines beside it: its bands ``[first, last)`` and where it runs."""
    gaps = [_gaps(band) for band in bands]
    shut = _standing_alone(bands, em)
    best: tuple[int, int, float] | None = None
    most = 0
    known: list[tuple[int, int, tuple[float, float]]] = []
    for seed, own in enumerate(gaps):
        if seed in shut:
            continue
        for gap in own:
            if gap[0] == -inf or gap[1] == inf or gap[1] - gap[0] < _GUTTER * em:
                continue
            if any(f <= seed < n and gap[0] < where[1] and where[0] < gap[1] for f, n, where in known):
                continue
            first, last, where = _run_down(gaps, shut, seed, gap, _GUTTER * em)
            known.append((first, last, where))
            x = (where[0] + where[1]) / 2
            lines = _lines_beside(bands[first:last], x, em, columns)
            if lines > most:
                best, most = (first, last, x), lines
    return best


def _gaps(band: Band) -> list[tuple[float, float]]:
    """The white intervals of a band, the endless ones at both sides included."""
    out, right = [], -inf
    for run in sorted(band, key=lambda r: r.box.left):
        if run.box.left > right:
            out.append((right, run.box.left))
        right = max(right, run.box.right)
    return [*out, (right, inf)]


def _run_down(
    gaps: Sequence[Sequence[tuple[float, float]]],
    shut: set[int],
    seed: int,
    gap: tuple[float, float],
    least: float,
) -> tuple[int, int, tuple[float, float]]:
    """How far a gap of one band runs up and down: bands ``[first, last)``, and what stays white in all."""
    first, last = seed, seed + 1
    for step in (-1, 1):
        at = seed + step
        while 0 <= at < len(gaps) and at not in shut:
            common = (0.0, -inf)
            for left, right in gaps[at]:
                shared = (left if left > gap[0] else gap[0], right if right < gap[1] else gap[1])
                if shared[1] - shared[0] > common[1] - common[0]:
                    common = shared
            if common[1] - common[0] < least:
                break
            gap = common
            first, last = min(first, at), max(last, at + 1)
            at += step
    return first, last, gap


def _standing_alone(bands: Sequence[Band], em: float) -> set[int]:
    """Bands with a short line in the middle of the region: a headline over all columns, not in one."""
    whole = around(run.box for band in bands for run in band)
    rows_of_bands = [rows_of(band) for band in bands]
    lines = [line for rows in rows_of_bands for row in rows for line in _lines(row, em)]
    out = set()
    for n, (band, rows) in enumerate(zip(bands, rows_of_bands, strict=True)):
        box = around(run.box for run in band)
        if len(rows) > 1 or len(_lines(rows[0], em)) > 1:
            continue
        if abs(box.middle - whole.middle) > em or box.width > 0.9 * whole.width:
            continue
        like = sum(abs(a - box.left) < 0.4 * em and abs(b - box.right) < 0.6 * em for a, b in lines)
        if like < _LINES:  # a full line of the column in the middle has many of its kind
            out.add(n)
    return out


def _lines_beside(bands: Sequence[Band], x: float, em: float, known: Sequence[Edges]) -> int:
    """How many lines stand beside a gutter at ``x``; 0 when one side is no column, known or of prose."""
    sides: tuple[list[Run], list[Run]] = ([], [])
    for band in bands:
        for run in band:
            sides[run.box.middle >= x].append(run)
    total = 0
    for side in sides:
        lines = [line for row in rows_of(side) for line in _lines(row, em)]
        if not lines or not (_is_known(lines, em, known) or (len(lines) >= _LINES and _is_prose(lines, em))):
            return 0
        total += len(lines)
    return total


def _is_known(lines: Sequence[Edges], em: float, known: Sequence[Edges]) -> bool:
    """Whether lines begin at the edge of a known column, its width aside, and stay inside."""
    left, right = min(a for a, _ in lines), max(b for _, b in lines)
    return any(abs(left - a) < 0.5 * em and b - em < right < b + 0.5 * em for a, b in known)


def _is_prose(lines: Sequence[tuple[float, float]], em: float) -> bool:
    """Whether most lines are about as long as the longest: so is prose, the cells of a table are not.

    The side of a gutter may still hold several columns: a line ends where white space of its own begins.
    """
    widths = sorted(right - left for left, right in lines)
    longest = widths[len(widths) * 9 // 10]
    return longest >= _COLUMN * em and widths[len(widths) // 2] >= _FILLED * longest


def _lines(row: Sequence[Run], em: float) -> list[tuple[float, float]]:
    """From where to where the lines go that stand side by side in a row."""
    out: list[tuple[float, float]] = []
    for run in row:
        if out and run.box.left - out[-1][1] <= _BROKEN * em:
            out[-1] = (out[-1][0], max(out[-1][1], run.box.right))
        else:
            out.append((run.box.left, run.box.right))
    return out
