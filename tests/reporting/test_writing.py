from __future__ import annotations

from pathlib import Path

import pytest

from doccompare.errors import OutputError
from doccompare.reporting import REPORT_FILES, discrepancies, write_reports, writing
from tests.reporting.sample import sample


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_writes_all_and_returns_the_paths(tmp_path: Path) -> None:
    """The folder is made when missing; the paths of all files come back."""
    paths = write_reports(sample(), tmp_path / "a" / "b", "0")
    assert [path.name for path in paths] == list(REPORT_FILES)
    assert sorted(p.name for p in (tmp_path / "a" / "b").iterdir()) == sorted(REPORT_FILES)
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b"]


def test_other_files_stay(tmp_path: Path) -> None:
    """What the user keeps in the folder is left alone; our own files are renewed."""
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "report.html").write_text("old")
    write_reports(sample(), tmp_path, "0")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*REPORT_FILES, "notes.txt"])


def test_failure_while_rendering_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception in one report leaves no file of any."""

    def fail(collation: object) -> str:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(discrepancies, "discrepancies_csv", fail)
    with pytest.raises(RuntimeError):
        write_reports(sample(), tmp_path / "out", "0")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", [0, 3, 5])
@pytest.mark.parametrize("fresh", [True, False])
def test_failure_while_writing_leaves_nothing(
    fresh: bool, failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle leaves the folder as it was, without a hidden rest."""
    out = tmp_path / "deep" / "out"
    if not fresh:
        out.mkdir(parents=True)
        (out / "collation.json").write_text("old")
    before = _files(tmp_path)
    write, count = writing._write_whole, iter(range(100))

    def full(path: Path, content: bytes) -> None:
        if next(count) == failing:
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(writing, "_write_whole", full)
    with pytest.raises(OutputError) as caught:
        write_reports(sample(), out, "0")
    assert str(out) in caught.value.message
    assert _files(tmp_path) == before
    assert fresh != out.exists()


def test_failure_while_moving_puts_the_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the fourth file cannot be moved into place, the first three are the old ones again."""
    for name in REPORT_FILES[:4]:
        (tmp_path / name).write_text(f"old {name}")
    before = _files(tmp_path)
    move = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == REPORT_FILES[3] and target.parent == tmp_path and self.parent.name != "old":
            raise KeyboardInterrupt
        return move(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_reports(sample(), tmp_path, "0")
    assert _files(tmp_path) == before


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """A file where the folder should be, or a folder where a file should be, is said so."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="out"):
        write_reports(sample(), tmp_path / "out", "0")
    with pytest.raises(OutputError, match="out"):
        write_reports(sample(), tmp_path / "out" / "below", "0")
    (tmp_path / "dir" / "report.html").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"report\.html"):
        write_reports(sample(), tmp_path / "dir", "0")
    assert (tmp_path / "out").read_text() == "a file"


def test_unwritable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without permission: one sentence that names it, and what to do."""

    def refuse(self: Path, *args: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError) as caught:
        write_reports(sample(), tmp_path / "out", "0")
    assert str(tmp_path / "out") in caught.value.message
    assert "-o" in caught.value.hint
