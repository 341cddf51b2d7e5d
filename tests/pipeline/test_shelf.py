from __future__ import annotations

import os
from pathlib import Path

import pytest

from doccompare.model import Witness
from doccompare.pipeline.against import kind_of, standards
from doccompare.pipeline.quoting import quotations
from doccompare.pipeline.shelf import Shelf, open_shelf
from doccompare.quotation import lay
from tests.quotation.support import blocks

TEXTS = {
    "park.txt": blocks()["work"],
    "tea.txt": "茶园管理办法\n第一条　茶园主应当在每年三月前修剪茶树。\n"
    "第二条　采茶不得损伤嫩枝，鲜叶当日入库。\n",
    "ferry.txt": "渡口管理办法\n第一条　渡船应当经检验合格，配备救生衣。\n"
    "第二条　遇有大雾应当停渡，并悬挂标志。\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A few works."""
    shelf = tmp_path / "works"
    shelf.mkdir()
    for name, text in TEXTS.items():
        (shelf / name).write_text(text, encoding="utf-8")
    return shelf


def opened(folder: Path) -> Shelf:
    """The index of the folder, kept beside it."""
    return open_shelf(folder, sorted(f.name for f in folder.iterdir()), folder.parent / "index")


def asked(shelf: Shelf, text: str) -> list[str]:
    """The works a text may come from."""
    return shelf.candidates(lay(text).words.codes)


def test_the_work_a_quotation_comes_from_is_named(folder: Path) -> None:
    """An article that quotes two works is put down to those two, the one it has more of first."""
    shelf = opened(folder)
    text = "他说采茶不得损伤嫩枝，鲜叶当日入库。又说渡船应当经检验合格。"
    assert asked(shelf, text) == ["tea.txt", "ferry.txt"]
    assert asked(shelf, "今天下雨，路上没有人。") == []


def test_an_index_that_holds_is_not_made_again(folder: Path) -> None:
    """The second time nothing is read; a file that changed, came or went is the only one looked at."""
    assert opened(folder).fresh == 3
    assert opened(folder).fresh == 0
    (folder / "tea.txt").write_text("水库管理办法\n第一条　任何人不得在库区电鱼、炸鱼。\n", encoding="utf-8")
    shelf = opened(folder)
    assert shelf.fresh == 1
    assert asked(shelf, "任何人不得在库区电鱼、炸鱼") == ["tea.txt"]
    assert asked(shelf, "采茶不得损伤嫩枝，鲜叶当日入库") == []
    (folder / "park.txt").unlink()
    (folder / "new.txt").write_text(TEXTS["tea.txt"], encoding="utf-8")
    shelf = opened(folder)
    assert shelf.fresh == 1
    assert asked(shelf, "采茶不得损伤嫩枝，鲜叶当日入库") == ["new.txt"]


def test_a_change_that_keeps_size_and_time_is_found_when_the_work_is_read(folder: Path) -> None:
    """The sha256 of a work that is looked at is held against the index: a stale entry is made anew."""
    opened(folder)
    file = folder / "tea.txt"
    before = file.stat()
    file.write_text(TEXTS["tea.txt"].replace("嫩枝", "老枝"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    shelf = opened(folder)
    assert shelf.fresh == 0
    assert shelf.checked(["tea.txt"]).fresh == 1


@pytest.mark.parametrize("damage", [b"", b"{", b'{"form":"other"}\n', b"\x00" * 4096])
def test_a_damaged_index_is_made_anew(damage: bytes, folder: Path) -> None:
    """Whatever lies in its place, the answer is that of a fresh index."""
    opened(folder)
    (folder.parent / "index").write_bytes(damage)
    shelf = opened(folder)
    assert shelf.fresh == 3
    assert asked(shelf, "采茶不得损伤嫩枝，鲜叶当日入库") == ["tea.txt"]
    assert [f.name for f in folder.parent.iterdir() if f.name.startswith(".")] == []


def test_a_shortened_index_is_made_anew(folder: Path) -> None:
    """An index that lost its end is no index."""
    opened(folder)
    index = folder.parent / "index"
    index.write_bytes(index.read_bytes()[:-7])
    assert opened(folder).fresh == 3


def test_what_is_no_text_is_no_work(folder: Path) -> None:
    """A picture among the works is passed over, and not read again every time."""
    (folder / "x.bin").write_bytes(b"\x00\x01\x02" * 100)
    assert opened(folder).fresh == 4
    assert opened(folder).fresh == 0


def test_a_large_folder_gives_what_a_small_one_does(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the index and without it the passages are the same."""
    text = "《茶园管理办法》规定：“采茶不得损伤嫩枝，鲜叶次日入库。”"
    article = Witness(siglum="", text=text, path="a", sha256="1" * 64)
    plainly = quotations(article, standards(folder, article)).passages
    monkeypatch.setattr("doccompare.pipeline.against._READ_ALL", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent / "cache"))
    assert [(p.text, p.status) for p in quotations(article, standards(folder, article)).passages] == [
        (p.text, p.status) for p in plainly
    ]


def test_copies_of_one_work_are_a_corpus(folder: Path) -> None:
    """Files that share most of their text are a corpus; different works are a folder of works."""
    assert kind_of(folder) == "works"
    for name in TEXTS:
        (folder / name).write_text(TEXTS["park.txt"] + f"（{name}）\n", encoding="utf-8")
    assert kind_of(folder) == "corpus"
