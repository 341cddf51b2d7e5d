"""Two places whose readings are exchanged: one transposition, seen twice."""

from __future__ import annotations

from collections.abc import Sequence

from doccompare.model import Locus

# Exchanged words stand in one sentence or in neighbouring ones (columns).
_FARTHEST = 120


def exchanges(loci: Sequence[Locus]) -> dict[int, list[int]]:
    """For each locus (by index) the loci with which it exchanges readings.

    Some witnesses read A here and B there, others B here and A there.
    """
    out: dict[int, list[int]] = {}
    for i, one in enumerate(loci):
        if one.punctuation:
            continue
        for j in range(i + 1, len(loci)):
            other = loci[j]
            if other.column - one.column > _FARTHEST:
                break
            if not other.punctuation and _exchanged(one, other):
                out.setdefault(i, []).append(j)
                out.setdefault(j, []).append(i)
    return out


def _exchanged(one: Locus, other: Locus) -> bool:
    for a in one.variants:
        for b in one.variants:
            if not a.exact or not b.exact or a.exact == b.exact:
                continue
            for c in other.variants:
                for d in other.variants:
                    same = c.exact == b.exact and d.exact == a.exact
                    if same and set(a.sites) & set(c.sites) and set(b.sites) & set(d.sites):
                        return True
    return False
