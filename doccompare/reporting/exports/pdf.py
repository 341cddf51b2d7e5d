"""The report as a PDF, printed by a Chromium of the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from doccompare.errors import OutputError, UsageError, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_LIMIT = 180  # seconds
# Both dates have one length, so no offset in the file changes.
_DATE = re.compile(rb"(?<=Date \()D:\d{14}[+-]\d\d'\d\d'(?=\))")
_NO_DATE = b"D:20000101000000+00'00'"


def printed_pdf(page: str) -> bytes:
    """The HTML page ``page``, which must hold all it needs, as a PDF without a clock in it.

    Raises UsageError when no browser is found, OutputError when it prints nothing.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise UsageError(
            say(
                "写 PDF 需要 Chromium，这台机器上没有找到。",
                "A PDF needs Chromium; there is none on this machine.",
            ),
            say(
                "请装 chromium，或在浏览器里打开 report.html 打印。",
                "Install chromium, or print report.html from a browser.",
            ),
        )
    with tempfile.TemporaryDirectory(prefix="doccompare-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / "report.html", folder / "report.pdf"
        source.write_text(page, encoding="utf-8", errors="backslashreplace")
        call = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-extensions",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={made}",
            source.as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            call.insert(1, "--no-sandbox")  # Chromium refuses to run for root with it
        try:
            subprocess.run(call, capture_output=True, timeout=_LIMIT, check=False, cwd=folder)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(browser) from error
        if not made.is_file():
            raise _failed(browser)
        return _DATE.sub(_NO_DATE, made.read_bytes())


def _failed(browser: str) -> OutputError:
    return OutputError(
        say(f"{browser} 没有打印出 PDF。", f"{browser} printed no PDF."),
        say("请在浏览器里打开 report.html 打印。", "Print report.html from a browser."),
    )
