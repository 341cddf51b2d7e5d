"""The card of a unit and its forms: a decision, a note, the page image, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doccompare import decisions
from doccompare.decisions import Entry, Image, Kind
from doccompare.errors import UsageError, say
from doccompare.model import VariationUnit
from doccompare.review.acts import WHOLE, place_of
from doccompare.review.cards import View, card, news
from doccompare.review.front import Fields, Front, view_of
from doccompare.review.queue import after, ordered

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class UnitPages:
    """What is asked at the card of one unit."""

    def __init__(self, front: Front) -> None:
        self.front = front

    def show(self, request: Request) -> Response:
        """The card of one unit."""
        unit = self.front.unit(request.path_params["key"])
        if unit is None:
            return self.front.gone()
        view = view_of(dict(request.query_params))
        values = card(self.front.room.desk, unit, self.front.room.seat, view) | {
            "view": view,
            "typed": "",
            "emend": "",
        }
        return self.front.page("card.html.j2", values | self.front.said(request))

    def act(self, request: Request, fields: Fields) -> Response:
        """A decision, a note, or what the page image said."""
        unit = self.front.unit(request.path_params["key"])
        if unit is None:
            return self.front.gone()
        view, act = view_of(fields), fields.get("act", "")
        typed = " ".join(fields.get("why", "").split())
        try:
            stale = self.front.moved(fields)
            if not act.startswith("image:") and act != "note":
                stale += news(self.front.room.desk, unit.key, fields.get("seen", ""))
            if stale:
                head = say(
                    "此页已旧，方才所按未记，请重看：",
                    "This page was out of date; nothing was saved. Look again:",
                )
                return self._again(unit, view, fields, [head, *stale], 409)
            if act == "note":
                return self._note(unit, view, typed)
            if act.startswith("image:"):
                return self._image(unit, view, act.removeprefix("image:"), typed)
            return self._decide(unit, view, act, typed, fields.get("emend", ""))
        except UsageError as error:
            return self._again(unit, view, fields, [error.message, error.hint], 422)

    def _again(
        self, unit: VariationUnit, view: View, fields: Fields, alert: list[str], status: int
    ) -> Response:
        """The card as it is now, with what was typed, and why nothing was saved."""
        kept = {"view": view, "typed": fields.get("why", ""), "emend": fields.get("emend", "")}
        values = card(self.front.room.desk, unit, self.front.room.seat, view) | kept
        return self.front.page("card.html.j2", values | {"alert": [line for line in alert if line]}, status)

    def _decide(self, unit: VariationUnit, view: View, act: str, why: str, emend: str) -> Response:
        room, desk = self.front.room, self.front.room.desk
        site = desk.attached.sites[unit.key]
        if act == "m":
            selection = decisions.selected(site, emend, emend=True)
        elif act in WHOLE:
            selection = decisions.chosen(site, WHOLE[act])
        else:
            selection = decisions.selected(site, f"#{act}")
        queue = ordered(desk, room.seat.who, room.seat.in_pass, view.level, everything=True)
        (done,) = room.write(
            decisions.decide(
                desk.attached,
                unit.key,
                selection,
                who=room.seat.who,
                when=room.when,
                two_person=desk.two_person,
                in_pass=room.seat.in_pass,
                why=why,
            )
        )
        left = ordered(desk, room.seat.who, room.seat.in_pass, view.level, view.everything)
        following = after(queue, unit.key, left)
        return self.front.go(f"/unit/{following.key}" if following is not None else "/", view, done.id)

    def _note(self, unit: VariationUnit, view: View, why: str) -> Response:
        if not why:
            raise UsageError(say("批注是空的。", "The note is empty."), "")
        (done,) = self.front.room.write(self._remark(unit, why))
        return self.front.go(f"/unit/{unit.key}", view, done.id)

    def _image(self, unit: VariationUnit, view: View, state: str, why: str) -> Response:
        """The state of the page image; a text that was typed meanwhile is kept as a note."""
        room = self.front.room
        if state not in ("none", *Image):
            raise UsageError(say("没有这一项。", "There is no such thing."), "")
        image = None if state == "none" else Image(state)
        entries = [self._remark(unit, why)] if why else []
        if image is not room.desk.attached.image(unit.key):
            entries.append(self._remark(unit, image=image))
        done = room.write(*entries)
        return self.front.go(f"/unit/{unit.key}", view, done[-1].id if done else "")

    def _remark(self, unit: VariationUnit, why: str = "", image: Image | None = None) -> Entry:
        room = self.front.room
        return decisions.note(
            room.desk.attached,
            unit.key,
            who=room.seat.who,
            when=room.when,
            in_pass=room.seat.in_pass,
            why=why,
            image=image,
        )

    def undo(self, request: Request, fields: Fields) -> Response:
        """Take back this person's last entry, if it is still the one that the page named."""
        room = self.front.room
        last = decisions.last_of(room.desk.attached, room.seat.who)
        if last is None or last.id != fields.get("of"):
            words = [
                say("最近的一条已不是它，未撤销。", "It is not your last entry any more: nothing was undone.")
            ]
            return self.front.page("message.html.j2", {"alert": [*words, *self.front.moved(fields)]}, 409)
        key = place_of(room.desk, last)
        (done,) = room.write(decisions.undo(room.desk.attached, last.id, who=room.seat.who, when=room.when))
        if last.kind in (Kind.DECISION, Kind.APPROVAL):
            room.done = max(0, room.done - 1)
        here = self.front.unit(key) is not None
        return self.front.go(f"/unit/{key}" if here else "/", view_of(fields), done.id)
