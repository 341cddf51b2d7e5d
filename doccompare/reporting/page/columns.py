"""The witnesses side by side, clause by clause, as each prints it.

The text is shown as it is compared (full-width marks, no white space between Han); what was ignored
on the way stands beside it as :attr:`Run.ignored`, so that a switch can bring it back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from doccompare.model import Attestation, Clause, Collation, Span, VariationUnit
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.page.matrix import row_label
from doccompare.reporting.page.passed import Strip, passed_over
from doccompare.reporting.views import by_clause
from doccompare.text import Key, key_of

# Code points of all columns together: more would make a page that no browser scrolls with ease.
BUDGET = 250_000


@dataclass(frozen=True, slots=True)
class Run:
    """Text of a witness: ``unit`` the number of the unit whose reading it is (no text: nothing there).

    ``other``: its reading is not the lemma. ``ignored`` is what the file has after or instead of the
    text and the comparison passed over; ``passed``: the text itself is that, another form of what the
    base or another witness has, or a mark left out on request.
    """

    text: str
    unit: int | None = None
    other: bool = False
    ignored: str = ""
    passed: bool = False


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
    printed = [_printed(attestation) for attestation in witnesses]
    rows = []
    for clause in collation.clauses:
        row = _row(clause, witnesses, printed, units.get(clause.address, []), numbers, collation.base)
        if any(row.cells):
            rows.append(row)
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


@dataclass(frozen=True, slots=True)
class _Laid:
    """What a witness has of a clause, character by character; ``ignored``: see :class:`Run`."""

    strip: Strip
    other: tuple[bool, ...]
    ignored: tuple[str, ...]


def _printed(attestation: Attestation) -> dict[int, str]:
    """For each offset of what a witness has of the work, the character as the readings print it.

    Whether a bracket is full-width depends on what stands before it, which may belong to another clause.
    """
    key = _key(attestation.witness.text, attestation.spans)
    return dict(zip(key.offsets.tolist(), key.shown, strict=True))


def _key(text: str, spans: Sequence[Span]) -> Key:
    """The compared characters of these spans."""
    import numpy as np

    stretches = [np.arange(s.start, s.end, dtype=np.int64) for s in spans]
    return key_of(text, np.concatenate(stretches) if stretches else np.arange(0, dtype=np.int64))


def _row(
    clause: Clause,
    witnesses: Sequence[Attestation],
    printed: Sequence[Mapping[int, str]],
    units: Sequence[VariationUnit],
    numbers: Mapping[str, int],
    base: str,
) -> Row:
    laid = {
        n: cell
        for n, attestation in enumerate(witnesses)
        if (cell := _laid(attestation, printed[n], clause, units, numbers)) is not None
    }
    passed: dict[int, set[int]] = {}
    if laid:
        first = next((n for n in laid if witnesses[n].witness.siglum == base), min(laid))
        rest = [n for n in laid if n != first]
        passed[first], found = passed_over(laid[first].strip, [laid[n].strip for n in rest])
        passed.update(zip(rest, found, strict=True))
    cells = tuple(tuple(_runs(laid[n], passed[n])) if n in laid else None for n in range(len(witnesses)))
    return Row(clause, row_label(clause), cells)


def _laid(
    attestation: Attestation,
    printed: Mapping[int, str],
    clause: Clause,
    units: Sequence[VariationUnit],
    numbers: Mapping[str, int],
) -> _Laid | None:
    """The characters of the clause in one witness; None where it is not extant."""
    siglum = attestation.witness.siglum
    sites = sorted(
        _Site(reading.spans[siglum], numbers[unit.key], index != lemma_index(unit))
        for unit in units
        for index, reading in enumerate(unit.readings)
        if siglum in reading.spans
    )
    spans = sorted(clause.spans.get(siglum, ()))
    if not spans and not sites:
        return None
    torn = any(siglum in unit.lacuna for unit in units) or any(
        clause.address in (gap.start, gap.end) for gap in attestation.lacunae
    )
    found = list(_characters(attestation.witness.text, printed, spans, sites))
    shown, places, ignored = zip(*found, strict=True) if found else ((), (), ())
    return _Laid(
        Strip(shown, [site.unit if site else None for site in places], torn),
        tuple(site is not None and site.other for site in places),
        ignored,
    )


def _characters(
    text: str, printed: Mapping[int, str], spans: Sequence[Span], sites: Sequence[_Site]
) -> Iterator[tuple[str, _Site | None, str]]:
    """Each character as shown, the site it belongs to, and what was ignored at it; "" for an empty site."""
    key = _key(text, spans)
    offsets = key.offsets.tolist()
    shown = [printed.get(offset, char) for offset, char in zip(offsets, key.shown, strict=True)]
    ends = {span.end for span in spans}
    waiting = deque(sites)
    site: _Site | None = None
    for i, offset in enumerate(offsets):
        if site is not None and offset >= site.span.end:
            site = None
        while site is None and waiting and waiting[0].span.start <= offset:
            found = waiting.popleft()
            if found.span.end <= offset:
                yield "", found, ""
            else:
                site = found
        after = offsets[i + 1] if i + 1 < len(offsets) else spans[-1].end
        yield shown[i], site, _ignored(text, offset, after, shown[i], ends)
    yield from (("", rest, "") for rest in waiting)


def _runs(laid: _Laid, passed: Container[int]) -> Iterator[Run]:
    """The characters in runs, cut at the units, at what was passed over, and where something was ignored."""
    gathered: list[str] = []
    kind: tuple[int | None, bool, bool] = (None, False, False)

    def run(ignored: str = "") -> Run:
        made = Run("".join(gathered), kind[0], kind[1], ignored, kind[2])
        gathered.clear()
        return made

    rows = zip(laid.strip.shown, laid.strip.units, laid.other, laid.ignored, strict=True)
    for n, (char, unit, other, ignored) in enumerate(rows):
        now = (unit, other, n in passed)
        if gathered and (now != kind or not char):
            yield run()
        kind = now
        if not char:
            yield run()
            continue
        gathered.append(char)
        if ignored:
            yield run(ignored)
    if gathered:
        yield run()


def _ignored(text: str, offset: int, after: int, shown: str, ends: set[int]) -> str:
    """The character as the file has it where that was folded, then the white space behind it, in signs."""
    raw = text[offset]
    marks = "" if raw == shown.lstrip() else raw
    for at in range(offset + 1, after):
        if at in ends:  # what follows is not of the work
            break
        marks += {"\n": "⏎", "\r": ""}.get(text[at], "␣" if text[at].isspace() else "")
    return marks
