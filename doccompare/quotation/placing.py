"""Where a stretch of an article comes from: the stretch of the work that goes with it best.

Seeds are the runs of a few characters that both texts share; a run counts by how rare its characters are
in the work, so that the words a document is about (社区工作者) place nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from doccompare.matching import Run, chain, difference, gram_hashes, shared_runs
from doccompare.quotation.laid import COMMA, STOP, Laid
from doccompare.quotation.reference import GRAM, Reference, rarity_of

_Numbers = NDArray[np.int64]

# Windows of the work tried for one stretch of the article.
_WINDOWS = 6
# Words of the work looked at on either side of a seed: a quotation may leave out so much.
_REACH = 90
# A run at the end of a chain that is farther off than this must be rare to belong to it.
_FAR = 10
# An end may be drawn out to the edge of its clause over so many words on either side, and no more apart.
_DRAWN, _APART = 4, 4
# What begins an item that a writer put at the end of an enumeration.
_JOINS = ("和", "与", "及", "以及", "、", "并")
_ADDED = 6
# A stretch of so many words that stands in the work to the letter is looked for nowhere else.
_TO_THE_LETTER = 6
# What a seed must promise to be followed: one rare gram, or a gram in a heading.
_TELLS = 1.1
# Agreeing characters of a place are counted one by one up to this length.
_RECOUNTED = 80
# Verbs with which a writer leads in what a document says: no part of it.
_LEAD = re.compile(
    r"(?:还|并|也|同时|其中|文件|明确)?(?:强调|要求|提出|指出|明确|规定|提到|写道|表示|认为|主要|主要从|通过|要|就|对)+"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """The words ``[a0, a1)`` of the article go with the words ``[b0, b1)`` of the work.

    ``matched`` words agree in order; ``worth`` is their weight by rarity.
    """

    a0: int
    a1: int
    b0: int
    b1: int
    matched: int
    worth: float

    @property
    def likeness(self) -> float:
        """0..1: the share of words that agree, of the longer side; long cuts of the work count little."""
        return self.matched / max(self.a1 - self.a0, min(self.b1 - self.b0, 2 * (self.a1 - self.a0)), 1)


class Placer:
    """Finds the places of stretches of one article in one work."""

    def __init__(self, article: Laid, work: Reference) -> None:
        self.article, self.work = article, work
        self._a, self._b = article.words.codes, work.laid.words.codes
        runs = sorted(shared_runs(self._a, self._b, GRAM), key=lambda r: (r.a, r.b))
        self._starts, self._places, self._lengths = (
            np.array([getattr(r, name) for r in runs], dtype=np.int64) for name in ("a", "b", "length")
        )
        self._longest = max((r.length for r in runs), default=0)

    @cached_property
    def _rare(self) -> np.ndarray:
        """For each gram of the work the sum of rarities before it, the article's own usage considered."""
        own = gram_hashes(self._a, GRAM)
        here = gram_hashes(self._b, GRAM)
        values, counts = np.unique(own, return_counts=True)
        at = np.clip(np.searchsorted(values, here), 0, max(0, len(values) - 1))
        told = np.where(values[at] == here, counts[at], 0) if len(values) else np.zeros(len(here))
        rarity = rarity_of(here)
        # What the writer says over and over is a topic; a whole reprint repeats nothing.
        rarity = np.minimum(rarity, np.where(told > 3, 3.0 / np.maximum(told, 1), 1.0))
        return np.concatenate(([0.0], np.cumsum(rarity)))

    def worth(self, run: Run) -> float:
        """How much a run of the work's words tells: its rare grams, a little for what is shorter."""
        if run.length < GRAM:
            return 0.15 * run.length
        last = min(run.b + run.length - GRAM + 1, len(self._rare) - 1)
        return float(self._rare[last] - self._rare[run.b]) + 0.15 * (GRAM - 1)

    def _clipped(self, start: int, end: int) -> tuple[_Numbers, _Numbers, _Numbers]:
        """The shared runs within the words ``[start, end)`` of the article, cut to them: a, b, length."""
        first = int(np.searchsorted(self._starts, start - self._longest))
        last = int(np.searchsorted(self._starts, end))
        at, place, length = (x[first:last] for x in (self._starts, self._places, self._lengths))
        low, high = np.maximum(at, start), np.minimum(at + length, end)
        use = high - low >= min(GRAM, end - start)
        return low[use], (place + low - at)[use], (high - low)[use]

    def seeds(self, start: int, end: int) -> list[Run]:
        """The shared runs within the words ``[start, end)`` of the article, cut to them."""
        return [Run(*map(int, run)) for run in zip(*self._clipped(start, end), strict=True)]

    def tells(self, start: int, end: int) -> float:
        """What the seeds within the words ``[start, end)`` of the article are worth together."""
        _, place, length = self._clipped(start, end)
        last = np.minimum(np.maximum(place + length - GRAM + 1, place), len(self._rare) - 1)
        rare = self._rare[last] - self._rare[np.minimum(place, len(self._rare) - 1)]
        return float(np.where(length < GRAM, 0.15 * length, rare + 0.15 * (GRAM - 1)).sum())

    def places(self, start: int, end: int) -> list[Placed]:
        """The likely places of the words ``[start, end)``, the best first; their ends not drawn out yet."""
        if (exact := self.exact(start, end)) and end - start >= _TO_THE_LETTER:
            return sorted(exact, key=lambda p: (-score(p, self.work, start, end), p.b0))
        seeds = sorted(self.seeds(start, end), key=lambda r: (-self._promise(r), r.a, r.b))
        reach = _REACH + end - start
        tried: list[tuple[int, int]] = []
        found: dict[tuple[int, int], Placed] = {}
        for seed in seeds:
            if self._promise(seed) < _TELLS:
                break  # topic words from here on
            if any(low <= seed.b and seed.b + seed.length <= high for low, high in tried):
                continue
            if len(tried) >= _WINDOWS:
                break
            low = max(0, seed.b - (seed.a - start) - _REACH)
            high = min(len(self._b), seed.b + (end - seed.a) + _REACH)
            placed = self.within(start, end, low, high, seed)
            if placed is not None:
                found.setdefault((placed.b0, placed.b1), placed)
                tried.append((max(low, placed.b0 - reach // 4), min(high, placed.b1 + reach // 4)))
            else:
                tried.append((seed.b, seed.b + seed.length))
        return sorted(found.values(), key=lambda p: (-score(p, self.work, start, end), p.b0))

    def exact(self, start: int, end: int) -> list[Placed]:
        """The places where the work has the words ``[start, end)`` to the letter; the first few of them."""
        words, text = self.article.words.text[start:end], self.work.laid.words.text
        out: list[Placed] = []
        at = text.find(words)
        while at >= 0 and len(out) < _WINDOWS:
            length = end - start
            out.append(Placed(start, end, at, at + length, length, self.worth(Run(start, at, length))))
            at = text.find(words, at + 1)
        return out

    def _promise(self, seed: Run) -> float:
        """What a seed is worth, more in a heading: what a document names first of all are its headings."""
        return self.worth(seed) + (1.0 if self.work.unit_at(seed.b).heading else 0.0)

    def within(self, start: int, end: int, low: int, high: int, seed: Run | None = None) -> Placed | None:
        """The best place of the words ``[start, end)`` inside ``[low, high)`` of the work."""
        runs = [
            Run(r.a + start, r.b + low, r.length)
            for r in shared_runs(self._a[start:end], self._b[low:high], 2)
        ]
        links = chain(runs)
        if seed is not None and not any(r.diagonal == seed.diagonal for r in links):
            # The heaviest chain lies elsewhere: the seed's own place, seen from near.
            near = [r for r in runs if abs(r.diagonal - seed.diagonal) <= end - start]
            links = chain(near)
        links = self._widened(self._pruned(links), runs)
        if not links:
            return None
        return Placed(
            links[0].a,
            links[-1].a + links[-1].length,
            links[0].b,
            links[-1].b + links[-1].length,
            sum(r.length for r in links),
            sum(self.worth(r) for r in links),
        )

    def _pruned(self, links: list[Run]) -> list[Run]:
        """The chain without chance runs at its ends: short or common, and far from the rest."""
        links = list(links)
        while len(links) > 1:
            head, tail = (
                self._loose(links[0], links[1], links[0]),
                self._loose(links[-2], links[-1], links[-1]),
            )
            if head and (not tail or self.worth(links[0]) <= self.worth(links[-1])):
                links.pop(0)
            elif tail:
                links.pop()
            else:
                break
        return links

    def _loose(self, first: Run, second: Run, run: Run) -> bool:
        """Whether ``run``, the one or the other of two neighbours in a chain, is there by chance."""
        gap_a, gap_b = second.a - first.a - first.length, second.b - first.b - first.length
        gaps = self.work.laid.gaps
        crosses = any(level >= STOP for level in gaps[first.b + first.length : second.b + 1])
        if self.worth(run) >= 2.0:
            return gap_b > _REACH
        if crosses and gap_b > 1:
            return True
        if run.length <= 3 and (gap_b > _FAR or gap_a > _FAR):
            # Two or three characters at the edge of a clause of the work are its verb or its object.
            whole = gaps[run.b] >= COMMA or gaps[run.b + run.length] >= COMMA
            return not whole or gap_a > _FAR
        return gap_b > 4 * _FAR

    def _widened(self, links: list[Run], runs: Sequence[Run]) -> list[Run]:
        """The chain with what else agrees in the clauses of the work where it begins and ends.

        A run of two characters does not pay for a jump of its own; inside the clause it is no chance.
        """
        if not links:
            return links
        low = self.work.laid.bounds(links[0].b, COMMA)[0]
        high = self.work.laid.bounds(links[-1].b + links[-1].length - 1, COMMA)[1]
        while True:
            first = links[0]
            before = [
                r for r in runs if low <= r.b and r.b + r.length <= first.b and r.a + r.length <= first.a
            ]
            before = [r for r in before if first.a - r.a - r.length <= _FAR]
            if not before:
                break
            links.insert(0, max(before, key=lambda r: (r.length, r.b)))
        while True:
            last = links[-1]
            end_a, end_b = last.a + last.length, last.b + last.length
            after = [r for r in runs if end_b <= r.b and r.b + r.length <= high and end_a <= r.a]
            after = [r for r in after if r.a - end_a <= _FAR]
            if not after:
                break
            links.append(max(after, key=lambda r: (r.length, -r.b)))
        return links

    def drawn(self, placed: Placed, start: int, end: int) -> Placed:
        """The place with its ends drawn out to the edges ``start`` and ``end`` of the article's stretch.

        Only where both texts have a few words more, so that the one stands for the other, or where the
        writer put an item at the end of an enumeration. What a writer leads in with is no part of it.
        """
        a0, a1, b0, b1 = placed.a0, placed.a1, placed.b0, placed.b1
        low, high = self.work.laid.bounds(b0, COMMA)[0], self.work.laid.bounds(max(b0, b1 - 1), COMMA)[1]
        more_a, more_b = a0 - start, b0 - low
        # After a title the writer's own sentence goes on.
        titled = "》" in self.article.between(start)
        leads = titled or _LEAD.fullmatch(self.article.words.text, start, a0) is not None
        if 0 < more_a <= _DRAWN and more_b > 0 and abs(more_a - more_b) <= _APART and not leads:
            a0, b0 = start, low
        more_a, more_b = end - a1, high - b1
        if 0 < more_a <= _DRAWN and more_b > 0 and abs(more_a - more_b) <= _APART:
            a1, b1 = end, high
        elif 0 < more_a <= _ADDED and more_b == 0 and self._is_added(a1):
            a1 = end
        matched = placed.matched
        if a1 - a0 <= _RECOUNTED >= b1 - b0 and matched < a1 - a0:
            # Single characters that agree are no runs, and count all the same.
            edits = difference(self.article.words.text[a0:a1], self.work.laid.words.text[b0:b1])
            matched = max(matched, a1 - a0 - sum(e.a1 - e.a0 for e in edits))
        return Placed(a0, a1, b0, b1, matched, placed.worth)

    def _is_added(self, at: int) -> bool:
        text = self.article.words.text[at : at + 2]
        return text.startswith(_JOINS) or "、" in self.article.between(at)


def score(placed: Placed, work: Reference, start: int, end: int) -> float:
    """How well a place fits the words ``[start, end)`` of an article.

    What it tells, and how many words agree; more where both begin or end at the edge of a clause, and where
    a whole heading is named; less for what is cut out or put in.
    """
    span, gaps = placed.b1 - placed.b0, work.laid.gaps
    total = placed.worth + 0.4 * placed.matched - 0.02 * max(0, span - placed.matched)
    total -= 0.1 * max(0, placed.a1 - placed.a0 - placed.matched)
    total += 1.0 * (gaps[placed.b0] >= COMMA or placed.b0 == 0) + 1.0 * (gaps[placed.b1] >= COMMA)
    total += 2.5 * is_heading(placed, work)
    return total + 0.5 * (placed.a0 == start) + 0.5 * (placed.a1 == end)


def is_heading(placed: Placed, work: Reference) -> bool:
    """Whether a place is a whole heading of the work, its words in order."""
    unit = work.unit_at(placed.b0)
    if not unit.heading or placed.b1 > unit.end:
        return False
    # The number before a heading is none of its words.
    low = max(unit.start, work.laid.bounds(placed.b0, COMMA)[0])
    return placed.b0 == low and placed.b1 == unit.end and placed.matched >= 0.8 * (placed.b1 - placed.b0)
