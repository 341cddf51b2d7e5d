"""How a notebook shows a collation: a small piece of HTML, all text escaped, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from doccompare.model import Collation, VariationUnit
from doccompare.reporting.labels import name
from doccompare.reporting.notes import copies
from doccompare.reporting.safe import xml_text
from doccompare.reporting.views import (
    NOT_EXTANT,
    coverage,
    decision_words,
    is_open,
    reading_text,
    severities,
    source,
    verdict_line,
)

_SHOWN = 20


def collation_html(collation: Collation) -> str:
    """Title, verdict, the witnesses and the gravest places, at most 20 of them."""
    counts = severities(collation)
    units = sorted(collation.units, key=lambda u: (list(counts).index(u.severity), not is_open(u)))
    numbers = "　".join(f"{name('severity', level)} {count}" for level, count in counts.items())
    rows = [
        [unit.id, name("severity", unit.severity), _readings(unit), decision_words(unit)]
        for unit in units[:_SHOWN]
    ]
    more = len(units) - len(rows)
    witnesses = [
        [a.witness.siglum, source(a), name("role", a.role), coverage(a), str(a.units_differing)]
        for a in collation.witnesses
    ]
    parts = [
        f"<p><b>{_text(collation.work.title)}</b><br>{_text(verdict_line(collation))}<br>{_text(numbers)}</p>",
        _table(["本", "来源", "地位", "存文", "异文"], witnesses),
    ]
    if rows:
        parts.append(_table(["编号", "级别", "读法", "裁定"], rows))
    if more:
        parts.append(f"<p>另有 {more} 处。</p>")
    return f'<div lang="zh">{"".join(parts)}</div>'


def _readings(unit: VariationUnit) -> str:
    """Who reads what: 甲丁本 优进绌退；乙本 优胜劣汰；丙本 未见."""
    words = [f"{copies(reading.sigla)} {reading_text(reading)}" for reading in unit.readings]
    return "；".join(words + ([f"{copies(unit.lacuna)} {NOT_EXTANT}"] if unit.lacuna else []))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = "".join(f"<th>{_text(text)}</th>" for text in head)
    body = "".join("<tr>" + "".join(f"<td>{_text(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _text(text: str) -> str:
    return escape(xml_text(text))
