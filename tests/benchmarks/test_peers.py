"""The peers are measured fairly: their results come over whole, and the marks say what they should."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import peers
from benchmarks.collation import SECTIONS, Goal, Section, at_most, main, number, page
from benchmarks.measure import child, cpu, excerpt, exponent
from benchmarks.peers import LIBRARIES, Change, GoldPlaces, Library, Step, marks, star, steps_of_table

INSTALLED = [entry for entry in LIBRARIES if entry.installed]
TEXTS = st.lists(st.text("甲乙丙，", max_size=12), min_size=2, max_size=4)


def rebuilt(texts: Mapping[str, str], steps: list[Step]) -> dict[str, str]:
    """Each text from its ranges."""
    return {s: "".join(text[slice(*step.ranges[s])] for step in steps) for s, text in texts.items()}


@pytest.mark.parametrize("library", INSTALLED, ids=lambda entry: entry.name)
@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_star_rebuilds_every_text(library: Library, given_texts: list[str]) -> None:
    """The steps hold each text whole and in order, and agree where they say so."""
    texts = dict(zip("甲乙丙丁", given_texts, strict=False))
    steps = star(texts, library.changes)
    assert rebuilt(texts, steps) == texts
    for step in steps:
        readings = {texts[s][a:b] for s, (a, b) in step.ranges.items()}
        assert len(readings) == 1 or not step.agrees


def test_star_pools_what_overlaps() -> None:
    """Changes of two texts at one place are one unit; an insertion beside them is its own."""
    found: dict[str, list[Change]] = {"b": [(1, 3, 1, 2)], "c": [(2, 4, 2, 2), (5, 5, 3, 4)]}
    texts = {"a": "012345", "b": "0x345", "c": "014y5"}
    steps = star(texts, lambda _, other: found[next(s for s in texts if texts[s] == other)])
    units = [dict(step.ranges) for step in steps if not step.agrees]
    assert units == [{"a": (1, 4), "b": (1, 3), "c": (1, 2)}, {"a": (5, 5), "b": (4, 4), "c": (3, 4)}]


def test_units_of_a_table() -> None:
    """Varying columns that touch are one unit, or one each; agreeing columns always join."""
    texts = {"a": "天公平地", "b": "天平等地"}
    columns = [{"a": 0, "b": 0}, {"a": 1}, {"a": 2, "b": 1}, {"b": 2}, {"a": 3, "b": 3}]
    varies = [False, True, False, True, False]
    joined = steps_of_table(texts, columns, varies, joined=True)
    assert [dict(s.ranges) for s in joined if not s.agrees] == [
        {"a": (1, 2), "b": (1, 1)},
        {"a": (3, 3), "b": (2, 3)},
    ]
    wide = [{"a": 0, "b": 0}, {"a": 1}, {"b": 1}, {"a": 2}, {"b": 2}, {"a": 3, "b": 3}]
    one = steps_of_table(texts, wide, [False, True, True, True, True, False], joined=True)
    assert [dict(s.ranges) for s in one] == [
        {"a": (0, 1), "b": (0, 1)},
        {"a": (1, 3), "b": (1, 3)},
        {"a": (3, 4), "b": (3, 4)},
    ]
    single = steps_of_table(texts, wide, [False, True, True, True, True, False], joined=False)
    assert sum(not s.agrees for s in single) == 4
    assert rebuilt(texts, single) == rebuilt(texts, one) == texts


GOLD = GoldPlaces({"a": "天公平地人", "b": "天平等地人"}, [{"a": (1, 3), "b": (1, 3)}])


def test_the_gold_has_full_marks() -> None:
    """What the gold says is right in pairs and units; a shared character more at an edge is no fault."""
    assert marks(GOLD, GOLD.steps()).pairs == 1
    assert marks(GOLD, GOLD.steps()).units == 1
    wide = [
        Step({"a": (0, 0), "b": (0, 0)}, True),
        Step({"a": (0, 4), "b": (0, 4)}, False),
        Step({"a": (4, 5), "b": (4, 5)}, True),
    ]
    assert marks(GOLD, wide).units == 1


def test_a_split_unit_costs_units_only() -> None:
    """公平/平等 in two pieces is not exact; which of its characters stand together is nobody's fault."""
    split = [
        Step({"a": (0, 1), "b": (0, 1)}, True),
        Step({"a": (1, 2), "b": (1, 1)}, False),
        Step({"a": (2, 3), "b": (1, 2)}, True),
        Step({"a": (3, 3), "b": (2, 3)}, False),
        Step({"a": (3, 5), "b": (3, 5)}, True),
    ]
    found = marks(GOLD, split)
    assert (found.pairs, found.exact, found.reported, found.gold) == (1, 0, 2, 1)


def test_a_slip_of_the_alignment_costs_pairs() -> None:
    """Equal text set side by side with its neighbour is wrong in both scores."""
    slipped = [
        Step({"a": (0, 1), "b": (0, 1)}, True),
        Step({"a": (1, 5), "b": (1, 3)}, False),
        Step({"a": (5, 5), "b": (3, 5)}, False),
    ]
    found = marks(GOLD, slipped)
    assert found.pairs < 0.6
    assert found.exact == 0


@pytest.mark.parametrize(("clause", "units"), [("一 ¶2", 1), ("二.2", 9), ("三.8", 28)])
def test_the_excerpt_differs_only_in_the_gold(clause: str, units: int) -> None:
    """Between the gold's units the three texts are equal, so the gold is complete for the excerpt."""
    gold = excerpt(clause)
    assert len(gold.units) == units
    assert rebuilt(gold.texts, gold.steps()) == gold.texts  # steps() raises where the texts differ


def test_collatex_table_holds_every_character() -> None:
    """CollateX's table comes over whole."""
    if not peers.has_collatex():
        pytest.skip("CollateX is not installed")
    texts = {"a": "天公平地人", "b": "天平等地人", "c": "天公平人"}
    columns, varies = peers.collatex_table(texts)
    assert rebuilt(texts, steps_of_table(texts, columns, varies, joined=True)) == texts


def test_missing_peers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that cannot be imported is missing by name, and its goal is not measured, not met."""
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    there, missing = peers.state_of_peers()
    assert there == ["difflib (Python's own)"]
    assert missing == ["rapidfuzz", "fast-diff-match-patch", "diff-match-patch", "collatex"]
    assert at_most("x", None, 3, known=False).verdict == "not measured"


def test_a_missed_goal_is_written_as_missed() -> None:
    """A goal missed, or a measurement that did not finish, is never silent."""
    assert at_most("x", 3.1, 3).verdict == "missed"
    assert at_most("x", None, 3).verdict == "missed"
    assert at_most("x", 3, 3).verdict == "met"
    section = Section("S", "", ("a", "b")).failed({"failed": "over 9 s"})
    text = page([section, Section("T", "", ("a",), goals=[Goal("y", "1", "2", True)])], quick=False)
    assert "| S | over 9 s | finishes | missed |" in text
    assert "1 met, 1 missed" in text


def test_exponent_of_a_power() -> None:
    """The slope of n ** 1.5 is 1.5."""
    assert exponent([(n, 3 * n**1.5) for n in (10, 100, 1000)]) == pytest.approx(1.5)


def test_cpu_leaves_preparation_out() -> None:
    """Only the work is timed; what it made is handed back."""
    spent, made = cpu(lambda: sum(range(20_000)), lambda given: given + 1, samples=2)
    assert made == sum(range(20_000)) + 1
    assert 0 <= spent < 0.0005


def test_a_child_that_fails_says_why() -> None:
    """A crash and a time-out cost their own row only."""
    assert "KeyError" in child("pair", 60, kind="no such pair", length=1, system="align")["failed"]
    assert child("reprints", 0)["failed"] == "over 0 s"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.01234, "0.0123"), (12.34, "12.3"), (1234.5, "1,234"), (1000000, "1,000,000")]
)
def test_numbers_say_three_digits(value: float, shown: str) -> None:
    """No more digits than mean something."""
    assert number(value) == shown


def test_quick_run_makes_a_whole_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reduced set runs through: every section has rows, nothing failed, no host name, no path."""
    out = tmp_path / "RESULTS.md"
    assert main(["--quick", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert [int(n) for n in re.findall(r"(?m)^## (\d)\.", text)] == list(range(1, len(SECTIONS) + 1))
    assert "did not finish" not in text
    assert "Error" not in text
    assert socket.gethostname() not in text
    assert str(Path.home()) not in text
    assert str(Path.cwd()) not in text
    assert "…" in capsys.readouterr().err
