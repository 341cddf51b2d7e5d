"""``doccompare formats``: what can be read here, and what each missing format needs."""

from __future__ import annotations

import click

from doccompare.cli.options import lang_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, say


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "formats",
        callback=_formats,
        help=say(
            "列出这里能读的格式；不能读的，说明还缺什么。",
            "List the formats that can be read here, and what each missing one needs.",
        ),
        params=[lang_option()],
    )


def _formats() -> int:
    from doccompare.cli.output import columns, emit
    from doccompare.readers import FORMATS
    from doccompare.reporting.width import wrapped

    lines: list[str] = []
    never = []
    for known in FORMATS:
        if known.read is None:
            never.append(known.name)
            continue
        missing = known.missing
        state = say(f"缺：{missing}", f"needs: {missing}") if missing else say("可读", "yes")
        parts = filter(None, (known.name, " ".join(known.suffixes), state))
        lines += wrapped("  ".join(parts), columns(), "    ")
    if never:
        names = "、".join(never), ", ".join(never)
        lines += wrapped(say(f"不能读：{names[0]}", f"Not read: {names[1]}"), columns(), "    ")
    emit(lines)
    return EXIT_DONE
