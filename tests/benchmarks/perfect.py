"""The gold of a generated set written as the collation a faultless engine would give."""

from __future__ import annotations

from typing import Any

from benchmarks.columns import SIMPLIFIED
from benchmarks.compared import fold
from benchmarks.scoring import origins_of


def perfect(gold: dict[str, Any]) -> dict[str, Any]:
    """A collation by the contract (the parts that scoring reads) that says what the gold says."""
    witnesses = [
        {
            "siglum": siglum,
            "role": "reprint",
            "spans": witness["spans"],
            "lacunae": witness["lacunae"],
        }
        for siglum, witness in gold["witnesses"].items()
    ]
    return {"witnesses": witnesses, "clauses": _clauses(gold), "units": _units(gold)}


def _clauses(gold: dict[str, Any]) -> list[dict[str, Any]]:
    clauses: list[dict[str, Any]] = [
        {"address": address, "spans": {}} for address, _, _, _ in gold["addresses"]
    ]
    homes = {
        at: number for number, (_, _, start, end) in enumerate(gold["addresses"]) for at in range(start, end)
    }
    for siglum in gold["witnesses"]:
        # a piece is a run of characters of one paragraph; a moved sentence makes two of a paragraph
        pieces: list[tuple[int, int, list[int]]] = []
        for offset, origin in sorted(origins_of(gold, siglum).items()):
            if origin not in homes:
                continue
            if pieces and pieces[-1][0] == homes[origin]:
                pieces[-1][2][1] = offset + 1
            else:
                pieces.append((homes[origin], origin, [offset, offset + 1]))
        for number, _, span in sorted(pieces):
            clauses[number]["spans"].setdefault(siglum, []).append(span)
    return clauses


def _units(gold: dict[str, Any]) -> list[dict[str, Any]]:
    units = []
    for error in gold["errors"]:
        groups: dict[str, dict[str, list[int]]] = {}
        for siglum, (span, text) in error["witnesses"].items():
            groups.setdefault(fold(text).translate(SIMPLIFIED), {})[siglum] = span
        units.append(
            {
                "id": error["id"],
                "left": "",
                "right": "",
                "lacuna": error["lacuna"],
                "readings": [{"exact": exact, "spans": spans} for exact, spans in sorted(groups.items())],
            }
        )
    return units
