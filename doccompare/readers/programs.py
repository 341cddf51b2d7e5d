"""Old Word files, through a program of this machine: LibreOffice, or antiword.

The program gets a copy in a private folder, a profile of its own, a time limit and a limit of memory.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from doccompare.errors import ReadError, say
from doccompare.model import Note, Problem
from doccompare.readers.archives import encrypted
from doccompare.readers.docx import read_docx, read_docx_original
from doccompare.readers.encodings import Decoded
from doccompare.readers.markup import made, parse_xml

OFFICE, ANTIWORD = ("soffice", "libreoffice"), ("antiword",)
_SECONDS = 120
_MEMORY = 4 * 1024**3
_SECTOR, _WORD, _LOCKED = 512, b"\xec\xa5", 0x01


def read_doc(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text with all tracked changes accepted. Raises ReadError: no program for it, encrypted, damaged."""
    return _read(data, name, read_docx)


def read_doc_original(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text as it was before its tracked changes, for which LibreOffice is needed."""
    return _read(data, name, read_docx_original)


def read_word_xml(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a document in Word's XML of 2003, which only LibreOffice reads, all changes accepted."""
    return _read_xml(data, name, read_docx)


def read_word_xml_original(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """As :func:`read_word_xml`, the text as it was before its tracked changes."""
    return _read_xml(data, name, read_docx_original)


def _read_xml(data: bytes, name: str, then: Callable[[bytes, str], Decoded]) -> Decoded:
    parse_xml(data, name, "XML")  # no entities, no endless nesting
    program = program_of(OFFICE)
    if not program:
        raise _missing(name, say("Word 2003 XML", "a Word 2003 XML file"), say("LibreOffice", "LibreOffice"))
    return then(_converted(program, data, name, ".xml"), name)


def _read(data: bytes, name: str, then: Callable[[bytes, str], Decoded]) -> Decoded:
    head = data[_SECTOR : _SECTOR + 12]  # the stream of a Word file mostly follows the first sector
    if head.startswith(_WORD) and len(head) == 12 and head[11] & _LOCKED:
        raise encrypted(name)
    if program := program_of(OFFICE):
        return then(_converted(program, data, name), name)
    program = program_of(ANTIWORD)
    if not program or then is read_docx_original:
        raise _missing(
            name,
            say("旧版 Word 文件（doc）", "an old Word file (doc)"),
            say("LibreOffice 或 antiword", "LibreOffice or antiword"),
        )
    found = made(_antiword(program, data, name), name)
    note = Note(
        "经 antiword 读出，修订与文本框可能有缺；装有 LibreOffice 时更全。",
        "read through antiword, which may miss tracked changes and text boxes; LibreOffice reads more.",
    )
    return replace(found, problems=(*found.problems, Problem("read-through", note)))


def program_of(names: Sequence[str]) -> str | None:
    """Where the first of the programs lies that is installed; None when none is."""
    return next((path for name in names if (path := shutil.which(name))), None)


def _converted(program: str, data: bytes, name: str, suffix: str = ".doc") -> bytes:
    """The document as LibreOffice saves it as docx."""
    with tempfile.TemporaryDirectory(prefix="doccompare-") as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        _run(
            [
                program,
                f"-env:UserInstallation={profile}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)),
            ],
            Path(folder),
            name,
        )
        result = source.with_suffix(".docx")
        if not result.is_file():
            raise _failed(name, Path(program).name)
        return result.read_bytes()


def _antiword(program: str, data: bytes, name: str) -> list[str]:
    """The paragraphs that antiword prints, a line each at width 0."""
    with tempfile.TemporaryDirectory(prefix="doccompare-") as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(data)
        done = _run([program, "-m", "UTF-8.txt", "-w", "0", str(source)], Path(folder), name)
    return [line.strip() for line in done.decode("utf-8", "replace").splitlines() if line.strip()]


def _run(command: list[str], folder: Path, name: str) -> bytes:
    """What a program prints. Raises ReadError when it fails, or does not end in time."""
    kept: Mapping[str, str] = {k: os.environ[k] for k in ("PATH", "ANTIWORDHOME") if k in os.environ}
    program = Path(command[0]).name
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**kept, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            start_new_session=True,
            preexec_fn=None if sys.platform == "win32" else _limited,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed(name, program, say(f"{_SECONDS} 秒内未完成", f"not done in {_SECONDS} s")) from None
    except OSError as fault:
        raise _failed(name, program, fault.strerror or "") from None
    if done.returncode:
        raise _failed(name, program, f"exit {done.returncode}")
    return done.stdout


def _limited() -> None:
    """Take from the program what would harm the machine: more memory than any document needs."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _failed(name: str, program: str, why: str = "") -> ReadError:
    reason = f"（{why}）" if why else ""
    return ReadError(
        say(
            f"{program} 读不出“{name}”{reason}。",
            f"{program} cannot read {name}{f' ({why})' if why else ''}.",
        ),
        say("请在 Word 中另存为 docx 再试。", "Save it as docx in Word and try again."),
    )


def _missing(name: str, kind: str, needed: str) -> ReadError:
    return ReadError(
        say(
            f"“{name}”是{kind}，读它要有 {needed}，这里没有。",
            f"{name} is {kind}; to read it takes {needed}, which is not here.",
        ),
        say(
            "请在 Word 中另存为 docx，或安装（apt-get install libreoffice-writer）。",
            "Save it as docx in Word, or install that (apt-get install libreoffice-writer).",
        ),
    )
