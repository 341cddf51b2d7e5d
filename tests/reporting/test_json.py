from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from doccompare import model
from doccompare.errors import ReadError
from doccompare.reporting.fromjson import read_collation, read_rates
from doccompare.reporting.schema import load_schema, schema_text
from doccompare.reporting.tojson import collation_to_dict, collation_to_json
from tests.reporting.sample import hostile, sample, texts

DOCS = Path(__file__).parents[2] / "docs" / "collation.schema.json"


def _validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(load_schema())
    return jsonschema.Draft202012Validator(load_schema())


def test_schema_is_published() -> None:
    """The schema in docs/ is the one that is shipped."""
    assert DOCS.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("collation", [sample(), hostile()])
def test_valid(collation: model.Collation) -> None:
    """collation.json is valid against the published schema."""
    _validator().validate(json.loads(collation_to_json(collation)))


def test_closed_lists() -> None:
    """The closed lists of the schema are those of the model, no more and no less."""
    definitions = load_schema()["$defs"]
    pairs = {
        "category": model.Category,
        "cause": model.Cause,
        "severity": model.Severity,
        "topic": model.Topic,
        "method": model.Method,
    }
    for name, values in pairs.items():
        assert set(definitions[name]["enum"]) == {str(v) for v in values}
    assert set(definitions["witness"]["properties"]["role"]["enum"]) == {str(v) for v in model.Role}
    assert set(definitions["structure_entry"]["properties"]["kind"]["enum"]) == {
        str(v) for v in model.StructureKind
    }
    assert set(definitions["decision"]["properties"]["status"]["enum"]) == {str(v) for v in model.Status}
    assert set(definitions["established"]["properties"]["label"]["enum"]) == {str(v) for v in model.Label}
    assert set(definitions["clause"]["properties"]["part"]["enum"]) == {str(v) for v in model.Part}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["units"][0].update(severity="grave"),
        lambda data: data["units"][0]["readings"][0].update(colour="red"),
        lambda data: data["units"][0]["readings"][1].pop("cause"),
        lambda data: data["witnesses"][0].pop("sha256"),
        lambda data: data["witnesses"][0]["spans"].append([1]),
    ],
)
def test_invalid(spoil: object) -> None:
    """A value outside the contract is refused."""
    data = json.loads(collation_to_json(sample()))
    spoil(data)  # type: ignore[operator]
    assert not _validator().is_valid(data)


def test_contract_shape() -> None:
    """The keys the contract names stand where it says; only a rejected reading has a category."""
    data = collation_to_dict(sample())
    assert list(data)[:3] == ["schema", "work", "base"]
    assert data["witnesses"][2]["lacunae"][0] == {
        "from": "二.1",
        "to": "end",
        "at": sample().witnesses[2].spans[0].end,
        "reason": "jump-line",
    }
    unit = next(u for u in data["units"] if u["id"] == "二.2-2")
    assert "category" not in unit["readings"][0]
    assert unit["readings"][1]["category"] == "substitution"
    assert unit["readings"][1]["suspected_transcription"] is False
    assert unit["decision"]["evidence"][0] == {"kind": "witnesses", "for": 0, "note": "甲丁两本一致"}
    assert unit["readings"][0]["places"]["甲"]["page"] is None


def test_spans_point_at_the_readings() -> None:
    """Each span of the sample names exactly the characters of its reading (the sample is sound)."""
    for unit in sample().units:
        for reading in unit.readings:
            for siglum, span in reading.spans.items():
                assert texts()[siglum][span.start : span.end] == reading.exact


def test_round_trip(tmp_path: Path) -> None:
    """A stored result read back is the same but for the witnesses' text, and is written alike again."""
    collation = sample()
    path = tmp_path / "collation.json"
    path.write_text(collation_to_json(collation), encoding="utf-8")
    read = read_collation(tmp_path)
    assert collation_to_json(read) == path.read_text(encoding="utf-8")
    bare = tuple(replace(a, witness=replace(a.witness, text="")) for a in collation.witnesses)
    noted = tuple(replace(u, note=r.note) for u, r in zip(collation.units, read.units, strict=True))
    assert read == replace(collation, witnesses=bare, units=noted)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"schema": "other/1"}', '{"schema": "doccompare/collation/1"}']
)
def test_not_a_result(content: str, tmp_path: Path) -> None:
    """What is no stored result is refused with one sentence, not with a traceback."""
    path = tmp_path / "collation.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_collation(path)
    assert caught.value.hint


def test_rates(tmp_path: Path) -> None:
    """The error rates stand under a key of their own, follow the schema, and are read back."""
    from doccompare.establishing.rate import error_rates

    rates = error_rates(sample())
    data = json.loads(collation_to_json(sample(), rates))
    _validator().validate(data)
    assert [r["siglum"] for r in data["rates"]] == ["甲", "乙", "丙", "丁"]
    (tmp_path / "collation.json").write_text(collation_to_json(sample(), rates), encoding="utf-8")
    stored = read_rates(tmp_path)
    assert [(r.siglum, r.errors, len(r.items)) for r in stored] == [
        (r.siglum, r.errors, len(r.items)) for r in rates
    ]
    assert collation_to_json(sample(), stored) == collation_to_json(sample(), rates)
    assert read_collation(tmp_path).work == sample().work
    (tmp_path / "collation.json").write_text(collation_to_json(sample()), encoding="utf-8")
    assert read_rates(tmp_path) == ()
    data["rates"][0]["colour"] = "red"
    assert not _validator().is_valid(data)


def test_no_absolute_path() -> None:
    """Where the files lay on the machine is nobody's business."""
    assert "/papers/" not in collation_to_json(hostile())


def test_ends_with_newline() -> None:
    """The file is text: Chinese as such, a newline at the end."""
    text = collation_to_json(sample())
    assert text.endswith("}\n")
    assert "优进绌退" in text
