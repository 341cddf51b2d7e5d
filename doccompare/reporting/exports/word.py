"""DOCX: the established text with comments, or a witness with the changes that make it that text.

python-docx makes the file; tracked changes (``w:ins``, ``w:del``) are written here. Who accepts all changes
has the established text, who rejects all has the witness as it was collated.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from doccompare.model import Collation, Flow, Part
from doccompare.reporting.established import DEEPEST, heading_edges, heading_level, title_line
from doccompare.reporting.exports.gaps import gap_kind
from doccompare.reporting.labels import name
from doccompare.reporting.running import Running, Segment, running, segments
from doccompare.reporting.safe import xml_text
from doccompare.reporting.views import coverage, decision_words, is_open, note_of, source

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

AUTHOR = "doccompare"
_CREATED = datetime(2000, 1, 1)  # a clock in the file would make every file another
_FONT, _TITLE_FONT = "宋体", "黑体"
MARGIN = 28  # millimetres at the left and at the right
_SIZE = 12  # points
_CENTRED = (Part.TITLE, Part.DATE)


def text_docx(collation: Collation) -> bytes:
    """The established text, a comment at each place of variation; open places are highlighted."""
    return _Writer(collation, None).bytes()


def witness_docx(collation: Collation, siglum: str) -> bytes:
    """A witness with tracked changes to the established text, a comment at each place it departs.

    ``siglum`` is one of a witness that votes and in which the work was found.
    """
    return _Writer(collation, siglum).bytes()


def a_document(collation: Collation) -> Document:
    """An empty document in the fonts of a Chinese publication, without a clock."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    styles = [("Normal", _FONT, _SIZE), ("Title", _TITLE_FONT, 18), ("Heading 1", _TITLE_FONT, 14)]
    styles += [(f"Heading {level}", _TITLE_FONT, _SIZE) for level in range(2, DEEPEST + 1)]
    for style, font, size in styles:
        found: Any = document.styles[style]
        found.font.size = Pt(size)
        found.font.color.rgb = RGBColor(0, 0, 0)
        found.font.italic = False
        found.font.name = "Times New Roman"
        found.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    properties = document.core_properties
    properties.title = xml_text(collation.work.title)
    properties.author = properties.last_modified_by = AUTHOR
    properties.comments = ""
    properties.created = properties.modified = _CREATED
    return document


def saved(document: Document) -> bytes:
    """The bytes of a document, the times inside the package fixed."""
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for item in given.namelist():
            made.writestr(ZipInfo(item, (1980, 1, 1, 0, 0, 0)), given.read(item), ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """One document in the making. ``siglum``: the witness that is corrected, None for none."""

    def __init__(self, collation: Collation, siglum: str | None) -> None:
        self.collation, self.siglum = collation, siglum
        self.text: Running = running(collation)
        self.document = a_document(collation)
        self.changes = 0
        self.in_gap = False
        self.edges: tuple[int, int] = (0, 0)
        self._footer()
        for flow, pieces in segments(collation, self.text, siglum):
            self._passage(flow, pieces)

    def bytes(self) -> bytes:
        """The bytes of the file."""
        return saved(self.document)

    def _footer(self) -> None:
        """What the document is: outside the body, so that the body is the text alone."""
        found = self.collation
        line = title_line(found)
        if self.siglum is not None:
            own = found.attestation(self.siglum)
            line = f"{self.siglum}（{source(own)}，存文 {coverage(own)}）修订为：{line}"
        self.document.sections[0].footer.paragraphs[0].text = xml_text(line)

    def _passage(self, flow: Flow, pieces: Sequence[Segment]) -> None:
        before = "".join(p.witness or "" for p in pieces)
        after = "".join(p.established or "" for p in pieces)
        if not before and not after:
            return
        style = {Part.TITLE: "Title", Part.HEADING: f"Heading {heading_level(flow.address)}"}.get(flow.part)
        paragraph = self.document.add_paragraph(style=style)
        self._shape(paragraph, flow.part)
        if self.siglum is not None and not (before and after):  # the paragraph itself comes or goes
            self._mark(paragraph, "w:ins" if after else "w:del")
        self.edges = heading_edges(self.collation, flow.address, after) if self.siglum is None else (0, 0)
        for piece in pieces:
            self._piece(paragraph, piece, self._note(piece, flow.address))
            self.in_gap = piece.gap

    def _shape(self, paragraph: Paragraph, part: Part) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        shape = paragraph.paragraph_format
        if part in _CENTRED:
            shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif part is not Part.HEADING:
            shape.first_line_indent = Pt(24)

    def _note(self, piece: Segment, address: str) -> str:
        """The comment at a piece; empty for none. A gap is said once, where it begins."""
        if piece.gap and self.siglum is not None:
            said = {"absent": "无", "omission": "缺"}.get(
                gap_kind(self.collation, self.siglum, address), "自此未见"
            )
            return "" if self.in_gap else f"{self.siglum}本{said}。"
        unit = piece.unit
        if unit is None or (self.siglum is not None and (piece.established or "") == (piece.witness or "")):
            return ""
        words = f"{unit.id}　{name('severity', unit.severity)}　{note_of(self.collation, unit)}"
        return words if unit.decision is None else f"{words}{decision_words(unit)}。"

    def _piece(self, paragraph: Paragraph, piece: Segment, note: str) -> None:
        number = self._comment(note) if note else None
        if number is not None:
            self._range(paragraph, "w:commentRangeStart", number)
        if piece.established == piece.witness:
            if piece.established:
                self._plain(paragraph, piece.established, piece.unit is not None and is_open(piece.unit))
        else:
            self._change(paragraph, "w:del", piece.witness)
            self._change(paragraph, "w:ins", piece.established)
        if number is not None:
            self._range(paragraph, "w:commentRangeEnd", number)
            self._reference(paragraph, number)

    def _plain(self, paragraph: Paragraph, text: str, pending: bool) -> None:
        """Text without a change: the run-in heading bold, a number set off, an open place highlighted."""
        from docx.enum.text import WD_COLOR_INDEX

        heading, label = self.edges
        cuts = sorted({0, len(text), *(edge for edge in (heading, label - 1, label) if 0 < edge < len(text))})
        for first, last in pairwise(cuts):
            run = paragraph.add_run(xml_text(text[first:last]))
            run.bold = True if first < heading else None
            if self.siglum is None and pending:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if last == label:
                self._space_after(run)
        self.edges = heading - len(text), label - len(text)

    @staticmethod
    def _space_after(run: Any) -> None:
        """Room of one character after the last character of a run, without a space in the text."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(_SIZE * 20))  # twentieths of a point
        run._r.get_or_add_rPr().append(spacing)

    def _change(self, paragraph: Paragraph, tag: str, text: str | None) -> None:
        """A tracked insertion or deletion at the end of the paragraph."""
        if not text:
            return
        from docx.oxml.ns import qn

        run = paragraph.add_run(xml_text(text))._r
        if tag == "w:del":
            for node in run.findall(qn("w:t")):
                node.tag = qn("w:delText")
                node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        change = self._revision(tag)
        run.addprevious(change)
        change.append(run)

    def _mark(self, paragraph: Paragraph, tag: str) -> None:
        """The paragraph mark itself as inserted or deleted."""
        from docx.oxml import OxmlElement

        properties = OxmlElement("w:rPr")
        properties.append(self._revision(tag))
        paragraph._p.get_or_add_pPr().append(properties)

    def _revision(self, tag: str) -> Any:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.changes += 1
        revision = OxmlElement(tag)
        revision.set(qn("w:id"), str(self.changes))
        revision.set(qn("w:author"), AUTHOR)
        return revision

    def _comment(self, note: str) -> int:
        from docx.oxml.ns import qn

        comment = self.document.comments.add_comment(xml_text(note), author=AUTHOR, initials="校")
        element = comment._comment_elm
        if qn("w:date") in element.attrib:
            del element.attrib[qn("w:date")]
        return int(comment.comment_id)

    def _range(self, paragraph: Paragraph, tag: str, number: int) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        paragraph._p.append(mark)

    def _reference(self, paragraph: Paragraph, number: int) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        reference = OxmlElement("w:commentReference")
        reference.set(qn("w:id"), str(number))
        paragraph.add_run()._r.append(reference)
