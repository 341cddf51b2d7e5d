from __future__ import annotations

from functools import cache

import pytest

from benchmarks.quotations import KINDS, Marks, make, measure

SEEDS = range(100, 105)


@cache
def marks() -> Marks:
    """The marks over a few generated articles (``python -m benchmarks quotations`` has more)."""
    return measure(SEEDS)


@pytest.mark.parametrize("kind", KINDS)
def test_planted_quotations_are_told_rightly(kind: str) -> None:
    """Of every way of quoting at least 95 in 100 are found in the right clause and told for what they are."""
    found = marks()
    planted = found.planted[kind]
    assert planted
    mistakes = "\n".join(m for m in found.mistakes if m.startswith(kind))
    assert found.told[kind] >= 0.95 * planted - 0.5, mistakes
    if kind not in ("other", "retold"):  # a retold clause may stand in the made-up work more than once
        assert found.placed[kind] >= 0.95 * planted - 0.5, mistakes


def test_nothing_else_is_reported() -> None:
    """At most five in a hundred passages stand where nothing was quoted."""
    found = marks()
    assert found.false <= 0.05 * found.reported, found.mistakes


def test_a_seed_gives_the_same_article() -> None:
    """The measure can be repeated."""
    assert make(3) == make(3)
