"""A galley held against the established text: the same stages as a collation, with the text as authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from doccompare import decisions
from doccompare.corpora import Corpus
from doccompare.errors import InconclusiveError, say
from doccompare.model import (
    Collation,
    ComparedWork,
    Expectation,
    Note,
    Proof,
    ProofFinding,
    Relation,
    Role,
    Severity,
    Span,
    StructureEntry,
    StructureKind,
    VariationUnit,
    Witness,
)
from doccompare.pipeline.against import Standard
from doccompare.pipeline.attestations import Places
from doccompare.pipeline.job import Job, Progress, prepare
from doccompare.pipeline.judge import judge
from doccompare.text import key_of

_GALLEY, _TEXT = "样", "定"
# The share of the text that must agree, of what the galley has a place for.
_AGREES = 0.5
_SIDE = 8  # characters of context beside a finding


def proof(
    galley: Witness, work: Standard, *, red: Witness | None = None, progress: Progress | None = None
) -> Proof:
    """What is wrong in a galley against the text of a work, in the order of the work.

    ``red``: the galley as it was before; then also which of its findings were carried out, which stand,
    and what is broken anew. Raises InconclusiveError when the work is not found in a galley.
    """
    findings, coverage, undecided = _findings(galley, work, progress)
    compared = ComparedWork(work.slug, work.digest, work.title)
    out = Proof(galley.path, galley.sha256, compared, coverage, tuple(findings), undecided)
    if red is None:
        return out
    before, _, _ = _findings(red, work, progress)
    left = [f for f in before if any(_same(f, now) for now in findings)]
    return replace(
        out,
        red=red.path,
        carried_out=tuple(f for f in before if f not in left),
        remaining=tuple(f for f in findings if any(_same(f, old) for old in before)),
        broken=tuple(f for f in findings if not any(_same(f, old) for old in before)),
    )


def _same(one: ProofFinding, other: ProofFinding) -> bool:
    """Whether two findings of two galleys are at one place of the text."""
    (a, b), (c, d) = one.place, other.place
    structural = isinstance(one.kind, StructureKind), isinstance(other.kind, StructureKind)
    if structural[0] != structural[1]:
        return False
    if structural[0]:
        return one.kind == other.kind and one.address == other.address
    return (a == c and b == d) or (a < d and c < b)


def _findings(
    galley: Witness, work: Standard, progress: Progress | None
) -> tuple[list[ProofFinding], float, int]:
    collation = _collated(galley, work, progress)
    own = collation.attestation(_GALLEY)
    places = Places([replace(galley, siglum=_GALLEY)])
    out: list[ProofFinding] = []
    undecided = 0
    for unit in collation.units:
        finding = _of_unit(unit, work)
        if finding is None:
            continue
        if _undecided(finding, unit, work):
            undecided += 1
            continue
        out.append(finding)
    out += [
        _of_structure(entry, collation, places)
        for entry in collation.structure
        if entry.siglum == _GALLEY and entry.unit is None
    ]
    out.sort(key=lambda f: (f.place, f.start))
    return out, own.coverage, undecided


def _collated(galley: Witness, work: Standard, progress: Progress | None) -> Collation:
    """The galley collated with the text of the work, which decides."""
    witnesses = [
        replace(galley, siglum=_GALLEY, role=None),
        Witness(siglum=_TEXT, text=work.text.text, path=work.slug, sha256=work.digest, role=Role.AUTHORITY),
    ]
    corpus = Corpus(Path(), Expectation(), ())
    tell = progress or (lambda stage: None)
    try:
        job = prepare(corpus, witnesses, title="", base=_TEXT, relation=Relation.REPRINTS, tell=tell)
    except InconclusiveError:
        raise _not_there(galley, work) from None
    if not _stands(job):
        raise _not_there(galley, work)
    tell("judging")
    return judge(job, _TEXT, "", [], [], decisions.read_all(()))


def _stands(job: Job) -> bool:
    """Whether the work stands in the galley: of what is set against the galley half agrees with it.

    A page that only quotes the work has crumbs of it in other text.
    """
    galley, text = job.sigla.index(_GALLEY), job.sigla.index(_TEXT)
    agreed = whole = 0
    for stretch in job.columns.stretches:
        one, other = stretch.ranges[galley], stretch.ranges[text]
        if one is not None and other is not None:
            whole += other[1] - other[0]
            agreed += (other[1] - other[0]) if stretch.agrees else 0
    text_length = len(key_of(job.witness(text).text))
    return agreed >= _AGREES * whole and len(job.keys[text]) >= _AGREES * text_length


def _not_there(galley: Witness, work: Standard) -> InconclusiveError:
    return InconclusiveError(
        say(f"{galley.path} 里没有找到《{work.title}》。", f"“{work.title}” is not found in {galley.path}."),
        say("请核对清样与 --against 是否为同一篇。", "Check that the galley and --against are of one work."),
    )


def _of_unit(unit: VariationUnit, work: Standard) -> ProofFinding | None:
    own = next((r for r in unit.readings if _GALLEY in r.spans), None)
    true = next((r for r in unit.readings if _TEXT in r.spans), None)
    if own is None or true is None or own is true:
        return None
    span, place, where = own.spans[_GALLEY], own.places[_GALLEY], true.spans[_TEXT]
    return ProofFinding(
        start=span.start,
        end=span.end,
        line=place.line,
        column=place.column,
        page=place.page,
        address=unit.address,
        severity=unit.severity,
        kind=own.category or unit.category,
        found=own.text,
        expected=true.text,
        left=unit.left[-_SIDE:],
        right=unit.right[:_SIDE],
        place=(where.start, where.end),
        topics=unit.topics,
        attested=_attested(own.text, where, work),
    )


def _attested(found: str, where: Span, work: Standard) -> tuple[str, ...]:
    """The witnesses of the work that print what the galley has at a place of the text."""
    for unit, start, end in _located(work):
        if start <= where.end and where.start <= end:
            for reading in unit.readings:
                if reading.text == found:
                    return tuple(s for s in reading.sigla if s != work.own)
    return ()


def _located(work: Standard) -> Sequence[tuple[VariationUnit, int, int]]:
    """The units of the work at their places in the text."""
    from doccompare.quotation import reference_of

    if not work.units:
        return ()
    reference = reference_of(work.text, work.units, without=work.own)
    units = {u.key: u for u in work.units}
    out = []
    for variation in reference.variations:
        if variation.start < len(reference.laid.words):
            low = reference.laid.offset(variation.start)
            high = (
                reference.laid.span(variation.start, variation.end)[1]
                if variation.end > variation.start
                else low
            )
            out.append((units[variation.key], low - 1 if variation.signs else low, high))
    return out


def _undecided(finding: ProofFinding, unit: VariationUnit, work: Standard) -> bool:
    """Whether the text itself is open at a finding and the galley prints what some witness has."""
    start, end = finding.place
    return bool(finding.attested) and any(o.start <= end and start <= o.end for o in work.text.open)


_WORDS = {
    StructureKind.TRUNCATION: ("文字到此中断，以下未排", "the text breaks off here"),
    StructureKind.OMISSION_SECTION: ("整段脱漏", "a whole passage is missing"),
    StructureKind.DUPLICATE_HEADING: ("标题重出", "a heading stands twice"),
    StructureKind.DUPLICATE_TEXT: ("文字重出", "text stands twice"),
    StructureKind.MOVED_CLAUSE: ("条文错置", "a clause is out of place"),
    StructureKind.MOVED_SECTION: ("部分错置", "a section is out of place"),
    StructureKind.MISPLACED_HEADING: ("标题错置", "a heading is out of place"),
    StructureKind.DISPLACED_TITLE: ("题名移位", "the title is out of place"),
    StructureKind.NUMBERING: ("编号有误", "a number is out of sequence"),
}
_LIGHT = frozenset({StructureKind.DISPLACED_TITLE})


def _of_structure(entry: StructureEntry, collation: Collation, places: Places) -> ProofFinding:
    place = places(_GALLEY, entry.span)
    clause = next((c for c in collation.clauses if c.address == entry.address), None)
    where = clause.spans.get(_TEXT, ()) if clause is not None else ()
    note = Note(*_WORDS[entry.kind])
    lost = entry.kind in (StructureKind.OMISSION_SECTION, StructureKind.TRUNCATION)
    return ProofFinding(
        start=entry.span.start,
        end=entry.span.end,
        line=place.line,
        column=place.column,
        page=place.page,
        address=entry.address,
        severity=Severity.FORMAL if entry.kind in _LIGHT else Severity.CRITICAL,
        kind=entry.kind,
        found=note,
        expected=clause.text if clause is not None and lost else "",
        left="",
        right="",
        place=(where[0].start, where[-1].end) if where else (0, 0),
    )
