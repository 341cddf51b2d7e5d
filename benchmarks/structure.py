"""Order and extent of a copy: moved, doubled, lost and cut text, with a note of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from benchmarks.noise import STOPS, Errors, Token
from benchmarks.works import Work


@dataclass
class Piece:
    """A paragraph as the copy prints it: token numbers in the order of print."""

    paragraph: int
    tokens: list[int]


@dataclass
class Finding:
    """What was done to the order: the tokens concerned and those at the other place."""

    kind: str
    address: str
    tokens: list[int]
    linked: list[int]


@dataclass
class Copy:
    """One witness before it is laid out: its tokens in the order of the work, and of the page."""

    work: Work
    tokens: list[Token]
    pieces: list[Piece]
    findings: list[Finding] = field(default_factory=list)
    doubled: list[tuple[int, list[int]]] = field(default_factory=list)  # truth place, token numbers
    jump_after: int | None = None  # number of the last token before the jump line

    @classmethod
    def of(cls, work: Work, paragraphs: list[list[Token]]) -> Copy:
        """The copy in its right order."""
        tokens, pieces = list[Token](), list[Piece]()
        for index, paragraph in enumerate(paragraphs):
            pieces.append(Piece(index, list(range(len(tokens), len(tokens) + len(paragraph)))))
            tokens.extend(paragraph)
        return cls(work, tokens, pieces)

    def part(self, piece: Piece) -> str:
        """What the piece is: title, heading, clause."""
        return self.work.paragraphs[piece.paragraph].part

    def of_part(self, *parts: str) -> list[Piece]:
        """The pieces of these parts, in the order of print."""
        return [piece for piece in self.pieces if self.part(piece) in parts]

    def address(self, piece: Piece) -> str:
        """The address of the piece in the work."""
        return self.work.paragraphs[piece.paragraph].address

    def note(self, kind: str, piece: Piece, tokens: list[int], linked: list[int]) -> None:
        """Keep what was done."""
        self.findings.append(Finding(kind, self.address(piece), tokens, linked))


def _double(copy: Copy, piece: Piece, before: Piece, errors: Errors, kind: str) -> None:
    again = list(range(len(copy.tokens), len(copy.tokens) + len(piece.tokens)))
    copy.tokens.extend(Token(copy.tokens[i].char, next(errors.new), copied=False) for i in piece.tokens)
    copy.pieces.insert(copy.pieces.index(before), Piece(piece.paragraph, again))
    copy.doubled.append((copy.work.starts[before.paragraph], again))
    copy.note(kind, piece, again, piece.tokens)


def doubled_heading(copy: Copy, errors: Errors, rng: Random) -> None:
    """A heading stands once more, before an earlier paragraph."""
    headings = copy.of_part("heading")[1:]
    piece = rng.choice(headings)
    at = copy.pieces.index(piece)
    earlier = [p for p in copy.pieces[: at - 1] if copy.part(p) in ("paragraph", "clause")]
    _double(copy, piece, rng.choice(earlier), errors, "duplicate_heading")


def doubled_text(copy: Copy, errors: Errors, rng: Random) -> None:
    """A clause stands once more, a few paragraphs further down."""
    clauses = copy.of_part("clause", "paragraph")
    at = rng.randrange(len(clauses) - 2)
    _double(copy, clauses[at], clauses[at + 2], errors, "duplicate_text")


def misplaced_heading(copy: Copy, errors: Errors, rng: Random) -> None:
    """A heading stands once, at the wrong place."""
    _move(copy, copy.of_part("heading")[1:], rng, "misplaced_heading")


def moved_clause(copy: Copy, errors: Errors, rng: Random) -> None:
    """A clause stands once, two or more paragraphs from its place."""
    _move(copy, copy.of_part("clause", "paragraph"), rng, "moved_clause")


def _move(copy: Copy, choice: list[Piece], rng: Random, kind: str) -> None:
    piece = rng.choice(choice)
    at = copy.pieces.index(piece)
    body = [i for i, p in enumerate(copy.pieces) if copy.part(p) in ("heading", "paragraph", "clause")]
    there = rng.choice([i for i in body if not at - 1 <= i <= at + 2] or [body[-1]])
    copy.note(kind, piece, piece.tokens, [])
    copy.pieces.pop(at)
    copy.pieces.insert(there - int(there > at), piece)


def moved_sentence(copy: Copy, errors: Errors, rng: Random) -> None:
    """A sentence stands once, at the end of another paragraph; no paragraph of two, no move."""
    rich = [p for p in copy.of_part("clause", "paragraph") if len(_stops(copy, p)) > 1]
    if not rich:
        return
    piece = rng.choice(rich)
    stops = _stops(copy, piece)
    moved = piece.tokens[stops[-2] + 1 : stops[-1] + 1]
    other = rng.choice([p for p in copy.of_part("clause", "paragraph") if p is not piece])
    piece.tokens = piece.tokens[: stops[-2] + 1] + piece.tokens[stops[-1] + 1 :]
    other.tokens = other.tokens + moved
    copy.note("moved_clause", piece, moved, [])


def _stops(copy: Copy, piece: Piece) -> list[int]:
    """Where sentences end in the piece; without punctuation, anywhere is a place to stop."""
    stops = [i for i, number in enumerate(piece.tokens) if copy.tokens[number].char in STOPS]
    return stops or list(range(9, len(piece.tokens), 10))


def lost_section(copy: Copy, errors: Errors, rng: Random) -> None:
    """A section is missing between its neighbours; with fewer than three sections, none is."""
    headings = copy.of_part("heading")
    if len(headings) < 3:
        return
    at = rng.randrange(1, len(headings) - 1)
    start, end = (copy.pieces.index(headings[i]) for i in (at, at + 1))
    copy.note("omission_section", headings[at], [], copy.pieces[end].tokens[:1])
    del copy.pieces[start:end]


def truncation(copy: Copy, errors: Errors, rng: Random) -> None:
    """The copy breaks off after a sentence and sends the reader to another page."""
    body = copy.of_part("clause", "paragraph")
    piece = rng.choice([p for p in body[len(body) * 2 // 5 : -1] if len(_stops(copy, p)) > 1])
    keep = rng.choice(_stops(copy, piece)[:-1]) + 1
    copy.note("truncation", piece, [], piece.tokens[:keep])
    piece.tokens = piece.tokens[:keep]
    copy.jump_after = piece.tokens[-1]
    kept = copy.pieces.index(piece) + 1
    del copy.pieces[kept:]


def title_after(copy: Copy, errors: Errors, rng: Random) -> None:
    """Title and date are printed after the text, as where a page is read column by column."""
    front = copy.of_part("title", "date")
    copy.pieces = [piece for piece in copy.pieces if piece not in front] + front
    copy.note("displaced_title", front[0], front[0].tokens, [])


def date_inside_title(copy: Copy, errors: Errors, rng: Random) -> None:
    """The date stands between the two halves of the title."""
    title, date = copy.of_part("title", "date")
    half = len(title.tokens) // 2
    rest = Piece(title.paragraph, title.tokens[half:])
    title.tokens = title.tokens[:half]
    copy.pieces.insert(copy.pieces.index(date) + 1, rest)
    copy.note("displaced_title", title, rest.tokens, [])


def no_credit(copy: Copy, errors: Errors, rng: Random) -> None:
    """The credit line is left out."""
    copy.pieces = [piece for piece in copy.pieces if copy.part(piece) != "credit"]


OPERATIONS: dict[str, Callable[[Copy, Errors, Random], None]] = {
    operation.__name__: operation
    for operation in (
        doubled_heading,
        doubled_text,
        misplaced_heading,
        moved_clause,
        moved_sentence,
        lost_section,
        truncation,
        title_after,
        date_inside_title,
        no_credit,
    )
}
