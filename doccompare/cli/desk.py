"""What the commands for decisions share: their options, who decides, the clock, how the desk is opened.

Who and when enter here and nowhere below.
"""

from __future__ import annotations

import getpass
import os
import shlex
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from doccompare import errors
from doccompare.cli.output import columns, emit, emit_error
from doccompare.cli.results import default_source, load, result_folder
from doccompare.decisions import Journal
from doccompare.errors import UsageError, say
from doccompare.model import Relation, in_language
from doccompare.reporting.labels import Lang
from doccompare.reporting.width import printable, wrapped
from doccompare.review.desk import Desk as Desk
from doccompare.review.desk import desk_of
from doccompare.review.words import entry_words as entry_words
from doccompare.review.words import image_words as image_words


def now() -> datetime:
    """The moment; the only clock of the decisions."""
    return datetime.now(UTC)


def who_option() -> click.Option:
    """``--who``: who decides."""
    return click.Option(
        ["--who"],
        metavar="NAME",
        help=say(
            "裁定者（DOCCOMPARE_WHO、git、登录名）。",
            "Who decides (default: DOCCOMPARE_WHO, git user.name, login).",
        ),
    )


def pass_option() -> click.Option:
    """``--pass``: the pass of proof-reading."""
    return click.Option(
        ["--pass", "in_pass"],
        metavar="PASS",
        help=say("校次，如 一校、二校、三校、通读。", "The pass, as 一校, 二校, 三校, 通读."),
    )


def person(stated: str | None) -> str:
    """Who decides: ``--who``, DOCCOMPARE_WHO, git's user.name, the login name. Raises UsageError."""
    for name in (stated, os.environ.get("DOCCOMPARE_WHO")):
        if name is not None and name.strip():
            return " ".join(printable(name).split())
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=5,
            check=False,
        )
        if done.stdout.strip():
            return " ".join(printable(done.stdout).split())
    except (OSError, ValueError, subprocess.SubprocessError):
        pass
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UsageError(
            say("不知道是谁在裁定。", "It is not known who decides."),
            say("请用 --who 写明，或设 DOCCOMPARE_WHO。", "Say so with --who, or set DOCCOMPARE_WHO."),
        ) from None


def open_desk(source: Path | None) -> Desk:
    """The desk for ``--in`` (the only source here when None). Raises UsageError, ReadError."""
    path = source if source is not None else default_source()
    collation = load(path)
    if collation.work.relation is Relation.VERSIONS:
        raise UsageError(
            say(
                "不同时期的文本不判正误，无可裁定。",
                "Versions of different date: there is nothing to decide.",
            ),
            "",
        )
    return desk_of(collation, path, result_folder(collation))


def lang() -> Lang:
    """The language in effect."""
    return "en" if errors.language == "en" else "zh"


def words(text: str) -> str:
    """A sentence in the language in effect, safe for a terminal."""
    return printable(in_language(text, lang()))


def lines_of(text: str, indent: str = "  ") -> list[str]:
    """A sentence on as many lines as the screen needs."""
    return wrapped(words(text), columns(), indent)


def warn(journal: Journal) -> None:
    """Say on stderr what is wrong with the journal."""
    for problem in journal.problems:
        emit_error(words(problem.message), "", label=False)


def near(path: Path) -> str:
    """A path as one would type it here."""
    try:
        relative = Path(os.path.relpath(path))
    except ValueError:  # another drive
        return str(path)
    return str(path if relative.parts[:1] == ("..",) else relative)


def collate_again(desk: Desk) -> str:
    """The command that makes text and reports anew; empty when the sources are not known."""
    if desk.places.corpus is not None:
        return f"doccompare collate {shlex.quote(near(desk.places.corpus.folder))}"
    return "doccompare collate" if not desk.source.is_dir() else ""


def say_lines(lines: Sequence[str]) -> None:
    """Write sentences to stdout, wrapped."""
    emit(line for text in lines for line in lines_of(text))
