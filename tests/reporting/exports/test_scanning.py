from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from doccompare.reporting.exports.scanning import collation_sarif
from doccompare.reporting.sarif import Location, Result, Rule, sarif_log
from doccompare.reporting.views import differs, findings
from tests.reporting.exports.sets import NAMES, collated

_TEXT = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}
_PLACE = {
    "type": "object",
    "properties": {
        "artifactLocation": {
            "type": "object",
            "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9%._~/-]+$"}},
            "required": ["uri"],
            "additionalProperties": False,
        },
        "region": {
            "type": "object",
            "properties": {
                **{k: {"type": "integer", "minimum": 1} for k in ("startLine", "startColumn", "endColumn")},
                **{k: {"type": "integer", "minimum": 0} for k in ("charOffset", "charLength")},
            },
            "dependentRequired": {"startColumn": ["startLine"], "charLength": ["charOffset"]},
            "additionalProperties": False,
        },
    },
    "required": ["artifactLocation"],
    "additionalProperties": False,
}  # fmt: skip
# The part of SARIF 2.1.0 (OASIS, sections 3.13 to 3.30) that is written here; anything else is an error.
SCHEMA = {
    "type": "object",
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}, "minItems": 1, "maxItems": 1},
    },
    "required": ["version", "runs"],
    "additionalProperties": False,
    "$defs": {
        "run": {
            "type": "object",
            "properties": {
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "tool": {
                    "type": "object",
                    "properties": {"driver": {"$ref": "#/$defs/driver"}},
                    "required": ["driver"],
                    "additionalProperties": False,
                },
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
            "required": ["tool", "results"],
            "additionalProperties": False,
        },
        "driver": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "version": {"type": "string"},
                "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
                "rules": {
                    "type": "array",
                    "uniqueItems": True,
                    "items": {
                        "type": "object",
                        "properties": {
                            "id": {"type": "string"},
                            "shortDescription": _TEXT,
                            "fullDescription": _TEXT,
                        },
                        "required": ["id"],
                        "additionalProperties": False,
                    },
                },
            },
            "required": ["name"],
            "additionalProperties": False,
        },
        "result": {
            "type": "object",
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": _TEXT,
                "locations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"physicalLocation": _PLACE},
                        "additionalProperties": False,
                    },
                },
                "relatedLocations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "id": {"type": "integer", "minimum": 0},
                            "message": _TEXT,
                            "physicalLocation": _PLACE,
                        },
                        "additionalProperties": False,
                    },
                },
                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                "properties": {"type": "object"},
            },
            "required": ["message"],
            "additionalProperties": False,
        },
    },
}


def log(name: str) -> dict[str, Any]:
    """The SARIF of one of the sets as plain values."""
    found: dict[str, Any] = json.loads(collation_sarif(collated(name), "0.1.0"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_it_keeps_to_sarif(name: str) -> None:
    """The file has the shape of SARIF 2.1.0, every rule it names is there, no fingerprint stands twice."""
    found = log(name)
    Draft202012Validator(SCHEMA).validate(found)
    run = found["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    prints = [result["partialFingerprints"]["doccompare/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize("name", NAMES)
def test_another_library_reads_it(name: str) -> None:
    """A model of SARIF written by others takes the file and counts the same results."""
    models = pytest.importorskip("sarif_pydantic")
    found = models.Sarif.model_validate(log(name))
    assert len(found.runs[0].results) == len(log(name)["runs"][0]["results"])


def test_a_result_for_every_departing_witness() -> None:
    """Each departing reading of each witness is a result at its place; critical is an error."""
    collation = collated("opinion")
    results = log("opinion")["runs"][0]["results"]
    departing = [
        (u, a.witness) for u in collation.units for a in collation.reprints if differs(u, a.witness.siglum)
    ]
    assert len(results) == len(departing) + len(findings(collation))
    levels = {"critical": "error", "wording": "warning", "formal": "note"}
    assert any("endColumn" in r["locations"][0]["physicalLocation"]["region"] for r in results)
    by_print = {r["partialFingerprints"]["doccompare/v1"]: r for r in results}
    for unit, witness in departing:
        result = by_print[f"{unit.key}:{witness.siglum}"]
        place = result["locations"][0]["physicalLocation"]
        reading = next(r for r in unit.readings if witness.siglum in r.spans)
        assert result["level"] == levels[unit.severity]
        assert unquote(place["artifactLocation"]["uri"]) == witness.path
        span, region = reading.spans[witness.siglum], place["region"]
        assert result["properties"]["span"] == [span.start, span.end]
        before = witness.text[: span.start]
        if "endColumn" in region:  # the two ways to say where agree
            assert (region["charOffset"], region["charLength"]) == (span.start, len(span))
            line = witness.text.split("\n")[region["startLine"] - 1]
            assert (
                line[region["startColumn"] - 1 : region["endColumn"] - 1]
                == witness.text[span.start : span.end]
            )
        else:
            assert "charOffset" not in region
        assert place["region"]["startLine"] == before.count("\n") + 1


def test_versions_are_no_errors() -> None:
    """Of versions nothing is wrong: every result is a note."""
    assert {result["level"] for result in log("statute")["runs"][0]["results"]} == {"note"}


def test_a_message_makes_no_link() -> None:
    """Square brackets before round ones would be a link in a viewer: they are escaped, others are not."""
    result = Result("r", "note", "见[公园](javascript:x)与[附件]", Location("甲 本:1.txt"), "f")
    found = json.loads(sarif_log("0+unknown", [Rule("r", "规则", "rule")], [result]))["runs"][0]["results"][0]
    assert found["message"]["text"] == "见\\[公园](javascript:x)与[附件]"
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == "甲 本:1.txt"
    assert ":" not in uri
