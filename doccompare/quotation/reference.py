"""A work ready to be quoted: its text laid out, its addresses, the readings of its witnesses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from doccompare.model import EstablishedText, Paragraph, Part, VariationUnit
from doccompare.quotation.laid import Laid, lay
from doccompare.text import CLOSERS, SENTENCE_END, is_punctuation, key_of

GRAM = 4  # characters of the seeds
_WHOLE = frozenset({Part.TITLE, Part.DATE, Part.HEADING, Part.CREDIT, Part.SIGNATURE})
_SIDE = 12  # agreed characters beside a unit that are enough to find it


@dataclass(frozen=True, slots=True)
class Alternative:
    """A reading some witnesses print and the text has not: words, index in the unit, who prints it."""

    words: str
    reading: int
    sigla: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variation:
    """A unit at its place: the words ``[start, end)`` of the text are the reading that stands there.

    ``signs``: the unit is one of punctuation, before word ``start``; then the alternatives are signs.
    """

    key: str
    start: int
    end: int
    alternatives: tuple[Alternative, ...]
    signs: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the work with an address: a heading, or a sentence. ``[start, end)`` words."""

    address: str
    start: int
    end: int
    part: Part
    heading: bool


@dataclass(frozen=True)
class Reference:
    """A work against which an article is checked. ``digest`` is the sha256 of its text."""

    slug: str
    title: str
    digest: str
    laid: Laid
    units: tuple[Unit, ...]
    variations: tuple[Variation, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [u.start for u in self.units]

    def unit_at(self, word: int) -> Unit:
        """The heading or sentence a word of the work stands in."""
        return self.units[max(0, bisect_right(self._starts, word) - 1)]

    def addresses(self, start: int, end: int) -> tuple[tuple[str, ...], str]:
        """The addresses that the words ``[start, end)`` touch, and the one that holds most of them."""
        shares: dict[str, int] = {}
        word = start
        while word < end:
            unit = self.unit_at(word)
            stop = min(end, max(unit.end, word + 1))
            shares[unit.address] = shares.get(unit.address, 0) + stop - word
            word = stop
        best = max(shares, key=lambda a: shares[a]) if shares else ""
        return tuple(shares), best

    def near(self, start: int, end: int) -> list[Variation]:
        """The units of wording that touch the words ``[start, end)``."""
        return [v for v in self.variations if not v.signs and v.start <= end and v.end >= start]


def rarity_of(hashes: np.ndarray) -> np.ndarray:
    """1 for a gram that stands once or twice, then 2 / count."""
    if not len(hashes):
        return np.zeros(0)
    _, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    return np.minimum(1.0, 2.0 / counts[inverse])


def reference_of(
    established: EstablishedText,
    units: Sequence[VariationUnit] = (),
    *,
    slug: str = "",
    title: str = "",
    digest: str = "",
    without: str = "",
    compared: str | None = None,
) -> Reference:
    """The work of an established text and the units of its collation.

    ``without``: the siglum of the witness that is the article itself; it says nothing about it.
    ``compared``: the text in another script.
    """
    laid = lay(established.text, compared)
    pieces = _pieces(established, laid)
    variations = _variations(established, units, laid, without)
    return Reference(slug, title, digest, laid, tuple(pieces), tuple(variations))


def _pieces(established: EstablishedText, laid: Laid) -> list[Unit]:
    out: list[Unit] = []
    for paragraph in established.paragraphs:
        first, last = laid.word_at(paragraph.start), laid.word_at(paragraph.end)
        if first >= last:
            continue
        if paragraph.part in _WHOLE:
            heading = paragraph.part is Part.HEADING
            out.append(Unit(paragraph.address, first, last, paragraph.part, heading))
            continue
        run_in, body = _run_in(established.text, paragraph)
        at = first
        if run_in:
            at = laid.word_at(body)
            out.append(Unit(paragraph.address, first, at, paragraph.part, True))
        for number, stop in enumerate(_sentence_ends(established.text, body, paragraph.end), 1):
            end = laid.word_at(stop)
            if end > at:
                out.append(Unit(f"{paragraph.address}.s{number}", at, end, paragraph.part, False))
                at = end
    return out


_RUN_IN_LONGEST = 30


def _run_in(text: str, paragraph: Paragraph) -> tuple[bool, int]:
    """Whether a clause begins with a heading of its own (9.严格队伍管理。), and where its sentences begin."""
    if paragraph.part not in (Part.CLAUSE, Part.ITEM):
        return False, paragraph.start
    body = text[paragraph.start : paragraph.end]
    first = next((i for i, c in enumerate(body) if c in SENTENCE_END), None)
    if first is None or first + 1 >= len(body) or first > _RUN_IN_LONGEST + 6:
        return False, paragraph.start
    head = body[:first].lstrip("0123456789０１２３４５６７８９（）()一二三四五六七八九十百.．、 ")
    if body.startswith("第") or not head or any(c in "，；：、" for c in head) or len(head) > _RUN_IN_LONGEST:
        return False, paragraph.start
    return True, paragraph.start + first + 1


def _sentence_ends(text: str, start: int, end: int) -> list[int]:
    out: list[int] = []
    i = start
    while i < end:
        if text[i] in SENTENCE_END:
            i += 1
            while i < end and (text[i] in SENTENCE_END or text[i] in CLOSERS):
                i += 1
            out.append(i)
        else:
            i += 1
    if not out or out[-1] < end:
        out.append(end)
    return out


def _variations(
    established: EstablishedText, units: Sequence[VariationUnit], laid: Laid, without: str
) -> list[Variation]:
    places = {p.address: (p.start, p.end) for p in established.paragraphs}
    text = laid.key.text
    out: list[Variation] = []
    last: dict[str, int] = {}
    for unit in units:
        low, high = places.get(unit.address, (0, len(established.text)))
        lemma = _lemma(unit)
        found = _find(text, laid, unit, lemma, low, high, last.get(unit.address, 0))
        if found is None:
            continue
        start, end = found
        last[unit.address] = start
        signs = all(all(map(is_punctuation, key_of(r.exact).text)) for r in unit.readings)
        first, stop = (int(np.searchsorted(laid.at, at)) for at in (start, end))
        alternatives = tuple(
            Alternative(text_ if signs else _words(text_), n, sigla)
            for n, reading in enumerate(unit.readings)
            for text_ in [key_of(reading.text).text]
            for sigla in [tuple(s for s in reading.sigla if s != without)]
            if n != lemma and sigla
        )
        if alternatives:
            out.append(Variation(unit.key, first, first if signs else stop, alternatives, signs))
    return sorted(out, key=lambda v: (v.start, v.end))


def _lemma(unit: VariationUnit) -> int:
    """The index of the reading that stands in the text."""
    decision = unit.decision
    if decision is not None and decision.reading is not None:
        return decision.reading
    if decision is not None:
        for n, reading in enumerate(unit.readings):
            if reading.text == decision.text:
                return n
    return 0


def _words(text: str) -> str:
    return "".join(c for c in text if not is_punctuation(c))


def _find(
    text: str, laid: Laid, unit: VariationUnit, lemma: int, low: int, high: int, after: int
) -> tuple[int, int] | None:
    """The positions of the key where the unit's reading stands, found by the agreed text beside it."""
    first = int(np.searchsorted(laid.key.offsets, low))
    stop = int(np.searchsorted(laid.key.offsets, high))
    reading = unit.readings[lemma]
    middle = key_of(reading.text).text
    left, right = key_of(unit.left).text, key_of(unit.right).text
    for size in (_SIDE, 6, 4, 2):
        before, behind = left[-size:], right[:size]
        hits = []
        at = text.find(before + middle + behind, max(0, first - size))
        while 0 <= at <= stop:
            hits.append(at + len(before))
            at = text.find(before + middle + behind, at + 1)
        if hits:
            start = next((h for h in hits if h >= after), hits[-1])
            return start, start + len(middle)
    return None
