from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.pages import Made, score
from tests.archive.made import CORPUS, NOTICE, notice, rows_of, searched, write_jsonl


def _kinds(out: Path) -> dict[str, str]:
    return {row["page_id"]: row["kind"] for row in rows_of(out)}


@pytest.mark.parametrize("against", [CORPUS, CORPUS / "001.txt"], ids=["corpus", "one of the pages"])
def test_the_five_pages(against: Path, tmp_path: Path) -> None:
    """Four pages reprint the Opinion, one of them its first fifth; the interview only quotes it."""
    searched(CORPUS, against, tmp_path)
    whole = {"000.txt": "reprint", "001.txt": "reprint", "004.txt": "reprint"}
    assert _kinds(tmp_path) == {**whole, "003.txt": "partial", "002.txt": "quotation"}
    rows = [row for row in rows_of(tmp_path) if row["page_id"] == "003.txt"]
    longest = max(rows, key=lambda r: r["page_end"] - r["page_start"])
    text = (CORPUS / "003.txt").read_text(encoding="utf-8-sig")
    assert 0 <= text.index("。(下转第三版)") - longest["page_end"] <= 10


def test_addresses_lead_to_the_sentence(tmp_path: Path) -> None:
    """A quotation names the sentence of the work it comes from, and both its places in code points."""
    quoted = "放水时两人同到，记下时刻与水尺读数，月底张榜公布"
    page = f"记者在梨园镇看到，“{quoted}”的规矩写在墙上。"
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": "x", "text": page}])
    searched(archive, notice(tmp_path), tmp_path / "out")
    (row,) = rows_of(tmp_path / "out")
    assert (row["kind"], row["address_from"], row["address_to"]) == ("quotation", "3.s1", "3.s1")
    assert page[row["page_start"] : row["page_end"]] == quoted
    assert NOTICE[row["work_start"] : row["work_end"]] == quoted
    assert row["similarity"] == 1.0


def test_another_script_and_width_are_no_hindrance(tmp_path: Path) -> None:
    """A page in traditional script, set without punctuation and broken at every tenth character, is found."""
    from opencc import OpenCC

    flat = "".join(c for c in OpenCC("s2t").convert(NOTICE) if c.isalnum())
    page = "\n".join(flat[n : n + 10] for n in range(0, len(flat), 10))
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": "x", "text": page}])
    searched(archive, notice(tmp_path), tmp_path / "out")
    (row,) = rows_of(tmp_path / "out")
    assert (row["kind"], row["similarity"]) == ("reprint", 1.0)


@pytest.mark.parametrize(("works", "pages"), [(1, 600), (12, 600)])
def test_recall_and_precision_on_a_made_archive(works: int, pages: int, tmp_path: Path) -> None:
    """Every whole and partial reprint is found, nine quotations of ten, and next to nothing else."""
    made = Made(11, pages, pages // 4, works, length=2500)
    made.write_works(tmp_path / "works")
    plants = made.write_jsonl(tmp_path / "a.jsonl")
    searched(tmp_path / "a.jsonl", tmp_path / "works", tmp_path / "out")
    result = score(plants, rows_of(tmp_path / "out"))
    assert (result.recall("full"), result.recall("partial")) == (1.0, 1.0)
    assert result.recall("quotation") >= 0.9
    assert result.precision >= 0.98


def test_rows_are_sorted_and_shards_do_not_show(tmp_path: Path) -> None:
    """The tables are the same bytes however the pages are cut into shards; rows go by page, work, place."""
    made = Made(3, 120, 60, 3, length=1200)
    made.write_works(tmp_path / "works")
    made.write_jsonl(tmp_path / "a.jsonl")
    digests = {
        searched(tmp_path / "a.jsonl", tmp_path / "works", tmp_path / f"out{size}", size=size).manifest[
            "digest"
        ]
        for size in (7, 50, 5000)
    }
    assert len(digests) == 1
    rows = [(r["page_id"], r["work"], r["page_start"]) for r in rows_of(tmp_path / "out7")]
    assert rows == sorted(rows)


def test_stock_phrases_are_a_table_of_their_own(tmp_path: Path) -> None:
    """A phrase of the work that stands on many pages by itself is stock, counted, and no passage there."""
    phrase = "为保证春灌，现就水渠养护的有关事项通知如下"
    pages = [
        {"page_id": f"{n:02d}", "text": f"第{n}号栏目。{phrase}。另有消息{n * 7919}。"} for n in range(40)
    ]
    pages.append({"page_id": "whole", "text": NOTICE})
    searched(write_jsonl(tmp_path / "a.jsonl", pages), notice(tmp_path), tmp_path / "out")
    assert _kinds(tmp_path / "out") == {"whole": "reprint"}
    (row,) = rows_of(tmp_path / "out", "stock")
    assert row["phrase"] in phrase.replace("，", "") or row["phrase"] in phrase
    assert row["pages"] == 41


def test_a_document_that_everybody_quotes_is_no_stock(tmp_path: Path) -> None:
    """Forty pages quote now this, now that of a short document: quotations, of which none is stock."""
    text = Made(7, 1, 0, 1, length=300).works[0][1]
    (tmp_path / "work.txt").write_text(text, encoding="utf-8")
    starts = [n * 97 % (len(text) - 60) for n in range(60)]
    pages = [
        {"page_id": f"{n:02d}", "text": f"来信照登。{text[at : at + 60]}。另有消息。"}
        for n, at in enumerate(starts)
    ]
    searched(write_jsonl(tmp_path / "a.jsonl", pages), tmp_path / "work.txt", tmp_path / "out")
    assert len(_kinds(tmp_path / "out")) == 60
    assert rows_of(tmp_path / "out", "stock") == []


def test_many_reprints_do_not_make_a_work_stock(tmp_path: Path) -> None:
    """A work of several paragraphs that forty pages reprint is found on all of them."""
    from benchmarks.pages import Made

    text = Made(5, 1, 0, 1, length=900).works[0][1]
    (tmp_path / "work.txt").write_text(text, encoding="utf-8")
    pages = [{"page_id": f"{n:02d}", "text": f"本报第{n}版\n{text}"} for n in range(40)]
    searched(write_jsonl(tmp_path / "a.jsonl", pages), tmp_path / "work.txt", tmp_path / "out")
    assert set(_kinds(tmp_path / "out").values()) == {"reprint"}
    assert len(_kinds(tmp_path / "out")) == 40


def test_an_article_that_goes_on_on_another_page_is_one(tmp_path: Path) -> None:
    """Parts on two pages of one issue, led by jump lines, are judged together and name each other."""
    cut = NOTICE.index("2. 清淤")
    rows = [
        {"page_id": "a1", "issue": "88", "page": 1, "text": NOTICE[:cut] + "（下转第三版）"},
        {"page_id": "a3", "issue": "88", "page": "03", "text": "（上接第一版）" + NOTICE[cut:]},
        {"page_id": "b3", "issue": "89", "page": "3", "text": "（上接第一版）" + NOTICE[cut:]},
    ]
    long = searched(write_jsonl(tmp_path / "a.jsonl", rows), notice(tmp_path), tmp_path / "out")
    found = {row["page_id"]: row for row in rows_of(tmp_path / "out")}
    assert (found["a1"]["continued_on"], found["a3"]["continued_from"]) == ("a3", "a1")
    assert found["b3"]["continued_from"] == ""
    assert long.manifest["pages"] == 3


def test_two_halves_make_a_reprint_and_one_is_a_part(tmp_path: Path) -> None:
    """Two thirds that go together are a reprint; the same third in another issue stays a part."""
    text = Made(6, 1, 0, 1, length=1500).works[0][1]
    (tmp_path / "work.txt").write_text(text, encoding="utf-8")
    third = len(text) // 3
    first, second = text[:third], text[third : 2 * third]
    rows = [
        {
            "page_id": "a1",
            "publication": "晨报",
            "date": "5-1",
            "issue": "1",
            "page": 1,
            "text": f"{first}（下转第2版）",
        },
        {
            "page_id": "a2",
            "publication": "晨报",
            "date": "5-1",
            "issue": "1",
            "page": 2,
            "text": f"（上接1版）{second}",
        },
        {
            "page_id": "b2",
            "publication": "晚报",
            "date": "5-1",
            "issue": "1",
            "page": 2,
            "text": f"（上接1版）{second}",
        },
        {"page_id": "c1", "publication": "日报", "text": f"{first}（下转第2版）"},
    ]
    searched(write_jsonl(tmp_path / "a.jsonl", rows), tmp_path / "work.txt", tmp_path / "out")
    assert _kinds(tmp_path / "out") == {"a1": "reprint", "a2": "reprint", "b2": "partial", "c1": "partial"}


def test_the_manifest_says_what_was_found(tmp_path: Path) -> None:
    """manifest.json counts pages, rows and kinds and holds a digest; nothing in it names time or machine."""
    searched(CORPUS, CORPUS, tmp_path / "out")
    text = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["pages"] == 5
    assert manifest["found"] == {"reprint": 3, "partial": 1, "quotation": 1}
    assert manifest["tables"]["passages"]["rows"] == len(rows_of(tmp_path / "out"))
    assert str(tmp_path) not in text
