"""The established text: every character from a witness, every place that is open known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doccompare.columns import Columns
from doccompare.model import EstablishedText, Label, OpenPlace, Paragraph, Part
from doccompare.text import Key


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands at a stretch: the index of a witness that reads it; ``open``: the unit's key if undecided.

    ``emended``: what an editor puts there though no witness has it.
    """

    witness: int
    open: str | None = None
    emended: str | None = None


def establish(
    columns: Columns,
    keys: Sequence[Key],
    preference: Sequence[int],
    outline: Sequence[tuple[str, Part, int]],
    choices: Mapping[int, Choice],
    label: Label,
    numbers: Mapping[str, str],
) -> EstablishedText:
    """The text, one paragraph a line.

    ``outline``: address, part and end column of each paragraph, in order; what stands between two
    paragraphs goes with the following one. ``choices`` by index of stretch; ``numbers`` by address, for
    texts whose numbers are not part of the compared text.
    """
    paragraphs: list[Paragraph] = []
    places: list[OpenPlace] = []
    lines: list[str] = []
    at = start = 0
    for n, (address, part, stop) in enumerate(outline):
        end = columns.width if n == len(outline) - 1 else stop
        line = numbers.get(address, "")
        bare = len(line)
        for k in range(columns.stretch_at(start), len(columns.stretches)):
            if columns.starts[k] >= end:
                break
            low, high = max(start, columns.starts[k]), min(end, columns.starts[k + 1])
            choice = choices.get(k)
            if choice is None:
                line += _agreed(columns, keys, preference, k, low, high)
            elif columns.starts[k] >= start:
                span = columns.stretches[k].ranges[choice.witness]
                piece = keys[choice.witness].print(*span) if span else ""
                if choice.emended is not None:
                    piece = choice.emended
                if choice.open is not None:
                    places.append(OpenPlace(at + len(line), at + len(line) + len(piece), choice.open))
                line += piece
        line = line.rstrip()
        if len(line) == bare:
            # Nothing of the paragraph stands: an open place of it is a point before the next one.
            places = [
                p if p.start < at else OpenPlace(max(0, at - 1), max(0, at - 1), p.unit) for p in places
            ]
        else:
            paragraphs.append(Paragraph(address, part, at, at + len(line)))
            lines.append(line)
            at += len(line) + 1
        start = end
    return EstablishedText(label, "\n".join(lines), tuple(paragraphs), tuple(places))


def _agreed(
    columns: Columns, keys: Sequence[Key], preference: Sequence[int], k: int, low: int, high: int
) -> str:
    """The columns ``[low, high)`` of an agreeing stretch, as the most preferred witness prints them."""
    for i in preference:
        span = columns.stretches[k].ranges[i]
        if span is not None:
            first = min(span[1], span[0] + low - columns.starts[k])
            text = "".join(keys[i].shown[first : min(span[1], first + high - low)])
            return text.lstrip() if low > columns.starts[k] or k == 0 else text
    return ""
