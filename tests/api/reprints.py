"""The four reprints of the Opinion as they stand in corpus/, read once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from doccompare.model import Collation

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "opinion-2024"
REPRINTS = ("000.txt", "001.txt", "003.txt", "004.txt")


@cache
def collated(files: Sequence[str] = REPRINTS) -> Collation:
    """The collation of these files of the corpus, in this order, without a manifest."""
    import doccompare

    return doccompare.collate([CORPUS / name for name in files])


def digest(name: str) -> str:
    """The sha256 of a file of the corpus."""
    return sha256((CORPUS / name).read_bytes()).hexdigest()


def by_content(collation: Collation) -> str:
    """The apparatus with file hashes for sigla and nothing that depends on the order of the files."""
    hashes = {a.witness.siglum: a.witness.sha256 for a in collation.witnesses}
    units: list[Any] = []
    for unit in collation.units:
        readings = [
            {
                "text": r.text,
                "exact": r.exact,
                "omitted": r.omitted,
                "category": r.category,
                "cause": r.cause,
                "spans": sorted((hashes[s], span.start, span.end) for s, span in r.spans.items()),
            }
            for r in unit.readings
        ]
        decision = unit.decision
        units.append(
            {
                "id": unit.id,
                "key": unit.key,
                "left": unit.left,
                "right": unit.right,
                "what": [unit.category, unit.cause, unit.severity, *unit.topics],
                "lacuna": sorted(hashes[s] for s in unit.lacuna),
                "linked": sorted(unit.linked),
                "readings": sorted(readings, key=lambda r: str(r["exact"])),
                "decision": decision
                and [decision.text, decision.method, decision.status, decision.confidence],
            }
        )
    structure = sorted(
        (hashes[e.siglum], e.kind, e.address, e.span.start, e.span.end, e.unit or "")
        for e in collation.structure
    )
    witnesses = sorted(
        (
            a.witness.sha256, a.role, a.title, a.coverage, a.traits, a.units_differing,
            [(s.start, s.end) for s in a.spans], [(x.start, x.end, x.at, x.reason) for x in a.lacunae],
        )
        for a in collation.witnesses
    )  # fmt: skip
    whole = {
        "base": hashes[collation.base],
        "units": units,
        "structure": structure,
        "witnesses": witnesses,
        "clauses": [(c.address, c.part, c.heading, c.text) for c in collation.clauses],
        "text": collation.established.text,
        "open": [(o.start, o.end, o.unit) for o in collation.established.open],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
