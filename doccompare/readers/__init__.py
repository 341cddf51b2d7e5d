"""Readers: one file per format, each giving the text of a witness as received."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from doccompare.corpora import Entry
from doccompare.errors import ReadError, say
from doccompare.model import Note, PageMark, Problem, Span, Witness
from doccompare.readers.archives import damaged, encrypted
from doccompare.readers.encodings import Decoded
from doccompare.readers.formats import (
    FORMATS,
    Format,
    is_encrypted_office,
    recognise,
    stated_otherwise,
    unreadable,
)
from doccompare.readers.named import continued, corpus_of_paths
from doccompare.readers.plain import empty
from doccompare.readers.progress import told_to
from doccompare.readers.zipped import member, members

__all__ = [
    "FORMATS",
    "LARGEST",
    "Decoded",
    "Format",
    "Revisions",
    "archive_members",
    "continued",
    "corpus_of_paths",
    "digest",
    "read_entry",
    "read_text",
    "read_witness",
    "told_to",
]

Revisions = Literal["final", "original"]

_OLE_SUFFIXES = (".doc", ".xls", ".ppt")  # one without what its name says is damaged
LARGEST = 64 * 1024 * 1024  # bytes; a newspaper page is under one hundred thousand


def read_witness(
    path: Path,
    siglum: str,
    *,
    encoding: str | None = None,
    shown: str | None = None,
    revisions: Revisions = "final",
) -> Witness:
    """The file as a witness: its text untouched, the encoding and why, its problems.

    ``encoding`` overrides detection; ``shown`` is the path as results and messages give it (the path
    itself when None); ``revisions``: whether tracked changes are read as accepted (``final``) or as
    refused (``original``). A path that goes on below a zip archive names a file in it.
    Raises ReadError (not there, no regular file, empty, binary, undecodable, over
    64 MB) and UsageError (no such encoding). Never waits for a pipe or a device.
    """
    name = _printable(path) if shown is None else shown
    data = _bytes_of(path, name)
    decoded = read_text(data, name, encoding, revisions=revisions)
    return Witness(
        siglum=siglum,
        text=decoded.text,
        path=name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        encoding_reason=decoded.reason,
        encoding_confidence=decoded.confidence,
        format=decoded.format,
        marks=decoded.marks,
        problems=tuple(replace(p, siglum=siglum) for p in decoded.problems),
        doubtful=decoded.doubtful,
    )


def read_text(
    data: bytes, name: str, encoding: str | None = None, *, revisions: Revisions = "final"
) -> Decoded:
    """The text of a file's bytes, by the reader of its format; ``name`` is shown and gives the suffix.

    What the bytes are decides, not the suffix. Raises ReadError and UsageError as :func:`read_witness` does.
    """
    if not data:
        raise empty(name)
    if is_encrypted_office(data):
        raise encrypted(name)
    suffix = Path(name).suffix
    known = recognise(data, suffix)
    if known.read is None:
        stated = stated_otherwise(known, suffix)
        if known.key == "ole" and stated is not None and stated.suffixes[0] in _OLE_SUFFIXES:
            raise damaged(name, f"{suffix}?")
        raise unreadable(known, name)
    read = known.original if revisions == "original" and known.original else known.read
    decoded = read(data, name, encoding)
    stated = stated_otherwise(known, suffix)
    problems = decoded.problems
    if stated is not None:
        note = Note(
            f"名为 {suffix}，内容是 {known.name}，按内容读。",
            f"named {suffix}, but it is {known.name}, and read as that.",
        )
        problems = (Problem("wrong-suffix", note), *problems)
    kept = decoded.format if known.key == "zip" else known.key  # of an archive: that of the file in it
    return replace(decoded, problems=problems, format=kept)


def read_entry(
    entry: Entry, folder: Path, *, encoding: str | None = None, revisions: Revisions = "final"
) -> Witness:
    """The witness of a manifest's entry, with its role and what is known of its publication.

    A text continued over several files is joined, each file from a new line on and as a new page;
    its sha256 is that of all the bytes in order. ``encoding`` goes before the entry's own.
    Raises as :func:`read_witness` does.
    """
    parts = [
        read_witness(
            path,
            entry.siglum,
            encoding=encoding or entry.encoding or None,
            shown=_within(path, folder),
            revisions=revisions,
        )
        for path in entry.files
    ]
    whole = parts[0] if len(parts) == 1 else _joined(parts, entry.files)
    return replace(
        whole,
        role=entry.role,
        publication=entry.publication,
        date=entry.date,
        page=entry.page,
        image=entry.image,
    )


def _joined(parts: list[Witness], paths: tuple[Path, ...]) -> Witness:
    """One witness of several files; pages are counted through."""
    digest, text, page = hashlib.sha256(), "", 0
    marks: list[PageMark] = []
    problems: list[Problem] = []
    doubtful: list[Span] = []
    for part, path in zip(parts, paths, strict=True):
        digest.update(_bytes_of(path, part.path))
        if text and not text.endswith(("\n", "\r")):
            text += "\n"
        own = part.marks or (PageMark(0, 1),)
        marks += [PageMark(m.offset + len(text), m.page + page, m.box) for m in own]
        problems += [_moved(p, len(text)) for p in part.problems]
        doubtful += [Span(s.start + len(text), s.end + len(text)) for s in part.doubtful]
        page += max(m.page for m in own)
        text += part.text
    encodings = dict.fromkeys(part.encoding for part in parts)
    sure = [part.encoding_confidence for part in parts if part.encoding_confidence is not None]
    formats = dict.fromkeys(part.format for part in parts)
    return replace(
        parts[0],
        text=text,
        path=" + ".join(part.path for part in parts),
        sha256=digest.hexdigest(),
        encoding=", ".join(encodings),
        encoding_confidence=min(sure, default=None),
        format=" + ".join(formats) if len(formats) > 1 else f"{parts[0].format} × {len(parts)}",
        marks=tuple(marks),
        problems=tuple(problems),
        doubtful=tuple(doubtful),
    )


def _moved(problem: Problem, by: int) -> Problem:
    span = problem.span
    return problem if span is None else replace(problem, span=Span(span.start + by, span.end + by))


def digest(files: Sequence[Path]) -> str:
    """The sha256 of the files of one witness, as the witness has it; empty when one cannot be read."""
    found = hashlib.sha256()
    try:
        for file in files:
            found.update(_bytes_of(file, _printable(file)))
    except ReadError:
        return ""
    return found.hexdigest()


def archive_members(path: Path) -> tuple[Path, ...] | None:
    """The files in a zip archive that may be witnesses, as paths below it; None when it is no such archive.

    Raises ReadError: not to be opened, damaged, without a file to read, with a manifest of its own.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return None
    except (OSError, ValueError):
        return None
    data = _bytes_of(path, _printable(path))
    if recognise(data, path.suffix).key != "zip":
        return None
    return tuple(path / member for member in members(data, _printable(path)))


def _bytes_of(path: Path, name: str) -> bytes:
    """What the file holds, or the member of an archive that the path goes on to."""
    try:
        archive = next((p for p in path.parents if p.is_file()), None)
    except (OSError, ValueError):  # told when the file itself is opened
        archive = None
    if archive is None:
        return _bytes_of_file(path, name)
    data = _bytes_of_file(archive, _printable(archive))
    inside = None
    if data.startswith(b"PK") and recognise(data, archive.suffix).key == "zip":
        inside = member(data, _printable(archive), path.relative_to(archive).as_posix())
    if inside is None:
        raise _unopened(FileNotFoundError(errno.ENOENT, ""), name)
    return inside


def _bytes_of_file(path: Path, name: str) -> bytes:
    """What the file holds. Looks before it opens: opening a pipe would wait, a device may act."""
    try:
        _require_regular(path.stat(), name)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            _require_regular(os.fstat(file.fileno()), name)  # it may have been exchanged meanwhile
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the path
        raise _unopened(fault, name) from fault
    if len(data) > LARGEST:
        raise _too_large(name)
    return data


def _require_regular(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(
            say(f"“{name}”是文件夹，不是文件。", f"{name} is a folder, not a file."),
            say("请给出其中的文件；或只给这一个文件夹。", "Give the files in it, or this one folder alone."),
        )
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(
            say(
                f"“{name}”是管道或设备，不是普通文件。", f"{name} is a pipe or a device, not a regular file."
            ),
            say("请先存为文件再试。", "Save it to a file first."),
        )
    if status.st_size > LARGEST:
        raise _too_large(name)


def _too_large(name: str) -> ReadError:
    return ReadError(
        say(
            f"“{name}”超过 64 MB，不像一份文件的文本。",
            f"{name} is over 64 MB, which is no text of one document.",
        ),
        say("请只取有关的版面。", "Take only the pages concerned."),
    )


def _unopened(fault: Exception, name: str) -> ReadError:
    code = fault.errno if isinstance(fault, OSError) else None
    if code in (errno.ENOENT, errno.ENOTDIR):
        return ReadError(
            say(f"没有“{name}”这个文件。", f"There is no file {name}."),
            say("请核对路径。", "Check the path."),
        )
    if code in (errno.EACCES, errno.EPERM):
        return ReadError(
            say(f"没有权限读“{name}”。", f"You may not read {name}."),
            say("请改文件的权限，或换一个位置。", "Change its permissions, or copy it elsewhere."),
        )
    why = (fault.strerror or str(fault)) if isinstance(fault, OSError) else str(fault)
    return ReadError(
        say(f"不能读“{name}”：{why}。", f"{name} cannot be read: {why}."),
        say("请核对路径。", "Check the path."),
    )


def _within(path: Path, folder: Path) -> str | None:
    """The path as seen from the corpus; files with nothing but the root in common by their last parts.

    A result names no folders of the machine it was made on.
    """
    if not path.is_relative_to(folder):
        return None
    if folder == Path(folder.anchor):
        return Path(*path.parts[-2:]).as_posix()
    return path.relative_to(folder).as_posix()


def _printable(path: Path) -> str:
    """The path as text that can be printed: bytes that are no UTF-8 become U+FFFD."""
    return (
        os.fsencode(path.as_posix()).decode("utf-8", "replace") if "\0" not in str(path) else repr(str(path))
    )
