"""The likeness of two short texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.matching import likeness

TEXTS = st.text("甲乙丙丁， ", max_size=12)


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [("", "", 1.0), ("甲乙丙丁", "甲乙丙戊", 0.75), ("甲乙", "丙丁", 0.0)],
)
def test_share(a: str, b: str, share: float) -> None:
    """Twice the characters common in order by those of both."""
    assert likeness(a, b) == share


@given(TEXTS, TEXTS)
def test_both_ways(a: str, b: str) -> None:
    """It is the same both ways and lies between 0 and 1."""
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
