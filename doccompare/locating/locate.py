"""Find the work in every page without a base text.

The page that shares most with all others is the pivot; what the other pages share with it, piece by
piece, forms works: pieces that overlap on the pivot belong to one, but for the title of another
document between them. The work is the one the title names, else the one in most pages, then the
longest. What the pivot lacks is looked for among the others, next to what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doccompare.layout import (
    DOCUMENT_TITLE,
    JUMP_AWAY,
    JUMP_LINE,
    lines_of,
)
from doccompare.locating.alone import with_beginning
from doccompare.locating.brims import completed
from doccompare.locating.edges import Edges, refine
from doccompare.locating.extents import Extent
from doccompare.locating.furniture import page_furniture
from doccompare.locating.works import (
    HEAVY,
    NEAR,
    Found,
    Page,
    Stretch,
    holds_title,
    is_work,
    joined,
    line_end,
    line_start,
    rank,
    works_of,
)
from doccompare.matching import SEED, SHORTEST, Piece, Run, medoid, pieces
from doccompare.model import Role, Witness
from doccompare.text import PARAGRAPH_END, key_of

# A line beside the work that is taken for a piece of its title, in word characters.
_TITLE, _LONGEST_TITLE = 12, 80
# design §5: indirect only when under a quarter of the work and under half of the page, and scattered
# in running text; or a quotation or two that stand alone.
_INDIRECT_WORK, _INDIRECT_PAGE, _QUOTED = 0.25, 0.5, 0.15
_FILLED = 0.6
# A page that has more than this share of a piece does not lack it.
_HAS = 0.5


@dataclass(frozen=True, slots=True)
class Located:
    """The extents in the order of the witnesses, and the other works the pages share, by first words.

    ``titled``: the title asked for was found (True when none was asked for).
    """

    extents: tuple[Extent, ...]
    others: tuple[str, ...]
    titled: bool = True


def locate(witnesses: Sequence[Witness], title: str = "") -> Located:
    """Where the work stands in each witness; extents in the order given. Needs two witnesses or more."""
    pages = [_page(w) for w in witnesses]
    digests = [w.sha256 for w in witnesses]
    pivot = medoid([p.words.codes for p in pages], digests, 2 * SEED)
    centre = pages[pivot]
    found = {
        i: [q for p in pieces(centre.words.codes, page.words.codes) for q in _unjumped(p, page)]
        for i, page in enumerate(pages)
        if i != pivot
    }
    works = works_of(found, pages, pivot)
    if not works:
        return Located(tuple(Extent(w.siglum, (), Role.REPRINT, 0.0) for w in witnesses), (), not title)
    wanted = key_of(title).words()[0].text
    chosen = max(range(len(works)), key=lambda k: rank(works[k], found, centre.words.text, wanted, works))
    stretches = _with_title(works[chosen], found, pages, pivot)
    for i, page in enumerate(pages):
        if i != pivot:
            candidates = [q for p in found[i] for s in stretches if (q := p.within(*s)) is not None]
            page.kept = _belonging(candidates, page)
    centre.kept = [p for s in stretches if (p := _pooled(found, pages, s)) is not None]
    _extend_among_others(pages, pivot, found, digests)
    size = max(_covered(page.kept) for page in pages)
    begin = min(start for start, _ in stretches)
    extents = completed([_extent(page, size, begin) for page in pages], witnesses)
    extents = with_beginning(extents, witnesses)
    others = tuple(
        _first_words(centre, a) for k, (a, b) in enumerate(works) if k != chosen and is_work(found, a, b)
    )
    titled = not wanted or any(holds_title(page.words.text, wanted) for page in pages)
    return Located(extents, others, titled)


def _page(witness: Witness) -> Page:
    furniture = page_furniture(witness.text)
    keep = np.ones(len(witness.text), dtype=np.bool_)
    for start, end in furniture:
        keep[start:end] = False
    words, _ = key_of(witness.text, np.flatnonzero(keep).astype(np.int64)).words()
    return Page(witness, furniture, words, [])


def _unjumped(piece: Piece, page: Page) -> list[Piece]:
    """The piece cut where the page sends its reader to another page: what follows is another article."""
    text, offsets = page.witness.text, page.words.offsets
    parts: list[list[Run]] = [[]]
    for run in piece.links:
        if parts[-1]:
            last = parts[-1][-1]
            between = text[int(offsets[last.b + last.length - 1]) + 1 : int(offsets[run.b])]
            jump = JUMP_LINE.search(between)
            if jump and JUMP_AWAY.search(jump.group()) and "上接" not in between:
                parts.append([])
        parts[-1].append(run)
    return [Piece(tuple(p)) for p in parts if sum(r.length for r in p) >= SHORTEST]


def _with_title(work: Stretch, found: Found, pages: Sequence[Page], pivot: int) -> list[Stretch]:
    """The work on the pivot, with the title lines that stand beside it: a title after the text.

    Such lines hold no sentence, fill their lines on both pages and stand near the work on both.
    """
    lines: list[Stretch] = []
    for i, ps in found.items():
        core = [q for p in ps if (q := p.within(*work)) is not None and q.weight >= HEAVY]
        for piece in ps:
            if piece.weight < _TITLE or piece.a1 - piece.a0 > _LONGEST_TITLE:
                continue
            beside = piece.a0 - work[1] <= NEAR and work[0] - piece.a1 <= NEAR
            outside = piece.a0 >= work[1] or work[0] >= piece.a1
            near = any(piece.b0 - p.b1 <= NEAR and p.b0 - piece.b1 <= NEAR for p in core)
            fits = beside and outside and near
            if fits and _is_title(piece, pages[i]) and _is_title(piece.turned(), pages[pivot]):
                lines.append((piece.a0, piece.a1))
    return joined([work, *lines])


def _is_title(piece: Piece, page: Page) -> bool:
    """The piece fills lines that hold no sentence."""
    text, offsets = page.witness.text, page.words.offsets
    lines = text[line_start(text, int(offsets[piece.b0])) : line_end(text, int(offsets[piece.b1 - 1]))]
    return _fill([piece], page) >= _FILLED and not any(c in PARAGRAPH_END for c in lines.strip())


def _belonging(candidates: list[Piece], page: Page) -> list[Piece]:
    """Of the pieces that lie in the work, those that are the work and not a phrase of another article."""
    if not candidates:
        return []
    ordered = sorted(candidates, key=lambda p: -p.weight)
    kept, rest = ordered[:1], ordered[1:]
    grown = True
    while grown:
        grown = False
        for piece in list(rest):
            if _accept(piece, kept, page):
                kept.append(piece)
                rest.remove(piece)
                grown = True
    return sorted(kept, key=lambda p: p.b0)


def _accept(piece: Piece, kept: list[Piece], page: Page) -> bool:
    inside = min(p.b0 for p in kept) <= piece.b0 and piece.b1 <= max(p.b1 for p in kept)
    near = any(-NEAR <= piece.b0 - p.b1 <= NEAR or -NEAR <= p.b0 - piece.b1 <= NEAR for p in kept)
    fresh = not any(p.a0 < piece.a1 and piece.a0 < p.a1 for p in kept)
    if _jumped_over(piece, kept, page):
        return False
    if piece.weight >= HEAVY and (fresh or near or inside):
        return True
    return (near or inside) and _fill([piece], page) >= _FILLED


def _jumped_over(piece: Piece, kept: list[Piece], page: Page) -> bool:
    """A jump line stands between what is kept and the piece, and no 上接 brings the reader back."""
    text, offsets = page.witness.text, page.words.offsets
    before = [p for p in kept if p.b1 <= piece.b0]
    if not before:
        return False
    last = max(p.b1 for p in before)
    between = text[int(offsets[last - 1]) + 1 : int(offsets[piece.b0])]
    jump = JUMP_LINE.search(between)
    return bool(jump and JUMP_AWAY.search(jump.group()) and "上接" not in between)


def _fill(ps: Sequence[Piece], page: Page) -> float:
    """How much of the lines in which they stand the pieces cover: 1 for whole paragraphs."""
    text, offsets = page.witness.text, page.words.offsets
    taken = whole = 0
    seen = -1
    for piece in sorted(ps, key=lambda p: p.b0):
        start = max(seen, line_start(text, int(offsets[piece.b0])))
        end = line_end(text, int(offsets[piece.b1 - 1]))
        whole += len(key_of(text[start:end]).words()[0])
        taken += piece.b1 - piece.b0
        seen = max(seen, end)
    return taken / whole if whole else 0.0


def _pooled(found: Found, pages: Sequence[Page], stretch: Stretch) -> Piece | None:
    """What of a stretch of the pivot stands in any other page that has the work, as a piece of the pivot."""
    runs = sorted(
        (run.a, run.a + run.length)
        for i, ps in found.items()
        if pages[i].kept
        for p in ps
        if (q := p.within(*stretch)) is not None
        for run in q.links
    )
    merged: list[list[int]] = []
    for start, end in runs:
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return Piece(tuple(Run(a, a, b - a) for a, b in merged)) if merged else None


def _extend_among_others(pages: list[Page], pivot: int, found: Found, digests: Sequence[str]) -> None:
    """What the pivot lacks: pieces that two other pages share next to, or between, what was found.

    What it has and what was not found to be the work is another article, however many pages share it.
    """
    others = [i for i, p in enumerate(pages) if i != pivot and p.kept]
    if len(others) < 2:
        return
    second = max(others, key=lambda i: (_covered(pages[i].kept), digests[i]))
    if _left(pages[second]) < 2 * SHORTEST:
        return
    with_pivot = np.zeros(len(pages[second].words), dtype=np.bool_)
    for run in (r for p in found[second] for r in p.links):
        with_pivot[run.b : run.b + run.length] = True
    for i in others:
        if i == second or _left(pages[i]) < 2 * SHORTEST:
            continue
        for piece in pieces(pages[second].words.codes, pages[i].words.codes):
            turned = piece.turned()
            if (
                piece.weight < 2 * SHORTEST
                or with_pivot[piece.a0 : piece.a1].mean() > _HAS
                or _stands_apart(piece, pages[i])
                or _stands_apart(turned, pages[second])
            ):
                continue
            if _adjoins(pages[second].kept, piece.a0, piece.a1) and _adjoins(
                pages[i].kept, piece.b0, piece.b1
            ):
                pages[i].kept = _with(pages[i].kept, piece)
                pages[second].kept = _with(pages[second].kept, turned)


def _stands_apart(piece: Piece, page: Page) -> bool:
    """A title of another document, or a jump line, parts the piece from what is kept of its page."""
    text, offsets = page.witness.text, page.words.offsets
    start, end = int(offsets[piece.b0]), int(offsets[piece.b1 - 1]) + 1
    nearest = min(page.kept, key=lambda p: min(abs(p.b0 - piece.b1), abs(piece.b0 - p.b1)))
    if piece.b0 < nearest.b1 and nearest.b0 < piece.b1:
        return False
    low, high = sorted(
        (
            int(offsets[nearest.b1 - 1]) if nearest.b1 <= piece.b0 else end,
            start if nearest.b1 <= piece.b0 else int(offsets[nearest.b0]),
        )
    )
    region = text[line_start(text, low) : max(high, end if nearest.b1 <= piece.b0 else high)]
    lines = lines_of(region)
    return _jumped_over(piece, page.kept, page) or any(
        DOCUMENT_TITLE.match(region[line.start : line.end]) for line in lines
    )


def _adjoins(kept: list[Piece], start: int, end: int) -> bool:
    """``[start, end)`` overlaps or lies near what is kept of a page."""
    return any(start <= p.b1 + NEAR and p.b0 <= end + NEAR for p in kept)


def _with(kept: list[Piece], piece: Piece) -> list[Piece]:
    if any(p.b0 <= piece.b0 and piece.b1 <= p.b1 for p in kept):
        return kept
    return sorted([*kept, piece], key=lambda p: p.b0)


def _covered(kept: Sequence[Piece]) -> int:
    """The word characters of a page that its pieces cover."""
    total = at = 0
    for piece in sorted(kept, key=lambda p: p.b0):
        total += max(0, piece.b1 - max(at, piece.b0))
        at = max(at, piece.b1)
    return total


def _left(page: Page) -> int:
    """The word characters of a page that are not taken for the work."""
    return len(page.words) - _covered(page.kept)


def _extent(page: Page, size: int, begin: int) -> Extent:
    siglum = page.witness.siglum
    if not page.kept:
        return Extent(siglum, (), Role.REPRINT, 0.0)
    have = min(sum(p.weight for p in page.kept), _covered(page.kept))
    share = have / size
    little = share < _INDIRECT_WORK and have < _INDIRECT_PAGE * len(page.words)
    begins = any(p.a0 <= begin + NEAR for p in page.kept)
    scattered = _fill(page.kept, page) < _FILLED or (share < _QUOTED and not begins)
    if little and scattered and page.witness.role is None:
        return Extent(siglum, (), Role.INDIRECT, share)
    edges: Edges = refine(page.witness.text, page.furniture, page.words, page.kept)
    return Extent(siglum, edges.spans, Role.REPRINT, share, edges.jumps)


def _first_words(page: Page, start: int) -> str:
    """The head of another work, for naming it: its first line, at most 24 characters."""
    text = page.witness.text
    offset = int(page.words.offsets[min(start, len(page.words) - 1)])
    return text[line_start(text, offset) : line_end(text, offset)].strip()[:24]
