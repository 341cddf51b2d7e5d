"""``doccompare collate``: the main job."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import (
    apparatus_style_option,
    collating_options,
    lang_option,
)
from doccompare.cli.output import Progress, colour, columns, emit, emit_error
from doccompare.cli.program import Command, version
from doccompare.cli.progress import uninterrupted
from doccompare.errors import EXIT_DONE, EXIT_FINDINGS, EXIT_INCONCLUSIVE, say
from doccompare.model import Collation, Relation, Severity, in_language

if TYPE_CHECKING:
    from doccompare.establishing.rate import Scheme
    from doccompare.readers import Revisions
    from doccompare.reporting.notes import Style

_LEVELS = {"critical": 1, "wording": 2, "formal": 3}


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "collate",
        callback=_collate,
        help=say(
            "校勘同一文件的几种转载本。PATH 是若干文件（zip 视同文件夹；a.txt+b.txt 为一本），"
            "或一个文件夹（其中的 collation.toml；没有则为全部可读文件）。",
            "Collate the reprints of one document. PATH: files (a zip is like a folder; a.txt+b.txt "
            "is one witness), or one folder (its collation.toml, else every readable file in it).",
        ),
        params=[
            *collating_options(),
            click.Option(
                ["--fail-on"],
                type=click.Choice(list(_LEVELS)),
                help=say(
                    "有此级或更重的异文或结构之误时退出码为 1。",
                    "Exit 1 when there is such a unit or finding about structure, or a heavier one.",
                ),
            ),
            apparatus_style_option(),
            click.Option(
                ["--quiet"], is_flag=True, help=say("不显示摘要与进度。", "No summary, no progress.")
            ),
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
    versions: bool,
    revisions: Revisions,
    apparatus_style: Style,
    quiet: bool,
    made: Callable[[Collation, Path], None] = lambda collation, directory: None,
) -> int:
    from doccompare import errors
    from doccompare.cli.results import refuse_foreign, result_folder
    from doccompare.establishing.rate import error_rates
    from doccompare.pipeline import collate
    from doccompare.reporting import render_reports, save_reports
    from doccompare.reporting.terminal import summary

    if out is not None:
        refuse_foreign(out)
    with Progress(quiet=quiet) as progress:
        scheme = scheme_of(paths)
        collation = collate(
            paths,
            base=base,
            title=title,
            encoding=encoding,
            ignore=ignore,
            versions=versions,
            revisions=revisions,
            result=out if out is not None else result_folder,
            progress=progress,
        )
        directory = out if out is not None else result_folder(collation)
        progress("writing")
        rates = error_rates(collation, scheme)
        rendered = render_reports(collation, version(), rates=rates, apparatus_style=apparatus_style)
        refuse_foreign(directory, rendered)
        with uninterrupted():
            save_reports(rendered, directory)
    _decisions_elsewhere(paths, collation, directory)
    made(collation, directory)
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


def collated(arguments: Sequence[str]) -> tuple[Collation, Path]:
    """The collation that ``collate --quiet`` with these arguments makes, and the folder it is written to.

    Raises what ``collate`` does.
    """
    found: list[tuple[Collation, Path]] = []
    with command().make_context("collate", ["--quiet", *arguments]) as context:
        _collate(**context.params, made=lambda collation, directory: found.append((collation, directory)))
    return found[0]


def _decisions_elsewhere(paths: tuple[Path, ...], collation: Collation, directory: Path) -> None:
    """Say where decisions on the same files lie that were not taken up; tell the result of its corpus."""
    from doccompare import decisions
    from doccompare.corpora import MANIFEST

    digests = [a.witness.sha256 for a in collation.witnesses]
    used: list[Path] = []
    named = len(paths) == 1 and paths[0].is_dir()
    folder = paths[0] if named else Path()
    kept = (folder / MANIFEST).is_file()  # where there is a manifest the decisions lie beside it
    if kept and named:
        used.append(folder / decisions.FILE)
    if named or not kept:
        decisions.point(directory, folder, collation.work.slug, collation.work.title, digests)
    for journal in decisions.strays(directory, digests, used):
        there = _near(journal.parent)
        emit_error(
            say(
                f"提示: {there} 另有这些文件的裁定，此次未用。",
                f"Note: there are decisions on these files in {there}; they were not used.",
            ),
            say(
                f"要接着用，请加 -o {shlex.quote(str(there))}。",
                f"To go on with them: -o {shlex.quote(str(there))}",
            ),
            label=False,
        )


def scheme_of(paths: tuple[Path, ...]) -> Scheme:
    """The counting rule of the error rate that the manifest asks for, else that of newspapers."""
    from dataclasses import replace

    from doccompare.corpora import MANIFEST, load_corpus
    from doccompare.establishing.rate import scheme_named

    if len(paths) == 1 and (paths[0] / MANIFEST).is_file():
        corpus = load_corpus(paths[0])
        rules = scheme_named(corpus.rate_scheme or "newspaper")
        return replace(
            rules,
            punctuation=corpus.rate_values.get("punctuation", rules.punctuation),
            numeral_style=corpus.rate_values.get("numeral_style", rules.numeral_style),
        )
    return scheme_named("newspaper")


def exit_code(collation: Collation, fail_on: str | None) -> int:
    """3 when a stated checksum is not met, 1 when a unit or a structure finding reaches the gate, else 0."""
    from doccompare.reporting.views import findings

    if collation.unmet:
        return EXIT_INCONCLUSIVE
    if fail_on is None:
        return EXIT_DONE
    gate = _LEVELS[fail_on]
    levels = {Severity(level): rank for level, rank in _LEVELS.items()}
    found = [unit.severity for unit in collation.units] + [
        f.severity for f in findings(collation) if not f.acknowledged
    ]
    return EXIT_FINDINGS if any(levels[severity] <= gate for severity in found) else EXIT_DONE


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

    address = _first_address(collation)
    if not address:
        return ""
    try:
        found = default_source().resolve() == directory.resolve()
    except UsageError:
        found = False
    where = "" if found else f" --in {shlex.quote(str(_near(directory)))}"
    plain = not set(address) & set(" \t\"'$`\\;&|<>()*?[]{}~!")  # Han needs no quotes
    return f"doccompare show {address if plain else shlex.quote(address)}{where}"


def _first_address(collation: Collation) -> str:
    """What to look at first: the weightiest finding, of versions the weightiest change; empty when none."""
    from doccompare.reporting.views import clause_at, findings, urgent

    if collation.work.relation is Relation.VERSIONS:
        from doccompare.reporting.comparison import changed

        rows = changed(collation)
        return rows[0].group.address if rows else ""
    found = sorted((f for f in findings(collation) if not f.acknowledged), key=lambda f: _LEVELS[f.severity])
    if found and (found[0].severity is Severity.CRITICAL or not collation.units):
        clause = clause_at(collation, found[0].entry.address)
        if clause is not None:
            return clause.address
    units = urgent(collation) or list(collation.units)
    return units[0].id if units else ""
