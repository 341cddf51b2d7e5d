"""Align all witnesses at once.

A pivot is chosen by content; every witness is compared with it; their edits are pooled on its
positions. The pivot never shows in the result: what it lacks is aligned again among those who have
it, and what it has in another place than most is moved to where most have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import zip_longest

import numpy as np

from doccompare.alignment.absences import Loss, holds_paragraph, losses
from doccompare.alignment.consensus import consensus
from doccompare.alignment.moves import Move, put_in_order
from doccompare.alignment.pairs import Side, edits_between
from doccompare.alignment.pool import stretches
from doccompare.alignment.tidy import tidy
from doccompare.alignment.versions import Block, Group, blocks_of, groups_of
from doccompare.matching import Edit, medoid, twin
from doccompare.model import Absence, Alignment, Passage, Range, Stretch
from doccompare.text import Key

_PIVOT_GRAM = 6


@dataclass(frozen=True, slots=True)
class Input:
    """A witness to align: its key in reading order, its passages, and what is known of it.

    ``jumps``: it breaks off at a jump line. ``punctuated`` False: it has no punctuation to compare.
    """

    key: Key
    passages: tuple[Passage, ...]
    jumps: bool = False
    punctuated: bool = True


@dataclass(frozen=True, slots=True)
class Aligned:
    """The alignment, and the inputs in the order it speaks of: moved blocks at their true place."""

    alignment: Alignment
    inputs: tuple[Input, ...]
    moves: tuple[Move, ...]


def align(inputs: Sequence[Input]) -> Aligned:
    """All inputs aligned. The result does not depend on their order but for the order of its tuples."""
    if len(inputs) == 1:
        only = inputs[0]
        whole = Stretch(((0, len(only.key)),), True)
        return Aligned(Alignment((whole,)), tuple(inputs), ())
    pivot = _pivot(inputs)
    order = put_in_order([(i.key, i.passages) for i in inputs], pivot)
    inputs = [
        replace(i, key=key, passages=passages)
        for i, (key, passages) in zip(inputs, order.witnesses, strict=True)
    ]
    steps, gone = _collate(inputs, inputs[pivot], order.edits)
    if len(inputs) > 2:
        key, passages = consensus(
            [i.key for i in inputs], [i.passages for i in inputs], steps, [not i.punctuated for i in inputs]
        )
        steps, gone = _collate(inputs, Input(key, passages))
    steps, gone = _fill(inputs, steps, gone)
    return Aligned(tidy([i.key.text for i in inputs], steps, gone), tuple(inputs), order.moves)


@dataclass(frozen=True, slots=True)
class AlignedVersions:
    """The alignment of versions, the groups of clauses that answer to one another, and their blocks.

    ``groups[g].members[w]`` are indices into ``blocks[w]``, whose positions are those of the aligned keys.
    """

    aligned: Aligned
    groups: tuple[Group, ...]
    blocks: tuple[tuple[Block, ...], ...]


def align_versions(inputs: Sequence[Input], base: int) -> AlignedVersions:
    """Versions aligned clause by clause, each clause with its partners, in the order of the base.

    What one version alone has is a stretch in which the others are absent.
    """
    blocks = [blocks_of(i.key, i.passages) for i in inputs]
    groups = groups_of([i.key for i in inputs], blocks, base)
    ordered: list[Input] = []
    placed: list[tuple[Block, ...]] = []
    for w, entry in enumerate(inputs):
        renewed, own = _in_group_order(entry, blocks[w], [g.members[w] for g in groups])
        ordered.append(renewed)
        placed.append(own)
    steps: list[Stretch] = []
    gone: list[Absence] = []
    for group in groups:
        spans = [
            (placed[w][m[0]].start, placed[w][m[-1]].end) if m else None for w, m in enumerate(group.members)
        ]
        having = [w for w, m in enumerate(group.members) if m]
        start = len(steps)
        inner = align([_part(ordered[w], spans[w]) for w in having])
        steps += _lifted(inner.alignment.stretches, having, spans)
        gone += [Absence(w, start, len(steps), "version") for w in range(len(inputs)) if w not in having]
    alignment = tidy([i.key.text for i in ordered], steps, gone)
    return AlignedVersions(Aligned(alignment, tuple(ordered), ()), tuple(groups), tuple(placed))


def _in_group_order(
    entry: Input, blocks: Sequence[Block], members: Sequence[Sequence[int]]
) -> tuple[Input, tuple[Block, ...]]:
    """The input with its blocks in the order of the groups, and the blocks at their new positions."""
    order: list[np.ndarray] = []
    moved: dict[int, Block] = {}
    passages: list[Passage] = []
    at = 0
    for index in (i for m in members for i in m):
        block = blocks[index]
        order.append(np.arange(block.start, block.end, dtype=np.int64))
        shift = at - block.start
        moved[index] = replace(block, start=at, end=at + block.end - block.start)
        passages += [
            replace(
                p,
                start=p.start + shift,
                end=p.end + shift,
                heading_start=p.heading_start + shift,
                heading_end=p.heading_end + shift,
            )
            for p in entry.passages
            if block.start <= p.start and p.end <= block.end
        ]
        at += block.end - block.start
    key = entry.key.take(np.concatenate(order)) if order else entry.key
    return replace(entry, key=key, passages=tuple(passages)), tuple(moved[i] for i in range(len(blocks)))


def _lifted(inner: Sequence[Stretch], having: Sequence[int], spans: Sequence[Range | None]) -> list[Stretch]:
    """The stretches of a part of some witnesses as stretches of all: the others are absent."""
    out = []
    for stretch in inner:
        ranges: list[Range | None] = [None] * len(spans)
        for place, w in enumerate(having):
            whole, part = spans[w], stretch.ranges[place]
            ranges[w] = (whole[0] + part[0], whole[0] + part[1]) if whole and part else None
        out.append(Stretch(tuple(ranges), stretch.agrees))
    return out


def _pivot(inputs: Sequence[Input]) -> int:
    """The index of the pivot: a punctuated witness, if there is one, that shares most with the others."""
    usable = [n for n, i in enumerate(inputs) if i.punctuated] or list(range(len(inputs)))
    words = [inputs[n].key.words()[0].codes for n in usable]
    digests = [sha256(inputs[n].key.text.encode("utf-8", "surrogatepass")).hexdigest() for n in usable]
    return usable[medoid(words, digests, _PIVOT_GRAM)]


def _collate(
    inputs: Sequence[Input], centre: Input, known: Sequence[Sequence[Edit] | None] = ()
) -> tuple[list[Stretch], list[Absence]]:
    """The stretches over the pivot ``centre``, and the absences by index of stretch.

    ``known``: the differences of its words and the inputs', as far as they were made before.
    """
    pivot = Side(centre.key, [p.start for p in centre.passages])
    edits: list[list[Edit]] = []
    lost: list[list[Loss]] = []
    absent: list[list[Range]] = []
    for entry, words in zip_longest(inputs, known):
        if entry.key.text == centre.key.text:
            own, missing = list[Edit](), list[Loss]()
        else:
            starts = [p.start for p in entry.passages]
            own = edits_between(pivot, Side(entry.key, starts, silent=not entry.punctuated), words)
            own, missing = losses(own, centre.passages, len(centre.key), jumps=entry.jumps)
        edits.append(own)
        lost.append(missing)
    lost = _without_doubled(lost, centre.key)
    for entry, own, missing in zip(inputs, edits, lost, strict=True):
        absent.append([m.span for m in missing] + ([] if entry.punctuated else _silent(own, centre.key)))
    steps, spans = stretches(edits, absent, len(centre.key))
    gone: list[Absence] = []
    for i, missing in enumerate(lost):
        for loss in missing:
            run = [
                k for k, span in enumerate(spans) if steps[k].ranges[i] is None and _within(span, loss.span)
            ]
            if run:
                gone.append(Absence(i, run[0], run[-1] + 1, loss.kind))
    return steps, gone


def _without_doubled(lost: Sequence[Sequence[Loss]], centre: Key) -> list[list[Loss]]:
    """The losses of each witness, less the passages that were doubled: who has one once lost nothing.

    Doubled is a passage that follows on itself, or that stands twice where one witness alone has it twice.
    """
    times = Counter(loss.span for missing in lost for loss in missing)
    doubled = {
        span
        for span, count in times.items()
        if _follows_itself(centre, span) or (count == len(lost) - 1 and _stands_twice(centre, span))
    }
    return [[loss for loss in missing if loss.span not in doubled] for missing in lost]


def _follows_itself(key: Key, span: Range | None) -> bool:
    """The text of the span stands right before or right after it once more, slips allowed."""
    other = twin(key, *span) if span is not None else None
    return other is not None and span is not None and (other[1] == span[0] or other[0] == span[1])


def _silent(edits: Sequence[Edit], centre: Key) -> list[Range]:
    """The pivot's punctuation that an unpunctuated witness lacks: it says nothing about it."""
    marks = centre.punctuation
    return [(at, at + 1) for e in edits if e.b0 == e.b1 for at in range(e.a0, e.a1) if marks[at]]


def _within(span: Range, outer: Range) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _fill(
    inputs: Sequence[Input], steps: list[Stretch], gone: list[Absence]
) -> tuple[list[Stretch], list[Absence]]:
    """Where whole paragraphs stand in some witnesses only, align these among themselves.

    The others are absent there, each once.
    """
    out: list[Stretch] = []
    absences: list[Absence] = []
    first_of: list[int] = []
    for step in steps:
        first_of.append(len(out))
        having = [] if step.agrees else _having(inputs, step)
        if not having or len(having) == len(inputs):
            out.append(step)
            continue
        inner = align([_part(inputs[i], step.ranges[i]) for i in having])
        start = len(out)
        out += _lifted(inner.alignment.stretches, having, step.ranges)
        absences += [
            Absence(having[a.index], start + a.first, start + a.last, a.kind)
            for a in inner.alignment.absences
        ]
        absences += [
            Absence(i, start, len(out), "section")
            for i, span in enumerate(step.ranges)
            if span is not None and i not in having
        ]
    first_of.append(len(out))
    absences += [Absence(a.index, first_of[a.first], first_of[a.last], a.kind) for a in gone]
    return out, sorted(absences, key=lambda a: (a.first, a.index))


def _having(inputs: Sequence[Input], step: Stretch) -> list[int]:
    """The witnesses with whole paragraphs here, when all the others have nothing at all."""
    having = []
    for i, (entry, span) in enumerate(zip(inputs, step.ranges, strict=True)):
        if span is None or span[0] == span[1]:
            continue
        if not holds_paragraph(entry.passages, span):
            return []
        having.append(i)
    if len(having) == 1 and _stands_twice(inputs[having[0]].key, step.ranges[having[0]]):
        return []
    if having and all(_follows_itself(inputs[i].key, step.ranges[i]) for i in having):
        return []
    return having


def _stands_twice(key: Key, span: Range | None) -> bool:
    """The text of the span stands once more in the same witness: a doubled passage, not a fuller text."""
    return span is not None and twin(key, *span) is not None


def _part(entry: Input, span: Range | None) -> Input:
    """The input cut to a range of its key."""
    start, end = span or (0, 0)
    passages = tuple(
        replace(
            p,
            start=max(p.start, start) - start,
            end=min(p.end, end) - start,
            heading_start=min(max(p.heading_start, start), end) - start,
            heading_end=min(max(p.heading_end, start), end) - start,
        )
        for p in entry.passages
        if p.start < end and start < p.end
    )
    return Input(entry.key.take(np.arange(start, end, dtype=np.int64)), passages, False, entry.punctuated)
