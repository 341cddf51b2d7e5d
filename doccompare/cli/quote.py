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
            click.Argument(["articles"], nargs=-1, metavar="ARTICLE..."),
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
    articles: tuple[str, ...],
    text: str | None,
    against: Path,
    form: str,
    out: Path | None,
    every: bool,
    fail_on: str,
    encoding: str | None,
) -> int:
    from doccompare.cli.articles import deliver, one_only, read_article, warn
    from doccompare.cli.output import Progress
    from doccompare.pipeline.against import standards
    from doccompare.pipeline.quoting import quotations
    from doccompare.reporting.quotations import reaches

    if bool(articles) == (text is not None):
        raise UsageError(
            say("请给出文章，或用 -t 给出一句引文，二者取一。", "Give an article, or one quotation with -t."),
            say("用法见 doccompare quote --help", "See doccompare quote --help"),
        )
    one_only(articles, form)
    witnesses = [_given(text)] if text is not None else [read_article(a, encoding) for a in articles]
    whole = text is not None and _is_one(text)
    rendered, heavy = [], False
    with Progress() as progress:
        for witness in witnesses:
            works = standards(against, witness, tell=warn, progress=progress)
            found = quotations(witness, works, whole=whole)
            rendered.append(_rendered(found, witness, form, every, plain=out is not None))
            heavy |= reaches(found, Severity(fail_on))
    deliver("\n".join(rendered), out)
    return EXIT_FINDINGS if heavy else EXIT_DONE


def _given(text: str) -> Witness:
    """What was given with ``-t``, as an article. Raises UsageError when it is empty."""
    from doccompare.model import Witness

    if not text.strip():
        raise UsageError(say("-t 后面是空的。", "There is nothing after -t."))
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()
    return Witness(siglum="", text=text, path="-t", sha256=digest)


def _is_one(text: str) -> bool:
    """Whether what was given with ``-t`` is one quotation, and not a sentence with quotations in it."""
    inner = max((len(found[1]) for found in _QUOTED.finditer(text)), default=0)
    return inner < 8 or inner >= len(text.strip()) - 4


def _rendered(found: Quotations, article: Witness, form: str, every: bool, *, plain: bool) -> str:
    if form == "text":
        from doccompare import errors
        from doccompare.cli.output import colour, columns
        from doccompare.reporting.quotations_text import quotations_lines

        lang: Lang = "en" if errors.language == "en" else "zh"
        lines = quotations_lines(
            found, lang=lang, columns=columns(), colour=colour() and not plain, every=every
        )
        return "".join(f"{line}\n" for line in lines)
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
