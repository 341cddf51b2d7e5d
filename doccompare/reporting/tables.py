"""A collation as a pandas table for analysts. pandas is imported only when a table is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from doccompare.model import Collation, VariationUnit
from doccompare.reporting.notes import lemma_index

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "unit", "key", "address", "severity", "category", "siglum", "role", "state", "text", "exact",
    "is_lemma", "reading", "reading_category", "cause", "suspected_transcription", "start", "end",
    "page", "line", "column", "status", "method", "confidence",
)  # fmt: skip


def to_pandas(collation: Collation) -> pd.DataFrame:
    """One row per unit and witness, in the order of the units, then of the witnesses.

    Columns: ``unit`` and ``key`` name the unit; ``category`` and ``severity`` are the unit's,
    ``reading_category`` and ``cause`` those of the witness's reading (missing when it has the
    lemma); ``state`` is ``present``, ``omitted``, ``lacuna`` (not extant) or ``indirect`` (a remark,
    no vote); ``reading`` the index of the reading; ``start`` and ``end`` code points of the witness's
    text; ``page`` (missing when the source has none), ``line`` and ``column`` count from 1.
    """
    import pandas as pd

    frame = pd.DataFrame(records(collation), columns=list(COLUMNS))
    for column in ("reading", "start", "end", "page", "line", "column"):
        frame[column] = frame[column].astype("Int64")
    return frame


def records(collation: Collation) -> list[dict[str, Any]]:
    """The rows of the table as dictionaries; missing values are None."""
    roles = {a.witness.siglum: a.role.value for a in collation.witnesses}
    rows = []
    for unit in collation.units:
        rows += [_record(unit, siglum, role) for siglum, role in roles.items() if _concerns(unit, siglum)]
    return rows


def _concerns(unit: VariationUnit, siglum: str) -> bool:
    return (
        any(siglum in reading.spans for reading in unit.readings)
        or siglum in unit.lacuna
        or any(remark.siglum == siglum for remark in unit.indirect)
    )


def _record(unit: VariationUnit, siglum: str, role: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    decision = unit.decision
    row.update(
        unit=unit.id,
        key=unit.key,
        address=unit.address,
        severity=unit.severity.value,
        category=unit.category.value,
        siglum=siglum,
        role=role,
        state="lacuna",
        is_lemma=False,
        suspected_transcription=False,
        status=None if decision is None else decision.status.value,
        method=None if decision is None or decision.method is None else decision.method.value,
        confidence=None if decision is None else decision.confidence,
    )
    remark = next((r for r in unit.indirect if r.siglum == siglum), None)
    if remark is not None:
        row.update(state="indirect", text=remark.text, start=remark.span.start, end=remark.span.end)
    for index, reading in enumerate(unit.readings):
        span = reading.spans.get(siglum)
        if span is None:
            continue
        place = reading.places.get(siglum)
        row.update(
            state="omitted" if reading.omitted else "present",
            text=reading.text,
            exact=reading.exact,
            is_lemma=index == lemma_index(unit),
            reading=index,
            reading_category=None if reading.category is None else reading.category.value,
            cause=None if reading.cause is None else reading.cause.value,
            suspected_transcription=reading.suspected_transcription,
            start=span.start,
            end=span.end,
            page=None if place is None else place.page,
            line=None if place is None else place.line,
            column=None if place is None else place.column,
        )
    return row
