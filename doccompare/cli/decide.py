"""``doccompare decide``: one decision, with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import lang_option, source_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, UsageError, say

if TYPE_CHECKING:
    from doccompare.reporting.structure import Finding
    from doccompare.review.desk import Desk


def command() -> click.Command:
    """The command, with help in the language in effect."""
    from doccompare.cli.desk import pass_option, who_option

    return Command(
        "decide",
        callback=_decide,
        help=say(
            "裁定一处异文。READING 是某一读法的文字或编号，或 底本、两存、存疑；"
            "结构之误（结构-1）则写 已核 或 存疑。",
            "Decide a unit. READING: the text or number of a reading, or base, both, open; "
            "of a finding about structure (结构-1): checked, or open.",
        ),
        params=[
            click.Argument(["unit"], metavar="UNIT"),
            click.Argument(["reading"], metavar="READING"),
            click.Option(["--why"], metavar="TEXT", required=True, help=say("理由。", "The reason.")),
            click.Option(
                ["--emend"],
                is_flag=True,
                help=say("改作各本皆无的文字。", "READING is a text that no witness has."),
            ),
            click.Option(
                ["--image"],
                type=click.Choice(["checked", "transcript-error"]),
                help=say("已核版面：无误，或转录误。", "The page image was looked at."),
            ),
            source_option(),
            who_option(),
            pass_option(),
            lang_option(),
        ],
    )


def _decide(
    unit: str,
    reading: str,
    why: str,
    emend: bool,
    image: str | None,
    source: Path | None,
    who: str | None,
    in_pass: str | None,
) -> int:
    from doccompare import decisions
    from doccompare.cli import desk as editors
    from doccompare.review.words import outcome

    if not why.strip():
        raise UsageError(say("理由不能为空。", "The reason must not be empty."), "--why …")
    desk = editors.open_desk(source)
    finding = desk.finding(unit)
    if finding is not None:
        return _decide_finding(desk, finding, reading, why, emend or image is not None, who, in_pass)
    found = desk.unit(unit)
    site = desk.attached.sites[found.key]
    entry = decisions.decide(
        desk.attached,
        found.key,
        decisions.selected(site, reading, emend=emend),
        who=editors.person(who),
        when=decisions.timestamp(editors.now()),
        two_person=desk.two_person,
        in_pass=desk.checked_pass(in_pass),
        why=why.strip(),
        image=decisions.Image(image) if image else None,
    )
    (done,) = desk.write((entry,))
    editors.say_lines([f"{found.id}  {editors.words(editors.entry_words(done))}"])
    if emend and done.choice is not None:  # typed by hand: let the editor see how it reads
        left, right = site.left[-8:], site.right[:8]
        editors.say_lines([f"  ……{left}[{done.choice.exact}]{right}……"])
    editors.say_lines(outcome(desk, found.key))
    return _saved(desk, done.id)


_CHECKED = ("已核", "checked", "acknowledged", "ack")
_LEFT_OPEN = ("存疑", "待考", "open")


def _decide_finding(
    desk: Desk,
    finding: Finding,
    typed: str,
    why: str,
    of_units: bool,
    who: str | None,
    in_pass: str | None,
) -> int:
    """Acknowledge a finding about structure, or leave it open."""
    from doccompare import decisions
    from doccompare.cli import desk as editors
    from doccompare.reporting.structure import structure_words

    word = typed.strip().casefold()
    if of_units or word not in (*_CHECKED, *_LEFT_OPEN):
        raise UsageError(
            say(
                f"{finding.id} 是结构之误，无读法可选。",
                f"{finding.id} is about structure: it has no readings.",
            ),
            say(
                "可写 已核 或 存疑（不用 --emend、--image）。",
                "Write checked or open (without --emend, --image).",
            ),
        )
    entry = desk.finding_entry(
        finding,
        open_=word in _LEFT_OPEN,
        who=editors.person(who),
        when=decisions.timestamp(editors.now()),
        in_pass=desk.checked_pass(in_pass),
        why=why.strip(),
    )
    (done,) = desk.write((entry,))
    now = next(f for f in desk.findings if f.entry.key == finding.entry.key)
    editors.say_lines([f"{now.id}  {editors.words(editors.entry_words(done))}"])
    editors.say_lines([f"  {structure_words(desk.collation, now.entry, editors.lang())}"])
    return _saved(desk, done.id)


def _saved(desk: Desk, entry_id: str) -> int:
    from doccompare.cli import desk as editors

    where = editors.near(desk.places.write)
    editors.say_lines([say(f"已记入 {where}（{entry_id}）。", f"Saved in {where} ({entry_id}).")])
    if again := editors.collate_again(desk):
        editors.say_lines([say(f"重出定稿与报告: {again}", f"Text and reports anew: {again}")])
    editors.warn(desk.journal)
    return EXIT_DONE
