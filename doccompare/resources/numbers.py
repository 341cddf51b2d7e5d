"""Numbers, dates, times, shares, amounts and ordinals in Chinese text, found by type, compared by value.

Only typed spans count: a run of digits, a Chinese numeral with its measure word or unit, an ordinal, a date.
Prose is left alone: 统一, 一些, 一方面, 第一时间, 五四奖章 hold no number (general converters see one).
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple


class NumberKind(StrEnum):
    """What a span counts."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"  # of the day
    PERCENT = "percent"
    AMOUNT = "amount"  # of money
    ORDINAL = "ordinal"


class NumberSpan(NamedTuple):
    """``[start, end)`` in code points, the kind, and the value with its unit in one canonical string.

    Two spans say the same when kind and value are equal: ``15000元`` for 1.5万元, ``2024-03-28``.
    """

    start: int
    end: int
    kind: NumberKind
    value: str


_DIGITS: Final = dict(
    zip("〇○零一二三四五六七八九两壹贰叁肆伍陆柒捌玖", (0, 0, *range(10), 2, *range(1, 10)), strict=True)
)
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SCALES: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_RUNS: Final = {"廿": "二十", "卅": "三十"}

_ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
_HAN = r"[〇○零一二三四五六七八九十百千万亿两廿卅]"
_HAN_NUMBER = rf"(?![百千万亿]){_HAN}+(?:点[〇○零一二三四五六七八九]+[万亿]*)?"
# 统一个, 上一年, 之一: the 一 of these is no count.
_NO_COUNT = r"(?<![统唯同单专逐之不划合归如万每某这那哪另上下前后])"
# Only before 元: 伍 and 陆 are parts of words and names elsewhere.
_CAPITALS = r"[壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*"
# The same measure by another name.
_SAME_UNIT: Final = {
    "公里": (1000, "米"),
    "千米": (1000, "米"),
    "公斤": (1000, "克"),
    "千克": (1000, "克"),
    "平方公里": (1, "平方千米"),
    "km": (1000, "米"),
    "m": (1, "米"),
    "cm": (1, "厘米"),
    "mm": (1, "毫米"),
    "kg": (1000, "克"),
    "g": (1, "克"),
    "mg": (1, "毫克"),
    "μg": (1, "微克"),
    "t": (1, "吨"),
    "L": (1, "升"),
    "mL": (1, "毫升"),
    "ml": (1, "毫升"),
    "h": (1, "小时"),
    "min": (1, "分钟"),
    "kW": (1, "千瓦"),
    "kWh": (1, "千瓦时"),
    "℃": (1, "摄氏度"),
    "km²": (1, "平方千米"),
    "hm²": (1, "公顷"),
    **dict.fromkeys(("㎡", "m²", "m2"), (1, "平方米")),
    **dict.fromkeys(("m³", "m3"), (1, "立方米")),
}
# Units in letters, right after the number or a space behind it: 5 mg, 3.5 mmol/L, 0.9 m.
_LATIN_UNITS = (
    r"(?:mmHg|kWh|min|IU|ppm|dB|℃|°C|㎡|[kmcdnμMG]?(?:mol|Pa|Hz|g|m|L|l|s|W|V|A|J)|h|t|d)[²³23]?"
    r"(?:/(?:min|[kmcμ]?(?:mol|g|m|L|l)|h|d|s)[²³23]?)?(?![A-Za-z0-9])"
)
_MONEY = "元|美元|欧元|日元|港元|英镑|块钱"
_UNITS = (
    "年代|年级|年|个月|个百分点|个|周年|周(?!岁)|日|天|小时|分钟|秒|季度|世纪|周岁|岁|"
    "人次|人|名|位|户|家|所|项|次|条|章|节|款|届|级|层|件|种|篇|册|辆|台|套|批|场|期|支|座|间|份|门(?!心思)|类|倍|"
    "中全会|平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|米|公顷|亩|吨|公斤|千克|毫克|微克|克|毫升|升|摄氏度|千瓦时|千瓦|车道|棵|株|艘|栋|幢|"
    "省|市|县|区|乡|镇|村|街道|社区|小区"
)
_MORE = "(?P<more>余|多)?"
# Parts of the day, and how many hours are added before noon's hour is counted again.
_HALVES: Final = dict.fromkeys(("上午", "早上", "早晨", "清晨", "凌晨"), 0) | dict.fromkeys(
    ("下午", "晚上", "傍晚", "夜间", "深夜", "晚"), 12
)
_HALF = rf"(?P<half>{'|'.join(_HALVES)}|中午)"
_HAN_HOUR = r"(?:二十[一二三四]?|十[一二三四五六七八九]?|[零一二三四五六七八九两])"
_HOUR = rf"(?:[01]?[0-9]|2[0-4]|[０-９]{{1,2}}|(?<![一二三四五六七八九十百千万点]){_HAN_HOUR})"
_MINUTE = r"(?:[0-5]?[0-9]|[０-９]{1,2}|[一二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九])"
_PAST = rf"(?:(?P<quarter>半|一刻|三刻|整)|(?P<minute>{_MINUTE})分)"

_DATES = (
    r"(?P<y>[0-9０-９]{4}|[〇○零一二三四五六七八九]{4})年(?:(?P<m>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:(?P<d>[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号])?)?",
    r"(?P<m>[0-9０-９]{1,2}|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,2})月"
    r"(?:(?P<d>[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号])?",
    r"(?P<y>[0-9０-９]{4})[-/.．](?P<m>[0-9０-９]{1,2})[-/.．](?P<d>[0-9０-９]{1,2})(?![0-9０-９.])",
)
# 一时, 三点意见 are no times: 点, and 时 after a Chinese numeral, need a part of the day or minutes beside.
_TIMES = (
    rf"{_HALF}?(?<![0-9０-９])(?P<n>[01]?[0-9]|2[0-4]|[０-９]{{1,2}})[:：]"
    r"(?P<minute>[0-5][0-9]|[０-５][０-９])(?![0-9０-９])",
    rf"{_HALF}(?P<n>{_HOUR})[时点](?:{_PAST})?",
    rf"(?<![0-9０-９])(?P<n>{_HOUR})[时点]{_PAST}(?![之])",
    r"(?<![0-9０-９.．])(?P<n>[01]?[0-9]|2[0-4]|[０-９]{1,2})时(?![间期代候刻段效差隔])",
)
# In order: what stands first takes the place.
_PATTERNS: Final = (
    *((NumberKind.DATE, pattern) for pattern in _DATES),
    *((NumberKind.TIME, pattern) for pattern in _TIMES),
    (
        NumberKind.PERCENT,
        rf"{_NO_COUNT}(?P<n>[一二三四五六七八九两1-9１-９])(?P<tenths>成)(?P<part>[一二三四五六七八九半])?"
        r"(?![不立功为员果绩长熟效就分品交型本份])",
    ),
    (NumberKind.PERCENT, r"(?P<half>一半)"),
    (NumberKind.PERCENT, rf"(?P<base>[十百千]?[万亿]|[百千])分之(?P<n>{_HAN_NUMBER}|[百千]|{_ARABIC})"),
    (NumberKind.PERCENT, rf"(?P<n>{_ARABIC})(?P<sign>[%％‰])"),
    (NumberKind.NUMBER, rf"(?P<under>{_HAN_NUMBER}|{_ARABIC})分之(?P<n>{_HAN_NUMBER}|{_ARABIC})"),
    (NumberKind.NUMBER, r"(?<![0-9０-９/])(?P<n>[0-9]{1,2})/(?P<under>[0-9]{1,2})(?![0-9０-９/])"),
    (NumberKind.ORDINAL, rf"第(?!一(?:时间|线|手))(?P<n>{_HAN_NUMBER}|{_ARABIC})(?P<unit>{_UNITS})?"),
    (
        NumberKind.AMOUNT,
        rf"(?:人民币|[￥¥])?(?P<n>{_ARABIC}[十百千万亿]*|{_HAN_NUMBER}|{_CAPITALS}){_MORE}(?P<scale>[万亿]*)"
        rf"(?P<unit>{_MONEY})(?!化)整?",
    ),
    (NumberKind.AMOUNT, rf"(?P<sign>[￥¥])(?P<n>{_ARABIC}[百千万亿]*)"),
    # A span of two: 三至五年, 5—10人.
    (
        NumberKind.NUMBER,
        rf"(?P<from>{_ARABIC})(?P<to>至|到|[-－–—―~～]{{1,2}})(?P<n>{_ARABIC})"
        rf"(?:(?P<unit>{_UNITS})| ?(?P<letters>{_LATIN_UNITS}))",
    ),
    (
        NumberKind.NUMBER,
        rf"{_NO_COUNT}(?P<from>{_HAN_NUMBER})(?P<to>至|到|[-－–—―~～]{{1,2}})(?P<n>{_HAN_NUMBER})(?P<unit>{_UNITS})",
    ),
    (
        NumberKind.NUMBER,
        rf"(?P<n>{_ARABIC}[百千万亿]*){_MORE}(?P<scale>[万亿]*)"
        rf"(?:(?P<unit>{_UNITS})| ?(?P<letters>{_LATIN_UNITS}))?",
    ),
    (NumberKind.NUMBER, rf"{_NO_COUNT}(?P<n>{_HAN_NUMBER}){_MORE}(?P<scale>[万亿]*)(?P<unit>{_UNITS})"),
    (NumberKind.ORDINAL, r"(?P<n>十[一二三四五六七八九]|二十[一二三四五六七八九]?)(?P<unit>大)(?!部)"),
    (NumberKind.NUMBER, rf"{_NO_COUNT}(?P<n>(?=[一二三四五六七八九两]){_HAN_NUMBER}(?<=[万亿]))(?!一)"),
)
_PLAIN: Final = rf"(?:{_HAN}+(?:点[〇○零一二三四五六七八九]+[万亿]*)?|{_ARABIC}[十百千万亿]*)"
_ROUND: Final = r"[一二三四五六七八九两]{2}[十百千万亿]*"
_BRACKETS: Final = "（）()〔〕[]【】 \u3000"


# A row of digits this long is a rule or a filler, no number, and each pattern would try it from every place.
_ENDLESS: Final = re.compile(
    r"[0-9０-９〇○零一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟,，.．]{500,}"
)

# ① ⑴ ⒈ ㈠: a number and its ring in one character.
_CIRCLED: Final = {
    chr(first + at): at + 1
    for first, count in ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x3220, 10), (0x2776, 10))
    for at in range(count)
}


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[NumberKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)


def _value(numeral: str) -> Decimal | None:
    """The value of a numeral, Arabic, Chinese or mixed (18.91万, 六千点四四万); None when it is none."""
    for char, run in _RUNS.items():
        numeral = numeral.replace(char, run)
    numeral = numeral.replace(",", "").replace("，", "").replace("．", ".")
    if "点" in numeral:
        whole, _, part = numeral.partition("点")
        scale = part[len(part.rstrip("万亿")) :]
        base = _value(whole)
        decimals = "".join(str(_DIGITS[char]) for char in part.rstrip("万亿"))
        return None if base is None else (base + Decimal("0." + decimals)) * _scale(scale)
    body = numeral.rstrip("十百千万亿")
    if body and re.fullmatch(r"[0-9０-９]+(?:\.[0-9０-９]+)?", body):
        return Decimal(body) * _scale(numeral[len(body) :])
    if len(numeral) > 1 and all(char in _DIGITS for char in numeral):
        return Decimal("".join(str(_DIGITS[char]) for char in numeral))  # 二〇二四
    return _spoken(numeral)


def _scale(marks: str) -> int:
    product = 1
    for mark in marks:
        product *= _TENS.get(mark, 0) or _SCALES[mark]
    return product


def _spoken(numeral: str) -> Decimal | None:
    """The value of 一千零二十三万四千 and the like; None for what is no numeral (二三十, 十十)."""
    total = section = digit = 0
    pending = False
    for char in numeral:
        if char in _DIGITS:
            if pending and digit:
                return None
            digit, pending = _DIGITS[char], True
        elif char in _TENS:
            section += (digit if pending else 1) * _TENS[char]
            digit, pending = 0, False
        elif char in _SCALES:
            factor, section = _SCALES[char], section + digit
            if not section and (not total or total >= factor):
                return None  # nothing to multiply
            # 亿 takes all that 万 made before it (万亿); 万 after 亿 only what stands between
            total = (total + section) * factor if total < factor else total + section * factor
            section = 0
            digit, pending = 0, False
        else:
            return None
    if pending and digit and numeral[-2:-1] in tuple("百千万亿"):
        unit = {**_TENS, **_SCALES}[numeral[-2]] // 10  # 三万五 is 35,000
        return Decimal(total + section + digit * unit)
    return Decimal(total + section + digit)


def _text(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _date(match: re.Match[str]) -> str | None:
    """ISO 8601 as far as the date goes: ``2024-03-28``, ``2024-03``, ``2024``, ``--03-28``, ``--03``."""
    parts = match.groupdict()
    year, month, day = (_value(parts[key]) if parts.get(key) else None for key in ("y", "m", "d"))
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    text = f"{int(year):04d}" if year is not None else "-"
    return text + "".join(f"-{int(part):02d}" for part in (month, day) if part is not None)


def _time(match: re.Match[str]) -> str | None:
    """A time of the day as ``15:30``; None when there is no such hour."""
    parts = match.groupdict()
    hour = _value(parts["n"])
    if hour is None or hour > 24:
        return None
    half = parts.get("half")
    if half is not None and hour < 12 and (_HALVES.get(half) or (half == "中午" and hour < 4)):
        hour += 12
    elif half == "凌晨" and hour == 12:
        hour = Decimal(0)
    quarter = {"半": 30, "一刻": 15, "三刻": 45}.get(parts.get("quarter") or "", 0)
    minute = _value(parts["minute"]) if parts.get("minute") else Decimal(quarter)
    if minute is None or minute > 59:
        return None
    return f"{int(hour):02d}:{int(minute):02d}"


def _share(match: re.Match[str]) -> str:
    """两成, 三成五, 一半 in percent."""
    parts = match.groupdict()
    if parts.get("half"):
        return "50%"
    tens, part = _value(parts["n"]) or Decimal(0), parts.get("part")
    ones = Decimal(5) if part == "半" else (_value(part) if part else None) or Decimal(0)
    return f"{_text(10 * tens + ones)}%"


def _canonical(kind: NumberKind, match: re.Match[str]) -> str | None:
    """The value of a match in one string, None when its numeral has none."""
    if kind is NumberKind.DATE:
        return _date(match)
    if kind is NumberKind.TIME:
        return _time(match)
    parts = match.groupdict()
    if parts.get("tenths") or parts.get("half"):
        return _share(match)
    value = _value(parts["n"]) if parts["n"] not in ("百", "千") else Decimal(_TENS[parts["n"]])
    if value is None or re.fullmatch(_ROUND, parts["n"]):
        return match[0]  # 两三年, 二三十人: no one value, but a number all the same
    if parts.get("under"):
        under = _value(parts["under"])
        return f"{_text(value)}/{_text(under)}" if under else None
    if parts.get("base"):
        value *= Decimal(100) / _scale(parts["base"])
    if parts.get("sign") == "‰":
        value /= 10
    value *= _scale(parts.get("scale") or "")
    unit = "%" if kind is NumberKind.PERCENT else parts.get("unit") or parts.get("letters") or ""
    if kind is NumberKind.AMOUNT:
        unit = unit or "元"
    times, unit = _SAME_UNIT.get(unit, (1, unit))
    value *= times
    if parts.get("from"):
        first = _value(parts["from"])
        return f"{_text(first * times)}..{_text(value)}{unit}" if first is not None else None
    return (
        ("第" if kind is NumberKind.ORDINAL else "")
        + _text(value)
        + ("+" if parts.get("more") else "")
        + unit
    )


def numbers_in(text: str) -> list[NumberSpan]:
    """The typed numbers of ``text``, in order, without overlap; a unit belongs to its number."""
    return list(_numbers_in(text))


@lru_cache(maxsize=4096)
def _numbers_in(text: str) -> tuple[NumberSpan, ...]:
    found: list[NumberSpan] = []
    taken = [False] * len(text)
    text = _ENDLESS.sub(lambda row: "\0" * len(row[0]), text)
    for kind, pattern in _compiled():
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            value = _canonical(kind, match)
            if value is not None:
                found.append(NumberSpan(match.start(), match.end(), kind, value))
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return tuple(sorted(found))


def same_value_in(a: str, b: str, left: str, right: str) -> bool:
    """Whether two readings, between the same agreed text, are parts of one number or date of equal value.

    The difference may stop short of the number: 下午3|时 and 15|时, 2024年3月28|日.
    """
    for one in _covering(a, left, right):
        for other in _covering(b, left, right):
            before, behind = one.start == other.start, len(a) - one.end == len(b) - other.end
            if before and behind and (one.kind, one.value) == (other.kind, other.value):
                return True
    return False


def _covering(reading: str, left: str, right: str) -> list[NumberSpan]:
    """The numbers of the whole text in which the reading lies."""
    start, end = len(left), len(left) + len(reading)
    return [n for n in _numbers_in(left + reading + right) if n.start <= start and end <= n.end]


def same_value(a: str, b: str) -> bool:
    """Whether both whole strings are numbers or dates of equal value, however written.

    Brackets and spaces around them do not count. False when one of them is no number, or more than one.
    """
    first, second = _whole(a), _whole(b)
    return first is not None and first == second


def _whole(reading: str) -> tuple[NumberKind, str] | None:
    bare = reading.strip(_BRACKETS).replace(" ", "")
    if len(bare) == 1 and bare in _CIRCLED:
        return NumberKind.NUMBER, str(_CIRCLED[bare])
    spans = _numbers_in(bare)
    if len(spans) == 1 and (spans[0].start, spans[0].end) == (0, len(bare)):
        return spans[0].kind, spans[0].value
    if re.fullmatch(_PLAIN, bare):  # 十八 beside 18: a numeral by itself
        value = _value(bare)
        return None if value is None else (NumberKind.NUMBER, _text(value))
    return None
