"""``doccompare review``: one unit after the other, each key written at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import lang_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, say

if TYPE_CHECKING:
    from doccompare.cli.desk import Desk

_LISTED = 60  # formal units listed before the question; the rest is counted


def command() -> click.Command:
    """The command, with help in the language in effect."""
    from doccompare.cli.desk import pass_option, source_option, who_option

    return Command(
        "review",
        callback=_review,
        help=say(
            "逐处裁定：要害与待考在前，每按一键即存。可随时中断，下次接着来。",
            "Decide unit by unit: critical and open ones first, each key saved at once. Stop at any time.",
        ),
        params=[
            click.Option(
                ["--level"],
                type=click.Choice(["critical", "wording", "formal"]),
                help=say("只看这一级。", "Units of this severity only."),
            ),
            click.Option(
                ["--all", "everything"],
                is_flag=True,
                help=say("已定的也再看一遍。", "Also the units that are decided."),
            ),
            click.Option(
                ["--bulk"],
                metavar="formal",
                help=say(
                    "格式一级按拟定成批裁定。", "Decide all formal units as proposed, after one question."
                ),
            ),
            click.Option(
                ["--yes"], is_flag=True, help=say("成批裁定时不再询问。", "Do not ask before --bulk.")
            ),
            source_option(),
            who_option(),
            pass_option(),
            lang_option(),
        ],
    )


def _review(
    level: str | None,
    everything: bool,
    bulk: str | None,
    yes: bool,
    source: Path | None,
    who: str | None,
    in_pass: str | None,
) -> int:
    from doccompare.cli import desk as editors
    from doccompare.cli.keys import keys

    desk = editors.open_desk(source)
    name, checked = editors.person(who), desk.checked_pass(in_pass)
    editors.warn(desk.journal)
    if bulk is not None:
        return _bulk(desk, bulk, name, checked, yes)
    from doccompare.cli.sitting import Sitting
    from doccompare.model import Severity

    return Sitting(desk, name, checked, keys()).run(Severity(level) if level else None, everything)


def _bulk(desk: Desk, level: str, who: str, in_pass: str, yes: bool) -> int:
    """Decide all formal units as proposed. Raises UsageError for any other level."""
    from doccompare import decisions
    from doccompare.cli import desk as editors
    from doccompare.cli.keys import keys
    from doccompare.cli.output import emit

    units = decisions.bulk_units(desk.collation.units, desk.attached, level)
    if not units:
        emit([say("没有可成批裁定的格式异文。", "There is no formal unit to decide in bulk.")])
        return EXIT_DONE
    for unit in units[:_LISTED]:
        texts = " / ".join(r.text or "〔无〕" for r in unit.readings)
        decided = unit.decision.text if unit.decision is not None else ""
        emit(editors.lines_of(f"  {unit.id}  {decided or '〔无〕'}  ({texts})", "      "))
    if len(units) > _LISTED:
        rest = len(units) - _LISTED
        emit([say(f"  另有 {rest} 处", f"  and {rest} more")])
    if not yes:
        emit([say(f"这 {len(units)} 处都照拟定裁定？ y/n", f"Decide these {len(units)} as proposed? y/n")])
        answer = keys().command()
        if answer is None or answer.strip().casefold() not in ("y", "yes", "是"):
            emit([say("未作裁定。", "Nothing was decided.")])
            return EXIT_DONE
    when = decisions.timestamp(editors.now())
    entries = []
    for unit in units:
        site = desk.attached.sites[unit.key]
        index = unit.decision.reading if unit.decision is not None else None
        if index is None:
            continue
        reading = site.readings[index]
        entries.append(
            decisions.decide(
                desk.attached,
                unit.key,
                decisions.Selection(decisions.ChoiceKind.READING, reading.exact, reading.text),
                who=who,
                when=when,
                two_person=desk.two_person,
                in_pass=in_pass,
                why=say("照拟定成批裁定", "as proposed, in bulk"),
                bulk=True,
            )
        )
    done = desk.write(entries)
    where = editors.near(desk.places.write)
    emit([say(f"已裁定 {len(done)} 处，记入 {where}。", f"{len(done)} units decided, saved in {where}.")])
    return EXIT_DONE
