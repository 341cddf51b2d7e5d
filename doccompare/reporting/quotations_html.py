"""The article with marks, and beside each paragraph the clauses it goes back to: one self-contained page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.model import Quotations, QuotedPassage, QuoteStatus, Severity
from doccompare.reporting.html import render
from doccompare.reporting.labels import name
from doccompare.reporting.names import file_name
from doccompare.reporting.quotations import counts, flag_names, remark, urgent, where

_SHEETS = ("base", "report", "quotations", "print")
_TRUE = (QuoteStatus.VERBATIM, QuoteStatus.FORMAL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph: plain text, or the part of a passage with its number from 1."""

    text: str
    passage: int | None = None
    differs: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the article, its line, and the numbers of the passages that begin in it."""

    line: int
    pieces: tuple[Piece, ...]
    passages: tuple[int, ...]


def quotations_html(found: Quotations, text: str, version: str) -> str:
    """The whole page; ``text`` is the article's. The same quotations give the same text."""
    context = {
        "q": found,
        "rows": _rows(found.passages, text),
        "counts": counts(found),
        "urgent": urgent(found),
        "number": {id(p): n for n, p in enumerate(found.passages, 1)},
        "ident": id,
        "name": name,
        "remark": remark,
        "where": lambda p: where(p, "zh"),
        "flags": lambda p: flag_names(p, "zh"),
        "file_name": file_name,
        "critical": Severity.CRITICAL,
        "tone": tone,
    }
    return render("quotations.html.j2", context, version, sheets=_SHEETS)


def tone(passage: QuotedPassage) -> str:
    """How a passage is drawn: grave, changed or true."""
    if passage.severity is Severity.CRITICAL:
        return "grave"
    return "true" if passage.status in _TRUE else "changed"


def _rows(passages: Sequence[QuotedPassage], text: str) -> list[Row]:
    """The lines of the article that hold something, cut at the passages and at what differs in them."""
    rows: list[Row] = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        start, end = at, at + len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        at += len(line)
        if not text[start:end].strip():
            continue
        pieces: list[Piece] = []
        begun: list[int] = []
        place = start
        for n, passage in enumerate(passages, 1):
            low, high = max(passage.start, start), min(passage.end, end)
            if low >= high:
                continue
            if passage.start >= start:
                begun.append(n)
            if low > place:
                pieces.append(Piece(text[place:low]))
            pieces += _marked(passage, n, text, low, high)
            place = high
        if place < end:
            pieces.append(Piece(text[place:end]))
        rows.append(Row(number, tuple(pieces), tuple(begun)))
    return rows


def _marked(passage: QuotedPassage, number: int, text: str, low: int, high: int) -> list[Piece]:
    """The part ``[low, high)`` of a passage, what differs in it apart."""
    out: list[Piece] = []
    place, first = low, low == passage.start
    for difference in passage.differences:
        start, end = max(difference.start, place), min(difference.end, high)
        if start >= end:
            continue
        if start > place:
            out.append(Piece(text[place:start], number, first=first))
            first = False
        out.append(Piece(text[start:end], number, differs=True, first=first))
        place, first = end, False
    if place < high:
        out.append(Piece(text[place:high], number, first=first))
    return out
