"""校记: the apparatus entry of one unit in the wording of the trade.

The forms follow common practice of Chinese collation notes: 某，某本作“某”; 某本无“某”字;
“某”下，某本有“某”字; “某”字，某本重; “某某”二字，某本互乙. What a witness does not have because it
is not extant is said as 未见, never as 无. A suspected slip of the transcript is said of the
transcript (转录文本作), never of the print.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from doccompare.model import (
    Attestation,
    Category,
    Cause,
    PageImage,
    Reading,
    Status,
    VariationUnit,
)

MANY = 12  # witnesses of one reading that are named
_DIGITS = "〇一二三四五六七八九十"
_LONG = 16  # longer texts are named by their two ends
_ENDS = 6
_NEARBY, _SHORT = 6, 4  # characters of context that locate an addition or omission: at most, and cut to
_MARKS = {
    "，": "逗号", "。": "句号", "、": "顿号", "；": "分号", "：": "冒号", "？": "问号", "！": "叹号",
    "“": "前引号", "”": "后引号", "‘": "前单引号", "’": "后单引号", "（": "前括号", "）": "后括号",
    "《": "前书名号", "》": "后书名号", "——": "破折号", "……": "省略号", "…": "省略号", "·": "间隔号",
    ".": "下圆点", "—": "连接号",
}  # fmt: skip
_BREAKS = frozenset("，。、；：？！（）《》“”‘’ \n")


Style = Literal["traditional", "cbeta"]


def apparatus_note(
    unit: VariationUnit,
    attestations: Sequence[Attestation],
    *,
    base: str = "",
    style: Style = "traditional",
) -> str:
    """The 校记 of ``unit``: one sentence, ending in a full stop.

    ``base`` is the siglum of the base text: when its reading is rejected the note says so
    (底本作…，据…改). An open unit lists every reading and ends in 待考. ``style`` ``cbeta``: the signs
    of :mod:`doccompare.reporting.cbeta` instead.
    """
    if style == "cbeta":
        from doccompare.reporting.cbeta import cbeta_note

        return cbeta_note(unit)
    lemma = lemma_index(unit)
    decided = unit.decision is not None and unit.decision.reading is not None
    head = _decided_note(unit, lemma, base) if decided else _undecided_note(unit)
    parts = [head, *_indirect_notes(unit, lemma), *_lacuna_notes(unit, attestations)]
    return "；".join(part for part in parts if part) + "。"


def lemma_index(unit: VariationUnit) -> int:
    """The index of the reading the entry is keyed to: the decided one, else the one without a category."""
    if unit.decision is not None and unit.decision.reading is not None:
        return unit.decision.reading
    return next((i for i, reading in enumerate(unit.readings) if reading.category is None), 0)


def copies(sigla: Sequence[str]) -> str:
    """The witnesses as a group: 乙丙本; sigla of several characters are kept apart (甲2、乙本)."""
    joint = "" if all(len(siglum) == 1 for siglum in sigla) else "、"
    return joint.join(sigla) + "本"


def unnamed(unit: VariationUnit, reading: Reading, many: int = MANY) -> int:
    """How many witnesses of a reading are not named one by one: more than ``many`` where most stand together.

    They are the rest (其余63本); 0 where each is named.
    """
    most = max(len(other.spans) for other in unit.readings)
    alone = sum(len(other.spans) == most for other in unit.readings) == 1
    return most if many < len(reading.spans) == most and alone else 0


def _who(unit: VariationUnit, reading: Reading) -> str:
    """The witnesses of a reading; too many to name, where most stand together, they are the rest."""
    rest = unnamed(unit, reading)
    return f"其余{rest}本" if rest else copies(reading.sigla)


def quoted(text: str) -> str:
    """``text`` in quotation marks; in corner brackets when it has quotation marks of its own."""
    return f"「{text}」" if any(mark in text for mark in "“”‘’") else f"“{text}”"


def shortened(text: str) -> str:
    """``text``, or its two ends when it is long."""
    return text if len(text) <= _LONG else f"{text[:_ENDS]}……{text[-_ENDS:]}"


def numeral(count: int) -> str:
    """A count of characters in Chinese numerals up to 99, else in figures."""
    if count <= 10:
        return _DIGITS[count]
    if count > 99:
        return str(count)
    tens, ones = divmod(count, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def characters(text: str) -> str:
    """A text and its length as a note says it: “党”字, “主要”二字, “全日制……工作”九字."""
    return quoted(shortened(text)) + ("字" if len(text) == 1 else f"{numeral(len(text))}字")


def _decided_note(unit: VariationUnit, lemma: int, base: str) -> str:
    chosen = unit.readings[lemma]
    rejected = [reading for i, reading in enumerate(unit.readings) if i != lemma]
    clauses: list[tuple[str, str]] = []
    for reading in rejected:
        subject, predicate = _statement(unit, chosen, reading)
        if base and base in reading.spans and chosen.spans:
            predicate += f"，底本误，据{_who(unit, chosen)}改"
        clauses.append((subject, predicate))
    if len(rejected) > 1:
        clauses = _one_subject(chosen, clauses)
    words: list[str] = []
    last = None
    for subject, predicate in clauses:
        if subject == last:
            words.append(f"，{predicate}")
        else:
            words.append(("；" if words else "") + (f"{subject}，{predicate}" if subject else predicate))
        last = subject
    return "".join(words)


def _one_subject(chosen: Reading, clauses: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Several rejected readings share the lemma as their subject where they can."""
    if chosen.omitted:
        return clauses
    subjects = {subject for subject, _ in clauses}
    shared = _lemma(chosen.text)
    return clauses if len(subjects) == 1 or shared not in subjects else [(shared, p) for _, p in clauses]


def _lemma(text: str) -> str:
    """The text a note is keyed to: bare when it is short and without punctuation, else in quotes."""
    bare = len(text) <= _LONG and not any(ch in _BREAKS for ch in text)
    return text if bare else quoted(shortened(text))


def _statement(unit: VariationUnit, chosen: Reading, reading: Reading) -> tuple[str, str]:
    """Subject and predicate of one rejected reading against the decided one."""
    who = _who(unit, reading) + _transcript(unit, reading)
    doubt = "，疑识录误" if _transcript(unit, reading) else ""
    if doubt and unit.image is PageImage.TRANSCRIPT_ERROR:
        doubt = "，转录误，版面不误"
    subject, predicate = _plain_statement(unit, chosen, reading, who)
    return subject, predicate + doubt


def _transcript(unit: VariationUnit, reading: Reading) -> str:
    """转录文本 where the transcript, not the print, may err: until the page was seen to print it so."""
    doubtful = reading.suspected_transcription and unit.image is not PageImage.CHECKED
    return "转录文本" if doubtful else ""


def _plain_statement(unit: VariationUnit, chosen: Reading, reading: Reading, who: str) -> tuple[str, str]:
    if reading.category is Category.PUNCTUATION:
        return _punctuation(unit, chosen, reading, who)
    if reading.category is Category.MISPLACEMENT and chosen.omitted:
        return quoted(shortened(reading.exact)), f"{who}重出于{_below(unit) or '此'}"
    piece = chosen.exact or reading.exact
    sign = not (chosen.exact and reading.exact) and reading.cause is Cause.NUMBER
    if chosen.text and reading.text and (piece.isdigit() or sign):
        # 5000 and 500, 5.6 and 56 are two numbers; 1,886 and 1886 are one.
        verb = "写作" if reading.category is Category.ORTHOGRAPHY else "作"
        return _lemma(chosen.text), f"{who}{verb}{quoted(reading.text)}"
    if reading.omitted:
        if chosen.text and chosen.text != chosen.exact:
            return _lemma(chosen.text), f"{who}无{characters(chosen.exact)}"
        if len(unit.readings) > 2:  # the others need the lemma as their subject; here it is missing whole
            return _lemma(chosen.text), f"{who}无"
        return _below(unit), f"{who}无{characters(chosen.exact)}"
    if chosen.omitted:
        if reading.cause is Cause.REPETITION and _doubled(unit, reading.exact):
            return characters(reading.exact), f"{who}重"
        return _below(unit, _before(reading)), f"{who}有{characters(reading.exact)}"
    if reading.category is Category.TRANSPOSITION:
        return _transposition(unit, chosen, reading, who)
    verb = "写作" if reading.category is Category.ORTHOGRAPHY else "作"
    return _lemma(chosen.text), f"{who}{verb}{quoted(reading.text)}"


def _transposition(unit: VariationUnit, chosen: Reading, reading: Reading, who: str) -> tuple[str, str]:
    if len(unit.readings) == 2 and len(chosen.exact) == 2 and reading.exact == chosen.exact[::-1]:
        return f"{quoted(chosen.exact)}二字", f"{who}互乙"
    if sorted(chosen.exact) == sorted(reading.exact):
        return _lemma(chosen.text), f"{who}倒作{quoted(reading.text)}"
    if unit.linked:  # two places have exchanged their texts
        return _lemma(chosen.text), f"{who}作{quoted(reading.text)}，与另一处互易"
    return _lemma(chosen.text), f"{who}倒作{quoted(reading.text)}"


def _punctuation(unit: VariationUnit, chosen: Reading, reading: Reading, who: str) -> tuple[str, str]:
    below = _below(unit)
    if reading.omitted:
        return below, f"{who}无{_mark(chosen.exact)}"
    if chosen.omitted:
        return below, f"{who}有{_mark(reading.exact)}"
    subject = f"{below}，{_mark(chosen.exact)}" if below else _mark(chosen.exact)
    return subject, f"{who}作{_mark(reading.exact)}"


def _mark(text: str) -> str:
    return _MARKS.get(text, quoted(text))


def _before(reading: Reading) -> str:
    """What stands in a reading before its differing part; empty when that is not plain."""
    return reading.text.split(reading.exact)[0] if reading.text.count(reading.exact) == 1 else ""


def _below(unit: VariationUnit, before: str = "") -> str:
    """Where something stands, by the agreed text before it: “统筹使用”下, or after it: “规范”上.

    Empty when nothing stands beside it, as with a whole date line.
    """
    if core := (unit.left + before).strip():
        inner = max((core[:-1].rfind(ch) for ch in _BREAKS), default=-1)
        phrase = core[inner + 1 :]
        if len(phrase) > _NEARBY:  # four characters are mostly two whole words
            phrase = phrase[-_SHORT - (phrase[-1] in _BREAKS) :]
        return f"{quoted(phrase)}下"
    if core := unit.right.strip():
        return f"{quoted(core[:_SHORT])}上"
    return ""


def _doubled(unit: VariationUnit, text: str) -> bool:
    return bool(text) and (unit.left.endswith(text) or unit.right.startswith(text))


def _undecided_note(unit: VariationUnit) -> str:
    """Every reading with its witnesses, nothing rejected."""
    words = []
    for reading in unit.readings:
        who = _who(unit, reading) + _transcript(unit, reading)
        if reading.omitted:
            full = next((r.exact for r in unit.readings if not r.omitted), "")
            words.append(f"{who}无{characters(full)}" if full else f"{who}无")
        else:
            words.append(f"{who}作{quoted(reading.text)}")
    decision = unit.decision
    if decision is None:
        return "，".join(words)
    if decision.status is not Status.OPEN and decision.method is not None:  # an editor's own wording
        return f"今定作{quoted(decision.text)}，" + "，".join(words)
    below = _below(unit) if any(reading.omitted for reading in unit.readings) else ""
    return f"{below}{'，' if below else ''}诸本不一：" + "，".join(words) + "，待考"


def _indirect_notes(unit: VariationUnit, lemma: int) -> list[str]:
    notes = []
    open_unit = unit.decision is None or unit.decision.reading is None
    for remark in unit.indirect:
        who = f"{remark.siglum}（旁证）"
        match = next(
            (
                i
                for i, r in enumerate(unit.readings)
                if remark.text in ((r.text, r.exact) if r.exact else (r.text,))
            ),
            None,
        )
        if match is None:
            notes.append(f"{who}作{quoted(remark.text)}" if remark.text else f"{who}无")
        elif match == lemma and not open_unit:
            notes.append(f"{who}同正文")
        else:
            sigla = unit.readings[match].sigla
            notes.append(f"{who}同{sigla[0] if sigla else '此'}")
    return notes


def _lacuna_notes(unit: VariationUnit, attestations: Sequence[Attestation]) -> list[str]:
    """Witnesses that are not extant here: 丙本未见（残）; without (残) where only a passage is missing."""
    broken = {a.witness.siglum for a in attestations if a.lacunae}
    torn = [siglum for siglum in unit.lacuna if siglum in broken]
    absent = [siglum for siglum in unit.lacuna if siglum not in broken]
    notes = [f"{copies(torn)}未见（残）"] if torn else []
    return notes + ([f"{copies(absent)}未见"] if absent else [])
