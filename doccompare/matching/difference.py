"""The character difference of a pair of texts: chains first, a library's edits only in the gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from rapidfuzz.distance import Levenshtein

from doccompare.matching import affine
from doccompare.matching.chains import chain
from doccompare.matching.seeds import Run, shared_runs
from doccompare.text import Codes, codes_of

# The k of the seeds and whether they must be unique, tried in turn on what the ones before left open.
_SEEDS = ((12, True), (12, False), (6, False), (3, False))
# Unique seeds count where this share of so many characters on either side stands in their runs.
_DENSE, _WINDOW = 0.6, 300
# A gap is given to the quadratic aligner when its table has at most this many cells.
_TABLE = 400_000
# Beyond this a table is not worth its time: the gap is reported as one replacement.
_LARGEST_TABLE = 40_000_000


# One side this much longer than twice the other: mostly one long loss.
_LOPSIDED = 12


@dataclass(frozen=True, slots=True)
class Edit:
    """``a[a0:a1]`` of the one text stands against ``b[b0:b1]`` of the other; never both empty."""

    a0: int
    a1: int
    b0: int
    b1: int


def difference(a: str, b: str, *, codes_a: Codes | None = None, codes_b: Codes | None = None) -> list[Edit]:
    """The edits that turn ``a`` into ``b``, in order, with at least one equal character between two.

    Linear in the lengths but for the gaps between anchors, which are aligned by Levenshtein's
    distance (rapidfuzz), substitutions kept together. A gap too large for that, with nothing in
    common, is one edit.
    """
    codes_a = codes_of(a) if codes_a is None else codes_a
    codes_b = codes_of(b) if codes_b is None else codes_b
    head = _common(codes_a, codes_b)
    tail = _common(codes_a[head:][::-1], codes_b[head:][::-1])
    out: list[Edit] = []
    for edit in _edits(a, b, codes_a, codes_b, head, len(a) - tail, head, len(b) - tail, 0):
        if out and out[-1].a1 == edit.a0 and out[-1].b1 == edit.b0:
            last = out.pop()
            edit = Edit(last.a0, edit.a1, last.b0, edit.b1)
        out.append(edit)
    return out


def _edits(
    a: str, b: str, codes_a: Codes, codes_b: Codes, a0: int, a1: int, b0: int, b1: int, level: int
) -> Iterator[Edit]:
    """The edits of one gap: anchors of the present seed length, then the gaps between them."""
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    if a0 == a1 or b0 == b1:
        if a0 < a1 or b0 < b1:
            yield Edit(a0, a1, b0, b1)
        return
    cells = (a1 - a0) * (b1 - b0)
    if level < len(_SEEDS) and (cells > _TABLE or (level == 0 and cells > 10_000)):
        k, unique = _SEEDS[level]
        anchors = chain(shared_runs(codes_a[a0:a1], codes_b[b0:b1], k, unique=unique))
        if unique:
            anchors = _dense(anchors, a1 - a0)
        at_a, at_b = a0, b0
        for run in anchors:
            start_a, start_b = a0 + run.a, b0 + run.b
            yield from _edits(a, b, codes_a, codes_b, at_a, start_a, at_b, start_b, level + 1)
            at_a, at_b = start_a + run.length, start_b + run.length
        yield from _edits(a, b, codes_a, codes_b, at_a, a1, at_b, b1, level + 1)
        return
    if cells > _LARGEST_TABLE:
        yield Edit(a0, a1, b0, b1)
        return
    shorter, longer = sorted((a1 - a0, b1 - b0))
    if longer > 2 * shorter + _LOPSIDED and affine.fits(shorter, longer):
        yield from _lopsided(a, b, codes_a, codes_b, Edit(a0, a1, b0, b1))
        return
    for op in Levenshtein.opcodes(a[a0:a1], b[b0:b1]):
        if op.tag != "equal":
            yield Edit(a0 + op.src_start, a0 + op.src_end, b0 + op.dest_start, b0 + op.dest_end)


def _common(a: Codes, b: Codes) -> int:
    """How many characters two texts have in common at their beginning."""
    size = min(len(a), len(b))
    differing = np.flatnonzero(a[:size] != b[:size])
    return int(differing[0]) if len(differing) else size


def _dense(anchors: Sequence[Run], size: int) -> list[Run]:
    """The anchors that stand among many others on one diagonal, or nearly.

    In a text that repeats itself the seeds that stand once are those beside a slip: few, and often
    false. There all seeds must speak.
    """
    ends = list(accumulate((run.length for run in anchors), initial=0))
    starts = [run.a for run in anchors]
    kept = []
    for run in anchors:
        low, high = max(0, run.a - _WINDOW), min(size, run.a + run.length + _WINDOW)
        first, last = bisect_left(starts, low), bisect_left(starts, high)
        if ends[last] - ends[first] >= _DENSE * (high - low):
            kept.append(run)
    return kept


def _lopsided(a: str, b: str, codes_a: Codes, codes_b: Codes, gap: Edit) -> Iterator[Edit]:
    """The edits of a gap in which one side is much longer than the other."""
    part_a, part_b = codes_a[gap.a0 : gap.a1], codes_b[gap.b0 : gap.b1]
    if len(part_a) < len(part_b):
        pairs = affine.matches(part_a, part_b)
    else:
        pairs = [(i, j) for j, i in affine.matches(part_b, part_a)]
    at_a, at_b = gap.a0, gap.b0
    for i, j in pairs:
        i, j = gap.a0 + i, gap.b0 + j
        if a[i] != b[j]:
            continue
        if i > at_a or j > at_b:
            yield Edit(at_a, i, at_b, j)
        at_a, at_b = i + 1, j + 1
    if at_a < gap.a1 or at_b < gap.b1:
        yield Edit(at_a, gap.a1, at_b, gap.b1)
