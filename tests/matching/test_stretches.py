from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doccompare.matching import Stretch, chain, is_compiled, shared_runs, stretches
from doccompare.matching.stretches import best_of
from doccompare.text import codes_of

WORK = (
    "每户认领渠段不超过三十丈渠口立木牌写明姓名秋后由镇里逐段丈量核对"
    "挖出的泥沙当日运到荒坡严禁堆在渠沿违者补种柳树五棵"
)


def _found(page: str, work: str = WORK, shortest: int = 8) -> list[Stretch]:
    a, b = codes_of(page), codes_of(work)
    return stretches(np.array(shared_runs(a, b, 4), dtype=np.int64).reshape(-1, 3), a, b, shortest)


def test_a_copy_with_slips_is_one_stretch() -> None:
    """Characters changed, lost and added inside a copy do not part it; its edges are those of the copy."""
    copy = WORK.replace("三十丈", "二十丈").replace("逐段", "").replace("荒坡", "荒荒坡")
    (found,) = _found(f"记者张三昨日前往{copy}此事已毕大家散去")
    assert (found.b0, found.b1) == (0, len(WORK))
    assert (found.a0, found.a1) == (8, 8 + len(copy))
    assert found.changed == 4


def test_two_quotations_with_other_text_between_are_two() -> None:
    """What is quoted at two places is two stretches, however the page goes on between."""
    found = _found(f"{WORK[:15]}{'他又说了许多别的话没有一句相干' * 3}{WORK[30:50]}")
    assert [(s.b0, s.b1) for s in found] == [(0, 15), (30, 50)]


def test_exchanged_paragraphs_are_both_found() -> None:
    """What stands out of order makes stretches of its own."""
    half = len(WORK) // 2
    found = _found(WORK[half:] + WORK[:half])
    first, second = sorted((s.b0, s.b1) for s in found)
    assert (first, second[1]) == ((0, half), len(WORK))
    assert half <= second[0] <= half + 1  # a character that both halves begin with may go to either


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_stretches_say_the_truth(data: st.DataObject) -> None:
    """Counts add up to the spans, no stretch is shorter than asked, few words of the page are in two."""
    page = data.draw(st.text("甲乙丙丁", max_size=60))
    work = data.draw(st.text("甲乙丙丁", max_size=60))
    found = _found(page, work, 6)
    for s in found:
        assert s.equal >= 6
        assert max(s.a1 - s.a0, s.b1 - s.b0) <= s.equal + s.changed
        assert 0 <= s.a0 < s.a1 <= len(page)
        assert 0 <= s.b0 < s.b1 <= len(work)
        assert 0 < s.similarity <= 1
    for one in found:
        for other in found:
            if one is not other:
                shared = min(one.a1, other.a1) - max(one.a0, other.a0)
                assert 2 * shared < max(one.a1 - one.a0, other.a1 - other.a0)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_runs_may_hold_words_that_differ(data: st.DataObject) -> None:
    """Long runs with slips in them give the stretch that the exact pieces of them give."""
    slips = sorted(data.draw(st.sets(st.integers(12, len(WORK) - 13), max_size=5)))
    page = list(WORK)
    for at in slips:
        page[at] = "某"
    a, b = codes_of("前面的话" + "".join(page) + "后面"), codes_of(WORK)
    loose = np.array([[4, 0, len(WORK)]], dtype=np.int64)
    (found,) = stretches(loose, a, b, 8)
    assert (found.equal, found.changed) == (len(WORK) - len(slips), len(slips))
    assert (found.a0, found.a1, found.b0, found.b1) == (4, 4 + len(WORK), 0, len(WORK))


def test_a_run_ends_where_the_next_begins() -> None:
    """Two runs that touch in one text and not in the other are no single anchor."""
    more = "新修石桥两座渡船三只均由水利站管护不得转借外村违者由镇里收回另派专人看守"
    work, page = WORK + more, WORK[:40] + more
    a, b = codes_of(page), codes_of(work)
    rows = np.array([[0, 0, 40], [40, len(WORK), len(more)]], dtype=np.int64)
    (found,) = stretches(rows, a, b, 8)
    assert (found.a0, found.a1, found.b0, found.b1) == (0, len(page), 0, len(work))
    assert (found.equal, found.changed) == (len(page), len(WORK) - 40)


@pytest.mark.skipif(not is_compiled(), reason="the compiled alignment needs the extra 'fast' (numba)")
@given(st.randoms(use_true_random=False), st.sampled_from([2, 3, 30, 3000]), st.integers(0, 260))
@settings(max_examples=150, deadline=None)
def test_the_compiled_alignment_finds_the_same(rng: Random, words: int, size: int) -> None:
    """Compiled or not, the stretches are the same: slips, long losses, anchors or none, repeated words."""
    work = [rng.randrange(words) for _ in range(size)]
    page: list[int] = []
    for word in work:
        kind = rng.randrange(25)
        if kind:
            page.append(word)
        if kind < 3:
            page += [rng.randrange(words) for _ in range(rng.choice([1, 1, 2, 40]))]
    if rng.random() < 0.3:
        first, last = sorted(rng.randrange(size + 1) for _ in range(2))
        del page[first:last]
    a, b = (np.array(text, dtype=np.uint32) + 0x4E00 for text in (page, work))
    found = chain(shared_runs(a, b, 7)) if rng.random() < 0.7 else []
    runs = np.array(found, dtype=np.int64).reshape(-1, 3)
    assert list(map(tuple, best_of(runs, a, b))) == best_of(runs, a, b, compiled=False)
