"""Which characters stand side by side: in a collation, and in the best that could be attained.

A group holds characters (siglum, offset) that all stand in one column. Two groups that cross stand
side by side too, each character of one with each of the other: differing readings of a unit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from rapidfuzz.distance import Levenshtein

from benchmarks.compared import Compared, fold
from benchmarks.noise import PUNCTUATION, parallel
from benchmarks.phrases import TRADITIONAL

Group = list[tuple[str, int]]
MARKS = frozenset(fold(PUNCTUATION))
SIMPLIFIED = str.maketrans({other: char for char, other in TRADITIONAL.items()})


@dataclass
class Columns:
    """Groups, pairs of groups that cross, and stretches that should agree but do not."""

    groups: list[Group] = field(default_factory=list)
    crosses: list[tuple[Group, Group]] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)

    def new(self, size: int) -> list[Group]:
        """``size`` fresh groups."""
        made: list[Group] = [[] for _ in range(size)]
        self.groups.extend(made)
        return made

    def readings(self, readings: Mapping[str, list[Group]]) -> None:
        """Cross the groups of differing readings, text by text."""
        for (one, left), (two, right) in combinations(sorted(readings.items()), 2):
            self.crosses.extend((left[i], right[j]) for i, j in parallel(one, two))


@dataclass
class _Line:
    """The work in one witness: offsets in the order of the work, and their folded characters."""

    offsets: list[int]
    chars: str
    has_lacuna: bool
    cursor: int = 0
    since: int = 0  # index of the boundary behind which the cursor stands

    def __post_init__(self) -> None:
        self.positions = {offset: position for position, offset in enumerate(self.offsets)}
        self.sorted = sorted(self.offsets)

    def interval(self, start: int, end: int) -> tuple[int, int]:
        """The positions of a raw span; an empty span stands before the next character of the file."""
        inside = [self.positions[at] for at in self._between(start, end)]
        if inside:
            return min(inside), max(inside) + 1
        index = bisect_left(self.sorted, start)
        place = self.positions[self.sorted[index]] if index < len(self.sorted) else len(self.offsets)
        return place, place

    def _between(self, start: int, end: int) -> list[int]:
        return self.sorted[bisect_left(self.sorted, start) : bisect_left(self.sorted, end)]


def _line(collation: Mapping[str, Any], witness: Mapping[str, Any], text: str) -> _Line:
    siglum = witness["siglum"]
    compared = Compared.of(text)
    chars = dict(zip(compared.offsets, compared.chars, strict=True))
    ranks: dict[int, tuple[int, int]] = {}
    for number, clause in enumerate(collation["clauses"]):
        for part, (start, end) in enumerate(clause["spans"].get(siglum, [])):
            for at in range(start, end):
                ranks.setdefault(at, (number, part))
    offsets = [at for start, end in sorted(witness["spans"]) for at in range(start, end) if at in chars]
    rank = next((ranks[at] for at in offsets if at in ranks), (0, 0))
    order = []
    for at in offsets:  # what no clause claims goes with what stands before it
        rank = ranks.get(at, rank)
        order.append((rank, at))
    offsets = [at for _, at in sorted(order)]
    folded = "".join(chars[at] for at in offsets).translate(SIMPLIFIED)
    return _Line(offsets, folded, bool(witness["lacunae"]))


def _match(reference: str, own: str) -> tuple[list[tuple[int, int]], bool]:
    """Index pairs of two stretches that should agree, and whether they do (but for punctuation)."""
    if reference == own:
        return [(i, i) for i in range(len(own))], True
    left = [i for i, char in enumerate(reference) if char not in MARKS]
    right = [i for i, char in enumerate(own) if char not in MARKS]
    if [reference[i] for i in left] == [own[i] for i in right]:
        return list(zip(left, right, strict=True)), True
    head = 0
    while head < min(len(reference), len(own)) and reference[head] == own[head]:
        head += 1
    tail = 0
    room = min(len(reference), len(own)) - head
    while tail < room and reference[-1 - tail] == own[-1 - tail]:
        tail += 1
    pairs = [(i, i) for i in range(head)]
    middle = (reference[head : len(reference) - tail], own[head : len(own) - tail])
    for code in Levenshtein.opcodes(*middle):
        if code.tag == "equal":
            ours = range(code.src_start + head, code.src_end + head)
            pairs += zip(ours, range(code.dest_start + head, code.dest_end + head), strict=True)
    pairs += [(len(reference) - i, len(own) - i) for i in range(tail, 0, -1)]
    return pairs, False


def columns_of_collation(collation: Mapping[str, Any], texts: Mapping[str, str]) -> Columns:
    """The columns that a collation by the contract implies.

    Between two units the characters of the witnesses run in parallel; where they do not agree the
    stretch is aligned by a plain difference and named as unexplained, unless a lacuna explains it.
    """
    lines = {
        witness["siglum"]: _line(collation, witness, texts[witness["siglum"]])
        for witness in collation["witnesses"]
        if witness["siglum"] in texts and witness["role"] != "indirect"
    }
    columns = Columns()
    units = collation["units"]
    # stretches[i] lies behind boundary i; boundary 0 is the beginning, boundary k is unit k - 1
    regular: list[dict[str, tuple[int, int]]] = [{} for _ in range(len(units) + 1)]
    irregular: list[tuple[str, int, int, tuple[int, int]]] = []
    chosen: list[tuple[list[Group], str]] = []  # of each unit the reading of most witnesses

    def advance(siglum: str, boundary: int, start: int, end: int) -> None:
        line = lines[siglum]
        if boundary == line.since + 1:
            regular[line.since][siglum] = (line.cursor, start)
        else:
            irregular.append((siglum, line.since, boundary, (line.cursor, start)))
        line.cursor, line.since = end, boundary

    for boundary, unit in enumerate(units, 1):
        readings: dict[str, list[Group]] = {}
        for reading in unit["readings"]:
            for siglum, span in reading["spans"].items():
                if siglum not in lines:
                    continue
                line = lines[siglum]
                start, end = line.interval(*span)
                if start < line.cursor:
                    columns.unexplained.append(
                        f"{unit['id']} {siglum} {span} stands before the unit before it"
                    )
                    continue
                advance(siglum, boundary, start, end)
                text = line.chars[start:end]
                if text not in readings:
                    readings[text] = columns.new(len(text))
                for group, position in zip(readings[text], range(start, end), strict=True):
                    group.append((siglum, line.offsets[position]))
        columns.readings(readings)
        most = max(readings, key=lambda text: (len(readings[text][0]) if text else 0, text), default="")
        chosen.append((readings.get(most, []), most))
    for siglum, line in lines.items():
        advance(siglum, len(units) + 1, len(line.offsets), len(line.offsets))

    tracks: list[tuple[list[Group], str]] = []
    for parts in regular:
        counts = Counter(lines[siglum].chars[slice(*part)] for siglum, part in parts.items())
        best = max(counts, key=lambda text: (counts[text], len(text), text), default="")
        longest = max(counts, key=lambda text: (len(text), text), default="")
        lacking = any(lines[siglum].has_lacuna for siglum in parts)
        text = longest if lacking else best
        tracks.append((columns.new(len(text)), text))
        for siglum, part in parts.items():
            _join(columns, tracks[-1], lines, siglum, part)
    for siglum, first, last, part in irregular:
        groups, text = list(tracks[first][0]), tracks[first][1]
        for index in range(first + 1, last):
            groups = groups + chosen[index - 1][0] + tracks[index][0]
            text += chosen[index - 1][1] + tracks[index][1]
        _join(columns, (groups, text), lines, siglum, part)
    return columns


def _join(
    columns: Columns,
    track: tuple[list[Group], str],
    lines: Mapping[str, _Line],
    siglum: str,
    part: tuple[int, int],
) -> None:
    """Put a stretch of one witness into the columns it should agree with."""
    line = lines[siglum]
    groups, text = track
    pairs, agree = _match(text, line.chars[slice(*part)])
    for i, j in pairs:
        groups[i].append((siglum, line.offsets[part[0] + j]))
    if not agree and not line.has_lacuna:
        at = line.offsets[part[0]] if part[0] < len(line.offsets) else None
        shown = line.chars[slice(*part)]
        columns.unexplained.append(f"{siglum} from {at} on: {shown[:40]!r} where others have {text[:40]!r}")


def columns_through_truth(
    gold: Mapping[str, Any], texts: Mapping[str, str], origins: Mapping[str, Mapping[int, int]]
) -> Columns:
    """The columns of an aligner that knows the true text and its paragraphs, but not who did what.

    Each copy is set against the truth by a plain Levenshtein distance, paragraph by paragraph. What
    this misses (which of two equal neighbours was inserted) nobody can know from the texts.
    """
    truth: str = gold["truth"]
    columns = Columns()
    home = [-1] * len(truth)
    for number, (_, _, start, end) in enumerate(gold["addresses"]):
        home[start:end] = [number] * (end - start)
    true_groups = columns.new(len(truth))
    slots: dict[int, dict[str, list[Group]]] = defaultdict(dict)
    for siglum, text in texts.items():
        for number, offsets in _by_paragraph(home, origins[siglum]).items():
            _, _, start, end = gold["addresses"][number]
            own = fold("".join(text[at] for at in offsets)).translate(SIMPLIFIED)
            true = [at for at in range(start, end) if not truth[at].isspace()]
            for code in Levenshtein.opcodes(fold(truth[start:end]).translate(SIMPLIFIED), own):
                mine = offsets[code.dest_start : code.dest_end]
                if code.tag in ("equal", "replace"):
                    for at, offset in zip(true[code.src_start : code.src_end], mine, strict=True):
                        true_groups[at].append((siglum, offset))
                elif code.tag == "insert":
                    place = true[code.src_start] if code.src_start < len(true) else end
                    added = own[code.dest_start : code.dest_end]
                    if added not in slots[place]:
                        slots[place][added] = columns.new(len(added))
                    for group, offset in zip(slots[place][added], mine, strict=True):
                        group.append((siglum, offset))
    for readings in slots.values():
        columns.readings(readings)
    return columns


def _by_paragraph(home: list[int], origins: Mapping[int, int]) -> dict[int, list[int]]:
    """The offsets of each paragraph, its pieces in the order of the truth, words as they stand."""
    pieces: list[tuple[int, int, list[int]]] = []  # paragraph, first origin, offsets
    for offset in sorted(origins):
        origin = origins[offset]
        if origin >= len(home):
            if pieces:
                pieces[-1][2].append(offset)
            else:
                pieces.append((0, 0, [offset]))
        elif pieces and pieces[-1][0] == home[origin]:
            pieces[-1][2].append(offset)
        else:
            pieces.append((home[origin], origin, [offset]))
    paragraphs: dict[int, list[int]] = defaultdict(list)
    for number, _, offsets in sorted(pieces):
        paragraphs[number] += offsets
    return paragraphs
