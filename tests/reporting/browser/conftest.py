"""A real Chromium for the report: skipped, with the reason, where there is none."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from doccompare.establishing.rate import error_rates
from doccompare.model import Collation
from doccompare.reporting.html import report_html

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium from the machine, driven by Playwright."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the extra doccompare[browser] is not installed"
    )
    program = next((found for found in map(shutil.which, NAMES) if found), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        yield opened
        opened.close()


class Opened:
    """A page and what it complained about or asked the network for."""

    def __init__(self, browser: Any, path: Path, address: str, **settings: Any) -> None:
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + address)

    def shown(self) -> list[str]:
        """The ids of the units that are not hidden, in order."""
        return list(self.page.locator(".unit:not([hidden]) h4").all_text_contents())

    def choose(self, name: str, value: str) -> None:
        """Set a field of the filters."""
        self.page.locator(f"#tools [name={name}]").select_option(value)

    def until(self, condition: str) -> None:
        """Wait until an expression holds in the page (its policy forbids Playwright's own way)."""
        end = time.monotonic() + 30
        while not self.run(condition):
            assert time.monotonic() < end, f"never true: {condition}"
            time.sleep(0.02)

    def run(self, script: str) -> Any:
        """What an expression gives in the page."""
        return self.page.evaluate(script)


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """``show(collation, address="", **settings)`` opens its report, which must not complain.

    A text instead of a collation is a page as it is.
    """
    opened: list[Opened] = []

    def open_report(shown: Collation | str, address: str = "", **settings: Any) -> Opened:
        path = tmp_path / "report.html"
        text = shown if isinstance(shown, str) else report_html(shown, "0", error_rates(shown))
        path.write_text(text, encoding="utf-8")
        settings.setdefault("viewport", {"width": 1280, "height": 900})
        opened.append(Opened(browser, path, address, **settings))
        return opened[-1]

    yield open_report
    for one in opened:
        assert one.complaints == []
        assert [url for url in one.requests if not url.startswith("file:")] == []
        assert len(one.requests) == len({*one.requests})
        one.context.close()
