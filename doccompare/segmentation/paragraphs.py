"""Undo the line ends of the page: which lines make one paragraph.

A blank line is not the end of a paragraph (column heads and page breaks leave one in mid sentence)
and a line end is not one either. What counts: numbers, the sign a line ends with, the column width.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doccompare.layout import TITLE_END, Line, Mark, is_credit, is_date, lines_of, mark_of
from doccompare.model import Span
from doccompare.segmentation.decimals import decimal_marks
from doccompare.text import CLOSERS, PARAGRAPH_END, is_latin

# Column widths of print; a longer line was not broken by a column.
_WIDEST_COLUMN = 60
# A title or heading line is no longer than this.
HEADING_LENGTH = 60
# The history of a law stands on at most so many more lines.
_LONGEST_HISTORY = 4
# What a title ends with: the text under it is not joined to it.
_TITLE = re.compile(
    rf"关于.{{2,80}}{TITLE_END}$"
    r"|(?:条例|办法|规定|细则|章程|规则|纪要|公报|宣言|纲要)$"
    r"|在.{2,60}上的(?:讲话|致辞|报告|发言|演讲)$"
)
# Those addressed, on a line of their own: 同志们：, 各区人民政府，市有关部门：.
_SALUTATION = re.compile(r"[^。；！？：:]{1,80}[：:]\s*$")
# What a part without a number is called; it is no piece of the title above it.
_NAMED = re.compile(
    r"前\s*言|引\s*言|序\s*言|绪\s*论|导\s*[言语论]|目\s*[录次]|摘\s*要|内容提要|编者按|后\s*记|结\s*语|参考文献"
)
# An entry of a list is no longer than this; a line that ends with one of these signs goes on.
_LONGEST_ENTRY = 40
_GOES_ON = frozenset("，、,（(“‘《—")
_HEADING_KINDS = frozenset({"book", "chapter", "part", "section", "item", "decimal"})


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """The lines of one paragraph, their text joined (white space only between Latin words), its number."""

    lines: tuple[Line, ...]
    text: str
    mark: Mark | None


def paragraphs(text: str, spans: Sequence[Span]) -> list[RawParagraph]:
    """The paragraphs of the spans of a text, in file order."""
    if not spans:
        return []
    masked = _masked(text, spans)
    lines = lines_of(masked, spans[0].start, spans[-1].end)
    width = _column_width(lines)
    groups: list[list[Line]] = []
    texts: list[str] = []
    head = True  # nothing but titles and dates so far
    history = _histories(masked, lines)
    decimals = decimal_marks(masked, lines)
    listed = _listed(masked, lines, decimals, width)
    marks: list[Mark | None] = []
    for i, line in enumerate(lines):
        if i in history:
            groups[-1].append(line)
            texts[-1] = _joined(texts[-1], masked[line.start : line.end])
            continue
        begins = i in decimals or i in listed
        if groups and not begins and _joins(masked, groups[-1], texts[-1], marks[-1], line, width, head):
            groups[-1].append(line)
            texts[-1] = _joined(texts[-1], masked[line.start : line.end])
            continue
        if groups:
            head = head and (_title_like(texts[-1]) or _alone(texts[-1]))
        groups.append([line])
        texts.append(masked[line.start : line.end])
        marks.append(decimals.get(i))
    return [
        RawParagraph(tuple(g), body, mark or mark_of(body))
        for g, body, mark in zip(groups, texts, marks, strict=True)
    ]


def _histories(text: str, lines: Sequence[Line]) -> set[int]:
    """The indices of the lines that go on a date or history in brackets which the column broke."""
    out: set[int] = set()
    for i, line in enumerate(lines):
        so_far = text[line.start : line.end]
        if so_far[0] not in "（(" or any(c in so_far for c in "）)"):
            continue
        for j in range(i + 1, min(i + 1 + _LONGEST_HISTORY, len(lines))):
            so_far = _joined(so_far, text[lines[j].start : lines[j].end])
            if is_date(so_far):
                out.update(range(i + 1, j + 1))
                break
            if lines[j].gap:
                break
    return out


def _listed(text: str, lines: Sequence[Line], decimals: Mapping[int, Mark], width: int | None) -> set[int]:
    """The indices of the lines that are entries of a list without signs, but for the first of each list.

    A list: lines below each other none of which ends a sentence, up to the next number.
    Where anything else stands below them they may be a broken sentence, or a title at the foot.
    """
    out: set[int] = set()
    run: list[int] = []
    begun = False  # above the first sentence or number stands the title, which may be broken
    closed = True  # what stands above ends before this line
    for i, line in enumerate(lines):
        body = text[line.start : line.end]
        numbered = i in decimals or mark_of(body) is not None
        if numbered or line.gap:
            out.update(run[1:] if numbered else ())
            run = []
        entry = len(line) <= (_LONGEST_ENTRY if width is None else 0.85 * width)
        entry = entry and not (numbered or _ends(body) or body[-1] in _GOES_ON or _alone(body))
        if not entry:
            run = []
        elif begun and (run or line.gap or closed):
            run.append(i)
        begun = begun or numbered or _ends(body)
        closed = numbered or _ends(body)
    return out


def _masked(text: str, spans: Sequence[Span]) -> str:
    """The text with everything outside the spans blanked, line ends kept; same length."""
    parts: list[str] = []
    at = 0
    for span in spans:
        parts.append(_blank(text[at : span.start]))
        parts.append(text[span.start : span.end])
        at = span.end
    return "".join(parts)


def _blank(text: str) -> str:
    return "".join(c if c in "\n\r" else " " for c in text)


def _column_width(lines: Sequence[Line]) -> int | None:
    """The column width in characters when most lines are set to one, else None."""
    if len(lines) < 6:
        return None
    lengths = sorted(len(line) for line in lines)
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(length >= 0.75 * width for length in lengths)
    return width if width <= _WIDEST_COLUMN and full * 2 >= len(lines) else None


def _joined(so_far: str, body: str) -> str:
    """A line put to those before it, with a space only where two Latin words meet."""
    return f"{so_far} {body}" if is_latin(so_far[-1]) and is_latin(body[0]) else so_far + body


def _ends(body: str) -> bool:
    """The line may end a paragraph: a closing sign, quotation marks and brackets after it allowed."""
    trimmed = body.rstrip("".join(CLOSERS) + " 　\"'")
    return bool(trimmed) and trimmed[-1] in PARAGRAPH_END


def is_named(body: str) -> bool:
    """The name of a part that has no number, on a line of its own: 前言, 目录, 参考文献."""
    return _NAMED.fullmatch(body) is not None


def _alone(body: str) -> bool:
    """A date or a credit line: always a paragraph of its own."""
    return is_date(body) or is_credit(body)


def _is_heading(group_text: str, mark: Mark | None) -> bool:
    """A numbered heading that ends with no sign: nothing is joined to it."""
    mark = mark or mark_of(group_text)
    return (
        mark is not None and mark.kind in _HEADING_KINDS and not any(c in group_text for c in "。；：，;:,")
    )


def _joins(
    text: str,
    group: Sequence[Line],
    so_far: str,
    mark: Mark | None,
    line: Line,
    width: int | None,
    head: bool,
) -> bool:
    """Whether ``line`` goes on the paragraph of ``group``, whose text is ``so_far``.

    ``mark``: its decimal number; ``head``: only titles and dates before it.
    """
    last = group[-1]
    before, body = text[last.start : last.end], text[line.start : line.end]
    ended = _ends(before)
    if _alone(body) or _alone(so_far) or is_named(body) or is_named(so_far):
        return False
    # The first line of a paragraph is two characters shorter where the indent was lost.
    indent = 2 if len(group) == 1 and not last.indented else 0
    filled = width is not None and len(last) + indent >= 0.85 * width
    if _is_heading(so_far, mark) and not (
        filled and line.gap == 0 and len(so_far) < width * 2 if width else False
    ):
        return False
    if mark_of(body) is not None and (ended or line.gap or not filled):
        return False
    if line.indented and (ended or not group[-1].indented):
        return False
    if line.gap:
        # Only a sentence that is still open goes on over a blank line.
        return not ended and not _title_like(so_far) and not (len(group) == 1 and _title_like(before))
    if (
        head
        and _title_like(so_far)
        and (
            _TITLE.search(so_far)
            or _SALUTATION.match(body)
            or len(line) > max(_WIDEST_COLUMN, 2 * len(so_far))
        )
    ):
        return False
    if width is None:
        return not ended
    return not ended or filled


def _title_like(paragraph: str) -> bool:
    """Short and without any sign inside: a title or a heading, not a broken sentence."""
    return len(paragraph) <= HEADING_LENGTH and not any(c in paragraph for c in "。，；：！？、,;:!?")
