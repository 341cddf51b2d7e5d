"""``doccompare explain``: what a rule or a class says."""

from __future__ import annotations

import click

from doccompare.cli.options import lang_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, UsageError, say


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "explain",
        callback=_explain,
        help=say(
            "说明一条规则或一个类名；不给名字则全部列出。",
            "Explain a rule or a class; without a name, list them all.",
        ),
        params=[click.Argument(["rule"], metavar="[RULE]", required=False), lang_option()],
    )


def _explain(rule: str | None) -> int:
    from doccompare.cli.explanations import CLASSES, RULES
    from doccompare.cli.output import columns, emit
    from doccompare.errors import language
    from doccompare.reporting.labels import Lang, name
    from doccompare.reporting.width import wrapped

    lang: Lang = "en" if language == "en" else "zh"
    wanted = rule.strip().casefold() if rule is not None else None
    lines: list[str] = []
    for key, entry in RULES.items():
        if wanted in (None, key):
            lines += wrapped(f"{key}  {say(entry.zh, entry.en)}", columns(), "    ")
            if entry.example is not None:
                e = entry.example
                shown = f"{e.left}[{e.rejected or '〔无〕'}]{e.right}"
                decided = e.decided or "〔无〕"
                lines += wrapped(
                    say(f"    例：{shown}，应作 {decided}", f"    e.g. {shown} for {decided}"),
                    columns(),
                    "    ",
                )
    for kind, table in CLASSES.items():
        for key, entry in table.items():
            label = name(kind, key, lang)
            if wanted is None or wanted in (key, label):
                lines += wrapped(
                    f"{key}  {label}：{entry.zh}" if lang == "zh" else f"{key} ({kind})  {entry.en}",
                    columns(),
                    "    ",
                )
    if not lines:
        known = "  ".join([*RULES, *(key for table in CLASSES.values() for key in table)])
        raise UsageError(
            say(f"没有“{rule}”这条规则。", f"There is no rule {rule}."),
            say(f"有：{known}", f"There are: {known}"),
        )
    emit(lines)
    return EXIT_DONE
