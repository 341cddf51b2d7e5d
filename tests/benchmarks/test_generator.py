"""The generator: the same recipe gives the same bytes, and what it says of them is so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from benchmarks.compared import fold
from benchmarks.generator import Made, main, make, preset, sigla
from benchmarks.gold import Plan, Recipe
from benchmarks.layout import Layout
from benchmarks.noise import Rates, parallel
from benchmarks.phrases import TRADITIONAL, chinese_number
from benchmarks.structure import OPERATIONS
from benchmarks.works import KINDS

LAYOUTS = st.builds(
    Layout,
    width=st.sampled_from((0, 13, 20)),
    blank=st.sampled_from((0, 6)),
    half_width=st.booleans(),
    straight_quotes=st.booleans(),
    digit_spaces=st.booleans(),
    bullets=st.booleans(),
    page=st.sampled_from((0, 150)),
    unpunctuated=st.booleans(),
    one_line=st.booleans(),
    traditional=st.booleans(),
    before=st.integers(0, 2),
    after=st.integers(0, 2),
    stock=st.booleans(),
)
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a set is too big to shrink
ERRORS = st.dictionaries(
    st.sampled_from(("glyph", "sound", "random", "insertion", "omission", "doubling", "swap", "rewording")),
    st.integers(0, 3),
)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Small sets of every kind, with moves, pages and a stemma."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    allowed = sorted(OPERATIONS) if kind in ("notice", "repeated") else ["truncation", "moved_clause"]
    plans = [Plan("*α", errors=draw(ERRORS))]
    for siglum in sigla(draw(st.integers(2, 4))):
        order = draw(st.lists(st.sampled_from(allowed), max_size=1))
        parent = draw(st.sampled_from(("", "*α")))
        plans.append(Plan(siglum, parent, draw(ERRORS), structure=tuple(order), layout=draw(LAYOUTS)))
    length = draw(st.integers(1200, 1600))
    return Recipe(kind, draw(st.integers(0, 10**6)), length, tuple(plans), contested=draw(st.integers(0, 2)))


def texts_of(made: Made) -> dict[str, str]:
    """The pages by siglum."""
    return {siglum: made.files[w["file"]] for siglum, w in made.gold["witnesses"].items()}


@settings(max_examples=25, deadline=None, phases=NO_SHRINKING)
@given(recipes())
def test_same_recipe_same_bytes(recipe: Recipe) -> None:
    """Nothing depends on the clock, on hash seeds or on what was made before."""
    assert make(recipe) == make(recipe)


@settings(max_examples=60, deadline=None, phases=NO_SHRINKING)
@given(recipes())
def test_origins_rebuild_what_was_copied(recipe: Recipe) -> None:
    """A copied character is the true one, but for width and script; no true character twice."""
    made = make(recipe)
    truth = made.gold["truth"]
    for siglum, text in texts_of(made).items():
        witness = made.gold["witnesses"][siglum]
        seen: set[int] = set()
        for offset, origin, length in witness["origin"]:
            for i in range(length):
                true = truth[origin + i]
                assert fold(text[offset + i]) in (fold(true), TRADITIONAL.get(true))
                assert origin + i not in seen
                seen.add(origin + i)


@settings(max_examples=60, deadline=None, phases=NO_SHRINKING)
@given(recipes())
def test_spans_hold_the_work_and_nothing_else(recipe: Recipe) -> None:
    """Every character inside the spans has an origin, every one outside has none."""
    made = make(recipe)
    for siglum, text in texts_of(made).items():
        witness = made.gold["witnesses"][siglum]
        known = {
            offset + i
            for key in ("origin", "replaced")
            for offset, _, length in witness[key]
            for i in range(length)
        }
        inside = {at for start, end in witness["spans"] for at in range(start, end) if not text[at].isspace()}
        assert inside == {at for at in known if not text[at].isspace()}
        if witness["jump_line"]:
            jump = fold(text[slice(*witness["jump_line"])])
            assert jump in ("（下转第三版）", "下转第三版")


@settings(max_examples=60, deadline=None, phases=NO_SHRINKING)
@given(recipes())
def test_readings_stand_where_the_gold_says(recipe: Recipe) -> None:
    """The span of every reading of every error holds its text; those who err differ from the truth."""
    made = make(recipe)
    texts = texts_of(made)
    for error in made.gold["errors"]:
        for siglum, ((start, end), text) in error["witnesses"].items():
            layout = next(plan.layout for plan in recipe.plans if plan.siglum == siglum)
            if layout.page or layout.unpunctuated:
                continue  # the span holds a page number, or lacks a comma
            wanted = text.translate(str.maketrans(TRADITIONAL)) if layout.traditional else text
            assert fold(texts[siglum][start:end]) == fold(wanted)
            assert (text != error["text"]) == (siglum in error["erring"])
        assert not set(error["lacuna"]) & set(error["witnesses"])


def test_stemma_hands_errors_down() -> None:
    """Those who copy a lost ancestor share its errors; the others do not have them."""
    plans = (Plan("*α", errors={"glyph": 3}), Plan("甲", "*α"), Plan("乙", "*α"), Plan("丙"))
    errors = make(Recipe("notice", 5, 2000, plans)).gold["errors"]
    assert [error["erring"] for error in errors] == [["甲", "乙"]] * 3


def test_lost_and_cut_text_is_a_lacuna() -> None:
    """A truncated copy has no reading behind its end, and says where that is."""
    plans = (Plan("甲", structure=("truncation",)), Plan("乙", errors={"random": 30}))
    made = make(Recipe("notice", 8, 3000, plans))
    text, gold = made.files["000.txt"], made.gold
    [lacuna] = gold["witnesses"]["甲"]["lacunae"]
    assert text[lacuna["at"] :].startswith("（下转第三版）")
    sides = {siglum for error in gold["errors"] for siglum in error["lacuna"]}
    assert sides == {"甲"}


@pytest.mark.parametrize("name", ["clean", "errors", "noise", "hard-noise", "pages", "stemma"])
def test_presets_make_sets(name: str) -> None:
    """Every ready plan works, for any number of copies."""
    for number in (2, 12):
        made = make(Recipe("notice", 1, 1500, preset(name, number)))
        assert list(made.gold["witnesses"]) == sigla(number)


def test_known_places_and_loose_noise_do_not_mix() -> None:
    """Loose noise could destroy the surroundings of an error whose place is kept."""
    plans = (Plan("甲", errors={"glyph": 1}), Plan("乙", rates=Rates(0.01)))
    with pytest.raises(ValueError, match="known place"):
        make(Recipe("notice", 1, 1500, plans))


def test_command_writes_the_set(tmp_path: Path) -> None:
    """The command leaves the pages and the gold, as bytes."""
    assert main(["--preset", "pages", "--length", "1500", "-o", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "000.txt", "001.txt", "002.txt", "003.txt", "gold.json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        ("统一", "以上一级", [(0, 1), (1, 2)]),
        ("公平", "平等", [(0, 0), (1, 1)]),
        ("实现加强", "加强实现", [(2, 0), (3, 1), (0, 2), (1, 3)]),
        ("", "的", []),
    ],
)
def test_readings_pair(left: str, right: str, pairs: list[tuple[int, int]]) -> None:
    """Turned words pair crosswise, equal lengths by position, others by the least difference."""
    assert parallel(left, right) == pairs


def test_chinese_numbers() -> None:
    """Numbers of articles are written as statutes write them."""
    cases = {1: "一", 10: "十", 19: "十九", 20: "二十", 101: "一百零一", 110: "一百一十", 1003: "一千零三"}
    assert {value: chinese_number(value) for value in cases} == cases
