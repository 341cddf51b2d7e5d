"""The automatic numbers of a Word document: which number a paragraph prints, counted as Word counts.

Source of the rules: ECMA-376, Part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from doccompare.readers.markup import attribute, child, local
from doccompare.readers.numerals import numeral

_LEVELS = 9
_MOST = 1_000_000  # a larger start is no number of a clause


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the style of its number, the words around it, where it begins.

    ``restart``: the level (from 1) whose numbers make it begin again; 0: none does; None: any above it.
    """

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    gap: bool = True
    decimal: bool = False
    paragraph_style: str = ""


@dataclass(slots=True)
class _List:
    """A list: its definition's id, by which its counters are shared, its levels, where it starts anew."""

    shared: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    begun: bool = False


class Numbering:
    """The lists of a document and how far each has been counted. ``unknown``: styles nobody can print."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._styles = _styles(styles)
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self.unknown: set[str] = set()
        if numbering is not None:
            self._read(numbering)

    def label(self, properties: Any | None) -> str:
        """The number that a paragraph with these properties (``w:pPr`` or None) prints; it is counted."""
        number, level = self._of(properties)
        one = self._lists.get(number)
        return "" if one is None else self._next(one, min(max(level, 0), _LEVELS - 1))

    def _of(self, properties: Any | None) -> tuple[str, int]:
        """The list and the level of a paragraph, its own or those of its style; ``""``: no list."""
        style = ""
        number, level = "", None
        if properties is not None:
            style = _value(properties, "pStyle") or ""
            number = _value(properties, "numPr", "numId") or ""
            level = _integer(_value(properties, "numPr", "ilvl"))
        if number:
            return number, level or 0
        seen: set[str] = set()
        name = style or self._styles.default
        while name in self._styles.numbers and name not in seen:
            seen.add(name)
            based, inherited, inherited_level = self._styles.numbers[name]
            level = inherited_level if level is None else level
            if inherited:
                one = self._lists.get(inherited)
                linked = [n for n, v in one.levels.items() if v.paragraph_style == name] if one else []
                return inherited, linked[0] if linked else level or 0
            name = based
        return "", 0

    def _next(self, one: _List, level: int) -> str:
        counters = self._counters.setdefault(one.shared, {})
        if not one.begun:
            one.begun = True
            for overridden in one.starts:
                counters.pop(overridden, None)
        for above in range(level):
            counters.setdefault(above, self._start(one, above))
        counters[level] = counters[level] + 1 if level in counters else self._start(one, level)
        for below in range(level + 1, _LEVELS):
            restart = one.levels.get(below, Level()).restart
            if restart is None or level < restart:
                counters.pop(below, None)
        own = one.levels.get(level, Level())
        if own.style == "bullet":
            return "• " if own.text.strip() else ""

        def printed(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            style = "decimal" if own.decimal else one.levels.get(at, Level()).style
            n = counters.get(at, self._start(one, at))
            written = numeral(style, n)
            if written is None:
                self.unknown.add(style)
                return str(n)
            return written

        label = re.sub("%([1-9])", printed, own.text)
        return label + (" " if label and own.gap and label[-1] < "\u2000" else "")

    @staticmethod
    def _start(one: _List, level: int) -> int:
        return one.starts.get(level, one.levels.get(level, Level()).start)

    def _read(self, numbering: Any) -> None:
        definitions: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        for element in numbering:
            if local(element) == "abstractNum":
                key = attribute(element, "abstractNumId") or ""
                definitions[key] = _levels(element)
                links[key] = _value(element, "numStyleLink") or ""
        numbers = {attribute(e, "numId") or "": e for e in numbering if local(e) == "num"}
        for number, element in numbers.items():
            shared = _value(element, "abstractNumId") or ""
            if links.get(shared):  # the definition stands elsewhere, behind a style of lists
                linked = numbers.get(self._styles.numbers.get(links[shared], ("", "", 0))[1])
                if linked is not None:
                    shared = _value(linked, "abstractNumId") or ""
            levels = dict(definitions.get(shared, {}))
            starts: dict[int, int] = {}
            for override in element:
                at = _integer(attribute(override, "ilvl"))
                if local(override) != "lvlOverride" or at is None:
                    continue
                levels |= _levels(override)
                start = _integer(_value(override, "startOverride"))
                if start is not None:
                    starts[at] = start
            self._lists[number] = _List(shared, levels, starts)


@dataclass(frozen=True, slots=True)
class _Styles:
    """By style: the one it is based on, its list, its level; and the style of plain paragraphs."""

    numbers: dict[str, tuple[str, str, int | None]]
    default: str


def _styles(styles: Any | None) -> _Styles:
    numbers: dict[str, tuple[str, str, int | None]] = {}
    default = ""
    for element in styles if styles is not None else ():
        name = attribute(element, "styleId")
        if local(element) != "style" or name is None:
            continue
        numbers[name] = (
            _value(element, "basedOn") or "",
            _value(element, "pPr", "numPr", "numId") or "",
            _integer(_value(element, "pPr", "numPr", "ilvl")),
        )
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
            default = name
    return _Styles(numbers, default)


def _levels(definition: Any) -> dict[int, Level]:
    levels = {}
    for element in definition:
        at = _integer(attribute(element, "ilvl"))
        if local(element) != "lvl" or at is None or not 0 <= at < _LEVELS:
            continue
        start = _integer(_value(element, "start"))
        levels[at] = Level(
            style=_style(element),
            text=_value(element, "lvlText") or "",
            start=0 if start is None else start,
            restart=_integer(_value(element, "lvlRestart")),
            gap=_value(element, "suff") != "nothing",
            decimal=on(child(element, "isLgl")),
            paragraph_style=_value(element, "pStyle") or "",
        )
    return levels


def _style(level: Any) -> str:
    """The style of a level's number; newer ones stand in an alternative, with a fallback."""
    found = _value(level, "numFmt")
    if found is None:
        found = _value(level, "AlternateContent", "Fallback", "numFmt")
    return found or "decimal"


def on(switch: Any | None) -> bool:
    """Whether an element that switches something is there and does not say no."""
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")


def _value(element: Any, *path: str) -> str | None:
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def _integer(value: str | None) -> int | None:
    """A number of the file; None when it is none, or one that nobody counts to."""
    if value is None or not re.fullmatch(r"-?[0-9]{1,7}", value.strip()):
        return None
    return max(-_MOST, min(_MOST, int(value)))
