"""``doccompare show``: a clause, a sentence, a unit."""

from __future__ import annotations

from pathlib import Path

import click

from doccompare.cli.options import lang_option, source_option
from doccompare.cli.output import columns, emit
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, UsageError, say
from doccompare.model import Clause, Collation
from doccompare.reporting.labels import Lang
from doccompare.reporting.lookup import Found

_TREE = ("tree", "树", "谱系")


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "show",
        callback=_show,
        help=say(
            "看一条（9 或 四.9）、一句（四.9.s3）、一处异文（四.9-3）、一条结构之误（结构-1），"
            "或各本之树（tree）。",
            "Show a clause (9 or 四.9), a sentence (四.9.s3), a unit (四.9-3), a finding about structure "
            "(结构-1), or the tree of the witnesses (tree).",
        ),
        params=[
            click.Argument(["address"], metavar="ADDRESS"),
            source_option(),
            click.Option(
                ["--trace"],
                is_flag=True,
                help=say(
                    "正文逐段出自何本何处（文件:页:行:列，字位）。",
                    "Where every character of the text comes from: witness, file, line and column, offsets.",
                ),
            ),
            lang_option(),
        ],
    )


def _show(address: str, source: Path | None, trace: bool = False) -> int:
    from doccompare import errors
    from doccompare.cli.results import default_source, load
    from doccompare.reporting.lookup import find
    from doccompare.reporting.show import format_clause, format_finding, format_unit

    collation = load(source if source is not None else default_source())
    lang: Lang = "en" if errors.language == "en" else "zh"
    if address.strip().casefold() in _TREE:
        emit(_tree(collation, lang))
        return EXIT_DONE
    found = find(collation, address)
    if trace:
        emit(_trace(collation, found, lang))
        return EXIT_DONE
    if found.unit is not None:
        emit(format_unit(collation, found.unit, lang=lang, width=columns()))
    elif found.finding is not None:
        emit(format_finding(collation, found.finding, lang=lang, width=columns()))
    elif found.sentence is not None:
        emit(_sentence(collation, found.clauses[0], found.sentence, lang))
    else:
        for clause in found.clauses:
            emit(format_clause(collation, clause, lang=lang, width=columns()))
    return EXIT_DONE


def _tree(collation: Collation, lang: Lang) -> list[str]:
    from doccompare.reporting.tree import tree_lines

    if collation.tree is None:
        raise UsageError(
            say("这个结果里没有各本之树。", "There is no tree in this result."),
            say(
                "不同时期的文本没有；旧结果请重新 doccompare collate。",
                "Versions have none; make an older result anew with doccompare collate.",
            ),
        )
    return tree_lines(collation, lang=lang, width=columns())


def _trace(collation: Collation, found: Found, lang: Lang) -> list[str]:
    from doccompare.reporting.lookup import established_spans
    from doccompare.reporting.trace import trace_lines

    if not collation.established.trace:
        raise UsageError(
            say("这个结果里没有出处。", "There are no sources in this result."),
            say("请重新 doccompare collate。", "Make it anew with doccompare collate."),
        )
    if found.finding is not None:
        raise UsageError(
            say("结构之误无出处可列。", "A finding about structure has no sources."),
            say("请写条、句或异文。", "Name a clause, a sentence or a unit."),
        )
    lines: list[str] = []
    for label, start, end in established_spans(collation, found):
        lines.append(label)
        lines += trace_lines(collation, start, end, unit=found.unit, lang=lang, columns=columns())
    return lines


def _sentence(collation: Collation, clause: Clause, number: int, lang: Lang) -> list[str]:
    from doccompare.reporting.show import format_sentence, sentences

    try:
        return format_sentence(collation, clause, number, lang=lang, width=columns())
    except IndexError:
        count = len(sentences(collation, clause))
        raise UsageError(
            say(f"{clause.address} 只有 {count} 句。", f"{clause.address} has {count} sentences only."), ""
        ) from None
