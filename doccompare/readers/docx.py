"""Word documents (docx): the text as Word shows it, one paragraph a line.

Automatic numbers are printed, tracked changes are read as accepted (or as refused), text boxes follow
the paragraph they hang on, notes stand at the end. Source of the format: ECMA-376, Part 1.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any

from doccompare.errors import ReadError, say
from doccompare.model import Problem
from doccompare.readers.archives import damaged
from doccompare.readers.encodings import Decoded
from doccompare.readers.equations import printed
from doccompare.readers.flat import Members, members_of
from doccompare.readers.markup import attribute, child, local, made, names, parse_part, remarks
from doccompare.readers.numbering import Numbering, on

_ADDED, _REMOVED = ("ins", "moveTo"), ("del", "moveFrom")
_NO_TEXT = names(
    "pPr rPr tblPr tblPrEx tblGrid trPr tcPr sectPr sdtPr sdtEndPr delInstrText fldData rt rubyPr "
    "footnoteRef endnoteRef separator continuationSeparator annotationRef ffData oMathParaPr "
    "ctrlPr"
)
_NOTES = ("footnote", "endnote")
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What the two old symbol fonts show at a place; all else stays a private-use character, and is told.
_SYMBOLS = {
    "symbol": dict(zip(b"\xa3\xb3\xb1\xb4\xb0\xb7\xb8\xb9\xa5\xae", "≤≥±×°•÷≠∞→", strict=True)),
    "wingdings": dict(
        zip(
            b"\x6c\x6e\x6f\x71\x75\x76\xa7\xa8\xd8\xfb\xfc\xfd\xfe\x4a\xe0",
            "●■□❑◆❖▪◻➢✗✓☒☑☺→",
            strict=True,
        )
    ),
    "wingdings 2": dict(zip(b"\x4f\x50\x51\x52\x53\xa3", "✗✓☒☑☒□", strict=True)),
}


def read_docx(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text with all tracked changes accepted. Raises ReadError: damaged, a bomb, no text in it."""
    return _read(data, name, original=False)


def read_docx_original(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text as it was before its tracked changes. Raises as :func:`read_docx` does."""
    return _read(data, name, original=True)


def _read(data: bytes, name: str, *, original: bool) -> Decoded:
    archive = members_of(data, name)
    main = _target(archive, "", "officeDocument") or "word/document.xml"
    document = _Document(archive, main, original=original)
    lines = document.text()
    if document.pictures and not any(line.strip() for line in lines):
        raise _only_pictures(name, document.pictures)
    return made(lines, name, problems=document.problems())


def _target(archive: Members, part: str, kind: str) -> str | None:
    """The first member that ``part`` names as its ``kind``; None when it names none that is there."""
    return next(iter(_targets(archive, part, kind)), None)


def _targets(archive: Members, part: str, kind: str) -> list[str]:
    folder, file = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations not in archive:
        return []
    found = []
    for element in parse_part(archive, relations):
        target = attribute(element, "Target") or ""
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        if (attribute(element, "Type") or "").endswith(f"/{kind}"):
            found.append(posixpath.normpath(path))
    return [path for path in found if path in archive]


@dataclass(slots=True)
class _Field:
    """A field that is open: what it is to show, and whether that has begun."""

    instruction: str = ""
    has_result: bool = False


class _Document:
    """One document on its way to lines."""

    def __init__(self, archive: Members, main: str, *, original: bool) -> None:
        self._archive, self._main, self._original = archive, main, original
        self._left_out, self._kept = (_ADDED, _REMOVED) if original else (_REMOVED, _ADDED)
        self._numbering = Numbering(self._part("numbering"), self._part("styles"))
        self._lines: list[str] = []
        self._line: list[str] = []
        self._boxes: list[str] = []
        self._notes: list[tuple[str, str]] = []
        self._noted: set[tuple[str, str]] | None = None  # once notes are read: a note may name itself
        self._fields: list[_Field] = []  # those that are open, the innermost last
        self._changes = self._hidden = 0
        self.pictures = 0
        self._chunks = False

    def text(self) -> list[str]:
        """The lines of the body, then those of the notes."""
        root = parse_part(self._archive, self._main)
        body = child(root, "body")
        if body is None:
            raise damaged(self._archive.name, f"{self._main}: body?")
        lines = self._inside(body)
        named = {kind for kind, _ in self._notes}
        parts = {kind: self._part(f"{kind}s") for kind in _NOTES if kind in named}
        found = {
            (kind, attribute(e, "id")): e
            for kind, part in parts.items()
            for e in (reversed(part) if part is not None else ())  # the first of two of one number counts
            if local(e) == kind
        }
        self._noted = set(self._notes)
        for n, reference in enumerate(self._notes, 1):
            note = self._inside(found[reference]) if reference in found else []
            if note:
                lines += [f"〔注{n}〕{note[0].strip()}", *note[1:]]
        return lines

    def problems(self) -> tuple[Problem, ...]:
        """What was read one way of several, and what was left out."""
        heads = [self._brief(p) for kind in ("header", "footer") for p in self._linked(kind)]
        comments = sum(len(parse_part(self._archive, p)) for p in self._linked("comments"))
        return remarks(
            changes=self._changes,
            original=self._original,
            notes=len(self._notes),
            left_out=(
                (
                    "、".join(dict.fromkeys(filter(None, heads)))[:60],
                    "页眉页脚未录",
                    "headers and footers left out",
                ),
                (comments, "批注未录", "comments left out"),
                (self._hidden, "隐藏文字未录，字数", "hidden characters left out"),
                (self.pictures, "图片未读，数目", "pictures not read"),
                ("altChunk" if self._chunks else "", "嵌入的文件未录", "embedded file left out"),
                (
                    "、".join(sorted(self._numbering.unknown)),
                    "编号样式不识，按 1、2、3 录",
                    "unknown style of numbers, read as 1, 2, 3",
                ),
            ),
        )

    def _part(self, kind: str) -> Any | None:
        found = _target(self._archive, self._main, kind)
        return parse_part(self._archive, found) if found else None

    def _linked(self, kind: str) -> list[str]:
        return _targets(self._archive, self._main, kind)

    def _brief(self, part: str) -> str:
        """What a header says, but for page numbers."""
        said = "".join(e.text or "" for e in parse_part(self._archive, part).iter() if local(e) == "t")
        said = " ".join(said.split())
        return said if re.search(r"[^\W\d_]{2}", said) else ""

    def _inside(self, element: Any) -> list[str]:
        """The lines of what stands in ``element``: a body, a cell, a note, a text box."""
        outer = self._lines, self._line, self._boxes, self._fields
        self._lines, self._line, self._boxes, self._fields = [], [], [], []
        self._walk(element)
        if self._line or self._boxes:
            self._end("")
        lines = self._lines
        self._lines, self._line, self._boxes, self._fields = outer
        return lines

    def _walk(self, element: Any) -> None:
        for e in element:
            name = local(e)
            if name in _NO_TEXT or not name:
                continue
            self.pictures += name in ("blip", "imagedata")
            if name in self._left_out:
                self._changes += 1
            elif name == "p" and not _drawn(e):
                self._paragraph(e)
            elif name == "tr":
                self._row(e)
            elif name == "r" and on(child(e, "rPr", "vanish")):
                self._hidden += sum(len(t.text or "") for t in e.iter() if local(t) in ("t", "delText"))
            elif name in ("t", "delText"):
                self._add(_characters(e))
            elif name in _SIGNS:
                self._add(_SIGNS[name])
            elif name == "sym":
                self._add(_symbol(e))
            elif name in ("footnoteReference", "endnoteReference"):
                reference = (name.removesuffix("Reference"), attribute(e, "id") or "")
                if self._noted is None or reference not in self._noted:
                    self._notes.append(reference)
                if self._noted is not None:
                    self._noted.add(reference)
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].instruction += e.text or ""
            elif name == "fldChar":
                self._field(attribute(e, "fldCharType"))
            elif name == "txbxContent":
                self._boxes += self._inside(e)
            elif name == "AlternateContent":
                self._alternative(e)
            elif name == "altChunk":
                self._chunks = True
            else:
                self._changes += name in self._kept
                self._walk(e)

    def _add(self, text: str) -> None:
        if all(f.has_result for f in self._fields):  # what stands before the result is an instruction
            self._line.append(text)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields and not (ended := self._fields.pop()).has_result:
            self._add(printed(ended.instruction))

    def _alternative(self, element: Any) -> None:
        """One of two ways to say the same: the newer, unless only the older holds text."""
        choices = [e for e in element if local(e) == "Choice"]
        fallback = [e for e in element if local(e) == "Fallback"]
        texts = [e for e in choices if any(local(d) in ("t", "sym") for d in e.iter())]
        for e in (texts or fallback or choices)[:1]:
            self._walk(e)

    def _paragraph(self, element: Any) -> None:
        properties = child(element, "pPr")
        self._walk(element)
        mark = child(properties, "rPr") if properties is not None else None
        revised = {local(e) for e in mark} if mark is not None else set()
        if revised & {*self._left_out}:  # its end is gone: it runs on into the next
            self._changes += 1
            return
        before = child(properties, "pPrChange", "pPr") if properties is not None else None
        self._end(self._numbering.label(before if self._original and before is not None else properties))

    def _end(self, label: str) -> None:
        """A paragraph is over: its number and text, a line for each line break, then its text boxes."""
        self._lines += (label + "".join(self._line)).split("\n")
        self._lines += self._boxes
        self._line, self._boxes = [], []

    def _row(self, row: Any) -> None:
        """A row of short cells is one line; one with paragraphs in a cell gives a line for each."""
        if any(child(row, "trPr", change) is not None for change in self._left_out):
            self._changes += 1
            return
        gone = "cellIns" if self._original else "cellDel"
        cells = [
            self._inside(e)
            for e in _cells(row)
            if child(e, "tcPr", gone) is None and not _continued(child(e, "tcPr", "vMerge"))
        ]
        filled = [[line for line in cell if line.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in filled):
            self._lines.append("\t".join(cell[0].strip() for cell in filled if cell))
        else:
            self._lines += [line for cell in cells for line in cell]


def _only_pictures(name: str, count: int) -> ReadError:
    return ReadError(
        say(
            f"“{name}”里只有 {count} 幅图片，没有文字。",
            f"{name} holds {count} pictures and no text.",
        ),
        say(
            "请另存为 PDF，或取出图片，由附加组件 ocr 识读。",
            "Save it as a PDF, or take the pictures out: the extra ocr reads them.",
        ),
    )


def _cells(row: Any) -> list[Any]:
    """The cells of a row, also those inside a content control."""
    found = []
    for e in row:
        if local(e) == "tc":
            found.append(e)
        elif local(e) in ("sdt", "sdtContent", "customXml", "smartTag"):
            found += _cells(e)
    return found


def _continued(merge: Any | None) -> bool:
    return merge is not None and attribute(merge, "val") != "restart"


def _drawn(element: Any) -> bool:
    """Whether this is a paragraph of a drawing, not of the text."""
    return "/drawingml/" in element.tag


def _characters(element: Any) -> str:
    """The text of a run's element: white space at its edges counts only where it is said to."""
    text = re.sub(r"[\t\r\n]", " ", element.text or "")
    return text if attribute(element, "space") == "preserve" else text.strip(" ")


def _symbol(element: Any) -> str:
    code = attribute(element, "char") or ""
    if not re.fullmatch("[0-9A-Fa-f]{1,5}", code):
        return ""
    point = int(code, 16)
    font = (attribute(element, "font") or "").lower()
    known = _SYMBOLS.get(font, {}).get(point & 0xFF if 0xF000 <= point <= 0xF0FF else point)
    if known is None and (point < 0x20 or 0xD800 <= point < 0xE000):
        return ""
    return known or chr(point)
