"""From the hits of many pages to the few places worth a closer look. Arrays only, no loop over hits."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Runs:
    """Stretches on one diagonal: words ``[a0, a1)`` of a page, ``[b0, b1)`` of the known texts.

    ``page`` and ``text`` are indices; ``cover`` counts the words that grams cover. In order of page,
    text, ``a0`` and ``b0``.
    """

    page: Ints
    text: Ints
    a0: Ints
    a1: Ints
    b0: Ints
    b1: Ints
    cover: Ints

    def __len__(self) -> int:
        return len(self.page)

    def take(self, chosen: NDArray[np.bool_] | Ints) -> Runs:
        """Those that are chosen."""
        return Runs(*(getattr(self, field.name)[chosen] for field in fields(self)))


def runs_of(page: Ints, a: Ints, b: Ints, text: Ints, k: int) -> Runs:
    """The runs of k-grams that stand at ``a`` of their page and at ``b`` of a known text.

    Grams of one diagonal with less than ``2 k`` between their beginnings are one run: a single other
    word does not part it.
    """
    if not len(page):
        empty = np.zeros(0, dtype=np.int64)
        return Runs(*(empty for _ in fields(Runs)))
    # Grams that follow each other as they come are one link: of these there are far less to be sorted.
    linked = (np.diff(a) == 1) & (np.diff(b) == 1) & (np.diff(page) == 0) & (np.diff(text) == 0)
    heads = np.append(0, np.flatnonzero(~linked) + 1)
    lasts = a[np.append(heads[1:], len(a)) - 1]
    page, a, b, text = page[heads], a[heads], b[heads], text[heads]
    diagonal = b - a
    order = _by_diagonal(page, diagonal, a)
    page, a, b, text, diagonal, lasts = (v[order] for v in (page, a, b, text, diagonal, lasts))
    step = a[1:] - lasts[:-1]
    new = np.ones(len(a), dtype=np.bool_)
    new[1:] = (np.diff(page) != 0) | (np.diff(text) != 0) | (np.diff(diagonal) != 0) | (step >= 2 * k)
    heads = np.flatnonzero(new)
    tails = np.append(heads[1:], len(a)) - 1
    gain = lasts - a + k
    gain[1:] -= np.where(new[1:], 0, k - np.minimum(step, k))
    cover = np.add.reduceat(gain, heads)
    ends = lasts[tails] + k
    found = Runs(page[heads], text[heads], a[heads], ends, b[heads], ends + diagonal[tails], cover)
    return found.take(np.lexsort((found.b0, found.a0, found.text, found.page)))


def _by_diagonal(page: Ints, diagonal: Ints, a: Ints) -> Ints:
    """The order by page, then diagonal, then ``a``. A diagonal meets the texts in their order."""
    low = int(diagonal.min())
    place, slope = int(a.max()).bit_length(), (int(diagonal.max()) - low).bit_length()
    if int(page.max()).bit_length() + slope + place > 62:
        return np.lexsort((a, diagonal, page))
    # All three in one number: sorted several times faster than one after the other.
    return np.argsort((page << (slope + place)) | ((diagonal - low) << place) | a)


def clusters_of(runs: Runs, gap: int) -> Ints:
    """Where each cluster of runs begins, and the end: runs of one page and text, nearer than ``gap``."""
    if not len(runs):
        return np.zeros(1, dtype=np.int64)
    new = np.ones(len(runs), dtype=np.bool_)
    new[1:] = (np.diff(runs.page) != 0) | (np.diff(runs.text) != 0)
    # How far the runs so far reach on this page: a long run may hold later, shorter ones.
    group = np.cumsum(new) * (int(runs.a1.max()) + 1)
    reached = np.maximum.accumulate(group + runs.a1) - group
    new[1:] |= runs.a0[1:] - reached[:-1] > gap
    return np.append(np.flatnonzero(new), len(runs)).astype(np.int64)


def support(
    runs: Runs,
    words: NDArray[np.uint32],
    page_first: Ints,
    known: NDArray[np.uint32],
    stock: NDArray[np.bool_],
    reach: int,
) -> tuple[Ints, Ints]:
    """How many words of each run and of ``reach`` on either side agree, one lost or added word forgiven.

    The second: how many of these at most are not ``stock``, which says so for each of ``known``, the words
    of the known texts. ``words`` are those of the pages one after the other, ``page_first`` where each page
    begins there and, last, where they end.
    """
    found = runs.cover.copy()
    at = runs.b0[:, None] + np.arange(int((runs.b1 - runs.b0).max(initial=0)))
    inside = at < runs.b1[:, None]
    own = (inside & ~stock[np.where(inside, at, 0)]).sum(axis=1)
    start = page_first[runs.page]
    low, high = start, page_first[runs.page + 1]
    steps = np.arange(reach)
    for a, b, sign in ((runs.a0 + start - 1, runs.b0 - 1, -1), (runs.a1 + start, runs.b1, 1)):
        best = np.zeros(len(runs), dtype=np.int64)
        best_own = best.copy()
        for shift_a, shift_b in ((0, 0), (1, 0), (0, 1)):
            at_a = a[:, None] + sign * (steps + shift_a)
            at_b = b[:, None] + sign * (steps + shift_b)
            inside = (at_a >= low[:, None]) & (at_a < high[:, None]) & (at_b >= 0) & (at_b < len(known))
            at_b = np.where(inside, at_b, 0)
            same = (words[np.where(inside, at_a, 0)] == known[at_b]) & inside
            best = np.maximum(best, same.sum(axis=1))
            best_own = np.maximum(best_own, (same & ~stock[at_b]).sum(axis=1))
        found += best
        own += best_own
    return found, own
