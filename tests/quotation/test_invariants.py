from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from doccompare.model import QuoteStatus, Severity
from tests.quotation.support import blocks, notice, passages

WORK = blocks()["work"]
SIGNS = "，。、；：“”‘’「」《》（）\n 　…—*#\"'"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=SIGNS + "公园应当不得管理名录甲乙a1", max_size=120))
def test_any_text_gives_ordered_passages_of_itself(article: str) -> None:
    """Passages follow one another, never overlap, hold the article's own characters, say where they are."""
    found = passages(article, notice())
    at = 0
    for passage in found:
        assert at <= passage.start < passage.end <= len(article)
        at = passage.end
        assert passage.text == article[passage.start : passage.end]
        lines = article[: passage.start].split("\n")
        assert (passage.line, passage.column) == (len(lines), len(lines[-1]) + 1)
        for difference in passage.differences:
            assert passage.start <= difference.start <= difference.end <= len(article)


CLAUSES = [
    line.rstrip("。").replace("。", "，").split("，") for line in WORK.split("\n") if line.count("，") >= 2
]


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(["“{}”", "「{}」", "据悉，{}。", "{}"]))
def test_what_is_copied_is_found_to_the_letter(data: st.DataObject, frame: str) -> None:
    """Whole clauses of a paragraph, however they are set, are found, and no word of them differs."""
    clauses = data.draw(st.sampled_from(CLAUSES))
    start = data.draw(st.integers(0, len(clauses) - 1))
    end = data.draw(st.integers(start + 1, len(clauses)))
    piece = "，".join(clauses[start:end])
    if min(map(len, clauses[start:end])) < 8 or "现就" in piece:  # shorter ones, and stock, are no quotations
        return
    article = "前几天下了一场雨。" + frame.format(piece) + "后来天晴了。"
    found = passages(article, notice())
    assert sum(p.end - p.start for p in found) >= 0.8 * len(piece), (piece, found)
    assert all(p.status in (QuoteStatus.VERBATIM, QuoteStatus.FORMAL) for p in found), (piece, found)


def test_the_work_itself_is_true_to_itself() -> None:
    """A whole reprint is one long quotation: nothing wrong, next to nothing missed."""
    found = passages(WORK, notice())
    assert {p.status for p in found} <= {QuoteStatus.VERBATIM, QuoteStatus.FORMAL}
    assert sum(p.end - p.start for p in found) >= 0.85 * len(WORK)
    assert all(p.severity in (None, Severity.FORMAL) for p in found)


def test_the_same_article_gives_the_same_passages() -> None:
    """Checking is a function of its inputs."""
    article = blocks()["pieces left out and said so"]
    assert passages(article, notice()) == passages(article, notice())
