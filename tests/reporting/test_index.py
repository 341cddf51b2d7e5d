from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from doccompare.cli import main
from doccompare.errors import OutputError
from doccompare.reporting import write_reports
from doccompare.reporting.index import entries, index_html, write_index
from tests.reporting.sample import hostile, sample
from tests.reporting.test_html import Page
from tests.reporting.versions import two_versions


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """A folder of works: versions, reprints, one with markup in its name and texts, one broken."""
    write_reports(two_versions(), tmp_path / "a", "0")
    write_reports(sample(), tmp_path / "乙 & 丙", "0")
    write_reports(hostile(), tmp_path / "<b>", "0")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "collation.json").write_text("{")
    return tmp_path


def test_the_worst_first(works: Path) -> None:
    """What cannot be read stands first, then by critical places; versions, where nothing is wrong, last."""
    found = entries(works)
    assert found[0].folder == "broken"
    assert found[-1].folder == "a"
    assert found[-1].critical == 0
    assert found[1].critical >= found[2].critical > 0


def test_links_and_markup(works: Path) -> None:
    """Every report is linked by a path that a browser takes; names and titles stay text; no path leaks."""
    text = index_html(entries(works), "0")
    page = Page(text)
    assert page.open == []
    assert sorted(page.links) == [
        "#main",
        "%3Cb%3E/report.html",
        "%E4%B9%99%20%26%20%E4%B8%99/report.html",
        "a/report.html",
    ]
    assert "<b>" not in text.split("<body>")[1].replace("<b>broken</b>", "")
    assert str(works) not in text
    assert text == index_html(entries(works), "0")


def test_a_foreign_index_is_kept(works: Path) -> None:
    """An index.html of the user's own is not overwritten; ours is."""
    path = write_index(works, entries(works), "0")
    assert write_index(works, entries(works), "1") == path
    path.write_text("<p>mine")
    with pytest.raises(OutputError):
        write_index(works, entries(works), "0")
    assert path.read_text() == "<p>mine"


def test_command(works: Path) -> None:
    """The command writes the page and names what it could not read; an empty folder is an error of use."""
    result = CliRunner().invoke(main, ["index", str(works)])
    assert result.exit_code == 0
    assert "broken" in result.output
    assert (works / "index.html").is_file()
    (works / "empty").mkdir()
    assert CliRunner().invoke(main, ["index", str(works / "empty")]).exit_code == 2
