"""Find the work in every page without a base text.

The page that shares most with all others is the pivot; what the other pages share with it, piece by
piece, forms works: pieces that overlap on the pivot belong to one. The work is the one the title
names, else the one in most pages, then the longest. What the pivot lacks is looked for among the
others, next to what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from doccompare.locating.edges import Edges, refine
from doccompare.locating.furniture import page_furniture
from doccompare.locating.shared import SEED, SHORTEST, Piece, pieces
from doccompare.matching import medoid
from doccompare.model import Role, Span, Witness
from doccompare.text import Key, key_of

# Two pieces of one page this near (word characters) belong together.
_NEAR = 150
# A piece this heavy belongs to the work wherever it stands on the page (a column out of order).
_HEAVY = 100
# The shortest line beside the work (word characters) that is taken for a piece of it.
_TITLE = 15
# design §5: indirect only when scattered, out of order, under a quarter of the work and half the page.
_INDIRECT_WORK = 0.25
_INDIRECT_PAGE = 0.5
# What a page that reprints has in one run: less of it in the run is scattered quotation.
_DENSE = 0.6


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the work stands in a witness: spans of its text in file order, furniture cut out.

    ``role`` is what the extent looks like; ``jumps``: the text breaks off at a jump line at this offset;
    ``share`` the part of the work it has. No span: the work was not found.
    """

    siglum: str
    spans: tuple[Span, ...]
    role: Role
    share: float
    jumps: int | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """The extents in the order of the witnesses, and the other works the pages share, by first words."""

    extents: tuple[Extent, ...]
    others: tuple[str, ...]


@dataclass(slots=True)
class _Page:
    """A page at work: its word key and what of it belongs to the work (word positions)."""

    witness: Witness
    furniture: list[tuple[int, int]]
    words: Key
    kept: list[Piece]


def locate(witnesses: Sequence[Witness], title: str = "") -> Located:
    """Where the work stands in each witness; extents in the order given. Needs two witnesses or more."""
    pages = [_page(w) for w in witnesses]
    digests = [w.sha256 for w in witnesses]
    pivot = medoid([p.words.codes for p in pages], digests, 2 * SEED)
    found = {i: pieces(pages[pivot].words.codes, p.words.codes) for i, p in enumerate(pages) if i != pivot}
    works = _works(found)
    if not works:
        return Located(tuple(Extent(w.siglum, (), Role.REPRINT, 0.0) for w in witnesses), ())
    chosen = _choose(works, found, pages[pivot].words, title)
    stretches = _with_neighbours(works[chosen], found, pages, pivot)
    for i, page in enumerate(pages):
        if i != pivot:
            page.kept = _belonging(
                [p for p in found[i] if any(p.a0 < end and start < p.a1 for start, end in stretches)], page
            )
    pages[pivot].kept = [Piece(start, end, start, end, end - start) for start, end in sorted(stretches)]
    _extend_among_others(pages, pivot, digests)
    size = max(_covered(page.kept) for page in pages)
    extents = tuple(_extent(page, size, title) for page in pages)
    others = tuple(
        _first_words(pages[pivot], a)
        for k, (a, b) in enumerate(works)
        if k != chosen and _is_work(found, a, b)
    )
    return Located(extents, others)


def _page(witness: Witness) -> _Page:
    import numpy as np

    furniture = page_furniture(witness.text)
    keep = np.ones(len(witness.text), dtype=np.bool_)
    for start, end in furniture:
        keep[start:end] = False
    words, _ = key_of(witness.text, np.flatnonzero(keep).astype(np.int64)).words()
    return _Page(witness, furniture, words, [])


def _works(found: dict[int, list[Piece]]) -> list[tuple[int, int]]:
    """The stretches of the pivot that overlapping pieces cover, longest first."""
    spans = sorted((p.a0, p.a1) for ps in found.values() for p in ps)
    out: list[list[int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return sorted(((a, b) for a, b in out), key=lambda s: (s[0] - s[1], s[0]))


def _in_work(ps: Sequence[Piece], start: int, end: int) -> int:
    return sum(p.weight for p in ps if p.a0 < end and start < p.a1)


def _is_work(found: dict[int, list[Piece]], start: int, end: int) -> bool:
    """A shared stretch worth naming: long, and whole in another page, not a stock phrase."""
    length = end - start
    return length >= _HEAVY and any(_in_work(ps, start, end) >= length / 2 for ps in found.values())


def _choose(works: list[tuple[int, int]], found: dict[int, list[Piece]], pivot: Key, title: str) -> int:
    """The index of the work: by title, then by the number of pages that have half of it, then by length."""
    wanted = key_of(title).words()[0].text

    def rank(k: int) -> tuple[bool, int, int]:
        start, end = works[k]
        # The title may stand before the work, or after it; by itself it is no work.
        around = pivot.text[max(0, start - _NEAR - len(wanted)) : end + _NEAR + len(wanted)]
        named = bool(wanted) and end - start > 2 * len(wanted) and _holds_title(around, wanted)
        pages = sum(_in_work(ps, start, end) * 4 >= end - start for ps in found.values())
        return named, pages, end - start

    longest = max(b - a for a, b in works)
    usable = [k for k, (a, b) in enumerate(works) if (b - a) * 10 >= longest or rank(k)[0]]
    return max(usable, key=rank)


def _holds_title(text: str, title: str) -> bool:
    """The text has the title, or its latter half (papers shorten the names of the issuing bodies)."""
    return title in text or (len(title) >= 12 and title[len(title) // 2 :] in text)


def _with_neighbours(
    work: tuple[int, int], found: dict[int, list[Piece]], pages: Sequence[_Page], pivot: int
) -> list[tuple[int, int]]:
    """The work on the pivot, with the shared lines that stand beside it on the pivot: a title after the text.

    Such a line must fill its lines on both pages, and stand near the work on the other page as well.
    """
    stretches = [work]
    for i, pieces_ in found.items():
        core = [p for p in pieces_ if p.a0 < work[1] and work[0] < p.a1 and p.weight >= _HEAVY]
        for piece in pieces_:
            beside = any(piece.a0 - b <= _NEAR and a - piece.a1 <= _NEAR for a, b in stretches)
            new = not any(piece.a0 < b and a < piece.a1 for a, b in stretches)
            near = any(piece.b0 - p.b1 <= _NEAR and p.b0 - piece.b1 <= _NEAR for p in core)
            turned = Piece(piece.b0, piece.b1, piece.a0, piece.a1, piece.weight)
            if beside and new and near and piece.weight >= _TITLE:
                if _fills_its_lines(piece, pages[i]) and _fills_its_lines(turned, pages[pivot]):
                    stretches.append((piece.a0, piece.a1))
    return stretches


def _belonging(candidates: list[Piece], page: _Page) -> list[Piece]:
    """Of the pieces that lie in the work, those that are the work and not a phrase of another article."""
    if not candidates:
        return []
    ordered = sorted(candidates, key=lambda p: -p.weight)
    kept = [ordered[0]]
    rest = ordered[1:]
    grown = True
    while grown:
        grown = False
        for piece in list(rest):
            if _accept(piece, kept, page):
                kept.append(piece)
                rest.remove(piece)
                grown = True
    return sorted(kept, key=lambda p: p.b0)


def _accept(piece: Piece, kept: list[Piece], page: _Page) -> bool:
    inside = min(p.b0 for p in kept) <= piece.b0 and piece.b1 <= max(p.b1 for p in kept)
    near = any(-_NEAR <= piece.b0 - p.b1 <= _NEAR or -_NEAR <= p.b0 - piece.b1 <= _NEAR for p in kept)
    fresh = not any(p.a0 < piece.a1 and piece.a0 < p.a1 for p in kept)
    if piece.weight >= _HEAVY and (fresh or near or inside):
        return True
    return (near or inside) and _fills_its_lines(piece, page)


def _fills_its_lines(piece: Piece, page: _Page) -> bool:
    """The piece covers most of the lines it stands in: a title or a sentence, not a phrase in passing."""
    text, offsets = page.witness.text, page.words.offsets
    start, end = int(offsets[piece.b0]), int(offsets[piece.b1 - 1]) + 1
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    whole = len(key_of(text[line_start:line_end]).words()[0])
    return piece.b1 - piece.b0 >= 0.6 * whole


def _extend_among_others(pages: list[_Page], pivot: int, digests: Sequence[str]) -> None:
    """What the pivot lacks: pieces that two other pages share next to, or between, what was found."""
    others = [i for i, p in enumerate(pages) if i != pivot and p.kept]
    if len(others) < 2:
        return
    second = max(others, key=lambda i: (_covered(pages[i].kept), digests[i]))
    if _left(pages[second]) < 2 * SHORTEST:
        return
    for i in others:
        if i == second or _left(pages[i]) < 2 * SHORTEST:
            continue
        for piece in pieces(pages[second].words.codes, pages[i].words.codes):
            turned = Piece(piece.b0, piece.b1, piece.a0, piece.a1, piece.weight)
            if piece.weight < SHORTEST * 2:
                continue
            if _adjoins(pages[second].kept, piece.a0, piece.a1) and _adjoins(
                pages[i].kept, piece.b0, piece.b1
            ):
                pages[i].kept = _with(pages[i].kept, piece)
                pages[second].kept = _with(pages[second].kept, turned)


def _left(page: _Page) -> int:
    """The word characters of a page that are not taken for the work."""
    return len(page.words) - _covered(page.kept)


def _adjoins(kept: list[Piece], start: int, end: int) -> bool:
    """``[start, end)`` overlaps or lies near what is kept of a page."""
    return any(start <= p.b1 + _NEAR and p.b0 <= end + _NEAR for p in kept)


def _covered(kept: Sequence[Piece]) -> int:
    """The word characters of a page that its pieces cover."""
    total = at = 0
    for piece in sorted(kept, key=lambda p: p.b0):
        total += max(0, piece.b1 - max(at, piece.b0))
        at = max(at, piece.b1)
    return total


def _with(kept: list[Piece], piece: Piece) -> list[Piece]:
    if any(p.b0 <= piece.b0 and piece.b1 <= p.b1 for p in kept):
        return kept
    return sorted([*kept, replace(piece)], key=lambda p: p.b0)


def _extent(page: _Page, size: int, title: str) -> Extent:
    siglum = page.witness.siglum
    if not page.kept:
        return Extent(siglum, (), Role.REPRINT, 0.0)
    have = min(sum(p.weight for p in page.kept), _covered(page.kept))
    reach = max(p.b1 for p in page.kept) - min(p.b0 for p in page.kept)
    share = have / size
    heaviest = max(p.weight / max(1, p.b1 - p.b0) * (p.weight / have) for p in page.kept)
    scattered = have < _DENSE * reach and heaviest < _DENSE
    indirect = scattered and share < _INDIRECT_WORK and have < _INDIRECT_PAGE * len(page.words)
    if indirect and page.witness.role is None:
        return Extent(siglum, (), Role.INDIRECT, share)
    edges: Edges = refine(page.witness.text, page.furniture, page.words, page.kept, title)
    return Extent(siglum, edges.spans, Role.REPRINT, share, edges.jumps)


def _first_words(page: _Page, start: int) -> str:
    """The head of another work, for naming it: its first line, at most 24 characters."""
    text = page.witness.text
    offset = int(page.words.offsets[start])
    line = text[text.rfind("\n", 0, offset) + 1 :].split("\n", 1)[0]
    return line.strip()[:24]
