"""What comes in: witnesses, their places and faults, and what a manifest expects of them."""

from __future__ import annotations

from dataclasses import dataclass

from doccompare.model.kinds import Relation, Role


class Note(str):
    """A sentence for people: Chinese as a string (what results store), English in ``en``.

    Results must be the same bytes in every locale, so only a screen asks for ``en``.
    """

    en: str

    def __new__(cls, zh: str, en: str) -> Note:
        """The Chinese sentence, its English beside it."""
        note = super().__new__(cls, zh)
        note.en = en
        return note

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Both sentences, so that a note can be pickled and copied."""
        return str(self), self.en


def in_language(text: str, language: str) -> str:
    """The text in ``zh`` or ``en``; a plain string is the same in both."""
    return text.en if language == "en" and isinstance(text, Note) else text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a witness's text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offset stands in the source: page (None = the source has none), line, column from 1."""

    page: int | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class PageMark:
    """The text from ``offset`` on stands on page ``page`` (from 1), inside ``box`` if known.

    ``box`` is left, top, right, bottom in points of the page.
    """

    offset: int
    page: int
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault or remark found in the input: a value, collected and shown with the others.

    ``code`` is a stable key; ``message`` one sentence for people, in the user's language.
    """

    code: str
    message: str
    siglum: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """One copy, as received: ``text`` is the file decoded, BOM dropped, nothing else changed.

    Of a format that is not text it is what its reader made: one paragraph a line.

    ``role`` None means: not stated, to be found. ``encoding`` is the codec used and
    ``encoding_reason`` how it was chosen (``bom``, ``utf-8``, ``detected``, ``stated``; of a web page
    also ``page``, its own word; ``format`` and ``ocr`` where the reader made the text).
    ``encoding_confidence``: 0 to 1 for a detected one, None where nothing was guessed. ``format``: the key
    of the format it was read as; of all but ``plain`` and ``markdown`` the text is what the reader made.
    ``doubtful``: what was not read surely.
    """

    siglum: str
    text: str
    path: str
    sha256: str
    role: Role | None = None
    encoding: str = "utf-8"
    encoding_reason: str = "utf-8"
    encoding_confidence: float | None = None
    format: str = "plain"
    publication: str = ""
    date: str = ""
    page: str = ""
    image: str = ""
    marks: tuple[PageMark, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubtful: tuple[Span, ...] = ()

    @property
    def made(self) -> bool:
        """Whether the text stands in no file as it is: the reader made it, or joined it from several."""
        return self.format not in ("plain", "markdown")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a manifest says of the work; None or empty = not stated."""

    title: str = ""
    slug: str = ""
    sections: int | None = None
    clauses: int | None = None
    relation: Relation | None = None
    base: str = ""
