"""Text of a witness as TeX that prints exactly that text: nothing in it acts, nothing stops the run."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = {
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "[": "{[}", "]": "{]}",  # else one after a command is an option of it
    "\n": " ", "\r": " ", "\t": " ",
}  # fmt: skip
_LONG = re.compile(r"[!-~]{20,}")
_PIECE = re.compile(r"[A-Za-z0-9]{1,20}[^A-Za-z0-9]?|[^A-Za-z0-9]")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
_WIDE = 0x370  # letters and digits before it are set in the font of Latin letters, later ones in that of Han
_CLOSING = ("Pe", "Pf", "Po")
_OPENING = ("Ps", "Pi")


def tex_text(text: str) -> str:
    r"""``text`` for a place where TeX reads text, also inside an argument; a line end is a space.

    A character that nobody sees or TeX refuses becomes ``\codepoint{202E}``, one that few fonts have
    (not in GBK) ``\rare{2A700}``: the preamble says what is printed. A long word, such as an address, may
    be broken at its signs.
    """
    out, at = "", 0
    for run in _LONG.finditer(text):
        out += "".join(map(_character, text[at : run.start()]))
        out += r"\allowbreak ".join("".join(map(_character, piece)) for piece in _PIECE.findall(run[0]))
        at = run.end()
    return out + "".join(map(_character, text[at:]))


def joint(before: str, after: str) -> str:
    r"""The space that xeCJK puts between two characters, for a place where a command hides it: ``\CJKglue``.

    ``before`` and ``after``: the text on both sides, whose neighbouring characters count. Without it the
    line could not be broken there. Empty beside punctuation, which brings its own.
    """
    kinds = {_kind(before[-1:]), _kind(after[:1])}
    if kinds == {"han"}:
        return r"\CJKglue "
    return r"\CJKecglue " if kinds == {"han", "latin"} else ""


def opened(text: str) -> int:
    """How many opening brackets and quotation marks ``text`` begins with, if anything follows them."""
    count = 0
    while count < len(text) and unicodedata.category(text[count]) in _OPENING:
        count += 1
    return count if count < len(text) else 0


def punctuation_only(text: str) -> bool:
    """Whether ``text`` has nothing but marks; true of no text."""
    return all(unicodedata.category(char) in (*_CLOSING, *_OPENING, "Pd", "Pc") for char in text)


def _character(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if " " <= char <= "~":
        return char
    if unicodedata.category(char) in _UNSEEN:
        return rf"\codepoint{{{ord(char):04X}}}"
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return rf"\rare{{{ord(char):04X}}}"
    return char


def _kind(char: str) -> str:
    """``han``, ``latin`` or, of punctuation, space and nothing, empty."""
    if not char or not (char.isalnum() or unicodedata.category(char) == "Lo"):
        return ""
    return "han" if ord(char) >= _WIDE else "latin"
