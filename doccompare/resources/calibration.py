"""How often decisions of each kind and strength were right on seeded sets."""

from __future__ import annotations

from doccompare.resources.tables import rows


def calibration_counts() -> dict[str, dict[float, tuple[int, int]]]:
    """For each basis of decisions, by the strength from which a row counts: (right, all)."""
    out: dict[str, dict[float, tuple[int, int]]] = {}
    for key, counted in rows("confidence.tsv"):
        basis, _, strength = key.partition(" ")
        right, _, total = counted.partition("/")
        out.setdefault(basis, {})[float(strength)] = (int(right), int(total))
    return out
