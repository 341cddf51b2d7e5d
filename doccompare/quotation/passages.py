"""Which stretches of an article go back to a work: found, told from chance, and put together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from doccompare.matching import difference
from doccompare.model import Part
from doccompare.quotation.attribution import Attribution, Whose
from doccompare.quotation.laid import COMMA, PARAGRAPH, STOP, TERM, Laid
from doccompare.quotation.placing import Placed, Placer, is_heading, score
from doccompare.quotation.reference import Reference
from doccompare.resources import stock_share

# A passage outside quotation marks has at least so many characters.
SHORTEST = 8
# Weights (see Placer.worth) a place must reach: for a whole clause, a part of one, one reshaped, a heading.
_WHOLE, _PART, _RESHAPED, _HEADING = 3.0, 4.0, 1.5, 1.2
_NEARLY = 0.8  # of the best score: another place worth a look
_EVEN = 0.6  # two scores nearer than this are even
_LONG = 12  # words that agree, for a part of a clause to be a passage
_TOPICAL = 0.2  # worth per agreeing word below which nothing but the topic is shared
_MARKED = 1.0
# Of a long quotation less than this per word is crumbs: words that documents of a kind share.
_CRUMBS = 0.08
_NO_TEXT = frozenset({Part.DATE, Part.CREDIT, Part.SIGNATURE})
_STOCK = 0.8
_ISSUED = (
    "印发",
    "发布",
    "下发",
    "出台",
    "制定",
    "公布",
    "颁布",
    "转发",
    "制定了",
    "出台了",
    "发布了",
    "印发了",
)
# Two places of the work follow one another when at most so many words (a number) lie between.
_NEXT = 2
# How far apart two pieces of one marked quotation may stand in the work and still be one place.
_ONE_PLACE = 160
# Words changed at an end of a marked quotation are held against as many of the work.
_CHANGED = 6
_RESCUED = 3  # clauses between two passages within which a retold one is sought


@dataclass(frozen=True, slots=True)
class Found:
    """The words ``[start, end)`` of the article and the places of the work they come from, in their order.

    No places: a marked quotation that is not found. ``marked``: in quotation marks.
    """

    start: int
    end: int
    parts: tuple[Placed, ...]
    marked: bool
    title: bool = False
    whose: Whose = Whose.UNSAID


class Finder:
    """Finds the passages of one article that go back to one work.

    ``whole``: the article is one quotation and nothing else.
    """

    def __init__(self, article: Laid, work: Reference, *, whole: bool = False) -> None:
        self.article, self.work, self.whole = article, work, whole
        self.placer = Placer(article, work)
        self._even: dict[tuple[int, int], list[Placed]] = {}
        self.attribution = Attribution(article, work.title)

    def find(self) -> list[Found]:
        """The passages in the order of the article; none overlaps another."""
        marked = self._marked()
        taken = [(f.start, f.end) for f in marked]
        out = list(marked)
        at = 0
        for start, end in self.article.segments:
            while at < len(taken) and taken[at][1] <= start:
                at += 1
            if at < len(taken) and taken[at][0] < end and start < taken[at][1]:
                # A short quotation inside a clause: what stands round it is not looked at again.
                if taken[at][1] - taken[at][0] >= end - start - 1 or taken[at][0] <= start:
                    continue
                end = taken[at][0]
                if end - start < 4:
                    continue
            found = self._segment(start, end)
            if found is not None:
                out.append(found)
        out.sort(key=lambda f: (f.start, f.end))
        out = self._settled(out)
        return self._rescued(self._titles(out))

    # --- outside quotation marks ---

    def _segment(self, start: int, end: int) -> Found | None:
        if end - start < 4:
            return None
        if self.placer.tells(start, end) < 1.0:
            return None
        low, high = self.article.span(start, end)
        title = self.attribution.title_at(low, high)
        if title is not None:
            return None  # seen to with the titles
        places = self.placer.places(start, end)
        top = score(places[0], self.work, start, end) if places else 0.0
        for placed in places[:3]:
            if score(placed, self.work, start, end) < _NEARLY * top:
                break
            drawn = self.placer.drawn(placed, start, end)
            if self._holds(drawn, start, end):
                if self.attribution.of_text(self.article.offset(drawn.a0), drawn.a0) is Whose.OTHER:
                    return None
                even = [p for p in places if abs(score(p, self.work, start, end) - top) < _EVEN]
                self._even[drawn.a0, drawn.a1] = [self.placer.drawn(p, start, end) for p in even]
                return Found(drawn.a0, drawn.a1, (drawn,), False)
        return None

    def _settled(self, found: list[Found]) -> list[Found]:
        """What was found; a clause that stands in the work more than once goes beside its neighbours."""
        out = list(found)
        for n, one in enumerate(out):
            others = [
                p for p in self._even.get((one.start, one.end), ()) if (p.a0, p.a1) == (one.start, one.end)
            ]
            if len(others) < 2:
                continue
            near = [
                f.parts
                for f in (out[n - 1] if n else None, out[n + 1] if n + 1 < len(out) else None)
                if f and f.parts
            ]
            if near:
                best = min(others, key=lambda p: min(_distance(p, parts) for parts in near))
                out[n] = replace(one, parts=(best,))
        return out

    def _holds(self, p: Placed, start: int, end: int) -> bool:
        """Whether a place is a passage and not words that both texts needs must use."""
        unit = self.work.unit_at(p.b0)
        if unit.part in _NO_TEXT:
            return False
        length = p.a1 - p.a0
        whole = length == end - start
        if unit.part is Part.TITLE:
            return whole and p.matched >= 0.8 * (unit.end - unit.start) and p.matched >= SHORTEST
        if p.worth < _TOPICAL * p.matched:
            return False
        gaps = self.work.laid.gaps
        edges = gaps[p.b0] >= COMMA and gaps[p.b1] >= COMMA
        share = p.matched / max(1, length)
        if self._is_stock(p) and not (
            p.matched == length == p.b1 - p.b0 and p.a1 == end and gaps[p.b1] >= COMMA
        ):
            return False
        if is_heading(p, self.work) and share >= 0.5 and p.worth >= _HEADING and p.matched >= 5:
            return True
        if edges and whole and share >= 0.6 and p.worth >= _RESHAPED and p.matched >= 6:
            return True
        if (edges or gaps[p.b1] >= COMMA) and p.a1 == end and share >= 0.5 and p.likeness >= 0.5:
            own = self.work.laid.segment_at(p.b0)
            if p.matched >= 0.75 * (own[1] - own[0]) and p.worth >= _RESHAPED and p.matched >= 6:
                return True
        if whole and share >= 0.7 and p.likeness >= 0.55 and p.worth >= _WHOLE:
            return True
        if p.matched >= 0.85 * (end - start) and p.likeness >= 0.55 and p.worth >= 2.2:
            return True
        # All but the verb of a clause.
        if p.a1 == end and gaps[p.b1] >= COMMA and p.matched >= 0.7 * (end - start) and p.worth >= _WHOLE:
            return True
        # A clause of the work put whole into a longer one of the writer's.
        if edges and p.matched >= SHORTEST and p.likeness >= 0.85 and p.worth >= _PART:
            return True
        touches = gaps[p.b0] >= COMMA or gaps[p.b1] >= COMMA
        return p.matched >= _LONG and p.likeness >= 0.6 and p.worth >= (_PART if touches else 2 * _PART)

    def _is_stock(self, p: Placed) -> bool:
        return stock_share(self.article.words.text[p.a0 : p.a1]) >= _STOCK

    # --- titles ---

    def _titles(self, found: list[Found]) -> list[Found]:
        """What was found, with the places where the work is named by its title."""
        unit = next((u for u in self.work.units if u.part is Part.TITLE), None)
        if unit is None:
            return found
        extra: list[Found] = []
        for mark in self.article.marked:
            if not mark.title or not self.attribution.names.is_work(self.article.read[mark.start : mark.end]):
                continue
            first, last = self.article.word_at(mark.start), self.article.word_at(mark.end)
            if last - first < SHORTEST:
                continue  # 《意见》: a name, no title
            placed = self.placer.within(first, last, unit.start, unit.end)
            if placed is None:
                continue
            parts = [replace(placed, a0=first, a1=last)]
            begin = first
            if placed.b0 > unit.start:
                low, _ = self.article.bounds(max(0, first - 1), COMMA)
                issuer = self.placer.within(low, first, unit.start, placed.b0) if low < first else None
                between = self.article.words.text[issuer.a1 : first] if issuer else ""
                if issuer is not None and issuer.matched >= 4 and between.strip() in _ISSUED:
                    parts, begin = [issuer, *parts], issuer.a0
            extra.append(Found(begin, last, tuple(parts), False, title=True))
        out = [f for f in found if not any(t.start < f.end and f.start < t.end for t in extra)]
        return sorted([*out, *extra], key=lambda f: (f.start, f.end))

    # --- inside quotation marks ---

    def _marked(self) -> list[Found]:
        """The passages in quotation marks that go back to the work, or are said to and do not."""
        if self.whole:
            return (
                [self._quotation(0, len(self.article.words), Whose.WORK)] if len(self.article.words) else []
            )
        out: list[Found] = []
        for mark in self.article.marked:
            if mark.title or mark.depth:
                continue
            start, end = self.article.word_at(mark.start), self.article.word_at(mark.end)
            if end <= start or (out and start < out[-1].end):
                continue
            whose = self.attribution.of_quotation(mark.start)
            sentence = end - start >= TERM or any(g >= COMMA for g in self.article.gaps[start + 1 : end])
            if not sentence and (whose is not Whose.WORK or end - start < 4):
                continue
            found = self._quotation(start, end, whose)
            if found.parts or whose is Whose.WORK:
                out.append(found)
        return out

    def _quotation(self, start: int, end: int, whose: Whose) -> Found:
        """One quotation, whole: the places its clauses come from, put together."""
        least = max(_MARKED, _CRUMBS * (end - start))
        if end - start > 2 * TERM and self.placer.tells(start, end) < least:
            return Found(start, end, (), True, whose=whose)  # nothing in it is the work's
        segments = self._segments_in(start, end)
        if len(segments) > 1 and (one := self._as_one(segments, start, end)) is not None:
            return Found(start, end, (one,), True, whose=whose)
        parts: list[Placed] = []
        for low, high in segments:
            near = parts[-1].b1 if parts else None
            placed = self._marked_place(low, high, near, alone=len(segments) == 1)
            if placed is not None:
                parts.append(placed)
        parts = self._joined(parts, start, end)
        if not parts or not self._enough(parts, start, end):
            return Found(start, end, (), True, whose=whose)
        if self._all_topic(parts, end - start) and whose is not Whose.WORK:
            return Found(start, end, (), True, whose=Whose.UNSAID)
        return Found(start, end, tuple(parts), True, whose=whose)

    def _as_one(self, segments: Sequence[tuple[int, int]], start: int, end: int) -> Placed | None:
        """The one place of a whole quotation, sought round the clause of it that tells most; None: none."""
        if exact := self.placer.exact(start, end):
            return exact[0]
        tellers = [(self.placer.tells(a, b) / (b - a) ** 0.5, a, b) for a, b in segments]
        for _, low, high in sorted(tellers, reverse=True)[:2]:
            for placed in self.placer.places(low, high)[:2]:
                first = max(0, placed.b0 - 2 * (placed.a0 - start) - 10)
                last = min(len(self.work.laid.words), placed.b1 + 2 * (end - placed.a1) + 10)
                whole = self.placer.within(start, end, first, last)
                if whole is None:
                    continue
                whole = self.placer.drawn(whole, start, end)
                if whole.matched >= 0.8 * (end - start) and whole.a0 == start and whole.a1 == end:
                    return whole
        return None

    def _segments_in(self, start: int, end: int) -> list[tuple[int, int]]:
        cuts = [start, *(i for i in range(start + 1, end) if self.article.gaps[i] >= COMMA), end]
        return [(a, b) for a, b in itertools.pairwise(cuts) if a < b]

    def _marked_place(self, start: int, end: int, near: int | None, *, alone: bool) -> Placed | None:
        """The place of one clause of a quotation: where the last one ended, if that fits."""
        if near is not None:
            low, high = max(0, near - 2), min(len(self.work.laid.words), near + (end - start) + 60)
            after = self.placer.within(start, end, low, high)
            if after is not None and after.matched >= 0.6 * (end - start):
                return self.placer.drawn(after, start, end)
        placed = next(iter(self.placer.places(start, end)), None)
        if placed is None and end - start <= 2 * TERM:
            placed = self._by_letters(start, end)
        if placed is None:
            return None
        drawn = self.placer.drawn(placed, start, end)
        tells = drawn.likeness >= 0.4 and (drawn.worth >= _MARKED or alone)
        return drawn if tells and self.work.unit_at(drawn.b0).part not in _NO_TEXT else None

    def _by_letters(self, start: int, end: int) -> Placed | None:
        """The place of a few words that share no seed: to the letter in the text or in a reading."""
        words = self.article.words.text[start:end]
        at = self.work.laid.words.text.find(words)
        if at >= 0:
            return Placed(start, end, at, at + len(words), len(words), float(len(words)))
        for variation in self.work.variations:
            for alternative in variation.alternatives:
                at = alternative.words.find(words) if not variation.signs else -1
                if at >= 0 and len(words) >= 0.6 * len(alternative.words):
                    length = variation.end - variation.start
                    matched = min(length, len(words))
                    return Placed(start, end, variation.start, variation.end, matched, 2.0)
        return None

    def _joined(self, parts: Sequence[Placed], start: int, end: int) -> list[Placed]:
        """Parts that stand in one place of the work in the same order, as one."""
        out: list[Placed] = []
        for part in parts:
            last = out[-1] if out else None
            if last is not None and 0 <= part.b0 - last.b1 <= _ONE_PLACE and self._one_place(last, part):
                out[-1] = Placed(
                    last.a0, part.a1, last.b0, part.b1, last.matched + part.matched, last.worth + part.worth
                )
            else:
                out.append(part)
        if out:
            out[0] = self._stretched_back(out[0], start)
            out[-1] = self._stretched_on(out[-1], end)
        return out

    def _one_place(self, last: Placed, part: Placed) -> bool:
        return part.b0 - last.b1 <= 2 * (part.a1 - last.a0) or part.b0 - last.b1 <= 40

    def _stretched_back(self, part: Placed, start: int) -> Placed:
        """A part whose first words were changed, with as many words of the work before it.

        Not beyond the sentence; to the first word of a unit that begins there.
        """
        more = part.a0 - start
        if not 0 < more <= max(_CHANGED, part.matched // 2):
            return part
        low = max(self.work.laid.bounds(part.b0, STOP)[0], part.b0 - more)
        low = min([low, *(v.start for v in self.work.near(low, low) if v.start < low < v.end)])
        return replace(part, a0=start, b0=low)

    def _stretched_on(self, part: Placed, end: int) -> Placed:
        """A part whose last words were changed, with as many words of the work after it."""
        more = end - part.a1
        if not 0 < more <= max(_CHANGED, part.matched // 2):
            return part
        high = min(self.work.laid.bounds(part.b1 - 1, STOP)[1], part.b1 + more)
        high = max([high, *(v.end for v in self.work.near(high, high) if v.start < high < v.end)])
        return replace(part, a1=end, b1=high)

    def _enough(self, parts: Sequence[Placed], start: int, end: int) -> bool:
        matched = sum(p.matched for p in parts)
        worth = sum(p.worth for p in parts)
        share = matched / (end - start)
        if share < 0.55 and worth < 0.3 * (end - start):
            return False
        return share >= 0.4 and (worth >= _MARKED or share >= 0.8)

    @staticmethod
    def _all_topic(parts: Sequence[Placed], length: int) -> bool:
        return sum(p.worth for p in parts) < _TOPICAL * length

    # --- between two passages ---

    def _rescued(self, found: list[Found]) -> list[Found]:
        """What was found, with clauses retold between two passages that stand near each other in the work."""
        out = list(found)
        taken = {(f.start, f.end) for f in found}
        segments = self.article.segments
        starts = {a: n for n, (a, _) in enumerate(segments)}
        for before, after in itertools.pairwise(found):
            if not before.parts or not after.parts or before.title or after.title:
                continue
            low, high = before.parts[-1].b1, after.parts[0].b0
            if not 0 < high - low <= 800:
                continue
            first = self.article.segment_at(before.end - 1)
            n = starts.get(first[0], len(segments)) + 1
            gap = [s for s in segments[n : n + _RESCUED + 2] if before.end <= s[0] and s[1] <= after.start]
            if not gap or (
                gap[-1][1] != after.start and self.article.segment_at(after.start)[0] != gap[-1][1]
            ):
                continue
            if len(gap) > _RESCUED or any(self.article.gaps[a] == PARAGRAPH for a, _ in gap):
                continue
            for start, end in gap:
                retold = self._retold(start, end, low, high)
                if retold is not None and (start, end) not in taken:
                    out.append(Found(start, end, (retold,), False))
                    low = retold.b1
        return sorted(out, key=lambda f: (f.start, f.end))

    def _retold(self, start: int, end: int, low: int, high: int) -> Placed | None:
        """The clause of the work between two words that a clause of the article tells in other words."""
        words = self.article.words.text[start:end]
        if end - start < SHORTEST:
            return None
        best: Placed | None = None
        for first, last in self.work.laid.segments:
            if first < low or last > high or not 0.5 <= (last - first) / (end - start) <= 2:
                continue
            other = self.work.laid.words.text[first:last]
            edits = difference(words, other)
            matched = len(words) - sum(e.a1 - e.a0 for e in edits)
            heading = self.work.unit_at(first).heading
            if matched >= max(4, 0.5 * len(words), (0.8 if heading else 0.6) * len(other)) and (
                best is None or matched > best.matched
            ):
                best = Placed(start, end, first, last, matched, 0.0)
        return best


def _distance(placed: Placed, parts: Sequence[Placed]) -> int:
    """How many words of the work lie between a place and those of another passage."""
    return min(max(p.b0 - placed.b1, placed.b0 - p.b1, 0) for p in parts)


def follow_on(article: Laid, work: Reference, p: Found, q: Found) -> bool:
    """Whether two passages stand next to each other in the article and in the work."""
    if p.marked or q.marked or p.title or q.title or p.end != q.start or not (p.parts and q.parts):
        return False
    if article.gaps[q.start] >= PARAGRAPH:
        return False
    return 0 <= q.parts[0].b0 - p.parts[-1].b1 <= _NEXT


def same_signs(article: Laid, work: Reference, p: Found, q: Found) -> bool:
    """Whether the signs between two passages that follow on are those of the work."""
    return article.between(q.start) == work.laid.between(q.parts[0].b0) or (
        article.gaps[q.start] >= STOP and work.laid.gaps[q.parts[0].b0] >= STOP
    )


def put_together(p: Found, q: Found) -> Found:
    """Two passages that follow on, as one."""
    a, b = p.parts[-1], q.parts[0]
    joined = Placed(a.a0, b.a1, a.b0, b.b1, a.matched + b.matched, a.worth + b.worth)
    return Found(p.start, q.end, (*p.parts[:-1], joined, *q.parts[1:]), False)
