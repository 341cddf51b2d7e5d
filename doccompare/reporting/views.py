"""What several reports ask of a collation: counts, order, names of places, who reads what.

Pure functions on the model; nothing here formats for one medium.
"""

from __future__ import annotations

from collections.abc import Sequence

from doccompare.model import (
    Attestation,
    Category,
    Clause,
    Collation,
    Problem,
    Reading,
    Relation,
    Role,
    Severity,
    Status,
    Topic,
    VariationUnit,
    in_language,
)
from doccompare.reporting.labels import CATEGORY_ORDER, SEVERITY_ORDER, Lang, name
from doccompare.reporting.names import clause_at as clause_at
from doccompare.reporting.names import clause_title as clause_title
from doccompare.reporting.names import file_name as file_name
from doccompare.reporting.names import place_name as place_name
from doccompare.reporting.names import place_text as place_text
from doccompare.reporting.notes import apparatus_note, characters, lemma_index, quoted
from doccompare.reporting.structure import Finding as Finding
from doccompare.reporting.structure import findings as findings
from doccompare.reporting.structure import structure_brief as structure_brief
from doccompare.reporting.structure import structure_note as structure_note
from doccompare.reporting.structure import structure_severity as structure_severity

NOT_EXTANT = "未见"
NOTHING = "〔无〕"
_NAMED = 2  # findings about structure that the verdict names


def is_open(unit: VariationUnit) -> bool:
    """Whether nobody and nothing has decided the unit yet, or its decision must be looked at again."""
    return unit.decision is not None and unit.decision.status in (Status.OPEN, Status.NEEDS_REVIEW)


def slip_words(unit: VariationUnit, lang: Lang = "zh") -> str:
    """What is said beside a suspected slip: whether the page was looked at, and what it prints."""
    key = "unchecked" if unit.image is None else unit.image.value
    return name("image", key, lang)


def note_of(collation: Collation, unit: VariationUnit) -> str:
    """The 校记 of the unit: the one it carries, else one made here."""
    return unit.note or apparatus_note(unit, collation.witnesses, base=collation.base)


def severities(collation: Collation) -> dict[Severity, int]:
    """How many units of each severity, the heaviest first; zeros included."""
    return {level: sum(u.severity is level for u in collation.units) for level in SEVERITY_ORDER}


def categories(collation: Collation) -> dict[Category, int]:
    """How many units of each category in the order 讹脱衍倒错简标点写法; zeros left out."""
    counts = {kind: sum(u.category is kind for u in collation.units) for kind in CATEGORY_ORDER}
    return {kind: count for kind, count in counts.items() if count}


def urgent(collation: Collation) -> list[VariationUnit]:
    """The critical units: those still open first, then by the gravest topic.

    In a topic a loss stands first, for the reader of the page cannot see it; suspected slips stand last.
    """
    critical = [u for u in collation.units if u.severity is Severity.CRITICAL]
    return sorted(critical, key=lambda unit: (not is_open(unit), _gravity(unit), *_visible(unit)))


# What an editor wants to see first. A lost 党 stands before a lost 主要.
_GRAVEST = (
    Topic.NEGATION,
    Topic.AMOUNT,
    Topic.INSTITUTION,
    Topic.OFFICE,
    Topic.NAME,
    Topic.DATE,
    Topic.NUMBER,
    Topic.MODALITY,
    Topic.LEVEL,
    Topic.TERM,
    Topic.SCOPE,
    Topic.STRUCTURE,
)


def _gravity(unit: VariationUnit) -> int:
    return min((_GRAVEST.index(topic) for topic in unit.topics), default=len(_GRAVEST))


def _visible(unit: VariationUnit) -> tuple[bool, bool]:
    suspected = any(reading.suspected_transcription for reading in unit.readings)
    return suspected, unit.category is not Category.OMISSION


def reading_index(unit: VariationUnit, siglum: str) -> int | None:
    """Which reading the witness has; None when it is not extant there or does not vote."""
    return next((i for i, reading in enumerate(unit.readings) if siglum in reading.spans), None)


def differs(unit: VariationUnit, siglum: str) -> bool:
    """Whether the witness has another reading than the one the unit is keyed to."""
    index = reading_index(unit, siglum)
    return index is not None and index != lemma_index(unit)


def reading_text(reading: Reading) -> str:
    """What is shown for a reading: its text, which may be what an omission leaves (市级), or 〔无〕."""
    return reading.text or NOTHING


def lemma_text(unit: VariationUnit) -> str:
    """The lemma for a list: 优进绌退; what only others have stands in 〔 〕: 精〔气〕神."""
    lemma = unit.readings[lemma_index(unit)]
    if not lemma.omitted:
        return lemma.text
    other = next((r for r in unit.readings if not r.omitted), lemma)
    if not other.exact:
        return NOTHING
    if other.text.count(other.exact) == 1:
        return other.text.replace(other.exact, f"〔{other.exact}〕")
    return f"〔{other.exact}〕"


def decision_words(unit: VariationUnit) -> str:
    """The decision in Chinese words: 拟定，从“优进绌退”（对校，较可靠）; 待考 while it is open."""
    decision = unit.decision
    if decision is None:
        return "不作裁定"
    status = name("status", decision.status)
    if decision.reading is None and decision.method is None:
        return status
    chosen = f"从{quoted(decision.text)}"
    if decision.reading is not None and unit.readings[decision.reading].omitted:
        exact = next((r.exact for r in unit.readings if not r.omitted), "")
        chosen = f"以无{characters(exact)}为是" if exact else "以无为是"
    method = f"{name('method', decision.method)}，" if decision.method is not None else ""
    return f"{status}，{chosen}（{method}{name('grade', decision.grade)}）"


def coverage(attestation: Attestation, lang: Lang = "zh") -> str:
    """How much of the work the witness has: ``100%`` only for all of it; 旁证 for an indirect witness."""
    if attestation.role is Role.INDIRECT:
        return name("role", Role.INDIRECT, lang)
    share = attestation.coverage
    if share >= 1:
        return "100%"
    if share > 0.99:
        return f"{int(share * 1000) / 10:.1f}%"
    return f"{int(share * 100)}%"


def source(attestation: Attestation) -> str:
    """What to call the witness's source: the publication as the manifest says it, else the file name."""
    witness = attestation.witness
    return witness.publication or file_name(witness.path)


def by_clause(collation: Collation) -> list[tuple[Clause | None, list[VariationUnit]]]:
    """The units grouped by clause, in reading order; units of no clause last, under None."""
    groups: dict[str, tuple[Clause | None, list[VariationUnit]]] = {
        c.address: (c, []) for c in collation.clauses
    }
    places = {address: address for address in groups}
    stray: list[VariationUnit] = []
    for unit in collation.units:
        if unit.address not in places:
            found = clause_at(collation, unit.address)
            if found is None:
                stray.append(unit)
                continue
            places[unit.address] = found.address
        groups[places[unit.address]][1].append(unit)
    filled = [group for group in groups.values() if group[1]]
    return filled + ([(None, stray)] if stray else [])


def verdict(collation: Collation, lang: Lang = "zh") -> str:
    """The answer in one sentence (without 结论): what is critical, what is open, or that all agree."""
    counts = severities(collation)
    critical = counts[Severity.CRITICAL]
    if collation.unmet:
        head = "校验不符, 结果不能作准。" if lang == "zh" else "CHECKSUM NOT MET, inconclusive. "
    else:
        head = ""
    if collation.work.relation is Relation.VERSIONS:
        total = len(collation.units)
        if lang == "zh":
            return f"{head}不同时期的文本, 相异 {total} 处, 不判正误。"
        return f"{head}Versions of different date: {total} differences, none of them an error."
    found = findings(collation)
    heavy = [f for f in found if f.severity is Severity.CRITICAL]
    waiting = [f for f in heavy if not f.acknowledged]
    if not collation.units and not found:
        return head + ("各本一致, 无异文。" if lang == "zh" else "All witnesses agree; no variation.")
    open_units = [u for u in urgent(collation) if is_open(u)]
    proposed = [
        u for u in urgent(collation) if u.decision is not None and u.decision.status is Status.PROPOSED
    ]
    pending = (len(open_units), len(proposed))
    if not critical:
        return head + _structural(collation, found, heavy, lang)
    if lang == "zh":
        return head + _verdict_zh(critical, len(heavy), len(waiting), *pending)
    return head + _verdict_en(critical, len(heavy), len(waiting), *pending)


def verdict_line(collation: Collation) -> str:
    """The Chinese verdict with the full-width punctuation of a document."""
    line = verdict(collation)
    for narrow, wide in ((": ", "："), (", ", "，"), ("; ", "；"), (". ", "。")):
        line = line.replace(narrow, wide)
    return line[:-1] + "。" if line.endswith(".") else line


def _structural(collation: Collation, found: Sequence[Finding], heavy: Sequence[Finding], lang: Lang) -> str:
    """The verdict when no unit is critical: the findings about structure by name, or the counts."""
    counts = severities(collation)
    wording, formal = counts[Severity.WORDING], counts[Severity.FORMAL]
    if heavy or not collation.units:
        shown = list(heavy or found)
        words = [structure_brief(collation, f.entry, lang) for f in shown[:_NAMED]]
        more = len(shown) - len(words)
        waiting = sum(not f.acknowledged for f in heavy)
        if heavy and not waiting:
            if lang == "zh":
                named = ", ".join(words) + ("等" if more else "")
                return f"要害 {len(heavy)} 处（结构 {len(heavy)}）, 均已核: {named}。"
            named = "; ".join(words) + (f"; {more} more" if more else "")
            return f"{len(heavy)} critical (structure {len(heavy)}), all acknowledged: {named}."
        if lang == "zh":
            named = ", ".join(words) + (f" 等 {len(shown)} 处" if more else "")
            if heavy:
                return f"不宜付印。要害 {len(heavy)} 处（结构 {len(heavy)}）: {named}。"
            return f"无异文; 结构 {len(found)} 处: {named}。"
        named = "; ".join(words) + (f"; {more} more" if more else "")
        if heavy:
            return f"DO NOT PRINT. {len(heavy)} critical (structure {len(heavy)}): {named}."
        return f"No variation; structure {len(found)}: {named}."
    if lang == "zh":
        last = f", 结构 {len(found)} 处" if found else ""
        return f"无要害异文; 文字 {wording} 处, 格式 {formal} 处{last}。"
    last = f", {len(found)} of structure" if found else ""
    return f"No critical unit; {wording} wording, {formal} formal{last}."


def _verdict_zh(critical: int, heavy: int, waiting: int, pending: int, proposed: int) -> str:
    details = ([f"待考 {pending} 处"] if pending else []) + ([f"拟定待核 {proposed} 处"] if proposed else [])
    if waiting:
        details = [*(details or ["异文均已裁定"]), f"结构待核 {waiting} 处"]
    if heavy:
        total = f"要害 {critical + heavy} 处（异文 {critical}、结构 {heavy}）"
    else:
        total = f"要害异文 {critical} 处"
    warning = "不宜付印。" if details else ""
    done = ", 均已裁定或已核" if heavy else ", 均已裁定"
    return f"{warning}{total}" + (": " if details else done) + ", ".join(details) + "。"


def _verdict_en(critical: int, heavy: int, waiting: int, pending: int, proposed: int) -> str:
    details = ([f"{pending} open"] if pending else []) + ([f"{proposed} to confirm"] if proposed else [])
    noun = "unit" if critical == 1 else "units"
    total = f"{critical} critical {noun}"
    if waiting:
        details = [*(details or ["all units decided"]), f"{waiting} of structure to check"]
    if heavy:
        total = f"{critical + heavy} critical ({critical} {noun}, structure {heavy})"
    warning = "DO NOT PRINT. " if details else ""
    return f"{warning}{total}: {', '.join(details) or 'all decided'}."


def problem_text(problem: Problem, lang: Lang = "zh") -> str:
    """The sentence of a problem; the siglum before it when the sentence does not name it."""
    message = in_language(problem.message, lang)
    if problem.siglum is None or problem.siglum in message:
        return message
    return f"{problem.siglum}: {message}"


def joined(texts: Sequence[str], lang: Lang = "zh") -> str:
    """A list in one line."""
    return ("、" if lang == "zh" else ", ").join(texts)
