"""``doccompare status``: how far the review has come, and what needs a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import lang_option, source_option
from doccompare.cli.program import Command
from doccompare.errors import EXIT_DONE, say

if TYPE_CHECKING:
    from doccompare.cli.desk import Desk
    from doccompare.decisions import Stage

_LISTED = 12  # places of one kind listed before the rest is only counted


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "status",
        callback=_status,
        help=say(
            "裁定的进度：各级已定几处，何处待考、需复核、待第二人，何者失其所在。",
            "The progress: what is decided, open, needs review or a second person, or lost its place.",
        ),
        params=[source_option(), lang_option()],
    )


def _status(source: Path | None) -> int:
    from doccompare.cli import desk as editors
    from doccompare.cli.output import emit

    desk = editors.open_desk(source)
    emit(_table(desk))
    emit(_places(desk))
    editors.warn(desk.journal)
    emit(_next(desk))
    return EXIT_DONE


def _table(desk: Desk) -> list[str]:
    from doccompare import decisions
    from doccompare.cli.desk import lang
    from doccompare.decisions import Stage
    from doccompare.reporting.labels import name
    from doccompare.reporting.width import cell

    found = decisions.progress(desk.collation.units, desk.choices, desk.two_person)
    total, done = sum(p.total for p in found.values()), sum(p.decided for p in found.values())
    critical = next(iter(found.values()))
    lines = [
        say(
            f"已定 {done}/{total} 处；要害 {critical.decided}/{critical.total} 处。",
            f"Decided {done} of {total} units; critical {critical.decided} of {critical.total}.",
        ),
        "",
    ]
    heads = {
        Stage.DECIDED: say("已定", "decided"),
        Stage.SECOND: say("待二人", "2nd name"),
        Stage.LEFT_OPEN: say("存疑", "left open"),
        Stage.NEEDS_REVIEW: say("需复核", "review"),
        Stage.PROPOSED: say("拟定", "proposed"),
        Stage.UNDECIDED: say("待考", "open"),
    }
    lines.append(
        " " * 10
        + cell(say("共", "all"), 6, right=True)
        + "".join(cell(h, 10, right=True) for h in heads.values())
    )
    for severity, own in found.items():
        counts = "".join(cell(str(own.counts[s] or "-"), 10, right=True) for s in heads)
        lines.append(
            "  " + cell(name("severity", severity, lang()), 8) + cell(str(own.total), 6, right=True) + counts
        )
    lines += _structure(desk, list(heads))
    return [line.rstrip() for line in lines]


def _structure(desk: Desk, heads: list[Stage]) -> list[str]:
    """The row of the findings about structure; none without any."""
    from doccompare.decisions import Stage
    from doccompare.model import Status
    from doccompare.reporting.width import cell

    stages = {
        Status.CONFIRMED: Stage.DECIDED,
        Status.PROPOSED: Stage.SECOND,
        Status.OPEN: Stage.LEFT_OPEN,
        Status.NEEDS_REVIEW: Stage.NEEDS_REVIEW,
        None: Stage.UNDECIDED,
    }
    found = [stages[f.entry.status] for f in desk.findings]
    if not found:
        return []
    counts = "".join(cell(str(found.count(s) or "-"), 10, right=True) for s in heads)
    return ["  " + cell(say("结构", "struct."), 8) + cell(str(len(found)), 6, right=True) + counts]


def _places(desk: Desk) -> list[str]:
    from doccompare import decisions
    from doccompare.cli.desk import lines_of, words
    from doccompare.decisions import Stage

    lines: list[str] = []
    for stage, zh, en in (
        (Stage.NEEDS_REVIEW, "需复核", "Need review"),
        (Stage.SECOND, "待第二人复核", "Wait for a second name"),
        (Stage.UNDECIDED, "待考", "Open"),
    ):
        units = [u for u in desk.collation.units if desk.stage(u) is stage]
        if units:
            lines += ["", say(f"{zh} {len(units)} 处:", f"{en}: {len(units)}")]
        for unit in units[:_LISTED]:
            choice = desk.choices.get(unit.key)
            said = (
                words(choice.evidence.note)
                if choice is not None
                else " / ".join(r.text or "〔无〕" for r in unit.readings)
            )
            lines += lines_of(f"  {unit.id}  {said}", "      ")
        if len(units) > _LISTED:
            rest = len(units) - _LISTED
            lines.append(say(f"  另有 {rest} 处", f"  and {rest} more"))
    lines += _findings(desk)
    lines += _images(desk)
    lost: list[decisions.Thread] = []
    left_out: list[decisions.Thread] = []
    for thread in (*desk.attached.orphaned, *desk.lost_findings):
        site = thread.anchor.site
        kind = site.category.value if site is not None and site.category is not None else ""
        (left_out if desk.collation.ignored.get(f"{kind}-units") else lost).append(thread)
    if lost:
        lines += ["", say(f"失其所在 {len(lost)} 条（保留）:", f"Without their place: {len(lost)} (kept)")]
        for thread in lost:
            lines += lines_of("  " + words(decisions.orphan_words(thread)), "      ")
    if left_out:
        lines += [
            "",
            say(
                f"裁定在此次略去之处：{len(left_out)} 条。", f"On units left out this time: {len(left_out)}."
            ),
        ]
    return lines


def _images(desk: Desk) -> list[str]:
    """How many of the suspected slips were compared with the page; nothing without any."""
    from doccompare.model import PageImage

    slips = [u for u in desk.collation.units if any(r.suspected_transcription for r in u.readings)]
    if not slips:
        return []
    seen = [desk.attached.image(u.key) for u in slips]
    none, fine = seen.count(None), seen.count(PageImage.CHECKED)
    return [
        "",
        say(
            f"疑识录误 {len(slips)} 处: 版面未核 {none}，已核 {fine}，转录误 {len(slips) - none - fine}。",
            f"Suspected slips {len(slips)}: page not checked {none}, checked {fine}, "
            f"transcript errs {len(slips) - none - fine}.",
        ),
    ]


def _findings(desk: Desk) -> list[str]:
    """The findings about structure that nobody has acknowledged, or that need another look."""
    from doccompare.cli.desk import lang, lines_of, words
    from doccompare.reporting.structure import structure_words

    waiting = [f for f in desk.findings if not f.acknowledged]
    if not waiting:
        return []
    lines = ["", say(f"结构待核 {len(waiting)} 处:", f"Structure to check: {len(waiting)}")]
    for finding in waiting[:_LISTED]:
        said = words(finding.entry.word) or structure_words(desk.collation, finding.entry, lang())
        lines += lines_of(f"  {finding.id}  {said}", "      ")
    if len(waiting) > _LISTED:
        rest = len(waiting) - _LISTED
        lines.append(say(f"  另有 {rest} 处", f"  and {rest} more"))
    return lines


def _next(desk: Desk) -> list[str]:
    from doccompare.cli.desk import collate_again, near
    from doccompare.decisions import Stage
    from doccompare.model import Status

    done = (Status.CONFIRMED, Status.OPEN)
    left: list[object] = [f for f in desk.findings if f.entry.status not in done]
    left += [u for u in desk.collation.units if desk.stage(u) not in (Stage.DECIDED, Stage.LEFT_OPEN)]
    where = near(desk.places.write)
    lines = ["", say(f"记录 {where}", f"Journal {where}")]
    command = "doccompare review" if left else collate_again(desk)
    if command:
        lines.append(say(f"下一步: {command}", f"Next: {command}"))
    return lines
