"""What a difference touches, by classes and for texts of several kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.model import Topic
from doccompare.resources import terms_in, topics_touched


@pytest.mark.parametrize(
    ("left", "before", "after", "right", "touched"),
    [
        ("工作人员由", "市地", "市", "级或县级", "level"),
        ("工作人员由", "市地", "地市", "级或县级", "level"),
        ("由", "省", "市", "人民政府制定", "level"),
        ("工作人员，县级", "层面", "以上", "统筹部门", "scope"),
        ("培训体系。县级", "", "以上", "部门会同", "scope"),
        ("人员", "", "主要", "包括", "scope"),
        ("坚持和加强", "党", "", "对工作的领导", "institution"),
        ("鼓励", "机关事业单位", "机关企事业单位", "工作人员", "institution"),
        ("鼓励机关", "", "企", "事业单位", "institution"),
        ("经", "党委", "政府", "同意", "institution"),
        ("共有", "18", "16", "人参加", "number"),
        ("收缩压", "≥", "＞", "140毫米汞柱", "number"),
        ("血钾3.5 ", "m", "", "mol/L", "number"),
        ("痛风患者", "禁", "慎", "用本品", "modality"),
        ("各区县要每", "周", "月", "研究一次", "scope"),
        ("超过30日的，", "甲", "乙", "方有权解除合同", "institution"),
        ("全市教师停课", "不", "", "停教", "negation"),
        ("热水", "不", "", "停供应", "negation"),
        ("双向", "六", "八", "车道", "number"),
        ("分别增长", "5.2%和7.9", "7.9%和5.2", "%", "amount"),
        ("第", "三", "五", "条规定", "number"),
        ("用", "5年", "5个月", "左右", "number"),
        ("达到", "50", "60", "%以上", "amount"),
        ("补助", "1.5万元", "1.8万元", "以内", "amount"),
        ("意见", "（2024年3月28日）", "（二〇二四年三月二十八日）", "加强", "date"),
        ("于3月2", "8", "6", "日印发", "date"),
        ("人员", "原则上", "", "按照每万人", "modality"),
        ("各级", "应当", "可以", "加强", "modality"),
        ("任何单位", "不得", "可以", "收费", "modality negation"),
        ("各地", "", "不", "再增加", "negation"),
        ("（", "除", "", "特殊情况外，", "scope"),
        ("居委会", "主任", "副主任", "候选人", "office"),
        ("由县委", "书记", "常委", "担任", "office"),
    ],
)
def test_touched(left: str, before: str, after: str, right: str, touched: str) -> None:
    """The class of the words that the difference changes, the same in both directions."""
    assert " ".join(topics_touched(before, after, left, right)) == touched
    assert " ".join(topics_touched(after, before, left, right)) == touched


@pytest.mark.parametrize(
    ("left", "before", "after", "right"),
    [
        ("遵循公开", "公平", "平等", "、竞争择优"),
        ("热心为", "居", "人", "民群众服务"),
        ("机制", "愈", "更", "加健全"),
        ("创业的精", "气", "", "神进一步"),
        ("解决实际问题", "", "的", "能力"),
        ("职业", "能力", "技能", "大赛"),
        ("高等学校、职业", "学", "院", "校等"),
        ("工作者", "认真", "深入", "学习"),
        ("完善", "市场", "体制", "机制"),
        ("渡船改用", "<电力>", "电力", "为好"),
        ("面向", "社区", "小区", "群众"),
        ("队伍", "不断", "日益", "壮大"),
        ("提高", "干部", "队伍", "素质"),
        ("", "同样的", "同样的", ""),
        ("", "", "", ""),
    ],
)
def test_untouched(left: str, before: str, after: str, right: str) -> None:
    """A reworded filler touches nothing, nor does a word that merely holds a term (市场, 不断, 干部)."""
    assert topics_touched(before, after, left, right) == ()


def test_wider_readings_give_the_same() -> None:
    """Readings shown at word edges touch what their differing part touches."""
    exact = topics_touched("", "以上", "县级", "党委")
    assert topics_touched("县级党委", "县级以上党委", "体系。", "组织部门") == exact


def test_several_topics_come_in_the_order_of_the_closed_list() -> None:
    """More than one class may be touched; each is named once."""
    found = topics_touched("18人以上应当", "16人以下可以", "", "报省级批准")
    assert found == (Topic.NUMBER, Topic.SCOPE, Topic.MODALITY)


def test_longer_terms_hide_shorter_ones() -> None:
    """县 in 县级 is not counted again, and 市场 hides 市."""
    assert [(term.text, term.topic) for term in terms_in("县级以下的市场")] == [
        ("县级", Topic.LEVEL),
        ("以下", Topic.SCOPE),
    ]


@given(
    st.text("不得应当可以县级市地党委18年除外，书记", max_size=10),
    st.text("不得应当可以县级市地党委18年", max_size=8),
)
def test_difference_of_nothing_touches_nothing(context: str, reading: str) -> None:
    """Equal readings touch no class, in any context."""
    assert topics_touched(reading, reading, context, context) == ()
