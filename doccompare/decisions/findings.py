"""The editor's word on findings about structure: 已核 (looked at, and stands as it is), or 存疑.

A finding has no readings to choose between; it is acknowledged. It is known by its kind, its witness and
the text it is about, so that the word on it survives re-runs, moved offsets, another base and more
witnesses; where that text is another one by now, it must be looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha1

from doccompare.decisions.apply import change_words, orphan_problems, who_words
from doccompare.decisions.effective import Thread, effective, person
from doccompare.decisions.entries import ChoiceKind, Entry, Journal, Kind, Selection, Site, SiteReading
from doccompare.decisions.similarity import common, words
from doccompare.model import Clause, Collation, Note, Severity, Span, Status, StructureEntry, StructureKind

_LOSSES = (StructureKind.OMISSION_SECTION, StructureKind.TRUNCATION)
_EDGE = 40  # characters kept from each end of the text a finding is about
_SAME, _ALIKE = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class HeldFinding:
    """The word in force on a finding, at the present finding.

    ``changes``: why it must be looked at again; ``names``: who stands by it as things are.
    """

    site: Site
    thread: Thread
    entry: Entry
    choice: Selection
    changes: tuple[str, ...]
    names: tuple[str, ...]

    def status(self, severity: Severity | None, two_person: Sequence[Severity]) -> Status:
        """How far it has come; where two persons are asked for, one name alone proposes."""
        if self.changes:
            return Status.NEEDS_REVIEW
        if self.choice.kind is ChoiceKind.OPEN:
            return Status.OPEN
        asked = {severity, self.entry.site.severity if self.entry.site else None} & set(two_person)
        return Status.PROPOSED if asked and len(self.names) < 2 else Status.CONFIRMED

    @property
    def note(self) -> Note:
        """Who said what, when and why, in one line."""
        what = (
            Note("存疑", "leaves it open")
            if self.choice.kind is ChoiceKind.OPEN
            else Note("已核", "acknowledged it")
        )
        zh, en = who_words(self.entry, what, self.names)
        if self.changes:
            changed = change_words(self.changes)
            zh.append(f"须复核：{changed}")
            en.append(f"needs review: {changed.en}")
        return Note("；".join(zh), "; ".join(en))


def finding_sites(collation: Collation) -> tuple[Site, ...]:
    """The findings as the journal sees them, in their order.

    ``left`` and ``right`` are the ends of the text the finding is about, the only reading is its kind, with
    the witness.
    """
    digests = {a.witness.siglum: a.witness.sha256 for a in collation.witnesses}
    seen: dict[str, int] = {}
    out = []
    for entry in collation.structure:
        about = words("".join(clause.text for clause in _about(collation, entry)))
        known = "\0".join((entry.kind.value, entry.siglum, about[:_EDGE], about[-_EDGE:]))
        seen[known] = seen.get(known, 0) + 1
        key = "s" + sha1(f"{known}\0{seen[known]}".encode(), usedforsecurity=False).hexdigest()[:11]
        reading = SiteReading(
            str(len(about)), entry.kind.value, {entry.siglum: digests.get(entry.siglum, "")}
        )
        out.append(
            Site(
                key=key,
                unit="",
                address=entry.address,
                left=about[:_EDGE],
                right=about[-_EDGE:],
                readings=(reading,),
                finding=entry.kind.value,
            )
        )
    return tuple(out)


def _about(collation: Collation, entry: StructureEntry) -> Sequence[Clause]:
    """The clauses that are gone, or that stand in the span; else the one at the address."""
    at = next((n for n, c in enumerate(collation.clauses) if c.address == entry.address), None)
    if entry.kind in _LOSSES:
        if at is None:
            return ()
        last = at + 1
        while last < len(collation.clauses) and not collation.clauses[last].spans.get(entry.siglum):
            last += 1
        return collation.clauses[at:last]
    inside = [
        c for c in collation.clauses if any(_touch(s, entry.span) for s in c.spans.get(entry.siglum, ()))
    ]
    return inside or ([collation.clauses[at]] if at is not None else ())


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def attach_findings(
    journal: Journal, sites: Sequence[Site]
) -> tuple[dict[str, HeldFinding], tuple[Thread, ...]]:
    """The words in force by the present key of their finding, and those whose finding is gone."""
    threads = [t for t in effective(journal).decided if t.anchor.site is not None and t.anchor.site.finding]
    fits = [
        (fit, t, n)
        for t, thread in enumerate(threads)
        for n, site in enumerate(sites)
        if thread.anchor.site is not None and (fit := _fit(thread.anchor.site, site)) > 0
    ]
    held: dict[str, HeldFinding] = {}
    placed: set[int] = set()
    for _, t, n in sorted(fits, key=lambda f: (-f[0], f[1], f[2])):
        if t not in placed and sites[n].key not in held:
            placed.add(t)
            held[sites[n].key] = _held(threads[t], sites[n])
    return held, tuple(thread for t, thread in enumerate(threads) if t not in placed)


def _fit(old: Site, new: Site) -> float:
    """How well a remembered finding fits a present one; 0: not at all."""
    if old.finding != new.finding:
        return 0.0
    (mine,), (theirs,) = old.readings[0].witnesses.items(), new.readings[0].witnesses.items()
    if mine[1] != theirs[1] and mine[0] != theirs[0]:
        return 0.0
    alike = _likeness(old, new)
    if alike < _ALIKE:
        return 0.0
    return alike + 2 * (mine[1] == theirs[1]) + (mine[0] == theirs[0]) + (old.address == new.address) / 2


def _likeness(old: Site, new: Site) -> float:
    """How alike the texts are that two findings are about: the worse of their two ends counts half."""
    ends = [
        common(a, b) / max(len(a), len(b)) if a or b else 1.0
        for a, b in ((old.left, new.left), (old.right, new.right))
    ]
    return (2 * max(ends) + min(ends)) / 3


def _held(thread: Thread, site: Site) -> HeldFinding:
    entry = thread.decision
    if entry is None or entry.site is None or entry.choice is None:
        raise ValueError("a thread without a decision has no place")
    names: dict[str, str] = {}
    for own in reversed(thread.standing):
        if own.site is None or own.choice is None or own.choice.kind is not entry.choice.kind:
            break
        if not _changes(own.site, site):
            names.setdefault(person(own.who), own.who)
    return HeldFinding(site, thread, entry, entry.choice, _changes(entry.site, site), tuple(names.values()))


def _changes(old: Site, new: Site) -> tuple[str, ...]:
    """What a finding is about otherwise than when it was looked at; small differences of wording are none."""
    before, now = (int(s.readings[0].exact or 0) for s in (old, new))
    larger = max(before, now, 1)
    same = _likeness(old, new) >= _SAME and abs(before - now) <= max(2, larger // 10)
    return () if same else ("extent",)


def settle_findings(
    collation: Collation,
    journal: Journal,
    severities: Sequence[Severity | None],
    two_person: Sequence[Severity] = (),
) -> Collation:
    """The collation with the editor's word on its findings; ``severities``: of its structure entries."""
    sites = finding_sites(collation)
    held, gone = attach_findings(journal, sites)
    entries = []
    for entry, site, severity in zip(collation.structure, sites, severities, strict=True):
        word = held.get(site.key)
        status = word.status(severity, two_person) if word is not None else None
        note = word.note if word is not None else ""
        entries.append(replace(entry, key=site.key, status=status, word=note))
    lost = orphan_problems(gone)
    problems = [p for p in collation.problems if p not in lost]
    return replace(collation, structure=tuple(entries), problems=(*problems, *lost))


def decide_finding(
    collation: Collation,
    journal: Journal,
    at: int,
    unit: str,
    severity: Severity | None,
    *,
    open_: bool,
    who: str,
    when: str,
    two_person: Sequence[Severity] = (),
    in_pass: str = "",
    why: str = "",
) -> Entry:
    """The entry to append on the ``at``-th finding: a decision, or an approval of another person's."""
    sites = finding_sites(collation)
    site = replace(sites[at], unit=unit, severity=severity)
    choice = Selection(ChoiceKind.OPEN if open_ else ChoiceKind.ACKNOWLEDGED)
    word = attach_findings(journal, sites)[0].get(site.key)
    kind, of = Kind.DECISION, ""
    supersedes: tuple[str, ...] = ()
    if word is not None:
        seconded = (
            word.choice.kind is choice.kind
            and word.status(severity, two_person) is Status.PROPOSED
            and person(who) not in {person(name) for name in word.names}
        )
        if seconded:
            kind, of = Kind.APPROVAL, word.entry.id
        elif word.thread.key != site.key:
            supersedes = tuple(e.id for e in word.thread.standing if e.kind is Kind.DECISION)
    return Entry("", 0, kind, who, when, site, choice, of, in_pass, why, supersedes=supersedes)
