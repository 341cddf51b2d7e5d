"""How an interrupted program ends: one sentence, 130. Imports next to nothing."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn


def stop() -> NoReturn:
    """Say that it was interrupted before it could begin, and end the process with 130."""
    from doccompare.cli.language import choose
    from doccompare.errors import say, set_language

    set_language(choose(sys.argv[1:], os.environ))
    words = say("已中断；没有留下写到一半的结果。", "Interrupted; nothing is left half-written.")
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(words + "\n")
    leave()


def leave() -> NoReturn:
    """End the process with 130, now.

    An interrupt inside ``exec`` of a string, as dataclasses do it, makes CPython die of the signal at
    its regular end although the exception was caught.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(130)
