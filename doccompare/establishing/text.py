"""The established text: every character from a witness, every place that is open known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from doccompare.columns import Columns, source_runs
from doccompare.model import EstablishedText, Label, OpenPlace, Paragraph, Part, Place, Source, Span
from doccompare.text import Key


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands at a stretch: the index of a witness that reads it; ``open``: the unit's key if undecided.

    ``emended``: what an editor puts there though no witness has it; ``unit``: the unit's key.
    """

    witness: int
    open: str | None = None
    emended: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Key positions ``[start, end)`` of a witness as printed; an editor's own text without a witness."""

    text: str
    witness: int | None = None
    start: int = 0
    end: int = 0
    unit: str | None = None


def establish(
    columns: Columns,
    keys: Sequence[Key],
    preference: Sequence[int],
    outline: Sequence[tuple[str, Part, int]],
    choices: Mapping[int, Choice],
    label: Label,
    numbers: Mapping[str, str],
    sigla: Sequence[str] = (),
    place_of: Callable[[str, Span], Place] | None = None,
) -> EstablishedText:
    """The text, one paragraph a line.

    ``outline``: address, part and end column of each paragraph, in order; what stands between two
    paragraphs goes with the following one. ``choices`` by index of stretch; ``numbers`` by address, for
    texts whose numbers are not part of the compared text; ``sigla`` and ``place_of`` are for the trace.
    """
    paragraphs: list[Paragraph] = []
    places: list[OpenPlace] = []
    lines: list[str] = []
    trace: list[Source] = []
    at = start = 0
    for n, (address, part, stop) in enumerate(outline):
        end = columns.width if n == len(outline) - 1 else stop
        line = numbers.get(address, "")
        bare = len(line)
        pieces: list[tuple[int, _Piece]] = []
        for k in range(columns.stretch_at(start), len(columns.stretches)):
            if columns.starts[k] >= end:
                break
            low, high = max(start, columns.starts[k]), min(end, columns.starts[k + 1])
            choice = choices.get(k)
            if choice is None:
                piece = _agreed(columns, keys, preference, k, low, high)
            elif columns.starts[k] >= start:
                piece = _chosen(columns, keys, k, choice)
                if choice.open is not None:
                    places.append(OpenPlace(at + len(line), at + len(line) + len(piece.text), choice.open))
            else:
                continue
            pieces.append((at + len(line), piece))
            line += piece.text
        line = line.rstrip()
        if len(line) == bare:
            # Nothing of the paragraph stands: an open place of it is a point before the next one.
            places = [
                p if p.start < at else OpenPlace(max(0, at - 1), max(0, at - 1), p.unit) for p in places
            ]
        else:
            paragraphs.append(Paragraph(address, part, at, at + len(line)))
            trace += _sources(pieces, keys, at + len(line), sigla, place_of)
            lines.append(line)
            at += len(line) + 1
        start = end
    return EstablishedText(label, "\n".join(lines), tuple(paragraphs), tuple(places), tuple(trace))


def _agreed(
    columns: Columns, keys: Sequence[Key], preference: Sequence[int], k: int, low: int, high: int
) -> _Piece:
    """The columns ``[low, high)`` of an agreeing stretch, as the most preferred witness prints them."""
    for i in preference:
        span = columns.stretches[k].ranges[i]
        if span is not None:
            first = min(span[1], span[0] + low - columns.starts[k])
            last = min(span[1], first + high - low)
            text = "".join(keys[i].shown[first:last])
            return _Piece(text.lstrip() if low > columns.starts[k] or k == 0 else text, i, first, last)
    return _Piece("")


def _chosen(columns: Columns, keys: Sequence[Key], k: int, choice: Choice) -> _Piece:
    """What is printed at a place of variation."""
    if choice.emended is not None:
        return _Piece(choice.emended, unit=choice.unit)
    span = columns.stretches[k].ranges[choice.witness] or (0, 0)
    return _Piece(keys[choice.witness].print(*span), choice.witness, *span, choice.unit)


def _sources(
    pieces: Sequence[tuple[int, _Piece]],
    keys: Sequence[Key],
    end: int,
    sigla: Sequence[str],
    place_of: Callable[[str, Span], Place] | None,
) -> list[Source]:
    """Where the characters of one paragraph come from; ``end`` is its end without blanks."""
    out: list[Source] = []
    for at, piece in pieces:
        if piece.witness is None:
            if piece.text:
                out.append(Source(at, min(end, at + len(piece.text)), "", None, None, piece.unit))
            continue
        key = keys[piece.witness]
        siglum = sigla[piece.witness] if sigla else str(piece.witness)
        cut = len("".join(key.shown[piece.start : piece.end])) - len(piece.text)  # a blank at its head
        for first, last in source_runs(key, piece.start, piece.end):
            size = sum(map(len, key.shown[first:last])) - cut
            cut = 0
            span = Span(int(key.offsets[first]), int(key.offsets[last - 1]) + 1)
            place = place_of(siglum, span) if place_of is not None else None
            out.append(Source(at, min(end, at + size), siglum, span, place, piece.unit))
            at += size
    return out
