"""Made-up texts as inputs of the aligner, and its result as an apparatus a person can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from doccompare.alignment import Aligned, Input, align
from doccompare.model import Part, Passage, Stretch
from doccompare.text import key_of

SIGLA = "甲乙丙丁戊己庚辛壬癸"
OMITTED = "无"
ABSENT = "未见"


def input_of(text: str, *, jumps: bool = False, punctuated: bool = True) -> Input:
    """A witness of plain paragraphs, one a line."""
    passages, at = [], 0
    for line in text.split("\n"):
        size = len(key_of(line))
        if size:
            passages.append(Passage(Part.PARAGRAPH, at, at + size))
        at += size
    return Input(key_of(text), tuple(passages), jumps, punctuated)


def align_texts(texts: Sequence[str]) -> Aligned:
    """The alignment of plain texts."""
    return align([input_of(text) for text in texts])


def readings(aligned: Aligned, stretch: Stretch) -> list[str | None]:
    """What each witness has in a stretch, as compared; None where it is not extant."""
    return [
        entry.key.text[span[0] : span[1]] if span else None
        for entry, span in zip(aligned.inputs, stretch.ranges, strict=True)
    ]


def apparatus(aligned: Aligned, sigla: Sequence[str]) -> list[str]:
    """One line a unit, ``公平[甲丙]平等[乙]``: readings as printed, the one of the first siglum first.

    ``无``: nothing there; ``未见[丁]`` at the end: not extant.
    """
    order = sorted(range(len(sigla)), key=lambda i: SIGLA.index(sigla[i]))
    lines = []
    for stretch in aligned.alignment.stretches:
        if stretch.agrees:
            continue
        found = readings(aligned, stretch)
        groups: dict[str, list[int]] = {}
        for i in order:
            text = found[i]
            if text is not None:
                groups.setdefault(text, []).append(i)
        line = ""
        for members in groups.values():
            span = stretch.ranges[members[0]] or (0, 0)
            printed = aligned.inputs[members[0]].key.print(*span) or OMITTED
            line += f"{printed}[{''.join(sigla[i] for i in members)}]"
        gone = [sigla[i] for i in order if found[i] is None]
        lines.append(line + (f"{ABSENT}[{''.join(gone)}]" if gone else ""))
    return lines


def rebuilt(aligned: Aligned) -> list[str]:
    """Each witness's key text put together again from its stretches."""
    return [
        "".join(
            entry.key.text[span[0] : span[1]]
            for stretch in aligned.alignment.stretches
            if (span := stretch.ranges[i])
        )
        for i, entry in enumerate(aligned.inputs)
    ]


def columns_by_name(aligned: Aligned, names: Sequence[str]) -> list[tuple[bool, Mapping[str, object]]]:
    """The stretches as ranges by name: what must not depend on the order of the witnesses."""
    return [(s.agrees, dict(sorted(zip(names, s.ranges, strict=True)))) for s in aligned.alignment.stretches]
