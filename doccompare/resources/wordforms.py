"""Words written in two ways (异形词): whether two readings are one word, 身分 and 身份.

Only a label for a pair. Which way a text has is for its witnesses to say.
"""

from __future__ import annotations

from functools import lru_cache

from doccompare.resources.tables import rows
from doccompare.resources.variants import fold_char


@lru_cache(maxsize=1)
def _usual() -> tuple[dict[str, str], tuple[int, ...]]:
    """The usual form by the other one, and the lengths that occur, longest first."""
    table = dict(rows("wordforms.tsv"))
    return table, tuple(sorted({len(word) for word in table}, reverse=True))


def word_forms(a: str, b: str, left: str, right: str) -> list[tuple[int, int]] | None:
    """The words, as ``[start, end)`` in ``left + a + right``, by whose two forms alone the readings differ.

    None when they differ in more, or not at all. By the table ``wordforms.tsv``; script is folded.
    """
    if len(a) != len(b) or a == b:
        return None
    one, other = ("".join(map(fold_char, left + text + right)) for text in (a, b))
    table, lengths = _usual()
    found: list[tuple[int, int]] = []
    at = next(i for i, (x, y) in enumerate(zip(one, other, strict=True)) if x != y) if one != other else -1
    while at >= 0:
        word = next(
            (
                (start, start + size)
                for size in lengths
                for start in range(max(0, at - size + 1), min(at, len(one) - size) + 1)
                if _same(table, one[start : start + size], other[start : start + size])
            ),
            None,
        )
        if word is None:
            return None
        found.append(word)
        at = next((i for i in range(word[1], len(one)) if one[i] != other[i]), -1)
    return found or None


def _same(table: dict[str, str], one: str, other: str) -> bool:
    return one != other and table.get(one, one) == table.get(other, other)
