from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from doccompare import errors
from doccompare.cli import main
from doccompare.cli.language import choose
from doccompare.cli.output import emit
from doccompare.model import Collation, Problem, Severity
from doccompare.reporting import REPORT_FILES, write_reports
from doccompare.reporting.width import width
from tests.reporting.sample import sample
from tests.reporting.versions import two_versions

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _language() -> Any:
    """The language is set for the process; put it back."""
    before = errors.language
    yield
    errors.set_language(before)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A pipeline that gives the sample and notes how it was called; the last call may set ``result``."""
    noted: list[dict[str, Any]] = []
    module = types.ModuleType("doccompare.pipeline")

    def collate(paths: Any, **options: Any) -> Collation:
        noted.append({"paths": [str(p) for p in paths], **options})
        result = getattr(module, "result", sample())
        if isinstance(result, BaseException):
            raise result
        return result

    module.collate = collate  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "doccompare.pipeline", module)
    return noted


def _give(result: object) -> None:
    sys.modules["doccompare.pipeline"].result = result  # type: ignore[attr-defined]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in an empty folder, in Chinese."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("DOCCOMPARE_LANG", "zh")
    return lambda *arguments: CliRunner().invoke(main, list(arguments))


def test_collate_writes_and_answers(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    """The reports go to reports/<slug>; the answer to stdout; nothing to stderr; exit 0."""
    result = run("collate", "a.txt", "b.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert sorted(p.name for p in (tmp_path / "reports/opinion-sample").iterdir()) == sorted(REPORT_FILES)
    lines = result.stdout.splitlines()
    assert lines[1].startswith("结论: ")
    assert lines[-1] == "报告 reports/opinion-sample/report.html   下一步: doccompare show 二.2-5"
    assert calls[0]["paths"] == ["a.txt", "b.txt"]


def test_options_reach_the_pipeline(run: Run, calls: list[dict[str, Any]]) -> None:
    """Every option of the contract is taken."""
    result = run(
        "collate", "x", "-o", "out", "--base", "丁", "--title", "意见", "--encoding", "gbk",
        "--ignore", "punctuation", "--ignore", "orthography", "--quiet",
    )  # fmt: skip
    assert (result.exit_code, result.output) == (0, "")
    assert calls[0] | {"progress": None} == {
        "paths": ["x"],
        "base": "丁",
        "title": "意见",
        "encoding": "gbk",
        "ignore": ("punctuation", "orthography"),
        "versions": False,
        "revisions": "final",
        "result": Path("out"),
        "progress": None,
    }


def test_versions_and_style_reach_their_places(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    """``--versions`` goes to the pipeline, ``--apparatus-style`` to the apparatus."""
    assert run("collate", "x", "--versions", "--apparatus-style", "cbeta").exit_code == 0
    assert calls[0]["versions"] is True
    notes = (tmp_path / "reports/opinion-sample/apparatus.md").read_text(encoding="utf-8")
    assert "优进绌退=优胜劣汰【乙】" in notes


def test_rates_are_written(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    """The error rates stand in the result, by the rule that the manifest names."""
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "c" / "collation.toml").write_text(
        '[work]\ntitle = "x"\n[rate]\nscheme = "book"\n[[witness]]\nfile = "a.txt"\n', encoding="utf-8"
    )
    assert run("collate", "c", "-o", "out").exit_code == 0
    stored = json.loads((tmp_path / "out" / "collation.json").read_text(encoding="utf-8"))
    assert [(r["siglum"], r["scheme"], r["limit"]) for r in stored["rates"]] == [
        (siglum, "book", 1.0) for siglum in "甲乙丙丁"
    ]
    assert "正文差错率" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    text = (tmp_path / "c" / "collation.toml").read_text(encoding="utf-8").replace("book", "blog")
    (tmp_path / "c" / "collation.toml").write_text(text, encoding="utf-8")
    assert run("collate", "c", "-o", "out2").exit_code == 2
    assert not (tmp_path / "out2").exists()


def test_next_command_of_versions(run: Run, calls: list[dict[str, Any]]) -> None:
    """Of versions the first thing to look at is the weightiest change, and the page is the table."""
    _give(two_versions())
    lines = run("collate", "x").stdout.splitlines()
    assert lines[0].startswith("不同时期的文本（版本）")
    assert lines[-1] == "报告 reports/ferry/comparison.html   下一步: doccompare show 第一章.第六条#2"


def test_next_command_names_the_folder_when_it_must(run: Run, calls: list[dict[str, Any]]) -> None:
    """With -o the next command says where the result lies, so that it can be pasted."""
    assert run("collate", "x", "-o", "my out").stdout.rstrip().endswith("--in 'my out'")


@pytest.mark.parametrize(
    ("worst", "gate", "code"),
    [
        (Severity.CRITICAL, "critical", 1),
        (Severity.WORDING, "critical", 0),
        (Severity.WORDING, "wording", 1),
        (Severity.FORMAL, "wording", 0),
        (Severity.FORMAL, "formal", 1),
        (None, "formal", 0),
    ],
)
def test_gate(run: Run, calls: list[dict[str, Any]], worst: Severity | None, gate: str, code: int) -> None:
    """Exit 1 when a unit of the gate's severity or above exists; the reports are written either way."""
    units = () if worst is None else (replace(sample().units[0], severity=worst),)
    _give(replace(sample(), units=units))
    assert run("collate", "x", "--fail-on", gate).exit_code == code
    assert Path("reports/opinion-sample/report.html").is_file()


@pytest.mark.parametrize("options", [[], ["--fail-on", "critical"], ["--quiet"]])
def test_unmet_checksum_is_inconclusive(run: Run, calls: list[dict[str, Any]], options: list[str]) -> None:
    """A checksum that is not met: reports written, exit 3, said even when quiet."""
    _give(replace(sample(), unmet=(Problem("sections", "应有 6 部分，实得 2"),)))
    result = run("collate", "x", *options)
    assert result.exit_code == 3
    assert "应有 6 部分，实得 2" in result.output
    assert Path("reports/opinion-sample/report.html").is_file()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InconclusiveError("只有一本", "请再给一本。"), 3),
        (errors.ReadError("读不了 a.txt", "请检查。"), 2),
        (errors.OutputError("写不了 out", "换一个。"), 2),
    ],
)
def test_errors_are_one_sentence_and_a_hint(
    run: Run, calls: list[dict[str, Any]], error: errors.DoccompareError, code: int
) -> None:
    """A foreseen failure: one line with what is wrong, one with what to do, on stderr, and its exit code."""
    _give(error)
    result = run("collate", "x")
    assert result.exit_code == code
    assert result.stderr == f"错误: {error.message}\n{error.hint}\n"
    assert result.stdout == ""


def test_interrupt(run: Run, calls: list[dict[str, Any]]) -> None:
    """Ctrl-C: one sentence, exit 130, nothing written."""
    _give(KeyboardInterrupt())
    result = run("collate", "x")
    assert result.exit_code == 130
    assert "已中断" in result.stderr
    assert not Path("reports").exists()


def test_the_unforeseen_is_not_swallowed(run: Run, calls: list[dict[str, Any]]) -> None:
    """A bug keeps its traceback."""
    _give(ZeroDivisionError())
    assert isinstance(run("collate", "x").exception, ZeroDivisionError)


@pytest.mark.parametrize(
    "arguments",
    [
        ["collate"],
        ["collate", "x", "--fail-on", "grave"],
        ["collate", "x", "--what"],
        ["nosuch"],
        ["show", "1"],
        ["show", "1", "--in", "missing"],
        ["init", "missing.txt"],
    ],
)
def test_misuse(run: Run, calls: list[dict[str, Any]], arguments: list[str]) -> None:
    """Misuse: exit 2, one Chinese sentence on stderr, no traceback."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误: ")
    assert result.stdout == ""


def test_show_reads_a_stored_result(run: Run, tmp_path: Path) -> None:
    """``show`` works on a result folder and finds the only one by itself; it needs no pipeline."""
    write_reports(sample(), tmp_path / "reports" / "one", "0")
    for arguments in (["show", "2-2"], ["show", "二.2-2", "--in", "reports/one"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert result.stdout.startswith("二.2-2  第二部分第2条 严格队伍管理")
    assert "各本一致" in run("show", "前言").stdout
    assert run("show", "2.s1").stdout.startswith("二.2.s1")
    assert run("show", "2.s9").exit_code == 2
    assert run("show", "二").stdout.count("\n二.") == 2


def test_show_asks_when_there_are_several(run: Run, tmp_path: Path) -> None:
    """Two results: which one is meant must be said, and both are named."""
    write_reports(sample(), tmp_path / "reports" / "one", "0")
    write_reports(sample(), tmp_path / "reports" / "two", "0")
    result = run("show", "2")
    assert result.exit_code == 2
    assert "reports/one" in result.stderr
    assert "reports/two" in result.stderr


def test_show_collates_a_corpus_in_memory(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    """A corpus folder is collated and nothing is written."""
    (tmp_path / "corpus" / "c").mkdir(parents=True)
    (tmp_path / "corpus" / "c" / "collation.toml").write_text('[work]\ntitle = "x"\n')
    assert run("show", "2").exit_code == 0
    assert calls[0]["paths"] == ["corpus/c"]
    assert not Path("reports").exists()


def test_init(run: Run, calls: list[dict[str, Any]], tmp_path: Path) -> None:
    """``init`` writes what would be assumed: sigla in order, the title and roles that were found."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    result = run("init", "a.txt", "b.txt")
    assert result.exit_code == 0
    assert sample().work.title in result.stdout
    assert 'siglum = "乙"' in result.stdout
    assert run("init", "a.txt", "b.txt", "-o", "collation.toml").exit_code == 0
    assert Path("collation.toml").read_text(encoding="utf-8") == result.stdout
    assert run("init", "a.txt", "-o", "collation.toml").exit_code == 2, (
        "an existing manifest is not overwritten"
    )


@pytest.mark.parametrize("arguments", [[], ["collate"], ["show"], ["init"]])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help(run: Run, arguments: list[str], lang: str) -> None:
    """Help in both languages, at most 80 columns, every option explained."""
    result = run(*arguments, "--lang", lang, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法: " if lang == "zh" else "Usage: ")
    assert max(map(width, result.stdout.splitlines())) <= 80
    assert ("Options:" in result.stdout) == (lang == "en")


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "DOCCOMPARE_LANG": "zh"}, "zh"),
        (["collate", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["collate", "--lang=zh"], {"LANG": "C"}, "zh"),
        (["show", "--", "--lang", "zh"], {"LANG": "C"}, "en"),
    ],
)
def test_language(arguments: list[str], environment: dict[str, str], lang: str) -> None:
    """--lang, else DOCCOMPARE_LANG, else the locale."""
    assert choose(arguments, environment) == lang


def _process(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "doccompare", *arguments],
        cwd=folder,
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **environment},
        check=False,
    )


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    """``--help`` must be instant: none of the heavy libraries, no stage and no model is imported."""
    run = "main(['--help'], standalone_mode=False)"
    code = f"import sys; from doccompare.cli import main; {run}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    modules = set(done.stdout.split())
    assert "doccompare.cli" in modules
    assert not {"numpy", "pandas", "jinja2", "jieba", "rapidfuzz", "doccompare.model"} & modules


def test_as_a_module(tmp_path: Path) -> None:
    """``python -m doccompare`` is the same program."""
    done = _process("--help", folder=tmp_path, LANG="zh_CN.UTF-8", PYTHONIOENCODING="utf-8")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("用法: doccompare")


def test_ascii_stdout_does_not_crash(tmp_path: Path) -> None:
    """A terminal that cannot show Chinese gets escapes, not a traceback."""
    write_reports(sample(), tmp_path / "reports" / "one", "0")
    done = _process("show", "2-2", folder=tmp_path, PYTHONIOENCODING="ascii", LANG="zh_CN.UTF-8")
    assert done.returncode == 0
    assert b"\\u4f18" in done.stdout
    assert done.stderr == b""


def test_no_colour_in_a_pipe(tmp_path: Path) -> None:
    """Output that is no terminal has no escape sequence."""
    write_reports(sample(), tmp_path / "reports" / "one", "0")
    done = _process("show", "2", folder=tmp_path, PYTHONIOENCODING="utf-8")
    assert b"\x1b" not in done.stdout


def test_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """``doccompare show … | head -0`` ends quietly."""
    write_reports(sample(), tmp_path / "reports" / "one", "0")
    read, write = os.pipe()
    os.close(read)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "doccompare", "show", "2"],
        cwd=tmp_path,
        stdout=write,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour on a terminal, unless NO_COLOR says no."""
    from doccompare.cli.output import colour

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not colour()
    monkeypatch.setattr(sys, "stdout", _Terminal())
    assert colour()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour()


def test_emit_survives_a_closed_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that went away is no error."""

    class _Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", _Closed())
    emit(["一"])


def test_stored_result_is_the_published_form(run: Run, calls: list[dict[str, Any]]) -> None:
    """What collate stores carries the schema's name."""
    run("collate", "x", "--quiet")
    stored = json.loads(Path("reports/opinion-sample/collation.json").read_text(encoding="utf-8"))
    assert stored["schema"] == "doccompare/collation/1"
