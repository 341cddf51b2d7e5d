from __future__ import annotations

import pytest

from doccompare.model import Relation
from doccompare.reporting.fromjson import collation_from_dict
from doccompare.reporting.tojson import collation_to_dict
from tests.reporting.exports.sets import NAMES, collated


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_established_text(name: str) -> None:
    """Of reprints the running text, passage by passage, is the established text, letter for letter."""
    collation = collated(name)
    lines = ["".join(run.text for run in flow.runs).rstrip() for flow in collation.flow]
    if collation.work.relation is Relation.REPRINTS:
        assert "\n".join(line for line in lines if line) == collation.established.text


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_stands_in_it_once(name: str) -> None:
    """Each place of variation is one run, in the order of the units; ``without`` is its lacuna."""
    collation = collated(name)
    runs = [run for flow in collation.flow for run in flow.runs if run.unit is not None]
    assert [run.unit for run in runs] == [unit.key for unit in collation.units]
    assert [set(run.without) for run in runs] == [set(unit.lacuna) for unit in collation.units]


def test_what_is_left_out_of_the_units_counts_as_agreed() -> None:
    """With ``ignore`` no run speaks of a unit that is not listed."""
    from doccompare.pipeline import collate
    from tests.reporting.exports.sets import ROOT

    collation = collate([ROOT / "corpus" / "opinion-2024"], ignore=["punctuation"])
    named = {run.unit for flow in collation.flow for run in flow.runs} - {None}
    assert named == {unit.key for unit in collation.units}
    assert all(flow.runs for flow in collation.flow)


def test_it_is_stored() -> None:
    """What is read back from collation.json is the same running text."""
    collation = collated("opinion")
    assert collation_from_dict(collation_to_dict(collation)).flow == collation.flow
