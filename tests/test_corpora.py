"""The manifest: what it may say, and the line that is named when it says something impossible."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.corpora import (
    Corpus,
    Entry,
    corpus_of_files,
    load_corpus,
    manifest_text,
    scan_folder,
    sigla,
    slug,
)
from doccompare.errors import ManifestError, ReadError
from doccompare.model import Expectation, Relation, Role, Severity

FULL = """\
[work]
title = "关于加强社区工作者队伍建设的意见"
sections = 6
clauses = 17
relation = "reprints"
base = "丁"

[[witness]]
siglum = "甲"
file = "000.txt"
role = "reprint"
publication = "某报"
date = "2024年4月11日"
page = "3"
image = "scans/3.png"
encoding = "gbk"

[[witness]]
siglum = "丁"
files = ["001.txt", "sub/002.txt"]
role = "authority"

[severity]
terms = "terms.txt"

[review]
passes = ["一校", "二校"]
two_person = ["critical"]

[rate]
scheme = "newspaper"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder with three texts and a list of terms; the manifest is up to the test."""
    home = tmp_path / "意见-2024"
    (home / "sub").mkdir(parents=True)
    for name in ("000.txt", "001.txt", "sub/002.txt", "terms.txt"):
        (home / name).write_text("正文", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("外", encoding="utf-8")
    return home


def load(folder: Path, manifest: str) -> Corpus:
    """The corpus of a folder with this manifest."""
    (folder / "collation.toml").write_text(manifest, encoding="utf-8", newline="")
    return load_corpus(folder)


def refused(folder: Path, manifest: str) -> ManifestError:
    """The error with which a manifest is refused: exit 2, names the file and says what to do."""
    with pytest.raises(ManifestError) as caught:
        load(folder, manifest)
    assert caught.value.exit_code == 2
    assert "collation.toml" in caught.value.message
    assert caught.value.hint
    return caught.value


def test_all_keys_of_the_contract(folder: Path) -> None:
    """Every key of the contract is accepted and comes out typed."""
    corpus = load(folder, FULL)
    assert corpus == Corpus(
        folder=folder,
        expectation=Expectation(
            title="关于加强社区工作者队伍建设的意见",
            slug="意见-2024",
            sections=6,
            clauses=17,
            relation=Relation.REPRINTS,
            base="丁",
        ),
        entries=(
            Entry(
                "甲",
                (folder / "000.txt",),
                Role.REPRINT,
                publication="某报",
                date="2024年4月11日",
                page="3",
                image="scans/3.png",
                encoding="gbk",
            ),
            Entry("丁", (folder / "001.txt", folder / "sub/002.txt"), Role.AUTHORITY),
        ),
        severity_terms=folder / "terms.txt",
        passes=("一校", "二校"),
        two_person=(Severity.CRITICAL,),
        rate_scheme="newspaper",
    )


def test_only_the_title_is_required(folder: Path) -> None:
    """With nothing but a title, all files of the folder are witnesses, in order, role not stated."""
    corpus = load(folder, '[work]\ntitle = "意见"\n[severity]\nterms = "terms.txt"\n')
    assert [(e.siglum, e.files[0].name, e.role) for e in corpus.entries] == [
        ("甲", "000.txt", None),
        ("乙", "001.txt", None),
    ]
    assert corpus.expectation == Expectation(title="意见", slug="意见-2024")


def test_a_witness_without_siglum_gets_the_next_free_one(folder: Path) -> None:
    """Sigla that the manifest leaves out are given in order, around those that are taken."""
    corpus = load(
        folder,
        '[work]\ntitle = "x"\n[[witness]]\nfile = "000.txt"\n'
        '[[witness]]\nsiglum = "甲"\nfile = "001.txt"\n[[witness]]\nfile = "terms.txt"\n',
    )
    assert [e.siglum for e in corpus.entries] == ["乙", "甲", "丙"]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('date = "2024年4月11日"', 'datum = "2024"', 13, "未知的键“datum”"),
        ("sections = 6", 'sections = "六"', 3, "sections 应为不小于 0 的整数"),
        ("sections = 6", "sections = -1", 3, "sections"),
        ("sections = 6", "sections = true", 3, "sections"),
        ("clauses = 17", "clauses = 17.0", 4, "clauses"),
        ('page = "3"', "page = 3", 14, '如 page = "3"'),
        ('date = "2024年4月11日"', "date = 2024-04-11", 13, '如 date = "2024-04-11"'),
        ('files = ["001.txt", "sub/002.txt"]', 'files = [\n "001.txt",\n 2]', 20, "字符串的列表"),
        ('files = ["001.txt", "sub/002.txt"]', "files = []", 20, "空"),
        ('file = "000.txt"', 'file = "nope.txt"', 10, "没有文件“nope.txt”"),
        ('file = "000.txt"', 'file = "sub"', 10, "不是普通文件"),
        ('file = "000.txt"', 'file = "../outside.txt"', 10, "不在文件夹之内"),
        ('file = "000.txt"', 'file = "/etc/hostname"', 10, "不在文件夹之内"),
        ('file = "000.txt"', 'file = "C:\\\\a.txt"', 10, "不在文件夹之内"),
        ('file = "000.txt"', 'file = "\\\\\\\\host\\\\a.txt"', 10, "不在文件夹之内"),
        ('file = "000.txt"', 'file = ""', 10, "不在文件夹之内"),
        ('file = "000.txt"', 'file = "a\\u0000b"', 10, "不在文件夹之内"),
        ('"sub/002.txt"]', '"../outside.txt"]', 20, "不在文件夹之内"),
        ('image = "scans/3.png"', 'image = "../3.png"', 15, "不在文件夹之内"),
        ('terms = "terms.txt"', 'terms = "none.txt"', 24, "没有文件"),
        ('file = "000.txt"\n', "", 8, "file 或 files"),
        ('file = "000.txt"\n', 'file = "000.txt"\nfiles = ["001.txt"]\n', 8, "file 或 files"),
        ('siglum = "丁"', 'siglum = "甲"', 19, "第 9 行已用"),
        ('siglum = "丁"', 'siglum = "丁 一"', 19, "代号"),
        ('role = "authority"', 'role = "witness"', 21, "reprint | indirect | authority"),
        ('relation = "reprints"', 'relation = "copies"', 5, "reprints | versions"),
        ('base = "丁"', 'base = "乙"', 6, "底本“乙”"),
        ('encoding = "gbk"', 'encoding = "gkb"', 16, "编码"),
        ('two_person = ["critical"]', 'two_person = ["major"]', 28, "critical | wording | formal"),
        ("[severity]", "[severities]", 23, "未知的键“severities”"),
        ("[rate]", "[[rate]]", 30, "[rate]"),
        ("[[witness]]\nsiglum", "[witness]\nsiglum", 18, "TOML"),
        ('title = "关于加强社区工作者队伍建设的意见"\n', "", 1, "缺 title"),
        ("clauses = 17", "clauses = ", 4, "TOML"),
        ("clauses = 17", "clauses = 17\nclauses = 18", 5, "TOML"),
        ('scheme = "newspaper"', 'scheme = "newspaper', 31, "TOML"),
    ],
)
def test_the_line_of_the_fault_is_named(folder: Path, old: str, new: str, line: int, says: str) -> None:
    """Whatever is wrong, the message names the line of collation.toml and what it should be."""
    assert old in FULL
    fault = refused(
        folder, FULL.replace(old, new, 1) if old != "[[witness]]\nsiglum" else _second(FULL, old, new)
    )
    assert f"第 {line} 行" in fault.message
    assert says in fault.message


def _second(text: str, old: str, new: str) -> str:
    head, middle, tail = text.split(old)
    return head + old + middle + new + tail


@pytest.mark.parametrize(
    ("manifest", "line"),
    [
        ('# 说明\r\n[work]\r\ntitle = "x"\r\ncolour = 1\r\n', 4),
        ('work.title = "x"\nwork.colour = 1\n', 2),
        ('[work]\ntitle = """\n[work]\ncolour = 1\n"""\n"colour" = 1\n', 6),
        ('work = {title = "x", colour = 1}\n', 1),
        ('[work]\ntitle = "x"\n[work.extra]\na = 1\n', 3),
        ('[work]\ntitle = "x"\n[[ witness ]]\nfile = "000.txt"\n[witness.extra]\na = 1\n', 5),
        (
            '[work]\ntitle = "x"\n[[witness]]\nfile = "000.txt"\n[["witness"]]\nx = [\n 1,\n]\n',
            6,
        ),
        ('witness = [\n  {file = "000.txt"},\n  {fil = "001.txt"},\n]\nwork.title = "x"\n', 1),
    ],
)
def test_lines_are_found_however_the_toml_is_written(folder: Path, manifest: str, line: int) -> None:
    """Dotted and quoted keys, inline tables, strings over several lines, CRLF: the line is right."""
    assert f"第 {line} 行" in refused(folder, manifest).message


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    """A file that is a link to something outside leaves the folder, however harmless its name."""
    (folder / "000.txt").unlink()
    (folder / "000.txt").symlink_to(folder.parent / "outside.txt")
    assert "不在文件夹之内" in refused(folder, FULL).message


def test_a_link_inside_the_folder_is_fine(folder: Path) -> None:
    """A link that stays inside, and a folder that is itself reached by a link, are no fault."""
    (folder / "000.txt").unlink()
    (folder / "000.txt").symlink_to(folder / "001.txt")
    (folder / "collation.toml").write_text(FULL, encoding="utf-8")
    (folder.parent / "link").symlink_to(folder)
    assert load_corpus(folder.parent / "link").entries[0].files[0].name == "000.txt"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_no_witness(folder: Path) -> None:
    """A manifest that names a FIFO is refused without waiting for it."""
    (folder / "000.txt").unlink()
    os.mkfifo(folder / "000.txt")
    assert "不是普通文件" in refused(folder, FULL).message


def test_a_manifest_that_is_not_utf8(folder: Path) -> None:
    """TOML is UTF-8; the line of the first bad byte is named. A BOM does no harm."""
    (folder / "collation.toml").write_bytes(FULL.encode("gbk"))
    with pytest.raises(ManifestError, match="第 2 行：不是 UTF-8"):
        load_corpus(folder)
    (folder / "collation.toml").write_bytes(b"\xef\xbb\xbf" + FULL.encode())
    assert load_corpus(folder).expectation.clauses == 17


def test_hostile_toml_is_an_error_like_any_other(folder: Path) -> None:
    """Deep nesting and integers of thousands of digits end in one sentence."""
    refused(folder, "a = " + "[" * 5000)
    refused(folder, "[work]\nsections = " + "9" * 5000)


def test_no_manifest(folder: Path) -> None:
    """Without a manifest load_corpus says how to get one."""
    with pytest.raises(ReadError) as caught:
        load_corpus(folder)
    assert "init" in caught.value.hint


def test_sigla() -> None:
    """甲 to 癸, then the same with 2, then with 3; all different."""
    names = sigla(25)
    assert names[:3] == ("甲", "乙", "丙")
    assert names[9:13] == ("癸", "甲2", "乙2", "丙2")
    assert names[19:22] == ("癸2", "甲3", "乙3")
    assert len(set(sigla(200))) == 200
    assert sigla(0) == ()


def test_scan_folder(tmp_path: Path) -> None:
    """Natural order; what is about the corpus, hidden files, images and subfolders are left out."""
    kept = ["2.txt", "10.txt", "page.md", "甲2.txt", "甲10.txt"]
    left = [
        "README.md",
        "readme",
        ".hidden.txt",
        "SHA256SUMS",
        "a.sha256",
        "decisions.jsonl",
        "2.png",
        "2.txt~",
    ]
    for name in kept + left:
        (tmp_path / name).write_text("正文", encoding="utf-8")
    (tmp_path / "sub.txt").mkdir()
    assert [f.name for f in scan_folder(tmp_path)] == kept


def test_scan_folder_without_files(tmp_path: Path) -> None:
    """A folder with nothing to read, and one that is not there, are errors with exit 2."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(ReadError) as caught:
            scan_folder(folder)
        assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("opinion-2024",), "opinion-2024"),
        (("关于加强社区工作者队伍建设的意见（试行）",), "关于加强社区工作者队伍建设的意见-试行"),
        (("", "../../etc/passwd"), "etc-passwd"),
        (("…", "A B"), "a-b"),
        (("CON",), "con-"),
        (("",), "work"),
        (("二〇二四年",), "二〇二四年"),
    ],
)
def test_slug(names: tuple[str, ...], expected: str) -> None:
    """Han stays, everything a file system might dislike goes."""
    assert slug(*names) == expected


@given(st.text())
def test_slug_is_always_a_safe_name(name: str) -> None:
    """Never empty, never hidden, no separator, short."""
    made = slug(name)
    assert 0 < len(made) <= 61
    assert not set(made) & set('/\\:*?"<>|. \0')
    assert slug(made) in (made, made + "-")


def test_corpus_of_files(tmp_path: Path) -> None:
    """Files without a manifest: sigla in the order given, nothing guessed, slug from the title."""
    files = [tmp_path / "b" / "二.txt", tmp_path / "a.txt"]
    corpus = corpus_of_files(files, title="某通知")
    assert corpus.folder == tmp_path
    assert [(e.siglum, e.files, e.role) for e in corpus.entries] == [
        ("甲", (files[0],), None),
        ("乙", (files[1],), None),
    ]
    assert corpus.expectation == Expectation(title="某通知", slug="某通知")
    assert corpus_of_files(files).expectation.slug == "二"
    assert corpus_of_files(files, folder=tmp_path / "通知").expectation.slug == "通知"


def test_manifest_text_round_trip(folder: Path) -> None:
    """What manifest_text writes, load_corpus reads as the same corpus."""
    corpus = load(folder, FULL)
    assert load(folder, manifest_text(corpus)) == corpus


def test_manifest_text_leaves_the_unknown_to_be_filled_in(folder: Path) -> None:
    """The manifest of files alone has empty strings where nothing is known."""
    text = manifest_text(corpus_of_files([folder / "000.txt"], folder=folder))
    assert 'file = "000.txt"\npublication = ""\ndate = ""\n' in text
    assert "role" not in text


STRINGS = st.text(st.characters(exclude_categories=["Cs"]))


@given(title=STRINGS, publication=STRINGS, page=STRINGS)
def test_any_string_survives_the_manifest(
    tmp_path_factory: pytest.TempPathFactory, title: str, publication: str, page: str
) -> None:
    """Quotes, backslashes, line ends and control characters are escaped as TOML wants it."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / 'a "b" \\c.txt').write_text("正文", encoding="utf-8")
    entry = Entry("甲", (folder / 'a "b" \\c.txt',), publication=publication, page=page)
    expectation = Expectation(title=title, slug=slug(folder.name, title))
    corpus = Corpus(folder, expectation, (entry,))
    assert load(folder, manifest_text(corpus)) == corpus
