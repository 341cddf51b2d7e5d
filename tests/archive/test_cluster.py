from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.pages import Made
from doccompare.errors import InconclusiveError, UsageError
from tests.archive.made import NOTICE, ROOT, notice, rows_of, searched, write_jsonl
from tests.archive.poison import POISON, search_or_die

from doccompare.archive.executors import executor_named  # isort: skip
from doccompare.archive.job import find  # isort: skip

distributed = pytest.importorskip("distributed", reason="a cluster needs the extra 'cluster' (distributed)")

# The workers import the functions of these tests; a task whose worker dies is not tried elsewhere first.
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--no-dashboard"],
        env=_ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, started as from the shell, each in a folder of its own."""
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    own = str(tmp_path_factory.mktemp("own"))
    options = ("--nworkers", "2", "--nthreads", "1", "--local-directory", own)
    with (
        _started("dask_scheduler", "--host", "127.0.0.1", "--port", str(port)),
        _started("dask_worker", address, *options),
    ):
        yield f"dask://127.0.0.1:{port}"


def test_a_cluster_gives_the_same_bytes_and_goes_on_where_another_stopped(
    cluster: str, tmp_path: Path
) -> None:
    """Shards searched by Dask workers give the digest of a loop; what one executor did another skips."""
    made = Made(4, 60, 30, 2, length=900)
    made.write_works(tmp_path / "works")
    made.write_jsonl(tmp_path / "a.jsonl")
    calm = searched(tmp_path / "a.jsonl", tmp_path / "works", tmp_path / "calm", size=10)
    with executor_named(cluster) as executor:
        first = find(tmp_path / "a.jsonl", tmp_path / "works", tmp_path / "out", executor, size=10)
    assert first.manifest == calm.manifest
    for path in sorted((tmp_path / "out" / "work" / "shards").glob("*.json"))[:2]:
        path.unlink()
    again = searched(tmp_path / "a.jsonl", tmp_path / "works", tmp_path / "out", size=10)
    assert (again.skipped, again.manifest["digest"]) == (4, calm.manifest["digest"])
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == calm.manifest


def test_a_page_that_kills_the_workers_of_a_cluster_is_left_out(cluster: str, tmp_path: Path) -> None:
    """A page of which every worker dies becomes a reject; the cluster and all other pages live."""
    texts = [NOTICE, NOTICE + POISON, NOTICE]
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": str(n), "text": t} for n, t in enumerate(texts)])
    with executor_named(cluster) as executor:
        find(archive, notice(tmp_path), tmp_path / "out", executor, function=search_or_die)
    assert rows_of(tmp_path / "out", "rejects") == [{"page_id": "1", "reason": "killed-worker"}]
    assert {row["page_id"] for row in rows_of(tmp_path / "out")} == {"0", "2"}


def test_workers_in_processes_of_a_local_cluster(tmp_path: Path) -> None:
    """Dask's own LocalCluster of processes, one worker or two, writes what a loop writes."""
    archive = write_jsonl(tmp_path / "a.jsonl", [{"page_id": str(n), "text": NOTICE} for n in range(6)])
    calm = searched(archive, notice(tmp_path), tmp_path / "calm", size=2)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path / "own")
        ) as local,
        executor_named(local.scheduler_address.replace("tcp", "dask")) as executor,
    ):
        found = find(archive, notice(tmp_path), tmp_path / "out", executor, size=2)
    assert found.manifest == calm.manifest


def test_no_cluster_is_one_sentence() -> None:
    """An address nobody listens at is inconclusive; a name that is no executor is misuse."""
    with pytest.raises(UsageError), executor_named("spark://here:1"):
        pass
    with pytest.raises(UsageError), executor_named("dask://here"):
        pass
    with pytest.raises(InconclusiveError), executor_named(f"dask://127.0.0.1:{_free_port()}"):
        pass
