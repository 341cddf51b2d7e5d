"""Category and cause of one reading against another: small pure rules in one ordered table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from doccompare.model import Category, Cause
from doccompare.resources import (
    glyph_similarity,
    same_after_folding,
    same_value,
    same_value_in,
    sound_distance,
    word_forms,
)
from doccompare.text import inside_number, is_punctuation
from doccompare.words import word_edges

# Thresholds of the tables, measured there: neighbours by glyph, neighbours by sound.
GLYPH_NEIGHBOUR = 0.45
SOUND_NEIGHBOUR = 0.25


@dataclass(frozen=True, slots=True)
class Relation:
    """What a rejected reading is, how it likely arose, and the rule that says so."""

    category: Category
    cause: Cause
    rule: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A rejected and a decided reading (their exact parts) with agreed text on both sides."""

    rejected: str
    decided: str
    left: str
    right: str
    rejected_text: str
    decided_text: str


def relate(pair: Pair) -> Relation:
    """The first rule of the table that fits; rewording when none does."""
    for name, rule in RULES:
        found = rule(pair)
        if found is not None:
            return Relation(found[0], found[1], name)
    return Relation(Category.SUBSTITUTION, Cause.REWORDING, "rewording")


Verdict = tuple[Category, Cause] | None


def _point(p: Pair) -> Verdict:
    """A sign inside a number, lost or exchanged: 5.6 and 56, 5～10 and 510. 1,886 is 1886."""
    if not inside_number((p.rejected, p.decided), p.left, p.right):
        return None
    if same_value_in(p.rejected, p.decided, p.left, p.right):
        return Category.ORTHOGRAPHY, Cause.NUMBER
    return Category.SUBSTITUTION, Cause.NUMBER


def _punctuation(p: Pair) -> Verdict:
    if all(map(is_punctuation, p.rejected)) and all(map(is_punctuation, p.decided)):
        return Category.PUNCTUATION, Cause.UNKNOWN
    return None


def _same_value(p: Pair) -> Verdict:
    """A number or a date in another notation: 二〇二四年 and 2024年."""
    if not p.rejected or not p.decided:
        return None
    for one, other in (
        (p.rejected, p.decided),
        (p.rejected_text, p.decided_text),
        (_bare(p.rejected), _bare(p.decided)),
    ):
        if same_value(one, other):
            return Category.ORTHOGRAPHY, Cause.NUMBER
    # The difference may stop short of the number: 2024年3月28|日, 下午3|时.
    if same_value_in(p.rejected, p.decided, p.left, p.right):
        return Category.ORTHOGRAPHY, Cause.NUMBER
    return None


def _bare(text: str) -> str:
    return text.strip("（）()〔〕[]")


def _script(p: Pair) -> Verdict:
    """A variant graph or the other script: 後 and 后."""
    if p.rejected and same_after_folding(p.rejected, p.decided):
        return Category.ORTHOGRAPHY, Cause.GLYPH
    return None


def _word_form(p: Pair) -> Verdict:
    """One word in two forms: 身分 and 身份. Not where it is none: 资本分额 and 资本份额."""
    words = word_forms(p.rejected, p.decided, p.left, p.right)
    if words is None:
        return None
    for text in (p.left + p.decided + p.right, p.left + p.rejected + p.right):
        edges = set(word_edges(text))
        if all(a in edges and edges.isdisjoint(range(a + 1, b)) for a, b in words):
            return Category.ORTHOGRAPHY, (_glyph(p) or _sound(p) or (None, Cause.GLYPH))[1]
    return None


def _words_of(text: str) -> str:
    return "".join(c for c in text if not is_punctuation(c))


def _omission(p: Pair) -> Verdict:
    """The reading is the decided one with a piece missing."""
    if _is_cut(p.rejected, p.decided):
        return Category.OMISSION, Cause.REPETITION if _echoes(
            p.decided, p.rejected, p.left, p.right
        ) else Cause.UNKNOWN
    return None


def _addition(p: Pair) -> Verdict:
    if _is_cut(p.decided, p.rejected):
        return Category.ADDITION, Cause.REPETITION if _echoes(
            p.rejected, p.decided, p.left, p.right
        ) else Cause.UNKNOWN
    return None


def _is_cut(short: str, long: str) -> bool:
    """``short`` is ``long`` without one unbroken piece."""
    if len(short) >= len(long):
        return False
    head = 0
    while head < len(short) and short[head] == long[head]:
        head += 1
    return head == len(short) or long.endswith(short[head:])


def _echoes(long: str, short: str, left: str, right: str) -> bool:
    """The piece that is too much, or lost, repeats what stands right before or after it."""
    head = 0
    while head < len(short) and short[head] == long[head]:
        head += 1
    piece = long[head : head + len(long) - len(short)]
    before, after = left + long[:head], long[head + len(piece) :] + right
    return bool(piece) and (before.endswith(piece) or after.startswith(piece))


def _transposition(p: Pair) -> Verdict:
    """The same characters in another order."""
    one, other = _words_of(p.rejected), _words_of(p.decided)
    if len(one) > 1 and one != other and sorted(one) == sorted(other):
        return Category.TRANSPOSITION, Cause.UNKNOWN
    return None


def _repetition(p: Pair) -> Verdict:
    """A character written twice in the place of another: 选配配强 for 选优配强."""
    if not p.rejected or not p.decided or len(p.rejected) != len(p.decided):
        return None
    wrong = _doubles(p.left[-1:] + p.rejected + p.right[:1])
    right = _doubles(p.left[-1:] + p.decided + p.right[:1])
    return (Category.SUBSTITUTION, Cause.REPETITION) if wrong > right else None


def _doubles(text: str) -> int:
    return sum(a == b and not is_punctuation(a) for a, b in pairwise(text))


def _number(p: Pair) -> Verdict:
    """Numerals that differ in value."""
    one, other = _words_of(p.rejected), _words_of(p.decided)
    if one and other and all(map(_is_numeral, one)) and all(map(_is_numeral, other)):
        return Category.SUBSTITUTION, Cause.NUMBER
    return None


def _is_numeral(char: str) -> bool:
    return char.isdigit() or char in "〇零一二三四五六七八九十百千万亿两.%％年月日"


def _abbreviation(p: Pair) -> Verdict:
    """A long name and its short form: every character of the short one stands in the long one, in order."""
    short, long = sorted((_words_of(p.rejected), _words_of(p.decided)), key=len)
    if len(long) >= 4 and 2 <= len(short) <= 0.67 * len(long) and _subsequence(short, long):
        return Category.SUBSTITUTION, Cause.ABBREVIATION
    return None


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


def _glyph(p: Pair) -> Verdict:
    if _neighbours(p, lambda a, b: glyph_similarity(a, b) >= GLYPH_NEIGHBOUR):
        return Category.SUBSTITUTION, Cause.GLYPH
    return None


def _sound(p: Pair) -> Verdict:
    if _neighbours(p, lambda a, b: sound_distance(a, b) <= SOUND_NEIGHBOUR):
        return Category.SUBSTITUTION, Cause.SOUND
    return None


def _neighbours(p: Pair, near: Callable[[str, str], bool]) -> bool:
    if not p.rejected or len(p.rejected) != len(p.decided):
        return False
    return all(a == b or near(a, b) for a, b in zip(p.rejected, p.decided, strict=True))


RULES: tuple[tuple[str, Callable[[Pair], Verdict]], ...] = (
    ("point", _point),
    ("punctuation", _punctuation),
    ("same-value", _same_value),
    ("script", _script),
    ("word-form", _word_form),
    ("omission", _omission),
    ("addition", _addition),
    ("number", _number),
    ("transposition", _transposition),
    ("repetition", _repetition),
    ("abbreviation", _abbreviation),
    ("glyph", _glyph),
    ("sound", _sound),
)
