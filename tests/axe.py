"""axe-core in an open page, from the package that carries it: nothing is loaded from elsewhere."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


def violations(page: Any) -> list[Any]:
    """What axe-core, from the package that carries it, finds wrong in an open page."""
    spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("axe-core is not here: the extra doccompare[browser] is not installed")
    page.evaluate(Path(spec.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations)")
    return [(v["id"], [n["target"] for n in v["nodes"]][:3], v["nodes"][0]["failureSummary"]) for v in found]
