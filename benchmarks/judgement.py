"""Are decisions right, and is their confidence honest? Seeded sets whose truth is known.

``python -m benchmarks judgement`` counts decisions on two families of sets that share neither the kind of
work nor the kinds of errors. Of the first it makes the table by which confidence is told, on the second
it reports how well that foretells what is right. Then it measures wrong majorities: four of six copies
that share errors. With ``--write`` the counts go to ``judgement.json`` beside this file, and from there
to ``doccompare/resources/confidence.tsv``, ``docs/reference/confidence.md`` and its diagram.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from benchmarks.compared import normal_form, overlap
from benchmarks.generator import EVERYDAY, make, sigla
from benchmarks.gold import Plan, Recipe
from benchmarks.scoring import simplified
from doccompare.establishing import confidence
from doccompare.model import Decision, Method, Status, VariationUnit
from doccompare.pipeline import collate

HERE = Path(__file__).parent
COUNTS = HERE / "judgement.json"
TABLE = HERE.parent / "doccompare" / "resources" / "confidence.tsv"
PAGE = HERE.parent / "docs" / "reference" / "confidence.md"
DIAGRAM = HERE.parent / "docs" / "reference" / "confidence.svg"
SETS, LENGTH = 40, 2500
SHARED = (1, 2, 3, 5, 8, 12)  # errors that four of six copies share
SEEDS = 8  # sets for each of them, half of them with a second branch


@dataclass(frozen=True)
class Family:
    """Works of one kind with errors of some kinds."""

    name: str
    work: str
    errors: tuple[str, ...]


FITTED = Family("fitted", "notice", ("glyph", "sound", "insertion", "omission", "doubling"))
LEFT_OUT = Family("left-out", "statute", ("random", "rewording", "swap", "number", "dropped_phrase"))
GENEALOGIES = ("independent", "pair", "majority", "two")


@dataclass(frozen=True)
class Outcome:
    """One decision beside the truth. ``odds``: its strength; ``result``: right, wrong, or open."""

    basis: str
    odds: float
    result: str
    shared: int  # copies that have the error


def recipe(family: Family, genealogy: str, seed: int) -> Recipe:
    """A set of a family: copies that are independent, or of which some go back to one or two lost copies."""
    rng = Random(f"{family.name}/{genealogy}/{seed}")

    def drawn(low: int, high: int) -> dict[str, int]:
        return dict(Counter(rng.choice(family.errors) for _ in range(rng.randint(low, high))))

    number = rng.choice((2, 3, 3, 4, 4, 5, 6) if genealogy == "independent" else (3, 4, 5, 6))
    names = sigla(number)
    order = rng.sample(names, number)
    size = {"independent": 0, "pair": 2, "majority": (2 * number + 2) // 3, "two": (number + 1) // 2}[
        genealogy
    ]
    parents = {s: "*α" if i < size else "*β" if genealogy == "two" else "" for i, s in enumerate(order)}
    lost = [Plan(name, "", drawn(1, 9)) for name in sorted({p for p in parents.values() if p})]
    return Recipe(family.work, seed, LENGTH, (*lost, *(Plan(s, parents[s], drawn(2, 8)) for s in names)))


def majority(shared: int, seed: int, *, second: bool) -> Recipe:
    """Six copies of which four share so many errors; with ``second`` the other two share some as well."""
    rng = Random(f"four of six/{shared}/{seed}")
    kinds = (*FITTED.errors, *LEFT_OUT.errors)
    names = sigla(6)
    order = rng.sample(names, 6)
    lost = [Plan("*α", "", dict(Counter(rng.choice(kinds) for _ in range(shared))))]
    if second:
        lost.append(Plan("*β", "", dict(Counter(rng.choice(kinds) for _ in range(max(1, shared // 2))))))
    parents = {s: "*α" if i < 4 else "*β" if second else "" for i, s in enumerate(order)}
    kind = ("notice", "statute")[seed % 2]
    return Recipe(kind, seed, 3000, (*lost, *(Plan(s, parents[s], EVERYDAY) for s in names)))


def outcomes(made_by: Recipe) -> list[Outcome]:
    """The decisions on the errors of one set, those of signs left out."""
    made = make(made_by)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in made.files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        # The strength itself is wanted here, not what the table makes of it.
        with patch.object(confidence, "calibrated", lambda _, odds: odds + _SHIFT):
            collation = collate([Path(folder) / name for name in sorted(made.files)])
    gold = made.gold
    compared = {s: simplified(made.files[w["file"]]) for s, w in gold["witnesses"].items()}

    def place(spans: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, int]]:
        return normal_form(compared, {s: compared[s].interval(*span) for s, span in spans.items()})

    units = [
        (unit, place({s: (p.start, p.end) for r in unit.readings for s, p in r.spans.items()}))
        for unit in collation.units
    ]
    out = []
    for error in gold["errors"]:
        wanted = place({s: span for s, (span, _) in error["witnesses"].items()})
        met = [unit for unit, spans in units if overlap(spans, wanted)]
        good = set(error["witnesses"]) - set(error["erring"])
        if error["kind"] != "punctuation" and len(met) == 1 and good:
            out.append(_outcome(met[0], good, len(error["erring"])))
    return out


_SHIFT = 10.0  # keeps strengths above the limit below which a unit stays open


def _outcome(unit: VariationUnit, good: set[str], shared: int) -> Outcome:
    decision = unit.decision
    if decision is None or decision.status is Status.OPEN or decision.reading is None:
        return Outcome("", 0.0, "open", shared)
    right = bool(set(unit.readings[decision.reading].spans) & good)
    return Outcome(_basis(decision), decision.confidence - _SHIFT, "right" if right else "wrong", shared)


def _basis(decision: Decision) -> str:
    first = decision.evidence[0].kind if decision.evidence else None
    if decision.method is Method.REASONING and first is Method.REASONING:
        return confidence.BRANCH  # its evidence is told first
    return decision.method.value if decision.method is not None else ""


def count(family: Family, seeds: Iterable[int]) -> dict[str, list[int]]:
    """[right, all] by basis and row of the table, and what stayed open under ``open``."""
    counts: dict[str, list[int]] = {"open": [0, 0]}
    for seed in seeds:
        for genealogy in GENEALOGIES:
            for one in outcomes(recipe(family, genealogy, seed)):
                key = "open" if one.result == "open" else f"{one.basis} {confidence.row_of(one.odds)}"
                entry = counts.setdefault(key, [0, 0])
                entry[0] += one.result == "right"
                entry[1] += 1
    return dict(sorted(counts.items()))


def count_majorities(seeds: Iterable[int]) -> dict[str, dict[str, int]]:
    """By number of shared errors, how many of them were decided right, left open, decided wrong."""
    out = {}
    for shared in SHARED:
        found: Counter[str] = Counter()
        for seed in seeds:
            for one in outcomes(majority(shared, seed, second=seed > SEEDS // 2)):
                if one.shared > 1:
                    found[one.result] += 1
                else:
                    found[f"single {one.result}"] += 1
        out[str(shared)] = dict(sorted(found.items()))
    return out


# --- what is written


def table_text(counts: Mapping[str, Sequence[int]]) -> str:
    """confidence.tsv: a row for every basis and step; empty rows too, for they have a confidence as well."""
    lines = [
        "# How often decisions of each kind and strength were right, on seeded sets of known truth.",
        "# source: counted by `python -m benchmarks judgement --write`, on the family of sets called fitted",
        "# licence: Apache-2.0 (that of doccompare)",
        "# format: basis and the logarithm of the odds from which the row counts TAB right/all",
    ]
    for basis in sorted(
        (confidence.WITNESSES, confidence.OWN_USAGE, confidence.REASONING, confidence.BRANCH)
    ):
        for step in confidence.STEPS:
            right, total = counts.get(f"{basis} {step}", (0, 0))
            lines.append(f"{basis} {step}\t{right}/{total}")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Point:
    """Decisions of one stated confidence: how many, and how many of them are right."""

    stated: float
    right: int
    total: int

    @property
    def observed(self) -> float:
        """The share that is right."""
        return self.right / self.total


def points(fitted: Mapping[str, Sequence[int]], counted: Mapping[str, Sequence[int]]) -> list[Point]:
    """The decisions of ``counted`` by the confidence that the table of ``fitted`` gives them."""
    found: dict[float, list[int]] = {}
    for basis in {key.partition(" ")[0] for key in counted if key != "open"}:
        rows = [tuple(fitted.get(f"{basis} {step}", (0, 0))) for step in confidence.STEPS]
        for step, stated in zip(confidence.STEPS, confidence.shares(rows), strict=True):
            right, total = counted.get(f"{basis} {step}", (0, 0))
            entry = found.setdefault(stated, [0, 0])
            entry[0] += right
            entry[1] += total
    return [Point(stated, *entry) for stated, entry in sorted(found.items()) if entry[1]]


def expected_error(found: Sequence[Point]) -> float:
    """The mean distance of stated and observed, weighted by the number of decisions."""
    total = sum(p.total for p in found)
    return sum(abs(p.stated - p.observed) * p.total for p in found) / total if total else 0.0


def diagram(fitted: Sequence[Point], left_out: Sequence[Point]) -> str:
    """The reliability diagram as SVG: stated across, observed up; hollow fitted, full left out."""
    low, size = 0.5, 320

    def at(value: float) -> float:
        return round((max(value, low) - low) / (1 - low) * size, 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-52 -20 {size + 90} {size + 74}" '
        'font-family="sans-serif" font-size="12" role="img" aria-label="Reliability diagram">',
        f'<rect x="-52" y="-20" width="{size + 90}" height="{size + 74}" fill="#fff"/>',
        f'<path d="M0 {size}L{size} 0" stroke="#999" stroke-dasharray="4 4"/>',
        f'<path d="M0 0V{size}H{size}" fill="none" stroke="#333"/>',
    ]
    for tick in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        x, y = at(tick), size - at(tick)
        lines.append(f'<text x="{x}" y="{size + 16}" text-anchor="middle">{tick}</text>')
        lines.append(f'<text x="-8" y="{y + 4}" text-anchor="end">{tick}</text>')
    for found, fill in ((fitted, "none"), (left_out, "#2b6cb0")):
        for p in found:
            radius = round(2 + min(p.total, 4000) ** 0.5 / 6, 1)
            x, y = at(p.stated), round(size - at(p.observed), 1)
            lines.append(
                f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" fill-opacity="0.55" stroke="#2b6cb0">'
                f"<title>{p.stated:.2f}: {p.right}/{p.total}</title></circle>"
            )
    lines += [
        f'<text x="{size / 2}" y="{size + 36}" text-anchor="middle">stated confidence 可信度</text>',
        f'<text transform="translate(-38 {size / 2}) rotate(-90)" text-anchor="middle">right 实际正确</text>',
        f'<text x="{size / 2}" y="{size + 50}" text-anchor="middle" font-size="10">'
        "hollow: fitted 拟合 · full: left out 未参与拟合</text>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def page_tables(counts: Mapping[str, Any]) -> str:
    """The figures of docs/reference/confidence.md, as Markdown."""
    fitted = points(counts["fitted"], counts["fitted"])
    left_out = points(counts["fitted"], counts["left-out"])
    lines = [
        "| stated | fitted: right of all | left out: right of all | left out: share |",
        "|---:|---:|---:|---:|",
    ]
    by_stated = {p.stated: p for p in left_out}
    for p in fitted:
        other = by_stated.get(p.stated)
        shown = f"{other.right} of {other.total} | {other.observed:.3f}" if other else "– | –"
        lines.append(f"| {p.stated:.2f} | {p.right} of {p.total} | {shown} |")
    for name, found in (("fitted", fitted), ("left-out", left_out)):
        wrong = sum(p.total - p.right for p in found)
        total = sum(p.total for p in found)
        lines += [
            "",
            f"{name.capitalize()} family: {total} decisions, {wrong} wrong ({wrong / total:.1%}), "
            f"{counts[name]['open'][1]} left open; mean distance of stated and observed "
            f"{expected_error(found):.3f}.",
        ]
    lines += ["", "| errors that four of six share | right | open | wrong |", "|---:|---:|---:|---:|"]
    for shared, found_ in counts["majorities"].items():
        row = " | ".join(str(found_.get(result, 0)) for result in ("right", "open", "wrong"))
        lines.append(f"| {shared} | {row} |")
    sums = {r: sum(f.get(r, 0) for f in counts["majorities"].values()) for r in ("right", "open", "wrong")}
    lines.append(f"| all | {sums['right']} | {sums['open']} | {sums['wrong']} |")
    single = {
        r: sum(f.get(f"single {r}", 0) for f in counts["majorities"].values())
        for r in ("right", "open", "wrong")
    }
    lines += [
        "",
        f"Errors of one copy in the same sets: {single['right']} right, {single['open']} open, "
        f"{single['wrong']} wrong.",
    ]
    return "\n".join(lines) + "\n"


BEGIN, END = "<!-- figures: python -m benchmarks judgement --write -->\n", "<!-- end of figures -->\n"


def page_text(page: str, counts: Mapping[str, Any]) -> str:
    """The page with its figures renewed."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{page_tables(counts)}\n{END}{after}"


def written(counts: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The files that follow from the counts, each with its text."""
    yield TABLE, table_text(counts["fitted"])
    yield PAGE, page_text(PAGE.read_text(encoding="utf-8"), counts)
    yield (
        DIAGRAM,
        diagram(points(counts["fitted"], counts["fitted"]), points(counts["fitted"], counts["left-out"])),
    )


def _spread(job: Callable[[int], Any], seeds: Sequence[int]) -> list[Any]:
    """One job for each seed, on two processes."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(job, seeds))


def _one(seed: int) -> dict[str, Any]:
    return {family.name: count(family, [seed]) for family in (FITTED, LEFT_OUT)}


def _one_majority(seed: int) -> dict[str, dict[str, int]]:
    return count_majorities([seed])


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, print, and with ``--write`` write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=int, default=SETS, help="seeds of each family")
    parser.add_argument("--write", action="store_true", help="renew table, page and diagram")
    options = parser.parse_args(arguments)
    counts: dict[str, Any] = {FITTED.name: {}, LEFT_OUT.name: {}}
    for one in _spread(_one, range(1, options.sets + 1)):
        for name, found in one.items():
            for key, (right, total) in found.items():
                entry = counts[name].setdefault(key, [0, 0])
                entry[0], entry[1] = entry[0] + right, entry[1] + total
    majorities: dict[str, Counter[str]] = {str(n): Counter() for n in SHARED}
    for part in _spread(_one_majority, range(1, SEEDS + 1)):
        for shared, found in part.items():
            majorities[shared].update(found)
    counts = {name: dict(sorted(counts[name].items())) for name in sorted(counts)}
    counts["majorities"] = {shared: dict(sorted(found.items())) for shared, found in majorities.items()}
    print(page_tables(counts))
    if options.write:
        COUNTS.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
        for path, text in written(counts):
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
