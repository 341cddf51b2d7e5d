"""Make witnesses of a made-up work, with the truth about every character of them.

``python -m benchmarks.generator --kind notice --preset pages --seed 3 -o DIR`` writes the pages and
``gold.json``, whose shape :func:`benchmarks.gold.gold_of` explains. The same recipe gives the same
bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.gold import Error, Plan, Recipe, gold_of
from benchmarks.layout import Layout, Page, lay_out
from benchmarks.noise import Edit, Errors, Rates, Token
from benchmarks.structure import OPERATIONS, Copy
from benchmarks.works import KINDS, Work

STEMS = "甲乙丙丁戊己庚辛壬癸"
EVERYDAY = {
    "glyph": 1,
    "sound": 1,
    "random": 1,
    "insertion": 1,
    "omission": 1,
    "rewording": 2,
    "dropped_phrase": 1,
    "punctuation": 1,
}


@dataclass(frozen=True)
class Made:
    """The files (name -> text) and the gold of one set."""

    files: dict[str, str]
    gold: dict[str, Any]

    def write(self, folder: Path) -> None:
        """Write the pages and gold.json into ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.files.items():
            (folder / name).write_bytes(text.encode("utf-8"))
        gold = json.dumps(self.gold, ensure_ascii=False, separators=(",", ":"))
        for key in ("witnesses", "errors", "structure"):  # one line each, so that a diff can be read
            gold = gold.replace(f'"{key}":', f'\n"{key}":')
        gold = gold.replace('{"id":"E', '\n{"id":"E').replace(',"origin":', ',\n "origin":')
        (folder / "gold.json").write_bytes((gold + "\n").encode("utf-8"))


def sigla(number: int) -> list[str]:
    """The first ``number`` sigla: 甲 to 癸, then 甲2."""
    return [STEMS[i % 10] + (str(i // 10 + 1) if i >= 10 else "") for i in range(number)]


def make(recipe: Recipe) -> Made:
    """The set of this recipe."""
    rng = Random(f"{recipe.kind}/{recipe.seed}/{recipe.length}")
    work = KINDS[recipe.kind](rng, recipe.length)
    return copies(work, recipe, rng)


def copies(work: Work, recipe: Recipe, rng: Random) -> Made:
    """The set of this recipe on a work that is given. Raises ValueError for an impossible recipe."""
    if any(plan.errors for plan in recipe.plans) and any(plan.rates != Rates() for plan in recipe.plans):
        raise ValueError("errors with a known place cannot stand among errors without one")
    errors = Errors(work, rng, recipe.spacing)
    made, states = _errors(work, recipe, errors, rng)
    files: dict[str, str] = {}
    pages: dict[str, tuple[Copy, Page, Plan]] = {}
    for plan in recipe.plans:
        if plan.siglum.startswith("*"):
            continue
        copy = Copy.of(work, states[plan.siglum])
        for name in plan.structure:
            OPERATIONS[name](copy, errors, rng)
        page = lay_out(copy, plan.layout, rng)
        files[f"{len(files):03}.txt"] = page.text
        pages[plan.siglum] = (copy, page, plan)
    return Made(files, gold_of(work, recipe, pages, made, files))


def _errors(
    work: Work, recipe: Recipe, errors: Errors, rng: Random
) -> tuple[list[Error], dict[str, list[list[Token]]]]:
    """Every error with its text by plan, and the tokens of every plan by paragraph."""
    names = [plan.siglum for plan in recipe.plans]
    made: list[Error] = []
    states: dict[str, list[list[Token]]] = {}
    for plan in recipe.plans:
        made += [
            Error(edit, {plan.siglum: edit.text}, [plan.siglum])
            for kind, number in plan.errors.items()
            for edit in (errors.propose(kind) for _ in range(number))
            if edit is not None
        ]
    lines = {plan.siglum: plan.parent for plan in recipe.plans}
    edits: dict[str, list[Edit]] = {name: [] for name in names}
    apart = [error for error in made if error.edit.end > error.edit.start]
    for error in rng.sample(apart, min(recipe.contested, len(apart))):
        free = [name for name in names if not name.startswith("*") and name not in error.fallen]
        other = rng.choice([name for name in free if lines[name] not in error.fallen] or free)
        rival = errors.rival(error.edit)
        error.texts[other] = rival.text
        error.fallen.append(other)
        edits[other].append(rival)
    for error in made:
        edits[error.fallen[0]].append(error.edit)
    for plan in recipe.plans:  # a parent comes before those who copy it
        inherited = states.get(plan.parent) or [
            [Token(char, start + i) for i, char in enumerate(paragraph.text)]
            for start, paragraph in zip(work.starts, work.paragraphs, strict=True)
        ]
        state = [list(paragraph) for paragraph in inherited]
        for edit in edits[plan.siglum]:
            index = max(i for i, start in enumerate(work.starts) if start <= edit.start)
            state[index] = errors.apply(state[index], edit)
        states[plan.siglum] = [errors.sprinkle(paragraph, plan.rates) for paragraph in state]
        for error in made:
            if plan.parent in error.texts and plan.siglum not in error.texts:
                error.texts[plan.siglum] = error.texts[plan.parent]
    return sorted(made, key=lambda error: error.edit.start), states


def preset(name: str, number: int) -> tuple[Plan, ...]:
    """Ready plans: clean · errors · noise · hard-noise · pages · stemma."""
    names = sigla(number)
    if name == "clean":
        return tuple(Plan(siglum) for siglum in names)
    if name in ("noise", "hard-noise"):
        rates = Rates(0.01, 0.005, 0.005, 0.0004) if name == "noise" else Rates(0.03, 0.01, 0.01, 0.0004)
        return tuple(Plan(siglum, rates=rates) for siglum in names)
    if name == "stemma":
        tops = [Plan(f"*{letter}", errors=EVERYDAY) for letter in "αβ"]
        return (*tops, *(Plan(s, tops[i % 2].siglum, EVERYDAY) for i, s in enumerate(names)))
    plans = tuple(Plan(siglum, errors=EVERYDAY) for siglum in names)
    if name == "errors":
        return plans
    if name != "pages":
        raise ValueError(f"no such preset: {name}")
    layouts = (
        Layout(half_width=True, straight_quotes=True, bullets=True, before=2, page=400),
        Layout(half_width=True, after=2, stock=True),
        Layout(half_width=True, digit_spaces=True, before=1, after=1),
        Layout(width=17, blank=12, after=2),
    )
    orders = ((), ("doubled_heading",), ("date_inside_title", "truncation"), ("title_after",))
    return tuple(
        replace(plan, layout=layouts[i % 4], structure=orders[i % 4]) for i, plan in enumerate(plans)
    )


def main(arguments: list[str] | None = None) -> int:
    """Write one set into a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", choices=sorted(KINDS), default="notice")
    parser.add_argument("--preset", default="pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--length", type=int, default=4000)
    parser.add_argument("--witnesses", type=int, default=4)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    plans = preset(options.preset, options.witnesses)
    make(Recipe(options.kind, options.seed, options.length, plans)).write(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
