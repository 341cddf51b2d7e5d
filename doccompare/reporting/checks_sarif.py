"""Quotations and proofs as SARIF 2.1.0, for editors and code hosts that show findings beside the text.

Columns count code points. A finding is known again by its content, not by its line.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote as percent

from doccompare.model import Proof, Quotations, QuoteFlag, QuoteStatus, Severity
from doccompare.reporting.labels import name
from doccompare.reporting.names import clause_name, file_name
from doccompare.reporting.proofs import kind_name, what
from doccompare.reporting.quotations import remark, where

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.CRITICAL: "error", Severity.WORDING: "warning", Severity.FORMAL: "note"}


def quotations_sarif(found: Quotations, text: str, version: str) -> str:
    """The passages that want a look as SARIF; ``text`` is the article's."""
    lines = _Lines(text)
    rules: dict[str, tuple[str, str]] = {}
    results = []
    for passage in found.passages:
        if passage.severity is None:
            continue
        cut = QuoteFlag.CONDITION_CUT in passage.flags and passage.status is QuoteStatus.VERBATIM
        kind, key = ("flag", QuoteFlag.CONDITION_CUT.value) if cut else ("quotation", passage.status.value)
        rule = f"quote/{key}"
        rules[rule] = name(kind, key), name(kind, key, "en")
        place = where(passage, "zh")
        said = "".join(x for x in (f"{place}：" if place else "", str(remark(passage)))) or name(kind, key)
        results.append(
            _result(rule, passage.severity, said, found.path, lines.region(passage.start, passage.end))
            | _print(rule, passage.address, passage.text, passage.established)
        )
    return _log(results, rules, version)


def proof_sarif(proof: Proof, text: str, version: str) -> str:
    """What is wrong in a galley as SARIF; ``text`` is the galley's."""
    lines = _Lines(text)
    rules: dict[str, tuple[str, str]] = {}
    results = []
    states = {id(f): "new" for f in proof.broken} | {id(f): "unchanged" for f in proof.remaining}
    for finding in proof.findings:
        rule = f"proof/{finding.kind.value}"
        rules[rule] = kind_name(finding), kind_name(finding, "en")
        said = f"{clause_name(finding.address)}：{what(finding)}"
        result = _result(
            rule, finding.severity, said, proof.path, lines.region(finding.start, finding.end)
        ) | _print(rule, finding.address, finding.left + finding.found + finding.right, finding.expected)
        if proof.red is not None:
            result["baselineState"] = states[id(finding)]
        results.append(result)
    return _log(results, rules, version)


def _result(rule: str, severity: Severity, message: str, path: str, region: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "level": _LEVELS[severity],
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": percent(file_name(path) or "stdin")},
                    "region": region,
                }
            }
        ],
    }


def _print(*parts: str) -> dict[str, Any]:
    """What a finding is known by in another run: its content."""
    digest = sha256("\0".join("".join(part.split()) for part in parts).encode("utf-8", "replace"))
    return {"partialFingerprints": {"content/v1": digest.hexdigest()[:32]}}


def _log(results: list[dict[str, Any]], rules: dict[str, tuple[str, str]], version: str) -> str:
    driver = {
        "name": "doccompare",
        "semanticVersion": version,
        "rules": [
            {"id": rule, "shortDescription": {"text": f"{zh} / {en}"}}
            for rule, (zh, en) in sorted(rules.items())
        ],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)
        + "\n"
    )


class _Lines:
    """Offsets of a text as lines and columns, from 1."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts: Sequence[int] = [0]
        starts = [0]
        for i, char in enumerate(text):
            if char == "\n" or (char == "\r" and text[i + 1 : i + 2] != "\n"):
                starts.append(i + 1)
        self._starts = starts

    def region(self, start: int, end: int) -> dict[str, int]:
        """The region of ``[start, end)``; the end column is the one after the last character."""
        start, end = min(start, self._length), min(end, self._length)
        first, column = self._at(start)
        last, stop = self._at(end)
        return {
            "startLine": first,
            "startColumn": column,
            "endLine": last,
            "endColumn": stop,
            "charOffset": start,
            "charLength": end - start,
        }

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
