"""The one outline of the work: which passages it has, where all witnesses are held together.

Numbers come from the base. Whether an unnumbered paragraph begins somewhere is a matter of layout,
so the witnesses extant there decide by majority, the base when they are even; what the base lacks
is taken from the fullest witness that has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.columns import Columns
from doccompare.model import Part, Passage
from doccompare.segmentation.addresses import Addressed, address_passages

_PARATEXT = frozenset({Part.TITLE, Part.DATE, Part.SIGNATURE, Part.CREDIT})


@dataclass(frozen=True, slots=True)
class Outline:
    """The addressed passages; their positions are columns of the alignment."""

    entries: tuple[Addressed, ...]

    def at(self, column: int) -> Addressed:
        """The passage a column belongs to; between two passages: the following one."""
        low, high = 0, len(self.entries) - 1
        while low < high:
            middle = (low + high) // 2
            if column < self.entries[middle].passage.end:
                high = middle
            else:
                low = middle + 1
        return self.entries[low]


def outline(columns: Columns, passages: Sequence[Sequence[Passage]], preference: Sequence[int]) -> Outline:
    """The outline of the work. ``preference``: the witnesses' indices, the base first."""
    begins = _begins(columns, passages)
    chosen: dict[int, tuple[int, Passage]] = {}
    for rank, i in enumerate(preference):
        for passage in passages[i]:
            column = columns.column(i, passage.start)
            if column in chosen or not _stands(columns, passage, column, i, rank == 0, len(passages)):
                continue
            if _kept(columns, passages, begins, column, preference):
                chosen[column] = (i, passage)
    starts = sorted(chosen)
    merged: list[Passage] = []
    for n, column in enumerate(starts):
        i, passage = chosen[column]
        end = starts[n + 1] if n + 1 < len(starts) else columns.width
        merged.append(_in_columns(columns, i, passage, column, _end(columns, passages, column, end)))
    return Outline(tuple(address_passages(merged)))


def _begins(columns: Columns, passages: Sequence[Sequence[Passage]]) -> list[set[int]]:
    return [{columns.column(i, p.start) for p in ps} for i, ps in enumerate(passages)]


def _stands(columns: Columns, passage: Passage, column: int, index: int, is_base: bool, count: int) -> bool:
    """Whether the passage is text of the work, not a piece that stands once too often."""
    k = columns.stretch_at(column)
    stretch = columns.stretches[k]
    if stretch.agrees or passage.part in _PARATEXT:
        return True
    span = stretch.ranges[index]
    if span is None or columns.starts[k] != column or passage.end > span[1]:
        return True
    extant = [r for r in stretch.ranges if r is not None]
    empty = sum(r[0] == r[1] for r in extant)
    return empty * 2 < len(extant) or (is_base and empty * 2 == len(extant))


def _kept(
    columns: Columns,
    passages: Sequence[Sequence[Passage]],
    begins: Sequence[set[int]],
    column: int,
    preference: Sequence[int],
) -> bool:
    """Whether a passage begins at a column: by the witnesses that have text on both sides."""
    if column == 0:
        return True
    yes = no = 0
    base_says: bool | None = None
    for i in preference:
        if not (columns.extant(i, column) and columns.extant(i, column - 1)):
            continue
        position = columns.position(i, column)
        if columns.column(i, position) != column:
            continue
        says = column in begins[i]
        if i == preference[0]:
            base_says = says
        yes, no = yes + says, no + (not says)
    if yes == no and base_says is not None:
        return base_says
    return yes >= no


def _end(columns: Columns, passages: Sequence[Sequence[Passage]], start: int, end: int) -> int:
    """The end of a passage: where some witness's passage that begins there, or runs through, ends.

    An insertion between two passages belongs to the following one, so a passage ends before a
    stretch that only adds whole passages.
    """
    k = columns.stretch_at(end - 1) if end > start else columns.stretch_at(start)
    stretch = columns.stretches[k]
    if not stretch.agrees and columns.starts[k] > start and columns.starts[k + 1] == end:
        adds_whole = all(
            r is None or r[0] == r[1] or _begins_passage(passages[i], r[0])
            for i, r in enumerate(stretch.ranges)
        )
        if adds_whole and any(r is not None and r[0] == r[1] for r in stretch.ranges):
            return columns.starts[k]
    return end


def _begins_passage(passages: Sequence[Passage], position: int) -> bool:
    return any(p.start == position for p in passages)


def _in_columns(columns: Columns, index: int, passage: Passage, start: int, end: int) -> Passage:
    """The passage with columns for positions."""
    heading_start, heading_end = start, start
    if passage.heading_end > passage.heading_start:
        heading_start = min(columns.column(index, passage.heading_start), end)
        heading_end = min(columns.end_column(index, passage.heading_end), end)
    return Passage(passage.part, start, end, passage.number, heading_start, heading_end)
