from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

from doccompare.model import EstablishedText, Label
from doccompare.reporting.html import report_html
from tests.reporting.sample import hostile, sample


class Page(HTMLParser):
    """The tags, ids, links and visible text of a page; complains about tags that do not close."""

    VOID = frozenset({"meta", "br", "link", "img", "hr", "input", "wbr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag with its id and link."""
        self.tags.append(tag)
        found = dict(attrs)
        self.attributes |= set(found)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if "href" in found:
            self.links.append(str(found["href"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag


def test_one_self_contained_page() -> None:
    """No outside resource, no style or handler attribute; every link stays on the page and arrives."""
    text = report_html(sample(), "0")
    page = Page(text)
    assert page.open == []
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    assert page.tags.count("script") == 2
    assert "src" not in page.attributes
    assert "action" not in page.attributes
    assert "style" not in page.attributes
    assert not any(name.startswith("on") for name in page.attributes)
    assert "http://" not in text
    assert "https://" not in text
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert len(page.ids) == len(set(page.ids))


def test_policy_allows_only_its_style_and_script() -> None:
    """The content security policy forbids everything but one style sheet and one script, named by hash."""
    text = report_html(sample(), "0")
    digests = []
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert found is not None
        digests.append(base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode())
    policy = f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'"
    assert f'content="{policy}; base-uri' in text


def test_data_cannot_end_its_block() -> None:
    """The data of the script stand in a block that no text of a witness can close."""
    text = report_html(hostile(), "0")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    assert "<" not in found[1]
    assert json.loads(found[1])["sigla"] == ["甲", "乙", "丙", "丁"]


def test_data_tell_who_reads_what() -> None:
    """For each unit its key, the number of the reading of each witness, and which reading is the text's."""
    from doccompare.reporting.page.data import unit_rows

    assert unit_rows(sample())[-1] == ["2d14open", "12-0", 0]


def test_english_for_every_word() -> None:
    """Every word of the interface has English beside it; headings and the engine's own notes may stay."""
    text = report_html(sample(), "0")
    found = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    english = json.loads(found[1])["english"]
    bare = [zh for zh, en in english.items() if zh == en and re.search(r"[\u4e00-\u9fff]", zh)]
    engine = [str(entry.note) for entry in sample().structure] + [str(p.message) for p in sample().problems]
    assert [zh for zh in bare if zh[1:2] != "、" and not any(note in zh for note in engine)] == []
    assert english["文字"] == "wording"


def test_markup_in_a_text_stays_text() -> None:
    """A witness that contains <script> is shown as such and does nothing."""
    text = report_html(hostile(), "0")
    assert text.count("<script") == 2
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert Page(text).open == []


def test_language_and_tables() -> None:
    """Chinese page, every table with a name, headings without a gap."""
    text = report_html(sample(), "0")
    assert '<html lang="zh-Hans">' in text
    tables = re.findall(r"<table[^>]*>\s*(?:<caption|<thead)?", text)
    assert all("<caption" in t or "aria-labelledby" in t for t in tables)
    levels = [int(tag[1]) for tag in Page(text).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_unit_is_there() -> None:
    """No unit is left out or paginated; ids hang on the key, so that a link survives a re-run."""
    ids = Page(report_html(sample(), "0")).ids
    assert all(f"u-{unit.key}" in ids for unit in sample().units)


def test_open_place_is_marked_in_the_text() -> None:
    """An open place of the established text is marked by brackets, not by colour alone, and linked."""
    text = report_html(sample(), "0")
    assert re.search(r'<a class="open" href="#u-2d14open"[^>]*>.*?⟦院校⟧', text)


def test_empty_apparatus() -> None:
    """Identical copies give a page that says so."""
    collation = replace(
        sample(), units=(), structure=(), established=EstablishedText(Label.ESTABLISHED, "一、总体要求\n")
    )
    text = report_html(collation, "0")
    assert "各本一致，无异文。" in text
    assert "定本" in text


def test_lacuna_is_hatched_not_blank() -> None:
    """In the overview a witness that is not extant is told apart from one that agrees."""
    text = report_html(sample(), "0")
    row = text[text.index('<tr data-c="c-二.2">') :].split("</tr>")[0]
    states = re.findall(r'<td(?: class="(\w+)")?>', row)
    assert states == ["critical", "critical", "absent", ""]


def test_rates_box() -> None:
    """The rates are labelled as those of the body text; without rates there is no box and no link to it."""
    from doccompare.establishing.rate import error_rates

    text = report_html(sample(), "0", error_rates(sample()))
    page = Page(text)
    assert page.open == []
    assert "rates" in page.ids
    assert "正文差错率，非版面差错率" in text
    assert "未核版面，不作评级" in text
    assert "差错率" not in report_html(sample(), "0")


def test_size() -> None:
    """The page stays small: what does not grow with the document is below 80 kB."""
    empty = replace(sample(), units=(), structure=(), clauses=())
    assert len(report_html(empty, "0").encode()) < 80_000
