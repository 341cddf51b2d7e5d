"""How sure a decision is: the share of decisions like it that were right where the truth is known.

What the model of the witnesses says of itself is too sure, for it takes them to err independently. So
its strength (the logarithm of the odds for the decided reading) is only looked up: in ``confidence.tsv``
stand the decisions of seeded sets of the same kind and strength, and how many of them were right.
``python -m benchmarks judgement`` counts them, and how well they foretell errors of another family.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from doccompare.resources import calibration_counts

# What a decision rests on: the keys of the table.
WITNESSES, OWN_USAGE, REASONING, BRANCH = "witnesses", "own-usage", "reasoning", "branch"
# Strengths from which a new row of the table begins; nobody should be surer than the cap.
STEPS: Final = (0.0, 1.5, 2.0, 3.0, 4.5, 6.0)
CAP: Final = 0.98


def calibrated(basis: str, odds: float) -> float:
    """The confidence, 0 to 1, of a decision on this basis with these logarithmic odds."""
    steps, shares = _table()[basis]
    return shares[max(0, bisect_right(steps, odds) - 1)]


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[tuple[float, ...], tuple[float, ...]]]:
    return {
        basis: (tuple(counts), shares(list(counts.values())))
        for basis, counts in calibration_counts().items()
    }


def shares(counts: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """The confidence for each row of (right, all), stronger evidence never less than weaker.

    Rows out of order are pooled (isotonic regression); one right and one wrong decision are added to each
    pool, so that few cases never give certainty.
    """
    pools: list[list[int]] = []
    for right, total in counts:
        pools.append([right, total, 1])
        while len(pools) > 1 and _share(*pools[-1][:2]) < _share(*pools[-2][:2]):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return tuple(
        round(min(CAP, _share(right, total)), 2) for right, total, rows in pools for _ in range(rows)
    )


def _share(right: int, total: int) -> float:
    return (right + 1) / (total + 2)


def row_of(odds: float) -> float:
    """The step from which the row begins that a strength belongs to."""
    return STEPS[max(0, bisect_right(STEPS, odds) - 1)]
