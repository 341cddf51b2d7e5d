"""The text that stands in the middle of a set of texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from doccompare.matching.seeds import gram_hashes
from doccompare.text import Codes

_SAMPLE = np.uint64(4)


def medoid(texts: Sequence[Codes], digests: Sequence[str], k: int) -> int:
    """The text that shares most with the others: the largest sum of document frequencies of its k-grams.

    Linear in the total length; of the k-grams the same quarter is looked at in all texts. A tie goes by
    the digest of the content, never by order or name.
    """
    if len(texts) <= 2:  # both share the same with one another
        return max(range(len(texts)), key=lambda i: digests[i])
    grams = [
        np.unique(hashes[hashes % _SAMPLE == 0]) for codes in texts for hashes in [gram_hashes(codes, k)]
    ]
    values, counts = np.unique(np.concatenate(grams), return_counts=True)
    sums = [int((counts[np.searchsorted(values, g)] - 1).sum()) for g in grams]
    return max(range(len(texts)), key=lambda i: (sums[i], digests[i]))
