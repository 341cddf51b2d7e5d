"""条文对照表: the versions of a text side by side, clause by clause, what was changed marked.

Versions only. The oldest stands left; clauses that answer to one another (split, merged, moved)
make one row; nothing is called an error.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice

from doccompare.model import (
    Attestation,
    Category,
    Clause,
    Collation,
    Part,
    Severity,
    Span,
    Topic,
    VariationUnit,
)
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.markdown import escaped
from doccompare.reporting.running import Running, running
from doccompare.reporting.views import by_clause, problem_text, reading_index, source
from doccompare.resources import NumberKind, numbers_in, terms_in
from doccompare.text import key_of

COMPARISON_FILES = ("comparison.md", "comparison.html")
CHANGES = ("unchanged", "renumbered", "amended", "new", "deleted", "split", "merged")
# The most important first: a rule gone, a rule come, a rule changed.
_WEIGHT = ("deleted", "new", "amended", "split", "merged")
_CRITICAL = frozenset(Topic) - {Topic.TERM}
_HEAD = 400  # characters in which a version says its date


@dataclass(frozen=True, slots=True)
class Version:
    """A column of the table. ``date`` as the text prints it, ``day`` by value; empty when it says none."""

    attestation: Attestation
    date: str
    day: str = ""

    @property
    def siglum(self) -> str:
        """The siglum of the witness."""
        return self.attestation.witness.siglum


@dataclass(slots=True)
class Group:
    """Clauses that answer to one another: their change, who has which of them, their entries in order."""

    change: str
    partners: Mapping[str, Sequence[str]]
    entries: list[Clause] = field(default_factory=list)

    @property
    def part(self) -> Part:
        """What kind of passage the group is."""
        return self.entries[0].part

    @property
    def address(self) -> str:
        """Where the first entry stands."""
        return self.entries[0].address


@dataclass(frozen=True, slots=True)
class Run:
    """Text of a version: ``new`` against the version before it, ``old`` against the one after it."""

    text: str
    new: bool = False
    old: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a cell, after its printed number."""

    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a cell for each version, oldest first (empty: the version has nothing)."""

    group: Group
    cells: tuple[tuple[Line, ...], ...]
    units: tuple[VariationUnit, ...]
    topics: tuple[Topic, ...]
    moved: bool


def versions(collation: Collation) -> tuple[Version, ...]:
    """The versions from the oldest to the newest by the latest date at their heads, else as given."""
    found = [_version(collation, a) for a in collation.reprints if a.spans]
    return tuple(sorted(found, key=lambda v: v.day) if all(v.day for v in found) else found)


def _version(collation: Collation, attestation: Attestation) -> Version:
    witness = attestation.witness
    if witness.text:
        head = "".join(islice(_shown(witness.text, attestation.spans), _HEAD))
    else:  # a stored result
        text = running(collation)
        said = (text.has(run, witness.siglum) or "" for flow in text.flow for run in flow.runs)
        head = "".join(islice(chain.from_iterable(said), _HEAD))
    head = head or witness.date
    dates = [n for n in numbers_in(head) if n.kind is NumberKind.DATE and n.value[:1].isdigit()]
    if not dates:
        return Version(attestation, witness.date)
    latest = max(dates, key=lambda n: n.value)
    return Version(attestation, head[latest.start : latest.end], latest.value)


def _shown(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """The characters as printed for people, as many as a head may take of each span."""
    for span in sorted(spans):
        key = key_of(text[span.start : min(span.end, span.start + 3 * _HEAD)])
        yield from key.print(0, len(key))


def groups(collation: Collation) -> list[Group]:
    """The clauses by partners, in reading order; equal numbers in different sections stay apart."""
    found: list[Group] = []
    latest: dict[tuple[object, ...], tuple[Group, Counter[tuple[str, str]]]] = {}
    for clause in collation.clauses:
        if clause.change is None:
            continue
        partners = {s: tuple(labels) for s, labels in clause.partners.items()}
        key = (clause.change, *sorted(partners.items()))
        begins = [(s, n) for s, n in clause.labels.items() if n in partners.get(s, ())]
        known = latest.get(key)
        if known is None or _is_full(*known, clause, begins):
            known = Group(clause.change, partners), Counter()
            latest[key] = known
            found.append(known[0])
        known[0].entries.append(clause)
        known[1].update(begins)
    return found


def _is_full(
    group: Group, used: Counter[tuple[str, str]], clause: Clause, begins: Sequence[tuple[str, str]]
) -> bool:
    """Whether the clause begins another group with the same partners: 第一条 of the next part."""
    if begins:
        return any(used[s, n] >= list(group.partners[s]).count(n) for s, n in begins)
    if used:  # further paragraphs of a numbered clause
        return False
    return len(group.entries) >= max(map(len, group.partners.values()), default=1)


def counted(collation: Collation) -> list[Group]:
    """The groups that are counted: those of clauses; of a text without clauses those of its paragraphs."""
    found = groups(collation)
    for kinds in ((Part.CLAUSE,), (Part.ITEM, Part.PARAGRAPH, Part.PREAMBLE)):
        chosen = [g for g in found if any(e.part in kinds for e in g.entries)]
        if chosen:
            return chosen
    return found


def changes(collation: Collation) -> dict[str, int]:
    """How many groups were changed in which way, in the order of :data:`CHANGES`; zeros left out."""
    counts = Counter(group.change for group in counted(collation))
    return {change: counts[change] for change in CHANGES if counts[change]}


def rows(collation: Collation) -> list[Row]:
    """The table: a row for each group, in the order of the base, what it lacks where it stood."""
    columns = versions(collation)
    units = {c.address: tuple(found) for c, found in by_clause(collation) if c is not None}
    found = groups(collation)
    moved = _moved(found, columns)
    stored = None if all(v.attestation.witness.text for v in columns) else running(collation)
    out = []
    for group in found:
        own = tuple(unit for entry in group.entries for unit in units.get(entry.address, ()))
        cells = tuple(_cell(group, n, columns, own, stored) for n in range(len(columns)))
        out.append(Row(group, cells, own, _topics(group, own), id(group) in moved))
    return out


def changed(collation: Collation) -> list[Row]:
    """The rows of changed clauses, the most important first: what touches a number, a date, a duty …"""
    chosen = {id(entry) for group in counted(collation) for entry in group.entries}
    found = [r for r in rows(collation) if r.group.change in _WEIGHT and id(r.group.entries[0]) in chosen]
    return sorted(found, key=lambda row: (not row.topics, _WEIGHT.index(row.group.change)))


def _topics(group: Group, units: Sequence[VariationUnit]) -> tuple[Topic, ...]:
    """The classes that the change touches; of a clause come or gone those of its text."""
    if group.change in ("new", "deleted"):
        found = {term.topic for entry in group.entries for term in terms_in(_unnumbered(entry))} & _CRITICAL
    else:
        found = {topic for u in units if u.severity is Severity.CRITICAL for topic in u.topics}
    return tuple(topic for topic in Topic if topic in found)


def _unnumbered(clause: Clause) -> str:
    """The text of a clause without its printed number, which says nothing of its weight."""
    label = next((n for n in clause.labels.values() if clause.text.startswith(n)), "")
    return clause.text[len(label) :]


def _moved(found: Sequence[Group], columns: Sequence[Version]) -> set[int]:
    """The groups out of the order of the oldest version: all but a longest run that keeps it."""
    if len(columns) < 2:
        return set()
    old, new = columns[0].siglum, columns[-1].siglum
    both = [(g, _start(g, new), _start(g, old)) for g in found]
    placed = sorted((n, o, i) for i, (_, n, o) in enumerate(both) if n is not None and o is not None)
    tails: list[int] = []
    last: list[int] = []
    back: list[int] = [-1] * len(placed)
    for i, (_, at, _) in enumerate(placed):
        k = bisect_left(tails, at)
        back[i] = last[k - 1] if k else -1
        tails[k : k + 1] = [at]
        last[k : k + 1] = [i]
    keeps, i = set(), last[-1] if last else -1
    while i >= 0:
        keeps.add(placed[i][2])
        i = back[i]
    return {id(both[n][0]) for _, _, n in placed if n not in keeps}


def _start(group: Group, siglum: str) -> int | None:
    spans = [span.start for entry in group.entries for span in entry.spans.get(siglum, ())]
    return min(spans, default=None)


def _cell(
    group: Group, n: int, columns: Sequence[Version], units: Sequence[VariationUnit], stored: Running | None
) -> tuple[Line, ...]:
    """What version ``n`` has of the group, a line for each of its paragraphs."""
    siglum, witness = columns[n].siglum, columns[n].attestation.witness
    if stored is not None:  # a stored result: no witness has its text
        own = [e for e in group.entries if e.spans.get(siglum)]
        return tuple(_told(e, stored, n, columns) for e in own)
    marks = _marks(siglum, n, columns, units)
    spans = sorted(span for entry in group.entries for span in entry.spans.get(siglum, ()))
    labels = list(group.partners.get(siglum, ()))
    numbered = any(entry.labels for entry in group.entries)
    items = {
        min(entry.spans[siglum]).start: entry.labels[siglum]
        for entry in group.entries
        if entry.part is Part.ITEM and entry.spans.get(siglum) and siglum in entry.labels
    }
    lines: list[tuple[str, list[Span]]] = []
    for span in spans:
        between = witness.text[lines[-1][1][-1].end : span.start] if lines else ""
        ours = labels and (not lines or _ends_in(between, labels[0]))
        label = labels.pop(0) if ours else items.get(span.start, "")
        if not lines or label or "\n" in between:
            lines.append((label if numbered else "", [span]))
        else:
            lines[-1][1].append(span)
    return tuple(Line(label, _runs(witness.text, own, marks)) for label, own in lines)


def _told(entry: Clause, text: Running, n: int, columns: Sequence[Version]) -> Line:
    """What version ``n`` has of an entry, by the running text."""
    words = ""
    kinds: list[tuple[bool, bool]] = []
    for piece in text.runs(entry.address):
        said = [text.has(piece, version.siglum) for version in columns]
        own = said[n]
        if own:
            before = [t for t in said[:n] if t is not None]
            after = [t for t in said[n + 1 :] if t is not None]
            words += own
            # Agreed text is printed alike in all, so it is never another's.
            kinds += [(before[-1:] not in ([], [own]), after[:1] not in ([], [own]))] * len(own)
    return Line(entry.labels.get(columns[n].siglum, ""), _cut(words, kinds, words))


def _ends_in(between: str, label: str) -> bool:
    """Whether the printed number stands right before the text that follows, brackets and marks aside."""
    return label in "".join(between.split())[-len(label) - 2 :]


_Mark = tuple[Span, bool, bool]


def _marks(siglum: str, n: int, columns: Sequence[Version], units: Sequence[VariationUnit]) -> list[_Mark]:
    """Where the version departs from the one before it (new) and from the one after it (old)."""
    found: list[_Mark] = []
    for unit in units:
        if reading_index(unit, siglum) is None:
            continue
        for others, new in ((columns[:n][::-1], True), (columns[n + 1 :], False)):
            other = next((v for v in others if reading_index(unit, v.siglum) is not None), None)
            if other is not None and (span := _departs(unit, columns[n], other)) is not None:
                found.append((span, new, not new))
    return found


def _departs(unit: VariationUnit, own: Version, other: Version) -> Span | None:
    """The part of the version's reading that another version does not share at its ends; None when all is."""
    span, text = _site(unit, own)
    theirs = key_of(_site(unit, other)[1]).text
    key = key_of(text)
    first, last = 0, len(key)
    while first < min(last, len(theirs)) and key.text[first] == theirs[first]:
        first += 1
    while (
        last > first
        and len(theirs) - (len(key) - last) > first
        and key.text[last - 1] == theirs[last - 1 - len(key)]
    ):
        last -= 1
    if first == last:
        return None
    return Span(span.start + key.offset(first), span.start + key.offset(last - 1) + 1)


def _site(unit: VariationUnit, version: Version) -> tuple[Span, str]:
    """Where the version's reading stands, and its text there."""
    span = next(r.spans[version.siglum] for r in unit.readings if version.siglum in r.spans)
    return span, version.attestation.witness.text[span.start : span.end]


def _runs(text: str, spans: Sequence[Span], marks: Sequence[_Mark]) -> tuple[Run, ...]:
    """The text of the spans as printed for people, cut where a mark begins or ends."""
    import numpy as np

    offsets = np.concatenate([np.arange(s.start, s.end, dtype=np.int64) for s in spans])
    key = key_of(text, offsets)
    kinds = []
    for offset in key.offsets.tolist():
        inside = [m for m in marks if m[0].start <= offset < m[0].end]
        kinds.append((any(m[1] for m in inside), any(m[2] for m in inside)))
    return _cut(key.text, kinds, key.shown)


def _cut(text: str, kinds: list[tuple[bool, bool]], shown: Sequence[str]) -> tuple[Run, ...]:
    """Runs of equal kind (new, old); ``shown``: what is printed for each character of ``text``."""
    for match in re.finditer(r"[0-9.%]+", text):  # a number is marked whole
        inside = kinds[slice(*match.span())]
        whole = any(new for new, _ in inside), any(old for _, old in inside)
        kinds[slice(*match.span())] = [whole] * len(inside)
    runs = []
    for (new, old), pairs in groupby(zip(kinds, shown, strict=True), key=lambda p: p[0]):
        runs.append(Run("".join(char for _, char in pairs), new, old))
    return tuple(runs)


def head_line(collation: Collation, lang: Lang = "zh") -> str:
    """What the texts are: 不同时期的文本（版本）：甲 2012年5月8日 → 乙 2020年11月3日，不判正误。"""
    columns = versions(collation)
    if lang == "en":
        names = " → ".join(f"{v.siglum} {v.day or v.date}".strip() for v in columns)
        return f"Versions of different date: {names}; nothing is judged."
    names = " → ".join(f"{v.siglum} {v.date}".strip() for v in columns)
    return f"不同时期的文本（版本）：{names}，不判正误。"


def labels_of(row: Row, columns: Sequence[Version]) -> str:
    """Which clause became which: 第三条→第四条、第五条; one number alone when it is new, deleted or kept."""
    names = ["、".join(row.group.partners.get(v.siglum, ())) for v in columns]
    present = [n for n in names if n]
    return present[0] if len(set(present)) == 1 else "→".join(present)


def difference_word(unit: VariationUnit, columns: Sequence[Version]) -> str:
    """What the later versions did at one place: 增 删 改 移, or 标点 写法."""
    if unit.category in (Category.PUNCTUATION, Category.ORTHOGRAPHY):
        return name("category", unit.category)
    found = [unit.readings[i] for v in columns if (i := reading_index(unit, v.siglum)) is not None]
    if found and found[0].omitted:
        return "增"
    if found and found[-1].omitted:
        return "删"
    return "移" if unit.category in (Category.TRANSPOSITION, Category.MISPLACEMENT) else "改"


def comparison_md(collation: Collation) -> str:
    """The table as Markdown, ending in a newline: ``<del>`` what went, ``<ins>`` what came."""
    columns = versions(collation)
    counts = "　".join(f"{name('change', change)} {n}" for change, n in changes(collation).items())
    heads = ["变化", *(f"{v.siglum}　{v.date}　{source(v.attestation)}" for v in columns)]
    lines = [
        f"# {escaped(collation.work.title)}　条文对照表",
        "",
        escaped(head_line(collation)),
        "",
        *(f"**校验不符：{escaped(problem_text(p))}**\n" for p in collation.unmet),
        f"{escaped(counts)}。划线（`<del>`）为后来删改的文字，下线（`<ins>`）为新出的文字。",
        "",
        "| " + " | ".join(escaped(head) for head in heads) + " |",
        "|---" * len(heads) + "|",
    ]
    for row in rows(collation):
        cells = ["<br>".join(_md_line(line) for line in cell) or "—" for cell in row.cells]
        lines.append("| " + " | ".join([row_label(row), *cells]) + " |")
    return "\n".join(lines) + "\n"


def row_label(row: Row, lang: Lang = "zh") -> str:
    """The change of a row in words: 修改, 拆分，移位; empty for what stayed."""
    moved = ("移位" if lang == "zh" else "moved") if row.moved else ""
    if row.group.change == "unchanged":
        return moved
    words = name("change", row.group.change, lang)
    return ("，" if lang == "zh" else ", ").join(word for word in (words, moved) if word)


def _md_line(line: Line) -> str:
    words = [f"**{escaped(line.label)}**　"] if line.label else []
    for run in line.runs:
        text = escaped(run.text)
        text = f"<del>{text}</del>" if run.old else text
        words.append(f"<ins>{text}</ins>" if run.new else text)
    return "".join(words)


def comparison_html(collation: Collation, version: str) -> str:
    """The table as one self-contained page, ending in a newline."""
    from doccompare.reporting.html import PLAIN, render
    from doccompare.reporting.page.data import data_block
    from doccompare.reporting.page.wording import Wording

    sheets = ("base", "report", "comparison", "tools", "print")
    t = Wording()
    context = {
        "c": collation,
        "t": t,
        "data": lambda: data_block({"english": t.english}),
        **comparison_context(collation),
    }
    return render("comparison.html.j2", context, version, sheets=sheets, scripts=PLAIN)


def comparison_context(collation: Collation) -> dict[str, object]:
    """What the template of the table asks for."""
    columns = versions(collation)
    return {
        "columns": columns,
        "rows": rows(collation),
        "changes": changes(collation),
        "row_label": row_label,
        "difference": lambda unit: difference_word(unit, columns),
        "labels_of": lambda row: labels_of(row, columns),
        "name": name,
        "source": source,
        "problem_text": problem_text,
        "part": Part,
    }
