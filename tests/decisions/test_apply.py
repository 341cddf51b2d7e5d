"""What the editor's decisions make of units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from doccompare.decisions import (
    ChoiceKind,
    Kind,
    Stage,
    append,
    apply_decisions,
    attach,
    bulk_units,
    chosen,
    decide,
    editor_choices,
    orphan_problems,
    overruled,
    places,
    progress,
    read,
    selected,
    sites_of,
    stage,
    timestamp,
    undo,
)
from doccompare.errors import UsageError
from doccompare.model import (
    Category,
    Collation,
    Decision,
    Method,
    Severity,
    Status,
    VariationUnit,
    in_language,
)
from doccompare.reporting.fromjson import collation_from_dict
from doccompare.reporting.tojson import collation_to_dict
from tests.decisions.build import (
    HOURS,
    NOTICE,
    SHELF,
    WHEN,
    changed,
    corpus,
    decided,
    laid,
    shelf,
    three,
    write,
)

TWO = (Severity.CRITICAL,)


@pytest.fixture
def collation(tmp_path: Path) -> Collation:
    """Three copies, three units: a number (critical), a word, a lost character."""
    return corpus(tmp_path / "corpus", three())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal is."""
    return tmp_path / "decisions.jsonl"


def hours(collation: Collation) -> VariationUnit:
    """The critical unit: five days or six."""
    found = [u for u in collation.units if any("5" in r.text for r in u.readings)]
    assert len(found) == 1
    assert found[0].severity is Severity.CRITICAL
    return found[0]


def applied(path: Path, collation: Collation, two: tuple[Severity, ...] = ()) -> Collation:
    """The collation with the decisions in a file."""
    return apply_decisions(collation, read(path), two)


def test_no_decision_no_change(collation: Collation, path: Path) -> None:
    """An empty journal leaves the collation as it is."""
    assert applied(path, collation) == collation


def test_the_machines_choice_confirmed(collation: Collation, path: Path) -> None:
    """Confirmed by an editor: method, status, and who, when, pass and why as the first evidence."""
    decided(path, collation, shelf(collation), "编目", why="据目录", in_pass="二校")
    decision = applied(path, collation).unit(shelf(collation).key).decision
    assert decision is not None
    assert (decision.reading, decision.text) == (0, "编目")
    assert (decision.method, decision.status, decision.confidence) == (Method.EDITOR, Status.CONFIRMED, 1.0)
    first = decision.evidence[0]
    assert (first.kind, first.reading) == (Method.EDITOR, 0)
    assert first.note == "王编从“编目”；2026-03-01；二校；理由：据目录"
    assert in_language(first.note, "en").startswith("王编 adopts “编目”; 2026-03-01; 二校; because: 据目录")
    assert {e.kind for e in decision.evidence[1:]} >= {Method.WITNESSES}


def test_overruled(collation: Collation, path: Path) -> None:
    """Another reading than the machine's comes first, what was decided is rejected, evidence points right."""
    unit = shelf(collation)
    assert [r.text for r in unit.readings] == ["编目", "编号"]
    decided(path, collation, unit, "编号")
    now = applied(path, collation).unit(unit.key)
    assert [r.text for r in now.readings] == ["编号", "编目"]
    assert now.decision is not None
    assert (now.decision.reading, now.decision.text) == (0, "编号")
    assert now.readings[0].category is None
    assert now.readings[1].category is Category.SUBSTITUTION
    witnesses = [e for e in now.decision.evidence if e.kind is Method.WITNESSES]
    assert {e.reading for e in witnesses if "甲丙" in e.note} == {1}


def test_what_was_lost_is_added_the_other_way_round(collation: Collation, path: Path) -> None:
    """Directions follow the decision: without 运行 decided, to have it is an addition."""
    unit = next(u for u in collation.units if u.category is Category.OMISSION)
    decided(path, collation, unit, "2")
    now = applied(path, collation).unit(unit.key)
    assert now.readings[1].category is Category.ADDITION


def test_twice_is_once(collation: Collation, path: Path) -> None:
    """Applied to a result that has the decisions already, nothing changes."""
    for unit in collation.units:
        decided(path, collation, unit, "2")
    once = applied(path, collation)
    assert applied(path, once).units == once.units
    stored = collation_from_dict(collation_to_dict(once))
    assert [u.decision and u.decision.text for u in applied(path, stored).units] == [
        u.decision and u.decision.text for u in once.units
    ]


def test_taken_back_in_a_stored_result(collation: Collation, path: Path) -> None:
    """A result with a decision undone since: open again, never the editor's word any more."""
    entry = decided(path, collation, shelf(collation), "编号")
    stored = applied(path, collation)
    append(path, undo(laid(path, collation), entry.id, who="王编", when=WHEN))
    decision = applied(path, stored).unit(shelf(collation).key).decision
    assert decision is not None
    assert (decision.status, decision.reading, decision.text) == (Status.OPEN, None, "编目")
    assert all(e.kind is not Method.EDITOR for e in decision.evidence)


def test_left_open(collation: Collation, path: Path) -> None:
    """存疑: open by the editor's word, whatever the machine proposed."""
    decided(path, collation, shelf(collation), "存疑")
    decision = applied(path, collation).unit(shelf(collation).key).decision
    assert decision is not None
    assert (decision.reading, decision.method, decision.status) == (None, None, Status.OPEN)
    assert decision.evidence[0].kind is Method.EDITOR


@pytest.mark.parametrize("typed", ["两存", "both", "底本", "base", "BASE"])
def test_both_and_base(collation: Collation, path: Path, typed: str) -> None:
    """两存 and 底本 print the base's reading."""
    decided(path, collation, shelf(collation), typed)
    decision = applied(path, collation).unit(shelf(collation).key).decision
    assert decision is not None
    assert (decision.text, decision.status) == ("编目", Status.CONFIRMED)


def test_emendation(collation: Collation, path: Path) -> None:
    """A text no witness has: only when asked for, flagged, and no reading's index."""
    unit = shelf(collation)
    with pytest.raises(UsageError, match="编录"):
        decided(path, collation, unit, "编录")
    entry = decided(path, collation, unit, "编录", emend=True)
    assert entry.choice is not None
    assert (entry.choice.kind, entry.choice.exact) == (ChoiceKind.EMENDATION, "录")
    assert entry.raw["choice"]["attested"] is False
    choice = editor_choices(laid(path, collation))[unit.key]
    assert choice.emended
    now = applied(path, collation).unit(unit.key)
    assert now.decision is not None
    assert (now.decision.reading, now.decision.text) == (None, "编录")
    assert (now.decision.method, now.decision.status) == (Method.EDITOR, Status.CONFIRMED)
    with pytest.raises(UsageError, match="编"):
        decided(path, collation, unit, "登录", emend=True)


def test_an_emendation_that_a_witness_turns_out_to_have(
    tmp_path: Path, collation: Collation, path: Path
) -> None:
    """A new witness has it: needs review, and it has an index now."""
    decided(path, collation, shelf(collation), "编录", emend=True)
    second = corpus(tmp_path / "b", {**three(), "丁": changed({"编目上架": "编录上架"})})
    choice = editor_choices(laid(path, second))[shelf(second).key]
    assert choice.changes == ("new-reading",)
    assert not choice.emended
    assert shelf(second).readings[choice.reading or 0].text == "编录"


def test_gone_reading_keeps_the_proposal(collation: Collation) -> None:
    """What cannot be carried out leaves the machine's text, to be reviewed."""
    site = next(s for s in sites_of(collation) if s.key == shelf(collation).key)
    old = replace(
        site,
        readings=(*site.readings, replace(site.readings[1], exact="录", text="编录", witnesses={"丁": "h"})),
    )
    entry = decide(attach(read(Path("none")), [old]), old.key, selected(old, "编录"), who="王编", when=WHEN)
    from doccompare.decisions.entries import identified
    from tests.decisions.build import journal_of

    now = apply_decisions(collation, journal_of([identified(entry, 1)])).unit(old.key)
    assert now.decision is not None
    assert (now.decision.text, now.decision.status) == ("编目", Status.NEEDS_REVIEW)
    assert "所从之文已无本可据" in now.decision.evidence[0].note


def test_settled_before_units(collation: Collation, path: Path) -> None:
    """``overruled`` works on the machine's decision of a locus, in the order of its variants."""
    unit = shelf(collation)
    decided(path, collation, unit, "编号")
    choice = editor_choices(laid(path, collation))[unit.key]
    proposed = Decision(0, "编目", Method.WITNESSES, 0.9, Status.PROPOSED)
    decision = overruled(choice, proposed)
    assert (decision.reading, decision.text, decision.status) == (1, "编号", Status.CONFIRMED)


# --- two persons


def test_two_persons(collation: Collation, path: Path) -> None:
    """A critical unit stays proposed until a second, different person stands by the same text."""
    unit = hours(collation)
    first = decided(path, collation, unit, "1", who="王编", two_person=TWO)
    assert first.kind is Kind.DECISION
    state = applied(path, collation, TWO).unit(unit.key).decision
    assert state is not None
    assert state.status is Status.PROPOSED
    assert any("第二人" in e.note for e in state.evidence)
    again = decided(path, collation, unit, "1", who=" 王 编", two_person=TWO)
    assert again.kind is Kind.DECISION
    still = applied(path, collation, TWO).unit(unit.key).decision
    assert still is not None
    assert still.status is Status.PROPOSED, "the same person, spelt otherwise, is no second person"
    second = decided(path, collation, unit, "底本", who="李编", two_person=TWO)
    assert (second.kind, second.of) == (Kind.APPROVAL, again.id)
    done = applied(path, collation, TWO).unit(unit.key).decision
    assert done is not None
    assert done.status is Status.CONFIRMED
    assert "李编复核" in done.evidence[0].note


def test_two_persons_who_disagree(collation: Collation, path: Path) -> None:
    """Another text is another decision: it too needs a second person."""
    unit = hours(collation)
    decided(path, collation, unit, "1", who="王编", two_person=TWO)
    other = decided(path, collation, unit, "2", who="李编", two_person=TWO)
    assert other.kind is Kind.DECISION
    decision = applied(path, collation, TWO).unit(unit.key).decision
    assert decision is not None
    assert (decision.status, decision.text) == (Status.PROPOSED, unit.readings[1].text)


def test_two_persons_only_where_asked(collation: Collation, path: Path) -> None:
    """Without the manifest asking, or on lighter units, one name is enough."""
    decided(path, collation, hours(collation), "1")
    decided(path, collation, shelf(collation), "1", two_person=TWO)
    assert all(
        d.status is Status.CONFIRMED
        for c, two in ((hours(collation), ()), (shelf(collation), TWO))
        if (d := applied(path, collation, two).unit(c.key).decision) is not None
    )


def test_approval_of_an_undone_decision_is_nothing(collation: Collation, path: Path) -> None:
    """With the decision its approval goes; the undone approval leaves the decision with one name."""
    unit = hours(collation)
    first = decided(path, collation, unit, "1", who="王编", two_person=TWO)
    second = decided(path, collation, unit, "1", who="李编", two_person=TWO)
    append(path, undo(laid(path, collation), second.id, who="李编", when=WHEN))
    assert stage(unit, editor_choices(laid(path, collation))[unit.key], TWO) is Stage.SECOND
    append(path, undo(laid(path, collation), first.id, who="王编", when=WHEN))
    assert laid(path, collation).held == {}


def test_a_name_given_on_other_evidence_does_not_count(
    tmp_path: Path, collation: Collation, path: Path
) -> None:
    """One decided before a witness came, one after: that is one name on the present evidence."""
    decided(path, collation, hours(collation), "1", who="王编", two_person=TWO)
    second = corpus(tmp_path / "b", {**three(), "丁": changed(HOURS)})
    new = decided(path, second, hours(second), "1", who="李编", two_person=TWO)
    assert new.kind is Kind.DECISION, "there is nothing to second while the first needs review"
    choice = editor_choices(laid(path, second))[hours(second).key]
    assert (choice.names, choice.changes) == (("李编",), ())
    assert choice.waits(Severity.CRITICAL, TWO)


def test_a_unit_that_was_critical(collation: Collation, path: Path) -> None:
    """Severity may follow the decision; what was critical when it was decided still asks for two."""
    decided(path, collation, hours(collation), "1")
    choice = editor_choices(laid(path, collation))[hours(collation).key]
    assert choice.status(Severity.WORDING, TWO) is Status.PROPOSED


# --- the rest


@pytest.mark.parametrize("level", ["critical", "wording", "x"])
def test_bulk_is_for_form_only(collation: Collation, path: Path, level: str) -> None:
    """What is more than form is decided one by one: one sentence says so."""
    with pytest.raises(UsageError):
        bulk_units(collation.units, laid(path, collation), level)


def test_bulk_takes_the_undecided_formal_units(tmp_path: Path, path: Path) -> None:
    """Formal, proposed, and not decided by anybody."""
    marks = {"坚持公益性质，": "坚持公益性质、"}
    collation = corpus(tmp_path / "c", {**three(), "丁": changed(marks)})
    units = bulk_units(collation.units, laid(path, collation), "formal")
    assert [u.severity for u in units] == [Severity.FORMAL]
    decided(path, collation, units[0], "1")
    assert bulk_units(collation.units, laid(path, collation), "formal") == []


def test_progress(collation: Collation, path: Path) -> None:
    """Counts by severity and stage."""
    decided(path, collation, hours(collation), "1", two_person=TWO)
    decided(path, collation, shelf(collation), "存疑")
    found = progress(collation.units, editor_choices(laid(path, collation)), TWO)
    assert (found[Severity.CRITICAL].decided, found[Severity.CRITICAL].counts[Stage.SECOND]) == (0, 1)
    assert sum(p.total for p in found.values()) == len(collation.units)
    assert sum(p.counts[Stage.LEFT_OPEN] for p in found.values()) == 1


def test_orphans_are_problems(tmp_path: Path, collation: Collation, path: Path) -> None:
    """Each decision without a place is one remark, in both languages."""
    decided(path, collation, shelf(collation), "编目")
    gone = corpus(tmp_path / "b", {"甲": NOTICE, "乙": changed(HOURS)})
    problems = orphan_problems(laid(path, gone).orphaned)
    assert [p.code for p in problems] == ["orphaned-decision"]
    assert "编目" in problems[0].message


@pytest.mark.parametrize(
    ("typed", "exact"),
    [("编目", "目"), ("目", "目"), ("1", "目"), ("2", "号"), ("#2", "号"), ("２", "号"), (" 编号 ", "号")],
)
def test_what_may_be_typed(collation: Collation, typed: str, exact: str) -> None:
    """A text as shown, its differing part, a number; full-width figures too."""
    site = next(s for s in sites_of(collation) if s.key == shelf(collation).key)
    assert selected(site, typed).exact == exact


def test_nothing_can_be_chosen(collation: Collation) -> None:
    """A reading without text is named 无."""
    site = next(s for s in sites_of(collation) if any(not r.exact for r in s.readings))
    assert selected(site, "无").exact == ""
    assert selected(site, "〔无〕").exact == ""


def test_a_number_that_is_also_a_reading(collation: Collation) -> None:
    """Readings that are figures: a bare figure that may mean either is refused, #n is the number."""
    site = next(s for s in sites_of(collation) if s.key == hours(collation).key)
    site = replace(
        site, readings=tuple(replace(r, exact=x, text=x) for r, x in zip(site.readings, "21", strict=True))
    )
    with pytest.raises(UsageError) as refused:
        selected(site, "2")
    assert "#2" in refused.value.hint
    assert selected(site, "#2").exact == "1"
    assert chosen(site, ChoiceKind.KEEP_BASE).exact == "2"


def test_timestamp() -> None:
    """UTC, whole seconds."""
    from datetime import datetime, timedelta, timezone

    moment = datetime(2026, 3, 1, 16, 0, 5, 7, tzinfo=timezone(timedelta(hours=8)))
    assert timestamp(moment) == "2026-03-01T08:00:05Z"


def test_where_decisions_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the manifest; a result finds its corpus; without a manifest beside the result."""
    from doccompare.reporting import write_reports

    folder = write(tmp_path / "corpus" / "notice", three())
    from doccompare.pipeline import collate

    collation = collate([folder])
    result = tmp_path / "reports" / "notice"
    write_reports(collation, result, "0")
    digests = [a.witness.sha256 for a in collation.witnesses]
    monkeypatch.chdir(tmp_path)
    title = collation.work.title
    assert places(folder, "notice", title, digests).write == folder / "decisions.jsonl"
    found = places(Path("reports/notice"), "notice", title, digests)
    assert found.write.resolve() == (folder / "decisions.jsonl").resolve()
    assert found.corpus is not None
    assert (
        places(result / "collation.json", "notice", title, digests).write.resolve() == found.write.resolve()
    )
    # A work of another name, or the same name with other text: beside the result.
    assert places(result, "other", title, digests).write == result / "decisions.jsonl"
    assert places(result, "notice", "另一件", ["0"]).write == result / "decisions.jsonl"
    # Decisions made beside the result before there was a manifest are not lost.
    (result / "decisions.jsonl").write_text("", encoding="utf-8")
    both = places(result, "notice", title, digests)
    assert [p.parent.name for p in both.read] == ["notice", "notice"]
    assert len({p.resolve() for p in both.read}) == 2


def test_same_notice_elsewhere(tmp_path: Path, collation: Collation, path: Path) -> None:
    """SHELF decided in one corpus is attached in any other collation of the same text."""
    decided(path, collation, shelf(collation), "编目")
    texts = {"甲": NOTICE, "乙": changed(SHELF)}
    assert shelf(corpus(tmp_path / "b", texts)).key in laid(path, corpus(tmp_path / "c", texts)).held
