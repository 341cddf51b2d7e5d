"""A work as the quotation stage takes it, made of a plain text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from doccompare.model import QuotedPassage, Witness
from doccompare.pipeline.against import Standard, plain
from doccompare.pipeline.weighing import weigh
from doccompare.quotation import check, lay, reference_of

CASES = Path(__file__).parent / "cases.txt"


def standard(text: str) -> Standard:
    """A plain text as a work."""
    return plain(Witness(siglum="甲", text=text, path="work.txt", sha256="0" * 64))


def passages(article: str, work: Standard, *, whole: bool = False) -> tuple[QuotedPassage, ...]:
    """The passages of an article that go back to a work."""
    return check(lay(article), reference_of(work.text, title=work.title), weigh, whole=whole)


@cache
def blocks() -> dict[str, str]:
    """The blocks of the case file by name; the first is the work."""
    out: dict[str, str] = {}
    for block in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, body = block.partition("\n")
        out[name] = body.strip("\n") + "\n"
    return out


@cache
def notice() -> Standard:
    """The work all cases quote."""
    return standard(blocks()["work"])
