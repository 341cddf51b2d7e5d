from __future__ import annotations

from dataclasses import replace

import pytest

from doccompare.establishing import Signs, Usage
from doccompare.establishing.evidence import evidence_of
from doccompare.model import Locus, Method, in_language
from tests.classification.support import locus


def test_own_usage_of_several_witnesses_is_one_sentence() -> None:
    """Witnesses with the same form elsewhere share a line; each form and each reading has its own."""
    place = locus("各地要切实", {"甲丙": "健全", "乙": "完善"}, "有关工作")
    usage = (
        Usage(0, "丙", "健全有", 9, True),
        Usage(0, "甲", "健全有", 7, True),
        Usage(1, "乙", "完善有", 2, True),
    )
    found = evidence_of(place, Signs({}, usage, (), False), {}, ("甲", "乙", "丙"))
    notes = [e.note for e in found if e.kind is Method.OWN_USAGE]
    assert notes == [
        "本校：甲丙本他处都作“健全有”各7–9次，别无异写",
        "本校：乙本他处作“完善有”2次，别无异写",
    ]
    assert in_language(notes[0], "en") == "own usage: 甲丙 have “健全有” 7–9 times elsewhere, never otherwise"


def _read_by(*sigla: str) -> Locus:
    place = locus("各地要切实", {"甲": "健全", "乙": "完善"}, "有关工作")
    variant = place.variants[0]
    span, site = variant.spans["甲"], variant.sites["甲"]
    many = replace(variant, spans=dict.fromkeys(sigla, span), sites=dict.fromkeys(sigla, site))
    return replace(place, variants=(many, *place.variants[1:]))


@pytest.mark.parametrize(
    ("sigla", "words"),
    [
        (("甲", "丙"), "甲丙2本同"),
        (("甲2", "丙7"), "甲2、丙7，2本同"),
        (tuple(f"甲{n}" for n in range(2, 15)), "甲2等13本同"),
    ],
)
def test_many_witnesses_are_counted_not_listed(sigla: tuple[str, ...], words: str) -> None:
    """Of more than twelve the first is named; sigla of several characters never run into the count."""
    assert evidence_of(_read_by(*sigla), Signs({}, (), (), False), {})[0].note == words
