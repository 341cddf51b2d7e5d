"""A better pivot from a first alignment: what most witnesses read at every place.

A witness as pivot brings its own slips: where it lost a character, two witnesses that have it are
compared with each other nowhere. The consensus has none of the slips of single witnesses. It is a
measuring rod only and never shows in the result.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np

from doccompare.model import Passage, Stretch
from doccompare.text import Key


def consensus(
    keys: Sequence[Key],
    passages: Sequence[Sequence[Passage]],
    stretches: Sequence[Stretch],
    silent: Sequence[bool],
) -> tuple[Key, tuple[Passage, ...]]:
    """The consensus of an alignment as a key of its own, with its passages.

    At each stretch the reading of most witnesses, the longer one when two are even, then by its
    characters. ``silent`` witnesses (unpunctuated) speak only where no other does.
    """
    parts: list[str] = []
    found: list[Passage] = []
    starts = [[p.start for p in ps] for ps in passages]
    at = 0
    for stretch in stretches:
        speaker, text = _speaker(keys, stretch, silent)
        if speaker is None:
            continue
        first = (stretch.ranges[speaker] or (0, 0))[0]
        for i in range(bisect_left(starts[speaker], first), bisect_left(starts[speaker], first + len(text))):
            passage = passages[speaker][i]
            found.append(_moved(passage, at + passage.start - first))
        parts.append(text)
        at += len(text)
    whole = "".join(parts)
    ends = [*(p.start for p in found[1:]), len(whole)][: len(found)]
    closed = tuple(
        Passage(
            p.part, p.start, max(p.start, end), p.number, min(p.heading_start, end), min(p.heading_end, end)
        )
        for p, end in zip(found, ends, strict=True)
    )
    return Key(whole, whole, np.arange(len(whole), dtype=np.int64)), closed


def _speaker(keys: Sequence[Key], stretch: Stretch, silent: Sequence[bool]) -> tuple[int | None, str]:
    texts = {i: keys[i].text[r[0] : r[1]] for i, r in enumerate(stretch.ranges) if r is not None}
    heard = {i: t for i, t in texts.items() if not silent[i]} or texts
    if not heard:
        return None, ""
    counts = Counter(heard.values())
    best = max(counts, key=lambda t: (counts[t], len(t), t))
    # Whose passages: any witness with this reading would do; the fullest key is the steadiest choice.
    speaker = max((i for i, t in heard.items() if t == best), key=lambda i: (len(keys[i]), keys[i].text))
    return speaker, best


def _moved(passage: Passage, start: int) -> Passage:
    shift = start - passage.start
    return Passage(
        passage.part, start, start, passage.number, passage.heading_start + shift, passage.heading_end + shift
    )
