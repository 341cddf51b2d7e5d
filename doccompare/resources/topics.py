"""What the difference of two readings touches: number, level, scope, modality, negation, office, body.

The classes are generic (``terms.tsv``); a user's own terms are added elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from doccompare.model import Topic
from doccompare.resources.names import name_spans
from doccompare.resources.numbers import NumberKind, numbers_in
from doccompare.resources.tables import rows

NEUTRAL: Final = "-"
_KINDS: Final = {
    NumberKind.NUMBER: Topic.NUMBER,
    NumberKind.ORDINAL: Topic.NUMBER,
    NumberKind.DATE: Topic.DATE,
    NumberKind.TIME: Topic.DATE,
    NumberKind.PERCENT: Topic.AMOUNT,
    NumberKind.AMOUNT: Topic.AMOUNT,
}
_NEGATIONS: Final = frozenset("不未非无没勿莫毋")
# Words that do not say no: without its first character the word is broken, not turned round.
_NO_NEGATION: Final = re.compile("不[仅但断久时禁妨愧论管过如朽一只凡懈惜]|无[论非]|非常|未[来免]|莫非")
# 小于 and 大于 in signs.
_COMPARING: Final = re.compile("[≤≥≦≧≠±]|[<>＜＞](?= ?[0-9])")
_VALUES: Final = frozenset(_KINDS.values())
# Two-part words: the parts are the term, what stands between them is not.
_FRAMES: Final = (
    (re.compile(r"(除)[^，,。；;：:]{1,20}?(外)(?![部国地来围])"), Topic.SCOPE),
    (re.compile(r"(非)[^，,。；;：:]{1,12}?(不[得可能])"), Topic.MODALITY),
)


class Term(NamedTuple):
    """``[start, end)`` of a word of one class, in code points, and the word."""

    start: int
    end: int
    text: str
    topic: Topic


@lru_cache(maxsize=1)
def _terms() -> tuple[dict[str, tuple[Topic, ...]], int]:
    """The term table (neutral words have no class) and the length of its longest term."""
    table = {
        term: tuple(Topic(name) for name in classes.split() if name != NEUTRAL)
        for term, classes in rows("terms.tsv")
    }
    return table, max(map(len, table))


@lru_cache(maxsize=4096)
def terms_in(text: str) -> tuple[Term, ...]:
    """The words of the classes in ``text``, numbers and dates among them, ordered by place.

    A word inside a longer one of the table is not counted (县 in 县级, 市 in 市场), nor one inside a number.
    """
    table, longest = _terms()
    found: list[tuple[int, int]] = []
    for start in range(len(text)):
        for size in range(min(longest, len(text) - start), 0, -1):
            if text[start : start + size] in table:
                found.append((start, start + size))
                break  # what is shorter here lies inside it
    numbers = numbers_in(text)
    taken = [*found, *((number.start, number.end) for number in numbers)]
    terms = [
        Term(start, end, text[start:end], topic)
        for start, end in found
        if not any(low <= start and end <= high and (low, high) != (start, end) for low, high in taken)
        for topic in table[text[start:end]]
    ]
    terms += [Term(one.start, one.end, text[one.start : one.end], _KINDS[one.kind]) for one in numbers]
    terms += [Term(*match.span(), match[0], Topic.NUMBER) for match in _COMPARING.finditer(text)]
    for frame, topic in _FRAMES:
        for match in frame.finditer(text):
            terms += [Term(*match.span(group), match[group], topic) for group in (1, 2)]
    return tuple(sorted(terms))


def topics_touched(before: str, after: str, left: str, right: str) -> tuple[Topic, ...]:
    """The classes that the difference of two readings touches, in the order of :class:`Topic`.

    A class is touched when the terms of it that overlap the differing part are not the same in
    ``left + before + right`` as in ``left + after + right`` (compared as written: a date in two notations
    touches the date; whether the value is equal is for the caller, by ``same_value``). ``left`` and
    ``right`` are agreed text; eight characters of each are enough.
    """
    if before == after:
        return ()
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    counts, values = [], []
    for reading in (before, after):
        start, end = len(left) + head, len(left) + len(reading) - tail
        terms = list(_at(left + reading + right, start, end))
        counts.append(Counter((term.topic, term.text) for term in terms))
        values.append([(term.topic, term.text) for term in terms if term.topic in _VALUES])
    touched = {topic for topic, _ in (counts[0] - counts[1]) + (counts[1] - counts[0])}
    # 市、县 and 县、市 name the same levels, but two numbers that change places are two other numbers.
    touched |= {topic for pair in zip(*values, strict=False) if pair[0] != pair[1] for topic, _ in pair}
    if _negation_lost(left + before + right, left + after + right, len(left) + head):
        touched.add(Topic.NEGATION)
    for reading in (before, after):
        start, end = len(left) + head, len(left) + len(reading) - tail
        if any(
            (a < end and start < b) or a < start == end < b for a, b in name_spans(left + reading + right)
        ):
            touched.add(Topic.NAME)
    return tuple(topic for topic in Topic if topic in touched)


def _negation_lost(one: str, other: str, at: int) -> bool:
    """Whether the two texts differ by one negation at ``at`` and nothing else: 停课不停教 and 停课停教."""
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1 or long[at] not in _NEGATIONS or long[:at] + long[at + 1 :] != short:
        return False
    return _NO_NEGATION.match(long, at) is None


def _shared(a: str, b: str) -> int:
    """The length of the common beginning."""
    size = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        size += 1
    return size


def _at(text: str, start: int, end: int) -> Iterator[Term]:
    """The terms that overlap ``[start, end)``, or have it inside them when nothing stands there."""
    for term in terms_in(text):
        if term.start < end and start < term.end:
            yield term
