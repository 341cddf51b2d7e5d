"""The one place that speaks to pdfium: pages as glyphs with boxes, and as pictures."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from doccompare.errors import ReadError, say
from doccompare.readers.encodings import REPLACEMENT
from doccompare.readers.pagelayout import Box, Glyph

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 5_000
_MOST_GLYPHS = 200_000  # on one page; a page of a newspaper has ten thousand
_MOST_OBJECTS = 20_000  # of one page that are looked at for frames and pictures
_MOST_PIXELS = 60_000_000  # of one page rendered; a newspaper page at 300 dpi has 40 million
_FRAME = 30.0  # points; smaller rectangles are rules and ornaments
_PASSWORD = 4  # pdfium's error codes
_SECURITY = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is seen, points from its top left. ``glyphs`` are the upright ones, as filed.

    ``tilted``: characters set at an angle (watermarks, margins), left out of ``glyphs``; ``unknown``: how
    many have no code in Unicode; ``fault``: pdfium cannot read the page.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    tilted: str = ""
    unknown: int = 0
    frames: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    invisible: bool = False
    fault: bool = False


class Document:
    """An open PDF."""

    def __init__(self, document: Any, name: str) -> None:
        self._document = document
        self._name = name
        self.pages = len(document)

    def sheet(self, number: int) -> Sheet:
        """Page ``number``, from 1. Raises ReadError when it holds more than any page of print."""
        import pypdfium2

        try:
            page = self._document[number - 1]
        except (pypdfium2.PdfiumError, IndexError):
            return Sheet(number, 595.0, 842.0, fault=True)
        try:
            return _sheet(page, number, self._name)
        finally:
            page.close()

    def picture(self, number: int, dpi: int) -> Image:
        """Page ``number`` rendered, in grey; a page of huge format at fewer dots. Raises ReadError."""
        import pypdfium2

        try:
            page = self._document[number - 1]
            width, height = page.get_size()
            scale = min(dpi / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
            try:
                image: Image = page.render(scale=scale, grayscale=True).to_pil()
                return image
            finally:
                page.close()
        except (pypdfium2.PdfiumError, IndexError, MemoryError) as fault:
            raise _damaged(self._name) from fault


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Document]:
    """The PDF, closed at the end. Raises ReadError: encrypted, damaged, too many pages."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        code = getattr(fault, "err_code", None)
        raise (_encrypted(name) if code in (_PASSWORD, _SECURITY) else _damaged(name)) from fault
    try:
        if len(document) == 0:
            raise _damaged(name)
        if len(document) > MOST_PAGES:
            raise ReadError(
                say(
                    f"“{name}”有 {len(document)} 页，超过 {MOST_PAGES} 页。",
                    f"{name} has {len(document)} pages, more than {MOST_PAGES}.",
                ),
                say("请只取有关的版面。", "Take only the pages concerned."),
            )
        yield Document(document, name)
    finally:
        document.close()


def _encrypted(name: str) -> ReadError:
    return ReadError(
        say(
            f"“{name}”是加密的 PDF，需要密码才能打开。",
            f"{name} is an encrypted PDF that asks for a password.",
        ),
        say("请先用密码打开，另存为不加密的 PDF。", "Open it with its password and save it without."),
    )


def _damaged(name: str) -> ReadError:
    return ReadError(
        say(
            f"“{name}”不是完整的 PDF：文件残缺或已损坏。",
            f"{name} is no whole PDF: it is cut off or damaged.",
        ),
        say("请重新取得文件。", "Get the file anew."),
    )


def _sheet(page: Any, number: int, name: str) -> Sheet:
    from pypdfium2 import PdfiumError, raw

    try:
        textpage = page.get_textpage()
    except PdfiumError:
        width, height = page.get_size()
        return Sheet(number, width, height, fault=True)
    try:
        count = raw.FPDFText_CountChars(textpage)
        if count > _MOST_GLYPHS:
            raise ReadError(
                say(
                    f"“{name}”第 {number} 页有 {count} 个字符，不像一页印刷品。",
                    f"{name}, page {number}, has {count} characters: that is no page of print.",
                ),
                say("请去掉这一页再试。", "Leave this page out."),
            )
        found = list(_characters(textpage, count))
    finally:
        textpage.close()
    view = _View(page, found)
    glyphs: list[Glyph] = []
    tilted: list[str] = []
    unknown = 0
    seen: set[tuple[str, int, int]] = set()
    for char, known, corners, angle in found:
        box = view.box(*corners)
        if not (0 <= box.middle <= view.width and 0 <= (box.top + box.bottom) / 2 <= view.height):
            continue  # off the page: nobody sees it
        if not char.isspace() and _printed_twice(char, box, seen):
            continue
        if view.is_tilted(angle):
            tilted.append(char)
            continue
        unknown += not known
        glyphs.append(Glyph(char, box, not known))
    frames, pictures, invisible = _things(page, view)
    return Sheet(
        number, view.width, view.height, tuple(glyphs), "".join(tilted), unknown, frames, pictures, invisible
    )


_Found = tuple[str, bool, tuple[float, float, float, float], float]


def _characters(textpage: Any, count: int) -> Iterator[_Found]:
    """Each character with whether its code is sure, its box in the page's own points, and its angle.

    What pdfium makes up itself (spaces and line ends by its own reckoning) is left out.
    """
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    pending = 0  # the first half of a surrogate pair
    for i in range(count):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if raw.FPDFText_IsGenerated(textpage, i) == 1 and code != 2:
            continue
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00)
        pending = 0
        if not raw.FPDFText_GetLooseCharBox(textpage, i, box):
            continue
        corners = (box.left, box.bottom, box.right, box.top)
        if not all(map(math.isfinite, corners)):
            continue
        char, known = _char(code)
        known = known and raw.FPDFText_HasUnicodeMapError(textpage, i) != 1
        yield char, known, corners, raw.FPDFText_GetCharAngle(textpage, i)


def _char(code: int) -> tuple[str, bool]:
    """The character of a code, and whether it is one; pdfium's 2 is the hyphen at the end of a line."""
    if code == 2:
        return "-", True
    if code < 32 and code not in (9, 10, 13):
        return REPLACEMENT, False
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF or code in (0xFFFE, 0xFFFF):
        return REPLACEMENT, False
    return chr(code), code != 0xFFFD and not 0xE000 <= code < 0xF900


class _View:
    """The page as a reader holds it: the way up that most of its characters are."""

    def __init__(self, page: Any, found: Sequence[_Found]) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._edges = left, bottom, right, top
        quarters = Counter(q for _, _, _, angle in found if (q := _quarter(angle)) is not None)
        main = max(quarters, key=lambda q: (quarters[q], -q), default=None)
        self._turns = page.get_rotation() // 90 % 4 if main is None else -main % 4
        self._main = main or 0
        width, height = abs(right - left), abs(top - bottom)
        self.width, self.height = (height, width) if self._turns % 2 else (width, height)

    def is_tilted(self, angle: float) -> bool:
        """Whether a character at this angle stands otherwise than most."""
        return _quarter(angle) != self._main

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box in the page's own points as one in points from the top left of the view."""
        (x0, y0), (x1, y1) = self._point(left, bottom), self._point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._edges
        if self._turns == 0:
            return x - left, top - y
        if self._turns == 1:
            return y - bottom, x - left
        if self._turns == 2:
            return right - x, y - bottom
        return top - y, right - x


def _quarter(angle: float) -> int | None:
    """A clockwise angle in radians as quarter turns; None when it lies between them."""
    turns = angle / (math.pi / 2)
    nearest = round(turns)
    return nearest % 4 if abs(turns - nearest) < 0.06 else None


def _printed_twice(char: str, box: Box, seen: set[tuple[str, int, int]]) -> bool:
    """Whether the same character was printed in this place already, as makeshift bold type does."""
    step = max(1.0, 0.2 * max(box.height, box.width))
    x, y = box.left / step, box.top / step
    column, row = round(x), round(y)
    if (char, column, row) in seen:
        return True
    for at in {(math.floor(x), math.floor(y)), (math.ceil(x), math.ceil(y)), (column, row)}:
        seen.add((char, *at))
    return False


def _things(page: Any, view: _View) -> tuple[tuple[Box, ...], tuple[Box, ...], bool]:
    """Frames, pictures, and whether the text is invisible (laid under the image of a scan)."""
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    frames: list[Box] = []
    pictures: list[Box] = []
    texts = hidden = 0
    for i in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page, i)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
            hidden += raw.FPDFTextObj_GetTextRenderMode(thing) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            if not raw.FPDFPageObj_GetBounds(thing, *sides):
                continue
            box = view.box(*(side.value for side in sides))
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                pictures.append(box)
            elif box.width >= _FRAME and box.height >= _FRAME:
                frames.append(box)
    return tuple(dict.fromkeys(frames)), tuple(pictures), texts > 0 and hidden * 2 > texts
