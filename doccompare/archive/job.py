"""A search of an archive from its paths to its tables: planned, handed out, committed, put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import doccompare
from doccompare.archive.committed import Folder, Progress, Ticker, unwritable
from doccompare.archive.executors import Executor, Function, Lost
from doccompare.archive.index import GRAM, Index, build_index, folding_table, too_common, without_stock
from doccompare.archive.passages import SHORTEST
from doccompare.archive.references import load_references
from doccompare.archive.settling import settle
from doccompare.archive.shard import Result, count_grams, first_id, search
from doccompare.archive.sources import Archive, Shard, open_archive
from doccompare.archive.stock import SAMPLE, stock_grams
from doccompare.errors import InconclusiveError, say

# Raised when the committed results of a shard change their form.
RESULTS = 2
# So many bad pages in one shard are no bad pages: something else is wrong.
_MOST_POISON = 64


@dataclass(frozen=True, slots=True)
class Search:
    """What :func:`find` did: its folder, archive and manifest, and how many shards were there before."""

    folder: Path
    archive: Archive
    manifest: dict[str, Any]
    skipped: int
    too_short: tuple[str, ...] = ()
    """Works with less words than a passage needs: they cannot be found."""


def find(
    archive: Path,
    against: Path,
    out: Path,
    executor: Executor,
    *,
    size: int | None = None,
    function: Function = search,
    tell: Callable[[Progress], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Search:
    """Search ``archive`` for the works of ``against``; the tables lie in ``out`` afterwards.

    A job that was broken off goes on where it was. ``size``: pages of a shard;
    ``function``: what is done with one; ``warn`` is given a sentence on works that are made anew or left
    out. Raises ReadError, UsageError, OutputError, InconclusiveError.
    """
    opened = open_archive(archive) if size is None else open_archive(archive, size)
    executor.start(len(opened.shards))
    references = load_references(against, warn)
    whole = build_index(references, folding_table())
    short = tuple(r.work for r, n in zip(references, np.diff(whole.borders), strict=True) if n < SHORTEST)
    if len(short) == len(references):
        raise InconclusiveError(
            say(
                f"作品不足 {SHORTEST} 字，无法检索。",
                f"A work of less than {SHORTEST} words cannot be found.",
            ),
            say("请给出作品全文。", "Give the whole text of the work."),
        )
    folder = Folder(out)
    job = {
        "version": doccompare.__version__,
        "gram": GRAM,
        "results": RESULTS,
        "works": whole.digest,
        "shards": hashlib.sha256("".join(s.key for s in opened.shards).encode()).hexdigest(),
    }
    ticker = Ticker(folder, tell)
    try:
        if not folder.claim(job):
            _learn_stock(opened, whole, folder, executor, ticker)
            folder.settle_job(job)
        left = [shard for shard in opened.shards if not folder.has(shard)]
        left.sort(key=lambda shard: -shard.rows)  # at the end none waits for a large one
        ticker.phase("search", len(opened.shards) - len(left), len(opened.shards))
        with ticker.watching():
            for shard, result in results(executor, function, left, folder.index):
                folder.commit(shard, result)
                ticker.step(result.pages)
        ticker.phase("writing", len(opened.shards), len(opened.shards))
        facts = {
            "version": doccompare.__version__,
            "works": [r.work for r in references],
            "shards": len(opened.shards),
        }
        found = (folder.result(shard) for shard in opened.shards)
        manifest = settle(out, found, Index.load(folder.index), facts)
    except OSError as fault:
        raise unwritable(out, fault) from fault
    ticker.phase("done", len(opened.shards), len(opened.shards))
    some_page(manifest, out)
    return Search(out, opened, manifest, len(opened.shards) - len(left), short)


def some_page(manifest: dict[str, Any], out: Path) -> None:
    """Raise InconclusiveError when no row was a page: that nothing was found then says nothing."""
    if not manifest["pages"]:
        why = say("、", ", ").join(f"{reason} {n}" for reason, n in manifest["rejected"].items())
        raise InconclusiveError(
            say(
                f"报库里没有一页可读（{why or '全空'}）。",
                f"No page could be read ({why or 'all is empty'}).",
            ),
            say(f"见 {out / 'rejects'}。", f"See {out / 'rejects'}."),
        )


def _learn_stock(archive: Archive, whole: Index, folder: Folder, executor: Executor, ticker: Ticker) -> None:
    """Find the stock phrases on a sample and write the index without them."""
    common = too_common(whole)
    sampled = without_stock(whole, common)
    place = folder.fresh("sample")
    sampled.save(place)
    sample = archive.sample(SAMPLE)
    ticker.phase("stock", 0, len(sample))
    counts: list[tuple[int, int]] = []
    for _, found, _ in answers(executor, count_grams, sample, place):
        for answer in found:
            counts += answer
        ticker.step(sum(n for answer in found for gram, n in answer if gram < 0))
    index = without_stock(whole, stock_grams(whole, sampled, common, counts))
    index.save(folder.fresh("index"))


def results(
    executor: Executor, function: Function, shards: Sequence[Shard], folder: Path
) -> Iterator[tuple[Shard, Result]]:
    """Each shard with its result; a page that kills its worker or breaks the shard is a reject."""
    for shard, found, poison in answers(executor, function, shards, folder):
        result = sum(found, Result(0, [], [], []))
        for part, reason in poison:
            result += Result(0, [], [], [(_page_id(executor, part, folder), reason)])
        yield shard, result


def answers(
    executor: Executor, function: Function, shards: Sequence[Shard], folder: Path
) -> Iterator[tuple[Shard, list[Any], list[tuple[Shard, str]]]]:
    """Each shard with its answers in order, and the single pages that gave none, each with the reason."""
    lost = []
    for shard, answer in executor.each(function, shards, folder):
        if isinstance(answer, Lost):
            lost.append(shard)
        else:
            yield shard, [answer], []
    if lost:
        _ask_workers(executor, lost[0], folder)
    # Now nothing else runs: what is lost again is lost by its own fault.
    for shard in sorted(lost, key=lambda s: (s.name, s.first)):
        poison: list[tuple[Shard, str]] = []
        found = list(_halved(executor, function, shard, folder, poison))
        yield shard, found, poison


def _ask_workers(executor: Executor, shard: Shard, folder: Path) -> None:
    """Raise InconclusiveError when workers fail at nothing at all: then no page is to blame."""
    try:
        executor.alone(_nothing, shard, folder)
    except Lost as fault:
        raise InconclusiveError(
            say(f"工作进程起不来：{fault}。", f"Workers do not start: {fault}."),
            say(
                "脚本里请放在 if __name__ == '__main__': 之下；集群各节点须装同一版本。",
                "In a script, search below if __name__ == '__main__':; on a cluster, install the same "
                "version everywhere.",
            ),
        ) from fault


def _nothing(shard: Shard, folder: Path) -> None:
    pass


def _halved(
    executor: Executor, function: Function, shard: Shard, folder: Path, poison: list[tuple[Shard, str]]
) -> Iterator[Any]:
    """The answers of a shard that failed, its bad pages found by halving."""
    try:
        yield executor.alone(function, shard, folder)
        return
    except Lost as fault:
        reason = str(fault)
    if shard.rows <= 1:
        poison.append((shard, reason))
        if len(poison) > _MOST_POISON:
            raise InconclusiveError(
                say(f"{shard.name} 中页页出错：{reason}", f"Page after page of {shard.name} fails: {reason}"),
                say(
                    "先查内存与各节点的安装，再运行一次。",
                    "Check memory and the workers' installation; run again.",
                ),
            )
        return
    middle = (shard.first + shard.last) // 2
    yield from _halved(executor, function, shard.part(shard.first, middle), folder, poison)
    yield from _halved(executor, function, shard.part(middle, shard.last), folder, poison)


def _page_id(executor: Executor, shard: Shard, folder: Path) -> str:
    """The page_id of a bad page, read where it can do no harm; its place when even that fails."""
    try:
        found: str = executor.alone(_first_id, shard, folder)
    except Lost:
        found = ""
    return found or f"{shard.name}#{shard.first}"


def _first_id(shard: Shard, folder: Path) -> str:
    return first_id(shard)
