"""``doccompare watch``: collate again whenever a file was saved, and say only what is otherwise."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import collating_options, lang_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_INTERRUPTED, DoccompareError, say

if TYPE_CHECKING:
    from doccompare.model import Collation

_TICK = 0.3  # seconds between two looks at the files
_MOST = 5000  # files of a folder that are looked at

# Of each file what a save changes: the time, the size, and which file it is (editors put a new one there).
Seen = dict[Path, tuple[int, int, int]]


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "watch",
        callback=_watch,
        help=say(
            "文件一存盘即重校、重出结果，只报有何变化；Ctrl-C 结束。PATH 与选项同 collate。",
            "Collate again and renew the result whenever a file is saved, and print only what changed; "
            "Ctrl-C ends. PATH and options as for collate.",
        ),
        params=[
            *collating_options(),
            lang_option(),
        ],
    )


def _watch(
    paths: tuple[Path, ...],
    out: Path | None,
    base: str | None,
    title: str | None,
    encoding: str | None,
    ignore: tuple[str, ...],
    versions: bool,
    revisions: str,
) -> int:
    from doccompare.cli.output import emit

    arguments = [f"--ignore={kind}" for kind in ignore] + (["--versions"] if versions else [])
    arguments.append(f"--revisions={revisions}")
    for name, value in (("out", out), ("base", base), ("title", title), ("encoding", encoding)):
        if value is not None:
            arguments.append(f"--{name}={value}")
    try:
        watch = _first(paths, [*arguments, "--", *map(str, paths)])
        watch.begin()
        while True:
            watch.again(watch.save())
    except KeyboardInterrupt:
        emit([say("已停止。", "Stopped.")])
        return EXIT_INTERRUPTED


def _first(paths: tuple[Path, ...], arguments: list[str]) -> _Watch:
    """The watch on these files, collated once. Raises what ``collate`` does."""
    from doccompare.cli.collate import collated

    before = _look(paths, None)
    collation, result = collated(arguments)
    seen = {path: before.get(path, own) for path, own in _look(paths, result).items()}
    return _Watch(paths, arguments, collation, result, seen)


@dataclass(slots=True)
class _Watch:
    """The files that are watched, as they were seen last, and the collation they made then."""

    paths: tuple[Path, ...]
    arguments: list[str]
    last: Collation
    result: Path
    seen: Seen

    def begin(self) -> None:
        """Say what was found first."""
        from doccompare.cli import desk as editors
        from doccompare.cli.output import columns, emit
        from doccompare.reporting.views import verdict
        from doccompare.reporting.width import wrapped

        folder = editors.near(self.result / "report.html")
        lines = [
            say("结论: ", "Verdict: ") + verdict(self.last, editors.lang()),
            say(
                f"报告 {folder}；改动存盘即重校，Ctrl-C 结束。",
                f"Report {folder}. Save to collate again; Ctrl-C ends.",
            ),
        ]
        emit(piece for line in lines for piece in wrapped(line, columns(), "    "))

    def save(self) -> list[Path]:
        """Wait until files were saved, added or removed, and it is quiet again; those files."""
        while True:
            time.sleep(_TICK)
            now = _look(self.paths, self.result)
            if now == self.seen:
                continue
            while (later := self._after_a_tick()) != now:  # still being written
                now = later
            changed = sorted(p for p in now.keys() | self.seen.keys() if now.get(p) != self.seen.get(p))
            self.seen = now
            return changed

    def _after_a_tick(self) -> Seen:
        time.sleep(_TICK)
        return _look(self.paths, self.result)

    def again(self, changed: list[Path]) -> None:
        """Collate again, and say what is otherwise than before."""
        from doccompare.cli import desk as editors
        from doccompare.cli.collate import collated
        from doccompare.cli.output import columns, emit, emit_error
        from doccompare.reporting.changes import change_lines
        from doccompare.reporting.width import printable, wrapped

        names = say("、", ", ").join(printable(path.name) for path in changed[:4])
        more = say(f" 等 {len(changed)} 个文件", f" and {len(changed) - 4} more") if len(changed) > 4 else ""
        emit(wrapped(f"{time.strftime('%H:%M:%S')}  {names}{more}", columns(), "    "))
        try:
            collation, self.result = collated(self.arguments)
        except DoccompareError as error:  # half of an edit: go on watching
            emit_error(error.message, error.hint)
            return
        lines = change_lines(self.last, collation, lang=editors.lang(), width=columns() - 2)
        self.last = collation
        emit(f"  {line}" for line in lines or [say("无变化。", "No change.")])


def _look(paths: tuple[Path, ...], result: Path | None) -> Seen:
    """The state of every file that a collation of ``paths`` may read; the result's own files are none."""
    found: Seen = {}
    for path in paths:
        if path.is_dir():
            for file in islice(_inside(path, result), _MOST):
                _note(found, file)
        else:
            _note(found, path)
    if result is not None:
        _note(found, result / "decisions.jsonl")
    return found


def _inside(folder: Path, result: Path | None) -> Iterator[Path]:
    """The files in a folder and below, without hidden ones and without what is written into ``result``."""
    from doccompare.reporting import REPORT_FILES
    from doccompare.reporting.comparison import COMPARISON_FILES

    ours = {*REPORT_FILES, *COMPARISON_FILES}
    place = result.resolve() if result is not None else None
    for here, folders, files in os.walk(folder):
        below = sorted(f for f in folders if not f.startswith("."))
        folders[:] = [f for f in below if (Path(here) / f).resolve() != place]
        own = Path(here).resolve() == place
        yield from (Path(here) / f for f in sorted(files) if f[0] != "." and not (own and f in ours))


def _note(found: Seen, path: Path) -> None:
    try:
        status = path.stat()
    except OSError:
        return  # not there, or no longer
    found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
