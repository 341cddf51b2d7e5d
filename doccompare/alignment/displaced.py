"""Passages printed whole in another place, where the difference sees them as reworded.

Two clauses of one make (违反第五条规定的……) that change places cost fewer edits as two reworded ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from doccompare.alignment.pairs import Side
from doccompare.matching import Edit, Piece, Run

# The shortest block, in words, that is worth a move; shorter ones are variants.
SHORTEST = 6
# How much of a passage must be reworded for it to be looked for elsewhere: with less it is its counterpart
# with a slip, for texts repeat themselves.
_REWORDED = 0.2


def displaced(model: Side, witness: Side, edits: Sequence[Edit]) -> list[Piece]:
    """What stands once in either text, word for word, and is held against something else by ``edits``.

    Passages that follow each other in both texts are one piece. Positions are words.
    """
    if not edits:
        return []
    here, there = _passages(model), _passages(witness)
    changed = np.zeros(len(model.words) + 1, dtype=np.int64)
    for edit in edits:
        changed[edit.a0 + 1 : edit.a1 + 1] = 1
    changed = np.cumsum(changed)  # of the first i words, how many are left out or replaced
    out: list[Piece] = []
    for text, a in sorted(here.items(), key=lambda found: found[1]):
        if text not in there or changed[a + len(text)] - changed[a] < _REWORDED * len(text):
            continue
        run = Run(a, there[text], len(text))
        if out and (out[-1].a1, out[-1].b1) == (run.a, run.b):
            out[-1] = Piece((*out[-1].links, run))
        else:
            out.append(Piece((run,)))
    return out


def _passages(side: Side) -> dict[str, int]:
    """The passages of a text that stand in it once, and the words at which they begin."""
    starts = sorted({int(np.searchsorted(side.at, b)) for b in side.barriers})
    spans = [(side.words.text[a:b], a) for a, b in pairwise([*starts, len(side.words)]) if b - a >= SHORTEST]
    texts = Counter(text for text, _ in spans)
    return {text: a for text, a in spans if texts[text] == 1}


def beside(run: Run, piece: Piece) -> Iterator[Run]:
    """What of a run stands outside the piece, in both texts, and is worth a seed."""
    kept = np.ones(run.length, dtype=np.bool_)
    kept[max(0, piece.a0 - run.a) : max(0, piece.a1 - run.a)] = False
    kept[max(0, piece.b0 - run.b) : max(0, piece.b1 - run.b)] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([0], kept.astype(np.int8), [0]))))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if last - first >= SHORTEST:
            yield Run(run.a + first, run.b + first, last - first)
