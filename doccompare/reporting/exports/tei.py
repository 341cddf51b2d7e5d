"""TEI P5, parallel segmentation: every witness can be read whole from the one file.

A place of variation is an ``app``; agreed text stands outside. Where a witness is not extant its text is
bounded by ``witStart``, ``witEnd``, ``lacunaStart`` and ``lacunaEnd``. What stands elsewhere in a
witness is at its true place here, and its own order is a ``transpose``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from doccompare.model import (
    Attestation,
    Category,
    Cause,
    Collation,
    Flow,
    Part,
    Reading,
    Relation,
    Severity,
    StructureKind,
    VariationUnit,
)
from doccompare.reporting.exports.gaps import Gap, gaps
from doccompare.reporting.labels import name
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.running import Running, running
from doccompare.reporting.safe import xml_text
from doccompare.reporting.structure import inside
from doccompare.reporting.views import decision_words, file_name, is_open, note_of

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# All ids made here have a point in them, which no siglum has.
_NCNAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\-\u4e00-\u9fff]*")  # what every parser takes
_MOVED = (
    StructureKind.MOVED_CLAUSE,
    StructureKind.MOVED_SECTION,
    StructureKind.MISPLACED_HEADING,
    StructureKind.DISPLACED_TITLE,
)


def tei_xml(collation: Collation, version: str) -> str:
    """The collation as a TEI document, ending in a newline. Raises UsageError (see :func:`running`)."""
    text = running(collation)
    ids = witness_ids([a.witness.siglum for a in collation.witnesses])
    root = ET.Element("TEI", {"xmlns": "http://www.tei-c.org/ns/1.0", _LANG: "zh"})
    _header(root, collation, ids, version)
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    _body(body, collation, text, ids)
    ET.indent(root.find("teiHeader"), " ")  # type: ignore[arg-type]  # mixed content begins below it
    for block in root.iter():
        if block.tag in ("TEI", "text", "body", "div", "teiHeader"):
            block.text = block.text or "\n"
        if block.tag in ("teiHeader", "text", "body", "div", "head", "p", "ab"):
            block.tail = "\n"
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def witness_ids(sigla: Sequence[str]) -> dict[str, str]:
    """An XML id for each siglum: the siglum itself where XML allows it, else ``w`` and its number."""
    fit = {s: s for s in sigla if _NCNAME.fullmatch(s)}
    taken = set(fit)
    for n, siglum in enumerate(sigla, 1):
        if siglum not in fit:
            spare = f"w{n}"
            while spare in taken:
                spare += "_"
            fit[siglum] = spare
            taken.add(spare)
    return fit


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, {k: xml_text(v) for k, v in attributes.items() if v})
    element.text = xml_text(text) or None
    return element


def _write(parent: ET.Element, text: str) -> None:
    """Text after what the element already holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + xml_text(text)
    else:
        parent.text = (parent.text or "") + xml_text(text)


# --- header ---------------------------------------------------------------------------------------


def _header(root: ET.Element, collation: Collation, ids: Mapping[str, str], version: str) -> None:
    header = ET.SubElement(root, "teiHeader")
    file = ET.SubElement(header, "fileDesc")
    titles = ET.SubElement(file, "titleStmt")
    _add(titles, "title", collation.work.title)
    for ident, duty, who in (("doccompare", "校勘", f"doccompare {version}"), ("editor", "裁定", "编辑")):
        statement = ET.SubElement(titles, "respStmt", {_ID: f"resp.{ident}"})
        _add(statement, "resp", duty)
        _add(statement, "name", who)
    _add(ET.SubElement(file, "editionStmt"), "edition", name("label", collation.established.label))
    _add(ET.SubElement(file, "publicationStmt"), "p", "由校勘程序生成，未正式出版。")
    listed = ET.SubElement(ET.SubElement(file, "sourceDesc"), "listWit")
    for attestation in collation.witnesses:
        _witness(listed, attestation, ids[attestation.witness.siglum])
    encoding = ET.SubElement(header, "encodingDesc")
    number = re.match(r"\d+(\.\d+){0,2}", version)
    application = _add(
        ET.SubElement(encoding, "appInfo"),
        "application",
        ident="doccompare",
        version=number[0] if number else "0",
    )
    _add(application, "label", "doccompare")
    _add(encoding, "variantEncoding", method="parallel-segmentation", location="internal")
    rules = ET.SubElement(encoding, "editorialDecl")
    _add(
        rules, "p", f"底本 {collation.base}：{collation.base_reason}。版面换行与汉字间空白略去，标点取全角。"
    )
    classes = ET.SubElement(encoding, "classDecl")
    for kind, values in (("severity", Severity), ("category", Category), ("cause", Cause)):
        taxonomy = ET.SubElement(classes, "taxonomy", {_ID: f"list.{kind}"})
        for value in values:
            entry = ET.SubElement(taxonomy, "category", {_ID: f"{kind}.{value.value}"})
            _add(entry, "catDesc", name(kind, value))
    profile = ET.SubElement(header, "profileDesc")
    _add(ET.SubElement(profile, "langUsage"), "language", "中文", ident="zh")
    _transpositions(profile, collation, ids)


def _witness(listed: ET.Element, attestation: Attestation, ident: str) -> None:
    witness = attestation.witness
    element = _add(listed, "witness", n=witness.siglum)
    element.set(_ID, ident)
    source = ET.SubElement(element, "bibl", {"type": attestation.role.value})
    if attestation.title:
        _add(source, "title", attestation.title)
    if witness.publication:
        _add(source, "publisher", witness.publication)
    if witness.date:
        _add(source, "date", witness.date)
    if witness.page:
        _add(source, "biblScope", witness.page, unit="page")
    _add(source, "idno", file_name(witness.path), type="file")
    _add(source, "idno", witness.sha256, type="sha256")


def _transpositions(profile: ET.Element, collation: Collation, ids: Mapping[str, str]) -> None:
    """For each moved piece: after which passage it stands in its witness."""
    places = {flow.address: f"passage.{n}" for n, flow in enumerate(collation.flow, 1)}
    found = []
    for entry in collation.structure:
        moved = [c for c in inside(collation, entry) if c.address in places]
        if entry.kind not in _MOVED or not moved:
            continue
        before = [
            (span.end, clause.address)
            for clause in collation.clauses
            if clause not in moved and clause.address in places
            for span in clause.spans.get(entry.siglum, ())
            if span.end <= entry.span.start
        ]
        order = ([max(before)[1]] if before else []) + [c.address for c in moved]
        if not before:  # it stands first of all: what follows it tells its place
            order += [f.address for f in collation.flow if f.address not in order][:1]
        if len(order) > 1:
            found.append((entry.siglum, order))
    if found:
        listed = ET.SubElement(profile, "listTranspose")
        for siglum, order in found:
            one = ET.SubElement(listed, "transpose", {"source": f"#{ids[siglum]}"})
            for address in order:
                ET.SubElement(one, "ptr", {"target": f"#{places[address]}"})


# --- text -----------------------------------------------------------------------------------------


def _body(body: ET.Element, collation: Collation, text: Running, ids: Mapping[str, str]) -> None:
    marks: dict[tuple[int, bool], list[Gap]] = {}
    for gap in gaps(collation, text):
        marks.setdefault((gap.at, gap.after), []).append(gap)
    open_divs: list[tuple[str, ET.Element]] = []
    position = 0
    for n, flow in enumerate(text.flow, 1):
        block = _block(body, open_divs, flow)
        block.set(_ID, f"passage.{n}")
        if collation.work.relation is Relation.VERSIONS:
            _numbers(block, text.numbers(flow.address), ids)
        for run in flow.runs:
            _gaps(block, marks.get((position, False), ()), ids)
            unit = text.unit(run)
            if unit is None:
                _write(block, run.text)
            else:
                _app(block, collation, unit, run.text, ids)
            _gaps(block, marks.get((position, True), ()), ids)
            position += 1


def _block(body: ET.Element, open_divs: list[tuple[str, ET.Element]], flow: Flow) -> ET.Element:
    """The element of a passage: the head of a new div, a paragraph or a block in the div it belongs to."""
    while open_divs and not flow.address.startswith(open_divs[-1][0] + "."):
        open_divs.pop()
    parent = open_divs[-1][1] if open_divs else body
    if flow.part is Part.HEADING:
        div = _add(parent, "div", type="section", n=flow.address)
        open_divs.append((flow.address, div))
        return _add(div, "head", n=flow.address)
    if not open_divs or parent.find("div") is not None:
        # Beside a div only divs may stand.
        last = parent[-1] if len(parent) else None
        loose = last is not None and last.get("type") == "matter"
        parent = last if loose and last is not None else _add(parent, "div", type="matter")
    if flow.part in (Part.CLAUSE, Part.ITEM, Part.PARAGRAPH, Part.PREAMBLE):
        return _add(parent, "p", n=flow.address)
    return _add(parent, "ab", type=flow.part.value, n=flow.address)


def _numbers(block: ET.Element, printed: Mapping[str, Sequence[str]], ids: Mapping[str, str]) -> None:
    if printed:
        app = _add(block, "app", type="number")
        for label, sigla in printed.items():
            _add(app, "rdg", label and f"{label}　", wit=_wit(sigla, ids))


def _gaps(block: ET.Element, found: Sequence[Gap], ids: Mapping[str, str]) -> None:
    if not found:
        return
    app = _add(block, "app", type="extent")
    for gap in found:
        rdg = _add(app, "rdg", wit=f"#{ids[gap.siglum]}", type=gap.kind, cause=gap.cause)
        ET.SubElement(rdg, gap.mark)


def _app(
    block: ET.Element, collation: Collation, unit: VariationUnit, text: str, ids: Mapping[str, str]
) -> None:
    app = _add(block, "app", n=unit.id, type=unit.category.value, ana=f"#severity.{unit.severity.value}")
    app.set(_ID, f"u.{unit.key}")
    decided = unit.decision is not None and not is_open(unit)
    lemma = lemma_index(unit) if decided and unit.decision and unit.decision.reading is not None else None
    if lemma is not None:
        _add(app, "lem", unit.readings[lemma].exact, wit=_wit(unit.readings[lemma].sigla, ids))
    elif decided:  # an editor's own wording
        _add(app, "lem", text, resp="#resp.editor")
    for n, reading in enumerate(unit.readings):
        if n != lemma:
            _reading(app, reading, ids)
    for remark in unit.indirect:
        _add(app, "witDetail", remark.text, wit=f"#{ids[remark.siglum]}", type="indirect")
    _add(app, "note", note_of(collation, unit), type="apparatus")
    if unit.decision is not None:
        _add(app, "note", decision_words(unit), type="decision")


def _reading(app: ET.Element, reading: Reading, ids: Mapping[str, str]) -> None:
    _add(
        app,
        "rdg",
        reading.exact,
        wit=_wit(reading.sigla, ids),
        type=reading.category.value if reading.category else "",
        cause=reading.cause.value if reading.cause else "",
    )


def _wit(sigla: Sequence[str], ids: Mapping[str, str]) -> str:
    return " ".join(f"#{ids[s]}" for s in sigla)
