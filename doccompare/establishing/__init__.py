"""Which reading stands, by what evidence, and the text that follows from it."""

from doccompare.establishing.base import choose_base
from doccompare.establishing.decide import Verdict, decide
from doccompare.establishing.evidence import Signs
from doccompare.establishing.text import Choice, establish
from doccompare.establishing.tree import witness_tree
from doccompare.establishing.usage import Concordance, Usage, own_usage

__all__ = [
    "Choice",
    "Concordance",
    "Signs",
    "Usage",
    "Verdict",
    "choose_base",
    "decide",
    "establish",
    "own_usage",
    "witness_tree",
]
