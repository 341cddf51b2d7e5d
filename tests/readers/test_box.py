"""A box of broken and hostile files: each is refused with its name and the cause, in bounded time."""

from __future__ import annotations

import bz2
import gzip
import struct
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from doccompare.cli import main
from doccompare.readers.extras import ocr_is_installed
from tests.readers.making import NOTICE, PACKAGE, W, docx, epub, open_text, packed, run, word
from tests.readers.pagemaking import BODY
from tests.readers.pdfmaking import Page, Piece, assembled, by_columns, columns, pdf, wrapped

SECONDS = 30.0  # for one file; a quiet machine needs three at most
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)
NOISE = bytes(n * n * 7 % 251 for n in range(1, 5000))


def sound_pdf() -> bytes:
    """One page of three columns."""
    return pdf([Page(pieces=by_columns(columns(wrapped(BODY, 15))[0]))])


def tree(*kids: bytes) -> bytes:
    """A PDF of these objects below its catalogue."""
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>", *kids])


def deflated(content: bytes) -> bytes:
    """A stream of a PDF."""
    body = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(body), body)


def png(wide: int, high: int, body: bytes = b"") -> bytes:
    """A PNG that says it is so large, and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


def fax() -> bytes:
    """A TIFF in black and white, packed as fax machines do."""
    out = BytesIO()
    Image.new("1", (600, 200), 1).save(out, "TIFF", compression="group4")
    return out.getvalue()


def sheets(count: int) -> bytes:
    """A TIFF of so many blank pages."""
    out = BytesIO()
    sheet = Image.new("1", (60, 90), 1)
    sheet.save(out, "TIFF", save_all=True, append_images=[sheet] * (count - 1))
    return out.getvalue()


def body_of(xml: str, head: str = "") -> bytes:
    """A Word document of this XML, ``head`` before its root."""
    return packed(
        {**PACKAGE, "word/document.xml": f"{head}<w:document {W}><w:body>{xml}</w:body></w:document>"}
    )


def ole(stream: str) -> bytes:
    """The beginnings of an OLE file with one stream of that name."""
    return OLE + bytes(600) + f"{stream}\0".encode("utf-16-le") + bytes(600)


_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R%b>>"

_LOCKED = (
    "/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4"
    f"/O<{'28' * 32}>/U<{'4e' * 32}>>>/ID[<{'00' * 16}><{'00' * 16}>]"
)

# Name, what it holds, and words of the message that name the cause.
Case = tuple[str, Callable[[], bytes], str]
BOX: tuple[Case, ...] = (
    ("empty.txt", lambda: b"", "is empty"),
    ("empty.pdf", lambda: b"", "is empty"),
    ("blank.txt", lambda: "\n \u3000\n".encode(), "is empty"),
    ("mark.txt", lambda: b"\xef\xbb\xbf", "is empty"),
    ("zeros.txt", lambda: bytes(5000), "not a text file"),
    ("nul.txt", lambda: "正文\0\0\0正文".encode(), "not a text file"),
    ("noise.txt", lambda: NOISE, "not a text file"),
    ("cut.docx", lambda: word(NOTICE)[:700], "cut off"),
    ("cut.odt", lambda: open_text(NOTICE)[:300], "cut off"),
    ("cut.epub", lambda: epub({"a": "<p/>"})[:300], "cut off"),
    (
        "bomb.docx",
        lambda: packed({**PACKAGE, "word/document.xml": b" " * 150_000_000}),
        "unpacks to too much",
    ),
    ("bomb.zip", lambda: packed({"a.txt": b"0" * 150_000_000}), "unpacks to too much"),
    ("nested.zip", lambda: packed({"a.zip": packed({"b.txt": "x"})}), "is an archive itself"),
    ("many.zip", lambda: packed({f"{n}.txt": b"x" for n in range(12_000)}), "more than 10000 members"),
    ("entities.docx", lambda: body_of("<w:p><w:r><w:t>&k;</w:t></w:r></w:p>", ENTITIES), "entit"),
    (
        "outside.docx",
        lambda: body_of("", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hosts">]>'),
        "defines entities",
    ),
    ("deep.docx", lambda: body_of("<w:sdt>" * 100_000), "damaged"),
    ("nobody.docx", lambda: packed({**PACKAGE}), "damaged"),
    ("nul.docx", lambda: body_of("<w:p>\0</w:p>"), "damaged"),
    ("blank.docx", lambda: docx(f"<w:p>{run(' ')}</w:p>"), "is empty"),
    ("noise.doc", lambda: OLE + NOISE, "damaged"),
    ("sheet.xls", lambda: ole("Workbook"), "Excel"),
    ("slides.ppt", lambda: ole("PowerPoint Document"), "PowerPoint"),
    ("locked.docx", lambda: ole("EncryptedPackage"), "password"),
    ("book.xlsx", lambda: packed({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "Excel"),
    ("page.ofd", lambda: packed({"OFD.xml": "<a/>"}), "OFD"),
    ("page.caj", lambda: b"CAJ\0" + NOISE, "CAJ"),
    ("page.djvu", lambda: b"AT&TFORM" + NOISE, "DjVu"),
    ("page.mobi", lambda: bytes(60) + b"BOOKMOBI" + NOISE, "Kindle"),
    ("a.gz", lambda: gzip.compress("正文".encode()), "gzip"),
    ("a.bz2", lambda: bz2.compress("正文".encode()), "bzip2"),
    ("a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    ("a.rtf", lambda: b"{\\rtf1 " + b"{" * 200_000, "nested without end"),
    ("a.mht", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "damaged"),
    ("a.eml", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n", "damaged"),
    ("cut.pdf", lambda: sound_pdf()[:600], "cut off"),
    ("noise.pdf", lambda: b"%PDF-1.7\n" + NOISE, "cut off"),
    ("ring.pdf", lambda: tree(b"<</Type/Pages/Kids[2 0 R]/Count 5>>"), "damaged"),
    ("locked.pdf", lambda: pdf([Page()], trailer=_LOCKED), "password"),
    (
        "many.pdf",
        lambda: pdf([Page(pieces=[Piece("字" * 15_000, 9, 9 + 9 * n, 0.03) for n in range(7)])]),
        "no page of print",
    ),
    ("blank.pdf", lambda: pdf([Page()]), "is empty"),
    (
        "drawn.pdf",
        lambda: tree(
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE % b"", deflated(b"0 0 m 1 1 l S\n" * 10_000_000)
        ),
        "too much time or memory",
    ),
)

IMAGES: tuple[Case, ...] = (
    ("large.png", lambda: png(100_000, 100_000), "too large"),
    ("wide.png", lambda: png(2**31 - 1, 1), "too large"),
    ("cut.png", lambda: png(300, 300), "cut off"),
    ("head.png", lambda: b"\x89PNG\r\n\x1a\n", "cut off"),
    ("ring.tif", lambda: b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "cut off"),
    ("cut.tif", lambda: fax()[:150], "cut off"),
    ("strip.png", lambda: png(100_000, 1, bytes(100_001)), "no page of print"),
    ("strip2.png", lambda: png(1, 100_000, bytes(200_000)), "no page of print"),
    ("blanks.tif", lambda: sheets(400), "is empty"),
    ("pages.tif", lambda: sheets(501), "one too many"),
    ("blank.png", lambda: png(90, 60, (b"\0" + b"\xff" * 90) * 60), "is empty"),
)
_CASES = (*BOX, *(IMAGES if ocr_is_installed() else ()))


@pytest.mark.parametrize(("name", "made", "cause"), _CASES, ids=[case[0] for case in _CASES])
def test_a_bad_file_is_named_with_its_cause(
    name: str,
    made: Callable[[], bytes],
    cause: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, the file, the cause, what to do next; nothing else is printed, nothing written."""
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text("\n".join(NOTICE), encoding="utf-8")
    Path(name).write_bytes(made())
    began = time.monotonic()
    done = CliRunner().invoke(main, ["collate", "--lang", "en", "-o", "out", "good.txt", name])
    took = time.monotonic() - began
    lines = done.output.strip().splitlines()
    assert done.exit_code == 2, done.output
    assert lines[0].startswith("Error: ")
    assert name in lines[0]
    assert cause in lines[0]
    assert len(lines) >= 2  # what to do next
    assert capfd.readouterr() == ("", "")  # C libraries write past Python
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["good.txt", name])
    assert took < SECONDS
