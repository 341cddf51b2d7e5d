"""What comes out: attestations, clauses, units, decisions, the established text, the collation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from doccompare.model.kinds import (
    Category,
    Cause,
    Grade,
    Label,
    Method,
    PageImage,
    Part,
    Relation,
    Role,
    Severity,
    Status,
    StructureKind,
    Topic,
)
from doccompare.model.source import Place, Problem, Span, Witness


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
    """A finding about order or extent. ``unit`` is the key of the variation unit it belongs to.

    ``key`` hangs on what it is about and survives re-runs. ``status`` is None while no editor has spoken of
    it, confirmed once it is acknowledged (已核); ``word`` says by whom and why.
    """

    siglum: str
    kind: StructureKind
    address: str
    span: Span
    linked_span: Span | None = None
    unit: str | None = None
    note: str = ""
    key: str = ""
    status: Status | None = None
    word: str = ""


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


# From these confidences on a decision is sure, or fairly sure.
_SURE, _FAIR = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Decision:
    """裁定. ``reading`` None (and ``text`` the base's) while the unit is open."""

    reading: int | None
    text: str
    method: Method | None
    confidence: float
    status: Status
    evidence: tuple[Evidence, ...] = ()

    @property
    def grade(self) -> Grade:
        """What people are told of the confidence: 确定, 较可靠 or 存疑."""
        if self.status in (Status.OPEN, Status.NEEDS_REVIEW):
            return Grade.DOUBTFUL
        if self.status is Status.CONFIRMED or self.confidence >= _SURE:
            return Grade.SURE
        return Grade.FAIR if self.confidence >= _FAIR else Grade.DOUBTFUL


@dataclass(frozen=True, slots=True)
class VariationUnit:
    """异文一处: one place where witnesses disagree. The readings: the decided one first.

    ``id`` is for people (``四.9-1``); ``key`` hangs on context only and survives re-runs.
    ``left`` and ``right`` are the nearest agreed characters. ``note`` is the 校记.
    ``decision`` is None for versions. ``image`` is what an editor saw on the page: None while nobody looked.
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
    image: PageImage | None = None


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
class Source:
    """Where ``[start, end)`` of the established text comes from: witness, code points of its text, place.

    ``unit``: the key of the unit it was decided at, None where all agree. An editor's text that no witness
    has carries no siglum, span and place.
    """

    start: int
    end: int
    siglum: str
    span: Span | None
    place: Place | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class EstablishedText:
    """定本 or 校理稿: clean text, one paragraph a line, full-width punctuation beside Han.

    ``trace`` names the source of every character, in order; line ends have none.
    """

    label: Label
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    open: tuple[OpenPlace, ...] = ()
    trace: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Two sides of the witnesses that stand against one another in ``units`` units: an edge of the tree.

    ``for_right`` of ``told`` units with internal evidence speak for one side; ``right`` is that side when
    they do so significantly, None when it is not known which side errs.
    """

    sides: tuple[tuple[str, ...], tuple[str, ...]]
    units: int
    told: int
    for_right: int
    right: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Tree:
    """The unrooted tree of the witnesses that count. ``branches``: its inner edges, the best supported first.

    ``alone``: the units in which each witness stands alone, its own edge; ``apart``: the units whose split
    fits in no such tree.
    """

    witnesses: tuple[str, ...]
    alone: Mapping[str, int]
    branches: tuple[Branch, ...] = ()
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of the running text. ``text``: what the work has here, decided or for the time being.

    ``unit``: the key of the place of variation, whose readings say what each witness has; None where
    all that are extant agree. ``without``: the witnesses that are not extant here.
    """

    text: str
    unit: str | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The running text of the passage at ``address``, the whole of it, whoever has it."""

    address: str
    part: Part
    runs: tuple[Run, ...]


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
    ``others`` names other works that the pages share; ``unmet`` holds the checksums that failed;
    ``tree`` is None for versions. ``flow``: the running text, from which every witness can be told;
    numbers that are not compared (versions) are not in it. ``options``: what was asked for, on the command
    line or in the manifest, that the result hangs on, by name; what was left at its default is not in it.
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
    tree: Tree | None = None
    flow: tuple[Flow, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)

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

    def to_pandas(self) -> Any:
        """The units as a table, one row for each unit and witness (see ``doccompare.reporting.tables``).

        Imports pandas. The table is made where all outputs are made; it is named here for the user's sake
        and looked up by name, so that the nouns depend on nothing above them.
        """
        return import_module("doccompare.reporting.tables").to_pandas(self)

    def _repr_html_(self) -> str:
        """How a notebook shows it: the verdict, the witnesses, the gravest places."""
        shown: str = import_module("doccompare.reporting.notebook").collation_html(self)
        return shown

    @property
    def reprints(self) -> tuple[Attestation, ...]:
        """The witnesses whose readings count (reprints and authorities)."""
        return tuple(a for a in self.witnesses if a.role is not Role.INDIRECT)
