"""Long pages: most units stand in the page as one line, their cards beside it in a packed block.

5,000 places in 64 witnesses would be 400,000 elements. What a reader without scripts needs, the 校记 and
its weight, stays in the page; the rest is text for the script, which unpacks it when it is met.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence

from doccompare.model import Severity, VariationUnit

LONG = 400  # units from which on a page counts as long
_IN_FULL = 400  # critical units that stand in a long page as they do in a short one


class Folder:
    """Which units are folded, and what was folded of the page. Not ``packing``: none, however many."""

    def __init__(self, units: Sequence[VariationUnit], packing: bool = True) -> None:
        self.long = len(units) > LONG
        self.packs = self.long and packing
        critical = [unit.key for unit in units if unit.severity is Severity.CRITICAL]
        self._full = frozenset(critical[:_IN_FULL])
        self._rank = {unit.key: n for n, unit in enumerate(units)}
        self._cards: dict[int, str] = {}
        self._rows = ""

    def folds(self, unit: VariationUnit) -> bool:
        """Whether the unit stands in the page as one line."""
        return self.packs and unit.key not in self._full

    def card(self, unit: VariationUnit, inside: str) -> str:
        """Keep what is inside the card of a unit; nothing is left in the page."""
        self._cards[self._rank[unit.key]] = str(inside)
        return ""

    def rows(self, inside: str) -> str:
        """The rows of the columns: as they are, on a long page kept."""
        if not self.packs:
            return inside
        self._rows = str(inside)
        return ""

    def packed(self) -> str:
        """What was kept, as JSON, deflated, in base64; empty when nothing was."""
        if not self._cards and not self._rows:
            return ""
        text = json.dumps(
            {"cards": self._cards, "rows": self._rows}, ensure_ascii=False, separators=(",", ":")
        )
        return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")
