"""The works an archive is searched for: their texts, and the address of every sentence."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from doccompare.errors import ReadError, say

if TYPE_CHECKING:  # a worker reads works that another has addressed: what finds addresses is not loaded
    from doccompare.model import Passage
    from doccompare.pipeline.against import Standard
    from doccompare.text import Key

_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Place:
    """A heading or sentence with its address: ``[start, end)`` code points of the work's text."""

    address: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A work: its short name, title and text. Of a corpus the established text, else the file's own."""

    work: str
    title: str
    text: str
    places: tuple[Place, ...]

    def addresses(self, start: int, end: int) -> tuple[str, str]:
        """The addresses of the first and the last character of ``[start, end)``; empty without any."""
        if not self.places:
            return "", ""
        ends = (bisect_right(self.places, at, key=_START) for at in (start, max(start, end - 1)))
        first, last = (self.places[max(0, n - 1)].address for n in ends)
        return first, last


def load_references(path: Path, tell: Callable[[str], None] | None = None) -> list[Reference]:
    """The works that ``path`` holds, by name: the same that quotations are held against.

    One text, a corpus or a result, copies of one text, or a folder of works. ``tell`` is given a
    sentence on what is collated anew or left out.
    Raises ReadError, UsageError, ManifestError, InconclusiveError.
    """
    from doccompare.pipeline.against import standards

    found = [_of_text(work) if work.source else _of_collation(work) for work in standards(path, tell=tell)]
    seen: dict[str, int] = {}
    named = []
    for reference in found:
        count = seen[reference.work] = seen.get(reference.work, 0) + 1
        name = reference.work if count == 1 else f"{reference.work}-{count}"
        named.append(Reference(name, reference.title, reference.text, reference.places))
    return sorted(named, key=lambda r: r.work)


def save_references(references: Sequence[Reference], file: Path) -> None:
    """Write the works as JSON."""
    data = [asdict(reference) for reference in references]
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")


def read_references(file: Path) -> list[Reference]:
    """What :func:`save_references` wrote."""
    data = json.loads(file.read_text(encoding="utf-8", errors="surrogatepass"))
    return [
        Reference(r["work"], r["title"], r["text"], tuple(Place(**place) for place in r["places"]))
        for r in data
    ]


def _of_text(work: Standard) -> Reference:
    """A plain text; offsets and addresses are those of the text itself. ReadError when it has no words."""
    from doccompare import segmentation
    from doccompare.model import Span

    text = work.source
    spans = [Span(0, len(text))]
    title = segmentation.title_of(text, spans)
    segmented = segmentation.segment(text, spans, [title] if title else [])
    addressed = [(a.passage, a.address) for a in segmentation.address_passages(segmented.passages)]
    if not len(segmented.key.words()[0]):
        raise ReadError(
            say(f"“{work.title}”里没有文字。", f"{work.title} holds no words."),
            say("请给出原文。", "Give the text of the work."),
        )
    return Reference(work.slug, work.title, text, _places(segmented.key, addressed))


def _of_collation(work: Standard) -> Reference:
    """The established text of a collation."""
    from doccompare.model import Passage
    from doccompare.text import key_of

    text = work.text.text
    key = key_of(text)
    headings = dict(work.headings)
    passages = []
    for paragraph in work.text.paragraphs:
        first, last = (int(at) for at in np.searchsorted(key.offsets, [paragraph.start, paragraph.end]))
        heading = key_of(headings.get(paragraph.address, "")).text
        found = key.text.find(heading, first, min(last, first + len(heading) + 16)) if heading else -1
        start, end = (found, found + len(heading)) if found >= 0 else (first, first)
        passages.append((Passage(paragraph.part, first, last, "", start, end), paragraph.address))
    return Reference(work.slug, work.title, text, _places(key, passages))


def _places(key: Key, passages: Sequence[tuple[Passage, str]]) -> tuple[Place, ...]:
    """Headings, run-in headings and sentences, in order of the text."""
    from doccompare import segmentation
    from doccompare.model import Part

    undivided = (Part.TITLE, Part.DATE, Part.HEADING, Part.CREDIT, Part.SIGNATURE)
    found = []
    for passage, address in passages:
        if passage.start >= passage.end:
            continue
        sentences = [] if passage.part in undivided else segmentation.sentences(key.text, passage)
        if not sentences or sentences[0][0] > passage.start:
            end = sentences[0][0] if sentences else passage.end
            found.append(_place(key, address, passage.start, end))
        found += [_place(key, f"{address}.s{n}", a, b) for n, (a, b) in enumerate(sentences, 1)]
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def _place(key: Key, address: str, start: int, end: int) -> Place:
    return Place(address, key.offset(start), key.offset(end - 1) + 1)
