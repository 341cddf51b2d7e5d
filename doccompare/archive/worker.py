"""Everything a worker needs before its first shard, loaded when this module is imported.

While the driver makes the index: once, in the process that workers are copies of, or in each of them
(see :mod:`doccompare.archive.executors`).
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pyarrow.parquet  # noqa: F401  # what reads shards

from doccompare.archive import shard  # noqa: F401  # what searches them
from doccompare.matching import is_utf8

# What is compiled is slow when it is first called. What fails here fails with the first shard, and is told.
with suppress(Exception):
    is_utf8(np.frombuffer(b"page", dtype=np.uint8), np.array([0, 4]))
