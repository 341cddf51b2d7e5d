"""Two places whose readings are exchanged: one transposition, seen twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from doccompare.model import Locus

# Exchanged words stand in one sentence or in neighbouring ones (columns).
_FARTHEST = 120
# Single characters, 二 for 三 here and 三 for 二 there, are slips of their own unless they stand this near.
_FARTHEST_SINGLE = 24


def exchanges(loci: Sequence[Locus]) -> dict[int, list[int]]:
    """For each locus (by index) the loci with which it exchanges readings.

    Some witnesses read A here and B there, others B here and A there.
    """
    places: dict[frozenset[str], list[int]] = {}
    out: dict[int, list[int]] = {}
    for i, locus in enumerate(loci):
        if locus.punctuation:
            continue
        for one, other in combinations([v for v in locus.variants if v.exact], 2):
            pair = frozenset((one.exact, other.exact))
            for j in places.get(pair, ()):
                if locus.column - loci[j].column <= _reach(pair) and _exchanged(loci[j], locus, pair):
                    out.setdefault(i, []).append(j)
                    out.setdefault(j, []).append(i)
            places.setdefault(pair, []).append(i)
    return {i: sorted(set(js)) for i, js in sorted(out.items())}


def _reach(pair: frozenset[str]) -> int:
    """How far from each other the two texts may have changed places, in columns."""
    return _FARTHEST if min(map(len, pair)) > 1 else _FARTHEST_SINGLE


def _exchanged(one: Locus, other: Locus, pair: frozenset[str]) -> bool:
    """Some witnesses have one text of the pair here and the other there, some the other way round."""
    here = {v.exact: set(v.sites) for v in one.variants}
    there = {v.exact: set(v.sites) for v in other.variants}
    a, b = sorted(pair)
    if _most(here) is not None and _most(here) == _most(there):
        return False  # most read the same at both places: two slips, no exchange
    return bool(here[a] & there[b]) and bool(here[b] & there[a])


def _most(readings: dict[str, set[str]]) -> str | None:
    """The reading that more than half have."""
    total = sum(map(len, readings.values()))
    return next((text for text, sites in readings.items() if 2 * len(sites) > total), None)
