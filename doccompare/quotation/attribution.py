"""Whose words a passage is said to be: the work's, somebody else's, or nothing is said."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum

from doccompare.layout import STARS
from doccompare.quotation.laid import STOP, Laid, Marked
from doccompare.text import is_punctuation, key_of

# The kinds of documents, as a text calls one after it has named it: 《意见》.
_KINDS = (
    "意见|通知|通告|公告|通报|决定|决议|办法|规定|方案|规划|纲要|条例|细则|规则|准则|章程|法"
    "|解释|标准|指南|纪要|公报|报告|建议|宣言|文件"
)
_SAYS = (
    "指出|提出|强调|要求|明确|规定|提到|写道|写明|写着|载明|称|说|表示|认为|介绍|透露|指明"
    "|部署|载|说明|重申|坦言|告诉记者|回忆"
)
_SHORT = re.compile(r"》\s*[（(](?:以下|下)(?:统)?(?:简)?称为?[：:]?\s*[《“]?([^》”）)]{1,20})[》”]?[）)]")
# 据新华社报道, 据介绍, 根据某某
_ACCORDING = re.compile(
    rf"(?:依据|根据|按照|依照|据)(?P<who>(?:(?!{_SAYS})[^，。；：《》“”\s]){{0,20}}?)(?:{_SAYS}|报道|统计|了解|显示)"
)
_SPEAKER = re.compile(
    rf"(?P<who>[^，。；：《》“”「」！？\s、]{{0,24}}?)(?:还|也|同时|进一步|曾|又|再次|特别|明确|郑重)?(?:{_SAYS})(?:道|过)?$"
)
# 按照有关规定: nobody is named.
_AS_RULED = re.compile(r"(?:按照|根据|依据|依照|按)(?:有关|相关|上述|现行)?(?:规定|要求|部署)$")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇0-9]{1,6}条(?:第?[一二三四五六七八九十]+款)?$")
_ITSELF = re.compile(
    rf"^(?:该|本|这一|这份|此|上述|中央|国务院|其中|同时|并|还|文件|全文|文中|新规|新政|政策)?(?:{_KINDS})?(?:中|里|还|也)?$"
)
_NEAR = 60  # characters before a quotation in which its source is named


class Whose(Enum):
    """Whose words a passage is said to be."""

    WORK = "work"
    OTHER = "other"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Names:
    """What an article calls the work, and what it calls other documents; all without signs."""

    title: str
    own: frozenset[str]
    others: frozenset[str]

    def is_work(self, name: str) -> bool | None:
        """Whether a title in 《》 names the work; None when that cannot be told."""
        bare = _bare(name)
        if not bare or not self.title:
            return None
        if bare in self.own:
            return True
        if bare in self.others:
            return False
        return _is_title(bare, self.title)


def _bare(name: str) -> str:
    return "".join(c for c in key_of(name).text if not is_punctuation(c))


def _is_title(bare: str, title: str) -> bool:
    """The title as a whole, without the bodies before it, its last word (意见), or a long part of it."""
    if title == bare or title.endswith(bare) or bare.endswith(title):
        return True
    return len(bare) >= 8 and bare in title


def names_in(text: str, laid: Laid, title: str) -> Names:
    """The names by which the article calls the work and other documents (以下简称…)."""
    bare_title = _bare(title)
    own: set[str] = set()
    others: set[str] = set()
    for mark in laid.marked:
        if not mark.title:
            continue
        bare = _bare(text[mark.start : mark.end])
        mine = bool(bare_title) and len(bare) > 4 and _is_title(bare, bare_title)
        if short := _SHORT.match(text, mark.end):
            (own if mine else others).add(_bare(short[1]))
    return Names(bare_title, frozenset(own), frozenset(others - own))


class Attribution:
    """Says for places of an article whose words they are said to be."""

    def __init__(self, laid: Laid, title: str) -> None:
        self._laid = laid
        self.names = names_in(laid.read, laid, title)
        self._titles = [(m, self.names.is_work(laid.read[m.start : m.end])) for m in laid.marked if m.title]
        self._ends = [m.end for m, _ in self._titles]

    def title_at(self, start: int, end: int) -> bool | None:
        """Whether ``[start, end)`` is a title in 《》: True of the work, False of another, None: no title."""
        for mark, mine in self._titles:
            if mark.start <= start and end <= mark.end:
                return bool(mine)
        return None

    def of_quotation(self, start: int) -> Whose:
        """Whose words the quotation that opens before code point ``start`` is said to be."""
        text = self._laid.read
        opened = start - 1
        before = text[max(0, opened - _NEAR) : opened]
        sentence = re.split(r"[。！？\n\r]", before)[-1]
        lead = re.sub(r"[\s：:，,—]+$", "", sentence)
        if not STARS.sub("", lead).strip():
            return Whose.UNSAID
        low = opened - len(sentence)
        title = self._last_title(low, opened)
        after = STARS.sub("", lead[max(0, title[0].end + 1 - low) :] if title else lead)
        if _AS_RULED.search(after):
            return self._said(title[1]) if title else Whose.UNSAID
        if speaker := _SPEAKER.search(after):
            who = re.split(r"[，,；;]", after[: speaker.end()])[-1]
            subject = _SPEAKER.search(who)
            name = subject["who"] if subject else ""
            if title and not name.strip("还也并中里"):
                return self._said(title[1])
            if _ARTICLE.search(name) or _ITSELF.match(name):
                return self._said(title[1]) if title else Whose.WORK
            if title and re.search(rf"(?:{_KINDS})$", name):
                return self._said(title[1])
            return Whose.OTHER
        if found := _ACCORDING.search(after):
            if not found["who"]:
                return Whose.UNSAID  # 按照规定, 据介绍: nobody is named
            return Whose.WORK if _ITSELF.match(found["who"]) else Whose.OTHER
        if title is not None and len(after) <= 24:
            return self._said(title[1])
        if _ARTICLE.search(lead):
            return Whose.WORK
        return Whose.UNSAID

    def of_text(self, start: int, word: int) -> Whose:
        """Whose words unmarked text at a code point (and word) is said to be, by its own sentence."""
        first, _ = self._laid.bounds(word, STOP)
        low = self._laid.offset(first)
        low = max(0, low - 1)
        sentence = self._laid.read[low:start]
        title = self._last_title(low, start)
        if title is not None:
            after = self._laid.read[title[0].end + 1 : start]
            said = re.match(rf"\s*(?:第[^，。]{{1,8}}条)?[^，。；：《》]{{0,10}}?(?:{_SAYS}|[：:])", after)
            if said or re.search(
                r"(?:依据|根据|按照|依照|据)\s*$", self._laid.read[low : max(low, title[0].start - 1)]
            ):
                return self._said(title[1])
            return Whose.UNSAID
        found = _ACCORDING.match(sentence.lstrip("“”\"'。 　"))
        if found is not None and found["who"] and not _ITSELF.match(found["who"]):
            return Whose.OTHER
        return Whose.UNSAID

    def _last_title(self, low: int, high: int) -> tuple[Marked, bool | None] | None:
        at = bisect_left(self._ends, high) - 1
        while at >= 0 and self._titles[at][0].end > low:
            mark, mine = self._titles[at]
            if mark.start >= low:
                return mark, mine
            at -= 1
        return None

    @staticmethod
    def _said(mine: bool | None) -> Whose:
        return Whose.UNSAID if mine is None else Whose.WORK if mine else Whose.OTHER
