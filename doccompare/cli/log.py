"""``doccompare log``: every entry of the journal, nothing left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import lang_option, source_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, say

if TYPE_CHECKING:
    from doccompare.cli.desk import Desk
    from doccompare.decisions import Thread


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "log",
        callback=_log,
        help=say(
            "列出裁定的全部记录，旧的在前；可只看一处（UNIT）。",
            "List all entries, oldest first; of one UNIT only when it is named.",
        ),
        params=[
            click.Argument(["unit"], metavar="[UNIT]", required=False),
            source_option(),
            lang_option(),
        ],
    )


def _threads(desk: Desk, name: str) -> list[Thread]:
    """What was said of one unit, or of one finding about structure."""
    from doccompare import decisions

    finding = desk.finding(name)
    if finding is not None:
        words_on = decisions.attach_findings(desk.journal, decisions.finding_sites(desk.collation))[0]
        return [words_on[finding.entry.key].thread] if finding.entry.key in words_on else []
    key = desk.unit(name).key
    held = desk.attached.held.get(key)
    return [*desk.attached.remarks.get(key, ()), *([held.thread] if held is not None else [])]


def _log(unit: str | None, source: Path | None) -> int:
    from doccompare import decisions
    from doccompare.cli import desk as editors
    from doccompare.cli.output import emit

    desk = editors.open_desk(source)
    wanted = None
    if unit is not None:
        threads = _threads(desk, unit)
        old = {i for t in threads for e in t.history for i in e.supersedes}
        wanted = {e.id for t in threads for e in t.history} | old
    present = {held.thread.key: held.site.unit for held in desk.attached.held.values()}
    words_on = decisions.attach_findings(desk.journal, decisions.finding_sites(desk.collation))[0]
    present |= {
        word.thread.key: f.id for f in desk.findings if (word := words_on.get(f.entry.key)) is not None
    }
    shown = [e for e in desk.journal.entries if wanted is None or e.id in wanted]
    force = desk.attached.effective
    by_id = {e.id: e for e in desk.journal.entries}
    for entry in shown:
        site = entry.site
        target = by_id.get(entry.of)
        if site is None and target is not None:
            site = target.site
        name = present.get(site.key, site.unit) if site is not None else ""
        state = ""
        if entry.id in force.undone:
            state = say("〔已撤销〕", "[undone]")
        elif entry.id in force.superseded:
            state = say("〔已改定〕", "[superseded]")
        emit(
            editors.lines_of(
                f"{entry.id}  {name}  {state}{editors.words(editors.entry_words(entry))}", " " * 14
            )
        )
    if not shown:
        emit([say("还没有裁定。", "No decisions yet.")])
    editors.warn(desk.journal)
    return EXIT_DONE
