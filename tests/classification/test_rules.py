"""Severity, exchanges and slips: rules that speak of classes of words, never of one document."""

from __future__ import annotations

import pytest

from doccompare.classification import Pair as Readings
from doccompare.classification import bodies_of, exchanges, relate, slips, weigh
from doccompare.model import Category, Cause, Part, Severity, Topic
from doccompare.text import key_of
from tests.classification.support import locus

NONE: dict[str, Severity] = {}


def weight(
    left: str, decided: str, rejected: str, right: str, part: Part = Part.CLAUSE
) -> tuple[str, set[str]]:
    """Severity and topics of a rejected reading against the decided one."""
    place = locus(left, {"甲丙": decided, "乙": rejected}, right)
    found = relate(Readings(rejected, decided, left, right, rejected, decided))
    verdict = weigh(place, part, 0, {1: (found.category, found.cause)}, NONE)
    return verdict.severity.value, {t.value for t in verdict.topics}


@pytest.mark.parametrize(
    ("left", "decided", "rejected", "right", "severity", "topic"),
    [
        ("编制核定为", "18", "16", "人以内", "critical", "number"),
        ("每户补助", "八百", "八千", "元", "critical", "amount"),
        ("于", "3月28", "3月26", "日起施行", "critical", "date"),
        ("各地", "应当", "可以", "安排资金", "critical", "modality"),
        ("资金", "不得", "可以", "挪用", "critical", "modality"),
        ("此类项目", "不", "", "纳入补助", "critical", "negation"),
        ("由", "县级", "市级", "财政承担", "critical", "level"),
        ("经", "省人大常委会", "省政府", "批准", "critical", "institution"),
        ("由市", "财政局", "税务局", "统筹", "critical", "institution"),
        ("定于", "下午3", "下午4", "时召开", "critical", "date"),
        ("每年提取", "两成", "三成", "用于补助", "critical", "amount"),
        ("由", "张建国", "张健国", "主任签批", "critical", "name"),
        ("由", "张建国主任、李卫东", "李卫东主任、张建国", "副主任依次签批", "critical", "name"),
        ("经主管部门", "及其", "", "派出机构同意", "critical", "scope"),
        ("三十日", "以内", "以外", "报告", "critical", "scope"),
        ("资金", "原则上", "", "不予追加", "critical", "modality"),
        ("", "除", "", "抢险救灾外不予追加", "critical", "scope"),
        ("各", "乡镇", "村镇", "自行安排", "critical", "level"),
        ("下发各", "事业单位", "企业单位", "执行", "critical", "institution"),
        ("会议定于", "下午3", "15", "时召开", "formal", None),
        ("附件", "1", "①", "由各地填报", "formal", None),
        ("要注意整体", "布局", "格局", "安排", "wording", None),
        ("要", "健全", "完善", "机制", "wording", None),
        ("对此", "进行", "开展", "调研", "wording", None),
        ("加强领导", "，", "", "落实责任", "formal", None),
        ("共", "12", "十二", "户", "formal", None),
        ("以", "后", "後", "再办", "formal", None),
    ],
)
def test_severity_goes_by_classes_of_words(
    left: str, decided: str, rejected: str, right: str, severity: str, topic: str | None
) -> None:
    """Numbers, levels, modality and the like are critical; other words wording; forms formal."""
    found, topics = weight(left, decided, rejected, right)
    assert found == severity
    assert topic is None or topic in topics


def test_a_set_phrase_in_another_wording() -> None:
    """A fixed phrase of four characters changed by half is a matter of terms."""
    found, topics = weight("要", "因地制宜", "因时制策", "推进")
    assert (found, topics) == ("critical", {"term"})


def test_misplaced_text_is_critical() -> None:
    """Text that stands once too often changes the structure."""
    place = locus("甲", {"甲丙": "", "乙": "二、资金保障"}, "丁")
    verdict = weigh(place, Part.CLAUSE, 0, {1: (Category.MISPLACEMENT, Cause.REPETITION)}, NONE)
    assert verdict.severity is Severity.CRITICAL
    assert Topic.STRUCTURE in verdict.topics


def test_own_terms_go_before_the_rules() -> None:
    """The user's words have the level the user gave them, whatever the rules say."""
    place = locus("要", {"甲": "健全", "乙": "完善"}, "河长制度")
    verdict = weigh(
        place, Part.CLAUSE, 0, {1: (Category.SUBSTITUTION, Cause.REWORDING)}, {"健全": Severity.CRITICAL}
    )
    assert verdict.severity is Severity.CRITICAL
    assert Topic.TERM in verdict.topics
    same = weigh(
        place, Part.CLAUSE, 0, {1: (Category.SUBSTITUTION, Cause.REWORDING)}, {"河长": Severity.CRITICAL}
    )
    assert same.severity is Severity.WORDING, "a term that all readings share is not touched"


@pytest.mark.parametrize("part", [Part.DATE, Part.CREDIT])
def test_a_line_of_layout_not_printed(part: Part) -> None:
    """A date or credit line that a paper leaves out whole is a matter of form."""
    place = locus("", {"甲丙": "新华社北京5月20日电", "乙": ""}, "", alone=True)
    verdict = weigh(place, part, 0, {1: (Category.OMISSION, Cause.UNKNOWN)}, NONE)
    assert verdict.severity is Severity.FORMAL


def test_a_wrong_date_in_the_date_line_is_no_form() -> None:
    """Another day in the date line is as critical as in the text."""
    found, topics = weight("（2021年5月", "18", "13", "日）", Part.DATE)
    assert found == "critical"
    assert topics & {"date", "number"}


def test_exchanged_readings_are_linked() -> None:
    """甲 reads A here and B there, 乙 B here and A there."""
    one = locus("既要", {"甲": "统筹安排", "乙": "突出重点"}, "又要", column=2)
    other = locus("又要", {"甲": "突出重点", "乙": "统筹安排"}, "。", column=9)
    assert exchanges([one, other]) == {0: [1], 1: [0]}


def test_what_is_no_exchange() -> None:
    """Same readings in the same witnesses, lost text, punctuation, far apart; 二 and 三 in two sentences."""
    here = locus("甲", {"甲": "统筹", "乙": "突出"}, "乙", column=2)
    same = locus("甲", {"甲": "统筹", "乙": "突出"}, "乙", column=9)
    far = locus("甲", {"甲": "突出", "乙": "统筹"}, "乙", column=900)
    lost = locus("甲", {"甲": "", "乙": "统筹"}, "乙", column=9)
    gained = locus("甲", {"甲": "统筹", "乙": ""}, "乙", column=2)
    two = locus("罚款", {"甲": "二", "乙": "三"}, "万元", column=2)
    three = locus("合同不超过", {"甲": "三", "乙": "二"}, "年", column=60)
    comma = locus("甲", {"甲": "，", "乙": "、"}, "乙", column=2, punctuation=True)
    stop = locus("甲", {"甲": "、", "乙": "，"}, "乙", column=9, punctuation=True)
    for pair in ([here, same], [here, far], [gained, lost], [two, three], [comma, stop]):
        assert exchanges(pair) == {}


def test_a_third_witness_does_not_hide_an_exchange() -> None:
    """Two witnesses exchange; a third with a reading of its own changes nothing."""
    one = locus("既要", {"甲": "统筹", "乙": "突出", "丙": "协调"}, "又要", column=2)
    other = locus("又要", {"甲丙": "突出", "乙": "统筹"}, "。", column=9)
    assert exchanges([one, other]) == {0: [1], 1: [0]}


def signs(left: str, readings: dict[str, str], right: str) -> list[tuple[int, str]]:
    """The slips of readings whose witnesses read left + reading + right and nothing else."""
    keys = {s: key_of(left + text + right) for names, text in readings.items() for s in names}
    begins = dict.fromkeys(keys, frozenset({0}))
    return [(s.variant, s.kind) for s in slips(locus(left, readings, right), keys, begins)]


def test_a_doubled_character_is_a_slip() -> None:
    """A character written twice, alone or with its neighbour, where another reading is free of it."""
    assert signs("稳步", {"甲": "推进", "乙": "推推"}, "改革") == [(1, "doubled")]
    assert (1, "doubled") in signs("全", {"甲": "面", "乙": "全"}, "推行")


def test_good_doubles_are_no_slip() -> None:
    """Doubled digits, or a double that all readings have, say nothing."""
    assert signs("共", {"甲": "22", "乙": "23"}, "户") == []
    assert signs("要", {"甲": "常常", "乙": "往往"}, "检查") == []


def test_text_that_stands_twice() -> None:
    """A reading of six characters or more that the same witness has elsewhere, with its other place."""
    line = "各地要加强组织领导。"
    text = f"{line}经费由财政安排。{line}完。"
    at = text.rindex(line)
    place = locus(text[:at], {"甲丙": "", "乙": line}, "完。")
    keys = {"乙": key_of(text), "甲": key_of(text[:at] + "完。"), "丙": key_of(text[:at] + "完。")}
    [slip] = slips(place, keys, dict.fromkeys(keys, frozenset({0})))
    assert (slip.variant, slip.kind, slip.siglum, slip.twin) == (1, "twice", "乙", (0, len(line)))


def test_a_phrase_that_stands_elsewhere_is_not_text_twice() -> None:
    """A phrase inside a sentence may stand in another place with good right."""
    text = "由县级人民政府统筹安排。经费由县级人民政府统筹安排解决。"
    at = text.rindex("县级人民政府")
    place = locus(text[:at], {"甲丙": "", "乙": "县级人民政府"}, text[at + 6 :])
    keys = {s: key_of(text) for s in "甲乙丙"}
    assert [s.kind for s in slips(place, keys, dict.fromkeys(keys, frozenset({0})))] == []


def test_punctuation_has_no_slips() -> None:
    """A doubled comma is a matter of punctuation."""
    place = locus("加强领导", {"甲": "，", "乙": "，，"}, "落实", punctuation=True)
    keys = {s: key_of("加强领导，落实") for s in "甲乙"}
    assert slips(place, keys, dict.fromkeys(keys, frozenset({0}))) == []


def test_there_is_at_most_one_slip_a_reading() -> None:
    """A reading with several signs is named once."""
    found = signs("全", {"甲": "面", "乙": "全全"}, "推行")
    assert len(found) == len({n for n, _ in found})


def test_institutions_of_the_work_itself() -> None:
    """Who issues a work, and whom its preamble names, by name; a change inside such a name is critical."""
    bodies = bodies_of(
        "江州市发展和改革委员会 江州市教育局关于做好招生工作的通知",
        "经市委教育工作领导小组同意，会同江州市民政局，现就有关部署通知如下。",
    )
    assert {"江州市发展和改革委员会", "江州市教育局", "江州市民政局"} <= set(bodies)
    assert not any("部署" in name or name.endswith("部") for name in bodies)
    place = locus("材料报江州市", {"甲丙": "教", "乙": "较"}, "育局备案")
    found = {1: (Category.SUBSTITUTION, Cause.SOUND)}
    assert weigh(place, Part.CLAUSE, 0, found, NONE, bodies).topics == (Topic.INSTITUTION,)
    assert weigh(place, Part.CLAUSE, 0, found, NONE).severity is Severity.WORDING
