"""What of the journal is in force: undo applied, the last decision of a unit wins, history kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from doccompare.decisions.entries import Entry, Image, Journal, Kind


@dataclass(frozen=True, slots=True)
class Thread:
    """All that was said of one unit (of one key).

    ``decision`` is the one in force; ``standing`` the decisions and approvals in force, oldest first;
    ``notes`` the remarks in force; ``image`` the last word on the page image; ``history`` everything,
    undone and superseded entries included.
    """

    key: str
    decision: Entry | None
    standing: tuple[Entry, ...]
    notes: tuple[Entry, ...]
    image: Image | None
    history: tuple[Entry, ...]

    @property
    def anchor(self) -> Entry:
        """The entry whose context says best where the unit stands: the newest in force, else the newest."""
        if self.decision is not None:
            return self.decision
        alive = (*self.standing, *self.notes)
        return alive[-1] if alive else self.history[-1]


@dataclass(frozen=True, slots=True)
class Effective:
    """The threads by key, in the order in which their units were first spoken of."""

    threads: Mapping[str, Thread]
    undone: frozenset[str]
    superseded: frozenset[str]

    @property
    def decided(self) -> tuple[Thread, ...]:
        """The threads with a decision in force."""
        return tuple(t for t in self.threads.values() if t.decision is not None)


def person(name: str) -> str:
    """A name as it is compared: two spellings of one person are no second person."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def undone(journal: Journal) -> frozenset[str]:
    """The ids of the entries taken back. An undo that was undone takes nothing back."""
    against: dict[str, list[Entry]] = {}
    for entry in journal.entries:
        if entry.kind is Kind.UNDO:
            against.setdefault(entry.of, []).append(entry)
    known: dict[str, bool] = {}
    for entry in reversed(journal.entries):
        _settle(entry.id, against, known)
    return frozenset(i for i, gone in known.items() if gone)


def _settle(entry_id: str, against: Mapping[str, list[Entry]], known: dict[str, bool]) -> None:
    """Find out whether an entry is undone, those that undo it first; no recursion, no endless circle."""
    stack = [entry_id]
    open_: set[str] = set()
    while stack:
        top = stack[-1]
        if top in known:
            stack.pop()
            continue
        waiting = [u.id for u in against.get(top, ()) if u.id not in known and u.id not in open_]
        if waiting and top not in open_:
            open_.add(top)
            stack += waiting
            continue
        known[top] = any(not known.get(u.id, True) for u in against.get(top, ()))
        stack.pop()


def effective(journal: Journal) -> Effective:
    """What is in force, by unit."""
    gone = undone(journal)
    by_id = {e.id: e for e in journal.entries}
    superseded = frozenset(
        i for e in journal.entries if e.kind is Kind.DECISION and e.id not in gone for i in e.supersedes
    )
    grouped: dict[str, list[Entry]] = {}
    for entry in journal.entries:
        grouped.setdefault(_thread_key(entry, by_id), []).append(entry)
    grouped.pop("", None)
    threads = {key: _thread(key, found, gone, superseded) for key, found in grouped.items()}
    return Effective(threads, gone, superseded)


def _thread_key(entry: Entry, by_id: Mapping[str, Entry]) -> str:
    """The key of the unit an entry is about: of the decision it approves or undoes, else its own."""
    seen: set[str] = set()
    while entry.of and entry.of in by_id and entry.id not in seen:
        seen.add(entry.id)
        entry = by_id[entry.of]
    return entry.key


def _thread(key: str, found: list[Entry], gone: frozenset[str], superseded: frozenset[str]) -> Thread:
    alive = [e for e in found if e.id not in gone and e.id not in superseded]
    decisions = [e for e in alive if e.kind is Kind.DECISION]
    ids = {e.id for e in decisions}
    standing = [e for e in alive if e.kind is Kind.DECISION or (e.kind is Kind.APPROVAL and e.of in ids)]
    image = next((e.image for e in reversed(alive) if e.kind is not Kind.UNDO and _looked(e)), None)
    return Thread(
        key=key,
        decision=decisions[-1] if decisions else None,
        standing=tuple(standing),
        notes=tuple(e for e in alive if e.kind is Kind.NOTE),
        image=image,
        history=tuple(found),
    )


def _looked(entry: Entry) -> bool:
    """The entry says something of the page image; a note may also take the word back (image none)."""
    return entry.image is not None or (entry.kind is Kind.NOTE and not entry.why)
