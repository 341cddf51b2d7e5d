"""What a long job is doing: a line on stderr, only on a terminal, only after a second, erased at the end."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from doccompare.errors import say
from doccompare.reporting.width import printable

_PATIENCE = 1.0  # seconds before progress is shown
_TICK = 0.5  # seconds between two looks at the clock
_ERASE = "\r\x1b[K"
_STAGES = {
    "reading": "读取",
    "locating": "定位",
    "segmenting": "分条",
    "aligning": "对齐",
    "judging": "判定",
    "writing": "写出",
}


class Progress:
    """The stage at work, of how many, and the seconds so far. ``quiet``: nothing at all."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._stage = ""
        self._shown = False
        self._start = 0.0
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Progress:
        self._start = time.monotonic()
        if not self._quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        return self

    def __call__(self, stage: str) -> None:
        """Note the stage that begins now."""
        self._stage = stage
        if self._shown:
            self._write()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()
        if self._shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()

    def _watch(self) -> None:
        wait = _PATIENCE
        while not self._done.wait(wait):
            self._shown = True
            self._write()
            wait = _TICK

    def _write(self) -> None:
        with self._lock:
            try:
                sys.stderr.write(_ERASE + self._line())
                sys.stderr.flush()
            except (OSError, ValueError):  # the terminal went away
                self._done.set()

    def _line(self) -> str:
        seconds = int(time.monotonic() - self._start)
        names = list(_STAGES)
        if self._stage not in _STAGES:
            return f"{printable(self._stage)} {seconds} s"
        done = names.index(self._stage) + 1
        bar = "#" * done + "." * (len(names) - done)
        return f"[{bar}] {say(_STAGES[self._stage], self._stage)} {seconds} s"


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the block is through: for the few moments in which files change places."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []

    def later(number: int, frame: FrameType | None) -> None:
        pressed.append(number)

    before = signal.signal(signal.SIGINT, later)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
