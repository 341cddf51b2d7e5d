"""How well photographed pages are read: printed pages, seen by a camera that this module imitates.

A page is printed by Chromium, then looked at through a camera: it leans away, is turned and curved, the
light falls from one side, the lens is not sharp, the sensor is noisy, the file a JPEG. Real photographs
differ in more ways than that. The error is the edit distance to the text over its length, white space and
width aside. ``python -m benchmarks photographs`` (half an hour; ``--quick`` takes one page).
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from doccompare.readers import read_text
from doccompare.readers.pdfium import opened
from tests.readers.pagemaking import character_error

ROOT = Path(__file__).resolve().parent.parent
_HEAD = "2024年4月11日 星期四", "要闻 · 第二版"
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Camera:
    """What a photograph does to a page.

    ``lean``: how much narrower the far side is, a share of the width; ``turn`` in degrees; ``curl``: how far
    the paper bows, a share of its height; ``shade``: how much light is lost to one side; ``blur`` in pixels;
    ``noise`` in grey levels of 256.
    """

    lean: float = 0.05
    turn: float = 1.0
    curl: float = 0.01
    shade: float = 0.35
    blur: float = 0.8
    noise: float = 5.0


CAMERAS = {
    "flat": None,
    "leaning": Camera(curl=0.0),
    "curved": Camera(turn=2.0, curl=0.015),
    "badly": Camera(lean=0.08, turn=-3.0, curl=0.03, shade=0.5, blur=1.2, noise=9.0),
}
LAYOUTS = {
    "one column, A4, 150 dpi": ("size:A4", 1, 12, 150),
    "three columns, A4, 200 dpi": ("size:A4 landscape", 3, 10, 200),
    "four columns, A3, 200 dpi": ("size:A3", 4, 11, 200),
}


def photograph(page: Image.Image, camera: Camera) -> Image.Image:
    """The page on a dark desk as the camera sees it, in grey; always the same for the same page."""
    random = np.random.default_rng(2024)
    paper = np.asarray(page.convert("L"), np.float32)
    high, wide = paper.shape
    rim = wide // 16, high // 16
    shape = high + 2 * rim[1], wide + 2 * rim[0]
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    # Where each point of the photograph lies on the paper, both from their middles.
    turn = np.deg2rad(camera.turn)
    x, y = x - shape[1] / 2, y - shape[0] / 2
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    near = 1 + camera.lean * (y / high - 0.5)
    u, v = x / near + wide / 2, y / near + high / 2
    v = v + camera.curl * high * (np.sin(np.pi * np.clip(u / wide, 0, 1)) - 0.5)
    on_paper = (u >= 0) & (u < wide - 1) & (v >= 0) & (v < high - 1)
    light = 1 - camera.shade * (0.5 * (x / shape[1] + 0.5) + 0.5 * (y / shape[0] + 0.5) ** 2)
    seen = np.where(on_paper, (30 + 0.8 * _between(paper, u, v)) * light, 60 + 12 * np.sin(y / 37))
    seen = _blurred(seen, camera.blur) + camera.noise * random.standard_normal(shape)
    return Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))


def _between(paper: Floats, u: Floats, v: Floats) -> Floats:
    """The paper's brightness at points between its pixels, bilinear."""
    high, wide = paper.shape
    left, top = np.clip(u, 0, wide - 1.001).astype(int), np.clip(v, 0, high - 1.001).astype(int)
    across, down = np.clip(u - left, 0, 1), np.clip(v - top, 0, 1)
    upper = paper[top, left] * (1 - across) + paper[top, left + 1] * across
    lower = paper[top + 1, left] * (1 - across) + paper[top + 1, left + 1] * across
    return upper * (1 - down) + lower * down


def _blurred(image: Floats, radius: float) -> Floats:
    """The image through a lens that is not sharp: a Gaussian of that many pixels."""
    if not radius:
        return image
    reach = int(3 * radius) + 1
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / radius) ** 2)
    weights /= weights.sum()
    for axis in (0, 1):
        image = sum(
            w * np.roll(image, shift, axis)
            for w, shift in zip(weights, range(-reach, reach + 1), strict=True)
        )
    return image


def jpeg(image: Image.Image, dpi: int) -> bytes:
    """The file a camera writes."""
    packed = BytesIO()
    image.save(packed, "JPEG", quality=85, dpi=(dpi, dpi))
    return packed.getvalue()


def printed(
    title: str, paragraphs: Sequence[str], page: str, columns: int, points: float, dpi: int
) -> Iterator[Image.Image]:
    """The pages of a newspaper with this article, as pictures. ``page``: its size as CSS says it."""
    style = (
        f"@page{{{page};margin:14mm}}body{{font:{points}pt/1.5 'Noto Serif CJK SC';margin:0}}"
        f"h1{{text-align:center;font:bold {2.2 * points}pt 'Noto Sans CJK SC';margin:8pt 0 12pt}}"
        f"main{{column-count:{columns};column-gap:8mm;column-rule:.4pt solid #999;text-align:justify}}"
        "p{text-indent:2em;margin:0}"
        "header{display:flex;justify-content:space-between;border-bottom:1.5pt solid;font-size:9pt}"
    )
    head = "".join(f"<span>{part}</span>" for part in _HEAD)
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(
            f"<!doctype html><meta charset=utf-8><style>{style}</style><header>{head}</header>"
            f"<h1>{html.escape(title)}</h1><main>{body}</main>",
            encoding="utf-8",
        )
        flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
        subprocess.run(
            [
                str(shutil.which("chromium")),
                *flags.split(),
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                str(source),
            ],
            capture_output=True,
            check=True,
        )
        with opened(target.read_bytes(), "page.pdf") as document:
            yield from (document.picture(n, dpi) for n in range(1, document.pages + 1))


def main(arguments: Sequence[str]) -> int:
    """Print a row for each page and camera."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks photographs", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one page only")
    quick = parser.parse_args(arguments).quick
    text = (ROOT / "reports" / "opinion-2024" / "established.txt").read_text(encoding="utf-8")
    title, *paragraphs = (line.strip() for line in text.split("\n") if line.strip())
    for name, layout in list(LAYOUTS.items())[: 1 if quick else None]:
        own = paragraphs[:12] if quick else paragraphs
        pages = list(printed(title, own, *layout))
        for kind, camera in CAMERAS.items():
            began = time.process_time()
            read = ""
            doubtful = 0
            for page in pages:
                found = read_text(jpeg(photograph(page, camera) if camera else page, layout[-1]), "page.jpg")
                read += found.text
                doubtful += sum(span.end - span.start for span in found.doubtful)
            error = character_error("".join((*_HEAD, title, *own)), read)
            seconds = (time.process_time() - began) / len(pages)
            print(
                f"{name:<28}{kind:<10}{error:7.2%} wrong {doubtful:5} doubtful {seconds:6.1f} s a page",
                flush=True,
            )
    return 0
