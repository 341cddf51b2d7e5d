"""The result in the formats of other programs: one file for each, ``render`` for those that are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that `doccompare --help` does not build the whole model
    from collections.abc import Sequence

    from doccompare.model import Collation
    from doccompare.reporting.exports.formats import Settings


def render(collation: Collation, formats: Sequence[str], settings: Settings) -> dict[str, str | bytes]:
    """The files of these formats, name → text or bytes. The same collation and settings give the same files.

    Raises UsageError: a format that does not exist, a library that is not there, a witness that is not
    one, a format that this collation does not have.
    """
    from doccompare.reporting.exports.formats import FORMATS, checked

    files: dict[str, str | bytes] = {}
    for name in checked(formats):
        files |= FORMATS[name](collation, settings)
    return files


def save(files: dict[str, str | bytes], directory: Path) -> list[Path]:
    """Write what :func:`render` gave and return the paths: all or nothing. Raises OutputError."""
    from doccompare.reporting.writing import write_files

    return write_files(directory, files)


__all__ = ["render", "save"]
