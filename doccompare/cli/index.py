"""``doccompare index``: the first page of a folder of works."""

from __future__ import annotations

from pathlib import Path

import click

from doccompare.cli.options import lang_option
from doccompare.cli.program import Command, version
from doccompare.errors import EXIT_DONE, UsageError, say


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "index",
        callback=_index,
        help=say(
            "为一个装有多个结果的文件夹（默认 reports）写总目 index.html：每种文件一行，要害多者在前。",
            "Write index.html for a folder of results (default: reports): one line a work, the worst first.",
        ),
        params=[
            click.Argument(["directory"], metavar="[DIR]", required=False, type=click.Path(path_type=Path)),
            lang_option(),
        ],
    )


def _index(directory: Path | None) -> int:
    from doccompare.cli.output import emit
    from doccompare.cli.results import REPORTS
    from doccompare.reporting.index import entries, write_index

    folder = directory if directory is not None else REPORTS
    works = entries(folder) if folder.is_dir() else []
    if not works:
        raise UsageError(
            say(f"{folder} 里没有校勘结果。", f"There is no result in {folder}."),
            say(
                "请指明装有结果的上一级文件夹，或先运行 doccompare collate。",
                "Name the folder above the results, or run doccompare collate first.",
            ),
        )
    path = write_index(folder, works, version())
    unread = [work for work in works if work.collation is None]
    emit([say(f"总目 {path}（{len(works)} 种）", f"Index {path} ({len(works)} works)")])
    emit([say(f"读不出 {w.folder}：{w.fault}", f"Not read: {w.folder}: {w.fault}") for w in unread])
    return EXIT_DONE
