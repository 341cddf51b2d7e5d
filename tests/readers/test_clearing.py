"""Pages that read badly are treated and read again; those that read well are left as they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from doccompare.readers import clearing, read_text
from doccompare.readers.clearing import clearest, whitened
from doccompare.readers.ocr import OcrLine
from doccompare.readers.pagelayout import Box
from tests.readers.pagemaking import BODY, TITLE, character_error, needs_font
from tests.readers.test_ocr import as_file, needs_engine, picture


def line(sure: int, unsure: int) -> OcrLine:
    """A line of so many characters read with confidence, and so many without."""
    scores = [0.99] * sure + [0.4] * unsure
    chars = tuple(("字", score, Box(n * 20, 0, n * 20 + 20, 20)) for n, score in enumerate(scores))
    return OcrLine(chars, 0.9, Box(0, 0, 20 * len(chars), 20), 0.0, 20.0)


def test_what_shines_through_goes_and_print_stays() -> None:
    """Ink stays dark, the reverse and the paper become white, also where less light falls."""
    light = np.linspace(230, 130, 320)
    page = np.tile(light, (320, 1))
    page[64:72] = 20  # print
    page[128:136] *= 0.75  # the reverse
    seen = np.asarray(whitened(Image.fromarray(page.astype(np.uint8))))
    assert seen[64:72].max() < 40
    assert seen[128:136].min() == 255
    assert seen[200:].min() == 255


def test_a_reading_is_taken_when_the_engine_is_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with many unsure characters is read again; the surest reading and its image are kept."""
    image = Image.new("L", (64, 64), 200)
    asked: list[int] = []

    def read(readings: Sequence[OcrLine]) -> None:
        answers = iter(readings)
        asked.clear()

        def next_one(_: object) -> list[OcrLine]:
            asked.append(1)
            return [next(answers)]

        monkeypatch.setattr(clearing, "read_lines", next_one)

    read([])
    assert clearest(image, [line(100, 4)]) == (image, [line(100, 4)])
    assert not asked
    read([line(95, 5), line(90, 0)])
    seen, lines = clearest(image, [line(80, 20)])
    assert (lines, len(asked)) == ([line(95, 5)], 2)
    assert seen is not image
    read([line(60, 9), line(70, 30)])
    assert clearest(image, [line(80, 20)]) == (image, [line(80, 20)])


@needs_font
@needs_engine
def test_a_page_through_which_the_reverse_shines() -> None:
    """On thin yellowish paper at most 1 % of the characters are wrong: nothing of the reverse is read."""
    front = np.asarray(picture(), dtype=float) / 255
    seen = front * (1 - 0.45 * (1 - front[:, ::-1])) * 205
    found = read_text(as_file(Image.fromarray(np.clip(seen + 20, 0, 255).astype(np.uint8))), "a.png")
    assert character_error(TITLE + "".join(BODY[:5]), found.text) <= 0.01
