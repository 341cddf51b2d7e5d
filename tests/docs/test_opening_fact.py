from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT

CORPUS = ROOT / "corpus" / "opinion-2024"
PAGES = ("README.md", "README.zh-CN.md", "docs/why.md")


@pytest.fixture(scope="module")
def collation() -> Any:
    """The committed result of the main job."""
    return json.loads((ROOT / "reports" / "opinion-2024" / "collation.json").read_text(encoding="utf-8"))


def _regions(one: Path, other: Path) -> int:
    """Runs of lines that begin with - or +, below the first @@, of a porcelain word diff."""
    done = subprocess.run(
        ["git", "diff", "--no-index", "--word-diff=porcelain", str(one), str(other)],
        capture_output=True,
        check=False,
    )
    lines = done.stdout.decode("utf-8").split("\n")
    body = lines[next(i for i, line in enumerate(lines) if line.startswith("@@")) :]
    changed = [line[:1] in ("-", "+") for line in body]
    return sum(now and not before for before, now in zip([False, *changed], changed, strict=False))


def test_the_booklet_and_the_page_differ_in_one_comma(collation: Any) -> None:
    """000 and 004 differ at three units: a comma, and the date and credit lines that 000 lacks."""
    found = [
        (
            unit["address"],
            unit["category"],
            {r["exact"] for r in unit["readings"] if {"甲", "丁"} & {*r["spans"]}},
        )
        for unit in collation["units"]
        if not any({"甲", "丁"} <= {*reading["spans"]} for reading in unit["readings"])
        and not {"甲", "丁"} & {*unit["lacuna"]}
    ]
    assert [address for address, _, _ in found] == ["日期", "五.12", "电头"]
    assert found[1][1:] == ("punctuation", {"，", "、"})


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_regions_that_git_reports_are_as_stated(collation: Any, tmp_path: Path) -> None:
    """The two counts of the opening fact are those of git, counted as docs/why.md says."""
    cut = []
    for witness in collation["witnesses"]:
        if witness["siglum"] in ("甲", "丁"):
            with (CORPUS / witness["path"]).open(encoding="utf-8-sig", newline="") as file:
                text = file.read()
            cut.append(tmp_path / witness["path"])
            cut[-1].write_text(
                "".join(f"{text[a:b]}\n" for a, b in witness["spans"]), encoding="utf-8", newline=""
            )
    inside, whole = _regions(*cut), _regions(CORPUS / "000.txt", CORPUS / "004.txt")
    for page in PAGES:
        numbers = re.findall(r"\d+", (ROOT / page).read_text(encoding="utf-8"))
        assert str(inside) in numbers, f"{page}: {inside}"
        assert str(whole) in numbers, f"{page}: {whole}"
