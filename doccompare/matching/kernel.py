"""The scan of :mod:`doccompare.matching.probe` compiled by numba: decode, fold, roll the hash, look it up.

A page is first made into its words, then these are looked up: two short loops, the second hardly ever
branching, are faster than one that does both.

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

_0, _1, _6, _12, _18, _29, _63 = (np.uint64(n) for n in (0, 1, 6, 12, 18, 29, 63))
_TAIL, _TWO, _THREE, _FOUR = (np.uint64(n) for n in (0x3F, 0x1F, 0x0F, 0x07))
_ASCII, _LEAD3, _LEAD4 = (np.uint64(n) for n in (0x80, 0xE0, 0xF0))
_2, _3, _4 = (np.uint64(n) for n in (2, 3, 4))
_B1, _B2, _B3 = (np.uint64(n) for n in BITS)
_M = np.uint64(MULTIPLIER)
# Bytes of UTF-8, and truth: numba looks at 32 at a time where nothing is wider than a byte.
_Y, _X80, _X90, _XA0, _XC1, _XE0, _XED, _XF0, _XF4, _XF5 = (
    np.uint8(n) for n in (1, 0x80, 0x90, 0xA0, 0xC1, 0xE0, 0xED, 0xF0, 0xF4, 0xF5)
)
_XC0, _X40 = np.uint8(0xC0), np.uint8(0x40)


def scan_compiled(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], probe: Probe
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Pages, places and grams of the hits, as :func:`doccompare.matching.probe.scan` gives them."""
    # Room for more hits than pages ordinarily have; memory that is not written costs nothing.
    capacity = 4096 + int(offsets[-1] - offsets[0]) // 16
    power = np.uint64(pow(int(MULTIPLIER), probe.k, 1 << 64))
    words = np.empty(int(np.diff(offsets).max(initial=0)), dtype=np.uint32)  # of one page at a time
    while True:
        out = np.empty((3, capacity), dtype=np.uint32)
        found = _scan(
            data, offsets.astype(np.uint64), probe.table, np.uint64(probe.k), power,
            probe.bitmap, np.uint64(probe.bitmap_shift), probe.starts, np.uint64(probe.starts_shift),
            probe.hashes, words, out,
        )  # fmt: skip
        if found <= capacity:
            pages, places, grams = out[:, :found].copy()
            return pages, places, grams
        capacity = int(found)


def words_compiled(
    data: NDArray[np.uint8], start: int, end: int, table: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """The words of the page ``data[start:end]``."""
    words = np.empty(end - start, dtype=np.uint32)
    size = int(_words(data, np.uint64(start), np.uint64(end), table, words, None))
    return words[:size].copy()


def placed_compiled(
    data: NDArray[np.uint8], start: int, end: int, table: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The words of the page ``data[start:end]``, and for each the offset in its text (code points)."""
    words, places = np.empty(end - start, dtype=np.uint32), np.empty(end - start, dtype=np.int64)
    size = int(_words(data, np.uint64(start), np.uint64(end), table, words, places))
    return words[:size].copy(), places[:size].copy()


def utf8_compiled(data: NDArray[np.uint8]) -> bool:
    """Whether these bytes are UTF-8."""
    if len(data) < 4:
        data = np.concatenate((data, np.zeros(4, dtype=np.uint8)))
        data.flags.writeable = False
    none = np.zeros(3, dtype=np.uint8)
    edge = np.concatenate((data[-3:], none, none, data[:3]))
    edge.flags.writeable = False
    return not _broken(data) and not _broken(edge)


@numba.njit(cache=True, nogil=True)
def _scan(
    data: Any, offsets: Any, table: Any, k: Any, power: Any,
    bitmap: Any, bitmap_shift: Any, starts: Any, starts_shift: Any, hashes: Any, words: Any, out: Any,
) -> Any:  # fmt: skip
    """How many hits there are; those that have room are in ``out``."""
    room = np.uint64(out.shape[1])
    count = _0
    for page in range(len(offsets) - 1):
        size = _words(data, offsets[page], offsets[page + 1], table, words, None)
        if size < k:
            continue
        rolled, gone = _0, _0  # the hash, and the word that leaves it next
        for early in range(k - _1):
            rolled = rolled * _M + np.uint64(words[early])
        for step in range(size - k + _1):
            place = np.uint64(step)
            rolled = rolled * _M + (np.uint64(words[place + k - _1]) - gone * power)
            gone = np.uint64(words[place])
            value = (rolled ^ (rolled >> _29)) * _M
            bits = bitmap[value >> bitmap_shift]
            if not (
                (bits >> ((value >> _B1) & _63))
                & (bits >> ((value >> _B2) & _63))
                & (bits >> ((value >> _B3) & _63))
                & _1
            ):
                continue
            bucket = value >> starts_shift
            gram, last = np.uint64(starts[bucket]), np.uint64(starts[bucket + _1])
            while gram < last and hashes[gram] < value:
                gram += _1
            if gram < last and hashes[gram] == value:
                if count < room:
                    out[0, count] = page
                    out[1, count] = place
                    out[2, count] = gram
                count += _1
    return count


@numba.njit(cache=True, nogil=True)
def _words(data: Any, at: Any, end: Any, table: Any, words: Any, places: Any) -> Any:
    """How many words the page ``data[at:end]`` has; they are the first of ``words``.

    Their offsets (code points) are the first of ``places``, which may be None.
    """
    size = place = _0
    while at < end:
        if places is not None:
            places[size] = place
            place += _1
        code = np.uint64(data[at])
        if _LEAD3 <= code < _LEAD4:
            code = (
                ((code & _THREE) << _12)
                | ((np.uint64(data[at + _1]) & _TAIL) << _6)
                | (np.uint64(data[at + _2]) & _TAIL)
            )
            at += _3
        elif code < _ASCII:
            at += _1
        elif code < _LEAD3:
            code = ((code & _TWO) << _6) | (np.uint64(data[at + _1]) & _TAIL)
            at += _2
        else:
            words[size] = (
                ((code & _FOUR) << _18)
                | ((np.uint64(data[at + _1]) & _TAIL) << _12)
                | ((np.uint64(data[at + _2]) & _TAIL) << _6)
                | (np.uint64(data[at + _3]) & _TAIL)
            )
            size += _1
            at += _4
            continue
        word = table[code]
        # What is no word is written over by the next: no branch that can be guessed wrong.
        words[size] = word
        size += np.uint64(word != 0)
    return size


@numba.njit(cache=True, nogil=True)
def _broken(data: Any) -> Any:
    """Whether a byte from the fourth on may not stand behind the three before it."""
    first, second, third, fourth = data[:-3], data[1:-2], data[2:-1], data[3:]
    bad = np.uint8(0)
    for at in range(len(fourth)):
        b, p = fourth[at], third[at]
        goes_on = np.uint8(np.uint8(b ^ _X80) < _X40)
        must = np.uint8(p >= _XC0) | np.uint8(second[at] >= _XE0) | np.uint8(first[at] >= _XF0)
        never = np.uint8(np.uint8(b | _Y) == _XC1) | np.uint8(b >= _XF5)
        # Forms that are too long, halves of pairs, and what is beyond U+10FFFF.
        low = np.uint8(np.uint8(p == _XE0) & np.uint8(b < _XA0)) | np.uint8(
            np.uint8(p == _XF0) & np.uint8(b < _X90)
        )
        high = np.uint8(np.uint8(p == _XED) & np.uint8(b >= _XA0)) | np.uint8(
            np.uint8(p == _XF4) & np.uint8(b >= _X90)
        )
        bad = np.uint8(bad | np.uint8(np.uint8(goes_on ^ must) | np.uint8(never | low | high)))
    return bad
