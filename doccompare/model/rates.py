"""正文差错率: what is counted of one witness, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """One place counted, or listed with ``value`` 0 and the reason why it is not.

    ``unit`` is the id of the unit, or the address of a finding about structure.
    """

    unit: str
    value: float
    why: str
    suspected: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """The body-text rate of one witness (正文差错率，非版面差错率).

    ``characters`` of the work that the witness has, punctuation included, white space not.
    ``errors_without_suspected``: without the readings that may be slips of the transcript (疑识录误).
    """

    siglum: str
    scheme: str
    limit: float
    errors: float
    characters: int
    per_ten_thousand: float
    within_limit: bool
    errors_without_suspected: float
    per_ten_thousand_without_suspected: float
    items: tuple[ErrorItem, ...] = ()
