"""What one text takes from a work: passages, how true they are to it, and the findings of a page proof."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from doccompare.model.kinds import Category, Severity, StructureKind, Topic


class QuoteStatus(StrEnum):
    """一致 形式不同 异文所在 有改动 节略拼接 转述 查无."""

    VERBATIM = "verbatim"
    FORMAL = "formal"  # punctuation, width, numeral style, variant graphs
    KNOWN_VARIANT = "known-variant"  # a reading that some witness prints
    ALTERED = "altered"
    ELIDED = "elided"  # pieces of the work put together, nothing changed in them
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not-found"  # marked as a quotation of the work, and not in it


class QuoteFlag(StrEnum):
    """What else is to be said of a passage."""

    CONDITION_CUT = "condition-cut"  # 截断条件: 原则上, 除…外, 可 … was left out
    STOCK = "stock"  # 套语: stands in any document of the kind
    TITLE = "title"  # 题名: names the work rather than quoting it
    OTHER_SOURCE = "other-source"  # 他处: the writer attributes it to somebody else


@dataclass(frozen=True, slots=True)
class QuoteDifference:
    """One place where a passage departs from the established text, both sides at word edges.

    ``start`` and ``end`` are code points of the article. ``variant`` is the key of the unit one of whose
    readings explains it, None when no witness prints what the article has.
    """

    quoted: str
    established: str
    severity: Severity
    start: int
    end: int
    topics: tuple[Topic, ...] = ()
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class FollowedVariant:
    """A reading the writer followed: the key of its unit, its index there, the witnesses that print it."""

    unit: str
    reading: int
    sigla: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A passage of an article: ``[start, end)`` code points of its text, line and column from 1.

    ``marked``: the writer set it in quotation marks. ``address`` is where most of it comes from in the
    work, ``addresses`` every sentence it touches; for a passage that is not found, the nearest clause (empty:
    nothing is near). ``established`` is what the work has there. ``severity`` None: nothing to mend.
    ``work`` names the work among several; ``similarity`` is 0..1 over words.
    """

    start: int
    end: int
    line: int
    column: int
    text: str
    marked: bool
    address: str
    addresses: tuple[str, ...]
    status: QuoteStatus
    flags: tuple[QuoteFlag, ...] = ()
    severity: Severity | None = None
    differences: tuple[QuoteDifference, ...] = ()
    variants: tuple[FollowedVariant, ...] = ()
    established: str = ""
    similarity: float = 1.0
    work: str = ""


@dataclass(frozen=True, slots=True)
class ComparedWork:
    """A work that was asked: ``digest`` is the sha256 of the text that was compared with."""

    slug: str
    digest: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quotations:
    """Everything one article takes from a work, or from the best of several, in the order of the article."""

    path: str
    sha256: str
    works: tuple[ComparedWork, ...]
    passages: tuple[QuotedPassage, ...]


@dataclass(frozen=True, slots=True)
class ProofFinding:
    """One thing that is wrong in a galley: ``[start, end)`` code points of it, line and column from 1.

    ``found`` is what the galley has (empty: something is missing), ``expected`` what it should have (empty:
    take it out). ``place`` is where in the established text it belongs, for telling two galleys apart.
    ``attested``: witnesses that print what the galley has. Of a finding about structure ``found`` says what
    is wrong.
    """

    start: int
    end: int
    line: int
    column: int
    address: str
    severity: Severity
    kind: Category | StructureKind
    found: str
    expected: str
    left: str
    right: str
    place: tuple[int, int]
    topics: tuple[Topic, ...] = ()
    attested: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong in a galley against the established text.

    ``coverage``: the share of the work that stands in the galley. ``open_places``: places where the text
    itself is undecided and the galley prints what some witness has. With an older galley given: which of
    its findings were ``carried_out``, which stand (``remaining``), and what is ``broken`` anew.
    """

    path: str
    sha256: str
    work: ComparedWork
    coverage: float
    findings: tuple[ProofFinding, ...]
    open_places: int = 0
    red: str | None = None
    carried_out: tuple[ProofFinding, ...] = ()
    remaining: tuple[ProofFinding, ...] = ()
    broken: tuple[ProofFinding, ...] = ()
