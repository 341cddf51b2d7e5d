"""Options that several commands share."""

from __future__ import annotations

import click

from doccompare.errors import say


def lang_option() -> click.Option:
    """``--lang``: read before the commands are built; here only checked and explained."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help=say("界面语言（默认依系统）。", "Language (default: locale)."),
    )


def encoding_option() -> click.Option:
    """``--encoding``: the encoding of all files, overriding what is found."""
    return click.Option(
        ["--encoding"],
        metavar="E",
        help=say("各文件的编码（默认自动识别）。", "Encoding of the files (default: found)."),
    )


def title_option() -> click.Option:
    """``--title``: which work is meant."""
    return click.Option(
        ["--title"], metavar="T", help=say("要校的文件的标题。", "Title of the work that is meant.")
    )
