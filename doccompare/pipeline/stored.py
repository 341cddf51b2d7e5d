"""Whether a stored result still holds: its files, the version it was made by and the decisions since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import doccompare
from doccompare import corpora, decisions, readers
from doccompare.errors import UsageError, say
from doccompare.model import Collation, Note, VariationUnit
from doccompare.reporting.fromjson import read_collation, read_version


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored result; ``paths``: what to collate to make it anew; ``reason`` why it no longer holds."""

    collation: Collation
    paths: tuple[Path, ...]
    reason: Note | None


def open_result(path: Path, own: str = "") -> Stored:
    """The result at ``path``, a folder or its collation.json, held against its files as they are now.

    ``own`` is the sha256 of a file that must not be among its witnesses.
    Raises ReadError; UsageError when files it was made of are not found.
    """
    collation = read_collation(path)
    folder = path if path.is_dir() else path.parent
    digests = [a.witness.sha256 for a in collation.witnesses]
    where = decisions.places(path, collation.work.slug, collation.work.title, digests)
    inputs = _inputs(collation, folder, where.corpus)
    if inputs is None:
        names = "、".join(a.witness.path for a in collation.witnesses)
        raise UsageError(
            say(
                f"找不到 {path} 所据的文件（{names}），无从知道它是否仍然有效。",
                f"The files {path} was made of ({names}) are not found: does it still hold?",
            ),
            say("请改给语料文件夹。", "Give the folder of the corpus instead."),
        )
    paths, found = inputs
    return Stored(collation, tuple(paths), _why_not(collation, read_version(path), found, where, own))


def _why_not(
    collation: Collation, version: str, found: Sequence[str], where: decisions.Places, own: str
) -> Note | None:
    """Why a stored result may not be used; None when it holds."""
    if [a.witness.sha256 for a in collation.witnesses] != list(found):
        return Note("所据的文件已有改动", "the files it was made of have changed")
    if version != doccompare.__version__:
        return Note("是别的版本写出的", "it was made by another version")
    journal = decisions.read_all(where.read)
    two_person = where.corpus.two_person if where.corpus is not None else ()
    now = decisions.apply_decisions(collation, journal, two_person).units
    if [_said(u) for u in now] != [_said(u) for u in collation.units]:
        return Note("之后又有裁定", "decisions were made since")
    if own and any(a.witness.sha256 == own for a in collation.witnesses):
        return Note("把要核对的文件也算作一本", "it counts the file to be checked as a witness")
    return None


def _said(unit: VariationUnit) -> tuple[object, ...]:
    decision = unit.decision
    return (unit.key,) if decision is None else (unit.key, decision.text, decision.method, decision.status)


def _inputs(
    collation: Collation, folder: Path, corpus: corpora.Corpus | None
) -> tuple[list[Path], list[str]] | None:
    """The paths to collate again and the present digests of the witnesses; None when files are missing."""
    if corpus is not None:
        found = [readers.digest(e.files) for e in corpus.entries]
        return ([corpus.folder], found) if all(found) else None
    names = [a.witness.path.split(" + ") for a in collation.witnesses]
    here = folder.resolve()
    for root in dict.fromkeys((*decisions.pointed(folder), Path.cwd(), here, *here.parents)):
        files = [[root / part for part in parts] for parts in names]
        found = [readers.digest(parts) for parts in files]
        if all(found):
            return [Path("+".join(map(str, parts))) for parts in files], found
    return None
