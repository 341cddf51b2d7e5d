"""What each witness, and the established text, has of the running text: asked by TEI, DOCX and others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from doccompare.errors import UsageError, say
from doccompare.model import Clause, Collation, Flow, Relation, Run, VariationUnit
from doccompare.reporting.views import reading_index


@dataclass(frozen=True)
class Running:
    """The running text with units and clauses at hand. ``sigla``: the witnesses that have it, in order."""

    flow: tuple[Flow, ...]
    units: Mapping[str, VariationUnit]
    clauses: Mapping[str, Clause]
    sigla: tuple[str, ...]
    base: str

    def unit(self, run: Run) -> VariationUnit | None:
        """The place of variation of a run; None where all agree."""
        return None if run.unit is None else self.units.get(run.unit)

    def has(self, run: Run, siglum: str) -> str | None:
        """What a witness has at a run; None where it is not extant."""
        if siglum in run.without:
            return None
        unit = self.unit(run)
        if unit is None:
            return run.text
        index = reading_index(unit, siglum)
        return None if index is None else unit.readings[index].exact

    def runs(self, address: str) -> tuple[Run, ...]:
        """The runs of the passage with this address; none when there is none."""
        flow = self._places.get(address)
        return () if flow is None else flow.runs

    @cached_property
    def _places(self) -> dict[str, Flow]:
        return {flow.address: flow for flow in self.flow}

    def numbers(self, address: str) -> dict[str, tuple[str, ...]]:
        """The printed numbers, which the text of versions lacks, with those who print each, the base's first.

        Empty where nobody prints one; who prints none stands under "".
        """
        clause = self.clauses.get(address)
        if clause is None or not clause.labels:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for siglum in sorted(clause.spans, key=lambda s: s != self.base):
            label = clause.labels.get(siglum, "")
            found[label] = (*found.get(label, ()), siglum)
        return found


def running(collation: Collation) -> Running:
    """The running text of a collation. Raises UsageError for a stored result that has none."""
    if not collation.flow:
        raise UsageError(
            say(
                "这份结果由旧版写出，没有连续正文。", "This result is of an earlier version: no running text."
            ),
            say("请用 doccompare collate 重新生成。", "Make it anew with doccompare collate."),
        )
    return Running(
        flow=collation.flow,
        units={u.key: u for u in collation.units},
        clauses={c.address: c for c in collation.clauses},
        sigla=tuple(a.witness.siglum for a in collation.reprints if a.spans),
        base=collation.base,
    )


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text as established and as a witness has it (None: the one is not extant there).

    ``gap``: the witness is not extant though the established text goes on; a gap is one piece.
    """

    established: str | None
    witness: str | None
    unit: VariationUnit | None = None
    gap: bool = False


def segments(
    collation: Collation, text: Running, siglum: str | None
) -> Iterator[tuple[Flow, tuple[Segment, ...]]]:
    """Each passage cut into what the established text and the witness ``siglum`` have (None: the text twice).

    Of versions the text of the base stands for the established text, with its printed numbers.
    """
    versions = collation.work.relation is Relation.VERSIONS
    for flow in text.flow:
        found = []
        if versions:
            printed = {
                s: label for label, sigla in text.numbers(flow.address).items() for s in sigla if label
            }
            first = _numbered(printed.get(collation.base))
            second = first if siglum is None else _numbered(printed.get(siglum))
            if first or second:
                found.append(Segment(first, second))
        for run in flow.runs:
            stands = text.has(run, collation.base) if versions else run.text
            other = stands if siglum is None else text.has(run, siglum)
            unit = text.unit(run)
            if stands and other is None:
                before = found.pop().established if found and found[-1].gap else ""
                found.append(Segment((before or "") + stands, None, gap=True))
            elif stands or other or (unit is not None and other is not None):
                found.append(Segment(stands, other, unit))
        yield flow, tuple(found)


def _numbered(label: str | None) -> str | None:
    return label and f"{label}　"
