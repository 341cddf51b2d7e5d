"""The review in a real browser: keys, two windows, a page without scripts, narrow and dark."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doccompare.decisions import ChoiceKind, Image, Kind, read
from tests.axe import violations
from tests.review.conftest import Serving

playwright = pytest.importorskip(
    "playwright.sync_api", reason="the extra doccompare[browser] is not installed"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


class Window:
    """A page of the app in a browser profile of its own; what its console says and what it asks is kept."""

    def __init__(self, chromium: Any, link: str, **options: Any) -> None:
        self.context = chromium.new_context(**options)
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page = self.another()
        self.page.goto(link)
        self.page.wait_for_url(re.compile(r":\d+/$"))

    def another(self) -> Any:
        """One more page of the same browser."""
        page = self.context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        return page

    def key(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def follow(self, selector: str) -> None:
        """Click what leads to another page."""
        with self.page.expect_navigation():
            self.page.click(selector)

    @property
    def unit(self) -> str:
        """The unit on the table."""
        return str(self.page.inner_text("#unit"))


@pytest.fixture
def window(chromium: Any, serving: Serving) -> Iterator[Window]:
    """A window on the notice. It loads nothing from elsewhere, and its console stays silent."""
    served = serving()
    found = Window(chromium, served.link)
    yield found
    found.context.close()
    assert found.complaints == []
    assert {url.partition("//")[2].partition("/")[0] for url in found.asked} == {f"127.0.0.1:{served.port}"}


def test_keys(window: Window, journal: Path) -> None:
    """One key, one decision, on the disk before the next card; u goes back; full-width keys are keys."""
    window.key("Enter")
    assert window.unit == "二.1-1"
    window.key("2")
    (entry,) = read(journal).entries
    assert entry.choice is not None
    assert (entry.choice.kind, entry.choice.exact) == (ChoiceKind.READING, "6")
    assert window.unit != "二.1-1"
    window.key("u")
    assert window.unit == "二.1-1"
    for key in ("x", "e", "b"):
        window.key(key)
    window.key("i")
    window.key("s")
    with window.page.expect_navigation():
        window.page.evaluate(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '１', bubbles: true}))"
        )
    entries = read(journal).entries
    kinds = [e.choice.kind if e.choice else e.kind for e in entries]
    assert kinds == [
        ChoiceKind.READING,
        Kind.UNDO,
        ChoiceKind.OPEN,
        ChoiceKind.BOTH,
        ChoiceKind.KEEP_BASE,
        Kind.NOTE,
        ChoiceKind.READING,
    ]
    assert entries[5].image is Image.CHECKED


def test_typing_is_no_key(window: Window, journal: Path) -> None:
    """While a reason is typed its letters decide nothing; it goes with the decision that follows."""
    window.key("Enter")
    window.page.keyboard.press("n")
    window.page.keyboard.type("b x 1 e u i s")
    window.page.keyboard.press("Control+b")
    window.page.keyboard.press("Escape")
    assert not journal.exists()
    window.key("1")
    (entry,) = read(journal).entries
    assert entry.why == "b x 1 e u i s"
    window.page.keyboard.press("n")
    window.page.keyboard.type("核原书")
    window.key("Control+Enter")
    assert [(e.kind, e.why) for e in read(journal).entries][1:] == [(Kind.NOTE, "核原书")]


def test_a_second_press_is_caught(window: Window, journal: Path) -> None:
    """A key that is pressed again before the next page has come decides once."""
    window.key("Enter")
    with window.page.expect_navigation():
        window.page.evaluate(
            "for (let n = 0; n < 5; n++)"
            " document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '1', bubbles: true}))"
        )
    window.page.wait_for_selector("#unit")
    assert len(read(journal).entries) == 1


def test_two_windows(window: Window, journal: Path) -> None:
    """The second window does not overwrite the first: it is told what was decided, and may decide then."""
    window.key("Enter")
    other = window.another()
    other.goto(window.page.url)
    window.key("1")
    with other.expect_navigation():
        other.keyboard.press("2")
    assert "方才所按未记" in other.inner_text(".alert")
    assert "从“5”" in other.inner_text(".alert")
    assert len(read(journal).entries) == 1
    with other.expect_navigation():
        other.keyboard.press("2")
    assert [e.choice.exact if e.choice else "" for e in read(journal).entries] == ["5", "6"]
    window.complaints[:] = [c for c in window.complaints if "409" not in c]  # Chromium notes the refusal


def test_to_the_end(window: Window, tmp_path: Path) -> None:
    """From the first card to the report in the browser, which shows it as a page that belongs to nobody."""
    window.key("Enter")
    while window.page.locator("#unit").count():
        window.key("1")
    assert "没有待裁定的了" in window.page.inner_text("main")
    window.follow("text=写出正文与报告")
    assert "均已裁定" in window.page.inner_text("main")
    with window.context.expect_page() as opened:
        window.page.click("text=看报告")
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").count() == 1
    assert opened.value.evaluate("self.origin") == "null"
    assert (tmp_path / "corpus" / "result" / "report.html").is_file()


def test_without_scripts(chromium: Any, serving: Serving, journal: Path) -> None:
    """Every step works by the buttons alone."""
    window = Window(chromium, serving().link, java_script_enabled=False)
    window.follow("text=从第一处开始")
    window.page.fill("#why", "据目录")
    window.follow("button[value='1']")
    window.follow("text=撤销")
    window.follow("button[value='image:checked']")
    window.follow(".home")
    window.follow("text=格式成批裁定")
    window.follow("button.main")
    kinds = [e.kind for e in read(journal).entries]
    assert kinds == [Kind.DECISION, Kind.UNDO, Kind.NOTE, Kind.DECISION, Kind.DECISION]
    window.context.close()


@pytest.mark.parametrize("options", [{"viewport": {"width": 320, "height": 640}}, {"color_scheme": "dark"}])
def test_narrow_and_dark(chromium: Any, serving: Serving, options: dict[str, Any]) -> None:
    """Nothing is wider than a phone; ink and paper keep their contrast in the dark."""
    window = Window(chromium, serving().link, **options)
    for _ in range(2):
        wide = window.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide == 0
        ink, paper = window.page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
            ".map(c => c.match(/[\\d.]+/g).slice(0, 3).map(Number))"
        )
        assert _contrast(ink, paper) >= 7
        if window.page.locator("#unit").count() == 0:
            window.key("Enter")
    window.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(chromium: Any, serving: Serving, scheme: str) -> None:
    """axe-core finds no violation on any page: refused, overview, card, conflict, bulk, end, stopped."""
    served = serving()
    window = Window(chromium, served.link, color_scheme=scheme, bypass_csp=True)
    page = window.page
    found = {"overview": violations(page)}
    window.key("Enter")
    found["card"] = violations(page)
    other = window.another()
    other.goto(page.url)
    window.key("1")
    with other.expect_navigation():
        other.keyboard.press("2")
    found["conflict"] = violations(other)
    window.follow(".home")
    window.follow("text=格式成批裁定")
    found["bulk"] = violations(page)
    window.follow("button.main")
    page.goto(served.link.split("?")[0])
    while page.locator("a.main, #unit").count() and not page.locator("text=写出正文与报告").count():
        window.key("1" if page.locator("#unit").count() else "Enter")
    found["end"] = violations(page)
    window.follow("text=写出正文与报告")
    found["done"] = violations(page)
    stranger = chromium.new_context(bypass_csp=True).new_page()
    stranger.goto(f"http://127.0.0.1:{served.port}/")
    found["refused"] = violations(stranger)
    assert {name: told for name, told in found.items() if told} == {}
    window.context.close()


def _contrast(one: list[float], other: list[float]) -> float:
    """The contrast of two colours as WCAG 2 counts it, from 1 to 21."""

    def luminance(colour: list[float]) -> float:
        parts = [c / 255 for c in colour]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
