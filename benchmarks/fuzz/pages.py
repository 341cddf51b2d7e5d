"""Pages for the fuzzer: characters with boxes, as the child that reads a PDF may tell of them.

pdfium itself runs in a process of its own, which may be killed; what is ours is what becomes of its answer.
An input is read five bytes at a time: a character from a table, its place on a grid, size and angle.
"""

from __future__ import annotations

import math
from array import array

CHARACTERS = "一条关于加强的。，、（）“”1a-. ⼀⻓\ufb01\ue000\ufffd\u3000\0\x02\ud840\udc0b第下转版—·"
_STEP = 4.0  # points of the grid


def answer(data: bytes) -> tuple[dict[str, object], bytes]:
    """A page as the child tells it, and its characters.

    The first byte: its turn, and what lies on it besides characters.
    """
    head, body = data[:1] or b"\0", data[1:]
    chars, paths = array("d"), []
    for at in range(0, len(body) - 4, 5):
        code, column, row, size, more = body[at : at + 5]
        left, bottom = column * _STEP, row * _STEP
        wide = 1.0 + size % 64 / 2
        if more & 0x80:  # a rectangle
            paths.append([left, bottom, left + wide * 8, bottom + (more & 0x7F)])
            continue
        box = [left, bottom, left + wide * (0.5 if more & 1 else 1.0), bottom + wide]
        angle = (more >> 1 & 7) * math.pi / 4
        chars.extend((ord(CHARACTERS[code % len(CHARACTERS)]), *box, angle, more >> 4 & 1))
    told = {
        "edges": [0.0, 0.0, 595.0, 842.0],
        "rotation": head[0] % 4 * 90,
        "paths": paths,
        "images": paths[:1] if head[0] & 4 else [],
        "forms": 0,
        "invisible": bool(head[0] & 8),
    }
    return told, chars.tobytes()


def feed(data: bytes) -> None:
    """Lay the page out, twice over, and make the text: all that was seen is in it, or told, in order."""
    from doccompare.readers.pagelayout import compose
    from doccompare.readers.pdf import page_of
    from doccompare.readers.pdfium import sheet_of

    half = len(data) // 2
    pages = []
    for number, own in enumerate((data[:half], data[half:]), 1):
        page, _ = page_of(sheet_of(*answer(own), number), pages[-1] if pages else None)
        pages.append(page)
    composed = compose(pages)
    composed.text.encode("utf-8")
    offsets = [mark.offset for mark in composed.marks]
    assert offsets == sorted(offsets)
    assert all(0 <= span.start < span.end <= len(composed.text) for span in composed.doubtful)


def seeds() -> list[bytes]:
    """Sound pages: a column, two columns with a box, a vertical line."""
    column = [bytes((n % 30, 10 + n % 20 * 3, 190 - n // 20 * 4, 20, 0x10)) for n in range(100)]
    two = [
        bytes((n % 30, 10 + n % 15 * 3 + n // 60 * 60, 190 - n % 60 // 15 * 4, 20, 0x10)) for n in range(120)
    ]
    box = [bytes((0, 60, 100, 60, 0xC0))]
    vertical = [bytes((n, 5, 180 - n * 3, 20, 0x10)) for n in range(12)]
    turned = [bytes((n % 30, 10 + n % 20 * 3, 100, 20, 0x14)) for n in range(20)]
    return [b"\0" + b"".join(cells) for cells in (column, two + box, column + vertical, column + turned)]
