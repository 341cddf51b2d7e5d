"""The search of an archive against what bounds it, as ratios of CPU time measured in one run.

The kernel against CPython's UTF-8 decoder on the same buffer; the whole search of a shard against
reading its Parquet and decoding it; twice the pages, a thousand works, two workers; recall and precision
on planted passages. ``python -m benchmarks archive [--pages N] [--works N]``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.pages import Made, score

_SEED = 1


def _cpu(work: Callable[[], Any], runs: int = 5) -> float:
    """The median CPU seconds of ``work`` after one run that warms."""
    work()
    spent = []
    for _ in range(runs):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return median(spent)


def _row(what: str, value: float, target: str, met: bool) -> None:
    print(f"  {what:<52}{value:>8.2f}  {target:<10}{'' if met else 'MISSED'}", flush=True)


def _shards(folder: Path) -> list[Any]:
    from doccompare.archive.sources import open_archive

    return list(open_archive(folder).shards)


def _index(works: Path, archive: Path, out: Path) -> Path:
    """The index of the works with the stock phrases of the archive, as a search makes it."""
    from tests.archive.made import searched

    searched(archive, works, out)
    return out / "work" / "index"


def _buffer(archive: Path) -> tuple[Any, Any, bytes]:
    from doccompare.archive.pages import batches

    batch = next(iter(batches(_shards(archive)[0])))
    first, last = int(batch.offsets[0]), int(batch.offsets[-1])
    return batch.data, batch.offsets, batch.data[first:last].tobytes()


def _kernel(archive: Path, index: Path) -> None:
    from doccompare.archive.index import Index
    from doccompare.matching import is_compiled, scan

    data, offsets, raw = _buffer(archive)
    probe = Index.load(index).probe
    decode = _cpu(lambda: raw.decode("utf-8"), 15)
    kernel = _cpu(lambda: scan(data, offsets, probe), 15)
    numpy = _cpu(lambda: scan(data, offsets, probe, compiled=False))
    size = len(raw) / 1e6
    print(f"  decode {size / decode:.0f} MB/s, kernel {size / kernel:.0f}, numpy {size / numpy:.0f}")
    if is_compiled():
        _row("kernel / UTF-8 decode, MB/s", decode / kernel, ">= 0.5", decode / kernel >= 0.5)
    else:
        print("  numba is not installed: the kernel is numpy's")


def _bound(archive: Path, index: Path, every: int) -> float:
    """Pages a CPU second of a search; printed against reading and decoding the same shards.

    ``every``: one page in so many has something of the work.
    """
    import pyarrow.parquet as pq

    from doccompare.archive.pages import batches
    from doccompare.archive.shard import search

    shards = _shards(archive)[:4]
    pages = sum(shard.rows for shard in shards)

    def read() -> None:
        for shard in shards:
            for batch in pq.ParquetFile(shard.path).iter_batches(1000, columns=["page_id", "text"]):
                batch.column("text").buffers()

    raws = [b.data[b.offsets[0] : b.offsets[-1]].tobytes() for s in shards for b in batches(s)]

    def decode() -> None:
        for raw in raws:
            raw.decode("utf-8")

    serial = _cpu(read, 3) + _cpu(decode, 3)
    spent = _cpu(lambda: [search(shard, index) for shard in shards], 3)
    print(f"  {pages / spent:.0f} pages/s a core, {sum(map(len, raws)) / 1e6 / spent:.0f} MB/s")
    _row(f"archive / serial bound, one page in {every}", serial / spent, ">= 0.5", serial / spent >= 0.5)
    return pages / spent


def _child(*arguments: str) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory (MB) of a search by one process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.archive", "--child", *arguments], check=True, capture_output=True
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, float(done.stdout.split()[-1])


def _search_here(archive: str, works: str, out: str, workers: str) -> None:
    """The task of a child: a search in this process, or by worker processes."""
    from doccompare.archive.executors import executor_named
    from doccompare.archive.job import find
    from tests.archive.made import searched

    if workers == "0":
        searched(Path(archive), Path(works), Path(out))
    else:
        with executor_named("local", int(workers)) as executor:
            find(Path(archive), Path(works), Path(out), executor)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 0 also when a target is missed, which is printed."""
    if arguments[:1] == ["--child"]:
        _search_here(*arguments[1:])
        return 0
    parser = argparse.ArgumentParser(prog="python -m benchmarks archive", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, help="pages of the larger archive")
    parser.add_argument("--works", type=int, default=1000, help="works of the many")
    options = parser.parse_args(list(arguments))
    import pyarrow.parquet as pq

    from doccompare.archive.packing import pack

    with TemporaryDirectory() as name:
        folder = Path(name)
        _right(folder)
        # One page in 400 has something of the work: more than an archive has, and enough to be aligned.
        made = Made(_SEED, options.pages, options.pages // 400)
        made.write_works(folder / "one")
        made.write_jsonl(folder / "pages.jsonl")
        pack(folder / "pages.jsonl", folder / "whole")
        (folder / "half").mkdir()
        files = sorted((folder / "whole").glob("*.parquet"))
        for file in files[: len(files) // 2]:
            (folder / "half" / file.name).symlink_to(file)
        half = sum(pq.ParquetFile(f).metadata.num_rows for f in files[: len(files) // 2])
        print(f"{options.pages} pages, {sum(f.stat().st_size for f in files) / 1e6:.0f} MB of Parquet; "
              f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # fmt: skip
        index = _index(folder / "one", folder / "whole", folder / "out")
        _kernel(folder / "whole", index)
        one = _bound(folder / "whole", index, 400)
        _dense(folder)
        small = _child(str(folder / "half"), str(folder / "one"), str(folder / "o1"), "0")
        large = _child(str(folder / "whole"), str(folder / "one"), str(folder / "o2"), "0")
        # What a start costs is not cost of pages: taken off both.
        start = _child(str(_few(folder)), str(folder / "one"), str(folder / "o3"), "0")
        growth = (large[0] - start[0]) / max(0.01, small[0] - start[0])
        times = options.pages / half
        _row(
            f"CPU of {options.pages} pages / of {half} (x {times:.1f})",
            growth,
            "<= 2.2",
            growth <= 1.1 * times,
        )
        _row("peak memory, the same", large[2] / small[2], "<= 1.1", large[2] <= 1.1 * small[2])
        _many(folder, options.works, one)
        single = _child(str(folder / "whole"), str(folder / "one"), str(folder / "o4"), "1")
        double = _child(str(folder / "whole"), str(folder / "one"), str(folder / "o5"), "2")
        print(f"  wall {single[1]:.1f} s with one worker, {double[1]:.1f} s with two; start included")
        _row(
            "one worker / two, wall (two idle cores needed)",
            single[1] / double[1],
            ">= 1.6",
            single[1] >= 1.6 * double[1],
        )
    return 0


def _right(folder: Path) -> None:
    """Recall and precision where one page in ten has something planted."""
    from tests.archive.made import rows_of, searched

    made = Made(_SEED, 5000, 500)
    made.write_works(folder / "right")
    plants = made.write_jsonl(folder / "right.jsonl")
    searched(folder / "right.jsonl", folder / "right", folder / "out-right")
    result = score(plants, rows_of(folder / "out-right"))
    for kind, least in (("full", 1.0), ("partial", 1.0), ("quotation", 0.9)):
        got, of = result.found[kind]
        recall = result.recall(kind)
        _row(f"recall, {kind} ({got} of {of})", recall, f">= {least}", recall >= least)
    precision = result.precision
    _row(f"precision ({result.right} of {result.passages})", precision, ">= 0.98", precision >= 0.98)


def _dense(folder: Path) -> None:
    """The same where one page in 40 has something of the work, and aligning counts."""
    from doccompare.archive.packing import pack

    made = Made(_SEED, 5000, 5000 // 40)
    made.write_works(folder / "dense")
    made.write_jsonl(folder / "dense.jsonl")
    pack(folder / "dense.jsonl", folder / "dense-pages")
    index = _index(folder / "dense", folder / "dense-pages", folder / "out-dense")
    _bound(folder / "dense-pages", index, 40)


def _few(folder: Path) -> Path:
    file = folder / "few.jsonl"
    file.write_text('{"page_id": "x", "text": "一页"}\n', encoding="utf-8")
    return file


def _many(folder: Path, works: int, one: float) -> None:
    """The page rate with many works against the rate with one."""
    made = Made(_SEED, 5000, 5000 // 400, works)
    made.write_works(folder / "many")
    made.write_jsonl(folder / "many.jsonl")
    from doccompare.archive.packing import pack
    from doccompare.archive.shard import index_at, search
    from tests.archive.made import rows_of

    pack(folder / "many.jsonl", folder / "many-pages")
    index = _index(folder / "many", folder / "many-pages", folder / "out-many")
    grams = len(index_at(index).probe.hashes)
    rate = 5000 / _cpu(lambda: [search(shard, index) for shard in _shards(folder / "many-pages")], 3)
    found = len(rows_of(folder / "out-many"))
    print(f"  {works} works, {grams} grams, {found} passages on 5000 pages: {rate:.0f} pages/s")
    _row(f"pages/s with {works} works / with one", rate / one, ">= 0.25", rate >= 0.25 * one)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
