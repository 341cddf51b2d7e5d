from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from doccompare.errors import UsageError
from doccompare.pipeline.stored import open_result
from tests.cli.test_quote import run

NOTICE = (
    "关于做好防汛工作的通知\n\n一、各县要加强值守，每日六时前报送水情。\n\n"
    "二、各水库要留足库容，不得超汛限水位运行。\n"
)
COPIES = {"a.txt": NOTICE, "b.txt": NOTICE.replace("六时", "八时"), "c.txt": NOTICE}


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three copies without a manifest, in the folder one works in."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "copies"
    folder.mkdir()
    for name, text in COPIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _folder() -> Path:
    run("collate", "copies", "-o", "out")
    return Path("out")


def _default() -> Path:
    run("collate", "copies")
    return Path("reports/copies")


def _files() -> Path:
    run("collate", *(f"copies/{name}" for name in COPIES), "-o", "out")
    return Path("out")


def _zip() -> Path:
    with ZipFile("copies.zip", "w") as archive:
        for name, text in COPIES.items():
            archive.writestr(name, text)
    run("collate", "copies.zip", "-o", "out")
    return Path("out")


@pytest.mark.parametrize("make", [_folder, _default, _files, _zip])
def test_a_result_finds_its_files(
    copies: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[], Path]
) -> None:
    """Wherever it was written, a result is held against the files it was made of, from any folder."""
    result = make().resolve()
    assert open_result(result).reason is None
    monkeypatch.chdir("/")
    found = open_result(result / "collation.json")
    assert found.reason is None
    assert [a.witness.path.rpartition("/")[2] for a in found.collation.witnesses] == list(COPIES)


def test_changed_files(copies: Path) -> None:
    """When a file has changed the result says so, and names what it is made anew from."""
    result = _folder()
    (copies / "c.txt").write_text(NOTICE.replace("六时", "八时"), encoding="utf-8")
    found = open_result(result)
    assert found.reason == "所据的文件已有改动"
    assert [path.name for path in found.paths] == list(COPIES)


def test_files_of_one_witness_stay_together(copies: Path) -> None:
    """A witness of two files is made anew of both."""
    head, tail = NOTICE.split("二、")
    (copies / "c.txt").unlink()
    (copies / "c1.txt").write_text(head, encoding="utf-8")
    (copies / "c2.txt").write_text("二、" + tail, encoding="utf-8")
    run("collate", "copies/a.txt", "copies/b.txt", "copies/c1.txt+copies/c2.txt", "-o", "out")
    found = open_result(Path("out"))
    assert found.reason is None
    (copies / "a.txt").write_text(NOTICE.replace("各县", "各市"), encoding="utf-8")
    page = Path("page.txt")
    page.write_text("会议指出，“各水库要留足库容，不得超汛限水位运行”。\n", encoding="utf-8")
    result = run("quote", str(page), "--against", "out/collation.json")
    assert "collated anew" in result.stderr
    assert "verbatim 1" in result.stdout


def test_files_gone(copies: Path) -> None:
    """Without its files nobody knows whether a result holds."""
    result = _folder()
    shutil.rmtree(copies)
    with pytest.raises(UsageError, match=r"a\.txt"):
        open_result(result)
