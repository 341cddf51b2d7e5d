"""Word edges, widening and the remark on broken words."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path

import pytest

from doccompare import words
from doccompare.words import cache_folder, is_word, looks_like_nonword, widen, word_edges


def test_import_loads_no_dictionary() -> None:
    """Importing the module imports neither jieba nor what jieba imports."""
    code = "import sys, doccompare.words; sys.exit('jieba' in sys.modules or 'pkg_resources' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_loading_is_silent_and_leaves_pkg_resources_alone(tmp_path: Path) -> None:
    """The first cut warns of nothing, prints nothing, and hides no module afterwards."""
    code = (
        "import sys; from doccompare.words import word_edges; word_edges('社区工作');"
        "sys.exit('pkg_resources' in sys.modules)"
    )
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=env, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    kept = tmp_path / "doccompare" / f"jieba-{sys.implementation.cache_tag}" / words.CACHE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_edges_cover_the_text() -> None:
    """Edges are sorted, start at 0, end at the length, and put together give the text."""
    text = "健全由初任培训、在职培训等组成的培训体系，A-1 号，共1,886户，占2.5%。"
    edges = word_edges(text)
    assert edges == sorted(set(edges))
    assert (edges[0], edges[-1]) == (0, len(text))
    cut = [text[low:high] for low, high in pairwise(edges)]
    assert "培训" in cut
    assert "1,886" in cut
    assert "2.5%" in cut


def test_edges_of_nothing() -> None:
    """The empty text has one edge."""
    assert word_edges("") == [0]


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        ("热心为居民群众服务", 3, 4, "居民"),
        ("热心为人民群众服务", 3, 4, "人民"),
        ("干事创业的精神进一步", 6, 6, "精神"),  # where 气 was lost
        ("干事创业的精气神进一步", 6, 7, "精气神"),
        ("公平竞争的原则", 0, 1, "公平"),  # a phrase counts as its words
        ("中华人民共和国成立", 2, 3, "人民"),
        ("职业资格考试和评审", 5, 6, "考试"),
        ("共1886户居民", 4, 5, "1886"),
        ("增长2.5%左右", 4, 5, "2.5%"),
        ("工作，全面", 2, 3, "，"),
        ("工作，全面", 2, 2, ""),
        ("工作，全面", 3, 3, ""),
    ],
)
def test_widening(text: str, start: int, end: int, shown: str) -> None:
    """A span grows to the smallest stretch of whole words and never over punctuation."""
    low, high = widen(text, start, end, 0, len(text))
    assert text[low:high] == shown


def test_widening_stops_at_the_limits_and_the_cap() -> None:
    """An end moves at most ``at_most`` characters and never past its limit; a word is shown whole or not."""
    text = "共12345678户，精气神"
    assert widen(text, 8, 9, 0, len(text)) == (8, 9)  # the number begins seven characters before
    start = text.index("气")
    assert widen(text, start, start + 1, start, len(text)) == (start, start + 1)  # 精 is out of bounds
    assert widen(text, start, start + 1, 0, len(text), at_most=0) == (start, start + 1)


def test_words_of_the_dictionary() -> None:
    """The dictionary knows 地市级 and does not know 优进绌退."""
    assert is_word("地市级")
    assert not is_word("优进绌退")
    assert not is_word("")


@pytest.mark.parametrize(
    ("left", "reading", "right"),
    [
        ("逐步建立和完善选优", "优", "社区党组织书记"),
        ("采取多种方式鼓励和支", "", "优秀人员进入队伍"),
        ("选", "配配", "强社区党组织书记"),
        ("不断完善我们", "的的", "工作"),
        ("加强社", "", "工作者队伍"),
    ],
)
def test_broken_words_are_remarked(left: str, reading: str, right: str) -> None:
    """A character doubled out of place and the rest of a word that lost its other half are broken words."""
    assert looks_like_nonword(left, reading, right)


@pytest.mark.parametrize(
    ("left", "reading", "right"),
    [
        ("着力优进", "绌", "退"),
        ("就近就便、", "职住", "兼顾。"),
        ("推动", "市地", "级或县级层面统筹"),
        ("担任市委", "委", "员"),
        ("加强", "在在", "职人员中的宣传"),
        ("", "人人", "有责、天天向上"),
        ("同意，", "现", "提出如下意见"),
        ("", "", ""),
        ("选", "得", "优、配得强"),
    ],
)
def test_sound_readings_pass(left: str, reading: str, right: str) -> None:
    """Coined words, words that meet, and reduplications are no broken words."""
    assert not looks_like_nonword(left, reading, right)


posix = pytest.mark.skipif(os.name != "posix", reason="owner and mode are POSIX")


@posix
def test_cache_folder_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made with mode 0700 below the user's cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder()
    assert folder is not None
    assert folder.is_relative_to(tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@posix
@pytest.mark.parametrize("fault", ["open", "link", "file", "world"])
def test_cache_folder_is_refused(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is open to others, a link, a file, or in an open place is not used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    ours = tmp_path / "doccompare"
    if fault == "open":
        ours.mkdir()
        ours.chmod(0o770)
    elif fault == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        ours.symlink_to(tmp_path / "elsewhere")
    elif fault == "file":
        ours.write_text("")
    else:
        tmp_path.chmod(0o777)
    assert cache_folder() is None


@posix
@pytest.mark.parametrize("fault", ["", "damaged", "other jieba", "open", "link", "missing"])
def test_only_a_sound_cache_of_our_own_is_read(fault: str, tmp_path: Path) -> None:
    """A kept dictionary counts when it is whole, of this jieba, ours and closed; else it is built anew."""
    kept, value = tmp_path / "kept", (("1", 2), {"社区": 3}, 3)
    words._write_cache(kept, value)
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept"]
    if fault == "damaged":
        kept.write_bytes(kept.read_bytes()[:-3])
    elif fault == "open":
        kept.chmod(0o644)
    elif fault == "link":
        kept.rename(tmp_path / "real")
        kept.symlink_to(tmp_path / "real")
    elif fault == "missing":
        kept.unlink()
    found = words._read_cache(kept, ("1", 3) if fault == "other jieba" else ("1", 2))
    assert found == (None if fault else value[1:])


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    """Without the folder nothing is kept and nothing is raised."""
    words._write_cache(tmp_path / "none" / "kept", (("1", 2), {}, 0))


@posix
def test_without_a_cache_folder_words_are_cut_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No private folder: the dictionary is read anew and nothing is written to the shared temp folder."""
    monkeypatch.setattr(words, "cache_folder", lambda: None)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokenizer = words._tokenizer.__wrapped__()
    assert list(tokenizer.cut("社区工作者", HMM=False))
    assert list(tmp_path.iterdir()) == []
