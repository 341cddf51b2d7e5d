"""Zip archives of witnesses: which members may be one, and the text of an archive that holds just one.

Nothing is unpacked onto a disk, so names with ``..`` or a leading slash lead nowhere.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from doccompare.corpora import MANIFEST
from doccompare.corpora.folders import may_be_witness, natural_order
from doccompare.errors import ReadError, say
from doccompare.readers.archives import Archive
from doccompare.readers.encodings import Decoded

# What lies beside the pages of a site: never a text.
_ASIDE = re.compile(r"_files/|\.(css|js|svg|ico|woff2?|ttf|mp[34])$", re.IGNORECASE)


def members(data: bytes, name: str) -> tuple[str, ...]:
    """The members that may be witnesses, as shown: no ``..``, no root. Raises ReadError."""
    return tuple(_witnesses(Archive(data, name)))


def member(data: bytes, name: str, wanted: str) -> bytes | None:
    """What the member shown as ``wanted`` holds; None when there is none. Raises ReadError: it is a zip."""
    from doccompare.readers.formats import recognise

    archive = Archive(data, name)
    inside = _witnesses(archive).get(wanted)
    if inside is None:
        return None
    held = archive.read(inside)
    if recognise(held, PurePosixPath(wanted).suffix).key == "zip":
        raise nested(name, wanted)
    return held


def read_zip(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of the only witness in an archive. Raises ReadError when there are more, or none."""
    from doccompare.readers import read_text

    found = members(data, name)
    if len(found) != 1:
        raise ReadError(
            say(
                f"“{name}”里有 {len(found)} 个文件，不是一个本子。",
                f"{name} holds {len(found)} files, which is not one witness.",
            ),
            say(
                "请只给出这一个压缩包，或写明其中哪一个，如 本子.zip/甲.txt。",
                "Give this archive alone, or say which file in it, as in texts.zip/a.txt.",
            ),
        )
    held = member(data, name, found[0])
    return read_text(held or b"", f"{name}/{found[0]}", encoding)


def nested(name: str, inside: str) -> ReadError:
    """The error for an archive in an archive."""
    return ReadError(
        say(f"“{name}”里的 {inside} 又是压缩包，没有打开。", f"{inside} in {name} is an archive itself."),
        say("请先解开里面的压缩包。", "Unpack the inner one first."),
    )


def _witnesses(archive: Archive) -> dict[str, str]:
    """Shown name → name in the archive, in the order of a folder."""
    shown: dict[str, str] = {}
    for inside in archive:
        parts = [p for p in PurePosixPath(inside).parts if p not in ("/", "..", ".")]
        if parts and parts[-1] == MANIFEST:
            raise ReadError(
                say(f"“{archive.name}”里有 {MANIFEST}。", f"There is a {MANIFEST} in {archive.name}."),
                say("请解开压缩包，给出其中的文件夹。", "Unpack it, and give the folder in it."),
            )
        if (
            parts
            and "__MACOSX" not in parts
            and all(map(may_be_witness, parts))
            and not _ASIDE.search(inside)
        ):
            shown.setdefault("/".join(parts), inside)
    return dict(sorted(shown.items(), key=lambda pair: natural_order(pair[0])))
