"""OpenDocument texts (odt): the text as LibreOffice shows it, one paragraph a line.

List numbers are printed, tracked changes read as accepted (or as refused), text boxes follow their
paragraph, notes stand at the end. Source of the format: ODF 1.3, Part 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from doccompare.model import Problem
from doccompare.readers.archives import damaged, encrypted
from doccompare.readers.encodings import Decoded
from doccompare.readers.flat import Members, members_of
from doccompare.readers.markup import attribute, child, local, made, names, parse_part, remarks
from doccompare.readers.numerals import numeral

_NO_TEXT = names(
    "tracked-changes annotation annotation-end note-citation ruby-text forms title desc sequence-decls "
    "variable-decls user-field-decls table-of-content-source alphabetical-index-source bibliography-source "
    "hidden-text hidden-paragraph covered-table-cell event-listeners glue-point"
)
_SPACE = re.compile("[ \t\r\n]+")
_STYLES = {  # the format of a number begins with its first
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCounting",
    "壹": "chineseLegalSimplified",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
    "⑴": "decimalEnclosedParen",
    "⒈": "decimalEnclosedFullstop",
    "㊀": "ideographEnclosedCircle",
}


def read_odt(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text with all tracked changes accepted. Raises ReadError: damaged, encrypted, a bomb, no text."""
    return _read(data, name, original=False)


def read_odt_original(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text as it was before its tracked changes. Raises as :func:`read_odt` does."""
    return _read(data, name, original=True)


def _read(data: bytes, name: str, *, original: bool) -> Decoded:
    archive = members_of(data, name)
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise encrypted(name)
    document = _Document(archive, original=original)
    lines = document.text()
    return made(lines, name, problems=document.problems())


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: the style of its number, what stands around it, where it begins."""

    style: str
    prefix: str
    suffix: str
    start: int
    shown: int
    pattern: str

    def label(self, levels: dict[int, _Level], counters: list[int]) -> str:
        """The number printed at the innermost of ``counters``."""
        depth = len(counters)
        if not self.style:
            return f"{self.prefix}{self.suffix}"
        if self.pattern:

            def one(match: re.Match[str]) -> str:
                at = int(match[1])
                own = levels.get(at)
                return _written(own.style if own else "", counters[at - 1]) if at <= depth else ""

            label = re.sub("%([1-9][0-9]?)%", one, self.pattern)
        else:
            first = max(1, depth - self.shown + 1)
            styles = [levels[at].style if at in levels else "" for at in range(first, depth + 1)]
            numbers = [_written(s, n) for s, n in zip(styles, counters[first - 1 :], strict=True) if s]
            label = self.prefix + ".".join(numbers) + self.suffix
        return label + (" " if label and label[-1] < "\u2000" and not label[-1].isspace() else "")


def _written(style: str, n: int) -> str:
    return (numeral(style, n) or "") if style else ""


class _Document:
    """One document on its way to lines."""

    def __init__(self, archive: Members, *, original: bool) -> None:
        self._original = original
        if "content.xml" not in archive:
            raise damaged(archive.name, "content.xml?")
        self._root = parse_part(archive, "content.xml")
        self._page = parse_part(archive, "styles.xml") if "styles.xml" in archive else None
        if child(self._root, "body", "text") is None:
            raise damaged(archive.name, "content.xml: office:text?")
        self._styles: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        for root in (self._page, self._root):
            for e in root.iter() if root is not None else ():
                if local(e) == "list-style":
                    self._styles[attribute(e, "name") or ""] = _levels(e)
                elif local(e) == "outline-style":
                    self._outline = _levels(e)
        self._headings: list[int] = []
        self._counted: dict[str, list[int]] = {}  # by list or style: where it stopped counting
        self._latest: dict[str, str] = {}
        self._regions = self._tracked()
        self._skipping: set[str] = set()
        self._lines: list[str] = []
        self._line: list[str] = []
        self._boxes: list[str] = []
        self._notes: list[list[str]] = []
        self._labels: list[str] = []
        self._comments = self._hidden = 0
        self._unseen = _unseen_styles(self._page, self._root)

    def text(self) -> list[str]:
        """The lines of the body, then those of the notes."""
        lines = self._inside(child(self._root, "body", "text"))
        for n, note in enumerate(self._notes, 1):
            if note:
                lines += [f"〔注{n}〕{note[0].strip()}", *note[1:]]
        return lines

    def problems(self) -> tuple[Problem, ...]:
        """What was read one way of several, and what was left out."""
        page = self._page.iter() if self._page is not None else ()
        heads = [_plain(e) for e in page if local(e) in ("header", "footer")]
        shown = "、".join(dict.fromkeys(h for h in heads if re.search(r"[^\W\d_]{2}", h)))[:60]
        return remarks(
            changes=len(self._regions),
            original=self._original,
            notes=len(self._notes),
            left_out=(
                (shown, "页眉页脚未录", "headers and footers left out"),
                (self._comments, "批注未录", "comments left out"),
                (self._hidden, "隐藏文字未录，字数", "hidden characters left out"),
            ),
        )

    def _tracked(self) -> dict[str, Any | None]:
        """The tracked changes by id: what was deleted, None for what was inserted or only formatted."""
        regions: dict[str, Any | None] = {}
        for e in self._root.iter():
            if local(e) == "changed-region":
                deleted = child(e, "deletion")
                if deleted is None and child(e, "insertion") is None:
                    continue
                regions[attribute(e, "id") or ""] = deleted
        return regions

    def _inside(self, element: Any) -> list[str]:
        """The lines of what stands in ``element``: a body, a cell, a note, a text box."""
        outer = self._lines, self._line, self._boxes, self._labels
        self._lines, self._line, self._boxes, self._labels = [], [], [], []
        self._walk(element, [])
        if self._line or self._boxes:
            self._end("")
        lines = self._lines
        self._lines, self._line, self._boxes, self._labels = outer
        return lines

    def _add(self, text: str | None) -> None:
        if text and not self._skipping:
            self._line.append(text)

    def _walk(self, element: Any, lists: list[tuple[str, int]]) -> None:
        """``lists``: style and number of the open lists, the outermost first."""
        for e in element:
            name = local(e)
            self._comments += name == "annotation"
            if name in _NO_TEXT or not name:
                pass
            elif name in ("p", "h", "span") and attribute(e, "style-name") in self._unseen:
                self._hidden += len(_plain(e))
            elif name in ("p", "h"):
                self._paragraph(e, name == "h", lists)
            elif name == "list":
                self._list(e, lists)
            elif name == "table-row":
                self._row(e)
            elif name == "note":
                body = child(e, "note-body")
                self._notes.append(self._inside(body) if body is not None else [])
            elif name == "text-box":
                self._boxes += self._inside(e)
            elif name == "s":
                self._add(" " * min(1000, int(c) if (c := attribute(e, "c") or "1").isdecimal() else 1))
            elif name == "tab":
                self._add("\t")
            elif name == "line-break":
                self._add("\n")
            elif name in ("change", "change-start", "change-end"):
                self._change(e, name)
            else:
                if name == "frame" and child(e, "text-box") is None and child(e, "object") is not None:
                    continue
                self._inline(e, lists)
            if element.tag in self._mixed(element):
                self._add(_SPACE.sub(" ", e.tail or ""))

    @staticmethod
    def _mixed(element: Any) -> tuple[str, ...]:
        """The element's own tag when characters between its children are text."""
        inside = local(element)
        return (element.tag,) if inside in ("p", "h", "span", "a", "ruby-base", "meta", "meta-field") else ()

    def _inline(self, e: Any, lists: list[tuple[str, int]]) -> None:
        if len(e) == 0 or self._mixed(e):
            self._add(_SPACE.sub(" ", e.text or ""))
        self._walk(e, lists)

    def _change(self, e: Any, name: str) -> None:
        key = attribute(e, "change-id") or ""
        if key not in self._regions or not self._original:
            return
        deleted = self._regions[key]
        if deleted is not None:
            self._add("\n".join(_plain(p) for p in deleted if local(p) in ("p", "h")))
        elif name == "change-start":
            self._skipping.add(key)
        elif name == "change-end":
            self._skipping.discard(key)

    def _paragraph(self, e: Any, heading: bool, lists: list[tuple[str, int]]) -> None:
        if lists:
            label, self._labels = "".join(self._labels), []
        else:
            label = self._outlined(e) if heading else ""
        self._add(_SPACE.sub(" ", e.text or ""))
        self._walk(e, lists)
        if self._skipping:  # its end was inserted with the rest: it runs on into the next
            return
        self._end(label)

    def _end(self, label: str) -> None:
        self._lines += (label + "".join(self._line).strip(" ")).split("\n")
        self._lines += self._boxes
        self._line, self._boxes = [], []

    def _outlined(self, e: Any) -> str:
        """The number of a heading that stands in no list."""
        level = attribute(e, "outline-level") or "1"
        depth = min(10, int(level) if level.isdecimal() else 1)
        own = self._outline.get(depth)
        if own is None or not own.style or attribute(e, "is-list-header") == "true":
            return ""
        self._count(self._headings, depth, self._outline)
        return own.label(self._outline, self._headings)

    @staticmethod
    def _count(counters: list[int], depth: int, levels: dict[int, _Level]) -> None:
        """One more at ``depth``; deeper levels begin anew."""
        while len(counters) < depth:
            at = len(counters) + 1
            counters.append((levels[at].start if at in levels else 1) - (1 if at == depth else 0))
        del counters[depth:]
        counters[depth - 1] += 1

    def _list(self, e: Any, lists: list[tuple[str, int]]) -> None:
        style = attribute(e, "style-name") or (lists[-1][0] if lists else "")
        levels = self._styles.get(style, {})
        depth = len(lists) + 1
        own = levels.get(depth)
        key = attribute(e, "id") or f"{style}\0{depth}"
        n = (own.start if own else 1) - 1
        before = attribute(e, "continue-list")
        if before is None and attribute(e, "continue-numbering") == "true":
            before = self._latest.get(style)
        if before in self._counted:
            n = self._counted[before][-1]
        for item in e:
            if local(item) not in ("list-item", "list-header"):
                continue
            if local(item) == "list-item" and not self._skipping:
                stated = attribute(item, "start-value") or ""
                n = int(stated[:6]) if stated.isdecimal() else n + 1
                if own is not None:
                    self._labels = [own.label(levels, [*(k for _, k in lists), n])]
            self._walk(item, [*lists, (style, n)])
        self._counted[key] = [n]
        if not lists:
            self._latest[style] = key

    def _row(self, row: Any) -> None:
        """A row of short cells is one line; one with paragraphs in a cell gives a line for each."""
        cells = [self._inside(e) for e in row if local(e) == "table-cell"]
        filled = [[line for line in cell if line.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in filled):
            self._lines.append("\t".join(cell[0].strip() for cell in filled if cell))
        else:
            self._lines += [line for cell in cells for line in cell]


def _unseen_styles(*roots: Any) -> set[str]:
    """The names of the styles whose text is hidden, those that take it over from others included."""
    hidden: set[str] = set()
    based: dict[str, str] = {}
    for root in roots:
        for e in root.iter() if root is not None else ():
            if local(e) != "style":
                continue
            name, shown = attribute(e, "name") or "", child(e, "text-properties")
            display = attribute(shown, "display") if shown is not None else None
            if display == "none":
                hidden.add(name)
            elif display is None and (parent := attribute(e, "parent-style-name")):
                based[name] = parent
    for name in based:
        at, seen = name, set()
        while at in based and at not in seen:
            seen.add(at)
            at = based[at]
        if at in hidden:
            hidden.add(name)
    return hidden


def _levels(style: Any) -> dict[int, _Level]:
    levels = {}
    for e in style:
        at = attribute(e, "level") or ""
        if not re.fullmatch("[1-9][0-9]?", at):
            continue
        if local(e) == "list-level-style-bullet":
            bullet = attribute(e, "bullet-char") or ""
            levels[int(at)] = _Level("", "• " if bullet.strip() else "", "", 1, 1, "")
            continue
        kind = attribute(e, "num-format") or ""
        start, shown = attribute(e, "start-value") or "1", attribute(e, "display-levels") or "1"
        levels[int(at)] = _Level(
            _STYLES.get(kind[:1], "decimal") if kind else "",
            (attribute(e, "num-prefix") or "") if kind else "",
            (attribute(e, "num-suffix") or "") if kind else "",
            int(start[:6]) if start.isdecimal() else 1,
            int(shown[:2]) if shown.isdecimal() else 1,
            attribute(e, "num-list-format") or "",
        )
    return levels


def _plain(element: Any) -> str:
    """All characters in an element, white space folded."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()
