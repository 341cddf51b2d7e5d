"""Which readings rest only on what an OCR did not read surely: 识读存疑, never a variant to be trusted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from doccompare.model import Locus, Span, Witness


def doubted(loci: Sequence[Locus], witnesses: Sequence[Witness]) -> dict[int, frozenset[int]]:
    """For each locus (by index) the variants all of whose witnesses are doubtful there."""
    doubtful = {w.siglum: w.doubtful for w in witnesses}
    if not any(doubtful.values()):
        return {}
    out = {}
    for i, locus in enumerate(loci):
        found = frozenset(
            n
            for n, variant in enumerate(locus.variants)
            if variant.spans and all(_touches(span, doubtful.get(s, ())) for s, span in variant.spans.items())
        )
        if found:
            out[i] = found
    return out


def _touches(span: Span, doubtful: Sequence[Span]) -> bool:
    """Whether a span holds a doubtful character; one without extent: whether it stands beside one."""
    after = bisect_right(doubtful, span.end, key=lambda d: d.start)
    if after == 0:
        return False
    last = doubtful[after - 1]
    if not len(span):
        return last.end >= span.start
    if last.start == span.end:  # it only begins where the span ends
        return after > 1 and doubtful[after - 2].end > span.start
    return last.end > span.start
