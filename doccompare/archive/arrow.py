"""pyarrow, and the one sentence for those who have not installed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from doccompare.errors import UsageError, say


def pyarrow() -> Any:
    """The package pyarrow. Raises UsageError with the line to type when it is missing."""
    try:
        import pyarrow
    except ImportError as fault:
        raise UsageError(
            say("检索报库需要 pyarrow。", "Searching an archive needs pyarrow."),
            "pip install 'doccompare[archive]'",
        ) from fault
    return pyarrow


def write_table(table: Any, file: Any, rows: int = 1000) -> None:
    """Write a table as zstd Parquet to a path or an open file: the same bytes for the same table."""
    import pyarrow.parquet as pq

    pq.write_table(table, file, compression="zstd", row_group_size=rows, store_schema=False)


def read_table(file: Path) -> Any:
    """The table of one Parquet file."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(file).read()
