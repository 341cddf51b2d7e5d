"""The last steps of the alignment: units cut to what differs, neighbours that agree joined."""

from __future__ import annotations

from collections.abc import Sequence

from doccompare.model import Absence, Alignment, Range, Stretch


def tidy(texts: Sequence[str], stretches: Sequence[Stretch], absences: Sequence[Absence]) -> Alignment:
    """The alignment with every unit cut to what differs, and agreeing neighbours joined.

    ``texts`` are the key texts of the witnesses.
    """
    out: list[Stretch] = []
    first_of: list[int] = []
    edges = {a.first for a in absences} | {a.last for a in absences}
    for k, stretch in enumerate(stretches):
        fresh = k in edges
        pieces = _trim(texts, stretch)
        first_of.append(len(out))
        for n, piece in enumerate(pieces):
            joins = piece.agrees and out and out[-1].agrees and not (fresh and n == 0)
            if joins and _same_extant(out[-1], piece):
                out[-1] = Stretch(
                    tuple(_plus(a, b) for a, b in zip(out[-1].ranges, piece.ranges, strict=True)), True
                )
                if n == 0:
                    first_of[-1] = len(out) - 1
            else:
                out.append(piece)
    first_of.append(len(out))
    moved = tuple(Absence(a.index, first_of[a.first], first_of[a.last], a.kind) for a in absences)
    return Alignment(tuple(out), moved)


def _plus(a: Range | None, b: Range | None) -> Range | None:
    return (a[0], b[1]) if a and b else None


def _same_extant(a: Stretch, b: Stretch) -> bool:
    return all((x is None) == (y is None) for x, y in zip(a.ranges, b.ranges, strict=True))


def _trim(texts: Sequence[str], stretch: Stretch) -> list[Stretch]:
    """A differing stretch as: what all share on the left, the difference, what all share on the right."""
    if stretch.agrees:
        one_of = next((r for r in stretch.ranges if r), (0, 0))
        return [stretch] if one_of[0] < one_of[1] else []
    readings = {texts[i][r[0] : r[1]] for i, r in enumerate(stretch.ranges) if r}
    if len(readings) <= 1:
        return [Stretch(stretch.ranges, True)] if any(readings) else []
    shortest = min(map(len, readings))
    one = next(iter(readings))
    head = 0
    while head < shortest and all(t[head] == one[head] for t in readings):
        head += 1
    tail = 0
    while tail < shortest - head and all(t[-1 - tail] == one[-1 - tail] for t in readings):
        tail += 1
    if not head and not tail:
        return [stretch]
    out = []
    if head:
        out.append(Stretch(tuple((r[0], r[0] + head) if r else None for r in stretch.ranges), True))
    out.append(Stretch(tuple((r[0] + head, r[1] - tail) if r else None for r in stretch.ranges), False))
    if tail:
        out.append(Stretch(tuple((r[1] - tail, r[1]) if r else None for r in stretch.ranges), True))
    return out
