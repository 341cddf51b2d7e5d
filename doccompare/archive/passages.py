"""The passages of works in a batch of pages: scanned, chained, aligned, mapped back to offsets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doccompare.archive.index import GRAM, Index
from doccompare.archive.pages import Batch
from doccompare.matching import (
    Hits,
    Runs,
    Stretch,
    clusters_of,
    placed_words,
    runs_of,
    scan,
    stretches,
    support,
    words_in,
)
from doccompare.text import Offsets

SHORTEST = 12  # equal words of a passage
OWN = 8  # of these outside stock phrases
_GAP = 400  # words between runs of one cluster
# A cluster with less than this covered is looked at more closely: so many words must agree around it.
_STRONG, _NEEDED, _REACH = 20, 13, 12
# And so many of them outside stock: a phrase and a word or two beside it by chance are no passage.
_OWN = OWN // 2


@dataclass(frozen=True, slots=True)
class Found:
    """A passage: index of the page and of the work, the words that agree, and offsets (code points)."""

    page: int
    work: int
    stretch: Stretch
    page_start: int
    page_end: int
    work_start: int
    work_end: int


def find_passages(batch: Batch, index: Index) -> tuple[list[Found], NDArray[np.int64], list[tuple[int, str]]]:
    """The passages of a batch, for each stock phrase its pages, and the pages that failed, with why."""
    hits = scan(batch.data, batch.offsets, index.probe)
    watched = index.watched[hits.grams]
    stock = watched > 0
    seen = np.unique((watched[stock].astype(np.int64) << 32) | hits.pages[stock]) >> 32
    phrases = np.bincount(seen, minlength=len(index.phrases) + 1)[1:]
    runs = runs_in(hits, index, ~stock)
    found: list[Found] = []
    failed: dict[int, str] = {}
    for page, text, work, cluster in _clusters(runs, batch, index):
        try:
            found += _passages(page, text, work, cluster, index)
        except Exception as fault:  # one page must not stop the others, whatever is wrong with it
            failed[page] = f"error: {type(fault).__name__}: {fault}"
    kept = [f for f in found if f.page not in failed]
    return sorted(kept, key=lambda f: (f.page, f.work, f.page_start)), phrases, sorted(failed.items())


def runs_in(hits: Hits, index: Index, chosen: NDArray[np.bool_]) -> Runs:
    """The runs of the chosen hits, each hit at all places its gram has in the works."""
    page, a, grams = (v[chosen].astype(np.int64) for v in (hits.pages, hits.places, hits.grams))
    first = index.firsts[grams].astype(np.int64)
    counts = index.firsts[grams + 1] - first
    size = int(counts.sum())
    at = first
    if size > len(grams):  # most grams stand at one place only
        within = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts)
        at, page, a = np.repeat(first, counts) + within, np.repeat(page, counts), np.repeat(a, counts)
    b = index.places[at].astype(np.int64)
    return runs_of(page, a, b, index.work_of(b), GRAM)


@dataclass(frozen=True, eq=False)
class _PageText:
    """The words of one page, and where each stands in its text."""

    words: NDArray[np.uint32]
    offsets: Offsets


def _clusters(runs: Runs, batch: Batch, index: Index) -> list[tuple[int, _PageText, int, NDArray[np.int64]]]:
    """Page, its words, work and runs of each place that is worth aligning."""
    if not len(runs):
        return []
    edges = clusters_of(runs, _GAP)
    cover = np.add.reduceat(runs.cover, edges[:-1])
    texts: dict[int, _PageText] = {}
    strong = cover >= _STRONG
    weak = np.flatnonzero(np.repeat(~strong, np.diff(edges)))
    if len(weak):
        pages = np.unique(runs.page[weak])
        parts = words_in(batch.data, batch.offsets, pages.tolist(), index.probe)
        first = np.zeros(len(batch.ids) + 1, dtype=np.int64)
        first[pages + 1] = [len(part) for part in parts]
        backing, own = np.zeros((2, len(runs)), dtype=np.int64)
        backing[weak], own[weak] = support(
            runs.take(weak), np.concatenate(parts), np.cumsum(first), index.words, index.stock, _REACH
        )
        backed = np.maximum.reduceat(backing, edges[:-1]) >= _NEEDED
        strong |= backed & (np.add.reduceat(own, edges[:-1]) >= _OWN)
    out = []
    for cluster in np.flatnonzero(strong).tolist():
        low, high = edges[cluster], edges[cluster + 1]
        page, work = int(runs.page[low]), int(runs.text[low])
        if page not in texts:
            texts[page] = _PageText(*placed_words(batch.data, batch.offsets, page, index.probe))
        border = int(index.borders[work])
        a0, b0 = runs.a0[low:high], runs.b0[low:high]
        rows = np.stack((a0, b0 - border, runs.a1[low:high] - a0), axis=1)
        out.append((page, texts[page], work, rows))
    return out


def _passages(page: int, text: _PageText, work: int, runs: NDArray[np.int64], index: Index) -> list[Found]:
    low, high = int(index.borders[work]), int(index.borders[work + 1])
    stock, offsets = index.stock[low:high], index.offsets(work)
    out = []
    for s in stretches(runs, text.words, index.words[low:high], SHORTEST):
        own = s.equal - int(stock[s.b0 : s.b1].sum())
        if own >= min(OWN, s.equal):
            out.append(
                Found(
                    page, work, s,
                    int(text.offsets[s.a0]), int(text.offsets[s.a1 - 1]) + 1,
                    int(offsets[s.b0]), int(offsets[s.b1 - 1]) + 1,
                )
            )  # fmt: skip
    return out
