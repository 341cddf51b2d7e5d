"""Blocks that stand elsewhere: found as a loss here and a gain there of the same text, put back.

A block is moved only when it is a sentence or more (its edges are edges of sentences or paragraphs);
exchanged words and phrases stay where they are and are linked as readings. When most witnesses show
the same block out of place, it is the pivot's order that is wrong, and the pivot is mended.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doccompare.alignment.displaced import SHORTEST, beside, displaced
from doccompare.alignment.pairs import Side
from doccompare.layout import mark_of, ordinal_of
from doccompare.matching import Edit, Piece, Run, difference, pieces
from doccompare.model import Passage, Range
from doccompare.text import CLOSERS, SENTENCE_END, Key

# How much of the lost and of the gained text must be the same.
_SAME = 0.6
_ROUNDS = 8
_BARE = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百")
# A block this long (words) is a column out of order, and may begin and end in mid sentence.
_COLUMN = 40
_NEAR_EDGE = 12
_SHORTEST_LINE = 3

Mask = NDArray[np.bool_]

Ordered = tuple[Key, tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Move:
    """Witness ``index`` prints a block elsewhere; ``span`` is its place in the witness's ordered key."""

    index: int
    span: Range


@dataclass(frozen=True, slots=True)
class _Block:
    """Words: what the pivot has at ``lost`` stands at ``gained`` in the witness, wanted at ``at``."""

    lost: Range
    gained: Range
    at: int


@dataclass(frozen=True, slots=True)
class Order:
    """The witnesses with moved blocks at their true place, and the moves, by witness.

    ``edits[i]``: the difference of the pivot's words and witness ``i``'s, where it is known already.
    """

    witnesses: tuple[Ordered, ...]
    moves: tuple[Move, ...]
    edits: tuple[Sequence[Edit] | None, ...]


def put_in_order(witnesses: Sequence[Ordered], pivot: int) -> Order:
    """The witnesses in one order of their blocks."""
    current = list(witnesses)
    edits = [_difference(current[pivot], w) if i != pivot else None for i, w in enumerate(current)]
    found: dict[int, list[Range]] = {}
    for i, known in enumerate(edits):
        if known is not None and (blocks := _blocks(_side(current[pivot]), _side(current[i]), known)):
            found[i] = [b.lost for b in blocks]
    wrong = _majority(found, len(current)) or _out_of_number(found, current, pivot)
    moves: list[Move] = []
    if wrong:
        # Most others agree against the pivot: let one of them say the order of the pivot.
        agreeing = [i for i in found if any(a < wrong[1] and wrong[0] < b for a, b in found[i])]
        model = min(agreeing, key=lambda i: current[i][0].text)
        mended, spans = _mend(current[model], current[pivot])
        current[pivot] = mended
        moves += [Move(pivot, s) for s in spans]
    for i in range(len(current)):
        # With the pivot mended every witness is looked at again, else only those with blocks.
        if i == pivot or (not wrong and i not in found):
            continue
        edits[i] = None
        mended, spans = _mend(current[pivot], current[i])
        current[i] = mended
        moves += [Move(i, s) for s in spans]
    return Order(tuple(current), tuple(moves), tuple(edits))


def _difference(model: Ordered, witness: Ordered) -> list[Edit]:
    a, b = model[0].words()[0], witness[0].words()[0]
    return difference(a.text, b.text, codes_a=a.codes, codes_b=b.codes)


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


def _out_of_number(found: dict[int, list[Range]], current: Sequence[Ordered], pivot: int) -> Range | None:
    """Where as many have a block in one place as in the other: the order in which the numbers count up."""
    if 2 * len(found) != len(current):
        return None
    worse = [i for i in found if _descents(current[pivot][1]) > _descents(current[i][1])]
    if not worse:
        return None
    return max((s for i in worse for s in found[i]), key=lambda s: (s[1] - s[0], s))


def _descents(passages: Sequence[Passage]) -> int:
    """How often a number is followed by a smaller one of its kind."""
    last: dict[str, int] = {}
    count = 0
    for passage in passages:
        mark = mark_of(f"{passage.number}、" if passage.number[:1] in _BARE else f"{passage.number} ")
        value = ordinal_of(passage.number) if passage.number else None
        if mark is None or value is None or mark.kind in ("item", "subitem"):
            continue
        count += value < last.get(mark.kind, 0)
        last[mark.kind] = value
    return count


def _side(ordered: Ordered) -> Side:
    key, passages = ordered
    return Side(key, [p.start for p in passages])


def _mend(model: Ordered, witness: Ordered) -> tuple[Ordered, list[Range]]:
    """The witness with its moved blocks where the model has them, and the blocks' new key ranges."""
    moved: list[np.ndarray] = []
    for _ in range(_ROUNDS):
        blocks = _blocks(_side(model), _side(witness), _difference(model, witness))
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


def _blocks(model: Side, witness: Side, edits: Sequence[Edit]) -> list[_Block]:
    """The moved blocks of one witness against the model: what both have off the main chain of both.

    ``edits`` are the difference of their words.
    """
    main = _between(edits, len(model.words))
    twins = displaced(model, witness, edits)
    for twin in twins:
        main = [part for run in main for part in beside(run, twin)]
    free_a = _outside([(r.a, r.length) for r in main], len(model.words))
    free_b = _outside([(r.b, r.length) for r in main], len(witness.words))
    if min(free_a.sum(), free_b.sum()) < _SHORTEST_LINE:
        return []
    out: list[_Block] = []
    found = pieces(model.words.codes, witness.words.codes, SHORTEST, (free_a, free_b))
    for piece in [*twins, *found, *_short_lines(model, witness, free_a, free_b)]:
        fresh = sum(
            int((free_a[r.a : r.a + r.length] & free_b[r.b : r.b + r.length]).sum()) for r in piece.links
        )
        if fresh < _SAME * max(piece.a1 - piece.a0, piece.b1 - piece.b0):
            continue
        if _in_line(piece, main):
            main = sorted([*main, *piece.links], key=lambda r: r.a)
        else:
            block = _block(piece, main, model, witness)
            if block is not None:
                out.append(block)
        for run in piece.links:
            free_a[run.a : run.a + run.length] = False
            free_b[run.b : run.b + run.length] = False
    return out


def _equal(edits: Sequence[Edit], size: int) -> Iterator[Run]:
    """What both texts have in the same order; ``size`` is the first one's."""
    a = b = 0
    for edit in [*edits, Edit(size, size, 0, 0)]:
        if edit.a0 > a:
            yield Run(a, b, edit.a0 - a)
        a, b = edit.a1, edit.b1


def _between(edits: Sequence[Edit], size: int) -> list[Run]:
    """What both texts have in the same order, in runs worth a seed; ``size`` is the first one's."""
    return [run for run in _equal(edits, size) if run.length >= SHORTEST]


def _outside(runs: Sequence[Range], size: int) -> Mask:
    """Which of ``size`` words stand in none of the runs (start, length)."""
    free = np.ones(size, dtype=np.bool_)
    for start, length in runs:
        free[start : start + length] = False
    return free


def _short_lines(model: Side, witness: Side, free_a: Mask, free_b: Mask) -> list[Piece]:
    """Paragraphs too short for a seed, a heading of five words, that stand once in both texts."""
    here, there = _lines(model, free_a), _lines(witness, free_b)
    return [
        Piece((Run(here[text], there[text], len(text)),))
        for text in here
        if text in there and model.words.text.count(text) == 1 == witness.words.text.count(text)
    ]


def _lines(side: Side, free: Mask) -> dict[str, int]:
    """The short paragraphs, mostly free, of a text and the words at which they begin."""
    starts = sorted(int(np.searchsorted(side.at, b)) for b in side.barriers)
    spans = zip(starts, [*starts[1:], len(side.words)][: len(starts)], strict=True)
    return {
        side.words.text[a:b]: a
        for a, b in spans
        if _SHORTEST_LINE <= b - a <= 2 * SHORTEST and free[a:b].sum() >= _SAME * (b - a)
    }


def _in_line(piece: Piece, main: Sequence[Run]) -> bool:
    """The piece stands between the same neighbours in both texts."""
    at = bisect_left(main, piece.a0, key=lambda r: r.a)
    return (not at or main[at - 1].b < piece.b0) and (at == len(main) or main[at].b >= piece.b0)


def _block(piece: Piece, main: Sequence[Run], model: Side, witness: Side) -> _Block | None:
    """The piece as a block to move, its edges those of sentences; a long one may break off anywhere."""
    lost = _to_edges(model, 0, len(model.words), piece.a0, piece.a1)
    gained = _to_edges(witness, 0, len(witness.words), piece.b0, piece.b1)
    whole = all(_is_edge(model, p) for p in lost) and all(_is_edge(witness, p) for p in gained)
    if not whole:
        if piece.weight < _COLUMN:
            return None
        lost, gained = (piece.a0, piece.a1), (piece.b0, piece.b1)
    before = [r for r in main if r.a < lost[0]]
    at = max((r.b + r.length for r in before), default=0)
    following = [r.b for r in main if r.a >= lost[1]]
    if following:
        at = min(min(following), _next_edge(witness, at))
    return None if gained[0] <= at <= gained[1] else _Block(lost, gained, at)


def _next_edge(side: Side, word: int) -> int:
    """The next place at or after a word where a sentence begins."""
    for at in range(word, min(len(side.words), word + _NEAR_EDGE) + 1):
        if _is_edge(side, at):
            return at
    return word


def _to_edges(side: Side, low: int, high: int, start: int, end: int) -> Range:
    """The word range widened, inside ``[low, high)``, to the nearest sentence or paragraph edges."""
    for s in range(start, max(low, start - _NEAR_EDGE) - 1, -1):
        if _is_edge(side, s):
            start = s
            break
    for e in range(end, min(high, end + _NEAR_EDGE) + 1):
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
