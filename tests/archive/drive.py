"""``python -m tests.archive.drive ARCHIVE WORKS OUT EXECUTOR SIZE``: a slow search, to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from doccompare.archive.executors import executor_named
from doccompare.archive.job import find
from tests.archive.poison import search_slowly

if __name__ == "__main__":
    archive, works, out = map(Path, sys.argv[1:4])
    with executor_named(sys.argv[4], 2) as executor:
        find(archive, works, out, executor, size=int(sys.argv[5]), function=search_slowly)
