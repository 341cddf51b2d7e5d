"""From the spans of the work to its paragraphs in reading order, and their addresses."""

from doccompare.segmentation.addresses import Addressed, address_passages, number_kind
from doccompare.segmentation.outline import Outline, outline
from doccompare.segmentation.passages import Segmented, segment, title_of, without_numbers
from doccompare.segmentation.selfdescription import SelfDescription, self_descriptions
from doccompare.segmentation.sentences import sentences

__all__ = [
    "Addressed",
    "Outline",
    "Segmented",
    "SelfDescription",
    "address_passages",
    "number_kind",
    "outline",
    "segment",
    "self_descriptions",
    "sentences",
    "title_of",
    "without_numbers",
]
