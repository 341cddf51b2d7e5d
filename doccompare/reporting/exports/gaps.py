"""Where the text of a witness begins, stops, resumes and ends within the running text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from doccompare.model import Collation, Relation, StructureKind
from doccompare.reporting.running import Running


@dataclass(frozen=True, slots=True)
class Gap:
    """One edge of what a witness has: at run ``at`` of the whole text, before it or ``after`` it.

    ``mark``: witStart, witEnd, lacunaStart or lacunaEnd; ``kind``: ``lacuna``, ``omission`` where a section
    is missing between others, ``absent`` where a version does not have it; ``cause``: jump-line,
    truncation, missing, or empty.
    """

    siglum: str
    at: int
    after: bool
    mark: str
    kind: str = "lacuna"
    cause: str = ""


def gaps(collation: Collation, text: Running) -> list[Gap]:
    """The edges of all witnesses, in the order of the text."""
    runs = [(flow.address, run) for flow in text.flow for run in flow.runs]
    found: list[Gap] = []
    for siglum in text.sigla:
        extant = [n for n, (_, run) in enumerate(runs) if text.has(run, siglum) is not None]
        if not extant:
            found.append(Gap(siglum, 0, False, "lacunaStart"))
            continue
        if extant[0] > 0:
            kind, cause = gap_kind(collation, siglum, runs[0][0]), _cause(collation, siglum, runs[0][0])
            found.append(Gap(siglum, extant[0], False, "witStart", kind, cause))
        for before, n in pairwise(extant):
            if n > before + 1:
                address = runs[before + 1][0]
                kind, cause = gap_kind(collation, siglum, address), _cause(collation, siglum, address)
                found.append(Gap(siglum, before + 1, False, "lacunaStart", kind, cause))
                found.append(Gap(siglum, n - 1, True, "lacunaEnd", kind, cause))
        if extant[-1] < len(runs) - 1:
            address = runs[extant[-1] + 1][0]
            kind, cause = gap_kind(collation, siglum, address), _cause(collation, siglum, address)
            found.append(Gap(siglum, extant[-1], True, "witEnd", kind, cause))
    return sorted(found, key=lambda gap: (gap.at, gap.after))


def gap_kind(collation: Collation, siglum: str, address: str) -> str:
    """What the gap of a witness is that begins in the passage at ``address``: see :class:`Gap`."""
    if collation.work.relation is Relation.VERSIONS:
        return "absent"
    lost = any(
        e.siglum == siglum and e.kind is StructureKind.OMISSION_SECTION and e.address == address
        for e in collation.structure
    )
    return "omission" if lost else "lacuna"


def _cause(collation: Collation, siglum: str, address: str) -> str:
    lacunae = collation.attestation(siglum).lacunae
    return next((gap.reason for gap in lacunae if gap.start == address), "")
