"""The pages of a PDF as glyphs with boxes, and as pictures, asked of pdfium in a process of its own."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doccompare.errors import ReadError, say
from doccompare.readers.encodings import REPLACEMENT
from doccompare.readers.pagelayout import Box, Glyph
from doccompare.text import ideograph

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 5_000
PATIENCE = 30.0  # seconds for one page; a full one takes a hundredth of a second
_CHILD = Path(__file__).with_name("pdfchild.py")
_MOST_PIXELS = 60_000_000  # of one page rendered; a newspaper page at 300 dpi has 40 million
_DRAWN = 200  # paths on a page; letters turned into curves are thousands
_FRAME = 30.0  # points; smaller rectangles are rules and ornaments
_PASSWORD, _SECURITY = 4, 5  # pdfium's error codes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is seen, points from its top left. ``glyphs`` are the upright ones, as filed.

    ``tilted``: characters set at an angle (watermarks, margins), left out of ``glyphs``, as are those
    ``outside`` the page; ``radicals``: how many are coded as radicals; ``frames`` and
    ``pictures``: boxes of rectangles and images; ``invisible``: the text is laid under the image of a scan;
    ``drawn``: there is so much drawing that letters may be among it; ``fault``: pdfium cannot read the page.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    tilted: str = ""
    outside: str = ""
    radicals: int = 0
    frames: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    invisible: bool = False
    drawn: bool = False
    fault: bool = False


class Document:
    """An open PDF. ``ask`` and what is built on it raise ReadError when the child dies or takes too long."""

    def __init__(self, child: subprocess.Popen[bytes], name: str) -> None:
        self._child = child
        self._name = name
        self.pages = 0

    def open(self, data: bytes) -> None:
        """Hand the file over. Raises ReadError: encrypted, damaged, too many pages."""
        told = json.loads(self._ask(len(data).to_bytes(8, "big") + data, 0))
        if "pages" not in told:
            raise (_encrypted if told["error"] in (_PASSWORD, _SECURITY) else damaged)(self._name)
        self.pages = told["pages"]
        if self.pages == 0:
            raise damaged(self._name)
        if self.pages > MOST_PAGES:
            raise ReadError(
                say(
                    f"“{self._name}”有 {self.pages} 页，超过 {MOST_PAGES} 页。",
                    f"{self._name} has {self.pages} pages, more than {MOST_PAGES}.",
                ),
                say("请只取有关的版面。", "Take only the pages concerned."),
            )

    def sheet(self, number: int) -> Sheet:
        """Page ``number``, from 1. Raises ReadError when it holds more than any page of print."""
        told = json.loads(self._ask(b"sheet %d\n" % (number - 1), number))
        if "count" in told:
            raise ReadError(
                say(
                    f"“{self._name}”第 {number} 页有 {told['count']} 个字符，不像一页印刷品。",
                    f"{self._name}, page {number}, has {told['count']} characters: that is no page of print.",
                ),
                say("请去掉这一页再试。", "Leave this page out."),
            )
        return sheet_of(told, number) if told else Sheet(number, 595.0, 842.0, fault=True)

    def picture(self, number: int, dpi: int) -> Image:
        """Page ``number`` rendered in grey; a page of huge format at fewer dots. Raises ReadError."""
        from PIL import Image

        question = f"picture {number - 1} {dpi / 72:.4f} {_MOST_PIXELS}\n"
        told = self._ask(question.encode(), number)
        if not told:
            raise damaged(self._name)
        size = int.from_bytes(told[:4], "big"), int.from_bytes(told[4:8], "big")
        return Image.frombytes("L", size, told[8:])

    def _ask(self, question: bytes, number: int) -> bytes:
        """The child's answer. It is killed when it takes longer than PATIENCE."""
        into, out = self._child.stdin, self._child.stdout
        assert into is not None
        assert out is not None
        timer = threading.Timer(PATIENCE, self._child.kill)
        timer.start()
        try:
            into.write(question)
            into.flush()
            length = out.read(8)
            answer = out.read(int.from_bytes(length, "big")) if len(length) == 8 else b""
        except OSError:
            length, answer = b"", b""
        finally:
            timer.cancel()
        if len(length) < 8 or len(answer) < int.from_bytes(length, "big"):
            raise _given_up(self._name, number)
        return answer


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Document]:
    """The PDF, open while the block runs. Raises ReadError: encrypted, damaged, too many pages, harmful."""
    child = subprocess.Popen(
        [sys.executable, "-P", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        document = Document(child, name)
        document.open(data)
        yield document
    finally:
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was not yet written has nobody to read it
                if pipe is not None:
                    pipe.close()
        child.wait()


def _given_up(name: str, number: int) -> ReadError:
    where = (f"第 {number} 页", f", page {number},") if number else ("", "")
    return ReadError(
        say(
            f"“{name}”{where[0]}读不下去：耗时或所用内存过多，或使 PDF 程序库崩溃。",
            f"{name}{where[1]} cannot be read: it takes too much time or memory, or crashes the PDF library.",
        ),
        say(
            "文件可能已损坏或有害；请重新取得，或另存为 PDF。",
            "It may be damaged or harmful: get it anew, or print it to a new PDF.",
        ),
    )


def _encrypted(name: str) -> ReadError:
    return ReadError(
        say(
            f"“{name}”是加密的 PDF，需要密码才能打开。",
            f"{name} is an encrypted PDF that asks for a password.",
        ),
        say("请先用密码打开，另存为不加密的 PDF。", "Open it with its password and save it without."),
    )


def damaged(name: str) -> ReadError:
    """The error for a file that is no PDF to the end."""
    return ReadError(
        say(
            f"“{name}”不是完整的 PDF：文件残缺或已损坏。",
            f"{name} is no whole PDF: it is cut off or damaged.",
        ),
        say("请重新取得文件。", "Get the file anew."),
    )


def sheet_of(told: dict[str, Any], number: int) -> Sheet:
    """The page as its reader holds it, from what the child says of it."""
    found = list(_characters(told["chars"]))
    view = _View(told["edges"], told["rotation"], [angle for *_, angle in found])
    glyphs: list[Glyph] = []
    tilted: list[str] = []
    outside: list[str] = []
    radicals = 0
    seen: set[tuple[str, int, int]] = set()
    for char, known, corners, angle in found:
        box = view.box(*corners)
        if not (0 <= box.middle <= view.width and 0 <= (box.top + box.bottom) / 2 <= view.height):
            outside.append(char)  # nobody sees it
            continue
        if not char.isspace() and _printed_twice(char, box, seen):
            continue
        if view.is_tilted(angle):
            tilted.append(char)
            continue
        plain = plain_form(char)
        radicals += plain != char
        glyphs.append(Glyph(plain, box, not known))
    frames = dict.fromkeys(view.box(*place) for place in told["paths"])
    return Sheet(
        number,
        view.width,
        view.height,
        tuple(glyphs),
        "".join(tilted),
        "".join(outside),
        radicals,
        tuple(f for f in frames if f.width >= _FRAME and f.height >= _FRAME),
        tuple(view.box(*place) for place in told["images"]),
        told["invisible"],
        len(told["paths"]) > _DRAWN or told["forms"] > 0,
    )


_Found = tuple[str, bool, tuple[float, float, float, float], float]


def _characters(told: Sequence[Sequence[float]]) -> Iterator[_Found]:
    """Each character with whether its code is sure, its box in the page's own points, and its angle."""
    pending = 0  # the first half of a surrogate pair
    for number, left, bottom, right, top, angle, sure in told:
        code = int(number)
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00)
        pending = 0
        char, known = _char(code)
        yield char, known and bool(sure), (left, bottom, right, top), angle


def _char(code: int) -> tuple[str, bool]:
    """The character of a code, and whether it is one; pdfium's 2 is the hyphen at the end of a line."""
    if code == 2:
        return "-", True
    if code < 32 and code not in (9, 10, 13):
        return REPLACEMENT, False
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF or code in (0xFFFE, 0xFFFF):
        return REPLACEMENT, False
    return chr(code), code != 0xFFFD and not 0xE000 <= code < 0xF900


@lru_cache(maxsize=65536)
def plain_form(char: str) -> str:
    """What a glyph stands for when its font gives it the code of a radical, or that of a ligature.

    A font prints 长 and ⻓ with one glyph; which of the two codes a PDF tells for it is chance.
    """
    if "\ufb00" <= char <= "\ufb06":
        return unicodedata.normalize("NFKC", char)
    return ideograph(char)


class _View:
    """The page as a reader holds it: the way up that most of its characters are."""

    def __init__(self, edges: Sequence[float], rotation: int, angles: Sequence[float]) -> None:
        left, bottom, right, top = edges
        self._edges = left, bottom, right, top
        quarters = Counter(q for angle in angles if (q := _quarter(angle)) is not None)
        main = max(quarters, key=lambda q: (quarters[q], -q), default=None)
        self._turns = rotation // 90 % 4 if main is None else -main % 4
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
    if (char, round(x), round(y)) in seen:
        return True
    column, row = math.floor(x), math.floor(y)
    seen.add((char, column, row))
    seen.add((char, column + 1, row + 1))
    seen.add((char, round(x), round(y)))
    return False
