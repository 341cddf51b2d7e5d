"""The entries of a critical apparatus under the text: lemma, who has it, the other readings and theirs.

Plain words, no markup. 脱 衍 重出 are said of a decided place only; an open one and versions have 无 and 有.
Where the lemma stands more than once nearby, or is a mark, the text beside it tells which one is meant.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.model import Category, Reading, Severity, VariationUnit
from doccompare.reporting.exports.gaps import Gap
from doccompare.reporting.exports.tex import punctuation_only
from doccompare.reporting.labels import name
from doccompare.reporting.notes import copies, lemma_index, quoted, shortened, unnamed
from doccompare.reporting.views import NOTHING, is_open, slip_words
from doccompare.words import word_edges

_NEAR = 60  # characters on both sides, about two lines, among which a lemma is to be the only one
_FEW = 2  # characters of text that an addition is keyed to, at least
_MOST = 12  # and at most
_NAMED = 6  # witnesses of one reading that are named
_GAP = 4  # characters at which a witness breaks off, at least


@dataclass(frozen=True, slots=True)
class Other:
    """One item of an entry: what the editor says (``word``: 脱) and what stands in the witness (``text``).

    ``sigla``: the witnesses as they are printed; ``remark``: on them, may be empty.
    """

    text: str
    sigla: str
    word: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """``lemma`` with the text beside it that makes it plain; ``sigla``: who has it; ``remark``: 待考 or none.

    ``formal``: it belongs to the apparatus of punctuation and spelling.
    """

    lemma: str
    sigla: str
    others: tuple[Other, ...]
    remark: str = ""
    critical: bool = False
    formal: bool = False


def entry(unit: VariationUnit, text: str, passage: str, at: int) -> Entry:
    """The entry of ``unit``, whose place has ``text`` and begins ``at`` that code point of ``passage``."""
    chosen = _chosen(unit, text)
    left, right, alone = _beside(unit, chosen, text, passage, at)
    shown = text if chosen is None else chosen.text
    lemma = f"{left}{shown}{right}"
    decided = unit.decision is not None and not is_open(unit)
    others = [
        _other(unit, reading, shown, (left, right), alone, decided)
        for reading in unit.readings
        if reading is not chosen
    ]
    for remark in unit.indirect:
        word = "" if remark.text else "无"
        others.append(Other(remark.text, remark.siglum, word, name("role", "indirect")))
    own = decided and chosen is None
    status = "" if decided or unit.decision is None else name("status", unit.decision.status)
    return Entry(
        lemma=shortened(lemma) or NOTHING,
        sigla="" if chosen is None else _sigla(unit, chosen),
        others=tuple(others),
        remark="编者改定" if own else status,
        critical=unit.severity is Severity.CRITICAL,
        formal=unit.severity is Severity.FORMAL,
    )


def gap_entry(found: Sequence[Gap], passage: str, at: int) -> Entry:
    """The entry for the witnesses that begin, break off or resume ``at`` that code point of ``passage``."""
    after = found[0].after
    edges = word_edges(passage)
    if after:
        lemma = passage[max(edge for edge in edges if edge <= max(0, at - _GAP)) : at]
    else:
        lemma = passage[at : min(edge for edge in edges if edge >= min(len(passage), at + _GAP))]
    return Entry(lemma or NOTHING, "", tuple(_gap_words(gap) for gap in found))


def _gap_words(gap: Gap) -> Other:
    lack = {"absent": "无", "omission": "缺"}.get(gap.kind, "未见")
    word = {
        "witStart": "自此始",
        "witEnd": "至此止",
        "lacunaStart": f"自此{lack}",
        "lacunaEnd": f"{lack}至此",
    }[gap.mark]
    return Other("", gap.siglum, word, name("reason", gap.cause) if gap.cause else "")


def _chosen(unit: VariationUnit, text: str) -> Reading | None:
    """The reading that the printed text has; None where an editor's own wording stands."""
    lemma = unit.readings[lemma_index(unit)]
    if lemma.exact == text:
        return lemma
    return next((reading for reading in unit.readings if reading.exact == text), None)


def _beside(
    unit: VariationUnit, chosen: Reading | None, text: str, passage: str, at: int
) -> tuple[str, str, bool]:
    """The text before and after the lemma that is printed with it; whether the lemma itself is nothing."""
    shown = text if chosen is None else chosen.text
    start, end = at, at + len(text)
    if chosen is not None and chosen.text.count(chosen.exact) == 1 and chosen.exact:
        start = at - chosen.text.index(chosen.exact)
        end = start + len(chosen.text)
    elif chosen is not None and chosen.text:  # 精神, from which 气 is missing: where it was, is not told
        found = passage.find(chosen.text, max(0, at - len(chosen.text)))
        start, end = (found, found + len(chosen.text)) if 0 <= found <= at else (at, at)
    if passage[start:end] != shown:
        return "", "", not shown
    fewest = _FEW if not shown or punctuation_only(shown) else 0
    edges = word_edges(passage)
    if not fewest and _tells(passage, start, end, 0):
        return "", "", not shown
    for edge in reversed(edges[: bisect_left(edges, start)]):
        fit = start - edge <= _MOST and not punctuation_only(passage[edge])
        if fit and _tells(passage, edge, end, fewest):
            return passage[edge:start], "", not shown
    for edge in edges[bisect_right(edges, end) :]:
        if edge - end <= _MOST and _tells(passage, start, edge, fewest):
            return "", passage[end:edge], not shown
    return passage[max(0, start - fewest) : start], "", not shown


def _tells(passage: str, start: int, end: int, fewest: int) -> bool:
    """Whether the text is the only one of its kind nearby and has letters enough, two Latin ones for one."""
    text = passage[start:end]
    near = passage[max(0, start - _NEAR) : end + _NEAR]
    letters = sum(1 + (char >= "\u2e80") for char in text if char.isalnum())
    return letters >= max(2 * fewest, 1) and near.find(text) == near.rfind(text)


def _other(
    unit: VariationUnit,
    reading: Reading,
    shown: str,
    beside: tuple[str, str],
    alone: bool,
    decided: bool,
) -> Other:
    sigla = _sigla(unit, reading)
    remark = slip_words(unit) if reading.suspected_transcription else ""
    left, right = beside
    if punctuation_only(reading.text) and punctuation_only(shown):
        return Other(f"{left}{reading.text}{right}", sigla, remark=remark)
    if not reading.text:
        lost = quoted(shortened(shown)) if left or right else ""
        return Other(lost, sigla, "脱" if decided else "无", remark)
    if alone:
        below = "下" if left else "上" if right else ""
        misplaced = reading.category is Category.MISPLACEMENT
        word = ("重出" if misplaced else "衍") if decided else "有"
        return Other(quoted(reading.text), sigla, below + word, remark)
    return Other(f"{left}{reading.text}{right}", sigla, remark=remark)


def _sigla(unit: VariationUnit, reading: Reading) -> str:
    rest = unnamed(unit, reading, _NAMED)
    return f"其余{rest}本" if rest else copies(reading.sigla).removesuffix("本")
