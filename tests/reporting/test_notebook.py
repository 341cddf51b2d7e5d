from __future__ import annotations

from html.parser import HTMLParser

from tests.reporting.exports.sets import collated
from tests.reporting.sample import sample


class _Reader(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect a tag and the names of its attributes."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.words += data


def test_it_shows_the_verdict_the_witnesses_and_the_gravest_places() -> None:
    """Title, witnesses and critical units stand in it; of many units the first twenty, the rest counted."""
    collation = collated("opinion")
    shown = _Reader(collation._repr_html_()).words
    assert collation.work.title in shown
    critical = [u.id for u in collation.units if u.severity == "critical"]
    assert all(name in shown for name in critical[:20])
    assert f"另有 {len(collation.units) - 20} 处" in shown


def test_text_stays_text() -> None:
    """No tag or attribute comes from a witness; no script, no address, no control character."""
    plain, hostile = _Reader(sample()._repr_html_()), _Reader(collated("hostile")._repr_html_())
    assert hostile.tags <= plain.tags == {"div", "p", "b", "br", "table", "thead", "tbody", "tr", "th", "td"}
    assert hostile.attributes == {"lang"}
    assert "<b>" in hostile.words
    assert "\x1b" not in hostile.words
