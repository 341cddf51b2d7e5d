"""校记 in signs, after the usage of CBETA: 遊=遍【乙】, 〔心〕-【乙】, 我+(之)【乙】, 職責∞責職【乙】.

``=`` reads otherwise, ``-`` lacks, ``+`` adds, ``∞`` has the same characters in another order; every
witness in its own 【 】. What CBETA has no sign for (待考, 未见, 旁证, 疑识录误) is said in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from doccompare.model import Category, Reading, VariationUnit
from doccompare.reporting.notes import lemma_index, shortened

_NEAR = 2  # characters of agreed text to which an addition is tied


def cbeta_note(unit: VariationUnit) -> str:
    """The entry of the unit in signs; the lemma is given once, rejected readings are joined by ，."""
    lemma = unit.readings[lemma_index(unit)]
    words: list[str] = []
    last = ""
    for reading in unit.readings:
        if reading is lemma:
            continue
        subject, sign = _signs(unit, lemma, reading)
        words.append((sign if subject == last and sign[0] in "=∞" else subject + sign) + _who(reading))
        last = subject
    parts = ["，".join(words)]
    if unit.decision is not None and unit.decision.reading is None:
        parts.append("待考")
    parts += [f"{r.siglum}（旁证）={shortened(r.text) or '〔无〕'}" for r in unit.indirect]
    if unit.lacuna:
        parts.append(f"{_sigla(unit.lacuna)}未见")
    return "；".join(part for part in parts if part)


def _signs(unit: VariationUnit, lemma: Reading, reading: Reading) -> tuple[str, str]:
    """What the entry is keyed to, and the sign with what follows it."""
    if reading.omitted:
        return f"〔{shortened(lemma.exact)}〕", "-"
    if lemma.omitted:
        before = (unit.left + _before(reading))[-_NEAR:]
        added = f"({shortened(reading.exact)})"
        return (before, f"+{added}") if before else ("", f"{added}+{unit.right[:_NEAR]}")
    same = len(lemma.exact) > 1 and sorted(lemma.exact) == sorted(reading.exact)
    sign = "∞" if reading.category is Category.TRANSPOSITION and same else "="
    return shortened(lemma.text), sign + shortened(reading.text)


def _before(reading: Reading) -> str:
    """What stands in the widened reading before its differing part."""
    return reading.text.split(reading.exact)[0] if reading.text.count(reading.exact) == 1 else ""


def _sigla(sigla: Sequence[str]) -> str:
    return "".join(f"【{siglum}】" for siglum in sigla)


def _who(reading: Reading) -> str:
    return _sigla(reading.sigla) + ("（疑识录误）" if reading.suspected_transcription else "")
