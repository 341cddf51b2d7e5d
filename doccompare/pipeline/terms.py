"""The user's own terms: ``terms.txt``, one a line, a level after it when it is not critical."""

from __future__ import annotations

from pathlib import Path

from doccompare.errors import ManifestError, say
from doccompare.model import Severity
from doccompare.readers import read_witness
from doccompare.text import is_punctuation, show_text

_LEVELS = {s.value: s for s in Severity} | {
    "要害": Severity.CRITICAL,
    "文字": Severity.WORDING,
    "格式": Severity.FORMAL,
}
# Rules see so many agreed characters beside a difference; a longer term could not be found there.
_LONGEST = 12
_PARTED = frozenset(",，;；:：=|、")


def read_terms(path: Path) -> dict[str, Severity]:
    """The terms in ``path`` with their levels; blank lines and those that begin with ``#`` say nothing.

    A byte order mark and any line ends will do. Raises ReadError, and ManifestError naming the line: a level
    that is none, several words on a line, a term too long or without a character that is compared, a term
    with two levels.
    """
    out: dict[str, Severity] = {}
    if _is_blank(path):
        return out
    text = read_witness(path, "").text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        term, level = _term(words, path, number)
        if out.setdefault(term, level) is not level:
            raise _fault(
                path, number, f"“{term}”前面已有另一级别", f"{term} has another level further up", *_ONE_LEVEL
            )
    return out


def _is_blank(path: Path) -> bool:
    """A list not begun yet, which is no fault."""
    try:
        return not path.read_bytes().removeprefix(b"\xef\xbb\xbf").strip()
    except OSError:
        return False  # the reader says what is wrong


_ONE_LEVEL = ("每个词只留一行。", "Keep one line for each term.")
_SHAPE = (
    "每行一个词，后面可空一格写级别：要害、文字、格式（critical、wording、formal）。",
    "One term a line, then a blank and a level if you like: critical, wording, formal (要害, 文字, 格式).",
)


def _term(words: list[str], path: Path, number: int) -> tuple[str, Severity]:
    term = show_text(words[0])
    if len(words) > 2 or any(c in _PARTED for c in words[0]):
        shown = " ".join(words)[:40]
        raise _fault(
            path, number, f"“{shown}”不是一个词加一个级别", f"{shown} is not one term and a level", *_SHAPE
        )
    level = _LEVELS.get(words[1].casefold()) if len(words) > 1 else Severity.CRITICAL
    if level is None:
        raise _fault(path, number, f"没有“{words[1]}”这个级别", f"there is no level {words[1]}", *_SHAPE)
    if all(map(is_punctuation, term)):
        raise _fault(
            path, number, f"“{term}”里没有可比的字", f"{term} holds nothing that is compared", *_SHAPE
        )
    if len(term) > _LONGEST:
        raise _fault(
            path,
            number,
            f"“{term[:20]}”有 {len(term)} 字，最多 {_LONGEST} 字",
            f"{term[:20]} is {len(term)} characters long, at most {_LONGEST} are possible",
            "请只写其中要紧的词。",
            "Write the words that matter in it.",
        )
    return term, level


def _fault(path: Path, line: int, zh: str, en: str, next_zh: str, next_en: str) -> ManifestError:
    return ManifestError(
        say(f"{path} 第 {line} 行：{zh}。", f"{path}, line {line}: {en}."), say(next_zh, next_en)
    )
