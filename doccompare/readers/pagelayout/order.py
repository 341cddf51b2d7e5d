"""Which of several orders of the same lines reads best.

What is weighed are the jumps: places where the next line is not the one below. At a good jump an open
sentence goes on without an indent, or a closed one is followed by a new paragraph; a word cut in two by the
jump is whole again after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from doccompare.layout import mark_of
from doccompare.readers.pagelayout.shapes import Segment
from doccompare.text import CLOSERS, PARAGRAPH_END, is_han

_JUMP = 1.0  # the cost of a jump by itself
_BROKEN = 2.0  # an open sentence, and then a new paragraph
_HANGING = 0.7  # a closed sentence, and then no new paragraph
_WORD = 0.8  # what a word cut by the jump is worth
_MARGIN = 1.0  # a later candidate must be this much better

Order = Sequence[Segment]


def best_order(candidates: Sequence[tuple[str, Order]]) -> tuple[str, Order]:
    """Name and order of the candidate that reads best.

    Candidates hold the same segments; the first wins unless a later one is clearly better.
    """
    name, best = candidates[0]
    distinct = [
        c for i, c in enumerate(candidates) if all(_keys(c[1]) != _keys(o[1]) for o in candidates[:i])
    ]
    if len(distinct) > 1:
        low = cost(best)
        for other, order in distinct[1:]:
            if (value := cost(order)) < low - _MARGIN:
                name, best, low = other, order, value
    return name, best


def cost(order: Order) -> float:
    """The lower the better: jumps, and what speaks against each of them.

    Frames do not count: no sentence runs into one, and a file may hold them anywhere.
    """
    total = 0.0
    for a, b in pairwise([s for s in order if not s.boxed]):
        if b.row == a.row + 1 and (a.column == b.column or a.beside or b.beside):
            continue
        total += _JUMP + _against(a, b)
    return total


def _against(a: Segment, b: Segment) -> float:
    if abs(a.size - b.size) > 0.12 * max(a.size, b.size):
        return _BROKEN / 2 if is_open(a) and is_filled(a) else 0.0
    fresh = indent_of(b) >= 1.2 or mark_of(b.text) is not None
    if not is_open(a):
        return 0.0 if fresh else _HANGING
    if fresh:
        return _BROKEN if is_filled(a) else 0.0
    return -_WORD if _word_across(a.text, b.text) else _HANGING / 2


def is_open(segment: Segment) -> bool:
    """Whether the line ends in mid sentence."""
    body = segment.text.rstrip("".join(CLOSERS) + "\"' ")
    return bool(body) and body[-1] not in PARAGRAPH_END


def is_filled(segment: Segment, slack: float = 2.2) -> bool:
    """Whether the line runs to the right edge of its column, give or take ``slack`` ems."""
    return segment.column.right - segment.box.right <= slack * segment.size


def indent_of(segment: Segment) -> float:
    """How far from the left edge of its column the line begins, in ems."""
    return (segment.box.left - segment.column.left) / max(segment.size, 1e-6)


def _word_across(a: str, b: str) -> bool:
    """Whether a word of two or three characters stands across the end of ``a`` and the head of ``b``."""
    if not (a and b and is_han(a[-1]) and is_han(b[0])):
        return False
    from doccompare.words import is_word  # the dictionary takes half a second: only for pages in doubt

    return any(is_word(a[-left:] + b[:right]) for left, right in ((1, 1), (2, 1), (1, 2), (2, 2)))


def _keys(order: Order) -> list[int]:
    return [segment.first for segment in order]
