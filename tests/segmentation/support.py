"""Segment made-up texts and say what came out in a way that can be read."""

from __future__ import annotations

from doccompare.model import Span
from doccompare.segmentation import Segmented, address_passages, segment


def segmented(text: str, *titles: str) -> Segmented:
    """The passages of a whole text."""
    return segment(text, [Span(0, len(text))], titles)


def parts(text: str, *titles: str) -> list[tuple[str, str]]:
    """The part and the printed text of every passage, in reading order."""
    found = segmented(text, *titles)
    return [(p.part.value, found.key.print(p.start, p.end)) for p in found.passages]


def texts(text: str, *titles: str) -> list[str]:
    """The printed passages."""
    return [body for _, body in parts(text, *titles)]


def addresses(text: str, *titles: str) -> list[str]:
    """The address of every passage."""
    return [a.address for a in address_passages(segmented(text, *titles).passages)]


def headings(text: str) -> list[str]:
    """The heading of every passage, empty when it has none."""
    found = segmented(text)
    return [found.key.print(p.heading_start, p.heading_end) for p in found.passages]
