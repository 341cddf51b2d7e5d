"""What a file is: its content decides, its suffix is heard where that says nothing."""

from pathlib import Path

import pytest

from doccompare.errors import ReadError
from doccompare.readers import FORMATS, read_text, read_witness
from doccompare.readers.formats import recognise
from tests.readers.making import NOTICE, ODF, W, chapter, epub, lines, open_text, packed, page, run, word

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
    "ole": OLE,
    "iwork": packed({"Index/Document.iwa": "x"}),
    "caj": b"CAJ\0" + bytes(60),
    "djvu": b"AT&TFORM",
    "mobi": bytes(60) + b"BOOKMOBI",
    "heic": b"\0\0\0\x18ftypheic",
    "webp": b"RIFF\0\0\0\0WEBP",
    "bmp": b"BM\x40\0\0\0\0\0\0\0",
    "tar": bytes(257) + b"ustar",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "wordml": b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
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


@pytest.mark.parametrize(
    "key",
    [
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "ods",
        "ofd",
        "gzip",
        "ole",
        "iwork",
        "caj",
        "djvu",
        "mobi",
        "heic",
        "tar",
        "svg",
    ],
)
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


@pytest.mark.parametrize(("suffix", "name"), [(".nh", "CAJ"), (".ceb", "CEB"), (".mobi", "Kindle")])
def test_bytes_that_nobody_knows_are_what_they_are_called(suffix: str, name: str) -> None:
    """Of a binary file without a sign of its own the suffix is believed, so that the advice fits."""
    with pytest.raises(ReadError, match=name):
        read_text(b"\x01\x02\0\0\x99" * 99, f"a{suffix}")


def test_a_document_without_its_main_part_is_damaged() -> None:
    """A docx whose text is missing is no archive of witnesses."""
    with pytest.raises(ReadError, match=r"a\.docx.*word/document\.xml"):
        read_text(packed({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>"}), "a.docx")


def test_word_saved_as_one_xml_file() -> None:
    """Word's flat form of a docx, and the flat odt, are read like the packed ones."""
    body = "".join(f"<w:p>{run(p)}</w:p>" for p in NOTICE)
    flat = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        '<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>'
        f"<w:document {W}><w:body>{body}</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"
    )
    assert lines(read_text(flat.encode(), "a.xml").text) == list(NOTICE)
    paragraphs = "".join(f"<text:p>{p}</text:p>" for p in NOTICE)
    flat = f"<office:document {ODF}><office:body><office:text>{paragraphs}</office:text></office:body>"
    assert lines(read_text(f"{flat}</office:document>".encode(), "a.fodt").text) == list(NOTICE)


def test_xml_of_another_kind_is_no_text() -> None:
    """Tags are not collated: unknown XML is refused, but a .txt is a text whatever stands in it."""
    source = '<?xml version="1.0"?><记录><标题>通知</标题></记录>'.encode()
    with pytest.raises(ReadError, match="XML"):
        read_text(source, "a.xml")
    assert "<标题>" in read_text(source, "a.txt").text
