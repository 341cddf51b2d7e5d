"""Words that limit an order (原则上, 符合条件的, 可, 不得, 除…外), from ``conditions.tsv``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from doccompare.resources.tables import rows

# 除…外 and 未经…不得: the frame is the condition, whatever stands in it.
_FRAMES: Final = re.compile(
    r"除[^，。；：]{1,40}?外(?![部国地来围])|(?:未经|非经)[^，。；：]{1,20}|经[^，。；：]{1,12}(?:批准|同意|许可|核准)"
)
# A clause that says when the next one holds: 有下列情形之一的，  确需延期时，
_CLAUSE: Final = re.compile(
    r"^(?:除|未|非|如|若|凡|经|因|对|在|遇|确)[^，。；]*(?:的|外|时|后|下|内|者)$"
    r"|(?:之一的|情况下|条件下|前提下|情形下|范围内|条件的|批准后|同意后|许可后|除外)$"
)
_NO_CLAUSE: Final = re.compile(r"^(?:因此|因而|经济|经费|经过|经常|除了解|如下|若干)")
# 可 and 应 are words of their own only where they are no part of a longer one: 认可, 响应, 可持续.
_PARTS: Final = re.compile(
    r"[认许宁非不尽大]可|可[持靠能见行视信观贵爱]|[响适供对反感呼回效答因顺相照]应|应[急用对有届运聘邀]|不可|非公|一般性|暂[停时]"
)


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    return re.compile(
        "|".join(sorted((re.escape(row[0]) for row in rows("conditions.tsv")), key=lambda w: (-len(w), w)))
    )


def conditions_in(text: str) -> list[tuple[int, int, str]]:
    """The limiting words of ``text`` with their places ``[start, end)``, in order; a frame is one word."""
    hidden = [match.span() for match in _PARTS.finditer(text)]
    found = [(*match.span(), match[0]) for match in _FRAMES.finditer(text)]
    for match in _words().finditer(text):
        start, end = match.span()
        inside = any(low <= start and end <= high for low, high, _ in found)
        part = any(low < end and start < high and end - start == 1 for low, high in hidden)
        if not inside and not part:
            found.append((start, end, match[0]))
    return sorted(found)


def is_conditional(clause: str) -> bool:
    """Whether a clause between two commas says when, or for whom, the next one holds."""
    return bool(_CLAUSE.search(clause)) and not _NO_CLAUSE.match(clause)
