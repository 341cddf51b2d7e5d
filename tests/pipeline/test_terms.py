"""terms.txt: one term a line, an optional level; what is wrong in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from doccompare.errors import ManifestError
from doccompare.model import Severity
from doccompare.pipeline import collate
from doccompare.pipeline.terms import read_terms
from tests.decisions.build import SHELF, changed, three, write

GOOD = "# 本单位的词\n\n编目上架 文字\n  读书习惯　要害\nＡＢ formal\n优进绌退\n"
WANTED = {
    "编目上架": Severity.WORDING,
    "读书习惯": Severity.CRITICAL,
    "ＡＢ": Severity.FORMAL,
    "优进绌退": Severity.CRITICAL,
}


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_terms_are_read(tmp_path: Path, ends: str, encoding: str) -> None:
    """Any line ends, a byte order mark, another encoding; levels in both languages; remarks and blanks."""
    path = tmp_path / "terms.txt"
    path.write_bytes(GOOD.replace("\n", ends).encode(encoding))
    assert {t.replace("AB", "ＡＢ"): level for t, level in read_terms(path).items()} == WANTED


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("优进绌退 严重", "没有“严重”这个级别"),
        ("优进绌退,critical", "不是一个词加一个级别"),
        ("优进绌退 要害 请注意", "不是一个词加一个级别"),
        ("《》", "没有可比的字"),
        ("中国共产党领导的社会主义基层治理体系", "最多 12 字"),
        ("编目上架 要害", "前面已有另一级别"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    """One sentence with file and line, and what to do."""
    path = tmp_path / "terms.txt"
    path.write_text(f"# 词\n编目上架 文字\r\n{line}\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="第 3 行") as caught:
        read_terms(path)
    assert said in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \n"])
def test_a_list_not_begun_yet(tmp_path: Path, content: bytes) -> None:
    """An empty list has no terms, and is no fault."""
    (tmp_path / "terms.txt").write_bytes(content)
    assert read_terms(tmp_path / "terms.txt") == {}


def test_a_term_gives_its_level(tmp_path: Path) -> None:
    """A place where a term stands in one copy and not in another takes its level and the topic term."""
    texts = {"甲": three()["甲"], "乙": changed(SHELF)}
    for level, wanted in (("格式", Severity.FORMAL), ("", Severity.CRITICAL)):
        folder = write(tmp_path / f"c{wanted}", texts, review='[severity]\nterms = "terms.txt"')
        (folder / "terms.txt").write_bytes(f"\ufeff编目 {level}\r\n".encode())
        [unit] = collate([folder]).units
        assert unit.severity is wanted
        assert [t.value for t in unit.topics] == ["term"]
