"""A PDF with a text layer: the columns in their order, paragraphs whole, nothing lost in silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doccompare.errors import ReadError
from doccompare.readers import pdfium, read_text, read_witness
from doccompare.readers.encodings import Decoded
from doccompare.readers.progress import told_to
from tests.readers.pagemaking import BODY, CHAPTERS, DATE, TITLE, character_error
from tests.readers.pdfmaking import (
    HEIGHT,
    WIDTH,
    Page,
    Piece,
    assembled,
    by_columns,
    by_rows,
    columns,
    pdf,
    wrapped,
)

Arrange = Callable[[Sequence[Sequence[Piece]]], list[Piece]]


def newspaper(arrange: Arrange, paragraphs: Sequence[str] = CHAPTERS, **kind: float) -> bytes:
    """Pages in columns with a running head, a headline over all columns, and page numbers."""
    width = int(kind.get("width", 15))
    pages = []
    for number, own in enumerate(columns(wrapped(paragraphs, width), **kind), 1):  # type: ignore[arg-type]
        page = Page()
        page.put("某某日报　2023年11月10日　要闻", 45, 30, 9)
        if number == 1:
            page.centre(TITLE, 60, 18)
            page.centre(DATE, 95)
        page.pieces += arrange(own)
        page.centre(f"— {number} —", 810, 9)
        pages.append(page)
    return pdf(pages)


def read(data: bytes) -> Decoded:
    """The file read."""
    return read_text(data, "报.pdf")


def codes(decoded: Decoded) -> list[str]:
    """The kinds of problems."""
    return [p.code for p in decoded.problems]


@pytest.mark.parametrize("arrange", [by_columns, by_rows])
@pytest.mark.parametrize(
    "kind",
    [
        {},
        {"count": 2, "width": 24, "gutter": 12.0, "left": 40.0},
        {"count": 4, "width": 11, "gutter": 15.0, "left": 40.0},
        {"count": 1, "width": 46},
    ],
)
def test_columns_are_read_one_after_the_other(arrange: Arrange, kind: dict[str, float]) -> None:
    """Whatever the order in the file, the text is that of the columns, head and page numbers left out."""
    found = read(newspaper(arrange, **kind))
    assert character_error(TITLE + DATE + "".join(CHAPTERS), found.text) <= 0.005
    assert "某某日报" not in found.text
    assert "page-furniture" in codes(found)
    assert ("reading-order" in codes(found)) is (arrange is by_rows and kind.get("count", 3) > 1)


def test_paragraphs_are_whole() -> None:
    """Line ends, column ends and page ends inside a paragraph are undone; its indent is kept."""
    lines = read(newspaper(by_rows)).text.split("\n")
    assert [line.strip() for line in lines if line.strip()] == [TITLE, DATE, *CHAPTERS]
    assert all(line.startswith("　　") for line in lines if line.strip() in CHAPTERS)


def test_every_line_of_print_has_its_place() -> None:
    """A mark gives page and box of each printed line; where it points, the text of that line begins."""
    data = newspaper(by_columns)
    found = read(data)
    assert [m.offset for m in found.marks] == sorted(m.offset for m in found.marks)
    assert {m.page for m in found.marks} == {1, 2, 3}
    at = found.text.index("每栋住宅楼")
    mark = max((m for m in found.marks if m.offset <= at), key=lambda m: m.offset)
    assert mark.box is not None
    left, top, right, bottom = mark.box
    assert 0 < left < right < WIDTH
    assert 0 < top < bottom < HEIGHT


def test_what_is_left_out_is_told() -> None:
    """The problem for furniture says how many lines of which pages, and shows them."""
    (problem,) = [p for p in read(newspaper(by_columns)).problems if p.code == "page-furniture"]
    assert "1-3" in problem.message
    assert "6 行" in problem.message
    assert "某某日报" in problem.message


def test_two_articles_and_a_headline_over_two_of_three_columns() -> None:
    """Each headline stands before its own columns; articles beside one another are not mixed."""
    page = Page()
    first, second = wrapped(BODY[:6], 15), wrapped([f"乙文{p}" for p in BODY[6:]], 15)
    page.put("甲文的标题横跨左面两栏", 60, 60, 18)
    left = columns(first, count=2, top=100, rows=(len(first) + 1) // 2)[0]
    right = columns(second, count=1, left=385, top=60, rows=60)[0]
    page.pieces += by_rows([*left, *right])
    found = read(pdf([page])).text
    expected = "甲文的标题横跨左面两栏" + "".join(BODY[:6]) + "".join(f"乙文{p}" for p in BODY[6:])
    assert character_error(expected, found) <= 0.005


def test_articles_one_above_the_other() -> None:
    """A headline across the page ends the columns above it."""
    page = Page()
    above, below = wrapped(BODY[:5], 15), wrapped(BODY[5:9], 15)
    rows = -(-len(above) // 3)
    page.pieces += by_rows(columns(above, rows=rows, top=60)[0])
    foot = 60 + rows * 16 + 30
    page.centre("下面一篇文章的标题", foot, 20)
    page.pieces += by_rows(columns(below, rows=-(-len(below) // 3), top=foot + 40)[0])
    expected = "".join(BODY[:5]) + "下面一篇文章的标题" + "".join(BODY[5:9])
    assert character_error(expected, read(pdf([page])).text) <= 0.005


def test_a_caption_does_not_break_the_sentence_it_stands_in() -> None:
    """A picture with its caption in mid paragraph: the paragraph goes on, the caption follows."""
    page = Page()
    lines = wrapped(BODY, 15)
    own = columns(lines, rows=30)[0]
    cut = 7
    pieces = own[0]
    moved = [Piece(p.text, p.x, p.y + 120, p.size) for p in pieces[cut:]]
    page.pieces += [*pieces[:cut], *moved, *by_columns(own[1:])]
    top = pieces[cut].y
    page.picture(45, top, 195, top + 80)
    page.centre("消防员走访居民　张三摄", top + 85, 8, middle=120)
    found = read(pdf([page]))
    assert "".join(BODY) in "".join(found.text.split())
    assert "消防员走访居民" in found.text


def test_a_box_in_a_column_stays_together() -> None:
    """What stands in a frame is not mixed with the columns beside it and is not lost."""
    page = Page()
    own = columns(wrapped(BODY, 15), rows=30)[0]
    box = ["【链接】微型消防站", "指依托社区建立的小型", "消防组织，服务居民。"]
    for n, text in enumerate(box):
        page.put(text, 220, 640 + 16 * n)
    page.frame(215, 632, 365, 692)
    page.pieces += by_rows(own)
    text = "".join(read(pdf([page])).text.split())
    assert "".join(box) in text
    assert character_error("".join(BODY), text.replace("".join(box), "")) <= 0.005


def test_the_rows_of_a_table_are_no_columns() -> None:
    """Short cells are read line by line, with room between them."""
    page = Page()
    rows = [("石桥街道", "12人", "张三"), ("河西街道", "9人", "李四"), ("东湖街道", "15人", "王五")] * 2
    for n, row in enumerate(rows):
        for x, cell in zip((60, 260, 420), row, strict=True):
            page.put(cell, x, 100 + 18 * n)
    assert read(pdf([page])).text.split("\n")[0].split() == ["石桥街道", "12人", "张三"]


def test_a_jump_line_stands_alone() -> None:
    """下转第三版 keeps a line of its own, for the stage that knows what it means."""
    page = Page()
    own = columns(wrapped(BODY[:4], 15), rows=40)[0]
    page.pieces += by_columns(own)
    last = own[0][-1]
    page.put("（下转第三版）", 105, last.y + 16)
    assert "（下转第三版）" in [line.strip() for line in read(pdf([page])).text.split("\n")]


def test_a_page_turned_on_its_side_is_read_upright() -> None:
    """A page with /Rotate is read as it is seen."""
    page = Page(rotate=90)
    page.pieces += by_rows(columns(wrapped(BODY, 15), rows=30)[0])
    assert character_error("".join(BODY), read(pdf([page])).text) <= 0.005


def test_a_size_stated_once_for_all_pages() -> None:
    """Pages that inherit their size are read from edge to edge, whatever the library takes for a page."""
    page = Page()
    page.put(TITLE, 60, 12, 18)  # higher up than a page of letter size goes
    page.pieces += by_columns(columns(wrapped(BODY, 15), rows=40)[0])
    assert character_error(TITLE + "".join(BODY), read(pdf([page], shared_size=True)).text) <= 0.005


def test_what_lies_outside_the_page_is_told() -> None:
    """Text cut off by the CropBox is seen by nobody: it is left out, and shown in a problem."""
    page = Page(crop=(0, 0, WIDTH, HEIGHT - 50))
    page.put("裁切线外的印厂记号", 60, 20)
    page.pieces += by_columns(columns(wrapped(BODY, 15), rows=40)[0])
    found = read(pdf([page]))
    assert character_error("".join(BODY), found.text) <= 0.005
    (problem,) = [p for p in found.problems if p.code == "outside-text"]
    assert "裁切线外的印厂记号" in problem.message


def test_radicals_and_ligatures_are_read_as_what_they_print() -> None:
    """Fonts tell the code of a radical or of a ligature for an ordinary character: that is read, and told."""
    page = Page()
    for n, line in enumerate(["⼀是加强⻓江⽔质监测，⻅附件", "执行ﬁne标准\uf9e1某负责"]):
        page.put(line, 60, 100 + 16 * n)
    found = read(pdf([page]))
    assert "一是加强长江水质监测，见附件" in found.text
    assert "执行fine标准李某负责" in found.text
    assert "radicals" in codes(found)


@pytest.mark.parametrize("left", [False, True])
def test_text_runs_round_a_frame_without_a_break(left: bool) -> None:
    """Lines made short by a frame beside them are full lines: their paragraph stays whole."""
    page = Page()
    paragraphs = BODY[:5] + BODY[7:]
    lines = wrapped(paragraphs, 34)
    box = ["【链接】小区消防站", "依托社区建立的小型", "消防组织，服务居民。"]
    beside = wrapped(["".join(t for _, t in lines)], 34)  # one paragraph of all, to run round the frame
    text, y, n = "".join(t for _, t in beside), 100.0, 0
    while text:
        narrow = 3 <= n < 7
        width = 34 - (13 if narrow else 0)
        page.put(text[:width], 60 + (130 if narrow and left else 0), y)
        text, y, n = text[width:], y + 16, n + 1
    x = 70 if left else 300
    for row, line in enumerate(box):
        page.put(line, x, 153 + 15 * row)
    page.frame(x - 5, 148, x + 98, 203)
    found = "".join(read(pdf([page])).text.split())
    assert "".join(box) in found
    assert "".join(paragraphs) in found.replace("".join(box), "")
    assert len([line for line in read(pdf([page])).text.split("\n") if line.strip()]) <= 4


def test_a_short_last_column() -> None:
    """A column of two lines beside full ones, as the pages before show, or those on the same page."""
    lines = wrapped(CHAPTERS, 15)
    for cut in (240 + 40 + 40 + 2, 40 + 40 + 2):
        own = columns(lines[:cut])
        found = read(pdf([Page(pieces=by_rows(page)) for page in own]))
        assert character_error("".join(t for _, t in lines[:cut]), found.text) <= 0.005


def test_bold_printed_twice_is_one_text() -> None:
    """A headline printed twice with a hair's breadth between, to look bold, is read once."""
    page = Page()
    for shift in (0.0, 0.3):
        page.put(TITLE, 60 + shift, 60, 18)
    page.pieces += by_columns(columns(wrapped(BODY[:3], 15), rows=40)[0])
    assert read(pdf([page])).text.count(TITLE) == 1


def test_a_watermark_is_left_out_and_told() -> None:
    """Text at an angle is not mixed into the lines; the problem shows it."""
    page = Page()
    page.pieces += by_columns(columns(wrapped(BODY, 15), rows=30)[0])
    mark = "内部资料".encode("utf-16-be").hex()
    page.more = f"BT /F 40 Tf 0.7071 0.7071 -0.7071 0.7071 200 300 Tm <{mark}> Tj ET\n"
    found = read(pdf([page]))
    assert "内部资料" not in found.text
    (problem,) = [p for p in found.problems if p.code == "tilted-text"]
    assert "内部资料" in problem.message
    assert character_error("".join(BODY), found.text) <= 0.005


def vertical(text: str, x: float, top: float, rows: int) -> list[Piece]:
    """Text set from top to bottom, its lines from right to left."""
    return [Piece(c, x - n // rows * 16, top + n % rows * 12) for n, c in enumerate(text)]


def test_a_vertical_page_is_refused_in_one_sentence() -> None:
    """竖排 is not garbled but refused, with what to do instead."""
    page = Page(pieces=vertical("".join(BODY), 500, 60, 50))
    with pytest.raises(ReadError, match=r"报\.pdf.*竖排"):
        read(pdf([page]))


def test_a_vertical_headline_garbles_nothing() -> None:
    """A vertical headline beside columns is set apart, kept whole and told."""
    page = Page()
    page.pieces += by_rows(columns(wrapped(BODY, 15), left=80, rows=30)[0])
    page.pieces += vertical("消防安全大家谈", 50, 120, 20)
    found = read(pdf([page]))
    assert "消防安全大家谈" in found.text
    assert "vertical-text" in codes(found)
    assert character_error("".join(BODY), found.text.replace("消防安全大家谈", "")) <= 0.005


def test_a_word_divided_by_a_hyphen_is_whole() -> None:
    """Latin words divided at the end of a line are joined; numbers too; a space parts two words."""
    page = Page()
    for n, line in enumerate(["本意见所称socio-", "economic项目每年", "安排资金2300万元"]):
        page.put(line, 60, 100 + 16 * n)
    assert "socioeconomic项目每年安排资金2300万元" in read(pdf([page])).text


def test_a_font_that_tells_no_characters() -> None:
    """A private-use character is kept, doubtful, and a problem."""
    page = Page()
    page.pieces += by_columns(columns(wrapped([*BODY[:4], "张\ue000同志出席会议并讲话。"], 15), rows=40)[0])
    found = read(pdf([page]))
    assert "private-use" in codes(found)
    assert any(found.text[s.start : s.end] == "\ue000" for s in found.doubtful)


# --- files that cannot be read --------------------------------------------------------------------------

WHOLE = newspaper(by_columns)


def refused(data: bytes, name: str = "报.pdf") -> ReadError:
    """The error, which names the file in one sentence and says what to do."""
    with pytest.raises(ReadError) as caught:
        read_text(data, name)
    fault = caught.value
    assert name in fault.message
    assert "\n" not in fault.message
    assert fault.message.endswith("。")
    assert fault.hint
    return fault


@pytest.mark.parametrize("length", [9, 60, len(WHOLE) // 2, len(WHOLE) - 400])
def test_a_truncated_file(length: int) -> None:
    """A PDF that breaks off is said to be damaged."""
    assert "损坏" in refused(WHOLE[:length]).message


def test_nul_bytes_after_the_head() -> None:
    """A head and nothing but NUL is no PDF."""
    assert "损坏" in refused(b"%PDF-1.7\n" + bytes(1000)).message


def test_an_encrypted_file() -> None:
    """A file that asks for a password says so."""
    keys = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<00><00>]"
    page = Page(pieces=[Piece(TITLE, 60, 60)])
    assert "密码" in refused(pdf([page], trailer=keys)).message


PAGES = b"<</Type/Catalog/Pages 2 0 R>>"


@pytest.mark.parametrize(
    "objects",
    [
        [PAGES, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [PAGES, b"<</Type/Pages/Kids[3 0 R]/Count 90000>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [PAGES, b"<</Type/Pages/Kids[]/Count 2000000000>>"],
        [b"<</Type/Catalog/Pages 1 0 R>>"],
    ],
)
def test_pages_in_a_ring_and_pages_that_are_not_there(objects: list[bytes]) -> None:
    """A tree of pages that bites its tail, or lies about its size, is refused at once."""
    refused(assembled(objects))


def forms(depth: int) -> bytes:
    """A page that draws a form ten times, which draws a form ten times, and so on."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</A 5 0 R>>>>/Contents 4 0 R>>"
    )
    objects = [
        PAGES,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length 5>>stream\n/A Do\nendstream",
    ]
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    body = b"/A Do " * 10
    objects += [
        head + b"/Resources<</XObject<</A %d 0 R>>>>/Length 60>>stream\n%b\nendstream" % (6 + n, body)
        for n in range(depth)
    ]
    return assembled([*objects, head + b"/Length 3>>stream\nq Q\nendstream"])


def test_a_page_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms within forms by the billion: given up after the patience for one page, naming the page."""
    monkeypatch.setattr(pdfium, "PATIENCE", 1.0)
    assert "第 1 页" in refused(forms(12)).message


def test_a_file_without_any_text() -> None:
    """Blank pages are an empty file."""
    assert "空" in refused(pdf([Page()])).message


def test_a_pdf_under_a_wrong_name_is_read(tmp_path: Path) -> None:
    """What a file is decides, not what it is called."""
    path = tmp_path / "通知.txt"
    path.write_bytes(WHOLE)
    witness = read_witness(path, "甲")
    assert TITLE in witness.text
    assert witness.marks


def test_two_thousand_pages_with_progress() -> None:
    """A long file is read page by page, and whoever waits hears how far it is."""
    steps: list[str] = []
    pages = [Page(pieces=[Piece(f"第{n}件：{BODY[0][:30]}", 60, 300)]) for n in range(2000)]
    with told_to(steps.append):
        found = read_text(pdf(pages), "长.pdf")
    assert steps[0] == "长.pdf 1/2000"
    assert steps[-1] == "长.pdf 2000/2000"
    assert max(m.page for m in found.marks) == 2000
    assert len(re.findall(r"第\d+件", found.text)) == 2000


SMALL = pdf([Page(pieces=[Piece(TITLE, 60, 60), Piece(BODY[0][:40], 60, 90)])])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(9, len(SMALL) - 1), st.binary(max_size=8)), min_size=1, max_size=6),
    st.integers(0, len(SMALL)),
)
def test_a_mutated_pdf_is_read_or_refused(changes: list[tuple[int, bytes]], keep: int) -> None:
    """Bytes changed anywhere, and the end cut off: a text or a ReadError, nothing else."""
    data = SMALL
    for at, new in changes:
        data = data[:at] + new + data[at + len(new) :]
    try:
        found = read_text(data if keep < 9 else data[:keep] if keep % 2 else data, "坏.pdf")
    except ReadError as fault:
        told = fault.message
    else:
        told = "坏.pdf" if found.text.strip() else ""
    assert "坏.pdf" in told
