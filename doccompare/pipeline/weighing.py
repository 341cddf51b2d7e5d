"""How much a difference between a quotation and the work matters, by the classes of the collation."""

from __future__ import annotations

from functools import lru_cache

from doccompare.model import Locus, Part, Severity, Topic, Variant


@lru_cache(maxsize=4096)
def weigh(quoted: str, established: str, left: str, right: str) -> tuple[Severity, tuple[Topic, ...]]:
    """The severity of ``quoted`` where the text has ``established``, and the classes of words it touches.

    ``left`` and ``right``: agreed text on both sides, a dozen characters of each.
    """
    from doccompare import classification  # only where something differs

    pair = classification.Pair(quoted, established, left, right, quoted, established)
    relation = classification.relate(pair)
    variants = tuple(Variant(text, text, {}, {}) for text in (established, quoted))
    locus = Locus("", 0, 0, "", left, right, left, right, variants, (), False)
    weight = classification.weigh(locus, Part.CLAUSE, 0, {1: (relation.category, relation.cause)}, {})
    return weight.severity, weight.topics
