"""JSON Lines and Parquet: the units for a script or a data frame."""

from __future__ import annotations

import json
from io import BytesIO

from doccompare.errors import UsageError, say
from doccompare.model import Collation
from doccompare.reporting.tables import COLUMNS, records
from doccompare.reporting.tojson import collation_to_dict

_WHOLE = ("reading", "start", "end", "page", "line", "column")
_TRUTH = ("is_lemma", "suspected_transcription")


def units_jsonl(collation: Collation) -> str:
    """One unit a line, as in collation.json, the slug of the work before it."""
    units = collation_to_dict(collation)["units"]
    lines = [json.dumps({"work": collation.work.slug, **unit}, ensure_ascii=False) for unit in units]
    return "".join(f"{line}\n" for line in lines)


def units_parquet(collation: Collation) -> bytes:
    """One row for each unit and witness, the columns of ``to_pandas``. Raises UsageError without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError(
            say("写 Parquet 需要 pyarrow。", "Parquet needs pyarrow."), "pip install 'doccompare[parquet]'"
        ) from error
    types = {c: pa.int64() for c in _WHOLE} | {c: pa.bool_() for c in _TRUTH} | {"confidence": pa.float64()}
    schema = pa.schema([(c, types.get(c, pa.string())) for c in COLUMNS])
    rows = [{c: _storable(value) for c, value in row.items()} for row in records(collation)]
    out = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()


def _storable(value: object) -> object:
    """The value; in a text what UTF-8 cannot say is escaped."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
