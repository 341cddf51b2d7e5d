from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_quote import CORPUS, run
from tests.quotation.support import blocks

WORK = blocks()["work"]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The notice as a plain file."""
    path = tmp_path / "work.txt"
    path.write_text(WORK, encoding="utf-8")
    return path


def galley(tmp_path: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A galley of the notice with some words changed."""
    text = "晚报\n第3版\n\n" + WORK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_true_galley_says_so(tmp_path: Path, work: Path) -> None:
    """Nothing wrong: one line, exit 0."""
    result = run("proof", galley(tmp_path, "a.txt"), "--against", work)
    assert result.exit_code == 0
    assert result.stdout == "a.txt: true to the text.\n"


def test_what_is_wrong_has_place_severity_and_correction(tmp_path: Path, work: Path) -> None:
    """Each error is found at its line and column, weighed, and put right; nothing else is listed."""
    path = galley(tmp_path, "a.txt", ("不超过5年", "不超过8年"), ("搭建帐篷", "搭建账篷"))
    result = run("proof", path, "--against", work, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["findings"]
    text = path.read_text(encoding="utf-8")
    assert [(f["found"], f["expected"], f["severity"]) for f in found] == [
        ("8", "5", "critical"),
        ("账篷", "帐篷", "wording"),
    ]
    for finding in found:
        assert text[finding["start"] : finding["end"]] in finding["found"]
        line = text.split("\n")[finding["line"] - 1]
        assert line[finding["column"] - 1] == text[finding["start"]]


def test_red_marks_are_followed_up(tmp_path: Path, work: Path) -> None:
    """核红: what was put right, what still stands (though changed into another error), what is new."""
    before = galley(tmp_path, "1.txt", ("不超过5年", "不超过8年"), ("搭建帐篷", "搭建账篷"))
    after = galley(tmp_path, "2.txt", ("搭建帐篷", "搭建张篷"), ("16小时", "61小时"))
    data = json.loads(run("proof", after, "--against", work, "--red", before, "--format", "json").stdout)[
        "red"
    ]
    assert [f["expected"] for f in data["carried_out"]] == ["5"]
    assert [f["found"] for f in data["remaining"]] == ["张篷"]
    assert [f["found"] for f in data["broken"]] == ["61"]


def test_a_lost_clause_is_one_finding(tmp_path: Path, work: Path) -> None:
    """A clause that is missing whole is one critical finding with its text, not a heap of letters."""
    clause = next(line for line in WORK.split("\n") if line.startswith("2."))
    result = run(
        "proof", galley(tmp_path, "a.txt", (clause + "\n", "")), "--against", work, "--format", "json"
    )
    found = [f for f in json.loads(result.stdout)["findings"] if f["kind"] == "omission_section"]
    assert [f["address"] for f in found] == ["一.2"]
    assert found[0]["severity"] == "critical"
    assert "严禁在公园内设立私人会所" in found[0]["expected"]


@pytest.mark.parametrize("name", ["002.txt", "README.md"])
def test_a_page_without_the_work_is_exit_3(name: str) -> None:
    """Not found, or only quoted: inconclusive, which never looks like 0."""
    result = run("proof", CORPUS / name, "--against", CORPUS / "004.txt")
    assert result.exit_code == 3
    assert "is not found in" in result.stderr
    assert result.stdout == ""


def test_the_galley_is_no_witness_of_itself() -> None:
    """001 as galley: its own readings do not count for it; the others that print them are named."""
    result = run("proof", CORPUS / "001.txt", "--against", CORPUS, "--format", "json")
    data = json.loads(result.stdout)
    assert all("乙" not in f["attested"] for f in data["findings"])
    assert any(f["found"] == "优胜劣汰" and f["expected"] == "优进绌退" for f in data["findings"])


def test_other_formats_tell_the_same(tmp_path: Path, work: Path) -> None:
    """CSV and Markdown list the findings of the JSON."""
    path = galley(tmp_path, "a.txt", ("不超过5年", "不超过8年"))
    csv = run("proof", path, "--against", work, "--format", "csv").stdout.splitlines()
    assert len(csv) == 2
    assert ",8,5," in csv[1]
    assert "“8”应作“5”" in run("proof", path, "--against", work, "--format", "md").stdout
