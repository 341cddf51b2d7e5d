r"""LaTeX with reledmac: a critical edition, numbered by lines, the apparatus under the text in two bands.

Each place of variation is an ``\edtext`` around what the text has there: critical and wording in
``\Afootnote``, formal in ``\Bfootnote``, its 校记 and decision in ``\Aendnote``. The design stands in
``templates/reledmac.tex`` and goes into the file whole; what is written here holds text and commands of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise

from doccompare.model import Collation, Flow, Label, Part, Relation, Run, VariationUnit
from doccompare.reporting.apparatus import remarks
from doccompare.reporting.established import heading_edges, standing
from doccompare.reporting.exports.critical import Entry, entry, gap_entry
from doccompare.reporting.exports.gaps import Gap, gaps
from doccompare.reporting.exports.tex import joint, opened, tex_text
from doccompare.reporting.labels import name
from doccompare.reporting.running import Running, running
from doccompare.reporting.structure import findings, structure_words
from doccompare.reporting.views import coverage, decision_words, file_name, is_open, note_of, source

_STYLES = {
    Part.TITLE: r"\titleline ",
    Part.DATE: r"\dateline ",
    Part.HEADING: r"\headingline ",
    Part.SIGNATURE: r"\lastline ",
    Part.CREDIT: r"\lastline ",
}
_HEAD = 30  # characters of the title at the head of each page
_ROOMY = (Part.TITLE, Part.DATE, Part.HEADING)


def reledmac_tex(collation: Collation, version: str) -> str:
    """The edition as a file for XeLaTeX, ending in a newline. Raises UsageError (see :func:`running`)."""
    text = running(collation)
    design = (files("doccompare.reporting") / "templates" / "reledmac.tex").read_text(encoding="utf-8")
    title = collation.work.title or collation.work.slug
    head = tex_text(title if len(title) <= _HEAD else f"{title[: _HEAD - 2]}……")
    lines = [
        f"% doccompare {version}",
        design.rstrip("\n"),
        "",
        rf"\newcommand\worktitle{{{tex_text(title)}}}",
        rf"\markboth{{\upshape {head}}}{{\upshape {head}}}",
        r"\begin{document}",
        *_front(collation),
        r"\beginnumbering",
        *_Body(collation, text).lines(),
        r"\endnumbering",
        *_back(collation),
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def _front(collation: Collation) -> Iterator[str]:
    """Title, state of the text, witnesses, rules of the edition."""
    yield rf"\worktitlepage{{\worktitle}}{{{tex_text(name('label', collation.established.label))}}}"
    yield r"\sectiontitle{校本}"
    for attestation in collation.witnesses:
        witness = attestation.witness
        what = [source(attestation), file_name(witness.path), witness.date, witness.page]
        role = "底本" if witness.siglum == collation.base else name("role", attestation.role)
        share = coverage(attestation)
        what += [role] if share == role else [role, f"存文 {share}"]
        words = "，".join(dict.fromkeys(word for word in what if word))
        told = (witness.siglum, words, remarks(attestation))
        yield r"\witness" + "".join(f"{{{tex_text(text)}}}" for text in told)
    yield r"\sectiontitle{凡例}"
    for number, rule in enumerate(_rules(collation), 1):
        yield rf"\point{{{number}.}}{{{rule}}}"
    yield r"\clearpage"


def _rules(collation: Collation) -> Iterator[str]:
    """What a reader of the pages must know; TeX."""
    reason = f"：{collation.base_reason}" if collation.base_reason else ""
    yield tex_text(f"以{collation.base}本为底本{reason}。")
    yield tex_text("".join(standing(collation)))
    yield (
        r"正文每页另计行数。校语按行排在页末：上栏为要害与文字异文，要害者“］”前用\crit{黑体}；"
        "下栏为标点、写法等格式异文。"
    )
    if collation.established.label is Label.NONE:
        yield r"“］”前为正文文字，其后为有此文之本，再后为他本文字。\word{无}、\word{有}：他本无、多出此文。"
        yield r"底本所无之条，自他本补入，用{\otherline 楷体}。"
    else:
        yield (
            r"“］”前为正文文字，其后为有此文之本，再后为他本文字。\word{脱}、\word{衍}、\word{重出}："
            r"他本无此文、其上或其下多出此文、重出此文；\word{无}、\word{有}：待考之处，不判脱衍。"
        )
        yield r"\openleft\openright{}内文字未定，待考。书末校勘记按页码、行数排列。"


def _back(collation: Collation) -> Iterator[str]:
    """The notes, which TeX sorts in by page and line, then what is found of order and extent."""
    if collation.units:
        yield r"\clearpage"
        yield rf"\sectiontitle{{{'逐处异同' if collation.work.relation is Relation.VERSIONS else '校勘记'}}}"
        yield r"\doendnotes{A}"
    found = findings(collation)
    if found:
        yield r"\sectiontitle{结构}"
    for finding in found:
        tags = f"〔{name('severity', finding.severity)}／{name('structure', finding.entry.kind)}〕"
        words = structure_words(collation, finding.entry)
        yield rf"\structure{{{tex_text(finding.id)}}}{{{tex_text(tags + words)}}}"


class _Body:
    """The numbered text in the making, a passage after the other."""

    def __init__(self, collation: Collation, text: Running) -> None:
        self.collation, self.text = collation, text
        self.marks: dict[tuple[int, bool], list[Gap]] = {}
        for gap in gaps(collation, text):
            self.marks.setdefault((gap.at, gap.after), []).append(gap)
        self.position = 0  # of the run in the whole text

    def lines(self) -> Iterator[str]:
        r"""A ``\pstart`` … ``\pend`` for each passage; one without text goes with the one before it."""
        held = ""
        for flow in self.text.flow:
            passage = "".join(run.text for run in flow.runs)
            body = self._passage(flow, passage)
            if not passage:
                held += body
                continue
            room = flow.part in _ROOMY
            style = _STYLES.get(flow.part, r"\otherline " if self._of_others(flow) else "")
            yield (r"\pstart[][\roomabove]" if room else r"\pstart ") + style + held + body
            yield r"\pend[][\roombelow]" if room else r"\pend"
            held = ""
        if held:
            yield rf"\pstart {held}"
            yield r"\pend"

    def _of_others(self, flow: Flow) -> bool:
        """Whether the base text does not have the passage, as can be with versions."""
        return all(self.collation.base in run.without for run in flow.runs)

    def _passage(self, flow: Flow, passage: str) -> str:
        edges = heading_edges(self.collation, flow.address, passage)
        out, at, joined = self._numbers(flow), 0, -1
        for run in flow.runs:
            unit = self.text.unit(run)
            before, after = (self.marks.get((self.position, late), ()) for late in (False, True))
            self.position += 1
            end = at + len(run.text)
            if (before or unit) and at != joined:
                out += joint(passage[:at], passage[at:])
                joined = at
            out += self._gap(before, passage, at)
            if unit is None:
                out += _styled(run.text, at, edges)
            else:
                out += self._unit(unit, run, passage, at, edges)
            out += self._gap(after, passage, end)
            if (after or unit) and end != joined:
                out += joint(passage[:end], passage[end:])
                joined = end
            at = end
        return out

    def _numbers(self, flow: Flow) -> str:
        """Of versions the printed number, with those of the others where they differ."""
        if self.collation.work.relation is not Relation.VERSIONS:
            return ""
        printed = self.text.numbers(flow.address)
        first = next((label for label in printed if label), "")
        if not first:
            return ""
        label = rf"\runin{{{tex_text(first)}}}"
        others = [
            rf"\rdg{{{tex_text(other) if other else _word('无')}}}{{{tex_text('、'.join(sigla))}}}"
            for other, sigla in printed.items()
            if other != first
        ]
        if others:
            note = r"\sep ".join([rf"\wit{{{tex_text('、'.join(printed[first]))}}}", *others])
            label = rf"\edtext{{{label}}}{{\lemma{{{tex_text(first)}}}\Bfootnote{{{note}}}}}"
        return rf"{label}\afternumber "

    def _gap(self, found: Sequence[Gap], passage: str, at: int) -> str:
        return rf"\edtext{{}}{{{_notes(gap_entry(found, passage, at))}}}" if found else ""

    def _unit(self, unit: VariationUnit, run: Run, passage: str, at: int, edges: tuple[int, int]) -> str:
        outside = opened(
            run.text
        )  # the line may be broken before a bracket, so that the lemma begins after it
        inner = _styled(run.text[outside:], at + outside, edges)
        note = note_of(self.collation, unit)
        decision = "" if unit.decision is None else rf"\decision{{{tex_text(decision_words(unit))}。}}"
        end = rf"\Aendnote{{\unit{{{tex_text(unit.id)}}}{tex_text(note)}{decision}}}"
        edited = rf"\edtext{{{inner}}}{{{_notes(entry(unit, run.text, passage, at))}{end}}}"
        edited = _styled(run.text[:outside], at, edges) + edited
        return rf"\openleft{{}}{edited}\openright{{}}" if is_open(unit) else edited


def _styled(text: str, at: int, edges: tuple[int, int]) -> str:
    """Text that begins ``at`` a place of its passage: the run-in heading set off, room behind the number."""
    heading, label = edges
    cuts = sorted({0, len(text), *(edge - at for edge in edges if 0 < edge - at < len(text))})
    out = ""
    for first, last in pairwise(cuts):
        piece = tex_text(text[first:last])
        out += rf"\runin{{{piece}}}" if at + first < heading else piece
        if at + last == label:
            out += r"\afternumber "
    return out


def _notes(found: Entry) -> str:
    r"""``\lemma`` and the footnote of an entry."""
    lemma = tex_text(found.lemma)
    words = [rf"\wit{{{tex_text(found.sigla)}}}"] if found.sigla else []
    for other in found.others:
        said = (_word(other.word) if other.word else "") + tex_text(other.text)
        remark = rf"\remark{{{tex_text(other.remark)}}}" if other.remark else ""
        words.append(rf"\rdg{{{said}}}{{{tex_text(other.sigla)}}}{remark}")
    if found.remark:
        words.append(_word(found.remark))
    lemma = rf"\crit{{{lemma}}}" if found.critical else lemma
    band = "B" if found.formal else "A"
    note = r"\sep ".join(words)
    return rf"\lemma{{{lemma}}}\{band}footnote{{{note}}}"


def _word(word: str) -> str:
    return rf"\word{{{tex_text(word)}}}"
