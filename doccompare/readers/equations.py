r"""What Word's EQ fields print: characters in a circle (①), readings over a character, fractions.

Word keeps what its menus for Asian layout make as an instruction, ``eq \o\ac(○,5)``, without its result.
"""

from __future__ import annotations

import re

from doccompare.readers.numerals import numeral

_FIELD = re.compile(r"\s*eq\b(.*)", re.IGNORECASE | re.DOTALL)
_FORMAT = re.compile(r"""\\\*\s*(?:"[^"]*"|\S+)""")  # how it looks: \* "Font:宋体"
_SWITCH = re.compile(r"\\\*?\s*([A-Za-z]+)\s*([0-9.]*)")
_RINGS = "○◯〇"


def printed(instruction: str) -> str:
    """The text of an EQ field; ``""`` for a field of another kind."""
    found = _FIELD.match(instruction)
    return _text(_FORMAT.sub("", found[1])).strip() if found else ""


def _text(source: str) -> str:
    """A piece of an instruction as text: switches with their arguments, and what stands between them."""
    out: list[str] = []
    switch, at = "", 0
    while at < len(source):
        if found := _SWITCH.match(source, at):
            name = found[1].lower()
            switch = name if name in ("f", "o", "r", "l", "i", "b", "x") else switch
            raised = name in ("up", "do")
            at = found.end()
            if raised and source[at : at + 1] == "(":  # \s\up 9(reading): above the line
                at = _closing(source, at) + 1
            continue
        if source[at] == "(":
            end = _closing(source, at)
            out.append(_joined(switch, _arguments(source[at + 1 : end])))
            switch, at = "", end + 1
            continue
        out.append(source[at])
        at += 1
    return "".join(out)


def _joined(switch: str, arguments: list[str]) -> str:
    texts = [_text(a).strip() for a in arguments]
    filled = [t for t in texts if t]
    if switch == "o" and len(filled) > 1 and filled[0] in _RINGS and filled[1].isdecimal():
        return numeral("decimalEnclosedCircle", int(filled[1])) or filled[1]
    if (
        switch == "o"
    ):  # printed one over the other: the ring round it, or the reading above it, is not the text
        return filled[-1] if filled else ""
    return ("/" if switch == "f" else "").join(filled)


def _closing(source: str, opening: int) -> int:
    """Where the bracket that opens there is closed; the end when it is not."""
    depth = 0
    for at in range(opening, len(source)):
        depth += (source[at] == "(") - (source[at] == ")")
        if not depth:
            return at
    return len(source)


def _arguments(source: str) -> list[str]:
    """What stands between the commas and semicolons of the outermost level."""
    out, depth = [""], 0
    for char in source:
        depth += (char == "(") - (char == ")")
        if char in ",;" and not depth:
            out.append("")
        else:
            out[-1] += char
    return out
