"""Ctrl-C before the program runs: one sentence, 130. Imports next to nothing."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def stop() -> NoReturn:
    """Say that it was interrupted, and end the process with 130."""
    from doccompare.cli.language import choose
    from doccompare.errors import EXIT_INTERRUPTED, say, set_language

    set_language(choose(sys.argv[1:], os.environ))
    sys.stderr.write(
        say("已中断；没有留下写到一半的结果。", "Interrupted; nothing is left half-written.") + "\n"
    )
    raise SystemExit(EXIT_INTERRUPTED) from None
