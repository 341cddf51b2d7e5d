"""What an editor does at the desk, whether by a key of the terminal or a form of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from doccompare import decisions
from doccompare.decisions import ChoiceKind, Entry, Image, Selection
from doccompare.errors import say
from doccompare.model import VariationUnit
from doccompare.review.desk import Desk

# The keys that choose without a number.
WHOLE: Final = {"b": ChoiceKind.KEEP_BASE, "e": ChoiceKind.BOTH, "x": ChoiceKind.OPEN}
# What the key for the page image says next.
NEXT_IMAGE: Final = {None: Image.CHECKED, Image.CHECKED: Image.TRANSCRIPT_ERROR, Image.TRANSCRIPT_ERROR: None}


def place_of(desk: Desk, entry: Entry) -> str:
    """The present key of the unit an entry is about."""
    held = desk.attached.held.items()
    return next((k for k, h in held if entry.id in {e.id for e in h.thread.history}), entry.key)


def bulk_entries(
    desk: Desk, units: Sequence[VariationUnit], who: str, when: str, in_pass: str
) -> tuple[Entry, ...]:
    """The entries that decide ``units`` (of :func:`decisions.bulk_units`) as the machine proposes."""
    entries = []
    for unit in units:
        index = unit.decision.reading if unit.decision is not None else None
        if index is None:
            continue
        reading = desk.attached.sites[unit.key].readings[index]
        entries.append(
            decisions.decide(
                desk.attached,
                unit.key,
                Selection(ChoiceKind.READING, reading.exact, reading.text),
                who=who,
                when=when,
                two_person=desk.two_person,
                in_pass=in_pass,
                why=say("照拟定成批裁定", "as proposed, in bulk"),
                bulk=True,
            )
        )
    return tuple(entries)
