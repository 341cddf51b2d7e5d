"""The stretches in which two texts go together, slips forgiven: what the one has from the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doccompare.matching.chains import chain, in_line
from doccompare.matching.difference import LOPSIDED, SMALL, gaps
from doccompare.matching.seeds import Run
from doccompare.text import Codes

Rows = NDArray[np.int64]  # of runs: a, b, length

# What a change of one word takes from a stretch, and the most that one gap can take, however long.
_SLIP, _GAP = 2, 40
# Words on either side of the outermost runs that are aligned too.
_MARGIN = 24
# Two runs that follow each other with more than this between them are not aligned together.
_FAR = 400
# So many words in a row that agree are an anchor.
_ANCHOR = 12
_NONE: Rows = np.zeros((0, 3), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Stretch:
    """``a[a0:a1]`` goes back to ``b[b0:b1]``: ``equal`` words agree, ``changed`` do not."""

    a0: int
    a1: int
    b0: int
    b1: int
    equal: int
    changed: int

    @property
    def similarity(self) -> float:
        """The share of the words that agree, from 0 to 1."""
        return self.equal / (self.equal + self.changed)


def stretches(runs: Rows, a: Codes, b: Codes, shortest: int) -> list[Stretch]:
    """The stretches around ``runs`` with at least ``shortest`` equal words, in order of ``a``.

    Runs are rows as of :class:`Run`, in order, and may hold words that differ. Those in line are chained;
    what stands out of line makes chains of its own, so that moved paragraphs are found. Of two stretches
    over the same words of ``a`` the one with more equal words stays.
    """
    groups = (group for chained in _chains(runs) for group in _groups(chained))
    found = [s for group in groups for s in _aligned(group, a, b, shortest)]
    if len(found) < 2:
        return found
    kept: list[Stretch] = []
    for stretch in sorted(found, key=lambda s: (-s.equal, s.changed, s.a0, s.b0)):
        shared = sum(max(0, min(stretch.a1, k.a1) - max(stretch.a0, k.a0)) for k in kept)
        if 2 * shared < stretch.a1 - stretch.a0:
            kept.append(stretch)
    return sorted(kept, key=lambda s: (s.a0, s.b0))


def _chains(runs: Rows) -> Iterator[Rows]:
    """The heaviest chain of the runs, then that of what has no word of ``a`` with it, and so on."""
    if not len(runs):
        return
    only = in_line(runs)
    if only is not None:
        yield only
        return
    left = [Run(*row) for row in runs.tolist()]
    while left:
        chained = chain(left)
        yield np.array(chained, dtype=np.int64)
        ends = [run.a + run.length for run in chained]
        left = [run for run in left if _apart(run, chained, ends)]


def _apart(run: Run, chained: Sequence[Run], ends: Sequence[int]) -> bool:
    """Whether a run shares no word of ``a`` with the runs of a chain, which end at ``ends``."""
    at = bisect_right(ends, run.a)
    return at == len(ends) or chained[at].a >= run.a + run.length


def _groups(runs: Rows) -> list[Rows]:
    """The runs of a chain, parted where much stands between two in either text."""
    a, b, lengths = runs.T
    far = np.maximum(a[1:] - a[:-1], b[1:] - b[:-1]) - lengths[:-1] > _FAR
    return np.split(runs, np.flatnonzero(far) + 1) if far.any() else [runs]


def _aligned(runs: Rows, a: Codes, b: Codes, shortest: int) -> list[Stretch]:
    """The stretches of the window that a group of runs opens, with at least ``shortest`` equal words."""
    (first_a, first_b, _), (last_a, last_b, last) = runs[0].tolist(), runs[-1].tolist()
    a0, b0 = max(0, first_a - _MARGIN), max(0, first_b - _MARGIN)
    a1, b1 = min(len(a), last_a + last + _MARGIN), min(len(b), last_b + last + _MARGIN)
    own, other = a[a0:a1], b[b0:b1]
    runs = _NONE if len(own) * len(other) <= SMALL else runs - np.array([a0, b0, 0])
    return [
        Stretch(a0 + x0, a0 + x1, b0 + y0, b0 + y1, equal, changed)
        for x0, x1, y0, y1, equal, changed in best_of(runs, own, other)
        if equal >= shortest
    ]


def best_of(runs: Rows, a: Codes, b: Codes, *, compiled: bool = True) -> Sequence[Sequence[int]]:
    """The heaviest stretches of two texts with ``runs`` in line, each as the fields of a :class:`Stretch`.

    ``compiled`` False: without numba even where it is installed. The stretches are the same.
    """
    windows = _windows() if compiled else None
    if windows is None:
        return _heaviest(gaps(a, b, _equal(runs, a, b)), len(a))
    partners, left = windows.paired(runs, a, b, _ANCHOR, LOPSIDED)
    for a0, a1, b0, b1 in left:
        at_a, at_b = a0, b0
        for x0, x1, y0, y1 in (*gaps(a[a0:a1], b[b0:b1], []), (a1 - a0, 0, b1 - b0, 0)):
            partners[at_a : a0 + x0] = np.arange(at_b, b0 + y0)
            at_a, at_b = a0 + x1, b0 + y1
    found: list[list[int]] = windows.scored(partners, _SLIP, _GAP)
    return found


@cache
def _windows() -> Any:
    """The compiled functions, None where numba is not installed."""
    try:
        from doccompare.matching import windows
    except ImportError:
        return None
    return windows


def _equal(runs: Rows, a: Codes, b: Codes) -> list[tuple[int, int, int]]:
    """The stretches of at least so many words that agree, inside runs that may hold others."""
    if not len(runs):
        return []
    # One place more of each run, which never agrees, so that no stretch goes on into the next run.
    sizes = runs[:, 2] + 1
    ends = np.cumsum(sizes)
    at_a = np.repeat(runs[:, 0] - ends + sizes, sizes)
    at_a += np.arange(len(at_a))
    at_b = at_a + np.repeat(runs[:, 1] - runs[:, 0], sizes)
    same = np.zeros(len(at_a) + 1, dtype=np.bool_)
    np.equal(a.take(at_a, mode="clip"), b.take(at_b, mode="clip"), out=same[1:])
    same[ends] = False
    turns = np.flatnonzero(same[1:] != same[:-1])
    first, lengths = turns[::2], turns[1::2] - turns[::2]
    long = lengths >= _ANCHOR
    first = first[long]
    return list(zip(at_a[first].tolist(), at_b[first].tolist(), lengths[long].tolist(), strict=True))


def _heaviest(
    edits: Sequence[tuple[int, int, int, int]], size: int
) -> list[tuple[int, int, int, int, int, int]]:
    """The maximal scoring stretches (Ruzzo and Tompa 1999) of a text of ``size`` words and another.

    As in a :class:`Stretch`. Equal words score, edits cost.
    """
    # Each found one: score before it, place in either text, equal and changed words before it; and the
    # same five at its end.
    found: list[tuple[int, int, int, int, int, int, int, int, int, int]] = []
    total = at_a = at_b = equal = changed = 0
    for from_a, to_a, from_b, to_b in (*edits, (size, size, 0, 0)):
        length = from_a - at_a
        if length:
            head = total, at_a, at_b, equal, changed
            total += length
            equal += length
            while True:
                low = head[0]
                at = len(found) - 1
                while at >= 0 and found[at][0] >= low:
                    at -= 1
                if at < 0 or found[at][5] >= total:
                    found.append((*head, total, from_a, at_b + length, equal, changed))
                    break
                head = found[at][:5]
                del found[at:]
        at_a, at_b = to_a, to_b
        lost, added = to_a - from_a, to_b - from_b
        slips = lost if lost > added else added
        changed += slips
        cost = _SLIP * slips
        total -= cost if cost < _GAP else _GAP
    return [(f[1], f[6], f[2], f[7], f[8] - f[3], f[9] - f[4]) for f in found]
