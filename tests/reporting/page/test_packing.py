from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace

from doccompare.model import Collation
from doccompare.reporting.html import report_html
from doccompare.reporting.page.packing import LONG, Folder
from tests.reporting.sample import sample


def long_sample() -> Collation:
    """The sample with its units many times over."""
    times = LONG // len(sample().units) + 2
    units = tuple(
        replace(u, key=f"{u.key}x{n}", id=f"{u.id}x{n}", linked=())
        for n in range(times)
        for u in sample().units
    )
    return replace(sample(), units=units)


def unpacked(page: str) -> dict[str, object]:
    """What the packed block of a page holds."""
    found = re.search(r'id="packed">([^<]*)<', page)
    assert found is not None
    content: dict[str, object] = json.loads(zlib.decompress(base64.b64decode(found[1])))
    return content


def test_a_short_page_folds_nothing() -> None:
    """Up to the limit every card stands in the page."""
    page = report_html(sample(), "0")
    assert 'id="packed"' not in page
    assert "folded" not in page.split("</style>")[1].split("<script")[0]


def test_a_long_page_keeps_the_notes_and_the_critical_cards() -> None:
    """Folded: every unit has its id, weight and note in the page; the packed block holds the rest, once."""
    collation = long_sample()
    page = report_html(collation, "0")
    cards = unpacked(page)["cards"]
    assert isinstance(cards, dict)
    folder = Folder(collation.units)
    assert sorted(map(int, cards)) == [n for n, u in enumerate(collation.units) if folder.folds(u)]
    assert not any(folder.folds(u) for u in collation.units if u.severity == "critical")
    body = page.split("</style>")[1].split('id="packed"')[0]
    assert body.count('class="words"') == len(collation.units)
    assert all(f">{u.id}</a>" in body for u in collation.units)


def test_a_long_page_is_small_and_the_same_twice() -> None:
    """A folded unit takes about a third of the place of a whole one, or less."""
    short, page = report_html(sample(), "0"), report_html(long_sample(), "0")
    assert page == report_html(long_sample(), "0")

    def mean(text: str, sought: str) -> float:
        found = [a for a in re.findall(r"<article.*?</article>", text, re.S) if sought in a[:40]]
        return sum(map(len, found)) / len(found)

    assert mean(page, "folded") < 0.35 * mean(short, "wording")


def test_a_page_for_print_is_whole() -> None:
    """Without packing a long page holds every card and every row: a printer waits for no script."""
    page = report_html(long_sample(), "0", packing=False)
    assert 'id="packed"' not in page
    assert page.count('<table class="readings"') == len(long_sample().units)
