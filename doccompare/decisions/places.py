"""Where the decisions on a work lie: beside its manifest, else beside its result."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from doccompare.corpora import MANIFEST, Corpus, load_corpus
from doccompare.decisions.journal import FILE
from doccompare.errors import DoccompareError

_FOLDER = "corpus"
POINTER = ".doccompare-corpus"  # in a result: the way from it to the folder of its files, when not above it
_ENOUGH = 2  # files that two results share when they are of one work


@dataclass(frozen=True, slots=True)
class Places:
    """``write``: the file that new entries go to; ``read``: all files that speak of the work, that one last.

    ``corpus`` is the corpus with its manifest, None without one.
    """

    write: Path
    read: tuple[Path, ...]
    corpus: Corpus | None = None


def places(source: Path, slug: str, title: str, digests: Sequence[str], result: Path | None = None) -> Places:
    """Where the decisions on the work at ``source`` lie: a corpus folder, a result folder, a collation.json.

    ``slug``, ``title`` and ``digests`` (sha256 of the witnesses) name the work, so that a result finds its
    corpus (``corpus/<slug>`` here or in a folder above the result). ``result``: where the result of a source
    without a manifest is, or would be. Decisions once made beside a result are read on when there is a
    manifest by now.
    """
    folder = source.parent if source.is_file() else source
    corpus: Corpus | None = None
    beside: Path | None
    if (folder / MANIFEST).is_file():
        corpus, beside = load_corpus(folder), result
    elif (folder / "collation.json").is_file() or source.is_file():
        corpus, beside = _corpus_of(folder, slug, title, set(digests)), folder
    else:
        beside = result if result is not None else folder
    if corpus is None:
        home = beside if beside is not None else folder
        return Places(home / FILE, (home / FILE,))
    own = corpus.folder / FILE
    older = [beside / FILE] if beside is not None and (beside / FILE).is_file() else []
    return Places(own, (*(p for p in older if p.resolve() != own.resolve()), own), corpus)


def _corpus_of(result: Path, slug: str, title: str, digests: set[str]) -> Corpus | None:
    """The corpus a result was made of: known by its name and its title, or one of its files."""
    here = result.resolve()
    folders = [root / _FOLDER / slug for root in dict.fromkeys((Path.cwd(), *here.parents))]
    for folder in (*pointed(result), *folders):
        if not (folder / MANIFEST).is_file():
            continue
        try:
            corpus = load_corpus(folder)
        except DoccompareError:
            continue
        same_title = bool(title) and corpus.expectation.title == title
        if same_title or digests & {_digest(f) for e in corpus.entries for f in e.files}:
            return corpus
    return None


def pointed(result: Path) -> list[Path]:
    """The folder that a result says its files are in, as seen from here; none when it does not say."""
    try:
        way = (result / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return []
    return [result / way] if way else []


def point(result: Path, folder: Path, slug: str, title: str, digests: Sequence[str]) -> None:
    """Leave in a result the way to the folder of its files, unless that is found without.

    So decisions go to the corpus, and the result can be held against its files when it is used again.
    """
    here, there = result.resolve(), folder.resolve()
    if (folder / MANIFEST).is_file():
        found = _corpus_of(result, slug, title, set(digests)) is not None
    else:
        found = there in (here, *here.parents)
    if found:
        return
    with contextlib.suppress(OSError, ValueError):  # a convenience: without it they lie beside the result
        (result / POINTER).write_text(Path(os.path.relpath(there, here)).as_posix() + "\n", encoding="utf-8")


def strays(result: Path, digests: Sequence[str], used: Sequence[Path]) -> list[Path]:
    """Journals beside other results of the same files, which a collation into ``result`` does not read."""
    known = {path.resolve() for path in used} | {(result / FILE).resolve()}
    out = []
    for journal in sorted(result.resolve().parent.glob(f"*/{FILE}")):
        if journal.resolve() in known or not journal.stat().st_size:
            continue
        try:
            stored = json.loads((journal.parent / "collation.json").read_text(encoding="utf-8"))
            theirs = {w["sha256"] for w in stored["witnesses"]}
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if len(theirs & set(digests)) >= _ENOUGH:
            out.append(journal)
    return out


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
