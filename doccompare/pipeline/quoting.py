"""An article held against works: every passage, and the work each fits best."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from doccompare.model import (
    Collation,
    ComparedWork,
    Quotations,
    Witness,
)
from doccompare.pipeline.against import Standard, of_collation
from doccompare.pipeline.habits import is_traditional, one_script
from doccompare.pipeline.weighing import weigh
from doccompare.quotation import Found, Laid, Reference, check, find, fit, judge, lay, reference_of


def check_quotations(text: str, collation: Collation) -> Quotations:
    """Every passage of ``text`` that goes back to the work of ``collation``, judged, in its order.

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
    compared = tuple(ComparedWork(w.slug, w.digest, w.title) for w in works)
    if len(works) == 1:
        own, reference = _in_one_script(article, laid, works[0], traditional, "")
        return Quotations(article.path, article.sha256, compared, check(own, reference, weigh, whole=whole))
    asked = [_in_one_script(article, laid, w, traditional, w.slug) for w in works]
    won = _put_down([find(own, reference, whole=whole) for own, reference in asked])
    passages = [p for (own, ref), mine in zip(asked, won, strict=True) for p in judge(own, ref, mine, weigh)]
    passages.sort(key=lambda p: (p.start, p.end))
    return Quotations(article.path, article.sha256, compared, tuple(passages))


def _put_down(found: Sequence[Sequence[Found]]) -> list[list[Found]]:
    """What was found in each work, every stretch put down to the one work it fits best.

    Of works that fit alike, the one that has more of the article, then the first. A quotation that one work
    is said to have and has not is no matter when another has it.
    """
    support = [sum(map(fit, own)) for own in found]
    order = sorted(
        ((n, f) for n, own in enumerate(found) for f in own),
        key=lambda nf: (-round(fit(nf[1]), 3), -support[nf[0]], nf[0], nf[1].start),
    )
    out: list[list[Found]] = [[] for _ in found]
    taken: list[tuple[int, int]] = []
    for n, one in order:
        if not any(one.start < end and start < one.end for start, end in taken):
            taken.append((one.start, one.end))
            out[n].append(one)
    return [sorted(own, key=lambda f: (f.start, f.end)) for own in out]


def _in_one_script(
    article: Witness, laid: Laid, work: Standard, traditional: bool, slug: str
) -> tuple[Laid, Reference]:
    """Article and work laid out, both folded to one script when they differ in it."""
    reference = {"slug": slug, "digest": work.digest, "without": work.own}
    if traditional == is_traditional(work.text.text):
        return laid, reference_of(work.text, work.units, title=work.title, **reference)
    other = [
        Witness(siglum=s, text=t, path="", sha256="") for s, t in (("乙", work.text.text), ("丙", work.title))
    ]
    (one, two, title), _ = one_script([article, *other])
    own = lay(article.text, one.text)
    return own, reference_of(work.text, work.units, title=title.text, compared=two.text, **reference)
