"""The first screen: the answer, the witnesses, the counts, the critical places, what to do next.

At most 24 lines; what must not be lost (verdict, unmet checksums, other works, problems, report,
next command) is kept whole, the lists give way.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from doccompare.model import Category, Collation, Relation, Role, Severity, VariationUnit, in_language
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.structure import structure_words
from doccompare.reporting.views import (
    Finding,
    categories,
    coverage,
    differs,
    findings,
    is_open,
    joined,
    lemma_text,
    problem_text,
    severities,
    source,
    urgent,
    verdict,
)
from doccompare.reporting.width import cell, cut, printable, width, wrapped

LINES = 24
NARROWEST = 40
WIDE = 72  # from here on there is room for every column
_BOLD, _ALERT, _DIM, _RESET = "\x1b[1m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"


def summary(
    collation: Collation,
    *,
    lang: Lang = "zh",
    width: int = 80,
    colour: bool = False,
    out_dir: str | Path | None = None,
    next_command: str = "",
) -> list[str]:
    """The lines of the first screen, each at most ``width`` columns (at least 40).

    ``out_dir`` is shown as given; a path or command that is wider than the screen stands whole on
    a line of its own, so that it can be copied.
    """
    columns = max(width, NARROWEST)
    if collation.work.relation is Relation.VERSIONS:
        from doccompare.reporting.terminal_versions import version_lines

        blocks, top = version_lines(collation, columns, lang, out_dir, next_command)
        return _assembled(blocks, top, colour)
    head = [*_title(collation, columns, lang), *_verdict(collation, columns, lang)]
    counts = [*_counts(collation, columns, lang), *_ignored(collation, columns, lang)]
    end = foot(columns, lang, out_dir, next_command, "report.html")
    room = LINES - len(head) - len(counts) - len(end)
    warnings = _warnings(collation, columns, lang, max(room - 7, 1))
    room -= len(warnings)
    critical: list[Finding | VariationUnit] = [
        *(f for f in findings(collation) if f.severity is Severity.CRITICAL and not f.acknowledged),
        *urgent(collation),
    ]
    blanks = 4 if columns >= WIDE else 0
    most = 6 if columns >= WIDE else 3
    some = min(len(critical), most) + (len(critical) > most)
    rows = len(collation.witnesses) + 1
    # Blank lines give way first, then critical places beyond the first few, then witnesses.
    table_room = max(room - blanks - some, min(rows, room - min(some, 4)), 3)
    table = _witnesses(collation, columns, lang, table_room)
    room -= len(table) + min(blanks, max(room - len(table) - some, 0))
    listed = _critical(collation, critical, columns, lang, max(room, 1)) if critical else []
    parts = [part for part in (head, table, counts + warnings, listed, end) if part]
    return _assembled(parts, len(head), colour)


def _assembled(parts: Sequence[list[str]], head: int, colour: bool) -> list[str]:
    """The blocks with blank lines between them as far as there is room."""
    spare = LINES - sum(len(part) for part in parts)
    lines: list[str] = []
    for part in parts:
        if lines and spare > 0:
            lines.append("")
            spare -= 1
        lines += part
    return [_coloured(line, index, head, colour) for index, line in enumerate(lines)]


def _coloured(line: str, index: int, head: int, colour: bool) -> str:
    if not colour or not line:
        return line
    if index == 0:
        return f"{_BOLD}{line}{_RESET}"
    return f"{_ALERT}{line}{_RESET}" if index < head else line


def _title(collation: Collation, columns: int, lang: Lang) -> list[str]:
    work = collation.work
    if lang == "zh":
        size = f"{work.sections} 部分 {work.clauses} 条"
        title = f"《{printable(work.title)}》"
    else:
        size = f"{work.sections} sections, {work.clauses} clauses"
        title = printable(work.title)
    room = columns - width(size) - 2
    if width(title) <= room:
        return [f"{title}  {size}"]
    return [cut(title, columns), size]


def _verdict(collation: Collation, columns: int, lang: Lang) -> list[str]:
    label = "结论: " if lang == "zh" else "Verdict: "
    return wrapped(label + printable(verdict(collation, lang)), columns, "      ")


def _witnesses(collation: Collation, columns: int, lang: Lang, room: int) -> list[str]:
    titles = ("本", "来源", "覆盖", "异文", "要害", "说明")
    if lang == "en":
        titles = ("W", "Source", "Cover", "Sites", "Crit", "Note")
    siglum_width = max(2, *(width(a.witness.siglum) for a in collation.witnesses))
    longest = max((width(printable(source(a))) for a in collation.witnesses), default=6)
    source_width = min(max(longest, 6), 20 if columns >= WIDE else max(columns - 32, 8))
    cover_width = 8 if lang == "en" else 6
    sizes = (siglum_width, source_width, cover_width, 5, 5)
    rows = [titles, *(_witness(collation, index, lang) for index in range(len(collation.witnesses)))]
    more = len(rows) - max(room, 2)
    if more > 0:
        rows = rows[: max(room, 2) - 1]
    lines = []
    for row in rows:
        cells = [cell(t, w, right=i in (2, 3, 4)) for i, (t, w) in enumerate(zip(row, sizes, strict=False))]
        line = "  " + "  ".join(cells[:2]) + " " + " ".join(cells[2:])
        left = columns - width(line) - 2
        note = cut(printable(row[5]), left) if left >= 8 else ""
        lines.append(f"{line}  {note}".rstrip())
    if more > 0:
        hidden = len(collation.witnesses) - (len(rows) - 1)
        lines.append(
            f"  ... 另有 {hidden} 本, 见报告" if lang == "zh" else f"  ... {hidden} more, see the report"
        )
    return lines


def _witness(collation: Collation, index: int, lang: Lang) -> tuple[str, str, str, str, str, str]:
    attestation = collation.witnesses[index]
    siglum = attestation.witness.siglum
    notes = []
    if siglum == collation.base:
        notes.append("底本" if lang == "zh" else "base")
    if attestation.role is Role.INDIRECT:
        notes.append("转引, 只作他校, 不计票" if lang == "zh" else "quoted evidence, no vote")
        sites = critical = "-"
    else:
        sites = str(attestation.units_differing)
        heavy = sum(u.severity is Severity.CRITICAL and differs(u, siglum) for u in collation.units)
        heavy += sum(
            f.severity is Severity.CRITICAL and f.entry.siglum == siglum for f in findings(collation)
        )
        critical = str(heavy)
    if attestation.role is Role.AUTHORITY:
        notes.append(name("role", Role.AUTHORITY, lang))
    for gap in attestation.lacunae:
        reason = name("reason", gap.reason, lang)
        if gap.end != "end":
            extent = gap.start if gap.start == gap.end else f"{gap.start}-{gap.end}"
            lacks = ("缺" if lang == "zh" else "lacks") if gap.reason == "missing" else ""
            if lacks:
                notes.append(f"{lacks} {extent}")
            else:
                notes.append(f"{extent} 未见" if lang == "zh" else f"nothing of {extent}")
        elif lang == "zh":
            notes.append(f"残本: {reason}, {gap.start} 起未见")
        else:
            notes.append(f"fragment: {reason}, nothing from {gap.start}")
    slips = sum(
        r.suspected_transcription and siglum in r.spans and u.image is None
        for u in collation.units
        for r in u.readings
    )
    if slips:
        notes.append(
            f"疑识录误 {slips} 处, 先核版面" if lang == "zh" else f"{slips} suspected slips: check page"
        )
    notes += [name("trait", trait, lang) for trait in attestation.traits]
    if attestation.note:
        notes.append(attestation.note)
    return siglum, source(attestation), coverage(attestation, lang), sites, critical, "; ".join(notes)


def _counts(collation: Collation, columns: int, lang: Lang) -> list[str]:
    total = len(collation.units)
    levels = "  ".join(f"{name('severity', level, lang)} {n}" for level, n in severities(collation).items())
    kinds = "  ".join(f"{name('category', kind, lang)} {n}" for kind, n in categories(collation).items())
    if found := len(findings(collation)):
        label = "结构" if lang == "zh" else "structure"
        kinds += f"{'  ' if kinds else ''}{label} {found}"
    first = f"异文 {total} 处: {levels}" if lang == "zh" else f"{total} units: {levels}"
    if kinds and width(first) + 5 + width(kinds) <= columns:
        return [f"{first}     {kinds}"]
    return [*wrapped(first, columns, "  "), *(wrapped("  " + kinds, columns, "  ") if kinds else [])]


def _ignored(collation: Collation, columns: int, lang: Lang) -> list[str]:
    items = [f"{name('ignored', kind, lang)} {count}" for kind, count in collation.ignored.items()]
    if not items:
        return []
    label = "略去不计: " if lang == "zh" else "Ignored: "
    return wrapped(label + ", ".join(items), columns, "  ")


def _warnings(collation: Collation, columns: int, lang: Lang, room: int) -> list[str]:
    """Unmet checksums, other works, problems: whole sentences on as many lines as they need."""
    label = "校验不符: " if lang == "zh" else "Not met: "
    words = [label + in_language(problem.message, lang) for problem in collation.unmet]
    if collation.others:
        titles = joined(collation.others, lang)
        words.append(
            f"另有共同文字, 未校: {titles}" if lang == "zh" else f"Other shared texts, left out: {titles}"
        )
    label = "提示: " if lang == "zh" else "Note: "
    words += [label + problem_text(problem, lang) for problem in collation.problems]
    lines: list[str] = []
    for index, sentence in enumerate(words):
        new = wrapped(printable(sentence), columns, "  ")
        if len(lines) + len(new) + (index + 1 < len(words)) > room and index:
            left = len(words) - index
            lines.append(
                f"另有提示 {left} 条, 见 apparatus.md"
                if lang == "zh"
                else f"{left} more notes in apparatus.md"
            )
            break
        lines += new
    return lines


def _critical(
    collation: Collation, found: Sequence[Finding | VariationUnit], columns: int, lang: Lang, room: int
) -> list[str]:
    """The findings about structure, which take no columns of their own beyond the class, then the units."""
    listed = list(found) if len(found) <= room else list(found[: room - 1])
    shown = [item for item in listed if isinstance(item, VariationUnit)]
    lines = [_structure_line(collation, f, columns, lang) for f in listed if isinstance(f, Finding)]
    ids = min(max((width(u.id) for u in shown), default=4), 14)
    most = 20 if columns >= WIDE else 12
    texts = min(max((width(printable(lemma_text(u))) for u in shown), default=4), most)
    lines += [_unit_line(u, columns, lang, ids, texts) for u in shown]
    if hidden := len(found) - len(listed):
        plain = all(isinstance(item, VariationUnit) for item in found)
        more = "critical units" if plain else "critical"
        lines.append(f"  ... 另有要害 {hidden} 处" if lang == "zh" else f"  ... {hidden} more {more}")
    return lines


def _structure_line(collation: Collation, finding: Finding, columns: int, lang: Lang) -> str:
    words = printable(structure_words(collation, finding.entry, lang))
    return f"  {finding.id}  {cut(words, columns - width(finding.id) - 4)}".rstrip()


def _unit_line(unit: VariationUnit, columns: int, lang: Lang, ids: int, texts: int) -> str:
    parts = [cell(unit.id, ids), cell(name("category", unit.category, lang), 4 if lang == "zh" else 9)]
    if columns >= WIDE and lang == "zh":
        parts.append(cell(name("topic", unit.topics[0]) if unit.topics else "", 4))
    line = "  " + "  ".join([*parts, cell(lemma_text(unit), texts)]) + "  "
    return (line + cut(attestation_line(unit, lang), columns - width(line))).rstrip()


def attestation_line(unit: VariationUnit, lang: Lang = "zh") -> str:
    """Who has what instead, in one line: 乙作“优胜劣汰”; 戊(旁证)同乙."""
    lemma = lemma_index(unit)
    words = [("待考" if lang == "zh" else "OPEN")] if is_open(unit) else []
    for index, reading in enumerate(unit.readings):
        if index == lemma:
            continue
        joint = "" if all(len(s) == 1 for s in reading.sigla) else ","
        who, text = joint.join(reading.sigla), printable(reading.text)
        if reading.category is Category.MISPLACEMENT:
            words.append(f"{who}重出" if lang == "zh" else f"{who} has it twice")
        elif reading.omitted and not text:
            words.append(f"{who}无" if lang == "zh" else f"{who} lacks it")
        elif unit.readings[lemma].omitted:
            words.append(f"{who}有" if lang == "zh" else f"{who} has it")
        else:
            words.append(f"{who}“{text}”" if lang == "zh" else f"{who} {text}")
    for remark in unit.indirect:
        tag = "(旁证)" if lang == "zh" else "(indirect)"
        words.append(f"{remark.siglum}{tag}{'' if lang == 'zh' else ' '}{printable(remark.text) or '-'}")
    return "; ".join(words)


def foot(columns: int, lang: Lang, out_dir: str | Path | None, next_command: str, page: str) -> list[str]:
    """Where the report lies and what to do next; ``page`` is the file to look at first."""
    report = "" if out_dir is None else str(Path(out_dir) / page)
    labels = ("报告 ", "下一步: ") if lang == "zh" else ("Report ", "Next: ")
    pairs = [(label, text) for label, text in zip(labels, (report, next_command), strict=True) if text]
    joint = "   ".join(label + text for label, text in pairs)
    if joint and width(joint) <= columns:
        return [joint]
    lines = []
    for label, text in pairs:
        whole = label + text
        lines += [whole] if width(whole) <= columns else [label.rstrip(), text]
    return lines
