"""How a photographed page lies, from the lines of print alone."""

from __future__ import annotations

from math import atan, cos, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from doccompare.readers.ocr import OcrLine, glyphs_of
from doccompare.readers.pagelayout import Box
from doccompare.readers.warp import Warp, warp_of

WIDTH, SIZE, PITCH = 1200, 20.0, 32.0
COLUMNS = (100, 420, 740)  # left edges; each is 14 characters wide
CHARS = "加强城市老旧小区消防安全工作"


def line(x: float, y: float, slope: float) -> OcrLine:
    """Fourteen characters from ``x`` to the right, as an engine sees them."""
    chars = []
    for n, char in enumerate(CHARS):
        left, middle = x + n * SIZE, y + slope * (n + 0.5) * SIZE
        chars.append((char, 0.99, Box(left, middle - SIZE / 2, left + SIZE, middle + SIZE / 2)))
    boxes = [box for _, _, box in chars]
    whole = Box(x, min(b.top for b in boxes), boxes[-1].right, max(b.bottom for b in boxes))
    return OcrLine(tuple(chars), 0.99, whole, atan(slope), SIZE)


def page(bow: float, lean: float, turn: float) -> list[OcrLine]:
    """Three columns of thirty lines: bowed by so many pixels, leaning, turned (radians)."""
    out = []
    for column in COLUMNS:
        for n in range(30):
            x, y = column, 100 + n * PITCH
            middle = x + 7 * SIZE
            slope = turn + bow * pi / WIDTH * cos(pi * middle / WIDTH)
            height = turn * x + bow * np.sin(pi * x / WIDTH)
            out.append(line(x - (lean + turn) * y, y + float(height), float(slope)))
    return out


def spread(lines: list[OcrLine], warp: Warp | None) -> tuple[float, float]:
    """How far the lines of a row differ in height, and those of a column in their left edge, in pixels."""
    glyphs = glyphs_of(lines, 1.0, warp)
    firsts = [glyphs[n] for n in range(0, len(glyphs), len(CHARS))]
    tops = np.array([g.box.top for g in firsts]).reshape(3, 30)
    lefts = np.array([g.box.left for g in firsts]).reshape(3, 30)
    return float(np.ptp(tops, axis=0).max()), float(np.ptp(lefts, axis=1).max())


@pytest.mark.parametrize(
    ("bow", "lean", "turn"), [(0, 0, 0.02), (60, 0, 0), (0, 0.04, 0), (40, 0.03, -0.03), (-50, -0.04, 0.04)]
)
def test_lines_and_columns_are_straight_again(bow: float, lean: float, turn: float) -> None:
    """Within a fifth of a character, where they were out by half a one or more."""
    lines = page(bow, lean, turn)
    warp = warp_of(lines, WIDTH)
    before, after = spread(lines, None), spread(lines, warp)
    assert max(before) > SIZE / 2
    assert max(after) < SIZE / 5


def test_a_flat_page_is_left_alone() -> None:
    """Nothing is pulled about that is straight already; nor where there is too little to see."""
    assert warp_of(page(0, 0, 0), WIDTH) is None
    assert warp_of(page(40, 0, 0)[:2], WIDTH) is None
    assert warp_of([], WIDTH) is None


@settings(max_examples=30, deadline=None)
@given(st.floats(-60, 60), st.floats(-0.04, 0.04), st.floats(-0.04, 0.04), st.floats(0, 1), st.floats(0, 1))
def test_back_to_the_picture(bow: float, lean: float, turn: float, x: float, y: float) -> None:
    """A place on the flat page and its place in the photograph belong together, both ways."""
    warp = warp_of(page(bow, lean, turn), WIDTH)
    if warp is None:
        return
    there = np.array([x * WIDTH]), np.array([y * WIDTH])
    back = warp.flat(*warp.seen(*there))
    assert np.allclose(back, there, atol=0.5)


def test_the_picture_is_pulled_straight() -> None:
    """A line of ink that follows the bow is level in the picture laid flat."""
    lines = page(60, 0, 0)
    warp = warp_of(lines, WIDTH)
    assert warp is not None
    pixels = np.full((1100, WIDTH), 255, np.uint8)
    for x in range(100, 1020):
        y = round(500 + 60 * np.sin(pi * x / WIDTH))
        pixels[y - 1 : y + 2, x] = 0
    flat = np.asarray(warp.flatten(Image.fromarray(pixels)))
    heights = [int(flat[:, x].argmin()) for x in range(120, 1000, 40)]
    assert max(heights) - min(heights) <= 4
