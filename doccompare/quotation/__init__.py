"""Passages of one text that go back to another: found, held against the work, told from chance."""

from doccompare.quotation.check import check, find, fit, judge
from doccompare.quotation.comparing import Weigh
from doccompare.quotation.laid import Laid, lay
from doccompare.quotation.passages import Found
from doccompare.quotation.reference import Reference, reference_of

__all__ = ["Found", "Laid", "Reference", "Weigh", "check", "find", "fit", "judge", "lay", "reference_of"]
