"""The peers: libraries that compare a pair of texts, a star alignment built on them, and CollateX.

Every system's result is brought to one form, steps: for each witness a range of its characters, and
whether all agree there. From it both scores follow the same way for all of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate, combinations

from benchmarks.columns import Columns, Group
from benchmarks.compared import Compared, Interval, normal_form

Change = tuple[int, int, int, int]  # a[a0:a1] stands against b[b0:b1]
Pair = tuple[tuple[str, int], tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Step:
    """For each siglum the characters ``[start, end)`` it has here; no entry: it is not extant."""

    ranges: Mapping[str, Interval]
    agrees: bool


@dataclass(frozen=True, slots=True)
class Library:
    """A library that compares a pair of texts, its name on PyPI and the modules it needs."""

    name: str
    package: str
    modules: tuple[str, ...]
    changes: Callable[[str, str], list[Change]]

    @property
    def pure(self) -> bool:
        """Whether it is written in Python: long texts that share little take it seconds."""
        return self.package in ("", "diff-match-patch")

    @property
    def installed(self) -> bool:
        """Whether all its modules are there."""
        return all(find_spec(module) for module in self.modules)


def _rapidfuzz(a: str, b: str) -> list[Change]:
    found = import_module("rapidfuzz.distance").Levenshtein.opcodes(a, b)
    return [(c.src_start, c.src_end, c.dest_start, c.dest_end) for c in found if c.tag != "equal"]


def _difflib(a: str, b: str) -> list[Change]:
    found = import_module("difflib").SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [code[1:] for code in found if code[0] != "equal"]


def _dmp(cleanup: bool) -> Callable[[str, str], list[Change]]:
    def changes(a: str, b: str) -> list[Change]:
        engine = import_module("diff_match_patch").diff_match_patch()
        engine.Diff_Timeout = 0
        found = engine.diff_main(a, b, False)
        if cleanup:
            engine.diff_cleanupSemantic(found)
        return _pooled([("-=+"[op + 1], len(text)) for op, text in found])

    return changes


def _fast_dmp(cleanup: str) -> Callable[[str, str], list[Change]]:
    def changes(a: str, b: str) -> list[Change]:
        diff = import_module("fast_diff_match_patch").diff
        return _pooled(diff(a, b, timelimit=0, checklines=False, cleanup=cleanup, counts_only=True))

    return changes


def _pooled(operations: Sequence[tuple[str, int]]) -> list[Change]:
    """Runs of losses and gains between two equal stretches as one change each."""
    out: list[Change] = []
    a = b = start_a = start_b = 0
    for op, length in [*operations, ("=", 0)]:
        if op == "=":
            if (a, b) != (start_a, start_b):
                out.append((start_a, a, start_b, b))
            a, b = a + length, b + length
            start_a, start_b = a, b
        elif op == "-":
            a += length
        else:
            b += length
    return out


LIBRARIES = (
    Library("rapidfuzz Levenshtein", "rapidfuzz", ("rapidfuzz",), _rapidfuzz),
    Library(
        "fast-diff-match-patch raw", "fast-diff-match-patch", ("fast_diff_match_patch",), _fast_dmp("No")
    ),
    Library(
        "fast-diff-match-patch semantic",
        "fast-diff-match-patch",
        ("fast_diff_match_patch",),
        _fast_dmp("Semantic"),
    ),
    Library("diff-match-patch raw", "diff-match-patch", ("diff_match_patch",), _dmp(False)),
    Library("diff-match-patch semantic", "diff-match-patch", ("diff_match_patch",), _dmp(True)),
    Library("difflib", "", (), _difflib),
)
# CollateX 2.3 imports Levenshtein without asking for it.
COLLATEX = ("collatex", "Levenshtein")


def has_collatex() -> bool:
    """Whether CollateX can be imported."""
    return all(find_spec(module) for module in COLLATEX)


def state_of_peers() -> tuple[list[str], list[str]]:
    """The peers installed, with their versions, and those missing."""
    wanted = {entry.package: entry.installed for entry in LIBRARIES if entry.package}
    wanted["collatex"] = has_collatex()
    there = [f"{name} {version(name)}" for name, installed in wanted.items() if installed]
    return [*there, "difflib (Python's own)"], [name for name, installed in wanted.items() if not installed]


def star(texts: Mapping[str, str], changes: Callable[[str, str], list[Change]]) -> list[Step]:
    """Every text compared with the first by ``changes``, overlapping changes pooled on the first.

    What anybody would build on a pair library (pydurma does); what several have inserted at one
    place stands together, as its best case.
    """
    pivot, *others = texts
    size = len(texts[pivot])
    found = {siglum: changes(texts[pivot], texts[siglum]) for siglum in others}
    units: list[Interval] = []
    for start, end in sorted({(a0, a1) for own in found.values() for a0, a1, _, _ in own}):
        if units and (start < units[-1][1] or start == end == units[-1][0] == units[-1][1]):
            units[-1] = (units[-1][0], max(units[-1][1], end))
        else:
            units.append((start, end))
    places: list[tuple[Interval, bool]] = []
    at = 0
    for start, end in [*units, (size, size)]:
        if at < start:
            places.append(((at, start), True))
        places.append(((start, end), False))
        at = end
    spans = {siglum: _project(found[siglum], [place for place, _ in places[:-1]]) for siglum in others}
    return [
        Step({pivot: place, **{siglum: spans[siglum][k] for siglum in others}}, agrees)
        for k, (place, agrees) in enumerate(places[:-1])
    ]


def _project(changes: Sequence[Change], places: Sequence[Interval]) -> list[Interval]:
    """Where the intervals of the pivot stand in the text that ``changes`` lead to."""
    starts, ends = [c[0] for c in changes], [c[1] for c in changes]
    shift = [0, *accumulate(b1 - b0 - a1 + a0 for a0, a1, b0, b1 in changes)]
    out = []
    for start, end in places:
        done = bisect_right(ends, start)  # an insertion right before ``start`` belongs to what is before
        begun = bisect_left(starts, end)
        if start == end:
            done, begun = begun, done
        out.append((start + shift[done], end + shift[begun]))
    return out


def collatex_table(texts: Mapping[str, str]) -> tuple[list[dict[str, int]], list[bool]]:
    """CollateX's table with characters as tokens: by column the offset of each siglum; which vary."""
    collate = import_module("collatex").collate
    witnesses = [{"id": s, "tokens": [{"t": char} for char in text]} for s, text in texts.items()]
    table = collate({"witnesses": witnesses}, output="table", segmentation=False)
    at = dict.fromkeys(texts, 0)
    columns: list[dict[str, int]] = []
    for column in table.columns:
        columns.append({siglum: at[siglum] for siglum in column.tokens_per_witness})
        for siglum, tokens in column.tokens_per_witness.items():
            at[siglum] += len(tokens)
    if at != {siglum: len(text) for siglum, text in texts.items()}:
        raise ValueError("CollateX's table does not hold every character once")
    return columns, [bool(column.variant) for column in table.columns]


def steps_of_table(
    texts: Mapping[str, str], columns: Sequence[Mapping[str, int]], varies: Sequence[bool], *, joined: bool
) -> list[Step]:
    """The steps of a table: varying columns that touch are one unit (``joined``) or one each."""
    out: list[Step] = []
    at = dict.fromkeys(texts, 0)
    for column, variant in zip(columns, varies, strict=True):
        ranges = {s: (at[s], at[s] + int(s in column)) for s in texts}
        at = {s: end for s, (_, end) in ranges.items()}
        if out and out[-1].agrees is not variant and (joined or not variant):
            ranges = {s: (out[-1].ranges[s][0], end) for s, (_, end) in ranges.items()}
            out.pop()
        out.append(Step(ranges, not variant))
    return out


def columns_of_steps(texts: Mapping[str, str], steps: Sequence[Step]) -> Columns:
    """Which characters stand side by side: in agreeing steps all, in units by reading.

    Two readings of a unit are set side by side by the scorer, the same way for every system.
    """
    columns = Columns()
    for step in steps:
        if step.agrees:
            rows = [[(siglum, at) for at in range(*place)] for siglum, place in step.ranges.items()]
            columns.groups.extend(list(group) for group in zip(*rows, strict=True))
            continue
        readings: dict[str, list[Group]] = {}
        for siglum, (start, end) in step.ranges.items():
            text = texts[siglum][start:end]
            if text not in readings:
                readings[text] = columns.new(len(text))
            for at, group in zip(range(start, end), readings[text], strict=True):
                group.append((siglum, at))
        columns.readings(readings)
    return columns


@dataclass(frozen=True, slots=True)
class GoldPlaces:
    """A hand-made apparatus of some texts: its units (the spans of every text), the rest agreeing."""

    texts: Mapping[str, str]
    units: Sequence[Mapping[str, Interval]]

    def steps(self) -> list[Step]:
        """The units and what lies between them, which must be equal in all texts. Raises ValueError."""
        out: list[Step] = []
        at = dict.fromkeys(self.texts, 0)
        ends = {siglum: (len(text), len(text)) for siglum, text in self.texts.items()}
        for unit in [*self.units, ends]:
            between = {s: (at[s], unit[s][0]) for s in self.texts}
            if len({self.texts[s][a:b] for s, (a, b) in between.items()}) > 1:
                raise ValueError(f"the texts differ outside the gold before {unit}")
            out += [Step(between, True), Step(unit, False)]
            at = {s: unit[s][1] for s in self.texts}
        return out[:-1]


@dataclass(frozen=True, slots=True)
class Marks:
    """Homologous pairs and units of one system against a gold, each as F1."""

    pairs: float
    units: float
    exact: int
    reported: int
    gold: int


def marks(gold: GoldPlaces, steps: Sequence[Step], pairs: set[Pair] | None = None) -> Marks:
    """How a system's steps answer to the gold; ``pairs`` where its own table says what stands together.

    A pair is right when the gold has it: in agreeing text, and in equal readings of a unit. Two
    characters of different readings of one gold unit are neither right nor wrong. A unit is exact
    when, less the characters all readings share at its edges, it has the gold's spans.
    """
    found = _pairs_of(gold.texts, steps) if pairs is None else pairs
    true, neutral = _true_pairs(gold)
    right = len(found & true)
    pair_score = 2 * right / (len(found - neutral) + len(true))
    compared = {s: Compared(text, list(range(len(text))), text) for s, text in gold.texts.items()}

    def forms(units: Sequence[Mapping[str, Interval]]) -> set[tuple[tuple[str, Interval], ...]]:
        return {tuple(sorted(normal_form(compared, unit).items())) for unit in units}

    wanted, reported = forms(gold.units), forms([s.ranges for s in steps if not s.agrees])
    exact = len(wanted & reported)
    unit_score = 2 * exact / (len(wanted) + len(reported)) if wanted or reported else 1.0
    return Marks(pair_score, unit_score, exact, len(reported), len(wanted))


def pairs_of_table(columns: Sequence[Mapping[str, int]]) -> set[Pair]:
    """The pairs of characters that a table puts into one column."""
    return {pair for column in columns for pair in combinations(sorted(column.items()), 2)}


def _pairs_of(texts: Mapping[str, str], steps: Sequence[Step]) -> set[Pair]:
    columns = columns_of_steps(texts, steps)
    out = {pair for group in columns.groups for pair in combinations(sorted(group), 2)}
    for one, other in columns.crosses:
        out |= {(min(x, y), max(x, y)) for x in one for y in other}
    return out


def _true_pairs(gold: GoldPlaces) -> tuple[set[Pair], set[Pair]]:
    """The pairs of the gold, and those about which it says nothing."""
    true: set[Pair] = set()
    neutral: set[Pair] = set()
    for step in gold.steps():
        for one, other in combinations(sorted(step.ranges), 2):
            left, right = range(*step.ranges[one]), range(*step.ranges[other])
            same = gold.texts[one][left.start : left.stop] == gold.texts[other][right.start : right.stop]
            if same:
                true |= {((one, i), (other, j)) for i, j in zip(left, right, strict=True)}
            else:
                neutral |= {((one, i), (other, j)) for i in left for j in right}
    return true, neutral
