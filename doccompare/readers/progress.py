"""How far a long reading is: told to whoever listens, else to nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


def tell(step: str) -> None:
    """Say what is being read now, such as ``报.pdf 12/300``."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(step)


@contextmanager
def told_to(listener: Callable[[str], None]) -> Iterator[None]:
    """While the block runs, ``listener`` hears what is being read."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
