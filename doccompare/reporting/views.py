"""What several reports ask of a collation: counts, order, names of places, who reads what.

Pure functions on the model; nothing here formats for one medium.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from doccompare.model import (
    Attestation,
    Category,
    Clause,
    Collation,
    Part,
    Place,
    Problem,
    Reading,
    Relation,
    Role,
    Severity,
    Status,
    VariationUnit,
    in_language,
)
from doccompare.reporting.labels import CATEGORY_ORDER, SEVERITY_ORDER, Lang, name
from doccompare.reporting.notes import apparatus_note, characters, lemma_index, quoted

NOT_EXTANT = "未见"
NOTHING = "〔无〕"


def is_open(unit: VariationUnit) -> bool:
    """Whether nobody and nothing has decided the unit yet, or its decision must be looked at again."""
    return unit.decision is not None and unit.decision.status in (Status.OPEN, Status.NEEDS_REVIEW)


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
    """The critical units, those still open first, else in their order."""
    critical = [u for u in collation.units if u.severity is Severity.CRITICAL]
    return sorted(critical, key=lambda unit: not is_open(unit))


def reading_index(unit: VariationUnit, siglum: str) -> int | None:
    """Which reading the witness has; None when it is not extant there or does not vote."""
    return next((i for i, reading in enumerate(unit.readings) if siglum in reading.spans), None)


def differs(unit: VariationUnit, siglum: str) -> bool:
    """Whether the witness has another reading than the one the unit is keyed to."""
    index = reading_index(unit, siglum)
    return index is not None and index != lemma_index(unit)


def reading_text(reading: Reading) -> str:
    """What is shown for a reading: its text, or 〔无〕."""
    return NOTHING if reading.omitted else reading.text


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
    """The decision in Chinese words: 拟定，从“优进绌退”（对校，可信度 0.90）; 待考 while it is open."""
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
    return f"{status}，{chosen}（{method}可信度 {decision.confidence:.2f}）"


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


def file_name(path: str) -> str:
    """The path as it may be published: relative paths as they are, of others the last part only."""
    pure = PurePath(path)
    windows = "\\" in path or re.match(r"[A-Za-z]:", path)
    if windows:
        return re.split(r"[\\/]", path)[-1]
    return pure.name if pure.is_absolute() or ".." in pure.parts else str(pure)


def place_text(place: Place) -> str:
    """Page, line and column as ``p3:93:14``; ``93:14`` where the source has no pages."""
    page = "" if place.page is None else f"p{place.page}:"
    return f"{page}{place.line}:{place.column}"


def clause_at(collation: Collation, address: str) -> Clause | None:
    """The clause with this address, or the one the address lies in; None when there is none."""
    best: Clause | None = None
    for clause in collation.clauses:
        if clause.address == address:
            return clause
        inside = address.startswith(clause.address + ".")
        if inside and (best is None or len(clause.address) > len(best.address)):
            best = clause
    return best


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


def place_name(address: str) -> str:
    """The address in words: 四.9 → 第四部分第9条, 四 → 第四部分标题, 前言.p2 → 前言第2段."""
    first, *rest = address.split(".")
    if first.startswith("第"):
        words = first
    elif re.fullmatch(r"[〇零一二三四五六七八九十百]+", first):
        words = f"第{first}部分" + ("" if rest else "标题")
    else:
        words = first
    for part in rest:
        if match := re.fullmatch(r"p(\d+)", part):
            words += f"第{match[1]}段"
        elif match := re.fullmatch(r"s(\d+)", part):
            words += f"第{match[1]}句"
        elif part.isdecimal() and words.endswith("条"):
            words += f"第{part}款"
        elif part.isdecimal():
            words += f"第{part}条"
        else:
            words += part
    return words


def clause_title(collation: Collation, address: str) -> str:
    """The address in words with the heading of the clause: 第四部分第9条 严格队伍管理."""
    clause = clause_at(collation, address)
    heading = clause.heading if clause is not None and clause.address == address else ""
    if clause is not None and clause.part in (Part.TITLE, Part.DATE):
        heading = ""
    return f"{place_name(address)} {heading}".strip()


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
    if not collation.units:
        return head + ("各本一致, 无异文。" if lang == "zh" else "All witnesses agree; no variation.")
    pending = [u for u in urgent(collation) if is_open(u)]
    proposed = [
        u for u in urgent(collation) if u.decision is not None and u.decision.status is Status.PROPOSED
    ]
    if lang == "zh":
        return head + _verdict_zh(counts, critical, len(pending), len(proposed))
    return head + _verdict_en(counts, critical, len(pending), len(proposed))


def verdict_line(collation: Collation) -> str:
    """The Chinese verdict with the full-width punctuation of a document."""
    line = verdict(collation)
    for narrow, wide in ((": ", "："), (", ", "，"), ("; ", "；"), (". ", "。")):
        line = line.replace(narrow, wide)
    return line[:-1] + "。" if line.endswith(".") else line


def _verdict_zh(counts: dict[Severity, int], critical: int, pending: int, proposed: int) -> str:
    if not critical:
        return f"无要害异文; 文字 {counts[Severity.WORDING]} 处, 格式 {counts[Severity.FORMAL]} 处。"
    details = ([f"待考 {pending} 处"] if pending else []) + ([f"拟定待核 {proposed} 处"] if proposed else [])
    warning = "不宜付印。" if details else ""
    return (
        f"{warning}要害异文 {critical} 处" + (": " if details else ", 均已裁定") + ", ".join(details) + "。"
    )


def _verdict_en(counts: dict[Severity, int], critical: int, pending: int, proposed: int) -> str:
    if not critical:
        return f"No critical unit; {counts[Severity.WORDING]} wording, {counts[Severity.FORMAL]} formal."
    details = ([f"{pending} open"] if pending else []) + ([f"{proposed} to confirm"] if proposed else [])
    warning = "DO NOT PRINT. " if details else ""
    noun = "unit" if critical == 1 else "units"
    return f"{warning}{critical} critical {noun}: {', '.join(details) or 'all decided'}."


def problem_text(problem: Problem, lang: Lang = "zh") -> str:
    """The sentence of a problem; the siglum before it when the sentence does not name it."""
    message = in_language(problem.message, lang)
    if problem.siglum is None or problem.siglum in message:
        return message
    return f"{problem.siglum}: {message}"


def joined(texts: Sequence[str], lang: Lang = "zh") -> str:
    """A list in one line."""
    return ("、" if lang == "zh" else ", ").join(texts)
