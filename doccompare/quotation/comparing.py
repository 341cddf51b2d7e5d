"""One passage against the work: what differs, what of it some witness prints, what was cut."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from doccompare.matching import Edit, difference
from doccompare.model import FollowedVariant, QuoteDifference, QuoteStatus, Severity, Topic
from doccompare.quotation.laid import COMMA, MINOR, STOP, Laid
from doccompare.quotation.placing import Placed
from doccompare.quotation.reference import Reference, Variation
from doccompare.resources import conditions_in, is_conditional
from doccompare.words import widen

# What two readings are to each other: (quoted, established, text before, text after) → severity, topics.
Weigh = Callable[[str, str, str, str], tuple[Severity, tuple[Topic, ...]]]

_CONTEXT = 12
# A cut of so many words is a piece left out; of fewer, unless it is whole items, a word changed.
_PIECE = 6
# Below this share of agreeing words a passage retells.
_RETOLD = 0.5
_ELLIPSIS = re.compile(r"…|\.{3}|——|－－|〔略〕|\[略\]")
# A clause that takes something out of the one before it.
_EXCEPT = re.compile(r"(?:除外|不在此限|另有规定的从其规定)$")
_UNCOMPARED = re.compile(r"[\"'《》〈〉“”‘’（）()\s]")


@dataclass(frozen=True, slots=True)
class Cut:
    """Words ``[b0, b1)`` of the work that a passage leaves out, at word ``a`` of the article.

    ``put`` words stand in their place.
    """

    a: int
    b0: int
    b1: int
    put: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a comparison. ``cut``: a condition was left out."""

    status: QuoteStatus
    differences: tuple[QuoteDifference, ...]
    variants: tuple[FollowedVariant, ...]
    similarity: float
    condition_cut: bool

    @property
    def exact(self) -> bool:
        """Nothing of the wording differs."""
        return self.status in (QuoteStatus.VERBATIM, QuoteStatus.FORMAL)


def compare(
    article: Laid, work: Reference, start: int, end: int, parts: Sequence[Placed], weigh: Weigh
) -> Compared:
    """The words ``[start, end)`` of the article against the places they come from.

    ``parts`` follow one another in the article; between them, and at the ends, stands what the work has not.
    """
    differences: list[QuoteDifference] = []
    variants: list[FollowedVariant] = []
    cuts: list[Cut] = []
    changed = matched = other = 0
    at = start
    for n, part in enumerate(parts):
        own = _Part(article, work, part)
        if part.a0 > at:
            differences.append(_put_in(article, work, at, part.a0, part.b0, weigh))
            changed += 1
        if n and part.b0 > parts[n - 1].b1:
            cuts.append(Cut(part.a0, parts[n - 1].b1, part.b0))
        found, told = own.differences(weigh)
        differences += found
        variants += own.followed
        cuts += own.cuts
        changed += told
        matched += own.matched
        other += own.established_length
        at = part.a1
    if at < end:
        differences.append(_put_in(article, work, at, end, parts[-1].b1, weigh))
        changed += 1
    similarity = round(matched / max(end - start, other, 1), 3)
    words = [d for d in differences if d.severity is not Severity.FORMAL]
    unexplained = [d for d in words if d.variant is None]
    spliced = len(parts) > 1 and any(
        q.b0 < p.b1 or q.b0 - p.b1 >= _PIECE for p, q in itertools.pairwise(parts)
    )
    pieces = [c for c in cuts if _is_piece(article, work, c)]
    if changed > len(pieces):
        status = QuoteStatus.PARAPHRASE if similarity < _RETOLD else QuoteStatus.ALTERED
    elif pieces or spliced:
        status = QuoteStatus.ELIDED
    elif words and not unexplained:
        status = QuoteStatus.KNOWN_VARIANT
    elif differences:
        status = QuoteStatus.FORMAL
    else:
        status = QuoteStatus.VERBATIM
    cut = any(_cuts_condition(work, c) for c in cuts)
    differences.sort(key=lambda d: (d.start, d.end))
    return Compared(status, tuple(differences), tuple(variants), similarity, cut)


def _put_in(article: Laid, work: Reference, start: int, end: int, at: int, weigh: Weigh) -> QuoteDifference:
    """What the article has and the work has not, at word ``at`` of the work."""
    low, high = article.span(start, end)
    printed = article.printed(start, end)
    left = work.laid.words.text[max(0, at - _CONTEXT) : at]
    right = work.laid.words.text[at : at + _CONTEXT]
    severity, topics = weigh(printed, "", left, right)
    return QuoteDifference(printed, "", severity, low, high, topics)


class _Part:
    """One stretch of the article against one stretch of the work."""

    def __init__(self, article: Laid, work: Reference, part: Placed) -> None:
        self.article, self.work, self.part = article, work, part
        self._a = article.words.text[part.a0 : part.a1]
        self._b = work.laid.words.text[part.b0 : part.b1]
        self._edits = difference(self._a, self._b)
        self._taken, self._rest = self._follow()
        self.matched = len(self._a) - sum(e.a1 - e.a0 for e in self._edits)
        self.cuts = [
            Cut(part.a0 + e.a0, part.b0 + e.b0, part.b0 + e.b1, e.a1 - e.a0)
            for e in self._edits
            if e.b1 - e.b0 > e.a1 - e.a0 and not self._explained(e)
        ]

    @property
    def established_length(self) -> int:
        """The words of the work, less the pieces that were left out whole."""
        cut = sum(c.b1 - c.b0 for c in self.cuts if _is_piece(self.article, self.work, c))
        return len(self._b) - cut

    @property
    def followed(self) -> list[FollowedVariant]:
        """The readings of witnesses that the article follows."""
        return [
            FollowedVariant(v.key, v.alternatives[n].reading, v.alternatives[n].sigla) for v, n in self._taken
        ] + self._signs_followed

    def _follow(self) -> tuple[list[tuple[Variation, int]], list[Edit]]:
        """The alternatives that bring the work nearer to the article, and what still differs with them."""
        text, edits, taken = self._b, self._edits, []
        if not edits:
            return [], []
        low = self.part.b0
        for variation in reversed(self.work.near(self.part.b0, self.part.b1)):
            first, last = variation.start - low, variation.end - low
            if first < 0 or last > len(self._b):
                continue
            best = _cost(edits)
            choice = None
            for n, alternative in enumerate(variation.alternatives):
                trial = text[:first] + alternative.words + text[last:]
                found = difference(self._a, trial)
                if _cost(found) < best:
                    best, choice = _cost(found), (n, trial, found)
            if choice is not None:
                n, text, edits = choice
                taken.append((variation, n))
        return taken[::-1], edits

    def _explained(self, edit: Edit) -> str | None:
        """The key of the unit whose reading the article follows at an edit, None when it changes more."""
        for variation, _ in self._taken:
            first, last = variation.start - self.part.b0, variation.end - self.part.b0
            if edit.b0 <= last and edit.b1 >= first:
                left_over = any(r.a0 <= edit.a1 and r.a1 >= edit.a0 for r in self._rest)
                return None if left_over else variation.key
        return None

    def differences(self, weigh: Weigh) -> tuple[list[QuoteDifference], int]:
        """The places that differ, at word edges, and how many of them change the wording unexplained."""
        out: list[QuoteDifference] = []
        told = 0
        for group in self._groups():
            first, last, left, right = group
            a0, a1 = self.part.a0 + first.a0 - left, self.part.a0 + last.a1 + right
            b0, b1 = self.part.b0 + first.b0 - left, self.part.b0 + last.b1 + right
            quoted, established = self.article.printed(a0, a1), self.work.laid.printed(b0, b1)
            before = self.work.laid.words.text[max(0, b0 - _CONTEXT) : b0]
            after = self.work.laid.words.text[b1 : b1 + _CONTEXT]
            severity, topics = weigh(quoted, established, before, after)
            keys = [
                self._explained(e)
                for e in self._edits
                if first.a0 <= e.a0 and e.a1 <= last.a1 and first.b0 <= e.b0
            ]
            variant = keys[0] if keys and all(keys) else None
            if variant is not None and severity is Severity.CRITICAL:
                severity = Severity.WORDING  # who follows a witness is not to blame
            if a0 < a1:
                low, high = self.article.span(a0, a1)
            else:
                low = high = (
                    self.article.offset(a0) if a0 < len(self.article.words) else len(self.article.source)
                )
            out.append(QuoteDifference(quoted, established, severity, low, high, topics, variant))
            told += variant is None and severity is not Severity.FORMAL
        return out + self._signs(), told

    def _groups(self) -> list[tuple[Edit, Edit, int, int]]:
        """The edits at word edges: first and last edit of a group, words added on the left and the right."""
        out: list[tuple[Edit, Edit, int, int]] = []
        for n, edit in enumerate(self._edits):
            room_left = edit.a0 - (self._edits[n - 1].a1 if n else 0)
            following = self._edits[n + 1].a0 if n + 1 < len(self._edits) else len(self._a)
            left_a, right_a = _more(self.article, self.part.a0 + edit.a0, self.part.a0 + edit.a1)
            left_b, right_b = _more(self.work.laid, self.part.b0 + edit.b0, self.part.b0 + edit.b1)
            left, right = min(max(left_a, left_b), room_left), min(max(right_a, right_b), following - edit.a1)
            if out and out[-1][1].a1 + out[-1][3] > edit.a0 - left - (left > 0):
                before = out.pop()
                out.append((before[0], edit, before[2], right))
            else:
                out.append((edit, edit, left, right))
        return out

    def _signs(self) -> list[QuoteDifference]:
        """The places between agreeing words where the signs differ."""
        out: list[QuoteDifference] = []
        for a, b, length in self._equal():
            for i in range(1, length):
                first, second = self.part.a0 + a + i, self.part.b0 + b + i
                own, theirs = self.article.between(first), self.work.laid.between(second)
                if own == theirs:
                    continue
                one, other = _UNCOMPARED.sub("", own), _UNCOMPARED.sub("", theirs)
                if one == other or _ELLIPSIS.search(own):
                    continue
                low = self.article.offset(first - 1) + 1
                key = self._sign_variant(second, own)
                out.append(
                    QuoteDifference(own, theirs, Severity.FORMAL, low, self.article.offset(first), (), key)
                )
        return out

    def _sign_variant(self, word: int, sign: str) -> str | None:
        for variation in self.work.variations:
            if variation.signs and variation.start == word:
                for alternative in variation.alternatives:
                    if alternative.words == sign:
                        return variation.key
        return None

    @property
    def _signs_followed(self) -> list[FollowedVariant]:
        out = []
        for found in self._signs():
            for variation in self.work.variations if found.variant else ():
                if variation.key == found.variant:
                    out += [
                        FollowedVariant(variation.key, alternative.reading, alternative.sigla)
                        for alternative in variation.alternatives
                        if alternative.words == found.quoted
                    ]
        return out

    def _equal(self) -> list[tuple[int, int, int]]:
        out, a, b = [], 0, 0
        for edit in self._edits:
            if edit.a0 > a:
                out.append((a, b, edit.a0 - a))
            a, b = edit.a1, edit.b1
        if a < len(self._a):
            out.append((a, b, len(self._a) - a))
        return out


def _cost(edits: Sequence[Edit]) -> int:
    return sum(max(e.a1 - e.a0, e.b1 - e.b0) for e in edits)


def _more(laid: Laid, start: int, end: int) -> tuple[int, int]:
    """How many words a span must grow on the left and the right to end at word edges."""
    count = len(laid.words)
    if start < end:
        low, high = int(laid.at[start]), int(laid.at[end - 1]) + 1
    else:
        low = high = int(laid.at[start]) if start < count else len(laid.key)
    first, last = widen(laid.key.text, low, high, 0, len(laid.key))
    return low - first, last - high


def inside_word(laid: Laid, word: int, *, back: bool = False) -> int:
    """How many characters of a word are cut off at a place: those after it, or ``back`` those before it."""
    at = int(laid.at[word]) if word < len(laid.words) else len(laid.key)
    first, last = widen(laid.key.text, at, at, 0, len(laid.key))
    return at - first if back else last - at


def _is_piece(article: Laid, work: Reference, cut: Cut) -> bool:
    """Whether a cut leaves out a piece, and not a word of what is quoted.

    A piece is whole items between signs, or long, and nothing is put in its place; or the writer says so
    with an ellipsis.
    """
    if cut.put:
        return False
    if 0 < cut.a <= len(article.words) and _ELLIPSIS.search(article.between(cut.a)):
        return True
    gaps = work.laid.gaps
    if cut.b1 - cut.b0 >= 2 * _PIECE:
        return True
    whole = (gaps[cut.b0] >= MINOR and gaps[cut.b1] >= MINOR) and cut.b1 - cut.b0 >= 2
    return whole or (cut.b1 - cut.b0 >= _PIECE and (gaps[cut.b0] >= COMMA or gaps[cut.b1] >= COMMA))


def _cuts_condition(work: Reference, cut: Cut) -> bool:
    """Whether what a cut leaves out holds a condition of the sentence it stands in."""
    low, high = work.laid.bounds(min(cut.b0, len(work.laid.words) - 1), STOP)
    first, last = max(low, cut.b0), min(high, cut.b1)
    if last <= first:
        return False
    if cut.b0 <= low and cut.b1 >= high:
        return False  # a sentence of its own
    return _holds_condition(work, low, high, first, last)


def _holds_condition(work: Reference, low: int, high: int, first: int, last: int) -> bool:
    laid = work.laid
    base = int(laid.at[low])
    text = laid.printed(low, high)
    if len(text) != int(laid.at[high - 1]) + 1 - base:  # a space was printed between Latin words
        text = laid.key.text[base : int(laid.at[high - 1]) + 1]
    begin, end = int(laid.at[first]) - base, int(laid.at[last - 1]) + 1 - base
    for start, stop, word in conditions_in(text):
        frame = len(word) > 4 and word[0] in "除未非经"
        if frame:
            # Of a frame its first word is the condition: 除…外 without 除 says the contrary.
            if begin <= start < end and (stop > end or end - start >= len(word)):
                return True
        elif begin <= start and stop <= end:
            return True
    return False


def cut_at_edges(work: Reference, parts: Sequence[Placed], before: int | None, after: int | None) -> bool:
    """Whether a passage begins after, or ends before, a condition of the sentence it quotes.

    ``before``: the word of the work up to which the passage right before it already quoted; ``after``: the
    one from which the passage right after it goes on.
    """
    laid = work.laid
    first, last = parts[0].b0, parts[-1].b1
    low, _ = laid.bounds(first, COMMA)
    if low < first and (before is None or before < low):
        sentence = laid.bounds(first, STOP)
        if _holds_condition(work, *sentence, low, first):
            return True
    if laid.gaps[first] == COMMA and first == low and (before is None or before < first):
        # The clause before says when this one holds: 符合条件的，可以…
        earlier, _ = laid.bounds(first - 1, COMMA)
        if is_conditional(laid.words.text[earlier:first]):
            return True
    if laid.gaps[last] == COMMA and after != last:
        # The clause after takes something out: …，但自用的除外。
        _, later = laid.bounds(last, COMMA)
        return bool(_EXCEPT.search(laid.words.text[last:later]))
    return False
