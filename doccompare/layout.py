"""The lines of a text and the signs of the printed page: what every stage that reads lines shares.

Jump lines, datelines, dates, bullets and numbers are recognised here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMERAL = "[0-9０-９一二三四五六七八九十〇○零百]"
_CN = "[一二三四五六七八九十百千〇零]"

# White space is taken whole (``*+``): a text may hold millions of blanks, and be looked through once.
JUMP_LINE = re.compile(
    r"(?:[（(【\[]\s*+|(?<!\s)\s*+)(?:下转|上接|转|接)\s*+(?:第\s*+)?[0-9０-９一二三四五六七八九十〇○A-Za-z]+\s*+版[^\n]{0,12}?[）)】\]]"
    r"|^[^\S\n]*+(?:[▲▼►◄]\s*+)?(?:下转|上接)\s*+(?:第\s*+)?[0-9０-９一二三四五六七八九十〇○A-Za-z]+\s*+版[^\n。]{0,12}$",
    re.MULTILINE,
)
JUMP_AWAY = re.compile(r"(?:下转|转)\s*第?")
_DATE = rf"(?:{_NUMERAL}{{2,4}}\s*年\s*{_NUMERAL}{{1,3}}\s*月\s*{_NUMERAL}{{1,3}}\s*日)"
_DATE_LINE = re.compile(
    rf"^\s*{_DATE}[^。，；：,;]{{0,12}}?\s*$"
    rf"|^\s*[（(〔\[]\s*{_DATE}[^。，；：,;]{{0,12}}?\s*[）)〕\]]\s*$"
    # The history of a law, in brackets under its title: passed, promulgated, amended, each with its date.
    rf"|^\s*[（(][^。]{{0,40}}?{_DATE}[^。]{{0,200}}?(?:通过|公布|发布|修订|修正|施行|废止)[^。]{{0,80}}[）)]\s*$"
)
_PAGE_HEAD = re.compile(r"星期[一二三四五六日天]|[版期]\s*$")
_AGENCY = r"(?:据)?(?:本报|[\u4e00-\u9fff]{1,8}?(?:社|网))"
CREDIT = rf"{_AGENCY}[^。，；（(）)\n]{{0,24}}?电"
_CREDIT_LINE = re.compile(
    rf"^\s*+(?:[（(]\s*+)?{CREDIT}\s*+(?:[（(][^（()）\n]{{0,24}}[)）]\s*+)?(?:[）)]\s*+)?$"
)
CREDIT_TAIL = re.compile(rf"[（(]\s*{CREDIT}\s*[）)]\s*$")
CREDIT_HEAD = re.compile(
    rf"^\s*+(?:[（(]\s*+)?{CREDIT}\s*(?:[（(][^（()）\n]{{0,24}}[)）])?\s*[）)]?(?=[\s　])"
)
PAGE_NUMBER = re.compile(r"^[\s　]*(?:[-—–·•]\s*)?(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[-—–·•])?[\s　]*$")
BULLET = re.compile(r"^[ \t　]*(?:[-*+•●■◆▪◦‣]|#{1,6}|>)[ \t　]+", re.MULTILINE)
STARS = re.compile(r"\*\*|__")

# What the title of an official document ends with: 的意见, 的实施意见, 若干措施.
_MANNER = r"(?:若干|实施|指导|暂行|试行|管理|补充|紧急|具体|联合|专项|总体|情况|工作|行动|试点|改革)"
_KIND = (
    r"(?:通知|通告|公告|通报|意见|决定|决议|办法|规定|细则|方案|计划|措施|要点|报告|请示|批复|复函|函|命令|指示|说明"
    r"|建议|规划|纲要)"
)
TITLE_END = rf"(?:的{_MANNER}{{0,2}}|{_MANNER}{{1,2}}){_KIND}"
# The title of an official document, on one line or wrapped on two.
DOCUMENT_TITLE = re.compile(rf"^[^。；！？]{{0,40}}关于[^。；！？]{{2,80}}{TITLE_END}$")

# One number at the head of a paragraph: kind, and the pattern whose first group is the number.
_MARKS = (
    ("book", re.compile(rf"^(第{_NUMERAL}+编)[\s　、]*")),
    ("chapter", re.compile(rf"^(第{_NUMERAL}+(?:章|部分))[\s　、]*")),
    ("part", re.compile(rf"^(第{_NUMERAL}+节)[\s　、]*")),
    ("article", re.compile(rf"^(第{_NUMERAL}+条(?:之{_CN}+)?)[\s　、]*(?![^\s　]{{0,4}}规定)")),
    ("section", re.compile(rf"^({_CN}{{1,4}})、[\s　]*")),
    ("item", re.compile(rf"^([（(]{_CN}{{1,4}}[)）])[\s　]*")),
    ("clause", re.compile(r"^([0-9０-９]{1,3})\s*[.．、](?![0-9０-９])[\s　]*")),
    ("subitem", re.compile(r"^([（(][0-9０-９]{1,3}[)）])[\s　]*")),
)
# What such a number can begin with.
_MARK_HEADS = frozenset("第（(0123456789０１２３４５６７８９一二三四五六七八九十百千〇○零")


@dataclass(frozen=True, slots=True)
class Line:
    """A line ``[start, end)`` of a text, white space at both ends cut off; ``gap`` blank lines before it.

    ``indented``: the line begins with a paragraph indent (two wide or four narrow spaces).
    """

    start: int
    end: int
    gap: int
    indented: bool

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Mark:
    """The number at the head of a paragraph: its kind, the number as printed, the length it takes."""

    kind: str
    number: str
    length: int


_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def is_date(line: str) -> bool:
    """A line that is the date of a document, or the history of a law in brackets.

    One with the day of the week or the number of a page is the head of a newspaper's page.
    """
    return "日" in line and _DATE_LINE.match(line) is not None and not _PAGE_HEAD.search(line)


def is_credit(line: str) -> bool:
    """A credit line of a news agency: 新华社北京4月10日电."""
    return "电" in line and _CREDIT_LINE.match(line) is not None


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The non-blank lines of ``text[start:end]``, offsets in ``text``."""
    stop = len(text) if end is None else end
    out: list[Line] = []
    at, gap = start, 0
    while at < stop:
        found = _BREAK.search(text, at, stop)
        line_end = found.start() if found else stop
        raw = text[at:line_end]
        body = raw.strip()
        if body:
            lead = len(raw) - len(raw.lstrip())
            indent = raw[:lead].replace("　", "  ").replace("\t", "    ")
            out.append(Line(at + lead, at + lead + len(body), gap, len(indent) >= 4))
            gap = 0
        else:
            gap += 1
        at = found.end() if found else stop
    return out


def line_starts(text: str) -> list[int]:
    """The offsets at which lines begin; CR LF, LF and a lone CR end one."""
    starts = [0]
    for i, char in enumerate(text):
        if char == "\n" or (char == "\r" and text[i + 1 : i + 2] != "\n"):
            starts.append(i + 1)
    return starts


def mark_of(paragraph: str) -> Mark | None:
    """The number at the head of a paragraph, or None. ``18.91万`` is no item 18."""
    if paragraph[:1] not in _MARK_HEADS:
        return None
    for kind, pattern in _MARKS:
        found = pattern.match(paragraph)
        if found:
            return Mark(kind, found.group(1), found.end())
    return None


def document_starts(text: str, lines: Sequence[Line]) -> list[int]:
    """The offsets where the title of an official document stands with nothing open before it."""
    out: list[int] = []
    for i, line in enumerate(lines):
        body = text[line.start : line.end]
        after = text[lines[i + 1].start : lines[i + 1].end] if i + 1 < len(lines) else ""
        if len(body) > 80 or not (DOCUMENT_TITLE.match(body) or DOCUMENT_TITLE.match(body + after)):
            continue
        before = text[lines[i - 1].start : lines[i - 1].end] if i else ""
        closed = not before or line.gap or before[-1] in "。！？；”’）)" or is_date(before)
        if (closed or is_credit(before)) and (not out or line.start - out[-1] > 120):
            out.append(line.start)
    return out


_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}


def ordinal_of(number: str) -> int | None:
    """The value of a number as printed (四 → 4, 第十二条 → 12, （三） → 3, 9 → 9), None if it has none.

    A decimal number counts under the one above it: 3.2.1 → 1.
    """
    if re.fullmatch(r"\d+(?:\.\d+)+", number):
        number = number.rpartition(".")[2]
    digits = "".join(c for c in number if c.isdigit() and ord(c) < 0x10000 and c not in _DIGIT)
    if digits:
        return int(digits)
    total = current = 0
    seen = False
    for char in number:
        if char in _DIGIT:
            current, seen = (current * 10 if current else 0) + _DIGIT[char], True
        elif char in _UNIT:
            total += (current or 1) * _UNIT[char]
            current, seen = 0, True
    return total + current if seen else None
