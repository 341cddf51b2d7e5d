"""本校: how the same witness writes the same thing elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doccompare.model import Locus
from doccompare.text import is_punctuation

# A witness must have the other reading this often, and its own nowhere else, for it to tell.
_OFTEN = 2
_SHORTEST_FORM = 3
_CONTEXT = 2
# Beyond this many times it makes no difference how many.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Usage:
    """Witness ``siglum`` writes ``form``, as reading ``reading`` has it, ``times`` times elsewhere."""

    reading: int
    siglum: str
    form: str
    times: int
    own: bool  # the witness itself reads it here


def own_usage(locus: Locus, texts: Mapping[str, Concordance]) -> list[Usage]:
    """For each witness with usage that tells: the reading it uses elsewhere, to the exclusion of the others.

    A form is a reading with a little agreed text on one side, so that common words do not count.
    """
    if locus.punctuation or len(locus.variants) < 2:
        return []
    left = _run(locus.near_left[::-1])[::-1][-_CONTEXT:]
    right = _run(locus.near_right)[:_CONTEXT]
    ways = _forms(locus, left, right)
    out: list[Usage] = []
    for siglum, site in ((s, site) for v in locus.variants for s, site in v.sites.items()):
        best: Usage | None = None
        for forms in ways:
            counts = [texts[siglum].count(form, *site) for form in forms]
            top = max(range(len(counts)), key=lambda i: counts[i])
            others = sum(counts) - counts[top]
            if counts[top] >= _OFTEN and others == 0 and (best is None or counts[top] > best.times):
                best = Usage(top, siglum, forms[top], counts[top], siglum in locus.variants[top].sites)
        if best is not None:
            out.append(best)
    return out


def _forms(locus: Locus, left: str, right: str) -> list[list[str]]:
    """Ways to write all readings with the same context, so that they can be counted against each other."""
    exact = [v.exact for v in locus.variants]
    empty = not all(exact)
    ways = [(left, right)] if empty else [(left, ""), ("", right), (left, right)]
    out = []
    for before, after in ways:
        forms = [before + e + after for e in exact]
        usable = all(len(f) >= _SHORTEST_FORM for f in forms) and (not empty or (before and after))
        if usable and not any(is_punctuation(c) for f in forms for c in f) and not _nested(forms):
            out.append(forms)
    return out


def _nested(forms: list[str]) -> bool:
    """One form inside another cannot be counted apart from it."""
    return any(a in b for i, a in enumerate(forms) for j, b in enumerate(forms) if i != j)


def _run(text: str) -> str:
    """The characters up to the first punctuation mark."""
    for i, char in enumerate(text):
        if is_punctuation(char):
            return text[:i]
    return text


class Concordance:
    """Where the short strings of a text stand. Built once, in one pass; then a look-up each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[str, list[int]] = {}
        for at in range(len(text) - _SHORTEST_FORM + 1):
            self._places.setdefault(text[at : at + _SHORTEST_FORM], []).append(at)

    def count(self, form: str, start: int, end: int) -> int:
        """How often a form stands in the text without touching ``[start, end)``; at most ``_MOST``."""
        found = 0
        for at in self._places.get(form[:_SHORTEST_FORM], ()):
            if self.text.startswith(form, at) and not _touches(at, at + len(form), start, end):
                found += 1
                if found == _MOST:
                    break
        return found


def _touches(a: int, b: int, start: int, end: int) -> bool:
    return a <= end and start <= b
