"""How a request becomes an answer: one at a time, forms only when they are ours, pages from templates."""

from __future__ import annotations

from collections.abc import Callable
from secrets import compare_digest
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from doccompare import decisions
from doccompare.decisions import Entry, Kind
from doccompare.errors import DoccompareError, UsageError, say
from doccompare.model import Severity, VariationUnit
from doccompare.review.acts import place_of
from doccompare.review.cards import View, progress
from doccompare.review.guard import Application, Keys
from doccompare.review.pages import asset, render
from doccompare.review.room import Room
from doccompare.review.words import entry_words, outcome

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_LARGEST = 64 * 1024  # bytes of a form

Fields = dict[str, str]


class Front:
    """What all pages share. Everything that touches the desk waits for its turn."""

    def __init__(self, room: Room, keys: Keys) -> None:
        self.room, self.keys = room, keys

    def answer(self, page: Callable[[Request], Response]) -> Callable[[Request], Any]:
        """The endpoint of a page that changes nothing."""
        return lambda request: self._in_turn(lambda: page(request))

    def change(self, act: Callable[[Request, Fields], Response]) -> Callable[[Request], Any]:
        """The endpoint of a form: refused unless it is ours; then done under the lock."""
        from starlette.concurrency import run_in_threadpool

        async def endpoint(request: Request) -> Response:
            fields = await read_fields(request)
            if fields is None or not compare_digest(
                fields.get("form", "").encode("utf-8", "replace"), self.keys.form.encode()
            ):
                return self.refusal(403, "form")
            return await run_in_threadpool(self._in_turn, lambda: act(request, fields))

        return endpoint

    def _in_turn(self, work: Callable[[], Response]) -> Response:
        """What ``work`` answers, on the journal as it is now, while nobody else is at the desk."""
        with self.room.lock:
            try:
                self.room.desk.refresh()
                return work()
            except DoccompareError as error:
                return self.failed(error)

    def page(self, page: str, values: dict[str, Any], status: int = 200) -> Response:
        """A page from its template, with what every page says."""
        from starlette.responses import HTMLResponse

        room = self.room
        last = decisions.last_of(room.desk.attached, room.seat.who)
        common = {
            "form": self.keys.form,
            "seat": room.seat,
            "passes": room.passes,
            "work": room.desk.collation.work,
            "base": room.desk.collation.base,
            "progress": progress(room.desk, room.seat),
            "last": last,
            "last_words": entry_words(last) if last is not None else "",
            "stale": room.stale,
            "can_write": room.written is not None,
            "result": room.result,
            "problems": room.desk.journal.problems,
            "alert": [],
            "said": [],
        }
        return HTMLResponse(render(page, common | values), status)

    def failed(self, error: DoccompareError) -> Response:
        """What went wrong, and what to do next."""
        said = [error.message, error.hint] if error.hint else [error.message]
        return self.page("message.html.j2", {"alert": said}, 422 if isinstance(error, UsageError) else 500)

    def unit(self, key: str) -> VariationUnit | None:
        """The unit with this key, None when there is none any more."""
        return next((u for u in self.room.desk.collation.units if u.key == key), None)

    def gone(self) -> Response:
        """The answer for a unit, or anything else, that is not there."""
        words = say("这里没有所要的了。", "What was asked for is not here any more.")
        return self.page("message.html.j2", {"alert": [words]}, 404)

    def said(self, request: Request) -> dict[str, Any]:
        """What the last form did: the entry it wrote, named in the address by its id."""
        entry = self.room.desk.journal.entry(request.query_params.get("done", ""))
        if entry is None:
            return {}
        count = request.query_params.get("count", "")
        if entry.bulk and count.isascii() and count.isdecimal() and len(count) < 9:
            return {"said": [say(f"成批裁定 {int(count)} 处", f"{int(count)} decided in bulk")]}
        key = place_of(self.room.desk, entry)
        subject = self.room.desk.journal.entry(entry.of) if entry.kind is Kind.UNDO else entry
        site = subject.site if subject is not None else None
        name = site.unit if site is not None else ""
        lines = [f"{name}　{_in_words(entry)}"]
        if key in self.room.desk.attached.sites and entry.kind is not Kind.NOTE:
            lines += outcome(self.room.desk, key)
        return {"said": lines}

    def moved(self, fields: Fields) -> list[str]:
        """What was changed about the person since the form was shown."""
        seat = self.room.seat
        if (fields.get("who"), fields.get("pass")) == (seat.who, seat.in_pass):
            return []
        words = f"{seat.who} {seat.in_pass}".strip()
        return [say(f"裁定者已改为 {words}。", f"Who decides was changed to {words}.")]

    def go(self, path: str, view: View, done: str, count: int = 1) -> Response:
        """On to another page, which says what was done: the id of the (last) entry, and of how many."""
        from starlette.responses import RedirectResponse

        query = view.query + (("&" if view.query else "?") + f"done={done}" if done else "")
        return RedirectResponse(path + query + (f"&count={count}" if done and count > 1 else ""), 303)

    def file(self, name: str, kind: str) -> Callable[[Request], Response]:
        """The endpoint of the style sheet, the script or the icon."""
        from starlette.responses import Response

        return lambda request: Response(asset(name), media_type=kind)

    def nowhere(self, request: Request, error: Exception) -> Response:
        """The answer for an address that there is not."""
        return self.refusal(404, "nowhere")

    def refusal(self, status: int, why: str) -> Response:
        """A page that says why nothing is answered, and nothing of the work."""
        from starlette.responses import HTMLResponse

        return HTMLResponse(render("refused.html.j2", {"why": why}), status)

    def welcomed(self) -> Application:
        """The answer to the link: the cookie, and a page of our own that leads on.

        A redirect would not do: a browser sent here by another program may keep a strict cookie back
        until it comes from a page of ours.
        """
        from starlette.responses import HTMLResponse

        answer = HTMLResponse(render("welcome.html.j2", {}))
        answer.set_cookie(self.keys.name, self.keys.cookie, httponly=True, samesite="strict", path="/")
        return answer


async def read_fields(request: Request) -> Fields | None:
    """The fields of a form; None when it is none, or is too large."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return None
    try:
        found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=40)
    except ValueError:
        return None
    return {name: values[-1] for name, values in found.items()}


def view_of(fields: Fields) -> View:
    """What of the units a form or an address asks for."""
    level = fields.get("level", "")
    return View(Severity(level) if level in set(Severity) else None, fields.get("all") == "1")


def _in_words(entry: Entry) -> str:
    note = entry_words(entry)
    return say(str(note), note.en)
