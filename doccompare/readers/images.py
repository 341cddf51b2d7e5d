"""Page images (PNG, JPEG, TIFF and other kinds): photographs and scans of pages, read by OCR."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from doccompare.errors import ReadError, say
from doccompare.model import Problem
from doccompare.readers.encodings import Decoded
from doccompare.readers.ocr import NARROWEST, require_engine
from doccompare.readers.pagelayout import PageLayout, compose
from doccompare.readers.plain import VERTICAL, empty, vertical
from doccompare.readers.progress import tell
from doccompare.readers.scans import recognise

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP", "JPEG2000")
_MOST_PIXELS = 150_000_000  # of one image; a newspaper page at 400 dpi has 70 million
_MOST_PAGES = 500  # of one TIFF
_BEST, _FINE, _FINEST = 300, 450, 1_200  # dots per inch
_LONGER_SIDE = 842.0  # points taken for the longer side when the file does not say how large the paper was


def read_image(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a page image (each page of a TIFF) by OCR. ``encoding`` says nothing about an image.

    Raises ReadError: the extra ``ocr`` is missing, the image is damaged, too large, or holds no text.
    """
    require_engine(name)
    pages: list[PageLayout] = []
    problems: list[Problem] = []
    for number, image in enumerate(_images(data, name), 1):
        tell(f"{name} {number}")
        read = recognise(_coarser(image), number, _points(image))
        pages.append(read.page)
        problems += read.problems
    composed = compose(pages)
    if not composed.text.strip():
        raise vertical(name) if any(p.code == VERTICAL for p in problems) else empty(name)
    return Decoded(
        composed.text,
        "utf-8",
        "ocr",
        marks=composed.marks,
        problems=(*composed.problems, *problems),
        doubtful=composed.doubtful,
    )


def _images(data: bytes, name: str) -> Iterator[Image]:
    """The pages of an image file, upright as the camera says. Sizes are looked at before pixels are made.

    Only a TIFF has pages; further frames of other files are animations, or previews of the same picture.
    """
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=_FORMATS) as file:
            if file.format == "TIFF":
                with _silently():
                    pages = getattr(file, "n_frames", 1)
                if pages > _MOST_PAGES:  # told before hours are spent on the others
                    raise _too_large(name, _MOST_PAGES + 1, f"{file.width}×{file.height}")
            frames = ImageSequence.Iterator(file) if file.format == "TIFF" else iter([file])
            for number in count(1):
                with _silently():
                    frame = next(frames, None)
                if frame is None:
                    return
                if frame.width * frame.height > _MOST_PIXELS:
                    raise _too_large(name, number, f"{frame.width}×{frame.height}")
                if max(frame.size) > NARROWEST * min(frame.size):
                    raise _too_narrow(name, number, f"{frame.width}×{frame.height}")
                with _silently():
                    upright = ImageOps.exif_transpose(_on_paper(frame))
                yield upright
    except Image.DecompressionBombError as fault:
        size = re.search(r"[0-9]+", str(fault))
        raise _too_large(name, 1, size[0] if size else "?") from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:
        raise ReadError(
            say(
                f"“{name}”不是完整的图像：文件残缺或已损坏。",
                f"{name} is no whole image: it is cut off or damaged.",
            ),
            say("请重新取得文件。", "Get the file anew."),
        ) from fault


@contextmanager
def _silently() -> Iterator[None]:
    """While the block runs, what libtiff writes to the terminal by itself goes nowhere: the error says it."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _too_large(name: str, number: int, pixels: str) -> ReadError:
    return ReadError(
        say(
            f"“{name}”第 {number} 页太大（{pixels} 像素）或页数太多。",
            f"{name}, page {number}, is too large ({pixels} pixels), or one too many.",
        ),
        say(
            "请缩小到 300 dpi，或只取有关的版面。",
            "Reduce it to 300 dpi, or take only the pages concerned.",
        ),
    )


def _too_narrow(name: str, number: int, pixels: str) -> ReadError:
    return ReadError(
        say(
            f"“{name}”第 {number} 页是 {pixels} 像素的窄条，不像一页印刷品。",
            f"{name}, page {number}, is a strip of {pixels} pixels: that is no page of print.",
        ),
        say("请裁成几幅，或只取有文字的部分。", "Cut it into several, or take only the part with text."),
    )


def _on_paper(frame: Image) -> Image:
    """The frame in grey; what is transparent shows white paper."""
    from PIL import Image

    if "A" in frame.getbands() or "transparency" in frame.info:
        seen = frame.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        paper.alpha_composite(seen)
        paper.info = frame.info
        return paper.convert("L")
    if frame.mode.startswith("I"):  # 16 bits a pixel
        return frame.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return frame.convert("L")


def _coarser(image: Image) -> Image:
    """The image at the resolution the engine reads best and fastest, when the file states a far finer one."""
    fine = float(image.info.get("dpi", (0, 0))[0])
    return image.reduce(round(fine / _BEST)) if _FINE < fine <= _FINEST else image


def _points(image: Image) -> tuple[float, float]:
    """The size of the paper in points, by the resolution the file states, else as an A4 page."""
    dpi = image.info.get("dpi", (0, 0))[0]
    if not 50 <= float(dpi) <= _FINEST:
        dpi = max(image.size) * 72 / _LONGER_SIDE
    return image.width * 72 / float(dpi), image.height * 72 / float(dpi)
