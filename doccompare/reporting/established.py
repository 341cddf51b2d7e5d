"""established.md and established.txt: the text a reader may quote from, open places marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from doccompare.model import Clause, Collation, Label, Paragraph, Part
from doccompare.reporting.labels import name
from doccompare.reporting.markdown import escaped
from doccompare.reporting.views import clause_at, is_open, note_of, source, urgent

_LABEL = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+[编章节条](?:之[一二三四五六七八九十]+)?(?=\w)")
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?=[^\W\d])")
DEEPEST = 5  # levels of headings
OPEN_LEFT, OPEN_RIGHT = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the established text: bold when it is a run-in heading, ``unit`` the key of an open place."""

    text: str
    bold: bool = False
    unit: str | None = None


def established_txt(collation: Collation) -> str:
    """The clean text, one paragraph a line, ending in a newline; nothing is marked."""
    return collation.established.text.rstrip("\n") + "\n"


def paragraphs(collation: Collation) -> tuple[Paragraph, ...]:
    """The paragraphs of the established text; its lines, when it does not say them itself."""
    if collation.established.paragraphs:
        return collation.established.paragraphs
    found, start = [], 0
    for line in collation.established.text.split("\n"):
        if line:
            found.append(Paragraph("", Part.PARAGRAPH, start, start + len(line)))
        start += len(line) + 1
    return tuple(found)


def pieces(collation: Collation, paragraph: Paragraph) -> list[Piece]:
    """The paragraph cut at its run-in heading and its open places; together they are its text.

    An open place without a character (nothing there in the base) gives an empty piece.
    """
    text = collation.established.text
    bold_end = heading_end(collation, paragraph)
    inside = [
        place
        for place in collation.established.open
        if paragraph.start <= place.start and place.end <= paragraph.end
    ]
    edges = {paragraph.start, paragraph.end, bold_end}
    for place in inside:
        edges |= {place.start, place.end}
    cuts = sorted(edges)
    empty = {place.start: place.unit for place in inside if place.start == place.end}
    result = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        if start in empty:
            result.append(Piece("", start < bold_end, empty[start]))
        if end is None:
            break
        unit = next((p.unit for p in inside if p.start <= start and end <= p.end), None)
        result.append(Piece(text[start:end], start < bold_end, unit))
    return result


def clause_text(collation: Collation, clause: Clause, *, marked: bool = False) -> str:
    """The established text of a clause; where nothing of it stands there, what the outline has.

    ``marked``: open places in ⟦ ⟧.
    """
    own = [p for p in collation.established.paragraphs if p.address == clause.address]
    runs = [piece for p in own for piece in pieces(collation, p)]
    if not any(piece.text for piece in runs):
        return clause.text
    return "".join(f"{OPEN_LEFT}{r.text}{OPEN_RIGHT}" if marked and r.unit else r.text for r in runs)


def heading_end(collation: Collation, paragraph: Paragraph) -> int:
    """Where the run-in heading ends, its full stop included; the start when there is none."""
    if paragraph.part not in (Part.CLAUSE, Part.ITEM, Part.PARAGRAPH):
        return paragraph.start
    clause = clause_at(collation, paragraph.address)
    if clause is None or clause.address != paragraph.address or not clause.heading:
        return label_end(collation, paragraph)
    text = collation.established.text[paragraph.start : paragraph.end]
    found = text.find(clause.heading, 0, len(clause.heading) + 16)
    if found < 0:
        return paragraph.start
    end = found + len(clause.heading)
    match = re.match(r"[。．.：:]", text[end:])
    return paragraph.start + end + (match.end() if match else 0)


def label_end(collation: Collation, paragraph: Paragraph) -> int:
    """Where the number of an article (第十二条, 3.2.1) ends, which is set off from what follows it.

    The start when there is none, or when nothing but a mark follows. The text itself has no space there.
    """
    if paragraph.part not in (Part.CLAUSE, Part.PARAGRAPH, Part.HEADING):
        return paragraph.start
    text = collation.established.text
    match = _LABEL.match(text, paragraph.start, paragraph.end)
    if match is None and paragraph.part is not Part.PARAGRAPH:
        match = _DECIMAL.match(text, paragraph.start, paragraph.end)
        if match is not None and not f".{paragraph.address}".endswith(f".{match.group()}"):
            match = None
    return match.end() if match else paragraph.start


def heading_level(address: str) -> int:
    """How deep a heading stands, from 1: that of a decimal number as many levels as it has (3.2.1: 3)."""
    return min(1 + sum(part.isdecimal() for part in address.split(".")[1:]), DEEPEST)


def heading_edges(collation: Collation, address: str, text: str) -> tuple[int, int]:
    """How many characters of the passage ``text`` its run-in heading and its number take, 0 for none."""
    whole = collation.established.text
    for found in collation.established.paragraphs:
        if found.address == address and whole[found.start : found.end] == text:
            ends = heading_end(collation, found), label_end(collation, found)
            return ends[0] - found.start, ends[1] - found.start
    return 0, 0


def title_line(collation: Collation) -> str:
    """What the text is, in one line: 校理稿 · 底本 丁 · 校本 甲、乙."""
    label = name("label", collation.established.label)
    others = [a.witness.siglum for a in collation.reprints if a.witness.siglum != collation.base]
    indirect = [a.witness.siglum for a in collation.witnesses if a not in collation.reprints]
    words = [label, f"底本 {collation.base}", "校本 " + "、".join(others)]
    if indirect:
        words.append("旁证 " + "、".join(indirect))
    return " · ".join(words)


def standing(collation: Collation) -> tuple[str, ...]:
    """How far the text may be relied on, in sentences: all decided, so many open, a working text."""
    if collation.established.label is Label.ESTABLISHED:
        return ("要害异文均已裁定。",)
    if collation.established.label is Label.NONE:
        return ("各版时期不同，不作裁定；以下为底本文字。",)
    pending = sum(is_open(unit) for unit in collation.units)
    if not pending:
        return ("校理稿，非定本：各处裁定为拟定，待编辑核定。",)
    critical = sum(is_open(unit) for unit in urgent(collation))
    return (f"校理稿，非定本：待考 {pending} 处，其中要害 {critical} 处。",)


def established_md(collation: Collation) -> str:
    """The text as Markdown: title, ``##`` sections, bold run-in headings, open places in ⟦ ⟧ with notes."""
    lines = list(_head(collation))
    notes: dict[str, int] = {}
    title_printed = False
    for paragraph in paragraphs(collation):
        body = "".join(_piece(piece, notes) for piece in _merged(pieces(collation, paragraph)))
        if not body:
            continue
        if paragraph.part is Part.TITLE and not title_printed:
            lines += [f"# {body}", ""]
            title_printed = True
        elif paragraph.part is Part.HEADING:
            lines += [f"{'#' * (1 + heading_level(paragraph.address))} {body}", ""]
        else:
            lines += [body, ""]
    if not title_printed:
        lines[0:0] = [f"# {escaped(collation.work.title)}", ""]
    if notes:
        lines += ["---", ""]
        for key, number in notes.items():
            try:
                unit = collation.unit(key)
            except KeyError:
                continue
            lines += [f"[^{number}]: {escaped(unit.id)}　{escaped(note_of(collation, unit))}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(collation: Collation) -> Iterator[str]:
    yield f"> {escaped(title_line(collation))}  "
    names = "；".join(f"{a.witness.siglum} {source(a)}" for a in collation.witnesses)
    yield f"> {escaped(names)}  "
    for sentence in standing(collation):
        yield f"> {sentence}"
    if any(is_open(unit) for unit in collation.units) and collation.established.label is Label.WORKING:
        yield f"> {OPEN_LEFT} {OPEN_RIGHT} 内文字未定，见文末校记。"
    yield ""


def _merged(found: list[Piece]) -> list[Piece]:
    """Neighbouring pieces of one open place joined, so that it is marked once."""
    result: list[Piece] = []
    for piece in found:
        if result and piece.unit is not None and result[-1].unit == piece.unit:
            result[-1] = Piece(result[-1].text + piece.text, result[-1].bold, piece.unit)
        else:
            result.append(piece)
    return result


def _piece(piece: Piece, notes: dict[str, int]) -> str:
    text = escaped(piece.text)
    if piece.bold and piece.text.strip():
        text = f"**{text}**"
    if piece.unit is None:
        return text
    number = notes.setdefault(piece.unit, len(notes) + 1)
    return f"{OPEN_LEFT}{text}{OPEN_RIGHT}[^{number}]"
