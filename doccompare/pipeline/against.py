"""What a text is held against: one plain text, a corpus, a result that still holds, or a folder of works."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from doccompare import corpora, readers
from doccompare.corpora.folders import is_result
from doccompare.errors import (
    DoccompareError,
    InconclusiveError,
    NeedsExtraError,
    ReadError,
    UsageError,
    say,
)
from doccompare.layout import BULLET, STARS
from doccompare.model import (
    Collation,
    EstablishedText,
    Label,
    Paragraph,
    Part,
    Role,
    Span,
    VariationUnit,
    Witness,
)
from doccompare.text import key_of

if TYPE_CHECKING:
    from doccompare.text import Codes

Progress = Callable[[str], None]
Tell = Callable[[str], None]
# Files without a manifest are copies of one work when so many of them share so much with one of them.
_MOST, _SHARED = 0.6, 0.3
_FEW = 40  # more files than this are no copies of one work
_READ_ALL = 24  # files of a folder of works that are simply read; of more an index is kept
_SIZE = 8  # characters of the grams by which files are compared


@dataclass(frozen=True, slots=True)
class Standard:
    """A work to hold a text against: its text, the units of its collation, how it is called.

    ``own``: the siglum of the witness that is the text to be checked; it attests nothing.
    """

    slug: str
    title: str
    text: EstablishedText
    units: tuple[VariationUnit, ...] = ()
    own: str = ""
    headings: tuple[tuple[str, str], ...] = ()
    """Of a collation: the address of each clause with its run-in heading."""
    source: str = ""
    """Of a plain text: the text as it was read, of which ``text`` is the print. Empty of a collation."""

    @property
    def digest(self) -> str:
        """The sha256 of the text."""
        return sha256(self.text.text.encode("utf-8", "surrogatepass")).hexdigest()


def standards(
    path: Path,
    article: Witness | None = None,
    *,
    encoding: str | None = None,
    tell: Tell | None = None,
    progress: Progress | None = None,
) -> list[Standard]:
    """The work that ``path`` holds; of a folder of works those that ``article`` may come from.

    ``article`` is the text to be checked; a witness that is this very file says nothing and is left out.
    ``tell`` is given a sentence when a stored result no longer holds and is made anew, and when of a folder
    something is left out that only an extra which is not installed can read.
    Raises UsageError, ReadError, ManifestError, InconclusiveError.
    """
    say_so = tell or (lambda sentence: None)
    own = article.sha256 if article is not None else ""
    if not path.is_dir() or kind_of(path) != "works":
        return [standard(path, own, encoding=encoding, tell=tell, progress=progress)]
    folders, files = _shelved(path)
    if article is not None and len(files) > _READ_ALL:
        files = _likely(path, files, key_of(article.text).words()[0].codes, say_so)
    paths = [path / name for name in sorted([*folders, *files])]
    found: list[Standard] = []
    left_out: list[NeedsExtraError] = []
    for work in paths:
        if _is_own(work, own):
            continue
        try:
            found.append(standard(work, own, encoding=encoding, tell=tell, progress=progress))
        except NeedsExtraError as fault:
            left_out.append(fault)
    if left_out and not found:
        raise left_out[0]
    for unread in left_out:
        say_so(_left_out(unread))
    return found


def _left_out(fault: NeedsExtraError) -> str:
    """One sentence on what a run goes on without."""
    reason = fault.message.rstrip("。.")
    return say(f"{reason}（{fault.hint}），略过。", f"{reason} ({fault.hint}); left out.")


def _likely(folder: Path, files: list[str], words: Codes, tell: Tell) -> list[str]:
    """The files of a large folder that a text may come from, by its index."""
    from doccompare.pipeline.shelf import open_shelf

    shelf = open_shelf(folder, files)
    if shelf.unread:
        first = say("、", ", ").join(shelf.unread[:3])
        count = len(shelf.unread)
        tell(
            say(
                f"{folder} 里有 {count} 个文件要装附加组件才能识读（{first}），略过。",
                f"{count} files in {folder} need an extra to be read ({first}); left out.",
            )
        )
    names = shelf.candidates(words)
    checked = shelf.checked(names)
    return names if checked is shelf else checked.candidates(words)


def standard(
    path: Path,
    own: str = "",
    *,
    encoding: str | None = None,
    tell: Tell | None = None,
    progress: Progress | None = None,
) -> Standard:
    """The one work that ``path`` holds. Raises as :func:`standards` does."""
    say_so = tell or (lambda sentence: None)
    if path.is_dir():
        kind = kind_of(path)
        if kind == "result":
            return _stored(path, own, say_so, progress)
        if kind == "works":
            raise UsageError(
                say(
                    f"{path} 里是多篇文件，这里只能对一篇。",
                    f"{path} holds several works; here one is needed.",
                ),
                say("请给出其中一篇。", "Name one of them."),
            )
        return _collated([path], own, encoding, say_so, progress)
    if path.suffix.lower() == ".json":
        return _stored(path, own, say_so, progress)
    if len(readers.archive_members(path) or ()) > 1:
        return _collated([path], own, encoding, say_so, progress)
    witness = readers.read_witness(path, "甲", encoding=encoding)
    if own and witness.sha256 == own:
        raise UsageError(
            say(f"{path} 就是要核对的文件本身。", f"{path} is the very file to be checked."),
            say("请给出另一份文本。", "Give another text."),
        )
    return plain(witness)


def kind_of(folder: Path) -> str:
    """What a folder is: ``corpus``, ``result`` or ``works``. Raises ReadError when it holds nothing."""
    if (folder / corpora.MANIFEST).is_file():
        return "corpus"
    if is_result(folder):
        return "result"
    if any(map(_is_work_folder, _folders(folder))):
        return "works"
    files = corpora.scan_folder(folder)
    return "corpus" if 1 < len(files) <= _FEW and _are_copies(files) else "works"


def _shelved(folder: Path) -> tuple[list[str], list[str]]:
    """The names in a folder of works: the subfolders that are corpora or results, and the files."""
    folders = [f.name for f in _folders(folder) if _is_work_folder(f)]
    try:
        return folders, [f.name for f in corpora.scan_folder(folder)]
    except ReadError:
        if not folders:
            raise
        return folders, []


def _folders(folder: Path) -> list[Path]:
    """The subfolders of a folder, by name."""
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(e.path) for e in entries if e.is_dir())
    except OSError as fault:
        why = fault.strerror
        raise ReadError(
            say(f"不能读文件夹“{folder}”：{why}。", f"The folder {folder} cannot be read: {why}."),
            say("请核对路径。", "Check the path."),
        ) from fault


def _is_work_folder(folder: Path) -> bool:
    return (folder / corpora.MANIFEST).is_file() or is_result(folder)


def _is_own(path: Path, own: str) -> bool:
    return bool(own) and path.is_file() and readers.digest([path]) == own


def _are_copies(files: Sequence[Path]) -> bool:
    """Whether most of the files hold one work: they share a good part of what the shorter one has."""
    import numpy as np

    from doccompare.matching import gram_hashes, medoid

    texts, digests = [], []
    for file in files:
        try:
            witness = readers.read_witness(file, "甲")
        except DoccompareError:
            continue
        texts.append(key_of(witness.text).words()[0].codes)
        digests.append(witness.sha256)
    if len(texts) < 2:
        return False
    centre = medoid(texts, digests, _SIZE)
    grams = [np.unique(gram_hashes(codes, _SIZE)) for codes in texts]
    shared = [
        len(np.intersect1d(g, grams[centre])) >= _SHARED * max(1, min(len(g), len(grams[centre])))
        for n, g in enumerate(grams)
        if n != centre
    ]
    return sum(shared) >= _MOST * len(shared)


def plain(witness: Witness) -> Standard:
    """One text as a work: the whole file, its title and clauses found in it."""
    from doccompare import segmentation

    spans = _spans(witness.text)
    title = segmentation.title_of(witness.text, spans)
    segmented = segmentation.segment(witness.text, spans, [title] if title else [])
    lines: list[str] = []
    paragraphs: list[Paragraph] = []
    at = 0
    for addressed in segmentation.address_passages(segmented.passages):
        line = segmented.key.print(addressed.passage.start, addressed.passage.end)
        if not line:
            continue
        paragraphs.append(Paragraph(addressed.address, addressed.part, at, at + len(line)))
        lines.append(line)
        at += len(line) + 1
    if not paragraphs:
        raise ReadError(say(f"“{witness.path}”里没有文字。", f"{witness.path} holds no text."))
    text = EstablishedText(Label.NONE, "\n".join(lines), tuple(paragraphs))
    name = Path(witness.path).stem
    title = title or next((lines[n] for n, p in enumerate(paragraphs) if p.part is Part.TITLE), "")
    return Standard(corpora.slug(name, title), title or name, text, source=witness.text)


def _spans(text: str) -> list[Span]:
    """The text without bullets and marks of Markdown."""
    cuts = sorted(m.span() for pattern in (BULLET, STARS) for m in pattern.finditer(text))
    out, at = [], 0
    for start, end in cuts:
        if start > at:
            out.append(Span(at, start))
        at = max(at, end)
    return [*out, Span(at, len(text))] if at < len(text) else out


def of_collation(collation: Collation, own: str = "") -> Standard:
    """The established text of a collation; ``own``: the sha256 of a witness that says nothing."""
    siglum = next((a.witness.siglum for a in collation.witnesses if own and a.witness.sha256 == own), "")
    headings = tuple((clause.address, clause.heading) for clause in collation.clauses)
    work = collation.work
    return Standard(work.slug, work.title, collation.established, collation.units, siglum, headings)


def _collated(
    paths: Sequence[Path], own: str, encoding: str | None, tell: Tell, progress: Progress | None
) -> Standard:
    """The work of a corpus, collated now; of a single copy left, its text.

    Of a folder without a manifest, a file that only a missing extra can read is left out and told.
    """
    from doccompare.pipeline.collate import collate
    from doccompare.pipeline.inputs import open_corpus

    corpus = open_corpus(paths)
    guessed = len(paths) == 1 and not (corpus.folder / corpora.MANIFEST).is_file()
    witnesses: list[Witness] = []
    files: list[Path] = []
    for entry in corpus.entries:
        try:
            witnesses.append(readers.read_entry(entry, corpus.folder, encoding=encoding))
            files += entry.files
        except NeedsExtraError as fault:
            if not guessed:
                raise
            tell(_left_out(fault))
    left = [w for w in witnesses if w.sha256 != own]
    direct = [w for w in left if w.role is not Role.INDIRECT]
    if not direct:
        raise InconclusiveError(
            say(
                f"{paths[0]} 里除了要核对的文件，没有别的本子。",
                f"{paths[0]} holds no copy but the file to be checked.",
            ),
            say("请给出另一份文本。", "Give another text."),
        )
    if len(direct) == 1:
        found = plain(direct[0])
        title = corpus.expectation.title or found.title
        return replace(found, slug=corpus.expectation.slug or found.slug, title=title)
    whole = len(witnesses) == len(corpus.entries)
    collation = collate(paths if whole else files, encoding=encoding, without=own, progress=progress)
    made = of_collation(collation)
    return made if whole else replace(made, slug=corpus.expectation.slug)


def _stored(path: Path, own: str, tell: Tell, progress: Progress | None) -> Standard:
    """The work of a stored result while it holds; made anew from its files when it does not."""
    from doccompare.pipeline.stored import open_result

    result = open_result(path, own)
    if not result.reason:
        return of_collation(result.collation, own)
    tell(say(f"{path} {result.reason}，已重新校勘。", f"{path}: {result.reason.en}; collated anew."))
    return _collated(result.paths, own, None, tell, progress)
