"""A decision made on files without a manifest is there when the files are collated again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from doccompare.cli import main

TITLE = "关于进一步加强财会监督工作的意见\n\n"


def test_decision_on_a_folder_without_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``collate``, ``decide``, ``collate``: the choice stands in the second result."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, word in (("a", "每半年"), ("b", "每年")):
        text = f"坚持统筹兼顾，{word}召开一次会议，研究重大问题。市级有关部门要落实责任，确保见到实效。\n"
        (folder / f"{name}.txt").write_text(TITLE + text, encoding="utf-8")
    run = CliRunner()
    assert run.invoke(main, ["collate", "pages"]).exit_code == 0
    decided = run.invoke(main, ["decide", "p1-1", "每年", "--why", "据原件", "--who", "陈"])
    assert decided.exit_code == 0, decided.output
    assert run.invoke(main, ["collate", "pages"]).exit_code == 0
    result = json.loads((tmp_path / "reports" / "pages" / "collation.json").read_text(encoding="utf-8"))
    assert "每年" in result["established"]["text"]
    assert [u["decision"]["status"] for u in result["units"]] == ["confirmed"]
