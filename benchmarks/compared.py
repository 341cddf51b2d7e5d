"""The characters that count in a comparison, and one normal form for the spans of a unit.

Used by every scorer. Kept apart from the library on purpose: a judge that folds with the code it
judges cannot fail it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WIDTH = str.maketrans(',;:?!()"“”‘’', "，；：？！（）＂＂＂＇＇")
BULLET = re.compile(r"(?m)^[ \t]*[-*•▪■◆][ \t]+")

Interval = tuple[int, int]


def fold(text: str) -> str:
    """``text`` without white space, with full-width punctuation and one form of quotation mark."""
    return "".join(text.split()).translate(WIDTH).replace("'", "＇")


def bullet_offsets(text: str) -> set[int]:
    """The offsets of list bullets at the start of lines, which belong to the layout."""
    return {at for found in BULLET.finditer(text) for at in range(*found.span())}


@dataclass(frozen=True)
class Compared:
    """A witness's text with the offsets of its compared characters (no white space, no bullets)."""

    text: str
    offsets: list[int] = field(default_factory=list)
    chars: str = ""

    @classmethod
    def of(cls, text: str) -> Compared:
        """The compared characters of ``text``, folded for width one by one."""
        bullets = bullet_offsets(text)
        offsets = [at for at, char in enumerate(text) if not char.isspace() and at not in bullets]
        return cls(text, offsets, "".join(fold(text[at]) for at in offsets))

    def interval(self, start: int, end: int) -> Interval:
        """The half-open interval of compared characters inside the raw span."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def is_tight(self, start: int, end: int) -> bool:
        """Whether a raw span begins at a compared character and ends right behind one."""
        first, last = self.interval(start, end)
        if first >= len(self.offsets):
            return start == end
        return self.offsets[first] == start and (start == end or self.offsets[last - 1] == end - 1)


def normal_form(texts: Mapping[str, Compared], intervals: Mapping[str, Interval]) -> dict[str, Interval]:
    """The intervals with shared edges cut off and pure insertions slid to the right.

    Two ways to cut the same difference come out equal; cuts of different differences do not.
    """
    start = {siglum: first for siglum, (first, _) in intervals.items()}
    end = {siglum: last for siglum, (_, last) in intervals.items()}

    def same(places: Iterable[tuple[str, int]]) -> bool:
        seen = {texts[siglum].chars[at : at + 1] for siglum, at in places}
        return len(seen) == 1 and "" not in seen

    def all_present() -> bool:
        return bool(start) and all(start[siglum] < end[siglum] for siglum in start)

    while all_present() and same(start.items()):
        for siglum in start:
            start[siglum] += 1
    while all_present() and same((siglum, last - 1) for siglum, last in end.items()):
        for siglum in end:
            end[siglum] -= 1
    strings = {texts[siglum].chars[start[siglum] : end[siglum]] for siglum in start}
    if "" in strings and len(strings) == 2:
        # the first character of the inserted text equals the one behind it, so it may turn over
        while same([*((s, start[s]) for s in start), *((s, end[s]) for s in end)]):
            for siglum in start:
                start[siglum] += 1
                end[siglum] += 1
    return {siglum: (start[siglum], end[siglum]) for siglum in start}


def overlap(left: Mapping[str, Interval], right: Mapping[str, Interval]) -> bool:
    """Whether two units meet in every witness they share; an empty interval also meets at its edge."""
    common = left.keys() & right.keys()

    def meet(one: Interval, other: Interval) -> bool:
        if one[0] < one[1] and other[0] < other[1]:
            return one[0] < other[1] and other[0] < one[1]
        return one[0] <= other[1] and other[0] <= one[1]

    return bool(common) and all(meet(left[siglum], right[siglum]) for siglum in common)
