"""Page images: read by OCR through the same layout; what is unsure is marked, a lost line is noticed."""

from __future__ import annotations

import socket
import struct
import sys
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from benchmarks.photographs import Camera, photograph
from doccompare.errors import ReadError
from doccompare.readers import images, read_text
from doccompare.readers.crossread import doubts, second_engine
from doccompare.readers.extras import ocr_is_installed
from doccompare.readers.inkgaps import gaps
from doccompare.readers.ocr import OcrLine, glyphs_of, read_lines, read_strip
from doccompare.readers.pagelayout import Box, lay_out
from doccompare.readers.pdfium import opened
from doccompare.readers.scans import Recognised
from tests.readers.pagemaking import BODY, TITLE, character_error, needs_font
from tests.readers.pdfmaking import Page, by_rows, columns, pdf, wrapped

DPI = 150
LINES = wrapped(BODY[:5], 12)
ROWS = -(-len(LINES) // 2)


needs_engine = pytest.mark.skipif(not ocr_is_installed(), reason="the extra ocr is not installed")


def sheet_of_two_columns() -> bytes:
    """A PDF with a headline over two columns."""
    page = Page()
    page.centre(TITLE, 40, 14, middle=185)
    page.pieces += by_rows(columns(LINES, count=2, width=12, rows=ROWS, top=70)[0])
    return pdf([page])


def picture() -> Image.Image:
    """The upper left part of that page, as a scanner gives it."""
    with opened(sheet_of_two_columns(), "x.pdf") as document:
        whole = document.picture(1, DPI)
    return whole.crop((0, 0, round(330 * DPI / 72), round((90 + 16 * ROWS) * DPI / 72)))


def as_file(image: Image.Image, kind: str = "PNG") -> bytes:
    """The image in a file, its resolution stated."""
    packed = BytesIO()
    image.save(packed, kind, dpi=(DPI, DPI))
    return packed.getvalue()


@needs_font
@needs_engine
def test_a_page_image_is_read_in_columns_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 150 dpi at most 1 % of the characters are wrong, the columns in order; nothing is fetched."""

    def refuse(*_: object) -> None:
        raise AssertionError("the engine asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    found = read_text(as_file(picture()), "第三版.png")
    assert character_error(TITLE + "".join(BODY[:5]), found.text) <= 0.01
    assert found.reason == "ocr"
    assert {m.page for m in found.marks} == {1}
    boxes = [m.box for m in found.marks if m.box is not None]
    assert max(b[2] for b in boxes) < 340  # in points, not in pixels


@needs_font
@needs_engine
def test_a_scanned_pdf_is_read_by_ocr() -> None:
    """A PDF of page images has no text layer: its pages are read like images."""
    scan = picture()
    scan = scan.crop((0, 0, scan.width, scan.height // 2))
    size = scan.width * 72 / DPI, scan.height * 72 / DPI
    found = read_text(pdf([Page(image=(scan.width, scan.height, scan.tobytes()), size=size)]), "扫描.pdf")
    assert TITLE in found.text
    assert BODY[0][:40] in found.text
    assert found.reason == "ocr"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_an_image_without_the_extra(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence that it is a scan, and the line that installs what reads it."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # as if it were not installed
    with pytest.raises(ReadError, match=r"版\.img.*扫描") as caught:
        read_text(as_file(Image.new("L", (60, 60), 255), kind), "版.img")
    assert caught.value.hint == "pip install 'doccompare[ocr]'"


def test_a_scanned_pdf_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for a PDF without a text layer: never an empty text."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    data = pdf([Page(image=(8, 8, bytes(64)))])
    with pytest.raises(ReadError, match=r"扫描\.pdf.*没有可用的文字层"):
        read_text(data, "扫描.pdf")


def test_letters_turned_into_curves_are_no_empty_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is all drawing and has no characters is no blank page: it needs the OCR."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    page = Page(more="".join(f"{60 + n % 40} {100 + n} m {70 + n % 40} {104 + n} l S\n" for n in range(400)))
    with pytest.raises(ReadError, match=r"曲线\.pdf.*没有可用的文字层"):
        read_text(pdf([page]), "曲线.pdf")


def test_a_scan_among_pages_with_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """One scanned page in a PDF with text: the text is read, the page that was not is named."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    text = Page()
    text.put(TITLE + BODY[0][:20], 60, 60)
    found = read_text(pdf([text, Page(image=(8, 8, bytes(64)))]), "报.pdf")
    assert TITLE in found.text
    (problem,) = [p for p in found.problems if p.code == "page-without-text"]
    assert "第 2 页" in problem.message


@needs_engine
@pytest.mark.parametrize("keep", [20, 45, 70])
def test_a_damaged_image(keep: int) -> None:
    """An image that breaks off is refused by name."""
    data = as_file(Image.effect_noise((200, 200), 60))
    with pytest.raises(ReadError, match=r"坏\.png.*(损坏|残缺)"):
        read_text(data[:keep], "坏.png")


@needs_engine
def test_an_image_that_unpacks_to_too_much() -> None:
    """A small file that claims huge dimensions is refused before a pixel is made."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100)))
    with pytest.raises(ReadError, match=r"大\.png"):
        read_text(data, "大.png")


@needs_font
def test_a_line_passed_over_is_noticed() -> None:
    """Ink of the height of a line where nothing was read: its place in points; and nothing else is."""
    with opened(sheet_of_two_columns(), "x.pdf") as document:
        sheet = document.sheet(1)
        image = document.picture(1, DPI)
    import numpy as np

    whole = lay_out(sheet.glyphs, 1, (sheet.width, sheet.height))
    pixels = np.asarray(image)
    assert gaps(pixels, whole.segments, 72 / DPI) == []
    lost = next(s for s in whole.segments if s.text.startswith(LINES[5][1][:4]))
    rest = [s for s in whole.segments if s is not lost]
    ((place, size),) = gaps(pixels, rest, 72 / DPI)
    assert abs(place.top - lost.box.top) < 0.5 * size
    assert abs(place.left - lost.box.left) < size


@needs_font
@pytest.mark.skipif(second_engine() is None, reason="tesseract with a Chinese language is not installed")
def test_what_a_second_engine_reads_otherwise_is_doubtful() -> None:
    """A character that the second engine does not confirm is doubtful, those it confirms are not."""
    page = Page()
    text = BODY[0][:24]
    page.put(text, 40, 40, 14)
    with opened(pdf([page]), "x.pdf") as document:
        image = document.picture(1, 200).crop((60, 60, 1150, 220))
    wrong = text[:8] + "錯" + text[9:]
    assert 8 in (doubts(image, wrong) or ())
    assert len(doubts(image, text) or ()) <= 2


def test_little_confidence_makes_doubtful() -> None:
    """A Han character read with little confidence is doubtful, a sign is not."""
    box = Box(0, 0, 20, 20)
    chars = (
        ("部", 0.99, box),
        ("内", 0.5, box._replace(left=20, right=40)),
        ("。", 0.5, box._replace(left=40, right=60)),
    )
    glyphs = glyphs_of([OcrLine(chars, 0.9, Box(0, 0, 60, 20), 0.0, 20)], 1.0)
    assert [g.doubt for g in glyphs] == [False, True, False]


@needs_font
@needs_engine
def test_the_page_after_a_second_look_is_read_like_any_other() -> None:
    """The engine keeps what it was told last: a strip read by itself must not change what follows."""
    pixels = np.asarray(picture().crop((0, 0, 600, 120)))
    assert read_strip(pixels[60:100])
    assert read_lines(pixels)


@needs_font
@needs_engine
@pytest.mark.parametrize("turn", [90, 180])
def test_an_image_on_its_side_is_set_upright_and_told(turn: int) -> None:
    """The text is that of the upright image; the places are those of the image as it came."""
    upright = picture().crop((0, 0, 690, 420))
    plain = read_text(as_file(upright), "x.png")
    found = read_text(as_file(upright.rotate(turn, expand=True)), "x.png")
    assert character_error(plain.text, found.text) <= 0.01
    assert "page-turned" in {p.code for p in found.problems}
    own, other = found.marks[0].box, plain.marks[0].box
    assert own is not None
    assert other is not None
    high = upright.height * 72 / DPI
    wide = upright.width * 72 / DPI
    there = (
        (other[1], wide - other[2], other[3], wide - other[0])
        if turn == 90
        else (wide - other[2], high - other[3], wide - other[0], high - other[1])
    )
    assert own == pytest.approx(there, abs=4)


@needs_font
@needs_engine
def test_an_image_set_vertically_is_refused() -> None:
    """It could be read sideways, but without its punctuation: that is no text to collate."""
    page = Page()
    for n, text in enumerate(BODY[:6]):
        for row, char in enumerate(text[:30]):
            page.put(char, 400 - 24 * n, 40 + 15 * row, 14)
    with opened(pdf([page]), "x.pdf") as document:
        image = document.picture(1, DPI)
    with pytest.raises(ReadError, match="竖排"):
        read_text(as_file(image), "竖排.png")


@needs_font
@needs_engine
def test_a_photograph_of_a_curved_page_is_laid_flat() -> None:
    """A page seen at an angle and bowed by more than a line is read like the flat one."""
    page = Page()
    lines = wrapped(BODY[:4], 30)
    page.centre(TITLE, 50, 14)
    for n, (indent, text) in enumerate(lines):
        page.put(text, 60 + 14 * indent, 90 + 22 * n, 14)
    with opened(pdf([page]), "x.pdf") as document:
        sheet = document.picture(1, DPI).crop((0, 0, 1110, round((120 + 22 * len(lines)) * DPI / 72)))
    seen = photograph(sheet, Camera(lean=0.05, turn=2, curl=0.06))
    found = read_text(as_file(seen, "JPEG"), "x.jpg")
    assert character_error(TITLE + "".join(BODY[:4]), found.text) <= 0.01


@needs_engine
@needs_font
@pytest.mark.parametrize("kind", ["JPEG turned", "JPEG CMYK", "GIF", "WEBP", "BMP", "JPEG2000", "MPO"])
def test_images_of_every_kind(kind: str) -> None:
    """Turned by a camera, in printing colours, with a preview or a second frame: one page, read once."""
    with opened(sheet_of_two_columns(), "a.pdf") as document:
        sheet = document.picture(1, DPI).crop((0, 60, 800, 330))
    out, more = BytesIO(), {}
    image = sheet
    if kind == "JPEG turned":
        exif = Image.Exif()
        exif[0x0112] = 6
        image, more = sheet.rotate(90, expand=True), {"exif": exif}
    elif kind == "JPEG CMYK":
        image = sheet.convert("RGB").convert("CMYK")
    elif kind in ("GIF", "MPO"):
        more = {"save_all": True, "append_images": [sheet.resize((400, 135))]}
    image.save(out, kind.split()[0], **more)
    found = read_text(out.getvalue(), "a.img")
    assert character_error(TITLE, found.text[:30].split("\n")[0]) <= 0.1
    assert max(m.page for m in found.marks) == 1


def test_an_image_that_states_more_pixels_than_any_memory_holds() -> None:
    """The cause is its size, said without a warning of the library."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks
    )
    with pytest.raises(ReadError, match=r"a\.png.*太大" if ocr_is_installed() else "ocr"):
        read_text(data, "a.png")


@pytest.mark.parametrize(
    ("dpi", "seen"), [(600, (400, 200)), (1200, (200, 100)), (400, (800, 400)), (72, (800, 400))]
)
def test_a_scan_of_many_dots_is_read_at_fewer(
    dpi: int, seen: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above 450 dpi an image is made coarser; the size of its paper, by which places are told, stays."""
    given = []

    def note(image: Image.Image, number: int, points: tuple[float, float]) -> Recognised:
        given.append((image.size, tuple(round(v, 1) for v in points)))
        return Recognised(lay_out([], number, points), ())

    monkeypatch.setattr(images, "require_engine", lambda _: None)
    monkeypatch.setattr(images, "recognise", note)
    packed = BytesIO()
    Image.new("L", (800, 400), 255).save(packed, "TIFF", dpi=(dpi, dpi))
    with pytest.raises(ReadError, match="空"):
        read_text(packed.getvalue(), "a.tif")
    assert given == [(seen, (round(800 * 72 / dpi, 1), round(400 * 72 / dpi, 1)))]
