from __future__ import annotations

from dataclasses import replace

import pytest

from doccompare.model import Category, Cause, Decision, Method, Reading, Severity, Span, Status, VariationUnit
from doccompare.reporting.apparatus import apparatus_md
from doccompare.reporting.notes import apparatus_note
from tests.reporting.sample import sample


def _unit(
    lemma: str, *others: tuple[str, str, Category], left: str = "故我", right: str = "行"
) -> VariationUnit:
    rejected = [
        Reading(text, text, dict.fromkeys(sigla, Span(0, len(text))), omitted=not text, category=category)
        for sigla, text, category in others
    ]
    chosen = Reading(lemma, lemma, {"甲": Span(0, len(lemma))}, omitted=not lemma)
    return VariationUnit(
        "1-1", "k", "1", left, right, others[0][2], Cause.UNKNOWN, Severity.WORDING, (), (chosen, *rejected),
        decision=Decision(0, lemma, Method.WITNESSES, 0.9, Status.PROPOSED),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "note"),
    [
        (_unit("遊", ("乙", "遍", Category.SUBSTITUTION)), "遊=遍【乙】"),
        (_unit("心", ("乙", "", Category.OMISSION)), "〔心〕-【乙】"),
        (_unit("", ("乙", "之", Category.ADDITION)), "故我+(之)【乙】"),
        (_unit("", ("乙", "之", Category.ADDITION), left=""), "(之)+行【乙】"),
        (_unit("職責", ("乙丙", "責職", Category.TRANSPOSITION)), "職責∞責職【乙】【丙】"),
        (
            _unit("遊", ("乙", "遍", Category.SUBSTITUTION), ("丙", "游", Category.ORTHOGRAPHY)),
            "遊=遍【乙】，=游【丙】",
        ),
    ],
)
def test_signs(unit: VariationUnit, note: str) -> None:
    """Reads otherwise, lacks, adds, in another order; the lemma once, every witness in its own brackets."""
    assert apparatus_note(unit, (), style="cbeta") == note


def test_what_has_no_sign_is_said() -> None:
    """Open, not extant, quoted evidence and suspected slips stand in words."""
    collation = sample()
    notes = {u.id: apparatus_note(u, collation.witnesses, style="cbeta") for u in collation.units}
    assert notes["二.1-3"] == "县级=县局【乙】（疑识录误）；【丙】未见"
    assert notes["二.2-2"] == "优进绌退=优胜劣汰【乙】；戊（旁证）=优胜劣汰；【丙】未见"
    assert "待考" in notes["二.2-5"]


def test_apparatus_in_signs() -> None:
    """The style changes the notes of the apparatus and nothing else."""
    traditional, signs = apparatus_md(sample()), apparatus_md(sample(), style="cbeta")
    assert "优进绌退=优胜劣汰【乙】" in signs
    assert "乙本作" not in signs
    strip = [line for line in traditional.split("\n") if not line.startswith("- 校记")]
    assert strip == [line for line in signs.split("\n") if not line.startswith("- 校记")]


def test_undecided() -> None:
    """Without a decision the reading of the base is the lemma."""
    unit = replace(_unit("遊", ("乙", "遍", Category.SUBSTITUTION)), decision=None)
    assert apparatus_note(unit, (), style="cbeta") == "遊=遍【乙】"
