"""Text of a witness made fit for a format that forbids some characters: nothing vanishes, nothing acts."""

from __future__ import annotations

import re

# XML 1.0 forbids these; those of the C1 set and DEL are allowed there and act in a terminal.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """``text`` with control characters as their pictures (ESC as ␛), what has none as U+FFFD."""
    return _UNFIT.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"
