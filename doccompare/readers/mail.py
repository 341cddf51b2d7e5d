"""Web pages saved as one file (mht, mhtml): the page in it is read, its pictures are not."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from doccompare.readers.archives import damaged
from doccompare.readers.encodings import Decoded
from doccompare.readers.html import read_html

_MOST_PARTS = 1000


def read_mht(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of the page. Raises ReadError as read_html does, and when there is no page in it."""
    try:
        pages = [part for part in _parts(message_from_bytes(data)) if part.get_content_type() == "text/html"]
        payload = pages[0].get_payload(decode=True) if pages else None
    except (ValueError, LookupError, RecursionError) as fault:
        raise damaged(name, fault) from None
    if not isinstance(payload, bytes) or not payload:
        raise damaged(name, "text/html?")
    return read_html(payload, name, encoding)


def _parts(message: Message) -> list[Message]:
    found: list[Message] = []
    for part in message.walk():
        found.append(part)
        if len(found) >= _MOST_PARTS:
            break
    return found
