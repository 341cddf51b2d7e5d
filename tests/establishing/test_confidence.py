"""Confidence: looked up in what was counted, never falling as the evidence grows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.establishing.confidence import CAP, STEPS, calibrated, row_of, shares
from doccompare.resources import calibration_counts

COUNTS = st.lists(
    st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=8
)


@given(COUNTS)
def test_stronger_evidence_is_never_less_sure(counts: list[tuple[int, int]]) -> None:
    """Shares rise with the rows, stay under the cap, and never reach 0 or 1."""
    found = shares(counts)
    assert len(found) == len(counts)
    assert list(found) == sorted(found)
    assert all(0 <= s <= CAP for s in found)


def test_few_cases_give_no_certainty() -> None:
    """One right decision of one is two thirds; nothing counted is one half."""
    assert shares([(1, 1)]) == (0.67,)
    assert shares([(0, 0)]) == (0.5,)


@pytest.mark.parametrize("basis", ["witnesses", "own-usage", "reasoning", "branch"])
def test_every_basis_has_its_rows(basis: str) -> None:
    """The table has a row for every basis and step, and the confidence is the share of its row."""
    counts = calibration_counts()[basis]
    assert tuple(counts) == STEPS
    wanted = shares(list(counts.values()))
    for step, share in zip(STEPS, wanted, strict=True):
        assert calibrated(basis, step) == calibrated(basis, step + 0.01) == share
    assert calibrated(basis, -5.0) == wanted[0]
    assert row_of(100.0) == STEPS[-1]
