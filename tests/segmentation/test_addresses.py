"""Addresses, sentences, and what a document says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.model import Part, Passage
from doccompare.segmentation import number_kind, self_descriptions, sentences
from doccompare.text import key_of
from tests.alignment.made_up import PROFILE
from tests.segmentation.support import addresses, segmented

LONG = (
    "各地要把这项工作列入年度计划，明确牵头单位和完成时限，定期调度，按时通报进展，"
    "对进度滞后的予以提醒，确保年底之前全部完成。"
)

SHORT = "此项工作由交通部门牵头，每年年底前完成。"

NOTICE = f"""临江市关于农村公路管护的意见
（2021年5月18日）
{LONG}
一、总体要求
{LONG}
1. 落实责任。{LONG}
2. 稳定队伍。{LONG}
{SHORT}
（一）管护岗位。{LONG}
（二）岗位报酬。{LONG}
二、资金保障
3. 多方筹资。{LONG}
（新华社临江5月20日电）"""

STATUTE = f"""临江市公路条例
第一编　总则
第一章　一般规定
第一条　为了加强公路管护，制定本条例。
第二条　本条例适用于下列情形：
（一）国道；
（二）省道。
{LONG}
第二章　职责
第一节　政府职责
第三条　{LONG}
{LONG}
第三条之一　{LONG}
第二节　部门职责
第四条　{LONG}"""


def test_the_addresses_of_a_notice() -> None:
    """标题, 日期, 前言, sections by their numbers, clauses and items below them, 电头."""
    assert addresses(NOTICE) == [
        "标题", "日期", "前言", "一", "一.p1", "一.1", "一.2", "一.2.p2", "一.2.（一）", "一.2.（二）", "二",
        "二.3", "电头",
    ]  # fmt: skip


def test_the_addresses_of_a_statute() -> None:
    """An article is named by its chapter; further paragraphs count from 2; 编 and 节 are left out."""
    assert addresses(STATUTE) == [
        "标题", "第一编", "第一章", "第一章.第一条", "第一章.第二条", "第一章.第二条.（一）",
        "第一章.第二条.（二）", "第一章.第二条.2", "第二章", "第二章.第一节", "第二章.第三条",
        "第二章.第三条.2", "第二章.第三条之一", "第二章.第二节", "第二章.第四条",
    ]  # fmt: skip


def test_a_text_without_numbers() -> None:
    """Paragraphs are counted; there is no preamble to nothing."""
    assert addresses(f"{LONG}\n{LONG}\n{LONG}") == ["p1", "p2", "p3"]
    assert addresses(f"一则短文\n\n{LONG}\n{LONG}") == ["标题", "p1", "p2"]


def test_a_preamble_of_several_paragraphs() -> None:
    """One paragraph before the first number is 前言, several are counted."""
    assert addresses(f"{LONG}\n{LONG}\n一、总体要求\n{LONG}") == ["前言.p1", "前言.p2", "一", "一.p1"]


def test_a_number_that_stands_twice() -> None:
    """A second 一 is told apart from the first, and every address is used once."""
    found = addresses(f"一、总体要求\n{LONG}\n一、总体要求\n{LONG}\n二、资金保障\n{LONG}")
    assert found[0] == "一"
    assert found[2] == "一#2"
    assert len(set(found)) == len(found)


def test_clauses_that_begin_anew() -> None:
    """Numbers that begin anew in every section are told apart by the section."""
    text = f"一、总体要求\n1. {LONG}\n2. {LONG}\n二、资金保障\n1. {LONG}"
    assert addresses(text) == ["一", "一.1", "一.2", "二", "二.1"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [("四", "section"), ("9", "clause"), ("（一）", "item"), ("(一)", "item"), ("（3）", "subitem"),
     ("第十二条", "article"), ("第十二条之一", "article"), ("第二章", "chapter"),
     ("第三编", "book"), ("第一节", "part")],
)  # fmt: skip
def test_kinds_of_numbers(number: str, kind: str) -> None:
    """The form of a number says what it counts."""
    assert number_kind(number) == kind


def split(body: str) -> list[str]:
    """The sentences of a body, printed."""
    found = segmented(body)
    [passage] = found.passages
    return [found.key.print(a, b) for a, b in sentences(found.key.text, passage)]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("先办甲事，再办乙事。再办丙事。", ["先办甲事，再办乙事。", "再办丙事。"]),
        ("怎么办？马上办！就这么办，不再等。", ["怎么办？", "马上办！", "就这么办，不再等。"]),
        ("他说：“马上办。”大家都同意，会就散了。", ["他说：“马上办。”", "大家都同意，会就散了。"]),
        ('他说:"马上办。"大家都同意，会就散了。', ["他说：“马上办。”", "大家都同意，会就散了。"]),
        (
            "会议指出：“先办甲事。再办乙事。”会就散了。",
            ["会议指出：“先办甲事。", "再办乙事。”", "会就散了。"],
        ),
        ("见附件（略。）然后，照此办理。", ["见附件（略。）", "然后，照此办理。"]),
        ("当真？！是，当真。", ["当真？！", "是，当真。"]),
        ("增长2.5倍，不是25倍。到此为止", ["增长2.5倍，不是25倍。", "到此为止"]),
        (
            "1. 落实责任。各地要明确责任人。逐级公示，接受监督。",
            ["各地要明确责任人。", "逐级公示，接受监督。"],
        ),
        ("先办甲事；再办乙事，", ["先办甲事；再办乙事，"]),
    ],
)
def test_sentences(body: str, wanted: list[str]) -> None:
    """They end with 。！？ and what closes after it, and are counted after the run-in heading."""
    assert split(body) == wanted


@PROFILE
@given(st.text(st.sampled_from("甲乙丙。！？，”“（）\"'"), min_size=1, max_size=30))
def test_sentences_cover_the_passage(body: str) -> None:
    """Side by side they hold the whole passage."""
    key = key_of(body)
    found = sentences(key.text, Passage(Part.PARAGRAPH, 0, len(key)))
    assert [a for a, _ in found] == [0, *(b for _, b in found[:-1])]
    assert found[-1][1] == len(key)
    assert all(a < b for a, b in found)


@pytest.mark.parametrize(
    ("text", "sections", "clauses"),
    [
        ("《意见》共6个部分、17条措施。", 6, 17),
        ("《办法》共分五章，共三十二条。", 5, 32),
        ("《规定》共有二十四条，自公布之日起施行。", None, 24),
        ("《意见》共有４个部分。", 4, None),
    ],
)
def test_self_descriptions(text: str, sections: int | None, clauses: int | None) -> None:
    """A document that tells its own structure: numbers in any notation, and where it says so."""
    [said] = self_descriptions(f"会上印发了有关文件。{text}")
    assert (said.sections, said.clauses) == (sections, clauses)
    assert said.text in text
    assert said.span.start >= 10


@pytest.mark.parametrize(
    "text", ["全市共有6个部门、17条线路。", "本次共有三十条建议。", "《意见》提出共有产权住房试点。"]
)
def test_no_self_description(text: str) -> None:
    """Counts of other things say nothing of a document."""
    assert self_descriptions(text) == []
