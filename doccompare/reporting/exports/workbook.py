"""XLSX: units, findings of structure and witnesses as sheets, what differs in red inside its cell.

Everything is written as a string or a number: no text of a witness can become a formula or a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from doccompare.model import Collation, VariationUnit
from doccompare.reporting.labels import name
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.safe import xml_text
from doccompare.reporting.structure import findings, structure_place, structure_words
from doccompare.reporting.views import (
    NOT_EXTANT,
    coverage,
    decision_words,
    file_name,
    note_of,
    place_text,
    reading_index,
    reading_text,
    source,
)
from doccompare.reporting.width import width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767  # characters in a cell
_ROUGH = 1.1  # characters are a little wider than the columns are counted
_LINE, _HIGHEST = 15, 405  # points: a line, and the highest row Excel has, to a line
_A3 = 8  # the number of the paper
_ABREAST = 400  # columns that can be read on the breadth of a page
_FOOT = 60  # characters of the title at the foot
_CREATED = datetime(2000, 1, 1)  # a clock in the file would make every file another
_HEADS: Mapping[str, Sequence[tuple[str, int]]] = {
    "units": (
        ("编号", 10), ("地址", 10), ("级别", 8), ("类别", 8), ("原因", 9), ("主题", 12), ("上下文", 36),
        ("裁定", 34), ("可信度", 8), ("状态", 8),
    ),
    "structure": (
        ("编号", 10), ("本", 8), ("地址", 12), ("级别", 8), ("类别", 14), ("说明", 60), ("位置", 24),
    ),
    "witnesses": (
        ("本", 8), ("地位", 10), ("来源", 30), ("文件", 24), ("日期", 14), ("版次", 10), ("存文", 8),
        ("异文", 8), ("SHA-256", 72),
    ),
}  # fmt: skip


def workbook_xlsx(collation: Collation) -> bytes:
    """The bytes of the workbook; the same collation gives the same bytes."""
    from xlsxwriter import Workbook

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": xml_text(collation.work.title), "created": _CREATED})
        title = collation.work.title
        _units(_Sheet(book, "异文", title), collation)
        _structure(_Sheet(book, "结构", title), collation)
        _witnesses(_Sheet(book, "各本", title), collation)
    return out.getvalue()


class _Sheet:
    """A worksheet that takes text as text, row after row. ``work``: the title, at the foot on paper."""

    def __init__(self, book: Workbook, title: str, work: str) -> None:
        self.sheet: Worksheet = book.add_worksheet(title)
        self.work = work
        self.row = 0
        self.widths: list[int] = []
        self.lines = 1  # that the row needs
        self._head = book.add_format(
            {"bold": True, "bg_color": "#DDDDDD", "text_wrap": True, "valign": "top"}
        )
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        centred = {"valign": "top", "align": "center"}
        self._number = book.add_format({"num_format": "0.00", **centred})
        self._count = book.add_format({"num_format": "0", **centred})
        # Not by colour alone: what differs is underlined as well.
        self._red = book.add_format({"font_color": "#C00000", "underline": 1})
        self._red_cell = book.add_format(
            {"font_color": "#C00000", "underline": 1, "text_wrap": True, "valign": "top"}
        )

    def head(self, titles: Sequence[tuple[str, int]]) -> None:
        """The first row, which stays when the sheet is scrolled, and the widths of the columns."""
        self.widths = [columns for _, columns in titles]
        for column, (title, columns) in enumerate(titles):
            self.sheet.set_column(column, column, columns)
            self.sheet.write_string(0, column, _cell(title), self._head)
            self._room(column, title)
        self.end_row()

    def text(self, column: int, text: str) -> None:
        """A cell of plain text."""
        self._room(column, text)
        self.sheet.write_string(self.row, column, _cell(text), self._plain)

    def number(self, column: int, value: float | None) -> None:
        """A cell with a number; None leaves it empty."""
        if value is not None:
            self.sheet.write_number(self.row, column, value, self._number)

    def count(self, column: int, value: int) -> None:
        """A cell with a whole number."""
        self.sheet.write_number(self.row, column, value, self._count)

    def marked(self, column: int, before: str, marked: str, after: str) -> None:
        """A cell of text of which a part is red."""
        self._room(column, before + marked + after)
        pieces = [(_cell(before), None), (_cell(marked), self._red), (_cell(after), None)]
        pieces = [(text, how) for text, how in pieces if text]
        if len(pieces) == 1 and pieces[0][1] is not None:
            self.sheet.write_string(self.row, column, pieces[0][0], self._red_cell)
        elif len(pieces) < 2 or sum(len(text) for text, _ in pieces) > _LONGEST:
            self.text(column, before + marked + after)
        else:
            fragments: list[Any] = []
            for text, how in pieces:
                fragments += [text] if how is None else [how, text]
            self.sheet.write_rich_string(self.row, column, *fragments, self._plain)

    def _room(self, column: int, text: str) -> None:
        """Count the lines of a cell. Some programs do not measure the rows of a file that says no heights."""
        lines = sum(1 + int(_ROUGH * width(line) // self.widths[column]) for line in text.split("\n"))
        self.lines = max(self.lines, lines)

    def end_row(self) -> None:
        """Go on to the next row; this one is as high as its longest cell."""
        if self.lines > 1:
            self.sheet.set_row(self.row, min(self.lines * _LINE, _HIGHEST))
        self.row += 1
        self.lines = 1

    def done(self) -> None:
        """Filters over everything, the head and the first column fixed, on paper on every page."""
        columns = len(self.widths)
        self.sheet.autofilter(0, 0, max(self.row - 1, 1), columns - 1)
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3)
        self.sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        self.sheet.fit_to_pages(1 + sum(self.widths) // _ABREAST, 0)
        self.sheet.repeat_rows(0)
        self.sheet.repeat_columns(0)
        title = xml_text(self.work[:_FOOT]).replace("&", "&&")
        self.sheet.set_footer(f"&L {title}&C&A&R&P / &N")


def _cell(text: str) -> str:
    clean = xml_text(text)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _units(out: _Sheet, collation: Collation) -> None:
    sigla = [a.witness.siglum for a in collation.reprints]
    titles = [*_HEADS["units"]]
    titles += [(s, 14) for s in sigla] + [("校记", 44)]
    titles += [(f"{s} 位置", 20) for s in sigla]
    out.head(titles)
    paths = {a.witness.siglum: file_name(a.witness.path) for a in collation.reprints}
    for unit in collation.units:
        decision = unit.decision
        lemma = unit.readings[lemma_index(unit)]
        out.text(0, unit.id)
        out.text(1, unit.address)
        out.text(2, name("severity", unit.severity))
        out.text(3, name("category", unit.category))
        out.text(4, name("cause", unit.cause))
        out.text(5, " ".join(name("topic", topic) for topic in unit.topics))
        out.marked(6, unit.left, f"〔{lemma.text}〕", unit.right)
        out.text(7, decision_words(unit))
        out.number(8, None if decision is None else round(decision.confidence, 2))
        out.text(9, "" if decision is None else name("status", decision.status))
        for n, siglum in enumerate(sigla):
            _reading(out, 10 + n, unit, siglum)
        out.text(10 + len(sigla), note_of(collation, unit))
        for n, siglum in enumerate(sigla):
            index = reading_index(unit, siglum)
            place = None if index is None else unit.readings[index].places.get(siglum)
            out.text(11 + len(sigla) + n, "" if place is None else f"{paths[siglum]}:{place_text(place)}")
        out.end_row()
    out.done()


def _reading(out: _Sheet, column: int, unit: VariationUnit, siglum: str) -> None:
    """What a witness has; red where it departs from the decided reading."""
    index = reading_index(unit, siglum)
    if index is None:
        out.text(column, NOT_EXTANT)
        return
    reading = unit.readings[index]
    text = reading_text(reading)
    if index == lemma_index(unit):
        out.text(column, text)
    elif reading.exact and text.count(reading.exact) == 1:
        before, after = text.split(reading.exact)
        out.marked(column, before, reading.exact, after)
    else:
        out.marked(column, "", text, "")


def _structure(out: _Sheet, collation: Collation) -> None:
    titles = _HEADS["structure"]
    out.head(titles)
    paths = {a.witness.siglum: file_name(a.witness.path) for a in collation.witnesses}
    for finding in findings(collation):
        entry = finding.entry
        place = structure_place(collation, entry.siglum, entry.span)
        cells = (
            finding.id,
            entry.siglum,
            entry.address,
            name("severity", finding.severity),
            name("structure", entry.kind),
            structure_words(collation, entry),
            "" if place is None else f"{paths[entry.siglum]}:{place_text(place)}",
        )
        for column, text in enumerate(cells):
            out.text(column, text)
        out.end_row()
    out.done()


def _witnesses(out: _Sheet, collation: Collation) -> None:
    titles = _HEADS["witnesses"]
    out.head(titles)
    for attestation in collation.witnesses:
        witness = attestation.witness
        cells = (
            witness.siglum,
            name("role", attestation.role),
            source(attestation),
            file_name(witness.path),
            witness.date,
            witness.page,
            coverage(attestation),
        )
        for column, text in enumerate(cells):
            out.text(column, text)
        out.count(7, attestation.units_differing)
        out.text(8, witness.sha256)
        out.end_row()
    out.done()
