"""The exact first and last character of the work on a page, and what inside is no part of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doccompare.layout import (
    DOCUMENT_TITLE,
    JUMP_AWAY,
    JUMP_LINE,
    Line,
    is_credit,
    is_date,
    lines_of,
    mark_of,
)
from doccompare.locating.numbering import ARTICLE, follows_on, leads_up
from doccompare.matching import Piece
from doccompare.model import Span
from doccompare.text import CLOSERS, PARAGRAPH_END, SENTENCE_END, Key, is_punctuation

# Unmatched words at the edge of a line that still go with it (a variant near the edge).
_RAGGED = 30
# Text between two matches up to this length is variation; beyond it is looked at by paragraph.
_VARIATION, _LONGEST_OWN = 60, 400
# A line belongs to the edge of the work when this share of its words is matched.
_MATCHED = 0.5
_NEIGHBOUR_LINES, _TITLE_LINES = 3, 6

# The end of the work doubled: so many words at least, on so many lines at most.
_DOUBLED, _DOUBLED_LINES = 12, 12

Stretch = list[int]


@dataclass(frozen=True, slots=True)
class Edges:
    """The spans of the work in file order, and where a jump line breaks it off for good."""

    spans: tuple[Span, ...]
    jumps: int | None


class _Sheet:
    """A page as lines, with the share of each line's words that match."""

    def __init__(
        self, text: str, furniture: Sequence[tuple[int, int]], words: Key, kept: Sequence[Piece]
    ) -> None:
        self.text, self.furniture = text, furniture
        self.lines = lines_of(text)
        self.starts = [line.start for line in self.lines]
        covered = np.zeros(len(words) + 1, dtype=np.int64)
        for piece in kept:
            for run in piece.links:
                covered[run.b + 1 : run.b + run.length + 1] = 1
        self._sums = np.cumsum(covered)
        self._offsets = words.offsets

    def at(self, offset: int) -> int:
        """The index of the line at an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def share(self, line: Line) -> float:
        """The share of a line's words that match."""
        low = int(np.searchsorted(self._offsets, line.start))
        high = int(np.searchsorted(self._offsets, line.end))
        return float(self._sums[high] - self._sums[low]) / (high - low) if high > low else 1.0

    def body(self, i: int) -> str:
        """The text of a line."""
        return self.text[self.lines[i].start : self.lines[i].end]


def refine(text: str, furniture: Sequence[tuple[int, int]], words: Key, kept: Sequence[Piece]) -> Edges:
    """The spans of the work, snapped to lines, with title, date and credit line, without furniture."""
    sheet = _Sheet(text, furniture, words, kept)
    stretches: list[Stretch] = []
    for first, last in _runs(text, words, kept):
        start, end = _back(sheet, first, last), _forth(sheet, first, last)
        if end <= start:
            continue
        if stretches and (start <= stretches[-1][1] or _goes_on(text, stretches[-1][1], start)):
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    for stretch in stretches:
        _take_numbered(sheet, stretch)
        _take_neighbours(sheet, stretch)
        _take_doubled(sheet, stretch)
    if stretches:
        _take_title(sheet, stretches[0])
    merged = _union(stretches)
    jumps = _jump_after(text, merged[-1][1]) if merged else None
    return Edges(tuple(_without(text, merged, furniture)), jumps)


def _runs(text: str, words: Key, kept: Sequence[Piece]) -> list[tuple[int, int]]:
    """The matched stretches of a page, parted where what stands between two matches is not the work's."""
    out: list[list[int]] = []
    for piece in sorted(kept, key=lambda p: p.b0):
        for n, run in enumerate(piece.links):
            start, end = int(words.offsets[run.b]), int(words.offsets[run.b + run.length - 1]) + 1
            if n and _goes_on(text, out[-1][1], start):
                out[-1][1] = end
            else:
                out.append([start, end])
    return sorted((a, b) for a, b in out)


def _words(text: str) -> int:
    return sum(not c.isspace() and not is_punctuation(c) for c in text)


def _back(sheet: _Sheet, offset: int, stop: int) -> int:
    """The start of the line when little stands before ``offset``; a line that hardly matches is left out."""
    at, last = sheet.at(offset), sheet.at(stop - 1)
    while at < last and sheet.share(sheet.lines[at]) < _MATCHED:
        at += 1
    offset = max(offset, sheet.lines[at].start)
    start = sheet.lines[at].start
    for f_start, f_end in sheet.furniture:
        if start <= f_start < f_end <= offset:
            start = f_end
    while start < offset and sheet.text[start].isspace():
        start += 1
    if _words(sheet.text[start:offset]) <= _RAGGED:
        return min(start, offset)
    # Far inside a line: the work begins after the last sentence end before the match, if near.
    for back in range(offset - 1, max(start, offset - _RAGGED) - 1, -1):
        if sheet.text[back] in SENTENCE_END or sheet.text[back] in CLOSERS:
            return back + 1
    return offset


def _forth(sheet: _Sheet, begin: int, offset: int) -> int:
    """The end of the line when little stands after ``offset``; never past a jump line."""
    text, lines = sheet.text, sheet.lines
    at, first = sheet.at(offset - 1), sheet.at(begin)
    while at > first and sheet.share(lines[at]) < _MATCHED:
        at -= 1
    offset = min(offset, lines[at].end)
    stop = lines[at].end
    for f_start, f_end in sheet.furniture:
        if offset <= f_start < stop and JUMP_LINE.match(text[f_start:f_end].strip()):
            stop = f_start
            break
    rest = _words(text[offset:stop])
    numbered = begin <= lines[at].start and mark_of(sheet.body(at)) is not None
    if rest <= _RAGGED or (numbered and rest <= _LONGEST_OWN):
        end = stop
        while end == lines[at].end and _wraps_on(sheet, at, offset, end):
            at += 1
            end = lines[at].end
    else:
        end = offset
        for forward in range(offset, min(stop, offset + _RAGGED)):
            if text[forward] in SENTENCE_END:
                end = forward + 1
                break
        while end < stop and (text[end] in CLOSERS or (is_punctuation(text[end]) and end == offset)):
            end += 1
    while end > offset and text[end - 1].isspace():
        end -= 1
    return end


def _wraps_on(sheet: _Sheet, at: int, offset: int, end: int) -> bool:
    """The sentence is still open and goes on in the next line of the column."""
    if at + 1 >= len(sheet.lines) or at == 0:
        return False
    line, following = sheet.lines[at], sheet.lines[at + 1]
    body = sheet.body(at + 1)
    wrapped = max(12, 0.8 * len(sheet.lines[at - 1])) <= len(line) <= 60
    return (
        wrapped
        and not is_date(sheet.body(at))
        and not is_credit(sheet.body(at))
        and following.gap == 0
        and sheet.text[end - 1] not in PARAGRAPH_END
        and sheet.text[end - 1] not in CLOSERS
        and _words(sheet.text[offset : following.end]) <= _RAGGED
        and mark_of(body) is None
        and not JUMP_LINE.match(body)
    )


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether what stands between two matches belongs to the work.

    Little text is variation. More is the work's own, printed by this witness alone, unless it
    breaks into a sentence, speaks like a news item or has the title of one.
    """
    between = text[end:start]
    if JUMP_LINE.search(between) and _words(between) > _RAGGED:
        return False
    if _words(between) <= _VARIATION:
        return not ARTICLE.search(between)
    if ARTICLE.search(between):
        return False
    lines = lines_of(between)
    bodies = [between[m.start : m.end] for m in lines]
    before = text[:end].rstrip()
    open_ = bool(before) and before[-1] not in PARAGRAPH_END and before[-1] not in CLOSERS
    if open_ and len(lines) > 2 and any(m.gap for m in lines[1:]):
        return False
    numbered = any(mark_of(b) for b in bodies)
    headline = any(len(b) <= 30 and not any(is_punctuation(c) for c in b[-1:]) for b in bodies[1:-1])
    return numbered or (_words(between) <= _LONGEST_OWN and not headline)


def _take_numbered(sheet: _Sheet, stretch: Stretch) -> None:
    """Lines that go on the numbering of a stretch, or lead up to it, belong to it."""
    if _jump_after(sheet.text, stretch[1]) is not None:
        return
    first, last = bisect_left(sheet.starts, stretch[0]), sheet.at(max(stretch[1] - 1, 0)) + 1
    after = follows_on(sheet.text, sheet.lines, first, last)
    if after > last:
        stretch[1] = sheet.lines[after - 1].end
    before = leads_up(sheet.text, sheet.lines, first, last)
    if before < first:
        stretch[0] = sheet.lines[before].start


def _take_neighbours(sheet: _Sheet, stretch: Stretch) -> None:
    """Date and credit lines beside a stretch belong to it."""
    at = sheet.at(max(stretch[1] - 1, 0))
    for i in range(at + 1, min(len(sheet.lines), at + 1 + _NEIGHBOUR_LINES)):
        if not (is_date(sheet.body(i)) or is_credit(sheet.body(i))):
            break
        stretch[1] = sheet.lines[i].end
    at = bisect_left(sheet.starts, stretch[0])
    for i in range(at - 1, max(-1, at - 1 - _NEIGHBOUR_LINES), -1):
        # A date above a title closes the document before it, unless the page begins with it.
        dated = is_date(sheet.body(i)) and i < _NEIGHBOUR_LINES
        if not (dated or is_credit(sheet.body(i))):
            break
        stretch[0] = sheet.lines[i].start


def _take_doubled(sheet: _Sheet, stretch: Stretch) -> None:
    """The last lines of a stretch printed once more right after it belong to it."""
    first, last = bisect_left(sheet.starts, stretch[0]), sheet.at(max(stretch[1] - 1, 0)) + 1
    for count in range(1, min(_DOUBLED_LINES, last - first, len(sheet.lines) - last) + 1):
        own = "".join(sheet.body(i) for i in range(last - count, last))
        if _words(own) >= _DOUBLED and "".join(sheet.body(i) for i in range(last, last + count)) == own:
            stretch[1] = sheet.lines[last + count - 1].end
            return


def _take_title(sheet: _Sheet, stretch: Stretch) -> None:
    """The title of the document above its first line, with what stands between them."""
    at = bisect_left(sheet.starts, stretch[0])
    if any(DOCUMENT_TITLE.match(sheet.body(i)) for i in range(at, min(len(sheet.lines), at + 2))):
        return
    for i in range(at - 1, max(-1, at - 1 - _TITLE_LINES), -1):
        body = sheet.body(i)
        if ARTICLE.search(body) or JUMP_LINE.search(body):
            return
        if DOCUMENT_TITLE.match(body):
            stretch[0] = sheet.lines[i].start
            return


def _jump_after(text: str, end: int) -> int | None:
    """``end`` when the work breaks off there at a jump line to another page."""
    rest = text[end : end + 40].lstrip()
    found = JUMP_LINE.match(rest)
    return end if found and JUMP_AWAY.search(found.group()) else None


def _union(stretches: list[Stretch]) -> list[Stretch]:
    out: list[Stretch] = []
    for start, end in sorted(stretches):
        if out and start <= out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return out


def _without(text: str, stretches: list[Stretch], furniture: Sequence[tuple[int, int]]) -> list[Span]:
    """The stretches with the furniture cut out; no span begins or ends with white space."""
    out: list[Span] = []
    for start, end in stretches:
        at = start
        cuts = [f for f in furniture if f[0] < end and start < f[1]]
        for f_start, f_end in [*cuts, (end, end)]:
            piece_start, piece_end = at, min(max(f_start, at), end)
            while piece_start < piece_end and text[piece_start].isspace():
                piece_start += 1
            while piece_end > piece_start and text[piece_end - 1].isspace():
                piece_end -= 1
            if piece_start < piece_end:
                out.append(Span(piece_start, piece_end))
            at = max(at, f_end)
    return out
