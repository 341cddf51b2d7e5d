"""Which grams of the works are stock: phrases so common in the archive that they say nothing of a source.

The rule: on a sample of at most 20,000 pages, in evenly spaced blocks, a gram is stock when it stands in
short passages (under 120 words of the work near each other) on at least 8 pages and on at least one page
in two thousand; and, of many works, when it stands in more than 64 places or in more than 8 works and one
work in a hundred. A page with long passages of a work does not speak for its grams being stock.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from doccompare.archive.index import Index

SAMPLE = 20_000  # pages
_LEAST, _SHARE = 8, 0.0005


def stock_grams(
    index: Index, sampled: Index, common: NDArray[np.bool_], counts: Iterable[tuple[int, int]]
) -> NDArray[np.bool_]:
    """For each gram of the whole index, whether it is stock.

    ``sampled``: the index without what is too ``common`` in the works; ``counts``: pairs of a gram of it
    and its pages, among them ``(-1, pages)`` (see :func:`doccompare.archive.shard.count_grams`).
    """
    pages = 0
    found = np.zeros(len(sampled.probe.hashes), dtype=np.int64)
    for gram, count in counts:
        if gram < 0:
            pages += count
        else:
            found[gram] += count
    often = found >= max(_LEAST, _SHARE * pages)
    return common | np.isin(index.probe.hashes, sampled.probe.hashes[often])
