"""All witnesses at once, character by character, free of their order and names."""

from doccompare.alignment.align import Aligned, Input, align
from doccompare.alignment.loci import loci

__all__ = ["Aligned", "Input", "align", "loci"]
