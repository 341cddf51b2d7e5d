"""The running text of the work, cut so that every witness can be told from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from doccompare.establishing import Choice
from doccompare.model import Flow, Locus, Part, Run
from doccompare.pipeline.job import Job


def flow(
    job: Job,
    preference: Sequence[int],
    outline: Sequence[tuple[str, Part, int]],
    loci: Sequence[Locus],
    choices: Mapping[int, Choice],
    units: Collection[str],
) -> tuple[Flow, ...]:
    """One entry for each passage of the outline, its runs in reading order.

    ``outline``: address, part and end column, as in ``establish``; ``choices`` by index of stretch (the base
    speaks where there is none); ``units``: the keys of the places that are listed. What is not listed
    counts as agreed.
    """
    columns = job.columns
    keys = {locus.stretch: locus.key for locus in loci if locus.key in units}
    out, start = [], 0
    for n, (address, part, stop) in enumerate(outline):
        end = columns.width if n == len(outline) - 1 else stop
        runs: list[Run] = []
        for k in range(columns.stretch_at(start), len(columns.stretches)):
            first, last = columns.starts[k], columns.starts[k + 1]
            if first >= end:
                break
            stretch = columns.stretches[k]
            if not stretch.agrees and first < start:
                continue  # it went with the passage in which it begins
            without = tuple(s for s, r in zip(job.sigla, stretch.ranges, strict=True) if r is None)
            low, high = (max(start, first), min(end, last)) if stretch.agrees else (first, last)
            text = _said(job, preference, k, choices.get(k), low - first, high - first)
            key = keys.get(k)
            if key is None and runs and runs[-1].unit is None and runs[-1].without == without:
                runs[-1] = Run(runs[-1].text + text, None, without)
            elif text or key is not None:
                runs.append(Run(text, key, without))
        out.append(Flow(address, part, tuple(runs)))
        start = end
    return tuple(out)


def _said(job: Job, preference: Sequence[int], k: int, choice: Choice | None, low: int, high: int) -> str:
    """What the work has at stretch ``k``, from its ``low``-th column to its ``high``-th."""
    if choice is not None and choice.emended is not None:
        return choice.emended
    stretch = job.columns.stretches[k]
    for i in preference if choice is None else (choice.witness,):
        span = stretch.ranges[i]
        if span is None:
            continue
        if not stretch.agrees:
            return job.keys[i].print(*span)
        first = min(span[1], span[0] + low)
        text = "".join(job.keys[i].shown[first : min(span[1], span[0] + high)])
        return text if low == 0 and k else text.lstrip()
    return ""
