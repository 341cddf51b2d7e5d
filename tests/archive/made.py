"""Small archives for tests, and one line to search them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="the archive needs the extra 'archive' (pyarrow)")

from doccompare.archive.executors import Function
from doccompare.archive.job import Search, find
from doccompare.archive.sources import Shard

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "opinion-2024"

# A made-up notice: no line of it stands in any other text of the tests.
NOTICE = """关于加强梨园镇水渠养护的通知

各村民小组：

为保证春灌，现就水渠养护的有关事项通知如下。

1. 明确分段包干。每户认领渠段不超过三十丈，渠口立木牌写明姓名，秋后由镇里逐段丈量核对。

2. 清淤不得过夜。挖出的泥沙当日运到荒坡，严禁堆在渠沿，违者补种柳树五棵。

3. 闸门钥匙两人保管。放水时两人同到，记下时刻与水尺读数，月底张榜公布。

梨园镇水利站
"""


def rows_of(out: Path, name: str = "passages") -> list[dict[str, Any]]:
    """The rows of a table of a result."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(out / name).to_pylist()
    return rows


def write_jsonl(file: Path, rows: Iterable[Any]) -> Path:
    """Values, one a line; strings as they stand."""
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def notice(folder: Path) -> Path:
    """The notice as a file."""
    file = folder / "notice.txt"
    file.write_text(NOTICE, encoding="utf-8")
    return file


class Here:
    """An executor that does everything in this process: nothing can die in it."""

    def start(self, tasks: int) -> None:
        """There is nothing to start."""

    def each(self, function: Function, shards: Iterable[Shard], folder: Path) -> Iterator[tuple[Shard, Any]]:
        """Each shard with its answer."""
        for shard in shards:
            yield shard, function(shard, folder)

    def alone(self, function: Function, shard: Shard, folder: Path) -> Any:
        """The answer for one shard."""
        return function(shard, folder)


def searched(archive: Path, against: Path, out: Path, **options: Any) -> Search:
    """A search in this process."""
    return find(archive, against, out, Here(), **options)
