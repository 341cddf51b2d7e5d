from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook import Workbook

from doccompare.reporting.exports.workbook import workbook_xlsx
from doccompare.reporting.safe import xml_text
from doccompare.reporting.views import differs, findings, reading_index, reading_text
from tests.reporting.exports.sets import NAMES, collated


def opened(name: str) -> Workbook:
    """The workbook as another program reads it, rich text kept."""
    return load_workbook(BytesIO(workbook_xlsx(collated(name))), rich_text=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_for_every_unit_a_column_for_every_witness(name: str) -> None:
    """Each reading stands in the cell of its witness, word for word; 未见 where it is not extant."""
    collation = collated(name)
    sheet = opened(name)["异文"]
    head = [str(cell.value) for cell in sheet[1]]
    assert sheet.max_row == len(collation.units) + 1
    for row, unit in enumerate(collation.units, 2):
        assert str(sheet.cell(row, 1).value) == unit.id
        for attestation in collation.reprints:
            siglum = attestation.witness.siglum
            said = str(sheet.cell(row, head.index(siglum) + 1).value)
            index = reading_index(unit, siglum)
            assert said == ("未见" if index is None else xml_text(reading_text(unit.readings[index])))


def test_what_differs_is_red_and_underlined() -> None:
    """The differing characters of a departing reading are marked, those of the lemma are not."""
    collation, sheet = collated("opinion"), opened("opinion")["异文"]
    head = [str(cell.value) for cell in sheet[1]]
    marked = 0
    for row, unit in enumerate(collation.units, 2):
        for attestation in collation.reprints:
            cell = sheet.cell(row, head.index(attestation.witness.siglum) + 1)
            index = reading_index(unit, attestation.witness.siglum)
            if not differs(unit, attestation.witness.siglum) or index is None:
                assert not isinstance(cell.value, CellRichText)
                assert cell.font.color is None or cell.font.color.rgb != "FFC00000"
            elif isinstance(cell.value, CellRichText):
                blocks = [b for b in cell.value if isinstance(b, TextBlock)]
                red = [b for b in blocks if b.font.color is not None and b.font.color.rgb == "FFC00000"]
                assert [b.text for b in red] == [unit.readings[index].exact]
                assert red[0].font.u == "single"
                marked += 1
            else:
                assert (cell.font.color.rgb, cell.font.u) == ("FFC00000", "single")
    assert marked


def test_filters_and_fixed_panes() -> None:
    """Every sheet keeps its head in view and can be filtered."""
    book = opened("opinion")
    assert book.sheetnames == ["异文", "结构", "各本"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
    assert book["结构"].max_row == len(findings(collated("opinion"))) + 1
    assert [cell.value for cell in book["各本"]["A"]][1:] == ["甲", "乙", "丙", "丁", "戊"]


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    """LibreOffice does not measure the rows of such a file: a text of two lines has the height of two."""
    sheet = opened("opinion")["异文"]
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    assert heights[1] in (None, 15)
    head = [str(cell.value) for cell in sheet[1]]
    long = [row for row in heights if len(str(sheet.cell(row, head.index("校记") + 1).value)) > 22]
    assert long
    assert all((heights[row] or 15) >= 30 for row in long)
    assert all((height or 15) <= 409 for height in heights.values())


def test_it_can_be_printed() -> None:
    """On paper every page has the head and the first column; a title with an ampersand is no command."""
    collation = collated("notice")
    title = "公园&P&管理"
    renamed = replace(collation, work=replace(collation.work, title=title))
    for sheet in load_workbook(BytesIO(workbook_xlsx(renamed))):
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
        assert (sheet.page_setup.fitToWidth or 1) >= 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.left.text == f" {title.replace('&', '&&')}"


def test_no_formula_and_no_link() -> None:
    """What looks like a formula, a link or an escape sequence is a string."""
    data = workbook_xlsx(collated("hostile"))
    with ZipFile(BytesIO(data)) as package:
        sheets = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not [n for n in package.namelist() if n.endswith(".rels") and "worksheets" in n]
    assert all("<f>" not in sheet and "<hyperlink" not in sheet for sheet in sheets)
    cells = [c for sheet in load_workbook(BytesIO(data)) for row in sheet.iter_rows() for c in row if c.value]
    assert all(cell.data_type in "sn" for cell in cells)
    assert any(str(cell.value).startswith("=") for cell in cells)


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """``resaved(name, form)``: the workbook of a set as LibreOffice writes it as xlsx or pdf."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not on this machine")
    folder = tmp_path_factory.mktemp("calc")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"

    def convert(file: str, form: str) -> Path:
        call = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", "made", file]
        subprocess.run(call, cwd=folder, check=True, capture_output=True, timeout=180)
        return (folder / "made" / file).with_suffix(f".{form}")

    def made(name: str, form: str) -> Path:
        (folder / f"{name}.xlsx").write_bytes(workbook_xlsx(collated(name)))
        return convert(f"{name}.xlsx", form)

    (folder / "a.csv").write_text("1,2\n", encoding="utf-8")
    if not convert("a.csv", "xlsx").is_file():
        pytest.skip("LibreOffice Calc is not on this machine")
    return made


@pytest.mark.parametrize("name", ["opinion", "hostile"])
def test_libreoffice_keeps_what_it_says(resaved: Callable[[str, str], Path], name: str) -> None:
    """Saved by LibreOffice it has the same texts, red and underlined where they were, filters, no formula."""
    ours, theirs = opened(name), load_workbook(resaved(name, "xlsx"), rich_text=True)
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        other = theirs[sheet.title]
        assert other.auto_filter.ref == sheet.auto_filter.ref
        for row in sheet.iter_rows():
            for cell in row:
                copy = other[cell.coordinate]
                assert copy.data_type in "sn"
                assert str(copy.value or "") == str(cell.value or "")
                assert _red(copy) == _red(cell)


def _red(cell: Any) -> str:
    """The red and underlined characters of a cell."""
    whole = cell.font.color is not None and cell.font.color.rgb == "FFC00000" and cell.font.u == "single"
    if not isinstance(cell.value, CellRichText):
        return str(cell.value) if whole else ""
    found = ""
    for block in cell.value:
        font = block.font if isinstance(block, TextBlock) else cell.font
        if font.color is not None and font.color.rgb == "FFC00000":
            assert font.u == "single"
            found += str(block)
    return found


def test_libreoffice_prints_all_of_it(resaved: Callable[[str, str], Path]) -> None:
    """Printed by LibreOffice no cell is cut off: every note stands on the pages to its last character."""
    document = pypdfium2.PdfDocument(resaved("opinion", "pdf"))
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    text = "".join("".join(pages).split())
    sheet = opened("opinion")["异文"]
    notes = [str(cell.value) for cell in sheet["O"]]
    assert notes[0] == "校记"
    assert [note for note in notes if "".join(note.split()) not in text] == []
    assert all("编号" in page and "校记" in page for page in pages[:2])


def test_same_bytes() -> None:
    """Two runs give the same file."""
    assert workbook_xlsx(collated("notice")) == workbook_xlsx(collated("notice"))
