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
from math import atan2, cos, sin
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from doccompare.errors import ReadError, say
from doccompare.readers.extras import OCR_LINE, ocr_is_installed
from doccompare.readers.pagelayout import Box, Glyph
from doccompare.text import is_han, is_latin, is_punctuation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]  # grey, rows from the top

RESOLUTION = 200  # dots per inch at which a page of a PDF is rendered for the engine
_SURE = 0.9  # confidence in one character; below it the character is doubtful
LINE_SURE = 0.5  # confidence in a line; below it all of the line is
_KEPT = 0.3  # and below this it is noise (a picture, a rule)
_BAND = 2000  # rows of pixels read at a time
_SHARED = 240  # rows that two bands have in common: a line cut by one is whole in the other
_ALIKE = 0.18  # lines whose sizes differ less are of one size


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line as the engine read it: each character with its confidence and box, in pixels."""

    chars: tuple[tuple[str, float, Box], ...]
    confidence: float
    box: Box
    slope: float  # radians; positive when it falls to the right

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(char for char, _, _ in self.chars)


def require_engine(name: str) -> None:
    """Raise ReadError, with the line that installs it, when there is no engine."""
    if not ocr_is_installed():
        raise ReadError(
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
    import numpy as np

    height = pixels.shape[0]
    found: list[OcrLine] = []
    top = 0
    while True:
        band = pixels[top : top + _BAND]
        result = _engine()(np.repeat(band[:, :, None], 3, axis=2), return_word_box=True)
        for line in _lines(result, top):
            _keep(found, line)
        if top + _BAND >= height:
            return found
        top += _BAND - _SHARED


def read_strip(pixels: Pixels) -> tuple[str, float]:
    """One line that is known to be there: its text and the confidence in it."""
    import numpy as np

    result = _engine()(np.repeat(pixels[:, :, None], 3, axis=2), use_det=False)
    texts, scores = getattr(result, "txts", None), getattr(result, "scores", None)
    return (texts[0], float(scores[0])) if texts and scores else ("", 0.0)


def _lines(result: Any, down: int) -> Iterator[OcrLine]:
    if result.boxes is None or result.txts is None:
        return
    for quad, text, score, words in zip(
        result.boxes, result.txts, result.scores, result.word_results or (), strict=False
    ):
        if not text.strip() or score < _KEPT:
            continue
        xs, ys = [float(p[0]) for p in quad], [float(p[1]) + down for p in quad]
        slope = atan2(ys[1] - ys[0], max(1.0, xs[1] - xs[0]))
        box = Box(min(xs), min(ys), max(xs), max(ys))
        # Each corner gives the height; the box of a slanting line is higher than the line.
        tall = ((ys[3] - ys[0]) + (ys[2] - ys[1])) / 2
        chars = tuple(_chars(words, tall, box, slope))
        if chars:
            yield OcrLine(chars, float(score), box, slope)


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


def skew_of(lines: Sequence[OcrLine]) -> float:
    """By how much the page is turned, in radians: the slope of its longer lines."""
    slopes = [line.slope for line in lines if line.box.width > 8 * line.box.height]
    return median(slopes) if slopes else 0.0


def glyphs_of(lines: Sequence[OcrLine], scale: float) -> list[Glyph]:
    """The characters set upright, in points (``scale`` points a pixel), every line of one even height.

    The boxes of an engine vary by a fifth for one size of type; lines that differ less are made alike.
    """
    turn = skew_of(lines)
    sizes = _sizes(lines)
    out: list[Glyph] = []
    for line, size in zip(lines, sizes, strict=True):
        middles = [_turned(b.middle, (b.top + b.bottom) / 2, turn) for _, _, b in line.chars]
        level = median(y for _, y in middles)
        before = ""
        for (char, score, box), (x, _) in zip(line.chars, middles, strict=True):
            if not char.isspace():
                unsure = line.confidence < LINE_SURE or (score < _SURE and not is_punctuation(char))
                left = x - box.width / 2
                if before and is_latin(before) and is_latin(char):
                    left = min(left, out[-1].box.right / scale)  # its boxes leave gaps inside words
                upright = Box(left, level - size / 2, x + box.width / 2, level + size / 2)
                out.append(Glyph(char, Box(*(v * scale for v in upright)), unsure))
            before = "" if char.isspace() else char
    return out


def _turned(x: float, y: float, by: float) -> tuple[float, float]:
    return x * cos(by) + y * sin(by), y * cos(by) - x * sin(by)


def _sizes(lines: Sequence[OcrLine]) -> list[float]:
    """The size of type of each line in pixels, alike where they differ little; the commonest comes first."""
    own = [_size(line) for line in lines]
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


def _size(line: OcrLine) -> float:
    """The distance from Han character to Han character where there are some, else from the height."""
    middles = [(char, box.middle) for char, _, box in line.chars]
    steps = [b - a for (left, a), (right, b) in pairwise(middles) if is_han(left) and is_han(right)]
    tall = median(box.height for _, _, box in line.chars)
    return median(steps) if len(steps) >= 3 else 0.8 * tall
