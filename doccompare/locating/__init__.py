"""Where the work stands in each page."""

from doccompare.locating.locate import Extent, Located, locate

__all__ = ["Extent", "Located", "locate"]
