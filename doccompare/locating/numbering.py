"""Text that continues the numbering of the work belongs to it, though one witness alone has it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doccompare.layout import JUMP_LINE, Line, Mark, is_credit, is_date, mark_of, ordinal_of
from doccompare.text import PARAGRAPH_END

# Kinds of numbers that count through a work; （一） and (1) begin again too often to tell.
_COUNTED = frozenset({"book", "chapter", "part", "article", "section", "clause"})
# Lines without a number that may stand between two numbered ones.
_BETWEEN = 12
_TWO_BLANK_LINES = 2
_CLOSING = 3
_OF_ITSELF = re.compile(r"本(?:条例|办法|规定|法|细则|章程|规则|通知|意见|决定|方案)|施行|废止")
ARTICLE = re.compile(
    r"本报讯|本报记者|本刊|新华社|中新社|通讯员|记者|责任编辑|责编|／摄|/摄|摄影|摄）|讯（|讯\(|举报电话|热线"
)


def follows_on(text: str, lines: Sequence[Line], first: int, last: int) -> int:
    """The index after the last line that goes on the numbering of the lines ``[first, last)``."""
    counts = _last_numbers(text, lines[first:last])
    if not counts:
        return last
    after = last + _run(text, lines[last:], counts, 1)
    return after if after > last else last + _closing(text, lines[last:])


def _closing(text: str, lines: Sequence[Line]) -> int:
    """A few sentences about the document itself, with which the file ends, go with its last paragraph."""
    bodies = [text[line.start : line.end] for line in lines]
    if len(lines) > _CLOSING or any(line.gap > 1 for line in lines):
        return 0
    plain = all(b[-1] in PARAGRAPH_END and not ARTICLE.search(b) and not JUMP_LINE.search(b) for b in bodies)
    return len(lines) if plain and all(_OF_ITSELF.search(b) for b in bodies) else 0


def leads_up(text: str, lines: Sequence[Line], first: int, last: int) -> int:
    """The index of the first line from which the numbering leads up to that of ``[first, last)``."""
    counts = _last_numbers(text, lines[first:last][::-1])
    return first - _run(text, lines[:first][::-1], counts, -1) if counts else first


def _last_numbers(text: str, lines: Sequence[Line]) -> dict[str, int]:
    """For each kind of number the value it has last."""
    out: dict[str, int] = {}
    for line in lines:
        known = _counted(text, line)
        if known is not None:
            out[known[0].kind] = known[1]
    return out


def _counted(text: str, line: Line) -> tuple[Mark, int] | None:
    mark = mark_of(text[line.start : line.end])
    value = ordinal_of(mark.number) if mark is not None and mark.kind in _COUNTED else None
    return (mark, value) if mark is not None and value is not None else None


def _run(text: str, lines: Sequence[Line], counts: dict[str, int], step: int) -> int:
    """How many lines go on the numbering, going down the lines (``step`` 1) or up them (-1)."""
    taken = waiting = 0
    unproved: dict[str, int] = {}  # of kinds not counted yet: 三、 between 4. and 5.
    for n, line in enumerate(lines):
        body = text[line.start : line.end]
        if ARTICLE.search(body) or JUMP_LINE.search(body) or is_date(body) or is_credit(body):
            break
        if line.gap > _TWO_BLANK_LINES and step > 0:
            break
        known = _counted(text, line)
        if known is not None:
            mark, value = known
            if value != counts.get(mark.kind, unproved.get(mark.kind, value - step)) + step:
                break
            if mark.kind in counts:  # the count goes on: what stands between is of the work
                counts |= unproved | {mark.kind: value}
                taken, waiting = n + 1, 0
            else:
                unproved[mark.kind] = value
        else:
            waiting += 1
            if waiting > _BETWEEN:
                break
    else:
        if step > 0 and taken:
            # The file ends with what belongs to the last numbered paragraph.
            taken = len(lines)
    return taken
