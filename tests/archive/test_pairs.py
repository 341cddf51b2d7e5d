from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.pages import Made
from doccompare.archive.collating import gather
from doccompare.archive.executors import executor_named
from doccompare.archive.index import folding_table
from doccompare.archive.pairs import MOST_PAGES, PAIR, clusters, find_pairs, sampled
from doccompare.errors import InconclusiveError
from tests.archive.made import CORPUS, Here, rows_of, write_jsonl


def _archive(folder: Path, pages: int = 150) -> tuple[Path, dict[str, str]]:
    made = Made(9, pages, pages // 3, 4, length=1200)
    made.write_jsonl(folder / "a.jsonl")
    return folder / "a.jsonl", {row["page_id"]: row["text"] for row, _ in map(made.page, range(pages))}


def _found(out: Path) -> dict[tuple[str, str], int]:
    return {(row["page_a"], row["page_b"]): row["shared"] for row in rows_of(out, "pairs")}


def test_pairs_are_those_of_comparing_all_with_all(tmp_path: Path) -> None:
    """The join through files gives what counting every pair in memory gives, however shards are cut."""
    archive, texts = _archive(tmp_path)
    table = folding_table()
    pages: dict[int, list[str]] = defaultdict(list)
    for page, text in sorted(texts.items()):
        for value in sampled(text, table).tolist():
            pages[value].append(page)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for group in pages.values():
        if 2 <= len(group) <= MOST_PAGES:
            for pair in combinations(group, 2):
                counts[pair] += 1
    wanted = {pair: n for pair, n in counts.items() if n >= PAIR}
    assert len(wanted) > 20
    digests = set()
    for size in (13, 5000):
        search = find_pairs(archive, tmp_path / str(size), Here(), size=size)
        assert _found(tmp_path / str(size)) == wanted
        digests.add(search.manifest["digest"])
    assert len(digests) == 1


def test_pairs_are_those_of_a_self_join_in_sql(tmp_path: Path) -> None:
    """DuckDB's self-join of the same postings, with the same cap, gives the same pairs."""
    duckdb = pytest.importorskip("duckdb", reason="the join in SQL needs duckdb")
    archive, texts = _archive(tmp_path)
    find_pairs(archive, tmp_path / "out", Here(), size=40)
    table = folding_table()
    rows = [(page, int(value)) for page, text in texts.items() for value in sampled(text, table)]
    import pyarrow as pa

    postings = pa.table(
        {"page": pa.array([p for p, _ in rows]), "gram": pa.array([v for _, v in rows], pa.uint64())}
    )
    connection = duckdb.connect()
    connection.register("postings", postings)
    joined = connection.execute(
        f"""with few as (select gram from postings group by gram having count(*) between 2 and {MOST_PAGES})
        select a.page, b.page, count(*) from postings a join postings b using (gram) join few using (gram)
        where a.page < b.page group by 1, 2 having count(*) >= {PAIR}"""
    ).fetchall()
    assert {(a, b): n for a, b, n in joined} == _found(tmp_path / "out")


def test_the_five_pages_are_one_cluster(tmp_path: Path) -> None:
    """Without any work known, the pages that print the Opinion are one cluster; two workers agree."""
    find_pairs(CORPUS, tmp_path / "one", Here())
    pages = {row["page_id"] for row in rows_of(tmp_path / "one", "clusters") if row["cluster"] == 1}
    assert {"000.txt", "001.txt", "003.txt", "004.txt"} <= pages
    with executor_named("local", 2) as executor:
        again = find_pairs(CORPUS, tmp_path / "two", executor, size=2)
    for name in ("pairs", "clusters"):
        assert rows_of(tmp_path / "one", name) == rows_of(tmp_path / "two", name)
    assert find_pairs(CORPUS, tmp_path / "two", Here(), size=2).manifest == again.manifest


def test_clusters_hang_together() -> None:
    """Pages are in one cluster when a way of strong pairs leads from one to the other."""
    pairs = [("a", "b", 12), ("b", "c", 30), ("d", "e", 10), ("c", "d", 9)]
    assert clusters(pairs) == [["a", "b", "c"], ["d", "e"]]


def test_a_gram_on_too_many_pages_makes_no_pair(tmp_path: Path) -> None:
    """What stands on more pages than the cap is stock: a hundred and one equal pages make no pair of it."""
    text = Made(2, 1, 0, 1, length=600).works[0][1]
    rows = [{"page_id": f"{n:03d}", "text": text} for n in range(MOST_PAGES + 1)]
    find_pairs(write_jsonl(tmp_path / "a.jsonl", rows), tmp_path / "more", Here())
    assert rows_of(tmp_path / "more", "pairs") == []
    find_pairs(write_jsonl(tmp_path / "b.jsonl", rows[:-1]), tmp_path / "most", Here())
    assert len(rows_of(tmp_path / "most", "clusters")) == MOST_PAGES


def test_clusters_with_a_doubled_page_id_are_not_collated(tmp_path: Path) -> None:
    """Which of two pages with one page_id a cluster means cannot be told: that is said, and nothing taken."""
    text = Made(5, 1, 0, 1, length=900).works[0][1]
    rows = [{"page_id": n, "text": f"第{i}版\n{text}"} for i, n in enumerate(("x", "x", "y"))]
    archive = write_jsonl(tmp_path / "a.jsonl", rows)
    search = find_pairs(archive, tmp_path / "out", Here())
    with pytest.raises(InconclusiveError, match="x"):
        gather(search)
