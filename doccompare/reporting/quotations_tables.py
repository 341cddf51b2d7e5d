"""Quotations as a table for a spreadsheet, and as Markdown."""

from __future__ import annotations

import csv as tables
import io

from doccompare.model import Quotations, QuotedPassage, QuoteFlag
from doccompare.reporting.discrepancies import safe_cell
from doccompare.reporting.labels import name
from doccompare.reporting.markdown import escaped
from doccompare.reporting.names import file_name
from doccompare.reporting.quotations import counts, flag_names, remark, where

_HEAD = (
    "line", "column", "start", "end", "status", "flags", "severity", "address", "addresses", "work", "marked",
    "text", "established", "similarity", "remark", "variants",
)  # fmt: skip


def csv(found: Quotations) -> str:
    """One row for each passage, UTF-8 with BOM and CRLF; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for p in found.passages:
        row = (
            p.line, p.column, p.start, p.end, p.status.value, " ".join(f.value for f in p.flags),
            p.severity.value if p.severity else "", p.address, " ".join(p.addresses), p.work,
            "yes" if p.marked else "", p.text, p.established, p.similarity, remark(p),
            "; ".join(f"{v.unit}:{v.reading} {''.join(v.sigla)}" for v in p.variants),
        )  # fmt: skip
        writer.writerow([safe_cell(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def markdown(found: Quotations) -> str:
    """A page: the counts, then a table with every passage."""
    lines = [f"# 引文核对：{escaped(file_name(found.path))}", ""]
    if len(found.works) == 1:
        lines += [f"对照：{escaped(found.works[0].title)}（sha256 {found.works[0].digest[:12]}）", ""]
    tally = "，".join(f"{name('quotation', s)} {n}" for s, n in counts(found).items())
    lines += [f"引自原文 {len(found.passages)} 处" + (f"：{tally}" if tally else "") + "。", ""]
    if found.passages:
        lines += ["| 位置 | 结果 | 程度 | 出处 | 引文 | 说明 |", "|---|---|---|---|---|---|"]
        lines += [_row(p) for p in found.passages]
    return "\n".join(lines) + "\n"


def _row(passage: QuotedPassage) -> str:
    status = name("quotation", passage.status)
    if passage.flags:
        status += f"（{flag_names(passage, 'zh')}）"
    level = name("severity", passage.severity) if passage.severity else ""
    if QuoteFlag.OTHER_SOURCE in passage.flags:
        level = ""
    cells = (
        f"{passage.line}:{passage.column}",
        status,
        level,
        where(passage, "zh"),
        passage.text,
        str(remark(passage)),
    )
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
