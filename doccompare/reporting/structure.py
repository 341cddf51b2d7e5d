"""Findings about order and extent in words: how grave each is, what is lost or moved, and where.

The engine gives kind, address and spans; the sentence is made here, in both languages. Everything
but line and column can be told of a stored result too, where the texts of the witnesses are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.model import (
    Clause,
    Collation,
    Lacuna,
    Note,
    Part,
    Place,
    Relation,
    Severity,
    Span,
    Status,
    StructureEntry,
    StructureKind,
    Witness,
    in_language,
)
from doccompare.reporting.labels import Lang
from doccompare.reporting.names import clause_at, file_name, place_name, place_text
from doccompare.reporting.notes import quoted, shortened

_GRAVE = (
    StructureKind.OMISSION_SECTION,
    StructureKind.MOVED_CLAUSE,
    StructureKind.MOVED_SECTION,
    StructureKind.MISPLACED_HEADING,
)
_FORMAL = (StructureKind.DISPLACED_TITLE, StructureKind.NUMBERING)
_LOST = (StructureKind.OMISSION_SECTION, StructureKind.TRUNCATION)
_BESIDE = (Part.TITLE, Part.DATE, Part.CREDIT, Part.SIGNATURE)  # what may stand behind the text as well
_DOUBLED = (StructureKind.DUPLICATE_HEADING, StructureKind.DUPLICATE_TEXT)


_STATES = {
    Status.CONFIRMED: ("已核", "acknowledged"),
    Status.PROPOSED: ("已核，待第二人", "acknowledged, a second name is missing"),
    Status.OPEN: ("存疑", "left open"),
    Status.NEEDS_REVIEW: ("需复核", "needs review"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A structure entry that counts by itself. ``id`` is for people (``结构-1``), in the stored order."""

    id: str
    entry: StructureEntry
    severity: Severity

    @property
    def acknowledged(self) -> bool:
        """Whether an editor has looked at it, and it stands as it is (已核)."""
        return self.entry.status is Status.CONFIRMED


def kind_of(collation: Collation, entry: StructureEntry) -> StructureKind:
    """The kind; a moved piece that is nothing but the title is a displaced title."""
    if entry.kind in (StructureKind.MOVED_CLAUSE, StructureKind.MISPLACED_HEADING):
        moved = inside(collation, entry)
        if moved and all(clause.part is Part.TITLE for clause in moved):
            return StructureKind.DISPLACED_TITLE
    return entry.kind


def structure_severity(collation: Collation, entry: StructureEntry) -> Severity | None:
    """How grave the finding is by itself; None when it is none.

    None: what a unit counts already (doubled text), a fragment that a jump line announces, and
    everything in versions, where nothing is an error.
    """
    if collation.work.relation is Relation.VERSIONS:
        return None
    kind = kind_of(collation, entry)
    if kind in _GRAVE:
        return Severity.CRITICAL
    if kind in _FORMAL:
        return Severity.FORMAL
    if kind is StructureKind.TRUNCATION:
        gap = gap_of(collation, entry)
        return None if gap is not None and gap.reason == "jump-line" else Severity.CRITICAL
    return None


def findings(collation: Collation) -> list[Finding]:
    """The structure entries that have a severity, in their order, each with an id."""
    graded = [(entry, structure_severity(collation, entry)) for entry in collation.structure]
    counted = [(entry, severity) for entry, severity in graded if severity is not None]
    return [Finding(f"结构-{n}", entry, severity) for n, (entry, severity) in enumerate(counted, 1)]


def is_loss(entry: StructureEntry) -> bool:
    """Whether something is not there (else it stands elsewhere, twice, or is wrongly numbered)."""
    return entry.kind in _LOST


def gap_of(collation: Collation, entry: StructureEntry) -> Lacuna | None:
    """The lacuna of the witness that a loss belongs to."""
    witness = next((a for a in collation.witnesses if a.witness.siglum == entry.siglum), None)
    if witness is None or not is_loss(entry):
        return None
    gaps = [g for g in witness.lacunae if g.start == entry.address]
    exact = [g for g in gaps if g.at == entry.span.start]
    return next(iter(exact or gaps), None)


def inside(collation: Collation, entry: StructureEntry) -> list[Clause]:
    """The clauses the finding touches: those that are gone, or those that stand in the moved span."""
    start = clause_at(collation, entry.address)
    if start is None:
        return []
    if entry.kind in _LOST:
        return _lost(collation, entry, start)
    span = entry.span
    touched = [
        clause
        for clause in collation.clauses
        if any(s.start < span.end and span.start < s.end for s in clause.spans.get(entry.siglum, ()))
    ]
    return touched or [start]


def _lost(collation: Collation, entry: StructureEntry, start: Clause) -> list[Clause]:
    gap = gap_of(collation, entry)
    order = list(collation.clauses)
    first = order.index(start)
    if gap is not None:
        end = None if gap.end == "end" else clause_at(collation, gap.end)
        last = len(order) - 1 if end is None else max(order.index(end), first)
    else:
        last = first
        while last + 1 < len(order) and not order[last + 1].spans.get(entry.siglum):
            last += 1
    return order[first : last + 1]


def structure_note(collation: Collation, entry: StructureEntry) -> Note:
    """The sentence of a finding, without full stop: its own when it has one, else made from the facts."""
    english = _sentence(collation, entry, "en")
    if entry.note:
        return Note(entry.note, entry.note.en if isinstance(entry.note, Note) else english)
    return Note(_sentence(collation, entry, "zh"), english)


def structure_words(collation: Collation, entry: StructureEntry, lang: Lang = "zh") -> str:
    """The sentence in one language, the siglum before it where it does not name it, an editor’s word."""
    text = in_language(structure_note(collation, entry), lang)
    if entry.status is not None:
        text += f"〔{_STATES[entry.status][0]}〕" if lang == "zh" else f" [{_STATES[entry.status][1]}]"
    if entry.siglum in text:
        return text
    if lang == "zh":
        return f"{entry.siglum}本{place_name(entry.address)}：{text}"
    return f"{entry.siglum} {entry.address}: {text}"


def structure_brief(collation: Collation, entry: StructureEntry, lang: Lang = "zh") -> str:
    """The same in a few words, for the verdict: 乙缺第二部分."""
    return f"{entry.siglum}{'' if lang == 'zh' else ' '}{_predicate(collation, entry, lang)[0]}"


def _sentence(collation: Collation, entry: StructureEntry, lang: Lang) -> str:
    words, details = _predicate(collation, entry, lang)
    if lang == "zh":
        return f"{entry.siglum}本{words}" + (f"（{'，'.join(details)}）" if details else "")
    return f"{entry.siglum} {words}" + (f" ({', '.join(details)})" if details else "")


def _predicate(collation: Collation, entry: StructureEntry, lang: Lang) -> tuple[str, list[str]]:
    """What is said of the witness, and what stands in brackets after it."""
    zh = lang == "zh"
    here = _where(collation, entry.siglum, entry.span)
    places = [here] if here else []
    kind = kind_of(collation, entry)
    clauses = inside(collation, entry)
    extent = _extent(collation, clauses, entry.address, zh)
    if kind is StructureKind.OMISSION_SECTION:
        ends = [clauses[0].address, clauses[-1].address] if len(clauses) > 1 else []
        joined = ["至".join(ends) if zh else " to ".join(ends)] if ends else []
        return (f"缺{extent}" if zh else f"lacks {extent}"), joined
    if kind is StructureKind.TRUNCATION:
        gap = gap_of(collation, entry)
        start = place_name(entry.address) if zh else entry.address
        if gap is not None and gap.reason == "jump-line":
            return (f"自{start}起下转他版" if zh else f"is continued elsewhere from {start}"), places
        return (f"至{start}中断，无转版行" if zh else f"breaks off at {start} without a jump line"), places
    if kind in _DOUBLED:
        text = quoted(shortened(_text(collation, entry))) if zh else f"“{shortened(_text(collation, entry))}”"
        twin = _where(collation, entry.siglum, entry.linked_span) if entry.linked_span else ""
        also = [f"别见 {twin}" if zh else f"also at {twin}"] if twin else []
        return (f"重出{text}" if zh else f"has {text} twice"), places + also
    if kind is StructureKind.NUMBERING:
        return (f"{extent}编号不连或重号" if zh else f"numbers {extent} out of order"), places
    if kind is StructureKind.DISPLACED_TITLE:
        return _title(collation, entry, zh), places
    after = _neighbour(collation, entry, clauses)
    if after is None:
        return (f"{extent}移至文首" if zh else f"has {extent} at the very beginning"), places
    named = place_name(after.address) if zh else after.address
    return (f"{extent}移至{named}之后" if zh else f"has {extent} after {named}"), places


def _title(collation: Collation, entry: StructureEntry, zh: bool) -> str:
    body = [c for c in collation.clauses if c.part not in _BESIDE]
    ends = [span.end for clause in body for span in clause.spans.get(entry.siglum, ())]
    if ends and entry.span.start >= max(ends):
        return "题名在文后" if zh else "has its title after the text"
    return "题名不在文首" if zh else "has its title out of place"


def _neighbour(collation: Collation, entry: StructureEntry, moved: Sequence[Clause]) -> Clause | None:
    """The clause after which the moved piece stands in its witness; None at the beginning."""
    before = [
        (span.end, clause)
        for clause in collation.clauses
        if clause not in moved
        for span in clause.spans.get(entry.siglum, ())
        if span.end <= entry.span.start
    ]
    return max(before, key=lambda pair: pair[0])[1] if before else None


def _extent(collation: Collation, clauses: Sequence[Clause], address: str, zh: bool) -> str:
    """The clauses by name: whole sections as sections, else the first to the last."""
    if not clauses:
        return place_name(address) if zh else address
    names: list[str] = []
    left = list(clauses)
    while left:
        head = left[0]
        whole = [c for c in collation.clauses if c is head or c.address.startswith(head.address + ".")]
        section = head.part is Part.HEADING and len(whole) > 1 and left[: len(whole)] == whole
        taken = len(whole) if section else 1
        if zh:
            name = place_name(head.address).removesuffix("标题") if section else place_name(head.address)
            heading = quoted(shortened(head.heading)) if head.heading and head.part is not Part.TITLE else ""
        else:
            name = f"section {head.address}" if section else head.address
            heading = ""
        names.append(name + (heading if len(clauses) == taken else ""))
        left = left[taken:]
    if len(names) == 1:
        return names[0]
    return f"{names[0]}至{names[-1]}" if zh else f"{names[0]} to {names[-1]}"


def _text(collation: Collation, entry: StructureEntry) -> str:
    """The doubled text, from the witness or from the unit it belongs to."""
    witness = _witness(collation, entry.siglum)
    if witness is not None and witness.text:
        return "".join(witness.text[entry.span.start : entry.span.end].split())
    unit = next((u for u in collation.units if u.key == entry.unit), None)
    readings = unit.readings if unit is not None else ()
    return next((r.exact for r in readings if entry.siglum in r.spans), "")


def _where(collation: Collation, siglum: str, span: Span) -> str:
    """File, line and column of a span; empty when the text of the witness is not at hand."""
    place = structure_place(collation, siglum, span)
    witness = _witness(collation, siglum)
    return "" if place is None or witness is None else f"{file_name(witness.path)}:{place_text(place)}"


def structure_place(collation: Collation, siglum: str, span: Span) -> Place | None:
    """The place where a span begins; None when the text of the witness is not at hand."""
    witness = _witness(collation, siglum)
    if witness is None or not witness.text:
        return None
    before = witness.text[: span.start]
    unified = before.replace("\r\n", "\n").replace("\r", "\n")
    column = span.start - max(before.rfind("\n"), before.rfind("\r"))
    pages = [mark.page for mark in witness.marks if mark.offset <= span.start]
    page = pages[-1] if pages else (witness.marks[0].page if witness.marks else None)
    return Place(page, unified.count("\n") + 1, column)


def _witness(collation: Collation, siglum: str) -> Witness | None:
    return next((a.witness for a in collation.witnesses if a.witness.siglum == siglum), None)
