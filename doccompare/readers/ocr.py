"""Scanned pages: an engine reads the lines, our own layout puts them in order.

The engine is RapidOCR with the models inside its wheel: their paths are given, so that nothing is ever
fetched. What it reads with little confidence, or a second engine reads otherwise, is marked as doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from math import atan2, sin
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from doccompare.errors import NeedsExtraError, ReadError, say
from doccompare.readers.extras import OCR_LINE, ocr_is_installed
from doccompare.readers.pagelayout import Box, Glyph
from doccompare.text import is_han, is_latin, is_punctuation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from doccompare.readers.warp import Warp

    Pixels = NDArray[np.uint8]  # grey, rows from the top

RESOLUTION = 200  # dots per inch at which a page of a PDF is rendered for the engine
_SURE = 0.9  # confidence in one character; below it the character is doubtful
LINE_SURE = 0.5  # confidence in a line; below it all of the line is
_KEPT = 0.3  # and below this it is noise (a picture, a rule)
_BAND = 2000  # rows of pixels read at a time
_SHARED = 240  # rows that two bands have in common: a line cut by one is whole in the other
_PIECE, _BAR = 8.0, 1.2  # ems between the bars that cut lines to pieces, and how wide they are
_PATCH = 64  # rows of a bar that are of one brightness
_ALIKE = 0.18  # lines whose sizes differ less are of one size
NARROWEST = 50  # times as long as wide: of a strip the engine makes a picture without width, or a huge one
# The engine keeps what it was told last, so that every call tells it everything.
_WHOLE = {"use_det": True, "use_cls": False, "use_rec": True, "return_word_box": True}
_PLACES = {"use_det": True, "use_cls": False, "use_rec": False, "return_word_box": False}
_STRIP = {"use_det": False, "use_cls": False, "use_rec": True, "return_word_box": False}


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line as the engine read it: each character with its confidence and box, in pixels."""

    chars: tuple[tuple[str, float, Box], ...]
    confidence: float
    box: Box
    slope: float  # radians; positive when it falls to the right
    tall: float  # from the top of the line to its foot, in pixels
    cut: tuple[bool, bool] = (False, False)  # whether its left, its right end is none of the print

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(char for char, _, _ in self.chars)

    @property
    def size(self) -> float:
        """The size of type, in pixels: from Han character to Han character, else from the height."""
        middles = [(char, box.middle) for char, _, box in self.chars]
        steps = [b - a for (left, a), (right, b) in pairwise(middles) if is_han(left) and is_han(right)]
        step = median(steps) if len(steps) >= 3 else 0.0
        return step if step > 0.3 * self.tall else 0.8 * self.tall  # in a vertical line there are no steps


def require_engine(name: str) -> None:
    """Raise NeedsExtraError, with the line that installs it, when there is no engine."""
    if not ocr_is_installed():
        raise NeedsExtraError(
            say(
                f"“{name}”是扫描图像（或字形已转曲线），没有可用的文字层，识读要装附加组件 ocr。",
                f"{name} is a scanned image (or letters turned into curves) without a text layer of use: "
                "reading it needs the extra ocr.",
            ),
            OCR_LINE,
        )


@cache
def _engine() -> Any:
    """The engine, its models loaded (a second or two). Raises ReadError when the wheel has none."""
    from rapidocr import RapidOCR

    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec is not None and spec.origin else Path()
    models = {part: sorted(folder.glob(f"*_{part}_*.onnx")) for part in ("det", "rec")}
    if not all(models.values()):
        raise ReadError(
            say("rapidocr 的安装不全：其中没有识读模型。", "rapidocr is not whole: it holds no models."),
            OCR_LINE,
        )
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Global.max_side_len": 5000,
            "Det.model_path": str(models["det"][-1]),
            "Rec.model_path": str(models["rec"][-1]),
        }
    )


def read_lines(pixels: Pixels) -> list[OcrLine]:
    """The lines of a page as the engine finds them, in no order of use."""
    found: list[OcrLine] = []
    for top, band in _bands(pixels):
        for line in _lines(_engine()(band, **_WHOLE), top):
            _keep(found, line)
    return found


def read_strip(pixels: Pixels) -> tuple[str, float]:
    """One line that is known to be there: its text and the confidence in it."""
    import numpy as np

    result = _engine()(np.repeat(pixels[:, :, None], 3, axis=2), **_STRIP)
    texts, scores = getattr(result, "txts", None), getattr(result, "scores", None)
    return (texts[0], float(scores[0])) if texts and scores else ("", 0.0)


def read_pieces(pixels: Pixels, size: float) -> list[OcrLine]:
    """The lines in pieces of a few characters, where they stand only: how each piece slopes is the answer.

    Bars in the colour of the paper cut the lines for the engine, which takes every line for straight.
    """
    import numpy as np

    barred = pixels.copy()
    wide, step = round(_BAR * size), round(_PIECE * size)
    for x in range(step, pixels.shape[1], step):
        for y in range(0, pixels.shape[0], _PATCH):
            part = barred[y : y + _PATCH, x : x + wide]
            part[:] = np.percentile(part, 75)
    found: list[OcrLine] = []
    for top, band in _bands(barred):
        result = _engine()(band, **_PLACES)
        for quad in () if result.boxes is None else result.boxes:
            box, slope, tall = _place(quad, top)
            left, right = (box.left - wide) % step, box.right % step
            cut = [min(off, step - off) < 0.7 * size for off in (left, right)]
            _keep(found, OcrLine((), 0.0, box, slope, tall, (cut[0], cut[1])))
    return found


def _bands(pixels: Pixels) -> Iterator[tuple[int, Any]]:
    """The picture in bands that overlap: the first row of each, and it in three colours."""
    import numpy as np

    for top in range(0, max(1, pixels.shape[0] - _SHARED), _BAND - _SHARED):
        yield top, np.repeat(pixels[top : top + _BAND, :, None], 3, axis=2)


def _place(quad: Any, down: int) -> tuple[Box, float, float]:
    """Box, slope and height of a line by its four corners, from the top left clockwise."""
    xs, ys = [float(p[0]) for p in quad], [float(p[1]) + down for p in quad]
    slope = atan2(ys[1] - ys[0], max(1.0, xs[1] - xs[0]))
    # Each corner gives the height; the box of a slanting line is higher than the line.
    return Box(min(xs), min(ys), max(xs), max(ys)), slope, ((ys[3] - ys[0]) + (ys[2] - ys[1])) / 2


def _lines(result: Any, down: int) -> Iterator[OcrLine]:
    if result.boxes is None or result.txts is None:
        return
    for quad, text, score, words in zip(
        result.boxes, result.txts, result.scores, result.word_results or (), strict=False
    ):
        if not text.strip() or score < _KEPT:
            continue
        box, slope, tall = _place(quad, down)
        chars = tuple(_chars(words, tall, box, slope))
        if chars:
            yield OcrLine(chars, float(score), box, slope, tall)


def _chars(words: Any, tall: float, line: Box, slope: float) -> Iterator[tuple[str, float, Box]]:
    """The characters of a line; a Latin word comes whole and is divided evenly."""
    centre = (line.top + line.bottom) / 2
    for text, score, quad in words or ():
        if not text:
            continue
        left, right = min(float(p[0]) for p in quad), max(float(p[0]) for p in quad)
        step = (right - left) / len(text)
        for n, char in enumerate(text):
            x = left + n * step
            y = centre + (x + step / 2 - line.middle) * sin(slope)
            yield char, float(score), Box(x, y - tall / 2, x + step, y + tall / 2)


def _keep(found: list[OcrLine], line: OcrLine) -> None:
    """Add a line; of two readings of one place, where bands overlap, the larger stays."""
    for n, other in enumerate(found):
        wide = min(line.box.right, other.box.right) - max(line.box.left, other.box.left)
        high = min(line.box.bottom, other.box.bottom) - max(line.box.top, other.box.top)
        if wide > 0 and high > 0 and wide * high > 0.5 * min(line.box.area, other.box.area):
            if line.box.area > other.box.area:
                found[n] = line
            return
    found.append(line)


def glyphs_of(lines: Sequence[OcrLine], scale: float, warp: Warp | None = None) -> list[Glyph]:
    """The characters as on the page laid flat, in points (``scale`` points a pixel).

    The boxes of an engine vary by a fifth for one size of type; lines that differ less are made alike,
    every line is of one height, and a Han character as wide as high.
    """
    import numpy as np

    out: list[Glyph] = []
    for line, size in zip(lines, _sizes(lines), strict=True):
        x = np.array([box.middle for _, _, box in line.chars])
        y = np.array([(box.top + box.bottom) / 2 for _, _, box in line.chars])
        if warp is not None:
            x, y = warp.flat(x, y)
        level = float(np.median(y))
        before = ""
        for (char, score, box), middle in zip(line.chars, x.tolist(), strict=True):
            if not char.isspace():
                unsure = is_unsure(line, char, score)
                wide = size if is_han(char) else box.width
                left = middle - wide / 2
                if before and is_latin(before) and is_latin(char):
                    left = min(left, out[-1].box.right / scale)  # its boxes leave gaps inside words
                upright = Box(left, level - size / 2, middle + wide / 2, level + size / 2)
                out.append(Glyph(char, Box(*(v * scale for v in upright)), unsure))
            before = "" if char.isspace() else char
    return out


def is_unsure(line: OcrLine, char: str, score: float) -> bool:
    """Whether a character of the line, read with this confidence, is doubtful."""
    return line.confidence < LINE_SURE or (score < _SURE and not is_punctuation(char))


def _sizes(lines: Sequence[OcrLine]) -> list[float]:
    """The size of type of each line in pixels, alike where they differ little; the commonest comes first."""
    own = [line.size for line in lines]
    weights = [len(line.chars) for line in lines]
    out = [0.0] * len(own)
    left = set(range(len(own)))
    while left:
        best = max(left, key=lambda i: sum(weights[j] for j in left if _near(own[i], own[j])))
        group = [j for j in left if _near(own[best], own[j])]
        for j in group:
            out[j] = own[best]
        left -= set(group)
    return out


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= _ALIKE * max(a, b)
