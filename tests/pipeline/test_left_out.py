"""What only an optional extra could read does not stop a search of works."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from doccompare.errors import NeedsExtraError
from doccompare.pipeline.against import standards
from doccompare.pipeline.shelf import open_shelf
from tests.pipeline.test_quoting import article
from tests.pipeline.test_shelf import TEXTS

CORPUS = Path(__file__).parents[2] / "corpus" / "opinion-2024"


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scanned page as a PDF, where no engine is installed."""
    image = pytest.importorskip("PIL.Image", reason="makes the page")
    monkeypatch.setattr("doccompare.readers.ocr.ocr_is_installed", lambda: False)
    file = tmp_path / "scan.pdf"
    page = image.new("L", (600, 800), 255)
    page.paste(0, (100, 100, 500, 140))
    page.save(file)
    return file


def _works(folder: Path, scan: Path) -> Path:
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(scan, folder)
    return folder


def test_of_a_folder_of_works_it_is_told_and_left_out(tmp_path: Path, scan: Path) -> None:
    """The other works are there, and one sentence names the file and what it needs."""
    said: list[str] = []
    found = standards(_works(tmp_path / "works", scan), tell=said.append)
    assert len(found) == len(TEXTS)
    assert len(said) == 1
    assert "scan.pdf" in said[0]
    assert "doccompare[ocr]" in said[0]


def test_alone_it_stops_the_run(tmp_path: Path, scan: Path) -> None:
    """Where nothing is left to hold a text against, the reason is the error."""
    (tmp_path / "only").mkdir()
    shutil.copy(scan, tmp_path / "only")
    for path in (scan, tmp_path / "only"):
        with pytest.raises(NeedsExtraError):
            standards(path)


def test_among_copies_of_one_work_it_is_left_out_too(tmp_path: Path, scan: Path) -> None:
    """The copies that can be read are collated under the name of their folder."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("000.txt", "001.txt", "004.txt"):
        shutil.copy(CORPUS / name, folder)
    shutil.copy(scan, folder)
    said: list[str] = []
    (found,) = standards(folder, tell=said.append)
    assert (found.slug, found.source) == ("copies", "")
    assert found.units
    assert len(said) == 1
    assert "scan.pdf" in said[0]


def test_of_many_works_it_is_told_from_the_index(tmp_path: Path, scan: Path) -> None:
    """A folder too large to be read for each text tells what it has not read, and reads it once it can."""
    folder = _works(tmp_path / "works", scan)
    for n in range(30):
        (folder / f"{n}.txt").write_text(f"第{n}号布告\n第一条　渡口第{n}号渡船停航。\n", encoding="utf-8")
    said: list[str] = []
    standards(folder, article("他说采茶不得损伤嫩枝，鲜叶当日入库。"), tell=said.append)
    assert len(said) == 1
    assert "scan.pdf" in said[0]


def test_an_index_reads_again_what_an_extra_has_come_for(
    tmp_path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the engine is installed, the file that needed it is looked at again, and no other."""
    folder, place = _works(tmp_path / "works", scan), tmp_path / "index"
    names = sorted(f.name for f in folder.iterdir())
    monkeypatch.setattr("doccompare.pipeline.shelf.ocr_is_installed", lambda: False)
    assert open_shelf(folder, names, place).unread == ["scan.pdf"]
    assert open_shelf(folder, names, place).fresh == 0
    monkeypatch.setattr("doccompare.pipeline.shelf.ocr_is_installed", lambda: True)
    assert open_shelf(folder, names, place).fresh == 1
