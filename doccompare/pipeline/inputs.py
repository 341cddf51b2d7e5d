"""From the paths a user names to witnesses, and the checks that need no text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from doccompare import corpora, readers
from doccompare.corpora import Corpus
from doccompare.errors import InconclusiveError, ReadError, UsageError, say
from doccompare.model import Note, Problem, Witness


def open_corpus(paths: Sequence[str | Path]) -> Corpus:
    """The corpus the paths name: a folder with its manifest, a folder of files, or files.

    Raises UsageError, ManifestError, ReadError.
    """
    named = [Path(p) for p in paths]
    if not named:
        raise UsageError(
            say("没有给出文件。", "No file given."),
            say("给出两个以上文件，或一个文件夹。", "Give two files or more, or a folder."),
        )
    folders = [p for p in named if p.is_dir()]
    if folders and len(named) > 1:
        raise UsageError(
            say("文件夹只能单独给出。", "A folder must be given alone."),
            say(f"只给 {folders[0]}，或只给文件。", f"Give {folders[0]} alone, or files only."),
        )
    if folders:
        folder = folders[0]
        if (folder / corpora.MANIFEST).exists():
            return corpora.load_corpus(folder)
        return corpora.corpus_of_files(corpora.scan_folder(folder), folder=folder)
    return readers.corpus_of_paths(named)


def read_witnesses(
    corpus: Corpus, encoding: str | None, revisions: readers.Revisions = "final"
) -> list[Witness]:
    """The witnesses of a corpus, in its order. Raises ReadError; InconclusiveError for fewer than two."""
    if not corpus.entries:
        raise ReadError(say("没有可读的文件。", "No file to read."))
    witnesses = [
        readers.read_entry(e, corpus.folder, encoding=encoding, revisions=revisions) for e in corpus.entries
    ]
    if len(witnesses) < 2:
        raise InconclusiveError(
            say("只有一个本子，无从对校。", "Only one witness: nothing to collate."),
            say("再给出至少一个本子。", "Give at least one more."),
        )
    return witnesses


def twins(witnesses: Sequence[Witness]) -> list[Problem]:
    """Warnings for copies of one file: one file is one testimony."""
    first: dict[str, Witness] = {}
    problems: list[Problem] = []
    for witness in witnesses:
        known = first.setdefault(witness.sha256, witness)
        if known is not witness:
            note = Note(
                f"{witness.siglum}本（{witness.path}）与{known.siglum}本（{known.path}）全同，只计一本。",
                f"{witness.siglum} ({witness.path}) is the same as {known.siglum} ({known.path}): one vote.",
            )
            problems.append(Problem("same-text", note, witness.siglum))
    return problems
