"""Habits of whole witnesses that must be known before comparing: the script, and whether it is punctuated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from doccompare.model import Witness
from doccompare.resources import fold_char
from doccompare.text import Key, is_han

# Frequent characters that only traditional script has: their share tells the script of a page.
_TRADITIONAL = frozenset(
    "這個們來時為國學與對後說過發經會無將從實業動員應樣現進當於種長門問開關間東車馬書見話語讀聲"
)
_SHARE = 0.01
# The signs that divide a text; the point after a number is no punctuation to speak of.
_STOPS = "，。、；：？！"


def is_traditional(text: str) -> bool:
    """The page is set in traditional characters."""
    counts = Counter(text)  # a file may hold millions of characters, but only some thousands differ
    han = sum(count for char, count in counts.items() if is_han(char))
    return han > 0 and sum(counts[char] for char in _TRADITIONAL) >= _SHARE * han


def one_script(witnesses: Sequence[Witness]) -> tuple[list[Witness], frozenset[str]]:
    """The witnesses with texts of one script, and the sigla of those that are traditional.

    Only where scripts are mixed, and only for comparing: then every text is folded character by
    character (a simplified copy may keep an old graph), so offsets stay what they are.
    """
    traditional = frozenset(w.siglum for w in witnesses if is_traditional(w.text))
    if not traditional or len(traditional) == len(witnesses):
        return list(witnesses), traditional
    return [replace(w, text=_folded(w.text)) for w in witnesses], traditional


def _folded(text: str) -> str:
    table = {ord(c): fold_char(c) for c in set(text) if is_han(c)}
    return text.translate(table)


def unpunctuated(keys: Sequence[Key]) -> list[bool]:
    """For each witness, whether it has next to no punctuation where others have plenty."""
    shares = [sum(map(k.text.count, _STOPS)) / max(1, len(k)) for k in keys]
    most = max(shares, default=0.0)
    return [most >= 0.02 and share < 0.1 * most for share in shares]
