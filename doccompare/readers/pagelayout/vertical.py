"""Text set from top to bottom: it is not laid out, but told apart so that it garbles nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from doccompare.readers.pagelayout.shapes import Glyph, Segment, around

_LEAST = 4  # characters one below the other; fewer may be the ends of lines


def parted(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Segment]]:
    """The glyphs set horizontally, and the vertical lines, in the order of the file."""
    printed = [(i, g) for i, g in enumerate(glyphs) if not g.char.isspace()]
    upright: list[Glyph] = []
    lines: list[Segment] = []
    start = 0
    for at in range(1, len(printed) + 1):
        if at < len(printed) and _below(printed[at - 1][1], printed[at][1]):
            continue
        stretch = printed[start:at]
        if len(stretch) >= _LEAST:
            lines.append(_line(stretch))
        else:
            upright += [g for _, g in stretch]
        start = at
    return upright, lines


def _below(a: Glyph, b: Glyph) -> bool:
    """Whether ``b`` stands straight under ``a``, one character further down."""
    em = max(a.box.width, b.box.width, 1e-6)
    step = (b.box.top + b.box.bottom - a.box.top - a.box.bottom) / 2
    return abs(a.box.middle - b.box.middle) < 0.3 * em and 0.5 * em < step < 2.5 * em


def _line(stretch: Sequence[tuple[int, Glyph]]) -> Segment:
    box = around(g.box for _, g in stretch)
    text = "".join(g.char for _, g in stretch)
    doubts = tuple(n for n, (_, g) in enumerate(stretch) if g.doubt)
    return Segment(text, box, box.width, stretch[0][0], box, 0, doubts=doubts)
