"""The pipeline on a text in the classical manner: no punctuation, two scripts, lines of any length."""

from __future__ import annotations

import pytest

from benchmarks.columns import SIMPLIFIED
from tests.dev.build import HERE
from tests.dev.support import collated_set, scored_set, solid

FOLDER = HERE / "classical"
COLLATION, GOLD, TEXTS = collated_set(FOLDER)


def test_every_error_is_one_unit() -> None:
    """Each error is one unit with every witness's reading right, to the character."""
    assert scored_set(FOLDER).units.exact == len(GOLD["errors"]), str(scored_set(FOLDER))


def test_no_false_unit() -> None:
    """Script and line ends make no unit."""
    assert scored_set(FOLDER).units.false == 0, str(scored_set(FOLDER))


def test_agreeing_text_agrees() -> None:
    """Between the units the witnesses say the same; no aligner can say more of it."""
    assert scored_set(FOLDER).unexplained == ()
    assert scored_set(FOLDER).share >= 0.999, str(scored_set(FOLDER))


def test_nothing_is_out_of_order() -> None:
    """No copy moves, doubles, loses or breaks off anything."""
    assert COLLATION["structure"] == []
    assert all(witness["lacunae"] == [] for witness in COLLATION["witnesses"])
    assert {w["siglum"]: w["role"] for w in COLLATION["witnesses"]} == dict.fromkeys(TEXTS, "reprint")


@pytest.mark.parametrize("siglum", list(TEXTS))
def test_the_whole_text_is_the_work(siglum: str) -> None:
    """Nothing but the work stands in the files, so nothing is left out."""
    [witness] = [w for w in COLLATION["witnesses"] if w["siglum"] == siglum]
    assert solid(TEXTS[siglum], witness["spans"]) == solid(TEXTS[siglum], [[0, len(TEXTS[siglum])]])


def test_script_is_a_trait() -> None:
    """The copies in traditional script are said to be so, the others not."""
    traits = {w["siglum"]: w["traits"] for w in COLLATION["witnesses"]}
    assert traits == {siglum: witness["traits"] for siglum, witness in GOLD["witnesses"].items()}


def test_readings_hold_no_script_variant() -> None:
    """No two readings of a unit differ by script alone."""
    for unit in COLLATION["units"]:
        exacts = [reading["exact"].translate(SIMPLIFIED) for reading in unit["readings"]]
        assert len(set(exacts)) == len(exacts), unit["id"]


@pytest.mark.xfail(
    strict=True,
    reason="the outline is the base's alone, and the base prints all on one line: no title, one p1",
)
def test_title_and_paragraphs() -> None:
    """Title and paragraphs are taken from those who set them apart, not from a copy on one line."""
    assert COLLATION["work"]["title"] == GOLD["title"]
    assert [c["address"] for c in COLLATION["clauses"]] == [address for address, _, _, _ in GOLD["addresses"]]
