"""report.html: one self-contained page without script, for the screen, the phone and A4 paper.

Jinja2 escapes every text; a content security policy with the hash of the style sheet forbids
everything else, so that a witness that contains markup stays text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from doccompare.matching import marks
from doccompare.model import (
    Attestation,
    Clause,
    Collation,
    ErrorRate,
    Part,
    Reading,
    Relation,
    Role,
    Severity,
    VariationUnit,
)
from doccompare.reporting import established
from doccompare.reporting import rates as rate_words
from doccompare.reporting.apparatus import lacunae_text, remarks
from doccompare.reporting.labels import name
from doccompare.reporting.markdown import anchor
from doccompare.reporting.notes import lemma_index
from doccompare.reporting.structure import inside, is_loss, kind_of, structure_words
from doccompare.reporting.tree import branch_words, hung_side, tree_svg, tree_words
from doccompare.reporting.views import (
    Finding,
    by_clause,
    categories,
    clause_title,
    coverage,
    decision_words,
    differs,
    file_name,
    findings,
    is_open,
    lemma_text,
    note_of,
    place_name,
    place_text,
    problem_text,
    severities,
    slip_words,
    source,
    urgent,
    verdict_line,
)

# Code points of a reading between which it is marked finely: a shorter one is seen at a glance.
_FINE = (9, 600)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the overview: ``state`` agrees, differs, critical or absent; ``count`` of units.

    ``mark``: 缺 or 移, where a finding about structure stands and no unit.
    """

    state: str
    count: int
    words: str
    href: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the overview."""

    clause: Clause
    label: str
    cells: tuple[Cell, ...]


def report_html(collation: Collation, version: str, rates: Sequence[ErrorRate] = ()) -> str:
    """The whole page, ending in a newline; the same collation and version give the same text."""
    context = {**_context(collation), "rates": rates, "rate_words": rate_words}
    if collation.work.relation is Relation.VERSIONS:
        from doccompare.reporting.comparison import comparison_context

        context |= {"where": lambda unit: anchor(unit.key), **comparison_context(collation)}
    return render("report.html.j2", context, version)


def render(page: str, context: Mapping[str, Any], version: str) -> str:
    """A page from its template, its style sheets inside, each only where it is needed."""
    import jinja2

    folder = files("doccompare.reporting") / "templates"
    extra = (
        ("columns", "comparison.css"),
        ("rates", "rates.css"),
        ("tree", "tree.css"),
        ("quotes", "quotations.css"),
    )
    sheets = ["report.css", *(sheet for what, sheet in extra if context.get(what))]
    style = "".join(folder.joinpath(sheet).read_text(encoding="utf-8") for sheet in sheets)
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda file: folder.joinpath(file).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    template = environment.get_template(page)
    return template.render(**context, style=style, style_hash=digest, version=version)


def _context(collation: Collation) -> dict[str, Any]:
    """Everything the template asks for, as values and functions."""
    voting = [a for a in collation.witnesses if a.role is not Role.INDIRECT]
    return {
        "c": collation,
        "versions": collation.work.relation is Relation.VERSIONS,
        "voting": voting,
        "indirect": [a for a in collation.witnesses if a.role is Role.INDIRECT],
        "verdict": verdict_line(collation),
        "levels": severities(collation),
        "kinds": categories(collation),
        "matrix": matrix(collation, [a.witness.siglum for a in voting]),
        "urgent": urgent(collation),
        "found": findings(collation),
        "heavy": [f for f in findings(collation) if f.severity is Severity.CRITICAL],
        "finding_of": {id(f.entry): f for f in findings(collation)},
        "ident": id,
        "kind_of": lambda entry: kind_of(collation, entry),
        "structure_words": lambda entry: structure_words(collation, entry),
        "pending": sum(is_open(unit) for unit in collation.units),
        "groups": by_clause(collation),
        "paragraphs": [(p, established.pieces(collation, p)) for p in established.paragraphs(collation)],
        "label": name("label", collation.established.label),
        "unit_by_key": {unit.key: unit for unit in collation.units},
        "tree": collation.tree,
        "tree_svg": tree_svg(collation),  # every text in it is escaped where it is drawn
        "tree_words": tree_words,
        "branches": [
            branch_words(b, hung_side(b, collation.base))
            for b in (collation.tree.branches if collation.tree is not None else ())
        ],
        "name": name,
        "anchor": anchor,
        "clause_anchor": _clause_anchor,
        "structure_anchor": structure_anchor,
        "text_anchor": text_anchor,
        "clause_title": lambda address: clause_title(collation, address),
        "note": lambda unit: note_of(collation, unit),
        "coverage": coverage,
        "decision_words": decision_words,
        "file_name": file_name,
        "source": source,
        "remarks": remarks,
        "lacunae": lacunae_text,
        "extent": _extent,
        "is_open": is_open,
        "lemma_index": lemma_index,
        "lemma_text": lemma_text,
        "place_text": place_text,
        "problem_text": problem_text,
        "slip_words": slip_words,
        "emphasis": emphasis,
        "part": Part,
        "critical": Severity.CRITICAL,
    }


def emphasis(reading: Reading, lemma: Reading) -> list[tuple[str, bool]]:
    """The reading in runs, each with whether it is what differs: its ``exact``, as a rule.

    In a long reading that is the lemma's for the better part, only what the lemma has not is marked.
    """
    before, exact, after = _cut(reading)
    runs = [(exact, True)]
    if reading is not lemma and not lemma.omitted and _FINE[0] <= len(exact) <= _FINE[1]:
        fine = marks(lemma.exact[: _FINE[1]], exact)
        if 0 < sum(len(text) for text, differs in fine if differs) <= len(exact) / 2:
            runs = fine
    return [(text, differs) for text, differs in ((before, False), *runs, (after, False)) if text]


def _cut(reading: Reading) -> tuple[str, str, str]:
    """The reading cut at its differing part: before, exact, after; all in the middle when in doubt."""
    if reading.omitted:
        return "", "", ""
    if reading.exact and reading.exact != reading.text and reading.text.count(reading.exact) == 1:
        before, after = reading.text.split(reading.exact)
        return before, reading.exact, after
    return "", reading.text, ""


def matrix(collation: Collation, sigla: list[str]) -> list[Row]:
    """The clauses against the witnesses: in how many units of the clause each departs from the text."""
    units: dict[str, list[VariationUnit]] = {
        clause.address: found for clause, found in by_clause(collation) if clause is not None
    }
    heavy = [f for f in findings(collation) if f.severity is Severity.CRITICAL]
    touched = [(f, {c.address for c in inside(collation, f.entry)}) for f in heavy]
    rows = []
    for clause in collation.clauses:
        found = units.get(clause.address, [])
        cells = tuple(
            _cell(
                clause,
                found,
                siglum,
                next(
                    (f for f, places in touched if f.entry.siglum == siglum and clause.address in places),
                    None,
                ),
            )
            for siglum in sigla
        )
        rows.append(Row(clause, _row_label(clause), cells))
    return rows


def _row_label(clause: Clause) -> str:
    words = place_name(clause.address)
    if clause.part is Part.HEADING:
        return f"{clause.address}、{clause.heading}"
    return f"{words}　{clause.heading}" if clause.heading and clause.part is not Part.TITLE else words


def _cell(clause: Clause, units: list[VariationUnit], siglum: str, finding: Finding | None) -> Cell:
    departing = [unit for unit in units if differs(unit, siglum)]
    if departing:
        heavy = any(unit.severity is Severity.CRITICAL for unit in departing)
        words = f"{siglum}本异文 {len(departing)} 处" + ("，含要害" if heavy else "")
        state = "critical" if heavy else "differs"
        return Cell(state, len(departing), words, f"#{anchor(departing[0].key)}")
    if finding is not None:
        lost = is_loss(finding.entry)
        words = f"{siglum}本此处{'缺' if lost else '移位'}"
        return Cell("critical", 0, words, f"#{structure_anchor(finding)}", "缺" if lost else "移")
    if not clause.spans.get(siglum) and not any(siglum in r.spans for u in units for r in u.readings):
        return Cell("absent", 0, f"{siglum}本未见")
    if any(siglum in unit.lacuna for unit in units):
        return Cell("partly", 0, f"{siglum}本此条不全")
    return Cell("agrees", 0, "")


def structure_anchor(finding: Finding) -> str:
    """An id for a finding about structure."""
    return f"s-{finding.id.rpartition('-')[2]}"


def _clause_anchor(clause: Clause | None) -> str:
    """An id for a clause: its address without white space, so that a link can carry it."""
    return "c-other" if clause is None else "c-" + "".join(clause.address.split())


def text_anchor(address: str) -> str:
    """An id for a paragraph of the established text: every clause has one."""
    return "t-" + "".join(address.split())


def _extent(attestation: Attestation) -> str:
    """Where the work stands in the source, in code points: 2235–6738."""
    if not attestation.spans:
        return ""
    runs = len(attestation.spans)
    first = min(span.start for span in attestation.spans)
    last = max(span.end for span in attestation.spans)
    return f"{first}–{last}" + (f"（{runs} 段）" if runs > 1 else "")
