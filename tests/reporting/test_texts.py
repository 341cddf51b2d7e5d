from __future__ import annotations

from dataclasses import replace

import pytest

from doccompare.errors import UsageError
from doccompare.model import Clause, EstablishedText, Label, OpenPlace, Part
from doccompare.reporting.apparatus import apparatus_md
from doccompare.reporting.established import established_md, established_txt, paragraphs, pieces
from doccompare.reporting.lookup import find
from doccompare.reporting.markdown import escaped
from doccompare.reporting.show import format_clause, format_unit, sentences
from doccompare.reporting.tables import COLUMNS, to_pandas
from doccompare.reporting.views import coverage, file_name, place_name
from doccompare.reporting.width import width
from tests.reporting.sample import hostile, sample


def test_established_text_is_unmarked() -> None:
    """established.txt is the text and nothing else."""
    assert established_txt(sample()) == sample().established.text


def test_pieces_rebuild_the_paragraph() -> None:
    """Cut at headings and open places, a paragraph loses no character."""
    collation = hostile()
    for paragraph in paragraphs(collation):
        text = "".join(piece.text for piece in pieces(collation, paragraph))
        assert text == collation.established.text[paragraph.start : paragraph.end]


def test_open_place_without_characters_is_marked() -> None:
    """Where the base has nothing and others have something, the open place is marked all the same."""
    base = sample()
    at = base.established.open[0].start
    empty = replace(base.established, open=(OpenPlace(at, at, "2d14open"),))
    assert "培训⟦⟧[^1]院校" in established_md(replace(base, established=empty))


@pytest.mark.parametrize(
    "text",
    ["# 标题", "1. 条", "- 项", "*a*", "<b>", "[a](b)", "`x`", "a|b", "&lt;", "+ x", "===", "---", "![i](u)"],
)
def test_markdown_is_escaped(text: str) -> None:
    """No text of a witness becomes a heading, list, link or tag."""
    line = escaped(text)
    assert line != text
    assert "\\" in line


def test_hostile_markdown() -> None:
    """Markup of a witness is escaped in both Markdown files, and control characters are dropped."""
    for text in (apparatus_md(hostile()), established_md(hostile())):
        assert "<script" not in text.replace("\\<", "")
        assert "\x1b" not in text


@pytest.mark.parametrize(
    ("address", "unit", "clauses", "sentence"),
    [
        ("二.2-2", "二.2-2", [], None),
        ("2-2", "二.2-2", [], None),
        ("2d11term", "二.2-2", [], None),
        ("２－２", "二.2-2", [], None),
        ("2", None, ["二.2"], None),
        ("第2条", None, ["二.2"], None),
        ("二.2", None, ["二.2"], None),
        ("二", None, ["二", "二.1", "二.2"], None),
        ("二.2.s1", None, ["二.2"], 1),
        ("2.s1", None, ["二.2"], 1),
        ("标题", None, ["标题"], None),
        ("p2", None, ["一.p2"], None),
    ],
)
def test_addresses(address: str, unit: str | None, clauses: list[str], sentence: int | None) -> None:
    """A unit, a clause by number or address, a section, a sentence are found by what people type."""
    found = find(sample(), address)
    assert (found.unit.id if found.unit else None) == unit
    assert [c.address for c in found.clauses] == clauses
    assert found.sentence == sentence


@pytest.mark.parametrize("address", ["99", "二.9", "2-99", "x.s1", ""])
def test_unknown_address(address: str) -> None:
    """An address that does not exist is refused with those that do."""
    with pytest.raises(UsageError) as caught:
        find(sample(), address)
    assert "二.2" in caught.value.hint


def test_ambiguous_address() -> None:
    """A number that stands twice is refused, naming both."""
    base = sample()
    twice = replace(base, clauses=(*base.clauses, replace(base.clauses[-1], address="一.2")))
    with pytest.raises(UsageError, match=r"二\.2, 一\.2"):
        find(twice, "2")


def test_sentences() -> None:
    """Sentences are counted after the run-in heading and keep their closing quotation mark."""
    clause = Clause("四.9", Part.CLAUSE, "严格管理", "9. 严格管理。甲说：“好。”乙不说！丙呢？丁")
    bare = replace(sample(), established=EstablishedText(Label.NONE, ""))
    assert sentences(bare, clause) == [
        "甲说：“好。”",
        "乙不说！",
        "丙呢？",
        "丁",
    ]


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_show_fits(columns: int) -> None:
    """A card never leaves the screen at the side."""
    for collation in (sample(), hostile()):
        for unit in collation.units:
            assert max(map(width, format_unit(collation, unit, width=columns))) <= columns


def test_place_names() -> None:
    """Addresses in words."""
    assert place_name("四.9") == "第四部分第9条"
    assert place_name("四") == "第四部分标题"
    assert place_name("前言.p2") == "前言第2段"
    assert place_name("四.9.（一）") == "第四部分第9条（一）"
    assert place_name("第二章.第十二条.2") == "第二章第十二条第2款"
    assert place_name("标题") == "标题"


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "100%"), (0.9999, "99.9%"), (0.996, "99.6%"), (0.56, "56%"), (0.0, "0%")]
)
def test_coverage_never_rounds_up_to_all(share: float, shown: str) -> None:
    """100% is said only of a whole witness."""
    assert coverage(replace(sample().witnesses[0], coverage=share)) == shown


def test_paths_are_not_published() -> None:
    """Of an absolute path, or one that climbs, only the last part is shown."""
    assert file_name("/papers/a/000.txt") == "000.txt"
    assert file_name("../x/000.txt") == "000.txt"
    assert file_name("C:\\a\\000.txt") == "000.txt"
    assert file_name("texts/000.txt") == "texts/000.txt"


def test_table_for_analysts() -> None:
    """One row per unit and witness; numbers that may be missing stay whole numbers."""
    frame = to_pandas(sample())
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == sum(
        len(u.lacuna) + len(u.indirect) + sum(len(r.spans) for r in u.readings) for u in sample().units
    )
    row = frame[(frame.unit == "二.2-2") & (frame.siglum == "乙")].iloc[0]
    assert (row.text, row.reading_category, row.is_lemma) == ("优胜劣汰", "substitution", False)
    assert set(frame[frame.unit == "二.2-2"].state) == {"present", "lacuna", "indirect"}
    assert str(frame["line"].dtype) == "Int64"


def test_apparatus_with_rates() -> None:
    """The rates are a section of the apparatus: every figure with the places that make it."""
    from doccompare.establishing.rate import error_rates

    text = apparatus_md(sample(), rates=error_rates(sample()))
    assert "## 正文差错率" in text
    assert "非版面差错率" in text
    assert "二.2-1 2（错漏多 1 字，重要名称、时间加倍）" in text.replace("\\", "")
    assert "差错率" not in apparatus_md(sample())


def test_show_prints_what_was_established() -> None:
    """A clause is shown as established, open places marked; what the base has and was rejected is not."""
    base = sample()
    clause = next(c for c in base.clauses if c.address == "二.2")
    wrong = replace(clause, text=clause.text.replace("社区", "社会"))
    shown = "".join(line.strip() for line in format_clause(base, wrong))
    assert "社会" not in shown
    assert "⟦" in shown
    assert "社会" not in "".join(sentences(base, wrong))
