"""Text shared by two texts: k-gram seeds, collinear chains, and the character difference.

The one way in which locating, alignment, quotation and archive find shared text.
"""

from doccompare.matching.candidates import Runs, clusters_of, runs_of, support
from doccompare.matching.chains import chain, clip
from doccompare.matching.difference import Edit, difference
from doccompare.matching.likeness import likeness
from doccompare.matching.marks import marks
from doccompare.matching.medoid import medoid
from doccompare.matching.pieces import SEED, SHORTEST, Piece, pieces
from doccompare.matching.probe import (
    Hits,
    Probe,
    is_compiled,
    is_utf8,
    mapped,
    placed_words,
    probe_of,
    scan,
    words_in,
    words_of,
)
from doccompare.matching.seeds import Run, gram_hashes, shared_runs
from doccompare.matching.stretches import Stretch, stretches
from doccompare.matching.twins import twin

__all__ = [
    "SEED",
    "SHORTEST",
    "Edit",
    "Hits",
    "Piece",
    "Probe",
    "Run",
    "Runs",
    "Stretch",
    "chain",
    "clip",
    "clusters_of",
    "difference",
    "gram_hashes",
    "is_compiled",
    "is_utf8",
    "likeness",
    "mapped",
    "marks",
    "medoid",
    "pieces",
    "placed_words",
    "probe_of",
    "runs_of",
    "scan",
    "shared_runs",
    "stretches",
    "support",
    "twin",
    "words_in",
    "words_of",
]
