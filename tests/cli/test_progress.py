"""Progress on stderr, and what Ctrl-C leaves behind."""

from __future__ import annotations

import errno
import io
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.generator import make, preset
from benchmarks.gold import Recipe
from doccompare.cli import progress as module
from doccompare.cli.progress import Progress, uninterrupted
from doccompare.reporting import REPORT_FILES

ROOT = Path(__file__).parents[2]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """A terminal as stderr, in Chinese, without patience. (In a fixture pytest would put its own back.)"""
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    monkeypatch.setattr("doccompare.errors.language", "zh")
    return screen


def _seen(progress: Progress) -> None:
    deadline = time.monotonic() + 5
    while not progress._shown and time.monotonic() < deadline:
        time.sleep(0.005)


def test_stages_and_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stage by its name, how far it is, the seconds; the line is erased at the end."""
    terminal = _terminal(monkeypatch)
    with Progress() as progress:
        progress("locating")
        _seen(progress)
        progress("aligning")
        progress("something else")
    text = terminal.getvalue()
    assert "[####..] 对齐 0 s" in text
    assert "something else 0 s" in text
    assert text.endswith("\r\x1b[K")


def test_the_clock_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one long stage the seconds are counted."""
    terminal = _terminal(monkeypatch)
    monkeypatch.setattr(module, "_TICK", 0.01)
    with Progress() as progress:
        progress("aligning")
        time.sleep(0.1)
    assert terminal.getvalue().count("对齐") > 2


@pytest.mark.parametrize("why", ["quick", "quiet", "pipe", "dumb"])
def test_silent(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing within a second, with --quiet, in a pipe, on a terminal that cannot erase."""
    screen = io.StringIO() if why == "pipe" else _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "dumb" if why == "dumb" else "xterm")
    if why != "quick":
        monkeypatch.setattr(module, "_PATIENCE", 0.0)
    with Progress(quiet=why == "quiet") as progress:
        progress("reading")
        if why != "quick":
            time.sleep(0.03)
    assert screen.getvalue() == ""


def test_interrupt_waits_for_the_block() -> None:
    """Ctrl-C inside the block takes effect behind it; the handler is put back."""
    done = []
    before = signal.getsignal(signal.SIGINT)

    def pressed() -> None:
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            done.append(1)

    with pytest.raises(KeyboardInterrupt):
        pressed()
    assert done == [1]
    assert signal.getsignal(signal.SIGINT) is before


# --- the real program, on an input that takes a while --------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Four noisy copies of a text of some 20,000 characters: several seconds of work."""
    folder = tmp_path_factory.mktemp("large")
    made = make(Recipe("notice", 3, 20_000, preset("noise", 4)))
    for name, text in made.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in made.files]


def _start(folder: Path, files: list[str], stderr: int) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "doccompare", "collate", *files, "-o", "out", "--lang", "zh"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "TERM": "xterm"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def _read(screen: int, until: str, seconds: float) -> str:
    """What the screen shows up to a text, or up to the end."""
    got, deadline = b"", time.monotonic() + seconds
    while time.monotonic() < deadline and until not in got.decode("utf-8", "ignore"):
        if not select.select([screen], [], [], 0.2)[0]:
            continue
        try:
            piece = os.read(screen, 4096)
        except OSError as error:  # Linux says so when the other side is closed
            if error.errno != errno.EIO:
                raise
            break
        if not piece:
            break
        got += piece
    return got.decode("utf-8", "ignore")


def test_interrupted_on_a_terminal(large: list[str], tmp_path: Path) -> None:
    """Ctrl-C while it works: the line is erased, one sentence, exit 130, nothing on disk."""
    screen, stderr = pty.openpty()
    process = _start(tmp_path, large, stderr)
    os.close(stderr)
    shown = _read(screen, " s", 60)
    assert re.search(r"\[#+\.*\] (读取|定位|分条|对齐|判定|写出) \d+ s", shown), shown
    process.send_signal(signal.SIGINT)
    rest = _read(screen, "\0", 60)
    assert process.wait(60) == 130
    os.close(screen)
    last = rest.rsplit("\x1b[K", 1)[-1].strip()
    assert last == "已中断；没有留下写到一半的结果。"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", [0.6, 1.5, 3.0])
def test_interrupted_over_an_earlier_result(seconds: float, large: list[str], tmp_path: Path) -> None:
    """Whenever it is interrupted, an earlier result stays whole, and nothing hidden is left."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("old")
    (tmp_path / "out" / "collation.json").write_text('{"schema": "doccompare/collation/1"}')
    process = _start(tmp_path, large, subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    if process.returncode == 130:
        assert said.decode().strip() == "已中断；没有留下写到一半的结果。"
        assert names in ({"report.html", "collation.json"}, set(REPORT_FILES))
    else:  # it was through before the signal
        assert process.returncode == 0
        assert names == set(REPORT_FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
