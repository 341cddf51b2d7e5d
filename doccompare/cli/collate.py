"""``doccompare collate``: the main job."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from doccompare.cli.options import encoding_option, lang_option, title_option
from doccompare.cli.output import Progress, colour, columns, emit, emit_error
from doccompare.cli.program import Command, version
from doccompare.errors import EXIT_DONE, EXIT_FINDINGS, EXIT_INCONCLUSIVE, say
from doccompare.model import Collation, Severity, in_language

_LEVELS = {"critical": 1, "wording": 2, "formal": 3}


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "collate",
        callback=_collate,
        help=say(
            "校勘同一文件的几种转载本。PATH 是若干文件，或一个文件夹（其中的 collation.toml；"
            "没有则为全部可读文件）。",
            "Collate the reprints of one document. PATH: files, or one folder (its collation.toml, "
            "else every readable file in it).",
        ),
        params=[
            click.Argument(
                ["paths"], nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
            ),
            click.Option(
                ["-o", "--out", "out"],
                metavar="DIR",
                type=click.Path(path_type=Path),
                help=say("结果目录（默认 reports/<名>）。", "Result folder (default: reports/<slug>)."),
            ),
            click.Option(["--base"], metavar="SIGLUM|FILE", help=say("指定底本。", "The base text.")),
            title_option(),
            encoding_option(),
            click.Option(
                ["--fail-on"],
                type=click.Choice(list(_LEVELS)),
                help=say(
                    "有此级或更重的异文时退出码为 1。", "Exit 1 when there is such a unit, or a heavier one."
                ),
            ),
            click.Option(
                ["--ignore"],
                multiple=True,
                type=click.Choice(["punctuation", "orthography"]),
                help=say("略去标点或写法（可重复）。", "Leave out punctuation or orthography (repeatable)."),
            ),
            click.Option(["--quiet"], is_flag=True, help=say("不显示摘要。", "No summary.")),
            lang_option(),
        ],
    )


def _collate(
    paths: tuple[Path, ...],
    out: Path | None,
    base: str | None,
    title: str | None,
    encoding: str | None,
    fail_on: str | None,
    ignore: tuple[str, ...],
    quiet: bool,
) -> int:
    from doccompare import errors
    from doccompare.cli.results import result_folder
    from doccompare.pipeline import collate
    from doccompare.reporting import write_reports
    from doccompare.reporting.terminal import summary

    with Progress() as progress:
        collation = collate(
            paths, base=base, title=title, encoding=encoding, ignore=ignore, progress=progress
        )
        directory = out if out is not None else result_folder(collation)
        progress(say("写出报告", "writing the reports"))
        write_reports(collation, directory, version())
    if not quiet:
        emit(
            summary(
                collation,
                lang="en" if errors.language == "en" else "zh",
                width=columns(),
                colour=colour(),
                out_dir=_near(directory),
                next_command=_next_command(collation, directory),
            )
        )
    elif collation.unmet:
        emit_error("; ".join(in_language(p.message, errors.language) for p in collation.unmet), "")
    return exit_code(collation, fail_on)


def exit_code(collation: Collation, fail_on: str | None) -> int:
    """3 when a stated checksum is not met, 1 when a unit reaches the gate, else 0."""
    if collation.unmet:
        return EXIT_INCONCLUSIVE
    if fail_on is None:
        return EXIT_DONE
    gate = _LEVELS[fail_on]
    levels = {Severity(level): rank for level, rank in _LEVELS.items()}
    return EXIT_FINDINGS if any(levels[unit.severity] <= gate for unit in collation.units) else EXIT_DONE


def _near(directory: Path) -> Path:
    """The folder as one would type it here: relative when it lies below the working folder."""
    try:
        relative = Path(os.path.relpath(directory))
    except ValueError:  # another drive
        return directory
    return directory if relative.parts[:1] == ("..",) else relative


def _next_command(collation: Collation, directory: Path) -> str:
    from doccompare.cli.results import default_source
    from doccompare.errors import UsageError
    from doccompare.reporting.views import urgent

    units = urgent(collation) or list(collation.units)
    if not units:
        return ""
    try:
        found = default_source().resolve() == directory.resolve()
    except UsageError:
        found = False
    where = "" if found else f" --in {shlex.quote(str(_near(directory)))}"
    return f"doccompare show {units[0].id}{where}"
