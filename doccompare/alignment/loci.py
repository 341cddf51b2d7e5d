"""Cut the places of variation out of an alignment: readings grouped, widened to words, keyed by context."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from hashlib import sha1

from doccompare.columns import Columns
from doccompare.model import Locus, Range, Span, Variant
from doccompare.text import Key, inside_number, is_punctuation
from doccompare.words import widen

# Characters of agreed text on each side: printed beside a unit, looked at by rules, hashed to its key.
_PRINTED = 8
_NEAR = 12
_HASHED = 8


def loci(
    columns: Columns,
    keys: Sequence[Key],
    sigla: Sequence[str],
    preference: Sequence[int],
    address_at: Callable[[int], str],
    edges: frozenset[int],
) -> list[Locus]:
    """The places of variation in order of their columns.

    ``preference``: indices of the witnesses, the base first; ``edges``: the columns where a passage
    begins, over which no reading is widened.
    """
    agreed = _Agreed(columns, keys, preference, sorted(edges))
    out: list[Locus] = []
    seen: dict[str, int] = {}
    for k, stretch in enumerate(columns.stretches):
        if stretch.agrees:
            continue
        groups: dict[str, list[int]] = {}
        for i in preference:
            span = stretch.ranges[i]
            if span is not None:
                groups.setdefault(keys[i].text[span[0] : span[1]], []).append(i)
        left, right = agreed.before(k, _NEAR), agreed.after(k, _NEAR)
        marks = all(all(is_punctuation(c) for c in text) for text in groups)
        punctuation = marks and not inside_number(groups, left, right)
        column = columns.starts[k]
        inner_left, inner_right = agreed.beside(k)
        reach = (0, 0) if punctuation else _reach(list(groups), inner_left, inner_right)
        shown_left, shown_right = inner_left[len(inner_left) - reach[0] :], inner_right[: reach[1]]
        variants = tuple(
            _variant(keys, sigla, stretch.ranges, members, shown_left, shown_right)
            for members in groups.values()
        )
        context = agreed.context(k)
        seen[context] = seen.get(context, 0) + 1
        out.append(
            Locus(
                key=sha1(f"{context}\0{seen[context]}".encode(), usedforsecurity=False).hexdigest()[:12],
                stretch=k,
                column=column,
                address=address_at(column),
                left=inner_left[: len(inner_left) - reach[0]][-_PRINTED:],
                right=inner_right[reach[1] :][:_PRINTED],
                near_left=left,
                near_right=right,
                variants=variants,
                lacuna=tuple(sigla[i] for i in range(len(sigla)) if stretch.ranges[i] is None),
                punctuation=punctuation,
            )
        )
    return out


class _Agreed:
    """The text on which all extant witnesses agree, before and after a stretch, as printed.

    ``edges``: the columns where a passage begins, in order.
    """

    def __init__(
        self, columns: Columns, keys: Sequence[Key], preference: Sequence[int], edges: Sequence[int]
    ) -> None:
        self._columns, self._keys, self._preference, self._edges = columns, keys, preference, edges

    def _edge_from(self, column: int) -> int:
        """The first edge at or after a column, the end of the text when there is none."""
        at = bisect_left(self._edges, column)
        return self._edges[at] if at < len(self._edges) else self._columns.width

    def _edge_to(self, column: int) -> int:
        """The last edge at or before a column, 0 when there is none."""
        at = bisect_right(self._edges, column)
        return self._edges[at - 1] if at else 0

    def _slice(self, k: int, start: int, end: int) -> str:
        stretch = self._columns.stretches[k]
        for i in self._preference:
            span = stretch.ranges[i]
            if span is not None:
                return self._keys[i].print(max(span[0], span[0] + start), min(span[1], span[0] + end))
        return ""

    def before(self, k: int, count: int) -> str:
        """The last ``count`` agreed characters of the passage before stretch ``k``, other units left out."""
        columns = self._columns
        out = ""
        stop = columns.starts[k]
        first = self._edge_to(stop)
        while k > 0 and len(out) < count and stop > first:
            k -= 1
            start, end = columns.starts[k], columns.starts[k + 1]
            stop = max(start, first)
            if columns.stretches[k].agrees:
                low = max(stop, end - (count - len(out)))
                out = self._slice(k, low - start, end - start) + out
        return out[-count:]

    def after(self, k: int, count: int) -> str:
        """The first ``count`` agreed characters of the passage after stretch ``k``, as :meth:`before`."""
        columns = self._columns
        out = ""
        last = self._edge_from(columns.starts[k + 1])
        while k + 1 < len(columns.stretches) and len(out) < count and columns.starts[k + 1] < last:
            k += 1
            start, end = columns.starts[k], min(columns.starts[k + 1], last)
            if columns.stretches[k].agrees:
                out += self._slice(k, 0, min(end - start, count - len(out)))
        return out[:count]

    def context(self, k: int) -> str:
        """The nearest agreed words on each side of stretch ``k``, folded: the same whatever the base is."""
        before = after = ""
        for at in range(k - 1, -1, -1):
            before = self._folded(at)[-_HASHED:] + before
            if len(before) >= _HASHED:
                break
        for at in range(k + 1, len(self._columns.stretches)):
            after += self._folded(at)[: _HASHED - len(after)]
            if len(after) >= _HASHED:
                break
        return f"{before[-_HASHED:]}\0{after}"

    def _folded(self, k: int) -> str:
        """The words of an agreeing stretch in folded form, of a differing one nothing."""
        stretch = self._columns.stretches[k]
        if not stretch.agrees:
            return ""
        for i in self._preference:
            span = stretch.ranges[i]
            if span is not None:
                text = self._keys[i].text
                low, high = span
                if high - low > 8 * _HASHED:
                    return _words(text[low : low + 4 * _HASHED]) + _words(text[high - 4 * _HASHED : high])
                return _words(text[low:high])
        return ""

    def beside(self, k: int) -> tuple[str, str]:
        """The agreed text right beside stretch ``k``, up to the next unit or the edge of the passage."""
        columns = self._columns
        start, end = columns.starts[k], columns.starts[k + 1]
        left = right = ""
        if k > 0 and columns.stretches[k - 1].agrees:
            base = columns.starts[k - 1]
            low = max(base, start - 2 * _NEAR, self._edge_to(start))
            left = self._slice(k - 1, low - base, start - base)
        if k + 1 < len(columns.stretches) and columns.stretches[k + 1].agrees:
            high = min(columns.starts[k + 2], end + 2 * _NEAR, self._edge_from(end))
            right = self._slice(k + 1, 0, high - end)
        return left, right


def _words(text: str) -> str:
    return "".join(c for c in text if not is_punctuation(c))


def _reach(readings: Sequence[str], left: str, right: str) -> Range:
    """How many characters beside the unit all readings take in, so that each ends at word edges."""
    before = after = 0
    for reading in readings:
        text = left + reading + right
        start, end = len(left), len(left) + len(reading)
        first, last = widen(text, start, end, 0, len(text))
        before, after = max(before, start - first), max(after, last - end)
    return before, after


def _variant(
    keys: Sequence[Key],
    sigla: Sequence[str],
    ranges: Sequence[Range | None],
    members: Sequence[int],
    left: str,
    right: str,
) -> Variant:
    sites = {sigla[i]: span for i in sorted(members) if (span := ranges[i]) is not None}
    spans = {sigla[i]: _span(keys[i], *span) for i in sorted(members) if (span := ranges[i]) is not None}
    first = members[0]
    span = ranges[first] or (0, 0)
    exact = keys[first].print(*span)
    return Variant(exact, f"{left}{exact}{right}".strip(), spans, sites)


def _span(key: Key, start: int, end: int) -> Span:
    """The place of key positions in the source: a point before the next compared character when empty."""
    if start == end:
        return Span(key.offset(start), key.offset(start))
    offsets = key.offsets[start:end]
    first, last = int(offsets[0]), int(offsets[-1])
    if last < first or last - first > 4 * (end - start) + 400:
        # The reading is broken by a moved block: its first unbroken piece stands for it.
        last = first
        for offset in offsets[1:].tolist():
            if offset < last or offset - last > 400:
                break
            last = offset
    return Span(first, last + 1)
