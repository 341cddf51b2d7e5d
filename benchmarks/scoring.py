"""Score a collation against the gold of a generated set.

Two scores. Pairs: two characters of two witnesses in one column are right when they go back to the
same character (precision, recall, F1, and the F1 that an aligner could attain who knew the truth
text). Units: every error found as one unit with every reading right, false units counted.

``python -m benchmarks.scoring DIR collation.json`` prints both.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.columns import SIMPLIFIED, Columns, Group, columns_of_collation, columns_through_truth
from benchmarks.compared import Compared, fold, normal_form, overlap


@dataclass(frozen=True)
class Pairs:
    """Counts of character pairs: those in one column, those that belong together, and both."""

    found: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the found pairs that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the true pairs that is found."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


@dataclass(frozen=True)
class UnitScore:
    """Errors of the gold, those found exactly, units that answer to no error, and remarks."""

    errors: int
    exact: int
    false: int
    mistakes: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """Both scores of one collation."""

    pairs: Pairs
    attainable: Pairs
    units: UnitScore
    unexplained: tuple[str, ...]

    @property
    def share(self) -> float:
        """F1 as a share of the attainable."""
        return self.pairs.f1 / self.attainable.f1 if self.attainable.f1 else 1.0

    def __str__(self) -> str:
        lines = [
            f"pairs: precision {self.pairs.precision:.5f} recall {self.pairs.recall:.5f}",
            f"pairs: F1 {self.pairs.f1:.5f}",
            f"attainable F1 {self.attainable.f1:.5f}, share {self.share:.5f}",
            f"units: {self.units.exact} of {self.units.errors} errors exact, {self.units.false} false units",
        ]
        return "\n".join([*lines, *self.units.mistakes, *self.unexplained])


def origins_of(gold: Mapping[str, Any], siglum: str) -> dict[int, int]:
    """Offset -> origin of every compared character of the work in the file of ``siglum``."""
    witness, truth = gold["witnesses"][siglum], gold["truth"]
    return {
        offset + i: origin + i
        for key in ("origin", "replaced")
        for offset, origin, length in witness[key]
        for i in range(length)
        if not truth[origin + i : origin + i + 1].isspace()
    }


def count_pairs(columns: Columns, origins: Mapping[str, Mapping[int, int]]) -> Pairs:
    """The pairs of these columns against the origins.

    Characters that are no part of the work belong with nothing, so they cost precision.
    """
    total = Counter(origin for siglum in origins for origin in origins[siglum].values())
    true = sum(n * (n - 1) // 2 for n in total.values())
    found = right = 0

    def counted(group: Group) -> Counter[int]:
        return Counter(origins[siglum].get(at, -1) for siglum, at in group)

    for group in columns.groups:
        found += len(group) * (len(group) - 1) // 2
        right += sum(n * (n - 1) // 2 for origin, n in counted(group).items() if origin >= 0)
    for one, other in columns.crosses:
        found += len(one) * len(other)
        partners = counted(other)
        right += sum(n * partners[origin] for origin, n in counted(one).items() if origin >= 0)
    return Pairs(found, true, right)


def score_pairs(
    collation: Mapping[str, Any], gold: Mapping[str, Any], texts: Mapping[str, str]
) -> tuple[Pairs, Pairs, tuple[str, ...]]:
    """The pairs of the collation, those attainable, and stretches that should agree but do not."""
    origins = {siglum: origins_of(gold, siglum) for siglum in texts}
    columns = columns_of_collation(collation, texts)
    attainable = columns_through_truth(gold, texts, origins)
    return count_pairs(columns, origins), count_pairs(attainable, origins), tuple(columns.unexplained)


def simplified(text: str) -> Compared:
    """The compared characters, traditional ones as their simplified: script is no difference."""
    compared = Compared.of(text)
    return replace(compared, chars=compared.chars.translate(SIMPLIFIED))


def score_units(collation: Mapping[str, Any], gold: Mapping[str, Any], texts: Mapping[str, str]) -> UnitScore:
    """How many errors of the gold stand in the collation as one unit each, and what else does.

    Sigla of the collation must be those of the gold. Edges that all readings share do not matter.
    """
    compared = {siglum: simplified(text) for siglum, text in texts.items()}
    work = {siglum: origins_of(gold, siglum) for siglum in texts}

    def place(spans: Mapping[str, list[int]]) -> dict[str, tuple[int, int]]:
        inside = {s: compared[s].interval(*span) for s, span in spans.items() if s in compared}
        return normal_form(compared, inside)

    ours = [
        (unit, place({s: span for reading in unit["readings"] for s, span in reading["spans"].items()}))
        for unit in collation["units"]
    ]
    used: set[int] = set()
    exact = 0
    mistakes = []
    for error in gold["errors"]:
        wanted = place({s: span for s, (span, _) in error["witnesses"].items()})
        met = [(i, unit, spans) for i, (unit, spans) in enumerate(ours) if overlap(spans, wanted)]
        used.update(i for i, _, _ in met)
        if len(met) == 1 and met[0][2] == wanted and _readings_right(met[0][1], texts, work):
            exact += 1
        else:
            shown = {s: text for s, (_, text) in error["witnesses"].items() if s in error["erring"]}
            sketch = [_sketch(unit) for _, unit, _ in met]
            mistakes.append(f"{error['id']} {error['kind']} {error['text']!r} -> {shown} found as {sketch}")
    false = [unit for i, (unit, _) in enumerate(ours) if i not in used]
    mistakes += [f"false unit {_sketch(unit)}" for unit in false]
    return UnitScore(len(gold["errors"]), exact, len(false), tuple(mistakes))


def _readings_right(
    unit: Mapping[str, Any], texts: Mapping[str, str], work: Mapping[str, Mapping[int, int]]
) -> bool:
    """Whether each reading is what its witnesses print there (page numbers in between left out)."""
    exacts = [fold(reading["exact"]).translate(SIMPLIFIED) for reading in unit["readings"]]
    return len(set(exacts)) == len(exacts) and all(
        simplified("".join(texts[siglum][at] for at in range(start, end) if at in work[siglum])).chars
        == exact
        for exact, reading in zip(exacts, unit["readings"], strict=True)
        for siglum, (start, end) in reading["spans"].items()
    )


def _sketch(unit: Mapping[str, Any]) -> str:
    readings = " / ".join(f"{r['exact'] or '∅'} {''.join(r['spans'])}" for r in unit["readings"])
    return f"{unit['id']} {unit['left']}[{readings}]{unit['right']} 〔{''.join(unit['lacuna'])}〕"


def score(collation: Mapping[str, Any], gold: Mapping[str, Any], texts: Mapping[str, str]) -> Score:
    """Both scores of a collation by the contract; ``texts`` by siglum, as decoded."""
    pairs, attainable, unexplained = score_pairs(collation, gold, texts)
    return Score(pairs, attainable, score_units(collation, gold, texts), unexplained)


def read_set(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The gold of a generated set and its texts by siglum."""
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    texts = {
        siglum: (folder / witness["file"]).read_bytes().decode("utf-8")
        for siglum, witness in gold["witnesses"].items()
    }
    return gold, texts


def main(arguments: list[str] | None = None) -> int:
    """Print the score of one collation of one set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("collation", type=Path)
    options = parser.parse_args(arguments)
    gold, texts = read_set(options.folder)
    print(score(json.loads(options.collation.read_text(encoding="utf-8")), gold, texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
