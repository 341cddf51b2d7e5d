"""Everything the templates of the report ask for, as values and functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from doccompare.model import (
    Collation,
    ErrorRate,
    Part,
    Relation,
    Role,
    Severity,
    VariationUnit,
)
from doccompare.reporting import rates as rate_words
from doccompare.reporting.apparatus import remarks
from doccompare.reporting.labels import name
from doccompare.reporting.markdown import anchor, text_anchor
from doccompare.reporting.names import clause_name
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.page import matrix, readings
from doccompare.reporting.page.columns import column_rows, shown_witnesses, ticks
from doccompare.reporting.page.data import page_data
from doccompare.reporting.page.distances import distances, extremes, picture
from doccompare.reporting.page.packing import Folder
from doccompare.reporting.page.places import running_text
from doccompare.reporting.page.witnesses import extent, lines, options_words, page_words
from doccompare.reporting.page.wording import Wording
from doccompare.reporting.structure import kind_of, structure_words
from doccompare.reporting.tree import branch_words, hung_side, tree_svg, tree_words
from doccompare.reporting.views import (
    by_clause,
    categories,
    clause_title,
    coverage,
    file_name,
    findings,
    is_open,
    lemma_text,
    note_of,
    problem_text,
    severities,
    slip_words,
    source,
    urgent,
    verdict,
    verdict_line,
)


def report_context(
    collation: Collation, rates: Sequence[ErrorRate], *, packing: bool = True
) -> dict[str, Any]:
    """The names of the templates and what they stand for."""
    t = Wording()
    context = {
        "c": collation,
        "t": t,
        "versions": collation.work.relation is Relation.VERSIONS,
        "part": Part,
        "critical": Severity.CRITICAL,
        "rates": rates,
        "rate_words": rate_words,
        "folder": Folder(collation.units, packing),
        "data": lambda: page_data(collation, t.english),
    }
    return context | _witnesses(collation) | _findings(collation) | _units(collation) | _texts(collation)


def _witnesses(collation: Collation) -> dict[str, Any]:
    voting = list(collation.reprints)
    return {
        "voting": voting,
        "indirect": [a for a in collation.witnesses if a.role is Role.INDIRECT],
        "matrix": matrix.matrix(collation, [a.witness.siglum for a in voting]),
        "coverage": coverage,
        "remarks": remarks,
        "extent": extent,
        "lines": lines,
        "page_words": lambda siglum: (page_words(collation, siglum), page_words(collation, siglum, "en")),
        "options": list(zip(options_words(collation), options_words(collation, "en"), strict=True)),
        "file_name": file_name,
        "source": source,
        "tree": collation.tree,
        "tree_svg": tree_svg(collation),  # every text in it is escaped where it is drawn
        "tree_words": _tree_words(collation),
    }


def _tree_words(collation: Collation) -> list[tuple[str, str]]:
    """What is known of the branches and of the tree, in Chinese and English."""
    if collation.tree is None:
        return []
    told = [(b, hung_side(b, collation.base)) for b in collation.tree.branches]
    branches = [(branch_words(b, side), branch_words(b, side, "en")) for b, side in told]
    return [*branches, *zip(tree_words(collation.tree), tree_words(collation.tree, "en"), strict=True)]


def _findings(collation: Collation) -> dict[str, Any]:
    found = findings(collation)
    return {
        "verdict": (verdict_line(collation), verdict(collation, "en")),
        "levels": severities(collation),
        "kinds": categories(collation),
        "urgent": urgent(collation),
        "found": found,
        "heavy": [f for f in found if f.severity is Severity.CRITICAL],
        "finding_of": {id(f.entry): f for f in found},
        "ident": id,
        "kind_of": lambda entry: kind_of(collation, entry),
        "structure_words": lambda entry, lang="zh": structure_words(collation, entry, lang),
        "structure_anchor": matrix.structure_anchor,
        "problem_text": problem_text,
        "pending": sum(is_open(unit) for unit in collation.units),
    }


def _units(collation: Collation) -> dict[str, Any]:
    return {
        "groups": by_clause(collation),
        "states": sorted({u.decision.status for u in collation.units if u.decision is not None}),
        "number_of": {unit.key: n for n, unit in enumerate(collation.units, 1)},
        "unit_by_key": {unit.key: unit for unit in collation.units},
        "name": name,
        "anchor": anchor,
        "clause_anchor": matrix.clause_anchor,
        "clause_label": matrix.row_label,
        "clause_name": clause_name,
        "clause_title": lambda address: clause_title(collation, address),
        "note": lambda unit: note_of(collation, unit),
        "decided": readings.decided,
        "slip_words": slip_words,
        "image_words": readings.image_words,
        "spoken_for": readings.spoken_for,
        "emphasis": readings.emphasis,
        "places": lambda reading: readings.places(reading, collation.base),
        "many": readings.MANY,
        "largest": readings.largest,
        "is_open": is_open,
        "is_settled": is_settled,
        "lemma_index": lemma_index,
        "lemma_text": lemma_text,
    }


def _texts(collation: Collation) -> dict[str, Any]:
    label = collation.established.label
    context: dict[str, Any] = {
        "label": (name("label", label), name("label", label, "en")),
        "paragraphs": running_text(collation),
        "text_anchor": text_anchor,
        "beside": [],
        "picture": None,
    }
    if collation.work.relation is Relation.VERSIONS:
        return context
    beside, found = shown_witnesses(collation), distances(collation)
    return context | {
        "beside": beside if len(beside) > 1 else [],
        "beside_rows": column_rows(collation, beside) if len(beside) > 1 else [],
        "ticks": ticks(collation),
        "picture": picture(collation, found),
        "distances": found,
        "extremes": extremes(found),
    }


def is_settled(unit: VariationUnit) -> bool:
    """Whether the unit has a decision, proposed or confirmed."""
    return unit.decision is not None and not is_open(unit)
