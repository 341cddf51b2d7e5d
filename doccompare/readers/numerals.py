"""Automatic numbers as they are printed, in every style that Word, LibreOffice and browsers have.

Styles bear the names of ECMA-376 (Part 1, 17.18.59, ST_NumberFormat); those of the other formats are
put into them where they are read.
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def numeral(style: str, n: int) -> str | None:
    """The number ``n`` in a style, ``""`` for the style without numbers; None: no such style."""
    if style in ("none", "bullet"):
        return ""
    written = _STYLES.get(style)
    if written is None:
        return None
    return (written(n) if n > 0 else None) or str(n)


def chinese(n: int) -> str:
    """A number in Chinese as one counts: 12 → 十二, 20 → 二十, 105 → 一百零五, up to 9999."""
    return _counted(n, "零" + _DIGITS[1:], "十百千")


def _counted(n: int, digits: str, units: str) -> str:
    if not 0 < n < 10_000:
        return str(n)
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit == 0:
            zero = bool(out)
            continue
        out += (digits[0] if zero else "") + digits[digit] + (units[power - 1] if power else "")
        zero = False
    short = digits[1] + units[0]  # 十二, but 壹拾贰
    return out[1:] if out.startswith(short) and digits[1] == "一" else out


def _letters(n: int) -> str:
    """A … z, then aa, bb, cc, as Word does."""
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if n <= 26 * 20 else ""


def _roman(n: int) -> str:
    if n >= 4000:
        return ""
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    out = ""
    for value, sign in pairs:
        out += sign * (n // value)
        n %= value
    return out


def _from(first: str, last: int) -> Callable[[int], str]:
    """Signs that stand in one row of Unicode, from ``first`` on, ``last`` of them."""
    return lambda n: chr(ord(first) + n - 1) if n <= last else ""


def _circled(n: int) -> str:
    if n <= 20:
        return chr(0x2460 + n - 1)
    return chr(0x3251 + n - 21) if n <= 35 else chr(0x32B1 + n - 36) if n <= 50 else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda n: signs[(n - 1) % len(signs)]


def _stem_branch(n: int) -> str:
    return _cycle(_STEMS)(n) + _cycle(_BRANCHES)(n)


def _digitwise(n: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(n))


def _simplified_legal(n: int) -> str:
    return _counted(n, _LEGAL, "拾佰仟")


def _full_width(n: int) -> str:
    return "".join(chr(ord("０") + int(d)) for d in str(n))


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "ordinal": str,
    "cardinalText": str,
    "numberInDash": lambda n: f"- {n} -",
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": _simplified_legal,
    "ideographLegalTraditional": lambda n: _counted(n, _LEGAL_TRADITIONAL, "拾佰仟"),
    "japaneseLegal": lambda n: _counted(n, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _stem_branch,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
}
