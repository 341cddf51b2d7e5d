"""A corpus with five places, and the review served on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from doccompare.review.serve import NEEDED
from tests.decisions.build import changed, three, write
from tests.review.served import Client, Served

MARKS = {"坚持公益性质，": "坚持公益性质、", "补助资金专款专用，": "补助资金专款专用、"}
Serving = Callable[..., Served]


def notice(folder: Path, review: str = "") -> Path:
    """A corpus with a number (critical), a word, a lost word and two marks at which the copies differ."""
    return write(folder / "corpus" / "notice", {**three(), "丁": changed(MARKS)}, review=review)


@pytest.fixture(scope="session", autouse=True)
def _libraries() -> None:
    """Without the libraries of the app there is nothing to test here."""
    for name in NEEDED:
        pytest.importorskip(name, reason="the extra doccompare[web] is not installed")


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """Serve the review on a corpus (by default the notice); all are ended afterwards."""
    monkeypatch.chdir(tmp_path)
    started: list[Served] = []

    def start(corpus: Path | None = None, review: str = "", who: str = "王编") -> Served:
        started.append(Served(corpus or notice(tmp_path, review), who))
        return started[-1]

    yield start
    for served in started:
        served.close()


@pytest.fixture
def served(serving: Serving) -> Served:
    """The review on the notice."""
    return serving()


@pytest.fixture
def client(served: Served) -> Client:
    """A window that was let in."""
    return Client(served.port).enter(served.link)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Where the decisions on the notice are."""
    return tmp_path / "corpus" / "notice" / "decisions.jsonl"
