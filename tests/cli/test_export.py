from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from doccompare.cli import main
from tests.reporting.exports.sets import hostile_files
from tests.reporting.exports.tei_reader import TEI, parsed
from tests.reporting.exports.test_word import resolved

Run = Callable[..., Result]
PLAIN = "docx,xlsx,tei,reledmac,csv,jsonl,sarif,markdown"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a folder with a result of three copies, whose files are gone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCCOMPARE_LANG", "zh")
    for name, text in hostile_files().items():
        (tmp_path / name).write_bytes(text.encode())
    names = sorted(hostile_files())
    done = CliRunner().invoke(main, ["collate", *names, "-o", "reports/work", "--quiet"])
    assert done.exit_code == 0, done.output
    for name in names:
        (tmp_path / name).unlink()
    return lambda *arguments: CliRunner().invoke(main, ["export", *arguments])


def written(folder: Path) -> dict[str, bytes]:
    """The files of a folder and what is in them."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_format_goes_beside_the_result(run: Run, tmp_path: Path) -> None:
    """Without -o the files stand in ``exports`` of the only result; their paths are what is printed."""
    result = run("--to", PLAIN, "--to", "tei")
    assert (result.exit_code, result.stderr) == (0, "")
    folder = tmp_path / "reports" / "work" / "exports"
    assert sorted(Path(line).name for line in result.stdout.splitlines()) == sorted(written(folder))
    ends = {name.split(".", 1)[1] for name in written(folder)}
    assert ends == {"docx", "xlsx", "tei.xml", "tex", "csv", "jsonl", "sarif", "md", "apparatus.md"}


def test_same_bytes_in_either_language(run: Run, tmp_path: Path) -> None:
    """A second run, in English, with the result named as a file, gives the same bytes."""
    assert run("--to", PLAIN, "-o", "one").exit_code == 0
    source = "reports/work/collation.json"
    assert run("--to", PLAIN, "-o", "two", "--in", source, "--lang", "en").exit_code == 0
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_a_corpus_gives_what_its_result_gives(run: Run, tmp_path: Path) -> None:
    """A folder of sources is collated in memory; the files are those of its stored result."""
    corpus = tmp_path / "corpus" / "work"
    corpus.mkdir(parents=True)
    for name, text in hostile_files().items():
        (corpus / name).write_bytes(text.encode())
    assert CliRunner().invoke(main, ["collate", str(corpus), "-o", "stored", "--quiet"]).exit_code == 0
    formats = "docx,tei,reledmac,csv,jsonl,markdown,xlsx"
    assert run("--to", formats, "--in", "stored", "-o", "one").exit_code == 0
    assert run("--to", formats, "--in", str(corpus), "-o", "two").exit_code == 0
    one, two = written(tmp_path / "one"), written(tmp_path / "two")
    assert {name: one[name] == two[name] for name in one} == dict.fromkeys(two, True)


def test_witnesses_are_for_word(run: Run, tmp_path: Path) -> None:
    """Each named witness is a file of its own; one that is not there is named, with those that are."""
    assert run("--to", "docx", "--witness", "乙", "--witness", "丙", "-o", "out").exit_code == 0
    assert sorted(name.split(".")[1] for name in written(tmp_path / "out")) == ["丙", "乙"]
    result = run("--to", "docx", "--witness", "癸", "-o", "other")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "癸" in result.stderr
    assert "甲 乙 丙" in result.stderr
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "tei,odt"), "odt"),
        (("--to", ","), "tei, reledmac"),
        ((), "--to"),
        (("--to", "comparison"), "条文对照表"),
        (("--to", "tei", "--witness", "乙"), "--witness"),
        (("--to", "tei", "--in", "nowhere"), "nowhere"),
        (("--to", "tei", "--in", "bad.json"), "bad.json"),
        (("--to", "tei", "-o", "bad.json"), "bad.json"),
        (("--to", "tei", "-o", "bad.json/out"), "bad.json/out"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit 2, nothing on stdout, nothing written, a sentence that names what is wrong."""
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) <= 2
    assert not (tmp_path / "reports" / "work" / "exports").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """Exit 2 and one sentence that names the folder."""
    (tmp_path / "locked").mkdir(mode=0o500)
    result = run("--to", "tei", "-o", "locked/out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "locked" in result.stderr


def test_a_result_of_an_earlier_version(run: Run, tmp_path: Path) -> None:
    """A stored result without running text: TEI says to collate anew, a table can still be written."""
    path = tmp_path / "reports" / "work" / "collation.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["flow"]
    path.write_text(json.dumps(data), encoding="utf-8")
    result = run("--to", "tei")
    assert result.exit_code == 2
    assert "doccompare collate" in result.stderr
    assert run("--to", "csv").exit_code == 0


def test_an_unmet_checksum_is_not_passed_over(run: Run, tmp_path: Path) -> None:
    """The files are written and the exit code is 3: what fails its checksum must not look done."""
    corpus = tmp_path / "corpus" / "work"
    corpus.mkdir(parents=True)
    for name, text in hostile_files().items():
        (corpus / name).write_bytes(text.encode())
    (corpus / "collation.toml").write_text('[work]\ntitle = "公园"\nclauses = 9\n', encoding="utf-8")
    result = run("--to", "tei", "--in", str(corpus), "-o", "out")
    assert result.exit_code == 3
    assert "9" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_what_an_editor_decides_is_exported(run: Run, tmp_path: Path) -> None:
    """An editor's own wording is the lemma, of nobody else; a place left open has none and is highlighted."""
    files = {
        "a.txt": "关于加强公园管理的通知\n\n1. 各级主管部门应当每年核查一次名录。\n\n2. 发现隐患及时消除。\n",
        "b.txt": "关于加强公园管理的通知\n\n1. 各级主管部门应当每季核查一次名录。\n\n2. 发现隐患立即消除。\n",
        "c.txt": "关于加强公园管理的通知\n\n1. 各级主管部门应当每年核查一次名录。\n\n2. 发现隐患及时消除。\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    invoke = CliRunner().invoke
    assert invoke(main, ["collate", *files, "-o", "out", "--quiet"]).exit_code == 0
    for place, reading, *more in (("1-1", "每月", "--emend"), ("2-1", "open")):
        done = invoke(main, ["decide", place, reading, *more, "--why", "核对", "--who", "张", "--in", "out"])
        assert done.exit_code == 0, done.output
    assert invoke(main, ["collate", *files, "-o", "out", "--quiet"]).exit_code == 0
    assert run("--to", "tei,docx", "--witness", "乙", "--in", "out", "-o", "x").exit_code == 0
    root = parsed((tmp_path / "x" / "a.tei.xml").read_text(encoding="utf-8"))
    lemmas = {app.get("n"): app.find(f"{TEI}lem") for app in root.iter(f"{TEI}app")}
    assert (lemmas["1-1"].text, lemmas["1-1"].get("resp")) == ("月", "#resp.editor")
    assert lemmas["1-1"].get("wit") is None
    assert lemmas["2-1"] is None
    data = (tmp_path / "x" / "a.乙.docx").read_bytes()
    assert "每月核查" in resolved(data, accepted=True)[1]
    assert "每季核查" in resolved(data, accepted=False)[1]
    assert run("--to", "docx", "--in", "out", "-o", "x").exit_code == 0
    document = docx.Document(str(tmp_path / "x" / "a.docx"))
    marked = [r.text for p in document.paragraphs for r in p.runs if r.font.highlight_color is not None]
    assert marked == ["及时"]
