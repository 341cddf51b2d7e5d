"""The main job: paths in, a collation out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from doccompare import alignment, classification, establishing, segmentation
from doccompare.columns import Columns, source_spans
from doccompare.corpora import Corpus
from doccompare.errors import InconclusiveError, UsageError, say
from doccompare.locating import Extent, Located, locate
from doccompare.model import (
    Attestation,
    Category,
    Clause,
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
    Span,
    Status,
    VariationUnit,
    Witness,
    Work,
)
from doccompare.pipeline.attestations import Places, coverage, differing, ignored, lacunae, traits
from doccompare.pipeline.habits import one_script, unpunctuated
from doccompare.pipeline.indirect import indirect_readings
from doccompare.pipeline.inputs import open_corpus, read_witnesses, twins
from doccompare.pipeline.units import build_units
from doccompare.text import Key

Progress = Callable[[str], None]
_IGNORABLE = {"punctuation": Category.PUNCTUATION, "orthography": Category.ORTHOGRAPHY}


def collate(
    paths: Sequence[str | Path],
    *,
    base: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    ignore: Sequence[str] = (),
    progress: Progress | None = None,
) -> Collation:
    """The collation of the witnesses that ``paths`` name: files, or one folder.

    ``base``: the siglum or file of the base text (chosen with a reason when None); ``title``: which
    work, when the pages share several; ``ignore``: ``punctuation`` and ``orthography`` units are
    counted, not listed. Raises UsageError, ManifestError and ReadError (exit 2), and
    InconclusiveError (exit 3) when the work is not found in two reprints.
    """
    for kind in ignore:
        if kind not in _IGNORABLE:
            raise UsageError(
                say(f"不能略去“{kind}”。", f"Cannot ignore “{kind}”."), "punctuation, orthography"
            )
    tell = progress or (lambda stage: None)
    tell("reading")
    corpus = open_corpus(paths)
    witnesses = read_witnesses(corpus, encoding)
    return collate_witnesses(corpus, witnesses, base=base, title=title, ignore=ignore, tell=tell)


def collate_witnesses(
    corpus: Corpus,
    witnesses: Sequence[Witness],
    *,
    base: str | None,
    title: str | None,
    ignore: Sequence[str],
    tell: Progress,
) -> Collation:
    """The collation of witnesses already read. Raises UsageError, InconclusiveError."""
    wanted = title if title is not None else corpus.expectation.title
    warnings, _ = twins(witnesses)
    tell("locating")
    plain, traditional = one_script(witnesses)
    located = _locate(plain, wanted)
    found = [i for i, e in enumerate(located.extents) if e.spans]
    if len(found) < 2:
        raise InconclusiveError(_not_found(witnesses, found), _not_found_hint(wanted))
    tell("segmenting")
    titles = [segmentation.title_of(witnesses[i].text, located.extents[i].spans) for i in found]
    hints = sorted({t for t in [wanted, *titles] if t}, key=lambda t: (-len(t), t))
    segmented = [segmentation.segment(plain[i].text, located.extents[i].spans, hints) for i in found]
    keys = [replace(s.key, source=witnesses[i].text) for i, s in zip(found, segmented, strict=True)]
    bare = unpunctuated(keys)
    tell("aligning")
    aligned = alignment.align(
        [
            alignment.Input(key, s.passages, located.extents[i].jumps is not None, not silent)
            for i, s, key, silent in zip(found, segmented, keys, bare, strict=True)
        ]
    )
    job = _Job(
        corpus=corpus,
        witnesses=witnesses,
        located=located,
        found=found,
        sigla=tuple(witnesses[i].siglum for i in found),
        keys=tuple(i.key for i in aligned.inputs),
        aligned=aligned,
        displaced={witnesses[i].siglum: s.displaced for i, s in zip(found, segmented, strict=True)},
        titles=dict(zip((witnesses[i].siglum for i in found), titles, strict=True)),
        columns=Columns(aligned.alignment),
        traditional=traditional,
        bare=frozenset(witnesses[i].siglum for i, silent in zip(found, bare, strict=True) if silent),
    )
    tell("judging")
    return _judge(job, base or corpus.expectation.base or None, wanted, ignore, warnings)


@dataclass(frozen=True, slots=True)
class _Job:
    """What the stages up to the alignment have found."""

    corpus: Corpus
    witnesses: Sequence[Witness]
    located: Located
    found: list[int]
    sigla: tuple[str, ...]
    keys: tuple[Key, ...]
    aligned: alignment.Aligned
    displaced: Mapping[str, tuple[Span, ...]]
    titles: Mapping[str, str]
    columns: Columns
    traditional: frozenset[str]
    bare: frozenset[str]


def _locate(witnesses: Sequence[Witness], title: str) -> Located:
    """The extents of all witnesses; those stated to be indirect are not asked where the work is."""
    direct = [w for w in witnesses if w.role is not Role.INDIRECT]
    if len(direct) < 2:
        return Located(tuple(Extent(w.siglum, (), w.role or Role.REPRINT, 0.0) for w in witnesses), ())
    found = locate(direct, title)
    by_siglum = {e.siglum: e for e in found.extents}
    extents = tuple(by_siglum.get(w.siglum) or Extent(w.siglum, (), Role.INDIRECT, 0.0) for w in witnesses)
    return Located(extents, found.others)


def _not_found(witnesses: Sequence[Witness], found: Sequence[int]) -> str:
    names = "、".join(w.path for i, w in enumerate(witnesses) if i not in found)
    return say(
        f"没有在两个以上的本子中找到同一篇文件（未见于：{names}）。",
        f"No work found in two reprints (not found in: {names}).",
    )


def _not_found_hint(title: str) -> str:
    if title:
        return say(
            f"检查题名“{title}”是否正确，或换用别的文件。", f"Check the title “{title}”, or give other files."
        )
    return say(
        "检查各文件是否载有同一篇文件；只有转引时请补一个全文本子。",
        "Check that the files hold one work; if some only quote it, add a full copy.",
    )


def _judge(
    job: _Job, base: str | None, wanted: str, ignore: Sequence[str], warnings: Sequence[Problem]
) -> Collation:
    preference, odd = establishing.choose_base(
        job.columns, job.keys, [job.witnesses[i].sha256 for i in job.found]
    )
    first, reason = _base(job, base, preference, odd)
    preference = [first, *(i for i in preference if i != first)]
    passages = [i.passages for i in job.aligned.inputs]
    outline = segmentation.outline(job.columns, passages, preference)
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
    begins = {s: frozenset(p.start for p in own) for s, own in zip(job.sigla, passages, strict=True)}
    slips = {n: found for n, locus in enumerate(loci) if (found := classification.slips(locus, keys, begins))}
    indirect = indirect_readings(
        loci,
        [
            (w.siglum, w.text)
            for w, e in zip(job.witnesses, job.located.extents, strict=True)
            if _is_indirect(w, e)
        ],
    )
    verdicts = establishing.decide(
        loci,
        _signs(loci, slips, indirect, keys, parts),
        _voters(job),
        {siglum: len(key) for siglum, key in keys.items()},
        job.sigla[first],
    )
    links = classification.exchanges(loci)
    places = Places(job.witnesses)
    units = build_units(loci, verdicts, slips, links, indirect, parts, _terms(job.corpus), places)
    choices = {
        locus.stretch: establishing.Choice(
            job.sigla.index(next(iter(locus.variants[v.variant].sites))),
            locus.key if v.decision.status is Status.OPEN else None,
        )
        for locus, v in zip(loci, verdicts, strict=True)
    }
    established = establishing.establish(
        job.columns,
        job.keys,
        preference,
        [(e.address, e.part, e.passage.end) for e in outline.entries],
        choices,
        _label(job, units),
    )
    structure = classification.structure(
        columns=job.columns,
        keys=job.keys,
        sigla=job.sigla,
        passages=passages,
        absences=job.aligned.alignment.absences,
        moves=[(m.index, m.span) for m in job.aligned.moves],
        displaced=job.displaced,
        loci=loci,
        slips=slips,
        address_at=lambda c: outline.at(c).address,
    )
    clauses = _clauses(job, outline, preference)
    kept, left_out = _without(units, ignore)
    counts = ignored(job.columns, job.keys, [job.located.extents[i].spans for i in job.found]) | left_out
    work = _work(job, outline, established, wanted)
    described = _self_descriptions(job.witnesses, work)
    return Collation(
        work=work,
        base=job.sigla[first],
        base_reason=reason,
        witnesses=_attestations(job, outline, units),
        clauses=clauses,
        structure=tuple(structure),
        units=kept,
        established=established,
        ignored=counts,
        others=job.located.others,
        problems=(*warnings, *_problems(job), *described),
        unmet=_unmet(job.corpus, work),
    )


def _base(job: _Job, base: str | None, preference: Sequence[int], odd: Sequence[int]) -> tuple[int, str]:
    """The index of the base and why it is the base. Raises UsageError."""
    if base is not None:
        for i, siglum in enumerate(job.sigla):
            witness = job.witnesses[job.found[i]]
            if base in (siglum, witness.path, Path(witness.path).name):
                return i, Note("由用户指定", "named by the user")
        raise UsageError(
            say(
                f"底本“{base}”不在各本之中，或其中没有找到正文。",
                f"Base “{base}” is not among the witnesses found.",
            ),
            say(f"可用：{' '.join(job.sigla)}", f"Use one of: {' '.join(job.sigla)}"),
        )
    best = preference[0]
    share = round(100 * coverage(job.columns, best))
    return best, Note(
        f"存文最全（{share}%）而独异最少（{odd[best]} 处）",
        f"the fullest text ({share}%) that least often stands alone ({odd[best]} places)",
    )


def _is_indirect(witness: Witness, extent: Extent) -> bool:
    return Role.INDIRECT in (witness.role, extent.role)


def _voters(job: _Job) -> dict[str, Role]:
    """The roles of the witnesses whose testimony counts: of copies with the same text only the first."""
    seen: set[str] = set()
    out: dict[str, Role] = {}
    for i, siglum, key in zip(job.found, job.sigla, job.keys, strict=True):
        if key.text in seen:
            continue
        seen.add(key.text)
        out[siglum] = job.witnesses[i].role or Role.REPRINT
    return out


def _signs(
    loci: Sequence[Locus],
    slips: Mapping[int, Sequence[classification.Slip]],
    indirect: Sequence[Sequence[IndirectReading]],
    keys: Mapping[str, Key],
    parts: Mapping[str, Part],
) -> list[establishing.Signs]:
    out = []
    for n, locus in enumerate(loci):
        against: dict[int, list[str]] = {}
        for slip in slips.get(n, ()):
            against.setdefault(slip.variant, []).append(slip.kind)
        formal = locus.punctuation or parts[locus.address] in (Part.TITLE, Part.DATE, Part.CREDIT)
        out.append(establishing.Signs(against, establishing.own_usage(locus, keys), indirect[n], formal))
    return out


def _terms(corpus: Corpus) -> dict[str, Severity]:
    """The user's own terms: one a line, an optional level after it."""
    if corpus.severity_terms is None:
        return {}
    from doccompare.readers import read_witness

    out: dict[str, Severity] = {}
    for line in read_witness(corpus.severity_terms, "").text.splitlines():
        words = line.split()
        if words and not words[0].startswith("#"):
            known = {s.value: s for s in Severity} | {
                "要害": Severity.CRITICAL,
                "文字": Severity.WORDING,
                "格式": Severity.FORMAL,
            }
            out[words[0]] = known.get(words[1], Severity.CRITICAL) if len(words) > 1 else Severity.CRITICAL
    return out


def _label(job: _Job, units: Sequence[VariationUnit]) -> Label:
    if any(w.role is Role.AUTHORITY for w in job.witnesses):
        return Label.ESTABLISHED
    open_ = any(
        u.severity is Severity.CRITICAL
        and u.decision is not None
        and u.decision.status is not Status.CONFIRMED
        for u in units
    )
    return Label.WORKING if open_ else Label.ESTABLISHED


def _clauses(job: _Job, outline: segmentation.Outline, preference: Sequence[int]) -> tuple[Clause, ...]:
    columns = job.columns
    begins = [
        {columns.column(i, p.start): p for p in entry.passages} for i, entry in enumerate(job.aligned.inputs)
    ]
    out = []
    for entry in outline.entries:
        start, end = entry.passage.start, entry.passage.end
        spans: dict[str, tuple[Span, ...]] = {}
        labels: dict[str, str] = {}
        text = heading = ""
        for i in preference:
            first, last = columns.positions(i, start, end)
            if not text and first < last:
                text = job.keys[i].print(first, last)
                h0, h1 = columns.positions(i, entry.passage.heading_start, entry.passage.heading_end)
                heading = (
                    job.keys[i].print(h0, h1)
                    if entry.passage.heading_end > entry.passage.heading_start
                    else ""
                )
        for i, siglum in enumerate(job.sigla):
            first, last = columns.positions(i, start, end)
            if first < last:
                spans[siglum] = source_spans(job.keys[i], first, last)
            own = begins[i].get(start)
            if own is not None and own.number:
                labels[siglum] = own.number
        out.append(Clause(entry.address, entry.part, heading, text, labels, spans))
    return tuple(out)


def _without(
    units: Sequence[VariationUnit], ignore: Sequence[str]
) -> tuple[tuple[VariationUnit, ...], dict[str, int]]:
    categories = {_IGNORABLE[k]: k for k in ignore}
    kept = tuple(u for u in units if u.category not in categories)
    counts = {f"{name}-units": sum(u.category is c for u in units) for c, name in categories.items()}
    return kept, {k: v for k, v in counts.items() if v}


def _work(job: _Job, outline: segmentation.Outline, established: EstablishedText, wanted: str) -> Work:
    printed = next(
        (established.text[p.start : p.end] for p in established.paragraphs if p.part is Part.TITLE), ""
    )
    title = wanted or printed
    slug = job.corpus.expectation.slug or title or "collation"
    kinds = [segmentation.number_kind(e.passage.number) for e in outline.entries if e.passage.number]
    return Work(
        title=title,
        slug=slug,
        relation=Relation.REPRINTS,
        sections=sum(k in ("section", "chapter") for k in kinds),
        clauses=sum(k in ("clause", "article") for k in kinds),
    )


def _attestations(
    job: _Job, outline: segmentation.Outline, units: Sequence[VariationUnit]
) -> tuple[Attestation, ...]:
    out = []
    for i, (witness, extent) in enumerate(zip(job.witnesses, job.located.extents, strict=True)):
        if i not in job.found:
            role = Role.INDIRECT if _is_indirect(witness, extent) else (witness.role or Role.REPRINT)
            out.append(Attestation(witness, role, "", (), 0.0))
            continue
        at = job.found.index(i)
        out.append(
            Attestation(
                witness=witness,
                role=witness.role or Role.REPRINT,
                title=job.titles[witness.siglum] or _title_in(job, at),
                spans=extent.spans,
                coverage=coverage(job.columns, at),
                traits=_traits(job, at),
                lacunae=lacunae(
                    job.columns, job.keys, job.aligned.alignment.absences, at, outline, extent.jumps
                ),
                units_differing=differing(units, witness.siglum),
            )
        )
    return tuple(out)


def _traits(job: _Job, at: int) -> tuple[str, ...]:
    siglum = job.sigla[at]
    script = ("traditional",) if siglum in job.traditional else ()
    bare = ("unpunctuated",) if siglum in job.bare else ()
    return (*script, *bare, *traits(job.keys[at]))


def _title_in(job: _Job, at: int) -> str:
    """The title a witness prints elsewhere than at the head."""
    for passage in job.aligned.inputs[at].passages:
        if passage.part is Part.TITLE:
            return job.keys[at].print(passage.start, passage.end)
    return ""


def _problems(job: _Job) -> list[Problem]:
    out: list[Problem] = []
    for i, (witness, extent) in enumerate(zip(job.witnesses, job.located.extents, strict=True)):
        out += witness.problems
        if i not in job.found and not _is_indirect(witness, extent):
            out.append(
                Problem(
                    "not-found",
                    Note(
                        f"{witness.siglum}本（{witness.path}）中没有找到这篇文件。",
                        f"{witness.siglum} ({witness.path}): the work was not found.",
                    ),
                    witness.siglum,
                )
            )
    return out


def _self_descriptions(witnesses: Sequence[Witness], work: Work) -> list[Problem]:
    """What the pages say of the work's own structure, against what was found."""
    out: list[Problem] = []
    for witness in witnesses:
        for said in segmentation.self_descriptions(witness.text):
            fits = said.sections in (None, work.sections) and said.clauses in (None, work.clauses)
            note = Note(
                f"{witness.siglum}本自述“{said.text}”，与所见（{work.sections} 部分、{work.clauses} 条）{'相合' if fits else '不合'}。",
                f"{witness.siglum} says “{said.text}”; found {work.sections} sections, {work.clauses} clauses: {'it fits' if fits else 'it does not fit'}.",
            )
            out.append(
                Problem(
                    "self-description" if fits else "self-description-unmet", note, witness.siglum, said.span
                )
            )
    return out


def _unmet(corpus: Corpus, work: Work) -> tuple[Problem, ...]:
    out = []
    for name, zh, stated, counted in (
        ("sections", "部分", corpus.expectation.sections, work.sections),
        ("clauses", "条", corpus.expectation.clauses, work.clauses),
    ):
        if stated is not None and stated != counted:
            out.append(
                Problem(
                    f"{name}-unmet",
                    Note(
                        f"清单称有 {stated} {zh}，实见 {counted}。",
                        f"The manifest states {stated} {name}; {counted} were found.",
                    ),
                )
            )
    return tuple(out)
