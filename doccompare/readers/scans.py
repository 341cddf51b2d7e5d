"""A scanned page as lines in reading order, and what is to be said of how well it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from doccompare.model import Note, Problem
from doccompare.readers.clearing import clearest
from doccompare.readers.crossread import doubts
from doccompare.readers.inkgaps import gaps
from doccompare.readers.ocr import LINE_SURE, OcrLine, glyphs_of, read_lines, read_pieces, read_strip
from doccompare.readers.pagelayout import Box, Glyph, PageLayout, Segment, lay_out
from doccompare.readers.plain import VERTICAL
from doccompare.readers.upright import is_vertical, quarter_turns, reads_well, turned_back
from doccompare.readers.warp import Warp, warp_of
from doccompare.text import is_punctuation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    from PIL.Image import Image

_FLAT = 8  # of 255: a page whose pixels differ less is blank, and not looked at from four sides
_BENT = 0.8  # ems out of place: the engine passes over lines, so that the page is read again, laid flat
_LONG = 16  # characters: a longer line may be bent in itself
_BOWED = 1.4  # sizes of type: a higher line is bent, or its type set wide
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
    if np.ptp(np.asarray(grey)) < _FLAT:
        return Recognised(_page([], number, points), ())
    scale = points[0] / max(1, grey.width)
    lines = read_lines(np.asarray(grey))
    well = reads_well(lines)
    if not well and is_vertical(np.asarray(grey), lines):
        return Recognised(_page([], number, points), (Problem(VERTICAL, _vertical_page(number)),))
    turns = 0 if well else quarter_turns(np.asarray(grey), lines)
    if turns:
        grey = grey.rotate(-90 * turns, expand=True)
        points = points[::-1] if turns % 2 else points
        lines = read_lines(np.asarray(grey))
    grey, lines = clearest(grey, lines)
    warp = _warp(np.asarray(grey), lines)
    if warp is not None:
        grey = warp.flatten(grey)
    if warp is not None and warp.off > _BENT:
        lines = read_lines(np.asarray(grey))
        glyphs = glyphs_of(lines, scale)
    else:
        glyphs = glyphs_of(lines, scale, warp)
    page = _page(glyphs, number, points)
    recovered, problems = _passed_over(np.asarray(grey), page, number, scale)
    if recovered:
        page = _page([*glyphs, *recovered], number, points)
    page = _cross_read(grey, page, scale)
    if warp is not None:
        page = _as_seen(page, lambda box: warp.box_seen(box, scale))
    if turns:
        page = _as_seen(page, lambda box: turned_back(box, turns, points))
        problems.append(
            Problem(
                "page-turned",
                Note(
                    f"第 {number} 页的图像横放或倒放，转正后识读。",
                    f"Page {number}: the image lies on its side or upside down; it was set upright.",
                ),
            )
        )
    return Recognised(page, tuple(problems) + _unsure(lines, number))


def _vertical_page(number: int) -> Note:
    return Note(
        f"第 {number} 页的图像是竖排，竖排尚不能读，未读。",
        f"Page {number}: the image is set vertically, which cannot be read yet; it is not read.",
    )


def _warp(pixels: Pixels, lines: Sequence[OcrLine]) -> Warp | None:
    """How the page lies; a second look at pieces of its lines where they are long and do not lie straight."""
    found = warp_of(lines, pixels.shape[1])
    printed = [line for line in lines if len(line.chars) >= _LONG]
    if not printed:
        return found
    bowed = median(line.tall / line.size for line in printed) > _BOWED
    if found is None and not bowed:
        return None
    return warp_of(lines, pixels.shape[1], read_pieces(pixels, median(line.size for line in printed)))


def _page(glyphs: Sequence[Glyph], number: int, points: tuple[float, float]) -> PageLayout:
    return lay_out(glyphs, number, points, trust_file=False)


def _as_seen(page: PageLayout, seen: Callable[[Box], Box]) -> PageLayout:
    """The page with the places of its lines as they are in the picture."""
    return replace(page, segments=tuple(replace(s, seen=seen(s.seen or s.box)) for s in page.segments))


def _passed_over(
    pixels: Pixels, page: PageLayout, number: int, scale: float
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
