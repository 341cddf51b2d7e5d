"""What is otherwise in a collation than in the one before: for ``watch``, which prints nothing else."""

from __future__ import annotations

from doccompare.model import Collation, VariationUnit
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.structure import structure_words
from doccompare.reporting.terminal import attestation_line
from doccompare.reporting.views import coverage, findings, lemma_text, problem_text, verdict
from doccompare.reporting.width import printable, wrapped


def change_lines(old: Collation, new: Collation, *, lang: Lang = "zh", width: int = 80) -> list[str]:
    """What changed, one thing a line: ``+`` is new, ``-`` is gone, ``~`` is otherwise; empty for nothing.

    Units are the same when their key is, so that a new number of a clause makes no noise.
    """
    lines = [*_witnesses(old, new, lang), *_units(old, new, lang), *_structure(old, new, lang)]
    lines += _problems(old, new, lang)
    before, now = verdict(old, lang), verdict(new, lang)
    if now != before:
        lines.append(("结论: " if lang == "zh" else "Verdict: ") + now)
    if old.established.label is not new.established.label:
        lines.append(f"~ {name('label', new.established.label, lang)}")
    return [piece for line in lines for piece in wrapped(printable(line), width, "    ")]


def _witnesses(old: Collation, new: Collation, lang: Lang) -> list[str]:
    before = {a.witness.siglum: a for a in old.witnesses}
    now = {a.witness.siglum: a for a in new.witnesses}
    lines = [f"- {siglum}  {before[siglum].witness.path}" for siglum in before if siglum not in now]
    for siglum, own in now.items():
        words = f"{siglum}  {own.witness.path}  {coverage(own, lang)}"
        if siglum not in before:
            lines.append(f"+ {words}")
        elif (coverage(before[siglum], lang), before[siglum].witness.path) != (
            coverage(own, lang),
            own.witness.path,
        ):
            lines.append(f"~ {words}")
    if old.base != new.base:
        lines.append(f"~ 底本 {new.base}" if lang == "zh" else f"~ base {new.base}")
    return lines


def _units(old: Collation, new: Collation, lang: Lang) -> list[str]:
    before = {unit.key: unit for unit in old.units}
    now = {unit.key: unit for unit in new.units}
    lines = [f"- {_words(unit, lang)}" for key, unit in before.items() if key not in now]
    for key, unit in now.items():
        if key not in before:
            lines.append(f"+ {_words(unit, lang)}")
        elif _said(before[key]) != _said(unit):
            lines.append(f"~ {_words(unit, lang)}")
    return lines


def _said(unit: VariationUnit) -> tuple[object, ...]:
    """What of a unit a reader would call changed: who reads what, its weight, what is decided."""
    decision = unit.decision
    decided = None if decision is None else (decision.text, decision.status, decision.reading is None)
    readings = sorted((r.exact, r.sigla, r.suspected_transcription) for r in unit.readings)
    return readings, unit.severity, unit.category, decided, unit.lacuna


def _words(unit: VariationUnit, lang: Lang) -> str:
    tags = [name("severity", unit.severity, lang), name("category", unit.category, lang)]
    if unit.decision is not None:
        tags.append(name("status", unit.decision.status, lang))
    return f"{unit.id}  {'/'.join(tags)}  {lemma_text(unit)}: {attestation_line(unit, lang)}"


def _structure(old: Collation, new: Collation, lang: Lang) -> list[str]:
    before = [structure_words(old, f.entry, lang) for f in findings(old)]
    now = [structure_words(new, f.entry, lang) for f in findings(new)]
    return [f"- {words}" for words in before if words not in now] + [
        f"+ {words}" for words in now if words not in before
    ]


def _problems(old: Collation, new: Collation, lang: Lang) -> list[str]:
    before = {str(p.message) for p in (*old.problems, *old.unmet)}
    fresh = [p for p in (*new.problems, *new.unmet) if str(p.message) not in before]
    return [f"! {problem_text(problem, lang)}" for problem in fresh]
