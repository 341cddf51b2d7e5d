"""The character difference of a pair: it says all, in order, and always comes to an end."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.matching import Edit, difference
from tests.alignment.made_up import PROFILE, witness_sets

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FEW = st.text("甲乙丙", max_size=30)
LONG = 200_000


def applied(edits: Sequence[Edit], a: str, b: str) -> str:
    """``a`` with every edit carried out."""
    out, at = "", 0
    for edit in edits:
        out += a[at : edit.a0] + b[edit.b0 : edit.b1]
        at = edit.a1
    return out + a[at:]


def well_formed(edits: Sequence[Edit], a: str, b: str) -> bool:
    """In order, never empty, with equal text of equal length between any two."""
    at_a = at_b = 0
    for n, edit in enumerate(edits):
        if not (edit.a0 < edit.a1 or edit.b0 < edit.b1):
            return False
        if n and edit.a0 == at_a:
            return False
        if a[at_a : edit.a0] != b[at_b : edit.b0]:
            return False
        at_a, at_b = edit.a1, edit.b1
    return a[at_a:] == b[at_b:]


@PROFILE
@given(st.one_of(st.tuples(ANY, ANY), st.tuples(FEW, FEW)))
def test_the_edits_turn_one_text_into_the_other(pair: tuple[str, str]) -> None:
    """Applied to a the edits give b; between two edits there is equal text."""
    a, b = pair
    edits = difference(a, b)
    assert applied(edits, a, b) == b
    assert well_formed(edits, a, b)


@PROFILE
@given(witness_sets(2, 2))
def test_copies_of_a_longer_text(texts: list[str]) -> None:
    """The same for copies of made-up paragraphs, long enough for anchors."""
    a, b = texts
    assert applied(difference(a, b), a, b) == b
    assert well_formed(difference(a, b), a, b)


@PROFILE
@given(st.one_of(st.tuples(FEW, FEW), witness_sets(2, 2).map(tuple)))
def test_both_directions_are_sound(pair: tuple[str, str]) -> None:
    """From b to a the edits give a, and a text differs from itself nowhere."""
    a, b = pair
    assert applied(difference(b, a), b, a) == a
    assert difference(a, a) == []


@PROFILE
@given(witness_sets(2, 2))
def test_a_pair_costs_the_same_in_both_directions(texts: list[str]) -> None:
    """What is lost one way is gained the other way: the changed characters are about as many.

    Where several differences are equally good, a direction may choose another one, so a tenth of
    the changed characters, and a dozen, are let pass.
    """
    a, b = texts
    there = sum(max(e.a1 - e.a0, e.b1 - e.b0) for e in difference(a, b))
    back = sum(max(e.a1 - e.a0, e.b1 - e.b0) for e in difference(b, a))
    assert abs(there - back) <= max(there, back) // 10 + 12


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ("", "", []),
        ("", "甲", [Edit(0, 0, 0, 1)]),
        ("甲", "", [Edit(0, 1, 0, 0)]),
        ("甲", "甲", []),
        ("甲", "乙", [Edit(0, 1, 0, 1)]),
        ("甲乙", "甲", [Edit(1, 2, 1, 1)]),
        ("𠮷野", "吉野", [Edit(0, 1, 0, 1)]),
    ],
)
def test_texts_of_next_to_nothing(a: str, b: str, wanted: list[Edit]) -> None:
    """Lengths 0, 1 and 2; a character beyond the basic plane is one character."""
    assert difference(a, b) == wanted


def test_nothing_in_common_is_one_edit() -> None:
    """Two long texts with no character in common end at once, as one replacement."""
    a, b = (
        "".join(chr(0x4E00 + n % 900) for n in range(LONG)),
        "".join(chr(0x5600 + n % 900) for n in range(LONG)),
    )
    assert difference(a, b) == [Edit(0, LONG, 0, LONG)]


def test_one_character_repeated() -> None:
    """One character 200,000 times against a few more of it is one insertion."""
    edits = difference("口" * LONG, "口" * (LONG + 7))
    assert sum(e.b1 - e.b0 for e in edits) - sum(e.a1 - e.a0 for e in edits) == 7
    assert len(edits) == 1


def test_repeats_with_a_seam() -> None:
    """Long repeats of two characters in another order end with edits that are true."""
    a, b = "口" * LONG + "日" * LONG, "日" * LONG + "口" * LONG
    edits = difference(a, b)
    assert well_formed(edits, a, b)
    assert len(edits) <= 4


def test_periodic_texts() -> None:
    """A short phrase ten thousand times, one of them lost, is no scatter of edits."""
    a, b = "各地遵照执行。" * 10_000, "各地遵照执行。" * 9_999
    edits = difference(a, b)
    assert well_formed(edits, a, b)
    assert sum(e.a1 - e.a0 for e in edits) == 7
    assert len(edits) == 1


def test_a_long_loss_stays_in_one_piece() -> None:
    """The few words that stay do not attach themselves to chance letters of what is lost."""
    lost = "经费由县级财政统筹安排，不足部分由市级补助，年底之前结清，不得截留挪用。"
    a, b = f"各地应当{lost}认真执行", "各地应当认真执行"
    assert difference(a, b) == [Edit(4, 4 + len(lost), 4, 4)]


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("shared", [30, 60, 120])
def test_parts_that_overlap(shared: int, swap: bool) -> None:
    """The end of one text that is the beginning of the other is found, however little of both it is."""
    rng = Random(shared)
    signs = [chr(c) for c in range(0x4E00, 0x4E00 + 400)]
    first, common, last = ("".join(rng.choices(signs, k=k)) for k in (200, shared, 200))
    texts = [first + common, common[: shared // 2] + "々" + common[shared // 2 + 1 :] + last]
    a, b = reversed(texts) if swap else texts
    found = difference(a, b)
    equal = len(a) - sum(e.a1 - e.a0 for e in found)
    assert equal == shared - 1
