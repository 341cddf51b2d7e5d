"""Golden files: whole outputs kept as files, compared in full, renewed with ``--update-golden``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from doccompare import errors

# The same examples in every run: only a change makes a test fail. Others by --hypothesis-profile=default.
settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-golden``."""
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden anew, then look at the diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` compares ``text`` with tests/golden/<name>, byte for byte."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"no golden file {name}: run pytest --update-golden and look at it"
        assert text == path.read_bytes().decode(), f"differs from tests/golden/{name}"

    return compare


@pytest.fixture(autouse=True)
def _messages_in_chinese() -> Iterator[None]:
    """The language of messages is a setting of the process: every test begins and ends with Chinese."""
    errors.set_language("zh")
    yield
    errors.set_language("zh")
