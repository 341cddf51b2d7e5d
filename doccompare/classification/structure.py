"""Findings about order and extent: doubled, moved and lost text, broken-off witnesses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from doccompare.classification.slips import Slip
from doccompare.columns import Columns, source_spans
from doccompare.layout import ordinal_of
from doccompare.model import Absence, Locus, Part, Passage, Range, Span, StructureEntry, StructureKind
from doccompare.text import Key


def structure(
    *,
    columns: Columns,
    keys: Sequence[Key],
    sigla: Sequence[str],
    passages: Sequence[Sequence[Passage]],
    absences: Sequence[Absence],
    moves: Sequence[tuple[int, Range]],
    displaced: Mapping[str, Sequence[Span]],
    loci: Sequence[Locus],
    slips: Mapping[int, Sequence[Slip]],
    address_at: Callable[[int], str],
    numbers: Sequence[tuple[int, str, str]],
    base: int,
) -> list[StructureEntry]:
    """The structure entries, by column, then by siglum.

    ``numbers``: column, kind and number of every numbered passage of the outline, in order; a gap or a
    doubled number in it is told of the witness ``base``.
    """
    found: list[tuple[int, StructureEntry]] = []
    for n, signs in slips.items():
        locus = loci[n]
        for slip in signs:
            if slip.kind == "twice":
                found += _doubled(columns, keys, sigla, passages, locus, slip, address_at)
    stray = {column for column, _ in found}
    in_order = [number for number in numbers if number[0] not in stray]
    found += _numbering(columns, keys, sigla, in_order, base, address_at)
    for absence in absences:
        found.append(_absent(columns, keys, sigla, absence, address_at))
    for index, span in moves:
        column = columns.column(index, span[0])
        spans = source_spans(keys[index], *span)
        kind = _moved_kind(passages[index], span)
        found.append((column, StructureEntry(sigla[index], kind, address_at(column), spans[0])))
    for siglum, places in displaced.items():
        for place in places:
            found.append((0, StructureEntry(siglum, StructureKind.DISPLACED_TITLE, address_at(0), place)))
    found.sort(key=lambda f: (f[0], sigla.index(f[1].siglum), f[1].span))
    return [entry for _, entry in found]


def _numbering(
    columns: Columns,
    keys: Sequence[Key],
    sigla: Sequence[str],
    numbers: Sequence[tuple[int, str, str]],
    base: int,
    address_at: Callable[[int], str],
) -> list[tuple[int, StructureEntry]]:
    """A number that does not follow the one before it of its kind, and does not begin again at one."""
    out: list[tuple[int, StructureEntry]] = []
    last: dict[str, int] = {}
    for column, kind, number in numbers:
        value = ordinal_of(number)
        if value is None:
            continue
        before = last.get(kind)
        if before is not None and value not in (before + 1, 1) and "之" not in number:
            start, end = columns.positions(base, column, column + 1)
            spans = source_spans(keys[base], start, max(end, start + 1)) if start < len(keys[base]) else ()
            if spans:
                entry = StructureEntry(sigla[base], StructureKind.NUMBERING, address_at(column), spans[0])
                out.append((column, entry))
        last[kind] = value
        # A new section begins the count of what is under it anew.
        if kind in ("book", "chapter", "section"):
            for lower in ("item", "subitem"):
                last.pop(lower, None)
    return out


def _doubled(
    columns: Columns,
    keys: Sequence[Key],
    sigla: Sequence[str],
    passages: Sequence[Sequence[Passage]],
    locus: Locus,
    slip: Slip,
    address_at: Callable[[int], str],
) -> list[tuple[int, StructureEntry]]:
    out = []
    for siglum, (start, end) in locus.variants[slip.variant].sites.items():
        index = sigla.index(siglum)
        heading = any(p.part is Part.HEADING and p.start <= start and end <= p.end for p in passages[index])
        kind = StructureKind.DUPLICATE_HEADING if heading else StructureKind.DUPLICATE_TEXT
        linked = source_spans(keys[index], *slip.twin) if slip.twin and siglum == slip.siglum else ()
        spans = source_spans(keys[index], start, end)
        entry = StructureEntry(
            siglum, kind, address_at(locus.column), spans[0], linked[0] if linked else None, locus.key
        )
        out.append((locus.column, entry))
    return out


def _absent(
    columns: Columns,
    keys: Sequence[Key],
    sigla: Sequence[str],
    absence: Absence,
    address_at: Callable[[int], str],
) -> tuple[int, StructureEntry]:
    key = keys[absence.index]
    column = columns.starts[absence.first]
    position = columns.position(absence.index, column)
    at = key.offset(position - 1) + 1 if position else key.offset(0)
    truncated = absence.kind == "truncation"
    kind = StructureKind.TRUNCATION if truncated else StructureKind.OMISSION_SECTION
    return column, StructureEntry(sigla[absence.index], kind, address_at(column), Span(at, at))


def _moved_kind(passages: Sequence[Passage], span: Range) -> StructureKind:
    inside = [p for p in passages if span[0] <= p.start and p.end <= span[1]]
    if len(inside) == 1 and inside[0].part is Part.HEADING:
        return StructureKind.MISPLACED_HEADING
    if inside and inside[0].part is Part.TITLE:
        return StructureKind.DISPLACED_TITLE
    if any(p.part is Part.HEADING for p in inside):
        return StructureKind.MOVED_SECTION
    return StructureKind.MOVED_CLAUSE
