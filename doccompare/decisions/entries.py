"""The nouns of the journal: entries as they stand in decisions.jsonl, and the places they speak of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from doccompare.model import Category, PageImage, Problem, Severity

SCHEMA: Final = "doccompare/decision/1"
Image = PageImage  # as the journal calls it


class Kind(StrEnum):
    """What an entry of the journal does."""

    DECISION = "decision"
    APPROVAL = "approval"  # a second person stands by a decision
    NOTE = "note"  # a remark, or the state of the page image
    UNDO = "undo"  # takes back another entry, also another undo


class ChoiceKind(StrEnum):
    """What the editor chose."""

    READING = "reading"
    KEEP_BASE = "keep-base"  # 从底本
    BOTH = "both"  # 两存: the base's reading is printed, the others stand beside it
    OPEN = "open"  # 存疑
    EMENDATION = "emendation"  # a text that no witness has
    ACKNOWLEDGED = "acknowledged"  # 已核, of a finding about structure: there is nothing to choose


class State(StrEnum):
    """What has become of a decision whose place was found again."""

    CONFIRMED = "confirmed"
    NEEDS_REVIEW = "needs-review"


@dataclass(frozen=True, slots=True)
class SiteReading:
    """A reading and who has it: siglum to the sha256 of the file."""

    exact: str
    text: str
    witnesses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """A place of variation as the journal sees it.

    ``left`` and ``right`` are up to 32 agreed characters beside the readings' ``exact``, as printed,
    other units left out. ``base`` is the index of the base's reading. ``severity`` and ``category``
    are None before the place is judged. ``finding`` is the kind of a finding about structure (see
    :mod:`doccompare.decisions.findings`), empty for a place of variation.
    """

    key: str
    unit: str
    address: str
    left: str
    right: str
    readings: tuple[SiteReading, ...]
    base: int = 0
    severity: Severity | None = None
    category: Category | None = None
    finding: str = ""

    def reading_of(self, exact: str) -> int | None:
        """The index of the reading with this exact text."""
        return next((i for i, r in enumerate(self.readings) if r.exact == exact), None)


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen. ``exact`` and ``text``: of the reading that is to be printed, empty for ``open``."""

    kind: ChoiceKind
    exact: str = ""
    text: str = ""

    def same(self, other: Selection) -> bool:
        """Whether both choose the same: the same text to be printed, not by way of which key."""
        plain = {ChoiceKind.READING, ChoiceKind.KEEP_BASE}
        kinds = self.kind == other.kind or {self.kind, other.kind} <= plain
        return kinds and self.exact == other.exact


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    ``site`` is the place as it was at the time (None for an undo); ``of`` the id that an undo takes
    back or an approval stands by; ``supersedes`` ids of decisions made on the same place while it
    had another key; ``raw`` all that the line says, fields unknown to this version included.
    """

    id: str
    seq: int
    kind: Kind
    who: str
    when: str
    site: Site | None = None
    choice: Selection | None = None
    of: str = ""
    in_pass: str = ""
    why: str = ""
    image: Image | None = None
    bulk: bool = False
    supersedes: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> str:
        """The key of the unit spoken of, empty for an undo."""
        return self.site.key if self.site is not None else ""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that is no entry: torn by a crash in the middle of a write, or spoilt. ``line`` from 1."""

    line: int
    text: str
    torn: bool


@dataclass(frozen=True, slots=True)
class Journal:
    """All entries in the order of the file, every undone one included.

    ``damaged`` lines are kept aside; ``foreign`` counts entries of a kind this version does not know;
    ``problems`` says all of it in sentences. ``size`` is how many bytes were read.
    """

    entries: tuple[Entry, ...] = ()
    damaged: tuple[Damaged, ...] = ()
    foreign: int = 0
    problems: tuple[Problem, ...] = ()
    size: int = 0

    def entry(self, entry_id: str) -> Entry | None:
        """The entry with this id, or the only one whose id begins so."""
        exact = [e for e in self.entries if e.id == entry_id]
        found = exact or [e for e in self.entries if entry_id and e.id.startswith(entry_id)]
        return found[0] if len(found) == 1 else None


def identified(entry: Entry, seq: int) -> Entry:
    """The entry with its number and its id: a hash of all it says."""
    values = entry_values(replace(entry, seq=seq))
    return replace(entry, seq=seq, id=content_id(values), raw={"id": content_id(values), **values})


def content_id(values: Mapping[str, Any]) -> str:
    """The id of a line: a hash of everything in it but the id itself."""
    kept = {k: v for k, v in values.items() if k != "id"}
    text = json.dumps(kept, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()[:12]


def entry_values(entry: Entry) -> dict[str, Any]:
    """What the line of an entry says, without its id."""
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "seq": entry.seq,
        "kind": entry.kind.value,
        "who": entry.who,
        "when": entry.when,
    }
    site, choice = entry.site, entry.choice
    if entry.of:
        values["of"] = entry.of
    if site is not None:
        values |= {
            "key": site.key,
            "unit": site.unit,
            "address": site.address,
            "severity": site.severity.value if site.severity else None,
            "category": site.category.value if site.category else None,
            "left": site.left,
            "right": site.right,
            "readings": [
                {"text": r.text, "exact": r.exact, "witnesses": dict(r.witnesses)} for r in site.readings
            ],
            "base": site.base,
        }
        if site.finding:
            values["finding"] = site.finding
    if choice is not None:
        values["choice"] = {
            "kind": choice.kind.value,
            "text": choice.text,
            "exact": choice.exact,
            "attested": choice.kind is not ChoiceKind.EMENDATION,
        }
    values |= {"pass": entry.in_pass, "why": entry.why}
    values["image"] = entry.image.value if entry.image else None
    if entry.bulk:
        values["bulk"] = True
    if entry.supersedes:
        values["supersedes"] = list(entry.supersedes)
    return values


def line_of(entry: Entry) -> bytes:
    """The line of an identified entry, its newline included. Lone surrogates are written as escapes."""
    try:
        text = json.dumps(dict(entry.raw), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(dict(entry.raw), separators=(",", ":")).encode("ascii") + b"\n"


def entry_of(values: Mapping[str, Any]) -> Entry | None:
    """The entry a line says; None when its kind is unknown here. Raises ValueError when it is no entry."""
    try:
        kind = values["kind"]
        if not isinstance(kind, str) or not isinstance(values["id"], str):
            raise ValueError("kind, id")
        if kind not in set(Kind):
            return None
        site = None if kind == Kind.UNDO else _site(values)
        choice = _choice(values["choice"]) if values.get("choice") is not None else None
        if (kind == Kind.DECISION and choice is None) or (
            kind in (Kind.UNDO, Kind.APPROVAL) and not values.get("of")
        ):
            raise ValueError("choice, of")
        image = values.get("image")
        return Entry(
            id=values["id"],
            seq=int(values.get("seq", 0)),
            kind=Kind(kind),
            who=str(values.get("who", "")),
            when=str(values.get("when", "")),
            site=site,
            choice=choice,
            of=str(values.get("of", "")),
            in_pass=str(values.get("pass", "")),
            why=str(values.get("why", "")),
            image=Image(image) if image in set(Image) else None,
            bulk=values.get("bulk") is True,
            supersedes=tuple(str(i) for i in values.get("supersedes", ())),
            raw=values,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _site(values: Mapping[str, Any]) -> Site:
    severity, category = values.get("severity"), values.get("category")
    return Site(
        key=str(values["key"]),
        unit=str(values.get("unit", "")),
        address=str(values.get("address", "")),
        left=str(values.get("left", "")),
        right=str(values.get("right", "")),
        readings=tuple(
            SiteReading(str(r["exact"]), str(r["text"]), {str(s): str(h) for s, h in r["witnesses"].items()})
            for r in values.get("readings", ())
        ),
        base=int(values.get("base", 0)),
        severity=Severity(severity) if severity in set(Severity) else None,
        category=Category(category) if category in set(Category) else None,
        finding=str(values.get("finding", "")),
    )


def _choice(values: Mapping[str, Any]) -> Selection:
    return Selection(ChoiceKind(values["kind"]), str(values["exact"]), str(values["text"]))
