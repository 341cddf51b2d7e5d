from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.reporting.page.test_packing import long_sample
from tests.reporting.sample import sample
from tests.reporting.versions import two_versions

Show = Callable[..., Any]
ALL = [unit.id for unit in sample().units]


def _having(**wanted: str) -> list[str]:
    return [u.id for u in sample().units if all(getattr(u, name) == value for name, value in wanted.items())]


def test_filters(show: Show) -> None:
    """A filter leaves the units it names, several what all of them name; clearing brings all back."""
    page = show(sample())
    assert page.shown() == ALL
    page.choose("s", "critical")
    assert page.shown() == _having(severity="critical")
    page.choose("c", "substitution")
    assert page.shown() == _having(severity="critical", category="substitution")
    page.page.click("#tools [type=reset]")
    page.until("!document.querySelector('.unit[hidden]')")
    page.choose("d", "open")
    assert page.shown() == [u.id for u in sample().units if u.decision and u.decision.status == "open"]
    page.choose("d", "")
    page.choose("w", "丙")
    assert page.shown() == [u.id for u in sample().units if any("丙" in r.spans for r in u.readings[1:])]
    page.choose("w", "")
    page.choose("a", "c-二.2")
    assert page.shown() == _having(address="二.2")
    assert f"{len(page.shown())} / {len(ALL)}" in page.page.inner_text("#count")


@pytest.mark.parametrize("typed", ["優進絀退", "优进绌退", "「优 进绌退」", "优胜劣汰"])
def test_search_folds_script_and_width(show: Show, typed: str) -> None:
    """A search finds the reading in either script, with spaces or other quotes."""
    page = show(sample())
    page.page.fill("#q", typed.strip("「」"))
    page.until("document.querySelector('.unit[hidden]')")
    assert page.shown() == [u.id for u in sample().units if "优胜劣汰" in [r.text for r in u.readings]]


def test_search_folds_width_of_digits(show: Show) -> None:
    """Full-width figures find half-width ones."""
    page = show(sample())
    page.page.fill("#q", "２０２４年")
    page.until("document.querySelector('.unit[hidden]')")
    assert page.shown() == ["日期-1"]


def test_witnesses_left_out(show: Show) -> None:
    """Without 乙 only those units stay in which the others differ among themselves; its column goes."""
    page = show(sample())
    page.page.uncheck("#tools [name=x][value=乙]")
    rest = [
        u.id for u in sample().units if sum(bool({"甲", "丙", "丁"} & set(r.spans)) for r in u.readings) > 1
    ]
    assert page.shown() == rest
    assert not page.page.locator("#pane th[data-w=乙]").is_visible()
    assert page.page.locator("#pane th[data-w=甲]").is_visible()


def test_another_base_in_place(show: Show) -> None:
    """Held against 乙 the overview counts for each witness the units in which it departs from 乙."""
    page = show(sample())
    page.choose("b", "乙")
    units = [u for u in sample().units if u.address == "二.2"]

    def departs(siglum: str) -> int:
        pairs = [({s: n for n, r in enumerate(u.readings) for s in r.spans}) for u in units]
        return sum(siglum in p and "乙" in p and p[siglum] != p["乙"] for p in pairs)

    row = page.page.locator("#matrix tr[data-c='c-二.2'] td")
    cells = [text.removesuffix("要") for text in row.all_inner_texts()]
    assert cells == [str(departs("甲")), "", "未见", str(departs("丁"))]
    assert page.shown() == ALL
    assert "较乙" in page.page.inner_text("#u-2d14open")
    page.choose("b", "")
    assert page.page.locator(".against").count() == 0


def test_keys(show: Show) -> None:
    """J and k go through what is shown, Enter to the columns and back, f to the search, ? to the help."""
    page = show(sample())
    keys = page.page.keyboard
    page.choose("s", "critical")
    page.page.locator("h1").click()
    critical = [u.key for u in sample().units if u.severity == "critical"]
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        keys.press(key)
        assert page.run("document.activeElement.id") == f"u-{critical[at]}"
    keys.press("Enter")
    assert page.run("document.activeElement.id") == "pane"
    assert page.page.locator("#pane mark.now").first.is_visible()
    keys.press("Enter")
    assert page.run("document.activeElement.id") == f"u-{critical[1]}"
    keys.press("?")
    assert page.page.locator("#keys").is_visible()
    keys.press("Escape")
    assert not page.page.locator("#keys").is_visible()
    keys.press("f")
    assert page.run("document.activeElement.id") == "q"
    keys.type("jk")
    assert page.page.input_value("#q") == "jk"


def test_language(show: Show) -> None:
    """The switch puts the interface into English and back; the texts of the work stay."""
    page = show(sample())
    before = page.page.inner_text("main")
    page.page.click("#lang")
    english = page.page.inner_text("main")
    assert "DO NOT PRINT" in english
    assert "Overview: clauses and witnesses" in english
    assert "critical" in page.page.inner_text("#u-2d14open")
    assert page.page.inner_text("#u-2d14open .context") in before
    assert page.page.locator("select[name=s] option").all_inner_texts()[1] == "critical"
    page.page.click("#lang")
    assert page.page.inner_text("main") == before


def test_long_page(show: Show) -> None:
    """With hundreds of units a link arrives in sight, what is met is unpacked, in either language."""
    units = long_sample().units
    wanted = next(u for u in reversed(units) if u.severity == "wording" and len(u.readings) > 1)
    page = show(long_sample(), f"#u-{wanted.key}")
    card = f"document.getElementById('u-{wanted.key}')"
    page.until(f"document.activeElement === {card}")
    page.until(f"(top => top >= 0 && top < innerHeight)({card}.getBoundingClientRect().top)")
    page.until(f"!{card}.matches('.folded')")
    assert page.run(f"{card}.querySelectorAll('.readings tr').length") >= len(wanted.readings)
    page.run("document.querySelector('#lang').click()")
    page.until(f"{card}.querySelector('.decision .lead').textContent === 'Decision'")
    page.choose("s", "formal")
    assert sorted(page.shown()) == sorted(u.id for u in units if u.severity == "formal")
    page.page.locator("#columns").scroll_into_view_if_needed()
    assert page.page.locator("#pane td mark").count() > 0


def test_search_of_a_long_page_finds_what_is_packed(show: Show) -> None:
    """What stands in a packed card is found as on a short page; another base is put in as it is unpacked."""
    page = show(long_sample())
    page.until("!document.querySelector('#packed')")
    page.choose("b", "乙")
    page.page.fill("#q", "優勝劣汰")
    page.until("document.querySelector('.unit[hidden]')")
    units = long_sample().units
    found = [u.id for u in units if "优胜劣汰" in [r.text for r in u.readings]]
    assert page.shown() == found
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("j")
    page.until("document.activeElement.querySelector('.against')")


def test_long_page_in_print_and_without_script(show: Show, tmp_path: Path) -> None:
    """Print unpacks every card; without script every note stands there."""
    page = show(long_sample())
    page.until("!document.querySelector('#packed')")
    page.page.pdf(path=tmp_path / "report.pdf")
    assert page.page.locator(".folded").count() == 0
    bare = show(long_sample(), java_script_enabled=False)
    assert bare.page.locator(".unit .words").count() == len(long_sample().units)
    assert bare.page.locator("#packed-hint").count() == 1


def test_permalink(show: Show) -> None:
    """A link to a unit arrives there, one with filters brings them back; they hang on keys, not numbers."""
    page = show(sample(), "#u-2d14open")
    page.until("document.activeElement.id === 'u-2d14open'")
    page.choose("s", "critical")
    assert page.run("location.hash") == "#s=critical&u=u-2d14open"
    again = show(sample(), "#s=critical&x=%E4%B9%99&u=u-2d14open")
    again.until("document.activeElement.id === 'u-2d14open'")
    assert set(again.shown()) < {u.id for u in sample().units if u.severity == "critical"}
    assert not again.page.is_checked("#tools [name=x][value=乙]")


def test_link_to_a_hidden_unit(show: Show) -> None:
    """A link from the text to a unit that a filter hides clears the filters and arrives."""
    page = show(sample())
    page.choose("s", "formal")
    page.page.locator(".established .open").focus()
    page.page.keyboard.press("Enter")
    page.until("document.activeElement.id === 'u-2d14open'")
    assert page.shown() == ALL


def test_copy(show: Show) -> None:
    """The buttons give the note, the clause as established, with its citation, and a link that leads back."""
    page = show(sample(), permissions=["clipboard-read", "clipboard-write"])
    unit = page.page.locator("#u-2d14open")
    unit.scroll_into_view_if_needed()

    def copied(button: Any) -> str:
        page.run("navigator.clipboard.writeText('')")
        button.click()
        for _ in range(400):  # the button says so for a moment only: what arrives is asked for instead
            if page.run("navigator.clipboard.readText()"):
                break
        return str(page.run("navigator.clipboard.readText()"))

    assert copied(unit.locator(".acts button").nth(0)).startswith("二.2-5　")
    assert copied(unit.locator(".acts button").nth(1)).endswith("report.html#u-2d14open")
    clause = page.page.locator("section.clause[aria-labelledby='c-二.2'] > .acts button").first
    text = next(c.text for c in sample().clauses if c.address == "二.2")
    assert copied(clause).replace("⟦", "").replace("⟧", "") == text
    cite = page.page.locator("section.clause[aria-labelledby='c-二.2'] > .acts button").nth(1)
    words, entry = copied(cite).rsplit("\n", 1)
    assert words.replace("⟦", "").replace("⟧", "") == text
    assert "[N]" in entry
    assert entry.endswith(", 第二部分第2条.")


def test_note_at_the_place(show: Show) -> None:
    """A place of the text shows its note to the keyboard as to the mouse."""
    page = show(sample())
    place = page.page.locator(".established .open")
    place.focus()
    assert page.page.locator("#pop").is_visible()
    assert "待考" in page.page.inner_text("#pop")
    page.page.locator(".established .app").first.hover()
    page.until("!document.querySelector('#pop').textContent.includes('待考')")


def test_ignored_on_demand(show: Show) -> None:
    """What the comparison passed over is in the columns and shown by a switch."""
    page = show(sample())
    hidden = page.page.locator("#pane i").first
    assert not hidden.is_visible()
    page.page.check("#raw")
    assert page.page.locator("#pane i").first.is_visible()


def test_other_forms_on_demand(show: Show) -> None:
    """Another form of a character is marked by the same switch, and only by it."""
    other = sample().attestation("甲")
    text = other.witness.text.replace("社区", "社區")
    other = replace(other, witness=replace(other.witness, text=text))
    witnesses = tuple(other if a.witness.siglum == "甲" else a for a in sample().witnesses)
    page = show(replace(sample(), witnesses=witnesses))
    line = "getComputedStyle(document.querySelector('#pane u')).borderBottomStyle"
    assert (page.run("document.querySelector('#pane u').textContent"), page.run(line)) == ("區", "none")
    page.page.check("#raw")
    assert page.run(line) == "double"


def test_versions(show: Show) -> None:
    """The page of versions has the same controls and judges nothing."""
    page = show(two_versions())
    page.choose("b", "甲")
    assert page.page.locator(".against").count() > 0
    page.page.click("#lang")
    assert "Clauses side by side" in page.page.inner_text("main")


def test_held_against_a_witness_of_the_text(show: Show) -> None:
    """Against a witness that reads what the text has, a reading is called what it was called before."""
    page = show(sample())
    page.choose("b", "丁")
    unit = next(u for u in sample().units if u.id == "日期-1")
    assert page.page.inner_text(f"#u-{unit.key} tr[data-c=orthography] .against") == "较丁：写法"


def test_a_reading_in_the_columns_is_one_mark(show: Show) -> None:
    """A reading is one mark even where something in it was folded, so that it is outlined whole."""
    text = sample().attestation("丙").witness.text.replace("（二〇二四年", "(二〇二四年")
    changed = tuple(
        replace(a, witness=replace(a.witness, text=text)) if a.witness.siglum == "丙" else a
        for a in sample().witnesses
    )
    page = show(replace(sample(), witnesses=changed))
    number = [u.id for u in sample().units].index("日期-1")
    marks = page.page.locator(f"#pane td[data-w=丙] mark[data-u='{number}']")
    assert marks.count() == 1
    assert "二〇二四年" in marks.inner_text()
