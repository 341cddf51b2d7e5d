"""``doccompare cite``: a clause with a citation to paste."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import lang_option, out_option, source_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, UsageError, say

if TYPE_CHECKING:
    from doccompare.model import Collation

STYLES = ("gbt7714", "markdown", "bibtex", "csl-json")


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "cite",
        callback=_cite,
        help=say(
            "引用一条（9 或 四.9）、一句（四.9.s3）或一处异文：原文、著录、定位语与报告中的链接。",
            "Cite a clause (9 or 四.9), a sentence (四.9.s3) or a unit: the words, the entry, the "
            "selector and the link into the report.",
        ),
        params=[
            click.Argument(["address"], metavar="ADDRESS"),
            source_option(),
            click.Option(
                ["--style"],
                type=click.Choice(STYLES),
                default="gbt7714",
                help=say(
                    "著录格式（默认 gbt7714，即 GB/T 7714—2015）。",
                    "Style (default: gbt7714, GB/T 7714-2015).",
                ),
            ),
            click.Option(
                ["--witness"],
                metavar="SIGLUM",
                help=say(
                    "著录哪一本（默认权威本，没有则底本）。",
                    "Which witness to cite (default: the authority, else the base).",
                ),
            ),
            out_option(),
            lang_option(),
        ],
    )


def _cite(address: str, source: Path | None, style: str, witness: str | None, out: Path | None) -> int:
    from doccompare import errors
    from doccompare.cli.articles import deliver, warn
    from doccompare.cli.results import default_source, load
    from doccompare.reporting.citations import citation, cited, source_of
    from doccompare.reporting.lookup import find
    from doccompare.reporting.width import printable

    path = source if source is not None else default_source()
    collation = load(path)
    found = find(collation, address)
    try:
        report = _report(path, collation)
        piece = cited(collation, found, report)
    except IndexError:
        raise UsageError(
            say(f"{address} 没有这一句。", f"{address}: there is no such sentence."), ""
        ) from None
    try:
        printed = source_of(collation, witness)
    except KeyError:
        names = " ".join(a.witness.siglum for a in collation.witnesses)
        raise UsageError(
            say(f"没有 {witness} 本。", f"There is no witness {witness}."),
            say(f"有：{names}", f"There are: {names}"),
        ) from None
    text = citation(piece, printed, style, "en" if errors.language == "en" else "zh")
    deliver("\n".join(printable(line) if line else "" for line in text.split("\n")), out)
    if not _is_there(report, piece.link):
        warn(
            say(
                f"报告 {report} 还没有这一处：请先运行 doccompare collate。",
                f"The report {report} does not have this place yet: run doccompare collate.",
            )
        )
    return EXIT_DONE


def _report(path: Path, collation: Collation) -> str:
    """Where report.html lies, or would, as one would link to it from here."""
    from doccompare.cli.results import RESULT, result_folder

    folder = path.parent if path.is_file() else path
    if not (folder / RESULT).is_file():
        folder = result_folder(collation)
    return (folder / "report.html").as_posix()


def _is_there(report: str, link: str) -> bool:
    """Whether the report has the place a link leads to."""
    try:
        return f'id="{link.rpartition("#")[2]}"' in Path(report).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
