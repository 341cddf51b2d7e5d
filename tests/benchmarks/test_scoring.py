"""The scorers: the gold has full marks, faults cost, and what nobody can know costs nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generator import make, preset
from benchmarks.gold import Plan, Recipe
from benchmarks.layout import Layout
from benchmarks.noise import Rates
from benchmarks.scoring import Pairs, score, score_pairs
from tests.benchmarks.perfect import perfect
from tests.benchmarks.test_generator import NO_SHRINKING, texts_of


@settings(max_examples=30, deadline=None, phases=NO_SHRINKING)
@given(st.integers(0, 10**6), st.sampled_from(("errors", "pages", "stemma")), st.integers(2, 6))
def test_the_gold_has_full_marks(seed: int, name: str, number: int) -> None:
    """The gold written as a collation has every unit, no false one, and all that can be attained."""
    made = make(Recipe("notice", seed, 1800, preset(name, number)))
    texts = texts_of(made)
    result = score(perfect(made.gold), made.gold, texts)
    assert result.unexplained == ()
    assert (result.units.exact, result.units.false) == (result.units.errors, 0), str(result)
    assert result.share >= 0.999, str(result)


@pytest.mark.parametrize("operation", ["moved_clause", "misplaced_heading", "lost_section", "doubled_text"])
def test_moves_do_not_derail(operation: str) -> None:
    """A moved clause counts at its true place, a lost section costs nothing."""
    for seed in range(6):
        plans = (Plan("甲", errors={"glyph": 3}), Plan("乙", structure=(operation,)), Plan("丙"))
        made = make(Recipe("notice", seed, 2500, plans))
        texts = texts_of(made)
        result = score(perfect(made.gold), made.gold, texts)
        assert result.unexplained == (), (seed, str(result))
        assert result.pairs.recall > 0.999, (seed, str(result))
        assert result.pairs.precision > 0.999, (seed, str(result))


def _made() -> tuple[dict[str, Any], dict[str, str], dict[str, Any]]:
    made = make(Recipe("notice", 3, 1800, preset("errors", 4)))
    texts = texts_of(made)
    return made.gold, texts, perfect(made.gold)


def test_a_missing_unit_is_unexplained() -> None:
    """A difference that no unit names is reported, and its error is not found."""
    gold, texts, collation = _made()
    gone = collation["units"].pop(7)
    result = score(collation, gold, texts)
    assert len(result.unexplained) == 1
    assert result.units.exact == result.units.errors - 1
    assert any(line.startswith(gone["id"]) for line in result.units.mistakes)


def test_a_false_unit_counts() -> None:
    """A unit where nothing is wrong is a false unit, and nothing else suffers."""
    gold, texts, collation = _made()
    start, end = collation["witnesses"][0]["spans"][0]
    unit = {
        "id": "F", "left": "", "right": "", "lacuna": [],
        "readings": [{"exact": texts[s][0], "spans": {s: [0, 1]}} for s in texts],
    }  # fmt: skip
    collation["units"].insert(0, unit)
    result = score(collation, gold, texts)
    assert end > start == 0
    assert result.units.false == 1
    assert result.units.exact == result.units.errors


def test_a_shifted_alignment_costs_pairs() -> None:
    """A clause put side by side with another clause loses pairs, and the stretch is named."""
    gold, texts, collation = _made()
    before, _, _ = score_pairs(collation, gold, texts)
    clauses = [clause["spans"] for clause in collation["clauses"]]
    clauses[4]["丁"], clauses[8]["丁"] = clauses[8]["丁"], clauses[4]["丁"]
    after, _, unexplained = score_pairs(collation, gold, texts)
    assert after.right < before.right
    assert any("丁" in line for line in unexplained)


def test_wrong_width_of_a_unit_is_no_exact_unit() -> None:
    """A unit that takes in a neighbour that differs in one witness only is not exact."""
    gold, texts, collation = _made()
    spans = collation["units"][3]["readings"][0]["spans"]
    next(iter(spans.values()))[1] += 2
    result = score(collation, gold, texts)
    assert result.units.exact == result.units.errors - 1


@pytest.mark.parametrize("rates", [Rates(0.01, 0.005, 0.005, 0.0004), Rates(0.03, 0.01, 0.01, 0.0)])
def test_the_ceiling_is_high(rates: Rates) -> None:
    """Who knows the truth text can pair nearly everything, but not all: some noise leaves no trace."""
    plans = tuple(Plan(siglum, rates=rates) for siglum in "甲乙丙丁")
    made = make(Recipe("notice", 4, 3000, plans))
    texts = texts_of(made)
    nothing: dict[str, Any] = {"witnesses": [], "clauses": [], "units": []}
    pairs, attainable, _ = score_pairs(nothing, made.gold, texts)
    assert pairs == Pairs(0, attainable.true, 0)
    assert 0.98 < attainable.f1 < 1


def test_a_habit_of_the_whole_copy_is_no_fault() -> None:
    """Traditional script and missing punctuation explain themselves."""
    habits = (Layout(), Layout(traditional=True), Layout(unpunctuated=True, one_line=True))
    plans = tuple(Plan(siglum, layout=layout) for siglum, layout in zip("甲乙丙", habits, strict=True))
    made = make(Recipe("notice", 2, 1500, plans))
    texts = texts_of(made)
    result = score(perfect(made.gold), made.gold, texts)
    assert result.unexplained == ()
    assert result.pairs.f1 == 1
