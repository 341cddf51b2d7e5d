"""Pages printed by a browser: what editors get when a newspaper's web page is saved as PDF."""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path

import pytest

from doccompare.pipeline import collate
from doccompare.readers import read_witness
from tests.readers.pagemaking import BODY, CHAPTERS, DATE, TITLE, character_error, needs_font

BROWSER = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
pytestmark = [pytest.mark.skipif(BROWSER is None, reason="no Chromium here to print a page"), needs_font]

STYLE = """@page{size:A4;margin:16mm 14mm} body{font-size:10.5pt;line-height:1.6}
h1{text-align:center;font-size:18pt} p{margin:0;text-indent:2em} .date{text-align:center}
.columns{column-count:3;column-gap:6mm;text-align:justify}
.box{border:1px solid;padding:2mm;margin:2mm 0;break-inside:avoid;font-size:9pt}
figure{margin:2mm 0;break-inside:avoid} figcaption{font-size:8pt}"""
BOX = ["链接：本栏介绍有关知识，供读者参考。", "数据由本报记者整理，详见后续报道。"]
CAPTION = "图为消防员走访居民"


def paragraphs(texts: list[str]) -> str:
    """Paragraphs as HTML."""
    return "".join(f"<p>{html.escape(t)}</p>" for t in texts)


def printed(folder: Path, body: str) -> Path:
    """The page as a PDF."""
    source, target = folder / "page.html", folder / "page.pdf"
    head = f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><style>{STYLE}</style>'
    source.write_text(f'{head}<h1>{TITLE}</h1><p class="date">{DATE}</p>{body}', encoding="utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
    )
    done = subprocess.run(
        [
            str(BROWSER),
            *flags.split(),
            f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            str(source),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    if not target.exists():
        pytest.skip(f"Chromium printed nothing: {done.returncode}")
    return target


@pytest.mark.parametrize("columns", [True, False])
def test_printed_pages_are_read_nearly_without_error(tmp_path: Path, columns: bool) -> None:
    """Three columns over several pages, and a single column: at most 0.5 % of the characters wrong."""
    text = paragraphs(CHAPTERS)
    read = read_witness(printed(tmp_path, f'<div class="columns">{text}</div>' if columns else text), "甲")
    assert max(m.page for m in read.marks) >= 2
    assert character_error(TITLE + DATE + "".join(CHAPTERS), read.text) <= 0.005


def test_boxes_and_captions_stay_out_of_the_sentences(tmp_path: Path) -> None:
    """A box and a picture with a caption among columns: each whole, and the article without them unharmed."""
    figure = "<figure><img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==' "
    figure += f"style='width:100%;height:25mm'><figcaption>{CAPTION}</figcaption></figure>"
    box = f'<div class="box">{paragraphs(BOX)}</div>'
    body = paragraphs(CHAPTERS[:9]) + figure + paragraphs(CHAPTERS[9:21]) + box + paragraphs(CHAPTERS[21:])
    text = "".join(read_witness(printed(tmp_path, f'<div class="columns">{body}</div>'), "甲").text.split())
    assert CAPTION in text
    assert "".join(BOX) in text
    rest = text.replace(CAPTION, "").replace("".join(BOX), "")
    assert character_error(TITLE + DATE + "".join(CHAPTERS), rest) <= 0.005


def test_a_printed_page_against_its_own_text_has_no_variants(tmp_path: Path) -> None:
    """The same text as TXT and as a PDF in three columns: nothing to report."""
    path = printed(tmp_path, f'<div class="columns">{paragraphs(BODY)}</div>')
    source = tmp_path / "清样.txt"
    source.write_text("\n".join([TITLE, DATE, *BODY]), encoding="utf-8")
    found = collate([source, path])
    assert found.units == ()
    assert found.structure == ()
