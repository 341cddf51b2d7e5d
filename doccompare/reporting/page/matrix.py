"""The overview: the clauses against the witnesses."""

from __future__ import annotations

from dataclasses import dataclass

from doccompare.model import Clause, Collation, Part, Severity, VariationUnit
from doccompare.reporting.markdown import anchor
from doccompare.reporting.structure import inside, is_loss
from doccompare.reporting.views import Finding, by_clause, differs, findings, place_name


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the overview: ``state`` agrees, differs, critical, partly or absent; ``count`` of units.

    ``words`` say it in Chinese and English; ``mark``: 缺 or 移, where a finding about structure
    stands and no unit.
    """

    state: str
    count: int
    words: tuple[str, str]
    href: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the overview; ``label`` in Chinese and English."""

    clause: Clause
    label: tuple[str, str]
    cells: tuple[Cell, ...]


def matrix(collation: Collation, sigla: list[str]) -> list[Row]:
    """The clauses against the witnesses: in how many units of the clause each departs from the text."""
    units: dict[str, list[VariationUnit]] = {
        clause.address: found for clause, found in by_clause(collation) if clause is not None
    }
    touched: dict[tuple[str, str], Finding] = {}
    for finding in findings(collation):
        if finding.severity is Severity.CRITICAL:
            for clause in inside(collation, finding.entry):
                touched.setdefault((finding.entry.siglum, clause.address), finding)
    return [_row(clause, units.get(clause.address, []), sigla, touched) for clause in collation.clauses]


def _row(
    clause: Clause,
    units: list[VariationUnit],
    sigla: list[str],
    touched: dict[tuple[str, str], Finding],
) -> Row:
    extant = {siglum for unit in units for reading in unit.readings for siglum in reading.spans}
    torn = {siglum for unit in units for siglum in unit.lacuna}
    cells = []
    for siglum in sigla:
        departing = [unit for unit in units if differs(unit, siglum)]
        finding = touched.get((siglum, clause.address))
        if departing or finding is not None:
            cells.append(_marked(siglum, departing, finding))
        elif not clause.spans.get(siglum) and siglum not in extant:
            cells.append(Cell("absent", 0, (f"{siglum}本未见", f"{siglum} not extant")))
        elif siglum in torn:
            cells.append(Cell("partly", 0, (f"{siglum}本此条不全", f"{siglum} incomplete here")))
        else:
            cells.append(Cell("agrees", 0, ("", "")))
    return Row(clause, row_label(clause), tuple(cells))


def _marked(siglum: str, departing: list[VariationUnit], finding: Finding | None) -> Cell:
    if departing:
        heavy = any(unit.severity is Severity.CRITICAL for unit in departing)
        count = len(departing)
        words = (
            f"{siglum}本异文 {count} 处" + ("，含要害" if heavy else ""),
            f"{siglum}: {count} units" + (", some critical" if heavy else ""),
        )
        return Cell("critical" if heavy else "differs", count, words, f"#{anchor(departing[0].key)}")
    assert finding is not None
    lost = is_loss(finding.entry)
    words = (
        f"{siglum}本此处{'缺' if lost else '移位'}",
        f"{siglum}: {'missing' if lost else 'moved'} here",
    )
    return Cell("critical", 0, words, f"#{structure_anchor(finding)}", "缺" if lost else "移")


def row_label(clause: Clause) -> tuple[str, str]:
    """What a clause is called in a list: 第四部分第9条　严格队伍管理; in English by its address."""
    if clause.part is Part.HEADING:
        # 第一章　总则, 3.2　餐饮具, but 一、总体要求
        joint = "　" if clause.address.startswith("第") or clause.address[0].isdecimal() else "、"
        words = f"{clause.address}{joint}{clause.heading}"
        return words, words
    heading = f"　{clause.heading}" if clause.heading and clause.part is not Part.TITLE else ""
    return place_name(clause.address) + heading, english_place(clause.address) + heading


_PARTS = {"标题": "title", "日期": "date", "前言": "preamble", "电头": "credit line", "落款": "signature"}


def english_place(address: str) -> str:
    """The address for the English interface: the parts with a name of their own by it, others as they are."""
    first, dot, rest = address.partition(".")
    return _PARTS.get(first, first) + dot + rest


def structure_anchor(finding: Finding) -> str:
    """An id for a finding about structure."""
    return f"s-{finding.id.rpartition('-')[2]}"


def clause_anchor(clause: Clause | None) -> str:
    """An id for a clause: its address without white space, so that a link can carry it."""
    return "c-other" if clause is None else "c-" + "".join(clause.address.split())
