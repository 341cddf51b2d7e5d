"""条文对照表 as DOCX: a landscape table, what went struck out, what came underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doccompare.model import Collation
from doccompare.reporting.comparison import Line, changes, head_line, row_label, rows, versions
from doccompare.reporting.exports.word import MARGIN, a_document, saved
from doccompare.reporting.labels import name
from doccompare.reporting.safe import xml_text
from doccompare.reporting.views import problem_text, source

if TYPE_CHECKING:
    from docx.table import Table, _Cell


def comparison_docx(collation: Collation) -> bytes:
    """The bytes of the table; the same collation gives the same bytes."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = a_document(collation)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    document.add_paragraph(xml_text(f"{collation.work.title}　条文对照表"), style="Title")
    counts = "　".join(f"{name('change', change)} {n}" for change, n in changes(collation).items())
    document.add_paragraph(xml_text(head_line(collation)))
    for problem in collation.unmet:
        document.add_paragraph(xml_text(f"校验不符：{problem_text(problem)}"))
    document.add_paragraph(xml_text(f"{counts}。删除线为后来删改的文字，下划线为新出的文字。"))
    columns = versions(collation)
    found = rows(collation)
    table = document.add_table(len(found) + 1, len(columns) + 1, style="Table Grid")
    _widths(table, Mm(297 - 2 * MARGIN))
    heads = ["变化", *(f"{v.siglum}　{v.date}　{source(v.attestation)}" for v in columns)]
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(xml_text(text)).bold = True
    for cell in table.rows[0].cells:
        _shade(cell)
    _repeat(table.rows[0]._tr)
    for n, row in enumerate(found, 1):
        cells = table.rows[n].cells
        cells[0].text = xml_text(row_label(row))
        for cell, lines in zip(cells[1:], row.cells, strict=True):
            _fill(cell, lines)
    return saved(document)


def _widths(table: Table, whole: int) -> None:
    """A narrow first column, the others alike; said of the grid and of every cell, as readers differ."""
    from docx.shared import Emu, Mm

    table.autofit = False
    narrow = Mm(18)
    wide = (whole - narrow) // (len(table.columns) - 1)
    for n, column in enumerate(table.columns):
        column.width = Emu(wide if n else narrow)
        for cell in column.cells:
            cell.width = Emu(wide if n else narrow)


def _shade(cell: _Cell) -> None:
    """The ground of a head."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EFEBE2")):
        shading.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _fill(cell: _Cell, lines: tuple[Line, ...]) -> None:
    if not lines:
        cell.text = "—"
    for n, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        if line.label:
            paragraph.add_run(xml_text(f"{line.label}　")).bold = True
        for part in line.runs:
            run = paragraph.add_run(xml_text(part.text))
            run.font.strike, run.font.underline = part.old or None, part.new or None


def _repeat(row: object) -> None:
    """The head again on every page."""
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined]
