"""The main job: paths in, a collation out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from doccompare import decisions
from doccompare.corpora import Corpus
from doccompare.errors import UsageError, say
from doccompare.model import Category, Collation, Relation, Witness
from doccompare.pipeline.inputs import open_corpus, read_witnesses, twins
from doccompare.pipeline.job import Progress, prepare
from doccompare.pipeline.judge import judge
from doccompare.pipeline.options import with_options
from doccompare.readers import Revisions, told_to

_IGNORABLE = {"punctuation": Category.PUNCTUATION, "orthography": Category.ORTHOGRAPHY}


def collate(
    paths: Sequence[str | Path],
    *,
    base: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    ignore: Sequence[str] = (),
    versions: bool = False,
    revisions: Revisions = "final",
    result: Path | Callable[[Collation], Path] | None = None,
    without: str = "",
    progress: Progress | None = None,
) -> Collation:
    """The collation of the witnesses that ``paths`` name: files, zip archives of files, or one folder.

    ``base``: the siglum or file of the base text (chosen with a reason when None); ``title``: which
    work, when the pages share several; ``ignore``: ``punctuation`` and ``orthography`` units are
    counted, not listed; ``versions``: texts of different date, no votes (found by itself when plain);
    ``revisions``: tracked changes of office documents as accepted (``final``) or undone (``original``);
    ``result``: the folder the result goes to, or what names it for a collation; the decisions on files
    without a manifest lie beside it; ``without``: the sha256 of a file that is left out, as the article
    that is checked is.
    Raises UsageError, ManifestError and ReadError (exit 2), and InconclusiveError (exit 3) when the
    work is not found in two reprints.
    """
    for kind in ignore:
        if kind not in _IGNORABLE:
            raise UsageError(
                say(f"不能略去“{kind}”。", f"Cannot ignore “{kind}”."), "punctuation, orthography"
            )
    if revisions not in get_args(Revisions):
        raise UsageError(
            say(f"没有“{revisions}”这种修订读法。", f"There is no text {revisions} of tracked changes."),
            "final, original",
        )
    tell = progress or (lambda stage: None)
    tell("reading")
    corpus = open_corpus(paths)
    with told_to(tell):
        witnesses = read_witnesses(corpus, encoding, revisions)
    left = [w for w in witnesses if w.sha256 != without]
    wanted = title if title is not None else corpus.expectation.title
    chosen = base or corpus.expectation.base or None
    if base is None and any(chosen in (w.siglum, w.path) for w in witnesses if w not in left):
        chosen = None
    relation = Relation.VERSIONS if versions else corpus.expectation.relation
    job = prepare(corpus, left, title=wanted, base=chosen, relation=relation, tell=tell)
    tell("judging")

    def judged(journal: decisions.Journal) -> Collation:
        return with_options(
            judge(job, chosen, wanted, [_IGNORABLE[k] for k in ignore], twins(left), journal),
            corpus,
            base=chosen,
            title=wanted,
            encoding=encoding,
            ignore=ignore,
            relation=relation,
            revisions=revisions,
        )

    if not callable(result):
        return judged(_journal(corpus, witnesses, result))
    # Where the result goes hangs on the title, which only a collation tells.
    early = _journal(corpus, witnesses, None)
    first = judged(early)
    journal = _journal(corpus, witnesses, result(first))
    return first if journal == early else judged(journal)


def _journal(corpus: Corpus, witnesses: Sequence[Witness], result: Path | None) -> decisions.Journal:
    """The editor's decisions on the corpus: beside its manifest, else beside its result."""
    expected = corpus.expectation
    digests = [w.sha256 for w in witnesses]
    spot = decisions.places(corpus.folder, expected.slug, expected.title, digests, result)
    return decisions.read_all(spot.read)
