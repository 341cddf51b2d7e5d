"""Lines at the edges of the work that slips hide from the seeds."""

from __future__ import annotations

import pytest

from doccompare.locating import Extent
from doccompare.locating.brims import completed
from doccompare.model import Role, Span, Witness

TITLE = "县人民政府办公室关于进一步做好乡镇档案移交工作的通知"
SLIPS = "县人民政府办公室享于进一覆做好乡雪档案移交工作的通知"
BODY = (
    "为做好乡镇档案移交工作，现就有关事项通知如下，请各乡镇、各部门结合实际认真组织实施，"
    "确保各项任务按期完成，重要情况及时报告，逾期不报的予以通报。"
)
CREDIT, CREDIT_SLIPS = "（本县通讯社白沙11月13日电）", "（本县通迅社白沙11月13曰电）"


def witness(siglum: str, text: str) -> Witness:
    """A witness with this text."""
    return Witness(siglum, text, f"{siglum}.txt", "")


def extent(siglum: str, text: str, found: str, jumps: int | None = None) -> Extent:
    """The extent of ``found`` in a text."""
    start = text.index(found)
    return Extent(siglum, (Span(start, start + len(found)),), Role.REPRINT, 1.0, jumps)


def told(text: str, found: str, jumps: int | None = None) -> str:
    """What of a text belongs to the work, when ``found`` of it is known and another page is whole."""
    whole = f"{TITLE}\n\n{BODY}\n\n{CREDIT}"
    pages = [witness("甲", whole), witness("乙", text)]
    extents = [extent("甲", whole, whole), extent("乙", text, found, jumps)]
    (span,) = completed(extents, pages)[1].spans
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{SLIPS}\n\n{BODY}\n{CREDIT_SLIPS}", f"{SLIPS}\n\n{BODY}\n{CREDIT_SLIPS}"),
        (f"另一则消息。\n{SLIPS}\n{BODY}\n天气预报", f"{SLIPS}\n{BODY}"),
        (f"县人民政府召开全体会议\n{BODY}\n本报评论员文章", BODY),
        (f"{SLIPS}\n（下转第三版）\n{BODY}", BODY),
    ],
)
def test_lines_like_those_of_other_pages(text: str, wanted: str) -> None:
    """A line beside the work that is like another page's title or credit line is the work's, no other is."""
    assert told(text, BODY) == wanted


def test_a_title_there_already_is_not_sought_again() -> None:
    """A page that begins with its title takes no second one above it (a list of contents)."""
    text = f"{TITLE}\n{TITLE}\n{BODY}"
    assert told(text, f"{TITLE}\n{BODY}") == f"{TITLE}\n{BODY}"


def test_nothing_after_a_jump_line() -> None:
    """Where the text breaks off at a jump line, what follows is another article."""
    text = f"{BODY}\n{CREDIT}"
    assert told(text, BODY, jumps=len(BODY)) == BODY
