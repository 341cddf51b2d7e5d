"""How one witness differs from the pivot: words first, then the punctuation between them.

Aligned are the words alone: a comma never attracts a match. What stands between two neighbouring
words (the slot) is compared afterwards. An edit covers pivot positions ``[a0, a1)`` and witness
positions ``[b0, b1)``, in positions of the full keys.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from itertools import pairwise

import numpy as np

from doccompare.alignment.whole import to_paragraphs
from doccompare.matching import Edit, difference
from doccompare.model import Range
from doccompare.text import Key, Offsets, is_punctuation
from doccompare.words import is_word, word_edges

# Two changes of one witness with this little unchanged text between them may be one change; a
# change longer than the longest is a lost or added passage, not a rewording.
_ISLAND, _WIDEST_ISLAND, _NUMBER_ISLAND = 2, 3, 5
_PHRASE, _LONGEST_CHANGE = 3, 12
_CONTEXT = 6
_LONGEST_SLIDE = 200


class Side:
    """A key prepared for comparison: its words and the slots between them."""

    def __init__(self, key: Key, barriers: Sequence[int] = (), *, silent: bool = False) -> None:
        self.key = key
        self.silent = silent  # it has no punctuation to speak of
        self.words, self.at = key.words()
        # places[i]: position of word i in the full key; places[n]: the end of the key.
        self.places: Offsets = np.append(self.at, len(key))
        # slot i: the punctuation before word i; the last one stands at the end of the key.
        self.slot_start: Offsets = np.concatenate(([0], self.at + 1)).astype(np.int64)
        self.slot_length: Offsets = self.places - self.slot_start
        self.barriers = frozenset(barriers)
        # The words that begin a paragraph.
        self.heads = frozenset(np.searchsorted(self.at, sorted(self.barriers)).tolist())

    def slot(self, i: int) -> str:
        """The punctuation before word ``i``."""
        return self.key.text[int(self.slot_start[i]) : int(self.places[i])]


def edits_between(pivot: Side, witness: Side, words: Sequence[Edit] | None = None) -> list[Edit]:
    """The edits from the pivot to the witness, in order, in positions of the full keys.

    ``words``: the difference of their words, when it is known.
    """
    if words is None:
        a, b = pivot.words, witness.words
        words = difference(a.text, b.text, codes_a=a.codes, codes_b=b.codes)
    words = to_paragraphs(words, pivot.words.text, witness.words.text, pivot.heads, witness.heads)
    return _with_slots(bridge(words, pivot, witness), pivot, witness)


def bridge(edits: Sequence[Edit], pivot: Side, witness: Side) -> list[Edit]:
    """Join two edits of one witness where what lies between them is a chance match.

    公平 against 平等 is one change, not a lost 公 and an added 等: it costs no more to read it so. Joined
    too are edits that exchange characters (选优配强 / 择优选配), whose island belongs to one word here
    and to another there (统一 / 以上一级), and long ones with next to nothing between. Two plain slips
    side by side stay two. Never over punctuation, but a number is one thing.
    """
    out: list[Edit] = []
    for edit in edits:
        while out and _one_change(out[-1], edit, pivot, witness):
            last = out.pop()
            edit = Edit(last.a0, edit.a1, last.b0, edit.b1)
        out.append(edit)
    return out


def _one_change(left: Edit, right: Edit, pivot: Side, witness: Side) -> bool:
    island = right.a0 - left.a1
    if island <= _NUMBER_ISLAND and _same_number(left, right, pivot, witness):
        return True
    if island > _WIDEST_ISLAND:
        return False
    divided = _divided(pivot, left.a0, left.a1, right.a0, right.a1)
    if divided or _divided(witness, left.b0, left.b1, right.b0, right.b1):
        return False
    sizes = _size(left), _size(right)
    if max(sizes) > _LONGEST_CHANGE:
        return False
    if _exchange(left, right, pivot.words.text, witness.words.text):
        return True
    if island > _ISLAND:
        return False
    whole = Edit(left.a0, right.a1, left.b0, right.b1)
    if _size(whole) <= sum(sizes) or min(sizes) >= _PHRASE:
        return True
    here = _word_around(pivot.words.text, left.a1, right.a0)
    there = _word_around(witness.words.text, left.b1, right.b0)
    return here != there and bool(here) and bool(there)


def _size(edit: Edit) -> int:
    """What an edit costs: its substitutions, insertions and omissions."""
    return max(edit.a1 - edit.a0, edit.b1 - edit.b0)


def _word_around(text: str, start: int, end: int) -> str:
    """The dictionary word that holds the island and more, empty when the island stands by itself."""
    low, high = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    edges = word_edges(text[low:high])
    first = max(e for e in edges if e <= start - low)
    last = min(e for e in edges if e >= end - low)
    word = text[low + first : low + last]
    return word if len(word) > end - start and is_word(word) else ""


def _divided(side: Side, l0: int, l1: int, r0: int, r1: int) -> bool:
    """Punctuation stands inside what two edits and the island between them take of one text."""
    first = l1 if l0 < l1 else l1 + 1
    last = r0 if r0 < r1 else r0 - 1
    return bool(side.slot_length[first : last + 1].any())


def _exchange(left: Edit, right: Edit, a: str, b: str) -> bool:
    """What one edit takes away the other one gives, or what is lost here is the island met there."""
    lost_left, gained_left = a[left.a0 : left.a1], b[left.b0 : left.b1]
    lost_right, gained_right = a[right.a0 : right.a1], b[right.b0 : right.b1]
    crossed = set(lost_left) & set(gained_right) | set(gained_left) & set(lost_right)
    return bool(crossed)


_NUMERIC = frozenset("0123456789〇零一二三四五六七八九十百千万亿年月日时分.，：/%")


def _same_number(left: Edit, right: Edit, pivot: Side, witness: Side) -> bool:
    """Both edits lie in one run of numerals and date signs: a number is one thing."""
    a = pivot.words.text[left.a0 : right.a1]
    b = witness.words.text[left.b0 : right.b1]
    return bool(a) and bool(b) and all(c in _NUMERIC for c in a) and all(c in _NUMERIC for c in b)


def _with_slots(words: Sequence[Edit], pivot: Side, witness: Side) -> list[Edit]:
    """The word edits in full positions, and an edit for each slot that differs.

    An edit of words settles the slots at both its edges; a run of equal words those inside it.
    """
    size_a, size_b = len(pivot.words), len(witness.words)
    differing = _differing_slots(words, pivot, witness)
    out: list[Edit] = []
    a = b = 0
    open_slot = True  # the slot before word ``a`` is not settled yet
    # Where a slip and a lost passage stand side by side; the passage settles the slot between them.
    meets = {
        (left.a1, left.b1) for left, right in pairwise(words) if (left.a1, left.b1) == (right.a0, right.b0)
    }
    for edit in [*words, Edit(size_a, size_a, size_b, size_b)]:
        if edit.a0 > a:
            if open_slot:
                out += _one_slot(pivot, witness, a, b)
            for i in differing[bisect_right(differing, a) : bisect_left(differing, edit.a0)]:
                out += _one_slot(pivot, witness, i, i + b - a)
            open_slot = True
        if edit.a0 == edit.a1 and edit.b0 == edit.b1:
            if open_slot:
                out += _one_slot(pivot, witness, size_a, size_b)
        else:
            out += _word_edit(edit, pivot, witness, meets)
            open_slot = False
        a, b = edit.a1, edit.b1
    out = [e for e in out if e.a0 < e.a1 or e.b0 < e.b1]
    return [
        slide(e, pivot, witness, out[i - 1] if i else None, out[i + 1] if i + 1 < len(out) else None)
        for i, e in enumerate(out)
    ]


def _differing_slots(words: Sequence[Edit], pivot: Side, witness: Side) -> list[int]:
    """The slots of the pivot that may differ from the witness's, when the words on both sides are equal.

    Of slots beside an edit of words nothing is said.
    """
    growth = np.cumsum([0, *(e.b1 - e.b0 - e.a1 + e.a0 for e in words)])
    ends = np.array([e.a1 for e in words], dtype=np.int64)
    i = np.arange(1, len(pivot.words))
    j = np.clip(i + growth[np.searchsorted(ends, i, side="right")], 0, len(witness.words))
    length_a, length_b = pivot.slot_length[i], witness.slot_length[j]
    code_a = pivot.key.codes[np.minimum(pivot.slot_start[i], len(pivot.key) - 1)]
    code_b = witness.key.codes[np.minimum(witness.slot_start[j], len(witness.key) - 1)]
    differs = (length_a != length_b) | (length_a > 1) | ((length_a == 1) & (code_a != code_b))
    found: list[int] = i[differs].tolist()
    return found


def _one_slot(pivot: Side, witness: Side, i: int, j: int) -> list[Edit]:
    """The edit of slot ``i`` of the pivot against slot ``j`` of the witness, nothing when they agree."""
    a, b = pivot.slot(i), witness.slot(j)
    if a == b:
        return []
    start_a, start_b = int(pivot.slot_start[i]), int(witness.slot_start[j])
    return [Edit(start_a + e.a0, start_a + e.a1, start_b + e.b0, start_b + e.b1) for e in _trimmed(a, b)]


def _trimmed(a: str, b: str) -> list[Edit]:
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    return [Edit(head, len(a) - tail, head, len(b) - tail)] if len(a) != len(b) or head < len(a) else []


def _word_edit(edit: Edit, pivot: Side, witness: Side, meets: Container[Range]) -> list[Edit]:
    """A word edit with the slots at its two edges, as edits in full positions.

    A replacement leaves the slots at ``meets``, where it touches another edit, to that one.
    """
    start_a, end_a = int(pivot.slot_start[edit.a0]), int(pivot.places[edit.a1])
    start_b, end_b = int(witness.slot_start[edit.b0]), int(witness.places[edit.b1])
    if edit.a0 < edit.a1 and edit.b0 < edit.b1:
        inner = Edit(
            int(pivot.places[edit.a0]),
            int(pivot.places[edit.a1 - 1]) + 1,
            int(witness.places[edit.b0]),
            int(witness.places[edit.b1 - 1]) + 1,
        )
        left, right = (edit.a0, edit.b0), (edit.a1, edit.b1)
        return [
            *([] if left in meets else _one_slot(pivot, witness, *left)),
            inner,
            *([] if right in meets else _one_slot(pivot, witness, *right)),
        ]
    if edit.a0 < edit.a1:
        return _gap(
            pivot.key.text[start_a:end_a],
            witness.key.text[start_b:end_b],
            start_a,
            start_b,
            int(pivot.places[edit.a0]) - start_a,
            join=not witness.silent,
        )
    turned = _gap(
        witness.key.text[start_b:end_b],
        pivot.key.text[start_a:end_a],
        start_b,
        start_a,
        int(witness.places[edit.b0]) - start_b,
        join=not witness.silent,
    )
    return [Edit(e.b0, e.b1, e.a0, e.a1) for e in turned]


def _gap(long: str, short: str, at_long: int, at_short: int, lead: int, *, join: bool) -> list[Edit]:
    """``long`` holds words that ``short`` lacks, slots included; ``short`` is one slot.

    As much of the slot as possible is matched before the words, then after them; what is left of
    it is a change of punctuation on the left. ``join``: words may stand in the place of a sign.
    """
    words_end = len(long)
    while words_end and is_punctuation(long[words_end - 1]):
        words_end -= 1
    head = 0
    while head < min(lead, len(short)) and long[head] == short[head]:
        head += 1
    tail = 0
    while tail < min(len(long) - words_end, len(short) - head) and long[-1 - tail] == short[-1 - tail]:
        tail += 1
    middle = short[head : len(short) - tail]
    if not middle:
        return [Edit(at_long + head, at_long + len(long) - tail, at_short + head, at_short + head)]
    if join and head == lead and tail == len(long) - words_end:
        # No sign of its own is left beside the words: they stand in the place of the slot's.
        return [Edit(at_long + head, at_long + words_end, at_short + head, at_short + head + len(middle))]
    # The slot has a sign of its own: it stands for the sign before the words.
    return [
        Edit(at_long + head, at_long + lead, at_short + head, at_short + head + len(middle)),
        Edit(
            at_long + lead,
            at_long + len(long) - tail,
            at_short + head + len(middle),
            at_short + head + len(middle),
        ),
    ]


def _to_paragraphs(text: str, start: int, end: int, point: int, begins: frozenset[int], before: int) -> int:
    """How far left a stretch must slide to begin and end where paragraphs begin; 0 when it cannot."""
    for back in range(1, min(start - before, point, _LONGEST_SLIDE) + 1):
        if text[start - back] != text[end - back]:
            return 0
        if start - back in begins and (end - back in begins or end == len(text)):
            return back
    return 0


def slide(edit: Edit, pivot: Side, witness: Side, previous: Edit | None, following: Edit | None) -> Edit:
    """A pure insertion or omission moved as far right as it can stand inside its paragraph.

    It stops short of the next edit, so that two edits never meet by sliding. One that holds whole
    paragraphs is put between paragraphs.
    """
    omission, addition = edit.b0 == edit.b1, edit.a0 == edit.a1
    if not (omission or addition):
        return edit
    if omission:
        text, start, end, point = pivot.key.text, edit.a0, edit.a1, edit.b0
        inside, outside = pivot.barriers, witness.barriers
        stop = following.a0 - 1 if following else len(text)
        before = previous.a1 if previous else 0
    else:
        text, start, end, point = witness.key.text, edit.b0, edit.b1, edit.a0
        inside, outside = witness.barriers, pivot.barriers
        stop = following.b0 - 1 if following else len(text)
        before = previous.b1 if previous else 0
    if any(p in inside for p in range(start + 1, end + 1)) and start not in inside:
        # It holds the beginning of a paragraph: if it is whole paragraphs, it stands between paragraphs.
        back = _to_paragraphs(text, start, end, point, inside, before)
        if back:
            start, end, point = start - back, end - back, point - back
            return Edit(start, end, point, point) if omission else Edit(point, point, start, end)
    while end < stop and text[start] == text[end] and end not in inside and point not in outside:
        start, end, point = start + 1, end + 1, point + 1
    return Edit(start, end, point, point) if omission else Edit(point, point, start, end)
