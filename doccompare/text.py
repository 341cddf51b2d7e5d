"""Comparison keys with a map back, and the one table of punctuation.

A witness is kept as received; it is compared on a derived :class:`Key`. Folding is one character
for one character, so a key position always has exactly one offset in the witness.

What is folded: full and half width, the forms of quotation marks, dashes and middle dots, Kangxi
and CJK radicals (U+2E80–2FDF, by Unicode's own tables), ○ as 〇, µ as μ. What is not: NFC or
NFKC as a whole (they rewrite U+F9D0 to 類, … to ..., ① to 1), 、 against ，, any word.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

_WIDE = {
    ",": "，",
    ";": "；",
    ":": "：",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
    "｡": "。",
    "､": "、",
    "．": ".",
    "‚": "，",
}
_DOUBLE_QUOTES = "“”„‟＂「」〝〞﹁﹂"
_SINGLE_QUOTES = "‘’‚‛＇『』﹃﹄"
_DASHES = "―─━﹣"
_ZEROS = "○◯"
# CJK radicals that are whole words, each with its ideograph (Unicode, EquivalentUnifiedIdeograph.txt). NFKC
# leaves them alone, but fonts print both with one glyph, so that text copied from a PDF holds ⻓ for 长.
_RADICALS = (
    "⺁厂⺄乙⺇几⺊卜⺎兀⺒巳⺓幺⺟母⺠民⺧牛⺩王⺪疋⺫目⺬示⺮竹⺶羊⺻聿⺽臼⻁虎⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_IDEOGRAPHS = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
# Letters that Unicode has a second time as a sign: micro, ohm, kelvin, ångström.
_LETTERS = {"\u00b5": "μ", "\u2126": "Ω", "\u212a": "K", "\u212b": "\u00c5"}
_DOTS = "•・‧∙⋅･"
# Signs that Unicode calls punctuation but that carry a value: 5%, A&B, 3/4.
_VALUED = frozenset("%‰@&#/\\*％＆＃＠／＼＊§")
SENTENCE_END = frozenset("。！？!?")
CLOSERS = frozenset("”’」』）)》】〉]")
# A paragraph may end with one of these; a line that does not goes on in the next one.
PARAGRAPH_END = frozenset("。！？：；!?:;…")
DOUBLE_QUOTE = '"'
SINGLE_QUOTE = "'"


def ideograph(char: str) -> str:
    """The ordinary ideograph of a radical or of a compatibility ideograph; any other character itself."""
    if "\u2e80" <= char <= "\u2eff":
        return _IDEOGRAPHS.get(char, char)
    if "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f":
        return unicodedata.normalize("NFKC", char)
    return char


def _fold_table() -> dict[int, int]:
    table = {ord(a): ord(b) for a, b in _WIDE.items()}
    for code in range(0xFF01, 0xFF5F):  # full-width ASCII
        narrow = chr(code - 0xFEE0)
        if narrow not in _WIDE:
            table[code] = ord(narrow)
    table |= {code: ord(ideograph(chr(code))) for code in range(0x2E80, 0x2FE0)}  # radicals: ⼀ is 一
    table |= {ord(c): ord(DOUBLE_QUOTE) for c in _DOUBLE_QUOTES}
    table |= {ord(c): ord(SINGLE_QUOTE) for c in _SINGLE_QUOTES}
    table |= {ord(c): ord("—") for c in _DASHES}
    table |= {ord(c): ord("·") for c in _DOTS}
    table |= {ord(c): ord("〇") for c in _ZEROS}
    table |= {ord(a): ord(b) for a, b in _LETTERS.items()}
    table[ord("〜")] = ord("~")
    return table


_FOLD = _fold_table()


@lru_cache(maxsize=65536)
def is_punctuation(char: str) -> bool:
    """True for a mark that only divides: category P, less the signs that carry a value."""
    return (char not in _VALUED and unicodedata.category(char)[0] == "P") or char in "～~｜|<>＜＞^`"


def inside_number(readings: Iterable[str], left: str, right: str) -> bool:
    """Whether readings of marks only stand inside a number, so that they are no punctuation: 5.6 and 56.

    ``left`` and ``right``: the agreed text beside them. Signs of a span exchanged (5～10, 5-10) are marks.
    """
    signs = list(readings)
    if not (left[-1:].isdigit() and right[:1].isdigit() and all(is_punctuation(c) for s in signs for c in s)):
        return False
    together = "".join(signs)
    return not all(signs) or ("." in together and "、" not in together)


@lru_cache(maxsize=65536)
def is_han(char: str) -> bool:
    """True for an ideograph, 〇 and 々 included."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or char in "〇々"
    )


def is_latin(char: str) -> bool:
    """True for a letter or digit that is set with spaces round it: Latin, Greek, digits."""
    return char.isalnum() and ord(char) < 0x2E80


def fold(text: str) -> str:
    """The text folded character for character; same length."""
    return text.translate(_FOLD)


def codes_of(text: str) -> Codes:
    """The code points of a text as an array. A lone surrogate counts as itself."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class _Test:
    """A test of single characters for whole arrays; each character is asked once in a process."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        self._holds = holds
        self._known: NDArray[np.int8] = np.zeros(sys.maxunicode + 1, dtype=np.int8)  # 1 yes, -1 no

    def __call__(self, codes: Codes) -> NDArray[np.bool_]:
        """For each code point, whether the test holds."""
        found = self._known[codes]
        if not found.all():
            for code in np.unique(codes[found == 0]).tolist():
                self._known[code] = 1 if self._holds(chr(code)) else -1
            found = self._known[codes]
        return found > 0


@lru_cache(maxsize=65536)
def _is_blank(char: str) -> bool:
    # Category C holds zero-width and control characters; private use (Co) is text.
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp")


_blanks = _Test(_is_blank)
_marks = _Test(is_punctuation)
_digits = _Test(str.isdigit)
_latin = _Test(is_latin)
_COMPARING = codes_of("<>")
# Two signs with at most so many characters between may be a pair of brackets.
_BRACKETED = 40
_han = _Test(is_han)


@dataclass(frozen=True, eq=False)
class Key:
    """The compared characters of a witness.

    ``text`` is folded and without white space; ``offsets[i]`` the code point of the witness's
    text that position ``i`` stands for; ``source`` the witness's text.
    """

    source: str
    text: str
    offsets: Offsets

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def codes(self) -> Codes:
        """The folded characters as code points."""
        return codes_of(self.text)

    @cached_property
    def punctuation(self) -> NDArray[np.bool_]:
        """For each position, whether it is a punctuation mark."""
        marks = _marks(self.codes)
        digits = _digits(self.codes)
        # A half-width point, comma or colon between two digits: 3.2, 1,886, 15:30.
        for at in np.flatnonzero(digits[:-2] & marks[1:-1] & digits[2:]).tolist():
            before, offset, after = self.offsets[at : at + 3].tolist()
            if self.source[offset] in ".,:．" and before == offset - 1 and after == offset + 1:
                marks[at + 1] = False
        # A sign before a digit that compares (<60, >140) is none that brackets (<2024年公报>).
        for at in np.flatnonzero(np.isin(self.codes[:-1], _COMPARING) & digits[1:]).tolist():
            opening = self.text[at] == "<"
            around = slice(at, at + _BRACKETED) if opening else slice(max(0, at - _BRACKETED), at)
            if (">" if opening else "<") not in self.text[around]:
                marks[at] = False
        return marks

    def take(self, positions: Offsets) -> Key:
        """The key of these positions, in this order."""
        return Key(self.source, _text_of(self.codes[positions]), self.offsets[positions])

    def words(self) -> tuple[Key, Offsets]:
        """The key without punctuation, and for each of its positions the position in this key."""
        return self._words

    @cached_property
    def _words(self) -> tuple[Key, Offsets]:
        positions = np.flatnonzero(~self.punctuation).astype(np.int64)
        return self.take(positions), positions

    def offset(self, position: int) -> int:
        """The source offset of a key position; past the end: just after the last character."""
        if position < len(self.offsets):
            return int(self.offsets[position])
        return int(self.offsets[-1]) + 1 if len(self.offsets) else 0

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """For each position, the character as it is printed for people (see :func:`shown`)."""
        return _shown(self)

    def print(self, start: int, end: int) -> str:
        """The positions ``[start, end)`` as printed for people: no space but between Latin words."""
        return "".join(self.shown[start:end]).strip()


def key_of(text: str, offsets: Offsets | None = None) -> Key:
    """The key of a text, or of those of its characters that ``offsets`` names. White space goes."""
    if offsets is None:
        offsets = np.arange(len(text), dtype=np.int64)
    first, end = (int(offsets.min()), int(offsets.max()) + 1) if len(offsets) else (0, 0)
    codes = codes_of(fold(_text_of(codes_of(text[first:end])[offsets - first])))
    kept = ~_blanks(codes)
    return Key(text, _text_of(codes[kept]), offsets[kept])


def compared(text: str) -> NDArray[np.bool_]:
    """For each character, whether it is compared: white space and control characters are not."""
    return ~_blanks(codes_of(text))


def word_table() -> NDArray[np.uint32]:
    """For each code point below 65,536 the folded one, 0 for white space and punctuation.

    What a scan of millions of pages reads instead of a :class:`Key`: it drops every punctuation mark,
    also the point of 3.2. Characters beyond the table stand for themselves.
    """
    codes = codes_of(fold("".join(map(chr, range(1 << 16))))).copy()
    codes[_blanks(codes) | _marks(codes)] = 0
    return codes


def compared_length(text: str) -> int:
    """How many characters of a text are compared: the length of its key."""
    return sum(not _is_blank(char) for char in text)


def _text_of(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


_NARROW = {wide: narrow for narrow, wide in _WIDE.items() if narrow in ",;:?!()"}
_SET_BY_NEIGHBOURS = codes_of("".join(sorted(_NARROW)) + DOUBLE_QUOTE + SINGLE_QUOTE)
# Shown as printed: ○, and the signs that are full width beside Han and half width in formulas.
# A number and the space that sets it off, at the head of a line: 3.2.1 餐饮具.
_NUMBERED = re.compile(r"(?:^|[\r\n])[^\S\r\n]*[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*[^\S\r\n]+\Z")
_AS_PRINTED = codes_of(_ZEROS + "～〜＜＞")


def _shown(key: Key) -> tuple[str, ...]:
    """Full-width , ; : ? ! ( ) and curly quotes beside Han, untouched between Latin and digits.

    A space is put before a character when the source has one between two Latin words or numbers, or
    behind the number at the head of a line.
    Straight quotes are paired within a paragraph: odd ones open, even ones close.
    """
    if not len(key):
        return ()
    text, offsets = key.text, key.offsets
    first = int(offsets.min())
    raws = codes_of(key.source[first : int(offsets.max()) + 1])[offsets - first]
    # A Han graph is shown as printed: the key may be folded, to another script too.
    out = list(_text_of(np.where(_han(raws) | np.isin(raws, _AS_PRINTED), raws, key.codes)))
    open_double = open_single = False
    opened: list[tuple[int, bool]] = []  # brackets: where, and whether half width is kept
    last = len(text) - 1
    for i in np.flatnonzero(np.isin(key.codes, _SET_BY_NEIGHBOURS)).tolist():
        char, raw = text[i], chr(raws[i])
        if char == DOUBLE_QUOTE:
            open_double = raw not in "”」〞﹂" and (raw in "“„「〝﹁" or not open_double)
            out[i] = "“" if open_double else "”"
        elif char == SINGLE_QUOTE:
            if 0 < i < last and is_latin(text[i - 1]) and is_latin(text[i + 1]):
                continue
            open_single = raw not in "’』﹄" and (raw in "‘『﹃" or not open_single)
            out[i] = "‘" if open_single else "’"
        elif raw == _NARROW[char]:
            latin_left = i > 0 and is_latin(text[i - 1])
            latin_right = i < last and is_latin(text[i + 1])
            if char in "，：；":
                inside = latin_left and latin_right
            elif char == "）" and opened and i - opened[-1][0] <= _BRACKETED:
                inside = opened[-1][1]  # as the bracket it closes
            else:
                inside = (latin_left or i == 0) and (latin_right or i == last)
            out[i] = raw if inside else char
        if char == "（":
            opened.append((i, out[i] != char))
        elif char == "）" and opened:
            opened.pop()
    latin = _latin(key.codes)
    for i in (np.flatnonzero(latin[:-1] & latin[1:] & (np.diff(offsets) > 1)) + 1).tolist():
        if key.source[int(offsets[i - 1]) + 1 : int(offsets[i])].isspace():
            out[i] = f" {out[i]}"
    for i in (np.flatnonzero(latin[:-1] & ~latin[1:] & (np.diff(offsets) > 1)) + 1).tolist():
        if _NUMBERED.search(key.source, max(0, int(offsets[i - 1]) - 16), int(offsets[i])):
            out[i] = f" {out[i]}"
    return tuple(out)


def show_text(text: str) -> str:
    """A loose piece of text as printed for people."""
    key = key_of(text)
    return key.print(0, len(key))
