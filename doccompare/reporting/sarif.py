"""SARIF 2.1.0 (OASIS): findings with their places, for code scanning. Knows nothing of collations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LINK = re.compile(r"\[(?=[^\]]*\]\()")  # where a viewer would see a link, [text](target)
Level = Literal["error", "warning", "note"]
LEVELS: Mapping[str, Level] = {"critical": "error", "wording": "warning", "formal": "note"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: a stable id and one sentence in both languages."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: line and columns from 1 (None: not known), offset and length in code points.

    ``end_column``: just after the place, when it ends on its line. A place with a line and without an
    end reaches to the end of the line, as SARIF has it; its offset is left out, for the two must agree.
    """

    path: str
    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    offset: int | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One finding. ``fingerprint`` stays the same from run to run; ``related``: a text and its place."""

    rule: str
    level: Level
    message: str
    location: Location
    fingerprint: str
    related: Sequence[tuple[str, Location]] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)


def sarif_log(version: str, rules: Sequence[Rule], results: Sequence[Result]) -> str:
    """The text of a SARIF file with one run, ending in a newline. Offsets count code points."""
    number = re.match(r"\d+(\.\d+)*", version)
    driver: dict[str, Any] = {"name": "doccompare", "version": version}
    if number:
        driver["semanticVersion"] = ".".join([*number[0].split("."), "0", "0"][:3])
    driver["rules"] = [
        {
            "id": rule.id,
            "shortDescription": {"text": f"{rule.zh} ({rule.en})"},
            "fullDescription": {"text": f"{rule.zh} ({rule.en})"},
        }
        for rule in rules
    ]
    order = {rule.id: n for n, rule in enumerate(rules)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, order[result.rule]) for result in results],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def file_uri(path: str) -> str:
    """A path as a relative URI: what is not ASCII, and the colon, escaped."""
    return quote(path.replace("\\", "/").encode("utf-8", "surrogateescape"))


def _result(result: Result, index: int) -> dict[str, Any]:
    value: dict[str, Any] = {
        "ruleId": result.rule,
        "ruleIndex": index,
        "level": result.level,
        "message": {"text": _LINK.sub(r"\\[", result.message)},
        "locations": [{"physicalLocation": _physical(result.location)}],
        "partialFingerprints": {"doccompare/v1": result.fingerprint},
    }
    if result.related:
        value["relatedLocations"] = [
            {"id": n, "message": {"text": text}, "physicalLocation": _physical(place)}
            for n, (text, place) in enumerate(result.related, 1)
        ]
    if result.properties:
        value["properties"] = dict(result.properties)
    return value


def _physical(place: Location) -> dict[str, Any]:
    region: dict[str, int] = {}
    if place.line is not None:
        region["startLine"] = place.line
        if place.column is not None:
            region["startColumn"] = place.column
        if place.end_column is not None:
            region["endColumn"] = place.end_column
    if place.offset is not None and (place.line is None or place.end_column is not None):
        region["charOffset"] = place.offset
        region["charLength"] = place.length or 0
    physical: dict[str, Any] = {"artifactLocation": {"uri": file_uri(place.path)}}
    if region:
        physical["region"] = region
    return physical
