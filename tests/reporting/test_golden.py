from __future__ import annotations

from collections.abc import Callable

import pytest

from doccompare.reporting import REPORT_FILES, render_reports
from doccompare.reporting.labels import Lang
from doccompare.reporting.show import format_clause, format_sentence, format_unit
from doccompare.reporting.terminal import summary
from tests.reporting.sample import sample

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", REPORT_FILES)
def test_report_files(name: str, golden: Golden) -> None:
    """Every file of a result folder is compared in full, so that a change of a report shows as a diff."""
    golden(f"sample/{name}", render_reports(sample(), "0")[name])


@pytest.mark.parametrize(("lang", "width"), [("zh", 80), ("en", 80), ("zh", 40)])
def test_first_screen(lang: Lang, width: int, golden: Golden) -> None:
    """The first screen, in both languages and on a narrow terminal."""
    lines = summary(
        sample(),
        lang=lang,
        width=width,
        out_dir="reports/opinion-sample",
        next_command="doccompare show 二.2-5",
    )
    golden(f"sample/summary.{lang}.{width}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_show(lang: Lang, golden: Golden) -> None:
    """What ``show`` prints of a unit, a clause and a sentence."""
    collation = sample()
    lines = []
    for unit in collation.units:
        lines += [*format_unit(collation, unit, lang=lang), ""]
    for clause in collation.clauses:
        lines += [*format_clause(collation, clause, lang=lang), ""]
    lines += format_sentence(collation, collation.clauses[-1], 1, lang=lang)
    golden(f"sample/show.{lang}.txt", "\n".join(lines) + "\n")


def test_same_bytes() -> None:
    """The same collation gives the same bytes, twice in one process."""
    assert render_reports(sample(), "0") == render_reports(sample(), "0")
