"""The accuracy gate: the plain pipeline on the corpus must reach every floor."""

from __future__ import annotations

import json
from functools import cache

import pytest

from doccompare.pipeline import collate
from doccompare.reporting.tojson import collation_to_dict
from tests.gate.apparatus import fingerprints
from tests.gate.score_opinion import CORPUS, Report, read_floors, score

FLOORS = read_floors()


@cache
def collated() -> Report:
    """The marks of one run on the corpus as it is committed, through the JSON people get."""
    result = collation_to_dict(collate([CORPUS]))
    return score(json.loads(json.dumps(result, ensure_ascii=False)))


def test_gold_is_the_one_the_floors_were_set_on() -> None:
    """The gold may change only together with its fingerprints."""
    assert fingerprints() == FLOORS["gold"]


@pytest.mark.parametrize("name", sorted(FLOORS["floors"]))
def test_no_mark_is_below_its_floor(name: str) -> None:
    """Each mark reaches its floor; the mistakes of that kind are shown when it does not."""
    report = collated()
    mistakes = "\n".join(line for line in report.mistakes if line.startswith(f"{name}:"))
    assert report.marks[name] >= FLOORS["floors"][name], mistakes


def test_every_mark_has_a_floor() -> None:
    """A new kind of mark without a floor would be judged by nobody."""
    assert set(collated().marks) == set(FLOORS["floors"])
