"""正文差错率 against sums made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from doccompare.errors import UsageError
from doccompare.establishing.rate import SCHEMES, error_rates
from doccompare.model import (
    Attestation,
    Category,
    Cause,
    Clause,
    Collation,
    Decision,
    ErrorRate,
    EstablishedText,
    Evidence,
    IndirectReading,
    Label,
    Method,
    Note,
    Part,
    Reading,
    Relation,
    Role,
    Severity,
    Span,
    Status,
    StructureEntry,
    StructureKind,
    Topic,
    VariationUnit,
    Witness,
    Work,
)

BODY = "正" * 1000


def _unit(
    right: str,
    wrong: str,
    category: Category = Category.SUBSTITUTION,
    *,
    cause: Cause = Cause.UNKNOWN,
    severity: Severity = Severity.WORDING,
    topics: Sequence[Topic] = (),
    address: str = "一.1",
    status: Status = Status.PROPOSED,
    suspected: bool = False,
    left: str = "左边",
    n: int = 1,
) -> VariationUnit:
    chosen = Reading(right, right, {"甲": Span(0, len(right))}, omitted=not right)
    other = Reading(
        wrong,
        wrong,
        {"乙": Span(0, len(wrong))},
        omitted=not wrong,
        category=category,
        cause=cause,
        suspected_transcription=suspected,
    )
    is_open = status is Status.OPEN
    decision = Decision(None if is_open else 0, right, None if is_open else Method.WITNESSES, 0.9, status)
    return VariationUnit(
        f"{address}-{n}", f"k{n}", address, left, "右边", category, cause, severity, tuple(topics),
        (chosen, other), decision=decision,
    )  # fmt: skip


def _collation(*units: VariationUnit, structure: Sequence[StructureEntry] = ()) -> Collation:
    witnesses = []
    for siglum, role in (("甲", Role.REPRINT), ("乙", Role.REPRINT), ("丙", Role.INDIRECT)):
        witness = Witness(siglum, f"别的\n{BODY[:500]}\n {BODY[500:]}", f"{siglum}.txt", siglum)
        witnesses.append(Attestation(witness, role, "题", (Span(3, 3 + 1002),), 1.0))
    clauses = (
        Clause("标题", Part.TITLE, "", "题"),
        Clause("一", Part.HEADING, "", "一、要求"),
        Clause("一.1", Part.CLAUSE, "", "文"),
    )
    return Collation(
        Work("题", "t", Relation.REPRINTS, 1, 1), "甲", "", tuple(witnesses), clauses, tuple(structure),
        units,
        EstablishedText(Label.WORKING, BODY),
    )  # fmt: skip


def _rate(*units: VariationUnit, **more: Sequence[StructureEntry]) -> ErrorRate:
    """The rate of 乙, the witness that errs."""
    return next(r for r in error_rates(_collation(*units, **more)) if r.siglum == "乙")


@pytest.mark.parametrize(
    ("unit", "errors"),
    [
        (_unit("级", "局"), 1.0),
        (_unit("统一", "以上一级"), 2.0),
        (_unit("一二三四五", "甲乙丙丁戊"), 2.0),
        (_unit("一二三四五六", "甲乙丙丁戊己"), 4.0),
        (_unit("党", "", Category.OMISSION), 1.0),
        (_unit("全日制专职工作", "", Category.OMISSION), 4.0),
        (_unit("", "的", Category.ADDITION), 1.0),
        (_unit("市地级", "市级", Category.OMISSION), 1.0),
        (_unit("县级，", "县局。"), 1.0),
        (_unit("市地", "地市", Category.TRANSPOSITION), 1.0),
        (_unit("，", "。", Category.PUNCTUATION), 0.1),
        (_unit("2024年", "二〇二四年", Category.ORTHOGRAPHY, cause=Cause.NUMBER), 0.1),
        (_unit("18", "16", cause=Cause.NUMBER, severity=Severity.CRITICAL, topics=[Topic.NUMBER]), 1.0),
        (_unit("120000", "90000", cause=Cause.NUMBER), 1.0),
        (_unit("后", "後", Category.ORTHOGRAPHY), 0.0),
        (_unit("中共中央办公厅", "中办", cause=Cause.ABBREVIATION, severity=Severity.FORMAL), 0.0),
    ],
)
def test_one_error(unit: VariationUnit, errors: float) -> None:
    """1 character 1, 2 to 5 characters 2, more 4; a reversed pair or a number 1; a mark 0.1."""
    assert _rate(unit).errors == errors


@pytest.mark.parametrize(
    ("unit", "errors"),
    [
        (_unit("级", "局", address="标题", severity=Severity.CRITICAL), 2.0),
        (_unit("级", "局", address="一", severity=Severity.CRITICAL), 1.0),
        (_unit("民政部", "财政部", severity=Severity.CRITICAL, topics=[Topic.INSTITUTION]), 2.0),
        (_unit("张三", "李四", severity=Severity.CRITICAL, topics=[Topic.NAME]), 4.0),
        (
            _unit("3月", "5月", cause=Cause.NUMBER, severity=Severity.CRITICAL, topics=[Topic.DATE]),
            2.0,
        ),
        (_unit("应当", "可以", severity=Severity.CRITICAL, topics=[Topic.MODALITY]), 2.0),
        (_unit("级", "局", address="标题"), 1.0),
        (_unit("，", "。", Category.PUNCTUATION, address="标题", severity=Severity.CRITICAL), 0.1),
    ],
)
def test_doubled(unit: VariationUnit, errors: float) -> None:
    """Critical errors in the title, in names and times count twice; a mark never."""
    assert _rate(unit).errors == errors


def test_the_same_error_at_most_three_times() -> None:
    """市级 for 市地级 five times: three; the other two are listed with 0."""
    rate = _rate(*(_unit("市地级", "市级", Category.OMISSION, n=n) for n in range(1, 6)))
    assert rate.errors == 3.0
    assert [item.value for item in rate.items] == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert "同一差错" in rate.items[3].why


def test_lost_words_in_other_places_are_other_errors() -> None:
    """的 lost in five different contexts is five errors; marks likewise."""
    lost = (_unit("的", "", Category.OMISSION, left=f"上{n}", n=n) for n in range(1, 6))
    assert _rate(*lost).errors == 5.0
    marks = (_unit("，", "。", Category.PUNCTUATION, left=f"上{n}", n=n) for n in range(1, 6))
    assert _rate(*marks).errors == 0.5


def test_numeral_style_counts_one_at_most() -> None:
    """Fourteen dates in another notation: 1.0, not 1.4."""
    style = (_unit("3月", "三月", Category.ORTHOGRAPHY, cause=Cause.NUMBER, n=n) for n in range(1, 15))
    rate = _rate(*style)
    assert rate.errors == 1.0
    assert "全篇已计满" in rate.items[-1].why


def test_rate_and_limit() -> None:
    """1,000 characters with 0.3 errors are 3.00 per 10,000: what a newspaper may have, not a journal."""
    units = [_unit("，", "。", Category.PUNCTUATION, left=f"上{n}", n=n) for n in range(1, 4)]
    rate = _rate(*units)
    assert (rate.characters, rate.errors, rate.per_ten_thousand, rate.limit) == (1000, 0.3, 3.0, 3.0)
    assert rate.within_limit
    journal = error_rates(_collation(*units), "journal")[1]
    assert (journal.limit, journal.within_limit) == (2.0, False)
    assert error_rates(_collation(*units), "book")[1].limit == 1.0
    assert error_rates(_collation(*units))[0].errors == 0


def test_suspected_slips_are_taken_out() -> None:
    """With a slip of the transcript 3, without it 2; caps are counted anew."""
    rate = _rate(_unit("级", "局", suspected=True), _unit("统一", "以上一级", n=2))
    assert (rate.errors, rate.errors_without_suspected) == (3.0, 2.0)
    assert (rate.per_ten_thousand, rate.per_ten_thousand_without_suspected) == (30.0, 20.0)
    alike = [_unit("级", "局", suspected=n < 3, n=n) for n in range(1, 6)]
    assert _rate(*alike).errors_without_suspected == 3.0


@pytest.mark.parametrize("status", [Status.OPEN, Status.NEEDS_REVIEW])
def test_open_units_are_listed_and_not_counted(status: Status) -> None:
    """What is not decided is nobody's error yet."""
    rate = _rate(_unit("党", "", Category.OMISSION, status=status))
    assert rate.errors == 0
    assert [(i.unit, i.value, i.open) for i in rate.items] == [("一.1-1", 0.0, True)]


def test_both_stand() -> None:
    """Where an editor lets both stand neither is an error."""
    unit = _unit("级", "局")
    assert unit.decision is not None
    note = Note("王编两存，作“级”；2026-01-01", "")
    kept = replace(unit.decision, evidence=(Evidence(Method.EDITOR, 0, note),), status=Status.CONFIRMED)
    assert _rate(replace(unit, decision=kept)).items == ()


def test_editors_own_wording() -> None:
    """A text of no witness: every witness departs from it."""
    unit = _unit("级", "局")
    own = Decision(None, "极", Method.EDITOR, 1.0, Status.CONFIRMED)
    rates = error_rates(_collation(replace(unit, decision=own)))
    assert [rate.errors for rate in rates] == [1.0, 1.0]


def test_not_extant_is_no_error() -> None:
    """A witness with a lacuna has no reading, and its body text is what it has."""
    unit = replace(_unit("级", "局"), lacuna=("丁",), indirect=(IndirectReading("丙", "局", Span(0, 1)),))
    collation = _collation(unit)
    fragment = Attestation(
        Witness("丁", BODY[:200], "丁.txt", "丁"), Role.REPRINT, "题", (Span(0, 200),), 0.2
    )
    rates = error_rates(replace(collation, witnesses=(*collation.witnesses, fragment)))
    assert [(r.siglum, r.characters, r.errors) for r in rates] == [
        ("甲", 1000, 0.0),
        ("乙", 1000, 1.0),
        ("丁", 200, 0.0),
    ]


def test_missing_passage_is_listed() -> None:
    """A clause not there may have been cut on purpose: listed with 0; what has a unit is not listed twice."""
    entries = [
        StructureEntry("乙", StructureKind.OMISSION_SECTION, "一.1", Span(5, 5)),
        StructureEntry("乙", StructureKind.DUPLICATE_HEADING, "一", Span(5, 9), unit="k1"),
        StructureEntry("甲", StructureKind.MOVED_CLAUSE, "一.1", Span(5, 9)),
    ]
    rate = _rate(structure=entries)
    assert [(i.unit, i.value) for i in rate.items] == [("一.1", 0.0)]


def test_third_reading_is_judged_by_what_it_touches() -> None:
    """A unit is critical for a date that one reading changes; the other, a word, is not doubled for it."""
    base = _unit("3月前", "5月前", severity=Severity.CRITICAL, topics=[Topic.DATE])
    other = Reading("3月底", "3月底", {"丁": Span(0, 3)}, category=Category.SUBSTITUTION)
    third = replace(base, readings=(*base.readings, other), left="", right="")
    collation = _collation(third)
    copy = replace(collation.witnesses[0], witness=replace(collation.witnesses[0].witness, siglum="丁"))
    rates = error_rates(replace(collation, witnesses=(*collation.witnesses, copy)))
    assert [(r.siglum, r.errors) for r in rates] == [("甲", 0.0), ("乙", 2.0), ("丁", 1.0)]


def test_other_values() -> None:
    """Every value of a scheme can be set; an unknown scheme is refused."""
    mark = _unit("，", "。", Category.PUNCTUATION)
    assert error_rates(_collation(mark), replace(SCHEMES["newspaper"], punctuation=0.5))[1].errors == 0.5
    with pytest.raises(UsageError):
        error_rates(_collation(mark), "blog")


def test_versions_have_no_errors() -> None:
    """Nothing in a version is an error."""
    collation = _collation(_unit("级", "局"))
    assert error_rates(replace(collation, work=replace(collation.work, relation=Relation.VERSIONS))) == ()


def test_without_the_text_of_the_witness() -> None:
    """Of a stored result the length is estimated from the coverage."""
    collation = _collation(_unit("级", "局"))
    stored = tuple(replace(a, witness=replace(a.witness, text=""), coverage=0.5) for a in collation.witnesses)
    assert error_rates(replace(collation, witnesses=stored))[1].characters == 500
