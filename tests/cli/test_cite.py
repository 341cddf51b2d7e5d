from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from doccompare.reporting.citations import Source, gbt7714
from tests.cli.test_quote import CORPUS, run
from tests.quotation.support import blocks
from tests.reporting.test_html import Page

MANIFEST = """[work]
title = "望江县人民政府 望江县财政局关于加强城市公园管理的通知"
base = "甲"
[[witness]]
siglum = "甲"
file = "a.txt"
publication = "望江日报"
date = "2024年3月9日"
page = "第3版"
[[witness]]
siglum = "乙"
file = "b.txt"
"""


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A collated corpus with a manifest that says where 甲 was printed."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = blocks()["work"].replace("关于加强", "望江县人民政府 望江县财政局关于加强", 1)
    (corpus / "a.txt").write_text(text, encoding="utf-8")
    (corpus / "b.txt").write_text(text.replace("三年内", "五年内"), encoding="utf-8")
    (corpus / "collation.toml").write_text(MANIFEST, encoding="utf-8")
    assert run("collate", corpus, "-o", tmp_path / "out", "--quiet").exit_code == 0
    return tmp_path / "out"


def test_a_newspaper_as_the_standard_has_it(result: Path) -> None:
    """GB/T 7714—2015: authors, title[N], paper, date(page); the witness that is named."""
    out = run("cite", "一.2", "--in", result).stdout
    assert (
        "望江县人民政府, 望江县财政局. 关于加强城市公园管理的通知[N]. 望江日报, 2024-03-09(3), 第一部分第2条."
        in out
    )


@pytest.mark.parametrize(
    ("source", "entry"),
    [
        (Source((), "短文", "", "", ""), "〔待补〕. 短文[N]. 〔待补〕, 〔待补〕(〔待补〕)."),
        (
            Source(("甲", "乙", "丙", "丁"), "短文", "报", "2020-01-02", "1"),
            "甲, 乙, 丙, 等. 短文[N]. 报, 2020-01-02(1).",
        ),
    ],
)
def test_what_is_missing_is_said_and_many_authors_are_cut(source: Source, entry: str) -> None:
    """Nothing is guessed: 〔待补〕; after three authors 等."""
    assert gbt7714(source) == entry


def test_the_selector_finds_the_words_again(result: Path) -> None:
    """Prefix + exact + suffix stand in the established text, once."""
    item = json.loads(run("cite", "一.2.s2", "--in", result, "--style", "csl-json").stdout)[0]
    selector = item["custom"]["selector"]
    text = (result / "established.txt").read_text(encoding="utf-8").replace("\n", "")
    whole = selector["prefix"] + selector["exact"] + selector["suffix"]
    assert text.count(whole) == 1
    assert selector["exact"] == "公园配套服务项目应当公开招标，经营期限不超过5年，收入全部用于公园养护。"
    assert item["issued"] == {"date-parts": [[2024, 3, 9]]}


@pytest.mark.parametrize("address", ["一", "一.2", "一.2.s1", "前言", "二.4-1"])
def test_the_link_leads_somewhere(address: str, result: Path) -> None:
    """The permalink of every kind of address is an id of the report."""
    out = run("cite", address, "--in", result)
    link = next(line.split(None, 1)[1] for line in out.stdout.splitlines() if line.startswith("link"))
    path, _, anchor = link.partition("#")
    assert anchor in Page(Path(path).read_text(encoding="utf-8")).ids
    assert out.stderr == ""


def test_a_report_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a report the link names where it will be, and a line on stderr says how to get it."""
    monkeypatch.chdir(tmp_path)
    out = run("cite", "9", "--in", CORPUS)
    assert out.exit_code == 0
    assert "doccompare collate" in out.stderr


def test_bibtex_and_markdown_hold_the_text(result: Path) -> None:
    """One entry with balanced braces; one block quote whose comment nothing can break out of."""
    bib = run("cite", "一.2", "--in", result, "--style", "bibtex").stdout
    assert re.match(r"@article\{[\w-]+,\n", bib)
    assert bib.count("{") == bib.count("}")
    page = run("cite", "一.2", "--in", result, "--style", "markdown").stdout
    assert page.startswith("> 2.规范经营活动。")
    assert page.count("-->") == 1


def test_another_witness_can_be_cited(result: Path) -> None:
    """Of a witness nothing is known of everything is 〔待补〕; one that is not there is exit 2."""
    assert (
        "[N]. 〔待补〕, 〔待补〕(〔待补〕)" in run("cite", "一.2", "--in", result, "--witness", "乙").stdout
    )
    wrong = run("cite", "一.2", "--in", result, "--witness", "庚")
    assert wrong.exit_code == 2
    assert "甲 乙" in wrong.stderr
