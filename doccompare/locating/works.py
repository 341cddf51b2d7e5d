"""The works that pages share, as stretches of the pivot: what overlaps, or goes on, is one work.

Another document begins where its title stands, or a headline where as many files begin or end as go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from doccompare.layout import document_starts, is_date, lines_of
from doccompare.locating.alone import is_headline
from doccompare.locating.numbering import ARTICLE
from doccompare.matching import SHORTEST, Piece
from doccompare.model import Witness
from doccompare.text import CLOSERS, PARAGRAPH_END, Key, is_punctuation

# Two pieces of one page this near (word characters) belong together.
NEAR = 150
# A piece this heavy belongs to the work wherever it stands on the page (a column out of order).
HEAVY = 100
# What the pivot alone has between two stretches that touch on the other pages, and how near touching is.
_OWN, _TOUCHING = 400, 6
# A file begins or ends with the work when at most so many words stand beyond it.
_RAGGED = 2

Stretch = tuple[int, int]
Found = Mapping[int, Sequence[Piece]]


@dataclass(slots=True)
class Page:
    """A page at work: its word key and what of it belongs to the work, pieces in its own order."""

    witness: Witness
    furniture: list[tuple[int, int]]
    words: Key
    kept: list[Piece]


def works_of(found: Found, pages: Sequence[Page], pivot: int) -> list[Stretch]:
    """The stretches of the pivot that overlapping pieces cover, cut where another document begins."""
    centre = pages[pivot]
    merged = _adjoining(joined([(p.a0, p.a1) for ps in found.values() for p in ps]), found)
    merged = _continued(merged, centre)
    text = centre.witness.text
    starts = np.searchsorted(centre.words.offsets, document_starts(text, lines_of(text))).tolist()
    cuts = sorted({*starts, *_bare_edges(found, pages, pivot)})
    out: list[Stretch] = []
    for start, end in merged:
        inner = [c for c in cuts if start + SHORTEST < c < end]
        edges = [start, *inner, end]
        out += list(pairwise(edges))
    return sorted(out, key=lambda s: (s[0] - s[1], s[0]))


def _adjoining(spans: Sequence[Stretch], found: Found) -> list[Stretch]:
    """The stretches, a short one made one with its neighbour when nothing parts them on the other pages.

    What stands between them is the pivot's own: a paragraph that it printed twice.
    """
    out: list[Stretch] = []
    for start, end in spans:
        if out and min(end - start, out[-1][1] - out[-1][0]) < HEAVY and start - out[-1][1] <= _OWN:
            before, after = _edges_at(found, out[-1][1], 1), _edges_at(found, start, 0)
            if after and all(i in before and 0 <= b - before[i] <= _TOUCHING for i, b in after.items()):
                out[-1] = (out[-1][0], end)
                continue
        out.append((start, end))
    return out


def _continued(spans: Sequence[Stretch], centre: Page) -> list[Stretch]:
    """The stretches, made one where they touch and no headline parts them: a document in instalments."""
    out: list[Stretch] = []
    for start, end in spans:
        if out and start - out[-1][1] <= _TOUCHING and not _article(centre, start):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _article(page: Page, place: int) -> bool:
    """Whether another article begins at a word: with a headline, or as news do (本报讯)."""
    if _headline(page, place, after=False):
        return True
    return ARTICLE.match(page.witness.text, int(page.words.offsets[place])) is not None


def _edges_at(found: Found, place: int, side: int) -> dict[int, int]:
    """By page: where the piece ends (``side`` 1) or begins (0) that does so at a place of the pivot."""
    return {
        i: (p.b0, p.b1)[side]
        for i, ps in found.items()
        for p in ps
        if abs((p.a0, p.a1)[side] - place) <= _TOUCHING
    }


def _bare_edges(found: Found, pages: Sequence[Page], pivot: int) -> list[int]:
    """Where on the pivot another article begins or ends: as many files begin or end there as go on.

    Two copies of one newspaper page share the articles around the work too. A line that reads like a
    headline must begin there.
    """
    centre = pages[pivot]
    out = set()
    for after in (False, True):
        ends = [
            (p.a1 if after else p.a0, i)
            for i, ps in found.items()
            for p in ps
            if (p.b1 >= len(pages[i].words) - _RAGGED if after else p.b0 <= _RAGGED)
        ]
        for place in {place for place, _ in ends}:
            bare = {i for other, i in ends if abs(other - place) <= _TOUCHING}
            across = {
                i for i, ps in found.items() for p in ps if p.a0 + SHORTEST < place < p.a1 - SHORTEST
            } - bare
            if len(bare) > len(across) and _headline(centre, place, after=after):
                out.add(place)
    return sorted(out)


def _headline(page: Page, place: int, *, after: bool) -> bool:
    """A line that reads like a headline begins at this word, and running text follows.

    It is short, without number and sign, and nothing is open before it. ``after``: it stands after the
    work, where a line over a date is its signature.
    """
    text, offsets = page.witness.text, page.words.offsets
    if not 0 <= place < len(offsets):
        return False
    start = line_start(text, int(offsets[place]))
    end = line_end(text, start)
    line, before = text[start:end].strip(), text[:start].rstrip()
    below = lines_of(text, end, min(len(text), end + 2 * NEAR))
    return (
        is_headline(line)
        and all(is_punctuation(c) or c.isspace() for c in text[start : int(offsets[place])])
        and (not before or before[-1] in PARAGRAPH_END or before[-1] in CLOSERS)
        and bool(below)
        and not (after and is_date(text[below[0].start : below[0].end]))
        and any(c in PARAGRAPH_END for line in below for c in text[line.start : line.end])
    )


def _in_work(ps: Sequence[Piece], start: int, end: int) -> int:
    return sum(q.weight for p in ps if (q := p.within(start, end)) is not None)


def is_work(found: Found, start: int, end: int) -> bool:
    """A shared stretch worth naming: long, and whole in another page, not a stock phrase."""
    length = end - start
    return length >= HEAVY and any(_in_work(ps, start, end) >= length / 2 for ps in found.values())


def rank(
    work: Stretch, found: Found, pivot: str, title: str, works: Sequence[Stretch]
) -> tuple[int, bool, int, int]:
    """The claim of a stretch to be the work: named, no crumb, in how many pages, how long."""
    start, end = work
    named = 0
    if title and end - start > 3 * len(title):
        # The title may stand before the work, or after it; inside it, it names it better.
        if holds_title(pivot[max(0, start - len(title)) : end], title):
            named = 2
        elif holds_title(pivot[max(0, start - NEAR) : end + NEAR], title):
            named = 1
    longest = max(b - a for a, b in works)
    shared = sum(_in_work(ps, start, end) * 4 >= end - start for ps in found.values())
    return named, (end - start) * 10 >= longest, shared, end - start


def holds_title(text: str, title: str) -> bool:
    """The text has the title, or its latter half (papers shorten the names of the issuing bodies)."""
    return title in text or (len(title) >= 12 and title[len(title) // 2 :] in text)


def joined(spans: Sequence[Stretch]) -> list[Stretch]:
    """The spans in order, those that overlap made one."""
    out: list[Stretch] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def line_start(text: str, offset: int) -> int:
    """Where the line that holds an offset begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line that holds an offset ends, its line end not counted."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
