"""What a page prints inside the text and is no text: bullets, page numbers, running heads, jump lines."""

from __future__ import annotations

import re
from collections import Counter

from doccompare.layout import BULLET, JUMP_LINE, PAGE_NUMBER, STARS, Line, lines_of, mark_of
from doccompare.text import CLOSERS, PARAGRAPH_END

_LEADERS = re.compile(r"[0-9０-９]*+[.…·．\s　]*+")  # of a line read backwards
_DIGITS = re.compile(r"[0-9０-９\s　]+")
# A running head is short: longer repeated lines are text that stands twice.
_HEAD_LENGTH = 30
_PUNCTUATED = 0.01


def page_furniture(text: str) -> list[tuple[int, int]]:
    """The spans of furniture in a page, in order, disjoint."""
    found = [m.span() for m in JUMP_LINE.finditer(text)]
    found += [m.span() for m in BULLET.finditer(text)]
    if "**" in text or "__" in text:
        found += [m.span() for m in STARS.finditer(text)]
    lines = lines_of(text)
    numbers = [line for line in lines if PAGE_NUMBER.match(text[line.start : line.end])]
    found += [(line.start, line.end) for line in numbers]
    if sum(map(text.count, "。，、；：")) >= _PUNCTUATED * len(text):
        # Without punctuation no line can be told to break a sentence.
        beside = set(numbers)
        found += _running_heads(text, [line for line in lines if line not in beside])
    found += _heads_by_page_numbers(text, lines)
    found += _contents(text, lines)
    return _union(found)


def _running_heads(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    """Short lines that stand on the page more than once and at least once break a sentence."""
    shape: Counter[str] = Counter()
    breaks: set[str] = set()
    shapes: list[str] = []
    for i, line in enumerate(lines):
        body = text[line.start : line.end]
        plain = _DIGITS.sub("", body)
        usable = len(plain) >= 2 and len(body) <= _HEAD_LENGTH and body[-1] not in PARAGRAPH_END
        if not usable or mark_of(body) or JUMP_LINE.search(body):
            plain = ""
        shapes.append(plain)
        if not plain:
            continue
        shape[plain] += 1
        if not 0 < i < len(lines) - 1:
            continue
        # A line as long as its neighbours is a line of the column that happens to stand twice.
        shorter = len(body) < 0.8 * min(len(lines[i - 1]), len(lines[i + 1]))
        if shorter and _breaks_sentence(text, lines[i - 1], lines[i + 1]):
            breaks.add(plain)
    gaps_after = [line.gap for line in lines[1:]] + [1]
    return [
        (line.start, line.end)
        for line, plain, after in zip(lines, shapes, gaps_after, strict=True)
        if plain and shape[plain] > 1 and plain in breaks and line.gap + after > 0
    ]


def _heads_by_page_numbers(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    """A short line beside a page number, when the two together break a sentence or stand so again.

    Which of the two lines beside the number is the head is told by what stands beside the others.
    """
    numbers = [i for i, line in enumerate(lines) if PAGE_NUMBER.match(text[line.start : line.end])]
    shapes = Counter(
        _DIGITS.sub("", text[lines[j].start : lines[j].end])
        for i in numbers
        for j in (i - 1, i + 1)
        if 0 <= j < len(lines)
    )
    out: list[tuple[int, int]] = []
    for i in numbers:
        sides = [j for j in (i - 1, i + 1) if 0 <= j < len(lines) and _short(text, lines[j])]
        best = max(sides, key=lambda j: (shapes[_shape(text, lines[j])], -len(lines[j])), default=None)
        if best is None:
            continue
        first, last = min(best, i), max(best, i)
        again = shapes[_shape(text, lines[best])] > 1
        inside = first >= 1 and last + 1 < len(lines)
        if again or (inside and _breaks_sentence(text, lines[first - 1], lines[last + 1])):
            out.append((lines[best].start, lines[best].end))
    return out


def _contents(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    """A table of contents: 目录, and under it headings that stand once more further on."""
    out: list[tuple[int, int]] = []
    bodies = [_unled(text[line.start : line.end]) for line in lines]
    last_place = {body: i for i, body in enumerate(bodies)}
    for i, line in enumerate(lines):
        if bodies[i] != "目录":
            continue
        last = i
        while last + 1 < len(lines) and _listed(bodies[last + 1]) and last_place[bodies[last + 1]] > last + 1:
            last += 1
        if last > i:
            out.append((line.start, lines[last].end))
    return out


def _unled(body: str) -> str:
    """A line of a table of contents without white space, the dots and the page number at its end."""
    found = _LEADERS.match(body[::-1])
    return "".join(body[: len(body) - found.end() if found else None].split())


def _listed(body: str) -> bool:
    """A numbered heading, as it stands in a table of contents and again over its text."""
    return len(body) <= _HEAD_LENGTH + 10 and mark_of(body) is not None


def _shape(text: str, line: Line) -> str:
    return _DIGITS.sub("", text[line.start : line.end])


def _short(text: str, line: Line) -> bool:
    """Short enough for a running head, unnumbered, and no end of a sentence."""
    body = text[line.start : line.end]
    return len(body) <= _HEAD_LENGTH and mark_of(body) is None and body[-1] not in PARAGRAPH_END


def _breaks_sentence(text: str, before: Line, after: Line) -> bool:
    """The line before stops in mid sentence and the line after does not begin a paragraph."""
    last = text[before.end - 1]
    if last in PARAGRAPH_END or last in CLOSERS or len(before) < 8:
        return False
    return not after.indented and mark_of(text[after.start : after.end]) is None


def _union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
