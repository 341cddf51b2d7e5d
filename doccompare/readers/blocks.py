"""The visible lines of a web page: what a browser would show, one paragraph, row or list item a line.

Used for web pages and for the chapters of an e-book.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any

from doccompare.readers.archives import damaged
from doccompare.readers.markup import names, refuse_endless
from doccompare.readers.numerals import numeral

_UNSEEN = names(
    "script style noscript template head iframe frame object applet embed svg canvas audio video map "
    "datalist select button input textarea rt rp dialog"
)
_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p "
    "pre section summary table tbody tfoot thead tr td th ul"
)
_LIMIT = re.compile(r"excessive depth|huge text node|XML_PARSE_HUGE|lookup limit|memory", re.IGNORECASE)
_ENTITY = re.compile("&([A-Za-z][A-Za-z0-9]{1,31};)")
_CHARACTERS = {
    name: char for name, char in html5.items() if name not in ("amp;", "lt;", "gt;", "quot;", "apos;")
}
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_CELLS, _LISTS = ("td", "th"), ("ol", "ul", "menu", "dir")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z][a-z-]+)", re.IGNORECASE)
# What says that a link is the mark of a note, in e-books, web pages and what LibreOffice writes.
_NOTE_MARKS = ("epub:type", "{http://www.idpf.org/2007/ops}type", "role", "class")
_NOTE_MARK = re.compile(r"\b(?:(?:doc-)?noteref|sdfootnoteanc|sdendnoteanc)\b")
_LONGEST_MARK = 6  # characters
_CITATION = re.compile(r"\s*[\[［〔][0-9]{1,4}(?:[-–—,，][0-9]{1,4})*[\]］〕]\s*")
_SPACE = re.compile("[ \t\n\r\f]+")
# Between two characters of Chinese a line end of the source is no space.
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff\u3000-\u303f“”‘’—…]"
_BROKEN = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n\f][ \t\r\n\f]*(?={_WIDE})")
_STYLES = {  # of HTML and CSS, and what is printed after the number
    "1": ("decimal", ". "),
    "a": ("lowerLetter", ". "),
    "A": ("upperLetter", ". "),
    "i": ("lowerRoman", ". "),
    "I": ("upperRoman", ". "),
    "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCounting", "、"),
    "trad-chinese-informal": ("chineseCounting", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
_MARKED = re.compile(
    r"[（(]?[0-9０-９一二三四五六七八九十百]{1,4}[)）.．、]|第[0-9一二三四五六七八九十百]+[条章节]|[•●■◆▪①-⑳⑴-⒇⒈-⒛]"
)


@dataclass(slots=True)
class Block:
    """A line: its text, the element it stands in (the nearest that is a block), how much of it is links."""

    text: str
    element: Any
    linked: int = 0
    row: Any = None
    cell: Any = None


@dataclass(slots=True)
class _Writer:
    """Text on its way to lines."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    label: str = ""
    linked: int = 0
    links: int = 0
    verbatim: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text if self.verbatim else _SPACE.sub(" ", _BROKEN.sub("", text)))
            self.linked += len(text.strip()) if self.links else 0

    def end(self, element: Any, row: Any, cell: Any) -> None:
        text = re.sub(" {2,}", " ", "".join(self.pieces)) if not self.verbatim else "".join(self.pieces)
        for line in text.split("\n"):
            if body := line.strip():
                label = "" if _MARKED.match(body) else self.label
                self.blocks.append(Block(label + body, element, min(self.linked, len(body)), row, cell))
                self.label = ""
        self.pieces, self.linked = [], 0


def parse_html(text: str, name: str) -> Any | None:
    """The page as a tree; None when there is nothing in it. Reads any markup, fetches nothing.

    Raises ReadError when it is nested deeper than the parser goes (2,048 elements), which would leave
    out the rest without a word.
    """
    from lxml import html

    refuse_endless(text.count("<"), name)
    if text.lstrip().startswith("<?xml") and (root := _as_xml(text)) is not None:
        return root
    source = text.replace("\0", "").encode("utf-8", "replace")
    limits: list[str] = []
    for huge in (False, True):
        parser = html.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=huge
        )
        try:
            root = html.document_fromstring(source, parser=parser)
        except (html.etree.LxmlError, ValueError):  # "Document is empty"
            root = None
        limits = [entry.message for entry in parser.error_log if _LIMIT.search(entry.message)]
        if not limits:
            return root
    raise damaged(name, limits[0].strip())


def _as_xml(text: str) -> Any | None:
    """The tree of a page that says it is XML, where ``<title/>`` is whole; None when it is not XML."""
    from lxml import etree

    source = _ENTITY.sub(lambda m: _CHARACTERS.get(m[1], m[0]), _DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None
    if any(not isinstance(e.tag, str) for e in root.iter()):  # entities of its own: a browser ignores them
        return None
    for e in root.iter():
        e.tag = e.tag.rpartition("}")[2]
    return root


def blocks_of(root: Any, *, hidden: bool = False) -> list[Block]:
    """The visible lines below ``root`` in their order; what a style sheet hides cannot be known.

    ``hidden``: also what the page itself hides at first and a script shows later.
    """
    from lxml import etree

    out = _Writer()
    skipped: Any = None
    holders: list[Any] = []  # the open blocks, the innermost last
    rows: list[Any] = [None]
    cells: list[Any] = [None]
    counters: list[int] = []
    for event, e in etree.iterwalk(root, events=("start", "end")):
        name = e.tag if isinstance(e.tag, str) else ""
        if skipped is not None:
            if event == "end" and e is skipped:
                skipped = None
                out.add(e.tail if e is not root else "")
            continue
        if event == "start":
            if not name or name in _UNSEEN or (not hidden and _hidden(e)) or is_citation(e):
                skipped = e
                continue
            if name in _BLOCKS:
                if holders:
                    out.end(holders[-1], rows[-1], cells[-1])
                holders.append(e)
            if name == "tr":
                rows.append(e)
            elif name in _CELLS:
                cells.append(e)
            elif name in _LISTS:
                counters.append(_first(e))
            elif name == "li":
                out.label, counters[-1:] = _item(e, counters[-1] if counters else 1)
            elif name == "pre":
                out.verbatim += 1
            elif name == "a":
                out.links += 1
            elif name == "q":
                out.add("“")
            elif name == "br":
                out.pieces.append("\n")
            out.add(e.text)
            continue
        if name in _BLOCKS:
            out.end(holders.pop(), rows[-1], cells[-1])
        if name == "tr":
            rows.pop()
        elif name in _CELLS:
            cells.pop()
        elif name in _LISTS:
            counters.pop()
        elif name == "li":
            out.label = ""
        elif name == "pre":
            out.verbatim -= 1
        elif name == "a":
            out.links -= 1
        elif name == "q":
            out.add("”")
        if e is not root:
            out.add(e.tail)
    out.end(root, None, None)
    return _rows_joined(out.blocks)


def _rows_joined(blocks: list[Block]) -> list[Block]:
    """A row of cells with one line each is one line, its cells parted by tabs; others stay as they are."""
    joined: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at + 1
        while blocks[at].row is not None and end < len(blocks) and blocks[end].row is blocks[at].row:
            end += 1
        group = blocks[at:end]
        if len(group) > 1 and len({id(b.cell) for b in group}) == len(group):
            text = "\t".join(b.text for b in group)
            joined.append(Block(text, group[0].row, sum(b.linked for b in group)))
        else:
            joined += group
        at = end
    return joined


def is_citation(element: Any) -> bool:
    """Whether this is the mark of a reference, [1], as an encyclopedia has it, or of a note."""
    if element.tag == "a":
        said = " ".join(element.get(name) or "" for name in _NOTE_MARKS)
        return bool(_NOTE_MARK.search(said)) and len("".join(element.itertext()).strip()) <= _LONGEST_MARK
    return element.tag == "sup" and bool(_CITATION.fullmatch("".join(element.itertext())))


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def _first(element: Any) -> int:
    """The number before which a list begins."""
    start = element.get("start") or "1"
    return int(start) if re.fullmatch("-?[0-9]{1,6}", start) else 1


def _item(element: Any, n: int) -> tuple[str, list[int]]:
    """What a list item shows before its text, and the number of the next."""
    stated = element.get("value") or ""
    n = int(stated) if re.fullmatch("-?[0-9]{1,6}", stated) else n
    parent = element.getparent()
    ordered = parent is not None and parent.tag == "ol"
    style = ""
    for e in (element, parent):
        found = _LIST_STYLE.search((e.get("style") if e is not None else "") or "")
        style = style or (found[1].lower() if found else "")
    if style == "none":
        return "", [n + 1]
    if not ordered:
        return "• ", [n + 1]
    kind, after = _STYLES.get(style) or _STYLES.get(parent.get("type") or "1", _STYLES["1"])
    return f"{numeral(kind, n)}{after}", [n + 1]
