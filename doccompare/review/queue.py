"""What is to be decided next: the order of the units, and when one is done with."""

from __future__ import annotations

from collections.abc import Sequence

from doccompare import decisions
from doccompare.decisions import Stage
from doccompare.model import Severity, VariationUnit
from doccompare.review.desk import Desk


def ordered(
    desk: Desk, who: str, in_pass: str, level: Severity | None = None, everything: bool = False
) -> list[VariationUnit]:
    """Critical and open units first, within them what needs review first; else in reading order.

    ``everything``: also those that are finished for this person in this pass.
    """
    order, stages = list(Severity), list(Stage)
    found = []
    for n, unit in enumerate(desk.collation.units):
        stage = desk.stage(unit)
        if unit.decision is None or (level is not None and unit.severity is not level):
            continue
        if not everything and finished(desk, unit, who, in_pass):
            continue
        critical = unit.severity is Severity.CRITICAL
        open_ = stage in (Stage.NEEDS_REVIEW, Stage.UNDECIDED)
        urgency = stages.index(stage) if critical or open_ else 0
        found.append(((not critical, not open_, urgency, order.index(unit.severity), n), unit))
    return [unit for _, unit in sorted(found, key=lambda pair: pair[0])]


def finished(desk: Desk, unit: VariationUnit, who: str, in_pass: str) -> bool:
    """Nothing is left for this editor: decided (in this pass, if one is named), or seconded by them."""
    stage = desk.stage(unit)
    held = desk.attached.held.get(unit.key)
    if held is None or stage is Stage.NEEDS_REVIEW:
        return False
    if in_pass and not any(e.in_pass == in_pass for e in held.thread.standing):
        return False
    return stage is not Stage.SECOND or decisions.is_among(who, held.names)


def left(desk: Desk, who: str, in_pass: str) -> int:
    """How many units this editor has still to see in this pass."""
    return sum(not finished(desk, u, who, in_pass) for u in desk.collation.units if u.decision is not None)


def after(queue: Sequence[VariationUnit], key: str, todo: Sequence[VariationUnit]) -> VariationUnit | None:
    """The unit to go to from ``key``: the next one of ``queue`` that is in ``todo``, else its first."""
    keys = [unit.key for unit in queue]
    waiting = {unit.key: unit for unit in todo if unit.key != key}
    at = keys.index(key) + 1 if key in keys else 0
    behind = next((waiting[k] for k in keys[at:] if k in waiting), None)
    return behind or next(iter(waiting.values()), None)
