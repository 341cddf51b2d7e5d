"""The published JSON Schemas (those in ``docs/`` are the same files)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def schema_text(name: str = "collation") -> str:
    """The schema of ``collation``, ``quotations`` or ``proof`` as it is shipped."""
    return files("doccompare.resources").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")


def load_schema(name: str = "collation") -> dict[str, Any]:
    """The schema as plain values (JSON Schema 2020-12)."""
    schema: dict[str, Any] = json.loads(schema_text(name))
    return schema
