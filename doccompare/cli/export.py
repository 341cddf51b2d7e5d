"""``doccompare export``: the result in the formats of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from doccompare.cli.options import lang_option, source_option
from doccompare.cli.output import Progress, emit, emit_error
from doccompare.cli.program import Command, version
from doccompare.errors import EXIT_DONE, EXIT_INCONCLUSIVE, UsageError, say
from doccompare.model import Collation, ErrorRate, in_language

FOLDER = "exports"


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "export",
        callback=_export,
        help=say(
            "把结果写成别的程序的格式。格式：tei、reledmac（LaTeX 校勘排印本）、docx、xlsx、csv、jsonl、"
            "parquet、sarif、annotation、markdown、comparison（条文对照表）、pdf。",
            "Write the result in the formats of other programs: tei, reledmac (critical edition in LaTeX), "
            "docx, xlsx, csv, jsonl, parquet, sarif, annotation, markdown, comparison (versions side by "
            "side), pdf.",
        ),
        params=[
            click.Option(
                ["--to", "formats"],
                multiple=True,
                metavar="FORMAT,...",
                help=say("格式，以逗号分隔（可重复）。", "Formats, separated by commas (repeatable)."),
            ),
            click.Option(
                ["-o", "--out", "out"],
                metavar="DIR",
                type=click.Path(path_type=Path),
                help=say(
                    "目录（默认结果目录下的 exports）。", "Folder (default: exports in the result folder)."
                ),
            ),
            source_option(),
            click.Option(
                ["--witness", "witnesses"],
                multiple=True,
                metavar="SIGLUM",
                help=say(
                    "docx：此本改成定稿的修订（可重复）。",
                    "docx: this witness, revised into the text (repeatable).",
                ),
            ),
            lang_option(),
        ],
    )


def _export(
    formats: tuple[str, ...], out: Path | None, source: Path | None, witnesses: tuple[str, ...]
) -> int:
    from doccompare import errors
    from doccompare.cli.progress import uninterrupted
    from doccompare.cli.results import default_source, load
    from doccompare.reporting.exports import render, save
    from doccompare.reporting.exports.formats import Settings, checked
    from doccompare.reporting.width import printable

    names = checked([name.strip().lower() for given in formats for name in given.split(",") if name.strip()])
    if witnesses and "docx" not in names:
        raise UsageError(say("--witness 只用于 docx。", "--witness is for docx only."), "--to docx")
    path = source if source is not None else default_source()
    collation = load(path)
    with Progress() as progress:
        progress("writing")
        files = render(collation, names, Settings(version(), witnesses, _rates(path, collation)))
        directory = out if out is not None else _folder(path, collation)
        with uninterrupted():
            written = save(files, directory)
    emit(printable(str(file)) for file in written)
    if collation.unmet:
        emit_error("; ".join(in_language(p.message, errors.language) for p in collation.unmet), "")
        return EXIT_INCONCLUSIVE
    return EXIT_DONE


def _folder(source: Path, collation: Collation) -> Path:
    """Where the files go when nothing is said: ``exports`` in the folder of the result."""
    from doccompare.cli.results import RESULT, result_folder

    if source.is_file():
        return source.parent / FOLDER
    return (source if (source / RESULT).is_file() else result_folder(collation)) / FOLDER


def _rates(source: Path, collation: Collation) -> tuple[ErrorRate, ...]:
    """The error rates: those stored with the result, else counted by the rule of the corpus."""
    from doccompare.cli.collate import scheme_of
    from doccompare.cli.results import RESULT
    from doccompare.establishing.rate import error_rates
    from doccompare.reporting.fromjson import read_rates

    if source.is_file() or (source / RESULT).is_file():
        return read_rates(source)
    return tuple(error_rates(collation, scheme_of((source,))))
