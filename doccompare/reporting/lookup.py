"""Finding what a person means by 9, 四.9, 四.9.s3 or 四.9-3."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doccompare.errors import UsageError, say
from doccompare.model import Clause, Collation, Part, VariationUnit
from doccompare.reporting.structure import Finding, findings

# A sentence ends at 。！？ and takes a closing quotation mark or bracket with it.
SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）]*|[^。！？]+$")
_TYPED = str.maketrans("０１２３４５６７８９．－–—。", "0123456789.---.")


@dataclass(frozen=True, slots=True)
class Found:
    """A unit, a finding, clauses (a section gives all of its), or one sentence of one clause (from 1)."""

    unit: VariationUnit | None = None
    finding: Finding | None = None
    clauses: tuple[Clause, ...] = ()
    sentence: int | None = None


def find(collation: Collation, address: str) -> Found:
    """What stands at ``address``: a unit or a finding by id or key, a clause, a section, a sentence.

    A number alone is the clause with that number. Raises UsageError, naming what there is, when
    nothing or more than one thing is meant.
    """
    text = "".join(address.translate(_TYPED).split())
    for name in (address.strip(), text):
        try:
            return Found(unit=collation.unit(name))
        except KeyError:
            continue
    for finding in findings(collation):
        if text in (finding.id, finding.id.replace("-", ""), finding.entry.key):
            return Found(finding=finding)
    if match := re.fullmatch(r"(.+)\.s(\d+)", text):
        return Found(clauses=(_clause(collation, match[1], address),), sentence=int(match[2]))
    if any(_matches(clause, text) for clause in collation.clauses):
        clause = _clause(collation, text, address)
        inside = clause.part is Part.HEADING
        below = tuple(c for c in collation.clauses if inside and c.address.startswith(clause.address + "."))
        return Found(clauses=(clause, *below))
    if match := re.fullmatch(r"(.+)-(\d+)", text):
        clause = _clause(collation, match[1], address)
        try:
            return Found(unit=collation.unit(f"{clause.address}-{match[2]}"))
        except KeyError:
            pass
    raise _unknown(collation, address)


def established_spans(collation: Collation, found: Found) -> list[tuple[str, int, int]]:
    """The stretches of the established text that were asked for, each with its address.

    Raises UsageError when nothing of them stands in it.
    """
    if found.unit is not None:
        addresses = [found.unit.address]
    else:
        addresses = [clause.address for clause in found.clauses]
    text = collation.established.text
    spans = [(p.address, p.start, p.end) for p in collation.established.paragraphs if p.address in addresses]
    if found.sentence is not None and spans:
        address, start, end = spans[0]
        ends = [start + m.end() for m in SENTENCE.finditer(text[start:end]) if m.group().strip()]
        # Sentences are counted after the number and run-in heading of the clause, whose own mark ends none.
        clause = found.clauses[0]
        head = text.find(clause.heading, start, end) + len(clause.heading) if clause.heading else start
        bounds = [b for b in ends if b > head + 1]
        first = head if clause.heading else start
        if not 1 <= found.sentence <= len(bounds):
            raise UsageError(
                say(f"{address} 只有 {len(bounds)} 句。", f"{address} has {len(bounds)} sentences only."), ""
            )
        begins = [first, *bounds]
        spans = [(f"{address}.s{found.sentence}", begins[found.sentence - 1], bounds[found.sentence - 1])]
    if not spans:
        raise UsageError(
            say("正文中没有这一处。", "Nothing of it stands in the established text."),
            say("可用 show 看各本之文。", "show without --trace prints what the witnesses have."),
        )
    return spans


def _matches(clause: Clause, text: str) -> bool:
    if clause.address == text:
        return True
    if clause.address.endswith("." + text):
        # 2.1 is no short form of 3.2.1, as 9 is of 四.9
        return not (text[0].isdecimal() and clause.address[: -len(text) - 1].rpartition(".")[2].isdecimal())
    short = re.fullmatch(r"第(\d+)条", text)
    return short is not None and clause.part is Part.CLAUSE and clause.address.endswith("." + short[1])


def _clause(collation: Collation, text: str, address: str) -> Clause:
    exact = [clause for clause in collation.clauses if clause.address == text]
    found = exact or [clause for clause in collation.clauses if _matches(clause, text)]
    numbered = [clause for clause in found if clause.part is Part.CLAUSE]
    if len(numbered) == 1:
        found = numbered
    if len(found) == 1:
        return found[0]
    if not found:
        raise _unknown(collation, address)
    names = ", ".join(clause.address for clause in found)
    raise UsageError(
        say(f"“{address}”不止一处：{names}。", f"{address} is more than one place: {names}."),
        say("请写全地址。", "Give the whole address."),
    )


def _unknown(collation: Collation, address: str) -> UsageError:
    names = [clause.address for clause in collation.clauses]
    shown = " ".join(names[:30]) + (" ..." if len(names) > 30 else "")
    return UsageError(
        say(f"没有“{address}”这个地址。", f"There is no {address} here."),
        say(
            f"有：{shown}；异文编号如 {_example(collation)}。",
            f"There are: {shown}; units as {_example(collation)}.",
        ),
    )


def _example(collation: Collation) -> str:
    return collation.units[0].id if collation.units else "9-1"
