"""The addresses of the passages: 标题 日期 前言 一 一.p1 四.9 四.9.（一） 第二章.第十二条.2 3.2.1 落款."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.layout import mark_of
from doccompare.model import Part, Passage
from doccompare.segmentation.decimals import number_of

_FIXED = {Part.TITLE: "标题", Part.DATE: "日期", Part.SIGNATURE: "落款", Part.CREDIT: "电头"}


@dataclass(frozen=True, slots=True)
class Addressed:
    """A passage, its address and, for a clause of a section, the part it finally is."""

    passage: Passage
    address: str
    part: Part


def number_kind(number: str) -> str:
    """The kind of a number as printed: book, chapter, part, article, section, item, clause, subitem.

    Of a decimal number it counts the levels: 3.2 is ``decimal2``, 3.2.1 ``decimal3``.
    """
    levels = len(number_of(number))
    if levels > 1:
        return f"decimal{levels}"
    mark = mark_of(f"{number}、" if number and not number.startswith(("第", "（", "(")) else f"{number} ")
    return mark.kind if mark else "clause"


def _printed(number: str) -> str:
    """The number as an address has it: （一） with full-width brackets, everything else as printed."""
    return number.replace("(", "（").replace(")", "）")


def address_passages(passages: Sequence[Passage]) -> list[Addressed]:
    """An address for each passage, in the same order; equal addresses get ``#2``, ``#3``."""
    headed = any(p.number for p in passages)
    preamble = _preamble_length(passages) if headed else 0
    out: list[Addressed] = []
    stack: list[tuple[str, str]] = []
    counts: dict[str, int] = {}
    seen: dict[str, int] = {}
    for i, passage in enumerate(passages):
        part, address = passage.part, _FIXED.get(passage.part, "")
        if not address and passage.number:
            _push(stack, number_kind(passage.number), _printed(passage.number), part is Part.HEADING)
            address = ".".join(_path(stack))
            if number_of(passage.number) and part is Part.HEADING:
                counts[address] = 0  # what stands under a heading is its first paragraph
        elif not address:
            part, address = _unnumbered(i, passages, stack, counts, preamble)
        seen[address] = seen.get(address, 0) + 1
        if seen[address] > 1 and part not in (Part.TITLE, Part.DATE, Part.CREDIT, Part.SIGNATURE):
            address = f"{address}#{seen[address]}"
        out.append(Addressed(passage, address, part))
    return out


def _preamble_length(passages: Sequence[Passage]) -> int:
    """How many unnumbered paragraphs stand before the first number."""
    count = 0
    for passage in passages:
        if passage.number:
            break
        count += passage.part is Part.PARAGRAPH
    return count


def _push(stack: list[tuple[str, str]], kind: str, number: str, heading: bool) -> None:
    """A number of a kind already open closes what is below it; a new kind goes one deeper."""
    kinds = [k for k, _ in stack]
    deepest = max((n for n, k in enumerate(kinds) if k.startswith("decimal")), default=-1)
    if kind.startswith("decimal"):
        above = [n for n, k in enumerate(kinds) if k.startswith("decimal") and k < kind]
        below = [n for n, k in enumerate(kinds) if k.startswith("decimal") and k >= kind]
        if above or below:
            del stack[above[-1] + 1 if above else below[0] :]
        else:
            while stack and (
                stack[-1][0] in ("item", "subitem")
                or (stack[-1][0] == "clause" and not _opens(stack[-1][1], number))
            ):
                stack.pop()
    elif kind == "clause" and deepest >= 0 and not heading:  # a list under 3.2.1, not the next number 3
        if kind in kinds[deepest:]:
            del stack[kinds.index(kind, deepest) :]
    elif kind in kinds:
        del stack[kinds.index(kind) :]
    elif kind in ("book", "chapter", "section"):
        stack.clear()
    stack.append((kind, number))


def _opens(number: str, below: str) -> bool:
    """Whether a decimal number is one of those under another: 3.2.1 under 3.2."""
    own = number_of(number)
    return bool(own) and number_of(below)[: len(own)] == own


def _path(stack: Sequence[tuple[str, str]]) -> list[str]:
    """The numbers of the address. Books and parts (编 节) are not needed to find an article.

    A decimal number holds those above it.
    """
    at = max((n for n, (k, _) in enumerate(stack) if k.startswith("decimal")), default=0)
    stack = [(k, n) for k, n in stack[:at] if not _opens(n, stack[at][1])] + list(stack[at:])
    kinds = [k for k, _ in stack]
    if kinds and kinds[-1] in ("book", "part"):
        return [n for k, n in stack if k != "book" or kinds[-1] == "book"]
    return [n for k, n in stack if k not in ("book", "part")]


def _unnumbered(
    i: int, passages: Sequence[Passage], stack: list[tuple[str, str]], counts: dict[str, int], preamble: int
) -> tuple[Part, str]:
    if not stack:
        if not preamble:
            counts["p"] = counts.get("p", 0) + 1
            return Part.PARAGRAPH, f"p{counts['p']}"
        counts["前言"] = counts.get("前言", 0) + 1
        return Part.PREAMBLE, f"前言.p{counts['前言']}" if preamble > 1 else "前言"
    # A paragraph after an item goes on the clause, not the item.
    while (
        len(stack) > 1
        and stack[-1][0] in ("item", "subitem")
        and any(k in ("article", "clause") or k.startswith("decimal") for k, _ in stack[:-1])
    ):
        stack.pop()
    above = ".".join(_path(stack))
    kind = stack[-1][0]
    if kind in ("article", "clause", "item", "subitem") or kind.startswith("decimal"):
        counts[above] = counts.get(above, 1) + 1
        number = str(counts[above]) if kind == "article" else f"p{counts[above]}"
        return Part.PARAGRAPH, f"{above}.{number}"
    counts[above] = counts.get(above, 0) + 1
    return Part.PARAGRAPH, f"{above}.p{counts[above]}"
