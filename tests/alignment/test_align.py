"""What must hold of every alignment, tried on made-up texts and noisy copies of them."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.alignment import Aligned, align
from doccompare.alignment.pool import stretches
from doccompare.columns import Columns
from doccompare.matching import Edit
from tests.alignment.made_up import PROFILE, independent_copies, tiny_sets, witness_sets
from tests.alignment.support import align_texts, columns_by_name, input_of, readings, rebuilt
from tests.oracle import align as slowly
from tests.oracle import column_cost, cost

COPIES = (32, 64)


@PROFILE
@given(witness_sets())
def test_every_witness_is_rebuilt_whole(texts: list[str]) -> None:
    """Each key position of each witness stands in exactly one stretch, in order."""
    aligned = align_texts(texts)
    assert rebuilt(aligned) == [entry.key.text for entry in aligned.inputs]
    for entry, text in zip(aligned.inputs, texts, strict=True):
        assert sorted(entry.key.offsets.tolist()) == input_of(text).key.offsets.tolist()


@PROFILE
@given(witness_sets())
def test_stretches_are_ordered_and_disjoint(texts: list[str]) -> None:
    """Every range begins where the witness's last one ended; no stretch is empty in all witnesses."""
    aligned = align_texts(texts)
    for i, entry in enumerate(aligned.inputs):
        at = 0
        for stretch in aligned.alignment.stretches:
            span = stretch.ranges[i]
            if span is not None:
                assert span[0] == at <= span[1]
                at = span[1]
        assert at == len(entry.key)
    for stretch in aligned.alignment.stretches:
        assert any(span and span[0] < span[1] for span in stretch.ranges)


@PROFILE
@given(witness_sets())
def test_agreeing_agree_and_differing_differ(texts: list[str]) -> None:
    """An agreeing stretch has one reading and a differing one two or more, cut to what differs."""
    aligned = align_texts(texts)
    for stretch in aligned.alignment.stretches:
        found = {text for text in readings(aligned, stretch) if text is not None}
        if stretch.agrees:
            assert len(found) == 1
            continue
        assert len(found) >= 2
        assert "" in found or len({text[0] for text in found}) > 1, "what all share on the left is cut off"
        assert "" in found or len({text[-1] for text in found}) > 1, "what all share on the right is cut off"


@PROFILE
@given(witness_sets(2, 4), st.integers(2, 5))
def test_identical_copies_make_no_unit(texts: list[str], count: int) -> None:
    """Copies of one text are one agreeing stretch from the first to the last character."""
    aligned = align_texts([texts[0]] * count)
    [only] = aligned.alignment.stretches
    assert only.agrees
    assert only.ranges == ((0, len(aligned.inputs[0].key)),) * count
    assert not aligned.alignment.absences
    assert not aligned.moves


def _state(aligned: Aligned, names: list[int]) -> object:
    absences = sorted((names[a.index], a.first, a.last, a.kind) for a in aligned.alignment.absences)
    moves = sorted((names[m.index], m.span) for m in aligned.moves)
    keys = {
        name: entry.key.offsets.tolist() for name, entry in sorted(zip(names, aligned.inputs, strict=True))
    }
    return columns_by_name(aligned, [str(n) for n in names]), absences, moves, keys


@PROFILE
@given(witness_sets(), st.integers(0, 2**16))
def test_the_order_of_the_witnesses_is_no_matter(texts: list[str], seed: int) -> None:
    """Shuffled witnesses give the same stretches, absences, moves and keys, witness by witness."""
    names = list(range(len(texts)))
    wanted = _state(align_texts(texts), names)
    Random(seed).shuffle(names)
    assert _state(align_texts([texts[n] for n in names]), names) == wanted


def test_blocks_that_most_have_elsewhere_in_every_order() -> None:
    """Which block of the pivot is out of place is found by content, never by who comes first."""
    texts = [
        "镇和街道；统筹教育资源",
        "统筹教育资源；推\n镇和街推进项目建设加",
        "化监以适当放宽推\n筹教育资源推",
    ]
    wanted = _state(align_texts(texts), [0, 1, 2])
    for names in permutations(range(3)):
        assert _state(align_texts([texts[n] for n in names]), list(names)) == wanted


def test_a_witness_whose_paragraphs_begin_nowhere_else() -> None:
    """Witnesses of a character or two, of which no reading of the majority begins a paragraph."""
    texts = ["丁", "丙", "丁丙"]
    assert rebuilt(align_texts(texts)) == texts


@PROFILE
@given(witness_sets())
def test_no_unit_crosses_the_edge_of_an_absence(texts: list[str]) -> None:
    """In every stretch of an absence its witness has no range, and it has one just outside."""
    aligned = align_texts(texts)
    steps = aligned.alignment.stretches
    for absence in aligned.alignment.absences:
        assert 0 <= absence.first < absence.last <= len(steps)
        inside = [s.ranges[absence.index] for s in steps[absence.first : absence.last]]
        assert all(span is None or span[0] < span[1] for span in inside)
        assert any(span is None for span in inside)
    absent = {(a.index, k) for a in aligned.alignment.absences for k in range(a.first, a.last)}
    for k, stretch in enumerate(steps):
        for i, span in enumerate(stretch.ranges):
            assert span is not None or (i, k) in absent, "not extant only where an absence says so"


@PROFILE
@given(witness_sets())
def test_columns_and_positions_are_inverse(texts: list[str]) -> None:
    """The column of a position leads back to the position."""
    aligned = align_texts(texts)
    columns = Columns(aligned.alignment)
    for i, entry in enumerate(aligned.inputs):
        for position in range(len(entry.key)):
            assert columns.position(i, columns.column(i, position)) == position


@pytest.mark.parametrize("count", COPIES)
def test_units_stay_small_with_many_noisy_copies(count: int) -> None:
    """With many copies of 1 % independent noise at least 95 % of the units are single places."""
    aligned = align_texts(independent_copies(seed=7, count=count, rate=0.01))
    widths = [
        max(span[1] - span[0] for span in s.ranges if span)
        for s in aligned.alignment.stretches
        if not s.agrees
    ]
    assert len(widths) > 100
    assert sum(width <= 2 for width in widths) >= 0.95 * len(widths)
    assert not aligned.alignment.absences
    assert not aligned.moves


def _stacked_cost(aligned: Aligned, texts: list[str]) -> int:
    """The sum-of-pairs cost of the alignment, the readings of a unit aligned as well as can be.

    A unit says that its readings go together, not which character stands over which.
    """
    total = 0
    for stretch in aligned.alignment.stretches:
        pieces = [texts[i][span[0] : span[1]] if span else "" for i, span in enumerate(stretch.ranges)]
        if stretch.agrees:
            total += sum(column_cost([p[k : k + 1] for p in pieces]) for k in range(max(map(len, pieces))))
        else:
            total += cost(pieces, slowly(pieces))
    return total


@PROFILE
@given(tiny_sets())
def test_small_cases_are_near_the_best_alignment(texts: list[str]) -> None:
    """No alignment beats the slow one, and ours stays near it.

    The tolerance: every witness is compared with one pivot, so of n witnesses those that both differ
    from it meet only through it. A centre star costs at most 2 - 2/n times the best sum of pairs
    (Gusfield 1993); bridging chance matches and keeping substitutions together, which the cost does
    not reward, may add one match a unit and pair of witnesses.
    """
    aligned = align_texts(texts)
    keys = [entry.key.text for entry in aligned.inputs]
    best = cost(keys, slowly(keys))
    ours = _stacked_cost(aligned, keys)
    n = len(texts)
    units = sum(not s.agrees for s in aligned.alignment.stretches)
    assert best <= ours <= (2 - 2 / n) * best + 2 * units * n * (n - 1) // 2


def test_a_single_witness_agrees_with_itself() -> None:
    """One witness is one agreeing stretch."""
    aligned = align([input_of("只有一个本子。")])
    assert [s.agrees for s in aligned.alignment.stretches] == [True]


@pytest.mark.parametrize("texts", [("甲", "乙"), ("甲", "甲乙丙丁"), ("，。", "甲"), ("甲", "甲", "乙乙")])
def test_next_to_nothing_is_aligned(texts: tuple[str, ...]) -> None:
    """Texts of one or two characters, or of punctuation alone, are rebuilt whole too."""
    aligned = align_texts(texts)
    assert rebuilt(aligned) == [entry.key.text for entry in aligned.inputs]


def test_a_witness_without_text_is_borne() -> None:
    """An empty witness beside a full one does no harm."""
    aligned = align_texts(["", "各地遵照执行。"])
    assert rebuilt(aligned) == ["", "各地遵照执行。"]


def test_a_book_without_punctuation_beside_one_with_it() -> None:
    """Every mark of a long text is a lacuna of its own."""
    marks = [(at, at + 1) for at in range(0, 60_000, 2)]
    edits = [Edit(a, b, n, n) for n, (a, b) in enumerate(marks)]
    steps, spans = stretches([[], edits], [[], marks], 60_000)
    assert len(spans) == 60_000
    assert [step.ranges[1] for step in steps[:3]] == [None, (0, 1), None]
