"""What places are called: addresses in words, files as they may be published, line and column."""

from __future__ import annotations

import re
from pathlib import PurePath

from doccompare.model import Clause, Collation, Part, Place


def file_name(path: str) -> str:
    """The path as it may be published: relative paths as they are, of others the last part only."""
    pure = PurePath(path)
    windows = "\\" in path or re.match(r"[A-Za-z]:", path)
    if windows:
        return re.split(r"[\\/]", path)[-1]
    return pure.name if pure.is_absolute() or ".." in pure.parts else str(pure)


def place_text(place: Place) -> str:
    """Page, line and column as ``p3:93:14``; ``93:14`` where the source has no pages."""
    page = "" if place.page is None else f"p{place.page}:"
    return f"{page}{place.line}:{place.column}"


def clause_at(collation: Collation, address: str) -> Clause | None:
    """The clause with this address, or the one the address lies in; None when there is none."""
    best: Clause | None = None
    for clause in collation.clauses:
        if clause.address == address:
            return clause
        inside = address.startswith(clause.address + ".")
        if inside and (best is None or len(clause.address) > len(best.address)):
            best = clause
    return best


def place_name(address: str) -> str:
    """The address in words: 四.9 → 第四部分第9条, 四 → 第四部分标题, 3.2.1.p2 → 3.2.1第2段."""
    first, *rest = _parts(address)
    if first.startswith("第"):
        words = first
    elif re.fullmatch(r"[〇零一二三四五六七八九十百]+", first):
        words = f"第{first}部分" + ("" if rest else "标题")
    else:
        words = first
    for part in rest:
        if match := re.fullmatch(r"p(\d+)", part):
            words += f"第{match[1]}段"
        elif match := re.fullmatch(r"s(\d+)", part):
            words += f"第{match[1]}句"
        elif part.isdecimal() and words.endswith("条"):
            words += f"第{part}款"
        elif part.isdecimal():
            words += f"第{part}条"
        else:
            words += part
    return words


def _parts(address: str) -> list[str]:
    """The parts of an address; a decimal number (3.2.1) is one."""
    return re.findall(r"\d+(?:\.\d+)+(?![^.])|[^.]+", address)


def clause_name(address: str) -> str:
    """The address in words, a clause without a section too: 9 → 第9条, 9.s2 → 第9条第2句."""
    first, dot, rest = address.partition(".")
    alone = first.isdecimal() and not rest[:1].isdecimal()  # 3.2.1 is called by its number
    return place_name(f"第{first}条{dot}{rest}" if alone else address)


def clause_title(collation: Collation, address: str) -> str:
    """The address in words with the heading of the clause: 第四部分第9条 严格队伍管理."""
    clause = clause_at(collation, address)
    heading = clause.heading if clause is not None and clause.address == address else ""
    if clause is not None and clause.part in (Part.TITLE, Part.DATE):
        heading = ""
    return f"{place_name(address)} {heading}".strip()
