"""The pages of a shard, batch by batch, and those that are none: rows for ``rejects``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doccompare.archive.sources import KNOWN, Shard, label
from doccompare.errors import DoccompareError
from doccompare.matching import is_compiled, is_utf8

BATCH = 1000  # pages
LONGEST = 32 << 20  # bytes of one page; more is no page
_STRINGS = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view")


@dataclass(frozen=True, eq=False)
class Labels:
    """A column of Arrow as texts, each made when it is asked for: most pages are never asked."""

    column: Any

    def __getitem__(self, row: int) -> str:
        return label(self.column[row].as_py())


@dataclass(frozen=True, eq=False)
class Batch:
    """Some pages: page ``i`` is the UTF-8 ``data[offsets[i]:offsets[i + 1]]``.

    ``known``: publication, date, issue and page number as far as the archive says them, else "".
    ``rejects``: page_id and reason of what is no page.
    """

    ids: list[str]
    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    known: dict[str, Sequence[str] | Labels] = field(default_factory=dict)
    rejects: list[tuple[str, str]] = field(default_factory=list)

    def text(self, page: int) -> str:
        """The text of a page."""
        return self.data[self.offsets[page] : self.offsets[page + 1]].tobytes().decode("utf-8")


def batches(shard: Shard) -> Iterator[Batch]:
    """The pages of a shard in order. What cannot be read further ends with one reject for the rest."""
    if shard.kind == "parquet":
        yield from _parquet(shard)
    else:
        rows = _jsonl(shard) if shard.kind == "jsonl" else texts_of(shard)
        waiting: list[Row] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == BATCH:
                yield _batch(waiting)
                waiting = []
        yield _batch(waiting)


@dataclass(frozen=True, slots=True)
class Row:
    """A page before its text is looked at: ``text`` is text or UTF-8; ``fault`` says why it is none."""

    page_id: str
    text: str | bytes | None = None
    known: tuple[str, ...] = ("",) * len(KNOWN)
    fault: str = ""


def _batch(rows: list[Row]) -> Batch:
    """The rows as pages and rejects."""
    ids, parts, known, rejects = [], [], [], []
    for row in rows:
        data, fault = bytes_of(row)
        if fault:
            rejects.append((row.page_id, fault))
        else:
            ids.append(row.page_id)
            parts.append(data)
            known.append(row.known)
    offsets = np.concatenate(([0], np.cumsum([len(p) for p in parts]))).astype(np.int64)
    columns: dict[str, Sequence[str] | Labels] = {name: [k[n] for k in known] for n, name in enumerate(KNOWN)}
    return Batch(ids, np.frombuffer(b"".join(parts), dtype=np.uint8), offsets, columns, rejects)


def bytes_of(row: Row) -> tuple[bytes, str]:
    """The UTF-8 of a row's text, or why it is no page."""
    if row.fault:
        return b"", row.fault
    if row.text is None:
        return b"", "no-text"
    try:
        data = row.text.encode("utf-8") if isinstance(row.text, str) else row.text
        data.decode("utf-8")
    except UnicodeError:
        return b"", "no-utf-8"
    return (b"", "too-long") if len(data) > LONGEST else (data, "")


def _parquet(shard: Shard) -> Iterator[Batch]:
    """The rows of a Parquet file; of a row group that is damaged every row is a reject, and no other row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    broken = (pa.ArrowException, OSError)
    at = shard.first
    try:
        opened = pq.ParquetFile(shard.path)
    except broken as fault:
        yield _unreadable(shard.name, at, [None] * shard.rows, fault)
        return
    try:
        for first, batch in _arrow(opened, range(*shard.groups), shard.base, shard):
            yield arrow_batch(batch, shard.name, first)
            at = first + len(batch)
        return
    except broken:  # row group by row group from here on: only one of them need be lost
        pass
    base = shard.base
    for group in range(*shard.groups):
        end = base + opened.metadata.row_group(group).num_rows
        rest = shard.part(max(at, base), min(end, shard.last))
        try:
            for first, batch in _arrow(opened, range(group, group + 1), base, rest):
                yield arrow_batch(batch, shard.name, first)
                rest = rest.part(first + len(batch), rest.last)
        except broken as fault:
            ids: list[Any] = [None] * rest.rows
            with suppress(*broken):  # the ids lie elsewhere than the texts, and may be whole
                ids = opened.read_row_group(group, ["page_id"])["page_id"].to_pylist()
                ids = ids[rest.first - base : rest.last - base]
            yield _unreadable(shard.name, rest.first, ids, fault)
        base = end


def _arrow(opened: Any, groups: range, base: int, shard: Shard) -> Iterator[tuple[int, Any]]:
    """The rows of a shard in row groups that begin at row ``base``: number of the first, batch."""
    columns = [n for n in opened.schema_arrow.names if n in ("page_id", "text", *KNOWN)]
    if shard.rows <= 0:
        return
    for batch in opened.iter_batches(BATCH, row_groups=list(groups), columns=columns):
        low, high = max(0, shard.first - base), min(len(batch), shard.last - base)
        if low < high:
            yield base + low, batch.slice(low, high - low)
        base += len(batch)
        if base >= shard.last:
            return


def _unreadable(name: str, first: int, ids: Sequence[Any], fault: Exception) -> Batch:
    reason = f"unreadable: {str(fault).splitlines()[0][:200]}"
    return _batch([Row(label(i) or f"{name}#{n}", fault=reason) for n, i in enumerate(ids, first)])


def arrow_batch(batch: Any, name: str, first: int) -> Batch:
    """The pages of an Arrow batch: without a copy of their text when all is well, else row by row.

    ``name`` and ``first`` name a page without page_id: the file, and the number of its first row.
    """
    import pyarrow as pa

    ids, text = batch.column("page_id"), batch.column("text")
    if pa.types.is_dictionary(text.type):
        text = text.cast(text.type.value_type)
    whole = not ids.null_count and not text.null_count and str(text.type) in ("string", "large_string")
    if whole:
        try:
            text.validate(full=not is_compiled())
        except pa.ArrowInvalid:
            whole = False
    known: dict[str, Sequence[str] | Labels] = {
        name: Labels(batch.column(name)) if name in batch.schema.names else [""] * len(batch)
        for name in KNOWN
    }
    size = len(batch)
    if whole:
        wide = np.int64 if str(text.type) == "large_string" else np.int32
        _, places, data = text.buffers()
        offsets = np.frombuffer(places, dtype=wide)[text.offset : text.offset + size + 1].astype(np.int64)
        raw = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)
        if size and int(np.diff(offsets).max()) <= LONGEST and (not is_compiled() or is_utf8(raw, offsets)):
            names = ids.to_pylist()
            return Batch(
                names if pa.types.is_string(ids.type) else list(map(label, names)), raw, offsets, known
            )
    if str(text.type) not in _STRINGS:
        texts: list[Any] = [None] * size
    else:
        texts = text.cast(pa.large_binary()).to_pylist()
    return _batch(
        [
            Row(
                label(page_id) or f"{name}#{first + n}",
                texts[n],
                tuple(known[column][n] for column in KNOWN),
                "" if page_id is not None else "no-page-id",
            )
            for n, page_id in enumerate(ids.to_pylist())
        ]
    )


def _jsonl(shard: Shard) -> Iterator[Row]:
    return (row_of(line, f"{shard.name}:{number}") for number, line in lines_of(shard))


def lines_of(shard: Shard) -> Iterator[tuple[int, bytes]]:
    """The lines of a shard of JSONL that are not blank, with their numbers from 1."""
    with Path(shard.path).open("rb") as lines:
        lines.seek(shard.at)
        for number in range(shard.base, shard.last):
            line = lines.readline()
            if number >= shard.first and line.strip():
                yield number + 1, line


def row_of(line: bytes, place: str) -> Row:
    """A line of JSONL as a page; ``place`` names it when it has no page_id."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return Row(place, fault="no-json")
    if not isinstance(value, dict):
        return Row(place, fault="no-json-object")
    page_id, text = value.get("page_id"), value.get("text")
    if not isinstance(page_id, str | int) or isinstance(page_id, bool) or page_id == "":
        return Row(place, fault="no-page-id")
    fault = "" if isinstance(text, str) else "no-text"
    known = tuple(
        label(value.get(name)) if not isinstance(value.get(name), dict | list) else "" for name in KNOWN
    )
    return Row(str(page_id), text if isinstance(text, str) else None, known, fault)


def texts_of(shard: Shard) -> Iterator[Row]:
    """The files of a shard of texts."""
    from doccompare import readers  # of Parquet and JSONL nothing is read by them

    for name in shard.files[shard.first : shard.last]:
        shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        try:
            yield Row(shown, readers.read_witness(Path(shard.path) / name, "甲").text)
        except DoccompareError as fault:
            yield Row(shown, fault=f"unreadable: {fault.message}")
