"""The published JSON Schema of collation.json (``docs/collation.schema.json`` is the same file)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def schema_text() -> str:
    """The schema as it is shipped."""
    return files("doccompare.resources").joinpath("collation.schema.json").read_text(encoding="utf-8")


def load_schema() -> dict[str, Any]:
    """The schema as plain values (JSON Schema 2020-12)."""
    schema: dict[str, Any] = json.loads(schema_text())
    return schema
