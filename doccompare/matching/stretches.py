"""The stretches in which two texts go together, slips forgiven: what the one has from the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from doccompare.matching.chains import chain
from doccompare.matching.difference import difference
from doccompare.matching.seeds import Run
from doccompare.text import Codes

# What a change of one word takes from a stretch, and the most that one gap can take, however long.
_SLIP, _GAP = 2, 40
# Words on either side of the outermost runs that are aligned too.
_MARGIN = 24
# Two runs that follow each other with more than this between them are not aligned together.
_FAR = 400


@dataclass(frozen=True, slots=True)
class Stretch:
    """``a[a0:a1]`` goes back to ``b[b0:b1]``: ``equal`` words agree, ``changed`` do not."""

    a0: int
    a1: int
    b0: int
    b1: int
    equal: int
    changed: int

    @property
    def similarity(self) -> float:
        """The share of the words that agree, from 0 to 1."""
        return self.equal / (self.equal + self.changed)


def stretches(runs: Sequence[Run], a: Codes, b: Codes, shortest: int) -> list[Stretch]:
    """The stretches around ``runs`` with at least ``shortest`` equal words, in order of ``a``.

    Runs in line are chained; what stands out of line makes chains of its own, so that moved paragraphs
    are found. Of two stretches over the same words of ``a`` the one with more equal words stays.
    """
    found: list[Stretch] = []
    left = list(runs)
    while left:
        chained = chain(left)
        for group in _groups(chained):
            found += _aligned(group, a, b, shortest)
        ends = [run.a + run.length for run in chained]
        left = [run for run in left if _apart(run, chained, ends)]
    kept: list[Stretch] = []
    for stretch in sorted(found, key=lambda s: (-s.equal, s.changed, s.a0, s.b0)):
        shared = sum(max(0, min(stretch.a1, k.a1) - max(stretch.a0, k.a0)) for k in kept)
        if 2 * shared < stretch.a1 - stretch.a0:
            kept.append(stretch)
    return sorted(kept, key=lambda s: (s.a0, s.b0))


def _apart(run: Run, chained: Sequence[Run], ends: Sequence[int]) -> bool:
    """Whether a run shares no word of ``a`` with the runs of a chain, which end at ``ends``."""
    at = bisect_right(ends, run.a)
    return at == len(ends) or chained[at].a >= run.a + run.length


def _groups(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of a chain, parted where much stands between two in either text."""
    groups: list[list[Run]] = []
    for run in runs:
        before = groups[-1][-1] if groups else None
        near = (
            before is not None
            and max(run.a - before.a - before.length, run.b - before.b - before.length) <= _FAR
        )
        if near:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _aligned(runs: Sequence[Run], a: Codes, b: Codes, shortest: int) -> list[Stretch]:
    """The stretches of the window that a group of runs opens."""
    a0, b0 = max(0, runs[0].a - _MARGIN), max(0, runs[0].b - _MARGIN)
    a1 = min(len(a), runs[-1].a + runs[-1].length + _MARGIN)
    b1 = min(len(b), runs[-1].b + runs[-1].length + _MARGIN)
    own, other = a[a0:a1], b[b0:b1]
    edits = difference(_text(own), _text(other), codes_a=own, codes_b=other)
    blocks: list[tuple[int, int, int, int]] = []  # place in a and b, equal words, changed words before them
    at_a = at_b = changed = 0
    for from_a, to_a, from_b, to_b in edits:
        blocks.append((at_a, at_b, from_a - at_a, changed))
        at_a, at_b, changed = to_a, to_b, max(to_a - from_a, to_b - from_b)
    blocks.append((at_a, at_b, len(own) - at_a, changed))
    out = []
    for first, last in _heaviest(blocks):
        x, y = blocks[first][:2]
        end_a, end_b, length, _ = blocks[last]
        equal = sum(block[2] for block in blocks[first : last + 1])
        slips = sum(block[3] for block in blocks[first + 1 : last + 1])
        if equal >= shortest:
            out.append(Stretch(a0 + x, a0 + end_a + length, b0 + y, b0 + end_b + length, equal, slips))
    return out


def _heaviest(blocks: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """First and last block of each maximal scoring run of blocks (Ruzzo and Tompa 1999)."""
    found: list[tuple[int, int, int, int]] = []  # first, last, score before it, score after it
    total = 0
    for n, (_, _, equal, changed) in enumerate(blocks):
        total -= min(_SLIP * changed, _GAP)
        if not equal:
            continue
        head, low = n, total
        total += equal
        while True:
            at = len(found) - 1
            while at >= 0 and found[at][2] >= low:
                at -= 1
            if at < 0 or found[at][3] >= total:
                found.append((head, n, low, total))
                break
            head, _, low, _ = found[at]
            del found[at:]
    return [(first, last) for first, last, _, _ in found]


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")
