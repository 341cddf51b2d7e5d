"""Which pages share text when no work is known: sampled grams joined through files, bucket by bucket.

Each shard writes its postings sorted by hash; a bucket is a range of hashes, read from all of them, and one
task. A gram counts when it stands on 2 to 100 pages: the cost of a gram grows with the square of its pages,
and what stands on more is stock. Pages that share four sampled grams make a pair, pages that share ten a
cluster. One gram of twelve words in sixteen is sampled, so that is about 60 and 160 words.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import doccompare
from doccompare.archive.committed import Folder, Progress, Ticker, publish, unwritable, write_whole
from doccompare.archive.executors import Executor
from doccompare.archive.index import folding_table
from doccompare.archive.job import Search, answers, some_page
from doccompare.archive.pages import batches
from doccompare.archive.sources import Archive, Shard, open_archive
from doccompare.errors import InconclusiveError, say
from doccompare.matching import gram_hashes, words_of

GRAM, SAMPLE = 12, 16
MOST_PAGES = 100  # of a gram
PAIR, CLUSTER = 4, 10  # sampled grams in common
BUCKETS = 64
SCHEMA = "doccompare/archive-pairs/1"


def find_pairs(
    archive: Path,
    out: Path,
    executor: Executor,
    *,
    size: int | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> Search:
    """Compare all pages of ``archive`` with one another; ``out`` holds ``pairs`` and ``clusters`` afterwards.

    A job that was broken off goes on where it was. Raises ReadError, UsageError, OutputError and
    InconclusiveError.
    """
    opened = open_archive(archive) if size is None else open_archive(archive, size)
    executor.start(len(opened.shards))
    folder = Folder(out, ("pairs", "clusters", "rejects"))
    keys = hashlib.sha256("".join(s.key for s in opened.shards).encode()).hexdigest()
    job = {"version": doccompare.__version__, "pairs": [GRAM, SAMPLE, MOST_PAGES], "shards": keys}
    ticker = Ticker(folder, tell)
    try:
        if not folder.claim(job):
            np.save(folder.fresh("index") / "table.npy", folding_table())
            folder.settle_job(job)
        skipped = _write_postings(opened, folder, executor, ticker)
        manifest = _join(opened, folder, executor, ticker)
    except OSError as fault:
        raise unwritable(out, fault) from fault
    ticker.phase("done", len(opened.shards), len(opened.shards))
    some_page(manifest, out)
    return Search(out, opened, manifest, skipped)


def _write_postings(archive: Archive, folder: Folder, executor: Executor, ticker: Ticker) -> int:
    """Have the postings of every shard written; how many shards had theirs before."""
    done = {s.key for s in archive.shards if (folder.shards / f"{s.key}.parts.json").is_file()}
    left = [s for s in archive.shards if s.key not in done]
    ticker.phase("search", len(done), len(archive.shards))
    for shard, parts, poison in answers(executor, postings, left, folder.index):
        said = {
            "parts": [name for name, _ in parts],
            "poison": [[f"{p.name}#{p.first}", r] for p, r in poison],
        }
        write_whole(folder.shards / f"{shard.key}.parts.json", json.dumps(said).encode())
        ticker.step(sum(pages for _, pages in parts))
    return len(done)


def postings(shard: Shard, folder: Path) -> tuple[str, int]:
    """Write the sampled grams of a shard beside the others; their name there, and the pages they are of."""
    table = np.load(folder / "table.npy")
    ids: list[str] = []
    rejects: list[tuple[str, str]] = []
    hashes, pages = [], []
    for batch in batches(shard):
        rejects += batch.rejects
        for page in range(len(batch.ids)):
            own = sampled(batch.text(page), table)
            hashes.append(own)
            pages.append(np.full(len(own), len(ids), dtype=np.uint32))
            ids.append(batch.ids[page])
    every = np.concatenate([*hashes, np.zeros(0, np.uint64)])
    order = np.argsort(every, kind="stable")
    place = folder.parent / "shards"
    _save(place / f"{shard.key}.hashes.npy", every[order])
    _save(place / f"{shard.key}.pages.npy", np.concatenate([*pages, np.zeros(0, np.uint32)])[order])
    write_whole(place / f"{shard.key}.ids.json", json.dumps({"ids": ids, "rejects": rejects}).encode())
    return shard.key, len(ids)


def sampled(text: str, table: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The different grams of a page that belong to the sample, as hashes."""
    hashes = np.unique(gram_hashes(words_of(text, table)[0], GRAM))
    # Middle bits choose: the upper ones are for the buckets.
    chosen: NDArray[np.uint64] = hashes[(hashes >> np.uint64(20)) % np.uint64(SAMPLE) == 0]
    return chosen


def _save(path: Path, array: NDArray[Any]) -> None:
    part = path.with_name(f".{path.name}.part.npy")
    np.save(part, array)
    part.replace(path)


def _parts(folder: Path, shards: Sequence[str]) -> list[str]:
    """The names of the postings of these shards, in order."""
    found: list[str] = []
    for key in shards:
        found += json.loads((folder / f"{key}.parts.json").read_text(encoding="utf-8"))["parts"]
    return found


def bucket(task: Shard, folder: Path) -> NDArray[np.int64]:
    """The pairs of one bucket as rows: two pages, the first before the second, and their grams in common.

    ``task.first`` is the number of the bucket, ``task.files`` the shards in order; pages are counted through.
    """
    place = folder.parent / "shards"
    step = (1 << 64) // BUCKETS
    low, high = task.first * step, min((task.first + 1) * step, (1 << 64) - 1)
    base = 0
    hashes, pages = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for name in _parts(place, task.files):
        own = np.load(place / f"{name}.hashes.npy", mmap_mode="r")
        first, last = np.searchsorted(own, np.array([low, high], dtype=np.uint64)).tolist()
        if task.first == BUCKETS - 1:
            last = len(own)
        hashes.append(np.array(own[first:last]))
        pages.append(np.load(place / f"{name}.pages.npy", mmap_mode="r")[first:last].astype(np.int64) + base)
        base += len(json.loads((place / f"{name}.ids.json").read_text(encoding="utf-8"))["ids"])
    return _pairs(np.concatenate(hashes), np.concatenate(pages))


def _pairs(hashes: NDArray[np.uint64], pages: NDArray[np.int64]) -> NDArray[np.int64]:
    order = np.lexsort((pages, hashes))
    hashes, pages = hashes[order], pages[order]
    heads = (
        np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
        if len(hashes)
        else np.zeros(0, int)
    )
    sizes = np.diff(np.append(heads, len(hashes)))
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    # Groups of one size at a time: their pages are a table, its pairs of columns the pairs.
    for size in np.unique(sizes[(sizes >= 2) & (sizes <= MOST_PAGES)]).tolist():
        table = pages[heads[sizes == size][:, None] + np.arange(size)]
        a, b = np.triu_indices(size, 1)
        left.append(table[:, a].ravel())
        right.append(table[:, b].ravel())
    return _summed(np.concatenate(left), np.concatenate(right))


def _summed(
    left: NDArray[np.int64], right: NDArray[np.int64], counts: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Equal pairs put together, in order."""
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    new = (
        np.concatenate(([True], (left[1:] != left[:-1]) | (right[1:] != right[:-1])))
        if len(left)
        else left > 0
    )
    heads = np.flatnonzero(new)
    if counts is None:
        totals = np.diff(np.append(heads, len(left)))
    else:
        totals = np.add.reduceat(counts[order], heads) if len(heads) else counts
    return np.stack((left[heads], right[heads], totals), axis=1)


def _join(archive: Archive, folder: Folder, executor: Executor, ticker: Ticker) -> dict[str, Any]:
    """Join all buckets and write the tables; the manifest."""
    keys = tuple(shard.key for shard in archive.shards)
    task = Shard("bucket", str(folder.work), "bucket", 0, 1, "", files=keys)
    ticker.phase("pairs", 0, BUCKETS)
    found = np.zeros((0, 3), dtype=np.int64)
    for _, rows, poison in answers(
        executor, bucket, [replace(task, first=n, last=n + 1) for n in range(BUCKETS)], folder.index
    ):
        if poison:
            raise InconclusiveError(
                say(
                    f"第 {poison[0][0].first} 组不能算出：{poison[0][1]}",
                    f"Bucket {poison[0][0].first}: {poison[0][1]}",
                ),
                say(
                    "内存不足时，减少进程数再跑一次。", "If memory is short, run again with fewer processes."
                ),
            )
        every = np.concatenate([found, *rows])
        found = _summed(every[:, 0], every[:, 1], every[:, 2])
        ticker.step(0)
    ticker.phase("writing", BUCKETS, BUCKETS)
    ids: list[str] = []
    rejects: list[tuple[str, str]] = []
    for name in _parts(folder.shards, keys):
        own = json.loads((folder.shards / f"{name}.ids.json").read_text(encoding="utf-8"))
        ids += own["ids"]
        rejects += [(page, reason) for page, reason in own["rejects"]]
    for key in keys:
        said = json.loads((folder.shards / f"{key}.parts.json").read_text(encoding="utf-8"))
        rejects += [(page, reason) for page, reason in said["poison"]]
    kept = found[found[:, 2] >= PAIR]
    pairs = sorted((*sorted((ids[a], ids[b])), n) for a, b, n in kept.tolist())
    groups = clusters(pairs)
    tables: dict[str, dict[str, list[Any]]] = {
        "pairs": {
            "page_a": [a for a, _, _ in pairs],
            "page_b": [b for _, b, _ in pairs],
            "shared": [n for _, _, n in pairs],
        },
        "clusters": {
            "cluster": [n for n, group in enumerate(groups, 1) for _ in group],
            "page_id": [page for group in groups for page in group],
        },
        "rejects": {"page_id": [p for p, _ in sorted(rejects)], "reason": [r for _, r in sorted(rejects)]},
    }
    facts = {
        "version": doccompare.__version__,
        "shards": len(keys),
        "pages": len(ids),
        "rejected": dict(sorted(Counter(reason.partition(":")[0] for _, reason in rejects).items())),
        "clusters": len(groups),
    }
    return publish(folder.path, SCHEMA, facts, tables)


def clusters(pairs: Sequence[tuple[str, str, int]]) -> list[list[str]]:
    """Pages that hang together by pairs with enough in common, the largest cluster first."""
    above: dict[str, str] = {}

    def root(page: str) -> str:
        while above.setdefault(page, page) != page:
            above[page] = above[above[page]]
            page = above[page]
        return page

    for a, b, shared in pairs:
        if shared >= CLUSTER:
            above[root(b)] = root(a)
    groups: dict[str, list[str]] = {}
    for page in sorted(above):
        groups.setdefault(root(page), []).append(page)
    return sorted(groups.values(), key=lambda g: (-len(g), g[0]))
