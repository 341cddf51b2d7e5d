"""Decimal numbers at the head of a line: 3, 3.1 and 3.2.1 of standards, emergency plans and contracts.

One of them alone may as well be a figure that a line happens to begin with (3.2 亿元), so lines are
numbered only where the numbers of the whole text follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from doccompare.layout import Line, Mark
from doccompare.text import fold

Number = tuple[int, ...]

_HEAD = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})(?![\d.:%‰°/-])[.、]?(\s*)(?=[^\W\d_]|[(<《“「【])")
# What a figure is followed by, and a heading is not.
_FIGURE = re.compile(
    r"万|亿|千[克米瓦]|百分|个(?!人)|[元米吨倍℃]|美元|毫[米克升]|公(?:里|斤|顷|分)|[平立]方|厘米|年(?!度)|[月日时点](?!\w{3})"
)
_COUNT = re.compile(r"[名人户件家次条项款位届期版页号岁天周分秒成级度](?!\w{3})")  # of whole numbers only
_SIGNS = frozenset("。，；：！？、,;:!?")
_LONGEST = 30  # characters of a heading whose number has no dot
_BACK = 120  # so many numbered lines back is what a number may follow looked for
_GAP = 3  # a copy may have lost so many numbers of a row
_EXACT, _LOOSE = 1.0, 0.4  # what one more number is worth that follows directly, or after a gap


def decimal_marks(text: str, lines: Sequence[Line]) -> dict[int, Mark]:
    """The numbers of the lines that the decimal numbering of a text numbers, by the index of the line.

    Empty when the numbers of the text make no such numbering: at least two with a dot, and three that
    follow one another.
    """
    found: list[tuple[int, Number, Mark]] = []
    for index, line in enumerate(lines):
        mark = _candidate(text[line.start : line.end])
        if mark is not None:
            found.append((index, number_of(mark.number), mark))
    if sum(len(number) > 1 for _, number, _ in found) < 2:
        return {}
    chain = _longest_chain([number for _, number, _ in found])
    numbers = [found[n][1] for n in chain]
    exact = sum(_follows(a, b) == _EXACT for a, b in pairwise(numbers))
    if sum(len(n) > 1 for n in numbers) < 2 or exact < 2 or exact * 2 < len(numbers) - 1:
        return {}
    return {found[n][0]: found[n][2] for n in chain}


def number_of(number: str) -> Number:
    """The parts of a decimal number: 3.2.1 → (3, 2, 1). Empty when it is none (四, 第三条)."""
    parts = fold(number).split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdecimal() for part in parts) else ()


def _candidate(line: str) -> Mark | None:
    if not line[:1].isdecimal():  # most lines of most texts
        return None
    head = fold(line[:40])
    match = _HEAD.match(head)
    if match is None:
        return None
    rest = head[match.end() :]
    if _FIGURE.match(rest):
        return None
    if "." not in match[1]:
        body = line[match.end() :]
        if len(body) > _LONGEST or any(c in _SIGNS for c in body) or _COUNT.match(rest):
            return None
    return Mark("decimal", match[1], match.end())


def _longest_chain(numbers: Sequence[Number]) -> list[int]:
    """The indices of the numbers that best follow one another, in order."""
    best = [_EXACT] * len(numbers)
    before = [-1] * len(numbers)
    for i, number in enumerate(numbers):
        for j in range(max(0, i - _BACK), i):
            worth = _follows(numbers[j], number)
            if worth and best[j] + worth >= best[i]:  # of equals the nearest
                best[i], before[i] = best[j] + worth, j
    at = max(range(len(numbers)), key=lambda i: best[i])
    chain = [at]
    while before[at] >= 0:
        at = before[at]
        chain.append(at)
    return chain[::-1]


def _follows(a: Number, b: Number) -> float:
    """What it is worth that ``b`` comes next after ``a``; 0 when it does not."""
    if b == (*a, 1):
        return _EXACT
    if b in ((1,), (1, 1)):  # an annex counts anew
        return _LOOSE
    for k in range(min(len(a), len(b))):
        if a[k] != b[k]:
            step, deeper = b[k] - a[k], b[k + 1 :]
            if any(n != 1 for n in deeper) or not 0 < step <= _GAP:
                return 0.0
            return _EXACT if step == 1 and len(deeper) <= 1 else _LOOSE
    below = b[len(a) :]
    return _LOOSE if below and below[0] <= _GAP and all(n == 1 for n in below[1:]) else 0.0
