"""Witnesses that err together: one branch is one testimony, however many copies it has.

Two groups of witnesses that stand against one another again and again go back to two sources. Their
agreement says nothing of which side errs, and the larger side is no better witness for being larger.
A branch is oriented once, by the evidence of all its units together: what doubled or broke a word, what
the witnesses themselves write elsewhere. The test is the sign test over the units that have such
evidence (one-sided binomial, p below 0.05: five of five, or eight of nine). Where it does not tell,
the units stay open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from doccompare.model import Locus

# So many units of one split make a branch; fewer may be chance.
_RECURRING = 3
_SIGNIFICANT = 0.05

Side = frozenset[str]


@dataclass(frozen=True, slots=True)
class Split:
    """Two groups of witnesses that stand against one another in ``units`` units.

    ``right`` is the side the pooled evidence speaks for, None when it does not tell; ``for_right`` of
    ``told`` units with evidence say so.
    """

    sides: tuple[Side, Side]
    units: int
    told: int
    for_right: int
    right: Side | None


def splits(
    loci: Sequence[Locus], internal: Callable[[int, int], float], counted: Mapping[str, object]
) -> dict[frozenset[Side], Split]:
    """The recurring splits of the witnesses that count, by their two sides.

    ``internal(i, n)`` is the logarithmic weight of what speaks for reading ``n`` of locus ``i`` beside its
    witnesses. A side of one witness is no branch: its errors are its own.
    """
    found: dict[frozenset[Side], list[int]] = {}
    for i, locus in enumerate(loci):
        sides = sides_of(locus, counted)
        if sides is not None and not locus.punctuation:
            found.setdefault(frozenset(sides.values()), []).append(i)
    out = {}
    for pair, where in found.items():
        if len(where) < _RECURRING:
            continue
        first, second = sorted(pair, key=sorted)
        favour = {first: 0, second: 0}
        for i in where:
            sides = sides_of(loci[i], counted) or {}
            (n, one), (m, other) = sorted(sides.items())
            weight = internal(i, n) - internal(i, m)
            if weight:
                favour[one if weight > 0 else other] += 1
        told = sum(favour.values())
        best = max((first, second), key=lambda s: favour[s])
        right = best if told and _tail(told, favour[best]) < _SIGNIFICANT else None
        out[pair] = Split((first, second), len(where), told, favour[best], right)
    return out


def sides_of(locus: Locus, counted: Mapping[str, object]) -> dict[int, Side] | None:
    """The two sides of a locus by index of reading, when there are two with two witnesses or more each."""
    sides = {
        n: frozenset(s for s in v.sites if s in counted)
        for n, v in enumerate(locus.variants)
        if any(s in counted for s in v.sites)
    }
    return sides if len(sides) == 2 and all(len(s) > 1 for s in sides.values()) else None


def _tail(trials: int, successes: int) -> float:
    """The chance of so many successes or more in fair trials."""
    return float(sum(comb(trials, k) for k in range(successes, trials + 1))) / float(2**trials)
