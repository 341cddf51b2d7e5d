"""From an alignment to the collation: loci, verdicts, units, the established text, the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from doccompare import alignment, classification, decisions, establishing, segmentation
from doccompare.errors import UsageError, say
from doccompare.model import (
    Category,
    Collation,
    EstablishedText,
    IndirectReading,
    Label,
    Locus,
    Note,
    Part,
    Problem,
    Relation,
    Role,
    Severity,
    Status,
    VariationUnit,
    Witness,
    Work,
)
from doccompare.pipeline.attestations import Places, attestations, coverage, ignored
from doccompare.pipeline.clauses import clauses, labels
from doccompare.pipeline.doubts import doubted
from doccompare.pipeline.findings import copied, problems, self_descriptions, unmet
from doccompare.pipeline.flow import flow
from doccompare.pipeline.indirect import indirect_readings
from doccompare.pipeline.job import Job
from doccompare.pipeline.terms import read_terms
from doccompare.pipeline.units import build_units
from doccompare.reporting.structure import structure_severity
from doccompare.text import Key


def judge(
    job: Job,
    base: str | None,
    title: str,
    ignore: Sequence[Category],
    warnings: Sequence[Problem],
    journal: decisions.Journal,
) -> Collation:
    """The collation of an aligned job, the editor's decisions taken up.

    ``base`` as the user named it. Raises UsageError.
    """
    preference, reason = _preference(job, base)
    outline = segmentation.outline(job.columns, job.passages, preference)
    parts = {e.address: e.part for e in outline.entries}
    loci = alignment.loci(
        job.columns,
        job.keys,
        job.sigla,
        preference,
        lambda column: outline.at(column).address,
        frozenset(e.passage.start for e in outline.entries),
    )
    keys = dict(zip(job.sigla, job.keys, strict=True))
    reprints = job.relation is Relation.REPRINTS
    begins = {s: frozenset(p.start for p in own) for s, own in zip(job.sigla, job.passages, strict=True)}
    slips = {n: found for n, locus in enumerate(loci) if (found := classification.slips(locus, keys, begins))}
    doubts = doubted(loci, job.witnesses)
    indirect = indirect_readings(loci, [(w.siglum, w.text) for w in _indirect(job)])
    tree = None
    if reprints:
        signs, voters = _signs(loci, slips, doubts, indirect, keys, parts), _voters(job)
        tree = establishing.witness_tree(loci, signs, voters)
        verdicts = establishing.decide(
            loci,
            signs,
            voters,
            {siglum: len(key) for siglum, key in keys.items()},
            job.sigla[preference[0]],
        )
    else:
        verdicts = [establishing.Verdict(0, None) for _ in loci]
    passages = clauses(job, outline, preference)
    digests = {job.sigla[i]: job.witness(i).sha256 for i in range(len(job.found))}
    attached = decisions.attach(journal, decisions.sites_of_loci(loci, passages, digests))
    choices = decisions.editor_choices(attached) if reprints else {}
    verdicts = [_overruled(v, choices.get(o.key)) for o, v in zip(loci, verdicts, strict=True)]
    links = classification.exchanges(loci)
    terms = read_terms(job.corpus.severity_terms) if job.corpus.severity_terms is not None else {}
    bodies = classification.bodies_of(
        *(" ".join(c.text for c in passages if c.part is part) for part in (Part.TITLE, Part.PREAMBLE))
    )
    units = build_units(
        loci, verdicts, slips, doubts, links, indirect, parts, terms, Places(job.witnesses), bodies
    )
    units = list(decisions.settle(units, choices, job.corpus.two_person, attached.images))
    bounds = [(e.address, e.part, e.passage.end) for e in outline.entries]
    chosen = _choices(job, preference, loci, verdicts, choices)
    established = establishing.establish(
        job.columns,
        job.keys,
        preference if reprints else preference[:1],
        bounds,
        chosen,
        _label(job, units),
        labels(job, outline),
        job.sigla,
        Places(job.witnesses),
    )
    structure = classification.structure(
        columns=job.columns,
        keys=job.keys,
        sigla=job.sigla,
        passages=job.passages,
        absences=[a for a in job.absences if a.kind != "version"],
        moves=[(m.index, m.span) for m in job.moves],
        displaced=job.displaced if reprints else {},
        loci=loci,
        slips=slips if reprints else {},
        address_at=lambda c: outline.at(c).address,
        numbers=[
            (e.passage.start, segmentation.number_kind(e.passage.number), e.passage.number)
            for e in outline.entries
            if e.passage.number and reprints
        ],
        base=preference[0],
    )
    work = _work(job, outline, established, title)
    kept = tuple(u for u in units if u.category not in ignore)
    left_out = {f"{c.value}-units": n for c in ignore if (n := sum(u.category is c for u in units))}
    collation = Collation(
        work=work,
        base=job.sigla[preference[0]],
        base_reason=reason,
        witnesses=attestations(job, outline, units),
        clauses=passages,
        structure=tuple(structure),
        units=kept,
        established=established,
        ignored=ignored(job) | left_out,
        others=job.located.others,
        problems=(
            *warnings,
            *problems(job, title),
            *self_descriptions(job, work),
            *journal.problems,
            *decisions.orphan_problems(attached.orphaned),
        ),
        unmet=unmet(job, work),
        tree=tree,
        flow=flow(job, preference, bounds, loci, chosen, {u.key for u in kept}),
    )
    if not reprints:
        return collation
    severities = [structure_severity(collation, entry) for entry in collation.structure]
    return decisions.settle_findings(collation, journal, severities, job.corpus.two_person)


def _preference(job: Job, base: str | None) -> tuple[list[int], Note]:
    """The witnesses in order of preference, the base first, and why it is the base. Raises UsageError."""
    order, odd = establishing.choose_base(
        job.columns,
        job.keys,
        [job.witness(i).sha256 for i in range(len(job.found))],
        [sum(m.index == i for m in job.moves) for i in range(len(job.found))],
    )
    if base is not None:
        first = job.named(base)
        if first is None:
            raise UsageError(
                say(
                    f"底本“{base}”不在各本之中，或其中没有找到正文。",
                    f"Base “{base}” is not among the witnesses found.",
                ),
                say(f"可用：{' '.join(job.sigla)}", f"Use one of: {' '.join(job.sigla)}"),
            )
        reason = Note("由用户指定", "named by the user")
    elif job.ages:
        first = job.ages[-1]
        reason = Note("最新的一版", "the newest version")
    else:
        first = order[0]
        share = round(100 * coverage(job.columns, job.keys, first))
        reason = Note(
            f"存文最全（{share}%）而独异最少（{odd[first]} 处）",
            f"the fullest text ({share}%) that least often stands alone ({odd[first]} places)",
        )
    return [first, *(i for i in order if i != first)], reason


def _indirect(job: Job) -> list[Witness]:
    pairs = zip(job.witnesses, job.located.extents, strict=True)
    return [w for w, e in pairs if Role.INDIRECT in (w.role, e.role)]


def _overruled(verdict: establishing.Verdict, choice: decisions.Choice | None) -> establishing.Verdict:
    """The verdict, or what the editor made of it."""
    if choice is None or verdict.decision is None:
        return verdict
    decision = decisions.overruled(choice, verdict.decision)
    return establishing.Verdict(verdict.variant if decision.reading is None else decision.reading, decision)


def _choices(
    job: Job,
    preference: Sequence[int],
    loci: Sequence[Locus],
    verdicts: Sequence[establishing.Verdict],
    chosen: Mapping[str, decisions.Choice],
) -> dict[int, establishing.Choice]:
    """For each stretch of variation the first witness that has the decided reading, or an emendation."""
    out: dict[int, establishing.Choice] = {}
    if job.relation is Relation.VERSIONS:
        return out  # the text of versions is the base's own
    for locus, verdict in zip(loci, verdicts, strict=True):
        sites = locus.variants[verdict.variant].sites
        speaker = next(i for i in preference if job.sigla[i] in sites)
        is_open = verdict.decision is not None and verdict.decision.status is Status.OPEN
        choice = chosen.get(locus.key)
        emended = choice.exact if choice is not None and choice.emended else None
        out[locus.stretch] = establishing.Choice(speaker, locus.key if is_open else None, emended, locus.key)
    return out


def _voters(job: Job) -> dict[str, Role]:
    """The roles of the witnesses whose testimony counts: of copies of one text only the first."""
    copies = {c for c, _ in copied(job)}
    return {s: job.witness(i).role or Role.REPRINT for i, s in enumerate(job.sigla) if s not in copies}


def _signs(
    loci: Sequence[Locus],
    slips: Mapping[int, Sequence[classification.Slip]],
    doubts: Mapping[int, frozenset[int]],
    indirect: Sequence[Sequence[IndirectReading]],
    keys: Mapping[str, Key],
    parts: Mapping[str, Part],
) -> list[establishing.Signs]:
    out = []
    texts = {siglum: establishing.Concordance(key.text) for siglum, key in keys.items()}
    for n, locus in enumerate(loci):
        against: dict[int, list[str]] = {}
        for slip in slips.get(n, ()):
            against.setdefault(slip.variant, []).append(slip.kind)
        for variant in sorted(doubts.get(n, ())):
            against.setdefault(variant, []).append("doubtful")
        formal = locus.punctuation or parts[locus.address] in (Part.TITLE, Part.DATE, Part.CREDIT)
        out.append(establishing.Signs(against, establishing.own_usage(locus, texts), indirect[n], formal))
    return out


def _label(job: Job, units: Sequence[VariationUnit]) -> Label:
    """定本 only with an authority, or when no critical unit waits for a person; versions have none."""
    if job.relation is Relation.VERSIONS:
        return Label.NONE
    if any(w.role is Role.AUTHORITY for w in job.witnesses):
        return Label.ESTABLISHED
    waiting = any(
        u.severity is Severity.CRITICAL
        and u.decision is not None
        and u.decision.status is not Status.CONFIRMED
        for u in units
    )
    return Label.WORKING if waiting else Label.ESTABLISHED


def _work(job: Job, outline: segmentation.Outline, established: EstablishedText, title: str) -> Work:
    printed = next(
        (established.text[p.start : p.end] for p in established.paragraphs if p.part is Part.TITLE), ""
    )
    title = title or printed
    slug = job.corpus.expectation.slug or title or "collation"
    numbered = [
        (segmentation.number_kind(e.passage.number), e.part) for e in outline.entries if e.passage.number
    ]
    # 1 范围 is a section, 1. 加强管理。 a clause
    kinds = ["section" if k == "clause" and part is Part.HEADING else k for k, part in numbered]
    return Work(
        title=title,
        slug=slug,
        relation=job.relation,
        sections=sum(k in ("section", "chapter") for k in kinds),
        clauses=sum(k in ("clause", "article") or k.startswith("decimal") for k in kinds),
    )
