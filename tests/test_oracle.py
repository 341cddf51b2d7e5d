"""The slow aligner: it rebuilds its texts and no alignment is cheaper."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from tests.oracle import align, cost, draw

TINY = st.text("甲乙丙", max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(TINY, min_size=1, max_size=3))
def test_columns_rebuild_every_text(texts: list[str]) -> None:
    """Each text stands whole and in order in its row; no column is empty."""
    columns = align(texts)
    assert [row.replace("·", "") for row in draw(texts, columns)] == texts
    assert all(any(index is not None for index in column) for column in columns)


@settings(max_examples=60, deadline=None)
@given(TINY, TINY)
def test_two_texts_cost_their_distance(one: str, other: str) -> None:
    """For a pair the cost is the distance with losses and gains only, as a library computes it."""
    assert cost([one, other], align([one, other])) == Indel.distance(one, other)


@settings(max_examples=40, deadline=None)
@given(st.lists(TINY, min_size=3, max_size=3))
def test_many_texts_cost_at_least_their_pairs(texts: list[str]) -> None:
    """No joint alignment is cheaper than the pairs alone; the order of the texts does not matter."""
    total = cost(texts, align(texts))
    assert total >= sum(Indel.distance(one, other) for one, other in combinations(texts, 2))
    assert total == cost(texts[::-1], align(texts[::-1]))


@settings(max_examples=40, deadline=None)
@given(TINY, st.integers(1, 4))
def test_identical_texts_cost_nothing(text: str, number: int) -> None:
    """Copies without a difference stand in full columns."""
    assert align([text] * number) == [(i,) * number for i in range(len(text))]


def test_drawn_example() -> None:
    """The lost character leaves a gap, the rest stays in line."""
    texts = ["精气神提升", "精神提升", "精气神升"]
    assert draw(texts, align(texts)) == ["精气神提升", "精·神提升", "精气神·升"]


def test_columns_that_lose_a_character_are_refused() -> None:
    """An alignment is only worth its cost when it holds every character."""
    with pytest.raises(ValueError, match="do not rebuild"):
        cost(["甲乙", "甲"], [(0, 0)])


def test_largest_promised_input() -> None:
    """Twelve characters of four texts are done in a few seconds."""
    texts = [
        "选优配强社区党组织书记",
        "择优选配社区党组织书记",
        "选配配强社区党组织书记",
        "选优配强社党组织书记",
    ]
    rows = draw(texts, align(texts))
    assert {row[-5:] for row in rows} == {"党组织书记"}
