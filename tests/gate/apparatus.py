"""The hand-made apparatus of the Opinion as values, in our sigla."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.compared import Compared

GOLD = Path(__file__).parent / "gold" / "opinion"
SIGLA = {"A": "甲", "Z": "乙", "L": "丙", "B": "丁"}  # gold siglum -> ours; Q = 戊 only quotes
FILES = {"甲": "000.txt", "乙": "001.txt", "丙": "003.txt", "丁": "004.txt"}
FORMAL = {"W01": "标题", "W02": "日期"}  # differences of form, wherever their edges are put
JUMP_LINE = "W16"

Json = dict[str, Any]


@dataclass(frozen=True)
class GoldUnit:
    """One unit of the hand-made apparatus, its spans in our sigla."""

    id: str
    spans: dict[str, tuple[int, int]]
    lacuna: tuple[str, ...]
    classes: dict[str, str]
    left: str
    true: str
    right: str


def read_gold() -> list[GoldUnit]:
    """The units W01–W26 and P01–P08 as they stand in the gold files."""
    units = []
    for name in ("wording.jsonl", "punctuation.jsonl"):
        for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
            row: Json = json.loads(line)
            readings, raw = row["readings"], row["raw"]
            units.append(
                GoldUnit(
                    row["id"],
                    {SIGLA[s]: (span[0], span[1]) for s, span in raw.items() if span is not None},
                    tuple(SIGLA[s] for s in readings if readings[s] == "lac."),
                    {SIGLA[s]: label for s, label in row["class_by_witness"].items()},
                    *(row[part] for part in ("left", "true", "right")),
                )
            )
    return units


def read_texts(corpus: Path) -> dict[str, Compared]:
    """The reprints as received, by siglum."""
    return {
        siglum: Compared.of((corpus / name).read_bytes().decode("utf-8-sig"))
        for siglum, name in FILES.items()
    }


def true_text(texts: dict[str, Compared], gold: list[GoldUnit]) -> str:
    """Title, date and body to the end of section 三 with every true reading, without white space.

    Built from 丁, which is full-width throughout, so the established text must equal it to the letter.
    """
    text = texts["丁"].text
    spans = json.loads((GOLD / "spans.json").read_text(encoding="utf-8"))["B"]
    last = next(p["raw"][1] for p in spans["paragraphs"] if p["clause"] == "三.8")
    pieces, at = [], spans["body"][0]
    for unit in sorted((u for u in gold if u.id not in FORMAL), key=lambda u: u.spans["丁"]):
        start, end = unit.spans["丁"]
        pieces += [text[at:start], unit.true]
        at = end
    pieces.append(text[at:last])
    front = text[slice(*spans["title"])] + text[slice(*spans["date"])]
    return "".join((front + "".join(pieces)).split())


def fingerprints() -> dict[str, str]:
    """sha256 of every gold file, by name."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(GOLD.iterdir())}
