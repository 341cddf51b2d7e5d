from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from doccompare.model import Collation, Problem, Severity, Status
from doccompare.reporting.labels import Lang
from doccompare.reporting.terminal import summary
from doccompare.reporting.views import severities, verdict
from doccompare.reporting.width import cell, cut, printable, width, wrapped
from tests.reporting.sample import hostile, sample


def _large() -> Collation:
    """Forty witnesses, sixty critical units, twenty problems, two other works."""
    base = sample()
    witnesses = tuple(
        replace(base.witnesses[0], witness=replace(base.witnesses[0].witness, siglum=f"甲{i}"))
        for i in range(40)
    )
    critical = base.units[-1]
    units = tuple(replace(critical, id=f"二.2-{i}", key=f"k{i}") for i in range(60))
    return replace(
        base,
        witnesses=witnesses,
        units=units,
        others=("另一篇文章", "又一篇文章"),
        problems=tuple(Problem("p", f"第{i}个提示，说明某处值得注意的情况") for i in range(20)),
        unmet=(Problem("sections", "应有 6 部分，实得 5"),),
    )


@pytest.mark.parametrize("collation", [sample(), hostile(), _large()], ids=["sample", "hostile", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [20, 40, 57, 72, 80, 200])
def test_fits(collation: Collation, lang: Lang, columns: int) -> None:
    """At most 24 lines, none wider than the terminal, however much there is to say."""
    lines = summary(
        collation, lang=lang, width=columns, out_dir="reports/x", next_command="doccompare show 二.2-5"
    )
    assert len(lines) <= 24
    assert max(width(line) for line in lines) <= max(columns, 40)


def test_answer_first_next_command_last() -> None:
    """The verdict stands before everything but the title; the next command ends the screen."""
    lines = summary(sample(), out_dir="reports/x", next_command="doccompare show 二.2-5")
    assert lines[1].startswith("结论: 不宜付印。要害异文 6 处")
    assert lines[-1].endswith("下一步: doccompare show 二.2-5")


def test_open_critical_units_come_first() -> None:
    """Among the critical units those still open are listed first."""
    lines = summary(sample(), out_dir="x")
    listed = [line.split()[0] for line in lines if line.startswith("  ") and "-" in line.split()[0]]
    assert next(name for name in listed if name != "-") == "二.2-5"


def test_what_must_not_be_lost() -> None:
    """Unmet checksums, other works and problems are said whole, even on a crowded screen."""
    text = "\n".join(summary(_large(), out_dir="x", next_command="y"))
    assert "校验不符: 应有 6 部分，实得 5" in text
    assert "另一篇文章、又一篇文章" in text
    assert "另有要害" in text
    assert "另有提示" in text


def test_no_ambiguous_width_in_columns() -> None:
    """Padded columns hold no character whose width depends on the terminal."""
    assert cell("“学习·材料”…", 20).rstrip() == '"学习.材料"..'
    for line in summary(hostile(), out_dir="x"):
        assert "\x1b" not in line
        assert "\x07" not in line
    row = next(line for line in summary(sample(), out_dir="x") if line.startswith("  乙"))
    assert not any(unicodedata.east_asian_width(ch) == "A" for ch in row)


def test_no_colour_unless_asked() -> None:
    """Escape sequences appear only with colour on, and never change the words."""
    plain, colourful = summary(sample(), out_dir="x"), summary(sample(), out_dir="x", colour=True)
    assert not any("\x1b" in line for line in plain)
    assert colourful[1].startswith("\x1b[")
    assert len(plain) == len(colourful)


def test_long_path_stands_whole() -> None:
    """A path that is wider than the screen is not cut: it must be possible to copy it."""
    path = "reports/" + "很长的目录名" * 12
    lines = summary(sample(), out_dir=path, next_command="doccompare show 1")
    assert f"{path}/report.html" in lines


def test_verdicts() -> None:
    """The verdict tells apart: nothing, nothing critical, decided, open."""
    collation = sample()
    assert verdict(replace(collation, units=())) == "各本一致, 无异文。"
    mild = tuple(u for u in collation.units if u.severity is not Severity.CRITICAL)
    assert verdict(replace(collation, units=mild)) == "无要害异文; 文字 5 处, 格式 2 处。"
    confirmed = tuple(
        replace(u, decision=replace(u.decision, status=Status.CONFIRMED))
        for u in collation.units
        if u.decision
    )
    assert verdict(replace(collation, units=confirmed)) == "要害异文 6 处, 均已裁定。"
    assert verdict(collation, "en") == "DO NOT PRINT. 6 critical units: 1 open, 5 to confirm."
    assert sum(severities(collation).values()) == len(collation.units)


def test_unmet_is_the_verdict() -> None:
    """A checksum that fails is the first thing said: such a result is not to be relied on."""
    collation = replace(sample(), unmet=(Problem("clauses", "应有 17 条，实得 2"),))
    assert verdict(collation).startswith("校验不符, 结果不能作准。")


@pytest.mark.parametrize(("text", "columns"), [("优进绌退", 8), ("a“b”…", 8), ("e\u0301", 1)])
def test_widths(text: str, columns: int) -> None:
    """Han takes two columns, ambiguous characters count as two, combining marks none."""
    assert width(text) == columns


@pytest.mark.parametrize("columns", range(4, 30))
def test_wrapping_keeps_everything(columns: int) -> None:
    """Wrapped text fits, loses no character but spaces, and begins no line with a closing mark."""
    text = "校验不符：应有 6 部分，实得 5；reports/opinion-2024/report.html。"
    lines = wrapped(text, columns, " ")
    assert max(map(width, lines)) <= columns
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_cut_and_clean() -> None:
    """A cut text says that it was cut; control characters are dropped."""
    assert cut("优进绌退的鲜明导向", 10) == "优进绌退.."
    assert printable("红\x1b[31m\u202e\n色") == "红[31m 色"
