"""decisions.jsonl: read whole, and added to so that no entry is ever lost.

Nothing in the file is rewritten. A line is acknowledged only when it is on the disk; writers take
turns by an advisory lock on the file itself, so that whole lines follow one another. A line torn by
a crash stays where it is, and the next one starts afresh after it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from doccompare.decisions.entries import Damaged, Entry, Journal, content_id, entry_of, identified, line_of
from doccompare.errors import OutputError, ReadError, say
from doccompare.model import Note, Problem

FILE: Final = "decisions.jsonl"
_PATIENCE = 20.0  # seconds to wait for another writer
_SHOWN = 60  # characters shown of a spoilt line


def read(path: Path) -> Journal:
    """The journal in ``path``; empty when there is no such file. Raises ReadError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Journal()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(
            say(f"不能读取 {path}：{reason}", f"cannot read {path}: {reason}"),
            say(
                "裁定都在此文件中，请先恢复它。",
                "All decisions are in this file: restore access to it first.",
            ),
        ) from error
    return parse(data)


def read_all(paths: Sequence[Path]) -> Journal:
    """The journals of several files as one, in the order given; an entry in two of them counts once."""
    journals = [read(path) for path in paths]
    known: dict[str, Entry] = {}
    for journal in journals:
        for entry in journal.entries:
            known.setdefault(entry.id, entry)
    return Journal(
        entries=tuple(known.values()),
        damaged=tuple(d for j in journals for d in j.damaged),
        foreign=sum(j.foreign for j in journals),
        problems=tuple(p for j in journals for p in j.problems),
        size=sum(j.size for j in journals),
    )


def parse(data: bytes) -> Journal:
    """The journal that the bytes of a file hold."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    known: dict[str, Entry] = {}
    damaged: list[Damaged] = []
    altered: list[int] = []
    foreign: list[int] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        values = _object(line)
        entry: Entry | None = None
        if values is not None:
            try:
                entry = entry_of(values)
            except ValueError:
                values = None
        if values is None:
            torn = number == len(lines) or not line.rstrip().endswith(b"}")
            damaged.append(Damaged(number, line.decode("utf-8", "backslashreplace"), torn))
        elif entry is None:
            foreign.append(number)
        else:
            if content_id(values) != entry.id:
                altered.append(number)
            known.setdefault(entry.id, entry)
    return Journal(
        entries=tuple(known.values()),
        damaged=tuple(damaged),
        foreign=len(foreign),
        problems=(*_damage(damaged), *_remarks(altered, foreign)),
        size=len(data),
    )


def append(path: Path, entry: Entry) -> Entry:
    """Add one entry and return it with its number and id: it is on the disk then. Raises OutputError."""
    return append_all(path, (entry,))[0]


def append_all(path: Path, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Add entries one after another, nothing of others between them; see :func:`append`."""
    if not entries:
        return ()
    try:
        with _locked(path) as (file, size):
            data = os.pread(file, size, 0) if hasattr(os, "pread") else path.read_bytes()
            lines = data.count(b"\n")
            lead = b""
            if data and not data.endswith(b"\n"):  # a writer died here: leave its piece a line of its own
                lead, lines = b"\n", lines + 1
            done = tuple(identified(entry, lines + n) for n, entry in enumerate(entries, 1))
            _write(file, lead + b"".join(map(line_of, done)))
            os.fsync(file)
        if not size:
            _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            say(f"裁定未能存入 {path}：{reason}", f"not saved in {path}: {reason}"),
            say(
                "先前的裁定都在；请检查磁盘与权限后重做这一步。",
                "Earlier decisions are safe; check disk and permissions, then repeat this one.",
            ),
        ) from error
    return done


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    """Make a new file's name durable too, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[tuple[int, int]]:
    """The file opened for adding, locked against other writers, and its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    while True:
        file = os.open(path, flags, 0o644)
        try:
            _lock(file, path)
            mine = os.fstat(file)
            try:
                there = path.stat()
            except FileNotFoundError:
                continue
            if (mine.st_ino, mine.st_dev) != (there.st_ino, there.st_dev):
                continue  # somebody put another file in its place (a checkout): write into that one
            yield file, mine.st_size
            return
        finally:
            _unlock(file)
            os.close(file)


def _lock(file: int, path: Path) -> None:
    """Wait for the lock. Where the system knows none, adding in one piece must do."""
    limit = time.monotonic() + _PATIENCE
    while not _try_lock(file):
        if time.monotonic() > limit:
            raise OutputError(
                say(
                    f"{path} 一直被另一程序占用，未能存入。",
                    f"{path} stays locked by another program; not saved.",
                ),
                say("请关闭那个程序再试。", "Close that program and try again."),
            )
        time.sleep(0.005)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        os.lseek(file, 0x7FFFFFFF, os.SEEK_SET)  # one byte far behind the end: readers stay free
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, 0x7FFFFFFF, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
        return True

    def _unlock(file: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        values = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _damage(damaged: Sequence[Damaged]) -> list[Problem]:
    out = []
    for piece in damaged:
        shown = piece.text[:_SHOWN] + ("…" if len(piece.text) > _SHOWN else "")
        if piece.torn:
            note = Note(
                f"裁定记录第 {piece.line} 行只写了一半（写入时中断），已搁置，未曾算数：{shown}",
                f"Line {piece.line} of the decisions was cut off in writing; kept, not counted: {shown}",
            )
        else:
            note = Note(
                f"裁定记录第 {piece.line} 行读不懂，已搁置：{shown}",
                f"Line {piece.line} of the decisions cannot be understood; kept, not counted: {shown}",
            )
        out.append(Problem("torn-decision" if piece.torn else "damaged-decision", note))
    return out


def _remarks(altered: Sequence[int], foreign: Sequence[int]) -> list[Problem]:
    out = []
    if altered:
        zh, en = "、".join(map(str, altered)), ", ".join(map(str, altered))
        out.append(
            Problem(
                "altered-decision",
                Note(
                    f"裁定记录第 {zh} 行写成后被改动过，仍照所写采用。",
                    f"Lines changed after they were written, taken as they stand: {en} of the decisions.",
                ),
            )
        )
    if foreign:
        out.append(
            Problem(
                "foreign-decision",
                Note(
                    f"裁定记录中有 {len(foreign)} 行是本版不认识的种类，原样保留。",
                    f"{len(foreign)} entries are of a kind this version does not know; left as they are.",
                ),
            )
        )
    return out
