"""The sitting in the browser: the desk, who sits there, and what was done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from doccompare import decisions
from doccompare.decisions import Entry, Kind
from doccompare.model import Collation
from doccompare.review.desk import Desk


@dataclass(frozen=True, slots=True)
class Seat:
    """Who decides, and in which pass."""

    who: str
    in_pass: str = ""


@dataclass(slots=True)
class Room:
    """One run of the app; whoever touches the desk holds ``lock``.

    ``written`` collates again and writes text and reports: the new collation and their folder; None
    where the sources are not known. ``stop`` ends the server. ``done`` counts the decisions of this
    sitting, ``stale`` says that text and reports are older than the journal.
    """

    desk: Desk
    seat: Seat
    now: Callable[[], datetime]
    written: Callable[[], tuple[Collation, Path]] | None
    passes: tuple[str, ...]
    stop: Callable[[], None] = lambda: None
    done: int = 0
    stale: bool = False
    result: Path | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, *entries: Entry) -> tuple[Entry, ...]:
        """Add entries to the journal: they are on the disk when this returns."""
        written = self.desk.write(entries)
        self.done += sum(e.kind in (Kind.DECISION, Kind.APPROVAL) for e in written)
        self.stale = self.stale or bool(written)
        return written

    @property
    def when(self) -> str:
        """The moment, as the journal writes it."""
        return decisions.timestamp(self.now())

    def finish(self) -> None:
        """Collate again and write text and reports. Raises DoccompareError."""
        if self.written is not None:
            collation, self.result = self.written()
            self.desk.renew(collation)
            self.stale = False
