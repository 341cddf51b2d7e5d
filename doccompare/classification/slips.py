"""Signs that a reading is a slip: a doubled character, a broken word, text that stands elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from doccompare.matching import twin
from doccompare.model import Locus, Range, Variant
from doccompare.text import CLOSERS, SENTENCE_END, Key, is_punctuation
from doccompare.words import looks_like_nonword

# A doubled passage shorter than this many characters is a matter of words, not of layout.
_SHORTEST_DOUBLE = 6
# A slip of the pen is short; a longer reading repeats a character as any text does.
_LONGEST_SLIP = 4
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """A sign against reading ``variant`` of a locus; ``twin``: where the same witness has its text again."""

    variant: int
    kind: str  # doubled | broken | twice
    siglum: str = ""
    twin: Range | None = None


def slips(locus: Locus, keys: Mapping[str, Key], begins: Mapping[str, frozenset[int]]) -> list[Slip]:
    """The signs against the readings of a locus, at most one a reading.

    ``begins``: for each witness the key positions where a passage begins.
    """
    if locus.punctuation:
        return []
    out: list[Slip] = []
    seen: dict[int, bool] = {}

    def looks_broken(n: int) -> bool:
        if n not in seen:
            seen[n] = looks_like_nonword(*_in_place(locus.variants[n], keys))
        return seen[n]

    def broken(n: int) -> bool:
        """This reading breaks a word where some other does not."""
        return looks_broken(n) and not all(map(looks_broken, range(len(locus.variants))))

    doubled = [_doubles(v.exact, locus) for v in locus.variants]
    for n, variant in enumerate(locus.variants):
        if _adds_sentences(locus, n, keys, begins):
            twin = _twin(variant, keys)
            if twin is not None:
                out.append(Slip(n, "twice", *twin))
                continue
        if doubled[n] > min(doubled) and len(variant.exact) <= _LONGEST_SLIP:
            out.append(Slip(n, "doubled"))
        elif len(variant.exact) <= _LONGEST_SLIP and broken(n):
            out.append(Slip(n, "broken"))
    return out


def _in_place(variant: Variant, keys: Mapping[str, Key]) -> tuple[str, str, str]:
    """A reading between what its own witness has on both sides."""
    siglum, (start, end) = next(iter(variant.sites.items()))
    text = keys[siglum].text
    return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]


def _adds_sentences(
    locus: Locus, n: int, keys: Mapping[str, Key], begins: Mapping[str, frozenset[int]]
) -> bool:
    """Reading ``n`` is whole sentences, or a heading, that no more witnesses have than have nothing here."""
    variant = locus.variants[n]
    others = [v for i, v in enumerate(locus.variants) if i != n]
    if len(variant.exact) < _SHORTEST_DOUBLE or any(len(v.exact) * 3 > len(variant.exact) for v in others):
        return False
    if len(variant.sites) > sum(len(v.sites) for v in others):
        return False
    return all(
        _is_edge(keys[s].text, start, begins[s]) and _is_edge(keys[s].text, end, begins[s])
        for s, (start, end) in variant.sites.items()
    )


def _is_edge(text: str, position: int, begins: frozenset[int]) -> bool:
    """A passage or a sentence begins at this position."""
    if position in begins or position in (0, len(text)):
        return True
    before = text[max(0, position - 8) : position].rstrip("".join(CLOSERS) + "\"'")
    return before[-1:] in SENTENCE_END or before[-1:] == "；"


def _doubles(exact: str, locus: Locus) -> int:
    text = locus.near_left[-1:] + exact + locus.near_right[:1]
    return sum(a == b and not is_punctuation(a) and not a.isdigit() for a, b in pairwise(text))


def _twin(variant: Variant, keys: Mapping[str, Key]) -> tuple[str, Range] | None:
    """Where the first witness of a reading has the same text again; None unless all of them do."""
    found: tuple[str, Range] | None = None
    for siglum, (start, end) in variant.sites.items():
        key = keys[siglum]
        place = twin(key, start, end)
        if place is None and _all_elsewhere(key.text, key.text[start:end], start, end):
            # The same passage several times over: its first sentence tells where it belongs.
            first = key.text.find("。", start, end)
            place = twin(key, start, first) if first > start else None
        if place is None:
            return None
        found = found or (siglum, place)
    return found


def _all_elsewhere(text: str, piece: str, start: int, end: int) -> bool:
    """Every sentence of a stretch stands in the same witness outside it as well."""
    outside = text[:start] + "\0" + text[end:]
    sentences = [s for s in piece.split("。") if s]
    return len(sentences) > 1 and all(len(s) >= _SHORTEST_DOUBLE and s in outside for s in sentences)
