from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from doccompare.model import Collation
from tests.reporting.sample import hostile, sample
from tests.reporting.versions import two_versions

Show = Callable[..., Any]


def long_words() -> Collation:
    """A reading, a name and a file of one unbroken word, with marks that turn the direction."""
    word = "A\u202eVeryLong" * 40
    units = tuple(
        replace(u, readings=tuple(replace(r, text=r.text and r.text + word) for r in u.readings))
        for u in sample().units
    )
    witnesses = tuple(
        replace(a, witness=replace(a.witness, publication=word, path=f"{word}.txt"))
        for a in sample().witnesses
    )
    return replace(sample(), units=units, witnesses=witnesses)


@pytest.mark.parametrize("make", [sample, two_versions, hostile, long_words])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_sideways_scrolling(show: Show, make: Callable[[], Collation], width: int) -> None:
    """The page never scrolls sideways: not on a phone, nor at 400 %, nor with a word that does not break."""
    page = show(make(), viewport={"width": width, "height": 640})
    for element in ("body", "#units", "#text", "footer"):
        page.page.locator(element).scroll_into_view_if_needed()
        assert page.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_what_is_gone_to_is_not_covered(show: Show, width: int) -> None:
    """The unit that a key leads to stands below the tools, however many lines they take."""
    page = show(sample(), viewport={"width": width, "height": 700})
    for _ in range(5):
        page.page.keyboard.press("j")
    page.until("document.activeElement.matches('.unit')")
    page.until(
        "(tools => document.activeElement.getBoundingClientRect().top >="
        " (getComputedStyle(tools).position === 'sticky' ? tools.getBoundingClientRect().bottom : 0))"
        "(document.querySelector('#tools'))"
    )


def test_captions_are_not_cut_on_a_phone(show: Show) -> None:
    """What explains the overview is read without scrolling it sideways."""
    page = show(sample(), viewport={"width": 320, "height": 640})
    assert page.run("document.querySelector('.matrix caption').getBoundingClientRect().right") <= 320


def test_no_word_of_the_witness_table_is_broken(show: Show) -> None:
    """In English no word of the remarks is cut in two for want of room."""
    page = show(sample())
    page.page.click("#lang")
    wide = "[...document.querySelectorAll('.witnesses td:nth-child(7)')].every(c => c.clientWidth >= 120)"
    assert page.run(wide)


def test_markup_stays_text(show: Show) -> None:
    """What a witness brings along does nothing, in either language, searched or compared."""
    page = show(hostile())
    page.page.fill("#q", "<script>")
    page.page.click("#lang")
    page.choose("b", "乙")
    assert page.run("document.scripts.length") == 2
    assert page.page.locator("main img, main iframe, main script").count() == 0


def test_readable_without_script(show: Show) -> None:
    """Without script every unit, the text and the columns are there, and no control that would not work."""
    page = show(sample(), java_script_enabled=False)
    assert len(page.page.locator(".unit").all()) == len(sample().units)
    assert page.page.locator("#u-2d14open .note").is_visible()
    assert page.page.locator(".established .open").is_visible()
    assert page.page.locator("#pane td").first.is_visible()
    assert not page.page.locator("#tools").is_visible()
    assert not page.page.locator("#switches").is_visible()


def test_dark(show: Show) -> None:
    """The page follows the system into the dark, and its own button back."""
    page = show(sample(), color_scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = page.run(colour)
    page.page.click("#theme")
    light = page.run(colour)
    assert sum(map(int, dark[4:-1].split(","))) < 200 < 600 < sum(map(int, light[4:-1].split(",")))


def test_print(show: Show, tmp_path: Path) -> None:
    """On A4 nothing is cut off, the controls are gone, notes are numbered and boxes wait for signatures."""
    page = show(sample())
    page.page.emulate_media(media="print")
    page.page.set_viewport_size({"width": 660, "height": 980})  # 174 mm, the width between the margins
    assert page.run("document.documentElement.scrollWidth") <= 660
    clipped = """[...document.querySelectorAll('main *:not(.vh):not(.vh *), footer *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && box.height && box.right > 661 && getComputedStyle(one).display !== 'none';
    }).length"""
    assert page.run(clipped) == 0
    assert not page.page.locator("#tools").is_visible()
    assert not page.page.locator(".beside").is_visible()
    assert page.page.locator("#u-2d14open .num").is_visible()
    assert page.page.locator(".signatures b").all_inner_texts() == ["一校", "二校", "三校", "审定"]
    page.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"


def test_minimap_and_columns_move_together(show: Show) -> None:
    """A row of the columns is one clause in all witnesses, and the minimap moves with the pane."""
    page = show(sample(), viewport={"width": 1280, "height": 400})
    page.page.locator("#pane").scroll_into_view_if_needed()
    page.run("document.querySelector('#pane').scrollTop = 9999")
    page.until("+document.querySelector('.view').getAttribute('y') > 0")
    tops = page.run(
        "[...document.querySelectorAll('#pane tr:last-child td')].map(c => c.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1
    page.page.locator("#minimap").click(position={"x": 5, "y": 2})
    page.until("document.querySelector('#pane').scrollTop === 0")
