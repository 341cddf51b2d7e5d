"""Text shared by two texts: k-gram seeds, collinear chains, and the character difference.

The one way in which locating, alignment and quotation find shared text.
"""

from doccompare.matching.chains import chain, clip
from doccompare.matching.difference import Edit, difference
from doccompare.matching.likeness import likeness
from doccompare.matching.marks import marks
from doccompare.matching.medoid import medoid
from doccompare.matching.pieces import SEED, SHORTEST, Piece, pieces
from doccompare.matching.seeds import Run, gram_hashes, shared_runs
from doccompare.matching.twins import twin

__all__ = [
    "SEED",
    "SHORTEST",
    "Edit",
    "Piece",
    "Run",
    "chain",
    "clip",
    "difference",
    "gram_hashes",
    "likeness",
    "marks",
    "medoid",
    "pieces",
    "shared_runs",
    "twin",
]
