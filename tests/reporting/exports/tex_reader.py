"""What stands in a TeX file that the exporter wrote: commands by name, text with escapes undone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"\\([A-Za-z]+) ?|\\(.)|([{}])|([^\\{}])", re.DOTALL)
_SIGNS = {"textbackslash": "\\", "textasciicircum": "^", "textasciitilde": "~"}
_TWO = ("edtext", "rdg")
_ONE = (
    "lemma",
    "Afootnote",
    "Bfootnote",
    "Aendnote",
    "unit",
    "decision",
    "wit",
    "word",
    "remark",
    "crit",
    "runin",
)
_ONE += ("codepoint", "rare")
_READ_ON = ("edtext", "runin", "crit", "word", "wit")  # whose first argument is part of the text


@dataclass
class Read:
    """A piece of TeX: its text without notes, and the arguments of each command in it, as TeX, in order."""

    text: str = ""
    commands: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[str, ...]]:
        """The arguments of every command of this name, in order."""
        return [arguments for command, arguments in self.commands if command == name]


def read(tex: str) -> Read:
    """``tex`` read to its end. Fails where braces do not pair up, or a character of it would act."""
    found, at = Read(), 0
    while at < len(tex):
        match = _TOKEN.match(tex, at)
        assert match is not None, tex[at : at + 20]
        command, sign, brace, char = match.groups()
        if brace is not None:
            group, at = _group(tex, at)
            _join(found, Read(group) if group in ("[", "]") else read(group))
            continue
        at = match.end()
        if sign is not None:
            assert sign in "{}$&#_%", sign
            found.text += sign
        elif char is not None:
            assert char not in "$&#_%^~[]\r\t\x0c", char
            found.text += char
        else:
            arguments = []
            for _ in range(1 * (command in _ONE) + 2 * (command in _TWO)):
                group, at = _group(tex, at)
                arguments.append(group)
            found.commands.append((command, tuple(arguments)))
            found.text += _SIGNS.get(command, "")
            if command in ("codepoint", "rare"):
                found.text += chr(int(arguments[0], 16))
            elif command in _READ_ON:
                _join(found, read(arguments[0]))
    return found


def _join(found: Read, other: Read) -> None:
    found.text += other.text
    found.commands += other.commands


def _group(tex: str, at: int) -> tuple[str, int]:
    """What stands between the brace at ``at`` and its partner, and where that ends."""
    assert tex[at : at + 1] == "{", tex[at : at + 20]
    depth, start = 0, at
    while at < len(tex):
        if tex[at] == "\\":
            at += 2
            continue
        depth += {"{": 1, "}": -1}.get(tex[at], 0)
        at += 1
        if not depth:
            return tex[start + 1 : at - 1], at
    raise AssertionError(f"a brace without partner: {tex[start : start + 40]}")
