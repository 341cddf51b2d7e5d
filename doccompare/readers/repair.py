"""Damaged double-byte text: where one byte is wrong or lost, the pairs after it are found again.

A decoder that passes over the one bad byte pairs all that follows wrongly, up to the next ASCII
character. So each place of a damaged line is tried as the bad one, and the line that reads best is taken.
"""

from __future__ import annotations

from doccompare.readers.plausibility import score

_MOST_LINES = 20  # more damaged ones, and the file is not worth it
_LONGEST = 4000  # bytes of a line


def repaired(data: bytes, codec: str, mark: str) -> tuple[str, tuple[int, ...]] | None:
    """The text with ``mark`` for each place that was bad, and their offsets; None when it does not help.

    Only lines with one bad place, of one or two bytes, are mended; all others must be without fault.
    """
    parts: list[str] = []
    damaged: list[int] = []
    length = bad = 0
    for line in data.split(b"\n"):  # no part of any character
        try:
            text = line.decode(codec)
        except UnicodeDecodeError:
            bad += 1
            found = _mended(line, codec) if bad <= _MOST_LINES and len(line) <= _LONGEST else None
            if found is None:
                return None
            before, after = found
            damaged.append(length + len(before))
            text = before + mark + after
        parts.append(text)
        length += len(text) + 1
    return "\n".join(parts), tuple(damaged)


def _mended(line: bytes, codec: str) -> tuple[str, str] | None:
    """What stands before and after the bad place that leaves the most plausible text; None: there is none."""
    best: tuple[float, int, str, str] | None = None
    for at in range(len(line)):
        for size in (1, 2):
            try:
                before, after = line[:at].decode(codec), line[at + size :].decode(codec)
            except UnicodeDecodeError:
                continue
            top = score(before + after)
            if best is None or (top, -size) > best[:2]:
                best = (top, -size, before, after)
    return None if best is None else best[2:]
