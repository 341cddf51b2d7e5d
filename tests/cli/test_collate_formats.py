"""The main job on files as editors have them: the same text in every format gives no difference."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from doccompare.cli import main
from tests.readers.making import NOTICE, chapter, docx, epub, open_text, packed, page, run, word

Collate = Callable[..., Result]
OPINION = Path(__file__).parents[2] / "reports" / "opinion-2024" / "established.txt"


@pytest.fixture
def collate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collate:
    """Run ``doccompare collate`` in a folder of its own, in Chinese, with the result in ``out``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCCOMPARE_LANG", "zh")
    return lambda *arguments: CliRunner().invoke(main, ["collate", *arguments, "-o", "out"])


def result(folder: Path) -> dict[str, Any]:
    """The collation that was written."""
    found: dict[str, Any] = json.loads((folder / "out" / "collation.json").read_text(encoding="utf-8"))
    return found


def rtf(paragraphs: tuple[str, ...]) -> bytes:
    """Rich text of plain paragraphs."""
    said = "".join("".join(f"\\u{ord(c)}?" for c in p) + "\\par " for p in paragraphs)
    return f"{{\\rtf1\\ansi\\uc1 {said}}}".encode()


def every_format(paragraphs: tuple[str, ...]) -> dict[str, bytes]:
    """The same paragraphs in every format that can be made here."""
    half = len(paragraphs) // 2
    return {
        "a.txt": "\n".join(paragraphs).encode("gbk", "replace"),
        "b.html": page(paragraphs, "gb2312").encode("gb18030"),
        "c.docx": word(paragraphs),
        "d.odt": open_text(paragraphs),
        "e.epub": epub({"1": chapter(paragraphs[:half]), "2": chapter(paragraphs[half:])}),
        "f.rtf": rtf(paragraphs),
        "g.md": "\n\n".join(paragraphs).encode(),
    }


def write(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Write the files; their names."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return list(files)


@pytest.mark.parametrize("paragraphs", [NOTICE, None], ids=["notice", "opinion"])
def test_the_same_text_in_every_format(
    collate: Collate, tmp_path: Path, paragraphs: tuple[str, ...] | None
) -> None:
    """Whatever a copy is saved as, no unit comes of it and nothing about structure."""
    if paragraphs is None:
        paragraphs = tuple(filter(None, OPINION.read_text(encoding="utf-8").split("\n")))
    done = collate(*write(tmp_path, every_format(paragraphs)), "--fail-on", "formal")
    assert done.exit_code == 0, done.output
    found = result(tmp_path)
    assert (found["units"], found["structure"], found["unmet"]) == ([], [], [])
    assert {w["coverage"] for w in found["witnesses"]} == {1.0}
    assert [w["format"] for w in found["witnesses"]] == [
        *("plain", "html", "docx", "odt", "epub", "rtf", "markdown"),
    ]


def test_a_difference_is_found_through_every_format(collate: Collate, tmp_path: Path) -> None:
    """One changed word is one unit, with its place: the paragraph as the line, the column in it."""
    changed = tuple(p.replace("限期关闭", "立即关闭") for p in NOTICE)
    files = every_format(NOTICE)
    for n, name in enumerate(["c.docx", "d.odt", "e.epub", "b.html", "f.rtf"]):
        files[name] = every_format(changed)[name]
        assert collate(*write(tmp_path, {name: files[name], "a.txt": files["a.txt"]})).exit_code == 0, n
        (unit,) = result(tmp_path)["units"]
        reading = next(r for r in unit["readings"] if r["text"] == "立即")
        line = NOTICE.index(next(p for p in NOTICE if "限期" in p))
        at = reading["places"]["甲"]
        assert at == {"page": None, "line": line + 1, "column": changed[line].index("立即") + 1}


def test_the_text_that_was_made_lies_beside_the_result(collate: Collate, tmp_path: Path) -> None:
    """Offsets of a witness that is no text file count witnesses/甲.txt; others need none."""
    changed = tuple(p.replace("限期", "立即") for p in NOTICE)
    collate(*write(tmp_path, {"a.docx": word(NOTICE), "b.txt": "\n".join(changed).encode()}))
    assert [p.name for p in (tmp_path / "out" / "witnesses").iterdir()] == ["甲.txt"]
    text = (tmp_path / "out" / "witnesses" / "甲.txt").read_bytes().decode()
    (unit,) = result(tmp_path)["units"]
    start, end = next(r["spans"]["甲"] for r in unit["readings"] if "甲" in r["spans"])
    assert text[start:end] == "限期"
    collate("b.txt", "b.txt")
    assert not (tmp_path / "out" / "witnesses").exists()


def test_an_archive_is_like_a_folder(collate: Collate, tmp_path: Path) -> None:
    """Collate texts.zip: each file in it is a witness, the work is called after it; one file may be named."""
    (tmp_path / "公园.zip").write_bytes(packed({f"本子/{n}": d for n, d in every_format(NOTICE).items()}))
    done = collate("公园.zip")
    assert done.exit_code == 0, done.output
    found = result(tmp_path)
    assert found["units"] == []
    assert [w["path"] for w in found["witnesses"]][:2] == ["公园.zip/本子/a.txt", "公园.zip/本子/b.html"]
    assert found["work"]["slug"] == "公园"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "公园.zip"]
    (tmp_path / "x.txt").write_text("\n".join(NOTICE), encoding="utf-8")
    assert collate("x.txt", "公园.zip/本子/c.docx").exit_code == 0
    assert [w["format"] for w in result(tmp_path)["witnesses"]] == ["plain", "docx"]


def test_an_archive_in_a_manifest(collate: Collate, tmp_path: Path) -> None:
    """A manifest may name a file in an archive; one that is not there is told when it is opened."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.zip").write_bytes(packed({"甲.txt": "\n".join(NOTICE)}))
    (folder / "b.docx").write_bytes(word(NOTICE))
    manifest = '[work]\ntitle = ""\n[[witness]]\nfile = "a.zip/甲.txt"\n[[witness]]\nfile = "b.docx"\n'
    (folder / "collation.toml").write_text(manifest, encoding="utf-8")
    assert collate("corpus").exit_code == 0
    (folder / "collation.toml").write_text(manifest.replace("甲.txt", "乙.txt"), encoding="utf-8")
    done = collate("corpus")
    assert done.exit_code == 2
    assert "a.zip/乙.txt" in done.stderr


@pytest.mark.parametrize(
    "archive", [{}, {"readme.md": "x"}, {"里.zip": packed({"a.txt": "x"}), "b.txt": "x"}]
)
def test_archives_with_nothing_to_collate(collate: Collate, tmp_path: Path, archive: dict[str, Any]) -> None:
    """An archive without a witness, or with an archive in it, is refused by name."""
    (tmp_path / "空.zip").write_bytes(packed(archive))
    done = collate("空.zip")
    assert done.exit_code == 2
    assert "空.zip" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_text_continued_in_another_file(collate: Collate, tmp_path: Path) -> None:
    """a.txt+b.docx is one witness: one coverage, one siglum, its joined text beside the result."""
    write(tmp_path, {"全.txt": "\n".join(NOTICE).encode(), "上.txt": "\n".join(NOTICE[:5]).encode()})
    write(tmp_path, {"下.docx": word(NOTICE[5:])})
    done = collate("全.txt", "上.txt+下.docx")
    assert done.exit_code == 0, done.output
    found = result(tmp_path)
    assert [w["path"] for w in found["witnesses"]] == ["全.txt", "上.txt + 下.docx"]
    assert found["units"] == found["structure"] == []
    assert (tmp_path / "out" / "witnesses" / "乙.txt").is_file()


def test_a_plus_in_a_name(collate: Collate, tmp_path: Path) -> None:
    """A file that is there under that name is that file; a part that is not there is told."""
    data = "\n".join(NOTICE).encode()
    write(
        tmp_path, {"a.txt": data, "a.txt+b.txt": data, "c+d.txt": data[: len(data) // 3 * 1], "e.txt": data}
    )
    assert collate("a.txt", "a.txt+b.txt").exit_code == 0
    assert [w["path"] for w in result(tmp_path)["witnesses"]] == ["a.txt", "a.txt+b.txt"]
    assert collate("a.txt", "c+d.txt+e.txt").exit_code == 0
    assert result(tmp_path)["witnesses"][1]["path"] == "c+d.txt + e.txt"
    done = collate("a.txt", "a.txt+no.txt")
    assert done.exit_code == 2
    assert "“no.txt”" in done.stderr


def test_tracked_changes(collate: Collate, tmp_path: Path) -> None:
    """--revisions chooses the text of a document with tracked changes; which was read is said."""
    old, new = NOTICE[7], NOTICE[7].replace("限期", "立即")
    before, after = old.split("限期")
    gone = "<w:del><w:r><w:delText>限期</w:delText></w:r></w:del>"
    line = f"<w:p>{run(before)}{gone}<w:ins>{run('立即')}</w:ins>{run(after)}</w:p>"
    body = "".join(line if p == old else f"<w:p>{run(p)}</w:p>" for p in NOTICE)
    text = "\n".join(new if p == old else p for p in NOTICE)
    write(tmp_path, {"a.docx": docx(body), "b.txt": text.encode()})
    done = collate("a.docx", "b.txt")
    assert result(tmp_path)["units"] == []
    assert "按接受后的文本读" in done.stdout
    collate("a.docx", "b.txt", "--revisions", "original")
    (unit,) = result(tmp_path)["units"]
    assert {r["text"] for r in unit["readings"]} == {"限期", "立即"}


def test_wrong_suffixes(collate: Collate, tmp_path: Path) -> None:
    """Files under the name of another format are read as what they are, and it is said."""
    files = every_format(NOTICE)
    write(tmp_path, {"a.txt": files["c.docx"], "b.pdf": files["b.html"], "c.docx": files["a.txt"]})
    done = collate("a.txt", "b.pdf", "c.docx")
    assert done.exit_code == 0
    assert result(tmp_path)["units"] == []
    assert done.stdout.count("按内容读") == 3


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_names_of_all_kinds(collate: Collate, tmp_path: Path) -> None:
    """Spaces, emoji, line ends and escapes in names: files are read, no escape reaches the terminal."""
    folder = tmp_path / "夹 子"
    folder.mkdir()
    files = every_format(NOTICE)
    write(
        folder,
        {"a b.txt": files["a.txt"], "表😀.docx": files["c.docx"], "x\ny\x1b[31m.html": files["b.html"]},
    )
    done = collate("夹 子")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert result(tmp_path)["units"] == []


def test_what_lies_in_a_folder_but_is_none_of_its_files(collate: Collate, tmp_path: Path) -> None:
    """A link that leads out of the folder is refused; pipes and broken links are no files."""
    folder = tmp_path / "c"
    folder.mkdir()
    write(folder, {n: d for n, d in every_format(NOTICE).items() if n in ("a.txt", "c.docx")})
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    (folder / "same.txt").symlink_to(folder / "a.txt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.txt")
    assert collate("c").exit_code == 0
    assert len(result(tmp_path)["witnesses"]) == 3
    (tmp_path / "secret.txt").write_text("机密", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    done = collate("c")
    assert done.exit_code == 2
    assert "out.txt" in done.stderr
    assert "机密" not in done.output


def test_results_do_not_leave_their_folder(collate: Collate, tmp_path: Path) -> None:
    """A link in the place of witnesses/, or a file of somebody else there, is not written through or over."""
    write(tmp_path, {n: d for n, d in every_format(NOTICE).items() if n in ("a.txt", "c.docx")})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "witnesses").symlink_to(tmp_path / "elsewhere")
    assert collate("a.txt", "c.docx").exit_code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (tmp_path / "out" / "witnesses").unlink()
    (tmp_path / "out" / "witnesses").mkdir()
    (tmp_path / "out" / "witnesses" / "乙.txt").write_text("mine", encoding="utf-8")
    assert collate("a.txt", "c.docx").exit_code == 2
    assert (tmp_path / "out" / "witnesses" / "乙.txt").read_text(encoding="utf-8") == "mine"


def test_a_result_made_by_somebody_else_deletes_nothing_outside(collate: Collate, tmp_path: Path) -> None:
    """An earlier collation.json whose sigla are paths makes no file go that is not in the folder."""
    write(tmp_path, {n: d for n, d in every_format(NOTICE).items() if n in ("a.txt", "c.docx")})
    assert collate("a.txt", "c.docx").exit_code == 0
    stored = tmp_path / "out" / "collation.json"
    stored.write_text(
        stored.read_text(encoding="utf-8").replace('"siglum": "乙"', '"siglum": "../../a"'), "utf-8"
    )
    before = (tmp_path / "a.txt").read_bytes()
    assert collate("a.txt", "a.txt").exit_code == 0
    assert (tmp_path / "a.txt").read_bytes() == before


def test_init_writes_the_manifest_of_such_files(collate: Collate, tmp_path: Path) -> None:
    """Init names the files of an archive and of a continued text as collate reads them; it is read back."""
    del collate  # it is the folder that is wanted
    (tmp_path / "a.zip").write_bytes(packed({"甲.txt": "\n".join(NOTICE), "乙.docx": word(NOTICE)}))
    write(tmp_path, {"上.txt": "\n".join(NOTICE[:5]).encode(), "下.txt": "\n".join(NOTICE[5:]).encode()})
    done = CliRunner().invoke(main, ["init", "a.zip", "上.txt+下.txt", "-o", "collation.toml"])
    assert done.exit_code == 0, done.output
    written = (tmp_path / "collation.toml").read_text(encoding="utf-8")
    assert 'file = "a.zip/乙.docx"' in written
    assert 'files = ["上.txt", "下.txt"]' in written
    assert CliRunner().invoke(main, ["collate", ".", "-o", "out"]).exit_code == 0
    assert [w["format"] for w in result(tmp_path)["witnesses"]] == ["docx", "plain", "plain × 2"]


def test_formats_lists_what_can_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Doccompare formats: every format, its suffixes, and what one that cannot be read here still needs."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DOCCOMPARE_LANG", "zh")
    done = CliRunner().invoke(main, ["formats"])
    assert done.exit_code == 0
    rows = dict(line.split("  ", 1) for line in done.stdout.splitlines() if "  ." in line)
    assert rows["Word (docx)"] == ".docx .docm .dotx  可读"
    assert rows["Word 97-2003 (doc)"].endswith("缺：LibreOffice 或 antiword")
    assert "Excel (xlsx)" in done.stdout
