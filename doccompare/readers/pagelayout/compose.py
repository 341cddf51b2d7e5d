"""From pages laid out to one text: lines joined to paragraphs, furniture and captions set apart.

Nothing is lost silently: what is left out of the text is told in a problem, what stands in the way of a
sentence (a caption, a box, a footnote) comes after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from doccompare.layout import JUMP_LINE, mark_of
from doccompare.model import Note, PageMark, Problem, Span
from doccompare.readers.pagelayout.furniture import furniture_of
from doccompare.readers.pagelayout.order import indent_of, is_filled, is_open
from doccompare.readers.pagelayout.page import PageLayout
from doccompare.readers.pagelayout.shapes import Box, Segment, around
from doccompare.text import is_latin

_INDENT = (1.2, 4.5)  # ems; what begins further in is centred or set to the right
_SAME_SIZE = 0.08
_SMALLER = 0.93  # of the size of the body: captions and notes
_NEAR_PICTURE = 2.5  # ems between a picture and its caption
_PITCH = 1.5  # times the usual distance of lines parts two blocks
_FULL = 5  # lines from which a column shows its own edges
_SHOWN = 4  # examples of what was left out


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of the pages, where each line of print stands, what was not read surely, and the faults."""

    text: str
    marks: tuple[PageMark, ...]
    doubtful: tuple[Span, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A segment on its page."""

    page: int
    segment: Segment


@dataclass(frozen=True, slots=True)
class _Style:
    """What the whole document has in common: the size of its body, whether paragraphs are indented."""

    size: float
    indents: bool
    pitch: float  # from line to line, in ems


def compose(pages: Sequence[PageLayout]) -> Composed:
    """The text of all pages in reading order, line ends undone where the geometry is sure."""
    left_out: dict[int, set[int]] = {}
    for n, first in furniture_of(pages):
        left_out.setdefault(n, set()).add(first)
    furniture: list[_Line] = []
    kept: list[PageLayout] = []
    for n, page in enumerate(pages):
        gone = left_out.get(n, set())
        furniture += [_Line(page.number, s) for s in page.segments if s.first in gone]
        kept.append(_without(page, gone))
    kept = _with_known_columns(kept)
    style = _style([s for page in kept for s in page.segments])
    text: list[str] = []
    length = 0
    marks: list[PageMark] = []
    doubtful: list[Span] = []
    last: _Line | None = None
    for line, following in _pairwise(_flow(kept, style)):
        lead = "" if last is None else _between(last, line, following, style)
        if lead.startswith("\n") or last is None:
            indent = indent_of(line.segment)
            lead += "\u3000\u3000" if _INDENT[0] <= indent <= _INDENT[1] else ""
        elif lead == "-":  # a word divided at the end of the line
            text[-1] = text[-1][:-1]
            length, lead = length - 1, ""
        text.append(lead)
        length += len(lead)
        seen = line.segment.seen or line.segment.box
        marks.append(PageMark(length, line.page, tuple(round(x, 1) for x in seen)))  # type: ignore[arg-type]
        doubtful += _spans(line.segment.doubts, length)
        text.append(line.segment.text)
        length += len(line.segment.text)
        last = line
    problems = (*_left_out(furniture), *_orders(kept))
    return Composed("".join(text) + ("\n" if text else ""), tuple(marks), united(doubtful), problems)


def _without(page: PageLayout, firsts: set[int]) -> PageLayout:
    """The page without the segments named, its columns no wider than what is left in them."""
    kept = [s for s in page.segments if s.first not in firsts]
    inside: dict[Box, list[Box]] = {}
    for s in kept:
        inside.setdefault(s.column, []).append(s.box)
    columns = {column: around(boxes) for column, boxes in inside.items()}
    return replace(page, segments=tuple(replace(s, column=columns[s.column]) for s in kept))


def _pairwise(lines: Iterator[_Line]) -> Iterator[tuple[_Line, _Line | None]]:
    """Each line with the next."""
    last: _Line | None = None
    for line in lines:
        if last is not None:
            yield last, line
        last = line
    if last is not None:
        yield last, None


def _spans(places: Sequence[int], at: int) -> list[Span]:
    return [Span(at + p, at + p + 1) for p in places]


def united(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and out[-1].end >= span.start:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


# --- what all pages have in common ------------------------------------------------------------------


def _style(segments: Sequence[Segment]) -> _Style:
    if not segments:
        return _Style(1.0, True, 1.5)
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[round(segment.size * 2) / 2] += len(segment.text)
    size = sizes.most_common(1)[0][0] or 1.0
    body = [s for s in segments if abs(s.size - size) <= _SAME_SIZE * size + 0.25]
    indented = sum(1.2 <= indent_of(s) <= 3.0 for s in body)
    steps = [
        (b.box.bottom - a.box.bottom) / size
        for a, b in pairwise(body)
        if a.column == b.column and b.row == a.row + 1
    ]
    return _Style(size, indented * 40 >= len(body), median(steps) if steps else 1.5)


def _with_known_columns(pages: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages, where a column of a few lines takes the edges of the full columns that it stands in."""
    counts = [Counter(s.column for s in page.segments) for page in pages]
    full = [column for page in counts[:100] for column, lines in page.items() if lines >= _FULL]
    out = []
    for page, lines_of in zip(pages, counts, strict=True):
        own = [column for column, lines in lines_of.items() if lines >= _FULL]
        edges: dict[Box, Box] = {}
        segments = []
        for s in page.segments:
            if lines_of[s.column] < _FULL and not s.beside:
                if s.column not in edges:
                    edges[s.column] = _home(s, own) or _home(s, full) or s.column
                s = replace(
                    s, column=s.column._replace(left=edges[s.column].left, right=edges[s.column].right)
                )
            segments.append(s)
        out.append(replace(page, segments=tuple(segments)))
    return out


def _home(segment: Segment, columns: Sequence[Box]) -> Box | None:
    """The narrowest column in whose edges the whole column of the segment stands."""
    em, box = segment.size, segment.column
    fitting = [
        c
        for c in columns
        if -0.5 * em <= box.left - c.left <= _INDENT[1] * em and box.right <= c.right + 0.5 * em
    ]
    return min(fitting, key=lambda c: c.width, default=None)


# --- what stands apart --------------------------------------------------------------------------------


def _flow(pages: Sequence[PageLayout], style: _Style) -> Iterator[_Line]:
    """The lines in order; captions, notes and boxes that break a paragraph follow once it is closed."""
    waiting: list[_Line] = []
    last: Segment | None = None
    for n, page in enumerate(pages):
        blocks = _blocks(page.segments, style)
        following = [b[0] for p in pages[n + 1 : n + 2] for b in _blocks(p.segments, style)]
        for i, block in enumerate(blocks):
            lines = [_Line(page.number, s) for s in block]
            later = [b[0] for b in blocks[i + 1 :]] + following
            if last is not None and _interrupts(last, block, later, page.pictures, style):
                waiting += lines
            else:
                yield from lines
                last = block[-1]
        if last is None or not (is_open(last) and is_filled(last)):
            yield from waiting
            waiting = []
    yield from waiting


def _blocks(segments: Sequence[Segment], style: _Style) -> list[list[Segment]]:
    """Lines of one size, one below the other."""
    out: list[list[Segment]] = []
    for s in segments:
        last = out[-1][-1] if out else None
        if (
            last is not None
            and _same_size(last, s)
            and s.boxed == last.boxed
            and s.column == last.column
            and s.box.bottom - last.box.bottom <= _PITCH * style.pitch * s.size
        ):
            out[-1].append(s)
        else:
            out.append([s])
    return out


def _interrupts(
    last: Segment, block: Sequence[Segment], later: Sequence[Segment], pictures: Sequence[Box], style: _Style
) -> bool:
    """Whether a block stands in the way of a paragraph: the line before goes on in a block after it."""
    if _same_size(last, block[0]) and not block[0].boxed and not _centred(block):
        return False
    if block[0].size < _SMALLER * style.size and _captions(block, pictures):
        return True
    if not (is_open(last) and is_filled(last)) or last.size > 1.12 * style.size or last.cells > 1:
        return False  # no paragraph is open: it has ended, or was a headline, or the head of the page
    return any(
        _same_size(last, s)
        and s.boxed == last.boxed
        and indent_of(s) < _INDENT[0]
        and mark_of(s.text) is None
        for s in later[:4]
    )


def _centred(block: Sequence[Segment]) -> bool:
    return all(indent_of(s) > 0.8 and abs(s.box.middle - s.column.middle) < 0.6 * s.size for s in block)


def _captions(block: Sequence[Segment], pictures: Sequence[Box]) -> bool:
    """Whether the block stands right above or below a picture."""
    top, bottom, em = block[0].box.top, block[-1].box.bottom, block[0].size
    for picture in pictures:
        beside = block[0].box.left < picture.right and block[0].box.right > picture.left
        if beside and (
            -em < top - picture.bottom < _NEAR_PICTURE * em or -em < picture.top - bottom < _NEAR_PICTURE * em
        ):
            return True
    return False


def _same_size(a: Segment, b: Segment) -> bool:
    return abs(a.size - b.size) <= _SAME_SIZE * max(a.size, b.size)


# --- line ends ----------------------------------------------------------------------------------------


def _between(a: _Line, b: _Line, after: _Line | None, style: _Style) -> str:
    """What stands between two lines of the text: nothing, a space, a line end or a blank line.

    ``-``: the hyphen at the end of the first goes.
    """
    first, second = a.segment, b.segment
    same = first.column == second.column or first.beside or second.beside
    below = a.page == b.page and same and second.row > first.row
    if not _same_size(first, second) or first.boxed != second.boxed:
        return "\n\n"
    if first.cells > 1 or second.cells > 1:
        return "\n" if below else "\n\n"
    if JUMP_LINE.search(first.text) or JUMP_LINE.match(second.text):
        return "\n\n"
    far = below and second.box.bottom - first.box.bottom > _PITCH * style.pitch * second.size
    wide = is_filled(first, max(2.2, _head_width(second)))
    flush = indent_of(second) < _INDENT[0] or _hangs(first, second, after)
    if flush and wide and (is_open(first) or (style.indents and not far)):
        if style.indents or mark_of(second.text) is None:
            return _seam(first.text, second.text)
    elif flush and wide and below and not far and not style.indents and mark_of(second.text) is None:
        return _seam(first.text, second.text)
    return "\n" if below and not far else "\n\n"


def _head_width(segment: Segment) -> float:
    """How wide, in ems, the Latin word or number is that a line begins with: it could not be divided."""
    head = 0
    while head < len(segment.text) and (is_latin(segment.text[head]) or segment.text[head] in ".%-"):
        head += 1
    return 0.6 * head + 1.2


def _hangs(first: Segment, second: Segment, after: _Line | None) -> bool:
    """A line that is set in like the next one, and full: the paragraph is set in as a whole."""
    if after is None or not is_filled(second) or mark_of(second.text) is not None:
        return False
    third = after.segment
    return (
        is_open(first) and third.column == second.column and abs(indent_of(third) - indent_of(second)) < 0.3
    )


def _seam(a: str, b: str) -> str:
    if a[-1:] in "-\u00ad\u2010" and a[-2:-1].isalpha() and a[-2:-1].isascii() and b[:1].islower():
        return "-"
    if is_latin(a[-1:]) and is_latin(b[:1]) and not (a[-1].isdigit() and b[0].isdigit()):
        return " "
    return ""


# --- what is said of it -------------------------------------------------------------------------------


def _left_out(furniture: Sequence[_Line]) -> Iterator[Problem]:
    if not furniture:
        return
    examples = list(dict.fromkeys(line.segment.text for line in furniture))
    more = "……" if len(examples) > _SHOWN else ""
    shown = "、".join(f"“{e[:20]}”" for e in examples[:_SHOWN]) + more
    pages = page_list([line.page for line in furniture])
    yield Problem(
        "page-furniture",
        Note(
            f"第 {pages} 页的书眉、页码共 {len(furniture)} 行未入文本：{shown}。",
            f"Pages {pages}: {len(furniture)} running heads and page numbers are left out: {shown}.",
        ),
    )


def _orders(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    for name, zh, en in (
        ("layout", "按版面分栏读", "read by its columns"),
        ("file", "按文件内的次序读", "read in the order of the file"),
    ):
        split = [p.number for p in pages if p.order == name and _disagrees(p)]
        if split:
            yield Problem(
                "reading-order",
                Note(
                    f"第 {page_list(split)} 页版面与文件内的次序不一，{zh}；请核对栏次。",
                    f"Pages {page_list(split)}: layout and file differ in order; {en}. Check the columns.",
                ),
            )


def _disagrees(page: PageLayout) -> bool:
    """Whether the two orders differ in what was kept."""
    own = [s.first for s in page.segments]
    kept = set(own)
    return [first for first in page.other if first in kept] != own


def page_list(pages: Sequence[int]) -> str:
    """Page numbers as people write them: 1-3, 7."""
    out: list[list[int]] = []
    for page in sorted(set(pages)):
        if out and page == out[-1][-1] + 1:
            out[-1] = [out[-1][0], page]
        else:
            out.append([page])
    return "、".join("-".join(map(str, part)) for part in out)
