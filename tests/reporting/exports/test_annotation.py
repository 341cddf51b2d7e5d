from __future__ import annotations

import json
from typing import Any

import pytest

from doccompare.reporting.exports.annotation import annotations_jsonld
from doccompare.reporting.views import differs
from doccompare.text import key_of
from tests.reporting.exports.sets import NAMES, collated


def items(name: str) -> list[dict[str, Any]]:
    """The annotations of one of the sets."""
    page = json.loads(annotations_jsonld(collated(name)))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    found: list[dict[str, Any]] = page["items"]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_departing_witness_is_annotated(name: str) -> None:
    """One annotation for each, with what the recommendation demands: id, type, target with a selector."""
    collation, found = collated(name), items(name)
    departing = [(u, a) for u in collation.units for a in collation.reprints if differs(u, a.witness.siglum)]
    assert len(found) == len(departing)
    assert len({item["id"] for item in found}) == len(found)
    for item in found:
        assert item["type"] == "Annotation"
        assert {body["type"] for body in item["body"]} == {"TextualBody"}
        assert set(item["target"]) == {"source", "selector"}
        assert all(ord(char) < 128 for char in item["target"]["source"] + item["id"])


@pytest.mark.parametrize("name", ["opinion", "notice", "hostile"])
def test_the_selector_selects_the_reading(name: str) -> None:
    """The characters of the file at the position are the reading, as it is compared."""
    collation = collated(name)
    texts = {a.witness.siglum: a.witness.text for a in collation.reprints}
    readings = {(u.id, s): r.exact for u in collation.units for r in u.readings for s in r.spans}
    for item in items(name):
        unit, siglum = item["body"][1]["value"], item["body"][2]["value"]
        selector = item["target"]["selector"]
        selected = texts[siglum][selector["start"] : selector["end"]]
        assert key_of(selected).text == key_of(readings[unit, siglum]).text
