"""A gap in which one text has much more than the other: one long loss, not a scatter of letters.

Plain edit distance may hang the few characters of the shorter side anywhere along the longer one.
Here opening a gap costs more than two chance matches can win, and a longer gap costs no more
(Gotoh 1982; rows are vectors, so a table of some hundred rows is quick).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from doccompare.text import Codes

_MISMATCH = 4
_OPEN = 9
_LONGEST_TABLE = 4_000_000

Table = NDArray[np.int32]


def fits(rows: int, columns: int) -> bool:
    """Whether a table of this size is worth its time and memory."""
    return (rows + 1) * (columns + 1) <= _LONGEST_TABLE


def matches(short: Codes, long: Codes) -> list[tuple[int, int]]:
    """The pairs ``(i, j)`` of positions of ``short`` and ``long`` that stand against each other.

    In order; pairs of unequal characters are substitutions. What is in no pair is lost or added.
    """
    m, n = len(short), len(long)
    # reach: the best with a pair or a skipped short character last; best: any way.
    reach: Table = np.zeros((m + 1, n + 1), dtype=np.int32)
    best: Table = np.zeros((m + 1, n + 1), dtype=np.int32)
    skip: Table = np.zeros((m + 1, n + 1), dtype=np.int32)
    far = np.int32(2**30)
    reach[0] = far
    reach[0, 0] = 0
    skip[0] = far
    best[0] = _OPEN
    best[0, 0] = 0
    for i in range(1, m + 1):
        skip[i] = np.minimum(best[i - 1] + _OPEN, skip[i - 1]) + _MISMATCH
        pair = np.full(n + 1, far, dtype=np.int32)
        pair[1:] = best[i - 1, :-1] + np.where(long == short[i - 1], 0, _MISMATCH)
        reach[i] = np.minimum(pair, skip[i])
        best[i] = reach[i]
        best[i, 1:] = np.minimum(best[i, 1:], np.minimum.accumulate(reach[i])[:-1] + _OPEN)
    return _trace(short, long, reach, best, skip)


def _trace(short: Codes, long: Codes, reach: Table, best: Table, skip: Table) -> list[tuple[int, int]]:
    i, j = len(short), len(long)
    out: list[tuple[int, int]] = []
    while i or j:
        if best[i, j] < reach[i, j]:
            # A run of the long text is lost: back to where it begins, the shortest way that pays.
            j = int(np.flatnonzero(reach[i, :j] + _OPEN == best[i, j])[-1])
        elif reach[i, j] == skip[i, j]:
            i = _unskip(i, j, best, skip)
        else:
            i, j = i - 1, j - 1
            out.append((i, j))
    return out[::-1]


def _unskip(i: int, j: int, best: Table, skip: Table) -> int:
    while True:
        opened = best[i - 1, j] + _OPEN + _MISMATCH == skip[i, j]
        i -= 1
        if opened or i == 0:
            return i
