"""The pipeline on the notice: nothing in it is built for one document."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest

from tests.dev.build import HERE
from tests.dev.support import collated, collated_set, kinds, scored_set, solid

FOLDER = HERE / "notice"
COLLATION, GOLD, TEXTS = collated_set(FOLDER)


def test_every_error_is_one_unit() -> None:
    """Each error is one unit with every witness's reading right, to the character."""
    assert scored_set(FOLDER).units.exact == len(GOLD["errors"]), str(scored_set(FOLDER))


def test_no_false_unit() -> None:
    """Layout, width, moves, the lost credit line and other articles make no unit."""
    assert scored_set(FOLDER).units.false == 0, str(scored_set(FOLDER))


def test_agreeing_text_agrees() -> None:
    """Between the units the witnesses say the same."""
    assert scored_set(FOLDER).unexplained == ()
    assert scored_set(FOLDER).share >= 0.999, str(scored_set(FOLDER))


@pytest.mark.parametrize("order", list(permutations(range(4)))[1::5])
def test_the_order_of_the_files_is_no_matter(order: tuple[int, ...]) -> None:
    """Named in another order, the pages give the same places of variation and the same findings."""
    sigla = list(TEXTS)
    names = {mine: sigla[n] for mine, n in zip(sigla, order, strict=True)}
    found = collated(FOLDER / GOLD["witnesses"][sigla[n]]["file"] for n in order)

    def places(units: list[dict[str, object]], names: dict[str, str]) -> list[object]:
        return [
            (u["address"], sorted((names[s], span) for r in u["readings"] for s, span in r["spans"].items()))  # type: ignore[attr-defined]
            for u in units
        ]

    assert places(found["units"], names) == places(COLLATION["units"], {s: s for s in sigla})
    assert sorted((names[s], kind) for s, kind in kinds(found["structure"])) == kinds(COLLATION["structure"])


@pytest.mark.parametrize("siglum", list(GOLD["witnesses"]))
def test_the_notice_is_located_exactly(siglum: str) -> None:
    """Title, date, text and credit line are in the spans; furniture and other articles are not."""
    text = TEXTS[siglum]
    [witness] = [w for w in COLLATION["witnesses"] if w["siglum"] == siglum]
    ours, wanted = solid(text, witness["spans"]), solid(text, GOLD["witnesses"][siglum]["spans"])
    assert "".join(text[at] for at in sorted(wanted - ours)) == ""
    assert "".join(text[at] for at in sorted(ours - wanted)) == ""


def test_the_work_is_known() -> None:
    """Title, counts and addresses are those of the truth, in its order."""
    assert COLLATION["work"]["title"] == GOLD["title"]
    assert COLLATION["work"]["relation"] == "reprints"
    wanted = [address for address, _, _, _ in GOLD["addresses"]]
    assert [clause["address"] for clause in COLLATION["clauses"]] == wanted
    parts = [part for _, part, _, _ in GOLD["addresses"]]
    counts = (COLLATION["work"]["sections"], COLLATION["work"]["clauses"])
    assert counts == (parts.count("heading"), parts.count("clause"))


def test_habits_are_traits() -> None:
    """Narrow signs and straight quotes are habits of the page; so is nothing that it does not do."""
    for witness in COLLATION["witnesses"]:
        traits = [t for t in witness["traits"] if t != "spaced-digits"]  # of this the gold says nothing
        assert traits == GOLD["witnesses"][witness["siglum"]]["traits"]


def test_order_and_extent() -> None:
    """The doubled heading, both displaced titles and the cut are found, and nothing like them."""
    assert kinds(COLLATION["structure"]) == kinds(GOLD["structure"])
    [doubled] = [e for e in COLLATION["structure"] if e["kind"] == "duplicate_heading"]
    [wanted] = [e for e in GOLD["structure"] if e["kind"] == "duplicate_heading"]
    assert (doubled["span"], doubled["linked_span"]) == (wanted["span"], wanted["linked_span"])
    [unit] = [u for u in COLLATION["units"] if u["key"] == doubled["unit"]]
    assert unit["category"] == "misplacement"


def test_the_cut_copy_has_a_lacuna() -> None:
    """丙 is not extant from the clause where it breaks off; it omits nothing."""
    [witness] = [w for w in COLLATION["witnesses"] if w["siglum"] == "丙"]
    assert witness["lacunae"] == GOLD["witnesses"]["丙"]["lacunae"]
    assert any(error["lacuna"] == ["丙"] for error in GOLD["errors"])


def test_the_pages_are_reprints() -> None:
    """Each page prints the whole notice (or all of it up to a cut), so each is a reprint."""
    assert {w["siglum"]: w["role"] for w in COLLATION["witnesses"]} == dict.fromkeys(TEXTS, "reprint")


FEWER = {
    "丙丁": "the title, displaced on both, is not located, and the cut is a lost section",
}


@pytest.mark.parametrize(
    "sigla",
    [
        pytest.param(s, marks=[pytest.mark.xfail(strict=True, reason=FEWER[s])] if s in FEWER else [])
        for s in ("".join(some) for n in (2, 3) for some in combinations("甲乙丙丁", n))
    ],
)
def test_fewer_pages(sigla: str) -> None:
    """Two or three of the pages are reprints too, and what is out of order in each is found."""
    found = collated(FOLDER / GOLD["witnesses"][siglum]["file"] for siglum in sigla)
    names = dict(zip("甲乙丙", sigla, strict=False))
    assert found["work"]["relation"] == "reprints"
    wanted = [e for e in GOLD["structure"] if e["siglum"] in sigla]
    assert sorted((names[s], kind) for s, kind in kinds(found["structure"])) == kinds(wanted)
