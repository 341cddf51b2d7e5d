"""A window of :mod:`doccompare.matching.stretches` aligned and scored, compiled by numba.

What plain Python gives, to the last word: the edits of a gap between anchors are those of rapidfuzz's
Levenshtein distance. A gap that wants more than a small table is left to Python.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from doccompare.text import Codes

# Cells of the largest table. Beyond it rapidfuzz, which takes 64 cells at a time, is faster.
_CELLS = 40_000
_1 = np.uint64(1)
# Of a stretch while it may still grow: score, place in either text, equal and changed words before it, and
# the same five at its end.
_FIELDS = 10


def paired(
    runs: NDArray[np.int64], a: Codes, b: Codes, anchor: int, lopsided: int
) -> tuple[NDArray[np.int64], list[list[int]]]:
    """For each word of ``a`` the word of ``b`` it stands against, or -1; and the gaps that are left open.

    ``runs`` follow one another in both texts; in them ``anchor`` equal words in a row are an anchor. A gap
    ``a[a0:a1]``, ``b[b0:b1]`` is left open when it is large, or longer on one side than twice the other and
    ``lopsided`` words.
    """
    partners = np.full(len(a), -1, dtype=np.int64)
    left: list[list[int]] = _paired(runs, _read_only(a), _read_only(b), anchor, lopsided, partners).tolist()
    return partners, left


def scored(partners: NDArray[np.int64], slip: int, most: int) -> list[list[int]]:
    """The maximal scoring stretches as rows: ends in either text, equal and changed words.

    ``slip``: what a changed word takes from the score, and ``most`` what one gap can take.
    """
    found: list[list[int]] = _scored(partners, slip, most).tolist()
    return found


def _read_only(codes: Codes) -> Codes:
    """The same array. Numba compiles once more for arrays that can be written to."""
    view = codes.view()
    view.flags.writeable = False
    return view


@numba.njit(cache=True, nogil=True)
def _paired(runs: Any, a: Any, b: Any, anchor: Any, lopsided: Any, partners: Any) -> Any:
    """The gaps left open; the words of all others have their ``partners``."""
    table = np.empty(_CELLS, dtype=np.uint16)
    left = np.empty((len(a) // anchor + 2, 4), dtype=np.int64)
    count = done_a = done_b = 0
    for run in range(len(runs) + 1):
        at_a, at_b, length = len(a), len(b), 0
        if run < len(runs):
            at_a, at_b, length = runs[run, 0], runs[run, 1], runs[run, 2]
        equal = 0
        for step in range(length + 1):
            if step < length and a[at_a + step] == b[at_b + step]:
                equal += 1
                continue
            if equal >= anchor or run == len(runs):
                head_a, head_b = at_a + step - equal, at_b + step - equal
                gap = _trimmed(a, done_a, head_a, b, done_b, head_b, partners)
                if not _filled(a, b, gap, lopsided, table, partners):
                    left[count, 0], left[count, 1], left[count, 2], left[count, 3] = gap
                    count += 1
                for word in range(equal):
                    partners[head_a + word] = head_b + word
                done_a, done_b = at_a + step, at_b + step
            equal = 0
    return left[:count]


@numba.njit(cache=True, nogil=True)
def _trimmed(a: Any, a0: Any, a1: Any, b: Any, b0: Any, b1: Any, partners: Any) -> Any:
    """A gap without the words that are equal at its ends."""
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        partners[a0] = b0
        a0 += 1
        b0 += 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1 -= 1
        b1 -= 1
        partners[a1] = b1
    return a0, a1, b0, b1


@numba.njit(cache=True, nogil=True)
def _filled(a: Any, b: Any, gap: Any, lopsided: Any, table: Any, partners: Any) -> Any:
    """Whether the words of a gap were given their partners."""
    a0, a1, b0, b1 = gap
    rows, columns = a1 - a0, b1 - b0
    if rows == 0 or columns == 0 or rows == columns == 1:
        return True
    wide, other = columns + 1, b[b0:b1]
    if max(rows, columns) > 2 * min(rows, columns) + lopsided or (rows + 1) * wide > len(table):
        return False
    for j in range(wide):
        table[j] = j
    for i in range(1, rows + 1):
        word, above, own = a[a0 + i - 1], table[(i - 1) * wide : i * wide], table[i * wide : (i + 1) * wide]
        own[0] = best = i
        corner = np.int64(i - 1)
        for step in range(columns):
            at = np.uint64(step)  # unsigned: numba looks at the sign of every other index
            up = np.int64(above[at + _1])
            best = min(best + 1, min(up + 1, corner + (word != other[at])))
            own[at + _1] = best
            corner = up
    # The way back: of ways of one length the one that rapidfuzz takes.
    i, j = rows, columns
    while i and j:
        at = i * wide + j
        if table[at] == table[at - wide] + 1:
            i -= 1
            continue
        j -= 1
        if table[at - 1] + 1 == table[at - 1 - wide]:
            continue
        i -= 1
        if a[a0 + i] == b[b0 + j]:
            partners[a0 + i] = b0 + j
    return True


@numba.njit(cache=True, nogil=True)
def _scored(partners: Any, slip: Any, most: Any) -> Any:
    """The stretches as rows, by the partners of the words of the first text."""
    found = np.empty((len(partners), _FIELDS), dtype=np.int64)
    count = total = at_a = at_b = equal = changed = place = 0
    while place < len(partners):
        if partners[place] < 0:
            place += 1
            continue
        slips = max(place - at_a, partners[place] - at_b)
        changed += slips
        total -= min(slip * slips, most)
        at_a, at_b = place, partners[place]
        while place < len(partners) and partners[place] == at_b + place - at_a:
            place += 1
        length = place - at_a
        head = total, at_a, at_b, equal, changed
        total += length
        equal += length
        at_a, at_b = place, at_b + length
        while True:
            at = count - 1
            while at >= 0 and found[at, 0] >= head[0]:
                at -= 1
            if at < 0 or found[at, 5] >= total:
                break
            head = found[at, 0], found[at, 1], found[at, 2], found[at, 3], found[at, 4]
            count = at
        found[count, 0], found[count, 1], found[count, 2], found[count, 3], found[count, 4] = head
        found[count, 5], found[count, 6], found[count, 7] = total, at_a, at_b
        found[count, 8], found[count, 9] = equal, changed
        count += 1
    out = np.empty((count, 6), dtype=np.int64)
    for n in range(count):
        out[n, 0], out[n, 1] = found[n, 1], found[n, 6]
        out[n, 2], out[n, 3] = found[n, 2], found[n, 7]
        out[n, 4], out[n, 5] = found[n, 8] - found[n, 3], found[n, 9] - found[n, 4]
    return out
