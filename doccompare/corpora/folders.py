"""What a corpus is, and the one that plain files or a folder without a manifest make."""

from __future__ import annotations

import math
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from doccompare.errors import ReadError, say
from doccompare.model import Expectation, Role, Severity

STEMS = "甲乙丙丁戊己庚辛壬癸"
# What lies in a corpus folder without being a witness: about it, checksums, our own files, page images.
_NO_WITNESS = re.compile(
    r"\.|readme|.*\.sha256$|sha256sums$|collation\.(toml|json)$|decisions\.jsonl$|.*~$"
    r"|.*\.(png|jpe?g|tiff?|gif|bmp|webp)$",
    re.IGNORECASE,
)
# What a result folder holds: no witness where our collation.json stands beside it.
_RESULT = "collation.json"
_OURS = re.compile(
    r"(collation\.json|established\..*|apparatus\.md|discrepancies\.csv|report\.html|comparison\..*)$"
)
_SCHEMA = re.compile(r'"schema"\s*:\s*"doccompare/collation/')


@dataclass(frozen=True, slots=True)
class Entry:
    """One witness as the manifest has it. ``files`` are full paths; several: one continued text.

    ``role`` None: not stated. All other strings are ``""`` when not known.
    """

    siglum: str
    files: tuple[Path, ...]
    role: Role | None = None
    publication: str = ""
    date: str = ""
    page: str = ""
    image: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The work that is expected, its witnesses, and how it is to be reviewed."""

    folder: Path
    expectation: Expectation
    entries: tuple[Entry, ...]
    severity_terms: Path | None = None
    passes: tuple[str, ...] = ()
    two_person: tuple[Severity, ...] = ()
    rate_scheme: str = ""
    rate_values: Mapping[str, float] = field(default_factory=dict)


def sigla(n: int) -> tuple[str, ...]:
    """The first ``n`` sigla: 甲 乙 … 癸, 甲2 … 癸2, 甲3 and so on."""
    return tuple(map(siglum_of, range(n)))


def siglum_of(i: int) -> str:
    """The siglum of the witness at index ``i``, from 0."""
    return STEMS[i % 10] + (str(i // 10 + 1) if i >= 10 else "")


def slug(*names: str) -> str:
    """A name for files and folders: of the first name that leaves any letter or digit, else ``work``.

    Han stays, Latin becomes lower case, all else becomes a hyphen; at most 60 code points.
    """
    for name in names:
        kept = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", name)).strip("-").lower()[:60].strip("-")
        if re.fullmatch(r"con|prn|aux|nul|(com|lpt)\d", kept):  # reserved by Windows
            return f"{kept}-"
        if kept:
            return kept
    return "work"


def is_result(folder: Path) -> bool:
    """Whether a collation.json of doccompare's schema lies in the folder."""
    try:
        with (folder / _RESULT).open(encoding="utf-8", errors="replace") as file:
            return _SCHEMA.search(file.read(500)) is not None
    except OSError:
        return False


def may_be_witness(name: str) -> bool:
    """Whether a file of this name may be a witness: it is not hidden, no README, checksum or image."""
    return _NO_WITNESS.match(name) is None


def natural_order(name: str) -> tuple[list[tuple[float, str]], str]:
    """A sort key by which 2 stands before 10."""
    return _natural(name), name


def scan_folder(folder: Path) -> tuple[Path, ...]:
    """The files of a folder without a manifest that may be witnesses, in natural order (2 before 10).

    Hidden files, README, checksums, page images and doccompare's own files (also an earlier result
    in this folder) are no witnesses; subfolders are not entered. Raises ReadError when the folder
    cannot be read, has none, or has a link to a file outside.
    """
    try:
        ours = is_result(folder)
        found = [
            f
            for f in folder.iterdir()
            if not (_NO_WITNESS.match(f.name) or (ours and _OURS.match(f.name))) and f.is_file()
        ]
    except OSError as fault:
        raise ReadError(
            say(
                f"不能读文件夹“{folder}”：{fault.strerror}。",
                f"The folder {folder} cannot be read: {fault.strerror}.",
            ),
            say("请核对路径。", "Check the path."),
        ) from fault
    outside = [f for f in found if f.is_symlink() and not f.resolve().is_relative_to(folder.resolve())]
    if outside:  # a folder from elsewhere must not make us read, and print, what lies beside it
        raise ReadError(
            say(
                f"“{outside[0]}”是链接，指向文件夹以外，没有读。",
                f"{outside[0]} is a link that leads out of the folder; it was not read.",
            ),
            say(
                "请把文件本身放进来，或逐个给出各文件。",
                "Put the file itself there, or name the files one by one.",
            ),
        )
    if not found:
        raise ReadError(
            say(f"文件夹“{folder}”里没有可读的文件。", f"The folder {folder} holds no file to read."),
            say(
                "请放入各本的文件；可读的格式见 doccompare formats。",
                "Put the witnesses there; see doccompare formats.",
            ),
        )
    return tuple(sorted(found, key=lambda f: natural_order(f.name)))


def corpus_of_files(files: Sequence[Path], *, folder: Path | None = None, title: str = "") -> Corpus:
    """The corpus that files without a manifest make: sigla in the order given, nothing else known.

    ``folder`` None: the folder that all of them are in. The slug is that of the folder when it was
    given, else of the title or of the first file.
    """
    if folder is None:
        home = Path(os.path.commonpath([f.absolute().parent for f in files])) if files else Path()
        name = slug(title, files[0].stem if files else "")
    else:
        home, name = folder, slug(folder.resolve().name, title)
    entries = tuple(Entry(s, (f,)) for s, f in zip(sigla(len(files)), files, strict=True))
    return Corpus(home, Expectation(title=title, slug=name), entries)


def _natural(name: str) -> list[tuple[float, str]]:
    """A sort key in which runs of digits count as numbers, and stand before other characters."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdecimal() else (math.inf, part) for part in parts if part]
