"""What a file is: its content decides, its suffix is heard where that says nothing."""

from pathlib import Path

import pytest

from doccompare.errors import ReadError
from doccompare.readers import FORMATS, read_text, read_witness
from doccompare.readers.formats import recognise
from tests.readers.making import NOTICE, chapter, epub, lines, open_text, packed, page, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SAMPLES = {
    "docx": word(NOTICE),
    "odt": open_text(NOTICE),
    "epub": epub({"a": chapter(NOTICE)}),
    "html": page(NOTICE).encode(),
    "zip": packed({"a.txt": "\n".join(NOTICE)}),
    "pdf": b"%PDF-1.7\n",
    "rtf": b"{\\rtf1\\ansi x}",
    "png": b"\x89PNG\r\n\x1a\n",
    "plain": "\n".join(NOTICE).encode(),
    "doc": OLE + "WordDocument\0".encode("utf-16-le"),
    "xls": OLE + "Workbook\0".encode("utf-16-le"),
    "ppt": OLE + "PowerPoint Document\0".encode("utf-16-le"),
    "xlsx": packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
    "pptx": packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
    "ods": packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "ofd": packed({"OFD.xml": ""}),
    "gzip": b"\x1f\x8b\x08",
}


@pytest.mark.parametrize("suffix", [*(f".{key}" for key in SAMPLES), "", ".bak", ".TXT"])
@pytest.mark.parametrize("key", SAMPLES)
def test_the_content_decides(key: str, suffix: str) -> None:
    """Whatever a file is called, it is what its bytes are."""
    assert recognise(SAMPLES[key], suffix).key == key


@pytest.mark.parametrize("name", ["a.txt", "a.doc", "a.pdf", "a.html"])
def test_a_wrong_suffix_is_told(name: str) -> None:
    """A document with the suffix of another format is read as what it is, and that is said."""
    decoded = read_text(SAMPLES["docx"], name)
    assert lines(decoded.text) == list(NOTICE)
    (problem,) = decoded.problems
    assert problem.code == "wrong-suffix"
    assert Path(name).suffix in problem.message
    assert "Word (docx)" in problem.message


@pytest.mark.parametrize("name", ["a.docx", "a.DOCX", "a", "a.2024"])
def test_a_suffix_that_says_nothing_else_is_no_fault(name: str) -> None:
    """Without a suffix, with an unknown one or in capitals, nothing is said."""
    assert read_text(SAMPLES["docx"], name).problems == ()


@pytest.mark.parametrize("key", ["xls", "xlsx", "ppt", "pptx", "ods", "ofd", "gzip"])
def test_formats_without_a_reader_are_named(key: str) -> None:
    """What cannot be read is refused by its name, with a way out, never read as something else."""
    shown = next(f.name for f in FORMATS if f.key == key)
    with pytest.raises(ReadError) as caught:
        read_text(SAMPLES[key], "表.dat")
    assert "表.dat" in caught.value.message
    assert shown in caught.value.message
    assert caught.value.hint


def test_every_reader_can_be_called_for_what_it_is_there() -> None:
    """A format of the registry that can be read here gives the text of its sample."""
    for key in ("docx", "odt", "epub", "html", "zip", "plain"):
        assert lines(read_text(SAMPLES[key], f"a.{key}").text) == list(NOTICE)


def test_the_format_is_kept_with_the_witness(tmp_path: Path) -> None:
    """A witness says what it was read from; of an archive it is what lies in it."""
    for key, data in (("docx", SAMPLES["docx"]), ("plain", SAMPLES["plain"]), ("plain", SAMPLES["zip"])):
        (tmp_path / "x").write_bytes(data)
        witness = read_witness(tmp_path / "x", "甲")
        assert (witness.format, witness.made) == (key, key == "docx")
