"""差错率: what each reprint got wrong, in errors per ten thousand characters of its body text.

A body-text rate (正文差错率), not the rate of a page (版面差错率): the national rules divide by the
characters a page could hold, blanks included; here only the text of the work is known. The rules
and their sources: docs/reference/error-rate.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from doccompare.errors import UsageError, say
from doccompare.model import (
    Attestation,
    Category,
    Cause,
    Collation,
    ErrorItem,
    ErrorRate,
    Method,
    Note,
    PageImage,
    Part,
    Reading,
    Relation,
    Severity,
    Status,
    StructureKind,
    Topic,
    VariationUnit,
)
from doccompare.resources import same_value, topics_touched
from doccompare.text import is_punctuation, key_of

_LOST: Final = {
    StructureKind.OMISSION_SECTION: Note(
        "整段不载，或为节录", "a passage is not there, perhaps cut on purpose"
    ),
    StructureKind.MOVED_CLAUSE: Note("条文移位", "a clause stands elsewhere"),
    StructureKind.MOVED_SECTION: Note("部分移位", "a section stands elsewhere"),
    StructureKind.MISPLACED_HEADING: Note("标题错置", "a heading stands elsewhere"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """How errors are counted and what is allowed per ten thousand characters.

    ``steps``: up to so many characters, so many errors; ``many`` beyond the last step. ``doubled``
    errors touch the title, a name or a time. ``alike_most``: the same error counts so often.
    """

    name: str
    limit: float
    steps: tuple[tuple[int, float], ...] = ((1, 1.0), (5, 2.0))
    many: float = 4.0
    number: float = 1.0
    reversal: float = 1.0
    punctuation: float = 0.1
    numeral_style: float = 0.1
    numeral_style_most: float = 1.0
    orthography: float = 0.0
    factor: float = 2.0
    doubled_parts: frozenset[Part] = frozenset({Part.TITLE})
    doubled_topics: frozenset[Topic] = frozenset({Topic.NAME, Topic.INSTITUTION, Topic.DATE})
    alike_most: int = 3


SCHEMES: Final = MappingProxyType(
    {
        "newspaper": Scheme("newspaper", 3.0),
        "journal": Scheme("journal", 2.0),
        "book": Scheme("book", 1.0),
    }
)


def error_rates(collation: Collation, scheme: str | Scheme = "newspaper") -> tuple[ErrorRate, ...]:
    """The rate of every witness that is a copy of the work, in the order of the collation.

    Versions have none: nothing in them is an error. Open units are listed and not counted; what a
    witness does not have for a lacuna is neither error nor body text. ``scheme``: ``newspaper``,
    ``journal``, ``book``, or a :class:`Scheme` with other values. Raises UsageError.
    """
    rules = scheme_named(scheme)
    if collation.work.relation is Relation.VERSIONS:
        return ()
    titled = {clause.address: clause.part for clause in collation.clauses}
    return tuple(_rate(collation, attestation, rules, titled) for attestation in collation.reprints)


def scheme_named(scheme: str | Scheme) -> Scheme:
    """The counting rules of that name; rules as they are. Raises UsageError."""
    if isinstance(scheme, Scheme):
        return scheme
    if scheme in SCHEMES:
        return SCHEMES[scheme]
    known = ", ".join(SCHEMES)
    raise UsageError(
        say(f"没有“{scheme}”这种计错办法。", f"There is no counting rule “{scheme}”."),
        say(f"可用：{known}", f"Use one of: {known}"),
    )


@dataclass(frozen=True, slots=True)
class _Error:
    """An error before the caps. ``kind`` names the same error; ``style``: a matter of numeral style."""

    unit: str
    value: float
    why: Note
    kind: Hashable = None
    style: bool = False
    suspected: bool = False
    open: bool = False


def _rate(collation: Collation, attestation: Attestation, rules: Scheme, parts: dict[str, Part]) -> ErrorRate:
    siglum = attestation.witness.siglum
    errors = list(_errors(collation, siglum, rules, parts))
    items = _capped(errors, rules)
    total = sum(item.value for item in items)
    sure = sum(item.value for item in _capped([e for e in errors if not e.suspected], rules))
    characters = _characters(collation, attestation)
    return ErrorRate(
        siglum=siglum,
        scheme=rules.name,
        limit=rules.limit,
        errors=round(total, 4),
        characters=characters,
        per_ten_thousand=_per_ten_thousand(total, characters),
        within_limit=_per_ten_thousand(total, characters) <= rules.limit,
        errors_without_suspected=round(sure, 4),
        per_ten_thousand_without_suspected=_per_ten_thousand(sure, characters),
        items=items,
    )


def _per_ten_thousand(errors: float, characters: int) -> float:
    return round(errors * 10_000 / characters, 2) if characters else 0.0


def _characters(collation: Collation, attestation: Attestation) -> int:
    """The characters of the work in the witness: counted in its text, estimated when that is not at hand."""
    text = attestation.witness.text
    if text:
        return sum(len(key_of(text[span.start : span.end])) for span in attestation.spans)
    return round(attestation.coverage * len(key_of(collation.established.text)))


def _errors(collation: Collation, siglum: str, rules: Scheme, parts: dict[str, Part]) -> Iterator[_Error]:
    for unit in collation.units:
        reading = next((r for r in unit.readings if siglum in r.spans), None)
        if reading is None or unit.decision is None:
            continue
        if unit.decision.status in (Status.OPEN, Status.NEEDS_REVIEW):
            yield _Error(unit.id, 0.0, Note("待考，不计", "open: not counted"), open=True)
        elif _both_stand(unit):
            continue
        elif (lemma := _decided(unit)) is not None and lemma is not reading:
            value = _value(unit, lemma, reading, rules)
            if unit.image is PageImage.TRANSCRIPT_ERROR and _looked_at(unit, reading):
                yield _Error(unit.id, 0.0, Note("转录误，不计", "the transcript errs: not counted"))
                continue
            yield _doubled(unit, lemma, reading, value, rules, parts.get(unit.address))
    for entry in collation.structure:
        if entry.siglum == siglum and entry.unit is None and entry.kind in _LOST:
            what = _LOST[entry.kind]
            yield _Error(entry.address, 0.0, Note(f"{what}，不计", f"{what.en}: not counted"))


def _looked_at(unit: VariationUnit, reading: Reading) -> bool:
    """Whether the word on the page image is about this reading: a suspected one, if any of the unit is."""
    return reading.suspected_transcription or not any(r.suspected_transcription for r in unit.readings)


def _decided(unit: VariationUnit) -> Reading | None:
    """The decided reading; of an editor's own wording a reading made for the comparison."""
    decision = unit.decision
    if decision is None:
        return None
    if decision.reading is not None:
        return unit.readings[decision.reading]
    if decision.method is not Method.EDITOR:
        return None
    return Reading(decision.text, decision.text, {}, omitted=not decision.text)


def _both_stand(unit: VariationUnit) -> bool:
    """Whether an editor lets both stand (两存): then neither is an error."""
    first = (
        next((e.note for e in unit.decision.evidence if e.kind is Method.EDITOR), "") if unit.decision else ""
    )
    return "两存，作" in first.split("；")[0]


def _differing(unit: VariationUnit, lemma: Reading, reading: Reading) -> tuple[str, str]:
    """The decided and the witness's characters where these two differ, without shared ends."""
    own_words = unit.decision is not None and unit.decision.reading is None
    one, other = (lemma.text, reading.text) if own_words else (lemma.exact, reading.exact)
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return one, other


def _value(unit: VariationUnit, lemma: Reading, reading: Reading, rules: Scheme) -> _Error:
    """One reading against the decided one by the counting rule, before doubling and caps."""
    right, wrong = _differing(unit, lemma, reading)
    slip = reading.suspected_transcription and unit.image is not PageImage.CHECKED
    if all(map(is_punctuation, right + wrong)) and reading.cause is not Cause.NUMBER:
        mark = ("标点", right, wrong, unit.left[-2:], unit.right[:2])
        return _Error(unit.id, rules.punctuation, Note("标点", "punctuation"), mark, suspected=slip)
    if same_value(lemma.text, reading.text) or (
        reading.category is Category.ORTHOGRAPHY and reading.cause is Cause.NUMBER
    ):
        why = Note("数字用法", "numeral style")
        return _Error(unit.id, rules.numeral_style, why, style=True, suspected=slip)
    if unit.severity is Severity.FORMAL and reading.category is not Category.ORTHOGRAPHY:
        why = Note("版式或简称，不计", "layout or a short form: not counted")
        return _Error(unit.id, 0.0, why, suspected=slip)
    kind = _kind(unit, lemma, reading)
    if reading.category is Category.ORTHOGRAPHY:
        return _Error(unit.id, rules.orthography, Note("写法", "orthography"), kind, suspected=slip)
    if reading.cause is Cause.NUMBER:
        return _Error(unit.id, rules.number, Note("数字有误", "a number"), kind, suspected=slip)
    if len(right) > 1 and sorted(right) == sorted(wrong):
        return _Error(unit.id, rules.reversal, Note("前后颠倒", "reversed"), kind, suspected=slip)
    count = max(_letters(right), _letters(wrong))
    value = next((v for most, v in rules.steps if count <= most), rules.many)
    why = Note(f"错漏多 {count} 字", f"{count} characters" if count > 1 else "1 character")
    return _Error(unit.id, value, why, kind, suspected=slip)


def _letters(text: str) -> int:
    return sum(not is_punctuation(c) for c in key_of(text).text)


def _kind(unit: VariationUnit, lemma: Reading, reading: Reading) -> Hashable:
    """What makes two errors the same one: the same word for the same word; a lost word by its place too."""
    words = (lemma.text, reading.text)
    return words if all(words) else (*words, lemma.exact, reading.exact, unit.left[-2:], unit.right[:2])


def _doubled(
    unit: VariationUnit, lemma: Reading, reading: Reading, error: _Error, rules: Scheme, part: Part | None
) -> _Error:
    """The error counted twice when it stands in the title or touches an important name or a time."""
    if unit.severity is not Severity.CRITICAL or error.style or error.value < 1:
        return error
    topics: Collection[Topic] = unit.topics
    if len(unit.readings) > 2:
        topics = set(topics) & set(topics_touched(lemma.text, reading.text, unit.left, unit.right))
    if part in rules.doubled_parts:
        reason = Note("标题", "title")
    elif rules.doubled_topics & set(topics):
        reason = Note("重要名称、时间", "important name or time")
    else:
        return error
    why = Note(f"{error.why}，{reason}加倍", f"{error.why.en}; {reason.en}: doubled")
    return _Error(error.unit, error.value * rules.factor, why, error.kind, suspected=error.suspected)


def _capped(errors: Sequence[_Error], rules: Scheme) -> tuple[ErrorItem, ...]:
    """The errors as items: the same one no more than so often, numeral style no more than so much."""
    seen: Counter[Hashable] = Counter()
    style = 0.0
    items = []
    for error in errors:
        value, why = error.value, error.why
        if error.style:
            value = min(value, max(rules.numeral_style_most - style, 0.0))
            style += value
            if value < error.value:
                why = Note(f"{why}，全篇已计满", f"{why.en}: the most for one text is reached")
        elif error.kind is not None:
            seen[error.kind] += 1
            if seen[error.kind] > rules.alike_most:
                value = 0.0
                why = Note(
                    f"{why}，同一差错已计 {rules.alike_most} 次",
                    f"{why.en}: the same error was counted {rules.alike_most} times",
                )
        items.append(ErrorItem(error.unit, round(value, 4), why, error.suspected, error.open))
    return tuple(items)
