"""The clauses of the work with their places in every witness; of versions, what became of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doccompare import alignment, segmentation
from doccompare.columns import source_spans
from doccompare.model import Clause, Part, Span
from doccompare.pipeline.job import Job


def clauses(job: Job, outline: segmentation.Outline, preference: Sequence[int]) -> tuple[Clause, ...]:
    """One entry for each passage of the outline, in reading order."""
    columns = job.columns
    begins = [{columns.column(i, p.start): p for p in own} for i, own in enumerate(job.passages)]
    numbered = [{p.start: p for p in own if p.number} for own in job.passages]
    fates = _fates(job)
    own_labels = labels(job, outline)
    out = []
    for entry in outline.entries:
        passage = entry.passage
        spans: dict[str, tuple[Span, ...]] = {}
        printed: dict[str, str] = {}
        text = heading = ""
        for i in preference:
            first, last = columns.positions(i, passage.start, passage.end)
            if first < last:
                text = own_labels.get(entry.address, "") + job.keys[i].print(first, last)
                if passage.heading_end > passage.heading_start:
                    heading = job.keys[i].print(
                        *columns.positions(i, passage.heading_start, passage.heading_end)
                    )
                break
        change: str | None = None
        partners: Mapping[str, tuple[str, ...]] = {}
        for i, siglum in enumerate(job.sigla):
            first, last = columns.positions(i, passage.start, passage.end)
            if first < last:
                spans[siglum] = source_spans(job.keys[i], first, last)
                if fates and change is None:
                    place = bisect_right(fates[i].starts, first) - 1
                    change, partners = fates[i].fates[place]
            own = begins[i].get(passage.start) or (numbered[i].get(first) if first < last else None)
            if own is not None and own.number:
                printed[siglum] = own.number
        out.append(Clause(entry.address, entry.part, heading, text, printed, spans, change, partners))
    return tuple(out)


_Fate = tuple[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class _Fates:
    """For one version: where its blocks begin, in order, and what became of each: change and partners."""

    starts: list[int]
    fates: list[_Fate]


def _fates(job: Job) -> list[_Fates]:
    """What became of every block of every version, from the oldest to the newest."""
    versions = job.versions
    if versions is None:
        return []
    found: list[list[tuple[int, _Fate]]] = [[] for _ in job.sigla]
    old, new = job.ages[0], job.ages[-1]
    for group in versions.groups:
        blocks = [[versions.blocks[w][i] for i in m] for w, m in enumerate(group.members)]
        texts = [job.keys[w].text[bs[0].start : bs[-1].end] if bs else None for w, bs in enumerate(blocks)]
        numbers = [tuple(b.number for b in bs) for bs in blocks]
        change = alignment.change_of(group, old, new, texts[old] == texts[new], numbers[old] == numbers[new])
        partners = {
            siglum: tuple(b.number or _name(b.part) for b in bs)
            for siglum, bs in zip(job.sigla, blocks, strict=True)
            if bs
        }
        for w, bs in enumerate(blocks):
            found[w] += [(b.start, (change, partners)) for b in bs]
    ordered = [sorted(own, key=lambda f: f[0]) for own in found]
    return [_Fates([s for s, _ in own], [f for _, f in own]) for own in ordered]


def _name(part: Part) -> str:
    names = {
        Part.TITLE: "标题",
        Part.DATE: "日期",
        Part.SIGNATURE: "落款",
        Part.CREDIT: "电头",
        Part.PREAMBLE: "前言",
    }
    return names.get(part, "段")


def labels(job: Job, outline: segmentation.Outline) -> dict[str, str]:
    """For versions, whose numbers are not compared: the number to print before each passage, by address."""
    if job.versions is None:
        return {}
    out = {}
    for entry in outline.entries:
        number = entry.passage.number
        if number:
            kind = segmentation.number_kind(number)
            sign = "、" if kind == "section" else "." if kind == "clause" else "" if "（" in number else "　"
            out[entry.address] = number + sign
    return out
