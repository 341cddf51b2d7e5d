"""Rich text (rtf), through striprtf: its paragraphs; automatic numbers as far as the file spells them out."""

from __future__ import annotations

from doccompare.errors import ReadError, say
from doccompare.model import Note, Problem
from doccompare.readers.archives import damaged
from doccompare.readers.encodings import Decoded, decode
from doccompare.readers.markup import made

_LARGEST = 16 * 1024 * 1024  # bytes of text; pictures in it are hexadecimal digits
_TOLD = (
    (
        r"\deleted",
        "有修订，删去的文字也在其中；请另存为 docx 再读",
        "its tracked deletions are in the text; save it as docx",
    ),
    (r"\footnote", "注未录；请另存为 docx 再读", "its notes are left out; save it as docx"),
)


def read_rtf(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text, a row of a table on one line. Raises ReadError: too large, damaged, no text in it."""
    from striprtf.striprtf import rtf_to_text

    if len(data) > _LARGEST:
        raise ReadError(
            say(f"“{name}”超过 16 MB，没有读。", f"{name} is over 16 MB and was not read."),
            say("请另存为 docx 再试。", "Save it as docx and try again."),
        )
    source = data.decode("ascii") if data.isascii() else decode(data, name, encoding).text
    try:
        text: str = rtf_to_text(source, encoding="gb18030", errors="replace")
    except (ValueError, LookupError, IndexError, TypeError, AttributeError, OverflowError) as fault:
        raise damaged(name, fault) from None
    if r"\cell" in source:  # striprtf parts cells by bars
        text = text.replace("|\n", "\n").replace("|", "\t")
    lines = [line.strip() for line in text.split("\n")]
    problems = tuple(
        Problem("left-out", Note(f"{zh}。", f"{en}.")) for sign, zh, en in _TOLD if sign in source
    )
    return made([line for line in lines if line], name, problems=problems)
