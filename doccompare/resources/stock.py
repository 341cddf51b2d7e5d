"""Stock formulas of official documents (套语), from ``stock.tsv``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from doccompare.resources.tables import rows

SLOT: Final = "…"
_LONGEST_SLOT: Final = 16


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """All formulas as one pattern over text without punctuation, the longest first."""
    formulas = sorted((row[0] for row in rows("stock.tsv")), key=lambda f: (-len(f), f))
    return re.compile("|".join(map(_one, formulas)))


def _one(formula: str) -> str:
    parts = ("".join(c for c in part if c.isalnum()) for part in formula.split(SLOT))
    return f".{{1,{_LONGEST_SLOT}}}?".join(map(re.escape, parts))


def stock_spans(words: str) -> list[tuple[int, int]]:
    """Where formulas stand in a text without punctuation and white space: ``[start, end)``, in order."""
    return [match.span() for match in _pattern().finditer(words)]


def stock_share(words: str) -> float:
    """0..1: how much of a text without punctuation and white space is made of formulas."""
    return sum(end - start for start, end in stock_spans(words)) / len(words) if words else 0.0
