"""How much two characters look alike in print (形近)."""

from __future__ import annotations

from functools import lru_cache

from doccompare.resources.tables import rows


@lru_cache(maxsize=1)
def _measured() -> dict[str, str]:
    """The neighbours of each character as the table has them: a character, two digits, and so on.

    They are kept packed: 40,000 small objects would cost more to make than the few look-ups save.
    """
    return dict(rows("glyphs.tsv"))


@lru_cache(maxsize=1)
def _judged() -> dict[str, float]:
    return {pair: int(value) / 100 for pair, value in rows("glyphs-extra.tsv")}


@lru_cache(maxsize=4096)
def glyph_similarity(a: str, b: str) -> float:
    """0..1: how alike two characters look; 1 for the same one, 0 when they are no neighbours.

    Neighbours have 0.45 or more (0.3 % of random pairs do). Measured on drawn glyphs of GB 2312
    (``glyphs.tsv``), with a short list of pairs that a drawing misses (``glyphs-extra.tsv``).
    """
    if len(a) != 1 or len(b) != 1:
        raise ValueError("glyph_similarity compares single characters")
    if a == b:
        return 1.0
    first, second = sorted((a, b))
    packed = _measured().get(first, "")
    at = packed.find(second)
    if at >= 0:
        return int(packed[at + 1 : at + 3]) / 100
    return _judged().get(first + second, 0.0)
