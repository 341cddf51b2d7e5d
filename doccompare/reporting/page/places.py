"""The established text cut at its units, so that each place leads to its entry.

Open places are said by the collation. A decided place is found by its text between the characters
on which all agree; where that is not plain it is left unmarked rather than marked wrongly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from doccompare.model import Collation, Paragraph, VariationUnit
from doccompare.reporting import established
from doccompare.reporting.views import is_open


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the text: ``unit`` whose place it is; bold in a run-in heading; ``open``: not decided.

    ``label``: it ends the number of an article, which is set off from what follows.
    """

    text: str
    bold: bool
    unit: VariationUnit | None = None
    open: bool = False
    label: bool = False


def running_text(collation: Collation) -> list[tuple[Paragraph, list[Run]]]:
    """The paragraphs in order, each in runs; the runs together are its text."""
    sites = sorted(_sites(collation), key=lambda site: site[:2])
    starts = [site[0] for site in sites]
    result = []
    for paragraph in established.paragraphs(collation):
        inside = sites[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end + 1)]
        edges = established.heading_end(collation, paragraph), established.label_end(collation, paragraph)
        result.append((paragraph, list(_runs(collation, paragraph, inside, edges))))
    return result


_Site = tuple[int, int, VariationUnit]


def _sites(collation: Collation) -> Iterator[_Site]:
    """Where each unit stands in the established text; those that cannot be told are missing."""
    text = collation.established.text
    opened = {place.unit: place for place in collation.established.open}
    extents: dict[str, tuple[int, int]] = {}
    for paragraph in collation.established.paragraphs:
        first, _ = extents.get(paragraph.address, (paragraph.start, 0))
        extents[paragraph.address] = first, paragraph.end
    reached: dict[str, int] = {}
    for unit in collation.units:
        if (place := opened.get(unit.key)) is not None:
            yield place.start, place.end, unit
            continue
        if unit.address not in extents or unit.decision is None:
            continue
        start, end = extents[unit.address]
        chosen = unit.decision.text
        sought = unit.left + chosen + unit.right
        at = text.find(sought, reached.get(unit.address, start), end)
        if sought and at >= 0:
            first = at + len(unit.left)
            reached[unit.address] = at
            yield first, first + len(chosen), unit


def _runs(
    collation: Collation, paragraph: Paragraph, sites: list[_Site], edges: tuple[int, int]
) -> Iterator[Run]:
    """``edges``: where the run-in heading and where the number ends."""
    text = collation.established.text
    at = paragraph.start
    for start, end, unit in sites:
        if start < at or end > paragraph.end:  # two places in one another: the first is marked
            continue
        yield from _plain(text, at, start, edges)
        yield Run(text[start:end], start < edges[0], unit, is_open(unit))
        at = end
    yield from _plain(text, at, paragraph.end, edges)


def _plain(text: str, start: int, end: int, edges: tuple[int, int]) -> Iterator[Run]:
    cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
    for first, last in pairwise(cuts):
        yield Run(text[first:last], first < edges[0], label=last == edges[1])
