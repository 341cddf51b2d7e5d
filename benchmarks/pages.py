"""A made-up archive with planted reprints and quotations, the same for the same seed.

Pages are dictionary text (jieba's words by frequency), sentences of other articles that stand on many
pages, and stock phrases that the works have too. Planted are whole works, parts of 200 to 3,000
characters and quotations of 18 to 90, with up to 10 % of the characters changed, lost or added; six
pages in ten are wrapped at the width of a column. Every page hangs only on the seed and its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

_STOCK = (
    "坚持问题导向和目标导向相统一", "在省委的坚强领导下认真贯彻落实",
    "全面贯彻落实有关会议精神结合本地实际", "进一步增强做好这项工作的责任感和紧迫感",
)  # fmt: skip
_STOCK_PAGES, _SHARED_SENTENCES, _WRAPPED = 0.10, 0.2, 0.6
_SENTENCES = 256


@dataclass(frozen=True)
class Plant:
    """What stands on a page: ``[start, end)`` of its text goes back to ``[first, last)`` of the work's."""

    page_id: str
    work: str
    kind: str  # full | partial | quotation
    noise: float
    start: int
    end: int
    first: int
    last: int


@cache
def _dictionary() -> tuple[list[str], NDArray[np.float64]]:
    """Han words of one to four characters with cumulative weights."""
    import jieba

    words, sums, total = [], [], 0.0
    with jieba.get_dict_file() as file:
        for line in file:
            word, frequency = line.decode("utf-8").split(" ")[:2]
            if len(word) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in word) and int(frequency) > 2:
                total += int(frequency) ** 0.8
                words.append(word)
                sums.append(total)
    return words, np.array(sums)


def _sentences(rng: Random, size: int) -> list[str]:
    """Sentences of about so many characters in all."""
    words, sums = _dictionary()
    draws = np.random.default_rng(rng.getrandbits(64)).random(size // 2 + 60) * sums[-1]
    chosen = iter([words[at] for at in np.searchsorted(sums, draws).tolist()])
    found: list[str] = []
    while size > 0:
        clauses = ["".join(islice(chosen, rng.randint(4, 9))) for _ in range(rng.randint(2, 4))]
        if not clauses[-1]:
            break
        found.append("，".join(clauses) + "。")
        size -= len(found[-1])
    return found


def _sentence(rng: Random) -> str:
    return _sentences(rng, 1)[0]


@dataclass(frozen=True)
class Made:
    """An archive of ``pages`` pages in which ``plants`` passages of ``count`` works stand."""

    seed: int
    pages: int
    plants: int
    count: int = 1
    length: int = 4000

    @cached_property
    def works(self) -> list[tuple[str, str]]:
        """Names and texts: a title, numbered sections and clauses, a stock phrase here and there."""
        return [(f"work{n:05d}", self._work(Random(f"{self.seed} work {n}"))) for n in range(self.count)]

    def _work(self, rng: Random) -> str:
        words, _ = _dictionary()
        title = "关于" + "".join(rng.choice(words) for _ in range(4)) + "工作的意见"
        lines, section, clause = [title], 0, 0
        while sum(map(len, lines)) < self.length:
            section += 1
            lines.append(
                "一二三四五六七八九十"[(section - 1) % 10] + "、" + _sentence(rng)[:8].replace("，", "")
            )
            for _ in range(3):
                clause += 1
                body = "".join(_sentence(rng) for _ in range(rng.randint(2, 5)))
                if rng.random() < 0.4:
                    body += rng.choice(_STOCK) + "，" + _sentence(rng)
                lines.append(f"{clause}.{body}")
        return "\n".join(lines)

    @cached_property
    def _articles(self) -> list[str]:
        rng = Random(f"{self.seed} articles")
        return [_sentence(rng) for _ in range(_SENTENCES)]

    def page(self, number: int) -> tuple[dict[str, str], list[Plant]]:
        """A page and what is planted on it."""
        rng = Random(f"{self.seed} page {number}")
        page_id = f"p{number:08d}"
        size = min(9000, int(rng.lognormvariate(7.85, 0.45)))
        parts = _sentences(rng, round(size * (1 - _SHARED_SENTENCES)))
        for _ in range(round(len(parts) * _SHARED_SENTENCES / (1 - _SHARED_SENTENCES))):
            parts.insert(rng.randrange(len(parts)), rng.choice(self._articles))
        if rng.random() < _STOCK_PAGES:
            parts.insert(rng.randrange(len(parts)), rng.choice(_STOCK) + "，")
        numbers = range(-(-number * self.plants // self.pages), -(-(number + 1) * self.plants // self.pages))
        planted = [self._plant(Random(f"{self.seed} plant {n}"), n, parts, rng) for n in numbers]
        text, found = "", []
        for at, part in enumerate(parts):
            for place, work, kind, noise, first, last in planted:
                if place == at:
                    found.append(
                        Plant(page_id, work, kind, noise, len(text), len(text) + len(part), first, last)
                    )
            text += part
            if rng.random() < 0.15:
                text += "\n"
        text, found = _wrapped(text, found, rng) if rng.random() < _WRAPPED else (text, found)
        row = {"page_id": page_id, "publication": f"报{number % 37}", "date": f"2024-{number % 12 + 1:02d}"}
        return {**row, "text": text}, found

    def _plant(
        self, rng: Random, number: int, parts: list[str], place: Random
    ) -> tuple[int, str, str, float, int, int]:
        name, text = self.works[rng.randrange(len(self.works))]
        kind = ("full", "partial", "quotation", "quotation", "partial")[number % 5]
        lengths = {
            "full": (len(text), len(text)),
            "partial": (200, min(3000, len(text))),
            "quotation": (18, 90),
        }
        length = rng.randint(*lengths[kind])
        first = rng.randrange(len(text) - length + 1)
        noise = rng.uniform(0, 0.1)
        copied = "".join(_noisy(text[first : first + length], noise, rng))
        at = place.randrange(len(parts) + 1)
        parts.insert(at, copied)
        return at, name, kind, noise, first, first + length

    def write_works(self, folder: Path) -> None:
        """The works as text files."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.works:
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")

    def write_jsonl(self, file: Path) -> list[Plant]:
        """The archive as JSONL; what is planted in it."""
        planted: list[Plant] = []
        with file.open("w", encoding="utf-8") as lines:
            for number in range(self.pages):
                row, found = self.page(number)
                planted += found
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        return planted


def _noisy(text: str, noise: float, rng: Random) -> Iterator[str]:
    """The characters of a text, each with this chance changed, lost, or followed by another."""
    words, sums = _dictionary()
    for char in text:
        if rng.random() >= noise:
            yield char
            continue
        other = words[int(np.searchsorted(sums, rng.random() * sums[-1]))][0]
        kind = rng.randrange(3)
        if kind != 1:
            yield other
        if kind == 2:
            yield char


def _wrapped(text: str, plants: list[Plant], rng: Random) -> tuple[str, list[Plant]]:
    """The text in lines of a column's width, and the plants at their new places."""
    width = rng.randint(12, 30)

    def moved(at: int) -> int:
        return at + (at - 1) // width if at else 0

    lines = [text[n : n + width] for n in range(0, len(text), width)]
    return "\n".join(lines), [
        Plant(p.page_id, p.work, p.kind, p.noise, moved(p.start + 1) - 1, moved(p.end), p.first, p.last)
        for p in plants
    ]


@dataclass(frozen=True)
class Score:
    """Found of planted by kind, and passages that go back to a planted one of all passages."""

    found: dict[str, tuple[int, int]]
    right: int
    passages: int

    def recall(self, kind: str) -> float:
        """The share of the planted of a kind that was found."""
        got, all_ = self.found.get(kind, (0, 0))
        return got / all_ if all_ else 1.0

    @property
    def precision(self) -> float:
        """The share of the passages that were planted."""
        return self.right / self.passages if self.passages else 1.0


def score(plants: list[Plant], rows: list[dict[str, object]]) -> Score:
    """What was found of what was planted: half of it, by passages of its page and work.

    A passage is right when half of it is planted.
    """
    by_page: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in rows:
        key = (str(row["page_id"]), str(row["work"]))
        by_page.setdefault(key, []).append((int(str(row["page_start"])), int(str(row["page_end"]))))
    truth: dict[tuple[str, str], list[tuple[int, int]]] = {}
    found: dict[str, tuple[int, int]] = {}
    for plant in plants:
        key = (plant.page_id, plant.work)
        truth.setdefault(key, []).append((plant.start, plant.end))
        covered = sum(max(0, min(e, plant.end) - max(s, plant.start)) for s, e in by_page.get(key, []))
        got, all_ = found.get(plant.kind, (0, 0))
        found[plant.kind] = (got + (2 * covered >= plant.end - plant.start), all_ + 1)
    right = 0
    for key, spans in by_page.items():
        for start, end in spans:
            shared = sum(max(0, min(e, end) - max(s, start)) for s, e in truth.get(key, []))
            right += 2 * shared >= end - start
    return Score(found, right, sum(map(len, by_page.values())))
