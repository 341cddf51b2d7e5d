"""Reads one PDF for its parent, in a process of its own that may be killed.

pdfium is written in C and meets what strangers made: a file can make it run for ever, take all memory or
crash. So it runs here, under limits; the parent (pdfium.py) asks and waits. This file is run by its path
and imports nothing of doccompare, so that it starts at once.

Its one argument is the name of the environment variable that may hold the password.
On standard input: 8 bytes, the length of the file; the file; then a line for each question: ``sheet N``
or ``picture N SCALE MOST_PIXELS``. On standard output: answers, each 8 bytes of length, then that many bytes.
A sheet is a line of JSON and the numbers of its characters, which are too many for JSON.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import os
import sys
from array import array
from typing import Any

MEMORY = 5 << 28  # bytes of address space; a newspaper page as an image takes half of it
MOST_GLYPHS = 100_000  # of one page; a page of a newspaper has ten thousand
MOST_OBJECTS = 20_000  # of one page that are looked at for frames and pictures
_SPACE = 32  # what pdfium makes up is white space, and the hyphen


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    source = sys.stdin.buffer
    data = source.read(int.from_bytes(source.read(8), "big"))

    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=os.environ.get(sys.argv[1]))
    except pypdfium2.PdfiumError as fault:
        _answer(json.dumps({"error": getattr(fault, "err_code", None)}).encode())
        return
    _answer(json.dumps({"pages": len(document)}).encode())
    for line in source:
        question, *numbers = line.decode().split()
        if question == "sheet":
            told, chars = _sheet(document, int(numbers[0]))
            _answer(json.dumps(told).encode() + b"\n" + chars.tobytes())
        else:
            _answer(_picture(document, int(numbers[0]), float(numbers[1]), float(numbers[2])))


def _answer(payload: bytes) -> None:
    out = sys.stdout.buffer
    out.write(len(payload).to_bytes(8, "big") + payload)
    out.flush()


def _sheet(document: Any, index: int) -> tuple[dict[str, Any], array[float]]:
    """What stands on a page, in its own points, and its characters; ``{}`` when it cannot be loaded."""
    import pypdfium2

    try:
        page = document[index]
        textpage = page.get_textpage()
    except (pypdfium2.PdfiumError, IndexError):
        return {}, array("d")
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(textpage)
    if count > MOST_GLYPHS:
        return {"count": count}, array("d")
    chars = _characters(textpage, count)
    textpage.close()
    paths, images, forms, texts, hidden = _objects(page)
    found = {
        "edges": list(page.get_bbox()),  # of the page as shown, also where it is stated once for all pages
        "rotation": page.get_rotation(),
        "paths": paths,
        "images": images,
        "forms": forms,
        "invisible": texts > 0 and hidden * 2 > texts,
    }
    page.close()
    return found, chars


def _characters(textpage: Any, count: int) -> array[float]:
    """Seven numbers each: code, box (left, bottom, right, top), clockwise angle, whether the code is sure.

    What pdfium makes up itself (spaces and line ends by its own reckoning) is left out.
    """
    from pypdfium2 import raw

    box, handle = raw.FS_RECTF(), textpage.raw
    code_of, angle_of, box_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetCharAngle,
        raw.FPDFText_GetLooseCharBox,
    )
    made_up, unsure = raw.FPDFText_IsGenerated, raw.FPDFText_HasUnicodeMapError
    out = array("d")
    for i in range(count):
        code = code_of(handle, i)
        # To ask takes as long as to read; of what it makes up only the hyphen of a divided word (2) is print.
        if code <= _SPACE and code != 2 and made_up(handle, i) == 1:
            continue
        if box_of(handle, i, box):
            angle, sure = angle_of(handle, i), unsure(handle, i) != 1
            out.extend((code, box.left, box.bottom, box.right, box.top, angle, sure))
    return out


def _objects(page: Any) -> tuple[list[list[float]], list[list[float]], int, int, int]:
    """The boxes of paths and of images; how many forms, pieces of text, and invisible ones there are."""
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    paths: list[list[float]] = []
    images: list[list[float]] = []
    forms = texts = hidden = 0
    for i in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page, i)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
            hidden += raw.FPDFTextObj_GetTextRenderMode(thing) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            forms += 1
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE) and raw.FPDFPageObj_GetBounds(
            thing, *sides
        ):
            place = [round(side.value, 2) for side in sides]
            if all(map(math.isfinite, place)):
                (images if kind == raw.FPDF_PAGEOBJ_IMAGE else paths).append(place)
    return paths, images, forms, texts, hidden


def _picture(document: Any, index: int, scale: float, most_pixels: float) -> bytes:
    """A page rendered in grey: width and height as 4 bytes each, then the pixels; empty when it fails."""
    import pypdfium2

    try:
        page = document[index]
        width, height = page.get_size()
        scale = min(scale, math.sqrt(most_pixels / max(1.0, width * height)))
        bitmap = page.render(scale=scale, grayscale=True)
    except (pypdfium2.PdfiumError, IndexError):
        return b""
    pixels = memoryview(bitmap.buffer).cast("B")
    rows = [pixels[at : at + bitmap.width] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)]
    return b"".join([bitmap.width.to_bytes(4, "big"), bitmap.height.to_bytes(4, "big"), *rows])


if __name__ == "__main__":
    main()
