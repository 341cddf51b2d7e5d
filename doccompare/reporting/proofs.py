"""A proof as text, JSON, CSV and Markdown: one line for each thing that is wrong."""

from __future__ import annotations

import csv as tables
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from doccompare.model import Proof, ProofFinding, Severity, StructureKind, in_language
from doccompare.reporting.discrepancies import safe_cell
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.markdown import escaped
from doccompare.reporting.names import clause_name, file_name
from doccompare.reporting.quotations import LEVELS
from doccompare.reporting.width import printable, wrapped

SCHEMA_ID: Final = "doccompare/proof/1"
_BOLD, _ALERT, _RESET = "\x1b[1m", "\x1b[1;33m", "\x1b[0m"
_SHOWN = 60  # characters of a finding on a terminal
_HEAD = (
    "state", "file", "line", "column", "start", "end", "address", "severity", "kind", "topics", "found",
    "expected", "left", "right", "attested",
)  # fmt: skip


def proof_to_dict(proof: Proof) -> dict[str, Any]:
    """The proof as plain values; what concerns an older galley only when one was given."""
    data: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "source": {"path": file_name(proof.path), "sha256": proof.sha256},
        "against": {"slug": proof.work.slug, "digest": proof.work.digest, "title": proof.work.title},
        "coverage": proof.coverage,
        "open_places": proof.open_places,
        "findings": [_finding(f) for f in proof.findings],
    }
    if proof.red is not None:
        data["red"] = {
            "path": file_name(proof.red),
            "carried_out": [_finding(f) for f in proof.carried_out],
            "remaining": [_finding(f) for f in proof.remaining],
            "broken": [_finding(f) for f in proof.broken],
        }
    return data


def proof_to_json(proof: Proof) -> str:
    """The text of the JSON, ending in a newline."""
    return json.dumps(proof_to_dict(proof), ensure_ascii=False, indent=1) + "\n"


def _finding(finding: ProofFinding) -> dict[str, Any]:
    return {
        "start": finding.start,
        "end": finding.end,
        "page": finding.page,
        "line": finding.line,
        "column": finding.column,
        "address": finding.address,
        "severity": finding.severity.value,
        "kind": finding.kind.value,
        "topics": [t.value for t in finding.topics],
        "found": str(finding.found),
        "expected": finding.expected,
        "left": finding.left,
        "right": finding.right,
        "attested": list(finding.attested),
    }


def reaches(proof: Proof, gate: Severity) -> bool:
    """Whether something wrong is as heavy as the gate, or heavier."""
    return any(LEVELS[f.severity] <= LEVELS[gate] for f in proof.findings)


def kind_name(finding: ProofFinding, lang: Lang = "zh") -> str:
    """What the finding is called: 讹 脱 衍 倒 …, or a finding about structure."""
    return name("structure" if isinstance(finding.kind, StructureKind) else "category", finding.kind, lang)


def what(finding: ProofFinding, lang: Lang = "zh") -> str:
    """What stands there and what should, in one sentence."""
    if isinstance(finding.kind, StructureKind):
        return in_language(finding.found, lang)
    if lang == "en":
        said = f"“{finding.found}”" if finding.found else "nothing"
        return f"{said} should be “{finding.expected}”" if finding.expected else f"take out {said}"
    if not finding.expected:
        return f"多“{finding.found}”，应删"
    return f"“{finding.found}”应作“{finding.expected}”" if finding.found else f"脱“{finding.expected}”，应补"


def proof_lines(proof: Proof, *, lang: Lang = "zh", columns: int = 80, colour: bool = False) -> list[str]:
    """The verdict, then ``file:line:column`` for each thing that is wrong; each line fits the columns."""
    label = printable(file_name(proof.path))
    heavy = sum(f.severity is Severity.CRITICAL for f in proof.findings)
    count = len(proof.findings)
    zh = f"{label}: 与原文不符 {count} 处（要害 {heavy}）" if count else f"{label}: 与原文一致。"
    en = f"{label}: {count} wrong ({heavy} critical)" if count else f"{label}: true to the text."
    if proof.red is not None:
        zh += f"  核红: 已改 {len(proof.carried_out)}  未改 {len(proof.remaining)}  新错 {len(proof.broken)}"
        en += (
            f"  Since {printable(file_name(proof.red))}: carried out {len(proof.carried_out)}, "
            f"standing {len(proof.remaining)}, new {len(proof.broken)}"
        )
    if proof.coverage < 1:
        zh += f"  覆盖 {proof.coverage:.0%}"
        en += f"  coverage {proof.coverage:.0%}"
    lines = wrapped(zh if lang == "zh" else en, columns, "  ")
    if colour:
        lines = [f"{_BOLD}{line}{_RESET}" for line in lines]
    if proof.red is None:
        lines += _listed(proof.findings, label, lang, columns, colour)
    else:
        groups = (
            ("新错", "New", proof.broken, label),
            ("未改", "Standing", proof.remaining, label),
            ("已改", "Carried out", proof.carried_out, printable(file_name(proof.red))),
        )
        for head, head_en, findings, file in groups:
            if findings:
                lines += [
                    "",
                    head if lang == "zh" else head_en,
                    *_listed(findings, file, lang, columns, colour),
                ]
    if proof.open_places:
        zh = f"另有 {proof.open_places} 处原文尚待裁定，清样所作有本可据，不列。"
        en = f"{proof.open_places} more where the text is undecided and the galley has a witness's reading."
        lines += ["", *wrapped(zh if lang == "zh" else en, columns)]
    return lines


def _listed(findings: Sequence[ProofFinding], file: str, lang: Lang, columns: int, colour: bool) -> list[str]:
    out: list[str] = []
    for finding in findings:
        place = clause_name(finding.address) if lang == "zh" else finding.address
        page = "" if finding.page is None else f" p{finding.page}"
        head = f"{file}:{finding.line}:{finding.column}{page}  {name('severity', finding.severity, lang)}"
        head = printable(f"{head}  {kind_name(finding, lang)}  {place}")
        alert = colour and finding.severity is Severity.CRITICAL
        out += [f"{_ALERT}{line}{_RESET}" if alert else line for line in wrapped(head, columns, "    ")]
        short = replace(finding, expected=_cut(finding.expected))
        if not isinstance(finding.kind, StructureKind):
            short = replace(short, found=_cut(finding.found))
        said = what(short, lang)
        if finding.attested:
            who = "".join(finding.attested)
            said += f"（{who}本同误）" if lang == "zh" else f" ({who} errs alike)"
        out += [f"  {line}" for line in wrapped(printable(said), columns - 2, "  ")]
        if (finding.left or finding.right) and len(finding.found) <= _SHOWN:
            context = f"……{finding.left}〔{finding.found}〕{finding.right}……"
            out += [f"  {line}" for line in wrapped(printable(context), columns - 2, "  ")]
    return out


def _cut(text: str) -> str:
    """A long text with its middle left out."""
    half = _SHOWN // 2
    return text if len(text) <= _SHOWN else f"{text[:half]}……{text[-half:]}"


def proof_csv(proof: Proof) -> str:
    """One row for each finding, UTF-8 with BOM and CRLF; ``state``: new, standing or done."""
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for state, path, finding in _states(proof):
        row = (
            state, file_name(path), finding.line, finding.column, finding.start, finding.end, finding.address,
            finding.severity.value, finding.kind.value, " ".join(t.value for t in finding.topics),
            finding.found, finding.expected, finding.left, finding.right, "".join(finding.attested),
        )  # fmt: skip
        writer.writerow([safe_cell(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def _states(proof: Proof) -> list[tuple[str, str, ProofFinding]]:
    if proof.red is None:
        return [("", proof.path, f) for f in proof.findings]
    return [
        *(("new", proof.path, f) for f in proof.broken),
        *(("standing", proof.path, f) for f in proof.remaining),
        *(("done", proof.red, f) for f in proof.carried_out),
    ]


def proof_md(proof: Proof) -> str:
    """A page with a table of what is wrong; with an older galley a table for each state."""
    lines = [f"# 清样核对：{escaped(file_name(proof.path))}", ""]
    against = escaped(proof.work.title)
    lines += [f"对照：{against}。不符 {len(proof.findings)} 处。", ""]
    names = {"": "", "new": "新错", "standing": "未改", "done": "已改"}
    states = _states(proof)
    for state in dict.fromkeys(s for s, _, _ in states):
        rows = [f for s, _, f in states if s == state]
        if names[state]:
            lines += [f"## {names[state]} {len(rows)} 处", ""]
        lines += ["| 位置 | 程度 | 类别 | 条文 | 说明 |", "|---|---|---|---|---|"]
        for f in rows:
            cells = (
                f"{f.line}:{f.column}",
                name("severity", f.severity),
                kind_name(f),
                clause_name(f.address),
                what(f),
            )
            lines.append("| " + " | ".join(escaped(cell) for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"
