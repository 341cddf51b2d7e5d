"""A document that tells its own structure is a checksum: 《意见》共有6个部分、17条措施。"""

from __future__ import annotations

import re
from dataclasses import dataclass

from doccompare.layout import ordinal_of
from doccompare.model import Span

_N = r"([0-9０-９]{1,3}|[一二三四五六七八九十百]{1,4})"
_SAID = re.compile(
    rf"共(?:有|分为?|计)?\s*{_N}\s*(?:个)?(?:部分|章|方面)(?:[、，,]?\s*(?:共|计)?\s*{_N}\s*条)?|共(?:有|计)?\s*{_N}\s*条(?!例)"
)


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """How many sections and clauses a page says the work has (None: not said), where, in what words."""

    sections: int | None
    clauses: int | None
    text: str
    span: Span


def self_descriptions(text: str) -> list[SelfDescription]:
    """What a page says of the structure of the work: only sentences that speak of a document as a whole."""
    out = []
    for found in _SAID.finditer(text):
        if "》" not in text[max(0, found.start() - 12) : found.start()]:
            continue
        sections, clauses, alone = found.groups()
        out.append(
            SelfDescription(
                ordinal_of(sections) if sections else None,
                ordinal_of(clauses or alone) if clauses or alone else None,
                found.group(),
                Span(*found.span()),
            )
        )
    return out
