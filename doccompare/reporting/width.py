"""Columns of a terminal: East Asian characters take two, control characters none and are dropped.

Characters of ambiguous width (“ ” … · —) take one column in some terminals and two in others. In
padded columns they are replaced; elsewhere they count as two, so that no line is ever too long.
"""

from __future__ import annotations

import unicodedata

_PLAIN = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "..",
        "—": "-",
        "–": "-",
        "·": ".",
        "×": "x",
        "⟦": "[",
        "⟧": "]",
    }
)
_NO_LINE_START = frozenset("，。、；：？！）》」』”’〕,.;:?!)]")
_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})


def printable(text: str) -> str:
    """``text`` on one line without control, format and private-use characters (no escape gets through)."""
    kept = (" " if ch in "\n\r\t\u2028\u2029\x0b\x0c" else ch for ch in text)
    return "".join(ch for ch in kept if unicodedata.category(ch) not in _HIDDEN)


def char_width(char: str) -> int:
    """Columns of one character: 0, 1 or 2; ambiguous counts as 2."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def width(text: str) -> int:
    """Columns that ``text`` takes at most."""
    return sum(char_width(ch) for ch in text)


def cut(text: str, columns: int) -> str:
    """``text`` on at most ``columns`` columns, ending in .. where something was left out."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for ch in text:
        used += char_width(ch)
        if used > columns - 2:
            break
        kept.append(ch)
    return "".join(kept) + ".."[: max(columns, 0)]


def cell(text: str, columns: int, *, right: bool = False) -> str:
    """``text`` in a padded column: cut, filled with spaces, ambiguous punctuation replaced."""
    clean = cut(printable(text).translate(_PLAIN), columns)
    fill = " " * (columns - width(clean))
    return fill + clean if right else clean + fill


def wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    """``text`` on as many lines as it needs; further lines begin with ``indent``.

    Latin words are kept whole where they fit; no line begins with closing punctuation.
    """
    lines: list[str] = []
    current = ""
    for token in _tokens(text):
        if token == " " and current == indent and lines:
            continue
        if width(current) + width(token) <= columns:
            current += token
            continue
        if token in _NO_LINE_START and current.strip():
            # Take the last character along, so that the mark does not begin the line.
            current, token = current[:-1], current[-1] + token
        if current.strip():
            lines.append(current.rstrip())
        current = indent + token.lstrip()
        while width(current) > columns:  # one word longer than a line
            head = _fitting(current, columns)
            lines.append(current[:head])
            current = indent + current[head:]
    if current.strip() or not lines:
        lines.append(current.rstrip())
    return lines


def _fitting(text: str, columns: int) -> int:
    used = 0
    for index, ch in enumerate(text):
        used += char_width(ch)
        if used > columns:
            return max(index, 1)
    return len(text)


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for ch in text:
        narrow = char_width(ch) == 1 and ch != " "
        if tokens and narrow and tokens[-1] and char_width(tokens[-1][-1]) == 1 and tokens[-1] != " ":
            tokens[-1] += ch
        else:
            tokens.append(ch)
    return tokens
