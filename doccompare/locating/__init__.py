"""Where the work stands in each page."""

from doccompare.locating.alone import beyond
from doccompare.locating.extents import Extent
from doccompare.locating.locate import Located, locate

__all__ = ["Extent", "Located", "beyond", "locate"]
