"""Running heads, feet and page numbers: what the margins of the pages repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from doccompare.readers.pagelayout.page import PageLayout
from doccompare.readers.pagelayout.shapes import Segment

_MARGIN = 0.15  # of the page's height, at the top and at the foot
_LONGEST = 60  # characters of a running head
_NEAR = 4.0  # points by which its place differs from page to page
_NEARLY_ALL = 0.75  # of the pages
_NUMBER = re.compile(
    r"[-—–―·•.\s　]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?"
    r"(?:\s*[,，/共]\s*共?\s*[0-9０-９]{1,4}\s*页?)?[-—–―·•.\s　]*"
)
_VALUES = re.compile(r"[0-9０-９\s　]+")


def furniture_of(pages: Sequence[PageLayout]) -> set[tuple[int, int]]:
    """What is page furniture, as (index of the page, ``first`` of the segment).

    A page number stands at the edge of a page with nothing beyond it; a running head has the same words,
    numbers aside, at the same height of at least two pages. What stands so near to the body that it may be
    a line of it must be the same on nearly all pages.
    """
    places: dict[str, list[tuple[int, Segment, bool]]] = defaultdict(list)
    out: set[tuple[int, int]] = set()
    for n, page in enumerate(pages):
        for segment in _in_margins(page):
            near = _in_column(segment, page.segments)
            if not near and _NUMBER.fullmatch(segment.text):
                out.add((n, segment.first))
            elif len(segment.text) <= _LONGEST:
                places[_VALUES.sub("", segment.text)].append((n, segment, near))
    for found in places.values():
        for n, segment, near in found:
            like = {
                other
                for other, its_like, _ in found
                if abs(its_like.box.top - segment.box.top) <= _NEAR
                and (not near or its_like.text == segment.text)
            }
            if len(like) >= (max(2, _NEARLY_ALL * len(pages)) if near else 2):
                out.add((n, segment.first))
    return out


def _in_margins(page: PageLayout) -> list[Segment]:
    """The outermost two lines of print in each margin."""
    out: list[Segment] = []
    order = sorted(page.segments, key=lambda s: s.box.top)
    for edge, lines in ((True, order), (False, order[::-1])):
        taken = 0
        row: float | None = None
        for segment in lines:
            middle = (segment.box.top + segment.box.bottom) / 2
            inside = middle < _MARGIN * page.height if edge else middle > (1 - _MARGIN) * page.height
            if not inside:
                break
            if row is None or abs(middle - row) > 0.6 * segment.size:
                taken += 1
                row = middle
            if taken > 2:
                break
            out.append(segment)
    return out


def _in_column(segment: Segment, others: Sequence[Segment]) -> bool:
    """Whether lines go on at the usual distance on the inner side: then it is a line of the body."""
    pitch = 0.8 * segment.size
    for other in others:
        if other is segment or other.box.right < segment.box.left or other.box.left > segment.box.right:
            continue
        gap = max(other.box.top - segment.box.bottom, segment.box.top - other.box.bottom)
        if gap < pitch and abs(other.size - segment.size) < 0.12 * segment.size:
            return True
    return False
