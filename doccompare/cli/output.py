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
from doccompare.errors import OutputError, say
from doccompare.reporting.width import printable

__all__ = ["Progress", "colour", "columns", "emit", "emit_error", "prepare_streams", "silence", "unwritable"]

WIDEST, NARROWEST = 80, 40


def prepare_streams() -> None:
    """Let no character of a text fail on its way out."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def emit(lines: Iterable[str]) -> None:
    """Write lines to stdout. When nobody reads them any more the rest is dropped quietly.

    Raises OutputError when stdout takes nothing, as on a full disk.
    """
    try:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        raise unwritable(error) from error


def unwritable(error: OSError) -> OutputError:
    """The failure of stdout as one sentence."""
    reason = error.strerror or str(error)
    return OutputError(
        say(f"不能写到标准输出：{reason}。", f"Standard output cannot be written: {reason}."), ""
    )


def emit_error(message: str, hint: str, *, label: bool = True) -> None:
    """Write a failure to stderr: one sentence, then what to do next."""
    message = (say("错误: ", "Error: ") if label else "") + printable(message)
    try:
        sys.stderr.write(message + "\n")
        if hint:
            sys.stderr.write(printable(hint) + "\n")
        sys.stderr.flush()
    except OSError:  # nobody to tell
        silence()


def silence() -> None:
    """Send what is still in the buffers nowhere, so that the interpreter does not complain at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
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
