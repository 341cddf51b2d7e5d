"""``doccompare watch``: a real process that is told nothing but that files were saved."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from doccompare.cli import main
from doccompare.cli.watch import _look
from tests.decisions.build import HOURS, NOTICE, SHELF, changed, decided, three, write

ROOT = Path(__file__).parents[2]


class Watching:
    """The program at work; its lines are read as they come."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "PYTHONIOENCODING": "utf-8",
            "DOCCOMPARE_LANG": "zh",
            "HOME": str(folder),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "doccompare", "watch", *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, word: str) -> list[str]:
        """The lines up to the one that holds ``word``."""
        found: list[str] = []
        limit = time.monotonic() + 60
        while not found or word not in found[-1]:
            assert time.monotonic() < limit, found
            try:
                found.append(self.lines.get(timeout=1))
            except queue.Empty:
                assert self.process.poll() is None, found
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a corpus of three copies."""
    write(tmp_path / "notice", three())
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    """The program on the corpus, its first collation done."""
    found = Watching(folder, "notice", "-o", "notice/out")
    found.until("Ctrl-C 结束")
    yield found
    found.process.kill()
    found.process.wait(10)


def test_only_what_changed(watching: Watching, folder: Path) -> None:
    """A place that is gone, one that is new, a decision, a broken manifest and its repair; then 130."""
    second = folder / "notice" / "1.txt"
    second.write_text(changed(HOURS), encoding="utf-8")
    said = watching.until("二.2-1")
    assert said[-2].endswith("  1.txt")
    assert said[-1].startswith("  - 二.2-1  文字/讹")
    second.write_text(changed(HOURS, {"读书习惯": "读书风气"}), encoding="utf-8")
    said = watching.until("风气")
    assert sum(line.startswith("  + ") for line in said) == 1
    assert not any("二.1-1" in line for line in said), "what did not change is not repeated"
    _decide(folder / "notice")
    said = watching.until("结论")
    assert any(line.endswith("decisions.jsonl") for line in said)
    assert any(line.startswith("  ~ 二.1-1  要害/讹/已定") for line in said)
    manifest = folder / "notice" / "collation.toml"
    whole = manifest.read_text(encoding="utf-8")
    manifest.write_text("[work", encoding="utf-8")
    watching.until("collation.toml 第 1 行")
    manifest.write_text(whole, encoding="utf-8")
    watching.until("无变化")
    assert "“风气”" in (folder / "notice" / "out" / "apparatus.md").read_text(encoding="utf-8")
    watching.process.send_signal(signal.SIGINT)
    assert watching.until("已停止") == ["已停止。"], "its own results are no change"
    assert watching.process.wait(10) == 130


def _decide(notice: Path) -> None:
    from doccompare.pipeline import collate

    collation = collate([notice])
    decided(notice / "decisions.jsonl", collation, collation.unit("二.1-1"), "5")


def test_it_refuses_what_collate_refuses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that collate refuses ends at once with its sentence and its exit code."""
    monkeypatch.chdir(folder)
    for arguments, code in ((["nowhere"], 2), (["notice", "--base", "癸"], 2), (["notice/0.txt"], 3)):
        done = CliRunner().invoke(main, ["watch", "--lang", "zh", *arguments])
        assert (done.exit_code, done.stdout) == (code, "")
        assert done.stderr.startswith("错误: ")


def test_what_is_looked_at(tmp_path: Path) -> None:
    """Files of the folder and below, and the decisions beside a result; no hidden and no own files."""
    corpus = write(tmp_path / "corpus", {"甲": NOTICE, "乙": changed(SHELF)})
    result = corpus / "out"
    for name in ("sub/more.txt", ".hidden", "out/report.html", "out/decisions.jsonl", ".git/index"):
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text("x", encoding="utf-8")
    seen = {path.relative_to(corpus).as_posix() for path in _look((corpus,), result)}
    assert seen == {"0.txt", "1.txt", "collation.toml", "sub/more.txt", "out/decisions.jsonl"}
    (corpus / "report.html").write_text("x", encoding="utf-8")
    seen = {path.relative_to(corpus).as_posix() for path in _look((corpus,), corpus)}
    assert "report.html" not in seen
    assert "0.txt" in seen
    assert _look((corpus / "0.txt", corpus / "gone.txt"), None).keys() == {corpus / "0.txt"}
