from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from doccompare.model import Clause, Part, Span
from doccompare.reporting.page import columns
from doccompare.reporting.page.columns import column_rows, shown_witnesses, ticks
from doccompare.reporting.page.passed import Strip, passed_over
from doccompare.text import key_of
from tests.reporting.sample import sample


def test_each_cell_is_what_the_witness_prints() -> None:
    """The runs of a cell together are the witness's text of the clause; a witness that stops has no cell."""
    collation = sample()
    witnesses = shown_witnesses(collation)
    assert [a.witness.siglum for a in witnesses] == ["甲", "乙", "丙", "丁"]
    for row in column_rows(collation, witnesses):
        for attestation, cell in zip(witnesses, row.cells, strict=True):
            spans = row.clause.spans.get(attestation.witness.siglum)
            if spans is None:
                assert cell is None
                continue
            printed = "".join(attestation.witness.text[s.start : s.end] for s in spans)
            assert cell is not None
            assert "".join(run.text for run in cell) == key_of(printed).print(0, len(printed))


def test_units_stand_at_their_place() -> None:
    """A reading is a run of its own, empty where there is nothing, marked when not the text's."""
    collation = sample()
    witnesses = shown_witnesses(collation)
    row = next(r for r in column_rows(collation, witnesses) if r.clause.address == "一.p2")
    sites = [[(run.text, run.other) for run in cell if run.unit is not None] for cell in row.cells if cell]
    assert sites[0] == [("", False), ("气", False), ("市地级", False)]
    assert sites[1] == [("二、加强能力建设", True), ("气", False), ("市级", True)]


def test_a_bracket_at_the_head_of_a_clause_is_printed_as_in_the_readings() -> None:
    """(2024年3月28日) in half width is no pair of two widths: what stands before the clause counts too."""
    text = "关于加强公园管理的通知\n(2024年3月28日)\n"
    start = text.index("(")
    attestation = sample().attestation("甲")
    changed = replace(
        attestation, witness=replace(attestation.witness, text=text), spans=(Span(0, len(text)),)
    )
    clause = Clause("日期", Part.DATE, "", "（2024年3月28日）", spans={"甲": (Span(start, len(text) - 1),)})
    (row,) = column_rows(replace(sample(), witnesses=(changed,), clauses=(clause,), units=()), [changed])
    (cell,) = row.cells
    assert cell is not None
    assert "".join(run.text for run in cell) == "（2024年3月28日）"
    assert [run.ignored for run in cell if run.ignored] == ["(", ")"]


@settings(deadline=None)
@given(st.text(alphabet='公园市民,，。 \n“”"（(ab1　', min_size=1, max_size=60).filter(lambda t: t.strip()))
def test_nothing_is_lost(text: str) -> None:
    """Shown text and ignored signs together account for every character of the source."""
    attestation = sample().attestation("甲")
    changed = replace(
        attestation, witness=replace(attestation.witness, text=text), spans=(Span(0, len(text)),)
    )
    clause = Clause("一", Part.PARAGRAPH, "", text, spans={"甲": (Span(0, len(text)),)})
    collation = replace(sample(), witnesses=(changed,), clauses=(clause,), units=())
    (row,) = column_rows(collation, [changed])
    (cell,) = row.cells
    assert cell is not None
    shown = "".join(run.text for run in cell).replace(" ", "")
    assert shown == "".join(key_of(text).shown).replace(" ", "")
    signs = "".join(run.ignored for run in cell)
    first = len(text) - len(text.lstrip())  # white space before the first character belongs to nobody
    assert signs.count("⏎") == text[first:].count("\n")
    assert signs.count("␣") == sum(char in " 　" for char in text[first:])


def test_long_texts_get_fewer_columns(monkeypatch: object) -> None:
    """Beyond the budget as many witnesses as fit are shown, the base always among them."""
    collation = sample()
    lengths = {a.witness.siglum: sum(map(len, a.spans)) for a in collation.reprints}
    limit = lengths["丁"] + lengths["甲"]
    monkeypatch.setattr(columns, "BUDGET", limit)  # type: ignore[attr-defined]
    assert [a.witness.siglum for a in shown_witnesses(collation)] == ["甲", "丁"]


def test_every_unit_is_on_the_minimap() -> None:
    """One tick for each unit, from top to bottom."""
    found = ticks(sample())
    assert len(found) == len(sample().units)
    assert [tick.at for tick in found] == sorted(tick.at for tick in found)
    assert 0 <= found[0].at < found[-1].at <= 1000


def test_what_was_passed_over_is_told_apart() -> None:
    """Another form of a character, and a mark left out on request, are runs of their own; units are not."""
    base = Strip(tuple("职工，条例规定"), (None,) * 5 + (7, 7))
    form = Strip(tuple("職工，條例規劃"), (None,) * 5 + (7, 7))
    bare = Strip(("职", "工", "条", "例", ""), (None,) * 4 + (7,))
    found, (forms, bares) = passed_over(base, [form, bare])
    assert [form.shown[n] for n in sorted(forms)] == ["職", "條"]
    assert not bares
    assert [base.shown[n] for n in sorted(found)] == ["，"]
    torn = Strip(tuple("职工"), (None,) * 2, torn=True)
    assert passed_over(base, [torn]) == (set(), [set()])


def test_another_script_is_marked_in_the_columns() -> None:
    """A traditional copy shows its own characters, each marked as passed over, the base's are not."""
    collation = sample()
    base, other = (collation.attestation(s) for s in ("丁", "甲"))
    text = other.witness.text.replace("气", "氣")
    other = replace(other, witness=replace(other.witness, text=text))
    rows = column_rows(replace(collation, units=()), [base, other])
    passed = [[run.text for row in rows for run in row.cells[n] or () if run.passed] for n in (0, 1)]
    assert passed[1].count("氣") == text.count("氣") == 1
    assert "气" not in passed[0]
