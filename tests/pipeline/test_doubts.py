"""What an OCR, or a font, did not tell surely is 识读存疑: flagged, and it does not win."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from doccompare.model import Span
from doccompare.pipeline import collate
from doccompare.pipeline.doubts import _touches
from doccompare.reporting.tojson import collation_to_dict
from tests.readers.pagemaking import BODY, TITLE
from tests.readers.pdfmaking import Page, by_columns, columns, pdf, wrapped

CLEAR = [TITLE, *BODY]
UNSURE = [p.replace("灭火器", "灭\ue000器").replace("敲门行动", "高门行动") for p in CLEAR]


def collated(folder: Path) -> dict:  # type: ignore[type-arg]
    """The collation.json of a text and a PDF whose font does not tell one character."""
    page = Page()
    page.centre(TITLE, 60, 18)
    page.pieces += by_columns(columns(wrapped(UNSURE[1:], 15), rows=40)[0])
    (folder / "版面.pdf").write_bytes(pdf([page]))
    (folder / "清样.txt").write_text("\n".join(CLEAR), encoding="utf-8")
    return collation_to_dict(collate([folder / "清样.txt", folder / "版面.pdf"]))


def test_a_doubtful_reading_is_flagged_with_its_evidence(tmp_path: Path) -> None:
    """The doubtful reading loses, is suspected, and the evidence says why; an ordinary variant is neither."""
    units = collated(tmp_path)["units"]
    assert [{r["exact"] for r in u["readings"]} for u in units] == [{"火", "\ue000"}, {"敲", "高"}]
    unsure, plain = units
    assert [r["exact"] for r in unsure["readings"]] == ["火", "\ue000"]
    assert unsure["readings"][1]["suspected_transcription"] is True
    assert unsure["decision"]["reading"] == 0
    assert any("识读存疑" in e["note"] for e in unsure["decision"]["evidence"])
    assert plain["readings"][1]["suspected_transcription"] is False
    assert not any("识读存疑" in e["note"] for e in plain["decision"]["evidence"])


def test_a_reading_in_a_pdf_has_its_page(tmp_path: Path) -> None:
    """Every place in a PDF has the number of its page."""
    for unit in collated(tmp_path)["units"]:
        places = [p for r in unit["readings"] for s, p in r["places"].items() if s == "乙"]
        assert [p["page"] for p in places] == [1]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=6),
    st.integers(0, 45),
    st.integers(0, 5),
)
def test_touching_is_sharing_a_character_or_standing_beside(
    pairs: list[tuple[int, int]], start: int, length: int
) -> None:
    """A span touches what it shares a character with; one without extent what ends or begins there."""
    spans: list[Span] = []
    for a, n in sorted(pairs):
        if not spans or a > spans[-1].end:
            spans.append(Span(a, a + n))
    span = Span(start, start + length)
    doubtful = {i for s in spans for i in range(s.start, s.end)}
    around = range(start, start + length) if length else (start - 1, start)
    assert _touches(span, spans) is any(i in doubtful for i in around)
