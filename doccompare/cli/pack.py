"""``doccompare pack``: texts or JSONL made into the Parquet shards that ``find`` reads fastest."""

from __future__ import annotations

from pathlib import Path

import click

from doccompare.cli.options import lang_option
from doccompare.cli.output import emit, emit_error
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, say


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "pack",
        callback=_pack,
        help=say(
            "把文本文件夹或 JSONL（每行 page_id、text 等）写成 Parquet 分片。",
            "Write a folder of texts, or JSONL (page_id, text … a line), as Parquet shards.",
        ),
        params=[
            click.Argument(["source"], metavar="SOURCE", type=click.Path(path_type=Path)),
            click.Option(
                ["-o", "--out", "out"],
                metavar="DIR",
                required=True,
                type=click.Path(path_type=Path),
                help=say("新文件夹。", "A new folder."),
            ),
            lang_option(),
        ],
    )


def _pack(source: Path, out: Path) -> int:
    from doccompare.archive.packing import REJECTS, pack

    packed = pack(source, out)
    emit(
        [
            say(
                f"{packed.pages} 页，{packed.shards} 个分片：{out}",
                f"{packed.pages} pages in {packed.shards} shards: {out}",
            )
        ]
    )
    if packed.rejects:
        emit_error(
            say(
                f"{packed.rejects} 处不成页，见 {out / REJECTS}",
                f"{packed.rejects} were no pages, see {out / REJECTS}",
            ),
            "",
            label=False,
        )
    return EXIT_DONE
