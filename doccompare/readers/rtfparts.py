"""What a rich text is made of while it is read: the lines of each flow, what holds in each group."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Flow:
    """Lines in the making: of the body, a note, a text box, a heading."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)  # lines of the cell that is open
    cells: list[list[str]] = field(default_factory=list)

    def end(self, *, cell: bool) -> None:
        """A paragraph is over; ``cell``: it stands in a table."""
        (self.inside if cell else self.lines).extend("".join(self.line).split("\n") + self.boxes)
        self.line, self.boxes = [], []

    def end_cell(self) -> None:
        """A cell is over."""
        self.end(cell=True)
        self.cells.append([line for line in self.inside if line.strip()])
        self.inside = []

    def end_row(self) -> None:
        """A row of short cells is one line; one with paragraphs in a cell gives a line for each."""
        if all(len(cell) <= 1 for cell in self.cells):
            self.lines.append("\t".join(cell[0].strip() for cell in self.cells if cell))
        else:
            self.lines += [line for cell in self.cells for line in cell]
        self.cells = []

    def finished(self) -> list[str]:
        """All lines, also those of a table that was never closed."""
        self.end(cell=False)
        if self.cells or self.inside:
            self.cells.append(self.inside)
            self.end_row()
        return self.lines


@dataclass(slots=True)
class Group:
    """What holds inside a pair of braces. ``kind``: text, skip, fonts, or code (what makes a field)."""

    kind: str = "text"
    starred: bool = False
    opened: str = ""  # the destination that this very group is
    font: int = 0
    skipped: int = 1  # characters that stand for those who cannot read \u
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    in_table: bool = False
    start: int = 0  # where the label of a list begins in its line
    outer: str = "text"  # the kind outside a \upr, for the \ud in it
