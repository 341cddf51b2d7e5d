"""Exact matches of two code sequences, found through the hashes of their k-grams."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from doccompare.text import Codes, Offsets

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]
# So many seeds cost next to nothing, however often each of them repeats.
_FEW_SEEDS = 200_000

# An odd multiplier with well mixed bits (Knuth's golden-ratio constant for 64-bit words).
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
# Where the three bits of a hash are read that a bitmap of hashes sets in one word (see matching.probe):
# one look at memory, few false alarms.
BITS = (20, 26, 32)


class Run(NamedTuple):
    """``length`` characters that stand at ``a`` in the one text and at ``b`` in the other.

    A tuple, because a pair of long texts has thousands of them.
    """

    a: int
    b: int
    length: int

    @property
    def diagonal(self) -> int:
        """How far ``b`` is ahead of ``a``."""
        return self.b - self.a


def gram_hashes(codes: Codes, k: int) -> Hashes:
    """One 64-bit hash for each k-gram, ``len(codes) - k + 1`` of them (none when shorter)."""
    n = len(codes) - k + 1
    if n <= 0:
        return np.zeros(0, dtype=np.uint64)
    # Polynomials in the multiplier: those of 1, 2, 4 … characters, put together to one of k.
    part, size = codes.astype(np.uint64), 1
    hashes, done = part, 0
    with np.errstate(over="ignore"):
        while done < k:
            power = np.uint64(pow(int(MULTIPLIER), size, 1 << 64))
            if k & size:
                hashes = hashes[: len(part) - done] * power + part[done:] if done else part
                done += size
            part = part[:-size] * power + part[size:]
            size *= 2
        hashes = hashes ^ (hashes >> np.uint64(29))
        hashes *= MULTIPLIER
    return hashes


def shared_runs(
    a: Codes,
    b: Codes,
    k: int,
    *,
    repeats: int = 64,
    unique: bool = False,
    free: tuple[Mask, Mask] | None = None,
) -> list[Run]:
    """The stretches of at least ``k`` characters that stand in both texts, in order of ``a``.

    Where seeds are many, a k-gram that could be paired in more than ``repeats`` ways (a stock phrase,
    a filler row) gives none: what it belongs to is found through its neighbours. Time and memory are
    linear in the lengths times ``repeats`` at the worst. ``unique``: only k-grams that stand once in
    each text count, so that runs are few and sure. ``free``: only k-grams of characters that are free
    in either text.
    """
    hashes_a, hashes_b = gram_hashes(a, k), gram_hashes(b, k)
    if not len(hashes_a) or not len(hashes_b):
        return []
    find = _once if unique else _often
    if free is None:
        starts_a, starts_b = find(hashes_a, hashes_b, repeats)
    else:
        at_a, at_b = _free_grams(free[0], k), _free_grams(free[1], k)
        own_a, own_b = find(hashes_a[at_a], hashes_b[at_b], repeats)
        starts_a, starts_b = at_a[own_a], at_b[own_b]
    return _merge(starts_a, starts_b, k) if len(starts_a) else []


def _free_grams(free: Mask, k: int) -> Offsets:
    """Where the k-grams begin that consist of free characters."""
    within = np.cumsum(np.append(0, free))
    return np.flatnonzero(within[k:] - within[:-k] == k)


def _once(hashes_a: Hashes, hashes_b: Hashes, _: int) -> tuple[Offsets, Offsets]:
    """The places of the k-grams that stand once in each text."""
    hashes = np.concatenate((hashes_a, hashes_b))
    # Place and hash in one number are sorted several times faster than places by their hashes. The lowest
    # bits of the hash make room; two grams that differ in these alone count as one that repeats.
    room = np.uint64(len(hashes).bit_length())
    below = (np.uint64(1) << room) - np.uint64(1)
    keys = (hashes & ~below) | np.arange(len(hashes), dtype=np.uint64)
    keys.sort()
    values = keys >> room
    new = np.ones(len(keys) + 1, dtype=np.bool_)  # where another value begins
    np.not_equal(values[1:], values[:-1], out=new[1:-1])
    pairs = np.flatnonzero(new[:-2] & ~new[1:-1] & new[2:])
    low, high = ((keys[at] & below).astype(np.int64) for at in (pairs, pairs + 1))
    apart = (low < len(hashes_a)) & (high >= len(hashes_a)) & (hashes[low] == hashes[high])
    return low[apart], high[apart] - len(hashes_a)


def _often(hashes_a: Hashes, hashes_b: Hashes, repeats: int) -> tuple[Offsets, Offsets]:
    """The places of the k-grams of both texts, each of the one with each of the other."""
    order_a, order_b = np.argsort(hashes_a, kind="stable"), np.argsort(hashes_b, kind="stable")
    sorted_a, sorted_b = hashes_a[order_a], hashes_b[order_b]
    low = np.searchsorted(sorted_b, sorted_a, side="left")
    count = np.searchsorted(sorted_b, sorted_a, side="right") - low
    own = np.searchsorted(sorted_a, sorted_a, side="right") - np.searchsorted(sorted_a, sorted_a, side="left")
    use = count > 0
    if int(count.sum()) > max(_FEW_SEEDS, 8 * (len(hashes_a) + len(hashes_b))):
        use &= count * own <= repeats
    count, low, first = count[use], low[use], order_a[use]
    ends = np.cumsum(count)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - count, count)
    return np.repeat(first, count), order_b[np.repeat(low, count) + within]


def _merge(starts_a: NDArray[np.int64], starts_b: NDArray[np.int64], k: int) -> list[Run]:
    """Seeds that follow one another on one diagonal become one run."""
    # Diagonal and place in one number: sorted several times faster than by two.
    keys = ((starts_b - starts_a) << 32) + starts_a
    keys.sort()
    diagonal, starts_a = keys >> 32, keys & 0xFFFFFFFF
    new = np.ones(len(starts_a), dtype=np.bool_)
    # Two seeds of one diagonal that overlap or touch hold one equal stretch between them.
    new[1:] = (diagonal[1:] != diagonal[:-1]) | (starts_a[1:] - starts_a[:-1] > k)
    heads = np.flatnonzero(new)
    tails = np.append(heads[1:], len(starts_a)) - 1
    a0 = starts_a[heads]
    lengths = starts_a[tails] - a0 + k
    b0 = a0 + diagonal[heads]
    order = np.lexsort((b0, a0))
    columns = (column[order].tolist() for column in (a0, b0, lengths))
    return [Run(*run) for run in zip(*columns, strict=True)]
