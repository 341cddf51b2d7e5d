"""Messages: letters (eml), and web pages saved as one file (mht), which have the form of a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from doccompare.errors import ReadError
from doccompare.model import Note, Problem
from doccompare.readers.archives import damaged
from doccompare.readers.encodings import Decoded
from doccompare.readers.html import read_html
from doccompare.readers.plain import read_plain

_MOST_PARTS = 1000
_SHOWN = 4  # names of attachments


def read_mht(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of the page. Raises ReadError as read_html does, and when there is no page in it."""
    return _read(data, name, encoding, ("text/html",))


def read_eml(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The body of a letter, without its head; what is attached is told and not read.

    Raises ReadError when it has no body, or the body cannot be read.
    """
    return _read(data, name, encoding, ("text/plain", "text/html"))


def _read(data: bytes, name: str, encoding: str | None, kinds: Sequence[str]) -> Decoded:
    """The first part of the first of these kinds that there is."""
    try:
        parts = _parts(message_from_bytes(data))
        found = [(part, part.get_content_type()) for part in parts if not _is_attached(part)]
        part, kind = next(
            ((part, kind) for wanted in kinds for part, kind in found if kind == wanted), (None, "")
        )
        payload = part.get_payload(decode=True) if part is not None else None
        charset = part.get_content_charset() if part is not None else None
        attached = [str(p.get_filename() or p.get_content_type()) for p in parts if _is_attached(p)]
    except (ValueError, LookupError, RecursionError) as fault:
        raise damaged(name, fault) from None
    if not isinstance(payload, bytes) or not payload:
        raise damaged(name, f"{kinds[0]}?")
    read = read_html if kind == "text/html" else read_plain
    try:
        decoded = read(payload, name, encoding)
    except ReadError:
        if encoding is not None or charset is None:
            raise
        decoded = read(payload, name, charset)
    return replace(decoded, problems=(*decoded.problems, *_told(attached)))


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _told(attached: Sequence[str]) -> list[Problem]:
    if not attached:
        return []
    shown = "、".join(f"“{name[:40]}”" for name in attached[:_SHOWN])
    note = Note(
        f"邮件的附件 {len(attached)} 个未读：{shown}。",
        f"{len(attached)} attachments of the message are not read: {shown}.",
    )
    return [Problem("attachments", note)]


def _parts(message: Message) -> list[Message]:
    found: list[Message] = []
    for part in message.walk():
        found.append(part)
        if len(found) >= _MOST_PARTS:
            break
    return found
