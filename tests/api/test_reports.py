"""reports/opinion-2024 is what the main job writes today."""

from __future__ import annotations

from functools import cache

import pytest

import doccompare
from doccompare.establishing.rate import error_rates
from doccompare.reporting import REPORT_FILES, render_reports
from tests.api.reprints import CORPUS, ROOT

REPORTS = ROOT / "reports" / "opinion-2024"
STALE = "reports/opinion-2024/{} is stale: run `doccompare collate corpus/opinion-2024` and look at the diff"


@cache
def rendered() -> dict[str, str]:
    """The reports of the corpus, by file name."""
    collation = doccompare.collate([CORPUS])
    return render_reports(collation, doccompare.__version__, rates=error_rates(collation))


@pytest.mark.parametrize("name", REPORT_FILES)
def test_the_committed_report_is_not_stale(name: str) -> None:
    """The committed file has the bytes the main job would write, so a change of method shows as a diff."""
    path = REPORTS / name
    assert path.is_file(), STALE.format(name)
    assert path.read_bytes() == rendered()[name].encode("utf-8"), STALE.format(name)


def test_nothing_else_is_committed_there() -> None:
    """The folder holds the reports and nothing that no command writes."""
    assert {p.name for p in REPORTS.iterdir()} <= {*REPORT_FILES, "witnesses"}
