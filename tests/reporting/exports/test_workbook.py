from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

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


def test_same_bytes() -> None:
    """Two runs give the same file."""
    assert workbook_xlsx(collated("notice")) == workbook_xlsx(collated("notice"))
