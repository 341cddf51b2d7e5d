"""``doccompare quote``: whether the quotations of an article are true to a work."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import against_option, encoding_option, gate_option, lang_option, out_option
from doccompare.cli.program import Command, version
from doccompare.errors import EXIT_DONE, EXIT_FINDINGS, UsageError, say
from doccompare.model import Severity

if TYPE_CHECKING:
    from doccompare.model import Quotations, Witness
    from doccompare.reporting.labels import Lang

FORMATS = ("text", "json", "csv", "md", "html", "sarif")
_QUOTED = re.compile('[“「『"]([^”」』"]*)[”」』"]')


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "quote",
        callback=_quote,
        help=say(
            "核对文章中的引文：一致、形式不同、异文所在、有改动、节略拼接、转述、查无。"
            "ARTICLE 是文件，或 -（标准输入）。",
            "Check the quotations of an article against a work. ARTICLE: a file, or - for standard input.",
        ),
        params=[
            click.Argument(["article"], required=False, metavar="ARTICLE"),
            click.Option(
                ["-t", "--text", "text"],
                metavar="TEXT",
                help=say("直接给出一句引文。", "One quotation, given here."),
            ),
            against_option(),
            click.Option(
                ["--format", "form"],
                type=click.Choice(FORMATS),
                default="text",
                help=say("输出格式（默认 text）。", "Format of the output (default: text)."),
            ),
            out_option(),
            click.Option(
                ["--all", "every"],
                is_flag=True,
                help=say("一致的也列出（text）。", "List also what is true to the text (text)."),
            ),
            gate_option(),
            encoding_option(),
            lang_option(),
        ],
    )


def _quote(
    article: str | None,
    text: str | None,
    against: Path,
    form: str,
    out: Path | None,
    every: bool,
    fail_on: str,
    encoding: str | None,
) -> int:
    from doccompare import errors
    from doccompare.cli.articles import deliver, read_article, warn
    from doccompare.cli.output import Progress, colour, columns
    from doccompare.model import Witness
    from doccompare.pipeline.against import standards
    from doccompare.pipeline.quoting import quotations
    from doccompare.reporting.quotations import reaches

    if (article is None) == (text is None):
        raise UsageError(
            say("请给出文章，或用 -t 给出一句引文，二者取一。", "Give an article, or one quotation with -t."),
            say("用法见 doccompare quote --help", "See doccompare quote --help"),
        )
    if text is not None:
        if not text.strip():
            raise UsageError(say("-t 后面是空的。", "There is nothing after -t."))
        witness = Witness(
            siglum="", text=text, path="-t", sha256=sha256(text.encode("utf-8", "replace")).hexdigest()
        )
    else:
        witness = read_article(article or "-", encoding)
    with Progress() as progress:
        works = standards(against, witness, tell=warn, progress=progress)
        found = quotations(witness, works, whole=text is not None and _is_one(text))
    lang: Lang = "en" if errors.language == "en" else "zh"
    if form == "text":
        from doccompare.reporting.quotations_text import quotations_lines

        lines = quotations_lines(
            found, lang=lang, columns=columns(), colour=colour() and out is None, every=every
        )
        deliver("".join(f"{line}\n" for line in lines), out)
    else:
        deliver(_rendered(found, witness, form), out)
    return EXIT_FINDINGS if reaches(found, Severity(fail_on)) else EXIT_DONE


def _is_one(text: str) -> bool:
    """Whether what was given with ``-t`` is one quotation, and not a sentence with quotations in it."""
    inner = max((len(found[1]) for found in _QUOTED.finditer(text)), default=0)
    return inner < 8 or inner >= len(text.strip()) - 4


def _rendered(found: Quotations, article: Witness, form: str) -> str:
    if form == "json":
        from doccompare.reporting.quotations import quotations_to_json

        return quotations_to_json(found)
    if form == "html":
        from doccompare.reporting.quotations_html import quotations_html

        return quotations_html(found, article.text, version())
    if form == "sarif":
        from doccompare.reporting.checks_sarif import quotations_sarif

        return quotations_sarif(found, article.text, version())
    from doccompare.reporting import quotations_tables

    return quotations_tables.csv(found) if form == "csv" else quotations_tables.markdown(found)
