from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from benchmarks.pages import Made
from tests.archive.made import NOTICE, ROOT, notice, rows_of, searched, write_jsonl
from tests.archive.poison import BROKEN, POISON, leave_mark, search_or_die

from doccompare.archive.executors import executor_named  # isort: skip
from doccompare.archive.job import find  # isort: skip
from doccompare.archive.sources import Shard  # isort: skip

SIZE = 10  # pages of a shard


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of 20 shards and the works planted in it."""
    folder = tmp_path_factory.mktemp("made")
    archive = Made(4, 200, 60, 2, length=900)
    archive.write_works(folder / "works")
    archive.write_jsonl(folder / "a.jsonl")
    return folder


@pytest.fixture(scope="module")
def digest(made: Path) -> str:
    """The digest of an undisturbed search."""
    found: str = searched(made / "a.jsonl", made / "works", made / "calm", size=SIZE).manifest["digest"]
    return found


def test_a_page_that_kills_its_worker_is_found_and_left_out(tmp_path: Path) -> None:
    """Two pages of many kill the process, one breaks it: they alone are rejects, all else is found."""
    texts = [f"第{n}页。{NOTICE}" for n in range(12)]
    texts[1] += POISON
    texts[2] += BROKEN
    texts[11] += POISON
    archive = write_jsonl(
        tmp_path / "a.jsonl", [{"page_id": f"{n:02d}", "text": t} for n, t in enumerate(texts)]
    )
    with executor_named("local", 2) as executor:
        find(archive, notice(tmp_path), tmp_path / "out", executor, size=4, function=search_or_die)
    rejects = {row["page_id"]: row["reason"] for row in rows_of(tmp_path / "out", "rejects")}
    assert rejects == {
        "01": "killed-worker",
        "02": "error: ValueError: cannot read this",
        "11": "killed-worker",
    }
    assert {row["page_id"] for row in rows_of(tmp_path / "out")} == {f"{n:02d}" for n in range(12)} - set(
        rejects
    )


def _committed(out: Path) -> list[Path]:
    return sorted((out / "work" / "shards").glob("*.json"))


def _children(pid: int) -> list[int]:
    """The worker processes of a driver, those that wait for shards (not the tracker of resources).

    On Linux they are the children of its server; the server itself while it has none.
    """
    servers = _with(b"forkserver", pid)
    return _with(b"spawn_main", pid) + [
        w for server in servers for w in _with(b"forkserver", server) or [server]
    ]


def _with(word: bytes, pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [c for c in children if word in Path(f"/proc/{c}/cmdline").read_bytes()]


def _wait_for(out: Path, shards: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while len(_committed(out)) < shards:
        assert process.poll() is None, "it ended too early"
        assert time.monotonic() < until, "it does not get on"
        time.sleep(0.02)


@pytest.fixture
def drive(made: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A search by a process of its own with two workers, into tmp_path / out."""
    if not Path("/proc/self/task").is_dir():
        pytest.skip("finding the workers of a process needs /proc")
    arguments = [made / "a.jsonl", made / "works", tmp_path / "out", "local", SIZE]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.archive.drive", *map(str, arguments)], cwd=ROOT, stderr=subprocess.PIPE
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_a_worker_killed_from_outside_costs_nothing(
    drive: subprocess.Popen[bytes], digest: str, tmp_path: Path
) -> None:
    """SIGKILL of a worker in mid-run: the search goes on and ends with the same digest, without a reject."""
    out = tmp_path / "out"
    _wait_for(out, 2, drive)
    os.kill(_children(drive.pid)[0], signal.SIGKILL)
    _, said = drive.communicate(timeout=90)
    assert drive.returncode == 0, said.decode()
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["digest"] == digest
    assert not rows_of(out, "rejects")


def test_a_driver_killed_in_the_middle_goes_on_where_it_was(
    drive: subprocess.Popen[bytes], made: Path, digest: str, tmp_path: Path
) -> None:
    """SIGKILL of the driver: its workers end too, what is committed is whole and not searched again."""
    out = tmp_path / "out"
    _wait_for(out, 3, drive)
    workers = {*_children(drive.pid), *_with(b"forkserver", drive.pid)}
    assert workers
    drive.kill()
    drive.wait()
    until = time.monotonic() + 20
    while any(
        Path(f"/proc/{w}/cmdline").is_file() and Path(f"/proc/{w}/cmdline").read_bytes() for w in workers
    ):
        assert time.monotonic() < until, "a worker goes on without its driver"
        time.sleep(0.05)
    assert not (out / "manifest.json").exists()
    done = {path: path.stat().st_mtime_ns for path in _committed(out)}
    assert 3 <= len(done) < 20
    for path in done:
        json.loads(path.read_text(encoding="utf-8"))
    # What a writer leaves that dies in the act.
    (out / "work" / "shards" / ".torn.json.part").write_text("{", encoding="utf-8")
    search = searched(made / "a.jsonl", made / "works", out, size=SIZE)
    assert search.skipped == len(done)
    assert search.manifest["digest"] == digest
    assert {path: path.stat().st_mtime_ns for path in done} == done


def test_no_worker_waits_for_what_is_done_with_an_answer(tmp_path: Path) -> None:
    """The next shard is in work while the caller still has the answer for the one before."""
    shards = [Shard("jsonl", "", "a", n, n + 1, "") for n in range(3)]
    with executor_named("local", 1) as executor:
        answers = executor.each(leave_mark, shards, tmp_path)
        assert next(answers) == (shards[0], 0)
        until = time.monotonic() + 60
        while not (tmp_path / "1").exists():
            assert time.monotonic() < until, "the worker waits"
            time.sleep(0.02)
        assert [answer for _, answer in answers] == [1, 2]


@pytest.mark.parametrize("fresh", [False, True])
def test_two_workers_and_none_write_the_same(
    fresh: bool, made: Path, digest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two worker processes give the very bytes that a loop in one process gives, however they begin."""
    if fresh:
        monkeypatch.setattr("doccompare.archive.executors._context", lambda: get_context("spawn"))
    with executor_named("local", 2) as executor:
        search = find(made / "a.jsonl", made / "works", tmp_path, executor, size=SIZE)
    assert search.manifest["digest"] == digest
    for table in ("passages", "stock", "rejects"):
        name = f"{table}/part-0.parquet"
        assert (tmp_path / name).read_bytes() == (made / "calm" / name).read_bytes()


def test_workers_that_cannot_start_are_told_at_once(made: Path, tmp_path: Path) -> None:
    """From a script that is read from stdin no worker can start: one sentence, no search for bad pages."""
    script = (
        "from pathlib import Path\n"
        "from doccompare.archive.executors import executor_named\n"
        "from doccompare.archive.job import find\n"
        "with executor_named('local', 1) as executor:\n"
        f"    find(Path({str(made / 'a.jsonl')!r}), Path({str(made / 'works')!r}),"
        f" Path({str(tmp_path)!r}), executor)\n"
    )
    run = subprocess.run(
        [sys.executable, "-"], input=script, text=True, capture_output=True, cwd=ROOT, timeout=60
    )
    assert "InconclusiveError: 工作进程起不来" in run.stderr


def test_ctrl_c_while_workers_start_is_quiet(made: Path, tmp_path: Path) -> None:
    """A worker that is only importing when Ctrl-C comes prints no traceback; the exit code is 130."""
    if not Path("/proc/self/task").is_dir():
        pytest.skip("finding the workers of a process needs /proc")
    arguments = ["find", made / "a.jsonl", "--against", made / "works", "--out", tmp_path / "out"]
    process = subprocess.Popen(
        [sys.executable, "-m", "doccompare", *map(str, arguments)],
        cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while not _children(process.pid):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in said) == (130, False), said.decode()
