"""The accuracy gate of quotations: 002 against the collation of the other witnesses."""

from __future__ import annotations

from functools import cache

import pytest

from doccompare.pipeline.against import standards
from doccompare.pipeline.quoting import quotations
from doccompare.readers import read_witness
from doccompare.reporting.quotations import quotations_to_dict
from tests.gate.score_opinion import CORPUS
from tests.gate.score_quotations import Score, score

# Set on the hand-made list; they only rise.
FLOORS = {"quotations_found": 1.0, "quotations_told_apart": 1.0, "quotations_false": 0.0}


@cache
def checked() -> Score:
    """The marks of one run, through the JSON people get."""
    article = read_witness(CORPUS / "002.txt", "")
    found = quotations(article, standards(CORPUS, article))
    return score(quotations_to_dict(found)["passages"])


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_mark_is_below_its_floor(name: str) -> None:
    """Each mark reaches its floor; the mistakes are shown when it does not."""
    report = checked()
    assert report.marks[name] >= FLOORS[name], "\n".join(report.mistakes)
