"""The lines of a TOML source on which its tables and keys stand; tomllib does not tell them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Where = tuple[str | int, ...]  # ("witness", 0, "file"): from the outermost table to the key


def key_lines(source: str) -> dict[Where, int]:
    """The line, from 1, of each table and key of a valid TOML source.

    A statement is the fewest lines that are TOML by themselves, and
    tomllib is asked what they say, so quoted and dotted keys need no second parser.
    """
    found: dict[Where, int] = {}
    counts: dict[Where, int] = {}  # the index of the latest table of each array of tables
    table: Where = ()
    lines = source.replace("\r\n", "\n").split("\n")
    first = last = 0
    while first < len(lines):
        for last in range(first, len(lines)):
            try:
                said = tomllib.loads("\n".join(lines[first : last + 1]))
                break
            except ValueError:
                continue
        statement = lines[first].lstrip()
        path: Where = () if statement.startswith("[") else table
        for name in _names(said):
            if path in counts:
                path = (*path, counts[path])
            path = (*path, name)
            found.setdefault(path, first + 1)
        if statement.startswith("[["):
            counts[path] = counts.get(path, -1) + 1
            path = (*path, counts[path])
            found[path] = first + 1
        if statement.startswith("["):
            table = path
        first = last + 1
    return found


def _names(said: dict[str, Any]) -> Iterator[str]:
    """The keys from the outermost to the innermost of a statement's single chain."""
    while isinstance(said, dict) and len(said) == 1:
        name, inner = next(iter(said.items()))
        yield name
        said = inner[0] if isinstance(inner, list) and inner and inner == [{}] else inner
