"""What an indirect witness (旁证) prints at the place of a locus."""

from __future__ import annotations

from collections.abc import Sequence

from doccompare.model import IndirectReading, Locus, Span
from doccompare.text import Key, is_punctuation, key_of

# The agreed words that must stand beside a quotation's reading: this many on the better side, and in all.
_SIDE, _BOTH = 4, 7
_LONGEST = 12


def indirect_readings(loci: Sequence[Locus], texts: Sequence[tuple[str, str]]) -> list[list[IndirectReading]]:
    """For each locus, what each indirect witness (siglum, text) has between the same words."""
    keys = [(siglum, *key_of(text).words()) for siglum, text in texts]
    out: list[list[IndirectReading]] = []
    for locus in loci:
        found: list[IndirectReading] = []
        if not locus.punctuation:
            for siglum, words, _ in keys:
                reading = _reading(locus, words)
                if reading is not None:
                    start, end = reading
                    exact = words.print(start, end)
                    left, right = _widened(locus)
                    at = int(words.offsets[start]) if start < len(words) else len(words.source)
                    stop = int(words.offsets[end - 1]) + 1 if end > start else at
                    found.append(IndirectReading(siglum, f"{left}{exact}{right}", Span(at, stop)))
        out.append(found)
    return out


def _widened(locus: Locus) -> tuple[str, str]:
    """The characters by which the readings were widened, taken from the first one."""
    variant = locus.variants[0]
    if not variant.exact:
        other = next((v for v in locus.variants if v.exact), variant)
        at = other.text.find(other.exact)
        return other.text[:at], other.text[at + len(other.exact) :]
    at = variant.text.find(variant.exact)
    return variant.text[:at], variant.text[at + len(variant.exact) :]


def _only_words(text: str) -> str:
    return "".join(c for c in key_of(text).text if not is_punctuation(c))


def _reading(locus: Locus, words: Key) -> tuple[int, int] | None:
    """Where the indirect witness has the place: word positions of what stands between the contexts."""
    left, right = _only_words(locus.near_left), _only_words(locus.near_right)
    limit = max(len(_only_words(v.exact)) for v in locus.variants) + _LONGEST
    best: tuple[int, int, int] | None = None
    anchor = left[-_SIDE:]
    if len(anchor) == _SIDE:
        for at in _occurrences(words.text, anchor):
            end = at + _SIDE
            before = _SIDE + _common(words.text[:at][::-1], left[:-_SIDE][::-1])
            for size in range(_BOTH - _SIDE, len(right) + 1):
                stop = words.text.find(right[:size], end, end + limit + size)
                if stop < 0:
                    break
                best = max(best or (0, 0, 0), (before + size, end, stop))
    anchor = right[:_SIDE]
    if len(anchor) == _SIDE:
        for at in _occurrences(words.text, anchor):
            after = _SIDE + _common(words.text[at + _SIDE :], right[_SIDE:])
            for size in range(_BOTH - _SIDE, len(left) + 1):
                low = max(0, at - limit - size)
                begin = words.text.rfind(left[-size:], low, at)
                if begin < 0:
                    break
                best = max(best or (0, 0, 0), (after + size, begin + size, at))
    if best is None or best[0] < _BOTH:
        return None
    return best[1], best[2]


def _common(a: str, b: str) -> int:
    size = 0
    while size < min(len(a), len(b)) and a[size] == b[size]:
        size += 1
    return size


def _occurrences(text: str, piece: str) -> list[int]:
    out: list[int] = []
    at = text.find(piece)
    while at >= 0 and len(out) < 50:
        out.append(at)
        at = text.find(piece, at + 1)
    return out
