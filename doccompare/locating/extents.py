"""Where the work stands in one witness."""

from __future__ import annotations

from dataclasses import dataclass

from doccompare.model import Role, Span


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the work stands in a witness: spans of its text in file order, furniture cut out.

    ``role`` is what the extent looks like; ``jumps``: the text breaks off at a jump line at this offset;
    ``share`` the part of the work it has. No span: the work was not found.
    """

    siglum: str
    spans: tuple[Span, ...]
    role: Role
    share: float
    jumps: int | None = None
