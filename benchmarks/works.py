"""Works made from the word lists: a notice, a statute, a classical-style text, a repeated text.

A work is a tuple of paragraphs with addresses; its truth text is their texts joined by line ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks import phrases
from benchmarks.phrases import chinese_number


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a work: its address, what it is (title, date, heading …) and its text."""

    address: str
    part: str
    text: str


@dataclass(frozen=True)
class Work:
    """The true text, before anybody copied it."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The truth text that origins count in: one paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each paragraph begins in the truth text."""
        at, starts = 0, []
        for paragraph in self.paragraphs:
            starts.append(at)
            at += len(paragraph.text) + 1
        return tuple(starts)


class Writer:
    """Makes sentences of one work; never the same sentence twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.topic = rng.choice(phrases.TOPICS)
        self.seen: set[str] = set()

    def fresh(self, make: Callable[[], str]) -> str:
        """What ``make`` returns, made again while it has been used before (twenty times at most)."""
        text = make()
        for _ in range(20):
            if text not in self.seen:
                break
            text = make()
        self.seen.add(text)
        return text

    def object(self) -> str:
        """A noun phrase such as 日常巡查制度."""
        return self.rng.choice(phrases.MODIFIERS) + self.rng.choice(phrases.NOUNS)

    def _sentence(self) -> str:
        pick = self.rng.choice
        first, second = self.rng.sample(phrases.VERBS, 2)
        parts = [
            f"{first}{self.object()}",
            f"{pick(phrases.CONDITIONS)}，{pick(phrases.ORGANS)}应当{second}{self.object()}",
            f"由{pick(phrases.ORGANS)}会同{pick(phrases.ORGANS)}{second}{self.object()}",
            f"{first}{self.topic}{self.object()}、{self.object()}和{pick(phrases.NOUNS)}",
            f"每{pick('年季月')}至少安排{self.rng.randint(2, 18)}次{pick(phrases.MODIFIERS)}",
            f"力争用{self.rng.randint(2, 9)}年左右时间，"
            f"使{pick(phrases.MODIFIERS)}覆盖率达到{self.rng.randint(61, 99)}%",
        ]
        chosen = self.rng.sample(parts, self.rng.randint(1, 3))
        return "，".join([*chosen, pick(phrases.AIMS)]) + "。"

    def sentence(self) -> str:
        """A sentence of officialese that this work does not have yet."""
        return self.fresh(self._sentence)

    def sentences(self, characters: int) -> str:
        """Sentences of about ``characters`` characters, at least one."""
        text = self.sentence()
        while len(text) < characters:
            text += self.sentence()
        return text


def notice(rng: Random, length: int) -> Work:
    """A notice of about ``length`` characters: title, date, preamble, sections, clauses, credit line."""
    writer = Writer(rng)
    sections = max(2, min(len(phrases.HEADINGS), length // 450))
    clauses = max(2, sections * 2)
    size = max(30, (length - 150) // (clauses + 2))
    title = f"县人民政府办公室关于进一步做好{writer.topic}工作的通知"
    paragraphs = [
        Paragraph("标题", "title", title),
        Paragraph(
            "日期", "date", f"（20{rng.randint(11, 29)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日）"
        ),
        Paragraph(
            "前言", "preamble", f"为做好{writer.topic}工作，现就有关事项通知如下。" + writer.sentence()
        ),
    ]
    heads = rng.sample(phrases.HEADINGS, sections)
    runs = rng.sample(phrases.CLAUSE_HEADS, min(clauses, len(phrases.CLAUSE_HEADS)))
    number = 0
    for index, head in enumerate(heads, 1):
        name = chinese_number(index)
        paragraphs.append(Paragraph(name, "heading", f"{name}、{head}"))
        if index == 1:
            paragraphs.append(Paragraph(f"{name}.p1", "paragraph", writer.sentences(size)))
            paragraphs.append(Paragraph(f"{name}.p2", "paragraph", writer.sentences(size)))
            continue
        for _ in range(clauses // sections + int(index % 2 == 0)):
            number += 1
            run = f"{number}.{runs[number % len(runs)]}。"
            paragraphs.append(Paragraph(f"{name}.{number}", "clause", run + writer.sentences(size)))
    place = rng.choice(("云台", "望江", "清溪", "白沙"))
    credit = f"（本县通讯社{place}{rng.randint(1, 12)}月{rng.randint(1, 28)}日电）"
    paragraphs.append(Paragraph("电头", "credit", credit))
    return Work(tuple(paragraphs))


def statute(rng: Random, length: int) -> Work:
    """A statute-like text with chapters 第N章 and articles 第N条, some of several 款."""
    writer = Writer(rng)
    articles = max(6, length // 90)
    chapters = max(2, min(8, articles // 6))
    paragraphs = [
        Paragraph("标题", "title", f"{writer.topic}管理办法"),
        Paragraph(
            "日期", "date", f"（20{rng.randint(11, 29)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日公布）"
        ),
    ]
    heads = rng.sample(phrases.HEADINGS, chapters)
    for number in range(1, articles + 1):
        chapter = (number - 1) * chapters // articles
        if number == 1 or chapter != (number - 2) * chapters // articles:
            name = f"第{chinese_number(chapter + 1)}章"
            paragraphs.append(Paragraph(name, "heading", f"{name}　{heads[chapter]}"))
        article = f"第{chinese_number(number)}条"
        for part in range(1, rng.choice((1, 1, 2)) + 1):
            lead = f"{article}　" if part == 1 else ""
            name = f"第{chinese_number(chapter + 1)}章.{article}.{part}"
            paragraphs.append(Paragraph(name, "clause", lead + writer.sentences(45)))
    return Work(tuple(paragraphs))


def classical(rng: Random, length: int) -> Work:
    """An unpunctuated text in a classical manner, a few paragraphs without headings."""
    writer = Writer(rng)

    def line() -> str:
        first, second = rng.sample(phrases.CLASSIC_SUBJECTS, 2)
        verb, other = rng.sample(phrases.CLASSIC_VERBS, 2)
        one, two = rng.sample(phrases.CLASSIC_OBJECTS, 2)
        return rng.choice(phrases.CLASSIC_FRAMES).format(s=first, t=second, v=verb, w=other, o=one, p=two)

    paragraphs = [
        Paragraph("标题", "title", f"{rng.choice('山野林溪')}居{rng.choice(('杂说', '札记', '丛谈'))}")
    ]
    written, number = 0, 0
    while written < length:
        number += 1
        text = "".join(writer.fresh(line) for _ in range(rng.randint(6, 12)))
        paragraphs.append(Paragraph(f"p{number}", "paragraph", text))
        written += len(text)
    return Work(tuple(paragraphs))


def repeated(rng: Random, length: int, times: int = 4) -> Work:
    """A notice whose body stands in it ``times`` times, renumbered nowhere."""
    whole = notice(rng, max(300, length // times)).paragraphs
    front, body, credit = whole[:3], whole[3:-1], whole[-1:]
    again = [
        Paragraph(
            f"{paragraph.address}#{time}" if time else paragraph.address, paragraph.part, paragraph.text
        )
        for time in range(times)
        for paragraph in body
    ]
    return Work((*front, *again, *credit))


KINDS: dict[str, Callable[[Random, int], Work]] = {
    "notice": notice,
    "statute": statute,
    "classical": classical,
    "repeated": repeated,
}
