"""Who may speak to the app: this machine, this browser, this page.

A page of another site can send requests to a local server, and a name of its own can be made to point
here. So the Host header must be ours, whoever asks must hold the cookie that the printed link was
exchanged for, once, and whatever changes something must come from a form of our own page: with our
Origin and with the secret that stands in the form.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

OPEN: Final = ("/review.css", "/review.js", "/icon.svg")  # the same for everybody, and nobody's secret
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # With no-referrer a browser would send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Keys:
    """The secrets of one run: the link's token, the cookie it is exchanged for, and that of the forms."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token = secrets.token_urlsafe(32)
        self.cookie = secrets.token_urlsafe(32)
        self.form = secrets.token_urlsafe(32)
        self.used = False

    @property
    def name(self) -> str:
        """The name of the cookie. Browsers do not keep the ports of one host apart."""
        return f"doccompare-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The Host headers under which the app may be spoken to."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    def exchange(self, token: str) -> bool:
        """Whether the token is the link's; true only once."""
        right = secrets.compare_digest(token.encode(), self.token.encode())
        if right and not self.used:
            self.used = True
            return True
        return False

    def known(self, cookies: str) -> bool:
        """Whether a Cookie header holds our cookie."""
        for piece in cookies.split(";"):
            name, _, value = piece.strip().partition("=")
            if name == self.name and secrets.compare_digest(value.encode(), self.cookie.encode()):
                return True
        return False


class Guard:
    """The application behind it is asked only by those who may; every answer carries the same headers.

    ``refused(status, why)`` and ``welcomed()`` are the pages for those who may not, and for the one
    whose token was taken; ``why`` is host, method, origin, token or session.
    """

    def __init__(
        self,
        application: Application,
        keys: Keys,
        refused: Callable[[int, str], Application],
        welcomed: Callable[[], Application],
    ) -> None:
        self.application, self.keys = application, keys
        self.refused, self.welcomed = refused, welcomed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        chosen = self._chosen(scope, headers)

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message.get("headers", ())}
                extra = [(k.encode(), v.encode()) for k, v in _HEADERS.items() if k.encode() not in own]
                message["headers"] = [*message.get("headers", ()), *extra]
            await send(message)

        await chosen(scope, receive, with_headers)

    def _chosen(self, scope: Scope, headers: dict[str, str]) -> Application:
        host, method = headers.get("host", ""), scope["method"]
        if host not in self.keys.hosts:
            return self.refused(421, "host")
        if method not in ("GET", "HEAD", "POST"):
            return self.refused(405, "method")
        if method == "POST":
            from_here = headers.get("sec-fetch-site", "same-origin") == "same-origin"
            if headers.get("origin") != f"http://{host}" or not from_here:
                return self.refused(403, "origin")
        elif scope["path"] in OPEN:
            return self.application
        if self.keys.known(headers.get("cookie", "")):
            return self.application
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not asked:
            return self.refused(403, "session")
        # A browser that looks ahead, or a HEAD, must not use up the link.
        if method == "GET" and not headers.get("sec-purpose") and self.keys.exchange(asked):
            return self.welcomed()
        return self.refused(403, "token")
