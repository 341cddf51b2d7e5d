"""Copies that err together: when a side wins, and when nobody can say which errs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.establishing import Signs, Verdict, decide, witness_tree
from doccompare.establishing.branches import _tail, branches
from doccompare.model import Decision, Locus, Role, Status
from tests.alignment.made_up import PROFILE
from tests.classification.support import locus

SIX = dict.fromkeys("甲乙丙丁戊己", Role.REPRINT)


def place(readings: dict[str, str], column: int, *, punctuation: bool = False) -> Locus:
    """A place between words that say nothing."""
    return locus("各地要切实", readings, "有关工作", column=column, punctuation=punctuation)


def signed(readings: dict[str, str], column: int, against: int | None) -> tuple[Locus, Signs]:
    """A place, and a doubled character against one of its readings."""
    return place(readings, column), Signs({} if against is None else {against: ("doubled",)}, (), (), False)


def judged(cases: Sequence[tuple[Locus, Signs]], roles: dict[str, Role] | None = None) -> list[Verdict]:
    """The verdicts; 甲 is the base."""
    wanted = roles or SIX
    return decide(
        [p for p, _ in cases], [s for _, s in cases], wanted, dict.fromkeys(wanted, 4000), next(iter(wanted))
    )


def decision_of(verdict: Verdict) -> Decision:
    """The decision, which reprints always have."""
    assert verdict.decision is not None
    return verdict.decision


FOUR_TWO = {"甲乙丙丁": "健全", "戊己": "完善"}


@pytest.mark.parametrize("times", [1, 2, 3, 8])
def test_four_of_six_do_not_win_by_number(times: int) -> None:
    """Four against two, nothing else known: open, however often; the majority may share the error."""
    verdicts = judged([signed(FOUR_TWO, 9 * n, None) for n in range(times)])
    assert {decision_of(v).status for v in verdicts} == {Status.OPEN}


def test_the_right_branch_wins_where_polarity_is_significant() -> None:
    """Five slips of five on the side of the four: the two are right, also where nothing tells."""
    cases = [signed(FOUR_TWO, 9 * n, 0 if n < 5 else None) for n in range(8)]
    verdicts = judged(cases)
    assert {v.variant for v in verdicts} == {1}
    assert {decision_of(v).status for v in verdicts} == {Status.PROPOSED}


def test_four_of_four_is_not_significant() -> None:
    """Four slips of four are no significant test (p = 1/16): open."""
    verdicts = judged([signed(FOUR_TWO, 9 * n, 0 if n < 4 else None) for n in range(8)])
    assert {decision_of(v).status for v in verdicts} == {Status.OPEN}


def test_a_place_that_speaks_against_its_branch_stays_open() -> None:
    """Eight of nine speak for the two; the ninth, a slip of theirs, is not decided for them."""
    cases = [signed(FOUR_TWO, 9 * n, 0) for n in range(8)]
    verdicts = judged([*cases, signed(FOUR_TWO, 99, 1)])
    assert {v.variant for v in verdicts[:8]} == {1}
    assert decision_of(verdicts[8]).status is Status.OPEN


def test_a_second_slip_inside_a_branch_hides_it_not() -> None:
    """One of the four has yet another error: the branches still stand against one another."""
    three = {"甲乙丙": "健全", "丁": "改善", "戊己": "完善"}
    [verdict] = judged([signed(three, 0, None)])
    assert decision_of(verdict).status is Status.OPEN


def test_a_thinned_branch_is_known() -> None:
    """己 breaks off; 戊 alone against the four is the branch again where it errs little by itself."""
    cases = [signed(FOUR_TWO, 9 * n, None) for n in range(6)]
    thin, _ = signed({"甲乙丙丁": "健全", "戊": "完善"}, 99, None)
    assert decision_of(judged([*cases, (thin, cases[0][1])])[-1]).status is Status.OPEN
    own = [signed({"甲乙丙丁己": "健全", "戊": "完善"}, 100 + 9 * n, None) for n in range(40)]
    last = judged([*cases, *own, (thin, cases[0][1])])[-1]
    assert (decision_of(last).status, last.variant) == (Status.PROPOSED, 0)


def test_two_of_many_may_stumble_alike() -> None:
    """Two of twelve with one error in common, once: a coincidence; the many stand."""
    many = dict.fromkeys("甲乙丙丁戊己庚辛壬癸子丑", Role.REPRINT)
    [verdict] = judged([signed({"甲乙丙丁戊己庚辛壬癸": "健全", "子丑": "完善"}, 0, None)], many)
    assert (decision_of(verdict).status, verdict.variant) == (Status.PROPOSED, 0)


def test_one_good_copy_against_all() -> None:
    """己 stands alone often, and what tells speaks for it: the others are not believed for being many."""
    lone = {"甲乙丙丁戊": "健全", "己": "完善"}
    telling = [signed(lone, 9 * n, 0) for n in range(4)]
    silent = [signed(lone, 100 + 9 * n, None) for n in range(4)]
    assert {decision_of(v).status for v in judged([*telling, *silent])[4:]} == {Status.OPEN}
    assert {v.variant for v in judged(silent)} == {0}


def test_marks_make_no_branch() -> None:
    """A split that shows in punctuation only is no branch, for marks are changed at will."""
    places = [place({"甲乙丙丁": "，", "戊己": "、"}, 9 * n, punctuation=True) for n in range(5)]
    assert branches(places, lambda i, n: 0.0, SIX).splits == ()


SETS = st.lists(
    st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.sampled_from("一二三"), min_size=2), max_size=12
)


def made(many: list[dict[str, str]], order: Sequence[str]) -> list[tuple[Locus, Signs]]:
    """Places from readings by siglum, the witnesses in this order."""
    out = []
    for n, readings in enumerate(many):
        grouped: dict[str, str] = {}
        for siglum in order:
            if siglum in readings:
                grouped[readings[siglum]] = grouped.get(readings[siglum], "") + siglum
        if len(grouped) > 1:
            out.append(signed({names: text for text, names in grouped.items()}, 9 * n, None))
    return out


@PROFILE
@given(SETS)
def test_the_branches_of_a_tree_fit_together(many: list[dict[str, str]]) -> None:
    """Any two branches have sides with nobody in common; each holds every witness once; no unit is lost."""
    cases = made(many, "甲乙丙丁戊己")
    tree = witness_tree([p for p, _ in cases], [s for _, s in cases], SIX)
    for branch in tree.branches:
        assert sorted(branch.sides[0] + branch.sides[1]) == sorted(SIX)
        assert min(map(len, branch.sides)) > 1
    for one, other in combinations(tree.branches, 2):
        assert any(not set(a) & set(b) for a in one.sides for b in other.sides)
    found = branches([p for p, _ in cases], lambda i, n: 0.0, SIX)
    assert sum(b.units for b in tree.branches) + tree.apart == sum(s.units for s in found.splits)


@PROFILE
@given(SETS, st.permutations("甲乙丙丁戊己"))
def test_the_order_of_the_witnesses_does_not_matter(many: list[dict[str, str]], order: list[str]) -> None:
    """The same splits, and the same decisions, in whatever order the witnesses come."""
    straight, turned = made(many, "甲乙丙丁戊己"), made(many, order)

    def splits(cases: list[tuple[Locus, Signs]]) -> set[tuple[frozenset[frozenset[str]], int]]:
        found = branches([p for p, _ in cases], lambda i, n: 0.0, SIX).splits
        return {(frozenset(s.sides), s.units) for s in found}

    def texts(cases: list[tuple[Locus, Signs]]) -> list[tuple[str, Status, float]]:
        decided = [decision_of(v) for v in judged(cases)]
        return [
            (d.text, d.status, d.confidence) if d.reading is not None else ("", d.status, 0.0)
            for d in decided
        ]

    def tree(cases: list[tuple[Locus, Signs]], roles: Sequence[str]) -> tuple[set[tuple[object, int]], int]:
        found = witness_tree([p for p, _ in cases], [s for _, s in cases], dict.fromkeys(roles, Role.REPRINT))
        return {(frozenset(map(frozenset, b.sides)), b.units) for b in found.branches}, found.apart

    assert tree(straight, "甲乙丙丁戊己") == tree(turned, order)
    assert splits(straight) == splits(turned)
    assert texts(straight) == texts(turned)


def test_the_tree_of_a_made_up_pedigree() -> None:
    """Four copies of one lost copy, two of them of another one: both branches, and nothing else."""
    cases = [signed(FOUR_TWO, 9 * n, None) for n in range(4)]
    cases += [signed({"甲乙": "健全", "丙丁戊己": "完善"}, 100 + 9 * n, None) for n in range(3)]
    for order in permutations("甲乙丙"):
        roles = dict.fromkeys((*order, "丁", "戊", "己"), Role.REPRINT)
        tree = witness_tree([p for p, _ in cases], [s for _, s in cases], roles)
        found = {frozenset(map(frozenset, b.sides)): b.units for b in tree.branches}
        assert found == {
            frozenset((frozenset("甲乙丙丁"), frozenset("戊己"))): 4,
            frozenset((frozenset("甲乙"), frozenset("丙丁戊己"))): 3,
        }
        assert tree.apart == 0


@pytest.mark.parametrize("trials", [1, 20, 1000, 20_000])
def test_the_tail_of_many_trials(trials: int) -> None:
    """Long texts have thousands of units: the probability stays one, and falls with the successes."""
    assert _tail(trials, 0) == pytest.approx(1)
    half = _tail(trials, (trials + 1) // 2)
    assert 0.49 < half <= 1
    assert _tail(trials, trials) == pytest.approx(0.5**trials, rel=1e-6)
    assert _tail(trials, trials // 2 + 1) <= half
