"""Plain text and markdown: one and the same text. The marks of markdown are left for later stages."""

from __future__ import annotations

import re
from dataclasses import replace

from doccompare.errors import ReadError, say
from doccompare.model import Problem, Span
from doccompare.readers.encodings import REPLACEMENT, Decoded, binary, decode, place, problems_at

_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_REPLACEMENTS = re.compile(REPLACEMENT + "+")
VERTICAL = "vertical-text"  # the code of the problem, for pages that are not read
_INVISIBLE = "\ufeff\u200b\u2060\x1a\0"  # what an "empty" file may hold beside white space
_MOST_CONTROLS = 0.01  # share of the characters; above it the file is no text


def read_plain(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a plain file with what is odd in it as problems (spans in code points).

    Raises ReadError when it is empty, binary or cannot be decoded; UsageError for a bad ``encoding``.
    """
    decoded = decode(data, name, encoding)
    text = decoded.text
    if not text.strip().strip(_INVISIBLE).strip():
        raise empty(name)
    controls = [Span(*m.span()) for m in _CONTROLS.finditer(text)]
    if controls and ("\0" in text or sum(map(len, controls)) > _MOST_CONTROLS * len(text)):
        raise binary(name, place(text, controls[0].start)[0])
    if lone := _SURROGATES.search(text):
        raise binary(name, place(text, lone.start())[0])
    return replace(decoded, problems=(*decoded.problems, *oddities(decoded)))


def empty(name: str) -> ReadError:
    """The error for a file without a single visible character."""
    return ReadError(
        say(f"“{name}”是空文件，或只有空白。", f"{name} is empty, or holds only white space."),
        say("请核对文件，或从命令中去掉它。", "Check the file, or leave it out."),
    )


def vertical(name: str) -> ReadError:
    """What is said of a file with no other than vertical text."""
    return ReadError(
        say(f"“{name}”是竖排，竖排尚不能读。", f"{name} is set vertically, which cannot be read yet."),
        say("请另存为横排的纯文本（.txt）再试。", "Save it as plain text (.txt), set horizontally."),
    )


def oddities(decoded: Decoded) -> list[Problem]:
    """U+FFFD that the file itself holds, private-use and control characters."""
    text = decoded.text
    controls = [Span(*m.span()) for m in _CONTROLS.finditer(text)]
    damaged = [p.span for p in decoded.problems if p.span and p.code == "damaged-bytes"]
    lost = [Span(*m.span()) for m in _REPLACEMENTS.finditer(text)]
    private = [Span(*m.span()) for m in _PRIVATE.finditer(text)]
    kept = [span for span in controls if text[span.start : span.end] != "\x1a" or span.end != len(text)]
    return [
        *problems_at(
            "replacement-character",
            text,
            [span for span in lost if not any(d.start <= span.start < d.end for d in damaged)],
            "文件里已是替代符 U+FFFD，原字已失，待查。",
            "the file itself holds U+FFFD; the character is lost.",
        ),
        *problems_at(
            "private-use",
            text,
            private,
            "私用区字符（造字），原字待查。",
            "a private-use character; what it stands for is not known.",
        ),
        *problems_at(
            "control-character", text, kept, "控制字符，照录。", "a control character, kept as it is."
        ),
    ]
