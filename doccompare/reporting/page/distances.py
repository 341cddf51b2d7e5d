"""How far the witnesses are from each other, drawn as a triangle of squares (inline SVG)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from doccompare.model import Collation, Severity

_NUMBERED = 16  # witnesses up to which each square carries its number
_SHADES = 5


@dataclass(frozen=True, slots=True)
class Distance:
    """Two witnesses: in ``differing`` of the ``shared`` units in which both are extant they part."""

    one: str
    other: str
    differing: int
    shared: int


@dataclass(frozen=True, slots=True)
class Square:
    """A distance as drawn: place in units of the picture, ``shade`` 0 (equal), 1 (near) to 5 (farthest)."""

    x: int
    y: int
    shade: int
    distance: Distance


@dataclass(frozen=True, slots=True)
class Picture:
    """The triangle: ``size`` of a square; columns and rows carry the sigla at (place, siglum)."""

    width: int
    height: int
    size: int
    numbered: bool
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str], ...]
    squares: tuple[Square, ...]


def distances(collation: Collation) -> list[Distance]:
    """Every pair of witnesses in their order; formal units (标点, 写法) are not counted."""
    import numpy as np

    sigla = [a.witness.siglum for a in collation.reprints]
    counted = [unit for unit in collation.units if unit.severity is not Severity.FORMAL]
    rank = {siglum: n for n, siglum in enumerate(sigla)}
    table = np.full((len(sigla), len(counted)), -1, dtype=np.int32)  # -1: not extant
    for at, unit in enumerate(counted):
        for n, reading in enumerate(unit.readings):
            table[[rank[siglum] for siglum in reading.spans], at] = n
    result = []
    for one, other in combinations(range(len(sigla)), 2):
        both = (table[one] >= 0) & (table[other] >= 0)
        differing = int((both & (table[one] != table[other])).sum())
        result.append(Distance(sigla[one], sigla[other], differing, int(both.sum())))
    return result


def picture(collation: Collation, found: list[Distance]) -> Picture | None:
    """The drawing; None with fewer than three witnesses, where one number says it."""
    sigla = [a.witness.siglum for a in collation.reprints]
    if len(sigla) < 3:
        return None
    numbered = len(sigla) <= _NUMBERED
    size = 34 if numbered else max(8, 640 // len(sigla))
    margin = 44
    rank = {siglum: n for n, siglum in enumerate(sigla)}
    shares = [share for d in found if (share := _share(d))]
    scale = (min(shares), max(shares)) if shares else (0.0, 0.0)
    squares = tuple(
        Square(
            margin + rank[d.one] * size,
            (rank[d.other] - 1) * size + 6,
            _shade(_share(d), scale),
            d,
        )
        for d in found
    )
    sides = len(sigla) - 1
    return Picture(
        margin + sides * size + 6,
        sides * size + 36,
        size,
        numbered,
        tuple((margin + n * size + size // 2, s) for n, s in enumerate(sigla[:-1])),
        tuple((n * size + 6 + size // 2, s) for n, s in enumerate(sigla[1:])),
        squares,
    )


def _share(distance: Distance) -> float:
    return distance.differing / distance.shared if distance.shared else 0.0


def _shade(share: float, scale: tuple[float, float]) -> int:
    if not share:
        return 0
    lowest, highest = scale
    return 1 + round((_SHADES - 1) * (share - lowest) / (highest - lowest)) if highest > lowest else 1


def extremes(found: list[Distance]) -> tuple[Distance, Distance] | None:
    """The nearest and the farthest pair by their share; None when nothing is shared."""
    able = [d for d in found if d.shared]
    if not able:
        return None
    return min(able, key=_share), max(able, key=_share)
