"""One file per output format; ``write_reports`` writes a whole result folder.

The heavy library (jinja2) is imported when a report is written, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that `doccompare --help` does not build the whole model
    from collections.abc import Sequence

    from doccompare.model import Collation, ErrorRate
    from doccompare.reporting.notes import Style

# What every result folder holds; of versions also comparison.md and comparison.html.
REPORT_FILES = (
    "collation.json",
    "established.md",
    "established.txt",
    "apparatus.md",
    "discrepancies.csv",
    "report.html",
)


def render_reports(
    collation: Collation,
    version: str,
    *,
    rates: Sequence[ErrorRate] = (),
    apparatus_style: Style = "traditional",
) -> dict[str, str]:
    """Every file of a result folder, name → text. The same collation and version give the same texts.

    ``rates``: the error rates to show; ``apparatus_style``: ``cbeta`` for signs in apparatus.md.
    """
    from doccompare.model import Relation
    from doccompare.reporting.apparatus import apparatus_md
    from doccompare.reporting.discrepancies import discrepancies_csv
    from doccompare.reporting.established import established_md, established_txt
    from doccompare.reporting.html import report_html
    from doccompare.reporting.tojson import collation_to_json

    texts = (
        collation_to_json(collation, rates, version),
        established_md(collation),
        established_txt(collation),
        apparatus_md(collation, rates=rates, style=apparatus_style),
        discrepancies_csv(collation),
        report_html(collation, version, rates),
    )
    rendered = dict(zip(REPORT_FILES, texts, strict=True))
    if collation.work.relation is Relation.VERSIONS:
        from doccompare.reporting.comparison import COMPARISON_FILES, comparison_html, comparison_md

        tables = comparison_md(collation), comparison_html(collation, version)
        rendered |= dict(zip(COMPARISON_FILES, tables, strict=True))
    return rendered | _made_texts(collation)


def _made_texts(collation: Collation) -> dict[str, str]:
    """The texts that readers made of files that are none: what the offsets of the result count."""
    made = (a.witness for a in collation.witnesses if a.witness.made and a.witness.text)
    return {witness_file(w.siglum): w.text for w in made}


def witness_file(siglum: str) -> str:
    """Where in a result folder the text of a witness lies that its reader made."""
    return f"witnesses/{siglum.replace('*', '＊')}.txt"  # no * in file names of Windows


def write_reports(
    collation: Collation,
    directory: Path,
    version: str,
    *,
    rates: Sequence[ErrorRate] = (),
    apparatus_style: Style = "traditional",
) -> list[Path]:
    """Write the reports into ``directory`` (created when missing) and return their paths.

    All or nothing: on any failure the folder is as before. Other files in it are left alone.
    Raises OutputError, naming the folder, when it cannot be written.
    """
    rendered = render_reports(collation, version, rates=rates, apparatus_style=apparatus_style)
    return save_reports(rendered, Path(directory))


def save_reports(rendered: dict[str, str], directory: Path) -> list[Path]:
    """Write what :func:`render_reports` gave, as :func:`write_reports` does."""
    from doccompare.reporting.writing import write_files

    return write_files(directory, rendered, gone=_outdated(directory, rendered))


def _outdated(directory: Path, rendered: dict[str, str]) -> list[str]:
    """What an earlier run left that this one does not write: tables of versions, texts of witnesses."""
    import json
    import re

    from doccompare.reporting.comparison import COMPARISON_FILES

    try:
        stored = json.loads((directory / "collation.json").read_text(encoding="utf-8"))
        versions = stored["work"]["relation"] == "versions"
        sigla = [str(witness["siglum"]) for witness in stored["witnesses"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    # The file may come from anybody: a siglum that is none must not lead out of the folder.
    known = [witness_file(s) for s in sigla if re.fullmatch(r"[\w*′’'-]+", s)]
    ours = [*(COMPARISON_FILES if versions else ()), *known]
    return [name for name in ours if name not in rendered and (directory / name).is_file()]


__all__ = ["REPORT_FILES", "render_reports", "save_reports", "witness_file", "write_reports"]
