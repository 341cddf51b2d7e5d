"""How the readings of a unit are shown: what differs in them, who reads them, what was decided."""

from __future__ import annotations

from doccompare.matching import marks
from doccompare.model import Reading, VariationUnit
from doccompare.reporting.labels import name
from doccompare.reporting.notes import MANY as MANY
from doccompare.reporting.views import decision_words, place_text

# Code points of a reading between which it is marked finely: a shorter one is seen at a glance.
_FINE = (9, 600)
_PLACES = 3


def emphasis(reading: Reading, lemma: Reading) -> list[tuple[str, bool]]:
    """The reading in runs, each with whether it is what differs: its ``exact``, as a rule.

    In a long reading that is the lemma's for the better part, only what the lemma has not is marked.
    """
    before, exact, after = _cut(reading)
    runs = [(exact, True)]
    if reading is not lemma and not lemma.omitted and _FINE[0] <= len(exact) <= _FINE[1]:
        fine = marks(lemma.exact[: _FINE[1]], exact)
        if 0 < sum(len(text) for text, differs in fine if differs) <= len(exact) / 2:
            runs = fine
    return [(text, differs) for text, differs in ((before, False), *runs, (after, False)) if text]


def _cut(reading: Reading) -> tuple[str, str, str]:
    """The reading cut at its differing part: before, exact, after; all in the middle when in doubt."""
    if reading.omitted:
        return "", "", ""
    if reading.exact and reading.exact != reading.text and reading.text.count(reading.exact) == 1:
        before, after = reading.text.split(reading.exact)
        return before, reading.exact, after
    return "", reading.text, ""


def largest(unit: VariationUnit) -> int | None:
    """The reading whose witnesses are too many to name; all others are named, so it goes by its number."""
    index = max(range(len(unit.readings)), key=lambda n: len(unit.readings[n].spans))
    return index if len(unit.readings[index].spans) > MANY else None


def places(reading: Reading, base: str) -> tuple[list[tuple[str, str]], int]:
    """Siglum and place of each witness, and how many are left out: of many only the first, the base's too."""
    found = list(reading.places.items())
    if len(found) > MANY:
        found = sorted(found, key=lambda item: item[0] != base)[:_PLACES]
    return [(siglum, place_text(place)) for siglum, place in found], len(reading.places) - len(found)


def decided(unit: VariationUnit) -> tuple[str, str]:
    """The decision in Chinese and English words."""
    decision = unit.decision
    if decision is None:
        return decision_words(unit), "not judged"
    status = name("status", decision.status, "en")
    if decision.reading is None and decision.method is None:
        return decision_words(unit), status
    omitted = decision.reading is not None and unit.readings[decision.reading].omitted
    chosen = "without it" if omitted else f"“{decision.text}”"
    method = f"{name('method', decision.method, 'en')}, " if decision.method is not None else ""
    return decision_words(unit), f"{status}: {chosen} ({method}{name('grade', decision.grade, 'en')})"


def image_words(unit: VariationUnit) -> tuple[str, str] | None:
    """What an editor saw on the page at this place, in Chinese and English; None while nobody looked."""
    if unit.image is None:
        return None
    return name("seen", unit.image), name("seen", unit.image, "en")


def spoken_for(unit: VariationUnit, index: int | None) -> tuple[str, str] | None:
    """Which reading a reason speaks for, in Chinese and English; None when for none."""
    if index is None or index >= len(unit.readings):
        return None
    reading = unit.readings[index]
    return ("主无", "for none") if reading.omitted else (f"主“{reading.text}”", f"for “{reading.text}”")
