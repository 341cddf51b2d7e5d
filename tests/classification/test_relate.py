"""What a rejected reading is to the decided one: a table of cases, a row a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.classification import Pair, relate
from tests.alignment.made_up import PROFILE

# left, rejected, decided, right, category, cause. None of the words is from the Opinion.
TABLE = [
    # punctuation
    ("加强领导", "", "，", "落实责任", "punctuation", "unknown"),
    ("开展培训", "，", "、", "考核", "punctuation", "unknown"),
    ("抓好落实", "！", "。", "", "punctuation", "unknown"),
    ("推广", "“", "", "一站式", "punctuation", "unknown"),
    ("如下", "：", "；", "一是", "punctuation", "unknown"),
    ("按照", "《", "", "条例", "punctuation", "unknown"),
    # a sign inside a number: the number is another one, unless it only parts the thousands
    ("增长5", "", ".", "6%", "substitution", "number"),
    ("增长5", ".", "", "6%", "substitution", "number"),
    ("每次5", "", "～", "10毫克", "substitution", "number"),
    ("每次1", ",", ".", "886克", "substitution", "number"),
    ("共52", ",", "", "318元", "orthography", "number"),
    ("每次5", "-", "～", "10毫克", "punctuation", "unknown"),
    ("一、", "", "（", "2024", "punctuation", "unknown"),
    # numbers and dates of one value
    ("于", "二〇二一年三月二十八", "2021年3月28", "日印发", "orthography", "number"),
    ("共", "十二", "12", "人", "orthography", "number"),
    ("共", "一百二十", "120", "户", "orthography", "number"),
    ("不低于", "百分之五", "5%", "的比例", "orthography", "number"),
    ("不小于5", " m", "米", "，周围", "orthography", "number"),
    ("面积186.5", "㎡", "平方米", "。", "orthography", "number"),
    # numbers of another value
    ("维持在3.5 ", "", "m", "mol/L", "omission", "repetition"),
    ("编制", "16", "18", "人", "substitution", "number"),
    ("增长", "二", "三", "倍", "substitution", "number"),
    ("于2021年", "3月28", "3月26", "日印发", "substitution", "number"),
    # variant graphs and the other script
    ("以", "後", "后", "再办", "orthography", "glyph"),
    ("群", "眾", "众", "参与", "orthography", "glyph"),
    ("山", "峯", "峰", "林立", "orthography", "glyph"),
    # one word in two forms, and what only looks so
    ("凭有效", "身分", "身份", "证件办理", "orthography", "glyph"),
    ("凭有效身", "分", "份", "证件办理", "orthography", "glyph"),
    ("以及其", "它", "他", "有关部门", "orthography", "sound"),
    ("全部", "帳", "账", "目后报送", "orthography", "sound"),
    ("这是", "惟一", "唯一", "依据", "orthography", "glyph"),
    ("企业的资本", "分", "份", "额不得转让", "substitution", "glyph"),
    ("行使", "权力", "权利", "和义务", "substitution", "sound"),
    # omission and addition
    ("推进", "", "全面", "建设", "omission", "unknown"),
    ("推进", "全面", "", "建设", "addition", "unknown"),
    ("教育、", "", "医疗、", "养老", "omission", "unknown"),
    ("对困难", "户", "户家庭", "给予", "omission", "unknown"),
    ("推", "进", "", "进改革", "addition", "repetition"),
    ("各地要加强领导。", "各地要加强领导。", "", "具体办法", "addition", "repetition"),
    ("人", "", "人", "有责", "omission", "repetition"),
    # the same characters in another order
    ("由县级统筹", "市地", "地市", "两级", "transposition", "unknown"),
    ("注重", "壮大培育", "培育壮大", "新动能", "transposition", "unknown"),
    ("统筹", "乡村和城镇", "城镇和乡村", "规划", "transposition", "unknown"),
    # a character written twice in the place of another
    ("稳步", "推推", "推进", "改革", "substitution", "repetition"),
    ("全", "全", "面", "推行", "substitution", "repetition"),
    # long and short names
    ("由", "发改委", "发展和改革委员会", "牵头", "substitution", "abbreviation"),
    ("经", "省人大", "省人民代表大会", "批准", "substitution", "abbreviation"),
    # glyph and sound
    ("关", "囗", "口", "前移", "substitution", "glyph"),
    ("自", "已", "己", "动手", "substitution", "glyph"),
    ("截", "止", "至", "年底", "substitution", "sound"),
    ("部", "暑", "署", "工作", "substitution", "glyph"),
    # everything else
    ("对困难", "人群", "群众", "给予", "substitution", "rewording"),
    ("要", "健全", "完善", "机制", "substitution", "rewording"),
    ("坚持", "平等", "公平", "竞争", "substitution", "rewording"),
    ("各地", "务必从严办理", "不得推诿扯皮", "。", "substitution", "rewording"),
]


@pytest.mark.parametrize(("left", "rejected", "decided", "right", "category", "cause"), TABLE)
def test_table(left: str, rejected: str, decided: str, right: str, category: str, cause: str) -> None:
    """Category and cause of the rejected reading."""
    found = relate(Pair(rejected, decided, left, right, rejected, decided))
    assert (found.category.value, found.cause.value) == (category, cause)
    assert found.rule


def test_a_doubled_character_that_is_right_is_no_slip() -> None:
    """Where the decided reading doubles as well, doubling is no cause."""
    found = relate(Pair("天天", "往往", "他", "如此", "天天", "往往"))
    assert found.cause.value == "rewording"


def test_words_and_signs_together_are_words() -> None:
    """A reading with a word in it is never punctuation only."""
    assert relate(Pair("，并", "，", "加强", "落实", "，并", "，")).category.value == "addition"


def test_the_unit_may_stop_short_of_the_sign_of_the_date() -> None:
    """2021年3月28|日: the sign that all share still belongs to the number."""
    found = relate(Pair("二十八", "28", "2021年3月", "日印发", "二十八", "28"))
    assert (found.category.value, found.cause.value) == ("orthography", "number")


WORDS = st.text(st.sampled_from("公平竞争群众健全完善二三3，、"), max_size=6)


@PROFILE
@given(WORDS, WORDS, WORDS, WORDS)
def test_the_two_directions_fit(left: str, one: str, other: str, right: str) -> None:
    """What is an omission one way is an addition the other way; other categories stay what they are."""
    if one == other:
        return
    there = relate(Pair(one, other, left, right, one, other)).category.value
    back = relate(Pair(other, one, left, right, other, one)).category.value
    turned = {"omission": "addition", "addition": "omission"}
    assert back == turned.get(there, there)
