"""The editor at the command line: findings about structure, sources, the tree, and decisions under attack."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from doccompare.cli import main
from doccompare.decisions import read
from doccompare.reporting.width import width
from doccompare.text import key_of
from tests.decisions.build import HOURS, NOTICE, SHELF, changed, three, write
from tests.decisions.test_findings import LOST

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in an empty folder, in Chinese, as 王编."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCCOMPARE_LANG", "zh")
    monkeypatch.setenv("DOCCOMPARE_WHO", "王编")
    return lambda *arguments, **options: CliRunner().invoke(main, list(arguments), **options)


def lossy(folder: Path, review: str = "") -> Path:
    """A corpus in which one copy lacks a section and nothing else differs."""
    return write(folder, {"甲": NOTICE, "乙": LOST, "丙": NOTICE + "\n"}, review=review)


def test_an_acknowledged_loss_stops_no_print(run: Run, tmp_path: Path) -> None:
    """Acknowledged, a critical finding leaves the verdict, the gate, and what waits in status."""
    lossy(tmp_path / "c")
    before = run("collate", "c", "-o", "r", "--fail-on", "critical")
    assert before.exit_code == 1
    assert "不宜付印" in before.stdout
    assert "结构待核 1 处" in run("status", "--in", "c").stdout
    done = run("decide", "结构-1", "已核", "--why", "此报节录", "--in", "c")
    assert (done.exit_code, "〔已核〕" in done.stdout) == (0, True), done.output
    after = run("collate", "c", "-o", "r", "--fail-on", "critical")
    assert after.exit_code == 0
    assert "不宜付印" not in after.stdout
    assert "均已核: 乙缺第二部分" in after.stdout
    status = run("status", "--in", "c").stdout
    assert "结构待核" not in status
    assert re.search(r"结构 +1 +1 ", status)
    assert "〔已核〕" in (tmp_path / "r/report.html").read_text(encoding="utf-8")
    assert "王编已核" in run("show", "结构-1", "--in", "r").stdout
    assert "已核；此报节录" in run("log", "结构-1", "--in", "c").stdout
    assert run("undo", "--in", "c").exit_code == 0
    assert run("collate", "c", "-o", "r", "--fail-on", "critical").exit_code == 1


def test_two_names_for_a_loss(run: Run, tmp_path: Path) -> None:
    """Where the manifest asks for two persons, the first name alone opens nothing."""
    lossy(tmp_path / "c", review='[review]\ntwo_person = ["critical"]')
    for who, code in (("王编", 1), ("王 编", 1), ("李编", 0)):
        assert run("decide", "结构-1", "ack", "--why", "x", "--who", who, "--in", "c").exit_code == 0
        assert run("collate", "c", "-o", "r", "--fail-on", "critical").exit_code == code


@pytest.mark.parametrize("reading", ["底本", "1", "某"])
def test_a_finding_has_no_readings(run: Run, tmp_path: Path, reading: str) -> None:
    """Anything but 已核 and 存疑 is refused in one sentence; nothing is written."""
    lossy(tmp_path / "c")
    result = run("decide", "结构-1", reading, "--why", "x", "--in", "c")
    assert result.exit_code == 2
    assert "无读法可选" in result.stderr
    assert not (tmp_path / "c/decisions.jsonl").exists()


def test_review_begins_with_the_loss(run: Run, tmp_path: Path) -> None:
    """The critical finding comes first; a acknowledges with a reason, u takes it back, q ends."""
    lossy(tmp_path / "c")
    result = run("review", "--in", "c", input="z\na 节录\n")
    assert "── 结构 1/1" in result.stdout
    assert "本次裁定 1 处，尚余 0 处" in result.stdout
    [entry] = read(tmp_path / "c/decisions.jsonl").entries
    assert entry.why == "节录"
    assert "没有待裁定的异文" in run("review", "--in", "c", input="").stdout


def test_every_character_is_traced(run: Run, tmp_path: Path) -> None:
    """Each run names witness, file, line, column and offsets, and the file has that text there."""
    folder = write(tmp_path / "c", three())
    done = run("decide", "二.2-1", "编整", "--emend", "--why", "x", "--in", "c")
    assert "内编[整]上架，建立" in done.stdout  # so that a slip in typing is seen at once
    assert run("collate", "c", "-o", "r", "--quiet").exit_code == 0
    result = run("show", "--trace", "二.2", "--in", "r", env={"COLUMNS": "300"})
    assert result.exit_code == 0, result.output
    assert re.search(r"“整”  各本皆无  二.2-1  编辑裁定: 王编改作“编整”（各本皆无）", result.stdout)
    found = re.findall(r"“([^”]*)”  (\S) (\S+):(\d+):(\d+) \[(\d+), (\d+)\)", result.stdout)
    assert found
    for text, siglum, name, line, column, start, end in found:
        source = (folder / name).read_text(encoding="utf-8")
        printed = key_of(source[int(start) : int(end)]).text
        assert all(part in printed for part in key_of(text).text.split("……"))
        assert source.split("\n")[int(line) - 1][int(column) - 1] == source[int(start)]
        assert siglum in "甲乙丙"
    assert "二.2.s1" in run("show", "--trace", "二.2.s1", "--in", "r").stdout
    assert run("show", "--trace", "结构-9", "--in", "r").exit_code == 2


@pytest.mark.parametrize("columns", ["60", "80"])
def test_tree_and_trace_fit_the_screen(run: Run, tmp_path: Path, columns: str) -> None:
    """No line is wider than the screen, in either language; an old result says what to do."""
    write(tmp_path / "c", {"甲": NOTICE, "乙": changed(HOURS), "丙": changed(HOURS, SHELF), "丁": changed()})
    assert run("collate", "c", "-o", "r", "--quiet").exit_code == 0
    for lang in ("zh", "en"):
        for arguments in (("tree",), ("二.2", "--trace")):
            result = run("show", *arguments, "--in", "r", env={"COLUMNS": columns, "DOCCOMPARE_LANG": lang})
            assert result.exit_code == 0
            assert max(map(width, result.stdout.splitlines())) <= int(columns)
    stored = json.loads((tmp_path / "r/collation.json").read_text(encoding="utf-8"))
    del stored["tree"], stored["established"]["trace"]
    (tmp_path / "r/collation.json").write_text(json.dumps(stored), encoding="utf-8")
    for arguments in (("tree",), ("二.2", "--trace")):
        result = run("show", *arguments, "--in", "r")
        assert result.exit_code == 2
        assert "doccompare collate" in result.stderr


def test_the_page_image_is_kept(run: Run, tmp_path: Path) -> None:
    """With --image: in the result, in status, in the words of the note, and in the error rate."""
    slip = {"安排运行补助": "安排运运行补助"}
    write(tmp_path / "c", {"甲": NOTICE, "乙": changed(slip), "丙": NOTICE + "\n"})

    def result() -> tuple[dict[str, object], float, str]:
        assert run("collate", "c", "-o", "r", "--quiet").exit_code == 0
        stored = json.loads((tmp_path / "r/collation.json").read_text(encoding="utf-8"))
        rate = next(r for r in stored["rates"] if r["siglum"] == "乙")
        return stored["units"][0], rate["errors"], run("status", "--in", "c").stdout

    unit, errors, status = result()
    assert unit["image"] is None
    assert errors > 0
    assert "版面未核 1，已核 0，转录误 0" in status
    assert "转录文本" in str(unit["note"])
    name = str(unit["id"])
    assert run("decide", name, "1", "--why", "x", "--image", "transcript-error", "--in", "c").exit_code == 0
    unit, errors, status = result()
    assert (unit["image"], errors) == ("transcript-error", 0)
    assert "转录误 1" in status
    assert "转录误，版面不误" in str(unit["note"])
    assert run("decide", name, "1", "--why", "x", "--image", "checked", "--in", "c").exit_code == 0
    unit, errors, status = result()
    assert unit["image"] == "checked"
    assert errors > 0
    assert "转录文本" not in str(unit["note"])
    assert "已核 1" in status


# --- trying to make a decision disappear


def program(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The real program in a process of its own."""
    environment = {**os.environ, "DOCCOMPARE_LANG": "zh", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "doccompare", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_while_deciding(tmp_path: Path) -> None:
    """Kill -9 at six moments of ``decide``: what was acknowledged is there, and the journal stays whole."""
    write(tmp_path / "c", three())
    said = 0
    for n in range(6):
        process = program(tmp_path, "decide", "二.2-1", "1", "--why", f"第{n}次", "--who", "王", "--in", "c")
        time.sleep(0.2 * n)
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        said += "已记入" in out
        journal = read(tmp_path / "c/decisions.jsonl")
        assert len(journal.entries) >= said
        assert all(d.torn for d in journal.damaged)
    last = program(tmp_path, "decide", "二.2-1", "1", "--why", "最后", "--who", "王", "--in", "c")
    assert last.wait() == 0
    assert read(tmp_path / "c/decisions.jsonl").entries[-1].why == "最后"


def test_two_commands_at_once(tmp_path: Path) -> None:
    """Two editors and a collation at the same moment: both decisions are in the next result."""
    write(tmp_path / "c", three())
    units = ("二.2-1", "二.1-1")
    both = [program(tmp_path, "decide", u, "1", "--why", "x", "--who", u, "--in", "c") for u in units]
    third = program(tmp_path, "collate", "c", "-o", "r", "--quiet")
    for process in (*both, third):
        _, error = process.communicate()
        assert process.returncode == 0, error
    journal = read(tmp_path / "c/decisions.jsonl")
    assert {e.who for e in journal.entries} == set(units)
    assert not journal.damaged
    assert program(tmp_path, "collate", "c", "-o", "r", "--quiet").wait() == 0
    stored = json.loads((tmp_path / "r/collation.json").read_text(encoding="utf-8"))
    decided = {u["id"] for u in stored["units"] if u["decision"]["status"] == "confirmed"}
    assert decided == set(units)


def test_a_result_far_from_its_corpus_writes_there(run: Run, tmp_path: Path) -> None:
    """Collated from a folder with a manifest, a result anywhere sends its decisions beside the manifest."""
    folder = write(tmp_path / "deep" / "inside" / "mine", three())
    assert run("collate", str(folder), "-o", "r1", "--quiet").exit_code == 0
    assert run("decide", "二.2-1", "1", "--why", "x", "--in", "r1").exit_code == 0
    assert len(read(folder / "decisions.jsonl").entries) == 1
    assert run("collate", str(folder), "-o", "r2", "--quiet").exit_code == 0
    assert "已定 1/" in run("status", "--in", "r2").stdout


def test_decisions_beside_another_result_are_named(run: Run, tmp_path: Path) -> None:
    """Without a manifest, a second result folder has none of the first one's decisions, and says so."""
    for name, text in three().items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    files = ("甲.txt", "乙.txt", "丙.txt")
    assert run("collate", *files, "-o", "r1", "--quiet").exit_code == 0
    assert run("decide", "二.2-1", "1", "--why", "x", "--in", "r1").exit_code == 0
    again = run("collate", *files, "-o", "r2", "--quiet")
    assert "r1 另有这些文件的裁定，此次未用" in again.stderr
    assert "-o r1" in again.stderr
    assert run("collate", *files, "-o", "r1", "--quiet").stderr == ""
    assert "已定 1/" in run("status", "--in", "r1").stdout


def test_a_journal_swapped_for_a_folder_or_emptied(run: Run, tmp_path: Path) -> None:
    """A journal that cannot be read stops the job; it is never taken for an empty one and written over."""
    write(tmp_path / "c", three())
    journal = tmp_path / "c/decisions.jsonl"
    journal.mkdir()
    decide = ("decide", "二.2-1", "1", "--why", "x", "--in", "c")
    for arguments in (("collate", "c", "-o", "r"), ("status", "--in", "c"), decide):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "decisions.jsonl" in result.stderr
    assert journal.is_dir()
