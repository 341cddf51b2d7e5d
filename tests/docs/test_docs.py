from __future__ import annotations

from pathlib import Path

import pytest

from doccompare.readers.extras import ocr_is_installed
from tests.docs.pages import ROOT, Session, fits, page_paths, played, renewed

_READS_IMAGES = "collate docs/photographed-page"
PAGES = [p for p in page_paths() if "```console" in p.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_a_page_shows_is_what_happens(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Every command shown in a page runs, in order, and prints what the page says.

    After a change of output, ``pytest --update-golden tests/docs`` writes the new one into the page.
    """
    page = path.read_text(encoding="utf-8")
    if _READS_IMAGES in page and not ocr_is_installed():
        pytest.skip("the page reads an image, and the extra ocr is not installed")
    chinese = path.name == "README.zh-CN.md" or {"zh", "corpus"} & set(path.relative_to(ROOT).parts)
    results = list(played(page, Session(tmp_path, "zh" if chinese else "en")))
    if request.config.getoption("--update-golden"):
        path.write_text(renewed(page, results), encoding="utf-8")
        return
    wrong = [
        "\n".join([f"line {step.line}: $ {step.command}", "prints:", *printed])
        for _, step, printed in results
        if not fits(step.shown, printed)
    ]
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        ((), (), True),
        (("a",), (), False),
        (("a", "...", "d"), ("a", "b", "c", "d"), True),
        (("a", "...", "d"), ("a", "d"), True),
        (("...",), ("a", "b"), True),
        (("a", "..."), ("b",), False),
        (("a", "...", "d"), ("a", "b"), False),
    ],
)
def test_three_dots_stand_for_any_lines(
    shown: tuple[str, ...], printed: tuple[str, ...], expected: bool
) -> None:
    """A line of three dots in a page fits any number of printed lines, and nothing else does."""
    assert fits(shown, printed) is expected
