from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from doccompare.model import Collation
from tests.reporting.sample import sample
from tests.reporting.versions import two_versions


def _axe() -> str:
    """The script of axe-core, from the package that carries it."""
    spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("axe-core is not here: the extra doccompare[browser] is not installed")
    return Path(spec.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "scheme", "english"),
    [(sample, "light", False), (sample, "dark", True), (two_versions, "light", False)],
)
def test_axe(show: Callable[..., Any], make: Callable[[], Collation], scheme: str, english: bool) -> None:
    """axe-core finds no violation, in either colour scheme and either language."""
    page = show(make(), color_scheme=scheme, bypass_csp=True)
    page.page.evaluate(_axe())
    if english:
        page.page.click("#lang")
    found = page.run("axe.run().then(r => r.violations)")
    told = [(v["id"], [n["target"] for n in v["nodes"]][:3], v["nodes"][0]["failureSummary"]) for v in found]
    assert told == []
