from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doccompare.archive.committed import _typed, unwritable
from doccompare.archive.packing import pack
from doccompare.archive.sources import open_archive
from doccompare.errors import InconclusiveError, ReadError, UsageError
from tests.archive.made import NOTICE, notice, rows_of, searched, write_jsonl


def _rejects(out: Path) -> dict[str, str]:
    return {row["page_id"]: row["reason"] for row in rows_of(out, "rejects")}


def test_bad_lines_are_rejects_and_the_rest_is_found(tmp_path: Path) -> None:
    """A line that is no page is named by file and line; blank lines and empty pages are nothing special."""
    rows = [{"page_id": "a", "text": NOTICE}, "{no json", "[1]", {"text": "无名"}, {"page_id": "e"}, "",
            {"page_id": "f", "text": 7}, {"page_id": "g", "text": ""}, {"page_id": 9, "text": NOTICE},
            '{"page_id": "h", "text": "\\ud800"}']  # fmt: skip
    searched(write_jsonl(tmp_path / "a.jsonl", rows), notice(tmp_path), tmp_path / "out")
    assert _rejects(tmp_path / "out") == {
        "a.jsonl:2": "no-json",
        "a.jsonl:3": "no-json-object",
        "a.jsonl:4": "no-page-id",
        "e": "no-text",
        "f": "no-text",
        "h": "no-utf-8",
    }
    assert [row["page_id"] for row in rows_of(tmp_path / "out")] == ["9", "a"]


def test_bytes_that_are_no_utf8_in_parquet_are_a_reject(tmp_path: Path) -> None:
    """A page cut in the middle of a character, a null and a binary column do no harm to their neighbours."""
    texts = [NOTICE.encode(), NOTICE.encode()[:-1] + b"\xe4\xb8", None, NOTICE.encode()]
    for kind in (pa.binary(), pa.string()):
        column = pa.array(texts, pa.binary())
        if kind == pa.string():
            column = pa.StringArray.from_buffers(len(texts), column.buffers()[1], column.buffers()[2],
                                                 column.buffers()[0], column.null_count)  # fmt: skip
        folder = tmp_path / str(kind)
        folder.mkdir()
        pq.write_table(pa.table({"page_id": list("abcd"), "text": column}), folder / "p.parquet")
        searched(folder, notice(tmp_path), folder / "out" / "of")
        assert _rejects(folder / "out" / "of") == {"b": "no-utf-8", "c": "no-text"}
        assert [row["page_id"] for row in rows_of(folder / "out" / "of")] == ["a", "d"]


def test_what_is_no_archive_is_one_sentence(tmp_path: Path) -> None:
    """A wrong path, an empty folder, a torn Parquet file, a file without the columns: refused by name."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and no more")
    pq.write_table(pa.table({"id": [1], "text": ["x"]}), tmp_path / "other.parquet")
    for name in ("nowhere", "empty", "torn.parquet", "other.parquet"):
        with pytest.raises(ReadError, match=name):
            open_archive(tmp_path / name)


def test_a_folder_of_texts_in_several_encodings_and_levels(tmp_path: Path) -> None:
    """page_id is the path in the folder; each file is decoded by itself; an empty one is a reject."""
    (tmp_path / "t" / "三月").mkdir(parents=True)
    (tmp_path / "t" / "三月" / "a.txt").write_bytes(NOTICE.encode("gb18030"))
    (tmp_path / "t" / "b.txt").write_bytes(b"")
    searched(tmp_path / "t", notice(tmp_path), tmp_path / "out")
    assert {row["page_id"] for row in rows_of(tmp_path / "out")} == {"三月/a.txt"}
    assert list(_rejects(tmp_path / "out")) == ["b.txt"]


def test_packing_changes_no_result(tmp_path: Path) -> None:
    """Packed pages give the passages of the lines they were packed from; further fields are kept."""
    rows = [
        {"page_id": f"{n}", "text": f"{n}号{NOTICE}", "date": "5-1", "版次": n, "x": "y"} for n in range(5)
    ]
    archive = write_jsonl(tmp_path / "a.jsonl", [*rows, "{"])
    packed = pack(archive, tmp_path / "packed")
    assert (packed.pages, packed.shards, packed.rejects) == (5, 1, 1)
    table = pq.read_table(tmp_path / "packed" / "pages-00000.parquet")
    assert table.column("版次").to_pylist() == ["0", "1", "2", "3", "4"]
    for name, source in (("lines", archive), ("shards", tmp_path / "packed")):
        searched(source, notice(tmp_path), tmp_path / name)
    assert rows_of(tmp_path / "lines") == rows_of(tmp_path / "shards")
    with pytest.raises(UsageError, match="packed"):
        pack(archive, tmp_path / "packed")


def test_another_search_does_not_overwrite(tmp_path: Path) -> None:
    """A result folder goes on with its own search only; files of somebody else are left alone."""
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": "a", "text": NOTICE}])
    searched(archive, notice(tmp_path), tmp_path / "out")
    write_jsonl(tmp_path / "a.jsonl", [{"page_id": "b", "text": NOTICE * 2}])
    with pytest.raises(UsageError, match="out"):
        searched(archive, notice(tmp_path), tmp_path / "out")
    (tmp_path / "own" / "passages").mkdir(parents=True)
    with pytest.raises(UsageError, match="passages"):
        searched(archive, notice(tmp_path), tmp_path / "own")


def test_a_damaged_row_group_costs_its_own_pages_only(tmp_path: Path) -> None:
    """Each page of a damaged row group is a reject under its own page_id; the groups after it are read."""
    table = pa.table(
        {"page_id": [f"p{n:02d}" for n in range(30)], "text": [f"{n}{NOTICE}" for n in range(30)]}
    )
    file = tmp_path / "p.parquet"
    pq.write_table(table, file, row_group_size=10, compression="none", use_dictionary=False)
    column = pq.ParquetFile(file).metadata.row_group(1).column(1)
    data = bytearray(file.read_bytes())
    middle = column.data_page_offset + column.total_compressed_size // 2
    data[middle : middle + 2000] = b"\xff" * 2000
    file.write_bytes(bytes(data))
    for size in (4, 5000):  # shards end inside of row groups too
        searched(file, notice(tmp_path), tmp_path / f"out{size}", size=size)
        assert sorted(_rejects(tmp_path / f"out{size}")) == [f"p{n}" for n in range(10, 20)]
        found = {row["page_id"] for row in rows_of(tmp_path / f"out{size}")}
        assert found == {f"p{n:02d}" for n in (*range(10), *range(20, 30))}


def test_texts_in_a_dictionary_are_texts(tmp_path: Path) -> None:
    """A column of categories, as data frames write it, is read like one of strings."""
    columns = {name: pa.array(values).dictionary_encode() for name, values in
               {"page_id": ["a", "b"], "text": [NOTICE, "多云"], "date": ["5-1", None]}.items()}  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    searched(tmp_path / "p.parquet", notice(tmp_path), tmp_path / "out")
    assert [(row["page_id"], row["date"]) for row in rows_of(tmp_path / "out")] == [("a", "5-1")]
    assert not _rejects(tmp_path / "out")


@pytest.mark.parametrize("lines", [["", " "], ["{", "[]", "null"]], ids=["blank lines", "rejects"])
def test_an_archive_without_a_page_is_inconclusive(lines: list[str], tmp_path: Path) -> None:
    """Where no page could be read, that nothing was found must not look like an answer."""
    with pytest.raises(InconclusiveError, match="没有一页"):
        searched(write_jsonl(tmp_path / "a.jsonl", lines), notice(tmp_path), tmp_path / "out")


def test_works_too_short_to_be_found_are_named(tmp_path: Path) -> None:
    """Works with less words than a passage needs are named; when all are such, there is no answer."""
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": "a", "text": NOTICE}])
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "title.txt").write_text("水渠养护", encoding="utf-8")
    with pytest.raises(InconclusiveError, match="12"):
        searched(archive, tmp_path / "works", tmp_path / "out")
    notice(tmp_path / "works")
    search = searched(archive, tmp_path / "works", tmp_path / "out")
    assert (len(search.too_short), search.manifest["found"]["reprint"]) == (1, 1)


def test_what_was_not_read_or_is_not_clear_is_counted(tmp_path: Path) -> None:
    """Rejects are counted by reason, passages of a doubled page_id too; JSONL beside Parquet is named."""
    folder = tmp_path / "pages"
    folder.mkdir()
    ids, texts = ["a", "b", "a", "c"], [NOTICE, "多云", NOTICE, None]
    pq.write_table(pa.table({"page_id": ids, "text": texts}), folder / "p.parquet")
    write_jsonl(folder / "more.jsonl", [{"page_id": "z", "text": NOTICE}])
    search = searched(folder, notice(tmp_path), tmp_path / "out")
    assert search.manifest["rejected"] == {"no-text": 1}
    assert search.manifest["doubled"] == 1
    assert search.archive.left_out == ("more.jsonl",)


def test_a_full_disk_is_called_so() -> None:
    """What numpy says of an array it could not write in full is put as the fault it is."""
    assert "No space left" in unwritable(Path("out"), OSError("16384 requested and 496 written")).message


def test_columns_built_from_bytes_are_those_of_arrow() -> None:
    """Texts of any script, empty ones and no row at all, and numbers, are the columns Arrow itself makes."""
    for values in (["甲", "", "a𠀀"], []):
        assert _typed(values, "string").equals(pa.array(values, "string"))
    assert _typed([1, -2], "int64").equals(pa.array([1, -2], "int64"))
    assert _typed([0.5], "float64").equals(pa.array([0.5], "float64"))
