"""A clause with a citation to paste: GB/T 7714—2015, Markdown, BibTeX, CSL-JSON.

What is not known of a publication is printed 〔待补〕 and never guessed. The rules of GB/T 7714—2015 used
here: 4.2 for a document in a newspaper, ``主要责任者. 题名[N]. 报纸名, 年-月-日(版次).``; 8.1 for bodies as
authors, three of them at most, then 等.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from doccompare.model import Attestation, Clause, Collation, Role
from doccompare.reporting.established import paragraphs
from doccompare.reporting.labels import Lang
from doccompare.reporting.lookup import Found
from doccompare.reporting.markdown import anchor, escaped, text_anchor
from doccompare.reporting.names import clause_name
from doccompare.reporting.show import sentences
from doccompare.resources import NumberKind, numbers_in

STYLES: Final = ("gbt7714", "markdown", "bibtex", "csl-json")
MISSING: Final = "〔待补〕"
_AROUND = 32  # characters before and after, for finding the words again
_MOST_AUTHORS = 3
_ISSUERS = re.compile(r"^(?P<who>[^《》“”]{2,60}?)(?P<what>(?:印发|转发|批转)?《?关于.+)$")
_SPECIAL = re.compile(r"([&%$#_{}~^\\])")


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of the text to cite: its address, what it says, the words round it, where the report has it.

    ``open_places``: undecided places in it.
    """

    address: str
    name: str
    exact: str
    prefix: str
    suffix: str
    link: str
    open_places: int


def cited(collation: Collation, found: Found, report: str) -> Cited:
    """What an address means, as a piece of the established text; ``report``: path of report.html."""
    text = collation.established.text
    if found.unit is not None:
        unit = found.unit
        clause = next((c for c in collation.clauses if c.address == unit.address), None)
        start, end = _span(collation, (clause,) if clause else ())
        return _made(collation, unit.address, unit.id, start, end, f"{report}#{anchor(unit.key)}")
    address = found.clauses[0].address
    start, end = _span(collation, found.clauses)
    link = f"{report}#{text_anchor(address)}"
    if found.sentence is not None:
        own = sentences(collation, found.clauses[0])
        sentence = own[found.sentence - 1]
        low = text.find(sentence, start, end)
        if low >= 0:
            start, end = low, low + len(sentence)
        address = f"{address}.s{found.sentence}"
    return _made(collation, address, "", start, end, link)


def _span(collation: Collation, clauses: tuple[Clause, ...]) -> tuple[int, int]:
    own = {c.address for c in clauses}
    spans = [(p.start, p.end) for p in paragraphs(collation) if p.address in own]
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def _made(collation: Collation, address: str, unit: str, start: int, end: int, link: str) -> Cited:
    text = collation.established.text
    around = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    name = clause_name(address) + (f"（异文 {unit}）" if unit else "")
    undecided = sum(start <= o.start < end for o in collation.established.open)
    prefix, suffix = (part.replace("\n", "") for part in around)
    return Cited(unit or address, name, text[start:end], prefix, suffix, link, undecided)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text was printed; empty strings are not known. ``date`` is ISO 8601 as far as it is known."""

    authors: tuple[str, ...]
    title: str
    publication: str
    date: str
    page: str


def source_of(collation: Collation, siglum: str | None = None) -> Source:
    """The publication of the witness with this siglum; by default the authority's, else the base's.

    Raises KeyError when there is no such witness.
    """
    chosen = collation.attestation(siglum) if siglum else _best(collation)
    witness = chosen.witness
    authors, title = _issuers(collation.work.title or chosen.title)
    page = re.sub(r"^第|版$", "", witness.page.strip())
    return Source(authors, title, witness.publication.strip(), _iso(witness.date), page)


def _best(collation: Collation) -> Attestation:
    """The authority, else the base."""
    official = next((a for a in collation.witnesses if a.role is Role.AUTHORITY), None)
    return official or collation.attestation(collation.base)


def _issuers(title: str) -> tuple[tuple[str, ...], str]:
    """The bodies before 关于, as printed with spaces or 、 between them, and the rest of the title."""
    found = _ISSUERS.match(title.strip())
    if found is None:
        return (), title.strip()
    bodies = tuple(b for b in re.split(r"[\s　、，,]+", found["who"].strip()) if b)
    return bodies, found["what"].strip()


def _iso(date: str) -> str:
    found = [n.value for n in numbers_in(date) if n.kind is NumberKind.DATE]
    if found:
        return found[0]
    plain = re.fullmatch(r"\s*(\d{4})[-./](\d{1,2})[-./](\d{1,2})\s*", date)
    return f"{plain[1]}-{int(plain[2]):02d}-{int(plain[3]):02d}" if plain else ""


def gbt7714(source: Source) -> str:
    """The entry of GB/T 7714—2015 for a document in a newspaper."""
    authors = list(source.authors[:_MOST_AUTHORS])
    if len(source.authors) > _MOST_AUTHORS:
        authors.append("等")
    who = ", ".join(authors) or MISSING
    page = source.page or MISSING
    return f"{who}. {source.title}[N]. {source.publication or MISSING}, {source.date or MISSING}({page})."


def citation(piece: Cited, source: Source, style: str, lang: Lang = "zh") -> str:
    """The clause and its citation in a style, ending in a newline."""
    if style == "bibtex":
        return _bibtex(piece, source)
    if style == "csl-json":
        return json.dumps([_csl(piece, source)], ensure_ascii=False, indent=1) + "\n"
    if style == "markdown":
        return _markdown(piece, source)
    zh = lang == "zh"
    lines = [piece.name, "", piece.exact, "", f"{gbt7714(source)[:-1]}, {piece.name}.", ""]
    lines += [
        f"exact   {_one_line(piece.exact)}",
        f"prefix  {piece.prefix}",
        f"suffix  {piece.suffix}",
        f"{'链接' if zh else 'link'}    {piece.link}",
    ]
    if piece.open_places:
        said = f"其中 {piece.open_places} 处尚待裁定。" if zh else f"Undecided in it: {piece.open_places}."
        lines += ["", said]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return text.replace("\n", "")


def _markdown(piece: Cited, source: Source) -> str:
    quoted = "\n>\n".join(f"> {escaped(line)}" for line in piece.exact.split("\n"))
    entry = escaped(gbt7714(source)[:-1])
    note = f"\n\n其中 {piece.open_places} 处尚待裁定。" if piece.open_places else ""
    return f"{quoted}\n>\n> —— {entry}, [{escaped(piece.name)}](<{piece.link}>).{note}\n\n{_comment(piece)}"


def _comment(piece: Cited) -> str:
    """The text-quote selector as a comment that no reader sees and no text can break out of."""
    selector = (
        json.dumps(_selector(piece), ensure_ascii=False).replace("--", "-\\u002d").replace(">", "\\u003e")
    )
    return f"<!-- {selector} -->\n"


def _selector(piece: Cited) -> dict[str, str]:
    return {
        "type": "TextQuoteSelector",
        "exact": _one_line(piece.exact),
        "prefix": piece.prefix,
        "suffix": piece.suffix,
    }


def _bibtex(piece: Cited, source: Source) -> str:
    fields = {
        "author": " and ".join(f"{{{_tex(a)}}}" for a in source.authors) or MISSING,
        "title": _tex(source.title),
        "journal": _tex(source.publication) or MISSING,
        "date": source.date or MISSING,
        "pages": _tex(source.page) or MISSING,
        "entrysubtype": "newspaper",
        "langid": "chinese",
        "note": _tex(piece.name),
        "annotation": _tex(_one_line(piece.exact)),
        "url": re.sub(r"[{}\\\\]", "", piece.link),
        "x-prefix": _tex(piece.prefix),
        "x-suffix": _tex(piece.suffix),
    }
    key = re.sub(r"[^0-9A-Za-z]+", "-", f"doc-{source.date or 'nd'}-{piece.address}").strip("-")
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@article{{{key},\n{body},\n}}\n"


def _tex(text: str) -> str:
    """Text as BibTeX takes it: no command, no unbalanced brace."""
    names = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return _SPECIAL.sub(lambda m: names.get(m[1], f"\\{m[1]}"), text)


def _csl(piece: Cited, source: Source) -> dict[str, Any]:
    date = [int(part) for part in source.date.split("-") if part.isdecimal()]
    item: dict[str, Any] = {
        "id": piece.address,
        "type": "article-newspaper",
        "title": source.title,
        "author": [{"literal": a} for a in source.authors] or [{"literal": MISSING}],
        "container-title": source.publication or MISSING,
        "issued": {"date-parts": [date]} if date else {"literal": MISSING},
        "page": source.page or MISSING,
        "language": "zh-CN",
        "note": piece.name,
        "URL": piece.link,
        "custom": {"selector": _selector(piece), "open_places": piece.open_places},
    }
    return item
