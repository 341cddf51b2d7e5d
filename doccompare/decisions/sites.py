"""Where the places of variation stand, in a form that does not hang on offsets, base or sigla."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doccompare.decisions.entries import Site, SiteReading
from doccompare.model import Category, Clause, Collation, Locus, Severity, VariationUnit

CONTEXT = 32  # agreed characters kept on each side


@dataclass(frozen=True, slots=True)
class _Place:
    key: str
    unit: str
    address: str
    left: str  # beside the readings' text
    right: str
    readings: tuple[SiteReading, ...]
    base: int
    severity: Severity | None
    category: Category | None


def sites_of(collation: Collation) -> tuple[Site, ...]:
    """The places of a collation, fresh or read from a stored result."""
    digests = {a.witness.siglum: a.witness.sha256 for a in collation.witnesses}
    return sites_of_units(collation.units, collation.clauses, digests, collation.base)


def sites_of_units(
    units: Sequence[VariationUnit], clauses: Sequence[Clause], digests: Mapping[str, str], base: str
) -> tuple[Site, ...]:
    """The places of units; ``digests``: siglum to the sha256 of the file."""
    return _sites(
        [
            _Place(
                key=unit.key,
                unit=unit.id,
                address=unit.address,
                left=unit.left,
                right=unit.right,
                readings=tuple(
                    SiteReading(r.exact, r.text, {s: digests.get(s, "") for s in r.spans})
                    for r in unit.readings
                ),
                base=next((i for i, r in enumerate(unit.readings) if base in r.spans), 0),
                severity=unit.severity,
                category=unit.category,
            )
            for unit in units
        ],
        clauses,
    )


def sites_of_loci(
    loci: Sequence[Locus], clauses: Sequence[Clause], digests: Mapping[str, str]
) -> tuple[Site, ...]:
    """The places of loci, before anything is judged. Their readings are the loci's variants, in order."""
    return _sites(
        [
            _Place(
                key=locus.key,
                unit="",
                address=locus.address,
                left=locus.left,
                right=locus.right,
                readings=tuple(
                    SiteReading(v.exact, v.text, {s: digests.get(s, "") for s in v.spans})
                    for v in locus.variants
                ),
                base=0,
                severity=None,
                category=None,
            )
            for locus in loci
        ],
        clauses,
    )


def edges(readings: Sequence[SiteReading]) -> tuple[str, str]:
    """The agreed characters by which every ``text`` is wider than its ``exact``, left and right."""
    first = max(readings, key=lambda r: len(r.exact), default=None)
    if first is None:
        return "", ""
    for size in range(len(first.text) - len(first.exact) + 1):
        left, right = first.text[:size], first.text[size + len(first.exact) :]
        if all(f"{left}{r.exact}{right}" == r.text for r in readings):
            return left, right
    return "", ""


def _sites(places: Sequence[_Place], clauses: Sequence[Clause]) -> tuple[Site, ...]:
    """The places with agreed text around them, taken from the text of the clauses.

    The clauses give the text of one witness; what stands at a place of variation is taken out of it,
    and what remains is agreed.
    """
    text = ""
    starts: dict[str, int] = {}
    for clause in clauses:
        starts.setdefault(clause.address, len(text))
        text += clause.text
    found = _located(places, text, starts)
    agreed: list[tuple[int, str]] = []
    at = 0
    for start, end in sorted(f for f in found if f is not None):
        agreed += [(i, text[i]) for i in range(at, start) if not text[i].isspace()]
        at = max(at, end)
    agreed += [(i, text[i]) for i in range(at, len(text)) if not text[i].isspace()]
    offsets = [i for i, _ in agreed]
    out = []
    for place, where in zip(places, found, strict=True):
        if where is None:
            before, after = edges(place.readings)
            left, right = place.left + before, after + place.right
        else:
            low, high = bisect_left(offsets, where[0]), bisect_left(offsets, where[1])
            left = "".join(c for _, c in agreed[max(0, low - CONTEXT) : low])
            right = "".join(c for _, c in agreed[high : high + CONTEXT])
        out.append(
            Site(
                place.key,
                place.unit,
                place.address,
                left,
                right,
                place.readings,
                place.base,
                place.severity,
                place.category,
            )
        )
    return tuple(out)


def _located(places: Sequence[_Place], text: str, starts: Mapping[str, int]) -> list[tuple[int, int] | None]:
    """Where the reading that the text has stands, for each place; None where it cannot be found."""
    bounds = [*sorted(starts.values()), len(text)]
    out: list[tuple[int, int] | None] = []
    cursor = 0
    for place in places:
        start = _start(place.address, starts)
        end = bounds[bisect_left(bounds, start + 1)] if start < len(text) else len(text)
        spot = _find(place, text, max(cursor, start), end) or _find(place, text, start, end)
        out.append(spot)
        if spot is not None:
            cursor = spot[0]
    return out


def _start(address: str, starts: Mapping[str, int]) -> int:
    """Where the clause begins in which an address lies; 0 when there is none."""
    while address:
        if address in starts:
            return starts[address]
        address = address.rpartition(".")[0]
    return 0


def _find(place: _Place, text: str, low: int, high: int) -> tuple[int, int] | None:
    before, after = edges(place.readings)
    order = [place.base, *(i for i in range(len(place.readings)) if i != place.base)]
    for i in order:
        exact = place.readings[i].exact
        left, right = place.left + before, after + place.right
        if not left and not exact and not right:
            continue
        at = text.find(left + exact + right, low, high)
        if at >= 0:
            return at + len(left), at + len(left) + len(exact)
    return None
