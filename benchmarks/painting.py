"""A long report in a browser: its size, when it is first painted, what loading it costs.

``python -m benchmarks painting`` collates copies with scattered errors (64 copies and 5,000 places by
default: two minutes), writes the page and opens it in Chromium three times; the best counts. Every
input is seeded.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.archive import Made
from benchmarks.generator import sigla

_KINDS = ((0.15, "lost"), (0.3, "added"), (1.0, "changed"))


@dataclass(frozen=True)
class Painted:
    """One opening of a page: milliseconds to the first paint, CPU seconds of the page's thread, elements."""

    first: float
    cpu: float
    elements: int


def copies(witnesses: int, places: int, length: int, seed: int = 5) -> dict[str, str]:
    """Copies of one work by siglum, one to three of which err at each place."""
    rng = Random(seed)
    text = Made(seed, 1, 0, 1, length).works[0][1]
    han = [at for at, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"][60:]
    made = [list(text) for _ in range(witnesses)]
    for at in han[:: max(1, len(han) // places)][:places]:
        other, draw = text[rng.choice(han)], rng.random()
        kind = next(name for limit, name in _KINDS if draw < limit)
        for copy in rng.sample(made, rng.choice((1, 1, 1, 2, 3))):
            copy[at] = {"lost": "", "added": copy[at] + other, "changed": other}[kind]
    return {siglum: "".join(copy) for siglum, copy in zip(sigla(witnesses), made, strict=True)}


def painted(page: Path, browser: Any) -> Painted:
    """The page opened in a fresh context."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    opened.goto(page.as_uri())
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    first = opened.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => setTimeout(() =>"
        " done(performance.getEntriesByType('paint')[0].startTime))))"
    )
    elements = opened.evaluate("document.querySelectorAll('*').length")
    context.close()
    return Painted(float(first), float(metrics["TaskDuration"]), int(elements))


def main(arguments: list[str] | None = None) -> int:
    """Measure one page and print it."""
    from playwright.sync_api import sync_playwright

    from doccompare.pipeline import collate
    from doccompare.reporting.html import report_html
    from doccompare.reporting.tojson import collation_to_json

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--witnesses", type=int, default=64)
    parser.add_argument("--places", type=int, default=5000)
    parser.add_argument("--length", type=int, default=100_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = copies(options.witnesses, options.places, options.length)
        for n, text in enumerate(made.values()):
            (folder / f"{n:03}.txt").write_text(text, encoding="utf-8")
        collation = collate(sorted(folder.glob("*.txt")))
        page = folder / "report.html"
        page.write_text(report_html(collation, "0"), encoding="utf-8")
        program = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
            found = [painted(page, browser) for _ in range(3)]
            browser.close()
        size, stored = page.stat().st_size, len(collation_to_json(collation).encode())
    print(f"{len(collation.units)} units, {len(collation.witnesses)} witnesses")
    print(f"report.html {size / 1e6:.1f} MB, collation.json {stored / 1e6:.1f} MB")
    print(
        f"first paint {min(p.first for p in found):.0f} ms, CPU {min(p.cpu for p in found):.2f} s, "
        f"{found[0].elements} elements"
    )
    return 0
