from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from doccompare.cli import main
from doccompare.corpora.folders import scan_folder

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]

_TEXT = {
    "一、总体要求": ["为加强和完善社区治理提供坚实人才支撑，坚持统筹谋划。"],
    "二、健全职业体系": [
        "1. 明确岗位职责。街道党工委和办事处根据工作需要设置岗位，定期组织开展培训工作。",
        "2. 规范招聘条件。由市地级或县级组织面向社会公开招聘，坚持公开平等竞争择优。",
    ],
    "三、加强能力建设": [
        "3. 组织学习培训。把学习贯彻新思想作为首要任务，分级分类开展全员轮训。",
        "4. 强化实践锻炼。安排到信访、应急、民政等部门跟班学习，提高应对突发事件本领。",
    ],
    "四、完善管理制度": [
        "5. 健全考核机制。考核结果作为调整岗位等级、薪酬待遇和奖惩的主要依据。",
        "6. 严格队伍管理。树立能进能出、优进绌退的鲜明导向，加强党对队伍建设的领导。",
    ],
}


def _text(*order: str) -> str:
    sections = [s for mark in order for s in _TEXT if s.startswith(mark)]
    lines = ["关于加强某某队伍建设的意见", *(line for s in sections for line in (s, *_TEXT[s]))]
    return "\n".join(lines) + "\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a folder with a whole copy, one without 二, one with 三 before 二."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCCOMPARE_LANG", "zh")
    for name, order in {"a": "一二三四", "b": "一三四", "c": "一三二四", "d": "一二三四"}.items():
        (tmp_path / f"{name}.txt").write_text(_text(*order), encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(main, list(arguments))


def test_lost_section_gates(run: Run, tmp_path: Path) -> None:
    """A section missing in one copy, and nothing else: in the verdict and the CSV, exit 1 at the gate."""
    result = run("collate", "a.txt", "b.txt", "d.txt", "-o", "out", "--fail-on", "critical")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[1].startswith("结论: 不宜付印。要害 1 处（结构 1）: 乙缺第二部分")
    assert lines[-1].endswith("下一步: doccompare show 二 --in out")
    assert json.loads((tmp_path / "out/collation.json").read_text(encoding="utf-8"))["units"] == []
    assert "结构-1" in (tmp_path / "out/discrepancies.csv").read_text(encoding="utf-8")
    assert "乙本缺第二部分" in run("show", "二", "--in", "out").stdout


def test_moved_section_gates(run: Run) -> None:
    """A section that stands elsewhere: the same."""
    result = run("collate", "a.txt", "c.txt", "d.txt", "-o", "out", "--fail-on", "formal")
    assert result.exit_code == 1
    assert "移至" in result.stdout
    assert run("collate", "a.txt", "c.txt", "d.txt", "-o", "out").exit_code == 0


def test_agreement_is_still_agreement(run: Run) -> None:
    """Copies without any finding agree, and pass every gate."""
    result = run("collate", "a.txt", "d.txt", "-o", "out", "--fail-on", "formal")
    assert result.exit_code == 0
    assert "各本一致, 无异文。" in result.stdout


@pytest.mark.parametrize("name", ["established.txt", "report.html", "collation.json", "comparison.md"])
def test_files_of_the_user_are_not_overwritten(run: Run, tmp_path: Path, name: str) -> None:
    """Results never replace a file of the same name that doccompare did not write: exit 2, one sentence."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    result = run("collate", "a.txt", "b.txt", "-o", "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"不是 doccompare 写出的 {name}" in result.stderr
    assert "Traceback" not in result.stderr
    assert [(f.name, f.read_text(encoding="utf-8")) for f in (tmp_path / "out").iterdir()] == [(name, "mine")]


def test_default_folder_is_guarded_too(run: Run, tmp_path: Path) -> None:
    """The same holds of reports/<slug>, and an earlier result of ours is overwritten there."""
    assert run("collate", "a.txt", "b.txt").exit_code == 0
    assert run("collate", "a.txt", "b.txt").exit_code == 0
    (folder,) = (tmp_path / "reports").iterdir()
    (folder / "collation.json").unlink()
    assert run("collate", "a.txt", "b.txt").exit_code == 2


def test_results_are_no_witnesses(run: Run, tmp_path: Path) -> None:
    """A result written into the folder of the copies is not read as copies at the next run."""
    before = scan_folder(tmp_path)
    first = run("collate", ".", "-o", ".")
    assert (first.exit_code, first.stderr) == (0, "")
    assert scan_folder(tmp_path) == before
    assert run("collate", ".", "-o", ".").stdout == first.stdout


def test_only_beside_a_result(tmp_path: Path) -> None:
    """Without our collation.json a file called established.txt is a copy like any other."""
    for name in ("established.txt", "report.html", "a.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert len(scan_folder(tmp_path)) == 3
    (tmp_path / "collation.json").write_text('{"schema": "other"}', encoding="utf-8")
    assert len(scan_folder(tmp_path)) == 3
    (tmp_path / "collation.json").write_text('{"schema": "doccompare/collation/1"}', encoding="utf-8")
    assert [f.name for f in scan_folder(tmp_path)] == ["a.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [["collate", "a.txt", "b.txt", "-o", "out"], ["--help"]])
def test_full_disk_behind_stdout(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    """When stdout takes nothing: one sentence, exit 2, no traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "doccompare", *arguments],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, env=_environment(), check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().startswith("错误: 不能写到标准输出：")
    assert len(done.stderr.decode().splitlines()) == 1


# The first import of a module raises KeyboardInterrupt, as Ctrl-C at that moment does; in "exec" it is
# raised inside a string that is executed, from which CPython remembers it.
_HOOK = """
import runpy, sys
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(Finder)
            if {deep}:
                exec("raise KeyboardInterrupt")
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder)
sys.argv = ["doccompare", "collate", "a.txt", "b.txt", "-o", "out"]
runpy.run_module("doccompare", run_name="__main__")
"""


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("module", ["click", "doccompare.cli", "doccompare.model", "jinja2", "numpy"])
def test_interrupted_while_importing(run: Run, tmp_path: Path, module: str, deep: bool) -> None:
    """Ctrl-C while the libraries are loaded: 130, one sentence, no traceback, nothing on disk."""
    done = subprocess.run(
        [sys.executable, "-c", _HOOK.format(module=module, deep=deep)],
        cwd=tmp_path, capture_output=True, env=_environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 130
    assert done.stderr.decode().strip() == "已中断；没有留下写到一半的结果。"
    assert not (tmp_path / "out").exists()


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": path,
        "PYTHONIOENCODING": "utf-8",
        "DOCCOMPARE_LANG": "zh",
    }
