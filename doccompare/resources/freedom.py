"""How freely a character stands as a word by itself."""

from __future__ import annotations

from functools import lru_cache

from doccompare.resources.tables import rows


@lru_cache(maxsize=1)
def _table() -> dict[str, int]:
    return {char: int(thousandths) for char, thousandths in rows("freedom.tsv")}


def freedom(char: str) -> float:
    """0..1: how much of the use of a character is as a word by itself; 1 for one that is free.

    By the counts of a dictionary (``freedom.tsv``): 支 0.11, 党 0.31, 的 1.
    """
    return _table().get(char, 1000) / 1000
