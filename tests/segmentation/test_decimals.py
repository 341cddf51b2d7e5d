"""Decimal numbers: what they number, what they do not, and the addresses they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.layout import lines_of
from doccompare.segmentation.decimals import decimal_marks, number_of
from tests.segmentation.support import addresses, headings, texts

PLAN = """临江市防汛应急预案
1 总则
1.1 编制目的
为了及时处置洪涝灾害，减少损失，制定本预案。
1.2 编制依据
依据《中华人民共和国防洪法》和有关规定。
2 组织体系
2.1 领导机构
设立防汛指挥部，办公室设在水利局。
2.2 职责分工
2.2.1 水利局负责水情监测。
2.2.2 应急局负责转移群众，包括：
（1）确定路线；
（2）安排车辆。
转移情况每日报送。
3 附则
本预案自印发之日起施行。"""

FOUND = [
    "标题", "1", "1.1", "1.1.p1", "1.2", "1.2.p1", "2", "2.1", "2.1.p1", "2.2", "2.2.1", "2.2.2",
    "2.2.2.（1）", "2.2.2.（2）", "2.2.2.p2", "3", "3.p1",
]  # fmt: skip


def numbers(text: str) -> list[str]:
    """The numbers of the lines that count as numbered."""
    return [mark.number for mark in decimal_marks(text, lines_of(text)).values()]


@pytest.mark.parametrize("space", [" ", "", "　", "  "])
@pytest.mark.parametrize("wide", [False, True])
def test_a_plan(space: str, wide: bool) -> None:
    """However the numbers are set off and however wide their figures, the addresses are the same."""
    lines = PLAN.split("\n")
    text = "\n".join(
        line.replace(" ", space, 1) if line[0].isdigit() and " " in line else line for line in lines
    )
    if wide:
        text = text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        text = text.replace("（１）", "（1）").replace("（２）", "（2）")
    assert addresses(text) == FOUND


def test_the_headings() -> None:
    """A number with a few words is a heading; one with a sentence is a clause."""
    found = dict(zip(addresses(PLAN), headings(PLAN), strict=True))
    assert (found["1"], found["1.1"], found["2.2"]) == ("总则", "编制目的", "职责分工")
    assert found["2.2.1"] == ""


def test_wrapped_in_a_column() -> None:
    """A clause goes on over line ends; a figure that begins a line is no number."""
    text = """1 总则
1.1 本市去年完成水利投资共计
3.2亿元，比上一年增长一成，其中
1.2 万元以上的项目有四十个。
1.2 各县要把投资列入年度计划，
1.3 个百分点的增幅不得减少。
1.3 本方案由水利局负责解释。"""
    assert numbers(text) == ["1", "1.1", "1.2", "1.3"]
    assert len(texts(text)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "工业增长\n3.2个百分点，\n3.3个百分点，\n3.4个百分点。",
        "价格如下\n1.5元\n1.6元\n1.7元",
        "1.落实责任。\n2.稳定队伍。\n3.加强保障。",
        "1 张三\n2 李四\n3 王五",
        "2024.4.10\n2024.4.11\n2024.4.12",
        "3.2 甲\n7.9 乙\n1.4 丙\n2.8 丁",
    ],
)
def test_figures_and_lists_are_none(text: str) -> None:
    """Figures, dates, lists and numbers that do not follow one another make no numbering."""
    assert numbers(text) == []


def test_a_contract() -> None:
    """Under an article the numbers belong to it; a list inside is no new chapter."""
    text = """供水合同
第一条 水量
1.1 甲方每日供水不少于三百吨。
1.2 遇下列情形可以减少：
1. 设备检修的；
2. 水源不足的。
1.3 减少的应当提前通知。
第二条 水价
2.1 水价按政府定价。"""
    assert addresses(text) == [
        "标题", "第一条", "第一条.1.1", "第一条.1.2", "第一条.1.2.1", "第一条.1.2.2", "第一条.1.3", "第二条",
        "第二条.2.1",
    ]  # fmt: skip


def test_lost_numbers() -> None:
    """A copy that has lost a few paragraphs keeps the numbers of the others."""
    lines = [line for line in PLAN.split("\n") if not line.startswith(("1.2", "依据", "2.1", "设立"))]
    assert addresses("\n".join(lines)) == [a for a in FOUND if a[:3] not in ("1.2", "2.1")]


def test_a_named_part_is_no_title() -> None:
    """前言 on a line of its own does not run into the title above it."""
    text = (
        "餐饮具消毒规范\n前言\n本规范由卫生部门提出。\n1 范围\n1.1 本规范适用于食堂。\n1.2 其他场所可以参照。"
    )
    assert texts(text)[:2] == ["餐饮具消毒规范", "前言"]


@st.composite
def trees(draw: st.DrawFn) -> list[str]:
    """The numbers of a document of two or three levels, in order."""
    out = []
    for one in range(1, draw(st.integers(2, 4)) + 1):
        out.append(f"{one}")
        for two in range(1, draw(st.integers(1, 3)) + 1):
            out.append(f"{one}.{two}")
            out += [f"{one}.{two}.{three}" for three in range(1, draw(st.integers(0, 3)) + 1)]
    return out


@given(trees(), st.sampled_from(["", " "]))
def test_every_numbering_is_found(found: list[str], space: str) -> None:
    """Each number of a whole numbering is found, and is the address of its paragraph."""
    text = "\n".join(f"{number}{space}职责分工" for number in found)
    assert numbers(text) == found
    assert addresses(text) == found


def test_number_of() -> None:
    """The parts of a number; other numbers have none."""
    assert number_of("3.2.1") == (3, 2, 1)
    assert number_of("３．２") == (3, 2)
    assert [number_of(n) for n in ("", "四", "（一）", "第3条", "3.x", "²")] == [()] * 6
