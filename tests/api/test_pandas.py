"""The table for analysts."""

from __future__ import annotations

import doccompare
from tests.api.reprints import CORPUS


def test_a_collation_becomes_a_table() -> None:
    """``to_pandas`` has a row for every witness at every unit, whatever its state there."""
    collation = doccompare.collate([CORPUS])
    table = collation.to_pandas()
    assert set(table["unit"]) == {u.id for u in collation.units}
    first = table[table["unit"] == collation.units[0].id]
    assert {"甲", "乙", "丙", "丁"} <= set(first["siglum"])
