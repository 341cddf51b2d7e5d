"""What one copy alone has of the work's beginning, and what it prints after the others have ended.

What copies share is the work. But when every other copy begins, with its file, in the middle of running text,
the paragraphs that stand before it in the one that goes further back are the work's own beginning. After the
end nothing tells the work from a note of the editors: such text is named, and not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from doccompare.layout import lines_of, mark_of
from doccompare.locating.extents import Extent
from doccompare.model import Role, Span, Witness
from doccompare.text import CLOSERS, PARAGRAPH_END, is_punctuation

LONGEST_HEADLINE = 40  # characters
_SENTENCE_SIGNS = frozenset("。，；：！？、,;:!?")
_LEAST = 20  # characters before the shared text; fewer are a source line or a page number
_PROSE = 40  # characters of running text after it


def is_headline(line: str) -> bool:
    """The line reads like a headline: short, without number and sign."""
    return 4 <= len(line) <= LONGEST_HEADLINE and not _SENTENCE_SIGNS & set(line) and mark_of(line) is None


def with_beginning(extents: Sequence[Extent], witnesses: Sequence[Witness]) -> tuple[Extent, ...]:
    """The extents, one of them from its headline on where all others begin later, with their files."""
    out = list(extents)
    i = _the_only(extents, [_is_blank(w.text[: e.spans[0].start]) for e, w in _having(extents, witnesses)])
    if i is not None:
        first, *rest = extents[i].spans
        start = _headline_before(witnesses[i].text, first.start)
        if start is not None:
            out[i] = replace(extents[i], spans=(Span(start, first.end), *rest))
    return tuple(out)


def beyond(extents: Sequence[Extent], witnesses: Sequence[Witness]) -> tuple[int, Span] | None:
    """Running text that goes on, in one witness alone, where all others end with their files.

    Which witness, and where in its text; None when there is none, or a headline follows.
    """
    i = _the_only(extents, [_is_blank(w.text[e.spans[-1].end :]) for e, w in _having(extents, witnesses)])
    if i is None:
        return None
    text, end = witnesses[i].text, extents[i].spans[-1].end
    lines = lines_of(text, end)
    for n, line in enumerate(lines):
        if is_headline(text[line.start : line.end]):
            lines = lines[:n]
            break
    prose = [line for line in lines if len(line) >= _PROSE and text[line.end - 1] in PARAGRAPH_END]
    return (i, Span(lines[0].start, lines[-1].end)) if prose else None


def _having(extents: Sequence[Extent], witnesses: Sequence[Witness]) -> list[tuple[Extent, Witness]]:
    """The reprints in which the work was found."""
    pairs = zip(extents, witnesses, strict=True)
    return [(e, w) for e, w in pairs if e.spans and e.role is Role.REPRINT]


def _the_only(extents: Sequence[Extent], bare: Sequence[bool]) -> int | None:
    """The index of the only reprint that is not bare, where there is one."""
    known = [i for i, e in enumerate(extents) if e.spans and e.role is Role.REPRINT]
    rest = [i for i, plain in zip(known, bare, strict=True) if not plain]
    return rest[0] if len(rest) == 1 < len(known) else None


def _is_blank(text: str) -> bool:
    """No word stands in it."""
    return all(is_punctuation(c) or c.isspace() for c in text)


def _headline_before(text: str, start: int) -> int | None:
    """Where the headline of the running text that goes on at ``start`` begins; None when there is none."""
    end = text.find("\n", start)
    opening = text[start : end if end >= 0 else len(text)].strip()
    if is_headline(opening) or len(text[:start].strip()) < _LEAST:
        return None
    for line in reversed(lines_of(text, 0, start)):
        before = text[: line.start].rstrip()
        closed = not before or before[-1] in PARAGRAPH_END or before[-1] in CLOSERS
        if is_headline(text[line.start : line.end]) and closed:
            prose = text[line.end : start]
            return line.start if any(c in PARAGRAPH_END for c in prose) else None
    return None
