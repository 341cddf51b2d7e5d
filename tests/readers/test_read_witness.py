"""What read_witness gives, and one clear sentence for each file it cannot read."""

import hashlib
import os
from pathlib import Path

import pytest

from doccompare import errors
from doccompare.corpora import Entry
from doccompare.errors import ReadError
from doccompare.model import PageMark, Role
from doccompare.readers import FORMATS, LARGEST, read_entry, read_text, read_witness

TEXT = "一、总体要求\r\n坚持以人民为中心。\r\n"


def write(folder: Path, name: str, data: bytes) -> Path:
    """A file in the test's own folder."""
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> ReadError:
    """The error with which a file is refused: exit 2, names the file, says what to do, ends there."""
    with pytest.raises(ReadError) as caught:
        read_witness(path, "甲")
    fault = caught.value
    assert fault.exit_code == 2
    assert path.name in fault.message
    assert fault.message.endswith("。")
    assert fault.hint
    assert "\n" not in fault.message
    return fault


def test_a_witness_carries_its_source(tmp_path: Path) -> None:
    """Text as received, sha256 of the bytes, encoding with reason, the path as shown; role not guessed."""
    data = TEXT.encode("gb18030")
    witness = read_witness(write(tmp_path, "甲.txt", data), "甲", shown="corpus/甲.txt")
    assert witness.text == TEXT
    assert witness.sha256 == hashlib.sha256(data).hexdigest()
    assert (witness.encoding, witness.encoding_reason) == ("gb18030", "detected")
    assert (witness.path, witness.siglum, witness.role, witness.marks) == ("corpus/甲.txt", "甲", None, ())


def test_problems_carry_the_siglum(tmp_path: Path) -> None:
    """A problem found by a reader says in which witness."""
    witness = read_witness(write(tmp_path, "a.md", "# 张\ue000".encode()), "丙")
    assert [(p.siglum, p.code) for p in witness.problems] == [("丙", "private-use")]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT", "a", "a.log", "a.MARKDOWN"])
def test_text_is_read_whatever_the_suffix(tmp_path: Path, name: str) -> None:
    """The content decides; markdown is the same text, its marks left for later stages."""
    assert read_witness(write(tmp_path, name, b"# \xe4\xb8\x80\n\n**a**"), "甲").text == "# 一\n\n**a**"


def test_no_such_file(tmp_path: Path) -> None:
    """A file that is not there."""
    assert "没有" in refusal(tmp_path / "无此文件.txt").message


def test_a_path_through_a_file(tmp_path: Path) -> None:
    """A path that goes on below a file is a file that is not there."""
    assert "没有" in refusal(write(tmp_path, "a.txt", b"a") / "b.txt").message


def test_a_folder(tmp_path: Path) -> None:
    """A folder is no file."""
    (tmp_path / "夹").mkdir()
    assert "文件夹" in refusal(tmp_path / "夹").message


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe", "\u3000\u200b".encode()]
)
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    """Nothing, white space only, or a BOM only, is an empty file."""
    assert "空文件" in refusal(write(tmp_path, "空.txt", data)).message


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\0" * 100,
        b"\x7fELF\x02\x01\x01" + b"\0" * 99,
        "正文\0正文\n".encode() * 9,
        b"\x01\x02\x03\x04" * 50,
    ],
)
def test_a_binary_file(tmp_path: Path, data: bytes) -> None:
    """NUL bytes that are no UTF-16, or many control characters: no text, whatever its name."""
    assert "不是文本文件" in refusal(write(tmp_path, "b.txt", data)).message


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("a.txt", b"Rar!\x1a\x07\0", "RAR"),
        ("a.heic", b"\0\0\0\x18ftypheic", "HEIC"),
    ],
)
def test_known_formats_that_cannot_be_read_yet_are_named(
    tmp_path: Path, name: str, data: bytes, shown: str
) -> None:
    """A format without a reader is refused by its name, also under a wrong suffix."""
    message = refusal(write(tmp_path, name, data)).message
    assert shown in message
    assert "尚不能读" in message


def test_undecodable_bytes(tmp_path: Path) -> None:
    """Bytes of no encoding: where, and --encoding as the way out."""
    fault = refusal(write(tmp_path, "坏.txt", "标题\n".encode() + b"\xff\xff\x80\x81" * 30))
    assert "第 2 行" in fault.message
    assert "--encoding" in fault.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_is_refused_without_waiting(tmp_path: Path, linked: bool) -> None:
    """A FIFO that nobody writes to would block for ever; it is refused, also behind a link."""
    path = tmp_path / "fifo"
    os.mkfifo(path)
    if linked:
        (tmp_path / "link.txt").symlink_to(path)
        path = tmp_path / "link.txt"
    assert "管道" in refusal(path).message


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_is_refused() -> None:
    """A device without end is not read."""
    assert "设备" in refusal(Path("/dev/zero")).message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    """A file one may not read says so."""
    path = write(tmp_path, "a.txt", b"a")
    path.chmod(0)
    assert "权限" in refusal(path).message


def test_a_ring_of_links(tmp_path: Path) -> None:
    """A link to itself is an error like any other."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert "不能读" in refusal(tmp_path / "a.txt").message


def test_a_huge_file(tmp_path: Path) -> None:
    """Over 64 MB nothing is read into memory (the file here is sparse)."""
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "64 MB" in refusal(path).message


def test_a_stray_control_character_is_kept(tmp_path: Path) -> None:
    """One odd control character does not make a text binary; a DOS end mark is nothing at all."""
    witness = read_witness(
        write(tmp_path, "a.txt", ("坚持以人民为中心。\n" * 30 + "\x0b\x02\x1a").encode()), "甲"
    )
    assert [p.code for p in witness.problems] == ["control-character"]
    assert witness.text.endswith("\x0b\x02\x1a")


def test_errors_in_english(tmp_path: Path) -> None:
    """The same errors are there in English."""
    errors.set_language("en")
    try:
        with pytest.raises(ReadError, match="There is no file"):
            read_witness(tmp_path / "x.txt", "甲")
    finally:
        errors.set_language("zh")


def test_a_text_continued_over_two_files(tmp_path: Path) -> None:
    """Files of one witness are joined from a new line on, each a page; offsets of problems go along."""
    first, second = (
        write(tmp_path, "1.txt", "上半\ue000".encode()),
        write(tmp_path, "2.txt", "下\ue001半".encode("utf-16")),
    )
    entry = Entry("甲", (first, second), role=Role.REPRINT, publication="某报", date="2024年4月11日")
    witness = read_entry(entry, tmp_path)
    assert witness.text == "上半\ue000\n下\ue001半"
    assert witness.marks == (PageMark(0, 1), PageMark(4, 2))
    assert [p.span and witness.text[p.span.start] for p in witness.problems] == ["\ue000", "\ue001"]
    assert (witness.path, witness.encoding) == ("1.txt + 2.txt", "utf-8, utf-16-le")
    assert (witness.role, witness.publication, witness.date) == (Role.REPRINT, "某报", "2024年4月11日")
    assert witness.sha256 == hashlib.sha256(first.read_bytes() + second.read_bytes()).hexdigest()


def test_entry_of_one_file_is_that_file(tmp_path: Path) -> None:
    """A manifest's entry with one file: the path as the manifest has it, the stated encoding used."""
    path = write(tmp_path, "a.txt", "会议强调".encode("gbk"))
    witness = read_entry(Entry("乙", (path,), encoding="gbk"), tmp_path)
    assert (witness.text, witness.path, witness.encoding_reason) == ("会议强调", "a.txt", "stated")


def test_the_last_format_takes_any_text() -> None:
    """The registry ends with plain text, so every text has a reader."""
    assert FORMATS[-1].key == "plain"
    assert FORMATS[-1].read is not None
    assert read_text("正文".encode(), "没有后缀", None).text == "正文"
