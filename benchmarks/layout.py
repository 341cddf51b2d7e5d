"""A copy on its page: wrapped, numbered, half-width, among other articles."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks import phrases
from benchmarks.noise import PUNCTUATION
from benchmarks.structure import Copy

HALF = str.maketrans("，；：？！（）", ",;:?!()")
JUMP_LINE = "（下转第三版）"
JUMP = -1  # the "token" of its characters


@dataclass(frozen=True)
class Layout:
    """The habits of a page. Counts are in characters (``page``) or lines (``blank``)."""

    width: int = 0  # hard wrap; 0 = one line a paragraph
    blank: int = 0  # a blank line inside paragraphs after so many wrapped lines
    half_width: bool = False
    straight_quotes: bool = False
    digit_spaces: bool = False
    bullets: bool = False
    page: int = 0  # page number and running head after so many characters, inside sentences
    unpunctuated: bool = False
    one_line: bool = False
    traditional: bool = False
    before: int = 0  # other articles on the page
    after: int = 0
    stock: bool = False  # the other articles share some phrases with the work

    @property
    def traits(self) -> list[str]:
        """Habits that concern every character, by name."""
        names = ("half_width", "straight_quotes", "unpunctuated", "traditional")
        return [name.replace("_", "-") for name in names if getattr(self, name)]


@dataclass(frozen=True)
class Page:
    """The text of a file and where each token of the copy stands in it."""

    text: str
    offsets: dict[int, int]
    jump_line: tuple[int, int] | None


def article(rng: Random, stock: list[str]) -> str:
    """A newspaper-like article that has nothing to do with the work but, perhaps, a stock phrase."""

    def person() -> str:
        return rng.choice(phrases.SURNAMES) + "".join(rng.sample(phrases.GIVEN, 2))

    def fill(frame: str) -> str:
        act, other = rng.sample(phrases.NEWS_ACTS, 2)
        fact = rng.choice(phrases.NEWS_FACTS).format(n=rng.randint(11, 98), m=rng.randint(2, 9))
        return frame.format(
            t=rng.choice(phrases.NEWS_TIMES),
            r=rng.choice(phrases.NEWS_ROLES),
            e=rng.choice(phrases.NEWS_ENDS),
            place=rng.choice(phrases.PLACES),
            person=person(),
            a=act,
            other=other,
            f=fact,
        )

    sentences = [fill(rng.choice(phrases.NEWS_FRAMES)) for _ in range(rng.randint(5, 9))]
    if stock:
        sentences.insert(2, f"会上提出，要{rng.choice(stock)}。")
    half = len(sentences) // 2
    lead = f"本报讯（{rng.choice(phrases.PEOPLE)} {person()}）"
    title = fill(rng.choice(phrases.NEWS_TITLES))
    return "\n\n".join([title, lead + "".join(sentences[:half]), "".join(sentences[half:])])


def lay_out(copy: Copy, layout: Layout, rng: Random) -> Page:
    """The page of ``copy``; tokens that the layout drops (punctuation) have no offset."""
    stock = _stock(copy.work.text, rng) if layout.stock else []
    out: list[tuple[str, int | None]] = []

    def add(text: str) -> None:
        out.extend((char, None) for char in text)

    gap = "" if layout.one_line else "\n\n" if not layout.width or layout.blank else "\n"
    for _ in range(layout.before):
        add(article(rng, stock) + "\n\n\n")
    since, number_of_page = 0, rng.randint(2, 40)
    head = f"{rng.choice(phrases.PLACES)}学习资料"
    for index, piece in enumerate(copy.pieces):
        line: list[tuple[str, int | None]] = []
        if layout.bullets and _is_numbered(copy, piece.tokens) and rng.random() < 0.8:
            line.extend((char, None) for char in "- ")
        for number in piece.tokens:
            char = _dress(copy.tokens[number].char, layout)
            line.extend((c, number) for c in char)
            since += len(char)
            if layout.page and since >= layout.page:
                since = 0
                line.extend((c, None) for c in f"\n\n{head}\n\n— {number_of_page} —\n\n")
                number_of_page += 1
            if number == copy.jump_after:
                line.extend((c, JUMP) for c in _dressed(JUMP_LINE, layout))
        if layout.digit_spaces:
            line = _spaced(line)
        if layout.width:
            line = _wrapped(line, layout)
        if index:
            add(gap)
        out.extend(line)
    for _ in range(layout.after):
        add("\n\n\n" + article(rng, stock))
    add("\n")
    text = "".join(char for char, _ in out)
    offsets = {number: at for at, (_, number) in enumerate(out) if number not in (None, JUMP)}
    jump = [at for at, (_, number) in enumerate(out) if number == JUMP]
    return Page(text, offsets, (jump[0], jump[-1] + 1) if jump else None)


def _stock(text: str, rng: Random) -> list[str]:
    """Phrases of the work, 8 to 14 characters, that other articles use too."""
    phrases_ = [
        part for part in text.replace("。", "，").replace("\n", "，").split("，") if 8 <= len(part) <= 14
    ]
    return rng.sample(phrases_, min(3, len(phrases_)))


def _is_numbered(copy: Copy, tokens: list[int]) -> bool:
    head = "".join(copy.tokens[number].char for number in tokens[:4])
    return "." in head and head[0].isdigit()


def _dress(char: str, layout: Layout) -> str:
    """The character as the page prints it; "" when it does not."""
    if layout.unpunctuated and char in PUNCTUATION:
        return ""
    if layout.half_width:
        char = char.translate(HALF)
    if layout.straight_quotes:
        char = '"' if char in "“”" else "'" if char in "‘’" else char
    return phrases.TRADITIONAL.get(char, char) if layout.traditional else char


def _dressed(text: str, layout: Layout) -> str:
    return "".join(_dress(char, layout) for char in text)


def _spaced(line: list[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """With a space on each side of numbers."""
    spaced: list[tuple[str, int | None]] = []
    for i, (char, number) in enumerate(line):
        before = line[i - 1][0] if i else ""
        if i and char.isdigit() != before.isdigit() and "一" <= (before if char.isdigit() else char) <= "鿿":
            spaced.append((" ", None))
        spaced.append((char, number))
    return spaced


def _wrapped(line: list[tuple[str, int | None]], layout: Layout) -> list[tuple[str, int | None]]:
    """Broken into lines of ``layout.width``, with blank lines where a column ends."""
    wrapped: list[tuple[str, int | None]] = []
    lines = 0
    column = 0
    for char, number in line:
        if column == layout.width and char != "\n":
            lines += 1
            blank = layout.blank and lines % layout.blank == 0
            wrapped.extend((c, None) for c in ("\n\n" if blank else "\n"))
            column = 0
        wrapped.append((char, number))
        column = 0 if char == "\n" else column + 1
    return wrapped
