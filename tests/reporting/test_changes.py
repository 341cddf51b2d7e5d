"""What is said of two collations of one work, the one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doccompare.model import Collation
from doccompare.reporting.changes import change_lines
from doccompare.reporting.width import width
from tests.decisions.build import HABIT, HOURS, NOTICE, RAISE, SHELF, changed, corpus

CHANGES = (HOURS, SHELF, HABIT, RAISE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[bool, ...], Collation]:
    """The collation for each choice of differences in the second copy."""
    out = {}
    for n in range(16):
        chosen = tuple(bool(n >> i & 1) for i in range(4))
        second = changed(*(c for c, wanted in zip(CHANGES, chosen, strict=True) if wanted))
        folder = tmp_path_factory.mktemp("changes") / "notice"
        out[chosen] = corpus(folder, {"甲": NOTICE, "乙": second, "丙": NOTICE})
    return out


@given(st.tuples(*[st.booleans()] * 4), st.tuples(*[st.booleans()] * 4))
@settings(max_examples=60, deadline=None)
def test_each_difference_is_said_once(
    made: dict[tuple[bool, ...], Collation], before: tuple[bool, ...], now: tuple[bool, ...]
) -> None:
    """One ``+`` for each place that came, one ``-`` for each that went, nothing for those that stay."""
    lines = change_lines(made[before], made[now], lang="en")
    came = sum(n and not b for b, n in zip(before, now, strict=True))
    went = sum(b and not n for b, n in zip(before, now, strict=True))
    assert sum(line.startswith("+ ") for line in lines) == came
    assert sum(line.startswith("- ") for line in lines) == went
    assert (lines == []) == (before == now)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_lines_fit(made: dict[tuple[bool, ...], Collation], lang: str, columns: int) -> None:
    """Every line fits the screen, in both languages."""
    none, all_ = (False,) * 4, (True,) * 4
    for line in change_lines(made[none], made[all_], lang=lang, width=columns):  # type: ignore[arg-type]
        assert width(line) <= columns


def test_copies_that_come_and_go(tmp_path: Path, made: dict[tuple[bool, ...], Collation]) -> None:
    """A copy that is new or gone is named; so is a part that is missing now."""
    two = corpus(tmp_path / "two", {"甲": NOTICE, "乙": NOTICE})
    cut = NOTICE[: NOTICE.index("三、") if "三、" in NOTICE else len(NOTICE) // 2]
    torn = corpus(tmp_path / "torn", {"甲": NOTICE, "乙": cut, "丙": NOTICE})
    whole = made[(False,) * 4]
    assert any(line.startswith("+ 丙  2.txt") for line in change_lines(two, whole))
    assert any(line.startswith("- 丙  2.txt") for line in change_lines(whole, two))
    lines = change_lines(whole, torn)
    assert any(line.startswith("~ 乙  1.txt") for line in lines)
