"""Numbers and dates: what counts as one in Chinese prose, and which are of equal value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.resources import numbers_in, same_value, same_value_in


@pytest.mark.parametrize(
    "prose",
    [
        "统一 唯一 同一 万一 逐一 之一 单一 不一 划一",
        "一些 一定 一方面 一律 一般 一切 一起 一体 一流 一线 一直",
        "第一时间 第一线 第一手",
        "五四奖章 三好学生 三八红旗手 十四五规划 一带一路",
        "千家万户 千万不要 百年大计 万众一心 十分重要",
        "由市级或县级以上一级统一组织招聘",
        "队伍日益壮大 陆家嘴 一元化 一成不变 一度",
        "三、加强能力建设",
        "一时间 届时 同时 一时难以 万一时机不到 提出三点意见 从这一点出发",
        "一成不变 分成 完成 统一成效",
        "〇",
        "",
    ],
)
def test_prose_holds_no_number(prose: str) -> None:
    """Numerals inside words, and ordinals that only mean speed or place, are no numbers."""
    assert numbers_in(prose) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三条第二款", ["第三条=ordinal:第3条", "第二款=ordinal:第2款"]),
        ("第一书记", ["第一=ordinal:第1"]),
        (
            "党的二十大和二十届三中全会",
            ["二十大=ordinal:第20大", "二十届=number:20届", "三中全会=number:3中全会"],
        ),
        ("印发于2024年3月28日。", ["2024年3月28日=date:2024-03-28"]),
        ("二〇二四年三月二十八日", ["二〇二四年三月二十八日=date:2024-03-28"]),
        ("二○二四年三月", ["二○二四年三月=date:2024-03"]),
        ("３月２８日", ["３月２８日=date:--03-28"]),
        ("2024-03-28", ["2024-03-28=date:2024-03-28"]),
        ("达50%以上", ["50%=percent:50%"]),
        ("百分之五十", ["百分之五十=percent:50%"]),
        ("千分之三", ["千分之三=percent:0.3%"]),
        ("三分之二多数", ["三分之二=number:2/3"]),
        ("18.91万平方米", ["18.91万平方米=number:189100平方米"]),
        ("六千三百点四四万元", ["六千三百点四四万元=amount:63004400元"]),
        ("1.5万元", ["1.5万元=amount:15000元"]),
        ("一百二十亿元", ["一百二十亿元=amount:12000000000元"]),
        ("用5年左右时间", ["5年=number:5年"]),
        ("三个月内", ["三个月=number:3个月"]),
        ("下午3时至5时30分", ["下午3时=time:15:00", "5时30分=time:05:30"]),
        ("每天24小时", ["24小时=number:24小时"]),
        ("比例不低于三成", ["三成=percent:30%"]),
        ("二至三次", ["二至三次=number:2..3次"]),
        ("年满18周岁", ["18周岁=number:18周岁"]),
        ("二十余人", ["二十余人=number:20+人"]),
        ("两三年", ["两三年=number:两三年"]),
        ("共1,886户", ["1,886户=number:1886户"]),
        ("一千零二十三万四千人", ["一千零二十三万四千人=number:10234000人"]),
        ("第1议题", ["第1=ordinal:第1"]),
        ("13月40日", ["13=number:13", "40日=number:40日"]),
    ],
)
def test_typed_numbers(text: str, expected: list[str]) -> None:
    """Digits, numerals with a unit, ordinals, dates, shares and amounts are found with kind and value."""
    found = [f"{text[one.start : one.end]}={one.kind}:{one.value}" for one in numbers_in(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("（2024年3月28日）", "（二〇二四年三月二十八日）"),
        ("二○二四年", "2024年"),
        ("2024 年 3 月", "二〇二四年三月"),
        ("18", "十八"),
        ("１８人", "18人"),
        ("1.5万元", "15000元"),
        ("一万五千元", "1.5万元"),
        ("50%", "百分之五十"),
        ("第三条", "第3条"),
        ("廿八", "28"),
        ("两万", "20000"),
        ("三万五", "35000"),
        ("1,886户", "一千八百八十六户"),
        ("三万亿元", "3000000000000元"),
        ("一亿二千万", "120000000"),
        ("叁万伍仟元", "35000元"),
        ("伍佰元整", "人民币500元"),
        ("￥1.5万", "15000元"),
        ("下午3时", "15时"),
        ("下午三点半", "15:30"),
        ("15：30", "15时30分"),
        ("上午9点", "9:00"),
        ("晚上8点", "20时"),
        ("凌晨2时", "2:00"),
        ("中午12时", "12:00"),
        ("下午3时一刻", "15时15分"),
        ("（1）", "①"),
        ("⑴", "㈠"),
        ("⒈", "1"),
        ("百分之二十", "两成"),
        ("三成五", "35%"),
        ("一半", "50%"),
        ("2/3", "三分之二"),
        ("三至五年", "3—5年"),
        ("5~10人", "5－10人"),
        ("3公里", "3000米"),
        ("二公斤", "2千克"),
    ],
)
def test_same_value(a: str, b: str) -> None:
    """The same number or date in another notation, either way round."""
    assert same_value(a, b)
    assert same_value(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("18人", "16人"),
        ("18人", "18户"),
        ("5年", "5个月"),
        ("2024年3月28日", "3月28日"),
        ("第三条", "三条"),
        ("公平", "公平"),
        ("统一", "统1"),
        ("", ""),
        ("18人和5人", "18人和5人"),
        ("三四年", "34年"),
        ("下午3时", "3时"),
        ("下午3时", "上午3时"),
        ("15:30", "15:03"),
        ("15:30", "15时3分"),
        ("（1）", "②"),
        ("两成", "两倍"),
        ("三至五年", "三至六年"),
        ("三至五年", "三至五个月"),
        ("1/3", "三分之二"),
    ],
)
def test_other_value(a: str, b: str) -> None:
    """Another value, unit or precision; and what is no single number has no value at all."""
    assert not same_value(a, b)


def spelled(number: int) -> str:
    """The Chinese numeral of 1..99,999,999, by the plain school rule (the oracle of the property below)."""
    if number >= 10_000:
        rest = number % 10_000
        return (
            spelled(number // 10_000)
            + "万"
            + ("零" if 0 < rest < 1000 else "")
            + (spelled(rest) if rest else "")
        )
    out, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit
    return out


@given(st.integers(1, 99_999_999))
def test_every_numeral_has_its_value(number: int) -> None:
    """A spelled number equals its digits, with and without a unit."""
    assert same_value(spelled(number), str(number))
    assert same_value(f"{spelled(number)}人", f"{number}人")


@given(st.text("一二三十百千万亿〇两点分之第年月日元人%.,，0123统", max_size=12))
def test_spans_are_ordered_and_apart(text: str) -> None:
    """Spans lie in the text, in order, without overlap, whatever the text."""
    end = 0
    for one in numbers_in(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end


@pytest.mark.parametrize(
    ("one", "other", "left", "right", "wanted"),
    [
        ("下午3", "15", "定于", "时开会", True),
        ("下午3", "16", "定于", "时开会", False),
        ("3月28", "三月二十八", "2024年", "日印发", True),
        ("28", "二十八", "3月", "日", True),
        ("3", "三", "第", "条", True),
        ("3", "三", "", "方面", False),
        ("统一", "一", "", "组织", False),
    ],
)
def test_part_of_a_number(one: str, other: str, left: str, right: str, wanted: bool) -> None:
    """What differs may stop short of the number: it counts with what stands beside it."""
    assert same_value_in(one, other, left, right) is wanted
    assert same_value_in(other, one, left, right) is wanted


@pytest.mark.parametrize("row", ["1" * 200_000, "一" * 200_000, "1," * 100_000])
def test_a_row_of_digits_without_end_is_no_number(row: str) -> None:
    """It is passed over, and what stands beside it is found."""
    assert [n.value for n in numbers_in(f"共3人{row}项共5人")] == ["3人", "5人"]
