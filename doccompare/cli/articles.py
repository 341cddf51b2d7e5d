"""The text that is checked: a file, standard input; and where an output goes: a file, standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from doccompare.cli.output import emit_error, silence, unwritable
from doccompare.errors import ReadError, UsageError, say
from doccompare.model import Witness

STDIN = "-"


def read_article(name: str, encoding: str | None = None) -> Witness:
    """The article a person names: a path, or ``-`` for standard input. Raises ReadError, UsageError."""
    from doccompare import readers

    if name != STDIN:
        return readers.read_witness(Path(name), "", encoding=encoding)
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            say("标准输入是终端，没有文字可读。", "Standard input is a terminal: there is nothing to read."),
            say("请用管道送入文字，或给出文件名。", "Pipe a text in, or name a file."),
        )
    data = sys.stdin.buffer.read(readers.LARGEST + 1)
    if len(data) > readers.LARGEST:
        raise ReadError(say("标准输入超过 64 MB。", "Standard input is over 64 MB."))
    decoded = readers.read_text(data, STDIN, encoding)
    return Witness(
        siglum="",
        text=decoded.text,
        path=STDIN,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        encoding_reason=decoded.reason,
        marks=decoded.marks,
        problems=decoded.problems,
    )


def one_only(names: Sequence[str], form: str) -> None:
    """Raise UsageError when several texts are given where an output can hold one."""
    if len(names) > 1 and form != "text":
        raise UsageError(
            say(f"{form} 一次只能核对一个文件。", f"With {form} one file at a time."),
            say("请逐个核对，或用 --format text。", "Check them one by one, or use --format text."),
        )


def deliver(text: str, out: Path | None) -> None:
    """Write an output: to the file, whole or not at all, or to standard output. Raises OutputError."""
    if out is not None:
        from doccompare.reporting.writing import write_files

        write_files(out.parent, {out.name: text})
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        raise unwritable(error) from error


def warn(sentence: str) -> None:
    """Say something on stderr that is no error."""
    emit_error(sentence, "", label=False)
