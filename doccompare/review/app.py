"""The web app: every address, and the pages that are not about one unit."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from doccompare import decisions
from doccompare.errors import UsageError, say
from doccompare.model import Severity, VariationUnit
from doccompare.reporting.views import verdict, verdict_line
from doccompare.review.acts import bulk_entries
from doccompare.review.cards import View, draft, queue_rows
from doccompare.review.findings import FindingForms
from doccompare.review.front import Fields, Front, view_of
from doccompare.review.guard import Application, Guard, Keys
from doccompare.review.queue import left
from doccompare.review.room import Room, Seat
from doccompare.review.unitpages import UnitPages

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_LISTED = 300  # units of the list; the rest comes up as these are decided
_ASSETS = {"review.css": "text/css", "review.js": "text/javascript", "icon.svg": "image/svg+xml"}
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
# The report has styles and scripts of its own; it is shown as a page that belongs to nobody.
_REPORT_POLICY = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; font-src data:"
)


def application(room: Room, keys: Keys) -> Application:
    """The whole app behind its guard."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    front = Front(room, keys)
    pages, units = Pages(front), UnitPages(front)
    routes = [
        Route("/", front.answer(pages.overview)),
        Route("/unit/{key}", front.answer(units.show)),
        Route("/unit/{key}", front.change(units.act), methods=["POST"]),
        Route("/finding", front.change(FindingForms(front).act), methods=["POST"]),
        Route("/undo", front.change(units.undo), methods=["POST"]),
        Route("/seat", front.change(pages.sit), methods=["POST"]),
        Route("/bulk", front.answer(pages.bulk)),
        Route("/bulk", front.change(pages.decide_bulk), methods=["POST"]),
        Route("/finish", front.change(pages.finish), methods=["POST"]),
        Route("/done", front.answer(pages.finished)),
        Route("/report", front.answer(pages.report)),
        Route("/image/{siglum}", front.answer(pages.image)),
        Route("/stop", front.change(pages.end), methods=["POST"]),
        *(Route(f"/{name}", front.file(name, kind)) for name, kind in _ASSETS.items()),
    ]
    inner = Starlette(routes=routes, exception_handlers={404: front.nowhere, 405: front.nowhere})
    return Guard(inner, keys, front.refusal, front.welcomed)


class Pages:
    """The list, bulk decisions, who decides, and the end."""

    def __init__(self, front: Front) -> None:
        self.front = front

    def overview(self, request: Request) -> Response:
        """The list of what is to be decided."""
        view = view_of(dict(request.query_params))
        desk, structure = self.front.room.desk, FindingForms(self.front).rows()
        rows = queue_rows(desk, self.front.room.seat, view, _LISTED)
        values = {"view": view, "rows": rows, "structure": structure}
        return self.front.page("overview.html.j2", values | self.front.said(request))

    def sit(self, request: Request, fields: Fields) -> Response:
        """Another person, or another pass."""
        who = " ".join("".join(c if c.isprintable() else " " for c in fields.get("who", "")).split())
        in_pass = fields.get("pass", "")
        if not who:
            raise UsageError(say("请写明裁定者。", "Say who decides."), "")
        self.front.room.seat = Seat(who[:80], self.front.room.desk.checked_pass(in_pass or None))
        return self.front.go("/", view_of(fields), "")

    def bulk(self, request: Request) -> Response:
        """What would be decided in bulk."""
        units = self._bulk_units()
        rows = [{"unit": u, "note": draft(self.front.room.desk, u)} for u in units]
        return self.front.page("bulk.html.j2", {"rows": rows, "seen": _digest(units)})

    def _bulk_units(self) -> list[VariationUnit]:
        desk = self.front.room.desk
        return decisions.bulk_units(desk.collation.units, desk.attached, Severity.FORMAL)

    def decide_bulk(self, request: Request, fields: Fields) -> Response:
        """Decide all formal units that were shown, as proposed."""
        room, units = self.front.room, self._bulk_units()
        if _digest(units) != fields.get("seen") or self.front.moved(fields):
            head = say(
                "清单已有变动，未作裁定，请重看。", "The list has changed; nothing was decided. Look again."
            )
            rows = [{"unit": u, "note": draft(room.desk, u)} for u in units]
            values = {"rows": rows, "seen": _digest(units), "alert": [head, *self.front.moved(fields)]}
            return self.front.page("bulk.html.j2", values, 409)
        done = room.write(*bulk_entries(room.desk, units, room.seat.who, room.when, room.seat.in_pass))
        return self.front.go("/", View(), done[-1].id if done else "", len(done))

    def finish(self, request: Request, fields: Fields) -> Response:
        """Collate again and write text and reports."""
        self.front.room.finish()
        return self.front.go("/done", View(), "")

    def finished(self, request: Request) -> Response:
        """What was written, and the verdict."""
        desk = self.front.room.desk
        if self.front.room.result is None:
            return self.front.go("/", View(), "")
        seat = self.front.room.seat
        words = say(verdict_line(desk.collation), verdict(desk.collation, "en"))
        return self.front.page(
            "done.html.j2",
            {
                "verdict": words,
                "left": left(desk, seat.who, seat.in_pass),
                "done": self.front.room.done,
            },
        )

    def report(self, request: Request) -> Response:
        """The report that was written last."""
        from starlette.responses import Response

        path = self.front.room.result / "report.html" if self.front.room.result is not None else None
        if path is None or not path.is_file():
            return self.front.gone()
        policy = {"content-security-policy": _REPORT_POLICY}
        return Response(path.read_bytes(), media_type="text/html", headers=policy)

    def image(self, request: Request) -> Response:
        """The page image of a witness: a picture that lies in the corpus folder."""
        from starlette.responses import Response

        corpus, siglum = self.front.room.desk.places.corpus, request.path_params["siglum"]
        name = next((e.image for e in corpus.entries if e.siglum == siglum), "") if corpus is not None else ""
        if corpus is not None and name:
            path = (corpus.folder / name).resolve()
            kind = _PICTURES.get(path.suffix.lower())
            if kind and path.is_file() and path.is_relative_to(corpus.folder.resolve()):
                return Response(path.read_bytes(), media_type=kind)
        return self.front.gone()

    def end(self, request: Request, fields: Fields) -> Response:
        """Write what is not written yet, and end the server."""
        if self.front.room.stale:
            self.front.room.finish()
        self.front.room.stop()
        return self.front.page("stopped.html.j2", {"done": self.front.room.done})


def _digest(units: list[VariationUnit]) -> str:
    """What a list in bulk says: the units and what is proposed for each."""
    said = "\n".join(f"{u.key} {u.decision.text if u.decision is not None else ''}" for u in units)
    return sha256(said.encode("utf-8", "replace")).hexdigest()
