"""The desk: a collation with the editor's journal laid over it.

The terminal and the web app sit at the same one, so both see and write the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from doccompare import decisions
from doccompare.decisions import Attached, Choice, Entry, Journal, Places, Site
from doccompare.errors import UsageError, say
from doccompare.model import Collation, Severity, VariationUnit
from doccompare.reporting.lookup import find
from doccompare.reporting.structure import Finding, findings, structure_severity


@dataclass(slots=True)
class Desk:
    """A collation with the journal laid over it. ``refresh`` reads what others wrote meanwhile."""

    collation: Collation
    sites: tuple[Site, ...]
    places: Places
    source: Path
    journal: Journal
    attached: Attached
    choices: dict[str, Choice]

    @property
    def two_person(self) -> tuple[Severity, ...]:
        """The severities for which the manifest asks for a second person."""
        return self.places.corpus.two_person if self.places.corpus is not None else ()

    def refresh(self) -> None:
        """Read the journal again when it has grown, and lay it over the collation."""
        sizes = [path.stat().st_size if path.exists() else 0 for path in self.places.read]
        if sum(sizes) != self.journal.size:
            self._read()

    def renew(self, collation: Collation) -> None:
        """Go on with a newer collation of the same work."""
        self.collation, self.sites = collation, decisions.sites_of(collation)
        self._read()

    def _read(self) -> None:
        self.journal = decisions.read_all(self.places.read)
        self.attached = decisions.attach(self.journal, self.sites)
        self.choices = decisions.editor_choices(self.attached)
        self.collation = with_findings(self.collation, self.journal, self.two_person)

    def write(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Add entries: they are on the disk when this returns. Raises OutputError."""
        done = decisions.append_all(self.places.write, entries)
        self.refresh()
        return done

    def unit(self, name: str) -> VariationUnit:
        """The unit a person means. Raises UsageError."""
        found = find(self.collation, name)
        if found.unit is None:
            units = [u.id for c in found.clauses for u in self.collation.units if u.address == c.address]
            raise UsageError(
                say(f"“{name}”不是一处异文。", f"{name} is not a unit."),
                say(f"其中有：{' '.join(units)}", f"In it: {' '.join(units)}") if units else "",
            )
        return found.unit

    @property
    def findings(self) -> list[Finding]:
        """The findings about structure that count, with what was said of them."""
        return findings(self.collation)

    def finding(self, name: str) -> Finding | None:
        """The finding about structure a person means, None when it is something else. Raises UsageError."""
        return find(self.collation, name).finding

    @property
    def lost_findings(self) -> tuple[decisions.Thread, ...]:
        """The words on findings that are no longer there."""
        return decisions.attach_findings(self.journal, decisions.finding_sites(self.collation))[1]

    def finding_entry(
        self, finding: Finding, *, open_: bool, who: str, when: str, in_pass: str = "", why: str = ""
    ) -> Entry:
        """The entry to append when a finding is acknowledged, or left open."""
        at = next(n for n, e in enumerate(self.collation.structure) if e.key == finding.entry.key)
        return decisions.decide_finding(
            self.collation,
            self.journal,
            at,
            finding.id,
            finding.severity,
            open_=open_,
            who=who,
            when=when,
            two_person=self.two_person,
            in_pass=in_pass,
            why=why,
        )

    def shown(self, unit: VariationUnit) -> VariationUnit:
        """The unit with what the editor decided, its readings in the order in which they are numbered."""
        unit = replace(unit, image=self.attached.image(unit.key))
        choice = self.choices.get(unit.key)
        if choice is None or unit.decision is None:
            return unit
        decided = replace(unit, decision=decisions.overruled(choice, unit.decision))
        return decisions.settle((decided,), self.choices, self.two_person, self.attached.images)[0]

    def applied(self, unit: VariationUnit) -> VariationUnit:
        """The unit as the next collation will have it, the decided reading first."""
        done = decisions.applied(self.collation, unit, self.choices.get(unit.key))
        return decisions.settle((done,), self.choices, self.two_person, self.attached.images)[0]

    def stage(self, unit: VariationUnit) -> decisions.Stage:
        """Where the unit stands in the review."""
        return decisions.stage(unit, self.choices.get(unit.key), self.two_person)

    def in_force(self, key: str) -> str:
        """The id of the entry in force at a place, empty when there is none."""
        held = self.attached.held.get(key)
        return held.entry.id if held is not None else ""

    def checked_pass(self, stated: str | None) -> str:
        """The pass as the manifest names it. Raises UsageError."""
        corpus = self.places.corpus
        known = corpus.passes if corpus is not None and corpus.passes else decisions.PASSES
        if stated is None or stated in known:
            return stated or ""
        raise UsageError(
            say(f"没有“{stated}”这个校次。", f"There is no pass {stated}."),
            say(f"有：{' '.join(known)}", f"There are: {' '.join(known)}"),
        )


def desk_of(collation: Collation, source: Path, result: Path) -> Desk:
    """The desk for a collation; ``result``: where its result is, or would be."""
    digests = [a.witness.sha256 for a in collation.witnesses]
    places = decisions.places(source, collation.work.slug, collation.work.title, digests, result)
    sites = decisions.sites_of(collation)
    journal = decisions.read_all(places.read)
    attached = decisions.attach(journal, sites)
    two_person = places.corpus.two_person if places.corpus is not None else ()
    collation = with_findings(collation, journal, two_person)
    return Desk(collation, sites, places, source, journal, attached, decisions.editor_choices(attached))


def with_findings(collation: Collation, journal: Journal, two_person: Sequence[Severity]) -> Collation:
    """The collation with what the journal says of its findings about structure."""
    severities = [structure_severity(collation, entry) for entry in collation.structure]
    return decisions.settle_findings(collation, journal, severities, two_person)
