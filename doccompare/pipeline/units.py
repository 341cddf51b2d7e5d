"""From loci and verdicts to variation units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from doccompare.classification import Pair, Relation, Slip, Weight, relate, weigh
from doccompare.establishing import Verdict
from doccompare.model import (
    Category,
    Cause,
    Decision,
    IndirectReading,
    Locus,
    Part,
    Place,
    Reading,
    Severity,
    Span,
    VariationUnit,
)

_WEIGHT = list(Category)  # the enum is in order of weight, heaviest first
PlaceOf = Callable[[str, Span], Place]


def relations(locus: Locus, against: int, slips: Sequence[Slip], linked: bool) -> dict[int, Relation]:
    """What every reading but ``against`` is to it, by index."""
    decided = locus.variants[against]
    twice = {s.variant for s in slips if s.kind == "twice"}
    out: dict[int, Relation] = {}
    for n, variant in enumerate(locus.variants):
        if n == against:
            continue
        found = relate(
            Pair(variant.exact, decided.exact, locus.near_left, locus.near_right, variant.text, decided.text)
        )
        if n in twice and found.category in (Category.ADDITION, Category.SUBSTITUTION):
            found = Relation(Category.MISPLACEMENT, Cause.REPETITION, "doubled-text")
        elif linked and variant.exact and decided.exact and found.category is Category.SUBSTITUTION:
            found = Relation(Category.TRANSPOSITION, found.cause, "exchange")
        out[n] = found
    return out


def build_units(
    loci: Sequence[Locus],
    verdicts: Sequence[Verdict],
    slips: Mapping[int, Sequence[Slip]],
    doubts: Mapping[int, frozenset[int]],
    links: Mapping[int, Sequence[int]],
    indirect: Sequence[Sequence[IndirectReading]],
    parts: Mapping[str, Part],
    terms: Mapping[str, Severity],
    place_of: PlaceOf,
    bodies: Sequence[str] = (),
) -> list[VariationUnit]:
    """The variation units in the order of the loci, ids counted within each address."""
    counts: dict[str, int] = {}
    out: list[VariationUnit] = []
    for i, (locus, verdict) in enumerate(zip(loci, verdicts, strict=True)):
        own = slips.get(i, ())
        found = relations(locus, verdict.variant, own, i in links)
        weight = weigh(
            locus,
            parts[locus.address],
            verdict.variant,
            {n: (r.category, r.cause) for n, r in found.items()},
            terms,
            bodies,
        )
        counts[locus.address] = counts.get(locus.address, 0) + 1
        out.append(
            _unit(
                locus,
                verdict,
                own,
                doubts.get(i, frozenset()),
                found,
                weight,
                f"{locus.address}-{counts[locus.address]}",
                indirect[i],
                tuple(loci[j].key for j in links.get(i, ())),
                place_of,
            )
        )
    return out


def _unit(
    locus: Locus,
    verdict: Verdict,
    slips: Sequence[Slip],
    doubts: frozenset[int],
    found: Mapping[int, Relation],
    weight: Weight,
    name: str,
    indirect: Sequence[IndirectReading],
    linked: tuple[str, ...],
    place_of: PlaceOf,
) -> VariationUnit:
    order = sorted(
        range(len(locus.variants)),
        key=lambda n: (n != verdict.variant, -len(locus.variants[n].sites), locus.variants[n].exact),
    )
    suspicious = {s.variant for s in slips if s.kind != "twice"}
    readings = []
    for n in order:
        variant, relation = locus.variants[n], found.get(n)
        readings.append(
            Reading(
                text=variant.text,
                exact=variant.exact,
                spans=variant.spans,
                places={s: place_of(s, span) for s, span in variant.spans.items()},
                omitted=not variant.exact,
                category=relation.category if relation else None,
                cause=relation.cause if relation else None,
                rule=relation.rule if relation else "",
                suspected_transcription=relation is not None
                and (n in doubts or _suspected(relation, n in suspicious)),
            )
        )
    heaviest = min(found.values(), key=lambda r: _WEIGHT.index(r.category))
    # Evidence names readings by their order in the locus; the unit has its own order.
    place = {n: order.index(n) for n in order}
    decision = verdict.decision
    moved = None if decision is None else _in_order(decision, place)
    return VariationUnit(
        id=name,
        key=locus.key,
        address=locus.address,
        left=locus.left,
        right=locus.right,
        category=heaviest.category,
        cause=heaviest.cause,
        severity=weight.severity,
        topics=weight.topics,
        readings=tuple(readings),
        lacuna=locus.lacuna,
        indirect=tuple(indirect),
        linked=linked,
        decision=moved,
    )


def _suspected(relation: Relation, slip: bool) -> bool:
    """疑识录误: the transcript, not the print, may err here."""
    if relation.category in (Category.PUNCTUATION, Category.ORTHOGRAPHY, Category.MISPLACEMENT):
        return False
    return slip or relation.cause in (Cause.GLYPH,)


def _in_order(decision: Decision, place: Mapping[int, int]) -> Decision:
    """The decision with the readings' indices of the locus turned into those of the unit."""
    return replace(
        decision,
        reading=None if decision.reading is None else place[decision.reading],
        evidence=tuple(
            replace(e, reading=None if e.reading is None else place[e.reading]) for e in decision.evidence
        ),
    )
