from __future__ import annotations

from dataclasses import replace

import pytest

from doccompare.model import (
    Category,
    Cause,
    Decision,
    Method,
    Reading,
    Role,
    Severity,
    Span,
    Status,
    VariationUnit,
)
from doccompare.reporting.notes import apparatus_note, characters, copies, numeral, quoted
from tests.reporting.sample import sample


@pytest.mark.parametrize(
    ("unit", "note"),
    [
        ("日期-1", "“（2024年3月28日）”，丙本写作“（二〇二四年三月二十八日）”。"),
        ("一.p2-1", "“二、加强能力建设”，乙本重出于“人才支撑。”下。"),
        ("一.p2-2", "精气神，丙本无“气”字。"),
        ("一.p2-3", "市地级，乙本作“市级”，丙本倒作“地市级”。"),
        ("二.1-1", "“注重源头培养”下，逗号，乙本作句号；丙本未见（残）。"),
        ("二.1-2", "“职责”二字，乙本互乙；丙本未见（残）。"),
        ("二.1-3", "县级，乙本转录文本作“县局”，疑识录误；丙本未见（残）。"),
        ("二.1-4", "“的”字，乙本重；丙本未见（残）。"),
        ("二.2-1", "“坚持和加强”下，乙本无“党”字；丙本未见（残）。"),
        ("二.2-2", "优进绌退，乙本作“优胜劣汰”；戊（旁证）同乙；丙本未见（残）。"),
        ("二.2-3", "实现，乙本作“加强”，与另一处互易；丙本未见（残）。"),
        (
            "二.2-5",
            "“培训”下，诸本不一：丁本作“院校”，甲本作“学校”，乙本无“院校”二字，待考；丙本未见（残）。",
        ),
    ],
)
def test_wording(unit: str, note: str) -> None:
    """Each class of discrepancy has its traditional wording; a lacuna is 未见, never 无."""
    collation = sample()
    assert apparatus_note(collation.unit(unit), collation.witnesses) == note


def _two(lemma: str, other: str, category: Category, sigla: tuple[str, ...] = ("乙", "丙")) -> VariationUnit:
    return VariationUnit(
        "9-1", "k", "9", "由社区统筹使用", "规范", category, Cause.UNKNOWN, Severity.WORDING, (),
        (
            Reading(lemma, lemma, {"甲": Span(0, len(lemma))}, omitted=not lemma),
            Reading(
                other, other, dict.fromkeys(sigla, Span(0, len(other))), omitted=not other, category=category
            ),
        ),
        decision=Decision(0, lemma, Method.WITNESSES, 0.9, Status.PROPOSED),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lemma", "other", "category", "note"),
    [
        ("主要", "", Category.OMISSION, "“统筹使用”下，乙丙本无“主要”二字。"),
        ("", "主要", Category.ADDITION, "“统筹使用”下，乙丙本有“主要”二字。"),
        ("。", "", Category.PUNCTUATION, "“统筹使用”下，乙丙本无句号。"),
        ("", "，", Category.PUNCTUATION, "“统筹使用”下，乙丙本有逗号。"),
        ("。”", "”。", Category.PUNCTUATION, "“统筹使用”下，「。”」，乙丙本作「”。」。"),
        ("十" * 20, "", Category.OMISSION, "“统筹使用”下，乙丙本无“十十十十十十……十十十十十十”二十字。"),
    ],
)
def test_omissions_additions_marks(lemma: str, other: str, category: Category, note: str) -> None:
    """Agreeing witnesses are one group; what stands alone is located by the text before it."""
    assert apparatus_note(_two(lemma, other, category), ()) == note


def test_a_digit_lost_makes_another_number() -> None:
    """5000 against 500: the note names both numbers, not the digit between them."""
    unit = _two("5000", "500", Category.OMISSION)
    lost = replace(unit.readings[1], exact="", omitted=True)
    unit = replace(unit, readings=(replace(unit.readings[0], exact="0"), lost))
    assert apparatus_note(unit, ()) == "5000，乙丙本作“500”。"


def test_base_emended() -> None:
    """When the base's reading is rejected the note says on whose authority the text was changed."""
    unit = _two("优进绌退", "优胜劣汰", Category.SUBSTITUTION, ("丁",))
    assert apparatus_note(unit, (), base="丁") == "优进绌退，丁本作“优胜劣汰”，底本误，据甲本改。"


def test_nothing_beside_it() -> None:
    """A whole line, such as a date, needs no place: what stands there is said, and no more."""
    unit = replace(_two("", "（2024年）", Category.ADDITION, ("乙",)), left="", right="")
    assert apparatus_note(unit, ()) == "乙本有“（2024年）”七字。"


def test_three_readings_share_the_lemma() -> None:
    """With more than two readings every rejected one is given in full against the one lemma."""
    unit = _two("职责", "责职", Category.TRANSPOSITION, ("乙",))
    third = Reading("任务", "任务", {"丙": Span(0, 2)}, category=Category.SUBSTITUTION)
    unit = replace(unit, readings=(*unit.readings, third))
    assert apparatus_note(unit, ()) == "职责，乙本倒作“责职”，丙本作“任务”。"
    gone = Reading("", "", {"丁": Span(0, 0)}, omitted=True, category=Category.OMISSION)
    unit = replace(unit, readings=(*unit.readings, gone))
    assert apparatus_note(unit, ()) == "职责，乙本倒作“责职”，丙本作“任务”，丁本无。"


def test_versions_have_no_verdict() -> None:
    """Texts of different date are only set side by side: nothing is decided, nothing 待考."""
    unit = replace(_two("十年", "五年", Category.SUBSTITUTION), decision=None)
    assert apparatus_note(unit, ()) == "甲本作“十年”，乙丙本作“五年”。"


def test_editors_own_wording() -> None:
    """A reading of the editor's own is said to be one."""
    unit = _two("十年", "五年", Category.SUBSTITUTION)
    unit = replace(unit, decision=Decision(None, "八年", Method.EDITOR, 1.0, Status.CONFIRMED))
    assert apparatus_note(unit, ()) == "今定作“八年”，甲本作“十年”，乙丙本作“五年”。"


def test_every_witness_is_named_once_per_role() -> None:
    """No note of the sample leaves out a witness that departs, quotes or is not extant."""
    collation = sample()
    for unit in collation.units:
        note = apparatus_note(unit, collation.witnesses)
        departing = {s for r in unit.readings[1:] for s in r.sigla}
        for siglum in departing | set(unit.lacuna) | {r.siglum for r in unit.indirect}:
            assert siglum in note
        assert "该报" not in note
        assert all(
            a.role is not Role.INDIRECT or f"{a.witness.siglum}本" not in note for a in collation.witnesses
        )


def test_small_forms() -> None:
    """Sigla, counts and quotation marks as the notes write them."""
    assert copies(("乙", "丙")) == "乙丙本"
    assert copies(("甲2", "乙")) == "甲2、乙本"
    assert [numeral(n) for n in (1, 10, 11, 20, 35, 100)] == ["一", "十", "十一", "二十", "三十五", "100"]
    assert quoted("“两委”") == "「“两委”」"
    assert characters("党") == "“党”字"


def test_a_crowd_is_the_rest() -> None:
    """Most of many witnesses are not listed: the note names those that depart."""
    unit = _two("退位", "电位", Category.SUBSTITUTION)
    crowd = Reading("退位", "退位", {f"甲{n}": Span(0, 2) for n in range(2, 15)})
    few = replace(unit.readings[1], spans={"乙": Span(0, 2)})
    opened = Decision(None, "退位", None, 0.5, Status.OPEN)
    unit = replace(unit, readings=(crowd, few), decision=opened)
    assert apparatus_note(unit, ()) == "诸本不一：其余13本作“退位”，乙本作“电位”，待考。"


def test_a_decimal_point_is_told_with_its_number() -> None:
    """5.6% against 56%: the note names both numbers; a point is no character that is missing."""
    unit = _two("5.6%", "56%", Category.SUBSTITUTION)
    first, second = unit.readings
    readings = (replace(first, exact="."), replace(second, exact="", cause=Cause.NUMBER))
    assert apparatus_note(replace(unit, readings=readings), ()) == "5.6%，乙丙本作“56%”。"
