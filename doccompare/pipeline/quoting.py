"""An article held against works: every passage, and the work each fits best."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from doccompare.model import (
    Collation,
    ComparedWork,
    Quotations,
    QuotedPassage,
    QuoteStatus,
    Witness,
)
from doccompare.pipeline.against import Standard, of_collation
from doccompare.pipeline.habits import is_traditional, one_script
from doccompare.pipeline.weighing import weigh
from doccompare.quotation import Laid, Reference, check, lay, reference_of

_TRUE = {
    QuoteStatus.VERBATIM: 1.0,
    QuoteStatus.FORMAL: 0.98,
    QuoteStatus.KNOWN_VARIANT: 0.95,
    QuoteStatus.ELIDED: 0.8,
    QuoteStatus.ALTERED: 0.7,
    QuoteStatus.PARAPHRASE: 0.3,
    QuoteStatus.NOT_FOUND: 0.0,
}


def check_quotations(text: str, collation: Collation) -> Quotations:
    """Every passage of ``text`` that goes back to the work of ``collation``, judged, in the order of the text.

    A witness that is the text itself attests nothing. Offsets are code points of ``text``.
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    article = Witness(siglum="", text=text, path="", sha256=digest)
    return quotations(article, [of_collation(collation, digest)])


def quotations(article: Witness, works: Sequence[Standard], *, whole: bool = False) -> Quotations:
    """Every passage of an article that goes back to one of ``works``, put down to the one it fits best.

    ``whole``: the article is one quotation and nothing else.
    """
    laid = lay(article.text)
    traditional = is_traditional(article.text)
    several = len(works) > 1
    found: list[QuotedPassage] = []
    for work in works:
        own, reference = _in_one_script(article, laid, work, traditional, work.slug if several else "")
        found += check(own, reference, weigh, whole=whole)
    compared = tuple(ComparedWork(w.slug, w.digest, w.title) for w in works)
    chosen = _best(found) if several else found
    return Quotations(article.path, article.sha256, compared, tuple(chosen))


def _in_one_script(
    article: Witness, laid: Laid, work: Standard, traditional: bool, slug: str
) -> tuple[Laid, Reference]:
    """Article and work laid out, both folded to one script when they differ in it."""
    reference = {"slug": slug, "title": work.title, "digest": work.digest, "without": work.own}
    if traditional == is_traditional(work.text.text):
        return laid, reference_of(work.text, work.units, **reference)
    other = Witness(siglum="乙", text=work.text.text, path="", sha256="")
    (one, two), _ = one_script([article, other])
    return lay(article.text, one.text), reference_of(work.text, work.units, **reference, compared=two.text)


def _best(found: Sequence[QuotedPassage]) -> list[QuotedPassage]:
    """Of passages of several works that overlap, those that fit best: longer and truer before shorter.

    What one work is said to have and has not is no matter when another has it.
    """
    order = sorted(
        found, key=lambda p: (-_TRUE[p.status] * p.similarity * (p.end - p.start), p.start, p.work)
    )
    out: list[QuotedPassage] = []
    for passage in order:
        if not any(passage.start < kept.end and kept.start < passage.end for kept in out):
            out.append(passage)
    return sorted(out, key=lambda p: (p.start, p.end))
