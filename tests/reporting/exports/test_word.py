from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
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


needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not on this machine"
)
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    """``opened(docx)``: the file as LibreOffice understands it, written as flat OpenDocument XML."""
    folder = tmp_path_factory.mktemp("libreoffice")

    def convert(data: bytes) -> Path:
        (folder / "a.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        call = ["soffice", profile, "--headless", "--convert-to", "fodt", "a.docx"]
        subprocess.run(call, cwd=folder, check=True, capture_output=True, timeout=180)
        return folder / "a.fodt"

    return convert


def as_resolved(fodt: Path, accepted: bool) -> str:
    """The text of LibreOffice's document after all changes are accepted, or rejected, without line ends."""
    root = etree.parse(fodt).getroot()
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    assert body is not None
    regions = {region.get(f"{TEXT}id"): region[0] for region in body.iter(f"{TEXT}changed-region")}
    for extra in [*body.iter(f"{TEXT}tracked-changes")]:
        extra.getparent().remove(extra)
    out: list[str] = []
    inside = {"insertion": 0, "deletion": 0}
    gone = "deletion" if accepted else "insertion"

    def walk(node: Any) -> None:
        if node.tag == f"{OFFICE}annotation":
            return
        change = regions.get(node.get(f"{TEXT}change-id"))
        if change is not None:
            kind = change.tag.removeprefix(TEXT)
            if node.tag == f"{TEXT}change":  # a deletion whose text stands at the head of the document
                out.extend("" if accepted else "".join(p.itertext()) for p in change.iter(f"{TEXT}p"))
            else:
                inside[kind] += 1 if node.tag == f"{TEXT}change-start" else -1
        for text, child in ((node.text, None), *((child.tail, child) for child in node)):
            if child is not None:
                walk(child)
            if text and not inside[gone]:
                out.append(text)

    for paragraph in body.iter(f"{TEXT}p", f"{TEXT}h"):
        if not any(a.tag == f"{OFFICE}annotation" for a in paragraph.iterancestors()):
            walk(paragraph)
    return "".join(out).replace("\n", "")


@needs_libreoffice
@pytest.mark.parametrize(("name", "siglum"), [("opinion", "乙"), ("opinion", "丙"), ("statute", "甲")])
def test_libreoffice_reads_the_changes(opened: Callable[[bytes], Path], name: str, siglum: str) -> None:
    """In LibreOffice too: accepted, the changes give the text, rejected the witness; no comment is lost."""
    collation = collated(name)
    data = witness_docx(collation, siglum)
    fodt = opened(data)
    assert as_resolved(fodt, accepted=True) == "".join(resolved(data, accepted=True))
    assert as_resolved(fodt, accepted=False) == "".join(resolved(data, accepted=False))
    notes = len(list(etree.parse(fodt).iter(f"{OFFICE}annotation")))
    assert notes == len(list(docx.Document(BytesIO(data)).comments))


@needs_libreoffice
def test_libreoffice_reads_the_text(opened: Callable[[bytes], Path]) -> None:
    """The established text is what LibreOffice shows of the text alone, without a change."""
    collation = collated("opinion")
    fodt = opened(text_docx(collation))
    assert as_resolved(fodt, accepted=True) == collation.established.text.replace("\n", "")
    assert b"<text:changed-region" not in fodt.read_bytes()


@needs_libreoffice
def test_libreoffice_reads_the_table(opened: Callable[[bytes], Path]) -> None:
    """条文对照表: the first column is narrow, the versions are as wide as one another."""
    root = etree.parse(opened(comparison_docx(collated("statute")))).getroot()
    style, table = (
        "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}",
        "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
    )
    widths = {
        one.get(f"{style}name"): one[0].get(f"{style}column-width")
        for one in root.iter(f"{style}style")
        if one.get(f"{style}family") == "table-column"
    }
    found = []
    for column in root.iter(f"{table}table-column"):
        repeated = int(column.get(f"{table}number-columns-repeated", "1"))
        found += [float(widths[column.get(f"{table}style-name")].rstrip("incm"))] * repeated
    assert found[0] < 0.3 * found[1]
    assert found[1] == pytest.approx(found[2], rel=0.02)
