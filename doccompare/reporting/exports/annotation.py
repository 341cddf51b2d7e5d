"""W3C Web Annotation: each departing reading as an annotation on the file of its witness."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from doccompare.model import Collation, Reading, VariationUnit
from doccompare.reporting.labels import name
from doccompare.reporting.sarif import file_uri
from doccompare.reporting.views import decision_words, differs, file_name, note_of, reading_index

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotations_jsonld(collation: Collation) -> str:
    """One AnnotationPage, ending in a newline. Positions count code points of the witness's text."""
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": list(_items(collation))}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _items(collation: Collation) -> Iterator[dict[str, Any]]:
    for unit in collation.units:
        for attestation in collation.reprints:
            witness = attestation.witness
            index = reading_index(unit, witness.siglum)
            if index is not None and differs(unit, witness.siglum):
                target = file_uri(file_name(witness.path))
                yield _item(collation, unit, unit.readings[index], witness.siglum, target)


def _item(
    collation: Collation, unit: VariationUnit, reading: Reading, siglum: str, target: str
) -> dict[str, Any]:
    note = note_of(collation, unit)
    if unit.decision is not None:
        note += f"{decision_words(unit)}。"
    tags = [unit.id, siglum, name("severity", unit.severity), name("category", reading.category)]
    span = reading.spans[siglum]
    return {
        "id": f"urn:x-doccompare:{unit.key}:{quote(siglum)}",
        "type": "Annotation",
        "motivation": "commenting",
        "body": [
            {"type": "TextualBody", "value": note, "format": "text/plain", "language": "zh"},
            *({"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in tags if tag),
        ],
        "target": {
            "source": target,
            "selector": {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        },
    }
