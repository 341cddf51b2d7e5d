"""The commands of the editor: decide, review, status, log, undo, explain."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from doccompare import errors
from doccompare.classification.relate import RULES as TABLE
from doccompare.classification.relate import Pair, relate
from doccompare.cli import desk, main
from doccompare.cli.explanations import CLASSES, RULES
from doccompare.decisions import Kind, read
from doccompare.model import Category, Method, Severity, Status
from doccompare.reporting.width import width
from tests.decisions.build import HOURS, NOTICE, RAISE, SHELF, changed, three, write

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]
MARKS = {"坚持公益性质，": "坚持公益性质、", "补助资金专款专用，": "补助资金专款专用、"}


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """The language is set for the process; put it back."""
    before = errors.language
    yield
    errors.set_language(before)


def _corpus(folder: Path, review: str = "") -> Path:
    """A corpus with a number, a word, a lost word and two marks at which the copies differ."""
    return write(folder / "corpus" / "notice", {**three(), "丁": changed(MARKS)}, review=review)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Where the decisions of the corpus are."""
    return _corpus(tmp_path) / "decisions.jsonl"


@pytest.fixture
def run(tmp_path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program beside the corpus, in Chinese, as 王编."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCCOMPARE_LANG", "zh")
    monkeypatch.setenv("DOCCOMPARE_WHO", "王编")
    monkeypatch.setattr(desk, "now", lambda: datetime(2026, 3, 1, 8, tzinfo=UTC))
    return lambda *arguments, **options: CliRunner().invoke(main, list(arguments), **options)


def test_decide(run: Run, journal: Path) -> None:
    """One decision: it is in the file, complete, before the command ends."""
    result = run("decide", "二.2-1", "编号", "--why", "据目录", "--pass", "二校", "--image", "checked")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "二.2-1  王编；2026-03-01 08:00；二校；从“编号”；已核版面；据目录"
    values = json.loads(journal.read_text(encoding="utf-8"))
    assert (values["unit"], values["who"], values["when"]) == ("二.2-1", "王编", "2026-03-01T08:00:00Z")
    assert (values["pass"], values["why"], values["image"]) == ("二校", "据目录", "checked")
    assert values["choice"]["exact"] == "号"
    assert values["severity"] == "wording"


@pytest.mark.parametrize(
    "arguments",
    [
        ("二.2-1", "编目"),  # no reason
        ("二.2-1", "编目", "--why", " "),
        ("二.2-9", "编目", "--why", "x"),
        ("二.2", "编目", "--why", "x"),
        ("二.2-1", "登记", "--why", "x"),
        ("二.2-1", "7", "--why", "x"),
        ("二.2-1", "登录", "--why", "x", "--emend"),
        ("二.2-1", "编目", "--why", "x", "--pass", "四校"),
        ("二.2-1", "编目", "--why", "x", "--image", "seen"),
    ],
)
def test_decide_refuses(run: Run, journal: Path, arguments: tuple[str, ...]) -> None:
    """What makes no sense: exit 2, one sentence, nothing written."""
    result = run("decide", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误: ")
    assert result.stdout == ""
    assert not journal.exists()


def test_who(run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--who, DOCCOMPARE_WHO, git's user.name, the login name, in this order; no escape gets through."""
    run("decide", "二.2-1", "1", "--why", "x", "--who", " 李\x1b[31m 编 ")
    assert read(journal).entries[-1].who == "李[31m 编"
    assert desk.person(None) == "王编"
    monkeypatch.setenv("DOCCOMPARE_WHO", " ")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "赵编")
    assert desk.person(None) == "赵编"
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("LOGNAME", "zhao")
    assert desk.person(None) == "zhao"


def test_log_undo_and_undo_of_undo(run: Run, journal: Path) -> None:
    """Every entry stays in the log; undo takes back one's own last, undo of an undo restores."""
    run("decide", "二.2-1", "编目", "--why", "一")
    run("decide", "二.2-1", "编号", "--why", "二", "--who", "李编")
    first, second = (e.id for e in read(journal).entries)
    result = run("undo")
    assert result.exit_code == 0
    assert first in result.stdout.splitlines()[0], "one's own last, not another's"
    assert run("undo").exit_code == 2, "nothing of one's own is left; the undo is not undone unasked"
    taken_back = read(journal).entries[-1].id
    assert run("undo", first).exit_code == 2
    assert run("undo", taken_back[:6], "--why", "误撤").exit_code == 0
    lines = run("log", "二.2-1").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [e.id for e in read(journal).entries]
    assert "〔已撤销〕" not in lines[0]
    assert "〔已撤销〕" in lines[2]
    assert run("undo", second, "--who", "王编").exit_code == 0
    assert "〔已撤销〕" in run("log").stdout.splitlines()[1]
    assert journal.read_bytes().count(b"\n") == 5


def test_log_without_decisions(run: Run) -> None:
    """An empty log says so."""
    assert run("log").stdout == "还没有裁定。\n"


def test_status(run: Run, journal: Path) -> None:
    """Counts by severity, what waits, what lost its place, what is wrong with the file; the next command."""
    run("decide", "二.1-1", "1", "--why", "x")
    first = run("status").stdout.splitlines()
    assert first[0] == "已定 1/5 处；要害 1/1 处。"
    assert first[-1] == "下一步: doccompare review"
    folder = journal.parent
    (folder / "3.txt").write_text(changed(MARKS, HOURS), encoding="utf-8")
    run("decide", "二.2-1", "2", "--why", "x")
    (folder / "1.txt").write_text(changed(HOURS, RAISE), encoding="utf-8")
    with journal.open("ab") as file:
        file.write(b'{"schema":"docc')
    result = run("status")
    assert "需复核 1 处:" in result.stdout
    assert "须复核：各本所作有变" in result.stdout.replace("\n      ", "")
    assert "失其所在 1 条（保留）:" in result.stdout
    assert "从“编号”" in result.stdout
    assert "第 2 行" not in result.stderr
    assert "第 3 行只写了一半" in result.stderr
    assert max(map(width, result.stdout.splitlines())) <= 80


def test_two_persons(tmp_path: Path, run: Run, journal: Path) -> None:
    """Where the manifest asks for two, the second name comes by deciding the same."""
    _corpus(tmp_path, '[review]\ntwo_person = ["critical"]\npasses = ["初校", "终校"]')
    one = run("decide", "二.1-1", "1", "--why", "x", "--pass", "初校")
    assert "尚待第二人复核" in one.stdout
    assert run("decide", "二.1-1", "1", "--why", "x", "--pass", "一校").exit_code == 2
    assert run("status").stdout.splitlines()[0] == "已定 0/5 处；要害 0/1 处。"
    two = run("decide", "二.1-1", "1", "--why", "同意", "--who", "李编")
    assert "李编；2026-03-01 08:00；复核：从“5”；同意" in two.stdout
    assert "尚待" not in two.stdout
    assert read(journal).entries[-1].kind is Kind.APPROVAL
    assert run("status").stdout.splitlines()[0] == "已定 1/5 处；要害 1/1 处。"


def test_bulk(run: Run, journal: Path) -> None:
    """Formal units in bulk, after one question; critical ones never."""
    for level in ("critical", "wording"):
        refused = run("review", "--bulk", level)
        assert refused.exit_code == 2
        assert refused.stderr.splitlines()[0].startswith("错误: 只有格式一级可以成批裁定")
    assert run("review", "--bulk", "formal", input="n\n").exit_code == 0
    assert run("review", "--bulk", "formal", input="").exit_code == 0
    assert not journal.exists()
    assert "已裁定 2 处" in run("review", "--bulk", "formal", input="y\n").stdout
    entries = read(journal).entries
    assert [(e.bulk, e.site.severity if e.site else None) for e in entries] == [(True, Severity.FORMAL)] * 2
    assert "没有" in run("review", "--bulk", "formal", "--yes").stdout


def test_review_by_lines(run: Run, journal: Path) -> None:
    """From a pipe: one command a line; critical first; each decision saved with its reason."""
    result = run("review", input="n 待核原书\n1 本校\ni\nb\n?\nzz\nx\ns\n2\n")
    assert (result.exit_code, result.stderr) == (0, "")
    cards = [line for line in result.stdout.splitlines() if line.startswith("── ")]
    assert cards == ["── 1/5 ", "── 2/5 ", "── 3/5 ", "── 4/5 ", "── 5/5 "]
    assert result.stdout.splitlines()[2].startswith("二.1-1")
    assert "没有“zz”这个键" in result.stdout
    kinds = [(e.kind, e.choice.kind.value if e.choice else "", e.why) for e in read(journal).entries]
    assert kinds[:4] == [
        (Kind.NOTE, "", "待核原书"),
        (Kind.DECISION, "reading", "本校"),
        (Kind.NOTE, "", ""),
        (Kind.DECISION, "keep-base", ""),
    ]
    assert [k[1] for k in kinds[4:]] == ["open", "reading"]
    assert "本次裁定 4 处，尚余 1 处" in result.stdout
    again = run("review", input="").stdout
    assert "── 1/1 " in again, "what is decided, or left open, does not come again"
    assert run("review", "--all", input="").stdout.count("── 1/5 ") == 1


def test_review_level_pass_and_end_of_input(run: Run, journal: Path) -> None:
    """--level narrows; another pass goes over everything again; the end of input is an end like q."""
    assert "── 1/1 " in run("review", "--level", "critical", "--pass", "一校", input="1\n").stdout
    assert "没有待裁定的异文" in run("review", "--level", "critical", "--pass", "一校", input="").stdout
    second = run("review", "--level", "critical", "--pass", "二校", input="1")
    assert "前裁" in second.stdout
    assert [e.in_pass for e in read(journal).entries] == ["一校", "二校"]


def test_review_undo_goes_back(run: Run, journal: Path) -> None:
    """Key u takes back the last entry and shows its unit again, also that of an earlier sitting."""
    run("review", input="1\nq\n")
    result = run("review", input="u\n2\nq\n")
    shown = [line.split()[0] for line in result.stdout.splitlines() if line.startswith(("二.", "一.", "四."))]
    assert shown[0] != shown[1] == "二.1-1"
    entries = read(journal).entries
    assert [e.kind for e in entries] == [Kind.DECISION, Kind.UNDO, Kind.DECISION]
    assert {e.site.unit for e in entries if e.site} == {"二.1-1"}
    assert "没有可撤销的了" in run("review", "--who", "李编", input="u\n").stdout


def test_review_emends_and_takes_large_numbers(run: Run, journal: Path) -> None:
    """Key m emends, # takes a number; what cannot be is refused and the card stays."""
    result = run("review", "--level", "wording", input="# 9\nm 登录\nm 编录\nq\n")
    assert result.exit_code == 0
    (entry,) = read(journal).entries
    assert entry.choice is not None
    assert (entry.choice.kind.value, entry.choice.text, entry.choice.exact) == ("emendation", "编录", "录")
    assert "没有一本作“#9”" in result.stdout
    assert "改文须与各本所列同起讫：编…" in result.stdout


def test_review_sees_what_others_decide(run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process decides the unit on the table: the key is not saved, the card is shown anew."""
    from doccompare.cli.sitting import Sitting

    real = Sitting._prompt
    once: list[bool] = []

    def meanwhile(self: Sitting) -> None:
        if not once:
            once.append(True)
            run("decide", "二.1-1", "2", "--why", "抢先", "--who", "李编")
        real(self)

    monkeypatch.setattr(Sitting, "_prompt", meanwhile)
    result = run("review", input="1\nq\n")
    assert "此处刚由别处裁定" in result.stdout
    assert result.stdout.count("── 1/5 ") == 2
    assert [e.who for e in read(journal).entries] == ["李编"]


def test_versions_are_not_decided(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of different date have no errors: one sentence."""
    from dataclasses import replace

    from doccompare.cli.results import load as real
    from doccompare.model import Relation

    def versions(path: Path):  # type: ignore[no-untyped-def]
        collation = real(path)
        return replace(collation, work=replace(collation.work, relation=Relation.VERSIONS))

    monkeypatch.setattr(desk, "load", versions)
    assert run("review").exit_code == 2


def test_a_result_writes_beside_its_manifest(run: Run, journal: Path) -> None:
    """Decided on a stored result, the decision is with the corpus."""
    assert run("collate", "corpus/notice", "-o", "reports/notice", "--quiet").exit_code == 0
    assert run("decide", "二.2-1", "1", "--why", "x", "--in", "reports/notice").exit_code == 0
    assert len(read(journal).entries) == 1
    assert run("decide", "二.2-1", "1", "--why", "x").exit_code == 0
    assert len(read(journal).entries) == 2


def test_without_a_manifest_beside_the_result(tmp_path: Path, run: Run, journal: Path) -> None:
    """Plain files: the decisions are in the result folder."""
    for name, text in (("a.txt", NOTICE), ("b.txt", changed(SHELF))):
        Path(name).write_text(text, encoding="utf-8")
    assert run("collate", "a.txt", "b.txt", "-o", "reports/plain", "--quiet").exit_code == 0
    assert run("decide", "二.2-1", "1", "--why", "x", "--in", "reports/plain").exit_code == 0
    assert len(read(Path("reports/plain/decisions.jsonl")).entries) == 1
    assert not journal.exists()


@pytest.mark.parametrize("name", ["decide", "review", "status", "log", "undo", "explain"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help(run: Run, name: str, lang: str) -> None:
    """Help in both languages, at most 80 columns."""
    result = run(name, "--lang", lang, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法: " if lang == "zh" else "Usage: ")
    assert max(map(width, result.stdout.splitlines())) <= 80


def test_english(run: Run) -> None:
    """Everything the commands say exists in English."""
    said = run("decide", "二.2-1", "1", "--why", "x", "--lang", "en").stdout
    said += run("status", "--lang", "en").stdout + run("log", "--lang", "en").stdout
    said += (
        run("review", "--lang", "en", input="?\nb\ni\nn x\nu\nq\n").stdout
        + run("undo", "--lang", "en").stdout
    )
    own = [line for line in said.splitlines() if "校记" in line or "裁定" in line or "记录" in line]
    assert own == []
    assert "Decided 1 of 5 units; critical 0 of 1." in said


# --- explain


def test_every_rule_is_explained() -> None:
    """No rule of the table, and no class of the closed lists, without its sentence."""
    assert {name for name, _ in TABLE} | {"rewording"} <= set(RULES)
    for kind, members in (
        ("severity", Severity),
        ("category", Category),
        ("method", Method),
        ("status", Status),
    ):
        assert set(CLASSES[kind]) == {m.value for m in members}


@pytest.mark.parametrize("name", [name for name, entry in RULES.items() if entry.example])
def test_examples_are_true(name: str) -> None:
    """The rule itself says its name of its example."""
    e = RULES[name].example
    assert e is not None
    assert relate(Pair(e.rejected, e.decided, e.left, e.right, e.rejected, e.decided)).rule == name


def test_explain(run: Run) -> None:
    """One rule, a class by its Chinese name, everything, and what is unknown."""
    assert run("explain", "glyph").stdout.startswith("glyph  讹，形近")
    assert run("explain", "要害").stdout.startswith("critical  要害")
    everything = run("explain")
    assert everything.stdout.count("\n") > len(RULES)
    assert max(map(width, everything.stdout.splitlines())) <= 80
    assert run("explain", "nix").exit_code == 2


# --- real processes


def _environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": path,
        "PYTHONIOENCODING": "utf-8",
        "DOCCOMPARE_LANG": "zh",
        "DOCCOMPARE_WHO": "王编",
        "HOME": str(folder),
        "TERM": "xterm",
    }


def test_review_through_a_real_pipe(tmp_path: Path, journal: Path) -> None:
    """``printf … | doccompare review``."""
    done = subprocess.run(
        [sys.executable, "-m", "doccompare", "review"],
        input="1\nb\ne\n",
        cwd=tmp_path,
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "本次裁定 3 处" in done.stdout
    assert len(read(journal).entries) == 3


def test_bytes_that_are_no_text(tmp_path: Path, journal: Path) -> None:
    """Rubbish in the pipe is no command; the commands around it count."""
    done = subprocess.run(
        [sys.executable, "-m", "doccompare", "review"],
        input=b"1\n\xff\xfe\x00\n\nb\n",
        cwd=tmp_path,
        env=_environment(tmp_path) | {"PYTHONIOENCODING": "utf-8:strict"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert len(read(journal).entries) == 2


class Terminal:
    """``doccompare review`` on a pseudo-terminal: what it shows is read, keys are pressed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        import pty

        self.handle, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "doccompare", "review", *arguments],
            cwd=folder,
            env=_environment(folder),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=self._control,
        )
        os.close(slave)
        self.shown = ""

    @staticmethod
    def _control() -> None:
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def until(self, text: str, start: int = 0) -> int:
        """Read until ``text`` is shown after ``start``; where it ends."""
        limit = time.monotonic() + 60
        while text not in self.shown[start:]:
            assert time.monotonic() < limit, self.shown
            if select.select([self.handle], [], [], 0.2)[0]:
                with contextlib.suppress(OSError):
                    self.shown += os.read(self.handle, 65536).decode("utf-8", "replace")
            elif self.process.poll() is not None:
                break
        assert text in self.shown[start:], self.shown
        return self.shown.index(text, start) + len(text)

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self.handle, keys.encode())

    def end(self) -> int:
        """The exit code, the rest read."""
        limit = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < limit:
            if select.select([self.handle], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self.shown += os.read(self.handle, 65536).decode("utf-8", "replace")
        code = self.process.wait(5)
        os.close(self.handle)
        return code


pty_only = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")


@pty_only
def test_single_keys_on_a_terminal(tmp_path: Path, journal: Path) -> None:
    """One key is enough; a note is typed as a line; arrows do nothing; full-width keys are keys; q ends."""
    terminal = Terminal(tmp_path)
    at = terminal.until("退出> ")
    terminal.press("\x1b[A")
    at = terminal.until("退出> ", at)
    terminal.press("n")
    at = terminal.until("批注: ", at)
    terminal.press("核原书\n")
    at = terminal.until("退出> ", at)
    assert [e.why for e in read(journal).entries] == ["核原书"], (
        "on the disk before the next key is asked for"
    )
    terminal.press("１")
    at = terminal.until("退出> ", at)
    assert len(read(journal).entries) == 2
    terminal.press("i")
    at = terminal.until("已核版面", at)
    terminal.press("bq")
    assert terminal.end() == 0
    entries = read(journal).entries
    assert [e.kind for e in entries] == [Kind.NOTE, Kind.DECISION, Kind.NOTE, Kind.DECISION]
    assert entries[1].why == "核原书", "the note is the reason of the decision that follows"
    assert entries[3].image is not None
    assert "本次裁定 2 处" in terminal.shown


@pty_only
@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)])
def test_stopped_on_a_terminal(tmp_path: Path, journal: Path, key: str, code: int) -> None:
    """Ctrl-C and Ctrl-D leave everything written; Ctrl-C is 130."""
    terminal = Terminal(tmp_path)
    at = terminal.until("退出> ")
    terminal.press("1")
    terminal.until("退出> ", at)
    terminal.press(key)
    assert terminal.end() == code
    assert len(read(journal).entries) == 1


@pty_only
def test_killed_on_a_terminal(tmp_path: Path, journal: Path) -> None:
    """Kill -9 right after a key was answered: the decision is there."""
    terminal = Terminal(tmp_path)
    at = terminal.until("退出> ")
    terminal.press("2")
    terminal.until("退出> ", at)
    terminal.process.kill()
    terminal.end()
    assert len(read(journal).entries) == 1
