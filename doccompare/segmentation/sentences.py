"""The sentences of a passage."""

from __future__ import annotations

from doccompare.model import Passage
from doccompare.text import CLOSERS, DOUBLE_QUOTE, SENTENCE_END, SINGLE_QUOTE


def sentences(text: str, passage: Passage) -> list[tuple[int, int]]:
    """The sentences of a passage as ``[start, end)`` positions of the key text.

    They are counted after the run-in heading, and end with 。！？ and what closes after it.
    """
    start = passage.heading_end if passage.heading_end > passage.heading_start else passage.start
    if start > passage.start and start < passage.end and text[start] in SENTENCE_END:
        start += 1
    if start >= passage.end:
        start = passage.start
    out: list[tuple[int, int]] = []
    at = i = start
    while i < passage.end:
        if text[i] in SENTENCE_END:
            i += 1
            while i < passage.end and (
                text[i] in SENTENCE_END or text[i] in CLOSERS or _closes(text, start, i)
            ):
                i += 1
            out.append((at, i))
            at = i
        else:
            i += 1
    if at < passage.end:
        out.append((at, passage.end))
    return out


def _closes(text: str, start: int, at: int) -> bool:
    """A folded quotation mark closes when an odd number of its kind stands before it in the passage."""
    char = text[at]
    return char in (DOUBLE_QUOTE, SINGLE_QUOTE) and text.count(char, start, at) % 2 == 1
