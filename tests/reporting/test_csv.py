from __future__ import annotations

import csv
import io

import pytest

from doccompare.reporting.discrepancies import discrepancies_csv, safe_cell
from tests.reporting.sample import hostile, sample


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_for_spreadsheets() -> None:
    """A BOM and CRLF, without which spreadsheets garble Chinese."""
    text = discrepancies_csv(sample())
    assert text.startswith("\ufeffid,key,")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == len(sample().units) + 1


def test_one_row_per_unit() -> None:
    """One row per unit; 未见 where a witness is not extant, 〔无〕 where it lacks the words."""
    rows = {row["id"]: row for row in _rows(discrepancies_csv(sample()))}
    assert len(rows) == len(sample().units)
    assert rows["二.2-1"]["reading 丙"] == "未见"
    assert rows["二.2-1"]["reading 乙"] == "〔无〕"
    assert rows["二.2-2"]["decided"] == "优进绌退"
    assert rows["二.2-5"]["decided"] == ""
    assert rows["二.2-2"]["indirect"] == "戊（旁证）优胜劣汰"
    assert rows["二.2-2"]["place 甲"].startswith("000.txt:11:")
    assert "reading 戊" not in rows["二.2-2"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\u3000=1"]
)
def test_formula_cells(text: str) -> None:
    """A cell a spreadsheet would take for a formula gets an apostrophe and so stays text."""
    assert safe_cell(text) == "'" + text


def test_no_cell_starts_a_formula() -> None:
    """Whatever a witness prints, no cell of the table starts a formula."""
    rows = list(csv.reader(io.StringIO(discrepancies_csv(hostile()).removeprefix("\ufeff"), newline="")))
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)
    assert not any(cell[:1] in tuple("=+-@\t\r") for row in rows for cell in row if cell)


def test_plain_cells_are_untouched() -> None:
    """Ordinary text is not altered."""
    assert safe_cell("优进绌退") == "优进绌退"
    assert safe_cell("") == ""
