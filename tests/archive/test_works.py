"""A search of an archive sees the works that a check of quotations sees."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import doccompare
from doccompare.archive.references import load_references
from doccompare.errors import UsageError
from doccompare.pipeline import collate
from doccompare.pipeline.against import standards
from doccompare.reporting import render_reports, save_reports
from tests.archive.made import CORPUS, NOTICE, notice, searched, write_jsonl


def _copies(folder: Path) -> Path:
    """Three copies of one text."""
    copies = folder / "copies"
    copies.mkdir()
    for name in ("000.txt", "001.txt", "004.txt"):
        shutil.copy(CORPUS / name, copies)
    return copies


def _result(copies: Path, version: str = doccompare.__version__) -> Path:
    """The stored result of their collation, in their folder."""
    save_reports(render_reports(collate([copies]), version), copies / "result")
    return copies / "result"


def test_copies_in_a_folder_are_one_work(tmp_path: Path) -> None:
    """Reprints of one text without a manifest are collated: one name, the text they establish."""
    copies = _copies(tmp_path)
    (work,) = load_references(copies)
    (standard,) = standards(copies)
    assert (work.work, work.title, work.text) == (standard.slug, standard.title, standard.text.text)
    assert work.work == "copies"


def test_a_stored_result_gives_its_established_text(tmp_path: Path) -> None:
    """While it holds, nothing is said, and offsets of passages are those of its established text."""
    result = _result(_copies(tmp_path))
    established = json.loads((result / "collation.json").read_text(encoding="utf-8"))["established"]["text"]
    said: list[str] = []
    (work,) = load_references(result, said.append)
    assert work.text == established
    assert work.places
    assert said == []


def test_a_stored_result_that_no_longer_holds_is_made_anew(tmp_path: Path) -> None:
    """When files have changed it is told, and their new text is searched for; without files it is refused."""
    copies = _copies(tmp_path)
    result = _result(copies)
    for file in sorted(copies.glob("*.txt")):
        text = file.read_text(encoding="utf-8-sig").replace("优进绌退", "优进劣退")
        file.write_text(text, encoding="utf-8")
    said: list[str] = []
    (work,) = load_references(result, said.append)
    assert "优进劣退" in work.text
    assert len(said) == 1
    for file in copies.glob("*.txt"):
        file.unlink()
    with pytest.raises(UsageError):
        load_references(result)


def test_what_is_said_of_the_works_is_said_by_a_search(tmp_path: Path) -> None:
    """A search passes on the sentences on its works: here, that a result of another version was made anew."""
    result = _result(_copies(tmp_path), "0")
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": "x", "text": NOTICE}])
    said: list[str] = []
    searched(archive, result, tmp_path / "out", warn=said.append)
    assert len(said) == 1


def test_a_plain_text_keeps_its_own_offsets(tmp_path: Path) -> None:
    """Of a file that is no collation the text is the file's, marks and blank lines included."""
    (work,) = load_references(notice(tmp_path))
    assert work.text == NOTICE
