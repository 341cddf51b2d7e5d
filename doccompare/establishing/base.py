"""The base text: the witness that numbers and orders the apparatus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from doccompare.columns import Columns
from doccompare.text import Key


def choose_base(
    columns: Columns, keys: Sequence[Key], digests: Sequence[str], moved: Sequence[int] = ()
) -> tuple[list[int], list[int]]:
    """The witnesses in order of preference, the best base first, and how often each stands alone.

    Most of the text comes first, then the text in its order (``moved``: the blocks each has out of
    place), then the fewest places where a witness disagrees with more witnesses than it agrees with;
    a tie goes by the digest of the file, never by order or name.
    """
    count = len(keys)
    extant = [0] * count
    odd = [0] * count
    for k, stretch in enumerate(columns.stretches):
        width = columns.starts[k + 1] - columns.starts[k]
        for i, span in enumerate(stretch.ranges):
            # What all extant witnesses but a few omit counts for coverage in those few alike.
            extant[i] += width if span is not None else 0
        if stretch.agrees:
            continue
        texts = [keys[i].text[r[0] : r[1]] if r else None for i, r in enumerate(stretch.ranges)]
        votes = Counter(t for t in texts if t is not None)
        most = max(votes.values())
        for i, text in enumerate(texts):
            odd[i] += text is not None and votes[text] < most
    total = max(1, columns.width)
    order = sorted(
        range(count),
        key=lambda i: (-round(extant[i] / total, 2), moved[i] if moved else 0, odd[i], digests[i]),
    )
    return order, odd
