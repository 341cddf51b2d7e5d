"""Blocks that stand elsewhere: found as a loss here and a gain there of the same text, put back.

A block is moved only when it is a sentence or more (its edges are edges of sentences or paragraphs);
exchanged words and phrases stay where they are and are linked as readings. When most witnesses show
the same block out of place, it is the pivot's order that is wrong, and the pivot is mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doccompare.alignment.pairs import Side
from doccompare.matching import chain, difference, shared_runs
from doccompare.model import Passage, Range
from doccompare.text import CLOSERS, SENTENCE_END, Key

_SEED = 5
# The shortest block, in words, that is worth a move; shorter ones are variants.
_SHORTEST = 6
# How much of the lost and of the gained text must be the same.
_SAME = 0.6
_ROUNDS = 8

Ordered = tuple[Key, tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Move:
    """Witness ``index`` prints a block elsewhere: ``span`` in its key (new order), from ``source`` offset on."""

    index: int
    span: Range


@dataclass(frozen=True, slots=True)
class _Block:
    """Word positions: what the pivot has at ``lost`` stands at ``gained`` in the witness, wanted at ``at``."""

    lost: Range
    gained: Range
    at: int


def put_in_order(witnesses: Sequence[Ordered], pivot: int) -> tuple[list[Ordered], tuple[Move, ...]]:
    """The witnesses with moved blocks at their true place, and the moves, by witness."""
    current = list(witnesses)
    found = _all_blocks(current, pivot)
    wrong = _majority(found, len(current))
    if wrong:
        # Most others agree against the pivot: let one of them say the order of the pivot.
        agreeing = [i for i in found if any(a < wrong[1] and wrong[0] < b for a, b in found[i])]
        model = min(agreeing, key=lambda i: current[i][0].text)
        mended, spans = _mend(current[model], current[pivot])
        current[pivot] = mended
        moves = [Move(pivot, s) for s in spans]
    else:
        moves = []
    for i in range(len(current)):
        if i == pivot:
            continue
        mended, spans = _mend(current[pivot], current[i])
        current[i] = mended
        moves += [Move(i, s) for s in spans]
    return current, tuple(moves)


def _all_blocks(current: Sequence[Ordered], pivot: int) -> dict[int, list[Range]]:
    out: dict[int, list[Range]] = {}
    for i, witness in enumerate(current):
        if i != pivot:
            blocks = _blocks(_side(current[pivot]), _side(witness))
            if blocks:
                out[i] = [b.lost for b in blocks]
    return out


def _majority(found: dict[int, list[Range]], count: int) -> Range | None:
    """A block that more than half of all witnesses have in another place than the pivot."""
    told = {
        span: sum(any(a < span[1] and span[0] < b for a, b in others) for others in found.values())
        for spans in found.values()
        for span in spans
    }
    # By content, never by the order of the witnesses: the plainest case first, then the longest block.
    best = max(told, key=lambda s: (told[s], s[1] - s[0], s), default=None)
    return best if best is not None and told[best] * 2 > count else None


def _side(ordered: Ordered) -> Side:
    key, passages = ordered
    return Side(key, [p.start for p in passages])


def _mend(model: Ordered, witness: Ordered) -> tuple[Ordered, list[Range]]:
    """The witness with its moved blocks where the model has them, and the blocks' new key ranges."""
    moved: list[np.ndarray] = []
    for _ in range(_ROUNDS):
        blocks = _blocks(_side(model), _side(witness))
        if not blocks:
            break
        block = max(blocks, key=lambda b: (b.gained[1] - b.gained[0], b.gained))
        witness, positions = _apply(witness, block)
        moved.append(witness[0].offsets[positions[0] : positions[1]])
    place = {int(o): i for i, o in enumerate(witness[0].offsets)}
    spans = []
    for offsets in moved:
        at = sorted(place[int(o)] for o in offsets)
        spans.append((at[0], at[-1] + 1))
    return witness, spans


def _blocks(model: Side, witness: Side) -> list[_Block]:
    """The moved blocks of one witness against the model."""
    edits = difference(
        model.words.text, witness.words.text, codes_a=model.words.codes, codes_b=witness.words.codes
    )
    lost = [e for e in edits if e.a1 - e.a0 >= _SHORTEST]
    gained = [e for e in edits if e.b1 - e.b0 >= _SHORTEST]
    out: list[_Block] = []
    for loss in lost:
        for gain in gained:
            if loss is gain:
                continue
            runs = chain(
                shared_runs(
                    model.words.codes[loss.a0 : loss.a1], witness.words.codes[gain.b0 : gain.b1], _SEED
                )
            )
            if not runs:
                continue
            weight = sum(r.length for r in runs)
            a0, a1 = loss.a0 + runs[0].a, loss.a0 + runs[-1].a + runs[-1].length
            b0, b1 = gain.b0 + runs[0].b, gain.b0 + runs[-1].b + runs[-1].length
            if weight < _SHORTEST or weight < _SAME * max(a1 - a0, b1 - b0):
                continue
            b0, b1 = _to_edges(witness, gain.b0, gain.b1, b0, b1)
            a0, a1 = _to_edges(model, loss.a0, loss.a1, a0, a1)
            if not (_is_edge(witness, b0) and _is_edge(witness, b1)):
                continue
            if not (_is_edge(model, a0) and _is_edge(model, a1)):
                continue
            at = loss.b0 if a0 == loss.a0 or loss.b0 == loss.b1 else loss.b1
            if b0 <= at <= b1:
                continue
            out.append(_Block((a0, a1), (b0, b1), at))
    return out


def _to_edges(side: Side, low: int, high: int, start: int, end: int) -> Range:
    """The word range widened, inside ``[low, high)``, to the nearest sentence or paragraph edges."""
    for s in range(start, max(low, start - 12) - 1, -1):
        if _is_edge(side, s):
            start = s
            break
    for e in range(end, min(high, end + 12) + 1):
        if _is_edge(side, e):
            end = e
            break
    return start, end


def _is_edge(side: Side, word: int) -> bool:
    """A sentence or a paragraph begins at this word (or the text ends here)."""
    if word <= 0 or word >= len(side.words):
        return True
    if int(side.places[word]) in side.barriers or int(side.slot_start[word]) in side.barriers:
        return True
    slot = side.slot(word)
    return any(c in SENTENCE_END or c == "；" for c in slot)


def _apply(witness: Ordered, block: _Block) -> tuple[Ordered, Range]:
    """The witness with a block of words (and the signs after them) moved; its new key range."""
    key, passages = witness
    side = _side(witness)
    start = _first_position(side, block.gained[0])
    end = _first_position(side, block.gained[1])
    target = _first_position(side, block.at)
    size = len(key)
    old = np.arange(size, dtype=np.int64)
    piece = old[start:end]
    rest = np.concatenate((old[:start], old[end:]))
    cut = target if target <= start else target - (end - start)
    order = np.concatenate((rest[:cut], piece, rest[cut:]))
    new_place = np.empty(size, dtype=np.int64)
    new_place[order] = old
    renewed = tuple(sorted((_carried(p, new_place) for p in passages), key=lambda p: (p.start, p.end)))
    return (key.take(order), renewed), (cut, cut + end - start)


def _first_position(side: Side, word: int) -> int:
    """The key position where the sentence of this word begins: after the closing signs before it."""
    if word <= 0:
        return 0
    if word >= len(side.words):
        return len(side.key)
    at, stop = int(side.slot_start[word]), int(side.places[word])
    last = at
    for i in range(at, stop):
        if side.key.text[i] in SENTENCE_END or side.key.text[i] in "；，、：" or side.key.text[i] in CLOSERS:
            last = i + 1
    return last


def _carried(passage: Passage, new_place: np.ndarray) -> Passage:
    """The passage at its new positions; of a broken one the longest piece that kept together."""
    places = new_place[passage.start : passage.end]
    if not len(places):
        return passage
    breaks = np.flatnonzero(np.diff(places) != 1)
    starts = np.concatenate(([0], breaks + 1))
    ends = np.concatenate((breaks + 1, [len(places)]))
    best = int(np.argmax(ends - starts))
    start = int(places[starts[best]])
    end = int(places[ends[best] - 1]) + 1
    if passage.heading_end > passage.heading_start:
        h0 = int(new_place[passage.heading_start])
        h1 = int(new_place[passage.heading_end - 1]) + 1
    else:
        h0 = h1 = start
    return Passage(passage.part, start, end, passage.number, h0, max(h0, h1))
