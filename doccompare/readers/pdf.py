"""PDF: the characters of its text layer, in the order of its columns; scans go to the OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from doccompare.errors import ReadError, say
from doccompare.model import Note, PageMark, Problem, Span
from doccompare.readers.encodings import REPLACEMENT, Decoded, problems_at
from doccompare.readers.extras import OCR_LINE, ocr_is_installed
from doccompare.readers.pagelayout import PageLayout, compose, lay_out
from doccompare.readers.pagelayout.compose import page_list, united
from doccompare.readers.pagelayout.vertical import parted
from doccompare.readers.plain import VERTICAL, empty, vertical
from doccompare.readers.progress import tell

if TYPE_CHECKING:
    from doccompare.readers.pdfium import Document, Sheet
    from doccompare.readers.scans import Recognised

_READABLE = 0.8  # of the characters; below it the fonts do not say what they stand for
_SCANNED = 0.6  # of the page; images that large with next to no text are a scan
_LARGEST_SIDE = 14_400.0  # points; Acrobat makes no larger page
_FEW = 20  # characters: a scan may have a page number as text


def read_pdf(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a PDF in reading order, with a mark for each printed line.

    Pages without a text layer are read by OCR where the extra ``ocr`` is installed. ``encoding`` says
    nothing about a PDF. Raises ReadError: encrypted, damaged, vertical, empty, a scan without the extra.
    """
    from doccompare.readers.pdfium import damaged, opened

    pages: list[PageLayout] = []
    told: list[_Told] = []
    problems: list[Problem] = []
    with opened(data, name) as document:
        for number in range(1, document.pages + 1):
            tell(f"{name} {number}/{document.pages}")
            page, what = page_of(document.sheet(number), pages[-1] if pages else None)
            pages.append(page)
            told.append(what)
        if all(t.fault for t in told):
            raise damaged(name)
        if sum(t.vertical for t in told) * 2 > sum(t.characters for t in told):
            raise vertical(name)
        scans = [t.number for t in told if t.scan]  # numbers of pages
        unread = list(scans)
        if scans and (len(scans) == len(pages) or ocr_is_installed()):
            for n in scans:
                read = _recognised(document, pages[n - 1], name)
                pages[n - 1] = read.page
                problems += read.problems
            unread = []
    composed = compose(pages)
    if not composed.text.strip():
        raise vertical(name) if any(p.code == VERTICAL for p in problems) else empty(name)
    text, marks = composed.text, composed.marks
    unsure = {t.number for t in told if t.invisible}
    return Decoded(
        text,
        "utf-8",
        "ocr" if len(scans) - len(unread) == len(pages) else "format",
        marks=marks,
        problems=(*composed.problems, *problems, *_remarks(told, unread), *_oddities(text)),
        doubtful=united([*composed.doubtful, *_stretches(marks, unsure, len(text))]),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What is to be said of a page once all are read. ``vertical`` and ``characters`` are counts."""

    number: int
    characters: int
    vertical: int
    tilted: str
    outside: str
    radicals: int
    scan: bool
    invisible: bool
    fault: bool


def page_of(sheet: Sheet, before: PageLayout | None) -> tuple[PageLayout, _Told]:
    """A page laid out, ``before`` being the one before it.

    What is set vertically stands at its end, line by line as filed.
    """
    garbled = _is_garbled(sheet)
    scan = garbled or _is_picture(sheet)
    upright, vertical = parted(() if garbled else sheet.glyphs)
    page = lay_out(
        upright,
        sheet.number,
        (sheet.width, sheet.height),
        frames=sheet.frames,
        pictures=sheet.pictures,
        before=before,
    )
    page = replace(page, segments=(*page.segments, *vertical))
    return page, _Told(
        sheet.number,
        sum(not g.char.isspace() for g in sheet.glyphs),
        sum(len(s.text) for s in vertical),
        sheet.tilted.strip(),
        sheet.outside.strip(),
        sheet.radicals,
        scan,
        sheet.invisible and _covered(sheet) and not scan,
        sheet.fault,
    )


def _is_picture(sheet: Sheet) -> bool:
    """A page with next to no characters, but images or drawings in which there may be some."""
    few = sum(not g.char.isspace() for g in sheet.glyphs) < _FEW
    return few and (sheet.drawn or _covered(sheet))


def _is_garbled(sheet: Sheet) -> bool:
    """A page whose fonts do not say which characters they print."""
    printed = [g for g in sheet.glyphs if not g.char.isspace()]
    return len(printed) >= _FEW and sum(g.doubt for g in printed) > (1 - _READABLE) * len(printed)


def _covered(sheet: Sheet) -> bool:
    return sum(p.area for p in sheet.pictures) > _SCANNED * sheet.width * sheet.height


def _recognised(document: Document, page: PageLayout, name: str) -> Recognised:
    """A scanned page as the OCR reads it. Raises ReadError when the extra is missing."""
    from doccompare.readers.ocr import NARROWEST, RESOLUTION, require_engine
    from doccompare.readers.scans import recognise

    require_engine(name)
    longer, shorter = max(page.width, page.height), min(page.width, page.height)
    if longer > min(_LARGEST_SIDE, NARROWEST * shorter):
        large = longer > _LARGEST_SIDE
        how = ("边长超过 5 米", "over 5 metres high or wide") if large else ("是窄条", "a narrow strip")
        raise ReadError(
            say(
                f"“{name}”第 {page.number} 页{how[0]}，不像一页印刷品。",
                f"{name}, page {page.number}, is {how[1]}: that is no page of print.",
            ),
            say("请去掉这一页再试。", "Leave this page out."),
        )
    tell(f"{name} {page.number} (OCR)")
    return recognise(document.picture(page.number, RESOLUTION), page.number, (page.width, page.height))


def _remarks(told: Sequence[_Told], unread: Sequence[int]) -> Iterator[Problem]:
    if unread:
        pages = page_list(unread)
        yield Problem(
            "page-without-text",
            Note(
                f"第 {pages} 页没有可用的文字层，未读；装附加组件 ocr 后可识读：{OCR_LINE}",
                f"Pages {pages} have no text layer of use and are not read; "
                f"the extra ocr reads them: {OCR_LINE}",
            ),
        )
    for code, pages_, zh, en in (
        (
            "page-damaged",
            [t.number for t in told if t.fault],
            "页已损坏，未读。",
            "are damaged and not read.",
        ),
        (
            VERTICAL,
            [t.number for t in told if t.vertical],
            "页有竖排文字，照文件内的次序录于页末，请核对。",
            "have vertical text; it stands at the end of the page in the order of the file: check it.",
        ),
        (
            "ocr-layer",
            [t.number for t in told if t.invisible],
            "页的文字层衬在扫描图下，是前人识读所得，全页识读存疑。",
            "have a text layer under a scanned image: somebody's OCR, so all of it is doubtful.",
        ),
    ):
        if pages_:
            yield Problem(code, Note(f"第 {page_list(pages_)} {zh}", f"Pages {page_list(pages_)} {en}"))
    for code, left_out, zh, en in (
        (
            "tilted-text",
            {t.number: t.tilted for t in told if t.tilted},
            "页有斜置或倒置的文字（如水印）",
            "characters set at an angle (a watermark, say)",
        ),
        (
            "outside-text",
            {t.number: t.outside for t in told if t.outside},
            "页有落在页面之外、看不见的文字",
            "characters outside the page, where nobody sees them,",
        ),
    ):
        if left_out:
            pages, count = page_list(list(left_out)), sum(map(len, left_out.values()))
            shown = next(iter(left_out.values()))[:20]
            yield Problem(
                code,
                Note(
                    f"第 {pages} {zh} {count} 个，未入文本：“{shown}”。",
                    f"Pages {pages}: {count} {en} are left out: “{shown}”.",
                ),
            )
    if radicals := sum(t.radicals for t in told):
        yield Problem(
            "radicals",
            Note(
                f"{radicals} 个字在 PDF 里编作部首或兼容字（如 ⻓），按通用字（长）读。",
                f"{radicals} characters are coded as radicals or compatibility forms in the PDF (⻓, say) "
                "and read as the ordinary ones (长).",
            ),
        )


def _oddities(text: str) -> Iterator[Problem]:
    """The characters whose code in the PDF says nothing."""
    yield from problems_at(
        "replacement-character",
        text,
        [Span(*m.span()) for m in re.finditer(f"{REPLACEMENT}+", text)],
        "PDF 的字体没有给出这里的字，以 U+FFFD 代之，待查。",
        "the font of the PDF does not tell what stands here; U+FFFD stands for it.",
    )
    yield from problems_at(
        "private-use",
        text,
        [Span(*m.span()) for m in re.finditer("[\ue000-\uf8ff]+", text)],
        "私用区字符（造字），原字待查。",
        "a private-use character; what it stands for is not known.",
    )


def _stretches(marks: Sequence[PageMark], pages: set[int], length: int) -> Iterator[Span]:
    """The stretches of text that stand on the pages."""
    ends = [m.offset for m in marks[1:]] + [length]
    for mark, end in zip(marks, ends, strict=True):
        if mark.page in pages:
            yield Span(mark.offset, end)
