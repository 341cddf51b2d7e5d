from __future__ import annotations

from dataclasses import replace

import pytest

from doccompare.model import PageImage, Severity
from doccompare.reporting.html import report_html
from doccompare.reporting.page.data import folding
from doccompare.reporting.page.distances import distances, extremes, picture
from doccompare.reporting.page.places import running_text
from doccompare.reporting.page.readings import MANY, image_words, largest, places
from doccompare.reporting.page.witnesses import options_words, page_words
from doccompare.reporting.page.wording import Wording
from doccompare.reporting.views import differs
from doccompare.resources import fold_char, script_variants
from tests.reporting.sample import sample


def test_text_is_whole_and_its_places_are_marked() -> None:
    """The runs of the paragraphs are the established text; each unit stands on its decided reading."""
    collation = sample()
    found = running_text(collation)
    assert "\n".join("".join(r.text for r in runs) for _, runs in found) + "\n" == collation.established.text
    marked = {r.unit.key: r for _, runs in found for r in runs if r.unit is not None}
    assert marked["2d14open"].open
    for key, run in marked.items():
        decision = collation.unit(key).decision
        assert decision is not None
        assert run.text == decision.text
    assert len(marked) >= len(collation.units) - 2


def test_distances_count_wording_where_both_are_extant() -> None:
    """A pair parts in the units where both read and read differently; formal units are left out."""
    collation = sample()
    found = {(d.one, d.other): d for d in distances(collation)}
    counted = [u for u in collation.units if u.severity is not Severity.FORMAL]
    for (one, other), d in found.items():
        pairs = [{s: n for n, r in enumerate(u.readings) for s in r.spans} for u in counted]
        both = [p for p in pairs if one in p and other in p]
        assert (d.shared, d.differing) == (len(both), sum(p[one] != p[other] for p in both))
    near, far = extremes(list(found.values())) or (None, None)
    assert near == found["甲", "丁"]
    assert far is not None
    assert far.differing / far.shared >= near.differing / near.shared


def test_shades_go_from_the_nearest_to_the_farthest() -> None:
    """Equal witnesses are blank; of the others the nearest is lightest, the farthest darkest."""
    drawn = picture(sample(), distances(sample()))
    assert drawn is not None
    shares = sorted((s.distance.differing / s.distance.shared, s.shade) for s in drawn.squares)
    assert [shade for _, shade in shares] == sorted(shade for _, shade in shares)
    assert shares[-1][1] == 5
    assert picture(replace(sample(), witnesses=sample().witnesses[:2]), []) is None


def test_a_crowd_is_named_by_its_number() -> None:
    """Of a reading that many have, three places are said, the base's first, and how many are not."""
    unit = sample().units[0]
    reading = unit.readings[0]
    sigla = [f"甲{n}" for n in range(MANY + 1)]
    span, place = reading.spans["甲"], reading.places["甲"]
    crowd = replace(reading, spans=dict.fromkeys(sigla, span), places=dict.fromkeys(sigla, place))
    assert largest(unit) is None
    assert largest(replace(unit, readings=(unit.readings[1], crowd))) == 1
    found, more = places(crowd, "甲7")
    assert [siglum for siglum, _ in found] == ["甲7", "甲0", "甲1"]
    assert more == MANY - 2


def test_wording_keeps_both_languages() -> None:
    """Each Chinese word finds its English; a second English of the same word stands at its own span."""
    t = Wording()
    assert str(t("条", "Clause")) == '<span class="t">条</span>'
    assert str(t("条", "item", "tag")) == '<span class="t tag" data-en="item">条</span>'
    assert str(t("<b>", "a & b")) == '<span class="t">&lt;b&gt;</span>'
    assert t.english == {"条": "Clause", "<b>": "a & b"}
    assert str(t.attribute("title", 'a"b', "<")) == 'title="a&#34;b" data-t="title" data-en="&lt;"'


@pytest.mark.parametrize("char", ["党", "级", "绌", "国"])
def test_search_map_knows_the_other_script(char: str) -> None:
    """Every other graph of a character on the page leads to its usual form, and no other graph is there."""
    found = script_variants(char)
    assert found
    assert set(found.values()) == {fold_char(char)}
    pairs = folding([char + "，x"])
    assert dict(zip(pairs[::2], pairs[1::2], strict=True)) == found


def test_options_and_pages_in_words() -> None:
    """What was asked for and what editors saw of a page are said in both languages."""
    asked = {"base": "丁", "ignore": "orthography,punctuation", "two_person": "critical"}
    collation = replace(sample(), options=asked)
    assert options_words(collation) == ["底本 丁", "略去 写法、标点", "须两人裁定 要害"]
    assert options_words(collation, "en") == [
        "base text 丁",
        "left out orthography, punctuation",
        "two persons decide critical",
    ]
    assert options_words(sample()) == []
    own = [u for u in sample().units if differs(u, "乙")]
    doubtful = sum(r.suspected_transcription for u in own for r in u.readings if "乙" in r.spans)
    assert page_words(sample(), "乙") == f"未核版面，待核 {doubtful}"
    seen = {own[0].key: PageImage.CHECKED, own[1].key: PageImage.TRANSCRIPT_ERROR}
    looked = replace(sample(), units=tuple(replace(u, image=seen.get(u.key)) for u in sample().units))
    words = page_words(looked, "乙", "en")
    assert words.startswith(f"page checked at 2 of {len(own)} units, the transcript errs at 1")
    assert page_words(looked, "丁") == ""


def test_the_card_says_what_the_page_prints() -> None:
    """A unit of which somebody looked at the page says so, whether it was doubtful or not."""
    unit = replace(sample().units[0], image=PageImage.CHECKED)
    assert image_words(unit) == ("已核版面", "page image checked")
    assert image_words(sample().units[0]) is None
    page = report_html(replace(sample(), units=(unit,)), "0")
    assert page.count('<span class="t seen">已核版面</span>') == 1
