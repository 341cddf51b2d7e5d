"""The formats that are known but not read: each is refused by its name, with what to do instead."""

from __future__ import annotations

from typing import Literal

Instead = Literal["text", "print", "unpack", "image"]

# Key, name, suffixes, how it begins (a regular expression; empty: told by what is inside, or by its suffix
# when it is no text), what to do instead.
UNREAD: tuple[tuple[str, str, tuple[str, ...], bytes, Instead], ...] = (
    ("xlsx", "Excel (xlsx)", (".xlsx", ".xlsm"), b"", "text"),
    ("pptx", "PowerPoint (pptx)", (".pptx",), b"", "print"),
    ("xls", "Excel 97-2003 (xls)", (".xls", ".et"), b"", "text"),
    ("ppt", "PowerPoint 97-2003 (ppt)", (".ppt", ".dps"), b"", "print"),
    ("ods", "OpenDocument (ods, odp)", (".ods", ".odp"), b"", "text"),
    ("iwork", "iWork (Pages, Numbers, Keynote)", (".pages", ".numbers", ".key"), b"", "print"),
    ("ole", "OLE (Outlook, Visio …)", (".msg", ".mpp", ".vsd"), b"", "text"),
    ("ofd", "OFD", (".ofd",), b"", "print"),
    ("caj", "CAJ", (".caj", ".nh", ".kdh"), rb"CAJ\0|KDH |HN\0", "print"),
    ("ceb", "CEB", (".ceb", ".sep", ".gd"), rb"Founder CEB", "print"),
    ("djvu", "DjVu", (".djvu", ".djv"), rb"AT&TFORM", "print"),
    ("postscript", "PostScript", (".ps", ".eps"), rb"%!PS", "print"),
    ("chm", "CHM", (".chm",), rb"ITSF", "text"),
    ("mobi", "Kindle (mobi, azw3)", (".mobi", ".azw", ".azw3", ".prc"), rb".{60}BOOKMOBI", "text"),
    ("svg", "SVG", (".svg",), b"", "image"),
    ("xml", "XML", (".xml",), b"", "text"),
    ("heic", "HEIC, AVIF", (".heic", ".heif", ".avif"), rb".{4}ftyp(?:hei|hev|mif|msf|avi)", "image"),
    ("gzip", "gzip", (".gz", ".tgz"), rb"\x1f\x8b", "unpack"),
    ("7z", "7z", (".7z",), rb"7z\xbc\xaf\x27\x1c", "unpack"),
    ("rar", "RAR", (".rar",), rb"Rar!\x1a\x07", "unpack"),
    ("bzip2", "bzip2", (".bz2",), rb"BZh[1-9]1AY&SY", "unpack"),
    ("xz", "xz", (".xz",), rb"\xfd7zXZ\0", "unpack"),
    ("tar", "tar", (".tar",), rb".{257}ustar", "unpack"),
    ("program", "EXE", (".exe", ".dll"), rb"MZ.{58,}?PE\0\0", "text"),
)
