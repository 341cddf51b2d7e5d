"""Shared runs really match, and a chain goes forward in both texts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from doccompare.matching import Run, chain, clip, gram_hashes, medoid, shared_runs
from doccompare.matching.candidates import runs_of, support
from doccompare.matching.chains import in_line
from doccompare.text import codes_of
from tests.alignment.made_up import PROFILE, witness_sets

FEW = st.text("甲乙丙丁", max_size=60)
RUNS = st.lists(st.builds(Run, st.integers(0, 60), st.integers(0, 60), st.integers(1, 12)), max_size=25)


@PROFILE
@given(FEW, FEW, st.integers(1, 5))
def test_runs_match_and_are_long_enough(a: str, b: str, k: int) -> None:
    """Every run is equal text of k characters or more; none is reported twice."""
    runs = shared_runs(codes_of(a), codes_of(b), k)
    for run in runs:
        assert run.length >= k
        assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length] != ""
        assert run.b + run.length <= len(b)
    assert len({(r.a, r.b) for r in runs}) == len(runs)
    assert [(r.a, r.b) for r in runs] == sorted((r.a, r.b) for r in runs)


@PROFILE
@given(FEW, FEW)
def test_no_rare_match_is_missed(a: str, b: str) -> None:
    """A trigram that stands once in either text lies in a run."""
    runs = shared_runs(codes_of(a), codes_of(b), 3)
    for at in range(len(a) - 2):
        gram = a[at : at + 3]
        if a.count(gram) == b.count(gram) == 1:
            assert any(r.a <= at and at + 3 <= r.a + r.length for r in runs)


def test_what_stands_everywhere_is_no_seed() -> None:
    """Where seeds are many, a gram with more pairings than allowed gives none: no filler costs a square."""
    period = "各地要加强领导，落实责任。"
    row = codes_of(period * 200)
    grams = len(row) - 5
    pairs = 200 * grams  # every gram stands about 200 times in either row
    assert pairs > 200_000 + 8 * 2 * len(row)
    assert shared_runs(row, row, 6, repeats=64) == []
    runs = shared_runs(row, row, 6, repeats=200 * 200)
    assert Run(0, 0, len(row)) in runs
    assert len(runs) == 2 * 200 - 1


def test_text_between_fillers_is_found_beside_the_cap() -> None:
    """The cap leaves out the filler alone: text that stands once is a seed all the same."""
    row, once = "各地要加强领导，落实责任。" * 200, "农村公路由县道乡道村道组成"
    text = codes_of(row + once + row)
    assert shared_runs(text, text, 6, repeats=64) == [Run(len(row) - 5, len(row) - 5, len(once) + 10)]


def test_few_seeds_are_all_used() -> None:
    """While seeds are few no phrase is left out, however often it repeats in a short text."""
    row = codes_of("口" * 300)
    runs = shared_runs(row, row, 6, repeats=1)
    assert Run(0, 0, 300) in runs
    assert len(runs) == 2 * 295 - 1


def forward(runs: list[Run]) -> bool:
    """Each run begins where the one before it has ended, in both texts."""
    return all(
        one.a + one.length <= other.a and one.b + one.length <= other.b for one, other in pairwise(runs)
    )


@PROFILE
@given(RUNS)
def test_a_chain_goes_forward_in_both_texts(runs: list[Run]) -> None:
    """The links are collinear and disjoint, and each is a piece of one of the runs."""
    links = chain(runs)
    assert forward(links)
    for link in links:
        assert link.length > 0
        assert any(
            link.diagonal == run.diagonal and run.a <= link.a and link.a + link.length <= run.a + run.length
            for run in runs
        )


@PROFILE
@given(RUNS)
def test_a_chain_is_worth_at_least_its_longest_run(runs: list[Run]) -> None:
    """A single run is a chain, so the heaviest chain is no lighter but for what the jumps cost."""
    if runs:
        assert sum(link.length for link in chain(runs)) >= max(run.length for run in runs)


@PROFILE
@given(RUNS)
def test_the_order_of_the_runs_is_no_matter(runs: list[Run]) -> None:
    """The chain of the reversed list covers as much."""
    assert sum(r.length for r in chain(runs)) == sum(r.length for r in chain(runs[::-1]))


@PROFILE
@given(witness_sets(2, 2))
def test_chains_of_true_copies(texts: list[str]) -> None:
    """The chain of two copies is equal text throughout."""
    a, b = texts
    links = chain(shared_runs(codes_of(a), codes_of(b), 4))
    assert forward(links)
    assert all(a[r.a : r.a + r.length] == b[r.b : r.b + r.length] for r in links)


def test_the_heavier_way_is_taken() -> None:
    """Two runs that cross cannot both be used: the longer one stays."""
    assert chain([Run(0, 20, 5), Run(10, 0, 9)]) == [Run(10, 0, 9)]


def test_clip_takes_the_overlap_off_the_later_run() -> None:
    """A seam that both runs claim goes to the first; a run that vanishes is left out."""
    assert clip([Run(0, 0, 6), Run(4, 5, 6)]) == [Run(0, 0, 6), Run(6, 7, 4)]
    assert clip([Run(0, 0, 6), Run(2, 2, 3)]) == [Run(0, 0, 6)]


@PROFILE
@given(FEW, st.integers(1, 6))
def test_equal_grams_have_equal_hashes(text: str, k: int) -> None:
    """There is one hash for each k-gram, and equal grams have equal ones."""
    hashes = gram_hashes(codes_of(text), k).tolist()
    assert len(hashes) == max(0, len(text) - k + 1)
    seen: dict[str, int] = {}
    for at, value in enumerate(hashes):
        assert seen.setdefault(text[at : at + k], value) == value
    assert len(set(seen.values())) == len(seen)


def test_the_text_in_the_middle_of_a_set() -> None:
    """The medoid shares most with the others; a tie goes by content, never by order."""
    texts = ["各地遵照本办法执行", "各地遵照本规定执行", "今天天气晴转多云哦"]
    codes = [codes_of(t) for t in texts]
    assert medoid(codes, ["c", "b", "a"], 2) in (0, 1)
    forth = medoid(codes, ["c", "b", "a"], 2)
    back = medoid(codes[::-1], ["a", "b", "c"], 2)
    assert texts[forth] == texts[::-1][back]
    assert np.array_equal(codes[forth], codes[::-1][back])


@PROFILE
@given(FEW, FEW)
def test_unique_seeds_stand_once(a: str, b: str) -> None:
    """With ``unique`` a run begins with a gram that stands once in both texts, and all such lie in one."""
    runs = shared_runs(codes_of(a), codes_of(b), 3, unique=True)
    assert all(a.count(a[r.a : r.a + 3]) == b.count(a[r.a : r.a + 3]) == 1 for r in runs)
    assert all(a[r.a : r.a + r.length] == b[r.b : r.b + r.length] for r in runs)
    for at in range(len(a) - 2):
        gram = a[at : at + 3]
        if a.count(gram) == b.count(gram) == 1:
            assert any(r.a <= at and at + 3 <= r.a + r.length for r in runs)


STEPS = st.lists(st.tuples(st.integers(-2, 5), st.integers(-2, 5), st.integers(3, 30)), max_size=12)


@PROFILE
@given(STEPS)
def test_runs_in_line_are_a_chain(steps: list[tuple[int, int, int]]) -> None:
    """Of runs that follow one another, overlapping a little, no heavier chain is a part than the whole."""
    runs: list[Run] = []
    a = b = 10
    for gap_a, gap_b, length in steps:
        runs.append(Run(a + gap_a, b + gap_b, length))
        a, b = a + gap_a + length, b + gap_b + length
    found = chain(runs)
    assert all(x.a + x.length <= y.a and x.b + x.length <= y.b for x, y in pairwise(found))
    covered = sum(r.length for r in found)
    for left_out in range(len(runs)):
        rest = chain(runs[:left_out] + runs[left_out + 1 :])
        # The one that is left out is worth at least nothing.
        assert covered >= sum(r.length for r in rest) - 2 * len(runs)


@PROFILE
@given(RUNS)
def test_runs_in_line_are_their_own_chain(runs: list[Run]) -> None:
    """Where each run follows the one before, the quick way gives what the search for a chain gives."""
    ordered = sorted(runs)
    rows = np.array(ordered, dtype=np.int64).reshape(-1, 3)
    found = in_line(rows)
    if found is not None:
        assert [Run(*row) for row in found.tolist()] == chain(runs)


def test_an_overlap_of_runs_in_line_is_taken_off_the_later() -> None:
    """A word or two that both runs claim do not hide that nothing is to be chosen."""
    rows = np.array([[0, 0, 30], [28, 31, 40], [80, 83, 20]], dtype=np.int64)
    found = in_line(rows)
    assert found is not None
    assert found.tolist() == [[0, 0, 30], [30, 33, 38], [80, 83, 20]]


def test_places_too_large_for_one_number_are_put_in_order_all_the_same() -> None:
    """The runs of texts of any length are those of the same places nearer to each other."""
    page = np.zeros(4, dtype=np.int64)
    a, b = np.array([0, 5, 9, 40]), np.array([100, 105, 9, 140])
    near = runs_of(page, a, b, page, 7)
    far = runs_of(page + (1 << 40), a, np.where(b == 9, b + (1 << 40), b), page, 7)
    assert near.a0.tolist() == far.a0.tolist() == [0, 9, 40]
    assert near.cover.tolist() == far.cover.tolist() == [12, 7, 7]


def test_words_of_a_stock_phrase_back_no_run_of_their_own() -> None:
    """All words beside a run that agree are counted, and apart from these what is no stock phrase."""
    work, page = codes_of("天地玄黄宇宙洪荒日月盈昃辰宿列张"), codes_of("宇宙洪荒日月盈昃寒来暑往")
    stock = np.zeros(len(work), dtype=np.bool_)
    stock[4:9] = True
    one = np.zeros(1, dtype=np.int64)
    runs = runs_of(one, one + 2, one + 6, one, 4)  # 洪荒日月
    backed, own = support(runs, page, np.array([0, len(page)]), work, stock, 6)
    assert (backed.tolist(), own.tolist()) == ([8], [3])


@given(st.lists(st.tuples(*[st.integers(0, n) for n in (1, 20, 20)]), unique=True, min_size=1))
def test_runs_are_those_of_the_places_in_whatever_order(places: list[tuple[int, int, int]]) -> None:
    """Grams of one diagonal of a page and a text, near each other, are one run that counts its words once."""
    k = 3
    wanted: list[list[int]] = []
    for page, a, b in sorted(places, key=lambda p: (p[0], p[2] // 8, p[2] - p[1], p[1])):
        last = wanted[-1] if wanted else [-1] * 7
        if (last[0], last[1], last[4] - last[2]) == (page, b // 8, b - a) and a - last[3] + k < 2 * k:
            last[6] += min(k, a - last[3] + k)
            last[3], last[5] = a + k, b + k
        else:
            wanted.append([page, b // 8, a, a + k, b, b + k, k])
    for order in (places, sorted(places)):
        page_of, at_a, at_b = np.array(order, dtype=np.int64).T
        runs = runs_of(page_of, at_a, at_b, at_b // 8, k)
        columns = (runs.page, runs.text, runs.a0, runs.a1, runs.b0, runs.b1, runs.cover)
        assert np.stack(columns, axis=1).tolist() == sorted(wanted, key=lambda r: (r[0], r[1], r[2], r[4]))
