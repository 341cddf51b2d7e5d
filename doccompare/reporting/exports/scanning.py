"""The collation as SARIF: one result for each witness that departs, and one for each finding of structure."""

from __future__ import annotations

from collections.abc import Iterator

from doccompare.model import Category, Collation, Place, Reading, Span, StructureKind, VariationUnit, Witness
from doccompare.reporting.labels import name
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.sarif import LEVELS, Location, Result, Rule, sarif_log
from doccompare.reporting.structure import structure_place, structure_words
from doccompare.reporting.views import decision_words, file_name, findings, is_open, note_of


def collation_sarif(collation: Collation, version: str) -> str:
    """The text of the SARIF file, ending in a newline. Of versions every difference is a note."""
    rules = [Rule(f"category/{c.value}", name("category", c), name("category", c, "en")) for c in Category]
    rules += [
        Rule(f"structure/{k.value}", name("structure", k), name("structure", k, "en")) for k in StructureKind
    ]
    return sarif_log(version, rules, [*_units(collation), *_structure(collation)])


def _units(collation: Collation) -> Iterator[Result]:
    witnesses = {a.witness.siglum: a.witness for a in collation.witnesses}
    for unit in collation.units:
        lemma = lemma_index(unit)
        for n, reading in enumerate(unit.readings):
            if n == lemma:
                continue
            for siglum, span in reading.spans.items():
                yield Result(
                    rule=f"category/{(reading.category or unit.category).value}",
                    level="note" if unit.decision is None else LEVELS[unit.severity.value],
                    message=_message(collation, unit),
                    location=_location(witnesses[siglum], span, reading.places.get(siglum), reading.exact),
                    fingerprint=f"{unit.key}:{siglum}",
                    related=_related(unit.readings[lemma], witnesses),
                    properties={
                        "unit": unit.id,
                        "key": unit.key,
                        "address": unit.address,
                        "siglum": siglum,
                        "span": [span.start, span.end],
                        "severity": unit.severity.value,
                        "reading": reading.text,
                        "open": is_open(unit),
                    },
                )


def _message(collation: Collation, unit: VariationUnit) -> str:
    note = f"{unit.id}　{note_of(collation, unit)}"
    return note if unit.decision is None else f"{note}{decision_words(unit)}。"


def _related(lemma: Reading, witnesses: dict[str, Witness]) -> list[tuple[str, Location]]:
    """Where the first witness of the lemma has it."""
    siglum = next(iter(lemma.spans), None)
    if siglum is None:
        return []
    place = _location(witnesses[siglum], lemma.spans[siglum], lemma.places.get(siglum), lemma.exact)
    return [(f"{siglum}：{lemma.text or '〔无〕'}", place)]


def _structure(collation: Collation) -> Iterator[Result]:
    witnesses = {a.witness.siglum: a.witness for a in collation.witnesses}
    for finding in findings(collation):
        entry = finding.entry
        yield Result(
            rule=f"structure/{entry.kind.value}",
            level=LEVELS[finding.severity.value],
            message=f"{structure_words(collation, entry)}。",
            location=_location(
                witnesses[entry.siglum], entry.span, structure_place(collation, entry.siglum, entry.span)
            ),
            fingerprint=f"{entry.kind.value}:{entry.address}:{entry.siglum}",
            properties={
                "id": finding.id,
                "address": entry.address,
                "siglum": entry.siglum,
                "span": [entry.span.start, entry.span.end],
            },
        )


def _location(witness: Witness, span: Span, place: Place | None, text: str = "") -> Location:
    """The place of a span; its end is told by ``text``, what is printed there, where no space is in it."""
    path = file_name(witness.path)
    if place is None:
        return Location(path, offset=span.start, length=len(span))
    whole = len(text) == len(span) and " " not in text
    end = place.column + len(span) if whole else None
    return Location(path, place.line, place.column, end, span.start, len(span))
