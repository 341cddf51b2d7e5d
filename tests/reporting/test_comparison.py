from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from doccompare.model import Clause, Collation, Part
from doccompare.pipeline import collate
from doccompare.reporting import REPORT_FILES, render_reports, write_reports
from doccompare.reporting.comparison import (
    Line,
    changed,
    changes,
    comparison_html,
    comparison_md,
    counted,
    groups,
    head_line,
    row_label,
    rows,
    versions,
)
from doccompare.reporting.fromjson import collation_from_dict
from doccompare.reporting.html import report_html
from doccompare.reporting.labels import Lang
from doccompare.reporting.schema import load_schema
from doccompare.reporting.terminal import summary
from doccompare.reporting.tojson import collation_to_dict
from doccompare.reporting.width import width
from tests.reporting.exports.sets import collated
from tests.reporting.sample import sample
from tests.reporting.test_html import Page
from tests.reporting.versions import two_versions

Golden = Callable[[str, str], None]
STATUTE = Path(__file__).parents[1] / "dev" / "statute"


def test_oldest_first() -> None:
    """The columns follow the dates the texts say, not the order of the files."""
    assert [(v.siglum, v.date, v.day) for v in versions(two_versions())] == [
        ("甲", "2012年5月8日", "2012-05-08"),
        ("乙", "2020年11月3日", "2020-11-03"),
    ]
    assert head_line(two_versions()).startswith("不同时期的文本（版本）：甲 2012年5月8日 → 乙 2020年11月3日")


def test_each_group_is_counted_once() -> None:
    """A split, a merged and a clause of two paragraphs are one each; title, date, heading are not counted."""
    assert changes(two_versions()) == {
        "unchanged": 1,
        "renumbered": 1,
        "amended": 1,
        "new": 1,
        "deleted": 1,
        "split": 1,
        "merged": 1,
    }


def _plain(address: str, part: Part, labels: dict[str, str], partner: str) -> Clause:
    partners = {"甲": (partner,), "乙": (partner,)}
    return Clause(address, part, "", "文", labels, {}, "unchanged", partners)


def test_equal_numbers_of_two_sections_stay_apart() -> None:
    """Clause 1 of the first and of the second section, and unnumbered paragraphs, are groups of their own."""
    numbered = {"甲": "1", "乙": "1"}
    clauses = (
        _plain("一.1", Part.CLAUSE, numbered, "1"),
        _plain("一.1.p2", Part.PARAGRAPH, {}, "1"),
        _plain("二.1", Part.CLAUSE, numbered, "1"),
    )
    found = groups(replace(two_versions(), clauses=clauses))
    assert [[c.address for c in g.entries] for g in found] == [["一.1", "一.1.p2"], ["二.1"]]
    paragraphs = tuple(_plain(f"p{n}", Part.PARAGRAPH, {}, "段") for n in range(3))
    assert len(counted(replace(two_versions(), clauses=paragraphs))) == 3


def _cells(address: str) -> list[list[str]]:
    row = next(r for r in rows(two_versions()) if r.group.address == address)
    return [[line.label + "".join(r.text for r in line.runs) for line in cell] for cell in row.cells]


def test_partners_share_a_row() -> None:
    """Split and merged clauses stand side by side, each with its own number; a paragraph is a line."""
    assert _cells("第一章.第二条") == [
        ["第三条渡口由县管理。乡镇负责日常。"],
        ["第二条渡口由县管理。", "第三条乡镇负责日常。"],
    ]
    assert _cells("第一章.第五条") == [
        ["第四条渡船应当检验。", "第五条救生衣不得少于20件。"],
        ["第五条渡船应当检验。救生衣不得少于20件。"],
    ]
    assert _cells("第一章.第四条") == [
        ["第二条渡口分为两类。", "每类另行登记。"],
        ["第四条渡口分为两类。", "每类另行登记。"],
    ]
    assert _cells("第一章.第六条") == [[], ["第六条渡船改用<电力>，不得烧油。"]]


def test_moved_clause_is_marked() -> None:
    """What stands before the clause it stood behind is moved; one of two exchanged clauses is enough."""
    assert [r.group.address for r in rows(two_versions()) if r.moved] in (
        ["第一章.第二条"],
        ["第一章.第四条"],
    )


def test_marks() -> None:
    """What goes is marked in the older text, what comes in the newer; numbers are marked whole."""
    text = comparison_md(two_versions())
    assert "夜间<del>1小时</del>内报告" in text
    assert "夜间<ins>30分钟</ins>内报告" in text
    assert "<电力>" not in text


def test_most_important_first() -> None:
    """What touches a duty or a number goes before the rest; what was only renumbered is not listed."""
    assert [(r.group.change, bool(r.topics)) for r in changed(two_versions())] == [
        ("deleted", True),
        ("new", True),
        ("amended", True),
        ("split", False),
        ("merged", False),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_first_screen(lang: Lang, columns: int) -> None:
    """The relation first; no verdict, no word for an error; 24 lines, no wider than the terminal."""
    lines = summary(two_versions(), lang=lang, width=columns, out_dir="out", next_command="doccompare show 6")
    assert lines[0].startswith("不同时期的文本（版本）：" if lang == "zh" else "Versions of different date: ")
    assert len(lines) <= 24
    assert max(map(width, lines)) <= columns
    text = "\n".join(lines)
    assert not re.search("要害|讹|脱|衍|付印|结论|critical|DO NOT|Verdict", text)
    assert "comparison.html" in text


def test_crowded_screen() -> None:
    """With two hundred changed clauses the list gives way and says how much is left."""
    base = two_versions()
    many = tuple(
        replace(
            base.clauses[9], address=f"第{n}条", labels={"乙": f"第{n}条"}, partners={"乙": (f"第{n}条",)}
        )
        for n in range(200)
    )
    lines = summary(replace(base, clauses=many), out_dir="out", next_command="x")
    assert len(lines) == 24
    assert any("另有" in line and "见对照表" in line for line in lines)


@pytest.mark.parametrize("name", ["comparison.md", "comparison.html", "report.html", "apparatus.md"])
def test_golden(name: str, golden: Golden) -> None:
    """The files of versions, compared in full."""
    golden(f"versions/{name}", render_reports(two_versions(), "0")[name])


def test_golden_screen(golden: Golden) -> None:
    """The first screen of versions in both languages."""
    for lang in ("zh", "en"):
        lines = summary(two_versions(), lang=lang, out_dir="out", next_command="doccompare show 6")
        golden(f"versions/summary.{lang}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("page", [comparison_html, report_html])
def test_self_contained_page(page: object) -> None:
    """No outside resource; ids once, links arrive, tags close, headings without a gap."""
    text = page(two_versions(), "0")  # type: ignore[operator]
    found = Page(text)
    assert found.open == []
    assert not {"link", "img", "iframe", "object"} & set(found.tags)
    assert not {"src", "action"} & found.attributes
    assert "style" not in found.attributes
    assert "http://" not in text
    assert "https://" not in text
    assert all(link.startswith("#") and link[1:] in found.ids for link in found.links)
    assert len(found.ids) == len(set(found.ids))
    tables = re.findall(r"<table[^>]*>\s*(?:<caption)?", text)
    assert all("<caption" in table or "aria-labelledby" in table for table in tables)
    levels = [int(tag[1]) for tag in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert "<电力>" not in text
    assert "要害" not in text


def test_only_versions_have_a_table(tmp_path: Path) -> None:
    """Reprints have none; a table left by an earlier run of versions goes, a file of the user stays."""
    names = sorted([*REPORT_FILES, "comparison.md", "comparison.html"])
    write_reports(two_versions(), tmp_path / "v", "0")
    assert sorted(p.name for p in (tmp_path / "v").iterdir()) == names
    write_reports(sample(), tmp_path / "v", "0")
    assert sorted(p.name for p in (tmp_path / "v").iterdir()) == sorted(REPORT_FILES)
    (tmp_path / "v" / "comparison.md").write_text("mine")
    write_reports(sample(), tmp_path / "v", "0")
    assert (tmp_path / "v" / "comparison.md").read_text() == "mine"


def test_json_of_versions_is_valid() -> None:
    """collation.json of versions follows the published schema."""
    jsonschema.Draft202012Validator(load_schema()).validate(
        json.loads(render_reports(two_versions(), "0")["collation.json"])
    )


def _collated() -> Collation:
    import doccompare

    return doccompare.collate([STATUTE / "2020.txt", STATUTE / "2012.txt"])


def test_the_development_set() -> None:
    """The table of the statute holds every row of its gold."""
    gold = json.loads((STATUTE / "gold.json").read_text(encoding="utf-8"))["articles"]
    wanted = {(row["change"], tuple(row["old"]), tuple(row["new"])) for row in gold}
    found = {
        (g.change, tuple(g.partners.get("乙", ())), tuple(g.partners.get("甲", ())))
        for g in counted(_collated())
    }
    assert found == wanted


def test_a_stored_result_gives_the_same_table() -> None:
    """Read back, without the texts of the versions: the same versions, rows, words and marks."""
    fresh = collated("statute")
    stored = collation_from_dict(collation_to_dict(fresh))
    assert [(v.siglum, v.date) for v in versions(stored)] == [(v.siglum, v.date) for v in versions(fresh)]
    for one, other in zip(rows(fresh), rows(stored), strict=True):
        assert row_label(one) == row_label(other)
        for cell, told in zip(one.cells, other.cells, strict=True):
            for new, old in ((False, False), (True, False), (False, True)):
                assert _words(cell, new, old) == _words(told, new, old)


def _words(cell: tuple[Line, ...], new: bool, old: bool) -> str:
    """The text of a cell that has at least these marks."""
    return "".join(r.text for line in cell for r in line.runs if r.new >= new and r.old >= old)


def test_items_keep_their_numbers(tmp_path: Path) -> None:
    """（一） before an item is shown in every version, in the table made at once as in the stored one."""
    text = (
        "渡口管理办法\n（2018年3月1日通过）\n第一条　为了方便两岸群众安全过河，制定本办法。\n"
        "第二条　有下列情形之一的，渡船不得离岸：\n（一）风力超过渡船抗风等级的；\n"
        "（二）能见度不足100米的。\n第三条　渡工应当逐日记载开渡、停渡和乘客人数。\n"
    )
    for name, version in (("a.txt", text), ("b.txt", text.replace("2018", "2023").replace("100", "200"))):
        (tmp_path / name).write_text(version, encoding="utf-8")
    collation = collate(sorted(tmp_path.glob("*.txt")), versions=True)
    for found in (collation, collation_from_dict(collation_to_dict(collation))):
        row = next(
            r for r in rows(found) if any("风力" in run.text for c in r.cells for li in c for run in li.runs)
        )
        assert [[line.label for line in cell] for cell in row.cells] == [["第二条", "（一）", "（二）"]] * 2
