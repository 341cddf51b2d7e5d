"""A second engine, tesseract, where it is installed: what the two read differently is doubtful."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from doccompare.matching import difference
from doccompare.text import fold

if TYPE_CHECKING:
    from PIL.Image import Image

_SECONDS = 120  # for one column; a quiet machine needs two
_WORTH = 0.25  # share of the characters: an engine that differs more has not read the column at all
_LANGUAGES = ("chi_sim", "chi_tra")


@cache
def second_engine() -> tuple[str, str] | None:
    """The program and its language, or None when it cannot read Chinese here."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=20, check=True, text=True
        ).stdout.split()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    known = [language for language in _LANGUAGES if language in listed]
    return (program, known[0]) if known else None


def doubts(image: Image, text: str) -> frozenset[int] | None:
    """The places in ``text`` that the second engine reads otherwise.

    ``text`` is what the first read in ``image``, one column.

    None when there is no second engine, or it could not read the column. A character that only the second
    has makes both its neighbours doubtful.
    """
    engine = second_engine()
    if engine is None or not text:
        return None
    other = "".join(_read(image, *engine).split())
    edits = difference(fold(text), fold(other)) if other else []
    changed = sum(max(e.a1 - e.a0, e.b1 - e.b0) for e in edits)
    if not other or changed > _WORTH * len(text):
        return None
    out: set[int] = set()
    for edit in edits:
        start, end = (edit.a0, edit.a1) if edit.a1 > edit.a0 else (edit.a0 - 1, edit.a0 + 1)
        out.update(range(max(0, start), min(len(text), end)))
    return frozenset(out)


def _read(image: Image, program: str, language: str) -> str:
    packed = BytesIO()
    image.save(packed, "PNG")
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", language, "--psm", "6"],
            input=packed.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
