"""Witnesses that err together: one branch is one testimony, however many copies it has.

Two groups of witnesses that stand against one another go back to two sources. Their agreement says
nothing of which side errs, and the larger side is no better witness for being larger. A branch is
oriented once, by the evidence of all its units together: what doubled or broke a word, what the
witnesses themselves write elsewhere. The test is the sign test over the units that have such evidence
(one-sided binomial, p below 0.05: five of five, or eight of nine). Where it does not tell, or too few
errors are shared, the units stay open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, lgamma, log

from doccompare.model import Locus

# So many units of one split make a branch; fewer may be chance.
_RECURRING = 3
_SIGNIFICANT = 0.05
# Internal evidence misleads about so often; where it speaks against the many far oftener, one witness is
# no longer taken to err because it stands alone.
_MISLEADS = 0.1
# Two of many copies may stumble at one word by chance; a group of this share of all does not.
_COINCIDENCE = 0.25

Side = frozenset[str]


@dataclass(frozen=True, slots=True)
class Split:
    """Two groups of witnesses that stand against one another in ``units`` units.

    ``right`` is the side the pooled evidence speaks for, None when it does not tell; ``for_right`` of
    ``told`` units with evidence say so.
    """

    sides: tuple[Side, Side]
    units: int
    told: int = 0
    for_right: int = 0
    right: Side | None = None

    @property
    def recurs(self) -> bool:
        """Whether it comes back often enough to be no chance."""
        return self.units >= _RECURRING


@dataclass(frozen=True, slots=True)
class Parting:
    """A unit at which a split shows: the side of each reading that has one, by index of reading.

    ``share``: how likely the split, and not a slip of the one witness on the smaller side, made it.
    """

    split: Split
    sides: Mapping[int, Side]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Lonely:
    """A witness that stands alone against all others in ``units`` units.

    ``told`` of them have internal evidence, ``for_it`` of these speak for the one; ``doubtful``: so many
    that the others may well err together.
    """

    units: int
    told: int
    for_it: int

    @property
    def doubtful(self) -> bool:
        """Whether evidence for the one is too frequent to be its usual failing."""
        return self.for_it > 1 and _tail(self.told, self.for_it, _MISLEADS) < _SIGNIFICANT


@dataclass(frozen=True, slots=True)
class Branches:
    """All splits, the best supported first, and the units (by index of locus) at which they show.

    ``lonely``: the witnesses that stand alone somewhere, by siglum.
    """

    splits: tuple[Split, ...]
    partings: Mapping[int, Parting]
    lonely: Mapping[str, Lonely]


def branches(
    loci: Sequence[Locus], internal: Callable[[int, int], float], counted: Mapping[str, object]
) -> Branches:
    """The splits of the witnesses that count.

    ``internal(i, n)`` is the logarithmic weight of what speaks for reading ``n`` of locus ``i`` beside its
    witnesses. A side of one witness is no branch: its errors are its own. A unit where a witness of a
    side is not extant, or has erred once more, shows the split that its other witnesses belong to.
    """
    groups = [sides(locus, counted) for locus in loci]
    pairs: dict[frozenset[Side], list[int]] = {}
    for i, locus in enumerate(loci):
        large = {n: s for n, s in groups[i].items() if len(s) > 1}
        if len(large) == 2 and not locus.punctuation:
            pairs.setdefault(frozenset(large.values()), []).append(i)
    often = [p for p, where in pairs.items() if len(where) >= _RECURRING]
    pooled: dict[frozenset[Side], list[int]] = {}
    for pair, where in pairs.items():
        pooled.setdefault(_whole(pair, often, pairs), []).extend(where)
    found = {pair: _split(pair, loci, where, groups, internal) for pair, where in pooled.items()}
    lonely = _lonely(loci, groups, internal)
    alone = {siglum: one.units for siglum, one in lonely.items()}
    partings = {}
    for i, own in enumerate(groups):
        parting = _parting(own, found, often, pairs, alone)
        if parting is not None and (parting.split.recurs or not loci[i].punctuation):
            partings[i] = parting
    ranked = sorted(found.values(), key=lambda s: (-s.units, [sorted(side) for side in s.sides]))
    return Branches(tuple(ranked), partings, lonely)


def sides(locus: Locus, counted: Mapping[str, object]) -> dict[int, Side]:
    """The witnesses that count, by index of their reading."""
    found = {n: frozenset(s for s in v.sites if s in counted) for n, v in enumerate(locus.variants)}
    return {n: side for n, side in found.items() if side}


def _within(pair: frozenset[Side], whole: frozenset[Side]) -> bool:
    """Whether each side of ``pair`` lies in a side of its own of ``whole``."""
    (a, b), (c, d) = pair, whole
    return (a <= c and b <= d) or (a <= d and b <= c)


def _whole(
    pair: frozenset[Side], often: Sequence[frozenset[Side]], pairs: Mapping[frozenset[Side], Sequence[int]]
) -> frozenset[Side]:
    """The recurring split that a pair is the remainder of: the widest, then commonest; else itself."""

    def rank(split: frozenset[Side]) -> tuple[int, int]:
        return sum(map(len, split)), len(pairs[split])

    above = sorted((p for p in often if p != pair and _within(pair, p)), key=rank)
    if not above or (len(above) > 1 and rank(above[-1]) == rank(above[-2])):
        return pair
    return above[-1]


def _split(
    pair: frozenset[Side],
    loci: Sequence[Locus],
    where: Sequence[int],
    groups: Sequence[Mapping[int, Side]],
    internal: Callable[[int, int], float],
) -> Split:
    first, second = sorted(pair, key=sorted)
    favour = {first: 0, second: 0}
    for i in where:
        (n, one), (m, _) = sorted((n, s) for n, s in groups[i].items() if len(s) > 1)
        weight = internal(i, n) - internal(i, m)
        if weight:
            own, other = (first, second) if one <= first else (second, first)
            favour[own if weight > 0 else other] += 1
    told = sum(favour.values())
    best = max((first, second), key=lambda s: favour[s])
    right = best if told and _tail(told, favour[best]) < _SIGNIFICANT else None
    return Split((first, second), len(where), told, favour[best], right)


def _parting(
    own: Mapping[int, Side],
    found: Mapping[frozenset[Side], Split],
    often: Sequence[frozenset[Side]],
    pairs: Mapping[frozenset[Side], Sequence[int]],
    alone: Mapping[str, int],
) -> Parting | None:
    """The split that shows at a unit, None when its witnesses part as independent ones would."""
    large = {n: s for n, s in own.items() if len(s) > 1}
    if len(large) == 2:
        pair = frozenset(large.values())
        split = found.get(_whole(pair, often, pairs)) or Split(
            (min(pair, key=sorted), max(pair, key=sorted)), 1
        )
        return Parting(split, large) if split.recurs or _weighty(large, own) else None
    if len(large) > 2:
        first, second = sorted(large.values(), key=lambda s: (-len(s), sorted(s)))[:2]
        return Parting(Split((first, second), 1), large) if _weighty(large, own) else None
    if len(large) == 1 and len(own) == 2:
        return _thinned(own, found, often, alone)
    return None


def _weighty(large: Mapping[int, Side], own: Mapping[int, Side]) -> bool:
    """Whether the second largest group is too large to be a coincidence."""
    second = sorted(map(len, large.values()))[-2]
    return second >= _COINCIDENCE * sum(map(len, own.values()))


def _thinned(
    own: Mapping[int, Side],
    found: Mapping[frozenset[Side], Split],
    often: Sequence[frozenset[Side]],
    alone: Mapping[str, int],
) -> Parting | None:
    """One against several, where the others of its branch are not extant: its own slip, or the branch's?"""
    pair = frozenset(own.values())
    above = [found[p] for p in often if p in found and _within(pair, p)]
    if not above:
        return None
    split = max(above, key=lambda s: s.units)
    if len({s.right for s in above if s.units == split.units}) > 1:
        split = replace(split, right=None)  # the remainder of two splits that say different things
    (one,) = min(pair, key=len)
    return Parting(split, own, split.units / (split.units + alone.get(one, 0)))


def alone_in(own: Mapping[int, Side]) -> tuple[int, int] | None:
    """The readings of one witness and of all others (two or more), where a unit has just these two."""
    if len(own) != 2:
        return None
    (n, one), (m, rest) = sorted(own.items(), key=lambda item: (len(item[1]), item[0]))
    return (n, m) if len(one) == 1 < len(rest) else None


def _lonely(
    loci: Sequence[Locus], groups: Sequence[Mapping[int, Side]], internal: Callable[[int, int], float]
) -> dict[str, Lonely]:
    """What internal evidence says of each witness where it stands alone."""
    found: dict[str, list[float]] = {}
    for i, own in enumerate(groups):
        pair = alone_in(own)
        if pair is not None and not loci[i].punctuation:
            (siglum,) = own[pair[0]]
            found.setdefault(siglum, []).append(internal(i, pair[0]) - internal(i, pair[1]))
    return {
        siglum: Lonely(len(weights), sum(w != 0 for w in weights), sum(w > 0 for w in weights))
        for siglum, weights in sorted(found.items())
    }


@lru_cache(maxsize=4096)
def _tail(trials: int, successes: int, chance: float = 0.5) -> float:
    """The probability of so many successes or more in independent trials, none of them certain."""
    # By logarithms: in a long text the binomial coefficients are beyond any float.
    of_all = lgamma(trials + 1)
    return sum(
        exp(
            of_all - lgamma(k + 1) - lgamma(trials - k + 1) + k * log(chance) + (trials - k) * log(1 - chance)
        )
        for k in range(successes, trials + 1)
    )
