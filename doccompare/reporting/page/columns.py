"""The witnesses side by side, clause by clause, as each prints it.

The text is shown as it is compared (full-width marks, no white space between Han); what was ignored
on the way stands beside it as :attr:`Run.ignored`, so that a switch can bring it back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from doccompare.model import Attestation, Clause, Collation, Span, VariationUnit
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.page.matrix import row_label
from doccompare.reporting.views import by_clause
from doccompare.text import key_of

# Code points of all columns together: more would make a page that no browser scrolls with ease.
BUDGET = 250_000


@dataclass(frozen=True, slots=True)
class Run:
    """Text of a witness: ``unit`` the number of the unit whose reading it is (no text: nothing there).

    ``other``: its reading is not the lemma. ``ignored`` is what the file has after or instead of the
    text and the comparison passed over.
    """

    text: str
    unit: int | None = None
    other: bool = False
    ignored: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: a cell for each column, None where the witness is not extant."""

    clause: Clause
    label: tuple[str, str]
    cells: tuple[tuple[Run, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A unit on the minimap: its place from 0 to 1000 by the length of the text before it."""

    at: int
    severity: str


def shown_witnesses(collation: Collation) -> list[Attestation]:
    """The witnesses with a column: all whose text is at hand, the base first to be chosen when too long."""
    able = [a for a in collation.reprints if a.witness.text and a.spans]
    chosen: set[str] = set()
    length = 0
    for attestation in sorted(able, key=lambda a: a.witness.siglum != collation.base):
        length += sum(len(span) for span in attestation.spans)
        if chosen and length > BUDGET:
            break
        chosen.add(attestation.witness.siglum)
    return [a for a in able if a.witness.siglum in chosen]


def column_rows(collation: Collation, witnesses: Sequence[Attestation]) -> list[Row]:
    """The clauses in reading order with what each witness has of them."""
    numbers = {unit.key: n for n, unit in enumerate(collation.units)}
    units = {c.address: found for c, found in by_clause(collation) if c is not None}
    rows = []
    for clause in collation.clauses:
        found = units.get(clause.address, [])
        cells = tuple(_cell(a, clause, found, numbers) for a in witnesses)
        if any(cells):
            rows.append(Row(clause, row_label(clause), cells))
    return rows


def ticks(collation: Collation) -> list[Tick]:
    """Every unit on a scale of the whole text, in order."""
    lengths = {clause.address: len(clause.text) for clause in collation.clauses}
    whole = max(1, sum(lengths.values()))
    starts, at = {}, 0
    for address, length in lengths.items():
        starts[address] = at
        at += length
    result = []
    for clause, found in by_clause(collation):
        if clause is None:
            continue
        for n, unit in enumerate(found):
            place = starts[clause.address] + lengths[clause.address] * (n + 0.5) / len(found)
            result.append(Tick(round(1000 * place / whole), unit.severity))
    return sorted(result, key=lambda tick: tick.at)


@dataclass(frozen=True, slots=True, order=True)
class _Site:
    """Where a witness has its reading of a unit."""

    span: Span
    unit: int
    other: bool


def _cell(
    attestation: Attestation, clause: Clause, units: Sequence[VariationUnit], numbers: dict[str, int]
) -> tuple[Run, ...] | None:
    siglum = attestation.witness.siglum
    sites = sorted(
        _Site(reading.spans[siglum], numbers[unit.key], index != lemma_index(unit))
        for unit in units
        for index, reading in enumerate(unit.readings)
        if siglum in reading.spans
    )
    spans = sorted(clause.spans.get(siglum, ()))
    if not spans:
        return tuple(Run("", site.unit, site.other) for site in sites) or None
    return tuple(_runs(attestation.witness.text, spans, sites))


def _runs(text: str, spans: Sequence[Span], sites: Sequence[_Site]) -> Iterator[Run]:
    """The text of the spans cut at the units and after every character with something ignored."""
    import numpy as np

    key = key_of(text, np.concatenate([np.arange(s.start, s.end, dtype=np.int64) for s in spans]))
    offsets, shown = key.offsets.tolist(), key.shown
    ends = {span.end for span in spans}
    waiting = deque(sites)
    gathered: list[str] = []
    site: _Site | None = None

    def run(ignored: str = "") -> Run:
        made = Run("".join(gathered), site.unit if site else None, site is not None and site.other, ignored)
        gathered.clear()
        return made

    for i, offset in enumerate(offsets):
        if site is not None and offset >= site.span.end:
            if gathered:
                yield run()
            site = None
        while site is None and waiting and waiting[0].span.start <= offset:
            if gathered:
                yield run()
            found = waiting.popleft()
            if found.span.end <= offset:
                yield Run("", found.unit, found.other)
            else:
                site = found
        gathered.append(shown[i])
        after = offsets[i + 1] if i + 1 < len(offsets) else spans[-1].end
        ignored = _ignored(text, offset, after, shown[i], ends)
        if ignored:
            yield run(ignored)
    if gathered:
        yield run()
    yield from (Run("", rest.unit, rest.other) for rest in waiting)


def _ignored(text: str, offset: int, after: int, shown: str, ends: set[int]) -> str:
    """The character as the file has it where that was folded, then the white space behind it, in signs."""
    raw = text[offset]
    marks = "" if raw == shown.lstrip() else raw
    for at in range(offset + 1, after):
        if at in ends:  # what follows is not of the work
            break
        marks += {"\n": "⏎", "\r": ""}.get(text[at], "␣" if text[at].isspace() else "")
    return marks
