from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from doccompare.model import (
    Collation,
    Lacuna,
    Note,
    Relation,
    Severity,
    Span,
    StructureEntry,
    StructureKind,
)
from doccompare.reporting import write_reports
from doccompare.reporting.apparatus import apparatus_md
from doccompare.reporting.discrepancies import discrepancies_csv
from doccompare.reporting.fromjson import read_collation
from doccompare.reporting.html import report_html
from doccompare.reporting.labels import Lang
from doccompare.reporting.show import format_clause, format_unit
from doccompare.reporting.structure import structure_words
from doccompare.reporting.terminal import summary
from doccompare.reporting.views import (
    findings,
    structure_brief,
    structure_note,
    structure_severity,
    verdict,
)
from doccompare.reporting.width import width
from tests.reporting.sample import sample

LOST, MOVED = StructureKind.OMISSION_SECTION, StructureKind.MOVED_CLAUSE


def _entry(kind: StructureKind, siglum: str = "乙", address: str = "二") -> StructureEntry:
    """An entry at a clause of the sample; a loss is at the end of 一, all else where the clause stands."""
    clauses = {c.address: c for c in sample().clauses}
    span = clauses[address].spans.get(siglum, (Span(0, 0),))[0]
    if kind is LOST:
        end = clauses["一.p2"].spans[siglum][0].end
        span = Span(end, end)
    return StructureEntry(siglum, kind, address, span)


def _damaged(*entries: StructureEntry, units: bool = False) -> Collation:
    """The sample with these entries; 乙 has nothing of 二 when one of them says so."""
    base = sample()
    lost = {e.siglum: e for e in entries if e.kind is LOST}
    clauses = tuple(
        replace(c, spans={s: v for s, v in c.spans.items() if s not in lost})
        if c.address.startswith("二")
        else c
        for c in base.clauses
    )
    witnesses = tuple(
        replace(a, lacunae=(Lacuna("二", "二.2", lost[a.witness.siglum].span.start, "missing"),))
        if a.witness.siglum in lost
        else a
        for a in base.witnesses
    )
    kept = base.units if units else ()
    return replace(base, clauses=clauses, witnesses=witnesses, structure=entries, units=kept)


@pytest.mark.parametrize("kind", list(StructureKind))
def test_severity(kind: StructureKind) -> None:
    """Lost and moved text is critical, a displaced title and numbering formal; doubled text has its unit."""
    expected: dict[StructureKind, Severity | None] = {
        StructureKind.OMISSION_SECTION: Severity.CRITICAL,
        StructureKind.MOVED_CLAUSE: Severity.CRITICAL,
        StructureKind.MOVED_SECTION: Severity.CRITICAL,
        StructureKind.MISPLACED_HEADING: Severity.CRITICAL,
        StructureKind.TRUNCATION: Severity.CRITICAL,
        StructureKind.DISPLACED_TITLE: Severity.FORMAL,
        StructureKind.NUMBERING: Severity.FORMAL,
        StructureKind.DUPLICATE_HEADING: None,
        StructureKind.DUPLICATE_TEXT: None,
    }
    entry = _entry(kind)
    collation = _damaged(entry)
    assert structure_severity(collation, entry) is expected[kind]
    versions = replace(collation, work=replace(collation.work, relation=Relation.VERSIONS))
    assert structure_severity(versions, entry) is None


def test_truncation_with_and_without_jump_line() -> None:
    """A fragment that says where it goes on is honest; one that just stops is critical."""
    collation = sample()
    cut = collation.structure[1]
    assert structure_severity(collation, cut) is None
    assert findings(collation) == []
    silent = replace(
        collation,
        witnesses=tuple(
            replace(a, lacunae=tuple(replace(g, reason="truncation") for g in a.lacunae))
            for a in collation.witnesses
        ),
        structure=(replace(cut, note=""),),
    )
    assert structure_severity(silent, silent.structure[0]) is Severity.CRITICAL
    assert (
        structure_words(silent, silent.structure[0]) == "丙本至第二部分第1条中断，无转版行（003.txt:10:11）"
    )
    assert "without a jump line" in structure_words(silent, silent.structure[0], "en")


def test_a_title_moved_as_a_clause_is_a_displaced_title() -> None:
    """Where nothing but the title stands elsewhere, that is formal, whatever kind the entry has."""
    entry = _entry(MOVED, "丁", "标题")
    assert structure_severity(_damaged(entry), entry) is Severity.FORMAL


def test_sentences() -> None:
    """What is lost is named with its extent, what is moved with its new neighbour and its place."""
    lost, moved = _entry(LOST), _entry(MOVED, "丁", "二.1")
    collation = _damaged(lost, moved)
    assert structure_note(collation, lost) == "乙本缺第二部分“加强能力建设”（二至二.2）"
    assert structure_note(collation, lost).en == "乙 lacks section 二 (二 to 二.2)"
    note = structure_note(collation, moved)
    assert note == "丁本第二部分第1条“优化力量配置”移至第二部分标题之后（004.txt:10:1）"
    assert note.en == "丁 has 二.1 after 二 (004.txt:10:1)"
    assert structure_brief(collation, lost) == "乙缺第二部分“加强能力建设”"


def test_doubled_text_and_its_twin() -> None:
    """Doubled text is quoted, with the place where it stands the other time."""
    collation = sample()
    entry = replace(collation.structure[0], note="")
    words = structure_note(collation, entry)
    assert words == "乙本重出“二、加强能力建设”（001.txt:8:1，别见 001.txt:9:1）"


def test_title_after_the_text() -> None:
    """A title behind everything else is said to be there."""
    entry = replace(_entry(StructureKind.DISPLACED_TITLE, "丁", "标题"), span=Span(9000, 9010))
    assert structure_note(_damaged(entry), entry).startswith("丁本题名在文后")


def test_a_note_of_the_engine_goes_first() -> None:
    """When the entry brings its own sentence, that is used, in both languages."""
    entry = replace(_entry(LOST), note=Note("乙本脱", "乙 lost it"))
    collation = _damaged(entry)
    assert structure_words(collation, entry) == "乙本脱"
    assert structure_words(collation, entry, "en") == "乙 lost it"


def test_verdict_names_what_no_unit_shows() -> None:
    """A lost section without any unit is never “各本一致”, on the screen, in the apparatus, on the page."""
    collation = _damaged(_entry(LOST))
    assert verdict(collation) == "不宜付印。要害 1 处（结构 1）: 乙缺第二部分“加强能力建设”。"
    assert verdict(collation, "en").startswith("DO NOT PRINT. 1 critical (structure 1): 乙 lacks section 二")
    for text in (apparatus_md(collation), report_html(collation, "0"), "\n".join(summary(collation))):
        assert "各本一致" not in text
        assert "乙缺第二部分" in text
    formal = _damaged(_entry(StructureKind.DISPLACED_TITLE, "丁", "标题"))
    assert verdict(formal).startswith("无异文; 结构 1 处: 丁题名")


def test_verdict_adds_units_and_structure() -> None:
    """With critical units the findings about structure count with them."""
    collation = _damaged(_entry(LOST), _entry(MOVED, "丁", "二.1"), units=True)
    assert verdict(collation).startswith("不宜付印。要害 8 处（异文 6、结构 2）: 待考 1 处")
    assert "（异文 6、结构 2）" in apparatus_md(collation)
    assert "8 critical (6 units, structure 2)" in verdict(collation, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 80])
def test_first_among_the_critical_lines(lang: Lang, columns: int) -> None:
    """The screen lists structure before the critical units, and stays within 24 lines."""
    entries = (_entry(LOST), *(_entry(MOVED, "丁", "二.1") for _ in range(2)))
    lines = summary(_damaged(*entries, units=True), lang=lang, width=columns, out_dir="x", next_command="y")
    assert len(lines) <= 24
    assert max(map(width, lines)) <= columns
    listed = [line for line in lines if line.startswith(("  结构-", "  二.2-", "  一.p2-"))]
    assert listed[0].startswith("  结构-1  乙")
    assert [line.startswith("  结构-") for line in listed] == sorted(
        (line.startswith("  结构-") for line in listed), reverse=True
    )
    assert any(("结构 3" if lang == "zh" else "structure 3") in line for line in lines)


def test_many_findings_fit() -> None:
    """However many sections are out of place, the screen has 24 lines and says how many are not shown."""
    lines = summary(_damaged(*(_entry(MOVED, "丁", "二.1") for _ in range(60)), units=True), out_dir="x")
    assert len(lines) <= 24
    assert any("另有要害" in line for line in lines)


def test_table_rows() -> None:
    """Each finding about structure is a row of the CSV: who, what, where; a unit's own is not repeated."""
    collation = _damaged(_entry(LOST), _entry(MOVED, "丁", "二.1"), sample().structure[0])
    rows = list(csv.DictReader(io.StringIO(discrepancies_csv(collation).removeprefix("\ufeff"))))
    assert [(r["id"], r["severity"], r["category"], r["address"]) for r in rows] == [
        ("结构-1", "critical", "omission", "二"),
        ("结构-2", "critical", "misplacement", "二.1"),
    ]
    assert (rows[0]["reading 乙"], rows[0]["reading 甲"]) == ("缺", "")
    assert (rows[1]["reading 丁"], rows[1]["place 丁"]) == ("移位", "004.txt:10:1")


def test_show_lists_structure() -> None:
    """``show`` of a clause names the findings there, also inside a section that is gone."""
    collation = _damaged(_entry(LOST))
    for clause in collation.clauses[-3:]:
        text = "".join(format_clause(collation, clause))
        assert "结构-1" in text
        assert "乙本缺第二部分" in text
        assert "各本一致" not in text
    assert "结构" not in "".join(format_clause(collation, collation.clauses[0]))


def test_matrix_shows_the_loss() -> None:
    """The overview of the page marks a lost section as lost, not as a fragment, and links the finding."""
    page = report_html(_damaged(_entry(LOST)), "0")
    assert len(re.findall('<a href="#s-1" aria-label="乙本此处缺"[^>]*>缺</a>', page)) == 3
    assert '<li id="s-1">' in page


def test_stored_sentence(tmp_path: Path) -> None:
    """The sentence is stored, so that a result that is read back still says where the text stands."""
    write_reports(_damaged(_entry(MOVED, "丁", "二.1")), tmp_path / "out", "0")
    stored = read_collation(tmp_path / "out")
    assert structure_words(stored, stored.structure[0]).endswith("（004.txt:10:1）")
    assert structure_words(stored, stored.structure[0], "en") == "丁 has 二.1 after 二"


def test_what_an_omission_leaves_is_shown() -> None:
    """A reading without a differing part but with a text is shown by that text; only nothing is 无."""
    base = sample()
    unit = next(u for u in base.units if u.id == "一.p2-3")
    left, gone = (
        replace(unit.readings[1], exact="", omitted=True),
        replace(unit.readings[2], text="", exact=""),
    )
    unit = replace(unit, readings=(unit.readings[0], left, replace(gone, omitted=True)))
    collation = replace(base, units=(unit,))
    assert "乙“市级”; 丙无" in "\n".join(summary(collation, out_dir="x"))
    assert "乙 市级; 丙 lacks it" in "\n".join(summary(collation, lang="en", out_dir="x"))
    card = "\n".join(format_unit(collation, unit))
    assert "2  市级" in card
    assert "3  〔无〕" in card
    (row,) = csv.DictReader(io.StringIO(discrepancies_csv(collation).removeprefix("\ufeff")))
    assert (row["reading 乙"], row["reading 丙"]) == ("市级", "〔无〕")
