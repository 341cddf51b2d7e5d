"""Who is let in, and what a request must bring that changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from doccompare.decisions import read
from doccompare.errors import UsageError
from doccompare.review.serve import listen
from tests.review.conftest import Serving, notice
from tests.review.served import Client, Served


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notice, the same for all tests here: most of them must leave no trace in it."""
    return notice(tmp_path_factory.mktemp("guard"))


@pytest.fixture(scope="module")
def served(corpus: Path) -> Iterator[Served]:
    """The review on the notice."""
    found = Served(corpus)
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(served: Served) -> Client:
    """A window that was let in."""
    return Client(served.port).enter(served.link)


@pytest.fixture
def journal(corpus: Path) -> Path:
    """Where the decisions are; none is left behind by the test before."""
    path = corpus / "decisions.jsonl"
    path.unlink(missing_ok=True)
    return path


def _unit(served: Served) -> str:
    return f"/unit/{next(u.key for u in served.room.desk.collation.units if u.id == '二.1-1')}"


def test_the_link_works_once(serving: Serving) -> None:
    """The token is exchanged for a cookie, once; a page asked for in advance does not use it up."""
    served = serving()
    path = served.link.partition(str(served.port))[2]
    assert Client(served.port).ask("HEAD", path).status == 403
    assert Client(served.port).ask("GET", path, {"Sec-Purpose": "prefetch"}).status == 403
    first = Client(served.port).ask("GET", path)
    assert first.status == 200
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert cookie.startswith(f"doccompare-{served.port}=")
    again = Client(served.port).ask("GET", path)
    assert (again.status, "set-cookie" in again.headers) == (403, False)
    assert "只能用一次" in again.words


@pytest.mark.parametrize("path", ["/", "/unit/x", "/bulk", "/report", "/done", "/image/%E7%94%B2"])
def test_nothing_without_the_cookie(served: Served, path: str) -> None:
    """Without the cookie, with a wrong token or a wrong cookie: 403, and not a word of the work."""
    stranger = Client(served.port)
    for asked in (path, f"{path}?token=", f"{path}?token=wrong", f"{path}?token=%E4%BD%A0"):
        answer = stranger.ask("GET", asked)
        assert answer.status == 403
        assert served.room.desk.collation.work.title not in answer.text
    assert Client(served.port, f"doccompare-{served.port}=wrong").ask("GET", path).status == 403


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1", "localhost:1", "127.0.0.1.example.org:{port}", "[::1]:{port}", ""]
)
def test_wrong_host(served: Served, client: Client, host: str) -> None:
    """A name that is not ours is refused even with the cookie: a foreign name may point to this machine."""
    answer = client.ask("GET", "/", {"Host": host.format(port=served.port)})
    assert answer.status in (400, 421)
    assert served.room.desk.collation.work.title not in answer.text


def test_both_names_of_this_machine(served: Served, client: Client) -> None:
    """127.0.0.1 and localhost are this machine."""
    assert client.ask("GET", "/", {"Host": f"localhost:{served.port}"}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://example.org"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://localhost:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_wrong_origin(served: Served, client: Client, journal: Path, headers: dict[str, str]) -> None:
    """A form of another page is refused, cookie, secret and all; nothing is written."""
    path = _unit(served)
    values = client.get(path).form(path) | {"act": "1"}
    sent = {name: value.format(port=served.port) for name, value in headers.items()}
    assert client.post(path, values, **sent).status == 403
    assert not journal.exists()


def test_the_secret_of_the_form(served: Served, client: Client, journal: Path) -> None:
    """Without the secret that stands in the form, or with a wrong one: 403, nothing written."""
    path = _unit(served)
    values = client.get(path).form(path) | {"act": "1"}
    for secret in ("", "wrong", "错"):
        assert client.post(path, values | {"form": secret}).status == 403
    assert client.post(path, {k: v for k, v in values.items() if k != "form"}).status == 403
    plain = client.post(path, values, **{"Content-Type": "text/plain"})
    assert plain.status == 403
    for action in ("/undo", "/seat", "/bulk", "/finish", "/stop"):
        assert client.post(action, {}).status == 403
    assert not journal.exists()
    assert client.post(path, values).status == 303
    assert len(read(journal).entries) == 1


def test_no_change_by_looking(served: Served, client: Client, journal: Path) -> None:
    """A GET changes nothing, whatever stands in the address; other methods are refused."""
    path = _unit(served)
    form = client.get(path).form(path)["form"]
    assert client.get(f"{path}?act=1&form={form}&seen=").status == 200
    assert client.ask("GET", "/finish").status == 404
    assert client.ask("GET", "/stop").status == 404
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert client.ask(method, path, {"Origin": client.origin}).status == 405
    assert not journal.exists()
    assert not served.result.exists()


def test_a_form_that_is_too_large(served: Served, client: Client, journal: Path) -> None:
    """A form beyond its size is refused and not kept in memory."""
    path = _unit(served)
    values = client.get(path).form(path) | {"act": "note", "why": "长" * 30_000}
    assert client.post(path, values).status == 403
    assert not journal.exists()


@pytest.mark.parametrize("path", ["/", "/bulk", "/nowhere", "/review.css", "/review.js", "/icon.svg"])
def test_every_answer_is_sealed(client: Client, path: str) -> None:
    """No answer is stored, framed, or may load anything from elsewhere."""
    headers = client.ask("GET", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_no_outside_resource(served: Served, client: Client) -> None:
    """Pages and styles name no address but their own; there is no script inside a page."""
    pages = [client.get(path).text for path in ("/", _unit(served), "/bulk", "/review.css", "/review.js")]
    for text in pages:
        assert "http:" not in text
        assert "https:" not in text
        assert "<script>" not in text
        assert " style=" not in text


def test_this_machine_only() -> None:
    """The socket is bound to the loopback; a port that is taken is said, with what to do."""
    home = listen(0)
    try:
        address, port = home.getsockname()
        assert address == "127.0.0.1"
        with pytest.raises(UsageError, match=str(port)):
            listen(port)
    finally:
        home.close()
