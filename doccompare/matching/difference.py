"""The character difference of a pair of texts: chains first, a library's edits only in the gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from doccompare.matching import affine
from doccompare.matching.chains import chain
from doccompare.matching.seeds import Run, shared_runs
from doccompare.text import Codes, codes_of

# The k of the seeds and whether they must be unique, tried in turn on what the ones before left open.
_SEEDS = ((12, True), (12, False), (6, False), (3, False))
# Unique seeds count where this share of so many characters on either side stands in their runs.
_DENSE, _WINDOW = 0.6, 300
# A gap is given to the quadratic aligner when its table has at most this many cells.
_TABLE = 400_000
# A pair of texts with no more cells needs no anchors.
SMALL = 10_000
# Edits that leave fewer equal characters of the shorter side may be a table's false economy; runs as long as
# this are held against them.
_POOR, _LONG = 0.5, 12
# Beyond this a table is not worth its time: the gap is reported as one replacement.
_LARGEST_TABLE = 40_000_000


# One side this much longer than twice the other: mostly one long loss.
LOPSIDED = 12


class Edit(NamedTuple):
    """``a[a0:a1]`` of the one text stands against ``b[b0:b1]`` of the other; never both empty.

    A tuple, because a pair of long texts has thousands of them.
    """

    a0: int
    a1: int
    b0: int
    b1: int


_Gap = tuple[int, int, int, int]  # a0, a1, b0, b1, as in an Edit
_Anchor = tuple[int, int, int]  # a, b and length, as in a Run


def difference(a: str, b: str, *, codes_a: Codes | None = None, codes_b: Codes | None = None) -> list[Edit]:
    """The edits that turn ``a`` into ``b``, in order, with at least one equal character between two.

    Linear in the lengths but for the gaps between anchors, which are aligned by Levenshtein's
    distance (rapidfuzz), substitutions kept together. A gap too large for that, with nothing in
    common, is one edit.
    """
    codes_a = codes_of(a) if codes_a is None else codes_a
    codes_b = codes_of(b) if codes_b is None else codes_b
    head = _common(codes_a, codes_b)
    tail = _common(codes_a[head:][::-1], codes_b[head:][::-1])
    pair = _Pair(a, b, codes_a, codes_b, [])
    _edits(pair, head, len(a) - tail, head, len(b) - tail, 0)
    return [Edit(*gap) for gap in _merged(pair.found)]


def gaps(a: Codes, b: Codes, anchors: Sequence[_Anchor]) -> list[_Gap]:
    """The edits of two texts whose ``anchors`` are known: equal runs, in order in both and apart.

    As :func:`difference` gives them that finds its anchors itself, but plain tuples: of the pages of an
    archive they are counted and forgotten.
    """
    pair = _Pair(_text(a), _text(b), a, b, [], whole=False)
    _between(pair, anchors, 0, len(a), 0, len(b), 1)
    return _merged(pair.found)


def _merged(found: Sequence[_Gap]) -> list[_Gap]:
    """The edits, those made one that have nothing equal between them."""
    out: list[_Gap] = []
    end_a = end_b = -1
    for gap in found:
        if gap[0] == end_a and gap[2] == end_b:
            gap = (out[-1][0], gap[1], out[-1][2], gap[3])
            out[-1] = gap
        else:
            out.append(gap)
        end_a, end_b = gap[1], gap[3]
    return out


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts, and the list that takes their edits as they are found, in order."""

    a: str
    b: str
    codes_a: Codes
    codes_b: Codes
    found: list[_Gap]
    whole: bool = True
    """Whole texts, which may be two parts of one work: :func:`_overlap`."""


def _edits(pair: _Pair, a0: int, a1: int, b0: int, b1: int, level: int) -> None:
    """Find the edits of one gap: anchors of the present seed length, then the gaps between them."""
    a, b = pair.a, pair.b
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    size_a, size_b = a1 - a0, b1 - b0
    if not size_a or not size_b or size_a == size_b == 1:
        if size_a or size_b:
            pair.found.append((a0, a1, b0, b1))
        return
    cells = size_a * size_b
    if level < len(_SEEDS) and (cells > _TABLE or (level == 0 and cells > SMALL)):
        k, unique = _SEEDS[level]
        anchors = chain(shared_runs(pair.codes_a[a0:a1], pair.codes_b[b0:b1], k, unique=unique))
        if unique:
            anchors = _dense(anchors, size_a)
        _between(pair, anchors, a0, a1, b0, b1, level + 1)
        return
    if cells > _LARGEST_TABLE:
        pair.found.append((a0, a1, b0, b1))
        return
    shorter, longer = (size_a, size_b) if size_a < size_b else (size_b, size_a)
    if longer > 2 * shorter + LOPSIDED and affine.fits(shorter, longer):
        pair.found.extend(_lopsided(a, b, pair.codes_a, pair.codes_b, (a0, a1, b0, b1)))
        return
    opcodes: list[Any] = Levenshtein.opcodes(a[a0:a1], b[b0:b1]).as_list()
    if pair.whole and shorter >= 2 * _LONG:
        equal = sum(x1 - x0 for tag, x0, x1, _, _ in opcodes if tag == "equal")
        if equal < _POOR * shorter and (overlap := _overlap(pair, a0, a1, b0, b1, equal)):
            _between(pair, overlap, a0, a1, b0, b1, len(_SEEDS))
            return
    for tag, x0, x1, y0, y1 in opcodes:
        if tag != "equal":
            pair.found.append((a0 + x0, a0 + x1, b0 + y0, b0 + y1))


def _overlap(pair: _Pair, a0: int, a1: int, b0: int, b1: int, equal: int) -> list[Run]:
    """Long runs that make more equal characters than ``equal``: of two parts of a work that overlap.

    Levenshtein's distance has nothing against a hundred wrong substitutions where the end of the one text
    is the beginning of the other: it would pay for the rest of both.
    """
    runs = chain(shared_runs(pair.codes_a[a0:a1], pair.codes_b[b0:b1], _LONG, unique=False))
    return runs if sum(run.length for run in runs) > equal else []


def _between(pair: _Pair, anchors: Sequence[_Anchor], a0: int, a1: int, b0: int, b1: int, level: int) -> None:
    """Find the edits of the gaps between anchors, whose places count from ``a0`` and ``b0``."""
    at_a, at_b = a0, b0
    for run_a, run_b, length in anchors:
        start_a, start_b = a0 + run_a, b0 + run_b
        _edits(pair, at_a, start_a, at_b, start_b, level)
        at_a, at_b = start_a + length, start_b + length
    _edits(pair, at_a, a1, at_b, b1, level)


def _common(a: Codes, b: Codes) -> int:
    """How many characters two texts have in common at their beginning."""
    size = min(len(a), len(b))
    differing = np.flatnonzero(a[:size] != b[:size])
    return int(differing[0]) if len(differing) else size


def _dense(anchors: Sequence[Run], size: int) -> list[Run]:
    """The anchors that stand among many others on one diagonal, or nearly.

    In a text that repeats itself the seeds that stand once are those beside a slip: few, and often
    false. There all seeds must speak.
    """
    if not anchors:
        return []
    starts, _, lengths = np.array(anchors, dtype=np.int64).T
    ends = np.concatenate(([0], np.cumsum(lengths)))
    low, high = np.maximum(0, starts - _WINDOW), np.minimum(size, starts + lengths + _WINDOW)
    inside = ends[np.searchsorted(starts, high)] - ends[np.searchsorted(starts, low)]
    dense = inside >= _DENSE * (high - low)
    return [run for run, kept in zip(anchors, dense.tolist(), strict=True) if kept]


def _lopsided(a: str, b: str, codes_a: Codes, codes_b: Codes, gap: _Gap) -> Iterator[_Gap]:
    """The edits of a gap in which one side is much longer than the other."""
    a0, a1, b0, b1 = gap
    part_a, part_b = codes_a[a0:a1], codes_b[b0:b1]
    if len(part_a) < len(part_b):
        pairs = affine.matches(part_a, part_b)
    else:
        pairs = [(i, j) for j, i in affine.matches(part_b, part_a)]
    at_a, at_b = a0, b0
    for i, j in pairs:
        i, j = a0 + i, b0 + j
        if a[i] != b[j]:
            continue
        if i > at_a or j > at_b:
            yield at_a, i, at_b, j
        at_a, at_b = i + 1, j + 1
    if at_a < a1 or at_b < b1:
        yield at_a, a1, at_b, b1
