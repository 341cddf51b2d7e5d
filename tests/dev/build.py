"""Build the development sets that have one truth: ``python -m tests.dev.build`` writes them anew.

The truths are written by hand (truth_*.txt: address, part and text of each paragraph); the copies
come from the generator. ``statute/`` is written by hand altogether.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from benchmarks.generator import Made, copies
from benchmarks.gold import Plan, Recipe
from benchmarks.layout import Layout
from benchmarks.works import Paragraph, Work

HERE = Path(__file__).parent
SHARED = {"rewording": 2, "omission": 1, "glyph": 1}

NOTICE = Recipe(
    "notice",
    seed=20210916,
    length=0,
    contested=2,
    plans=(
        Plan("*α", errors=SHARED),
        Plan(
            "甲",
            "*α",
            errors={"glyph": 1, "number": 1, "doubling": 1},
            layout=Layout(half_width=True, straight_quotes=True, bullets=True, page=260, before=2),
        ),
        Plan(
            "乙",
            errors={
                "rewording": 3,
                "sound": 2,
                "insertion": 2,
                "dropped_phrase": 2,
                "punctuation": 4,
                "swap": 1,
                "dropped_sentence": 1,
            },
            structure=("doubled_heading",),
            layout=Layout(half_width=True, after=2, stock=True),
        ),
        Plan(
            "丙",
            errors={"glyph": 2, "omission": 2, "rewording": 1, "doubling": 1},
            structure=("date_inside_title", "truncation"),
            layout=Layout(half_width=True, digit_spaces=True, before=1, after=2),
        ),
        Plan(
            "丁",
            "*α",
            errors={"random": 1, "punctuation": 1, "insertion": 1},
            structure=("title_after",),
            layout=Layout(width=17, blank=11, after=3, stock=True),
        ),
    ),
)
CLASSICAL = Recipe(
    "classical",
    seed=363,
    length=0,
    spacing=4,
    contested=3,
    plans=(
        Plan("*β", errors={"variant": 3, "glyph": 1, "omission": 1}),
        Plan("甲", errors={"variant": 2}),
        Plan("乙", "*β", errors={"variant": 2, "omission": 1}, layout=Layout(traditional=True)),
        Plan("丙", "*β", errors={"random": 1, "doubling": 1}, layout=Layout(width=20)),
        Plan("丁", errors={"variant": 3, "insertion": 1}, layout=Layout(traditional=True, width=24)),
        Plan("戊", "*β", errors={"variant": 1, "omission": 1}, layout=Layout(one_line=True)),
    ),
)


def read_truth(name: str) -> Work:
    """The work written down in ``truth_NAME.txt``."""
    lines = (HERE / f"truth_{name}.txt").read_text(encoding="utf-8").splitlines()
    return Work(tuple(Paragraph(*line.split("|", 2)) for line in lines))


def build() -> dict[str, Made]:
    """The sets by folder."""
    return {
        recipe.kind: copies(read_truth(recipe.kind), recipe, Random(recipe.seed))
        for recipe in (NOTICE, CLASSICAL)
    }


if __name__ == "__main__":
    for folder, made in build().items():
        made.write(HERE / folder)
    sys.exit(0)
