"""How far the review has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from doccompare.decisions.apply import Choice
from doccompare.decisions.entries import ChoiceKind, State
from doccompare.model import Severity, Status, VariationUnit


class Stage(StrEnum):
    """Where one unit stands in the review. The order is that of urgency."""

    NEEDS_REVIEW = "needs-review"
    UNDECIDED = "undecided"  # nobody decided; the machine has no proposal either
    PROPOSED = "proposed"  # nobody decided; the machine proposes
    SECOND = "second"  # one person decided, a second is asked for
    LEFT_OPEN = "left-open"  # an editor left it open
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Progress:
    """The units of one severity by stage."""

    counts: Mapping[Stage, int]

    @property
    def total(self) -> int:
        """All units."""
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        """The units that need nothing more."""
        return self.counts[Stage.DECIDED]


def stage(unit: VariationUnit, choice: Choice | None, two_person: Sequence[Severity]) -> Stage:
    """Where a unit stands; what the editor says goes before what the unit carries."""
    if choice is None:
        open_ = unit.decision is None or unit.decision.status in (Status.OPEN, Status.NEEDS_REVIEW)
        return Stage.UNDECIDED if open_ else Stage.PROPOSED
    if choice.state is State.NEEDS_REVIEW:
        return Stage.NEEDS_REVIEW
    if choice.kind is ChoiceKind.OPEN:
        return Stage.LEFT_OPEN
    return Stage.SECOND if choice.waits(unit.severity, two_person) else Stage.DECIDED


def progress(
    units: Sequence[VariationUnit], choices: Mapping[str, Choice], two_person: Sequence[Severity]
) -> dict[Severity, Progress]:
    """The progress for each severity, the heaviest first."""
    out = {}
    for severity in Severity:
        own = [stage(u, choices.get(u.key), two_person) for u in units if u.severity is severity]
        out[severity] = Progress({s: own.count(s) for s in Stage})
    return out
