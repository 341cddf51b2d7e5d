"""Every noun of the field as a frozen dataclass.

Nothing here parses, prints or imports a third-party package. Offsets are code points of the
witness's own text, half-open, never of a normalised text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Relation(StrEnum):
    """What the witnesses are to each other."""

    REPRINTS = "reprints"  # one text: a difference is an error of somebody
    VERSIONS = "versions"  # texts of different date: nothing is wrong


class Role(StrEnum):
    """What a witness may be asked for."""

    REPRINT = "reprint"  # a copy of the work; its readings count
    INDIRECT = "indirect"  # 旁证: quotes the work; informs, never votes
    AUTHORITY = "authority"  # an official copy; decides


class Category(StrEnum):
    """讹脱衍倒错简标点写法: what a rejected reading is against the decided one."""

    MISPLACEMENT = "misplacement"
    TRANSPOSITION = "transposition"
    SUBSTITUTION = "substitution"
    ADDITION = "addition"
    OMISSION = "omission"
    ORTHOGRAPHY = "orthography"
    PUNCTUATION = "punctuation"


class Cause(StrEnum):
    """How a rejected reading most likely arose."""

    GLYPH = "glyph"
    SOUND = "sound"
    REPETITION = "repetition"
    REWORDING = "rewording"
    NUMBER = "number"
    ABBREVIATION = "abbreviation"
    LAYOUT = "layout"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """要害 文字 格式."""

    CRITICAL = "critical"
    WORDING = "wording"
    FORMAL = "formal"


class Topic(StrEnum):
    """What a discrepancy touches."""

    NUMBER = "number"
    DATE = "date"
    AMOUNT = "amount"
    NAME = "name"
    OFFICE = "office"
    LEVEL = "level"
    SCOPE = "scope"
    MODALITY = "modality"
    NEGATION = "negation"
    INSTITUTION = "institution"
    TERM = "term"
    STRUCTURE = "structure"


class Method(StrEnum):
    """对校 本校 他校 理校 权威 编辑: by what a decision, or a piece of evidence, goes."""

    WITNESSES = "witnesses"
    OWN_USAGE = "own-usage"
    INDIRECT = "indirect"
    REASONING = "reasoning"
    AUTHORITY = "authority"
    EDITOR = "editor"


class Status(StrEnum):
    """How far a decision has come."""

    PROPOSED = "proposed"
    OPEN = "open"
    CONFIRMED = "confirmed"
    NEEDS_REVIEW = "needs-review"


class Label(StrEnum):
    """What the established text may be called: 定本, 校理稿, or neither (versions)."""

    ESTABLISHED = "established"
    WORKING = "working"
    NONE = "none"


class Part(StrEnum):
    """The part of the work a clause entry stands for."""

    TITLE = "title"  # 标题
    DATE = "date"  # 日期
    PREAMBLE = "preamble"  # 前言
    HEADING = "heading"  # the heading of a section (or chapter): 四
    CLAUSE = "clause"  # a numbered clause: 四.9
    ITEM = "item"  # a numbered sub-item: 四.9.（一）
    PARAGRAPH = "paragraph"  # an unnumbered paragraph: 四.p1
    SIGNATURE = "signature"  # 落款
    CREDIT = "credit"  # 电头


class StructureKind(StrEnum):
    """What may be wrong with the order or the extent of a witness."""

    TRUNCATION = "truncation"
    OMISSION_SECTION = "omission_section"
    DUPLICATE_HEADING = "duplicate_heading"
    DUPLICATE_TEXT = "duplicate_text"
    MOVED_CLAUSE = "moved_clause"
    MOVED_SECTION = "moved_section"
    MISPLACED_HEADING = "misplaced_heading"
    DISPLACED_TITLE = "displaced_title"
    NUMBERING = "numbering"


class Note(str):
    """A sentence for people: Chinese as a string (what results store), English in ``en``.

    Results must be the same bytes in every locale, so only a screen asks for ``en``.
    """

    en: str

    def __new__(cls, zh: str, en: str) -> Note:
        """The Chinese sentence, its English beside it."""
        note = super().__new__(cls, zh)
        note.en = en
        return note

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Both sentences, so that a note can be pickled and copied."""
        return str(self), self.en


def in_language(text: str, language: str) -> str:
    """The text in ``zh`` or ``en``; a plain string is the same in both."""
    return text.en if language == "en" and isinstance(text, Note) else text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a witness's text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offset stands in the source: page (None = the source has none), line, column from 1."""

    page: int | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class PageMark:
    """The text from ``offset`` on stands on page ``page`` (from 1), inside ``box`` if known.

    ``box`` is left, top, right, bottom in points of the page.
    """

    offset: int
    page: int
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault or remark found in the input: a value, collected and shown with the others.

    ``code`` is a stable key; ``message`` one sentence for people, in the user's language.
    """

    code: str
    message: str
    siglum: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """One copy, as received: ``text`` is the file decoded, BOM dropped, nothing else changed.

    ``role`` None means: not stated, to be found. ``encoding`` is the codec used and
    ``encoding_reason`` how it was chosen (``bom``, ``utf-8``, ``detected``, ``stated``).
    """

    siglum: str
    text: str
    path: str
    sha256: str
    role: Role | None = None
    encoding: str = "utf-8"
    encoding_reason: str = "utf-8"
    publication: str = ""
    date: str = ""
    page: str = ""
    image: str = ""
    marks: tuple[PageMark, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a manifest says of the work; None or empty = not stated."""

    title: str = ""
    slug: str = ""
    sections: int | None = None
    clauses: int | None = None
    relation: Relation | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class Lacuna:
    """The witness is not extant from address ``start`` to address ``end`` (``"end"``: to the last word).

    ``at`` is the offset where its text stops; ``reason``: jump-line, truncation, missing.
    """

    start: str
    end: str
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """What was found of one witness: where the work stands in it and how much it has of it.

    ``coverage`` is the share of the work's compared characters for which the witness is extant;
    ``title`` the title as it prints it; ``traits`` habits of the whole witness (本例).
    """

    witness: Witness
    role: Role
    title: str
    spans: tuple[Span, ...]
    coverage: float
    traits: tuple[str, ...] = ()
    lacunae: tuple[Lacuna, ...] = ()
    units_differing: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of one witness: positions ``[start, end)`` of its comparison key.

    ``number`` is the number as printed (四, 9, （一）, 第十二条), empty when there is none; the run-in
    heading stands in ``[heading_start, heading_end)``, empty when there is none.
    """

    part: Part
    start: int
    end: int
    number: str = ""
    heading_start: int = 0
    heading_end: int = 0


Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A step of the alignment: for each witness its key positions, None where it is not extant.

    ``agrees``: all extant witnesses have the same characters here; otherwise it is one place of
    variation.
    """

    ranges: tuple[Range | None, ...]
    agrees: bool


@dataclass(frozen=True, slots=True)
class Absence:
    """Witness ``index`` has nothing of the stretches ``[first, last)``: a lacuna or a lost section."""

    index: int
    first: int
    last: int
    kind: str  # truncation | section


@dataclass(frozen=True, slots=True)
class Alignment:
    """The stretches in reading order: every position of every key stands in exactly one of them."""

    stretches: tuple[Stretch, ...]
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """A reading before it is judged: who has it where, in key positions (``sites``) and in the source."""

    exact: str
    text: str
    spans: Mapping[str, Span]
    sites: Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Locus:
    """A place of variation before it is judged. ``column`` and ``address`` say where it stands.

    ``left`` and ``right`` are agreed text beside the readings' ``text``; ``near_left`` and
    ``near_right`` a dozen agreed characters beside their ``exact``. ``variants``: the base's first.
    """

    key: str
    stretch: int
    column: int
    address: str
    left: str
    right: str
    near_left: str
    near_right: str
    variants: tuple[Variant, ...]
    lacuna: tuple[str, ...]
    punctuation: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One addressed piece of the work, in reading order.

    ``heading`` is the heading of a section or the run-in heading of a clause, without its number;
    ``text`` the folded text as the base (or the nearest witness that has it) prints it; ``labels``
    the number each witness prints; ``spans`` where each has it; ``partners`` and ``change`` speak
    of versions only.
    """

    address: str
    part: Part
    heading: str
    text: str
    labels: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    change: str | None = None
    partners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StructureEntry:
    """A finding about order or extent. ``unit`` is the key of the variation unit it belongs to."""

    siglum: str
    kind: StructureKind
    address: str
    span: Span
    linked_span: Span | None = None
    unit: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What some witnesses have at a unit.

    ``exact`` is the differing part, ``text`` the same widened to word edges; both folded.
    ``spans`` gives the place of ``exact`` in each witness's text (``[p, p]``: nothing there, ``p``
    the next compared character). ``category`` and ``cause`` are None for the decided reading.
    """

    text: str
    exact: str
    spans: Mapping[str, Span]
    places: Mapping[str, Place] = field(default_factory=dict)
    omitted: bool = False
    category: Category | None = None
    cause: Cause | None = None
    rule: str = ""
    suspected_transcription: bool = False

    @property
    def sigla(self) -> tuple[str, ...]:
        """The witnesses that read it, in the order of the collation."""
        return tuple(self.spans)


@dataclass(frozen=True, slots=True)
class IndirectReading:
    """What an indirect witness (旁证) prints at the place of a unit: a remark, never a vote."""

    siglum: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason. ``reading`` is the index of the reading it speaks for, None when for none."""

    kind: Method
    reading: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Decision:
    """裁定. ``reading`` None (and ``text`` the base's) while the unit is open."""

    reading: int | None
    text: str
    method: Method | None
    confidence: float
    status: Status
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class VariationUnit:
    """异文一处: one place where witnesses disagree. The readings: the decided one first.

    ``id`` is for people (``四.9-1``); ``key`` hangs on context only and survives re-runs.
    ``left`` and ``right`` are the nearest agreed characters. ``note`` is the 校记.
    ``decision`` is None for versions.
    """

    id: str
    key: str
    address: str
    left: str
    right: str
    category: Category
    cause: Cause
    severity: Severity
    topics: tuple[Topic, ...]
    readings: tuple[Reading, ...]
    lacuna: tuple[str, ...] = ()
    indirect: tuple[IndirectReading, ...] = ()
    linked: tuple[str, ...] = ()
    decision: Decision | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of the established text: ``[start, end)`` code points of that text."""

    address: str
    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place of the established text that is not decided."""

    start: int
    end: int
    unit: str


@dataclass(frozen=True, slots=True)
class EstablishedText:
    """定本 or 校理稿: clean text, one paragraph a line, full-width punctuation beside Han."""

    label: Label
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    open: tuple[OpenPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """The document itself. ``sections`` and ``clauses`` are counts of what was found."""

    title: str
    slug: str
    relation: Relation
    sections: int
    clauses: int


@dataclass(frozen=True, slots=True)
class Collation:
    """The whole result. Units follow the address order, then the place.

    ``ignored`` counts what was seen and is no unit, by kind (``width``, ``space`` …);
    ``others`` names other works that the pages share; ``unmet`` holds the checksums that failed.
    """

    work: Work
    base: str
    base_reason: str
    witnesses: tuple[Attestation, ...]
    clauses: tuple[Clause, ...]
    structure: tuple[StructureEntry, ...]
    units: tuple[VariationUnit, ...]
    established: EstablishedText
    ignored: Mapping[str, int] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unmet: tuple[Problem, ...] = ()

    def unit(self, name: str) -> VariationUnit:
        """The unit with this id or key. Raises KeyError."""
        for unit in self.units:
            if name in (unit.id, unit.key):
                return unit
        raise KeyError(name)

    def attestation(self, siglum: str) -> Attestation:
        """What was found of the witness with this siglum. Raises KeyError."""
        for attestation in self.witnesses:
            if attestation.witness.siglum == siglum:
                return attestation
        raise KeyError(siglum)

    @property
    def reprints(self) -> tuple[Attestation, ...]:
        """The witnesses whose readings count (reprints and authorities)."""
        return tuple(a for a in self.witnesses if a.role is not Role.INDIRECT)
