"""The stretches in which two texts go together, slips forgiven: what the one has from the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doccompare.matching.chains import chain
from doccompare.matching.difference import Edit, difference
from doccompare.matching.seeds import Run
from doccompare.text import Codes

# What a change of one word takes from a stretch, and the most that one gap can take, however long.
_SLIP, _GAP = 2, 40
# Words on either side of the outermost runs that are aligned too.
_MARGIN = 24
# Two runs that follow each other with more than this between them are not aligned together.
_FAR = 400
# So many words in a row that agree are an anchor.
_ANCHOR = 12


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


def stretches(runs: Sequence[Run], a: Codes, b: Codes, shortest: int) -> list[Stretch]:
    """The stretches around ``runs`` with at least ``shortest`` equal words, in order of ``a``.

    A run may hold words that differ. Runs in line are chained; what stands out of line makes chains of its
    own, so that moved paragraphs are found. Of two stretches over the same words of ``a`` the one with more
    equal words stays.
    """
    found: list[Stretch] = []
    left = list(runs)
    while left:
        chained = chain(left)
        for group in _groups(chained):
            found += _aligned(group, a, b, shortest)
        if len(chained) == len(left):  # all of them are in the chain, none is apart from it
            break
        ends = [run.a + run.length for run in chained]
        left = [run for run in left if _apart(run, chained, ends)]
    if len(found) < 2:
        return found
    kept: list[Stretch] = []
    for stretch in sorted(found, key=lambda s: (-s.equal, s.changed, s.a0, s.b0)):
        shared = sum(max(0, min(stretch.a1, k.a1) - max(stretch.a0, k.a0)) for k in kept)
        if 2 * shared < stretch.a1 - stretch.a0:
            kept.append(stretch)
    return sorted(kept, key=lambda s: (s.a0, s.b0))


def _apart(run: Run, chained: Sequence[Run], ends: Sequence[int]) -> bool:
    """Whether a run shares no word of ``a`` with the runs of a chain, which end at ``ends``."""
    at = bisect_right(ends, run.a)
    return at == len(ends) or chained[at].a >= run.a + run.length


def _groups(runs: Sequence[Run]) -> list[NDArray[np.int64]]:
    """The runs of a chain as rows, parted where much stands between two in either text."""
    rows = np.array(runs, dtype=np.int64)
    ends = rows[:-1, :2] + rows[:-1, 2:]
    far = (rows[1:, :2] - ends > _FAR).any(axis=1)
    return np.split(rows, np.flatnonzero(far) + 1) if far.any() else [rows]


def _aligned(runs: NDArray[np.int64], a: Codes, b: Codes, shortest: int) -> list[Stretch]:
    """The stretches of the window that a group of runs opens."""
    (first_a, first_b, _), (last_a, last_b, last) = runs[0].tolist(), runs[-1].tolist()
    a0, b0 = max(0, first_a - _MARGIN), max(0, first_b - _MARGIN)
    a1, b1 = min(len(a), last_a + last + _MARGIN), min(len(b), last_b + last + _MARGIN)
    own, other = a[a0:a1], b[b0:b1]
    anchors = _equal(runs - (a0, b0, 0), own, other)
    edits = difference(_text(own), _text(other), codes_a=own, codes_b=other, anchors=anchors)
    return [
        Stretch(a0 + s.a0, a0 + s.a1, b0 + s.b0, b0 + s.b1, s.equal, s.changed)
        for s in _heaviest(edits, len(own))
        if s.equal >= shortest
    ]


def _equal(runs: NDArray[np.int64], a: Codes, b: Codes) -> list[Run]:
    """The stretches of at least so many words that agree, inside runs that may hold others."""
    lengths = runs[:, 2]
    ends = np.cumsum(lengths)
    heads = ends - lengths
    at_a = np.arange(ends[-1]) + np.repeat(runs[:, 0] - heads, lengths)
    at_b = at_a + np.repeat(runs[:, 1] - runs[:, 0], lengths)
    # A place that differs ends a stretch, and so does the end of a run: one such place is put after each.
    same = np.zeros(int(ends[-1]) + len(runs) + 1, dtype=np.bool_)
    same[np.arange(1, len(at_a) + 1) + np.repeat(np.arange(len(runs)), lengths)] = a[at_a] == b[at_b]
    turns = np.flatnonzero(same[1:] != same[:-1]).reshape(-1, 2)
    turns = turns[turns[:, 1] - turns[:, 0] >= _ANCHOR]
    run = np.searchsorted(heads + np.arange(len(runs)), turns[:, 0], side="right") - 1
    first = turns[:, 0] - run
    rows = zip(
        at_a[first].tolist(), at_b[first].tolist(), (turns[:, 1] - turns[:, 0]).tolist(), strict=True
    )
    return [Run(*row) for row in rows]


def _heaviest(edits: Sequence[Edit], size: int) -> list[Stretch]:
    """The maximal scoring stretches of two texts (Ruzzo and Tompa 1999), the one of ``size`` words.

    Equal words score, edits cost.
    """
    # Each found one: score before it, place in either text, equal and changed words before it; and the
    # same five at its end.
    found: list[tuple[int, ...]] = []
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
    return [Stretch(f[1], f[6], f[2], f[7], f[8] - f[3], f[9] - f[4]) for f in found]


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")
