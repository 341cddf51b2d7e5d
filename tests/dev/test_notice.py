"""The pipeline on the notice: nothing in it is built for one document."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from benchmarks.scoring import Score, read_set, score
from doccompare.pipeline import collate
from doccompare.reporting.tojson import collation_to_dict
from tests.dev.build import HERE

FOLDER = HERE / "notice"
GOLD, TEXTS = read_set(FOLDER)


@cache
def collation() -> dict[str, Any]:
    """The four pages collated without a manifest, as the JSON says it."""
    files = [FOLDER / witness["file"] for witness in GOLD["witnesses"].values()]
    result = json.dumps(collation_to_dict(collate(files)), ensure_ascii=False)
    read: dict[str, Any] = json.loads(result)
    return read


@cache
def scored() -> Score:
    """The score of that collation."""
    return score(collation(), GOLD, TEXTS)


def test_every_error_is_one_unit() -> None:
    """Each error is one unit with every witness's reading right, to the character."""
    assert scored().units.exact == len(GOLD["errors"]), str(scored())


def test_no_false_unit() -> None:
    """Layout, width, moves, the lost credit line and other articles make no unit."""
    assert scored().units.false == 0, str(scored())


def test_agreeing_text_agrees() -> None:
    """Between the units the witnesses say the same."""
    assert scored().unexplained == ()
    assert scored().share >= 0.999, str(scored())


@pytest.mark.parametrize("siglum", list(GOLD["witnesses"]))
def test_the_notice_is_located_exactly(siglum: str) -> None:
    """Title, date, text and credit line are in the spans; furniture and other articles are not."""
    text = TEXTS[siglum]
    [witness] = [w for w in collation()["witnesses"] if w["siglum"] == siglum]

    def solid(spans: list[list[int]]) -> set[int]:
        return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}

    ours, wanted = solid(witness["spans"]), solid(GOLD["witnesses"][siglum]["spans"])
    assert "".join(text[at] for at in sorted(wanted - ours)) == ""
    assert "".join(text[at] for at in sorted(ours - wanted)) == ""


def test_order_and_extent() -> None:
    """The doubled heading, both displaced titles and the cut are found, and nothing like them."""
    found = {(e["siglum"], e["kind"]) for e in collation()["structure"] if e["kind"] != "numbering"}
    assert found == {(e["siglum"], e["kind"]) for e in GOLD["structure"]}
    [doubled] = [e for e in collation()["structure"] if e["kind"] == "duplicate_heading"]
    [wanted] = [e for e in GOLD["structure"] if e["kind"] == "duplicate_heading"]
    assert (doubled["span"], doubled["linked_span"]) == (wanted["span"], wanted["linked_span"])


def test_the_cut_copy_has_a_lacuna() -> None:
    """丙 is not extant from the clause where it breaks off; it omits nothing."""
    [witness] = [w for w in collation()["witnesses"] if w["siglum"] == "丙"]
    assert witness["lacunae"] == GOLD["witnesses"]["丙"]["lacunae"]
    lacuna = {e["id"]: e["lacuna"] for e in GOLD["errors"]}
    assert any(sigla == ["丙"] for sigla in lacuna.values())


def test_the_pages_are_reprints() -> None:
    """Each page prints the whole notice (or all of it up to a cut), so each is a reprint."""
    assert {w["siglum"]: w["role"] for w in collation()["witnesses"]} == dict.fromkeys(TEXTS, "reprint")
