"""The exact first and last character of the work on a page, and what inside is no part of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.layout import CREDIT_LINE, DATE_LINE, JUMP_AWAY, JUMP_LINE, Line, lines_of, mark_of
from doccompare.locating.numbering import ARTICLE, follows_on, leads_up
from doccompare.locating.shared import Piece
from doccompare.model import Span
from doccompare.text import CLOSERS, PARAGRAPH_END, SENTENCE_END, Key, is_punctuation

# Unmatched characters at the edge of a line that still go with it (a variant near the edge).
_RAGGED = 30
# Text between two pieces up to this length is variation; beyond it is looked at by paragraph.
_VARIATION = 60
_NEIGHBOUR_LINES = 3


@dataclass(frozen=True, slots=True)
class Edges:
    """The spans of the work in file order, and where a jump line breaks it off for good."""

    spans: tuple[Span, ...]
    jumps: int | None


def refine(
    text: str, furniture: Sequence[tuple[int, int]], words: Key, kept: Sequence[Piece], title: str
) -> Edges:
    """The spans of the work, snapped to lines, with title, date and credit line, without furniture."""
    lines = lines_of(text)
    starts = [line.start for line in lines]
    stretches: list[list[int]] = []
    for piece in sorted(kept, key=lambda p: p.b0):
        first, last = int(words.offsets[piece.b0]), int(words.offsets[piece.b1 - 1]) + 1
        start = _back(text, lines, starts, furniture, first, last)
        end = _forth(text, lines, starts, furniture, last, first)
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        elif stretches and _goes_on(text, stretches[-1][1], start):
            stretches[-1][1] = end
        else:
            stretches.append([start, end])
    for stretch in stretches:
        _take_numbered(text, lines, starts, stretch)
        _take_neighbours(text, lines, starts, stretch)
    merged = _union(stretches)
    jumps = _jump_after(text, merged[-1][1]) if merged else None
    return Edges(tuple(_without(text, merged, furniture)), jumps)


def _line_at(starts: list[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _little(text: str, line: Line, start: int, end: int) -> bool:
    """``[start, end)`` is less than half of a line that has more words than a wrapped one."""
    whole = _words(text[line.start : line.end])
    return whole > _RAGGED and _words(text[start:end]) < 0.5 * whole


def _words(text: str) -> int:
    return sum(not c.isspace() and not is_punctuation(c) for c in text)


def _back(
    text: str,
    lines: list[Line],
    starts: list[int],
    furniture: Sequence[tuple[int, int]],
    offset: int,
    piece_end: int,
) -> int:
    """The start of the line (or of the paragraph's wrapped lines) when little stands before ``offset``."""
    at = _line_at(starts, offset)
    start = lines[at].start
    if _little(text, lines[at], offset, lines[at].end) and piece_end > lines[at].end and at + 1 < len(lines):
        # The tail of another article happens to agree with that of another page.
        return lines[at + 1].start
    for f_start, f_end in furniture:
        if start <= f_start < f_end <= offset:
            start = f_end
    while start < offset and text[start].isspace():
        start += 1
    if start >= offset or _words(text[start:offset]) <= _RAGGED:
        best = min(start, offset)
        # A wrapped paragraph whose first line differs: one line up, when that one does not end anything.
        return best
    # Far inside a line: the work begins after the last sentence end before the match, if near.
    for back in range(offset - 1, max(start, offset - _RAGGED) - 1, -1):
        if text[back] in SENTENCE_END or text[back] in CLOSERS:
            return back + 1
    return offset


def _forth(
    text: str,
    lines: list[Line],
    starts: list[int],
    furniture: Sequence[tuple[int, int]],
    offset: int,
    piece_start: int,
) -> int:
    """The end of the sentence or line when little stands after ``offset``; never past a jump line."""
    at = _line_at(starts, offset - 1)
    if _little(text, lines[at], lines[at].start, offset) and piece_start < lines[at].start and at:
        return lines[at - 1].end
    stop = lines[at].end
    for f_start, f_end in furniture:
        if offset <= f_start < stop and JUMP_LINE.match(text[f_start:f_end].strip()):
            stop = f_start
            break
    rest = text[offset:stop]
    if _words(rest) <= _RAGGED:
        end = stop
        while (
            at + 1 < len(lines)
            and stop == lines[at].end
            and lines[at + 1].gap == 0
            and text[end - 1] not in PARAGRAPH_END
            and text[end - 1] not in CLOSERS
            and _words(text[offset : lines[at + 1].end]) <= _RAGGED
            and mark_of(text[lines[at + 1].start : lines[at + 1].end]) is None
            and _wrapped(text, lines, at)
        ):
            at += 1
            end = stop = lines[at].end
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


def _wrapped(text: str, lines: list[Line], at: int) -> bool:
    """The line is about as long as the one before it: set to a column width."""
    return at > 0 and len(lines[at]) >= 0.8 * len(lines[at - 1]) and len(lines[at]) <= 60


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether what stands between two stretches belongs to the work.

    Little text is variation. More is the work's own, printed by this witness alone, unless it
    breaks into a sentence or speaks like a news item.
    """
    between = text[end:start]
    if _words(between) <= _VARIATION:
        return not ARTICLE.search(between)
    before = text[:end].rstrip()
    if (
        before
        and before[-1] not in PARAGRAPH_END
        and before[-1] not in CLOSERS
        and len(between.split("\n")) > 1
    ):
        return False
    if ARTICLE.search(between):
        return False
    return any(mark_of(between[m.start : m.end]) for m in lines_of(between)) or _words(between) <= 400


def _take_numbered(text: str, lines: list[Line], starts: list[int], stretch: list[int]) -> None:
    """Lines that go on the numbering of a stretch, or lead up to it, belong to it."""
    if _jump_after(text, stretch[1]) is not None:
        return
    first, last = bisect_left(starts, stretch[0]), _line_at(starts, max(stretch[1] - 1, 0)) + 1
    after = follows_on(text, lines, first, last)
    if after > last:
        stretch[1] = lines[after - 1].end
    before = leads_up(text, lines, first, last)
    if before < first:
        stretch[0] = lines[before].start


def _take_neighbours(text: str, lines: list[Line], starts: list[int], stretch: list[int]) -> None:
    """Date and credit lines beside a stretch belong to it."""
    at = _line_at(starts, max(stretch[1] - 1, 0))
    for line in lines[at + 1 : at + 1 + _NEIGHBOUR_LINES]:
        body = text[line.start : line.end]
        if DATE_LINE.match(body) or CREDIT_LINE.match(body):
            stretch[1] = line.end
        else:
            break
    at = bisect_left(starts, stretch[0])
    for line in reversed(lines[max(0, at - _NEIGHBOUR_LINES) : at]):
        body = text[line.start : line.end]
        if DATE_LINE.match(body) or CREDIT_LINE.match(body):
            stretch[0] = line.start
        else:
            break


def _jump_after(text: str, end: int) -> int | None:
    """``end`` when the work breaks off there at a jump line to another page."""
    rest = text[end : end + 40].lstrip()
    found = JUMP_LINE.match(rest)
    return end if found and JUMP_AWAY.search(found.group()) else None


def _union(stretches: list[list[int]]) -> list[list[int]]:
    out: list[list[int]] = []
    for start, end in sorted(stretches):
        if out and start <= out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return out


def _without(text: str, stretches: list[list[int]], furniture: Sequence[tuple[int, int]]) -> list[Span]:
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
