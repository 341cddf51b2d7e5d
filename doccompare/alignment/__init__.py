"""All witnesses at once, character by character, free of their order and names."""

from doccompare.alignment.align import Aligned, AlignedVersions, Input, align, align_versions
from doccompare.alignment.loci import loci
from doccompare.alignment.moves import Move
from doccompare.alignment.versions import Block, Group, blocks_of, change_of, look_like_versions

__all__ = [
    "Aligned",
    "AlignedVersions",
    "Block",
    "Group",
    "Input",
    "Move",
    "align",
    "align_versions",
    "blocks_of",
    "change_of",
    "loci",
    "look_like_versions",
]
