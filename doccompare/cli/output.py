"""What is written to the two streams: data on stdout, the rest on stderr.

No character can make it crash (an ASCII terminal gets escapes), a closed pipe is no error, and
control characters of a text never reach the terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

from doccompare.cli.progress import Progress
from doccompare.errors import say
from doccompare.reporting.width import printable

__all__ = ["Progress", "colour", "columns", "emit", "emit_error", "prepare_streams", "silence"]

WIDEST, NARROWEST = 80, 40


def prepare_streams() -> None:
    """Let no character of a text fail on its way out."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def emit(lines: Iterable[str]) -> None:
    """Write lines to stdout. When nobody reads them any more the rest is dropped quietly."""
    try:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
    except BrokenPipeError:
        silence()


def emit_error(message: str, hint: str, *, label: bool = True) -> None:
    """Write a failure to stderr: one sentence, then what to do next."""
    message = (say("错误: ", "Error: ") if label else "") + printable(message)
    try:
        sys.stderr.write(message + "\n")
        if hint:
            sys.stderr.write(printable(hint) + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        silence()


def silence() -> None:
    """Send what is still in the buffers nowhere, so that the interpreter does not complain at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            try:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            except (OSError, ValueError):
                continue


def columns() -> int:
    """The columns to use: those of the terminal, at least 40 and at most 80."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))


def colour() -> bool:
    """Whether stdout takes colour: a terminal, and NO_COLOR not set."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
