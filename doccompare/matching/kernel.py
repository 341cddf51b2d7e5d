"""The scan of :mod:`doccompare.matching.probe` compiled by numba: decode, fold, roll the hash, look it up.

Every number is an unsigned integer of 64 bits: mixed with signed ones numba computes in floating point,
twenty times slower. The hash of a gram is the one of :func:`doccompare.matching.seeds.gram_hashes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from numpy.typing import NDArray

from doccompare.matching.seeds import BITS, MULTIPLIER

if TYPE_CHECKING:
    from doccompare.matching.probe import Probe

_LONGEST = 16  # characters of a gram: the ring that remembers them
_0, _1, _6, _12, _18, _29, _63 = (np.uint64(n) for n in (0, 1, 6, 12, 18, 29, 63))
_RING = np.uint64(_LONGEST - 1)
_TAIL, _TWO, _THREE, _FOUR = (np.uint64(n) for n in (0x3F, 0x1F, 0x0F, 0x07))
_ASCII, _LEAD3, _LEAD4, _ASTRAL = (np.uint64(n) for n in (0x80, 0xE0, 0xF0, 1 << 16))
_2, _3, _4 = (np.uint64(n) for n in (2, 3, 4))
_B1, _B2, _B3 = (np.uint64(n) for n in BITS)
_M = np.uint64(MULTIPLIER)


def scan_compiled(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], probe: Probe
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Pages, places and grams of the hits, as :func:`doccompare.matching.probe.scan` gives them."""
    if not 0 < probe.k <= _LONGEST:
        raise ValueError(f"a gram has 1 to {_LONGEST} characters")
    # Room for more hits than pages ordinarily have; memory that is not written costs nothing.
    capacity = 4096 + int(offsets[-1] - offsets[0]) // 16
    power = np.uint64(pow(int(MULTIPLIER), probe.k, 1 << 64))
    while True:
        out = np.empty((3, capacity), dtype=np.uint32)
        found = _scan(
            data, offsets.astype(np.uint64), probe.table, np.uint64(probe.k), power,
            probe.bitmap, np.uint64(probe.bitmap_shift), probe.starts, np.uint64(probe.starts_shift),
            probe.hashes, out,
        )  # fmt: skip
        if found <= capacity:
            pages, places, grams = out[:, :found].copy()
            return pages, places, grams
        capacity = int(found)


@numba.njit(cache=True, nogil=True)
def _scan(
    data: Any, offsets: Any, table: Any, k: Any, power: Any,
    bitmap: Any, bitmap_shift: Any, starts: Any, starts_shift: Any, hashes: Any, out: Any,
) -> Any:  # fmt: skip
    """How many hits there are; those that have room are in ``out``."""
    ring = np.zeros(_LONGEST, dtype=np.uint64)
    room = np.uint64(out.shape[1])
    count = _0
    for page in range(len(offsets) - 1):
        at, end = offsets[page], offsets[page + 1]
        rolled, seen = _0, _0
        ring[:] = _0
        while at < end:
            code = np.uint64(data[at])
            if code < _ASCII:
                at += _1
            elif code < _LEAD3:
                code = ((code & _TWO) << _6) | (np.uint64(data[at + _1]) & _TAIL)
                at += _2
            elif code < _LEAD4:
                code = (
                    ((code & _THREE) << _12)
                    | ((np.uint64(data[at + _1]) & _TAIL) << _6)
                    | (np.uint64(data[at + _2]) & _TAIL)
                )
                at += _3
            else:
                code = (
                    ((code & _FOUR) << _18)
                    | ((np.uint64(data[at + _1]) & _TAIL) << _12)
                    | ((np.uint64(data[at + _2]) & _TAIL) << _6)
                    | (np.uint64(data[at + _3]) & _TAIL)
                )
                at += _4
            if code < _ASTRAL:
                code = np.uint64(table[code])
                if code == _0:
                    continue
            # What the ring holds k places back leaves the hash; at the beginning of a page it holds nothing.
            rolled = rolled * _M + code - ring[(seen - k) & _RING] * power
            ring[seen & _RING] = code
            seen += _1
            if seen < k:
                continue
            value = (rolled ^ (rolled >> _29)) * _M
            mask = (
                (_1 << ((value >> _B1) & _63))
                | (_1 << ((value >> _B2) & _63))
                | (_1 << ((value >> _B3) & _63))
            )
            if bitmap[value >> bitmap_shift] & mask != mask:
                continue
            bucket = value >> starts_shift
            gram, last = np.uint64(starts[bucket]), np.uint64(starts[bucket + _1])
            while gram < last and hashes[gram] < value:
                gram += _1
            if gram < last and hashes[gram] == value:
                if count < room:
                    out[0, count] = page
                    out[1, count] = seen - k
                    out[2, count] = gram
                count += _1
    return count
