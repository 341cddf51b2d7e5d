"""index.html: the first page of a folder of works, one line a work, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from doccompare.errors import DoccompareError, OutputError, say
from doccompare.model import Collation, Relation, Severity
from doccompare.reporting.views import findings, is_open, severities, verdict, verdict_line

INDEX = "index.html"
_SHEETS = ("base", "report", "tools", "print")
_OURS = '<meta name="generator" content="doccompare'


@dataclass(frozen=True, slots=True)
class Entry:
    """A work of the folder: its name there, and the collation or, when it cannot be read, why (not shown)."""

    folder: str
    collation: Collation | None
    fault: str = ""

    @property
    def href(self) -> str:
        """The way to its report from the index."""
        return f"{quote(self.folder)}/report.html"

    @property
    def critical(self) -> int:
        """How many critical units and findings of structure."""
        if self.collation is None or self.collation.work.relation is Relation.VERSIONS:
            return 0
        heavy = sum(f.severity is Severity.CRITICAL for f in findings(self.collation))
        return severities(self.collation)[Severity.CRITICAL] + heavy

    @property
    def pending(self) -> int:
        """How many units are open."""
        return 0 if self.collation is None else sum(is_open(unit) for unit in self.collation.units)


def entries(directory: Path) -> list[Entry]:
    """The works of a folder: those to decide first, the unreadable ones before all others."""
    from doccompare.reporting.fromjson import read_collation

    found = []
    for path in sorted(directory.glob("*/collation.json")):
        try:
            found.append(Entry(path.parent.name, read_collation(path)))
        except DoccompareError as error:
            found.append(Entry(path.parent.name, None, str(error)))
    return sorted(found, key=lambda e: (e.collation is not None, -e.critical, -e.pending, e.folder))


def index_html(works: Sequence[Entry], version: str) -> str:
    """The page, ending in a newline; the same works give the same text."""
    from doccompare.reporting.html import PLAIN, render
    from doccompare.reporting.page.data import data_block
    from doccompare.reporting.page.wording import Wording

    t = Wording()
    context = {
        "t": t,
        "data": lambda: data_block({"english": t.english}),
        "works": works,
        "versions": Relation.VERSIONS,
        "verdict_line": verdict_line,
        "verdict": verdict,
        "severities": severities,
        "critical": sum(work.critical > 0 for work in works),
        "pending": sum(work.pending for work in works),
    }
    return render("index.html.j2", context, version, sheets=_SHEETS, scripts=PLAIN)


def write_index(directory: Path, works: Sequence[Entry], version: str) -> Path:
    """Write the page into the folder of works. Raises OutputError where an index.html is not ours."""
    from doccompare.reporting.writing import write_files

    path = directory / INDEX
    if path.is_file() and _OURS not in path.read_text(encoding="utf-8", errors="replace")[:4000]:
        raise OutputError(
            say(
                f"{path} 不是 doccompare 写出的，没有覆盖。",
                f"{path} was not written by doccompare; it was not overwritten.",
            ),
            say("请移开它，或另选目录。", "Move it away, or choose another folder."),
        )
    return write_files(directory, {INDEX: index_html(works, version)})[0]
