"""What the editor types: one key at a time on a terminal, one line at a time from a pipe."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import unicodedata
from collections.abc import Iterator
from typing import Protocol

ESCAPE = "\x1b"


class Keys(Protocol):
    """The source of commands. ``None`` means: there is no more (end of input)."""

    single: bool

    def command(self) -> str | None:
        """The next command: a key, or a whole line."""

    def line(self) -> str | None:
        """A line of text."""


def keys() -> Keys:
    """Single keys when stdin is a terminal that can give them, else lines."""
    if sys.stdin.isatty():
        if sys.platform == "win32":
            return ConsoleKeys()
        return TerminalKeys(sys.stdin.fileno())
    return LineKeys()


class LineKeys:
    """Commands from a pipe or a file: ``1``, ``b``, ``n a remark``, ``1 a reason``."""

    single = False

    def command(self) -> str | None:
        """The next line, without its end."""
        return self.line()

    def line(self) -> str | None:
        """The next line, without its end; bytes that are no text spoil nothing but themselves."""
        source = getattr(sys.stdin, "buffer", None)
        if source is None:
            text = sys.stdin.readline()
        else:
            text = source.readline().decode(sys.stdin.encoding or "utf-8", "replace")
        return text.rstrip("\r\n") if text else None


class TerminalKeys:
    """Single keys of a terminal. Its mode is changed only while a key is awaited."""

    single = True

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def command(self) -> str | None:
        """The next key, full-width forms as plain ones; arrows and the like are an escape."""
        with self._at_once():
            first = self._read()
            # Ctrl-D pressed before the keys were read singly is kept by the terminal as a NUL.
            if first is None or first in b"\x04\0":
                return None
            if first == b"\x1b":
                while self._waiting():
                    self._read()
                return ESCAPE
            data = first
            for _ in range(_more(first[0])):
                data += self._read() or b""
        return unicodedata.normalize("NFKC", data.decode("utf-8", "replace"))

    def line(self) -> str | None:
        """A line, edited and echoed by the terminal."""
        data = b""
        while not data.endswith(b"\n"):
            piece = self._read()
            if piece is None:
                return data.decode("utf-8", "replace") if data else None
            data += piece
        return data.decode("utf-8", "replace").rstrip("\r\n")

    def _read(self) -> bytes | None:
        """One byte; None at the end of input, also when the terminal is gone."""
        try:
            return os.read(self._handle, 1) or None
        except OSError:
            return None

    def _waiting(self) -> bool:
        return bool(select.select([self._handle], [], [], 0.03)[0])

    @contextlib.contextmanager
    def _at_once(self) -> Iterator[None]:
        """Keys without waiting for a line end and without echo; Ctrl-C still interrupts."""
        import termios

        try:
            before = termios.tcgetattr(self._handle)
        except termios.error:
            yield
            return
        raw = list(before)
        raw[3] &= ~(termios.ICANON | termios.ECHO)
        raw[6] = list(before[6])
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._handle, termios.TCSADRAIN, raw)
        try:
            yield
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSADRAIN, before)


class ConsoleKeys:
    """Single keys of a Windows console."""

    single = True

    def command(self) -> str | None:
        """The next key."""
        if sys.platform == "win32":
            import msvcrt

            key = msvcrt.getwch()
            if key == "\x03":
                raise KeyboardInterrupt
            if key in ("\x04", "\x1a"):
                return None
            if key in ("\x00", "\xe0"):
                msvcrt.getwch()
                return ESCAPE
            return unicodedata.normalize("NFKC", key)
        return None

    def line(self) -> str | None:
        """A line."""
        return LineKeys().line()


def _more(first: int) -> int:
    """How many bytes of a UTF-8 character follow its first."""
    return 0 if first < 0xC0 else 1 if first < 0xE0 else 2 if first < 0xF0 else 3
