"""apparatus.md: the 校勘记 as a document: witnesses, entries by clause, structure, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doccompare.model import (
    Attestation,
    Collation,
    ErrorRate,
    Relation,
    Role,
    Severity,
    StructureEntry,
    VariationUnit,
    in_language,
)
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.markdown import anchor, escaped
from doccompare.reporting.notes import Style, apparatus_note
from doccompare.reporting.rates import basis, number, uncounted, verdict
from doccompare.reporting.structure import kind_of, structure_words
from doccompare.reporting.views import (
    by_clause,
    categories,
    clause_title,
    coverage,
    decision_words,
    file_name,
    findings,
    lemma_text,
    note_of,
    place_text,
    problem_text,
    severities,
    source,
    verdict_line,
)


def apparatus_md(
    collation: Collation, *, rates: Sequence[ErrorRate] = (), style: Style = "traditional"
) -> str:
    """The whole apparatus as Markdown, ending in a newline; ``style`` ``cbeta``: notes in signs."""
    what = "逐处异同" if collation.work.relation is Relation.VERSIONS else "校勘记"
    lines = [
        f"# {escaped(collation.work.title)}　{what}",
        "",
        f"**{escaped(verdict_line(collation))}**",
        "",
        *_counts(collation),
        *_witnesses(collation),
        *_entries(collation, style),
        *_structure(collation),
        *_rates(rates),
        *_ignored(collation),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def lacunae_text(attestation: Attestation, lang: Lang = "zh") -> str:
    """What the witness lacks: 自二.3起未见（下转他版）; empty when it is whole."""
    words = []
    for gap in attestation.lacunae:
        reason = name("reason", gap.reason, lang)
        if lang == "en":
            end = "the end" if gap.end == "end" else gap.end
            extent = gap.start if gap.end == gap.start else f"{gap.start} to {end}"
            words.append(f"lacks {extent}" if gap.reason == "missing" else f"{extent} not extant ({reason})")
            continue
        if gap.reason == "missing":  # lost between what is there: an omission, no fragment
            words.append(f"缺{gap.start}" + ("" if gap.end == gap.start else f"至{gap.end}"))
            continue
        extent = f"自{gap.start}起未见" if gap.end == "end" else f"{gap.start}至{gap.end}未见"
        words.append(f"{extent}（{reason}）" if reason else extent)
    return ("；" if lang == "zh" else "; ").join(words)


def remarks(attestation: Attestation, lang: Lang = "zh") -> str:
    """What the reader should know of the witness: lacunae, traits, the note of the pipeline."""
    zh = lang == "zh"
    traits = ("、" if zh else ", ").join(name("trait", trait, lang) for trait in attestation.traits)
    habits = (f"本例：{traits}" if zh else f"habits: {traits}") if traits else ""
    words = [lacunae_text(attestation, lang), habits, in_language(attestation.note, lang)]
    return ("；" if zh else "; ").join(word for word in words if word)


def _counts(collation: Collation) -> Iterator[str]:
    if collation.work.relation is Relation.VERSIONS:
        from doccompare.reporting.comparison import changes

        words = "　".join(f"{name('change', change)} {n}" for change, n in changes(collation).items())
        yield f"条文：{words}。逐条对照见 comparison.md。"
        yield ""
        return
    levels = "　".join(f"{name('severity', level)} {n}" for level, n in severities(collation).items())
    kinds = "　".join(f"{name('category', kind)} {n}" for kind, n in categories(collation).items())
    yield (
        f"异文 {len(collation.units)} 处：{levels}"
        + (f"；{kinds}" if kinds else "")
        + _structure_counts(collation)
        + "。"
    )
    yield ""


def _structure_counts(collation: Collation) -> str:
    found = [finding.severity for finding in findings(collation)]
    levels = "　".join(f"{name('severity', s)} {found.count(s)}" for s in Severity if s in found)
    return f"；结构 {len(found)} 处：{levels}" if found else ""


def _witnesses(collation: Collation) -> Iterator[str]:
    yield "## 校本"
    yield ""
    yield "| 本 | 来源 | 文件 | 性质 | 覆盖 | 异文 | 说明 |"
    yield "|---|---|---|---|---|---:|---|"
    for attestation in collation.witnesses:
        witness = attestation.witness
        role = name("role", attestation.role)
        if witness.siglum == collation.base:
            role = f"底本（{role}）"
        differing = "—" if attestation.role is Role.INDIRECT else str(attestation.units_differing)
        cells = [
            witness.siglum,
            source(attestation),
            file_name(witness.path),
            role,
            coverage(attestation),
            differing,
            remarks(attestation),
        ]
        yield "| " + " | ".join(escaped(cell) for cell in cells) + " |"
    yield ""
    yield f"底本：{escaped(collation.base)}。{escaped(collation.base_reason)}"
    yield ""


def _entries(collation: Collation, style: Style) -> Iterator[str]:
    yield "## 校记"
    yield ""
    if not collation.units:
        yield "无异文；结构见下。" if findings(collation) else "各本一致，无异文。"
        yield ""
    neutral = _neutral_words(collation)
    for clause, units in by_clause(collation):
        heading = clause_title(collation, clause.address) if clause is not None else "其他"
        yield f"### {escaped(heading)}"
        yield ""
        for unit in units:
            yield from _entry(collation, unit, style, neutral.get(unit.key, ""))


def _neutral_words(collation: Collation) -> dict[str, str]:
    """Of versions, by key, what the later one did: nothing there is an error."""
    if collation.work.relation is not Relation.VERSIONS:
        return {}
    from doccompare.reporting.comparison import difference_word, versions

    columns = versions(collation)
    return {unit.key: difference_word(unit, columns) for unit in collation.units}


def _entry(collation: Collation, unit: VariationUnit, style: Style, neutral: str) -> Iterator[str]:
    signs = apparatus_note(unit, collation.witnesses, style=style) if style != "traditional" else ""
    if neutral:
        tags = [neutral]
    else:
        tags = [name("severity", unit.severity), name("category", unit.category)]
        if unit.cause.value != "unknown":
            tags.append(name("cause", unit.cause))
    tags += [name("topic", topic) for topic in unit.topics]
    mark = f'<a id="{anchor(unit.key)}"></a>'
    yield f"{mark}**{escaped(unit.id)}**　〔{'／'.join(tags)}〕 {escaped(lemma_text(unit))}"
    yield ""
    yield f"- 上下文：{_context(unit)}"
    yield f"- 校记：{escaped(signs or note_of(collation, unit))}"
    decision = unit.decision
    if decision is not None:
        for evidence in decision.evidence:
            yield f"- 证据（{name('method', evidence.kind)}）：{escaped(evidence.note)}"
        yield f"- 裁定：{escaped(decision_words(unit))}"
    for place in _places(unit):
        yield f"- {place}"
    yield ""


def _context(unit: VariationUnit) -> str:
    return f"{escaped(unit.left)}⟦{escaped(lemma_text(unit))}⟧{escaped(unit.right)}"


def _places(unit: VariationUnit) -> Iterator[str]:
    words = [
        f"{siglum} {place_text(place)}"
        for reading in unit.readings
        for siglum, place in reading.places.items()
    ]
    if words:
        yield "位置（页:行:列）：" + escaped("，".join(words))


def _structure(collation: Collation) -> Iterator[str]:
    if not collation.structure:
        return
    yield "## 结构"
    yield ""
    for entry in collation.structure:
        yield f"- {structure_text(collation, entry)}"
    yield ""


def structure_text(collation: Collation, entry: StructureEntry) -> str:
    """One finding about order or extent as an escaped line of Markdown."""
    finding = next((f for f in findings(collation) if f.entry is entry), None)
    tags = [name("severity", finding.severity)] if finding is not None else []
    tags.append(name("structure", kind_of(collation, entry)))
    mark = f"**{finding.id}**　" if finding is not None else ""
    line = f"{mark}〔{'／'.join(tags)}〕 {escaped(structure_words(collation, entry))}"
    unit = next((u for u in collation.units if u.key == entry.unit), None)
    return line + (f"（[{escaped(unit.id)}](#{anchor(unit.key)})）" if unit is not None else "")


def _rates(rates: Sequence[ErrorRate]) -> Iterator[str]:
    if not rates:
        return
    yield "## 正文差错率"
    yield ""
    yield escaped(basis(rates))
    yield ""
    yield "| 本 | 字数 | 差错 | 万分比 | 剔除疑识录误后（万分比） | 限 | 判断 | 不计 |"
    yield "|---|---:|---:|---:|---:|---:|---|---|"
    for rate in rates:
        cells = [
            rate.siglum,
            str(rate.characters),
            number(rate.errors),
            number(rate.per_ten_thousand),
            f"{number(rate.errors_without_suspected)}（{number(rate.per_ten_thousand_without_suspected)}）",
            number(rate.limit),
            verdict(rate),
            uncounted(rate),
        ]
        yield "| " + " | ".join(escaped(cell) for cell in cells) + " |"
    yield ""
    for rate in rates:
        counted = [f"{i.unit} {number(i.value)}（{i.why}）" for i in rate.items if i.value]
        if counted:
            yield f"- {escaped(rate.siglum + '　' + '；'.join(counted))}"
    yield ""


def _ignored(collation: Collation) -> Iterator[str]:
    yield "## 略去不计"
    yield ""
    if collation.ignored:
        for kind, count in collation.ignored.items():
            yield f"- {escaped(name('ignored', kind))}：{count}"
    else:
        yield "无。"
    for other in collation.others:
        yield f"- 同版另有共同文字，未校：{escaped(other)}"
    yield ""
    if collation.problems or collation.unmet:
        yield "## 提示"
        yield ""
        for problem in (*collation.unmet, *collation.problems):
            yield f"- {escaped(problem_text(problem))}"
        yield ""
