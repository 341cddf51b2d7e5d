"""From witnesses to an alignment: what the stages up to there have found, in one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from doccompare import alignment, segmentation
from doccompare.columns import Columns
from doccompare.corpora import Corpus
from doccompare.errors import InconclusiveError, say
from doccompare.locating import Extent, Located, locate
from doccompare.model import Absence, Passage, Relation, Role, Span, Witness
from doccompare.pipeline.habits import one_script, unpunctuated
from doccompare.resources import NumberKind, numbers_in
from doccompare.text import Key

Progress = Callable[[str], None]
# A version says its date in its title, date line or the note under them (characters).
_HEAD = 400


@dataclass(frozen=True, slots=True)
class Job:
    """The witnesses and where the work stands in them; those in which it was found, aligned.

    ``found`` are indices into ``witnesses``; everything after it is in the order of ``found``.
    ``ages``: for versions the indices from the oldest to the newest, else empty.
    """

    corpus: Corpus
    witnesses: tuple[Witness, ...]
    located: Located
    found: tuple[int, ...]
    sigla: tuple[str, ...]
    keys: tuple[Key, ...]
    passages: tuple[tuple[Passage, ...], ...]
    columns: Columns
    absences: tuple[Absence, ...]
    moves: tuple[alignment.Move, ...]
    displaced: Mapping[str, tuple[Span, ...]]
    titles: Mapping[str, str]
    traits: Mapping[str, tuple[str, ...]]
    relation: Relation
    versions: alignment.AlignedVersions | None
    ages: tuple[int, ...]

    def extent(self, at: int) -> Extent:
        """Where the work stands in the ``at``-th witness in which it was found."""
        return self.located.extents[self.found[at]]

    def named(self, base: str) -> int | None:
        """The place among the found witnesses of the one with this siglum, path or file name."""
        return _named(self.witnesses, self.found, base)

    def witness(self, at: int) -> Witness:
        """The ``at``-th witness in which the work was found."""
        return self.witnesses[self.found[at]]


def prepare(
    corpus: Corpus,
    witnesses: Sequence[Witness],
    *,
    title: str,
    base: str | None,
    relation: Relation | None,
    tell: Progress,
) -> Job:
    """The witnesses located, segmented and aligned. Raises InconclusiveError."""
    tell("locating")
    plain, traditional = one_script(witnesses)
    located = _locate(plain, title)
    found = tuple(i for i, e in enumerate(located.extents) if e.spans)
    if len(found) < 2:
        raise InconclusiveError(_not_found(witnesses, found), _not_found_hint(title))
    tell("segmenting")
    titles = [segmentation.title_of(witnesses[i].text, located.extents[i].spans) for i in found]
    hints = sorted({t for t in [title, *titles] if t}, key=lambda t: (-len(t), t))
    segmented = []
    for i in found:
        own = segmentation.segment(plain[i].text, located.extents[i].spans, hints)
        segmented.append(replace(own, key=replace(own.key, source=witnesses[i].text)))
    sigla = tuple(witnesses[i].siglum for i in found)
    bare = unpunctuated([s.key for s in segmented])
    ages = _ages([s.key for s in segmented])
    kind = relation or _relation(segmented)
    tell("aligning")
    versions = None
    if kind is Relation.VERSIONS:
        first = _named(witnesses, found, base)
        inputs = [
            alignment.Input(s.key, s.passages, False, not silent)
            for s, silent in zip(map(segmentation.without_numbers, segmented), bare, strict=True)
        ]
        versions = alignment.align_versions(inputs, ages[-1] if first is None else first)
        aligned = versions.aligned
    else:
        aligned = alignment.align(
            [
                alignment.Input(s.key, s.passages, located.extents[i].jumps is not None, not silent)
                for i, s, silent in zip(found, segmented, bare, strict=True)
            ]
        )
    habits = {
        siglum: (("traditional",) if siglum in traditional else ()) + (("unpunctuated",) if silent else ())
        for siglum, silent in zip(sigla, bare, strict=True)
    }
    return Job(
        corpus=corpus,
        witnesses=tuple(witnesses),
        located=located,
        found=found,
        sigla=sigla,
        keys=tuple(i.key for i in aligned.inputs),
        passages=tuple(i.passages for i in aligned.inputs),
        columns=Columns(aligned.alignment),
        absences=aligned.alignment.absences,
        moves=aligned.moves,
        displaced={siglum: s.displaced for siglum, s in zip(sigla, segmented, strict=True)},
        titles=dict(zip(sigla, titles, strict=True)),
        traits=habits,
        relation=kind,
        versions=versions,
        ages=ages if versions is not None else (),
    )


def _locate(witnesses: Sequence[Witness], title: str) -> Located:
    """The extents of all witnesses; those stated to be indirect are not asked where the work is."""
    direct = [w for w in witnesses if w.role is not Role.INDIRECT]
    if len(direct) < 2:
        return Located(tuple(Extent(w.siglum, (), w.role or Role.REPRINT, 0.0) for w in witnesses), ())
    found = locate(direct, title)
    by_siglum = {e.siglum: e for e in found.extents}
    extents = tuple(by_siglum.get(w.siglum) or Extent(w.siglum, (), Role.INDIRECT, 0.0) for w in witnesses)
    return replace(found, extents=extents)


def _not_found(witnesses: Sequence[Witness], found: Sequence[int]) -> str:
    names = "、".join(w.path for i, w in enumerate(witnesses) if i not in found)
    return say(
        f"没有在两个以上的本子中找到同一篇文件（未见于：{names}）。",
        f"No work found in two reprints (not found in: {names}).",
    )


def _not_found_hint(title: str) -> str:
    if title:
        return say(
            f"检查题名“{title}”是否正确，或换用别的文件。", f"Check the title “{title}”, or give other files."
        )
    return say(
        "检查各文件是否载有同一篇文件；只有转引时请补一个全文本子。",
        "Check that the files hold one work; if some only quote it, add a full copy.",
    )


def _relation(segmented: Sequence[segmentation.Segmented]) -> Relation:
    """Versions when most witnesses look like a version beside the longest one."""
    bare = [segmentation.without_numbers(s) for s in segmented]
    longest = max(range(len(bare)), key=lambda i: (len(bare[i].key), bare[i].key.text))
    blocks = [alignment.blocks_of(s.key, s.passages) for s in bare]
    others = [i for i in range(len(bare)) if i != longest]
    needed = max(1, (len(others) + 1) // 2)
    told = 0
    for left, i in zip(range(len(others) - 1, -1, -1), others, strict=True):
        told += alignment.look_like_versions(bare[longest].key, bare[i].key, blocks[longest], blocks[i])
        if told >= needed or told + left < needed:
            break  # the rest cannot change it
    return Relation.VERSIONS if told >= needed else Relation.REPRINTS


def _ages(keys: Sequence[Key]) -> tuple[int, ...]:
    """The witnesses from the oldest to the newest by the latest date at their heads, else as given."""
    dates = []
    for n, key in enumerate(keys):
        head = key.print(0, min(len(key), _HEAD))
        values = [x.value for x in numbers_in(head) if x.kind is NumberKind.DATE and x.value[:1].isdigit()]
        dates.append((max(values, default=""), n))
    known = all(d for d, _ in dates)
    return tuple(n for _, n in (sorted(dates) if known else dates))


def _named(witnesses: Sequence[Witness], found: Sequence[int], base: str | None) -> int | None:
    """The place among the found witnesses of the one the user named as base."""
    for at, i in enumerate(found):
        if base and base in (witnesses[i].siglum, witnesses[i].path, Path(witnesses[i].path).name):
            return at
    return None
