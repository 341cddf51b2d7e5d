"""The formats: how each is recognised, by content first and suffix second, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from doccompare.errors import ReadError, say
from doccompare.readers.encodings import Decoded
from doccompare.readers.images import read_image
from doccompare.readers.pdf import read_pdf
from doccompare.readers.plain import read_plain

Reader = Callable[[bytes, str, str | None], Decoded]


@dataclass(frozen=True, slots=True)
class Format:
    """A format. ``read`` is None when it is known but cannot be read yet.

    ``starts`` are the bytes it may begin with (white space before them does not count for markup);
    empty: any text. ``suffixes`` have the dot and are in lower case.
    """

    key: str
    name: str
    suffixes: tuple[str, ...] = ()
    starts: tuple[bytes, ...] = ()
    read: Reader | None = None


# The first that fits is taken: several formats are zip archives inside, told apart by the suffix alone.
FORMATS: tuple[Format, ...] = (
    Format("pdf", "PDF", (".pdf",), (b"%PDF-",), read_pdf),
    Format("docx", "Word (docx)", (".docx", ".docm"), (b"PK\x03\x04",)),
    Format("xlsx", "Excel (xlsx)", (".xlsx", ".xlsm"), (b"PK\x03\x04",)),
    Format("odt", "OpenDocument", (".odt", ".ods"), (b"PK\x03\x04",)),
    Format("epub", "EPUB", (".epub",), (b"PK\x03\x04",)),
    Format("ofd", "OFD", (".ofd",), (b"PK\x03\x04",)),
    Format("zip", "ZIP", (), (b"PK\x03\x04", b"PK\x05\x06")),
    Format("doc", "Word (doc)", (), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    Format("rtf", "RTF", (), (b"{\\rtf",)),
    Format("png", "PNG", (), (b"\x89PNG\r\n\x1a\n",), read_image),
    Format("jpeg", "JPEG", (), (b"\xff\xd8\xff",), read_image),
    Format("gif", "GIF", (), (b"GIF87a", b"GIF89a")),
    Format("tiff", "TIFF", (), (b"II*\0", b"MM\0*"), read_image),
    Format("gzip", "gzip", (), (b"\x1f\x8b",)),
    Format("7z", "7z", (), (b"7z\xbc\xaf\x27\x1c",)),
    Format("rar", "RAR", (), (b"Rar!\x1a\x07",)),
    Format("html", "HTML", (), (b"<!doctype html", b"<html")),
    Format("markdown", "Markdown", (".md", ".markdown"), read=read_plain),
    Format("plain", "TXT", (".txt", ".text"), read=read_plain),
)
_MARKUP = ("html", "rtf")


def recognise(data: bytes, suffix: str) -> Format:
    """The format of ``data``; text with an unknown suffix is plain text."""
    suffix = suffix.lower()
    for known in FORMATS:
        if known.starts:
            head = data[:512]
            if known.key in _MARKUP:
                head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
            if head.startswith(known.starts) and (not known.suffixes or suffix in known.suffixes):
                return known
            if known.key == "pdf" and head.startswith(known.starts):  # whatever it is called
                return known
        elif suffix in known.suffixes:
            return known
    return FORMATS[-1]


def unreadable(known: Format, name: str) -> ReadError:
    """The error for a format that is known but has no reader."""
    return ReadError(
        say(
            f"“{name}”是 {known.name} 文件，{known.name} 尚不能读。",
            f"{name} is {known.name}, which cannot be read yet.",
        ),
        say("请另存为纯文本（.txt）再试。", "Save it as plain text (.txt) and try again."),
    )
