"""What the comparison passed over between the places of variation: other forms, marks left out on request.

The characters of a witness are held against those of the base between every two units that both have.
Width and the forms of quotation marks are folded in what is shown, so they do not come up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from doccompare.matching import marks

_FINE = 2_000  # code points of a stretch without a unit that are compared character by character


@dataclass(frozen=True, slots=True)
class Strip:
    """What a witness has of a clause: each character as shown, and the number of the unit it belongs to.

    An empty character stands where a unit is without text. ``torn``: the witness is not extant in some
    part of the clause.
    """

    shown: Sequence[str]
    units: Sequence[int | None]
    torn: bool = False


def passed_over(base: Strip, others: Sequence[Strip]) -> tuple[set[int], list[set[int]]]:
    """The positions of the base, and of each of the others, that differ and are no unit.

    Of the base only what another lacks: where both have something, the other is marked.
    """
    found: set[int] = set()
    departing = []
    for strip in others:
        own: set[int] = set()
        for mine, theirs in _stretches(base, strip):
            left = [base.shown[n].strip() for n in mine]
            right = [strip.shown[n].strip() for n in theirs]
            if left == right or (strip.torn and len(left) != len(right)):
                continue
            own.update(theirs[n] for n in _departs(left, right))
            if len(left) != len(right):  # what the other lacks can be shown in the base only
                found.update(mine[n] for n in _departs(right, left))
        departing.append(own)
    return found, departing


def _departs(old: list[str], new: list[str]) -> Iterator[int]:
    """Which of the new characters the old ones have not, by place where both are as long."""
    if len(old) == len(new):
        yield from (n for n, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1])
        return
    if max(len(old), len(new)) > _FINE:
        return
    at = 0
    for text, differs in marks("".join(old), "".join(new)):
        if differs:
            yield from range(at, at + len(text))
        at += len(text)


def _stretches(base: Strip, strip: Strip) -> Iterator[tuple[list[int], list[int]]]:
    """The positions between units that both have, side by side; none where their order differs.

    What belongs to a unit that only one of them has stays in: a copy without punctuation has no reading
    at a place of punctuation.
    """
    mine, theirs = _order(base), _order(strip)
    shared = [unit for unit in mine if unit in set(theirs)]
    if shared != [unit for unit in theirs if unit in set(mine)]:
        return
    yield from zip(_cut(base, shared), _cut(strip, shared), strict=True)


def _order(strip: Strip) -> list[int]:
    """The units in the order in which they begin."""
    return list(dict.fromkeys(unit for unit in strip.units if unit is not None))


def _cut(strip: Strip, units: Sequence[int]) -> list[list[int]]:
    """The positions before, between and after these units."""
    pieces: list[list[int]] = [[] for _ in range(len(units) + 1)]
    rank = {unit: n for n, unit in enumerate(units)}
    at = 0
    for n, unit in enumerate(strip.units):
        if unit in rank:
            at = rank[unit] + 1
        elif strip.shown[n]:
            pieces[at].append(n)  # its text belongs to no unit that both have
    return pieces
