"""A plain, slow aligner of a few tiny texts: the exact best columns by dynamic programming.

It looks at every way to cut the texts into columns, so it is only for about 12 characters times
four texts. The real aligner is compared with its *cost*: columns as such are seldom unique.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product

MATCH, MISMATCH, GAP = 0, 2, 1  # a substitution costs no less than a loss and a gain

Column = tuple[int | None, ...]  # the index in each text, None = nothing there


def column_cost(chars: Sequence[str]) -> int:
    """What one column costs: every pair of texts, "" standing for a gap."""
    return sum(
        MATCH if one == other else GAP if "" in (one, other) else MISMATCH
        for one, other in combinations(chars, 2)
    )


def cost(texts: Sequence[str], columns: Sequence[Column]) -> int:
    """The sum-of-pairs cost of ``columns``. Raises ValueError unless they rebuild every text."""
    for i, text in enumerate(texts):
        order = [index for column in columns if (index := column[i]) is not None]
        if order != list(range(len(text))):
            raise ValueError(f"the columns do not rebuild text {i}: {order}")
    return sum(
        column_cost([texts[i][at] if at is not None else "" for i, at in enumerate(column)])
        for column in columns
    )


def _steps(places: tuple[int, ...], ends: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every way to take one character, or none, of each text, but not none of all."""
    choices = [(0, 1) if place < end else (0,) for place, end in zip(places, ends, strict=True)]
    return (step for step in product(*choices) if any(step))


def align(texts: Sequence[str]) -> list[Column]:
    """The cheapest columns; of several, those that put texts together as early as they can."""
    ends = tuple(len(text) for text in texts)

    @cache
    def best(places: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        """The cost from ``places`` to the end, and the first step of the way there."""
        if places == ends:
            return 0, ()
        found: tuple[int, int, tuple[int, ...]] | None = None
        for step in _steps(places, ends):
            behind = tuple(place + taken for place, taken in zip(places, step, strict=True))
            chars = [texts[i][places[i]] if taken else "" for i, taken in enumerate(step)]
            option = (column_cost(chars) + best(behind)[0], -sum(step), step)
            found = option if found is None else min(found, option)
        if found is None:
            raise AssertionError("a place before the end has a step")
        return found[0], found[2]

    # deep recursion is no matter: the path is at most the sum of the lengths
    columns: list[Column] = []
    places = (0,) * len(texts)
    while places != ends:
        step = best(places)[1]
        columns.append(tuple(place if taken else None for place, taken in zip(places, step, strict=True)))
        places = tuple(place + taken for place, taken in zip(places, step, strict=True))
    return columns


def draw(texts: Sequence[str], columns: Sequence[Column], gap: str = "·") -> list[str]:
    """Each text with its gaps, so that an alignment can be read in a failed test."""
    return [
        "".join(text[index] if (index := column[i]) is not None else gap for column in columns)
        for i, text in enumerate(texts)
    ]
