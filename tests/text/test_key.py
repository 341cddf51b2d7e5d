"""Keys: what is compared, and the way back to the witness."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.text import fold, is_han, is_punctuation, key_of, show_text
from tests.alignment.made_up import PROFILE

CHARS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("，。；：？！（）“”‘’「」『』,;:?!()\"' \n　〇○一⽂⼀𠮷👍•·―—\u200b\ufeff１Ａ％5"),
)
TEXT = st.text(CHARS, max_size=60)


@PROFILE
@given(TEXT)
def test_folding_is_one_for_one(text: str) -> None:
    """Folding keeps the length, and what is folded once stays as it is."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@PROFILE
@given(TEXT)
def test_offsets_lead_back(text: str) -> None:
    """Each position has one offset, rising; the character there folds to the key's."""
    key = key_of(text)
    offsets = key.offsets.tolist()
    assert len(offsets) == len(key) == len(key.text) == len(key.codes) == len(key.punctuation)
    assert offsets == sorted(set(offsets))
    assert [fold(text[o]) for o in offsets] == list(key.text)


@PROFILE
@given(TEXT)
def test_only_blanks_are_left_out(text: str) -> None:
    """What has no place in the key is white space or a character nobody sees."""
    kept = set(key_of(text).offsets.tolist())
    for at, char in enumerate(text):
        if at not in kept:
            assert char.isspace() or not char.isprintable()
    assert not any(c.isspace() for c in key_of(text).text)


@PROFILE
@given(TEXT)
def test_words_are_the_key_without_punctuation(text: str) -> None:
    """The word key keeps the source's offsets and drops the punctuation only."""
    key = key_of(text)
    words, positions = key.words()
    assert words.text == "".join(c for c in key.text if not is_punctuation(c))
    assert words.offsets.tolist() == [int(key.offsets[p]) for p in positions]


@PROFILE
@given(TEXT)
def test_a_part_of_a_key(text: str) -> None:
    """``take`` keeps characters and offsets together, in the order asked for."""
    key = key_of(text)
    back = np.arange(len(key), dtype=np.int64)[::-1].copy()
    assert key.take(back).text == key.text[::-1]
    assert key.take(back).offsets.tolist() == key.offsets.tolist()[::-1]


def test_named_offsets_only() -> None:
    """A key of some characters keeps their offsets in the whole text."""
    key = key_of("甲 ，乙丙", np.array([0, 1, 3], dtype=np.int64))
    assert (key.text, key.offsets.tolist()) == ("甲乙", [0, 3])


def test_offset_past_the_end() -> None:
    """Past the end: just after the last compared character; of an empty key 0."""
    key = key_of(" 甲乙  ")
    assert [key.offset(i) for i in range(3)] == [1, 2, 3]
    assert key_of("  ").offset(0) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("，", ","), ("（", "("), ("“", '"'), ("「", '"'), ("’", "'"), ("Ａ", "A"), ("１", "1"), ("⽂", "文"),
     ("⻓", "长"), ("⻅", "见"),
     ("○", "〇"), ("•", "·"), ("―", "—"), ("％", "%"), ("．", "."), ("｡", "。"), ("､", "、"),
     ("\u00b5", "μ"), ("\u2126", "Ω"), ("〜", "～")],
)  # fmt: skip
def test_forms_of_one_sign(one: str, other: str) -> None:
    """Width, forms of quotes, dashes and dots, radicals and ○ are folded."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("、", "，"), ("…", "."), ("①", "1"), ("類", "类"), ("〇", "零"), ("。", "."), ("“", "‘"), ("𠮷", "吉"),
     ("：", "；"), ("％", "‰"), ("Ａ", "a"), ("\uf9d0", "類")],
)  # fmt: skip
def test_what_stays_apart(one: str, other: str) -> None:
    """Nothing that is another character, or another value, is folded."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("加强领导,落实责任.", "加强领导，落实责任."),
        ("分工:一是(含新区);二是", "分工：一是（含新区）；二是"),
        ("为什么?好!", "为什么？好！"),
        ("共1,886人", "共1,886人"),
        ("比分3:2结束", "比分3:2结束"),
        ("见A,B两类", "见A,B两类"),
        ("增长2.5%", "增长2.5%"),
        ("用 open data 标准", "用open data标准"),
        ("在 2024 年 3 月", "在2024年3月"),
        ("每次5～10毫克", "每次5～10毫克"),
        ("推广\"一站式\"和'一网通'", "推广“一站式”和‘一网通’"),
        ("推广「一站式」服务", "推广“一站式”服务"),
        ("don't", "don't"),
        ("前一行\n后一行", "前一行后一行"),
        ("全形　空格", "全形空格"),
        ("（Ａ）类１２", "（A）类12"),
        ("𠮷野家👍", "𠮷野家👍"),
        ("", ""),
        ("调用alert(1)时", "调用alert(1)时"),
        ("甲(1)abc", "甲（1）abc"),
        ("f(x(1))的值", "f(x(1))的值"),
        ("见(WHO) report", "见（WHO）report"),
    ],
)
def test_how_text_is_printed(text: str, shown: str) -> None:
    """Full width and curly quotes beside Han, never inside numbers or Latin; no space between Han."""
    assert show_text(text) == shown


def test_quotes_are_paired() -> None:
    """Straight quotes open and close by turns, whatever stands between them."""
    assert show_text('"甲""乙","丙"') == "“甲”“乙”，“丙”"


@PROFILE
@given(st.text(st.sampled_from('甲乙,，;:()（）"A1 '), max_size=30))
def test_printing_keeps_what_is_compared(text: str) -> None:
    """The printed text has the same key as the text itself."""
    assert key_of(show_text(text)).text == key_of(text).text


@PROFILE
@given(st.text(st.sampled_from("甲乙,;:?!()"), min_size=1, max_size=30))
def test_no_narrow_sign_beside_han(text: str) -> None:
    """Beside a Han character on either side a narrow sign is printed wide."""
    shown = show_text(text)
    for left, right in pairwise(shown):
        if is_han(left):
            assert right not in ",;:?!()"
        if is_han(right):
            assert left not in ",;:?!()"


@pytest.mark.parametrize("char", list("，。、；：“”‘’《》（）—…·！？「」【】～,.;:!?\"'()-"))
def test_signs_that_divide(char: str) -> None:
    """Marks that only divide are punctuation."""
    assert is_punctuation(char)


@pytest.mark.parametrize("char", list("%‰@&#/\\*％＆+=<"[:-1]) + list("〇一①A1㎡℃"))
def test_signs_that_carry_a_value(char: str) -> None:
    """Per cent, ampersand, slash and the like are words: they change what is said."""
    assert not is_punctuation(char)


@pytest.mark.parametrize(
    ("text", "words"),
    [("收缩压<60", "收缩压<60"), ("血钾＞5.5时", "血钾>5.5时"), ("见<办法>第5条", "见办法第5条"),
     ("<2024年公报>", "2024年公报"), ("<办法>2024年修订", "办法2024年修订")],
)  # fmt: skip
def test_signs_that_compare_and_signs_that_bracket(text: str, words: str) -> None:
    """<60 is a value; the same sign round a title divides."""
    assert key_of(text).words()[0].text == words


@pytest.mark.parametrize("char", list("一龥〇々㐀𠮷\uf900"))
def test_han(char: str) -> None:
    """Ideographs of every block, 〇 and 々."""
    assert is_han(char)
    assert not is_han("A")
    assert not is_han("，")
