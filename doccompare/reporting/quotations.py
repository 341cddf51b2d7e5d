"""Quotations as plain values (the contract's JSON), and the sentences that every format says of a passage."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from doccompare.model import (
    ComparedWork,
    Note,
    Quotations,
    QuoteDifference,
    QuotedPassage,
    QuoteFlag,
    QuoteStatus,
    Severity,
)
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.names import clause_name, file_name

SCHEMA_ID: Final = "doccompare/quotations/1"
LEVELS: Final = {Severity.CRITICAL: 1, Severity.WORDING: 2, Severity.FORMAL: 3}


def quotations_to_dict(found: Quotations) -> dict[str, Any]:
    """The quotations in the contract's shape and key order."""
    data: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "source": {"path": file_name(found.path), "sha256": found.sha256},
        "against": against_to_dict(found.works),
        "passages": [_passage(p, several=len(found.works) > 1) for p in found.passages],
    }
    return data


def quotations_to_json(found: Quotations) -> str:
    """The text of the JSON, ending in a newline; the same quotations give the same bytes."""
    return json.dumps(quotations_to_dict(found), ensure_ascii=False, indent=1) + "\n"


def against_to_dict(works: Sequence[ComparedWork]) -> dict[str, Any]:
    """What was held against: one work, or of several the digest of their digests and how many."""
    if len(works) == 1:
        work = works[0]
        return {"slug": work.slug, "digest": work.digest, "title": work.title}
    digest = sha256("\n".join(w.digest for w in works).encode()).hexdigest()
    return {"slug": "", "digest": digest, "works": [{"slug": w.slug, "digest": w.digest} for w in works]}


def _passage(passage: QuotedPassage, *, several: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "start": passage.start,
        "end": passage.end,
        "line": passage.line,
        "column": passage.column,
        "text": passage.text,
        "marked": passage.marked,
        "address": passage.address,
        "addresses": list(passage.addresses),
        "status": passage.status.value,
        "flags": [flag.value for flag in passage.flags],
        "severity": None if passage.severity is None else passage.severity.value,
        "similarity": passage.similarity,
        "established": passage.established,
        "differences": [_difference(d) for d in passage.differences],
        "variants": [
            {"unit": v.unit, "reading": v.reading, "sigla": list(v.sigla)} for v in passage.variants
        ],
    }
    return data | ({"work": passage.work} if several else {})


def _difference(difference: QuoteDifference) -> dict[str, Any]:
    return {
        "quoted": difference.quoted,
        "established": difference.established,
        "severity": difference.severity.value,
        "start": difference.start,
        "end": difference.end,
        "topics": [topic.value for topic in difference.topics],
        "variant": difference.variant,
    }


def counts(found: Quotations) -> Mapping[QuoteStatus, int]:
    """How many passages of each status, in the order of the ladder; those with none left out."""
    tally = Counter(p.status for p in found.passages)
    return {status: tally[status] for status in QuoteStatus if tally[status]}


def reaches(found: Quotations, gate: Severity) -> bool:
    """Whether a passage is as heavy as the gate, or heavier."""
    return any(p.severity is not None and LEVELS[p.severity] <= LEVELS[gate] for p in found.passages)


def urgent(found: Quotations) -> list[QuotedPassage]:
    """The passages that want a look, the gravest first, then in the order of the article."""
    wanted = [p for p in found.passages if p.severity is not None]
    return sorted(wanted, key=lambda p: (LEVELS[p.severity or Severity.FORMAL], p.start))


def flag_names(passage: QuotedPassage, lang: Lang) -> str:
    """The flags in words, parted by a space."""
    return " ".join(name("flag", flag, lang) for flag in passage.flags)


def where(passage: QuotedPassage, lang: Lang) -> str:
    """Where a passage comes from, in words; of several works with the name of the work."""
    if not passage.address:
        return ""
    words = clause_name(passage.address) if lang == "zh" else passage.address
    return f"{passage.work} {words}" if passage.work else words


def remark(passage: QuotedPassage) -> Note:
    """What is to be said of a passage, in one sentence: what differs, who prints it, what was cut."""
    zh: list[str] = []
    en: list[str] = []
    if passage.status is QuoteStatus.NOT_FOUND:
        if not passage.address:
            return Note("原文中没有相近的文字", "nothing near it in the work")
        share, near = f"{passage.similarity:.2f}", clause_name(passage.address)
        return Note(
            f"原文没有这句话；最近的是{near}（相似 {share}）：“{passage.established}”",
            f"not in the work; the nearest is {passage.address} ({share}): “{passage.established}”",
        )
    own = [d for d in passage.differences if d.variant is None]
    followed = [d for d in passage.differences if d.variant is not None]
    sigla = {v.unit: "".join(v.sigla) for v in passage.variants}
    for difference in followed:
        who = sigla.get(difference.variant or "", "")
        zh.append(
            f"“{_side(difference.quoted)}”与{who}本同，原文作“{_side(difference.established)}”，不宜径判误引"
        )
        en.append(
            f"“{_side(difference.quoted, 'en')}” is what {who} prints; the text has "
            f"“{_side(difference.established, 'en')}”"
        )
    if passage.status is QuoteStatus.PARAPHRASE:
        zh.append(f"原文：“{passage.established}”")
        en.append(f"the text: “{passage.established}”")
    else:
        for difference in own:
            zh.append(_changed(difference))
            en.append(_changed_en(difference))
    if QuoteFlag.CONDITION_CUT in passage.flags:
        zh.append("截去了限制条件，意思可能改变")
        en.append("a condition was cut off")
    if passage.status is QuoteStatus.ELIDED and not own:
        zh.append(f"中间有删节，原文：“{passage.established}”")
        en.append(f"pieces were left out; the text: “{passage.established}”")
    return Note("；".join(zh), "; ".join(en))


def _side(text: str, lang: Lang = "zh") -> str:
    return text or ("〔无〕" if lang == "zh" else "-")


def _changed(difference: QuoteDifference) -> str:
    if not difference.quoted:
        return f"脱“{difference.established}”"
    if not difference.established:
        return f"多“{difference.quoted}”"
    return f"“{difference.quoted}”原文作“{difference.established}”"


def _changed_en(difference: QuoteDifference) -> str:
    if not difference.quoted:
        return f"lacks “{difference.established}”"
    if not difference.established:
        return f"adds “{difference.quoted}”"
    return f"“{difference.quoted}” for “{difference.established}”"
