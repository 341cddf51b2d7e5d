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
    # Whose passages: any witness with the reading would do; the fullest key is the steadiest choice.
    order = sorted(range(len(keys)), key=lambda i: (len(keys[i]), keys[i].text), reverse=True)
    at = 0
    for stretch in stretches:
        speaker, text = _speaker(keys, order, stretch, silent)
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


def _speaker(
    keys: Sequence[Key], order: Sequence[int], stretch: Stretch, silent: Sequence[bool]
) -> tuple[int | None, str]:
    """The witness that says what stands here, and its text; ``order``: the steadiest witness first."""
    extant = [(i, r) for i in order if (r := stretch.ranges[i]) is not None]
    heard = [(i, r) for i, r in extant if not silent[i]] or extant
    if not heard:
        return None, ""
    if stretch.agrees:
        speaker, span = heard[0]
        return speaker, keys[speaker].text[span[0] : span[1]]
    texts = [(i, keys[i].text[r[0] : r[1]]) for i, r in heard]
    counts = Counter(text for _, text in texts)
    best = max(counts, key=lambda t: (counts[t], len(t), t))
    return next(i for i, text in texts if text == best), best


def _moved(passage: Passage, start: int) -> Passage:
    shift = start - passage.start
    return Passage(
        passage.part, start, start, passage.number, passage.heading_start + shift, passage.heading_end + shift
    )
