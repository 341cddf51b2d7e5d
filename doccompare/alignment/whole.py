"""A loss put where paragraphs begin: one paragraph, and not the end of one with the head of the next.

Edit distance knows no paragraphs. A lost paragraph that begins or ends like its neighbour is for it as well
a loss from the middle of the one to the middle of the other, and a slip beside a lost paragraph
is one change with it. All positions are those of words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from doccompare.matching import Edit, difference

# A stretch is slid by this many words at most.
_FURTHEST = 2000
# A loss shorter than this is no paragraph to look for beside a slip, or to set against its neighbour.
_PARAGRAPH = 15
# A slip beside a lost paragraph: at most so many words, on either side.
_SLIP = 8
# So many equal words may stand between two edits that are one.
_ISLAND = 6
# The end of a paragraph may differ from what stands for it by this share of its words.
_UNLIKE = 0.34


def to_paragraphs(
    edits: Sequence[Edit], a: str, b: str, begins_a: frozenset[int], begins_b: frozenset[int]
) -> list[Edit]:
    """The edits from ``a`` to ``b`` with every lost or added passage at paragraph edges, where it can be.

    ``begins_a`` and ``begins_b``: the words that begin a paragraph. Two edits may touch: a slip
    and a passage lost or added beside it.
    """
    joined = _joined(edits, a, b, begins_a, begins_b)
    parted: list[Edit] = []
    for i, edit in enumerate(joined):
        following = joined[i + 1] if i + 1 < len(joined) else Edit(len(a), len(a), len(b), len(b))
        lost, gained = edit.a1 - edit.a0, edit.b1 - edit.b0
        if lost > gained > 0:
            kept = _end_kept(edit, a, b, begins_a, begins_b, following)
        elif gained > lost > 0:
            turned = _end_kept(_turn(edit), b, a, begins_b, begins_a, _turn(following))
            kept = [_turn(e) for e in turned]
        else:
            kept = []
        parted += kept or _parted(edit, begins_a, begins_b, len(a), len(b))
    out: list[Edit] = []
    for i, edit in enumerate(parted):
        previous = out[-1] if out else Edit(0, 0, 0, 0)
        following = parted[i + 1] if i + 1 < len(parted) else Edit(len(a), len(a), len(b), len(b))
        if edit.b0 == edit.b1:
            out += _placed(edit, a, b, begins_a, begins_b, previous, following)
        elif edit.a0 == edit.a1:
            turned = _placed(_turn(edit), b, a, begins_b, begins_a, _turn(previous), _turn(following))
            out += [_turn(e) for e in turned]
        else:
            out.append(edit)
    return out


def _joined(
    edits: Sequence[Edit], a: str, b: str, begins_a: frozenset[int], begins_b: frozenset[int]
) -> list[Edit]:
    """Two edits as one where the equal words between them may as well be those at the end of the second.

    Two losses, or two additions, round a few words that end the second one are one, at the same cost; and
    one is what is whole paragraphs when it is read as one, though a chance word stood between.
    """
    out: list[Edit] = []
    for edit in edits:
        while out and edit.a0 - out[-1].a1 <= _ISLAND:
            whole = _trimmed(Edit(out[-1].a0, edit.a1, out[-1].b0, edit.b1), a, b)
            lost, gained = whole.a1 - whole.a0, whole.b1 - whole.b0
            if lost and gained:
                break
            same_cost = max(lost, gained) <= _cost(out[-1]) + _cost(edit)
            begins, size = (begins_a, len(a)) if lost else (begins_b, len(b))
            start, end = (whole.a0, whole.a1) if lost else (whole.b0, whole.b1)
            paragraphs = start in begins and (end in begins or end == size) and end - start >= _PARAGRAPH
            if not same_cost and not paragraphs:
                break
            out.pop()
            edit = whole
        out.append(edit)
    return out


def _cost(edit: Edit) -> int:
    return max(edit.a1 - edit.a0, edit.b1 - edit.b0)


def _trimmed(edit: Edit, a: str, b: str) -> Edit:
    """The edit without what its two sides end, then begin, with."""
    a0, a1, b0, b1 = edit
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0, b0 = a0 + 1, b0 + 1
    return Edit(a0, a1, b0, b1)


def _turn(edit: Edit) -> Edit:
    return Edit(edit.b0, edit.b1, edit.a0, edit.a1)


def _parted(
    edit: Edit, begins_a: frozenset[int], begins_b: frozenset[int], size_a: int, size_b: int
) -> list[Edit]:
    """A slip and a lost (added) passage side by side as two edits, any other edit as it is."""
    lost, gained = edit.a1 - edit.a0, edit.b1 - edit.b0
    if not lost or not gained:
        return [edit]
    if lost < gained:
        return [_turn(e) for e in _parted(_turn(edit), begins_b, begins_a, size_b, size_a)]
    if gained > _SLIP or lost - gained < _PARAGRAPH:
        return [edit]
    heads = [p for p in range(edit.a0 + 1, edit.a0 + 2 * gained + 1) if p in begins_a]
    if heads:
        cut = min(heads, key=lambda p: abs(p - edit.a0 - gained))
        return [Edit(edit.a0, cut, edit.b0, edit.b1), Edit(cut, edit.a1, edit.b1, edit.b1)]
    tails = [p for p in range(edit.a1 - 2 * gained, edit.a1) if p in begins_a]
    if tails and edit.a0 in begins_a:
        cut = min(tails, key=lambda p: abs(edit.a1 - p - gained))
        return [Edit(edit.a0, cut, edit.b0, edit.b0), Edit(cut, edit.a1, edit.b0, edit.b1)]
    return [edit]


def _placed(
    edit: Edit,
    a: str,
    b: str,
    begins_a: frozenset[int],
    begins_b: frozenset[int],
    previous: Edit,
    following: Edit,
) -> list[Edit]:
    """An omission where whole paragraphs are lost, if that is another way to read it."""
    start, end, point = edit.a0, edit.a1, edit.b0

    def whole(by: int) -> bool:
        return start + by in begins_a and (end + by in begins_a or end + by == len(a))

    if start not in begins_a and not any(p in begins_a for p in range(start + 1, end + 1)):
        return [edit]
    # A word is left between it and its neighbours, but at the ends of the text there are none.
    low = previous.a1 + 1 if previous.a1 or previous.b1 else 0
    high = following.a0 - 1 if following.a0 < len(a) or following.b0 < len(b) else len(a)
    by = _shift(a, start, end, min(low, start), max(high, end), whole)
    if by is not None:
        return [Edit(start + by, end + by, point + by, point + by)]
    if (previous.a1, previous.b1) == (start, point):
        return [edit]
    return _end_kept(edit, a, b, begins_a, begins_b, following) or [edit]


def _shift(text: str, start: int, end: int, low: int, high: int, whole: Callable[[int], bool]) -> int | None:
    """How far ``[start, end)`` slides inside ``[low, high)`` to be whole paragraphs; None when it cannot.

    As far right as it can.
    """
    right = 0
    while end + right < min(high, end + _FURTHEST) and text[start + right] == text[end + right]:
        right += 1
    left = 0
    while start - left > max(low, start - _FURTHEST) and text[start - left - 1] == text[end - left - 1]:
        left += 1
    return next((by for by in range(right, -left - 1, -1) if whole(by)), None)


def _end_kept(
    edit: Edit, a: str, b: str, begins_a: frozenset[int], begins_b: frozenset[int], following: Edit
) -> list[Edit]:
    """A loss from the middle of a paragraph to the middle of the next one as the loss of the next one whole.

    What follows stands then for the end of the first paragraph, which it must be like; empty when it
    is not, or when more than the beginning of one paragraph is lost.
    """
    heads = [p for p in range(edit.a0 + 1, edit.a1 + 1) if p in begins_a]
    if len(heads) != 1 or edit.a1 in begins_a or edit.b1 - edit.b0 > _SLIP:
        return []
    head = heads[0]
    end = min((p for p in begins_a if p > edit.a1), default=len(a))
    stop = edit.b1 + end - edit.a1
    if (end >= following.a0 and end < len(a)) or end - head < _PARAGRAPH:
        return []
    if not (stop in begins_b or stop == len(b)) or any(edit.b0 < p < stop for p in begins_b):
        return []
    inner = difference(a[edit.a0 : head], b[edit.b0 : stop])
    if sum(max(e.a1 - e.a0, e.b1 - e.b0) for e in inner) > max(1, _UNLIKE * (stop - edit.b0)):
        return []
    moved = [Edit(e.a0 + edit.a0, e.a1 + edit.a0, e.b0 + edit.b0, e.b1 + edit.b0) for e in inner]
    if moved and (moved[-1].a1, moved[-1].b1) == (head, stop):
        return []
    return [*moved, Edit(head, end, stop, stop)]
