"""The base text, and the established text with its open places."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from doccompare.columns import Columns
from doccompare.establishing import Choice, choose_base, establish
from doccompare.model import EstablishedText, Label, Part
from doccompare.text import key_of
from tests.alignment.made_up import PROFILE, witness_sets
from tests.alignment.support import align_texts

FULL = (
    "各地要加强领导，落实责任。\n"
    "资金由县级财政统筹安排，年底之前拨付到人，不得截留挪用，也不得以物抵资，违者追究责任。"
)
SLIPS = [FULL, FULL.replace("落实", "落空"), FULL.replace("统筹", "通筹").replace("领导", "领到"), FULL]


def base_of(texts: list[str], digests: list[str]) -> str:
    """The digest of the base."""
    aligned = align_texts(texts)
    order, _ = choose_base(Columns(aligned.alignment), [i.key for i in aligned.inputs], digests)
    assert sorted(order) == list(range(len(texts)))
    return digests[order[0]]


def test_the_base_does_not_depend_on_the_order() -> None:
    """Every order of the witnesses gives the same base, named by its content."""
    digests = ["d", "c", "b", "a"]
    chosen = {
        base_of([SLIPS[i] for i in order], [digests[i] for i in order]) for order in permutations(range(4))
    }
    assert len(chosen) == 1
    assert chosen <= {"a", "d"}, "one of the copies without a slip"


def test_the_fullest_text_is_the_base() -> None:
    """A broken-off copy without a slip is no base for a whole text with one."""
    broken = "各地要加强领导，落实责任。"
    assert base_of([broken, SLIPS[1], SLIPS[2]], ["z", "b", "a"]) != "z"


def test_how_often_a_witness_stands_alone() -> None:
    """Counted are the places where it disagrees with more than it agrees with."""
    aligned = align_texts(SLIPS)
    _, odd = choose_base(Columns(aligned.alignment), [i.key for i in aligned.inputs], list("abcd"))
    assert odd == [0, 1, 2, 0]


def made(
    texts: list[str], pick: Callable[[list[int]], int] = min, *, every_open: bool = False
) -> tuple[EstablishedText, str]:
    """The text established with a witness picked at every unit, and the key text it should have.

    ``pick`` takes one of the witnesses extant at a unit.
    """
    aligned = align_texts(texts)
    columns = Columns(aligned.alignment)
    keys = [i.key for i in aligned.inputs]
    choices: dict[int, Choice] = {}
    wanted = ""
    for k, stretch in enumerate(aligned.alignment.stretches):
        extant = [i for i, span in enumerate(stretch.ranges) if span is not None]
        witness = pick(extant)
        if not stretch.agrees:
            choices[k] = Choice(witness, f"k{k}" if every_open else None)
        start, end = stretch.ranges[witness] or (0, 0)
        wanted += keys[witness].text[start:end]
    outline = [
        (f"p{n + 1}", Part.PARAGRAPH, columns.end_column(0, p.end))
        for n, p in enumerate(aligned.inputs[0].passages)
    ]
    found = establish(columns, keys, range(len(texts)), outline, choices, Label.WORKING, {})
    return found, wanted


def test_the_text_of_one_witness_comes_back() -> None:
    """Where the first witness is chosen everywhere its text is established, a paragraph a line."""
    found, _ = made(SLIPS[1:])
    assert found.text == SLIPS[1]
    assert found.open == ()
    assert [found.text[p.start : p.end] for p in found.paragraphs] == SLIPS[1].split("\n")
    assert [p.address for p in found.paragraphs] == ["p1", "p2"]


def test_open_places_are_where_they_say() -> None:
    """The offsets of an open place hold the text that stands there for now, with the unit's key."""
    found, _ = made(SLIPS, every_open=True)
    assert [found.text[o.start : o.end] for o in found.open] == ["导", "实", "统"]
    assert [o.unit for o in found.open] == sorted((o.unit for o in found.open), key=lambda k: int(k[1:]))


def test_an_open_omission_is_a_point() -> None:
    """Where the reading that stands for now is nothing, the open place is empty and at its place."""
    found, _ = made([FULL.replace("统筹", ""), FULL], every_open=True)
    [place] = found.open
    assert place.start == place.end
    assert found.text[: place.start].endswith("财政")
    assert found.text[place.end :].startswith("安排")


def test_an_open_place_of_a_lost_last_line() -> None:
    """Where the whole last line is left out for now, the open place is the end of the text."""
    found, _ = made([f"{FULL}\n特此通知。", FULL], max, every_open=True)
    [place] = found.open
    assert found.text == FULL
    assert (place.start, place.end) == (len(FULL), len(FULL))


@PROFILE
@given(witness_sets(2, 5), st.integers(0, 2**16), st.booleans())
def test_only_attested_readings(texts: list[str], seed: int, is_open: bool) -> None:
    """The text is, stretch by stretch, what the chosen witness reads there; paragraphs are its lines."""
    found, wanted = made(texts, Random(seed).choice, every_open=is_open)
    assert key_of(found.text).text == wanted
    lines = [found.text[p.start : p.end] for p in found.paragraphs]
    assert lines == found.text.split("\n") if found.text else lines == []
    for place in found.open:
        assert 0 <= place.start <= place.end


@PROFILE
@given(witness_sets(2, 5), st.integers(0, 2**16))
def test_every_character_has_its_source(texts: list[str], seed: int) -> None:
    """The trace covers each character but line ends once, in order, and its source prints just that."""
    found, _ = made(texts, Random(seed).choice)
    at = 0
    for source in found.trace:
        assert found.text[at : source.start].strip("\n") == ""
        assert source.span is not None
        printed = texts[int(source.siglum)][source.span.start : source.span.end]
        assert key_of(printed).text == key_of(found.text[source.start : source.end]).text
        at = source.end
    assert found.text[at:].strip("\n") == ""


def test_an_emendation_has_no_source() -> None:
    """What an editor put there is traced to no witness, and carries the unit's key."""
    aligned = align_texts(SLIPS[1:3])
    columns, keys = Columns(aligned.alignment), [i.key for i in aligned.inputs]
    changed = [k for k, s in enumerate(aligned.alignment.stretches) if not s.agrees]
    choices = {k: Choice(0, emended="某", unit=f"k{k}") for k in changed}
    outline = [("p1", Part.PARAGRAPH, columns.width)]
    found = establish(columns, keys, range(2), outline, choices, Label.WORKING, {}, ("甲", "乙"))
    nobody = [s for s in found.trace if s.span is None]
    assert [found.text[s.start : s.end] for s in nobody] == ["某"] * len(changed)
    assert [s.unit for s in nobody] == [f"k{k}" for k in changed]
    assert {s.siglum for s in nobody} == {""}
