"""The passages of an article that go back to a work, judged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from doccompare.layout import line_starts
from doccompare.matching import gram_hashes
from doccompare.model import QuotedPassage, QuoteFlag, QuoteStatus, Severity
from doccompare.quotation.attribution import Whose
from doccompare.quotation.comparing import Compared, Weigh, compare, cut_at_edges, inside_word
from doccompare.quotation.laid import NONE, STOP, Laid
from doccompare.quotation.passages import (
    SHORTEST,
    Finder,
    Found,
    follow_on,
    put_together,
    same_signs,
)
from doccompare.quotation.reference import Reference
from doccompare.resources import stock_share

_STOCK = 0.8
_LINE = 80  # words of a text that is one line
_LEVELS = list(Severity)
_WORDING = frozenset({QuoteStatus.KNOWN_VARIANT, QuoteStatus.PARAPHRASE, QuoteStatus.ELIDED})


def check(article: Laid, work: Reference, weigh: Weigh, *, whole: bool = False) -> tuple[QuotedPassage, ...]:
    """The passages of ``article`` that go back to ``work``, in its order; none overlaps another.

    ``whole``: the article is one quotation. ``weigh`` says how much a difference matters.
    """
    return judge(article, work, find(article, work, whole=whole), weigh)


def find(article: Laid, work: Reference, *, whole: bool = False) -> list[Found]:
    """The stretches of ``article`` that go back to ``work``, not judged yet."""
    found = Finder(article, work, whole=whole).find()
    if not found and not whole and _is_one_line(article):
        # A line and nothing else is asked about as a quotation is; only it is not said to be one.
        found = [replace(f, marked=False) for f in Finder(article, work, whole=True).find() if f.parts]
    return found


def fit(found: Found) -> float:
    """How well a stretch fits the work it was found in: the words that agree, less where much does not."""
    matched = sum(p.matched for p in found.parts)
    return matched * matched / max(1, found.end - found.start)


def judge(article: Laid, work: Reference, found: Sequence[Found], weigh: Weigh) -> tuple[QuotedPassage, ...]:
    """What was found, held against the work."""
    judged = _merged(article, work, found, weigh)
    out: list[QuotedPassage] = []
    lines = line_starts(article.source)
    before: Found | None = None
    for n, (one, compared) in enumerate(judged):
        low, high = article.span(one.start, one.end)
        if compared is None:
            out.append(_not_found(article, work, one, lines))
            continue
        if high - low < SHORTEST and not one.marked:
            continue
        follows = before is not None and before.parts and before.end == one.start
        until = before.parts[-1].b1 if follows and before is not None else None
        behind = judged[n + 1][0] if n + 1 < len(judged) else None
        goes_on = behind is not None and behind.start == one.end and behind.parts
        onward = behind.parts[0].b0 if goes_on and behind is not None else None
        cut = compared.condition_cut or cut_at_edges(work, one.parts, until, onward)
        passage = _passage(article, work, one, compared, lines, cut)
        before = one
        if passage is not None:
            out.append(passage)
    return tuple(out)


def _is_one_line(article: Laid) -> bool:
    """Whether the article is a short line: one sentence at most, without quotation marks."""
    count = len(article.words)
    return 0 < count <= _LINE and not any(g >= STOP for g in article.gaps[1:count]) and not article.marked


_Judged = tuple[Found, Compared | None]


def _merged(article: Laid, work: Reference, found: Sequence[Found], weigh: Weigh) -> list[_Judged]:
    """The passages compared; neighbours in both texts that fare alike, or are too short alone, as one."""
    out: list[_Judged] = []
    for one in found:
        one = _at_word_edges(article, work, one)
        compared = compare(article, work, one.start, one.end, one.parts, weigh) if one.parts else None
        if out and compared is not None:
            last, known = out[-1]
            if (
                known is not None
                and follow_on(article, work, last, one)
                and _alike(article, work, last, known, one, compared)
            ):
                one = put_together(last, one)
                compared = compare(article, work, one.start, one.end, one.parts, weigh)
                out.pop()
        out.append((one, compared))
    return out


def _at_word_edges(article: Laid, work: Reference, found: Found) -> Found:
    """A passage cut off inside a clause of both texts, without the halves of words at its ends."""
    if found.marked or found.title or len(found.parts) != 1:
        return found
    part = found.parts[0]
    a0, a1, b0, b1 = part.a0, part.a1, part.b0, part.b1
    if article.gaps[a0] == work.laid.gaps[b0] == NONE and (more := inside_word(article, a0)):
        a0, b0 = a0 + more, b0 + more
    if article.gaps[a1] == work.laid.gaps[b1] == NONE and (more := inside_word(article, a1, back=True)):
        a1, b1 = a1 - more, b1 - more
    if a1 - a0 < 4 or b1 <= b0 or (a0, a1) == (part.a0, part.a1):
        return found
    return replace(found, start=a0, end=a1, parts=(replace(part, a0=a0, a1=a1, b0=b0, b1=b1),))


def _alike(article: Laid, work: Reference, p: Found, known: Compared, q: Found, compared: Compared) -> bool:
    for one in (p, q):
        low, high = article.span(one.start, one.end)
        if high - low < SHORTEST:
            return True
    return known.exact and compared.exact and same_signs(article, work, p, q)


def _passage(
    article: Laid, work: Reference, found: Found, compared: Compared, lines: Sequence[int], cut: bool
) -> QuotedPassage | None:
    low, high = article.span(found.start, found.end)
    flags: list[QuoteFlag] = []
    words = article.words.text[found.start : found.end]
    exact = compared.exact
    stock = stock_share(words) >= _STOCK
    if found.whose is Whose.OTHER:
        if not exact and compared.status is not QuoteStatus.KNOWN_VARIANT:
            return None  # somebody else's words are not held against the work
        flags.append(QuoteFlag.OTHER_SOURCE)
    if stock and not exact and not found.marked:
        return None
    if cut and not found.title and found.whose is not Whose.OTHER:
        flags.append(QuoteFlag.CONDITION_CUT)
    if stock:
        flags.append(QuoteFlag.STOCK)
    if found.title:
        flags.append(QuoteFlag.TITLE)
    addresses: dict[str, None] = {}
    shares: dict[str, int] = {}
    for part in found.parts:
        touched, best = work.addresses(part.b0, part.b1)
        addresses |= dict.fromkeys(touched)
        shares[best] = shares.get(best, 0) + part.matched
    line, column = place(lines, low)
    return QuotedPassage(
        start=low,
        end=high,
        line=line,
        column=column,
        text=article.source[low:high],
        marked=found.marked,
        address=max(shares, key=lambda a: shares[a]),
        addresses=tuple(addresses),
        status=compared.status,
        flags=tuple(flags),
        severity=_severity(compared, flags),
        differences=compared.differences,
        variants=compared.variants,
        established="……".join(work.laid.printed(p.b0, p.b1) for p in found.parts),
        similarity=compared.similarity,
        work=work.slug,
    )


def _severity(compared: Compared, flags: Sequence[QuoteFlag]) -> Severity | None:
    """An altered or cut passage weighs what it touches; None: nothing to mend."""
    if QuoteFlag.OTHER_SOURCE in flags:
        return None
    if QuoteFlag.TITLE in flags:
        return None if compared.status is QuoteStatus.VERBATIM else Severity.FORMAL
    own = [d.severity for d in compared.differences if d.variant is None]
    if QuoteFlag.CONDITION_CUT in flags:
        return Severity.CRITICAL
    if compared.status is QuoteStatus.ALTERED:
        return min(own, key=_LEVELS.index, default=Severity.WORDING)
    if compared.status in _WORDING:
        return Severity.WORDING
    return Severity.FORMAL if compared.status is QuoteStatus.FORMAL else None


def _not_found(article: Laid, work: Reference, found: Found, lines: Sequence[int]) -> QuotedPassage:
    """A marked quotation that the work has not, with the clause that is nearest to it."""
    low, high = article.span(found.start, found.end)
    line, column = place(lines, low)
    nearest, likeness, text = _nearest(article, work, found.start, found.end)
    return QuotedPassage(
        start=low,
        end=high,
        line=line,
        column=column,
        text=article.source[low:high],
        marked=True,
        address=nearest,
        addresses=(nearest,) if nearest else (),
        status=QuoteStatus.NOT_FOUND,
        severity=Severity.CRITICAL,
        established=text,
        similarity=likeness,
        work=work.slug,
    )


def _nearest(article: Laid, work: Reference, start: int, end: int) -> tuple[str, float, str]:
    """The sentence of the work that shares most pairs of characters with a stretch: address, share, text."""
    own = set(gram_hashes(article.words.codes[start:end], 2).tolist())
    best: tuple[float, str, str] = (0.0, "", "")
    for unit in work.units:
        theirs = set(gram_hashes(work.laid.words.codes[unit.start : unit.end], 2).tolist())
        share = 2 * len(own & theirs) / max(1, len(own) + len(theirs))
        if share > best[0] + 1e-9:
            best = share, unit.address, work.laid.printed(unit.start, unit.end)
    if best[0] < 0.08:
        return "", 0.0, ""
    return best[1], round(best[0], 3), best[2]


def place(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Line and column of an offset, from 1."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
