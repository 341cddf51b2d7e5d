"""The pipeline on two versions of a statute: what became of every article."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.dev.build import HERE
from tests.dev.support import collated

FOLDER = HERE / "statute"
GOLD: dict[str, Any] = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
OLD, NEW = GOLD["witnesses"].items()
COLLATION = collated(FOLDER / name for _, name in (OLD, NEW))
ARTICLES = [c for c in COLLATION["clauses"] if ".第" in c["address"]]


def partners_of(row: dict[str, Any]) -> dict[str, list[str]]:
    """The row as the collation says it: a version without the article is not named."""
    both = {OLD[0]: row["old"], NEW[0]: row["new"]}
    return {siglum: numbers for siglum, numbers in both.items() if numbers}


def test_the_relation_is_found() -> None:
    """Nothing says that the texts are versions; it is seen. Nothing is decided between them."""
    assert COLLATION["work"]["relation"] == GOLD["relation"]
    assert COLLATION["established"]["label"] == "none"
    assert COLLATION["base"] == NEW[0]
    assert all(unit["decision"] is None for unit in COLLATION["units"])


@pytest.mark.parametrize("row", GOLD["articles"], ids=lambda r: "+".join(r["old"]) + "→" + "+".join(r["new"]))
def test_what_became_of_an_article(row: dict[str, Any]) -> None:
    """Every article of either version has the change and the partners of its row."""
    wanted = partners_of(row)
    mine = [c for c in ARTICLES if c["partners"] == wanted]
    assert mine, f"no clause with the partners {wanted}"
    assert {c["change"] for c in mine} == {row["change"]}


def test_no_article_besides() -> None:
    """The collation knows no article, and no change, that the gold does not."""
    rows = [(row["change"], partners_of(row)) for row in GOLD["articles"]]
    for clause in ARTICLES:
        assert (clause["change"], clause["partners"]) in rows, clause["address"]


def test_articles_stand_in_the_order_of_the_new_version() -> None:
    """Numbering and order are the new version's; a deleted article stands where it stood."""
    numbers = [c["labels"][NEW[0]] for c in ARTICLES if NEW[0] in c["labels"]]
    assert (
        numbers == [number for row in GOLD["articles"] for number in row["new"]] == sorted_as_printed(numbers)
    )
    deleted = [c for c in ARTICLES if c["change"] == "deleted"]
    assert [c["labels"] for c in deleted] == [
        {OLD[0]: row["old"][0]} for row in GOLD["articles"] if not row["new"]
    ]


def sorted_as_printed(numbers: list[str]) -> list[str]:
    """The numbers in the order in which the new version prints them."""
    text = (FOLDER / NEW[1]).read_text(encoding="utf-8")
    return sorted(numbers, key=lambda number: text.index(f"\n{number}　"))


def test_chapters_are_compared_too() -> None:
    """A chapter that was added is new, those behind it are renumbered."""
    changes = {c["labels"].get(NEW[0]): c["change"] for c in COLLATION["clauses"] if "." not in c["address"]}
    assert changes["第一章"] == "unchanged"
    assert changes["第四章"] == "new"
    assert (changes["第五章"], changes["第六章"]) == ("renumbered", "renumbered")


def test_units_stand_in_amended_articles_only() -> None:
    """Renumbering is no unit: words differ in what was amended, and in all of it."""
    change = {c["address"]: c["change"] for c in COLLATION["clauses"]}
    touched = {unit["address"] for unit in COLLATION["units"]}
    assert {change[address] for address in touched} == {"amended"}
    assert touched == {address for address, what in change.items() if what == "amended"}


def test_numbers_are_critical() -> None:
    """Half an hour or an hour, a fine, a date: what a reader must not miss."""
    said = {r["exact"]: unit["severity"] for unit in COLLATION["units"] for r in unit["readings"]}
    assert said["30分钟"] == said["1小时"] == "critical"


def test_every_partner_is_labelled() -> None:
    """Where one article of the old version answers to one of the new, both numbers are given."""
    for clause in ARTICLES:
        if clause["change"] in ("amended", "renumbered", "unchanged") and NEW[0] in clause["labels"]:
            assert clause["labels"] == {s: n[0] for s, n in clause["partners"].items()}, clause["address"]
