"""``doccompare review``: one unit after the other, each key written at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import lang_option, source_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, UsageError, say

if TYPE_CHECKING:
    from doccompare.cli.desk import Desk

_LISTED = 60  # formal units listed before the question; the rest is counted


def command() -> click.Command:
    """The command, with help in the language in effect."""
    from doccompare.cli.desk import pass_option, who_option

    return Command(
        "review",
        callback=_review,
        help=say(
            "逐处裁定：要害与待考在前，每按一键即存。可随时中断，下次接着来。",
            "Decide unit by unit: critical and open ones first, each key saved at once. Stop at any time.",
        ),
        params=[
            click.Argument(["path"], metavar="[PATH]", required=False, type=click.Path(path_type=Path)),
            click.Option(
                ["--web"],
                is_flag=True,
                help=say("在浏览器中审校（只限本机）。", "In the browser, on this machine only."),
            ),
            click.Option(
                ["--port"],
                metavar="N",
                type=click.IntRange(0, 65535),
                default=0,
                help=say("--web 的端口（默认任选）。", "Port for --web (default: any free one)."),
            ),
            click.Option(
                ["--no-browser", "no_browser"],
                is_flag=True,
                help=say("--web 只印出链接。", "With --web: print the link only."),
            ),
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
    path: Path | None,
    web: bool,
    port: int,
    no_browser: bool,
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

    if path is not None and source is not None:
        raise UsageError(say("PATH 与 --in 只写其一。", "Give PATH or --in, not both."), "")
    source = path if path is not None else source
    if web:
        if bulk is not None or level is not None or everything:
            raise UsageError(
                say(
                    "--web 不与 --level、--all、--bulk 同用。",
                    "--web goes without --level, --all and --bulk.",
                ),
                say("这些都在页面上。", "They are on the page."),
            )
        from doccompare.cli.web import review_in_browser

        return review_in_browser(source, who, in_pass, port, browser=not no_browser)
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
    from doccompare.review.acts import bulk_entries

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
    entries = bulk_entries(desk, units, who, when, in_pass)
    done = desk.write(entries)
    where = editors.near(desk.places.write)
    emit([say(f"已裁定 {len(done)} 处，记入 {where}。", f"{len(done)} units decided, saved in {where}.")])
    return EXIT_DONE
