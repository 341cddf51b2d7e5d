"""How far a remembered place and a present one are the same: their surroundings and their readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doccompare.decisions.entries import Site
from doccompare.text import is_punctuation

_NEAR = 8  # the nearest characters count as much as all of them together
_FEWEST = 4  # with fewer characters on a side it says nothing
_SHIFT = 16  # how far the edges of a unit may have moved


def words(text: str) -> str:
    """``text`` without punctuation and white space: what context is compared by."""
    return "".join(c for c in text if not is_punctuation(c) and not c.isspace())


def context_likeness(old: Site, new: Site) -> tuple[float, float]:
    """How alike the surroundings are at the left and the right, from 0 to 1."""
    if old.left == new.left and old.right == new.right:
        return 1.0, 1.0
    left = _likeness(words(old.left)[::-1], words(new.left)[::-1])
    right = _likeness(words(old.right), words(new.right))
    return left, right


def _likeness(one: str, other: str) -> float:
    """Of two strings, the nearest characters first: the share of characters common in order."""
    size = min(len(one), len(other))
    if size < _FEWEST:
        return 1.0 if one == other else 0.5
    near = min(size, _NEAR)
    whole = common(one[:size], other[:size]) / size
    return (whole + common(one[:near], other[:near]) / near) / 2


def common(one: str, other: str) -> int:
    """The length of the longest common subsequence of two short strings."""
    if one == other:
        return len(one)
    row = [0] * (len(other) + 1)
    for a in one:
        last = 0
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], last + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which present reading each remembered one is.

    ``readings``: old index to new index; the edges of the unit have moved by ``start`` and ``end``
    characters (0, 0: not at all).
    """

    readings: Mapping[int, int]
    start: int = 0
    end: int = 0


def map_readings(old: Site, new: Site) -> Mapped:
    """The remembered readings among the present ones.

    ``exact`` is what is left when the part that all readings share is cut off: a new reading moves
    its edges, for all readings alike. So the same shift is tried for all of them.
    """
    best = _shifted(old, new, 0, 0)
    if len(best.readings) == len(old.readings):
        return best
    shortest = min((len(r.exact) for r in new.readings), default=0)
    longest = max((len(r.exact) for r in new.readings), default=0)
    for start in range(-_SHIFT, _SHIFT + 1):
        for end in range(-_SHIFT, _SHIFT + 1):
            sizes = [len(r.exact) + end - start for r in old.readings]
            if not sizes or max(sizes) < shortest or min(sizes) > longest or (start, end) == (0, 0):
                continue
            found = _shifted(old, new, start, end)
            if _rank(found) > _rank(best):
                best = found
    return best


def _rank(mapped: Mapped) -> tuple[int, int]:
    return len(mapped.readings), -abs(mapped.start) - abs(mapped.end)


def _shifted(old: Site, new: Site, start: int, end: int) -> Mapped:
    index = {r.exact: i for i, r in enumerate(new.readings)}
    out: dict[int, int] = {}
    before = len(old.left) + start
    if before < 0:
        return Mapped({}, start, end)
    for i, reading in enumerate(old.readings):
        line = old.left + reading.exact + old.right
        stop = len(old.left) + len(reading.exact) + end
        if stop < before or stop > len(line):
            continue  # nothing of it is left between such edges
        moved = line[before:stop]
        if moved in index:
            out[i] = index[moved]
    # A shift is believed only when it keeps readings apart and more than an emptied one is found.
    apart = len(set(out.values())) == len(out)
    shrunk = (start, end) != (0, 0) and len(out) == 1 and not new.readings[next(iter(out.values()))].exact
    return Mapped(out if apart and not shrunk else {}, start, end)


def moved_text(old: Site, exact: str, mapped: Mapped) -> str:
    """A text that stood between the old edges, between the new ones."""
    line = old.left + exact + old.right
    return line[len(old.left) + mapped.start : len(old.left) + len(exact) + mapped.end]
