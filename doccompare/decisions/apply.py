"""What the editor's decisions make of units.

The pipeline calls, in this order::

    journal = read(path)                                        # once, at the edge
    attached = attach(journal, sites_of_loci(loci, clauses, digests))
    choices = editor_choices(attached)                          # by key of the locus
    decision = overruled(choices[locus.key], proposed)          # per locus that has a choice
    ...                                                         # units, categories, severity, text
    units = settle(units, choices, two_person)                  # once the severity is known
    problems += (*journal.problems, *orphan_problems(attached))

:func:`apply_decisions` does the same to a finished collation, without the text and without deriving
the categories anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from doccompare.decisions.attach import Attached, Held, attach
from doccompare.decisions.effective import Thread
from doccompare.decisions.entries import ChoiceKind, Entry, Image, Journal, State
from doccompare.decisions.sites import sites_of
from doccompare.model import (
    Category,
    Collation,
    Decision,
    Evidence,
    Method,
    Note,
    Problem,
    Reading,
    Severity,
    Status,
    VariationUnit,
)

_MIRRORED = {Category.ADDITION: Category.OMISSION, Category.OMISSION: Category.ADDITION}


@dataclass(frozen=True, slots=True)
class Choice:
    """What an editor wants at one place.

    ``reading`` is the index of the chosen reading (of the locus's variants, or the unit's readings,
    whichever the sites were made of); None: open, an emendation, or gone. ``exact`` and ``text`` are
    to be printed: for an emendation nobody has them; for ``open`` and for a reading that is gone they
    are empty, and the machine's proposal, or the base, stays. ``severity`` is what the unit had when
    it was decided.
    """

    key: str
    kind: ChoiceKind
    reading: int | None
    exact: str
    text: str
    state: State
    changes: tuple[str, ...]
    names: tuple[str, ...]
    evidence: Evidence
    severity: Severity | None
    image: Image | None

    @property
    def emended(self) -> bool:
        """The text to be printed is nobody's reading."""
        return self.kind is ChoiceKind.EMENDATION and self.reading is None

    def status(self, severity: Severity | None, two_person: Sequence[Severity]) -> Status:
        """How far the decision has come.

        Where two persons are asked for (by the severity now, or when it was decided) one name alone
        proposes.
        """
        if self.state is State.NEEDS_REVIEW:
            return Status.NEEDS_REVIEW
        if self.kind is ChoiceKind.OPEN:
            return Status.OPEN
        if self.waits(severity, two_person):
            return Status.PROPOSED
        return Status.CONFIRMED

    def waits(self, severity: Severity | None, two_person: Sequence[Severity]) -> bool:
        """Whether a second person must still stand by it."""
        asked = {severity, self.severity} & set(two_person)
        return bool(asked) and len(self.names) < 2 and self.kind is not ChoiceKind.OPEN


def editor_choices(attached: Attached) -> dict[str, Choice]:
    """The choices of the editor by the present key of the unit."""
    return {key: _choice(held, attached.image(key)) for key, held in attached.held.items()}


def _choice(held: Held, image: Image | None) -> Choice:
    gone = held.reading is None and held.choice.kind is not ChoiceKind.EMENDATION
    return Choice(
        key=held.site.key,
        kind=held.choice.kind,
        reading=held.reading,
        exact="" if gone else held.exact,
        text="" if gone else held.text,
        state=held.state,
        changes=held.changes,
        names=held.names,
        evidence=Evidence(Method.EDITOR, held.reading, _note(held)),
        severity=held.entry.site.severity if held.entry.site else None,
        image=image,
    )


def overruled(choice: Choice, proposed: Decision) -> Decision:
    """The decision of a place of which an editor has decided; indices as in ``choice``.

    While the choice cannot be carried out (its reading is gone) the proposal stays, to be reviewed.
    A ``reading`` of None with the method ``editor`` is an emendation: ``text`` is what is printed.
    The status is that of one person alone; :func:`settle` knows the severity.
    """
    others = tuple(e for e in proposed.evidence if e.kind is not Method.EDITOR)
    evidence = (choice.evidence, *others)
    if choice.kind is ChoiceKind.OPEN:
        status = Status.NEEDS_REVIEW if choice.state is State.NEEDS_REVIEW else Status.OPEN
        return replace(proposed, reading=None, method=None, status=status, evidence=evidence)
    if choice.reading is None and not choice.emended:
        return replace(proposed, status=Status.NEEDS_REVIEW, evidence=evidence)
    sure = choice.state is State.CONFIRMED
    return Decision(
        reading=choice.reading,
        text=choice.text,
        method=Method.EDITOR,
        confidence=1.0 if sure else proposed.confidence,
        status=Status.CONFIRMED if sure else Status.NEEDS_REVIEW,
        evidence=evidence,
    )


def settle(
    units: Sequence[VariationUnit],
    choices: Mapping[str, Choice],
    two_person: Sequence[Severity],
    images: Mapping[str, Image] = MappingProxyType({}),
) -> tuple[VariationUnit, ...]:
    """The units with the status of the editor's decisions, now that the severity is known.

    ``images``: what the page image said, by key of the unit.
    """
    out = []
    for unit in units:
        if unit.image is not images.get(unit.key):
            unit = replace(unit, image=images.get(unit.key))
        choice = choices.get(unit.key)
        if choice is not None and unit.decision is not None:
            decision = replace(unit.decision, status=choice.status(unit.severity, two_person))
            if choice.waits(unit.severity, two_person):
                decision = replace(
                    decision, evidence=(*decision.evidence[:1], _WAITS, *decision.evidence[1:])
                )
            unit = replace(unit, decision=decision)
        out.append(unit)
    return tuple(out)


_WAITS = Evidence(
    Method.EDITOR,
    None,
    Note("要害处须两人裁定：待第二人复核", "two persons are asked for: a second name is missing"),
)


def apply_decisions(collation: Collation, journal: Journal, two_person: Sequence[Severity] = ()) -> Collation:
    """The collation with the editor's decisions on its units, the decided reading first.

    The established text is left as it is, and of the categories only those that follow at once are
    turned; whoever needs both anew collates again. A unit that carries a decision of an editor who
    took it back since is open.
    """
    attached = attach(journal, sites_of(collation))
    choices = editor_choices(attached)
    units = tuple(applied(collation, unit, choices.get(unit.key)) for unit in collation.units)
    return replace(collation, units=settle(units, choices, two_person, attached.images))


def applied(collation: Collation, unit: VariationUnit, choice: Choice | None) -> VariationUnit:
    """One unit as the editor decided it, the decided reading first; its status is not settled yet."""
    proposed = unit.decision
    if proposed is None:
        return unit
    if choice is None:
        edited = proposed.method is Method.EDITOR or any(e.kind is Method.EDITOR for e in proposed.evidence)
        return replace(unit, decision=_taken_back(collation, unit, proposed)) if edited else unit
    decision = overruled(choice, proposed)
    if decision.reading is None:
        return replace(unit, decision=decision)
    order = [decision.reading, *(i for i in range(len(unit.readings)) if i != decision.reading)]
    place = {old: new for new, old in enumerate(order)}
    readings = [_turned(unit, decision.reading, i) for i in order]
    moved = replace(
        decision,
        reading=0,
        evidence=tuple(
            replace(e, reading=None if e.reading is None else place[e.reading]) for e in decision.evidence
        ),
    )
    return replace(unit, readings=tuple(readings), decision=moved)


def _taken_back(collation: Collation, unit: VariationUnit, decision: Decision) -> Decision:
    base = next((r for r in unit.readings if collation.base in r.spans), unit.readings[0])
    evidence = tuple(e for e in decision.evidence if e.kind is not Method.EDITOR)
    return Decision(None, base.text, None, 0.0, Status.OPEN, evidence)


def _turned(unit: VariationUnit, chosen: int, i: int) -> Reading:
    """Reading ``i`` once ``chosen`` is decided: the two change roles, what one lacks the other adds."""
    reading, now = unit.readings[i], unit.readings[chosen]
    if i == chosen:
        return replace(reading, category=None, cause=None, rule="", suspected_transcription=False)
    if reading.category is None and now.category is not None:
        category = _MIRRORED.get(now.category, now.category)
        return replace(reading, category=category, cause=now.cause, rule=now.rule)
    return reading


_WORDS = {
    ChoiceKind.KEEP_BASE: ("从底本", "keeps the base"),
    ChoiceKind.BOTH: ("两存", "lets both stand"),
    ChoiceKind.OPEN: ("存疑", "leaves it open"),
}
_CHANGES = {
    "reading-gone": ("所从之文已无本可据", "the chosen reading is gone"),
    "new-reading": ("后出异读", "there is a new reading"),
    "lost-reading": ("原有异读已无", "a reading is gone"),
    "readers": ("各本所作有变", "the witnesses read otherwise now"),
    "extent": ("所指文字已有不同", "it is about another text now"),
    "uncertain": ("另有相似之处，恐非原处", "the place is not certain"),
}


def choice_words(choice_kind: ChoiceKind, text: str) -> Note:
    """What was chosen in words: 从“优进绌退”, 从底本作“…”, 两存, 存疑, 改作“…”（各本皆无）."""
    shown = f"“{text}”" if text else "〔无〕"
    if choice_kind is ChoiceKind.ACKNOWLEDGED:
        return Note("已核", "acknowledged")
    if choice_kind is ChoiceKind.READING:
        return Note(f"从{shown}", f"adopts {shown}")
    if choice_kind is ChoiceKind.EMENDATION:
        return Note(f"改作{shown}（各本皆无）", f"emends to {shown} (in no witness)")
    zh, en = _WORDS[choice_kind]
    if choice_kind is ChoiceKind.OPEN:
        return Note(zh, en)
    return Note(f"{zh}，作{shown}", f"{en}: {shown}")


def change_words(changes: Sequence[str]) -> Note:
    """What is not as it was when it was decided."""
    pairs = [_CHANGES[c] for c in changes]
    return Note("，".join(p[0] for p in pairs), ", ".join(p[1] for p in pairs))


def _note(held: Held) -> Note:
    entry, choice = held.entry, held.choice
    zh, en = who_words(entry, choice_words(choice.kind, choice.text), held.names)
    if entry.image is not None:
        zh.append("已核版面" if entry.image is Image.CHECKED else "版面不误，转录误")
        en.append(
            "page image checked" if entry.image is Image.CHECKED else "the transcript errs, not the page"
        )
    if held.changes:
        changed = change_words(held.changes)
        zh.append(f"须复核：{changed}")
        en.append(f"needs review: {changed.en}")
    return Note("；".join(zh), "; ".join(en))


def who_words(entry: Entry, what: Note, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Who decided what, when, in which pass, why, and who seconded it: pieces of a sentence, zh and en."""
    zh, en = [f"{entry.who}{what}"], [f"{entry.who} {what.en}"]
    extra = [part for part in (entry.when[:10], entry.in_pass) if part]
    zh += extra
    en += extra
    if entry.why:
        zh.append(f"理由：{entry.why}")
        en.append(f"because: {entry.why}")
    others = [name for name in names if name != entry.who]
    if others:
        zh.append(f"{'、'.join(others)}复核")
        en.append(f"approved by {', '.join(others)}")
    return zh, en


def orphan_problems(orphaned: Sequence[Thread]) -> list[Problem]:
    """One remark for each decision whose place is gone."""
    out = []
    for thread in orphaned:
        place = orphan_words(thread)
        out.append(
            Problem(
                "orphaned-decision",
                Note(f"裁定失其所在，已保留：{place}", f"Decision without its place, kept: {place.en}"),
            )
        )
    return out


def orphan_words(thread: Thread) -> Note:
    """A decision whose place is gone: what was decided, where it stood, who decided."""
    entry: Entry | None = thread.decision
    if entry is None or entry.site is None or entry.choice is None:
        return Note(thread.key, thread.key)
    what = choice_words(entry.choice.kind, entry.choice.text)
    around = f"……{entry.site.left[-8:]}□{entry.site.right[:8]}……"
    if entry.site.finding:
        around = f"“{entry.site.left[:12]}……”"
    return Note(
        f"{entry.site.unit}　{what}　{around}（{entry.who}，{entry.when[:10]}）",
        f"{entry.site.unit}  {what.en}  {around} ({entry.who}, {entry.when[:10]})",
    )
