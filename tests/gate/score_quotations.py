"""Score the quotations of 002 against the hand-made list (title to section 三).

``python -m tests.gate.score_quotations quotations.json`` prints the marks and every mistake. A passage counts
as found when the passages reported over it cover at least half of it and the one that covers most of it names
the right clause; as told apart when they say rightly whether its words are those of the text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold" / "opinion" / "quotations.jsonl"
JUDGED = ("标题", "日期", "前言", "一", "二", "三")
SHORTEST = 8
EXACT = ("verbatim", "formal")
# Reported passages that cover fewer characters of a gold passage say nothing of it.
TOUCHES = 4
_NAMES = {"title": "标题", "preamble": "前言"}

Json = Mapping[str, Any]


@dataclass
class Score:
    """Shares of the gold, and what went wrong in words."""

    gold: int
    found: int = 0
    told: int = 0
    reported: int = 0
    false: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def marks(self) -> dict[str, float]:
        """Found and told apart as shares of the gold, false passages as a share of what was reported."""
        return {
            "quotations_found": round(self.found / self.gold, 4),
            "quotations_told_apart": round(self.told / self.gold, 4),
            "quotations_false": -round(self.false / max(1, self.reported), 4),
        }


def read_gold() -> list[dict[str, Any]]:
    """The gold passages of eight or more characters."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["q_end"] - row["q_start"] >= SHORTEST]


def clause_name(gold: str) -> str:
    """The address of a gold clause: ``一 ¶1`` is 一.p1, ``二(heading)`` 二."""
    return _NAMES.get(gold, gold.replace(" ¶", ".p").replace("(heading)", ""))


def in_clause(address: str, clause: str) -> bool:
    """Whether an address lies in a clause; a heading is that address and nothing below it."""
    if clause in ("一", "二", "三"):
        return address == clause
    return address == clause or address.startswith(clause + ".")


def score(passages: Sequence[Json]) -> Score:
    """The marks of the passages reported for 002."""
    gold = read_gold()
    out = Score(len(gold))
    for row in gold:
        hits = [(_overlap(p, row), p) for p in passages if _overlap(p, row) >= TOUCHES]
        if not hits:
            out.mistakes.append(f"missed: {row['id']} {row['q_text']}")
            continue
        covered = sum(size for size, _ in hits)
        best = max(hits, key=lambda hit: hit[0])[1]
        if 2 * covered < row["q_end"] - row["q_start"] or not in_clause(
            best["address"], clause_name(row["clause"])
        ):
            out.mistakes.append(f"place: {row['id']} {row['clause']} {best['address']} {best['text']}")
            continue
        out.found += 1
        exact = all(p["status"] in EXACT for _, p in hits)
        if exact == (row["status"] == "exact"):
            out.told += 1
        else:
            out.mistakes.append(f"status: {row['id']} {row['status']} {[p['status'] for _, p in hits]}")
    judged = [p for p in passages if p["address"].split(".")[0] in JUDGED]
    out.reported = len(judged)
    for passage in judged:
        if not any(_overlap(passage, row) for row in gold):
            out.false += 1
            out.mistakes.append(f"false: {passage['address']} {passage['text']}")
    return out


def _overlap(passage: Json, row: Json) -> int:
    return max(
        0, min(int(passage["end"]), int(row["q_end"])) - max(int(passage["start"]), int(row["q_start"]))
    )


def main(arguments: Sequence[str]) -> int:
    """Print the marks of a quotations.json."""
    report = score(json.loads(Path(arguments[0]).read_text(encoding="utf-8"))["passages"])
    print("\n".join([*report.mistakes, *(f"{name} {mark}" for name, mark in report.marks.items())]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
