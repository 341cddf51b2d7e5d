"""From the edits of every witness against the pivot to stretches of all witnesses at once.

Edits of different witnesses make one unit only when they overlap on the pivot: with many noisy
copies units stay small. An insertion overlaps another edit only from inside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from doccompare.matching import Edit
from doccompare.model import Range, Stretch

Edges = NDArray[np.int64]


def units(edits: Sequence[Sequence[Edit]]) -> list[Range]:
    """The pivot intervals of the units, in order, disjoint: connected overlapping edits.

    ``(p, p)``, text inserted before position ``p``, comes before ``(p, q)`` and after ``(o, p)``.
    """
    out: list[Range] = []
    for start, end in sorted({(e.a0, e.a1) for es in edits for e in es}):
        if out and (start < out[-1][1] or start == end == out[-1][0] == out[-1][1]):
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def project(edits: Sequence[Edit], starts: Edges, ends: Edges) -> tuple[Edges, Edges]:
    """For each pivot interval, where it begins and ends in the witness that ``edits`` lead to.

    Text inserted at ``p`` belongs to the step ``(p, p)`` or to one that holds ``p`` inside.
    """
    a0, a1, b0, b1 = np.array([(e.a0, e.a1, e.b0, e.b1) for e in edits], dtype=np.int64).T
    shift = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(b1 - b0 - a1 + a0)))
    point = starts == ends
    begun = np.searchsorted(a0, ends, side="left")  # edits that begin before the end
    done = np.searchsorted(a1, starts, side="right")  # edits that end at or before the start
    before = np.where(point, begun, done)
    through = np.where(point, done, begun)
    return starts + shift[before], ends + shift[through]


def stretches(
    edits: Sequence[Sequence[Edit]], absent: Sequence[Sequence[Range]], size: int
) -> tuple[list[Stretch], list[Range]]:
    """The stretches of all witnesses, in order, and the pivot interval of each.

    Each position of each key stands in exactly one stretch. ``edits[i]`` turn the pivot, ``size``
    positions long, into witness ``i``; ``absent[i]`` are the pivot intervals for which it is not
    extant: its ranges there are None.
    """
    cuts = sorted({p for ranges in absent for r in ranges for p in r})
    parted = [_parted(es, cuts) for es in edits]
    spoken = [_spoken(es, gaps) for es, gaps in zip(parted, absent, strict=True)]
    steps = _steps(units(spoken), cuts, size)
    spans = [span for span, _ in steps]
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    columns = [_ranges(es, gaps, starts, ends) for es, gaps in zip(parted, absent, strict=True)]
    rows = zip(*columns, strict=True)
    return [Stretch(row, not differs) for row, (_, differs) in zip(rows, steps, strict=True)], spans


def _ranges(edits: Sequence[Edit], gaps: Sequence[Range], starts: Edges, ends: Edges) -> list[Range | None]:
    """The ranges of one witness for the pivot intervals, None where it is not extant."""
    first, last = project(edits, starts, ends) if edits else (starts, ends)
    out: list[Range | None] = list(zip(first.tolist(), last.tolist(), strict=True))
    if gaps:
        # What a witness puts in the place of a loss is text inserted at a point.
        own = {e.a0 for e in edits if e.a0 == e.a1}
        for k in np.flatnonzero(_gone(gaps, starts, ends)).tolist():
            if not (starts[k] == ends[k] and int(starts[k]) in own):
                out[k] = None
    return out


def _spoken(edits: Sequence[Edit], gaps: Sequence[Range]) -> list[Edit]:
    """The edits by which a witness says something: not those that leave out what it does not hold."""
    starts = np.array([e.a0 for e in edits], dtype=np.int64)
    ends = np.array([e.a1 for e in edits], dtype=np.int64)
    silent = _inside(gaps, starts, ends).tolist()
    return [e for e, gone in zip(edits, silent, strict=True) if e.b0 < e.b1 or not gone]


def _gone(gaps: Sequence[Range], starts: Edges, ends: Edges) -> NDArray[np.bool_]:
    # In a gap of a single sign: what others insert beside it is not lost with it.
    wide = [(a, b) for a, b in gaps if b - a != 1]
    return _inside(wide, starts, ends) | (_inside(gaps, starts, ends) & (starts < ends))


def _inside(gaps: Sequence[Range], starts: Edges, ends: Edges) -> NDArray[np.bool_]:
    """For each interval, whether one of the gaps holds it; there may be one for every sign of a book."""
    ordered = sorted(gaps)
    begins = np.array([a for a, _ in ordered], dtype=np.int64)
    furthest = np.array([-1, *accumulate((b for _, b in ordered), max)], dtype=np.int64)
    return np.asarray(furthest[np.searchsorted(begins, starts, side="right")] >= ends)


def _steps(spans: Sequence[Range], cuts: Sequence[int], size: int) -> list[tuple[Range, bool]]:
    """The unit intervals (True) and the agreeing ones between them (False), cut at ``cuts``."""
    out: list[tuple[Range, bool]] = []
    at = 0
    for start, end in [*spans, (size, size)]:
        for cut in cuts[bisect_right(cuts, at) : bisect_left(cuts, start)]:
            out.append(((at, cut), False))
            at = cut
        if at < start:
            out.append(((at, start), False))
        out.append(((start, end), True))
        at = max(at, end)
    return out[:-1]


def _parted(edits: Sequence[Edit], cuts: Sequence[int]) -> list[Edit]:
    """The edits split where one straddles a cut: no unit reaches over the edge of a lacuna."""
    out: list[Edit] = []
    for edit in edits:
        rest = edit
        for cut in cuts[bisect_right(cuts, edit.a0) : bisect_left(cuts, edit.a1)]:
            taken = min(cut - rest.a0, rest.b1 - rest.b0)
            out.append(Edit(rest.a0, cut, rest.b0, rest.b0 + taken))
            rest = Edit(cut, rest.a1, rest.b0 + taken, rest.b1)
        out.append(rest)
    return out
