from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the archive needs the extra 'archive' (pyarrow)")

from doccompare.reporting.width import width
from tests.archive.made import NOTICE, ROOT, notice, write_jsonl


def _run(*arguments: object, code: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "doccompare", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "DOCCOMPARE_LANG": "en", "COLUMNS": "60", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout, done.stderr


def test_find_collate_and_status(tmp_path: Path) -> None:
    """Reprints come out collated; a page_id never becomes a path; the status says it is done."""
    pages = [
        {"page_id": "../../evil", "publication": "晨报", "text": NOTICE},
        {"page_id": "b", "publication": "晚报", "date": "5-1", "text": NOTICE.replace("五棵", "三棵")},
    ]
    archive, out = write_jsonl(tmp_path / "a.jsonl", pages), tmp_path / "out"
    said, errors = _run(
        "find", archive, "--against", notice(tmp_path), "--out", out, "--workers", 1, "--collate"
    )
    assert "2 with a reprint" in said
    assert "2 reprints, 1 units" in said
    assert errors == ""
    assert all(width(line) <= 80 for line in said.splitlines() if str(tmp_path) not in line)
    folder = out / "collations" / "notice"
    assert sorted(path.name for path in folder.glob("*.txt")) == ["01.txt", "02.txt"]
    assert (folder / "report" / "collation.json").is_file()
    said, _ = _run("find", "--status", out)
    assert said.startswith("done 1/1 shards")


def test_pages_of_one_page_id_are_collated_each_as_itself(tmp_path: Path) -> None:
    """Of two pages with one page_id both texts are there, and each is called by its place too."""
    pages = [
        {"page_id": "x", "text": NOTICE},
        {"page_id": "x", "text": "今日多云。"},
        {"page_id": "x", "text": NOTICE.replace("五棵", "三棵")},
        {"page_id": "y", "text": NOTICE.replace("五棵", "六棵")},
    ]
    archive, out = write_jsonl(tmp_path / "a.jsonl", pages), tmp_path / "out"
    said, _ = _run("find", archive, "--against", notice(tmp_path), "--out", out, "--workers", 1, "--collate")
    assert "3 with a reprint" in said
    folder = out / "collations" / "notice"
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
    assert texts == [pages[0]["text"], pages[2]["text"], pages[3]["text"]]
    manifest = (folder / "collation.toml").read_text(encoding="utf-8")
    assert "x (a.jsonl#0)" in manifest
    assert "x (a.jsonl#2)" in manifest
    assert "y (" not in manifest


def test_misuse_is_one_sentence(tmp_path: Path) -> None:
    """Missing options, a folder without a search, an unknown executor: exit code 2 and what to do."""
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": "a", "text": NOTICE}])
    for arguments in (
        ["find", archive],
        ["find", "--status", tmp_path],
        ["find", archive, "--against", tmp_path / "none.txt", "--out", tmp_path / "o"],
        ["find", archive, "--against", notice(tmp_path), "--out", tmp_path / "o", "--executor", "ray"],
        ["find", archive, "--all-pairs", "--against", notice(tmp_path), "--out", tmp_path / "o"],
        ["pack", tmp_path / "none", "-o", tmp_path / "p"],
    ):
        said, errors = _run(*arguments, code=2)
        assert said == ""
        assert errors.startswith("Error: ")
        assert 1 <= len(errors.splitlines()) <= 2


def test_without_pyarrow_one_line_to_type(tmp_path: Path) -> None:
    """Where pyarrow is not installed the command says so and how to get it, with exit code 2."""
    (tmp_path / "pyarrow.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "doccompare",
            "find",
            "corpus",
            "--against",
            "corpus",
            "--out",
            str(tmp_path / "o"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "DOCCOMPARE_LANG": "en"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "doccompare[archive]" in done.stderr
    assert "Traceback" not in done.stderr
