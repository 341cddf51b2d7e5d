"""Collate a set without a manifest and say what came out as the JSON says it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.scoring import Score, read_set, score
from doccompare.pipeline import collate
from doccompare.reporting.tojson import collation_to_dict


def collated(files: Iterable[Path]) -> dict[str, Any]:
    """The collation of these files, 甲 乙 丙 … by order, by the contract."""
    read: dict[str, Any] = json.loads(json.dumps(collation_to_dict(collate(list(files))), ensure_ascii=False))
    return read


@cache
def collated_set(folder: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """The collation of a set, its gold and its texts by siglum."""
    gold, texts = read_set(folder)
    return collated(folder / witness["file"] for witness in gold["witnesses"].values()), gold, texts


@cache
def scored_set(folder: Path) -> Score:
    """The score of that collation."""
    return score(*collated_set(folder))


def kinds(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Who has which finding about order or extent, as often as he has it."""
    return sorted((entry["siglum"], entry["kind"]) for entry in entries)


def solid(text: str, spans: Iterable[list[int]]) -> set[int]:
    """The offsets of what is printed in these spans, white space left out."""
    return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}
