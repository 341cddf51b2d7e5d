"""An archive as shards: Parquet files, JSONL files, or a folder of text files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from doccompare.archive.arrow import pyarrow
from doccompare.errors import ReadError, say

SHARD = 5000  # pages, or lines, of a shard
BYTES = 64 << 20  # and its bytes, where lines are long
FILES = 500  # text files of a shard
KNOWN = ("publication", "date", "issue", "page")  # what is kept of a page beside page_id and text
_NEEDED = ("page_id", "text")
_JSONL = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the archive that is one task: the rows ``[first, last)`` of ``path``.

    Rows are rows of a Parquet file, lines of a JSONL file from byte ``at`` on (line ``first``), or
    places in ``files``. ``groups``: the row groups that hold them, the first row of these is ``base``.
    ``stamp`` changes when the file does.
    """

    kind: str  # parquet | jsonl | texts
    path: str
    name: str
    first: int
    last: int
    stamp: str
    at: int = 0
    base: int = 0
    groups: tuple[int, int] = (0, 0)
    files: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many pages, or lines, it has."""
        return self.last - self.first

    def part(self, first: int, last: int) -> Shard:
        """The rows ``[first, last)`` of it."""
        return replace(self, first=first, last=last)

    @property
    def key(self) -> str:
        """A name for its results: other rows or a changed file give another."""
        said = (self.kind, self.name, self.first, self.last, self.stamp, self.files)
        return hashlib.sha256(repr(said).encode("utf-8", "surrogateescape")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Archive:
    """The shards of an archive, in order of their files."""

    path: Path
    shards: tuple[Shard, ...]
    left_out: tuple[str, ...] = ()
    """JSONL that lies beside Parquet and is not read: mostly what the Parquet was made from."""

    @property
    def pages(self) -> int:
        """How many pages, or lines, there are."""
        return sum(shard.rows for shard in self.shards)

    def sample(self, most: int, blocks: int = 20) -> list[Shard]:
        """About ``most`` pages in evenly spaced blocks, wherever shards begin; all when there are no more."""
        if self.pages <= most:
            return list(self.shards)
        size = most // blocks
        wanted = [(n * self.pages // blocks, n * self.pages // blocks + size) for n in range(blocks)]
        found, at = [], 0
        for shard in self.shards:
            for start, end in wanted:
                low, high = max(start, at), min(end, at + shard.rows)
                if low < high:
                    found.append(shard.part(shard.first + low - at, shard.first + high - at))
            at += shard.rows
        return found


def open_archive(path: Path, size: int = SHARD) -> Archive:
    """The shards of ``path``. Raises ReadError when there is none or a file is damaged, UsageError."""
    pyarrow()
    if not path.exists():
        raise ReadError(
            say(f"没有“{path}”。", f"There is no {path}."),
            say("请核对报库的路径。", "Check the path of the archive."),
        )
    left_out: list[Path] = []
    if path.is_file():
        files = [path]
    else:
        every = sorted(f for f in path.rglob("*") if f.is_file() and not _hidden(f.relative_to(path)))
        files, left_out = ([f for f in every if f.suffix in own] for own in ((".parquet",), _JSONL))
        if not files:
            files, left_out = left_out, []
        if not files:
            return Archive(path, tuple(_texts(path, _text_files(path), size)))
    home = path if path.is_dir() else path.parent
    shards: list[Shard] = []
    for file in files:
        if file.suffix == ".parquet":
            shards += _parquet(file, file.relative_to(home).as_posix(), size)
        elif file.suffix in _JSONL:
            shards += _jsonl(file, file.relative_to(home).as_posix(), size)
        else:
            shards += _texts(home, [file], size)
    if not shards:
        raise _nothing(path)
    return Archive(path, tuple(shards), tuple(f.relative_to(home).as_posix() for f in left_out))


def _text_files(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders that may be pages: no README, no checksums, no images."""
    from doccompare.corpora import scan_folder  # a worker is given its files

    found: list[Path] = []
    for inner in sorted([folder, *(f for f in folder.rglob("*") if f.is_dir())]):
        if not _hidden(inner.relative_to(folder)):
            with suppress(ReadError):
                found += scan_folder(inner)
    return sorted(found)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _nothing(path: Path) -> ReadError:
    return ReadError(
        say(f"“{path}”里没有一页。", f"{path} holds no page."),
        say(
            "报库是 Parquet、JSONL，或一个文本文件夹。",
            "An archive is Parquet, JSONL or a folder of text files.",
        ),
    )


def _stamp(*files: Path) -> str:
    return ",".join(f"{status.st_size}-{status.st_mtime_ns}" for status in (f.stat() for f in files))


def _parquet(file: Path, name: str, size: int) -> Iterator[Shard]:
    """Row groups put together to about ``size`` rows; a larger row group is cut."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as fault:
        raise ReadError(
            say(f"“{file}”不是完整的 Parquet 文件。", f"{file} is no whole Parquet file."),
            say("请重新生成它，或先移开。", "Make it anew, or move it away first."),
        ) from fault
    check_columns(opened.schema_arrow.names, str(file))
    stamp = _stamp(file)
    counts = [opened.metadata.row_group(n).num_rows for n in range(opened.num_row_groups)]
    at = base = first_group = 0
    for n, count in enumerate(counts):
        at += count
        if at - base >= size or n == len(counts) - 1:
            for first in range(base, at, size):
                last = min(at, first + size)
                yield Shard(
                    "parquet", str(file), name, first, last, stamp, base=base, groups=(first_group, n + 1)
                )
            base, first_group = at, n + 1


def check_columns(names: Sequence[str], file: str) -> None:
    """Raise ReadError when page_id or text is not among the columns."""
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise ReadError(
            say(f"“{file}”缺少列 {'、'.join(missing)}。", f"{file} has no column {', '.join(missing)}."),
            say(
                f"需要 page_id 和 text；现有：{'、'.join(names)}。",
                f"It needs page_id and text; there are: {', '.join(names)}.",
            ),
        )


def _jsonl(file: Path, name: str, size: int) -> Iterator[Shard]:
    stamp = _stamp(file)
    with file.open("rb") as lines:
        number = first = at = end = 0
        for line in lines:
            number, end = number + 1, end + len(line)
            if number - first >= size or end - at >= BYTES:
                yield Shard("jsonl", str(file), name, first, number, stamp, at=at, base=first)
                first, at = number, end
        if number > first:
            yield Shard("jsonl", str(file), name, first, number, stamp, at=at, base=first)


def _texts(folder: Path, files: Sequence[Path], size: int) -> Iterator[Shard]:
    if not files:
        raise _nothing(folder)
    own = min(FILES, size)
    for first in range(0, len(files), own):
        chosen = files[first : first + own]
        names = tuple(os.fsdecode(os.fspath(f.relative_to(folder).as_posix())) for f in chosen)
        stamp = hashlib.sha256(_stamp(*chosen).encode()).hexdigest()[:16]
        yield Shard("texts", str(folder), names[0], 0, len(chosen), stamp, files=names)


def label(value: Any) -> str:
    """A value of a column as text: what is not there is empty, 3.0 is 3."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
