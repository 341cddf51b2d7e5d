"""The formats by name, and which files each makes. Libraries are imported when they are used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from doccompare.corpora import slug
from doccompare.errors import UsageError, say
from doccompare.model import Collation, ErrorRate, Relation

Files = dict[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Settings:
    """``version`` of the program; ``witnesses``: sigla for DOCX; ``rates``: for report and apparatus."""

    version: str
    witnesses: tuple[str, ...] = ()
    rates: tuple[ErrorRate, ...] = ()


def checked(names: Sequence[str]) -> list[str]:
    """The names without doubles, in the order given. Raises UsageError, listing the formats."""
    listed = ", ".join(FORMATS)
    for name in names:
        if name not in FORMATS:
            raise UsageError(
                say(f"没有“{name}”这种格式。", f"There is no format “{name}”."),
                say(f"有：{listed}", f"There are: {listed}"),
            )
    if not names:
        raise UsageError(say("没有指明格式。", "No format is named."), f"--to {listed}")
    return list(dict.fromkeys(names))


def stem(collation: Collation) -> str:
    """The first part of the names of all files: the slug of the work."""
    return slug(collation.work.slug, collation.work.title)


def _tei(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.tei import tei_xml

    return {f"{stem(collation)}.tei.xml": tei_xml(collation, settings.version)}


def _reledmac(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.reledmac import reledmac_tex

    return {f"{stem(collation)}.tex": reledmac_tex(collation, settings.version)}


def _docx(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.word import text_docx, witness_docx

    known = [a.witness.siglum for a in collation.reprints if a.spans]
    files: Files = {}
    for siglum in dict.fromkeys(settings.witnesses):
        if siglum not in known:
            raise UsageError(
                say(f"没有“{siglum}”本可供修订。", f"There is no witness {siglum} with the text."),
                say(f"有：{' '.join(known)}", f"There are: {' '.join(known)}"),
            )
        name = f"{stem(collation)}.{slug(siglum)}"
        while f"{name}.docx" in files:  # sigla that differ only in signs or case
            name += "-"
        files[f"{name}.docx"] = witness_docx(collation, siglum)
    return files or {f"{stem(collation)}.docx": text_docx(collation)}


def _xlsx(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.workbook import workbook_xlsx

    return {f"{stem(collation)}.xlsx": workbook_xlsx(collation)}


def _csv(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.discrepancies import discrepancies_csv

    return {f"{stem(collation)}.csv": discrepancies_csv(collation)}


def _jsonl(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.lines import units_jsonl

    return {f"{stem(collation)}.jsonl": units_jsonl(collation)}


def _parquet(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.lines import units_parquet

    return {f"{stem(collation)}.parquet": units_parquet(collation)}


def _sarif(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.scanning import collation_sarif

    return {f"{stem(collation)}.sarif": collation_sarif(collation, settings.version)}


def _annotation(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.annotation import annotations_jsonld

    return {f"{stem(collation)}.annotations.jsonld": annotations_jsonld(collation)}


def _markdown(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.apparatus import apparatus_md
    from doccompare.reporting.established import established_md

    name = stem(collation)
    return {
        f"{name}.md": established_md(collation),
        f"{name}.apparatus.md": apparatus_md(collation, rates=settings.rates),
    }


def _comparison(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.comparison import comparison_html
    from doccompare.reporting.exports.side_by_side import comparison_docx

    if collation.work.relation is not Relation.VERSIONS:
        raise UsageError(
            say("条文对照表只用于不同时期的文本。", "Clauses are set side by side for versions only."),
            say("转载本请用 docx、xlsx 或 tei。", "For reprints use docx, xlsx or tei."),
        )
    name = f"{stem(collation)}.comparison"
    return {
        f"{name}.html": comparison_html(collation, settings.version),
        f"{name}.docx": comparison_docx(collation),
    }


def _pdf(collation: Collation, settings: Settings) -> Files:
    from doccompare.reporting.exports.pdf import printed_pdf
    from doccompare.reporting.html import report_html

    page = report_html(collation, settings.version, settings.rates, packing=False)
    return {f"{stem(collation)}.pdf": printed_pdf(page)}


FORMATS: dict[str, Callable[[Collation, Settings], Files]] = {
    "tei": _tei,
    "reledmac": _reledmac,
    "docx": _docx,
    "xlsx": _xlsx,
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "sarif": _sarif,
    "annotation": _annotation,
    "markdown": _markdown,
    "comparison": _comparison,
    "pdf": _pdf,
}
