"""Text of a witness as Markdown that shows exactly that text and nothing else."""

from __future__ import annotations

import re

# Everything CommonMark or the usual extensions may read as markup.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$^])")
_LIST_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_LIST_BULLET = re.compile(r"^(\s*)([-+=])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def escaped(text: str) -> str:
    """``text`` on one line, every character that could be markup escaped, control characters dropped."""
    line = _CONTROL.sub("", " ".join(text.split("\n")).replace("\t", " "))
    line = _SPECIAL.sub(r"\\\1", line)
    line = _LIST_NUMBER.sub(r"\1\\\2", line)
    line = _LIST_BULLET.sub(r"\1\\\2", line)
    # A bare address would become a link in many viewers.
    return line.replace("://", ":\\/\\/")


def anchor(key: str) -> str:
    """An id for a unit key that is safe in HTML and in a link."""
    return "u-" + re.sub(r"[^0-9A-Za-z]", "-", key)


def text_anchor(address: str) -> str:
    """An id for a paragraph of the established text in the report: every clause has one."""
    return "t-" + "".join(address.split())
