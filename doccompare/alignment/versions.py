"""Versions of one text: which clause of the one answers to which of the other, by content.

Numbers say nothing here: articles are renumbered, split and merged. What two clauses share is the
text that stands in both; a clause is partner of another when half of the shorter one stands in it
and is not claimed by a better partner.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doccompare.layout import ordinal_of
from doccompare.matching import difference, shared_runs
from doccompare.model import Part, Passage, Range
from doccompare.text import Key

_SEED = 4
_REPEATS = 16
# A clause is partner of another when this share of the shorter one stands in it.
_SHARE = 0.5
# What is shared must be this long (word characters) to say anything in a longer clause.
_SHORTEST = 6
_PARATEXT = frozenset({Part.TITLE, Part.DATE, Part.SIGNATURE, Part.CREDIT})
# Two versions are told by renumbering, or by clauses rewritten beyond the errors of copyists.
_RENUMBERED, _REWRITTEN, _REWRITTEN_SHARE = 2, 2, 0.15
_SAME_TEXT = 0.85
# A clause in the same place is a rewriting of the other when it has this share of its characters.
_REWRITTEN_COMMON = 0.3


@dataclass(frozen=True, slots=True)
class Block:
    """A clause with all its paragraphs, a heading, or one part of the paratext of a witness.

    ``[start, end)`` are positions of its key, ``words`` of its key without punctuation.
    """

    part: Part
    number: str
    start: int
    end: int
    words: Range


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that answer to one another: for each witness the indices of its blocks, in order."""

    members: tuple[tuple[int, ...], ...]


def blocks_of(key: Key, passages: Sequence[Passage]) -> list[Block]:
    """The blocks of a witness: a numbered clause takes its unnumbered paragraphs and items with it."""
    places = key.words()[1]
    out: list[list[Passage]] = []
    for passage in passages:
        follows = out and out[-1][0].part is Part.CLAUSE and passage.part in (Part.PARAGRAPH, Part.ITEM)
        if follows:
            out[-1].append(passage)
        else:
            out.append([passage])
    blocks = []
    for group in out:
        start, end = group[0].start, group[-1].end
        words = int(np.searchsorted(places, start)), int(np.searchsorted(places, end))
        blocks.append(Block(group[0].part, group[0].number, start, end, words))
    return blocks


def map_blocks(a: Key, b: Key, of_a: Sequence[Block], of_b: Sequence[Block]) -> list[tuple[int, int, float]]:
    """The pairs of blocks that answer to one another, with the share of the shorter one in common."""
    shared = _shared(a, b, of_a, of_b)
    free_a = [np.ones(x.words[1] - x.words[0], dtype=np.bool_) for x in of_a]
    free_b = [np.ones(x.words[1] - x.words[0], dtype=np.bool_) for x in of_b]
    out: list[tuple[int, int, float]] = []
    for (i, j), spans in sorted(shared.items(), key=lambda s: (-_size(s[1]), s[0])):
        if (of_a[i].part in _PARATEXT) != (of_b[j].part in _PARATEXT):
            continue
        if (of_a[i].part is Part.HEADING) != (of_b[j].part is Part.HEADING):
            continue
        fresh = [s for s in spans if free_a[i][s[0]] and free_b[j][s[2]]]
        gain = _size(fresh)
        shorter = min(len(free_a[i]), len(free_b[j]))
        if gain < _SHARE * shorter or gain < min(_SHORTEST, shorter):
            continue
        for start, end, other, length in fresh:
            free_a[i][start:end] = False
            free_b[j][other : other + length] = False
        out.append((i, j, gain / shorter if shorter else 1.0))
    linked_a, linked_b = {i for i, _, _ in out}, {j for _, j, _ in out}
    for m, one in enumerate(of_a):
        for n, two in enumerate(of_b):
            same = one.part is two.part and one.part in _PARATEXT
            if same and m not in linked_a and n not in linked_b:
                out.append((m, n, 0.0))
                linked_a.add(m)
                linked_b.add(n)
    out += _in_same_place(a, b, of_a, of_b, out)
    return sorted(out)


def _in_same_place(
    a: Key, b: Key, of_a: Sequence[Block], of_b: Sequence[Block], linked: Sequence[tuple[int, int, float]]
) -> list[tuple[int, int, float]]:
    """Clauses wholly rewritten: the only ones left between the same neighbours, with words in common."""
    partner = {i: j for i, j, _ in linked}
    taken = {j for _, j, _ in linked}
    out = []
    for i, one in enumerate(of_a):
        if i in partner or one.part is not Part.CLAUSE or not 0 < i < len(of_a):
            continue
        before = partner.get(i - 1)
        after = partner.get(i + 1, len(of_b) if i + 1 == len(of_a) else None)
        if before is None or after != before + 2 or before + 1 in taken:
            continue
        other = of_b[before + 1]
        share = _common(_text(a, one), _text(b, other))
        if other.part is Part.CLAUSE and share >= _REWRITTEN_COMMON:
            out.append((i, before + 1, share))
    return out


def _common(one: str, other: str) -> float:
    """The share of the shorter text's characters that the other has, each counted as often as it stands."""
    shorter = min(len(one), len(other))
    return sum((Counter(one) & Counter(other)).values()) / shorter if shorter else 0.0


_Spans = list[tuple[int, int, int, int]]  # start, end in block i; start in block j; length


def _size(spans: _Spans) -> int:
    """The word characters that the spans cover."""
    covered = at = 0
    for start, end, _, _ in sorted(spans):
        covered += max(0, end - max(at, start))
        at = max(at, end)
    return covered


def _shared(a: Key, b: Key, of_a: Sequence[Block], of_b: Sequence[Block]) -> dict[tuple[int, int], _Spans]:
    """For each pair of blocks, the runs they share, in positions within the blocks."""
    codes_a, codes_b = a.words()[0].codes, b.words()[0].codes
    starts_a, starts_b = [x.words[0] for x in of_a], [x.words[0] for x in of_b]
    out: dict[tuple[int, int], _Spans] = {}
    for run in shared_runs(codes_a, codes_b, _SEED, repeats=_REPEATS):
        at = 0
        while at < run.length:
            i, j = bisect_right(starts_a, run.a + at) - 1, bisect_right(starts_b, run.b + at) - 1
            room = min(of_a[i].words[1] - run.a - at, of_b[j].words[1] - run.b - at, run.length - at)
            if room <= 0:
                break
            start, other = run.a + at - of_a[i].words[0], run.b + at - of_b[j].words[0]
            out.setdefault((i, j), []).append((start, start + room, other, room))
            at += room
    # Blocks too short for a seed: equal or not.
    for i, one in enumerate(of_a):
        text = _text(a, one)
        if 0 < len(text) < _SEED:
            for j, two in enumerate(of_b):
                if _text(b, two) == text:
                    out[(i, j)] = [(0, len(text), 0, len(text))]
    return out


def _text(key: Key, block: Block) -> str:
    return key.words()[0].text[block.words[0] : block.words[1]]


def groups_of(keys: Sequence[Key], blocks: Sequence[Sequence[Block]], base: int) -> list[Group]:
    """The groups of all witnesses, in the order of the base; what it lacks after what precedes it."""
    parent = {(w, i): (w, i) for w, own in enumerate(blocks) for i in range(len(own))}

    def root(x: tuple[int, int]) -> tuple[int, int]:
        while parent[x] != x:
            x = parent[x]
        return x

    for w in range(len(keys)):
        if w == base:
            continue
        for i, j, _ in map_blocks(keys[base], keys[w], blocks[base], blocks[w]):
            parent[root((w, j))] = root((base, i))
    members: dict[tuple[int, int], list[list[int]]] = {}
    for w, i in parent:
        members.setdefault(root((w, i)), [[] for _ in keys])[w].append(i)
    groups = [Group(tuple(tuple(sorted(m)) for m in ms)) for ms in members.values()]
    placed = sorted((g for g in groups if g.members[base]), key=lambda g: g.members[base])
    for group in sorted((g for g in groups if not g.members[base]), key=lambda g: g.members):
        w = next(w for w, own in enumerate(group.members) if own)
        before = group.members[w][0] - 1
        place = next((n for n, g in enumerate(placed) if before in g.members[w]), -1)
        placed.insert(place + 1, group)
    return placed


def look_like_versions(a: Key, b: Key, of_a: Sequence[Block], of_b: Sequence[Block]) -> bool:
    """Whether two witnesses are versions of different date and not copies of one text.

    Copies keep their numbers and most of every clause; a clause lost or moved is an error of a copy.
    """
    pairs = map_blocks(a, b, of_a, of_b)
    single = [
        (i, j)
        for i, j, _ in pairs
        if sum(x == i for x, _, _ in pairs) == 1 and sum(y == j for _, y, _ in pairs) == 1
    ]
    clauses = [(i, j) for i, j in single if of_a[i].part is Part.CLAUSE and of_b[j].part is Part.CLAUSE]
    if len(clauses) < 2:
        return False
    renumbered = sum(
        ordinal_of(of_a[i].number) != ordinal_of(of_b[j].number)
        and _in_sequence(of_a, i)
        and _in_sequence(of_b, j)
        for i, j in clauses
    )
    rewritten = sum(_likeness(_text(a, of_a[i]), _text(b, of_b[j])) < _SAME_TEXT for i, j in clauses)
    return renumbered >= max(_RENUMBERED, 0.05 * len(clauses)) or (
        rewritten >= max(_REWRITTEN, _REWRITTEN_SHARE * len(clauses))
    )


def _in_sequence(blocks: Sequence[Block], index: int) -> bool:
    """The number of a clause goes on that of a neighbour: it is no slip of a copyist."""
    numbers = [(i, ordinal_of(b.number)) for i, b in enumerate(blocks) if b.part is Part.CLAUSE]
    at = next(n for n, (i, _) in enumerate(numbers) if i == index)
    own = numbers[at][1]
    if own is None:
        return False
    before = numbers[at - 1][1] if at else None
    after = numbers[at + 1][1] if at + 1 < len(numbers) else None
    return before == own - 1 or after == own + 1


def _likeness(one: str, other: str) -> float:
    """How much of two texts is the same, what one of them merely lost left aside.

    A copy that dropped phrases is no version: of losses and gains only the smaller sum counts.
    """
    edits = difference(one, other)
    lost = sum(e.a1 - e.a0 for e in edits if e.b0 == e.b1)
    gained = sum(e.b1 - e.b0 for e in edits if e.a0 == e.a1)
    changed = sum(max(e.a1 - e.a0, e.b1 - e.b0) for e in edits if e.a0 < e.a1 and e.b0 < e.b1)
    return 1 - (changed + min(lost, gained)) / max(1, min(len(one), len(other)))


def change_of(group: Group, old: int, new: int, same_text: bool, same_number: bool) -> str:
    """What became of a group from the old to the new version: the contract's word for it."""
    before, after = len(group.members[old]), len(group.members[new])
    if not before:
        return "new"
    if not after:
        return "deleted"
    if before == 1 and after > 1:
        return "split"
    if before > 1 and after == 1:
        return "merged"
    if not same_text or before > 1:
        return "amended"
    return "unchanged" if same_number else "renumbered"
