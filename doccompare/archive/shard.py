"""What is done with one shard: pure functions of the shard and a folder with an index.

They run in this process, in a worker of this machine or of a cluster, and give the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doccompare.archive.index import Index
from doccompare.archive.pages import Batch, batches
from doccompare.archive.passages import Found, find_passages, runs_in
from doccompare.archive.sources import Shard
from doccompare.layout import JUMP_AWAY, JUMP_LINE, ordinal_of
from doccompare.matching import clusters_of, scan

# A page reprints a work when it has this share of its words, and a part of it with so many words in line.
WHOLE, PART = 0.5, 150
# Nearer than this many words two runs belong together; so many words of one work are no stock phrase.
_NEAR, STOCK_LONGEST = 60, 120
_TURN = 60  # characters beside a passage in which a line may say where it goes on
_LABEL = re.compile(r"[0-9０-９一二三四五六七八九十〇○A-Za-z]+(?=\s*版)")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in a shard. ``phrases``: for each stock phrase of the index its pages."""

    pages: int
    rows: list[Row]
    phrases: list[int]
    rejects: list[tuple[str, str]]

    def __add__(self, other: Result) -> Result:
        longer, shorter = sorted((self.phrases, other.phrases), key=len, reverse=True)
        phrases = [n + (shorter[i] if i < len(shorter) else 0) for i, n in enumerate(longer)]
        return Result(self.pages + other.pages, self.rows + other.rows, phrases, self.rejects + other.rejects)


def search(shard: Shard, folder: Path) -> Result:
    """The passages of a shard, its counts of stock phrases and its rejects."""
    index = index_at(folder)
    found = Result(0, [], [0] * len(index.phrases), [])
    for batch in batches(shard):
        found += search_batch(batch, index, shard.first + found.pages)
    return found


def search_batch(batch: Batch, index: Index, first: int = 0) -> Result:
    """The same for some pages; ``first`` is the number of the first in its file, or one before it."""
    found, phrases, failed = find_passages(batch, index)
    rows: list[Row] = []
    for (page, work), group in groupby(found, key=lambda f: (f.page, f.work)):
        rows += ({**row, "row": first + page} for row in _rows(batch, page, work, list(group), index))
    rejects = [*batch.rejects, *((batch.ids[page], why) for page, why in failed)]
    return Result(len(batch.ids), rows, phrases.tolist(), rejects)


def count_grams(shard: Shard, folder: Path) -> list[tuple[int, int]]:
    """Pages read, and for each gram of the index on how many of them it stands in a short passage.

    As pairs of gram and count; the first pair is ``(-1, pages)``.
    """
    index = index_at(folder)
    counts = np.zeros(len(index.probe.hashes), dtype=np.int64)
    pages = 0
    for batch in batches(shard):
        pages += len(batch.ids)
        counts += _short(batch, index)
    held = np.flatnonzero(counts)
    return [(-1, pages), *zip(held.tolist(), counts[held].tolist(), strict=True)]


def _short(batch: Batch, index: Index) -> NDArray[np.int64]:
    hits = scan(batch.data, batch.offsets, index.probe)
    own = index.watched[hits.grams] == 0
    runs = runs_in(hits, index, own)
    size = len(index.probe.hashes)
    if not len(runs):
        return np.zeros(size, dtype=np.int64)
    edges = clusters_of(runs, _NEAR)
    short = np.add.reduceat(runs.cover, edges[:-1]) < STOCK_LONGEST
    # Places of pages that only long passages cover do not count.
    long_runs = runs.take(np.repeat(~short, np.diff(edges)))
    at = (hits.pages.astype(np.int64) << 32) | hits.places
    starts, ends = (np.sort((long_runs.page << 32) | a) for a in (long_runs.a0, long_runs.a1))
    inside = np.searchsorted(starts, at, side="right") > np.searchsorted(ends, at, side="right")
    chosen = own & ~inside
    pairs = np.unique((hits.pages[chosen].astype(np.int64) << 32) | hits.grams[chosen])
    return np.bincount(pairs & 0xFFFFFFFF, minlength=size)


@lru_cache(maxsize=2)
def index_at(folder: Path) -> Index:
    """The index in a folder, loaded once in a process."""
    return Index.load(folder)


def first_id(shard: Shard) -> str:
    """The page_id of the first page of a shard."""
    for batch in batches(shard):
        if batch.ids:
            return batch.ids[0]
        if batch.rejects:
            return batch.rejects[0][0]
    return ""


def kind_of(spans: Sequence[tuple[int, int]], longest: int, words: int) -> str:
    """reprint, partial or quotation: how much of a work of so many words a page has.

    ``spans`` are stretches of the work in words; ``longest``: the most equal words of one passage.
    """
    covered = end = 0
    for start, stop in sorted(spans):
        covered += max(0, stop - max(start, end))
        end = max(end, stop)
    if covered >= WHOLE * words:
        return "reprint"
    return "partial" if longest >= min(PART, words / 2) else "quotation"


def _rows(batch: Batch, page: int, work: int, found: Sequence[Found], index: Index) -> Iterator[Row]:
    reference = index.references[work]
    words = int(index.borders[work + 1] - index.borders[work])
    spans = [(f.stretch.b0, f.stretch.b1) for f in found]
    longest = max(f.stretch.equal for f in found)
    kind = kind_of(spans, longest, words)
    text = batch.text(page)
    for f in found:
        first, last = reference.addresses(f.work_start, f.work_end)
        yield {
            "page_id": batch.ids[page],
            "work": reference.work,
            "kind": kind,
            "address_from": first,
            "address_to": last,
            "page_start": f.page_start,
            "page_end": f.page_end,
            "work_start": f.work_start,
            "work_end": f.work_end,
            "similarity": round(f.stretch.similarity, 4),
            **{name: values[page] for name, values in batch.known.items()},
            # for joining what goes on on another page
            "words": [f.stretch.b0, f.stretch.b1, f.stretch.equal],
            "to": _turn(text[f.page_end : f.page_end + _TURN], away=True),
            "from": _turn(text[max(0, f.page_start - _TURN) : f.page_start], away=False),
        }


def _turn(beside: str, *, away: bool) -> str:
    """The page that a jump line beside a passage names, empty when there is none."""
    for line in JUMP_LINE.finditer(beside):
        named = _LABEL.search(line.group())
        if named and bool(JUMP_AWAY.search(line.group())) is away:
            return page_label(named.group())
    return ""


def page_label(said: str) -> str:
    """A page number in one form: 3, 03, 三, 第三版 are ``3``; A3 stays."""
    plain = said.strip().removeprefix("第").removesuffix("版").strip()
    number = ordinal_of(plain) if not re.search("[A-Za-z]", plain) else None
    return str(number) if number is not None else plain.upper()
