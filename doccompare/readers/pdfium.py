"""The pages of a PDF as glyphs with boxes, and as pictures, asked of pdfium in a process of its own."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doccompare.errors import ReadError, say
from doccompare.readers.archives import PASSWORD, locked_up
from doccompare.readers.encodings import REPLACEMENT
from doccompare.readers.pagelayout import Box, Glyph
from doccompare.text import ideograph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Floats = NDArray[np.float64]

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
        self._ahead = 0  # the page that the child works at while this one is laid out
        self.pages = 0

    def open(self, data: bytes) -> None:
        """Hand the file over. Raises ReadError: encrypted, damaged, too many pages."""
        told = json.loads(self._ask(len(data).to_bytes(8, "big") + data, 0))
        if "pages" not in told:
            raise (locked_up if told["error"] in (_PASSWORD, _SECURITY) else damaged)(self._name)
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
        question = b"sheet %d\n"
        answer = self._answer(number) if self._ahead == number else self._ask(question % (number - 1), number)
        self._ahead = number + 1 if number < self.pages else 0
        if self._ahead:
            self._put(question % number)
        line, _, chars = answer.partition(b"\n")
        told = json.loads(line)
        if "count" in told:
            raise ReadError(
                say(
                    f"“{self._name}”第 {number} 页有 {told['count']} 个字符，不像一页印刷品。",
                    f"{self._name}, page {number}, has {told['count']} characters: that is no page of print.",
                ),
                say("请去掉这一页再试。", "Leave this page out."),
            )
        return sheet_of(told, chars, number) if told else Sheet(number, 595.0, 842.0, fault=True)

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
        """The child's answer to the question, which is of page ``number``."""
        if self._ahead:  # it was asked for a page that is not wanted
            self._answer(self._ahead)
            self._ahead = 0
        timer = self._killing()
        try:
            self._put(question)
        finally:
            timer.cancel()
        return self._answer(number)

    def _put(self, question: bytes) -> None:
        """Ask and do not wait; that the child has died is told by its answer."""
        into = self._child.stdin
        assert into is not None
        with suppress(OSError):
            into.write(question)
            into.flush()

    def _answer(self, number: int) -> bytes:
        """The child's answer. It is killed when it is waited for longer than PATIENCE."""
        out = self._child.stdout
        assert out is not None
        timer = self._killing()
        try:
            length = out.read(8)
            answer = out.read(int.from_bytes(length, "big")) if len(length) == 8 else b""
        except OSError:
            length, answer = b"", b""
        finally:
            timer.cancel()
        if len(length) < 8 or len(answer) < int.from_bytes(length, "big"):
            raise _given_up(self._name, number)
        return answer

    def _killing(self) -> threading.Timer:
        timer = threading.Timer(PATIENCE, self._child.kill)
        timer.start()
        return timer


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Document]:
    """The PDF, open while the block runs. Raises ReadError: encrypted, damaged, too many pages, harmful."""
    child = subprocess.Popen(
        [sys.executable, "-P", str(_CHILD), PASSWORD],
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


def damaged(name: str) -> ReadError:
    """The error for a file that is no PDF to the end."""
    return ReadError(
        say(
            f"“{name}”不是完整的 PDF：文件残缺或已损坏。",
            f"{name} is no whole PDF: it is cut off or damaged.",
        ),
        say("请重新取得文件。", "Get the file anew."),
    )


def sheet_of(told: dict[str, Any], chars: bytes, number: int) -> Sheet:
    """The page as its reader holds it, from what the child says of it and of its characters."""
    import numpy as np

    found, texts, known = _characters(np.frombuffer(chars).reshape(-1, 7))
    view = _View(told["edges"], told["rotation"], found[:, 5])
    boxes = view.boxes(found[:, 1:5])
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    seen = (x >= 0) & (x <= view.width) & (y >= 0) & (y <= view.height)
    printed = np.array([not char.isspace() for char in texts], dtype=bool)
    again = _printed_again(texts, boxes, np.flatnonzero(seen & printed))
    tilted = view.tilted(found[:, 5])
    glyphs: list[Glyph] = []
    radicals = 0
    upright = np.flatnonzero(seen & ~again & ~tilted)
    for i, box in zip(upright.tolist(), boxes[upright].tolist(), strict=True):
        plain = plain_form(texts[i])
        radicals += plain != texts[i]
        glyphs.append(Glyph(plain, Box(*box), not known[i]))
    frames = dict.fromkeys(view.box(place) for place in told["paths"])
    return Sheet(
        number,
        view.width,
        view.height,
        tuple(glyphs),
        "".join(texts[i] for i in np.flatnonzero(seen & ~again & tilted).tolist()),
        "".join(texts[i] for i in np.flatnonzero(~seen).tolist()),  # nobody sees them
        radicals,
        tuple(f for f in frames if f.width >= _FRAME and f.height >= _FRAME),
        tuple(view.box(place) for place in told["images"]),
        told["invisible"],
        len(told["paths"]) > _DRAWN or told["forms"] > 0,
    )


def _characters(told: Floats) -> tuple[Floats, list[str], list[bool]]:
    """The rows that are characters with a place, their characters, and whether the code of each is sure."""
    import numpy as np

    told = told[np.isfinite(told[:, 1:5]).all(axis=1)]
    texts: list[str] = []
    known: list[bool] = []
    rows: list[int] = []
    pending = 0  # the first half of a surrogate pair
    for row, (code, sure) in enumerate(
        zip(told[:, 0].astype(int).tolist(), told[:, 6].tolist(), strict=True)
    ):
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00)
        pending = 0
        char, is_known = _char(code)
        texts.append(char)
        known.append(is_known and sure > 0)
        rows.append(row)
    found = told[rows]
    found[:, 1:5] = np.round(found[:, 1:5], 2)
    return found, texts, known


@lru_cache(maxsize=65536)
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

    def __init__(self, edges: Sequence[float], rotation: int, angles: Floats) -> None:
        import numpy as np

        left, bottom, right, top = edges
        self._edges = left, bottom, right, top
        quarters = _quarters(angles)
        counts = np.bincount(quarters[quarters >= 0], minlength=4)
        self._main = int(counts.argmax())
        self._turns = -self._main % 4 if counts.any() else rotation // 90 % 4
        width, height = abs(right - left), abs(top - bottom)
        self.width, self.height = (height, width) if self._turns % 2 else (width, height)

    def tilted(self, angles: Floats) -> NDArray[np.bool_]:
        """Which characters stand otherwise than most."""
        found: NDArray[np.bool_] = _quarters(angles) != self._main
        return found

    def box(self, place: Sequence[float]) -> Box:
        """Left, bottom, right and top in the page's own points as a box from the top left of the view."""
        import numpy as np

        return Box(*self.boxes(np.array([place]))[0].tolist())

    def boxes(self, places: Floats) -> Floats:
        """Such boxes row by row."""
        import numpy as np

        (x0, y0), (x1, y1) = self._points(*places.T[:2]), self._points(*places.T[2:])
        return np.stack(
            [np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)], axis=1
        )

    def _points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        left, bottom, right, top = self._edges
        if self._turns == 0:
            return x - left, top - y
        if self._turns == 1:
            return y - bottom, x - left
        if self._turns == 2:
            return right - x, y - bottom
        return top - y, right - x


def _quarters(angles: Floats) -> NDArray[np.int64]:
    """Clockwise angles in radians as quarter turns; -1 when one lies between them."""
    import numpy as np

    turns = angles / (math.pi / 2)
    nearest = np.round(turns)
    return np.where(np.abs(turns - nearest) < 0.06, nearest % 4, -1).astype(np.int64)


def _printed_again(texts: Sequence[str], boxes: Floats, printed: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the ``printed`` stand where the same one was printed before, as makeshift bold type does.

    Two stand in one place when they share a cell of a grid, the nearest or that to the top left.
    """
    import numpy as np

    out = np.zeros(len(texts), dtype=bool)
    own = boxes[printed]
    step = np.maximum(1.0, 0.2 * np.maximum(own[:, 3] - own[:, 1], own[:, 2] - own[:, 0]))
    x, y = own[:, 0] / step, own[:, 1] / step
    codes = np.array([ord(texts[i]) for i in printed.tolist()], dtype=float)
    near, low = np.round(x) + 1j * np.round(y), np.floor(x) + 1j * np.floor(y)
    seen: set[tuple[float, complex]] = set()
    for i, code, nearest, corner in zip(
        printed.tolist(), codes.tolist(), near.tolist(), low.tolist(), strict=True
    ):
        if (code, nearest) in seen:
            out[i] = True
        else:
            seen.update(((code, nearest), (code, corner), (code, corner + (1 + 1j))))
    return out
