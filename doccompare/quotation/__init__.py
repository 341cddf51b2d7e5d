"""Passages of one text that go back to another: found, held against the work, told from chance."""

from doccompare.quotation.check import check
from doccompare.quotation.comparing import Weigh
from doccompare.quotation.laid import Laid, lay
from doccompare.quotation.reference import Reference, reference_of

__all__ = ["Laid", "Reference", "Weigh", "check", "lay", "reference_of"]
