"""From the edits of every witness against the pivot to stretches of all witnesses at once.

Edits of different witnesses make one unit only when they overlap on the pivot: with many noisy
copies units stay small. An insertion overlaps another edit only from inside it.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    spoken = [
        [e for e in es if e.b0 < e.b1 or not any(a <= e.a0 and e.a1 <= b for a, b in gaps)]
        for es, gaps in zip(parted, absent, strict=True)
    ]
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


def _gone(gaps: Sequence[Range], starts: Edges, ends: Edges) -> NDArray[np.bool_]:
    out = np.zeros(len(starts), dtype=np.bool_)
    for a, b in gaps:
        inside = (a <= starts) & (ends <= b)
        if b - a == 1:
            inside &= starts < ends  # a single sign: what others insert beside it is not lost with it
        out |= inside
    return out


def _steps(spans: Sequence[Range], cuts: Sequence[int], size: int) -> list[tuple[Range, bool]]:
    """The unit intervals (True) and the agreeing ones between them (False), cut at ``cuts``."""
    out: list[tuple[Range, bool]] = []
    at = 0
    for start, end in [*spans, (size, size)]:
        for cut in cuts:
            if at < cut < start:
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
        for cut in cuts:
            if rest.a0 < cut < rest.a1:
                taken = min(cut - rest.a0, rest.b1 - rest.b0)
                out.append(Edit(rest.a0, cut, rest.b0, rest.b0 + taken))
                rest = Edit(cut, rest.a1, rest.b0 + taken, rest.b1)
        out.append(rest)
    return out
