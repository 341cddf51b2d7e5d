"""Data tables, each headed by its source, licence and format, and the pure look-ups into them.

A table is read when first asked for and kept. Everything here is symmetric and free of the document.
"""

from __future__ import annotations

from doccompare.resources.calibration import calibration_counts
from doccompare.resources.conditions import conditions_in, is_conditional
from doccompare.resources.glyphs import glyph_similarity
from doccompare.resources.numbers import NumberKind, NumberSpan, numbers_in, same_value, same_value_in
from doccompare.resources.sounds import sound_distance, syllables
from doccompare.resources.stock import stock_share, stock_spans
from doccompare.resources.topics import Term, terms_in, topics_touched
from doccompare.resources.variants import (
    fold_char,
    fold_chars,
    same_after_folding,
    script_variants,
    simplified,
)
from doccompare.resources.wordforms import word_forms

__all__ = [
    "NumberKind",
    "NumberSpan",
    "Term",
    "calibration_counts",
    "conditions_in",
    "fold_char",
    "fold_chars",
    "glyph_similarity",
    "is_conditional",
    "numbers_in",
    "same_after_folding",
    "same_value",
    "same_value_in",
    "script_variants",
    "simplified",
    "sound_distance",
    "stock_share",
    "stock_spans",
    "syllables",
    "terms_in",
    "topics_touched",
    "word_forms",
]
