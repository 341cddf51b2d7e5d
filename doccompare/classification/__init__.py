"""What the readings of a unit are to each other, and how much it matters."""

from doccompare.classification.links import exchanges
from doccompare.classification.relate import Pair, Relation, relate
from doccompare.classification.severity import Weight, bodies_of, weigh
from doccompare.classification.slips import Slip, slips
from doccompare.classification.structure import structure

__all__ = [
    "Pair",
    "Relation",
    "Slip",
    "Weight",
    "bodies_of",
    "exchanges",
    "relate",
    "slips",
    "structure",
    "weigh",
]
