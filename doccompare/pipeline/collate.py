"""The main job: paths in, a collation out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from doccompare import decisions
from doccompare.corpora import Corpus
from doccompare.errors import UsageError, say
from doccompare.model import Category, Collation, Relation, Witness
from doccompare.pipeline.inputs import open_corpus, read_witnesses, twins
from doccompare.pipeline.job import Progress, prepare
from doccompare.pipeline.judge import judge

_IGNORABLE = {"punctuation": Category.PUNCTUATION, "orthography": Category.ORTHOGRAPHY}


def collate(
    paths: Sequence[str | Path],
    *,
    base: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    ignore: Sequence[str] = (),
    versions: bool = False,
    result: Path | None = None,
    progress: Progress | None = None,
) -> Collation:
    """The collation of the witnesses that ``paths`` name: files, or one folder.

    ``base``: the siglum or file of the base text (chosen with a reason when None); ``title``: which
    work, when the pages share several; ``ignore``: ``punctuation`` and ``orthography`` units are
    counted, not listed; ``versions``: texts of different date, no votes (found by itself when plain);
    ``result``: the folder the result goes to, beside which the decisions on loose files lie.
    Raises UsageError, ManifestError and ReadError (exit 2), and InconclusiveError (exit 3) when the
    work is not found in two reprints.
    """
    for kind in ignore:
        if kind not in _IGNORABLE:
            raise UsageError(
                say(f"不能略去“{kind}”。", f"Cannot ignore “{kind}”."), "punctuation, orthography"
            )
    tell = progress or (lambda stage: None)
    tell("reading")
    corpus = open_corpus(paths)
    witnesses = read_witnesses(corpus, encoding)
    relation = Relation.VERSIONS if versions else corpus.expectation.relation
    return collate_witnesses(
        corpus,
        witnesses,
        base=base,
        title=title,
        ignore=ignore,
        relation=relation,
        journal=_journal(corpus, witnesses, result),
        tell=tell,
    )


def _journal(corpus: Corpus, witnesses: Sequence[Witness], result: Path | None) -> decisions.Journal:
    """The editor's decisions on the corpus: beside its manifest, else beside its result."""
    expected = corpus.expectation
    digests = [w.sha256 for w in witnesses]
    spot = decisions.places(corpus.folder, expected.slug, expected.title, digests, result)
    return decisions.read_all(spot.read)


def collate_witnesses(
    corpus: Corpus,
    witnesses: Sequence[Witness],
    *,
    base: str | None,
    title: str | None,
    ignore: Sequence[str],
    relation: Relation | None,
    journal: decisions.Journal,
    tell: Progress,
) -> Collation:
    """The collation of witnesses already read. Raises UsageError, InconclusiveError."""
    wanted = title if title is not None else corpus.expectation.title
    chosen = base or corpus.expectation.base or None
    warnings = twins(witnesses)
    job = prepare(corpus, witnesses, title=wanted, base=chosen, relation=relation, tell=tell)
    tell("judging")
    return judge(job, chosen, wanted, [_IGNORABLE[k] for k in ignore], warnings, journal)
