"""What ``show`` prints: one clause, one sentence, one unit, for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doccompare.model import Clause, Collation, Decision, Part, VariationUnit, in_language
from doccompare.reporting.established import clause_text
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.lookup import SENTENCE
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.structure import Finding, inside, kind_of, structure_words
from doccompare.reporting.terminal import NARROWEST, attestation_line
from doccompare.reporting.views import (
    by_clause,
    clause_at,
    clause_title,
    decision_words,
    file_name,
    findings,
    is_open,
    lemma_text,
    note_of,
    place_text,
    reading_text,
    slip_words,
)
from doccompare.reporting.width import cell, cut, printable, width, wrapped

_CLAUSES = 3  # of a finding, shown before the rest is counted


def sentences(collation: Collation, clause: Clause) -> list[str]:
    """The established sentences of a clause, counted after its number and run-in heading (from ``.s1``)."""
    text = _body(clause, clause_text(collation, clause))
    return [match.group() for match in SENTENCE.finditer(text) if match.group().strip()]


def _body(clause: Clause, text: str) -> str:
    """The text of a clause without its printed number and run-in heading."""
    if clause.part is Part.HEADING or not clause.heading:
        return text
    found = text.find(clause.heading, 0, len(clause.heading) + 16)
    if found < 0:
        return text
    rest = text[found + len(clause.heading) :]
    return re.sub(r"^[。．.：:]?\s*", "", rest)


def format_unit(
    collation: Collation, unit: VariationUnit, *, lang: Lang = "zh", width: int = 80
) -> list[str]:
    """A unit as a card: place and class, context, readings with witnesses and places, evidence, 校记."""
    columns = max(width, NARROWEST)
    lines = _unit_head(collation, unit, columns, lang)
    lines += wrapped("  " + _context(unit), columns, "  ")
    lines += _readings(collation, unit, columns, lang)
    for remark in unit.indirect:
        text = printable(remark.text) or "-"
        says = f"{remark.siglum}（旁证）{text}" if lang == "zh" else f"{remark.siglum} (indirect) {text}"
        lines += wrapped(f"  -  {says}", columns, "     ")
    lines += _remarks(collation, unit, columns, lang)
    return lines


def format_finding(
    collation: Collation, finding: Finding, *, lang: Lang = "zh", width: int = 80
) -> list[str]:
    """A finding about structure as a card: what it is, what it is about, what an editor said of it."""
    columns = max(width, NARROWEST)
    entry = finding.entry
    right = " / ".join(
        (name("severity", finding.severity, lang), name("structure", kind_of(collation, entry), lang))
    )
    lines = wrapped(printable(f"{finding.id}  {right}"), columns, "  ")
    lines += wrapped("  " + printable(structure_words(collation, entry, lang)), columns, "  ")
    for clause in inside(collation, entry)[:_CLAUSES]:
        text = cut(printable(clause.text), 2 * columns)
        lines += wrapped(f"  {printable(clause.address)}  {text}", columns, "     ")
    if (rest := len(inside(collation, entry)) - _CLAUSES) > 0:
        lines.append(f"  另有 {rest} 条" if lang == "zh" else f"  and {rest} more")
    if entry.word:
        label = "裁定" if lang == "zh" else "decision"
        lines += wrapped(f"  {label}  {printable(in_language(entry.word, lang))}", columns, "        ")
    return lines


def format_clause(collation: Collation, clause: Clause, *, lang: Lang = "zh", width: int = 80) -> list[str]:
    """A clause: its name, its established text (open places in ⟦ ⟧), who has it, its units in short."""
    columns = max(width, NARROWEST)
    lines = wrapped(printable(f"{clause.address}  {clause_title(collation, clause.address)}"), columns, "  ")
    lines += wrapped("  " + printable(clause_text(collation, clause, marked=True)), columns, "  ")
    lines += _extant(collation, clause, columns, lang)
    found = list(_structure(collation, clause, columns, lang))
    lines += found
    units = _units_at(collation, clause)
    if not units and found:
        lines.append("  无异文。" if lang == "zh" else "  No variation.")
        return lines
    if not units:
        lines.append("  各本一致。" if lang == "zh" else "  All witnesses agree.")
        return lines
    lines.append(f"  异文 {len(units)} 处:" if lang == "zh" else f"  {len(units)} units:")
    for unit in units:
        tags = f"{name('severity', unit.severity, lang)}/{name('category', unit.category, lang)}"
        text = f"  {unit.id}  {tags}  {printable(lemma_text(unit))}: {attestation_line(unit, lang)}"
        lines += wrapped(text, columns, "      ")
    return lines


def format_sentence(
    collation: Collation, clause: Clause, number: int, *, lang: Lang = "zh", width: int = 80
) -> list[str]:
    """One sentence (counted from 1) and the units whose lemma and context stand in it.

    Raises IndexError when the clause has no such sentence.
    """
    columns = max(width, NARROWEST)
    found = sentences(collation, clause)
    if not 1 <= number <= len(found):
        raise IndexError(number)
    text = found[number - 1]
    address = f"{clause.address}.s{number}"
    lines = wrapped(printable(f"{address}  {clause_title(collation, clause.address)}"), columns, "  ")
    lines += wrapped("  " + printable(text), columns, "  ")
    for unit in _units_at(collation, clause):
        if _stands_in(unit, text):
            line = f"  {unit.id}  {printable(lemma_text(unit))}: {attestation_line(unit, lang)}"
            lines += wrapped(line, columns, "      ")
    return lines


def _structure(collation: Collation, clause: Clause, columns: int, lang: Lang) -> Iterator[str]:
    """The findings about order and extent at this clause, or that it lies in."""
    graded = {id(f.entry): f for f in findings(collation)}
    for entry in collation.structure:
        here = clause_at(collation, entry.address) is clause
        if not here and (id(entry) not in graded or clause not in inside(collation, entry)):
            continue
        finding = graded.get(id(entry))
        tags = [name("severity", finding.severity, lang)] if finding is not None else []
        tags.append(name("structure", kind_of(collation, entry), lang))
        mark = finding.id if finding is not None else ("结构" if lang == "zh" else "structure")
        words = printable(structure_words(collation, entry, lang))
        yield from wrapped(f"  {mark}  {'/'.join(tags)}  {words}", columns, "      ")


def _units_at(collation: Collation, clause: Clause) -> list[VariationUnit]:
    return next((units for found, units in by_clause(collation) if found is clause), [])


def _stands_in(unit: VariationUnit, text: str) -> bool:
    """Whether the unit's context occurs in the sentence; a unit at its very edge counts too."""
    left, right = unit.left[-3:], unit.right[:3]
    return (
        any(f"{left}{r.text}{right}" in text for r in unit.readings)
        or (bool(left) and text.endswith(left))
        or (bool(right) and text.startswith(right))
    )


def _unit_head(collation: Collation, unit: VariationUnit, columns: int, lang: Lang) -> list[str]:
    status = "" if unit.decision is None else name("status", unit.decision.status, lang)
    tags = [name("severity", unit.severity, lang), name("category", unit.category, lang), status]
    right = " / ".join(tag for tag in tags if tag)
    left = f"{unit.id}  {clause_title(collation, unit.address)}"
    room = columns - width(right) - 2
    if width(left) <= room:
        return [cell(left, room) + "  " + right]
    return [*wrapped(printable(left), columns, "  "), "  " + right]


def _context(unit: VariationUnit) -> str:
    lemma = printable(lemma_text(unit))
    return f"……{printable(unit.left)}[{lemma}]{printable(unit.right)}……"


def _readings(collation: Collation, unit: VariationUnit, columns: int, lang: Lang) -> Iterator[str]:
    texts = [printable(reading_text(r)) for r in unit.readings]
    text_width = min(max(width(text) for text in texts), 24)
    decided = lemma_index(unit) if not is_open(unit) and unit.decision is not None else None
    for index, reading in enumerate(unit.readings):
        mark = "*" if index == decided else " "
        notes = []
        if collation.base in reading.spans:
            notes.append("底本" if lang == "zh" else "base")
        if reading.category is not None:
            notes.append(name("category", reading.category, lang))
        if reading.cause is not None:
            notes.append(name("cause", reading.cause, lang))
        if reading.suspected_transcription:
            notes.append(slip_words(unit, lang))
        head = f" {mark}{index + 1}  {cell(texts[index], text_width)}  {' '.join(reading.sigla)}"
        if width(texts[index]) > text_width:  # too long for the column: whole, on lines of its own
            yield from wrapped(f" {mark}{index + 1}  {texts[index]}", columns, "     ")
            head = f"     {' '.join(reading.sigla)}"
        yield from wrapped(head + ("   " + "; ".join(notes) if notes else ""), columns, "     ")
        for siglum, place in reading.places.items():
            path = file_name(collation.attestation(siglum).witness.path)
            yield from wrapped(f"     {siglum} {printable(path)}:{place_text(place)}", columns, "     ")


def _remarks(collation: Collation, unit: VariationUnit, columns: int, lang: Lang) -> Iterator[str]:
    if unit.lacuna:
        gone = " ".join(unit.lacuna)
        yield cut(f"  未见: {gone}" if lang == "zh" else f"  not extant: {gone}", columns)
    decision = unit.decision
    if decision is not None:
        for evidence in decision.evidence:
            what = name("method", evidence.kind, lang)
            which = "" if evidence.reading is None else f" ({evidence.reading + 1})"
            yield from wrapped(
                printable(f"  {what}{which}  {in_language(evidence.note, lang)}"), columns, "        "
            )
        label = "裁定" if lang == "zh" else "decision"
        words = printable(decision_words(unit)) if lang == "zh" else _decision_en(unit, decision)
        yield from wrapped(f"  {label}  {words}", columns, "        ")
    yield from wrapped(
        ("  校记  " if lang == "zh" else "  note  ") + printable(note_of(collation, unit)),
        columns,
        "        ",
    )
    if unit.linked:
        linked = [u.id for u in collation.units if u.key in unit.linked]
        yield from wrapped(
            ("  参见  " if lang == "zh" else "  see  ") + " ".join(linked), columns, "        "
        )


def _decision_en(unit: VariationUnit, decision: Decision) -> str:
    status = name("status", decision.status, "en")
    if decision.reading is None and decision.method is None:
        return status
    omitted = decision.reading is not None and unit.readings[decision.reading].omitted
    how, grade = name("method", decision.method, "en"), name("grade", decision.grade, "en")
    return f"{status}: {'omit' if omitted else printable(decision.text)} ({how}, {grade})"


def _extant(collation: Collation, clause: Clause, columns: int, lang: Lang) -> list[str]:
    voting = [a.witness.siglum for a in collation.reprints]
    have = [s for s in voting if clause.spans.get(s)]
    lack = [s for s in voting if s not in have]
    labels = ("见于", "未见") if lang == "zh" else ("in", "not extant in")
    words = f"  {labels[0]} {' '.join(have)}" + (f"; {labels[1]} {' '.join(lack)}" if lack else "")
    return wrapped(words, columns, "    ")
