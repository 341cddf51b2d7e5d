"""One file per output format; ``write_reports`` writes a whole result folder.

The heavy library (jinja2) is imported when a report is written, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that `doccompare --help` does not build the whole model
    from doccompare.model import Collation

REPORT_FILES = (
    "collation.json",
    "established.md",
    "established.txt",
    "apparatus.md",
    "discrepancies.csv",
    "report.html",
)


def render_reports(collation: Collation, version: str) -> dict[str, str]:
    """Every file of a result folder, name → text. The same collation and version give the same texts."""
    from doccompare.reporting.apparatus import apparatus_md
    from doccompare.reporting.discrepancies import discrepancies_csv
    from doccompare.reporting.established import established_md, established_txt
    from doccompare.reporting.html import report_html
    from doccompare.reporting.tojson import collation_to_json

    texts = (
        collation_to_json(collation),
        established_md(collation),
        established_txt(collation),
        apparatus_md(collation),
        discrepancies_csv(collation),
        report_html(collation, version),
    )
    return dict(zip(REPORT_FILES, texts, strict=True))


def write_reports(collation: Collation, directory: Path, version: str) -> list[Path]:
    """Write the reports into ``directory`` (created when missing) and return their paths.

    All or nothing: on any failure the folder is as before. Other files in it are left alone.
    Raises OutputError, naming the folder, when it cannot be written.
    """
    from doccompare.reporting.writing import write_files

    return write_files(Path(directory), render_reports(collation, version))


__all__ = ["REPORT_FILES", "render_reports", "write_reports"]
