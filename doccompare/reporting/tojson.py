"""collation.json: the whole result as the contract writes it.

Fixed key order, code-point offsets, no clock, no absolute path: the same collation gives the same
bytes. :mod:`doccompare.reporting.fromjson` is the inverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from doccompare.model import (
    Attestation,
    Clause,
    Collation,
    Decision,
    ErrorRate,
    EstablishedText,
    Flow,
    Place,
    Problem,
    Reading,
    Source,
    Span,
    StructureEntry,
    Tree,
    VariationUnit,
)
from doccompare.reporting.jsontext import json_text
from doccompare.reporting.rates import rate_to_dict
from doccompare.reporting.views import file_name, note_of, structure_note

SCHEMA_ID: Final = "doccompare/collation/1"


def collation_to_dict(
    collation: Collation, rates: Sequence[ErrorRate] = (), version: str = ""
) -> dict[str, Any]:
    """The collation as plain values in the contract's shape and key order.

    ``rates`` and the ``version`` of the program only when given.
    """
    work = collation.work
    data: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "work": {
            "title": work.title,
            "slug": work.slug,
            "relation": work.relation.value,
            "sections": work.sections,
            "clauses": work.clauses,
        },
        "base": collation.base,
        "base_reason": collation.base_reason,
        "witnesses": [_witness(attestation) for attestation in collation.witnesses],
        "clauses": [_clause(clause) for clause in collation.clauses],
        "structure": [_structure(collation, entry) for entry in collation.structure],
        "units": [_unit(collation, unit) for unit in collation.units],
        "established": _established(collation.established),
        "flow": [_flow(entry) for entry in collation.flow],
        "ignored": dict(collation.ignored),
        "others": list(collation.others),
        "problems": _problems(collation.problems),
        "unmet": _problems(collation.unmet),
    }
    if collation.options:
        data["options"] = dict(collation.options)
    if version:
        data["version"] = version
    if collation.tree is not None:
        data["tree"] = _tree(collation.tree)
    if rates:
        data["rates"] = [rate_to_dict(rate) for rate in rates]
    return data


def collation_to_json(collation: Collation, rates: Sequence[ErrorRate] = (), version: str = "") -> str:
    """The text of collation.json, ending in a newline."""
    return json_text(collation_to_dict(collation, rates, version))


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [_pair(span) for span in spans]


def _witness(attestation: Attestation) -> dict[str, Any]:
    witness = attestation.witness
    return {
        "siglum": witness.siglum,
        "path": file_name(witness.path),
        "sha256": witness.sha256,
        "role": attestation.role.value,
        "title": attestation.title,
        "coverage": round(attestation.coverage, 4),
        "traits": list(attestation.traits),
        "spans": _pairs(attestation.spans),
        "lacunae": [
            {"from": lacuna.start, "to": lacuna.end, "at": lacuna.at, "reason": lacuna.reason}
            for lacuna in attestation.lacunae
        ],
        "units_differing": attestation.units_differing,
        "encoding": witness.encoding,
        "encoding_reason": witness.encoding_reason,
        "encoding_confidence": witness.encoding_confidence,
        "format": witness.format,
        "publication": witness.publication,
        "date": witness.date,
        "page": witness.page,
        "image": file_name(witness.image) if witness.image else "",
        "note": attestation.note,
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "address": clause.address,
        "part": clause.part.value,
        "heading": clause.heading,
        "text": clause.text,
        "labels": dict(clause.labels),
        "spans": {siglum: _pairs(spans) for siglum, spans in clause.spans.items()},
        "change": clause.change,
        "partners": {siglum: list(partners) for siglum, partners in clause.partners.items()},
    }


def _structure(collation: Collation, entry: StructureEntry) -> dict[str, Any]:
    return {
        "siglum": entry.siglum,
        "kind": entry.kind.value,
        "address": entry.address,
        "span": _pair(entry.span),
        "linked_span": None if entry.linked_span is None else _pair(entry.linked_span),
        "unit": entry.unit,
        "note": str(structure_note(collation, entry)),
        "key": entry.key,
        "status": None if entry.status is None else entry.status.value,
        "word": entry.word,
    }


def _unit(collation: Collation, unit: VariationUnit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "key": unit.key,
        "address": unit.address,
        "left": unit.left,
        "right": unit.right,
        "category": unit.category.value,
        "cause": unit.cause.value,
        "severity": unit.severity.value,
        "topics": [topic.value for topic in unit.topics],
        "linked": list(unit.linked),
        "readings": [_reading(reading) for reading in unit.readings],
        "lacuna": list(unit.lacuna),
        "indirect": [
            {"siglum": remark.siglum, "text": remark.text, "span": _pair(remark.span)}
            for remark in unit.indirect
        ],
        "decision": None if unit.decision is None else _decision(unit.decision),
        "note": note_of(collation, unit),
        "image": None if unit.image is None else unit.image.value,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "text": reading.text,
        "exact": reading.exact,
        "state": "omitted" if reading.omitted else "present",
        "spans": {siglum: _pair(span) for siglum, span in reading.spans.items()},
        "places": _places(reading.places),
    }
    if reading.category is not None:
        entry["category"] = reading.category.value
        entry["cause"] = None if reading.cause is None else reading.cause.value
        entry["rule"] = reading.rule
        entry["suspected_transcription"] = reading.suspected_transcription
    return entry


def _places(places: Mapping[str, Place]) -> dict[str, dict[str, int | None]]:
    return {
        siglum: {"page": place.page, "line": place.line, "column": place.column}
        for siglum, place in places.items()
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "reading": decision.reading,
        "text": decision.text,
        "method": None if decision.method is None else decision.method.value,
        "confidence": round(decision.confidence, 4),
        "status": decision.status.value,
        "evidence": [{"kind": e.kind.value, "for": e.reading, "note": e.note} for e in decision.evidence],
    }


def _established(text: EstablishedText) -> dict[str, Any]:
    return {
        "label": text.label.value,
        "text": text.text,
        "open": [[place.start, place.end, place.unit] for place in text.open],
        "paragraphs": [
            {"address": p.address, "part": p.part.value, "span": [p.start, p.end]} for p in text.paragraphs
        ],
        "trace": [_source(source) for source in text.trace],
    }


def _source(source: Source) -> list[Any]:
    span = [None, None] if source.span is None else _pair(source.span)
    place = source.place
    where = [None] * 3 if place is None else [place.page, place.line, place.column]
    return [source.start, source.end, source.siglum, *span, *where, source.unit]


def _tree(tree: Tree) -> dict[str, Any]:
    return {
        "witnesses": [{"siglum": s, "alone": tree.alone.get(s, 0)} for s in tree.witnesses],
        "branches": [
            {
                "sides": [list(side) for side in branch.sides],
                "units": branch.units,
                "told": branch.told,
                "for_right": branch.for_right,
                "right": None if branch.right is None else list(branch.right),
            }
            for branch in tree.branches
        ],
        "apart": tree.apart,
    }


def _flow(entry: Flow) -> dict[str, Any]:
    runs = []
    for run in entry.runs:
        value: dict[str, Any] = {"text": run.text}
        if run.unit is not None:
            value["unit"] = run.unit
        if run.without:
            value["without"] = list(run.without)
        runs.append(value)
    return {"address": entry.address, "part": entry.part.value, "runs": runs}


def _problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "code": problem.code,
            "message": problem.message,
            "siglum": problem.siglum,
            "span": None if problem.span is None else _pair(problem.span),
        }
        for problem in problems
    ]
