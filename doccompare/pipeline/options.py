"""Which options a result hangs on: those of the run and of the manifest that are not at their default."""

from __future__ import annotations

from collections.abc import Sequence

from doccompare.corpora import Corpus
from doccompare.model import Collation, Relation
from doccompare.readers import Revisions


def with_options(
    collation: Collation,
    corpus: Corpus,
    *,
    base: str | None,
    title: str,
    encoding: str | None,
    ignore: Sequence[str],
    relation: Relation | None,
    revisions: Revisions,
) -> Collation:
    """The collation with the options that made it what it is; lists are joined by commas.

    Only names and values that mean the same on every machine: the base by its siglum, a file by its name.
    """
    from dataclasses import replace

    stated = {
        "base": collation.base if base else "",
        "title": title,
        "encoding": encoding or "",
        "ignore": ",".join(sorted(ignore)),
        "relation": relation.value if relation is not None else "",
        "revisions": revisions if revisions != "final" else "",
        "terms": corpus.severity_terms.name if corpus.severity_terms is not None else "",
        "two_person": ",".join(corpus.two_person),
    }
    return replace(collation, options={name: value for name, value in stated.items() if value})
