"""An archive made into Parquet shards: what every executor reads fastest."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from doccompare.archive.arrow import pyarrow, write_table
from doccompare.archive.committed import unwritable
from doccompare.archive.pages import Row, bytes_of, lines_of, row_of, texts_of
from doccompare.archive.sources import KNOWN, Archive, open_archive
from doccompare.errors import UsageError, say

PAGES = 5000  # of a shard
REJECTS = "_rejects.jsonl"  # hidden from a search by its first character
_NAME = "pages-{:05d}.parquet"


@dataclass(frozen=True, slots=True)
class Packed:
    """What :func:`pack` wrote: pages, shards, and what was no page."""

    pages: int
    shards: int
    rejects: int


def pack(source: Path, out: Path) -> Packed:
    """Write the pages of ``source`` as zstd Parquet shards of 5,000 pages into a new folder ``out``.

    Further fields of JSONL are kept, as text. What is no page goes to ``_rejects.jsonl`` there.
    The folder appears when all of it is written. Raises UsageError, ReadError, OutputError.
    """
    pyarrow()
    archive = open_archive(source)
    if any(shard.kind == "parquet" for shard in archive.shards):
        raise UsageError(
            say(f"{source} 已是 Parquet。", f"{source} is Parquet already."),
            say("可以直接用 doccompare find。", "Use it with doccompare find as it is."),
        )
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(
            say(f"{out} 已经存在。", f"{out} exists already."),
            say("请用 -o 指定新的文件夹。", "Name a new folder with -o."),
        )
    staging = out.parent / f".{out.name}.{secrets.token_hex(4)}.part"
    try:
        staging.mkdir(parents=True)
        packed = _write(archive, staging)
        if out.exists():
            out.rmdir()
        staging.rename(out)
    except OSError as fault:
        raise unwritable(out, fault) from fault
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return packed


def _write(archive: Archive, folder: Path) -> Packed:
    import pyarrow as pa

    names = ("page_id", *KNOWN, *_more(archive), "text")
    schema = pa.schema([(name, pa.string()) for name in names])
    waiting: list[dict[str, str]] = []
    pages = shards = 0
    rejects: list[dict[str, str]] = []

    def flush() -> None:
        nonlocal waiting, shards
        if waiting:
            write_table(pa.Table.from_pylist(waiting, schema), folder / _NAME.format(shards))
            waiting, shards = [], shards + 1

    for row, more in _rows(archive):
        text, fault = bytes_of(row)
        if fault:
            rejects.append({"page_id": row.page_id, "reason": fault})
            continue
        known = dict(zip(KNOWN, row.known, strict=True))
        waiting.append({"page_id": row.page_id, **known, **more, "text": text.decode("utf-8")})
        pages += 1
        if len(waiting) == PAGES:
            flush()
    flush()
    if rejects:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rejects)
        (folder / REJECTS).write_text(lines, encoding="utf-8", errors="backslashreplace")
    return Packed(pages, shards, len(rejects))


def _rows(archive: Archive) -> Iterator[tuple[Row, dict[str, str]]]:
    """Each page as it comes, with its further fields."""
    for shard in archive.shards:
        if shard.kind == "texts":
            yield from ((row, {}) for row in texts_of(shard))
        else:
            for number, line in lines_of(shard):
                yield row_of(line, f"{shard.name}:{number}"), _fields(line)


def _more(archive: Archive) -> list[str]:
    """The names of the further fields that any line has."""
    lines = (line for shard in archive.shards if shard.kind == "jsonl" for _, line in lines_of(shard))
    return sorted({name for line in lines for name in _fields(line)})


def _fields(line: bytes) -> dict[str, str]:
    """The further fields of a line; what is no text as JSON."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {
        name: field if isinstance(field, str) else json.dumps(field, ensure_ascii=False)
        for name, field in value.items()
        if name not in ("page_id", "text", *KNOWN) and field is not None
    }
