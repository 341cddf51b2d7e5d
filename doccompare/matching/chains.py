"""The heaviest set of runs that follow one another in both texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from doccompare.matching.seeds import Run

# What a run costs for standing on another diagonal than the one before it: a copy seldom jumps.
# Small, so that a true run of a few characters is still worth a jump.
JUMP_COST = 2
# Runs just before the present one that are looked at for an overlap (a repeated syllable at a seam).
LOOK_BACK = 12
# By how much the places and the length of a run change when one word is taken off its beginning.
_CLIPPED = np.array([1, 1, -1])


def chain(runs: Sequence[Run]) -> list[Run]:
    """A heaviest collinear subset of ``runs``, overlaps clipped, in the order of both texts.

    The weight of a chain is the number of characters it covers in both texts, less a small cost for
    each change of diagonal. O(n log n) for n runs: a sweep over the first text with the best
    weights so far kept as a staircase over the second (the heaviest increasing subsequence; chaining
    as in Li 2018). Predecessors that overlap the run are sought among its nearest neighbours and the
    heaviest run so far only.
    """
    if not runs:
        return []
    ordered = sorted(runs, key=itemgetter(0, 1))
    if all(_follows(run, after) for run, after in pairwise(ordered)):
        return clip(ordered)
    at_a, at_b = [r.a for r in ordered], [r.b for r in ordered]
    end_a = [r.a + r.length for r in ordered]
    end_b = [r.b + r.length for r in ordered]
    diagonals = [r.diagonal for r in ordered]
    by_end = sorted(range(len(ordered)), key=end_a.__getitem__)
    weight = [0] * len(ordered)
    before: list[int | None] = [None] * len(ordered)
    on_diagonal: dict[int, int] = {}
    stair_b: list[int] = []
    stair_i: list[int] = []
    ready = leader = 0
    for i, (a, b, end, diagonal) in enumerate(zip(at_a, at_b, end_a, diagonals, strict=True)):
        length = end - a
        while ready < i and end_a[by_end[ready]] <= a:
            _climb(stair_b, stair_i, weight, by_end[ready], end_b[by_end[ready]])
            ready += 1
        candidates = [*range(max(0, i - LOOK_BACK), i)]
        if i:
            candidates.append(leader)
        place = bisect_right(stair_b, b)
        if place:
            candidates.append(stair_i[place - 1])
        same = on_diagonal.get(diagonal)
        if same is not None:
            candidates.append(same)
        best, best_weight = None, length
        for j in candidates:
            if at_b[j] >= b or at_a[j] >= a:
                continue
            overlap = max(0, end_a[j] - a, end_b[j] - b)
            if overlap >= length:
                continue
            total = weight[j] + length - overlap
            if diagonals[j] != diagonal:
                total -= JUMP_COST
            if total > best_weight:
                best, best_weight = j, total
        weight[i], before[i] = best_weight, best
        if same is None or best_weight > weight[same]:
            on_diagonal[diagonal] = i
        if best_weight > weight[leader]:
            leader = i
    found: list[Run] = []
    at: int | None = leader
    while at is not None:
        found.append(ordered[at])
        at = before[at]
    return clip(found[::-1])


def _follows(run: Run, after: Run) -> bool:
    """The second run stands after the first in both texts, and no heavier chain leaves out one of them.

    It would gain the overlap and a jump, and lose a run.
    """
    a, b, length = run
    next_a, next_b, following = after
    if a >= next_a or b >= next_b:
        return False
    overlap = max(0, a + length - next_a, b + length - next_b)
    return min(length, following) > 2 * (2 * overlap + JUMP_COST)


def in_line(runs: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """What :func:`chain` gives for runs that are rows in order, when each follows the one before; else None.

    Of a page with a whole work the runs mostly do: then there is nothing to choose.
    """
    a, b, lengths = runs.T
    step = np.minimum(a[1:] - a[:-1], b[1:] - b[:-1])
    overlap = np.maximum(lengths[:-1] - step, 0)
    shorter = np.minimum(lengths[:-1], lengths[1:])
    if not ((step > 0) & (shorter > 2 * (2 * overlap + JUMP_COST))).all():
        return None
    if not overlap.any():
        return runs
    clipped = runs.copy()
    clipped[1:] += overlap[:, None] * _CLIPPED
    return clipped


def _climb(stair_b: list[int], stair_i: list[int], weight: list[int], i: int, end_b: int) -> None:
    """Put run ``i`` on the staircase: ends in the second text rise, and so do the weights."""
    place = bisect_right(stair_b, end_b)
    if place and weight[stair_i[place - 1]] >= weight[i]:
        return
    while place < len(stair_b) and weight[stair_i[place]] <= weight[i]:
        del stair_b[place], stair_i[place]
    if place and stair_b[place - 1] == end_b:
        stair_i[place - 1] = i
    else:
        stair_b.insert(place, end_b)
        stair_i.insert(place, i)


def clip(runs: Sequence[Run]) -> list[Run]:
    """The runs with every overlap taken off the later one; what vanishes is left out."""
    out: list[Run] = []
    end_a = end_b = 0
    for run in runs:
        a, b, length = run
        skip = max(0, end_a - a, end_b - b)
        if skip >= length:
            continue
        out.append(Run(a + skip, b + skip, length - skip) if skip else run)
        end_a, end_b = a + length, b + length
    return out
