"""What a worker does with pages that kill it: functions that worker processes import by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from doccompare.archive.pages import batches
from doccompare.archive.shard import Result, search
from doccompare.archive.sources import Shard

POISON, BROKEN = "毒药", "坏页"


def search_or_die(shard: Shard, folder: Path) -> Result:
    """A search that dies of one page as a worker dies that runs out of memory, and breaks on another."""
    for batch in batches(shard):
        for page in range(len(batch.ids)):
            text = batch.text(page)
            if POISON in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if BROKEN in text:
                raise ValueError("cannot read this")
    return search(shard, folder)


def search_slowly(shard: Shard, folder: Path) -> Result:
    """A search that takes its time, so that one can be killed in the middle of it."""
    time.sleep(0.2)
    return search(shard, folder)


def leave_mark(shard: Shard, folder: Path) -> int:
    """The number of the shard's first row; a file is named by it."""
    (folder / str(shard.first)).touch()
    return shard.first
