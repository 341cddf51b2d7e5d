"""The tables as files: headed, sorted, without doubles, well formed, and small enough to ship."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from doccompare.model import Topic
from doccompare.resources.tables import rows

TABLES = (
    "conditions.tsv",
    "confidence.tsv",
    "freedom.tsv",
    "glyphs-extra.tsv",
    "glyphs.tsv",
    "sounds.tsv",
    "stock.tsv",
    "terms.tsv",
    "variants.tsv",
    "wordforms.tsv",
)


@pytest.mark.parametrize("name", TABLES)
def test_heading(name: str) -> None:
    """Every table says its source, licence and format before the first row, and names no machine."""
    lines = files("doccompare.resources").joinpath(name).read_text(encoding="utf-8").split("\n")
    head = "\n".join(line for line in lines if line.startswith("#"))
    for word in ("# source: ", "# licence: ", "# format: "):
        assert word in head
    assert not any(line.startswith("#") for line in lines[head.count("\n") + 1 :])
    assert all(len(line) <= 110 for line in head.split("\n"))
    assert not re.search(r"/usr/|/home/|/work/", head)


@pytest.mark.parametrize("name", TABLES)
def test_order(name: str) -> None:
    """Rows have two fields, are sorted by the first, and no key stands twice."""
    table = list(rows(name))
    assert table
    assert all(len(row) == 2 and all(row) for row in table)
    keys = [row[0] for row in table]
    assert keys == sorted(set(keys))


def test_size() -> None:
    """All tables together stay under half a megabyte."""
    assert sum(len(files("doccompare.resources").joinpath(name).read_bytes()) for name in TABLES) < 500_000


def test_every_table_is_listed() -> None:
    """No table of the folder escapes these tests."""
    found = {entry.name for entry in files("doccompare.resources").iterdir() if entry.name.endswith(".tsv")}
    assert found == set(TABLES)


def test_glyph_rows() -> None:
    """Neighbours come best first, at 0.45 or more, each pair once under the smaller code point."""
    for char, packed in rows("glyphs.tsv"):
        assert len(char) == 1
        assert re.fullmatch(r"(?:[一-鿿][0-9]{2})+", packed)
        values = [int(packed[at + 1 : at + 3]) for at in range(0, len(packed), 3)]
        assert values == sorted(values, reverse=True)
        assert values[-1] >= 45
        assert all(packed[at] > char for at in range(0, len(packed), 3))


def test_judged_glyph_rows() -> None:
    """The hand list holds only pairs that the measured table lacks."""
    measured = {char + packed[at] for char, packed in rows("glyphs.tsv") for at in range(0, len(packed), 3)}
    for pair, value in rows("glyphs-extra.tsv"):
        assert len(pair) == 2
        assert pair[0] < pair[1]
        assert 45 <= int(value) <= 99
        assert pair not in measured


def test_sound_rows() -> None:
    """Every syllable is pinyin with its tone."""
    for char, readings in rows("sounds.tsv"):
        assert len(char) == 1
        assert all(re.fullmatch(r"[a-zêếề]+[1-5]", one) for one in readings.split(" "))


def test_variant_rows() -> None:
    """A variant leads to another single character, in one step, and no character is its own variant."""
    table = dict(rows("variants.tsv"))
    assert all(len(variant) == len(usual) == 1 for variant, usual in table.items())
    assert not table.keys() & set(table.values())


def test_variants_are_unknown_to_opencc() -> None:
    """A row that OpenCC has learnt is superfluous: the table holds what it does not know."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    assert [variant for variant, usual in rows("variants.tsv") if convert(variant) == usual] == []


def test_term_rows() -> None:
    """The classes of a term are topics; a neutral word has no class beside."""
    for term, classes in rows("terms.tsv"):
        assert re.fullmatch(r"[一-鿿]+", term)
        names = classes.split(" ")
        assert names == ["-"] or all(name in set(Topic) for name in names)


def test_word_forms() -> None:
    """Two forms of a word have one length; the usual one is no other form of a third."""
    table = dict(rows("wordforms.tsv"))
    assert all(len(other) == len(usual) and other != usual for other, usual in table.items())
    assert not set(table) & set(table.values())
