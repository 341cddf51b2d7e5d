"""Reading the tables of this folder: plain UTF-8 files, fields parted by a tab, ``#`` before a remark."""

from __future__ import annotations

from collections.abc import Iterator


def rows(name: str) -> Iterator[list[str]]:
    """The fields of every row of the table ``name`` (a file of this folder), in the order of the file."""
    from importlib.resources import files  # 10 ms that `--help` need not pay

    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")
