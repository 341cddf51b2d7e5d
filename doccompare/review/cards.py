"""What a card shows: one unit, everything said of it, and everything that can be done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from doccompare import decisions
from doccompare.decisions import Entry, Stage
from doccompare.errors import say
from doccompare.model import Method, Severity, VariationUnit
from doccompare.reporting.notes import apparatus_note, lemma_index
from doccompare.reporting.page.readings import emphasis
from doccompare.reporting.views import clause_title, note_of
from doccompare.review.acts import NEXT_IMAGE
from doccompare.review.desk import Desk
from doccompare.review.queue import after, finished, ordered
from doccompare.review.room import Seat
from doccompare.review.sources import passages
from doccompare.review.words import entry_words, image_words, outcome

_STAGES = {
    Stage.DECIDED: ("已定", "decided"),
    Stage.SECOND: ("待第二人", "second name missing"),
    Stage.LEFT_OPEN: ("存疑", "left open"),
    Stage.NEEDS_REVIEW: ("需复核", "needs review"),
    Stage.PROPOSED: ("拟定", "proposed"),
    Stage.UNDECIDED: ("待考", "open"),
}


@dataclass(frozen=True, slots=True)
class View:
    """Which units a person goes through: of one severity, or all; also those that are finished."""

    level: Severity | None = None
    everything: bool = False

    @property
    def query(self) -> str:
        """The same as the query of an address, empty or beginning with ``?``."""
        parts = [f"level={self.level.value}"] if self.level is not None else []
        parts += ["all=1"] if self.everything else []
        return "?" + "&".join(parts) if parts else ""


def stage_words(stage: Stage) -> str:
    """Where a unit stands, in the language in effect."""
    return say(*_STAGES[stage])


def standing(desk: Desk, key: str) -> tuple[Entry, ...]:
    """The decisions and approvals in force at a place: what a page must have seen before it adds one."""
    held = desk.attached.held.get(key)
    return held.thread.standing if held is not None else ()


def progress(desk: Desk, seat: Seat) -> dict[str, Any]:
    """How far it has come: finished for this person in this pass, and decided, by severity."""
    units = [u for u in desk.collation.units if u.decision is not None]
    done = sum(finished(desk, u, seat.who, seat.in_pass) for u in units)
    return {
        "done": done,
        "total": len(units),
        "levels": decisions.progress(desk.collation.units, desk.choices, desk.two_person),
    }


def queue_rows(desk: Desk, seat: Seat, view: View, most: int) -> dict[str, Any]:
    """The first units to go through, in their order, each with what a list says of it; how many more."""
    units = ordered(desk, seat.who, seat.in_pass, view.level, view.everything)
    shown = [
        {
            "unit": unit,
            "stage": stage_words(desk.stage(unit)),
            "todo": not finished(desk, unit, seat.who, seat.in_pass),
            "note": draft(desk, unit),
        }
        for unit in units[:most]
    ]
    return {"shown": shown, "more": len(units) - len(shown)}


def draft(desk: Desk, unit: VariationUnit) -> str:
    """The 校记 of the unit as it would be printed now."""
    if unit.key not in desk.choices:
        return note_of(desk.collation, unit)
    done = replace(desk.applied(unit), note="")
    return apparatus_note(done, desk.collation.witnesses, base=desk.collation.base)


def card(desk: Desk, unit: VariationUnit, seat: Seat, view: View) -> dict[str, Any]:
    """The values of the page of one unit."""
    queue = ordered(desk, seat.who, seat.in_pass, view.level, everything=True)
    left = ordered(desk, seat.who, seat.in_pass, view.level, view.everything)
    place = [u.key for u in left]
    shown = desk.shown(unit)
    image = desk.attached.image(unit.key)
    lemma = unit.readings[lemma_index(shown)]
    chosen = shown.decision.reading if shown.decision is not None else None
    return {
        "unit": shown,
        "title": clause_title(desk.collation, unit.address),
        "stage": stage_words(desk.stage(unit)),
        "urgent": desk.stage(unit) in (Stage.NEEDS_REVIEW, Stage.UNDECIDED, Stage.SECOND),
        "number": place.index(unit.key) + 1 if unit.key in place else None,
        "count": len(left),
        "next": after(queue, unit.key, left),
        "rows": [
            {"reading": r, "number": n + 1, "chosen": n == chosen, "runs": emphasis(r, lemma)}
            for n, r in enumerate(unit.readings)
        ],
        "lemma": lemma,
        "passages": passages(desk.collation, unit),
        "note": draft(desk, unit),
        # What an editor said stands below it, entry by entry.
        "evidence": [e for e in shown.decision.evidence if e.kind is not Method.EDITOR]
        if shown.decision is not None
        else [],
        "before": [entry_words(e) for e in standing(desk, unit.key)],
        "notes": desk.attached.notes(unit.key),
        "outcome": outcome(desk, unit.key),
        "image": image,
        "image_words": image_words(image),
        "next_image": NEXT_IMAGE[image],
        "seen": seen(desk, unit.key),
        "linked": [u for u in desk.collation.units if u.key in unit.linked],
    }


def seen(desk: Desk, key: str) -> str:
    """What a form has seen of a place, to be sent back with it."""
    return ".".join(entry.id for entry in standing(desk, key))


def news(desk: Desk, key: str, known: str) -> list[str]:
    """What was decided at a place since a form was shown; empty when nothing was.

    ``known`` is what :func:`seen` said then.
    """
    before = [i for i in known.split(".") if i]
    now = standing(desk, key)
    if [e.id for e in now] == before:
        return []
    fresh = [entry_words(e) for e in now if e.id not in before]
    here = {e.id for e in now}
    gone = [e for i in before if i not in here and (e := desk.journal.entry(i)) is not None]
    undone = [i for i in gone if i.id in desk.attached.effective.undone]
    words = [say(str(note), note.en) for note in fresh]
    words += [say("已撤销：", "undone: ") + say(str(entry_words(e)), entry_words(e).en) for e in undone]
    return words or [say("此处的裁定有变。", "The decision here has changed.")]
