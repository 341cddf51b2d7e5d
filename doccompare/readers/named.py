"""What a user names: files, archives of files, and texts continued over several files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from doccompare import corpora
from doccompare.corpora import Corpus
from doccompare.errors import ReadError, say


def corpus_of_paths(named: Sequence[Path]) -> Corpus:
    """The corpus of files: each a witness, of an archive each file in it, of ``a+b`` both as one.

    Raises ReadError when an archive cannot be opened, or holds nothing to read.
    """
    from doccompare.readers import archive_members

    found: list[tuple[Path, ...]] = []
    for path in named:
        members = archive_members(path)
        if members == ():
            raise ReadError(
                say(f"压缩包“{path}”里没有可读的文件。", f"The archive {path} holds no file to read."),
                say("请放入各本的文本。", "Put the texts of the witnesses there."),
            )
        found += [(m,) for m in members] if members else [continued(path)]
    corpus = corpora.corpus_of_files([files[0] for files in found])
    alone = named[0] if len(named) == 1 and len(found) > 1 else None
    expectation = corpus.expectation
    if alone is not None:  # one archive is a folder, and gives the work its name as one would
        expectation = replace(expectation, slug=corpora.slug(alone.stem))
    return replace(
        corpus,
        folder=_disk_folder(corpus.folder),
        expectation=expectation,
        entries=tuple(replace(e, files=f) for e, f in zip(corpus.entries, found, strict=True)),
    )


def continued(path: Path) -> tuple[Path, ...]:
    """The files of one witness: of ``a.txt+b.txt`` both, when no file has that name and one is there."""
    parts = str(path).split("+")
    if len(parts) == 1 or os.path.lexists(path):
        return (path,)
    files: list[str] = []
    open_part = ""
    for part in parts:  # a name may hold a plus of its own
        open_part = f"{open_part}+{part}" if open_part else part
        if os.path.isfile(open_part):  # noqa: PTH113 - Path.is_file fails on long names
            files.append(open_part)
            open_part = ""
    if not files:
        return (path,)
    return tuple(map(Path, [*files, *filter(None, [open_part])]))  # what is missing is told when it is read


def _disk_folder(folder: Path) -> Path:
    """The folder itself, of one inside an archive that which holds the archive."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder
