"""``doccompare undo``: take an entry back. Nothing is deleted: the undo is an entry too."""

from __future__ import annotations

from pathlib import Path

import click

from doccompare.cli.options import lang_option, source_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, UsageError, say


def command() -> click.Command:
    """The command, with help in the language in effect."""
    from doccompare.cli.desk import who_option

    return Command(
        "undo",
        callback=_undo,
        help=say(
            "撤销一条裁定（默认自己最近的一条）；撤销一条撤销即恢复。编号见 log。",
            "Take back an entry (default: your last); undoing an undo restores. Ids: see log.",
        ),
        params=[
            click.Argument(["entry"], metavar="[ID]", required=False),
            click.Option(["--why"], metavar="TEXT", default="", help=say("理由。", "The reason.")),
            source_option(),
            who_option(),
            lang_option(),
        ],
    )


def _undo(entry: str | None, why: str, source: Path | None, who: str | None) -> int:
    from doccompare import decisions
    from doccompare.cli import desk as editors

    desk = editors.open_desk(source)
    name = editors.person(who)
    if entry is None:
        last = decisions.last_of(desk.attached, name)
        if last is None:
            raise UsageError(
                say(f"{name} 没有可撤销的裁定。", f"{name} has nothing to undo."),
                say(
                    "别人的裁定请写编号（见 doccompare log）。",
                    "For others' entries give the id (doccompare log).",
                ),
            )
        entry = last.id
    (done,) = desk.write(
        (
            decisions.undo(
                desk.attached, entry, who=name, when=decisions.timestamp(editors.now()), why=why.strip()
            ),
        )
    )
    target = desk.journal.entry(done.of)
    said = editors.words(editors.entry_words(target)) if target is not None else done.of
    unit = target.site.unit if target is not None and target.site is not None else ""
    verb = say("已撤销", "Undone")
    editors.say_lines([f"{verb} {done.of}  {unit}  {said}".replace("    ", "  ")])
    editors.say_lines(
        [
            say(
                f"此次撤销的编号：{done.id}（撤销它即恢复）。",
                f"Id of this undo: {done.id} (undo it to restore).",
            )
        ]
    )
    editors.warn(desk.journal)
    return EXIT_DONE
