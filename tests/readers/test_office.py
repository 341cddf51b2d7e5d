"""Documents that LibreOffice wrote, in every format it writes: one text, whatever the format."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import pytest

from doccompare.readers import read_text, read_witness
from tests.readers.making import NOTICE, lines, word
from tests.readers.officemaking import converted, flat, needs_office
from tests.readers.pagemaking import BODY, CHAPTERS, DATE, TITLE, character_error, needs_font

pytestmark = needs_office

LAW = (Path(__file__).parent / "law.xml").read_text(encoding="utf-8")
READ = [
    "某某市城市公园管理条例",
    "第一章　总则",
    "第一条　为了加强城市公园管理，制定本条例。",
    "第二条　公园的保护和管理，适用本条例。",
    "第二章　管理",
    "第三条　已经设立会所的，应当立即关闭。",
    "各区应当落实责任，",
    "加大投入。软连字符。优进绌退。",
    "一、完善名录",
    "（一）建立名录",
    "（二）核对界线",
    "二、规范经营",
    "表前文字。",
    "文本框。",
    "任务\t单位",
    "本条例自2024年7月1日起施行。",
    "〔注1〕公园是对公众开放的绿地。",
    "〔注2〕尾注。",
]


def law(folder: Path, kind: str) -> bytes:
    """The law in the format."""
    source = folder / "law.fodt"
    source.write_text(
        flat(LAW.replace("\n<", "<").replace(">\n", ">").replace("，\n", "，")), encoding="utf-8"
    )
    return (source if kind == "fodt" else converted(folder, source, kind)).read_bytes()


@pytest.mark.parametrize("kind", ["fodt", "odt", "docx", "rtf", "doc"])
def test_a_law_in_every_format(tmp_path: Path, kind: str) -> None:
    """Numbers, notes, boxes, tables and changes are the same; what is left out is told."""
    data = law(tmp_path, kind)
    found = read_text(data, f"a.{kind}")
    assert [line.replace("\u00ad", "") for line in lines(found.text)] == READ
    told = " ".join(p.message for p in found.problems)
    assert all(
        what in told for what in ("修订 2 处", "注 2 条", "某某市人民政府文件", "批注未录：1", "隐藏文字未录")
    )
    before = read_text(data, f"a.{kind}", revisions="original").text
    assert "第三条　已经设立会所的，应当限期关闭。" in before


def test_a_law_through_antiword(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice antiword reads an old document: Chinese whole; what it may miss is told."""
    program = shutil.which("antiword")
    if program is None:
        pytest.skip("antiword is not installed")
    data = law(tmp_path, "doc")
    only = tmp_path / "bin"
    only.mkdir()
    (only / "antiword").symlink_to(program)
    monkeypatch.setenv("PATH", str(only))
    found = read_text(data, "a.doc")
    assert "为了加强城市公园管理，制定本条例。" in found.text
    assert "本条例自2024年7月1日起施行" in found.text
    assert "\ufffd" not in found.text
    assert "read-through" in [p.code for p in found.problems]


def test_several_old_documents_at_once(tmp_path: Path) -> None:
    """Each has a LibreOffice with a profile of its own, so that none waits for, or harms, another."""
    (tmp_path / "a.docx").write_bytes(word(NOTICE))
    data = converted(tmp_path, tmp_path / "a.docx", "doc").read_bytes()
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda n: read_text(data, f"{n}.doc").text, range(3)))
    assert [lines(text) for text in texts] == [list(NOTICE)] * 3


def paragraphs(texts: list[str], style: str = "P1") -> str:
    """Paragraphs of that style."""
    return "".join(f'<text:p text:style-name="{style}">{escape(t)}</text:p>' for t in texts)


HEAD = paragraphs([TITLE], "PT") + paragraphs([DATE], "P0")
BOX = "【链接】本栏介绍有关知识。"
FRAME = (
    '<draw:frame draw:style-name="FR" draw:name="F1" text:anchor-type="paragraph" svg:width="5cm" '
    'svg:y="0.5cm">'
    f"<draw:text-box><text:p>{BOX}</text:p></draw:text-box></draw:frame>"
)


@needs_font
@pytest.mark.parametrize("section", ["", "S2", "S3"])
def test_pages_that_libreoffice_prints(tmp_path: Path, section: str) -> None:
    """One column, two of different width, three: at most 0.5 % of the characters wrong."""
    body = paragraphs(CHAPTERS)
    if section:
        body = f'<text:section text:style-name="{section}" text:name="a">{body}</text:section>'
    (tmp_path / "a.fodt").write_text(flat(HEAD + body), encoding="utf-8")
    found = read_witness(converted(tmp_path, tmp_path / "a.fodt", "pdf"), "甲")
    assert character_error(TITLE + DATE + "".join(CHAPTERS), found.text) <= 0.005
    assert "page-furniture" in [p.code for p in found.problems]


@needs_font
def test_a_frame_that_libreoffice_prints(tmp_path: Path) -> None:
    """Text that runs round a frame stays whole, and the frame with it, wherever the file holds it."""
    body = paragraphs(BODY[:3]) + f'<text:p text:style-name="P1">{FRAME}{escape(BODY[4])}</text:p>'
    (tmp_path / "a.fodt").write_text(flat(HEAD + body + paragraphs(BODY[5:])), encoding="utf-8")
    text = "".join(read_witness(converted(tmp_path, tmp_path / "a.fodt", "pdf"), "甲").text.split())
    assert BOX in text
    expected = TITLE + DATE + "".join(BODY[:3] + BODY[4:])
    assert character_error(expected, text.replace(BOX, "").replace("某某市人民政府文件", "")) <= 0.005
