from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from doccompare.errors import UsageError
from doccompare.reporting.exports.pdf import BROWSERS, printed_pdf

PAGE = "<!doctype html><meta charset=utf-8><title>公园</title><p>加强公园管理"


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="no Chromium on this machine")
def test_a_page_is_printed_without_a_clock() -> None:
    """Chromium prints the page; two prints of one page are the same bytes."""
    first = printed_pdf(PAGE)
    assert first.startswith(b"%PDF-")
    assert first.rstrip().endswith(b"%%EOF")
    assert first == printed_pdf(PAGE)


def test_without_a_browser_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where no browser is on the path: one sentence and what to do instead."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="Chromium") as caught:
        printed_pdf(PAGE)
    assert "report.html" in caught.value.hint
