from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from doccompare.archive.pages import arrow_batch
from doccompare.archive.shard import index_at, search_batch
from doccompare.resources import fold_char, fold_chars
from tests.archive.made import NOTICE, notice, searched, write_jsonl


def test_a_batch_of_arrow_gives_what_a_search_gives(tmp_path: Path) -> None:
    """The function of a batch that any engine can map over Arrow batches finds what the command finds."""
    rows = [{"page_id": str(n), "text": f"{n}{NOTICE}"} for n in range(7)]
    search = searched(write_jsonl(tmp_path / "a.jsonl", rows), notice(tmp_path), tmp_path / "out")
    index = index_at(tmp_path / "out" / "work" / "index")
    found = []
    for batch in pa.Table.from_pylist(rows).to_batches(max_chunksize=3):
        found += search_batch(arrow_batch(batch, "any", 0), index).rows
    assert [row["page_id"] for row in found] == [str(n) for n in range(7)]
    assert len(found) == search.manifest["tables"]["passages"]["rows"]


def test_many_characters_are_folded_as_one() -> None:
    """Together or one by one, every ideograph and compatibility form gets the same usual form."""
    chars = [chr(code) for code in (*range(0x2E80, 0x3400), *range(0x4E00, 0x5400), *range(0xF900, 0xFB00))]
    assert fold_chars(chars) == [fold_char(char) for char in chars]
