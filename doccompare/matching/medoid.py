"""The text that stands in the middle of a set of texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from doccompare.matching.seeds import gram_hashes
from doccompare.text import Codes


def medoid(texts: Sequence[Codes], digests: Sequence[str], k: int) -> int:
    """The text that shares most with the others: the largest sum of document frequencies of its k-grams.

    Linear in the total length. A tie goes by the digest of the content, never by order or name.
    """
    if len(texts) <= 2:  # both share the same with one another
        return max(range(len(texts)), key=lambda i: digests[i])
    grams = [np.unique(gram_hashes(codes, k)) for codes in texts]
    values, counts = np.unique(np.concatenate(grams), return_counts=True)
    sums = [int((counts[np.searchsorted(values, g)] - 1).sum()) for g in grams]
    return max(range(len(texts)), key=lambda i: (sums[i], digests[i]))
