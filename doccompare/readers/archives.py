"""Zip archives from anywhere: looked at before anything is unpacked, read in memory, never onto a disk."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator

from doccompare.errors import ReadError, say

MOST_MEMBERS = 10_000
MOST_BYTES = 512 * 1024 * 1024  # of all members together, as the archive states them
MOST_OF_ONE = 32 * 1024 * 1024  # of a member that is read
_RATIO, _RATIO_FROM = 200, 1024 * 1024  # text packs to a fifth; a bomb to a thousandth
PASSWORD = (
    "DOCCOMPARE_PASSWORD"  # the environment variable: no option, which the history of a shell would keep
)
_ENTRY = b"PK\x01\x02"  # begins the entry of a member in the directory at the end
_FAULTS = (
    zipfile.BadZipFile,
    NotImplementedError,  # a way of packing that nobody uses
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    OverflowError,
    zlib.error,
)


class Archive:
    """The members of a zip archive by name, in the order of its directory; a name given twice counts once.

    Raises ReadError when it is no whole archive, or larger than any document: a few kilobytes can
    state, and unpack to, more than any memory holds.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if data.count(_ENTRY) > MOST_MEMBERS:
            raise _too_large(name, f"成员多于 {MOST_MEMBERS} 个", f"more than {MOST_MEMBERS} members")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            found = self._zip.infolist()
        except _FAULTS:
            raise damaged(name, say("没有压缩包的目录", "it has no list of its members")) from None
        if sum(max(0, info.file_size) for info in found) > MOST_BYTES:
            raise _too_large(name, "展开后超过 512 MB", "it unpacks to over 512 MB")
        self._members = {_name(info): info for info in found if not info.is_dir()}

    def __contains__(self, member: object) -> bool:
        return member in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def read(self, member: str) -> bytes:
        """What a member holds. Raises ReadError: not there, encrypted, damaged, a bomb."""
        info = self._members.get(member)
        if info is None:
            raise damaged(self.name, f"{member}?")
        locked = bool(info.flag_bits & 0x1)
        if locked and not os.environ.get(PASSWORD):
            raise locked_up(self.name)
        size, packed = info.file_size, max(1, info.compress_size)
        if size > MOST_OF_ONE or (size > _RATIO_FROM and size > _RATIO * packed):
            raise _too_large(self.name, f"其中 {member} 展开后过大", f"{member} in it unpacks to too much")
        try:
            with self._zip.open(info, pwd=os.environ[PASSWORD].encode() if locked else None) as file:
                data = file.read(size + 1)
        except _FAULTS as fault:
            if locked:
                raise locked_up(self.name) from None
            raise damaged(self.name, fault) from None
        if len(data) > size:
            raise _too_large(self.name, f"其中 {member} 大于所称", f"{member} in it is larger than stated")
        return data


def damaged(name: str, why: object) -> ReadError:
    """The error for an archive, or a document packed as one, that is not whole."""
    return ReadError(
        say(f"“{name}”已损坏，或不完整（{why}）。", f"{name} is damaged or cut off ({why})."),
        say("请重新取得文件。", "Get the file anew."),
    )


def encrypted(name: str) -> ReadError:
    """The error for a file that asks for a password."""
    return ReadError(
        say(f"“{name}”有密码保护，不能读。", f"{name} is protected by a password."),
        say("请去掉密码另存后再试。", "Save it without the password and try again."),
    )


def locked_up(name: str) -> ReadError:
    """The error for a PDF or a zip archive whose password was not given, or is another."""
    if os.environ.get(PASSWORD):
        return ReadError(
            say(
                f"“{name}”有密码保护，{PASSWORD} 里的密码打不开。",
                f"{name} is protected by a password; the one in {PASSWORD} does not open it.",
            ),
            say(
                "请核对密码，或自行打开后另存为不加密的再试。",
                "Check the password, or open it yourself and save it without one.",
            ),
        )
    return ReadError(
        say(f"“{name}”有密码保护，不能读。", f"{name} is protected by a password."),
        say(
            f"请把密码放进环境变量 {PASSWORD}，或去掉密码另存后再试。",
            f"Put the password into the environment variable {PASSWORD}, or save it without one.",
        ),
    )


def _too_large(name: str, zh: str, en: str) -> ReadError:
    return ReadError(
        say(f"“{name}”没有打开：{zh}。", f"{name} was not opened: {en}."),
        say(
            "这不像一份文件；请核对来源，或只取有关的部分。",
            "No document is like that; check where it comes from, or take the part concerned.",
        ),
    )


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; one without the mark of UTF-8 is what Chinese systems write, UTF-8 or GBK."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for codec in ("utf-8", "gb18030"):
            try:
                name = raw.decode(codec) or name
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
