"""``doccompare find``: the reprints and quotations of works in a large archive."""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from doccompare.cli.options import lang_option
from doccompare.cli.output import emit, emit_error
from doccompare.cli.program import Command, version
from doccompare.errors import EXIT_DONE, DoccompareError, UsageError, say

if TYPE_CHECKING:
    from doccompare.archive.committed import Progress
    from doccompare.archive.job import Search

_PHASES = {"stock": "学习套语", "search": "检索", "pairs": "配对", "writing": "汇总", "done": "完成"}
_ERASE = "\r\x1b[K"


def command() -> click.Command:
    """The command, with help in the language in effect."""
    path = click.Path(path_type=Path)
    return Command(
        "find",
        callback=_find,
        help=say(
            "在报库中找出各作品的转载与引用。ARCHIVE 是 Parquet、JSONL 或文本文件夹。",
            "Find the reprints and quotations of works in an archive: Parquet, JSONL or a folder of texts.",
        ),
        params=[
            click.Argument(["archive"], metavar="ARCHIVE", required=False, type=path),
            click.Option(
                ["--against"],
                metavar="PATH",
                type=path,
                help=say(
                    "作品：文本、语料、结果或其文件夹。",
                    "The works: a text, corpus or result, or a folder of them.",
                ),
            ),
            click.Option(
                ["-o", "--out", "out"],
                metavar="DIR",
                type=path,
                help=say(
                    "结果文件夹；中断后照原样再跑即续。", "Result folder; run again to go on after a break."
                ),
            ),
            click.Option(
                ["--executor"],
                metavar="local|dask://HOST:PORT",
                default="local",
                help=say("在本机或 Dask 集群上。", "This machine, or a Dask cluster."),
            ),
            click.Option(
                ["--workers"],
                metavar="N",
                type=click.IntRange(min=1),
                help=say("本机进程数（默认全部核）。", "Processes here (default: all cores)."),
            ),
            click.Option(
                ["--collate"],
                is_flag=True,
                help=say("把各作品的转载页校勘。", "Collate the reprints of each work."),
            ),
            click.Option(
                ["--all-pairs"],
                is_flag=True,
                help=say("不给作品：哪些页有共同的文字。", "No works given: which pages share text."),
            ),
            click.Option(
                ["--status"],
                metavar="DIR",
                type=path,
                help=say("看一次检索的进度。", "How far a search has come."),
            ),
            lang_option(),
        ],
    )


def _find(
    archive: Path | None,
    against: Path | None,
    out: Path | None,
    executor: str,
    workers: int | None,
    collate: bool,
    all_pairs: bool,
    status: Path | None,
) -> int:
    if status is not None:
        return _status(status)
    if all_pairs:
        return _pairs(archive, against, out, executor, workers, collate)
    if archive is None or out is None or against is None:
        raise UsageError(
            say("需要 ARCHIVE、--against 和 --out。", "ARCHIVE, --against and --out are needed."),
            say("用法见 doccompare find --help", "See doccompare find --help"),
        )
    from doccompare.archive.executors import executor_named
    from doccompare.archive.job import find
    from doccompare.cli.articles import warn

    watch = Watch()
    try:
        with executor_named(executor, workers) as running:
            search = find(archive, against, out, running, tell=watch, warn=warn)
    finally:
        watch.end()
    emit(_summary(search.manifest, out, search.skipped))
    _warn(search)
    if collate:
        _collate(search)
    return EXIT_DONE


def _pairs(
    archive: Path | None,
    against: Path | None,
    out: Path | None,
    executor: str,
    workers: int | None,
    collate: bool,
) -> int:
    if archive is None or out is None or against is not None:
        raise UsageError(
            say(
                "--all-pairs 需要 ARCHIVE 和 --out，不用 --against。",
                "--all-pairs takes ARCHIVE and --out, and no --against.",
            ),
            say("用法见 doccompare find --help", "See doccompare find --help"),
        )
    from doccompare.archive.executors import executor_named
    from doccompare.archive.pairs import find_pairs

    watch = Watch()
    try:
        with executor_named(executor, workers) as running:
            search = find_pairs(archive, out, running, tell=watch)
    finally:
        watch.end()
    rows = {name: table["rows"] for name, table in search.manifest["tables"].items()}
    emit(
        [
            say(
                f"{search.manifest['pages']} 页：{rows['pairs']} 对有共同文字，"
                f"{search.manifest['clusters']} 组转载（{rows['clusters']} 页）。",
                f"{search.manifest['pages']} pages: {rows['pairs']} pairs share text, "
                f"{search.manifest['clusters']} clusters of {rows['clusters']} pages.",
            ),
            say(f"结果 {out}", f"Result {out}"),
        ]
    )
    _warn(search)
    if collate:
        _collate(search)
    return EXIT_DONE


def _warn(search: Search) -> None:
    """Say on stderr what a reader of the figures must know: what was not read, and what is not clear."""
    manifest = search.manifest
    said = []
    if manifest["rejected"]:
        why = say("，", ", ").join(f"{reason} {n}" for reason, n in manifest["rejected"].items())
        said.append(
            say(
                f"不成页：{why}；见 {search.folder / 'rejects'}",
                f"no pages: {why}; see {search.folder / 'rejects'}",
            )
        )
    if manifest.get("doubled"):
        said.append(
            say(
                f"{manifest['doubled']} 段所在的页与别页同一个 page_id",
                f"{manifest['doubled']} passages stand on a page whose page_id another page has too",
            )
        )
    if search.archive.left_out:
        names = say("、", ", ").join(search.archive.left_out[:3])
        more = len(search.archive.left_out)
        said.append(
            say(
                f"文件夹里有 Parquet，未读其中 {more} 个 JSONL：{names}",
                f"the folder holds Parquet, so {more} files of JSONL in it were not read: {names}",
            )
        )
    if search.too_short:
        names = say("、", ", ").join(search.too_short[:3])
        said.append(
            say(
                f"{len(search.too_short)} 篇太短，无法检索：{names}",
                f"{len(search.too_short)} works are too short to be found: {names}",
            )
        )
    for line in said:
        emit_error(line, "", label=False)


def _collate(search: Search) -> None:
    """Collate the reprints of every work that has two; one that gives no collation is named."""
    from doccompare import pipeline
    from doccompare.archive.collating import gather
    from doccompare.cli.progress import Progress as Stages
    from doccompare.cli.progress import uninterrupted
    from doccompare.establishing.rate import error_rates, scheme_named
    from doccompare.reporting import render_reports, save_reports

    gathered = gather(search)
    if not gathered:
        emit([say("没有一篇有两种以上转载。", "No work has two reprints: nothing to collate.")])
    for reprints in gathered:
        try:
            with Stages() as progress:
                collation = pipeline.collate([reprints.folder], progress=progress)
        except DoccompareError as error:
            emit_error(f"{reprints.work}: {error.message}", "", label=False)
            continue
        rendered = render_reports(
            collation, version(), rates=error_rates(collation, scheme_named("newspaper"))
        )
        with uninterrupted():
            save_reports(rendered, reprints.folder / "report")
        more = say(f"，另有 {reprints.left_out} 种未取", f", {reprints.left_out} more left out")
        emit(
            [
                say(
                    f"{reprints.work}：{reprints.witnesses} 种转载{more if reprints.left_out else ''}，"
                    f"异文 {len(collation.units)} 处",
                    f"{reprints.work}: {reprints.witnesses} reprints{more if reprints.left_out else ''}, "
                    f"{len(collation.units)} units",
                ),
                f"  {reprints.folder / 'report' / 'report.html'}",
            ]
        )


def _summary(manifest: dict[str, Any], out: Path, skipped: int) -> list[str]:
    found, rows = manifest["found"], {name: table["rows"] for name, table in manifest["tables"].items()}
    lines = [
        say(
            f"{manifest['pages']} 页：转载 {found['reprint']} 页，部分转载 {found['partial']} 页，"
            f"引用 {found['quotation']} 页（{rows['passages']} 段）。",
            f"{manifest['pages']} pages: {found['reprint']} with a reprint, {found['partial']} with a part, "
            f"{found['quotation']} quoting.",
        ),
        say(
            f"段落 {rows['passages']}  套语 {rows['stock']}  不成页 {rows['rejects']}",
            f"{rows['passages']} passages  {rows['stock']} stock phrases  {rows['rejects']} rejects",
        ),
    ]
    if skipped:
        lines.append(
            say(
                f"其中 {skipped}/{manifest['shards']} 个分片先前已完成。",
                f"{skipped} of {manifest['shards']} shards were done before.",
            )
        )
    lines.append(say(f"结果 {out}", f"Result {out}"))
    return lines


def _status(folder: Path) -> int:
    from doccompare.archive.committed import read_progress

    progress = read_progress(folder)
    lines = [_line(progress)]
    silent = time.time() - progress.at
    if progress.phase != "done" and silent > 60:
        lines.append(
            say(
                f"已 {int(silent)} 秒没有动静；若已停，照原命令再跑即续。",
                f"Not heard of for {int(silent)} s; if it has stopped, run the command again to go on.",
            )
        )
    if progress.phase == "done":
        lines.append(say(f"结果 {folder}", f"Result {shlex.quote(str(folder))}"))
    emit(lines)
    return EXIT_DONE


def _line(progress: Progress) -> str:
    """Phase, shards, pages a second and the time left."""
    name = say(_PHASES[progress.phase], progress.phase)
    line = say(
        f"{name} {progress.done}/{progress.total} 分片", f"{name} {progress.done}/{progress.total} shards"
    )
    if progress.pages and progress.phase != "done":
        line += say(f"，{progress.rate:.0f} 页/秒", f", {progress.rate:.0f} pages/s")
        here = progress.done_here
        if here:
            left = round((progress.total - progress.done) * (progress.at - progress.started) / here)
            line += say(f"，还需 {left} 秒", f", {left} s left")
    return line


class Watch:
    """Progress on stderr: one line that is renewed on a terminal, else a line every half minute."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._said = time.time()
        self._shown = False

    def __call__(self, progress: Progress) -> None:
        """Tell how far it is."""
        if progress.at - progress.started < 1 or progress.phase == "done":
            return
        if not self._terminal and progress.at - self._said < 30:
            return
        self._said, self._shown = progress.at, True
        sys.stderr.write(
            (_ERASE if self._terminal else "") + _line(progress) + ("" if self._terminal else "\n")
        )
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._terminal and self._shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
