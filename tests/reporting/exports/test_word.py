from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from lxml import etree

from doccompare.model import Collation, Relation
from doccompare.reporting.exports.side_by_side import comparison_docx
from doccompare.reporting.exports.word import text_docx, witness_docx
from doccompare.reporting.running import running
from doccompare.reporting.safe import xml_text
from doccompare.reporting.views import differs, reading_index
from tests.reporting.exports.sets import NAMES, collated, sigla

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def resolved(data: bytes, accepted: bool) -> list[str]:
    """The paragraphs after all changes are accepted, or rejected, as a word processor does it."""
    with ZipFile(BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    gone = "del" if accepted else "ins"
    lines, line = [], ""
    for paragraph in body.iter(f"{W}p"):
        for change in list(paragraph.iter(f"{W}{gone}")):
            if change.getparent().tag == f"{W}p":
                paragraph.remove(change)
        line += "".join(t.text or "" for t in paragraph.iter(f"{W}t", f"{W}delText"))
        mark = paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}")
        if mark is None:  # else the paragraph runs into the next one
            lines.append(line)
            line = ""
    return lines + ([line] if line else [])


def witness_lines(collation: Collation, siglum: str) -> list[str]:
    """The passages of a witness by the running text, empty ones left out."""
    text, lines = running(collation), []
    for flow in text.flow:
        label = ""
        if collation.work.relation is Relation.VERSIONS:
            label = next((n for n, who in text.numbers(flow.address).items() if siglum in who and n), "")
        said = "".join(text.has(run, siglum) or "" for run in flow.runs)
        line = (f"{label}　" if label else "") + said
        if line:
            lines.append(line)
    return lines


@pytest.mark.parametrize("name", NAMES)
def test_accepting_gives_the_text_and_rejecting_the_witness(name: str) -> None:
    """All changes accepted: the established text (of versions the base). All rejected: the witness."""
    collation = collated(name)
    for siglum in sigla(collation)[:4]:
        data = witness_docx(collation, siglum)
        assert resolved(data, accepted=False) == [xml_text(t) for t in witness_lines(collation, siglum)]
        if collation.work.relation is Relation.VERSIONS:
            goal = witness_lines(collation, collation.base)
        else:
            goal = [line for line in collation.established.text.split("\n") if line]
        assert resolved(data, accepted=True) == [xml_text(line) for line in goal]


@pytest.mark.parametrize("name", NAMES)
def test_a_comment_stands_at_every_place_the_witness_departs(name: str) -> None:
    """The note of each such place is a comment; every comment has its range and its mark in the text."""
    collation = collated(name)
    siglum = sigla(collation)[1]
    document = docx.Document(BytesIO(witness_docx(collation, siglum)))
    text = running(collation)
    departs = [
        unit.id
        for flow in text.flow
        for run in flow.runs
        if (unit := text.unit(run)) is not None and reading_index(unit, siglum) is not None
        if text.has(run, siglum) != (run.text if unit.decision else text.has(run, collation.base))
    ]
    notes = [comment.text.split("　")[0] for comment in document.comments]
    assert [n for n in notes if n in {u.id for u in collation.units}] == [xml_text(d) for d in departs]
    body = document.element.body
    numbers_in = {
        tag: [e.get(f"{W}id") for e in body.iter(f"{W}{tag}")]
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference")
    }
    known = [str(comment.comment_id) for comment in document.comments]
    assert all(found == known for found in numbers_in.values())


def test_what_a_witness_lacks_is_said() -> None:
    """Where a witness breaks off, one comment says so; notes on what only others have do not follow it."""
    collation = collated("opinion")
    document = docx.Document(BytesIO(witness_docx(collation, "丙")))
    notes = [comment.text for comment in document.comments]
    assert notes[-1] == "丙本自此未见。"
    assert len(notes) == 1 + sum(differs(unit, "丙") for unit in collation.units)


def test_the_text_alone_has_no_changes() -> None:
    """Without a witness: the established text, a comment at each unit, nothing tracked."""
    collation = collated("opinion")
    data = text_docx(collation)
    document = docx.Document(BytesIO(data))
    assert [p.text for p in document.paragraphs] == collation.established.text.split("\n")
    assert not list(document.element.body.iter(f"{W}ins", f"{W}del"))
    assert len(list(document.comments)) == len(collation.units)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert len(headings) == collation.work.sections


def test_same_bytes() -> None:
    """Two runs give the same file, and no clock is in it."""
    collation = collated("notice")
    assert witness_docx(collation, "乙") == witness_docx(collation, "乙")
    with ZipFile(BytesIO(text_docx(collation))) as package:
        assert {item.date_time[0] for item in package.infolist()} == {1980}
        assert b"w:date=" not in package.read("word/comments.xml")
        assert b"2000-01-01" in package.read("docProps/core.xml")


def test_clauses_side_by_side() -> None:
    """The table has a row for each group of clauses; what went is struck out, what came is underlined."""
    document = docx.Document(BytesIO(comparison_docx(collated("statute"))))
    table = document.tables[0]
    runs = [run for row in table.rows for cell in row.cells for p in cell.paragraphs for run in p.runs]
    assert any(run.font.strike and run.text == "200" for run in runs)
    assert any(run.font.underline and run.text == "500" for run in runs)
    assert table.rows[0].cells[1].text.startswith("甲　2012年5月8日")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """LibreOffice reads the file; its plain text, changes shown as accepted, holds the established title."""
    collation = collated("opinion")
    (tmp_path / "a.docx").write_bytes(witness_docx(collation, "乙"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "a.docx"]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    assert collation.established.text.split("\n")[0] in (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
