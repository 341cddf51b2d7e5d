from __future__ import annotations

import json
import sys
from io import BytesIO

import pytest

from doccompare.errors import UsageError
from doccompare.reporting.exports.lines import units_jsonl, units_parquet
from doccompare.reporting.tables import COLUMNS, records
from doccompare.reporting.tojson import collation_to_dict
from tests.reporting.exports.sets import NAMES, collated


@pytest.mark.parametrize("name", NAMES)
def test_one_unit_a_line(name: str) -> None:
    """Each line is the unit of collation.json with the slug of the work, and nothing breaks a line."""
    collation = collated(name)
    lines = units_jsonl(collation).split("\n")
    assert lines.pop() == ""
    units = collation_to_dict(collation)["units"]
    assert [json.loads(line) for line in lines] == [{"work": collation.work.slug, **unit} for unit in units]


@pytest.mark.parametrize("name", NAMES)
def test_parquet_holds_the_table(name: str) -> None:
    """The rows are those of ``to_pandas``, with the types a reader expects; two runs give the same bytes."""
    pq = pytest.importorskip("pyarrow.parquet")
    collation = collated(name)
    data = units_parquet(collation)
    table = pq.read_table(BytesIO(data))
    assert table.to_pylist() == records(collation)
    assert table.column_names == list(COLUMNS)
    assert str(table.schema.field("start").type) == "int64"
    assert data == units_parquet(collation)


def test_without_pyarrow_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is missing: one sentence and the line that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as caught:
        units_parquet(collated("notice"))
    assert caught.value.hint == "pip install 'doccompare[parquet]'"
