"""Zip archives: looked at before they are opened; what they hold is read like a folder."""

import time
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest

from doccompare.errors import ReadError
from doccompare.readers import archive_members, read_text, read_witness
from doccompare.readers.archives import MOST_MEMBERS, Archive
from tests.readers.making import NOTICE, docx, open_text, packed, run, word

TEXT = "\n".join(NOTICE)


def refusal(data: bytes, name: str = "坏.zip") -> ReadError:
    """The error with which a file is refused, at once, naming it."""
    began = time.process_time()
    with pytest.raises(ReadError) as caught:
        read_text(data, name)
    assert time.process_time() - began < 2
    assert name in caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("弹.docx", docx(f"<w:p>{run('一' * 20_000_000)}</w:p>")),
        ("弹.odt", open_text(["一" * 20_000_000])),
        ("弹.zip", packed({"a.txt": b"0" * 50_000_000})),
    ],
)
def test_a_bomb_is_not_opened(name: str, data: bytes) -> None:
    """A few kilobytes that unpack to many megabytes are refused by the sizes the archive states."""
    assert len(data) < 200_000
    assert "没有打开" in refusal(data, name).message


def test_a_bomb_that_lies_about_its_size() -> None:
    """An archive that states less than it holds is cut off where it said it ends, and refused."""
    data = packed({"word/document.xml": b"0" * 50_000_000, "[Content_Types].xml": "x"})
    lie = data.replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != data
    refusal(lie, "谎.docx")


def test_too_many_members() -> None:
    """An archive of more members than any document has is refused before they are listed."""
    data = packed(dict.fromkeys(map(str, range(MOST_MEMBERS + 1)), ""), zipfile.ZIP_STORED)
    assert str(MOST_MEMBERS) in refusal(data).message


def test_too_much_in_all() -> None:
    """The sizes of all members together count, though none of them alone is too large."""
    data = bytearray(packed({f"{n}.txt": b"x" for n in range(20)}, zipfile.ZIP_STORED))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 24 : at + 28] = (60_000_000).to_bytes(4, "little")
    assert "512 MB" in refusal(bytes(data)).message


def test_an_archive_in_an_archive() -> None:
    """Archives are opened one deep; a document packed as one is a document."""
    inner = packed({"a.txt": TEXT})
    assert "又是压缩包" in refusal(packed({"里.zip": inner})).message
    assert "又是压缩包" in refusal(packed({"里.txt": inner})).message
    assert read_text(packed({"里.docx": word(NOTICE)}), "x.zip").text == "".join(f"{p}\n" for p in NOTICE)


@pytest.mark.parametrize("cut", [4, 30, 200, -1, -30])
@pytest.mark.parametrize("name", ["断.docx", "断.odt", "断.zip"])
def test_archives_cut_off(name: str, cut: int) -> None:
    """A download that broke off is said to be damaged, never read in part."""
    whole = {"断.docx": word(NOTICE), "断.odt": open_text(NOTICE), "断.zip": packed({"a.txt": TEXT})}[name]
    assert "损坏" in refusal(whole[:cut], name).message


def test_a_damaged_member() -> None:
    """A byte that changed inside a member is noticed by its checksum."""
    data = bytearray(packed({"a.txt": TEXT}, zipfile.ZIP_STORED))
    data[data.index(TEXT.encode()) + 5] ^= 1
    assert "损坏" in refusal(bytes(data)).message


def test_an_encrypted_archive() -> None:
    """A member with a password is said to have one."""
    data = bytearray(packed({"a.txt": TEXT}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert "密码" in refusal(bytes(data)).message


def test_a_document_with_a_password() -> None:
    """Office keeps a document with a password in another container, which is known for what it is."""
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    )
    for name in ("锁.docx", "锁.doc"):
        assert "密码" in refusal(data, name).message


def test_members_are_listed_like_a_folder(tmp_path: Path) -> None:
    """Natural order; what is no witness is passed over; no name leads out, nothing is unpacked."""
    path = tmp_path / "本子.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "b/10.txt",
            "b/2.txt",
            "README.md",
            "__MACOSX/._2.txt",
            ".DS_Store",
            "b/图.png",
            "b/页_files/x.html",
            "s.CSS",
            "/root.txt",
        ):
            archive.writestr(name, TEXT)
        archive.writestr("../../up.txt", TEXT)
        archive.writestr("..\\win.txt", TEXT)
    found = archive_members(path) or ()
    assert [str(p.relative_to(path)) for p in found] == [
        "b/2.txt",
        "b/10.txt",
        "root.txt",
        "up.txt",
        "win.txt",
    ]
    before = sorted(tmp_path.rglob("*"))
    for member in found:
        assert read_witness(member, "甲").text == TEXT
    assert sorted(tmp_path.rglob("*")) == before


def test_names_in_gbk(tmp_path: Path) -> None:
    """Names that a Chinese Windows wrote without saying so are shown as they were."""
    data = packed({"ABCD.txt": TEXT}).replace(b"ABCD.txt", "甲本".encode("gbk") + b".txt")
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert [p.name for p in archive_members(path) or ()] == ["甲本.txt"]


def test_a_member_that_is_not_there(tmp_path: Path) -> None:
    """A path below an archive to nothing, also by way of .., is a file that is not there."""
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a.txt": TEXT}))
    (tmp_path / "b.txt").write_text("外", encoding="utf-8")
    for name in ("c.txt", "../b.txt", "a.txt/x"):
        with pytest.raises(ReadError, match="没有"):
            read_witness(path / name, "甲")


def test_an_archive_with_a_manifest(tmp_path: Path) -> None:
    """A packed corpus has to be unpacked: its manifest must not be passed over without a word."""
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"x/collation.toml": "", "x/a.txt": TEXT}))
    with pytest.raises(ReadError, match=r"collation\.toml"):
        archive_members(path)


def test_an_archive_of_several_is_no_single_witness() -> None:
    """Where one witness is asked for, an archive of several is refused and says how to name one."""
    fault = refusal(packed({"a.txt": TEXT, "b.txt": TEXT}))
    assert "2 个文件" in fault.message
    assert ".zip/" in fault.hint


def test_a_name_given_twice() -> None:
    """Of two members with one name the last counts, as everywhere."""
    import io
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", "前")
        archive.writestr("a.txt", "后")
    archive_read = Archive(out.getvalue(), "x")
    assert list(archive_read) == ["a.txt"]
    assert archive_read.read("a.txt").decode() == "后"


# One file, the first line of NOTICE, packed by Info-ZIP with a password: Python reads such, and writes none.
LOCKED_ZIP = b64decode(
    "UEsDBAoACQAAADemdV1S67d5NAAAACgAAAAFAAAAYS50eHRbCp8Jg8MIz0H8OVWnb17bQpUJWY0JG8vJsiXW3DVVxm4hcguV"
    "+2ogH9vf69CLDxd0gbnpUEsHCFLrt3k0AAAAKAAAAFBLAQIeAwoACQAAADemdV1S67d5NAAAACgAAAAFAAAAAAAAAAEAAACk"
    "gQAAAABhLnR4dFBLBQYAAAAAAQABADMAAABnAAAAAAA="
)
LOCKED_PDF = Path(__file__).with_name("locked.pdf").read_bytes()  # the first three lines, by reportlab


@pytest.mark.parametrize(("name", "data"), [("a.zip", LOCKED_ZIP), ("a.pdf", LOCKED_PDF)])
def test_a_password_in_the_environment(name: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF and a zip are opened with it; without it, and with another one, it is said what to do."""
    assert "DOCCOMPARE_PASSWORD" in str(refusal(data, name).hint)
    monkeypatch.setenv("DOCCOMPARE_PASSWORD", "parc")
    assert "DOCCOMPARE_PASSWORD" in refusal(data, name).message
    monkeypatch.setenv("DOCCOMPARE_PASSWORD", "park")
    assert read_text(data, name).text.startswith(NOTICE[0])
