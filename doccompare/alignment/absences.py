"""Where a witness is not extant: broken off at an end, or without a whole paragraph and more.

An omission shorter than a paragraph is a reading; a lost paragraph or section, and the part beyond a
break, is an absence: the witness has no reading there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.matching import Edit
from doccompare.model import Part, Passage, Range

# Title, date, signature and credit line may be absent without the text being broken.
_PARATEXT = frozenset({Part.TITLE, Part.DATE, Part.SIGNATURE, Part.CREDIT})
# A loss at an end of the text shorter than this (characters) is an omission unless the page says jump.
_SHORTEST_BREAK = 30
# A lost paragraph shorter than this is a reading (a heading, a short line).
SHORTEST_PARAGRAPH = 20
# The witness may have this share of a lost text's length in its place and still count as losing it.
_REMNANT = 0.2


@dataclass(frozen=True, slots=True)
class Loss:
    """The pivot interval a witness lacks; ``kind``: truncation or section."""

    span: Range
    kind: str


def losses(
    edits: Sequence[Edit], passages: Sequence[Passage], size: int, *, jumps: bool
) -> tuple[list[Edit], list[Loss]]:
    """The edits with every loss made a pure omission, and the losses, for one witness.

    ``passages`` and ``size`` are the pivot's; ``jumps``: the witness breaks off at a jump line.
    """
    body = [p for p in passages if p.part not in _PARATEXT]
    body_start = body[0].start if body else 0
    body_end = body[-1].end if body else size
    out: list[Edit] = []
    found: list[Loss] = []
    for i, edit in enumerate(edits):
        length, left = edit.a1 - edit.a0, edit.b1 - edit.b0
        last = i == len(edits) - 1
        kind = ""
        if left <= _REMNANT * length:
            touches_body = edit.a0 < body_end and body_start < edit.a1
            if last and edit.a1 >= body_end and touches_body and (jumps or length >= _SHORTEST_BREAK):
                kind = "truncation"
            elif i == 0 and edit.a0 <= body_start and touches_body and length >= 2 * _SHORTEST_BREAK:
                kind = "truncation" if _cuts_a_passage(edit.a1, body) else "section"
            elif holds_paragraph(body, (edit.a0, edit.a1)):
                kind = "section"
        if not kind:
            out.append(edit)
            continue
        if left:
            out.append(Edit(edit.a0, edit.a0, edit.b0, edit.b1))
        out.append(Edit(edit.a0, edit.a1, edit.b1, edit.b1))
        found.append(Loss((edit.a0, edit.a1), kind))
    return out, found


def holds_paragraph(passages: Sequence[Passage], span: Range) -> bool:
    """Whether a whole paragraph, long enough to be missed, lies in the span of key positions.

    ``passages`` are disjoint and in order.
    """
    if span[1] - span[0] < SHORTEST_PARAGRAPH:
        return False
    for i in range(bisect_left(passages, span[0], key=lambda p: p.start), len(passages)):
        passage = passages[i]
        if passage.end > span[1]:
            return False
        if passage.end - passage.start >= SHORTEST_PARAGRAPH:
            return True
    return False


def _cuts_a_passage(position: int, body: Sequence[Passage]) -> bool:
    return any(p.start < position < p.end for p in body)
