"""How alike two short texts are."""

from __future__ import annotations

from rapidfuzz.distance import Indel

from doccompare.text import key_of


def likeness(a: str, b: str) -> float:
    """From 0 to 1: twice the words (characters) common in order, by those of both; 1 for two empty ones."""
    return Indel.normalized_similarity(key_of(a).words()[0].text, key_of(b).words()[0].text)
