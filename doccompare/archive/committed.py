"""The result folder: what is committed of a job, its progress, and that nothing is ever half there.

``DIR/work/`` holds the index, one file for each finished shard and the progress; ``DIR/passages``,
``stock``, ``rejects`` and ``manifest.json`` come last. Every file appears under its name when whole.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from doccompare.archive.arrow import write_table
from doccompare.archive.shard import Result
from doccompare.archive.sources import Shard
from doccompare.errors import OutputError, ReadError, UsageError, say

WORK, JOB, PROGRESS, MANIFEST = "work", "job.json", "progress.json", "manifest.json"
TABLES = ("passages", "stock", "rejects")
# Columns that are no text.
_TYPES = {
    **dict.fromkeys(
        ("page_start", "page_end", "work_start", "work_end", "pages", "shared", "cluster"), "int64"
    ),
    "similarity": "float64",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a phase is: shards of all, shards and pages of this run; two times in seconds since 1970.

    ``started``: when the phase began; ``at``: when it was last heard of.
    """

    phase: str  # stock | search | pairs | writing | done
    done: int
    total: int
    done_here: int
    pages: int
    started: float
    at: float

    @property
    def rate(self) -> float:
        """Pages in a second of this run."""
        return self.pages / max(0.001, self.at - self.started)


class Folder:
    """The result folder of one job."""

    def __init__(self, path: Path, tables: tuple[str, ...] = TABLES) -> None:
        self.path, self.tables = path, tables
        self.work = path / WORK
        self.shards = self.work / "shards"
        self.index = self.work / "index"

    def claim(self, job: dict[str, Any]) -> bool:
        """Whether the folder already has the index of this very job.

        Raises UsageError when it holds another job or files that are not ours, OutputError.
        """
        file = self.work / JOB
        if file.is_file():
            if json.loads(file.read_text(encoding="utf-8")) != job:
                raise UsageError(
                    say(
                        f"{self.path} 里是另一次检索的结果（报库、文件或版本不同）。",
                        f"{self.path} holds another search (other pages, other works or another version).",
                    ),
                    say("请换一个文件夹，或先删去它。", "Name another folder, or delete it first."),
                )
            return True
        taken = [name for name in (*self.tables, MANIFEST, WORK) if (self.path / name).exists()]
        if taken and not (self.work / "begun").is_file():
            raise UsageError(
                say(
                    f"{self.path} 里已有不是这里写出的 {'、'.join(taken)}。",
                    f"{self.path} holds {', '.join(taken)} of somebody else.",
                ),
                say("请换一个文件夹。", "Name another folder."),
            )
        try:
            self.shards.mkdir(parents=True, exist_ok=True)
            write_whole(self.work / "begun", b"")
        except OSError as fault:
            raise unwritable(self.path, fault) from fault
        return False

    def settle_job(self, job: dict[str, Any]) -> None:
        """Note which job this is; from now on its index is whole."""
        write_whole(self.work / JOB, _json(job))

    def fresh(self, name: str) -> Path:
        """An empty folder of this name below ``work``."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def has(self, shard: Shard) -> bool:
        """Whether a shard is committed."""
        return (self.shards / f"{shard.key}.json").is_file()

    def commit(self, shard: Shard, result: Result) -> None:
        """Write the result of a shard, all at once."""
        write_whole(self.shards / f"{shard.key}.json", _json(asdict(result)))

    def result(self, shard: Shard) -> Result:
        """What was committed of a shard."""
        data = json.loads((self.shards / f"{shard.key}.json").read_text(encoding="utf-8"))
        return Result(data["pages"], data["rows"], data["phrases"], [(p, r) for p, r in data["rejects"]])

    def note(self, progress: Progress) -> None:
        """Keep the progress for those who ask; not worth failing for."""
        with suppress(OSError):
            write_whole(self.work / PROGRESS, _json(asdict(progress)), sync=False)


def read_progress(path: Path) -> Progress:
    """The progress of the job in a result folder. Raises ReadError when there is none."""
    try:
        return Progress(**json.loads((path / WORK / PROGRESS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as fault:
        raise ReadError(
            say(f"{path} 里没有检索。", f"There is no search in {path}."),
            say("请给出 find 的 --out 文件夹。", "Name the folder given to find --out."),
        ) from fault


class Ticker:
    """Counts shards and pages, and tells those who watch, at most twice a second."""

    def __init__(self, folder: Folder, tell: Callable[[Progress], None] | None) -> None:
        self._folder, self._tell = folder, tell
        self._started = time.time()
        self._last = 0.0
        self._state = ("stock", 0, 0, 0, 0)

    def phase(self, name: str, done: int, total: int) -> None:
        """A phase begins, with so many shards of all already done."""
        self._started = time.time()
        self._state = (name, done, total, 0, 0)
        self._show()

    def step(self, pages: int) -> None:
        """One more shard is done."""
        name, done, total, here, before = self._state
        self._state = (name, done + 1, total, here + 1, before + pages)
        if time.time() - self._last > 0.5:
            self._show()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Also the last steps before a break are noted."""
        try:
            yield
        except BaseException:
            self._show()
            raise

    def _show(self) -> None:
        self._last = time.time()
        progress = Progress(*self._state, self._started, self._last)
        self._folder.note(progress)
        if self._tell is not None:
            self._tell(progress)


def write_whole(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Write a file that appears under its name only when all of it is there."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def publish(
    path: Path, schema: str, facts: dict[str, Any], tables: dict[str, dict[str, list[Any]]]
) -> dict[str, Any]:
    """Write the tables and, last, the manifest with their digest; returns the manifest."""
    import pyarrow as pa

    manifest: dict[str, Any] = {"schema": schema, **facts, "tables": {}}
    digest = hashlib.sha256()
    for name, columns in tables.items():
        typed = {column: _typed(values, _TYPES.get(column, "string")) for column, values in columns.items()}
        sink = io.BytesIO()
        write_table(pa.table(typed), sink, 100_000)
        (path / name).mkdir(exist_ok=True)
        write_whole(path / name / "part-0.parquet", sink.getvalue())
        sha = hashlib.sha256(sink.getvalue()).hexdigest()
        manifest["tables"][name] = {"rows": len(next(iter(columns.values()))), "sha256": sha}
        digest.update(sha.encode())
    manifest["digest"] = digest.hexdigest()
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write_whole(path / MANIFEST, text.encode("utf-8", "backslashreplace"))
    return manifest


def _typed(values: list[Any], kind: str) -> Any:
    """A column, built from its bytes: ``pa.array`` would load pandas where that is installed."""
    import pyarrow as pa

    if kind != "string":
        raw = pa.py_buffer(np.array(values, dtype=kind))
        return pa.Array.from_buffers(pa.type_for_alias(kind), len(values), [None, raw])
    parts = [value.encode("utf-8") for value in values]
    ends = np.concatenate(([0], np.cumsum([len(part) for part in parts])))
    if int(ends[-1]) >= 1 << 31:
        return pa.array(values, kind)
    return pa.StringArray.from_buffers(
        len(parts), pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(b"".join(parts))
    )


def unwritable(path: Path, fault: OSError) -> OutputError:
    """The failure to write a result folder, as one sentence."""
    # numpy says of a full disk only how much of an array it could write.
    reason = fault.strerror or os.strerror(fault.errno or errno.ENOSPC)
    return OutputError(
        say(f"不能写入 {path}：{reason}。", f"{path} cannot be written: {reason}."),
        say("请检查权限与空间，或换一个文件夹。", "Check permissions and space, or name another folder."),
    )


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
