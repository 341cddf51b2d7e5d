"""A stored collation.json read back: the inverse of :mod:`doccompare.reporting.tojson`.

The text of the witnesses is not stored (it stays in the witnesses), so ``Witness.text`` is empty
in what is read; everything a report prints is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from doccompare import model
from doccompare.errors import ReadError, say
from doccompare.model import ErrorRate, Span
from doccompare.reporting.rates import rate_from_dict
from doccompare.reporting.tojson import SCHEMA_ID

_Value = TypeVar("_Value")


def read_collation(path: Path) -> model.Collation:
    """The collation stored in ``path`` (a collation.json or a result folder).

    Raises ReadError when the file is missing, is no collation.json, or is of another schema.
    """
    return _read(path, collation_from_dict)


def read_rates(path: Path) -> tuple[ErrorRate, ...]:
    """The error rates stored in ``path``; none when the result has none. Raises ReadError."""
    return _read(path, lambda data: tuple(rate_from_dict(entry) for entry in data.get("rates", ())))


def read_version(path: Path) -> str:
    """The version of the program that made a result; empty when it does not say. Raises ReadError."""
    return _read(path, lambda data: str(data.get("version", "")))


def _read(path: Path, reading: Callable[[Mapping[str, Any]], _Value]) -> _Value:
    file = path / "collation.json" if path.is_dir() else path
    hint = say("请用 doccompare collate 重新生成。", "Make it anew with doccompare collate.")
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(say(f"不能读取 {file}：{reason}", f"cannot read {file}: {reason}"), hint) from error
    except ValueError as error:
        raise ReadError(say(f"{file} 不是 JSON 文件", f"{file} is no JSON file"), hint) from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA_ID:
        raise ReadError(
            say(f"{file} 不是 {SCHEMA_ID} 格式的结果", f"{file} is no result of schema {SCHEMA_ID}"), hint
        )
    try:
        return reading(data)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise ReadError(
            say(f"{file} 内容不完整或被改动过（{error}）", f"{file} is incomplete or was changed ({error})"),
            hint,
        ) from error


def collation_from_dict(data: Mapping[str, Any]) -> model.Collation:
    """The collation of ``data``, the value of ``collation_to_dict``. Raises KeyError and ValueError."""
    work = data["work"]
    return model.Collation(
        work=model.Work(
            title=work["title"],
            slug=work["slug"],
            relation=model.Relation(work["relation"]),
            sections=work["sections"],
            clauses=work["clauses"],
        ),
        base=data["base"],
        base_reason=data.get("base_reason", ""),
        witnesses=tuple(_attestation(entry) for entry in data["witnesses"]),
        clauses=tuple(_clause(entry) for entry in data["clauses"]),
        structure=tuple(_structure(entry) for entry in data["structure"]),
        units=tuple(_unit(entry) for entry in data["units"]),
        established=_established(data["established"]),
        ignored=dict(data.get("ignored", {})),
        others=tuple(data.get("others", ())),
        problems=tuple(_problem(entry) for entry in data.get("problems", ())),
        unmet=tuple(_problem(entry) for entry in data.get("unmet", ())),
        tree=_tree(data["tree"]) if data.get("tree") is not None else None,
        flow=tuple(_flow(entry) for entry in data.get("flow", ())),
        options=dict(data.get("options", {})),
    )


def _span(pair: Any) -> Span:
    start, end = pair
    return Span(int(start), int(end))


def _attestation(entry: Mapping[str, Any]) -> model.Attestation:
    role = model.Role(entry["role"])
    witness = model.Witness(
        siglum=entry["siglum"],
        text="",
        path=entry["path"],
        sha256=entry["sha256"],
        role=role,
        encoding=entry.get("encoding", "utf-8"),
        encoding_reason=entry.get("encoding_reason", "utf-8"),
        encoding_confidence=entry.get("encoding_confidence"),
        format=entry.get("format", "plain"),
        publication=entry.get("publication", ""),
        date=entry.get("date", ""),
        page=entry.get("page", ""),
        image=entry.get("image", ""),
    )
    return model.Attestation(
        witness=witness,
        role=role,
        title=entry["title"],
        spans=tuple(_span(pair) for pair in entry["spans"]),
        coverage=float(entry["coverage"]),
        traits=tuple(entry["traits"]),
        lacunae=tuple(
            model.Lacuna(start=gap["from"], end=gap["to"], at=gap["at"], reason=gap["reason"])
            for gap in entry["lacunae"]
        ),
        units_differing=entry["units_differing"],
        note=entry.get("note", ""),
    )


def _clause(entry: Mapping[str, Any]) -> model.Clause:
    return model.Clause(
        address=entry["address"],
        part=model.Part(entry["part"]),
        heading=entry["heading"],
        text=entry["text"],
        labels=dict(entry["labels"]),
        spans={siglum: tuple(_span(pair) for pair in pairs) for siglum, pairs in entry["spans"].items()},
        change=entry["change"],
        partners={siglum: tuple(partners) for siglum, partners in entry["partners"].items()},
    )


def _structure(entry: Mapping[str, Any]) -> model.StructureEntry:
    return model.StructureEntry(
        siglum=entry["siglum"],
        kind=model.StructureKind(entry["kind"]),
        address=entry["address"],
        span=_span(entry["span"]),
        linked_span=None if entry["linked_span"] is None else _span(entry["linked_span"]),
        unit=entry["unit"],
        note=entry.get("note", ""),
        key=entry.get("key", ""),
        status=None if entry.get("status") is None else model.Status(entry["status"]),
        word=entry.get("word", ""),
    )


def _unit(entry: Mapping[str, Any]) -> model.VariationUnit:
    return model.VariationUnit(
        id=entry["id"],
        key=entry["key"],
        address=entry["address"],
        left=entry["left"],
        right=entry["right"],
        category=model.Category(entry["category"]),
        cause=model.Cause(entry["cause"]),
        severity=model.Severity(entry["severity"]),
        topics=tuple(model.Topic(topic) for topic in entry["topics"]),
        readings=tuple(_reading(reading) for reading in entry["readings"]),
        lacuna=tuple(entry["lacuna"]),
        indirect=tuple(
            model.IndirectReading(siglum=r["siglum"], text=r["text"], span=_span(r["span"]))
            for r in entry["indirect"]
        ),
        linked=tuple(entry["linked"]),
        decision=None if entry["decision"] is None else _decision(entry["decision"]),
        note=entry.get("note", ""),
        image=None if entry.get("image") is None else model.PageImage(entry["image"]),
    )


def _reading(entry: Mapping[str, Any]) -> model.Reading:
    category, cause = entry.get("category"), entry.get("cause")
    return model.Reading(
        text=entry["text"],
        exact=entry["exact"],
        spans={siglum: _span(pair) for siglum, pair in entry["spans"].items()},
        places={
            siglum: model.Place(place["page"], place["line"], place["column"])
            for siglum, place in entry["places"].items()
        },
        omitted=entry["state"] == "omitted",
        category=None if category is None else model.Category(category),
        cause=None if cause is None else model.Cause(cause),
        rule=entry.get("rule", ""),
        suspected_transcription=entry.get("suspected_transcription", False),
    )


def _decision(entry: Mapping[str, Any]) -> model.Decision:
    return model.Decision(
        reading=entry["reading"],
        text=entry["text"],
        method=None if entry["method"] is None else model.Method(entry["method"]),
        confidence=float(entry["confidence"]),
        status=model.Status(entry["status"]),
        evidence=tuple(
            model.Evidence(kind=model.Method(e["kind"]), reading=e["for"], note=e["note"])
            for e in entry["evidence"]
        ),
    )


def _established(entry: Mapping[str, Any]) -> model.EstablishedText:
    return model.EstablishedText(
        label=model.Label(entry["label"]),
        text=entry["text"],
        paragraphs=tuple(
            model.Paragraph(p["address"], model.Part(p["part"]), p["span"][0], p["span"][1])
            for p in entry.get("paragraphs", ())
        ),
        open=tuple(model.OpenPlace(start, end, unit) for start, end, unit in entry["open"]),
        trace=tuple(_source(row) for row in entry.get("trace", ())),
    )


def _source(row: list[Any]) -> model.Source:
    start, end, siglum, first, last, page, line, column, unit = row
    return model.Source(
        start=start,
        end=end,
        siglum=siglum,
        span=None if first is None else Span(first, last),
        place=None if line is None else model.Place(page, line, column),
        unit=unit,
    )


def _tree(entry: Mapping[str, Any]) -> model.Tree:
    return model.Tree(
        witnesses=tuple(w["siglum"] for w in entry["witnesses"]),
        alone={w["siglum"]: int(w["alone"]) for w in entry["witnesses"]},
        branches=tuple(
            model.Branch(
                sides=(tuple(b["sides"][0]), tuple(b["sides"][1])),
                units=b["units"],
                told=b["told"],
                for_right=b["for_right"],
                right=None if b["right"] is None else tuple(b["right"]),
            )
            for b in entry["branches"]
        ),
        apart=entry["apart"],
    )


def _flow(entry: Mapping[str, Any]) -> model.Flow:
    return model.Flow(
        address=entry["address"],
        part=model.Part(entry["part"]),
        runs=tuple(
            model.Run(run["text"], run.get("unit"), tuple(run.get("without", ()))) for run in entry["runs"]
        ),
    )


def _problem(entry: Mapping[str, Any]) -> model.Problem:
    return model.Problem(
        code=entry["code"],
        message=entry["message"],
        siglum=entry["siglum"],
        span=None if entry["span"] is None else _span(entry["span"]),
    )
