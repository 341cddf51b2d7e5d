"""The tree of the witnesses: unrooted, from the splits that fit together, with their support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from doccompare.establishing.branches import Side, Split
from doccompare.establishing.branches import branches as find_branches
from doccompare.establishing.decide import internal_weight
from doccompare.establishing.evidence import Signs
from doccompare.model import Branch, Locus, Role, Tree

# Beyond so many witnesses the splits of those that are not extant throughout are not completed.
_MANY = 40


def witness_tree(loci: Sequence[Locus], signs: Sequence[Signs], roles: Mapping[str, Role]) -> Tree:
    """The tree of the witnesses that count, in the order of ``roles``.

    A split is taken, the best supported first, when it can stand in one tree with those taken before; the
    units of the others are counted (``apart``): a copy made from two sources, or chance.
    """
    found = find_branches(loci, lambda i, n: internal_weight(signs[i], n), roles)
    order = {siglum: n for n, siglum in enumerate(roles)}
    whole: dict[frozenset[Side], list[Split]] = {}
    apart = 0
    for split in found.splits:
        sides = _completed(split, loci, order)
        if sides is None:
            apart += split.units
        else:
            whole.setdefault(frozenset(sides), []).append(split)
    taken: list[tuple[tuple[Side, Side], Split]] = []
    units = {pair: sum(s.units for s in splits) for pair, splits in whole.items()}
    for support in sorted(set(units.values()), reverse=True):
        # Of equally supported ones that exclude one another none is taken: no order may choose.
        level = [
            tuple(sorted(pair, key=lambda side: _sorted(side, order)))
            for pair in units
            if units[pair] == support
        ]
        fit = [(a, b) for a, b in level if all(_compatible((a, b), sides) for sides, _ in taken)]
        alone = [one for one in fit if all(_compatible(one, other) for other in fit)]
        apart += support * (len(level) - len(alone))
        for sides in sorted(alone, key=lambda s: [_sorted(side, order) for side in s]):
            best = whole[frozenset(sides)][0]
            taken.append((sides, Split(best.sides, support, best.told, best.for_right, best.right)))
    return Tree(
        witnesses=tuple(roles),
        alone={s: found.lonely[s].units if s in found.lonely else 0 for s in roles},
        branches=tuple(_branch(sides, split, order) for sides, split in taken),
        apart=apart,
    )


def _branch(sides: tuple[Side, Side], split: Split, order: Mapping[str, int]) -> Branch:
    right = None
    if split.right is not None:
        right = next(side for side in sides if split.right <= side)
    return Branch(
        sides=(_sorted_names(sides[0], order), _sorted_names(sides[1], order)),
        units=split.units,
        told=split.told,
        for_right=split.for_right,
        right=None if right is None else _sorted_names(right, order),
    )


def _sorted(side: Side, order: Mapping[str, int]) -> list[int]:
    return sorted(order[s] for s in side)


def _sorted_names(side: Side, order: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(side, key=lambda s: order[s]))


def _compatible(one: tuple[Side, Side], other: tuple[Side, Side]) -> bool:
    """Two splits stand in one tree when a side of one and a side of the other have nobody in common."""
    return any(not a & b for a in one for b in other)


def _completed(split: Split, loci: Sequence[Locus], order: Mapping[str, int]) -> tuple[Side, Side] | None:
    """The two sides with every witness on one; None when too little is known of those that are not extant."""
    one, other = split.sides
    missing = [s for s in order if s not in one and s not in other]
    if missing and (not split.recurs or len(order) > _MANY):
        return None
    for siglum in missing:
        near, far = (_distance(siglum, side, loci) for side in split.sides)
        if near == far:
            return None
        if near < far:
            one |= {siglum}
        else:
            other |= {siglum}
    return one, other


def _distance(siglum: str, side: Side, loci: Sequence[Locus]) -> float:
    """How often a witness differs from those of a side, where both are extant."""
    differ = both = 0
    for locus in loci:
        if locus.punctuation:
            continue
        mine = next((n for n, v in enumerate(locus.variants) if siglum in v.sites), None)
        if mine is None:
            continue
        for n, variant in enumerate(locus.variants):
            shared = sum(s in side for s in variant.sites)
            both += shared
            differ += shared if n != mine else 0
    return differ / both if both else 0.5
