"""How alike two short texts are."""

from __future__ import annotations

from rapidfuzz.distance import Indel


def likeness(a: str, b: str) -> float:
    """From 0 to 1: twice the characters common in order, by those of both; 1 for two empty ones."""
    return Indel.normalized_similarity(a, b)
