"""Numbers as Word, LibreOffice and browsers print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.readers.numerals import chinese, numeral
from doccompare.resources.numbers import numbers_in


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("decimal", {1: "1", 12: "12", 0: "0"}),
        ("decimalZero", {3: "03", 12: "12"}),
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 105: "一百零五", 110: "一百一十", 1001: "一千零一"},
        ),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb"}),
        ("upperRoman", {4: "IV", 9: "IX", 1994: "MCMXCIV"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
        ("decimalEnclosedParen", {2: "⑵", 21: "21"}),
        ("decimalFullWidth", {12: "１２"}),
        ("none", {1: ""}),
        ("nobody-knows", {1: None}),
    ],
)
def test_styles(style: str, expected: dict[int, str | None]) -> None:
    """Each style prints what the office programs print; numbers it has no sign for are decimal."""
    assert {n: numeral(style, n) for n in expected} == expected


@given(st.integers(1, 9999))
def test_chinese_numbers_are_read_back(n: int) -> None:
    """What is written in Chinese is read as the same number by the table of numbers."""
    values = [found.value for found in numbers_in(f"共{chinese(n)}人")]
    assert values == [f"{n}人"]
