"""One system of coordinates for all witnesses of an alignment.

A stretch is as many columns wide as its longest reading; the column of a character is the start of
its stretch plus its place in its own reading. In agreeing stretches equal characters share a column.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from doccompare.model import Alignment, Range, Span
from doccompare.text import Key


class Columns:
    """Positions of keys and columns of an alignment, both ways."""

    def __init__(self, alignment: Alignment) -> None:
        self.stretches = alignment.stretches
        widths = (max((r[1] - r[0] for r in s.ranges if r), default=0) for s in self.stretches)
        # starts[k]: the first column of stretch k; the last entry is the total width.
        self.starts: list[int] = [0, *accumulate(widths)]
        count = len(self.stretches[0].ranges) if self.stretches else 0
        self._ends: list[list[int]] = [[] for _ in range(count)]
        for stretch in self.stretches:
            for i, span in enumerate(stretch.ranges):
                ends = self._ends[i]
                ends.append(span[1] if span else (ends[-1] if ends else 0))

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.starts[-1]

    def stretch_at(self, column: int) -> int:
        """The index of the stretch that holds a column."""
        return max(0, bisect_right(self.starts, column, 0, len(self.starts) - 1) - 1)

    def stretch_of(self, index: int, position: int) -> int:
        """The stretch in which a witness's key position stands."""
        return bisect_right(self._ends[index], position)

    def column(self, index: int, position: int) -> int:
        """The column of a witness's key position."""
        k = self.stretch_of(index, position)
        if k >= len(self.stretches):
            return self.width
        span = self.stretches[k].ranges[index]
        return self.starts[k] + (position - span[0] if span else 0)

    def end_column(self, index: int, position: int) -> int:
        """The column just after a witness's key position ``position - 1``, at the edge of its stretch."""
        if position <= 0:
            return 0
        k = self.stretch_of(index, position - 1)
        if self._ends[index][k] == position:
            return self.starts[k + 1]
        return self.column(index, position - 1) + 1

    def position(self, index: int, column: int) -> int:
        """The first key position of a witness at or after a column."""
        k = self.stretch_at(column)
        if k >= len(self.stretches):
            return self._ends[index][-1] if self._ends[index] else 0
        span = self.stretches[k].ranges[index]
        if span is None:
            return self._ends[index][k]
        return min(span[0] + column - self.starts[k], span[1])

    def positions(self, index: int, start: int, end: int) -> Range:
        """The key positions of a witness in the columns ``[start, end)``."""
        first = self.position(index, start)
        return first, max(first, self.position(index, end) if end < self.width else self._ends[index][-1])

    def extant(self, index: int, column: int) -> bool:
        """Whether a witness is extant at a column."""
        return self.stretches[self.stretch_at(column)].ranges[index] is not None


def source_spans(key: Key, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the source text that the key positions ``[start, end)`` take, in reading order.

    Characters with nothing but white space between them make one span.
    """
    return tuple(
        Span(int(key.offsets[first]), int(key.offsets[last - 1]) + 1)
        for first, last in source_runs(key, start, end)
    )


def source_runs(key: Key, start: int, end: int) -> list[Range]:
    """The key positions ``[start, end)`` cut where something else than white space stands between them."""
    if start >= end:
        return []
    offsets = key.offsets[start:end].tolist()
    out: list[Range] = []
    first = 0
    for i in range(1, len(offsets)):
        last, offset = offsets[i - 1], offsets[i]
        if offset != last + 1 and not (offset > last and key.source[last + 1 : offset].isspace()):
            out.append((start + first, start + i))
            first = i
    out.append((start + first, start + len(offsets)))
    return out
