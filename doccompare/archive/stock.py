"""Which grams of the works are stock: phrases so common in the archive that they say nothing of a source.

The rule: on a sample of at most 20,000 pages, in evenly spaced blocks, a gram is stock when it stands in
short passages (under 120 words of the work near each other) on at least 8 pages and on at least one page
in two thousand; and, of many works, when it stands in more than 64 places or in more than 8 works and one
work in a hundred. A page with long passages of a work does not speak for its grams being stock. Nor is
all stock that is quoted often: of a document that everybody quotes now here, now there, the common grams
make up one long stretch. A stretch of more than 40 words is stock only on one page in fifty, and one of
more than 120 words never.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from doccompare.archive.index import Index, phrases_at
from doccompare.archive.shard import STOCK_LONGEST

SAMPLE = 20_000  # pages
_LEAST, _SHARE = 8, 0.0005
_LONG, _LONG_SHARE = 40, 0.02  # words of a phrase that must stand on so large a share of the pages


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
    least = max(_LEAST, _SHARE * pages)
    often = found >= least
    # Beside a phrase its grams end at once; what is quoted now here, now there swings about the limit.
    often[_quoted(sampled, found, found >= least / 2, pages)] = False
    return common | np.isin(index.probe.hashes, sampled.probe.hashes[often])


def _quoted(
    index: Index, found: NDArray[np.int64], chosen: NDArray[np.bool_], pages: int
) -> NDArray[np.int64]:
    """Of the chosen grams, ``found`` on so many pages, those in a stretch of such too long for a phrase."""
    counts = np.diff(index.firsts.astype(np.int64)).astype(np.int64)
    grams = np.repeat(np.arange(len(found)), counts)
    own = chosen[grams]
    order = np.argsort(index.places[own], kind="stable")
    grams, places = grams[own][order], index.places[own][order].astype(np.int64)
    if not len(places):
        return grams
    stretches = phrases_at(places, index.borders)
    stretch = np.searchsorted(stretches[:, 0], places, side="right") - 1
    lengths = stretches[:, 1] - stretches[:, 0]
    most = np.zeros(len(stretches), dtype=np.int64)
    np.maximum.at(most, stretch, found[grams])
    long = (lengths > STOCK_LONGEST) | ((lengths > _LONG) & (most < _LONG_SHARE * pages))
    return np.unique(grams[long[stretch]])
