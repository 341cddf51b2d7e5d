"""A served review and a client that knows no script: it follows links and sends forms as they stand."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from doccompare.cli import desk as editors
from doccompare.cli.web import _writer
from doccompare.decisions import PASSES
from doccompare.review.room import Room, Seat
from doccompare.review.serve import listen, serve

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Served:
    """The app on a corpus, served in a thread of this process on a port of its own."""

    def __init__(self, corpus: Path, who: str = "王编") -> None:
        desk = editors.open_desk(corpus)
        stated = desk.places.corpus.passes if desk.places.corpus is not None else ()
        self.result = corpus.parent / "result"
        write = _writer(corpus, self.result)
        self.room = Room(desk, Seat(who), lambda: NOW, write, stated or PASSES)
        self.home = listen(0)
        linked = threading.Event()

        def ready(link: str) -> None:
            self.link = link
            linked.set()

        self.thread = threading.Thread(target=serve, args=(self.room, self.home, ready), daemon=True)
        self.thread.start()
        assert linked.wait(10)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.link).port or 0

    def close(self) -> None:
        """End it."""
        self.room.stop()
        self.thread.join(10)
        self.home.close()
        assert not self.thread.is_alive()


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def words(self) -> str:
        """The text of the page without its markup."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", re.sub(r"(?s)<head>.*?</head>", "", self.text)))

    def form(self, action: str) -> dict[str, str]:
        """The hidden fields of the first form that is sent to ``action``."""
        forms = _Forms()
        forms.feed(self.text)
        return dict(next(fields for to, fields in forms.found if to == action))


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((values.get("action", ""), {}))
        if tag == "input" and values.get("type") == "hidden" and self.found:
            self.found[-1][1][values["name"]] = values["value"]


@dataclass
class Client:
    """A browser window without scripts; ``cookie`` is what the link was exchanged for."""

    port: int
    cookie: str = ""
    page: Answer = field(default_factory=lambda: Answer(0, {}, ""))

    @property
    def origin(self) -> str:
        """The origin of the app's own pages."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """One request as it is given, and its answer; no redirect is followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Cookie": self.cookie} if self.cookie else {}
        try:
            connection.request(method, path, body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            found = {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()
        return Answer(answer.status, found, text)

    def enter(self, link: str) -> Client:
        """Follow the printed link."""
        parts = urlsplit(link)
        answer = self.ask("GET", f"{parts.path}?{parts.query}")
        assert answer.status == 200, answer.words
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self

    def get(self, path: str) -> Answer:
        """A page; redirects are followed."""
        answer = self.ask("GET", path)
        while answer.status == 303:
            answer = self.ask("GET", answer.headers["location"])
        self.page = answer
        return answer

    def send(self, action: str, follow: bool = True, **fields: str) -> Answer:
        """Send the form of the page at hand that goes to ``action``, with these fields changed."""
        values = self.page.form(action) | fields
        answer = self.post(action, values)
        if follow and answer.status == 303:
            return self.get(answer.headers["location"])
        self.page = answer if answer.text else self.page
        return answer

    def post(self, path: str, values: Mapping[str, str], **headers: str) -> Answer:
        """Send fields as a form of the app's own page would."""
        sent = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, sent | headers, urlencode(values).encode())
