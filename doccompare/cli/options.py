"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

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


def source_option() -> click.Option:
    """``--in``: which result or corpus."""
    return click.Option(
        ["--in", "source"],
        metavar="PATH",
        type=click.Path(path_type=Path),
        help=say("结果或文件夹（默认此处唯一的一个）。", "A result or corpus (default: the only one)."),
    )


def encoding_option() -> click.Option:
    """``--encoding``: the encoding of all files, overriding what is found."""
    return click.Option(
        ["--encoding"],
        metavar="E",
        help=say("各文件的编码（默认自动识别）。", "Encoding of the files (default: found)."),
    )


def versions_option() -> click.Option:
    """``--versions``: the files are versions of different date."""
    return click.Option(
        ["--versions"],
        is_flag=True,
        help=say(
            "逐条对照不同时期的文本（通常自行认出）。",
            "Versions of different date (mostly found by itself).",
        ),
    )


def revisions_option() -> click.Option:
    """``--revisions``: which text a document with tracked changes gives."""
    return click.Option(
        ["--revisions"],
        type=click.Choice(["final", "original"]),
        default="final",
        help=say(
            "带修订的文档读接受后的，还是修订前的文本。",
            "Tracked changes: the text with them (default) or before them.",
        ),
    )


def apparatus_style_option() -> click.Option:
    """``--apparatus-style``: the wording of apparatus.md."""
    return click.Option(
        ["--apparatus-style"],
        type=click.Choice(["traditional", "cbeta"]),
        default="traditional",
        help=say(
            "校记用语：某本作某，或 CBETA 的符号。",
            "Notes in the traditional wording, or in the signs of CBETA.",
        ),
    )


def title_option() -> click.Option:
    """``--title``: which work is meant."""
    return click.Option(
        ["--title"], metavar="T", help=say("要校的文件的标题。", "Title of the work that is meant.")
    )


def against_option() -> click.Option:
    """``--against``: what a text is held against."""
    return click.Option(
        ["--against"],
        required=True,
        metavar="PATH",
        type=click.Path(path_type=Path),
        help=say(
            "原文：一个文本文件、语料文件夹、校勘结果，或多篇文件的文件夹。",
            "The work: a plain text, a corpus, a result, or a folder of works.",
        ),
    )


def gate_option() -> click.Option:
    """``--fail-on`` of the commands that gate by default."""
    return click.Option(
        ["--fail-on"],
        type=click.Choice(["critical", "wording", "formal"]),
        default="critical",
        help=say(
            "有此级或更重的问题时退出码为 1（默认 critical）。",
            "Exit 1 when there is a finding of this level or a heavier one (default: critical).",
        ),
    )


def out_option() -> click.Option:
    """``-o``: a file instead of standard output."""
    return click.Option(
        ["-o", "--out", "out"],
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=say("写到文件（默认标准输出）。", "Write to a file (default: standard output)."),
    )


def collating_options() -> list[click.Parameter]:
    """What is collated, how, and into which folder: ``collate`` and ``watch`` take the same."""
    return [
        click.Argument(
            ["paths"], nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
        ),
        click.Option(
            ["-o", "--out", "out"],
            metavar="DIR",
            type=click.Path(path_type=Path),
            help=say("结果目录（默认 reports/<名>）。", "Result folder (default: reports/<slug>)."),
        ),
        click.Option(["--base"], metavar="SIGLUM|FILE", help=say("指定底本。", "The base text.")),
        title_option(),
        encoding_option(),
        click.Option(
            ["--ignore"],
            multiple=True,
            type=click.Choice(["punctuation", "orthography"]),
            help=say("略去标点或写法（可重复）。", "Leave out punctuation or orthography (repeatable)."),
        ),
        versions_option(),
        revisions_option(),
    ]
