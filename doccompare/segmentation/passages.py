"""The parts of the work in one witness, put into reading order: 标题 日期 前言 … 落款 电头."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from doccompare.layout import CREDIT_HEAD, CREDIT_TAIL, Mark, is_credit, is_date
from doccompare.model import Part, Passage, Span
from doccompare.segmentation.paragraphs import HEADING_LENGTH, RawParagraph, is_named, paragraphs
from doccompare.text import SENTENCE_END, Key, compared, compared_length, key_of

_RUN_IN_LONGEST = 30
_BRACKET_HEADING = re.compile(r"^[【\[]([^】\]]{1,30})[】\]]")
# How much of a line's pairs of characters the title must hold for the line to be a piece of it.
_TITLE_SHARE = 0.6
_TITLE_PART = 0.35
_HEADING_KINDS = frozenset({"book", "chapter", "part"})
_SIGNS = frozenset("。，；：！？、,;:!?")


@dataclass(frozen=True, slots=True)
class Segmented:
    """A witness's compared characters in reading order, and the passages they fall into.

    ``displaced`` holds the source spans of title and date lines that stand elsewhere in the file
    than at the head.
    """

    key: Key
    passages: tuple[Passage, ...]
    displaced: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or the part of one, before it is put in order."""

    part: Part
    spans: tuple[tuple[int, int], ...]
    text: str
    mark: Mark | None


def title_of(text: str, spans: Sequence[Span]) -> str:
    """The title as a witness prints it at the head of its spans, empty when it prints none there."""
    head: list[str] = []
    for paragraph in paragraphs(text, spans):
        if is_date(paragraph.text) or is_credit(paragraph.text):
            continue
        if not _unpunctuated(paragraph.text) or paragraph.mark or is_named(paragraph.text):
            break
        head.append(paragraph.text)
    return "".join(head) if sum(map(len, head)) <= 2 * HEADING_LENGTH else ""


def segment(text: str, spans: Sequence[Span], titles: Sequence[str]) -> Segmented:
    """The passages of the work in one witness.

    ``titles`` are the titles known so far (the manifest's, those other witnesses print): a line like
    one of them is title wherever it stands at the edge of the text.
    """
    pieces = [_cut_to(p, spans) for p in _pieces(paragraphs(text, spans), titles)]
    order = {Part.TITLE: 0, Part.DATE: 1, Part.SIGNATURE: 3, Part.CREDIT: 4}
    ordered = sorted(pieces, key=lambda p: order.get(p.part, 2))
    named: list[np.ndarray] = [np.zeros(0, dtype=np.int64)]
    passages: list[Passage] = []
    counted = np.concatenate(([0], np.cumsum(compared(text))))
    at = 0
    for piece in ordered:
        size = sum(int(counted[b] - counted[a]) for a, b in piece.spans)
        if not size:
            continue
        part = piece.part
        if part in (Part.TITLE, Part.SIGNATURE) and passages and passages[-1].part is part:
            last = passages.pop()
            passages.append(Passage(part, last.start, at + size, "", last.start, last.start))
        else:
            start, end = _heading(piece, size)
            number = piece.mark.number if piece.mark else ""
            passages.append(Passage(part, at, at + size, number, at + start, at + end))
        named += [np.arange(a, b, dtype=np.int64) for a, b in piece.spans]
        at += size
    return Segmented(key_of(text, np.concatenate(named)), tuple(passages), _displaced(pieces, ordered))


def _cut_to(piece: _Piece, spans: Sequence[Span]) -> _Piece:
    """The piece without what locating cut out of the middle of its lines."""
    inside = tuple(
        (max(a, span.start), min(b, span.end))
        for a, b in piece.spans
        for span in spans
        if a < span.end and span.start < b
    )
    return replace(piece, spans=inside)


def without_numbers(segmented: Segmented) -> Segmented:
    """The same witness with the numbers of its passages out of the compared text.

    Of versions a new number is no difference: the passages keep it as a label.
    """
    keep = np.ones(len(segmented.key), dtype=np.bool_)
    for passage in segmented.passages:
        if passage.number:
            keep[passage.start : passage.heading_start] = False
    places = np.concatenate(([0], np.cumsum(keep))).tolist()
    passages = tuple(
        Passage(
            p.part, places[p.start], places[p.end], p.number, places[p.heading_start], places[p.heading_end]
        )
        for p in segmented.passages
    )
    return Segmented(segmented.key.take(np.flatnonzero(keep).astype(np.int64)), passages, ())


def _displaced(pieces: Sequence[_Piece], ordered: Sequence[_Piece]) -> tuple[Span, ...]:
    """The title and date pieces that do not stand where reading order has them."""
    out = []
    for piece in ordered:
        if piece.part not in (Part.TITLE, Part.DATE):
            continue
        place = pieces.index(piece)
        before = pieces[:place]
        wrong = any(p.part not in (Part.TITLE, Part.DATE) for p in before)
        wrong |= piece.part is Part.TITLE and any(p.part is Part.DATE for p in before)
        if wrong and piece.part is Part.TITLE:
            out.append(Span(piece.spans[0][0], piece.spans[-1][1]))
    return tuple(out)


def _unpunctuated(text: str) -> bool:
    return len(text) <= HEADING_LENGTH + 20 and not any(c in _SIGNS for c in text)


def _pieces(raw: Sequence[RawParagraph], titles: Sequence[str]) -> list[_Piece]:
    parts = [_part(p) for p in raw]
    body = [i for i, part in enumerate(parts) if part is Part.PARAGRAPH and not _unpunctuated(raw[i].text)]
    body += [i for i, part in enumerate(parts) if part in (Part.HEADING, Part.CLAUSE, Part.ITEM)]
    first, last = (min(body), max(body)) if body else (len(raw), -1)
    wanted = [_pairs(t) for t in titles if t]
    signed = any(parts[i] is Part.DATE for i in range(last + 1, len(raw))) and last >= 0
    out: list[_Piece] = []
    for i, paragraph in enumerate(raw):
        part = parts[i]
        if part is Part.PARAGRAPH and is_named(paragraph.text):
            pass
        elif part is Part.PARAGRAPH and i < first and _unpunctuated(paragraph.text):
            part = Part.TITLE
        elif part is Part.PARAGRAPH and i > last and _unpunctuated(paragraph.text):
            like = _is_title_piece(paragraph.text, wanted)
            has_title = any(p.part is Part.TITLE for p in out)
            part = Part.TITLE if (like and not has_title) or (like and not signed) else Part.SIGNATURE
            if not like and not signed:
                part = Part.PARAGRAPH
        elif part is Part.DATE and i > last and last >= 0 and not _beside_title(i, parts, raw, wanted):
            # The date under a signature closes the document; only one beside the title is its date.
            part = Part.SIGNATURE
        out += _split(paragraph, part)
    return out


def _is_title_piece(text: str, wanted: Sequence[Counter[str]]) -> bool:
    """A good part of a known title: not just the name of the body that issued it."""
    own = _pairs(text)
    return any(
        _share(own, w) >= _TITLE_SHARE and sum(own.values()) >= _TITLE_PART * sum(w.values()) for w in wanted
    )


def _beside_title(
    i: int, parts: Sequence[Part], raw: Sequence[RawParagraph], wanted: Sequence[Counter[str]]
) -> bool:
    """The paragraph before or after a date at the foot is a title that stands after the text."""
    for j in (i - 1, i + 1):
        beside = 0 <= j < len(raw) and parts[j] is Part.PARAGRAPH and _unpunctuated(raw[j].text)
        if beside and _is_title_piece(raw[j].text, wanted):
            return True
    return False


def _part(paragraph: RawParagraph) -> Part:
    if is_date(paragraph.text):
        return Part.DATE
    if is_credit(paragraph.text):
        return Part.CREDIT
    mark = paragraph.mark
    if mark is None:
        return Part.PARAGRAPH
    rest = paragraph.text[mark.length :]
    bare = len(rest) <= HEADING_LENGTH and not any(c in _SIGNS for c in rest)
    if mark.kind in _HEADING_KINDS:
        return Part.HEADING
    if mark.kind in ("section", "decimal"):
        return Part.HEADING if bare else Part.CLAUSE
    if mark.kind in ("article", "clause"):
        return Part.CLAUSE
    return Part.ITEM


def _split(paragraph: RawParagraph, part: Part) -> list[_Piece]:
    """The paragraph as one piece, or with a credit line inside it cut off as its own."""
    spans = tuple((line.start, line.end) for line in paragraph.lines)
    mark = paragraph.mark if part in (Part.HEADING, Part.CLAUSE, Part.ITEM) else None
    if part in (Part.TITLE, Part.DATE, Part.CREDIT, Part.HEADING):
        return [_Piece(part, spans, paragraph.text, mark)]
    if head := CREDIT_HEAD.match(paragraph.text):
        front, back = _cut(spans, head.end())
        rest = paragraph.text[head.end() :]
        if front and back:
            return [_Piece(Part.CREDIT, front, head.group(), None), _Piece(part, back, rest, mark)]
    if tail := CREDIT_TAIL.search(paragraph.text):
        total = sum(b - a for a, b in spans)
        front, back = _cut(spans, total - (len(paragraph.text) - tail.start()))
        if front and back:
            return [
                _Piece(part, front, paragraph.text[: tail.start()], mark),
                _Piece(Part.CREDIT, back, tail.group(), None),
            ]
    return [_Piece(part, spans, paragraph.text, mark)]


_Spans = tuple[tuple[int, int], ...]


def _cut(spans: _Spans, count: int) -> tuple[_Spans, _Spans]:
    """The spans split after ``count`` characters."""
    front: list[tuple[int, int]] = []
    back: list[tuple[int, int]] = []
    for start, end in spans:
        take = min(max(count, 0), end - start)
        if take:
            front.append((start, start + take))
        if take < end - start:
            back.append((start + take, end))
        count -= end - start
    return tuple(front), tuple(back)


def _heading(piece: _Piece, size: int) -> tuple[int, int]:
    """The heading in the piece's key, without the number: ``[start, end)``, empty when there is none.

    ``size`` is the length of the key.
    """
    if piece.mark is None:
        return 0, 0
    lead = piece.text[: piece.mark.length]
    start = compared_length(lead)
    rest = piece.text[piece.mark.length :]
    if piece.part is Part.HEADING:
        return start, size
    if bracket := _BRACKET_HEADING.match(rest):
        return start + 1, start + compared_length(bracket.group()) - 1
    if piece.mark.kind == "article":
        return start, start
    first = next((i for i, c in enumerate(rest) if c in SENTENCE_END), None)
    if first is None:
        bare = len(rest) <= HEADING_LENGTH and not any(c in _SIGNS for c in rest)
        return (start, size) if bare and piece.part is not Part.CLAUSE else (start, start)
    run_in = rest[:first]
    if first + 1 < len(rest) and len(run_in) <= _RUN_IN_LONGEST and not any(c in _SIGNS for c in run_in):
        return start, start + compared_length(run_in)
    return start, start


def _pairs(text: str) -> Counter[str]:
    words = key_of(text).words()[0].text
    return Counter(words[i : i + 2] for i in range(len(words) - 1))


def _share(part: Counter[str], whole: Counter[str]) -> float:
    """The share of ``part``'s pairs of characters that ``whole`` has."""
    total = sum(part.values())
    return sum((part & whole).values()) / total if total else 0.0
