"""Lines at the head and the foot of the work in which slips hide the match, known from the other pages.

A title or a credit line is short: with two slips nothing in it is long enough for a seed. Where it
stands beside the work on this page and is like what another page has there, it belongs to the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from doccompare.layout import JUMP_LINE, Line, lines_of
from doccompare.locating.extents import Extent
from doccompare.locating.numbering import ARTICLE
from doccompare.matching import likeness
from doccompare.model import Span, Witness
from doccompare.text import key_of

# So many lines at an edge are looked at, none of them longer than this.
_LINES, _LONGEST = 3, 80
_ALIKE = 0.6


def completed(extents: Sequence[Extent], witnesses: Sequence[Witness]) -> tuple[Extent, ...]:
    """The extents with the lines at their edges that the other extents show to be the work's."""
    heads = [_edge(e, w, 0) for e, w in zip(extents, witnesses, strict=True)]
    tails = [_edge(e, w, -1) for e, w in zip(extents, witnesses, strict=True)]
    out: list[Extent] = []
    for i, (extent, witness) in enumerate(zip(extents, witnesses, strict=True)):
        if extent.spans:
            known = {h for k, other in enumerate(heads) if k != i for h in other}
            extent = _upwards(extent, witness.text, _wanted(known, heads[i]))
            if extent.jumps is None:
                known = {t for k, other in enumerate(tails) if k != i for t in other}
                extent = _downwards(extent, witness.text, _wanted(known, tails[i]))
        out.append(extent)
    return tuple(out)


def _edge(extent: Extent, witness: Witness, side: int) -> list[str]:
    """The short lines with which an extent begins (``side`` 0) or ends (-1)."""
    if not extent.spans:
        return []
    span = extent.spans[side]
    lines = lines_of(witness.text, span.start, span.end)
    near = lines[:_LINES] if side == 0 else lines[-_LINES:][::-1]
    return [_words(body) for body in _short([witness.text[line.start : line.end] for line in near])]


def _short(bodies: Sequence[str]) -> list[str]:
    """The lines before the first long one: what follows that is text."""
    return list(takewhile(lambda body: len(body) <= _LONGEST, bodies))


def _words(text: str) -> str:
    return key_of(text).words()[0].text


def _wanted(known: set[str], own: Sequence[str]) -> list[str]:
    """The lines that other pages have at this edge and this page has not."""
    return [line for line in sorted(known) if not any(likeness(line, o) >= _ALIKE for o in own)]


def _upwards(extent: Extent, text: str, wanted: Sequence[str]) -> Extent:
    first = extent.spans[0]
    above = lines_of(text, 0, first.start)[-_LINES:][::-1] if wanted else []
    reached = _reached(text, above, wanted)
    return (
        extent
        if reached is None
        else replace(extent, spans=(Span(reached.start, first.end), *extent.spans[1:]))
    )


def _downwards(extent: Extent, text: str, wanted: Sequence[str]) -> Extent:
    last = extent.spans[-1]
    below = lines_of(text, last.end)[:_LINES] if wanted else []
    reached = _reached(text, below, wanted)
    return (
        extent
        if reached is None
        else replace(extent, spans=(*extent.spans[:-1], Span(last.start, reached.end)))
    )


def _reached(text: str, lines: Sequence[Line], wanted: Sequence[str]) -> Line | None:
    """The farthest of the lines, nearest first, that is like one of those wanted."""
    found = None
    for line in lines:
        body = text[line.start : line.end]
        if len(body) > _LONGEST or JUMP_LINE.search(body) or ARTICLE.search(body):
            break
        words = _words(body)
        if any(likeness(words, w) >= _ALIKE for w in wanted):
            found = line
    return found
