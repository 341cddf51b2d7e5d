"""Writing a set of files so that a reader never meets half of it.

Everything is rendered in memory, written into a hidden folder beside its place, and only then
moved. When a move fails the files already moved are put back.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from doccompare.errors import OutputError, say


def write_files(directory: Path, files: Mapping[str, str | bytes], gone: Sequence[str] = ()) -> list[Path]:
    """Write ``files`` (name → bytes, or text for UTF-8) into ``directory`` and return their paths.

    A name may go one folder down.

    ``gone``: files of an earlier run that go at the same time. Other files in the folder are left
    alone. Raises OutputError, naming the folder, when it cannot be written; then nothing has changed.
    """
    contents = {
        name: data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
        for name, data in files.items()
    }
    if directory.exists() and not directory.is_dir():
        raise OutputError(
            say(f"输出位置 {directory} 是文件，不是目录", f"{directory} is a file, not a folder"), _hint()
        )
    for name in (*files, *gone):
        if (directory / name).parent != directory and (directory / name).parent.is_symlink():
            raise OutputError(
                say(f"{directory} 中的 {name} 指向别处，不能写入", f"in {directory}, {name} leads elsewhere"),
                _hint(),
            )
        if (directory / name).is_dir():
            raise OutputError(
                say(f"{directory} 中的 {name} 是目录，不能写入", f"in {directory}, {name} is a folder"),
                _hint(),
            )
    try:
        return _write(directory, contents, gone)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            say(f"不能写入目录 {directory}：{reason}", f"cannot write into {directory}: {reason}"), _hint()
        ) from error


def _hint() -> str:
    return say(
        "请检查权限，或用 -o 指定另一个目录。", "Check its permissions, or name another folder with -o."
    )


def _write(directory: Path, contents: Mapping[str, bytes], gone: Sequence[str]) -> list[Path]:
    fresh = not directory.exists()
    made = _make_parents(directory.parent)
    staging = (directory.parent if fresh else directory) / f".doccompare-{secrets.token_hex(6)}"
    try:
        staging.mkdir()
        for name, content in contents.items():
            (staging / name).parent.mkdir(exist_ok=True)
            _write_whole(staging / name, content)
        if fresh:
            staging.rename(directory)
        else:
            _replace(staging, directory, [*contents, *gone])
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise
    shutil.rmtree(staging, ignore_errors=True)
    return [directory / name for name in contents]


def _make_parents(parent: Path) -> list[Path]:
    """Create the missing parents; returns those made, the deepest first."""
    missing = []
    while not parent.exists():
        missing.append(parent)
        parent = parent.parent
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
    return missing


def _write_whole(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(staging: Path, directory: Path, names: list[str]) -> None:
    """Move the new files into place; on failure the old ones come back."""
    kept = staging / "old"
    kept.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            moved.append(name)
            if (directory / name).exists():
                (kept / name).parent.mkdir(exist_ok=True)
                (directory / name).replace(kept / name)
            if (staging / name).exists():  # not so for a file that goes
                (directory / name).parent.mkdir(exist_ok=True)
                (staging / name).replace(directory / name)
    except BaseException:
        for name in moved:
            if (kept / name).exists():
                (kept / name).replace(directory / name)
            elif not (staging / name).exists():
                (directory / name).unlink(missing_ok=True)
        raise
    finally:
        for folder in {(directory / name).parent for name in names} - {directory}:
            with contextlib.suppress(OSError):  # it holds other files
                folder.rmdir()
