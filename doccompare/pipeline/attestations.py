"""What was found of each witness, said once: extent, coverage, habits, what was ignored."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from doccompare.columns import Columns
from doccompare.layout import line_starts
from doccompare.model import Attestation, Lacuna, Part, Place, Role, Span, VariationUnit, Witness
from doccompare.pipeline.job import Job
from doccompare.segmentation import Outline
from doccompare.text import Key, is_han

# A habit must show this often, and nearly always, to be one of the whole witness.
_OFTEN, _NEARLY = 5, 0.9
_SIGNS = 6  # signs stand in a row at most so long
_NARROW = ",;:?!()"
_WIDE = "，；：？！（）"


def attestations(job: Job, outline: Outline, units: Sequence[VariationUnit]) -> tuple[Attestation, ...]:
    """What was found of every witness, in the order given."""
    out = []
    places = {i: at for at, i in enumerate(job.found)}
    for i, (witness, extent) in enumerate(zip(job.witnesses, job.located.extents, strict=True)):
        at = places.get(i)
        if at is None:
            indirect = Role.INDIRECT in (witness.role, extent.role)
            role = Role.INDIRECT if indirect else (witness.role or Role.REPRINT)
            out.append(Attestation(witness, role, "", (), 0.0))
            continue
        out.append(
            Attestation(
                witness=witness,
                role=witness.role or Role.REPRINT,
                title=job.titles[witness.siglum] or _title_elsewhere(job, at),
                spans=extent.spans,
                coverage=coverage(job.columns, job.keys, at),
                traits=(*job.traits[witness.siglum], *traits(job.keys[at])),
                lacunae=_lacunae(job, at, outline),
                units_differing=_differing(units, witness.siglum),
            )
        )
    return tuple(out)


def _title_elsewhere(job: Job, at: int) -> str:
    """The title a witness prints elsewhere than at the head."""
    for passage in job.passages[at]:
        if passage.part is Part.TITLE:
            return job.keys[at].print(passage.start, passage.end)
    return ""


def traits(key: Key) -> tuple[str, ...]:
    """The habits of a witness, stated once: half-width, straight-quotes, corner-quotes, spaced-digits."""
    source, offsets, text = key.source, key.offsets, key.text
    counts: Counter[str] = Counter()
    for i, offset in enumerate(offsets.tolist()):
        raw = source[offset]
        if raw in _NARROW or raw in _WIDE:
            beside = (i > 0 and is_han(text[i - 1])) or (i + 1 < len(text) and is_han(text[i + 1]))
            counts["narrow" if raw in _NARROW else "wide"] += beside
        elif raw in "\"'":
            counts["straight"] += 1
        elif raw in "“”‘’":
            counts["curly"] += 1
        elif raw in "「」『』":
            counts["corner"] += 1
        elif raw.isdigit() and i and is_han(text[i - 1]):
            counts["digit"] += 1
            counts["spaced"] += offset - 1 >= 0 and source[offset - 1] in " 　"
    found = []
    for name, yes, no in (
        ("half-width", "narrow", ("wide",)),
        ("straight-quotes", "straight", ("curly", "corner")),
        ("corner-quotes", "corner", ("curly", "straight")),
    ):
        total = counts[yes] + sum(counts[n] for n in no)
        if counts[yes] >= min(_OFTEN, max(2, total)) and counts[yes] >= _NEARLY * total:
            found.append(name)
    if counts["spaced"] >= 3 and counts["spaced"] >= 0.6 * counts["digit"]:
        found.append("spaced-digits")
    return tuple(found)


def ignored(job: Job) -> dict[str, int]:
    """What differs and is no unit, counted: width, quotes, other forms; spaces and line ends."""
    counts: Counter[str] = Counter()
    keys = job.keys
    for stretch in job.columns.stretches:
        if not stretch.agrees:
            continue
        extant = [(keys[i], r) for i, r in enumerate(stretch.ranges) if r is not None]
        if len(extant) < 2:
            continue
        for at in range(extant[0][1][1] - extant[0][1][0]):
            raws = {key.source[int(key.offsets[r[0] + at])] for key, r in extant}
            if len(raws) > 1:
                counts[_form(raws)] += 1
    for at, key in enumerate(keys):
        for span in job.extent(at).spans:
            inside = key.source[span.start : span.end]
            breaks = inside.count("\n")
            counts["line-end"] += breaks
            counts["space"] += sum(c in " \t　\xa0" for c in inside)
    return {k: counts[k] for k in ("width", "quotes", "form", "space", "line-end") if counts[k]}


def _form(raws: set[str]) -> str:
    if raws & set("“”‘’\"'「」『』＂＇"):
        return "quotes"
    if any(ord(c) < 0x80 or 0xFF00 <= ord(c) < 0xFF60 for c in raws):
        return "width"
    return "form"


def coverage(columns: Columns, keys: Sequence[Key], index: int) -> float:
    """The share of the columns for which a witness is extant; signs of which it is silent not counted."""
    extant = whole = 0
    for k, stretch in enumerate(columns.stretches):
        width = columns.starts[k + 1] - columns.starts[k]
        if stretch.ranges[index] is not None:
            extant += width
        elif width <= _SIGNS and all(
            bool(keys[i].punctuation[r[0] : r[1]].all()) for i, r in enumerate(stretch.ranges) if r
        ):
            continue
        whole += width
    return round(extant / whole, 4) if whole else 0.0


def _lacunae(job: Job, index: int, outline: Outline) -> tuple[Lacuna, ...]:
    """Where a witness is not extant, by addresses. What only another version has is no lacuna."""
    columns, key, jumps = job.columns, job.keys[index], job.extent(index).jumps
    out = []
    for absence in job.absences:
        if absence.index != index or absence.kind == "version":
            continue
        start, end = columns.starts[absence.first], columns.starts[absence.last]
        position = columns.position(index, start)
        at = key.offset(position - 1) + 1 if position else key.offset(0)
        if absence.kind == "truncation":
            reason = "jump-line" if jumps is not None and at == jumps else "truncation"
        else:
            reason = "missing"
        ends = "end" if end >= columns.width else outline.at(end - 1).address
        out.append(Lacuna(outline.at(start).address, ends, at, reason))
    return tuple(out)


def _differing(units: Sequence[VariationUnit], siglum: str) -> int:
    """At how many units a witness has another reading than the first (decided, or the base's)."""
    return sum(any(siglum in r.spans for r in unit.readings[1:]) for unit in units)


class Places:
    """Offsets of witnesses as page, line and column, from 1."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._witnesses: Mapping[str, Witness] = {w.siglum: w for w in witnesses}
        self._lines: dict[str, list[int]] = {}

    def __call__(self, siglum: str, span: Span) -> Place:
        """The place where a span begins."""
        witness = self._witnesses[siglum]
        if siglum not in self._lines:
            self._lines[siglum] = line_starts(witness.text)
        starts = self._lines[siglum]
        line = bisect_right(starts, span.start)
        page = None
        if witness.marks:
            at = bisect_right([m.offset for m in witness.marks], span.start) - 1
            page = witness.marks[max(at, 0)].page
        return Place(page, line, span.start - starts[line - 1] + 1)
