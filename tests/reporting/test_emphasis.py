"""Which characters of a reading the page marks."""

from __future__ import annotations

from doccompare.model import Reading, Span
from doccompare.reporting.page.readings import emphasis


def reading(text: str, exact: str | None = None) -> Reading:
    """A reading of one witness; an empty one is an omission."""
    return Reading(text, text if exact is None else exact, {"甲": Span(0, len(text))}, omitted=not text)


def test_a_short_reading_is_marked_as_a_whole() -> None:
    """责职 beside 职责 is not 责 and a changed 职."""
    assert emphasis(reading("责职"), reading("职责")) == [("责职", True)]


def test_only_the_exact_part_is_marked() -> None:
    """优进绌退的: 的 is all copies'."""
    assert emphasis(reading("胜劣汰的", "胜劣汰"), reading("进绌退的", "进绌退")) == [
        ("胜劣汰", True),
        ("的", False),
    ]


def test_a_long_reading_is_marked_finely() -> None:
    """Three characters of a long passage that another copy words otherwise."""
    lemma = reading("建立健全社区工作者职业体系并加强教育培训")
    other = reading("建立完善社区工作者职业体系并加强业务培训")
    assert emphasis(other, lemma) == [
        ("建立", False),
        ("完善", True),
        ("社区工作者职业体系并加强", False),
        ("业务", True),
        ("培训", False),
    ]


def test_nothing_is_marked_in_what_is_not_there() -> None:
    """An omission has no text."""
    assert emphasis(reading("", ""), reading("党")) == []
