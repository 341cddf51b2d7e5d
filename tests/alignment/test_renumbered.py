"""Which numbers tell versions, and which are slips of a copyist."""

from __future__ import annotations

import pytest

from doccompare.alignment import blocks_of, look_like_versions
from doccompare.model import Part, Passage
from doccompare.text import key_of

SENTENCES = (
    "县级主管部门建立名录并向社会公布",
    "乡镇人民政府负责日常巡查与登记造册",
    "运营企业按照合同约定承担养护责任",
    "财政部门安排专项经费并监督其使用",
    "审计机关对经费使用情况开展年度审计",
    "村民委员会组织村民参与监督和评议",
)


def versions(old: list[int], new: list[int]) -> bool:
    """Whether the same sentences under these numbers look like versions."""
    sides = []
    for numbers in (old, new):
        text, passages = "", []
        for number, sentence in zip(numbers, SENTENCES, strict=True):
            start = len(text)
            text += f"{sentence}。"
            passages.append(Passage(Part.CLAUSE, start, len(text), str(number), start, start))
        key = key_of(text)
        sides.append((key, blocks_of(key, passages)))
    (a, of_a), (b, of_b) = sides
    return look_like_versions(a, b, of_a, of_b)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], False),
        ([1, 2, 4, 5, 6, 7], True),
        ([3, 4, 5, 6, 7, 8], True),
        ([1, 12, 3, 4, 0, 6], False),
        ([11, 2, 3, 41, 5, 166], False),
    ],
)
def test_renumbering_goes_in_sequence(new: list[int], expected: bool) -> None:
    """Numbers that go on their neighbours' tell a renumbering; a stray one is a slip."""
    assert versions([1, 2, 3, 4, 5, 6], new) is expected
