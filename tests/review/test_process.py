"""The real program: started, killed, interrupted, ended; and what it says when it cannot start."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest
from click.testing import CliRunner

from doccompare.cli import main
from doccompare.decisions import Kind, read
from doccompare.review.serve import listen
from tests.review.conftest import notice
from tests.review.served import Client

ROOT = Path(__file__).parents[2]


def environment(folder: Path) -> dict[str, str]:
    """The environment of a program of its own that speaks Chinese."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": path,
        "PYTHONIOENCODING": "utf-8",
        "DOCCOMPARE_LANG": "zh",
        "DOCCOMPARE_WHO": "王编",
        "HOME": str(folder),
    }


class Program:
    """``doccompare review --web`` as a process of its own, and the link it printed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "doccompare", "review", "--web", "--no-browser", *arguments],
            cwd=folder,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.said = ""
        self.link = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line):
                self.link = found.group()
                return

    def client(self) -> Client:
        """A window that was let in."""
        port = int(self.link.split(":")[2].partition("/")[0])
        return Client(port).enter(self.link)

    def rest(self) -> int:
        """The exit code, the rest of what it says read."""
        out, _ = self.process.communicate(timeout=30)
        self.said += out
        return self.process.returncode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the notice below ``corpus``."""
    notice(tmp_path)
    return tmp_path


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    """The program on the only corpus here."""
    found = Program(folder)
    yield found
    if found.process.poll() is None:
        found.process.kill()
        found.process.communicate()


def test_killed(program: Program, folder: Path) -> None:
    """Kill -9 in the middle of work: every answered key is in the journal, at most the last one more."""
    client = program.client()
    page = client.get("/")
    path = page.text.partition('data-key="Enter" href="')[2].partition('"')[0]
    values = client.get(path).form(path)
    answered: list[str] = []

    def press() -> None:
        with contextlib.suppress(OSError, HTTPException):
            for n in range(10_000):
                assert client.post(path, values | {"act": "note", "why": str(n)}).status == 303
                answered.append(str(n))

    keys = threading.Thread(target=press)
    keys.start()
    while len(answered) < 15:
        time.sleep(0.01)
    program.process.kill()
    keys.join(30)
    program.rest()
    found = read(folder / "corpus" / "notice" / "decisions.jsonl")
    saved = [e.why for e in found.entries]
    assert saved[: len(answered)] == answered
    assert len(saved) <= len(answered) + 1


def test_interrupted(program: Program, folder: Path) -> None:
    """Ctrl-C: exit 130, what was decided is counted and saved, and the next step is said."""
    client = program.client()
    page = client.get("/")
    path = page.text.partition('data-key="Enter" href="')[2].partition('"')[0]
    client.get(path)
    client.send(path, act="1")
    program.process.send_signal(signal.SIGINT)
    assert program.rest() == 130
    assert "本次裁定 1 处，尚余 4 处。" in program.said
    assert "下一步: doccompare collate corpus/notice" in program.said
    assert "Traceback" not in program.said
    entries = read(folder / "corpus" / "notice" / "decisions.jsonl").entries
    assert [e.kind for e in entries] == [Kind.DECISION]


def test_ended(folder: Path) -> None:
    """Ended on the page: exit 0, text and report written, their place said."""
    program = Program(folder, "corpus/notice", "--pass", "二校", "--who", "李编")
    client = program.client()
    assert "李编 · 二校" in client.get("/").words
    path = client.page.text.partition('data-key="Enter" href="')[2].partition('"')[0]
    client.get(path)
    client.send(path, act="2")
    client.get("/")
    client.send("/stop", follow=False)
    assert program.rest() == 0
    assert "报告 reports/notice/report.html" in program.said
    assert "不得少于6天" in (folder / "reports" / "notice" / "established.txt").read_text(encoding="utf-8")


def _say(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_it_cannot_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong path, a taken port, two sources, an option of the terminal: one sentence each, exit 2."""
    monkeypatch.chdir(folder)
    home = listen(0)
    port = str(home.getsockname()[1])
    try:
        for arguments, word in (
            (("nowhere",), "没有 nowhere。"),
            (("--port", port), f"不能使用端口 {port}"),
            (("corpus/notice", "--in", "corpus/notice"), "只写其一"),
            (("--bulk", "formal"), "都在页面上"),
        ):
            done = CliRunner().invoke(main, ["review", "--web", "--lang", "zh", *arguments])
            assert (done.exit_code, word in done.stderr) == (2, True), done.stderr
    finally:
        home.close()


def test_without_the_libraries(folder: Path) -> None:
    """Without the extra: what is missing, and the line that installs it. The terminal review needs none."""
    hide = "import sys; sys.modules['uvicorn'] = None; import doccompare.cli as c; c.main(sys.argv[1:])"
    code, said = _say(folder, "-c", hide, "review", "--web")
    assert code == 2
    assert "网页审校需要 uvicorn，尚未安装。" in said
    assert "pip install 'doccompare[web]'" in said
    code, said = _say(folder, "-c", hide, "review", "--help")
    assert code == 0
