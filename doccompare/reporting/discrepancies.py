"""discrepancies.csv: one row per unit, and one per finding about structure, for a spreadsheet.

UTF-8 with BOM and CRLF, because the usual spreadsheets guess wrong without them. A cell that
would start a formula is preceded by an apostrophe: text of a witness stays text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from doccompare.model import Category, Collation, StructureKind, Topic, VariationUnit
from doccompare.reporting.labels import name
from doccompare.reporting.structure import kind_of, structure_place, structure_words
from doccompare.reporting.views import (
    NOT_EXTANT,
    Finding,
    file_name,
    findings,
    note_of,
    place_text,
    reading_index,
    reading_text,
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a finding about structure is called in the column of its witness, and its category.
_OUT_OF_PLACE = ("移位", Category.MISPLACEMENT.value)
_STRUCTURE = {
    StructureKind.OMISSION_SECTION: ("缺", Category.OMISSION.value),
    StructureKind.TRUNCATION: ("残", Category.OMISSION.value),
    StructureKind.NUMBERING: ("编号", ""),
}
_HEAD = (
    "id", "key", "address", "severity", "category", "cause", "topics", "left", "right",
    "decided", "method", "confidence", "status",
)  # fmt: skip


def discrepancies_csv(collation: Collation) -> str:
    """The table as text with CRLF line ends, the BOM included.

    Columns: id … status, then ``reading <siglum>`` for each witness that votes (its reading,
    〔无〕, or 未见), then indirect, note, and ``place <siglum>`` as file:line:column. The findings
    about structure (结构-1 …) follow the units: 缺, 残, 移位 or 编号 in the column of their witness.
    """
    paths = {a.witness.siglum: file_name(a.witness.path) for a in collation.reprints}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    head = [*_HEAD, *(f"reading {s}" for s in paths), "indirect", "note", *(f"place {s}" for s in paths)]
    writer.writerow([safe_cell(cell) for cell in head])
    for unit in collation.units:
        writer.writerow([safe_cell(cell) for cell in _row(collation, unit, paths)])
    for finding in findings(collation):
        writer.writerow([safe_cell(cell) for cell in _structure_row(collation, finding, paths)])
    return "\ufeff" + out.getvalue()


def safe_cell(text: str) -> str:
    """``text``, or the same after an apostrophe when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip(" \u3000").startswith(_FORMULA) else text


def _row(collation: Collation, unit: VariationUnit, paths: Mapping[str, str]) -> list[str]:
    decision = unit.decision
    return [
        unit.id,
        unit.key,
        unit.address,
        unit.severity.value,
        unit.category.value,
        unit.cause.value,
        " ".join(topic.value for topic in unit.topics),
        unit.left,
        unit.right,
        "" if decision is None or decision.reading is None else reading_text(unit.readings[decision.reading]),
        "" if decision is None or decision.method is None else decision.method.value,
        "" if decision is None else f"{decision.confidence:.2f}",
        "" if decision is None else decision.status.value,
        *(_reading(unit, siglum) for siglum in paths),
        "；".join(f"{r.siglum}（{name('role', 'indirect')}）{r.text or '〔无〕'}" for r in unit.indirect),
        note_of(collation, unit),
        *(_place(unit, siglum, path) for siglum, path in paths.items()),
    ]


def _structure_row(collation: Collation, finding: Finding, paths: Mapping[str, str]) -> list[str]:
    entry = finding.entry
    said, category = _STRUCTURE.get(kind_of(collation, entry), _OUT_OF_PLACE)
    place = structure_place(collation, entry.siglum, entry.span)
    where = "" if place is None else f"{paths.get(entry.siglum, '')}:{place_text(place)}"
    cells = dict.fromkeys(_HEAD, "") | {
        "id": finding.id,
        "address": entry.address,
        "severity": finding.severity.value,
        "category": category,
        "topics": Topic.STRUCTURE.value,
        "key": entry.key,
        "status": "" if entry.status is None else entry.status.value,
    }
    return [
        *cells.values(),
        *(said if siglum == entry.siglum else "" for siglum in paths),
        "",
        structure_words(collation, entry) + "。",
        *(where if siglum == entry.siglum else "" for siglum in paths),
    ]


def _reading(unit: VariationUnit, siglum: str) -> str:
    index = reading_index(unit, siglum)
    return NOT_EXTANT if index is None else reading_text(unit.readings[index])


def _place(unit: VariationUnit, siglum: str, path: str) -> str:
    index = reading_index(unit, siglum)
    place = None if index is None else unit.readings[index].places.get(siglum)
    return "" if place is None else f"{path}:{place_text(place)}"
