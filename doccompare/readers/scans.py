"""A scanned page as lines in reading order, and what is to be said of how well it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from doccompare.model import Note, Problem
from doccompare.readers.crossread import doubts
from doccompare.readers.inkgaps import gaps
from doccompare.readers.ocr import LINE_SURE, OcrLine, glyphs_of, read_lines, read_strip, skew_of
from doccompare.readers.pagelayout import Box, Glyph, PageLayout, Segment, lay_out
from doccompare.text import is_punctuation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

_TURNED = 0.002  # radians; a page that is turned more is set upright before its rooms are looked at
_RECOVERED = 0.6  # confidence from which a line read on a second look is taken up


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as the OCR reads it, and what there is to say of it."""

    page: PageLayout
    problems: tuple[Problem, ...]


def recognise(image: Image, number: int, points: tuple[float, float]) -> Recognised:
    """The page read. ``points``: its size, by which all boxes are given."""
    import numpy as np

    grey = image.convert("L")
    pixels = np.asarray(grey)
    scale = points[0] / max(1, grey.width)
    lines = read_lines(pixels)
    turn = skew_of(lines)
    if abs(turn) > _TURNED:  # about the top left corner, as glyphs_of turns
        grey = _upright(grey, turn)
        pixels = np.asarray(grey)
    glyphs = glyphs_of(lines, scale)
    page = _page(glyphs, number, points)
    recovered, problems = _passed_over(pixels, page, number, scale)
    if recovered:
        page = _page([*glyphs, *recovered], number, points)
    return Recognised(_cross_read(grey, page, scale), tuple(problems) + _unsure(lines, number))


def _page(glyphs: Sequence[Glyph], number: int, points: tuple[float, float]) -> PageLayout:
    return lay_out(glyphs, number, points, trust_file=False)


def _upright(image: Image, turn: float) -> Image:
    from math import cos, sin

    from PIL.Image import Resampling, Transform

    # Where each pixel of the result is taken from: the inverse of the turn.
    inverse = (cos(turn), -sin(turn), 0.0, sin(turn), cos(turn), 0.0)
    return image.transform(image.size, Transform.AFFINE, inverse, Resampling.BILINEAR, fillcolor=255)


def _passed_over(
    pixels: NDArray[np.uint8], page: PageLayout, number: int, scale: float
) -> tuple[list[Glyph], list[Problem]]:
    """The lines the engine passed over: those that a second look reads, and a problem for each."""
    glyphs: list[Glyph] = []
    problems: list[Problem] = []
    for place, size in gaps(pixels, page.segments, scale):
        margin = 0.25 * place.height
        rows = slice(max(0, round((place.top - margin) / scale)), round((place.bottom + margin) / scale))
        across = slice(max(0, round((place.left - margin) / scale)), round((place.right + size) / scale))
        text, confidence = read_strip(pixels[rows, across])
        text = "".join(text.split())
        plausible = 0.5 <= len(text) * size / max(1.0, place.width) <= 2.5
        zh = f"第 {number} 页距左 {place.left:.0f}、距上 {place.top:.0f} 点处"
        en = f"Page {number}, {place.left:.0f} points from the left, {place.top:.0f} from the top:"
        if confidence >= _RECOVERED and plausible and any(not is_punctuation(c) for c in text):
            step = place.width / len(text)
            level = (place.top + place.bottom) / 2
            glyphs += [
                Glyph(
                    char,
                    Box(
                        place.left + n * step, level - size / 2, place.left + (n + 1) * step, level + size / 2
                    ),
                    True,
                )
                for n, char in enumerate(text)
            ]
            note = Note(
                f"{zh}漏读一行，已补读为“{text}”，识读存疑。",
                f"{en} a line was passed over; read again as “{text}”, doubtful.",
            )
            problems.append(Problem("ocr-line-recovered", note))
        else:
            note = Note(
                f"{zh}似有一行未读出，请对照原图。",
                f"{en} a line seems not to have been read; see the image.",
            )
            problems.append(Problem("ocr-line-missing", note))
    return glyphs, problems


def _unsure(lines: Sequence[OcrLine], number: int) -> tuple[Problem, ...]:
    """A problem for the lines in which the engine has little confidence."""
    weak = [line for line in lines if line.confidence < LINE_SURE]
    if not weak:
        return ()
    shown = "、".join(f"“{line.text[:12]}”" for line in weak[:4])
    return (
        Problem(
            "ocr-unsure",
            Note(
                f"第 {number} 页有 {len(weak)} 行识读不清：{shown}，识读存疑。",
                f"Page {number}: {len(weak)} lines are hardly legible: {shown}; doubtful.",
            ),
        ),
    )


def _cross_read(image: Image, page: PageLayout, scale: float) -> PageLayout:
    """The page with those characters doubtful, too, that the second engine reads otherwise."""
    columns: dict[Box, list[int]] = {}
    for n, segment in enumerate(page.segments):
        columns.setdefault(segment.column, []).append(n)
    segments: list[Segment] = list(page.segments)
    for column, own in columns.items():
        em = segments[own[0]].size
        edges = (column.left - em / 2, column.top - em / 2, column.right + em / 2, column.bottom + em / 2)
        text = "".join(segments[n].text for n in own)
        found = doubts(image.crop(tuple(max(0, round(v / scale)) for v in edges)), text)  # type: ignore[arg-type]
        if found is None:
            continue
        at = 0
        for n in own:
            body = segments[n].text
            new = {i - at for i in found if at <= i < at + len(body) and not is_punctuation(text[i])}
            segments[n] = replace(segments[n], doubts=tuple(sorted(new | set(segments[n].doubts))))
            at += len(body)
    return replace(page, segments=tuple(segments))
