"""Errors with a known place: what copyists, typists and recognisers do to a text.

A token is a character with the truth index it goes back to. Indices from ``len(truth)`` on are
characters that somebody added; those who copy from him share the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from random import Random

from rapidfuzz.distance import Levenshtein

from benchmarks import phrases
from benchmarks.works import Work

STOPS = "。！？"
PUNCTUATION = "，、。；：！？（）《》“”‘’"
SWAPS_OF_PUNCTUATION = {"，": "、；。", "、": "，", "。": "，；", "；": "，。"}
WORDS = frozenset(
    [*phrases.VERBS, *(word for word in phrases.NOUNS if len(word) == 2)]
    + [word[i : i + 2] for word in phrases.MODIFIERS if len(word) == 4 for i in (0, 2)]
)


@dataclass(frozen=True, slots=True)
class Token:
    """One character of a witness; ``copied`` is False where it only stands for the true one."""

    char: str
    origin: int
    copied: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` stands in place of truth[start:end]; origins None means a new character."""

    kind: str
    start: int
    end: int
    text: str
    origins: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """Independent errors per character: substitutions, insertions, deletions, starts of lost phrases."""

    substitution: float = 0.0
    insertion: float = 0.0
    deletion: float = 0.0
    dropped_phrase: float = 0.0


def parallel(left: str, right: str) -> list[tuple[int, int]]:
    """The index pairs of two readings that stand side by side.

    Turned words (AB, BA) pair crosswise, equal lengths by position, the rest by Levenshtein; of a
    replaced stretch the first characters pair as far as they go.
    """
    size = len(left)
    if size == len(right):
        turn = (left + left).find(right) if left != right else 0
        return [((i + max(turn, 0)) % size, i) for i in range(size)]
    if (size, left) > (len(right), right):  # a tie must fall the same way from both sides
        return sorted((i, j) for j, i in parallel(right, left))
    pairs: list[tuple[int, int]] = []
    for code in Levenshtein.opcodes(left, right):
        if code.tag in ("equal", "replace"):
            ours, theirs = range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
            pairs.extend(zip(ours, theirs, strict=False))
    return pairs


def is_han(char: str) -> bool:
    """Whether ``char`` is a common Han character."""
    return "一" <= char <= "鿿"


class Errors:
    """Proposes errors on one work, each at a place that no other error is near."""

    def __init__(self, work: Work, rng: Random, spacing: int) -> None:
        self.work, self.text, self.rng, self.spacing = work, work.text, rng, spacing
        self.taken = [False] * len(self.text)
        self.new = count(len(self.text))
        self.common = sorted({char for char in self.text if is_han(char)})
        for start, paragraph in zip(work.starts, work.paragraphs, strict=True):
            if paragraph.part not in ("preamble", "paragraph", "clause"):
                self.taken[start : start + len(paragraph.text)] = [True] * len(paragraph.text)
            else:  # numbers of clauses and articles stay whole
                head = max(paragraph.text.find(".", 0, 5), paragraph.text.find("　", 0, 8)) + 1
                self.taken[start : start + head] = [True] * head

    def is_free(self, start: int, end: int) -> bool:
        """Whether truth[start:end] lies inside one paragraph, away from every other error."""
        low, high = start - self.spacing, end + self.spacing
        if low < 0 or high > len(self.text) or "\n" in self.text[start - 1 : end + 1]:
            return False
        return not any(self.taken[low:high])

    def propose(self, kind: str) -> Edit | None:
        """One error of this kind at a free place; None when the text has no such place left."""
        places = list(PROPOSERS[kind](self))
        self.rng.shuffle(places)
        for start, end, text in places:
            if self.is_free(start, end) and text != self.text[start:end]:
                near = range(max(0, start - self.spacing), min(len(self.text), end + self.spacing))
                for at in near:
                    self.taken[at] = True
                return self.edit(kind, start, end, text)
        return None

    def edit(self, kind: str, start: int, end: int, text: str) -> Edit:
        """The error with the origin of each of its characters."""
        origins: list[int | None] = [None] * len(text)
        for i, j in parallel(self.text[start:end], text):
            origins[j] = start + i
        return Edit(kind, start, end, text, tuple(origins))

    def rival(self, edit: Edit) -> Edit:
        """Another corruption of the same true words, by somebody else."""
        text = edit.text
        while text in (edit.text, self.text[edit.start : edit.end]):
            text = "".join(self.rng.choice(self.common) for _ in range(max(1, edit.end - edit.start)))
        return self.edit(edit.kind, edit.start, edit.end, text)

    def apply(self, tokens: list[Token], edit: Edit) -> list[Token]:
        """The tokens of one paragraph with the error in it."""
        true = len(self.text)  # from there on: characters that an earlier copyist added
        first = next((i for i, t in enumerate(tokens) if edit.start <= t.origin < true), len(tokens))
        last = next((i for i, t in enumerate(tokens) if edit.end <= t.origin < true), len(tokens))
        made = [
            Token(char, next(self.new), copied=False)
            if origin is None
            else Token(char, origin, copied=char == self.text[origin])
            for char, origin in zip(edit.text, edit.origins, strict=True)
        ]
        return tokens[:first] + made + tokens[last:]

    def sprinkle(self, tokens: list[Token], rates: Rates) -> list[Token]:
        """The tokens with independent errors all over; their places are not kept."""
        rng, kept = self.rng, list[Token]()
        dropping = 0
        for token in tokens:
            if dropping:
                dropping -= 1
                continue
            if rng.random() < rates.dropped_phrase:
                dropping = rng.randint(3, 12)
                continue
            draw = rng.random()
            if draw < rates.deletion:
                continue
            if draw < rates.deletion + rates.substitution:
                char = rng.choice([*_confusions(token.char), rng.choice(self.common)])
                token = Token(char, token.origin, copied=token.copied and char == token.char)
            kept.append(token)
            if rng.random() < rates.insertion:
                kept.append(
                    Token(rng.choice([token.char, rng.choice(self.common)]), next(self.new), copied=False)
                )
        return kept


def _confusions(char: str) -> list[str]:
    """What ``char`` is taken for by eye or ear."""
    return [
        other for pair in (*phrases.GLYPH, *phrases.SOUND) if char in pair for other in pair if other != char
    ]


Place = tuple[int, int, str]


def _pairs(table: tuple[str, ...]) -> Callable[[Errors], Iterator[Place]]:
    def places(errors: Errors) -> Iterator[Place]:
        for at, char in enumerate(errors.text):
            for pair in table:
                if char in pair:
                    yield at, at + 1, pair.replace(char, "", 1)

    return places


def _random(errors: Errors) -> Iterator[Place]:
    for at, char in enumerate(errors.text):
        if is_han(char):
            yield at, at + 1, errors.rng.choice(errors.common)


def _insertion(errors: Errors) -> Iterator[Place]:
    for at, char in enumerate(errors.text):
        if is_han(char):
            yield at, at, errors.rng.choice(phrases.FILLERS)


def _omission(errors: Errors) -> Iterator[Place]:
    for at, char in enumerate(errors.text[:-1]):
        if is_han(char) and is_han(errors.text[at + 1]):
            yield at, at + errors.rng.randint(1, 2), ""


def _doubling(errors: Errors) -> Iterator[Place]:
    for at, char in enumerate(errors.text[:-1]):
        if is_han(char):
            yield at + 1, at + 1, char


def _swap(errors: Errors) -> Iterator[Place]:
    for at in range(len(errors.text) - 3):
        one, two = errors.text[at : at + 2], errors.text[at + 2 : at + 4]
        if one in WORDS and two in WORDS and not set(one) & set(two):
            yield at, at + 4, two + one


def _table(table: tuple[tuple[str, str], ...]) -> Callable[[Errors], Iterator[Place]]:
    def places(errors: Errors) -> Iterator[Place]:
        for true, other in table:
            at = errors.text.find(true)
            while at >= 0:
                yield at, at + len(true), other
                at = errors.text.find(true, at + 1)

    return places


def _dropped_phrase(errors: Errors) -> Iterator[Place]:
    commas = [at for at, char in enumerate(errors.text) if char in "，。"]
    for start, end in pairwise(commas):
        if 5 <= end - start <= 24 and errors.text[start] == "，":
            yield start, end, ""


def _dropped_sentence(errors: Errors) -> Iterator[Place]:
    stops = [at for at, char in enumerate(errors.text) if char in STOPS]
    for start, end in pairwise(stops):
        if "\n" not in errors.text[start : end + 1] and "." not in errors.text[start - 9 : start]:
            yield start + 1, end + 1, ""


def _punctuation(errors: Errors) -> Iterator[Place]:
    for at, char in enumerate(errors.text):
        if char in SWAPS_OF_PUNCTUATION:
            yield at, at + 1, errors.rng.choice(SWAPS_OF_PUNCTUATION[char])


def _number(errors: Errors) -> Iterator[Place]:
    for at, char in enumerate(errors.text):
        if char.isdigit() and errors.text[at + 1 : at + 2] != ".":
            yield at, at + 1, str((int(char) + errors.rng.randint(1, 8)) % 9 + 1)


PROPOSERS: dict[str, Callable[[Errors], Iterator[Place]]] = {
    "random": _random,
    "glyph": _pairs(phrases.GLYPH),
    "sound": _pairs(phrases.SOUND),
    "insertion": _insertion,
    "omission": _omission,
    "doubling": _doubling,
    "swap": _swap,
    "rewording": _table(phrases.REWORDINGS),
    "variant": _table(phrases.CLASSIC_VARIANTS),
    "dropped_phrase": _dropped_phrase,
    "dropped_sentence": _dropped_sentence,
    "punctuation": _punctuation,
    "number": _number,
}
