"""Generated texts that repeat themselves: a rule, an appendix, the same forms over and over."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generator import make, preset
from benchmarks.gold import Recipe
from benchmarks.scoring import Score, score
from tests.dev.support import collated


def scored(folder: Path, name: str, seed: int) -> Score:
    """The score of four copies of a text that stands in itself several times."""
    result = make(Recipe("repeated", seed, 3000, preset(name, 4)))
    result.write(folder)
    files = {siglum: witness["file"] for siglum, witness in result.gold["witnesses"].items()}
    texts = {siglum: result.files[file] for siglum, file in files.items()}
    return score(collated(folder / file for file in files.values()), result.gold, texts)


@pytest.mark.parametrize("seed", [1, 3, 4, 8, 10])
def test_every_slip_is_one_unit(seed: int, tmp_path: Path) -> None:
    """A slip makes the text round it stand once: it must not draw the other copies to a wrong place."""
    units = scored(tmp_path, "errors", seed).units
    assert units.false == 0
    assert units.exact == units.errors > 30


@pytest.mark.parametrize("seed", [1, 3])
def test_noise(seed: int, tmp_path: Path) -> None:
    """Of the characters that can be put together 99.9 % are."""
    assert scored(tmp_path, "noise", seed).share >= 0.999
