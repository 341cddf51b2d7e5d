"""What one stage hands to the next: passages, the alignment, places of variation not yet judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doccompare.model.kinds import Part
from doccompare.model.source import Span


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
