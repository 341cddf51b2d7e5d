"""The findings about structure on the list: looked at (已核), or left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from doccompare import errors
from doccompare.errors import UsageError, say
from doccompare.model import Status
from doccompare.reporting.labels import Lang
from doccompare.reporting.structure import Finding, structure_words
from doccompare.review.front import Fields, Front, view_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_STATUS = {
    None: ("未核", "not looked at"),
    Status.CONFIRMED: ("已核", "checked"),
    Status.OPEN: ("存疑", "left open"),
    Status.PROPOSED: ("待第二人", "second name missing"),
    Status.NEEDS_REVIEW: ("需复核", "needs review"),
}


class FindingForms:
    """What is asked at a finding about structure."""

    def __init__(self, front: Front) -> None:
        self.front = front

    def rows(self) -> list[dict[str, Any]]:
        """Every finding, with what the list says of it and what its form must send back."""
        desk = self.front.room.desk
        lang: Lang = "en" if errors.language == "en" else "zh"
        return [
            {
                "finding": finding,
                "words": structure_words(desk.collation, finding.entry, lang),
                "status": say(*_STATUS[finding.entry.status]),
                "todo": finding.entry.status in (None, Status.PROPOSED, Status.NEEDS_REVIEW),
                "seen": _seen(finding),
            }
            for finding in desk.findings
        ]

    def act(self, request: Request, fields: Fields) -> Response:
        """Acknowledge a finding, or leave it open, unless it was decided since the form was shown."""
        room, act = self.front.room, fields.get("act")
        finding = next((f for f in room.desk.findings if f.entry.key == fields.get("key")), None)
        if finding is None:
            return self.front.gone()
        if act not in ("a", "x"):
            raise UsageError(say("可选 已核 或 存疑。", "Choose checked, or open."), "")
        stale = self.front.moved(fields)
        if _seen(finding) != fields.get("seen"):
            stale.append(str(finding.entry.word) or say("方才被撤销。", "It was undone."))
        if stale:
            head = say("此页已旧，方才所按未记：", "This page was out of date; nothing was saved:")
            return self.front.page("message.html.j2", {"alert": [head, *stale]}, 409)
        (done,) = room.write(
            room.desk.finding_entry(
                finding,
                open_=act == "x",
                who=room.seat.who,
                when=room.when,
                in_pass=room.seat.in_pass,
                why=" ".join(fields.get("why", "").split()),
            )
        )
        return self.front.go("/", view_of(fields), done.id)


def _seen(finding: Finding) -> str:
    """What a form has seen of a finding: the editor's word on it."""
    return f"{finding.entry.status or ''} {finding.entry.word}"
