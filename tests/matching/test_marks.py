"""The characters of a reading that another lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.matching import marks


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("进绌退", "胜劣汰", [("胜劣汰", True)]),
        ("县级以上人民政府", "县级人民政府", [("县级人民政府", False)]),
        ("市有关部门", "市级有关部门", [("市", False), ("级", True), ("有关部门", False)]),
        ("", "党", [("党", True)]),
        ("党", "", []),
    ],
)
def test_marks(old: str, new: str, expected: list[tuple[str, bool]]) -> None:
    """Cases a person can read."""
    assert marks(old, new) == expected


@given(st.text("甲乙丙丁", max_size=12), st.text("甲乙丙丁", max_size=12))
def test_runs_are_the_new_text(old: str, new: str) -> None:
    """Nothing of the new text is lost, and what is not marked stands in the old one in that order."""
    runs = marks(old, new)
    assert "".join(text for text, _ in runs) == new
    rest = iter(old)
    assert all(char in rest for text, differs in runs if not differs for char in text)
