r"""Rich text as tokens: what a writer of RTF puts down, before any of it means something.

Source of the format: Rich Text Format (RTF) Specification 1.9.1, Microsoft, 2008.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    r"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    r"|\\(?P<sign>[^A-Za-z])"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n\0]+)"
)
# The character sets of fonts, and the names of Windows code pages that Python calls otherwise.
_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac_roman"}
_KNOWN_PAGES = (437, 850, 852, 866, 874, 932, 949, *range(1250, 1259))
DOUBLE = ("gb18030", "big5hkscs", "cp932", "cp949")


class Token(NamedTuple):
    """``kind``: word, byte, sign, brace or text; ``number`` is the parameter of a word, None without one."""

    kind: str
    text: str
    number: int | None = None


def tokens(source: str) -> Iterator[Token]:
    r"""The tokens of ``source``, the bytes of a file as the characters of the same number.

    What is packed as raw bytes (``\bin``) is passed over.
    """
    at = 0
    while found := _TOKEN.search(source, at):
        at = found.end()
        kind = found.lastgroup or ""
        if kind in ("word", "number"):
            number = int(found["number"]) if found["number"] else None
            if found["word"] == "bin":
                at += max(0, number or 0)
            yield Token("word", found["word"], number)
        else:
            yield Token(kind, found[kind])


def charset(number: int | None) -> str:
    """The codec of a font's character set; ``""`` when it says nothing."""
    return _CHARSETS.get(number or 0, "")


def code_page(number: int | None) -> str:
    """The codec of a Windows code page; ``""`` when there is none."""
    if number in _PAGES:
        return _PAGES[number]
    return f"cp{number}" if number in _KNOWN_PAGES else ""
