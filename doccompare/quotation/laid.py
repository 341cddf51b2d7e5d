"""A text laid out for finding quotations: its words, the breaks between them, what stands in which marks."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from doccompare.layout import STARS, mark_of
from doccompare.text import Key, Offsets, key_of

# How much a break between two words parts them.
NONE, MINOR, COMMA, COLON, STOP, PARAGRAPH = range(6)
_LEVELS = {"、": MINOR, "·": MINOR, "，": COMMA, "；": COLON, "：": COLON, "。": STOP, "！": STOP, "？": STOP}
_OPEN = {"“": "”", "「": "」", "『": "』", "‘": "’", "《": "》", "〝": "〞", "﹁": "﹂", "﹃": "﹄", "„": "”"}
_CLOSE = frozenset(_OPEN.values())
_STRAIGHT = '"＂'
# Marks of Markdown at the head of a line: no text of the writer's.
_HEAD = re.compile(r"^[ \t　]*(?:#{1,6}|>+|[-*+•●■◆])[ \t　]+", re.MULTILINE)
_NO_STOP = re.compile(r"[。，；：！？,;:!?]")
_LONGEST_TITLE_LINE = 60
# A quotation of so few words without a stop inside is a term in a sentence, not a sentence of its own.
TERM = 8
_LONGEST_QUOTE = 3000
# What numbers an item in running prose: 一是 二要 其三, and a quoted text never begins with.
_COUNT = re.compile(
    r"(?:[一二三四五六七八九十](?:是要|是|要|则)|其[一二三四五六七八九十]|首先|其次|再次|最后|第[一二三四五六七八九十])"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between two marks: ``[start, end)`` code points of the text, the marks not included.

    ``title``: in 《》; ``depth`` 0: in no other quotation.
    """

    start: int
    end: int
    title: bool
    depth: int


@dataclass(frozen=True)
class Laid:
    """A text without punctuation, and what parts its words.

    ``words`` is the key of the words; ``at[i]`` their positions in ``key``; ``gaps[i]`` the break before
    word ``i`` (``gaps[len(words)]`` is PARAGRAPH). ``read`` is the source as it is compared: the same, or in
    the other script, character for character.
    """

    source: str
    read: str
    key: Key
    words: Key
    at: Offsets
    gaps: tuple[int, ...]
    marked: tuple[Marked, ...]

    @cached_property
    def segments(self) -> tuple[tuple[int, int], ...]:
        """The stretches of words between two commas or heavier breaks: ``[start, end)`` of words."""
        starts = [i for i, level in enumerate(self.gaps) if level >= COMMA or i == 0]
        return tuple((a, b) for a, b in itertools.pairwise(starts) if a < b)

    @cached_property
    def _starts(self) -> list[int]:
        return [a for a, _ in self.segments]

    def segment_at(self, word: int) -> tuple[int, int]:
        """The segment a word stands in."""
        return self.segments[max(0, bisect_right(self._starts, word) - 1)]

    def bounds(self, word: int, level: int) -> tuple[int, int]:
        """The words ``[start, end)`` round a word between breaks of at least this level."""
        start = word
        while start > 0 and self.gaps[start] < level:
            start -= 1
        end = word + 1
        while end < len(self.words) and self.gaps[end] < level:
            end += 1
        return start, end

    def offset(self, word: int) -> int:
        """The code point of the text at which a word stands."""
        return int(self.words.offsets[word])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points ``[a, b)`` that the words ``[start, end)`` take."""
        return self.offset(start), self.offset(end - 1) + 1

    def word_at(self, offset: int) -> int:
        """The first word at or after a code point."""
        return bisect_left(self._offsets, offset)

    @cached_property
    def _offsets(self) -> list[int]:
        return list(map(int, self.words.offsets))

    def between(self, word: int) -> str:
        """The signs before a word, folded."""
        if not 0 < word < len(self.words):
            return ""
        return self.key.text[int(self.at[word - 1]) + 1 : int(self.at[word])]

    def printed(self, start: int, end: int) -> str:
        """The words ``[start, end)`` with the signs between them, as printed for people."""
        return self.key.print(int(self.at[start]), int(self.at[end - 1]) + 1) if start < end else ""


def lay(text: str, compared: str | None = None) -> Laid:
    """The text laid out. ``compared``: the same text in another script, for comparing only."""
    offsets = np.flatnonzero(_kept(text)).astype(np.int64)
    key = key_of(text if compared is None else compared, offsets)
    if compared is not None:
        key = Key(text, key.text, key.offsets)
    words, at = key.words()
    marked = marked_of(text)
    return Laid(
        text,
        text if compared is None else compared,
        key,
        words,
        at,
        _gaps(text, key, words, at, marked),
        marked,
    )


def _kept(text: str) -> np.ndarray:
    """For each character, whether it is text and no mark of Markdown."""
    kept = np.ones(len(text), dtype=np.bool_)
    for pattern in (_HEAD, STARS):
        for match in pattern.finditer(text):
            kept[match.start() : match.end()] = False
    return kept


def _gaps(text: str, key: Key, words: Key, at: Offsets, marked: Sequence[Marked]) -> tuple[int, ...]:
    count = len(words)
    levels = [NONE] * (count + 1)
    levels[count] = PARAGRAPH
    offsets = words.offsets
    for i in (np.flatnonzero(np.diff(offsets) > 1) + 1).tolist():
        signs = key.text[int(at[i - 1]) + 1 : int(at[i])]
        level = max((_LEVELS.get(c, NONE) for c in signs), default=NONE)
        if "——" in signs or "……" in signs or "..." in signs:
            level = max(level, COMMA)
        raw = text[int(offsets[i - 1]) + 1 : int(offsets[i])]
        if ("\n" in raw or "\r" in raw) and level != COMMA and level != MINOR:
            level = max(level, _line_break(text, int(offsets[i - 1]), int(offsets[i]), raw, level))
        levels[i] = level
    places = offsets.tolist()
    for mark in marked:
        first, last = bisect_left(places, mark.start), bisect_left(places, mark.end)
        if last - first >= TERM or any(level >= COMMA for level in levels[first + 1 : last]) or mark.title:
            for edge in (first, last):
                if edge < count:
                    levels[edge] = max(levels[edge], COMMA)
    _part_numbers(text, words, places, levels)
    return tuple(levels)


def _part_numbers(text: str, words: Key, places: Sequence[int], levels: list[int]) -> None:
    """Part the numbers at the head of paragraphs and clauses (四、 9. 一是) from what they number."""
    for i, level in enumerate(levels[:-1]):
        if level < COMMA and i:
            continue
        if level == PARAGRAPH or i == 0:
            mark = mark_of(text[places[i] - _opened(text, places[i]) : places[i] + 16])
            if mark is not None:
                at = bisect_left(places, places[i] - _opened(text, places[i]) + mark.length)
                levels[at] = max(levels[at], COMMA)
                continue
        if count := _COUNT.match(words.text, i):
            levels[count.end()] = max(levels[count.end()], COMMA)


def _opened(text: str, at: int) -> int:
    """1 when a bracket opens just before an offset: the number is （一）."""
    return int(at > 0 and text[at - 1] in "（(")


def _line_break(text: str, before: int, after: int, raw: str, level: int) -> int:
    """Whether a line end between two words ends a paragraph, or only a line of the page."""
    if level >= COLON:
        return PARAGRAPH
    line = text[max(text.rfind("\n", 0, before), text.rfind("\r", 0, before)) + 1 : before + 1].strip()
    stop = next((i for i in range(after, len(text)) if text[i] in "\n\r"), len(text))
    following = text[after:stop].strip()
    if mark_of(following) is not None or line.startswith("#"):
        return PARAGRAPH
    bare = len(line) <= _LONGEST_TITLE_LINE and not _NO_STOP.search(line)
    blank = raw.count("\n") > 1 or raw.replace("\r\n", "\n").count("\r") > 1
    return PARAGRAPH if bare and (blank or len(following) > 1.3 * len(line)) else level


def marked_of(text: str) -> tuple[Marked, ...]:
    """What stands in quotation marks and in 《》, in the order of the text, the outer before the inner.

    A mark that is never closed marks nothing. A paragraph that opens with a mark while one is open goes
    on with that quotation, as Chinese print does.
    """
    out: list[Marked] = []
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if char in _STRAIGHT:
            if stack and stack[-1][0] in _STRAIGHT:
                _, start = stack.pop()
                out.append(Marked(start, i, False, _depth(stack)))
            else:
                stack.append((char, i + 1))
        elif char in _OPEN:
            again = [n for n, (sign, _) in enumerate(stack) if sign == char]
            if again and char != "《":
                # The paragraph before ends here, or its mark was never closed.
                start = stack[again[-1]][1]
                content = text[start:i].rstrip()
                del stack[again[-1] :]
                if content and "\n" in text[start + len(content) : i]:
                    out.append(Marked(start, start + len(content), False, _depth(stack)))
            stack.append((char, i + 1))
        elif char in _CLOSE:
            at = next((n for n in range(len(stack) - 1, -1, -1) if _OPEN.get(stack[n][0]) == char), None)
            if at is not None:
                sign, start = stack[at]
                del stack[at:]
                if i - start <= _LONGEST_QUOTE:
                    out.append(Marked(start, i, sign == "《", _depth(stack)))
        elif char in "\n\r" and stack and all(sign in _STRAIGHT for sign, _ in stack):
            stack.clear()  # a straight mark is not open over a line end
    return tuple(sorted((m for m in out if m.end > m.start), key=lambda m: (m.start, -m.end)))


def _depth(stack: Sequence[tuple[str, int]]) -> int:
    return sum(sign != "《" for sign, _ in stack)
