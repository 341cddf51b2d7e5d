"""要害 文字 格式: how much a discrepancy matters, by the classes of words it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doccompare.model import Category, Cause, Locus, Part, Severity, Topic
from doccompare.resources import topics_touched
from doccompare.words import is_word

_PARATEXT = frozenset({Part.TITLE, Part.DATE, Part.CREDIT, Part.SIGNATURE})
_FORMAL = frozenset({Category.PUNCTUATION, Category.ORTHOGRAPHY})
_SET_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Weight:
    """The severity of a unit and the classes it touches."""

    severity: Severity
    topics: tuple[Topic, ...]


def weigh(
    locus: Locus,
    part: Part,
    against: int,
    relations: Mapping[int, tuple[Category, Cause]],
    terms: Mapping[str, Severity],
) -> Weight:
    """The weight of a unit whose reading ``against`` is decided (or the base's while it is open).

    ``relations``: category and cause of every other reading, by index. ``terms``: the user's own words and
    their levels; they go before the rules.
    """
    categories = [c for c, _ in relations.values()]
    decided = locus.variants[against]
    touched: set[Topic] = set()
    for n, (category, _) in relations.items():
        if category in _FORMAL:
            continue
        other = locus.variants[n]
        touched |= set(topics_touched(decided.exact, other.exact, locus.near_left, locus.near_right))
        if _set_phrase(decided.text, other.text):
            touched.add(Topic.TERM)
    own = _own_terms(locus, terms)
    if own:
        touched.add(Topic.TERM)
    if Category.MISPLACEMENT in categories:
        touched.add(Topic.STRUCTURE)
    topics = tuple(t for t in Topic if t in touched)
    if own:
        return Weight(min(own, key=list(Severity).index), topics)
    if Category.MISPLACEMENT in categories:
        return Weight(Severity.CRITICAL, topics)
    if all(c in _FORMAL for c in categories):
        return Weight(Severity.FORMAL, topics)
    if part in _PARATEXT and _layout(locus, part, relations):
        return Weight(Severity.FORMAL, topics)
    return Weight(Severity.CRITICAL if touched else Severity.WORDING, topics)


def _layout(locus: Locus, part: Part, relations: Mapping[int, tuple[Category, Cause]]) -> bool:
    """A title with the issuing bodies abbreviated, a date or credit line not printed: how papers set it."""
    for n, (category, cause) in relations.items():
        whole_line = not locus.variants[n].exact or not any(
            v.exact for i, v in enumerate(locus.variants) if i != n
        )
        fine = (
            category in _FORMAL
            or (part is Part.TITLE and cause is Cause.ABBREVIATION)
            or (category in (Category.OMISSION, Category.ADDITION) and whole_line and _stands_alone(locus))
        )
        if not fine:
            return False
    return True


def _stands_alone(locus: Locus) -> bool:
    """The readings are the whole line: nothing agreed beside them in the passage."""
    return not locus.left and not locus.right


def _set_phrase(one: str, other: str) -> bool:
    """A fixed phrase of four characters on one side, another wording in its place."""
    if len(one) != len(other) or len(one) < _SET_PHRASE:
        return False
    changed = sum(a != b for a, b in zip(one, other, strict=True))
    return changed >= 2 and (is_word(one) or is_word(other))


def _own_terms(locus: Locus, terms: Mapping[str, Severity]) -> Sequence[Severity]:
    found: list[Severity] = []
    for term, level in terms.items():
        counts = {(locus.near_left + v.exact + locus.near_right).count(term) for v in locus.variants}
        if len(counts) > 1:
            found.append(level)
    return found
