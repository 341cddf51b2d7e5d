"""Stretches that two texts share: chains of matches, cut where both texts go their own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doccompare.matching.chains import chain
from doccompare.matching.seeds import Mask, Run, shared_runs
from doccompare.text import Codes

SEED = 6
# A chain shorter than this is a phrase of the genre, not a piece of a work.
SHORTEST = 12
# A gap in both texts is always a cut beyond this, and never one below the other (characters).
_WIDEST_GAP = 400
_NARROWEST_GAP = 6
# Between the two, a gap is a cut when it outweighs this share of the lighter side.
_GAP_SHARE = 0.6
# A gap in one text alone (a lost section, an article between) must be borne by both its sides.
_LOPSIDED = 2
_ROUNDS = 12
_CRUMB = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one text that goes with one of another: the runs they share, in order."""

    links: tuple[Run, ...]

    @property
    def a0(self) -> int:
        """Where it begins in the first text."""
        return self.links[0].a

    @property
    def a1(self) -> int:
        """Where it ends in the first text."""
        return self.links[-1].a + self.links[-1].length

    @property
    def b0(self) -> int:
        """Where it begins in the second text."""
        return self.links[0].b

    @property
    def b1(self) -> int:
        """Where it ends in the second text."""
        return self.links[-1].b + self.links[-1].length

    @property
    def weight(self) -> int:
        """How many characters match."""
        return sum(r.length for r in self.links)

    def turned(self) -> Piece:
        """The same piece with the texts exchanged."""
        return Piece(tuple(Run(r.b, r.a, r.length) for r in self.links))

    def within(self, start: int, end: int) -> Piece | None:
        """What of it lies in ``[start, end)`` of the first text."""
        kept = []
        for run in self.links:
            first, last = max(run.a, start), min(run.a + run.length, end)
            if first < last:
                kept.append(Run(first, run.b + first - run.a, last - first))
        return Piece(tuple(kept)) if kept else None


def pieces(
    a: Codes, b: Codes, shortest: int = SHORTEST, free: tuple[Mask, Mask] | None = None
) -> list[Piece]:
    """The pieces that two texts share, heaviest chain first, each chain cut at its gaps.

    A chain or piece of fewer than ``shortest`` characters is left out. ``free``: only of characters that
    are free in either text.
    """
    runs = shared_runs(a, b, SEED, free=free)
    out: list[Piece] = []
    for n in range(_ROUNDS):
        if n == 1:
            # What is left beside the main chain: crumbs are no pieces, and there are many of them.
            runs = [r for r in runs if r.length >= min(_CRUMB, shortest)]
        links = chain(runs)
        if sum(r.length for r in links) < shortest:
            break
        kept = [p for p in _cut(links) if p.weight >= shortest]
        out += kept
        if not kept:
            # Nothing but crumbs: take them out, another chain may hold a piece.
            used_a = [(r.a, r.a + r.length) for r in links]
            used_b = [(r.b, r.b + r.length) for r in links]
        else:
            used_a = [(r.a, r.a + r.length) for p in kept for r in p.links]
            used_b = [(r.b, r.b + r.length) for p in kept for r in p.links]
        runs = _outside(runs, len(a), len(b), used_a, used_b)
    return out


def _outside(
    runs: list[Run],
    size_a: int,
    size_b: int,
    used_a: Sequence[tuple[int, int]],
    used_b: Sequence[tuple[int, int]],
) -> list[Run]:
    """The runs that do not lie inside a used stretch of both texts.

    A run whose one side is used and whose other is free shows text that stands twice or elsewhere.
    """
    inside_a, inside_b = np.zeros(size_a + 1, dtype=np.int64), np.zeros(size_b + 1, dtype=np.int64)
    for marks, used in ((inside_a, used_a), (inside_b, used_b)):
        for start, end in used:
            marks[start:end] = 1
    sum_a, sum_b = np.cumsum(inside_a), np.cumsum(inside_b)

    def share(total: np.ndarray, start: int, length: int) -> float:
        before = int(total[start - 1]) if start else 0
        return (int(total[start + length - 1]) - before) / length

    return [r for r in runs if share(sum_b, r.b, r.length) < 0.5 and share(sum_a, r.a, r.length) < 2.0]


def _cut(links: list[Run]) -> list[Piece]:
    """The pieces of one chain."""
    weights = [0]
    for run in links:
        weights.append(weights[-1] + run.length)
    out: list[Piece] = []
    stack = [(0, len(links))]
    while stack:
        first, last = stack.pop()
        at = _widest_cut(links, weights, first, last)
        if at is None:
            out.append(Piece(tuple(links[first:last])))
        else:
            stack += [(first, at), (at, last)]
    return sorted(out, key=lambda p: -p.weight)


def _widest_cut(links: list[Run], weights: list[int], first: int, last: int) -> int | None:
    """Where to cut ``links[first:last]``: before the run after the widest gap that counts as a cut."""
    best, best_gap = None, 0
    for i in range(first + 1, last):
        before, run = links[i - 1], links[i]
        gap_a, gap_b = run.a - before.a - before.length, run.b - before.b - before.length
        gap, wider = min(gap_a, gap_b), max(gap_a, gap_b)
        if wider <= best_gap or wider < _NARROWEST_GAP:
            continue
        lighter = min(weights[i] - weights[first], weights[last] - weights[i])
        if gap > _WIDEST_GAP or gap > _GAP_SHARE * lighter or wider > _LOPSIDED * lighter:
            best, best_gap = i, wider
    return best
