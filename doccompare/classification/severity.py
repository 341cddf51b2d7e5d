"""要害 文字 格式: how much a discrepancy matters, by the classes of words it touches."""

from __future__ import annotations

import re
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
    bodies: Sequence[str] = (),
) -> Weight:
    """The weight of a unit whose reading ``against`` is decided (or the base's while it is open).

    ``relations``: category and cause of every other reading, by index. ``terms``: the user's own words and
    their levels; they go before the rules. ``bodies``: the institutions that title and preamble name.
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
        if _another_body(decided.text, other.text) or _counts_differ(locus, (against, n), bodies):
            touched.add(Topic.INSTITUTION)
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


# Institutions by their last character: 财政局, 商务厅, 审计署. Words that end so and are none: 布局, 干部.
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:局|厅|署|委|办|院|政府|部门|办公室|委员会|法院|公司|银行|学校|中心)"
)
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:办公厅|办公室|委员会|人民政府|人民法院|人民检察院|总工会|联合会|总局|[局厅委]|(?<!部)署|部(?![门长部队署]))"
    r"(?![\u4e00-\u9fff]{0,2}(?:书记|主任|部长|局长|厅长|署长))"
)
_BEFORE_NAME = re.compile(r"^(?:会同|联合|商|征求|经|由|据|按照|根据|为|和|与|及|并|报|请|将|对|向|在|是)+")


def _another_body(one: str, other: str) -> bool:
    """One institution in the place of another of its kind: 财政局, 税务局."""
    first, second = _BODY.fullmatch(one), _BODY.fullmatch(other)
    return first is not None and second is not None and one[-1] == other[-1] and is_word(one[-3:])


def bodies_of(title: str, preamble: str) -> tuple[str, ...]:
    """The institutions that issue a work or are named in its preamble, by name.

    Of the title what stands before 关于, parted by blanks and marks; of the preamble what ends like an
    institution.
    """
    issuers = re.split(r"[\s、，]+", title.partition("关于")[0]) if "关于" in title else []
    named = [_BEFORE_NAME.sub("", m.group()) for m in _NAMED.finditer(preamble)]
    whole = [m.group() for issuer in issuers for m in _NAMED.finditer(issuer)]
    return tuple(sorted({name for name in (*issuers, *whole, *named) if len(name) >= 4}))


def _counts_differ(locus: Locus, pair: tuple[int, int], names: Sequence[str]) -> bool:
    """Whether a name stands in one of two readings, with what is beside them, and not in the other."""
    texts = [locus.near_left + locus.variants[n].exact + locus.near_right for n in pair]
    return any(texts[0].count(name) != texts[1].count(name) for name in names)


def _own_terms(locus: Locus, terms: Mapping[str, Severity]) -> Sequence[Severity]:
    found: list[Severity] = []
    for term, level in terms.items():
        counts = {(locus.near_left + v.exact + locus.near_right).count(term) for v in locus.variants}
        if len(counts) > 1:
            found.append(level)
    return found
