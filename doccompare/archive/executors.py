"""Where shards are searched: worker processes of this machine, or the workers of a Dask cluster.

An executor only hands out work. What comes back is the same wherever it was done.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Protocol

from doccompare.archive.sources import Shard
from doccompare.errors import InconclusiveError, UsageError, say

Function = Callable[[Shard, Path], Any]
_LOADED = "doccompare.archive.worker"
_RETRIES = 2  # of a cluster, before a shard is taken for one that kills


class Lost(Exception):  # noqa: N818  # a value that is passed on; raised only by alone()
    """A task that gave no answer: its worker died, or it raised."""


class Executor(Protocol):
    """What runs a function of a shard and a folder."""

    def start(self, tasks: int) -> None:
        """Get ready for so many tasks while the caller does something else."""

    def each(self, function: Function, shards: Iterable[Shard], folder: Path) -> Iterator[tuple[Shard, Any]]:
        """Each shard with its answer, in any order; with a :class:`Lost` when it gave none."""

    def alone(self, function: Function, shard: Shard, folder: Path) -> Any:
        """The answer for one shard while nothing else runs. Raises Lost."""


class Local:
    """Worker processes on this machine, started when first needed. One that dies is replaced."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def start(self, tasks: int) -> None:
        """As in :class:`Executor`: it takes a second to load what a worker works with."""
        context = _context()
        with _shielded():
            if context.get_start_method() == "forkserver":
                from multiprocessing import forkserver

                forkserver.ensure_running()
                return
            pool = self._started(self._workers)
            for _ in range(min(tasks, self._workers)):
                pool.submit(_load)

    def each(self, function: Function, shards: Iterable[Shard], folder: Path) -> Iterator[tuple[Shard, Any]]:
        """As in :class:`Executor`. When a worker dies, all shards then in work count as lost."""
        waiting = iter(shards)
        running: dict[Future[Any], Shard] = {}
        found: list[tuple[Shard, Any]] = []
        while True:
            # No worker waits until the caller has done with an answer.
            while len(running) < self._workers and (shard := next(waiting, None)) is not None:
                running[self._submit(function, shard, folder, self._workers)] = shard
            yield from found
            if not running:
                return
            done = wait(running, return_when=FIRST_COMPLETED).done
            found = [(running.pop(future), _answer(future)) for future in done]

    def _submit(self, function: Function, shard: Shard, folder: Path, workers: int) -> Future[Any]:
        """Hand out one shard, to new workers when there are none or one of them has died."""
        with _shielded():
            if self._pool is not None:
                try:
                    return self._pool.submit(function, shard, folder)
                except BrokenProcessPool:
                    self.close()
            return self._started(workers).submit(function, shard, folder)

    def _started(self, workers: int) -> ProcessPoolExecutor:
        """A new pool of workers."""
        self._pool = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_begin)
        return self._pool

    def alone(self, function: Function, shard: Shard, folder: Path) -> Any:
        """As in :class:`Executor`."""
        answer = _answer(self._submit(function, shard, folder, 1))
        if isinstance(answer, Lost):
            raise answer
        return answer

    def close(self) -> None:
        """End the workers after what they do now."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


@contextmanager
def _shielded() -> Iterator[None]:
    """Ctrl-C waits until here is done; a worker that starts here never gets it, not even while it imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it takes the mask off when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> Any:
    """How workers begin: never as a fork of this process, which with its threads may hang.

    On Linux they are copies of a server that has loaded all they need and does nothing else, so that the
    second of loading is spent once; elsewhere each is a fresh interpreter.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_LOADED])
    return context


def _load() -> None:
    import_module(_LOADED)


def _answer(future: Future[Any]) -> Any:
    try:
        return future.result()
    except BrokenProcessPool:
        return Lost("killed-worker")
    except Exception as fault:
        return Lost(f"error: {type(fault).__name__}: {fault}")


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


class Cluster:
    """The workers of a Dask cluster. They must see the archive and the result folder under the same paths."""

    def __init__(self, address: str) -> None:
        self._client = _connect(address)

    def start(self, tasks: int) -> None:
        """As in :class:`Executor`: the workers of a cluster are there already."""

    def each(self, function: Function, shards: Iterable[Shard], folder: Path) -> Iterator[tuple[Shard, Any]]:
        """As in :class:`Executor`; Dask repeats what a dying worker leaves behind."""
        from distributed import as_completed

        futures = {
            self._client.submit(function, shard, folder, retries=_RETRIES, pure=False): shard
            for shard in shards
        }
        for future in as_completed(list(futures)):  # type: ignore[no-untyped-call,unused-ignore]
            yield futures.pop(future), self._answer(future)

    def alone(self, function: Function, shard: Shard, folder: Path) -> Any:
        """As in :class:`Executor`."""
        answer = self._answer(self._client.submit(function, shard, folder, pure=False))
        if isinstance(answer, Lost):
            raise answer
        return answer

    def _answer(self, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            return Lost("killed-worker")
        except Exception as fault:
            return Lost(f"error: {type(fault).__name__}: {fault}")
        finally:
            future.release()

    def close(self) -> None:
        """Leave the cluster, which goes on."""
        self._client.close()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as fault:
        raise UsageError(
            say("集群需要 dask 的 distributed。", "A cluster needs distributed, of Dask."),
            "pip install 'doccompare[cluster]'",
        ) from fault
    try:
        client = Client(f"tcp://{address}", timeout="10s")  # type: ignore[no-untyped-call,unused-ignore]
        client.wait_for_workers(1, timeout=30)
    except (OSError, TimeoutError, ValueError) as fault:
        raise InconclusiveError(
            say(f"{address} 没有可用的 Dask 集群。", f"There is no Dask cluster with a worker at {address}."),
            say("请先启动 dask scheduler 和 dask worker。", "Start dask scheduler and dask worker first."),
        ) from fault
    return client


@contextmanager
def executor_named(name: str, workers: int | None = None) -> Iterator[Executor]:
    """``local`` or ``dask://HOST:PORT``. Raises UsageError, and InconclusiveError when none answers."""
    executor: Local | Cluster
    if name == "local":
        executor = Local(workers or available())
    else:
        scheme, _, address = name.partition("://")
        if scheme != "dask" or not address.rpartition(":")[0] or not address.rpartition(":")[2].isdigit():
            raise UsageError(
                say(f"没有执行器“{name}”。", f"There is no executor {name}."), "local | dask://HOST:PORT"
            )
        executor = Cluster(address)
    try:
        yield executor
    finally:
        executor.close()


def available() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
