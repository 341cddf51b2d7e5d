"""All witnesses at once, character by character, free of their order and names."""

from doccompare.alignment.align import align

__all__ = ["align"]
