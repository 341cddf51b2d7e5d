"""The development sets are what their recipes say, and hang together."""

from __future__ import annotations

import json
import re

import pytest

from benchmarks.scoring import read_set, score
from tests.benchmarks.perfect import perfect
from tests.dev.build import HERE, build

MADE = build()


@pytest.mark.parametrize("folder", sorted(MADE))
def test_committed_set_is_the_built_one(folder: str) -> None:
    """The files in the repository are those that the recipe makes, byte for byte."""
    gold, _ = read_set(HERE / folder)
    assert gold == MADE[folder].gold
    for name, text in MADE[folder].files.items():
        assert (HERE / folder / name).read_bytes() == text.encode("utf-8")


@pytest.mark.parametrize("folder", sorted(MADE))
def test_gold_explains_every_difference(folder: str) -> None:
    """Between the errors of the gold the copies agree, and every error can be found."""
    gold, texts = read_set(HERE / folder)
    result = score(perfect(gold), gold, texts)
    assert result.unexplained == ()
    assert (result.units.exact, result.units.false) == (result.units.errors, 0), str(result)


def _articles(name: str) -> dict[str, str]:
    """The words of each article, without its number."""
    text = (HERE / "statute" / name).read_text(encoding="utf-8")
    text = re.sub(r"(?m)^第\S+章.*$", "", text)
    parts = re.split(r"(?m)^(第\S+条)　", text)[1:]
    return {number: "".join(words.split()) for number, words in zip(parts[::2], parts[1::2], strict=True)}


def test_statute_gold_agrees_with_the_texts() -> None:
    """Every article has exactly one row, and the rows say what the words say."""
    rows = json.loads((HERE / "statute" / "gold.json").read_text(encoding="utf-8"))["articles"]
    old, new = _articles("2012.txt"), _articles("2020.txt")
    assert sorted(number for row in rows for number in row["old"]) == sorted(old)
    assert sorted(number for row in rows for number in row["new"]) == sorted(new)
    for row in rows:
        before = "".join(old[number] for number in row["old"])
        behind = "".join(new[number] for number in row["new"])
        same = row["change"] in ("unchanged", "renumbered", "split", "merged")
        assert (before == behind) == same, row
        assert (row["old"] == row["new"]) == (row["change"] == "unchanged"), row
        assert (len(row["new"]) > 1) == (row["change"] == "split"), row
        assert (len(row["old"]) > 1) == (row["change"] == "merged"), row
        assert (not row["old"]) == (row["change"] == "new"), row
        assert (not row["new"]) == (row["change"] == "deleted"), row
