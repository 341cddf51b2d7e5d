"""Whether a stretch of a text stands in it once more."""

from __future__ import annotations

from doccompare.matching.pieces import pieces
from doccompare.text import Key

# So much of the words of a stretch must stand elsewhere, in one piece, for it to stand twice.
_SAME = 0.8


def twin(key: Key, start: int, end: int) -> tuple[int, int] | None:
    """The positions ``[a, b)`` of a key outside ``[start, end)`` where its text stands again, slips allowed.

    The nearest such place when the text itself stands there to the letter, else the likest; None if
    there is none.
    """
    piece = key.text[start:end]
    exact = [at for at in _occurrences(key.text, piece) if at + len(piece) <= start or at >= end]
    if exact:
        near = min(exact, key=lambda at: abs(at - start))
        return near, near + len(piece)
    words, at = key.words()
    first, last = int(at.searchsorted(start)), int(at.searchsorted(end))
    codes = words.codes[first:last]
    best: tuple[int, int, int] | None = None
    for low, high in ((0, first), (last, len(words))):
        for found in pieces(codes, words.codes[low:high]):
            if found.weight >= _SAME * len(codes) and (best is None or found.weight > best[0]):
                best = found.weight, low + found.b0, low + found.b1
    if best is None:
        return None
    return int(at[best[1]]), int(at[best[2] - 1]) + 1


def _occurrences(text: str, piece: str) -> list[int]:
    out: list[int] = []
    at = text.find(piece) if piece else -1
    while at >= 0:
        out.append(at)
        at = text.find(piece, at + 1)
    return out
