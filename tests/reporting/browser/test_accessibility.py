from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from doccompare.model import Collation
from doccompare.reporting.comparison import comparison_html
from doccompare.reporting.index import Entry, index_html
from tests.axe import violations
from tests.reporting.sample import sample
from tests.reporting.versions import two_versions


@pytest.mark.parametrize(
    ("make", "scheme", "english"),
    [(sample, "light", False), (sample, "dark", True), (two_versions, "light", False)],
)
def test_axe(show: Callable[..., Any], make: Callable[[], Collation], scheme: str, english: bool) -> None:
    """axe-core finds no violation, in either colour scheme and either language."""
    page = show(make(), color_scheme=scheme, bypass_csp=True)
    if english:
        page.page.click("#lang")
    assert violations(page.page) == []


def comparison() -> str:
    """条文对照表 of two versions."""
    return comparison_html(two_versions(), "0")


def index() -> str:
    """A first page for three works, one of which cannot be read."""
    works = [Entry("a", None, "broken"), Entry("b", sample()), Entry("c", two_versions())]
    return index_html(works, "0")


@pytest.mark.parametrize("make", [comparison, index])
@pytest.mark.parametrize(("scheme", "english"), [("light", False), ("dark", True)])
def test_axe_of_the_other_pages(
    show: Callable[..., Any], make: Callable[[], str], scheme: str, english: bool
) -> None:
    """No violation in 条文对照表 and in the first page of a folder either."""
    page = show(make(), color_scheme=scheme, bypass_csp=True)
    if english:
        page.page.click("#lang")
    assert violations(page.page) == []


@pytest.mark.parametrize(
    ("make", "words"), [(comparison, "nothing is judged"), (index, "cannot be read: run")]
)
def test_the_other_pages_speak_english(show: Callable[..., Any], make: Callable[[], str], words: str) -> None:
    """The switch puts every word of the interface into English and back; light and dark change places."""
    page = show(make(), color_scheme="light")
    before = page.page.inner_text("body")
    page.page.click("#lang")
    english = page.page.inner_text("body")
    assert words in english
    left = page.run(
        "[...document.querySelectorAll('.t')].filter(t => t.textContent.trim() && t.lang !== 'en').length"
    )
    assert left == 0
    page.page.click("#lang")
    assert page.page.inner_text("body") == before
    page.page.click("#theme")
    assert page.run("document.documentElement.dataset.theme") == "dark"
    assert make() == make()
