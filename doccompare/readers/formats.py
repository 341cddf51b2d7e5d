"""The formats: how each is recognised, by content first and suffix second, who reads it, what that needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from doccompare.errors import ReadError, say
from doccompare.readers.archives import Archive
from doccompare.readers.encodings import Decoded
from doccompare.readers.foreign import UNREAD, Instead
from doccompare.readers.plain import read_plain
from doccompare.readers.programs import ANTIWORD, OFFICE, program_of

Reader = Callable[[bytes, str, str | None], Decoded]


@dataclass(frozen=True, slots=True)
class Format:
    """A format. ``read`` is None when it is known but cannot be read.

    ``begins``: a regular expression for its first bytes; empty: told by what is inside, or any text.
    ``suffixes`` have the dot and are in lower case. ``original`` reads a document as it was before its
    tracked changes. ``extra`` is the name after ``pip install doccompare[…]`` that brings ``modules``;
    of ``programs`` one must be installed. ``instead``: what to do with a file that cannot be read.
    """

    key: str
    name: str
    suffixes: tuple[str, ...] = ()
    begins: bytes = b""
    read: Reader | None = None
    original: Reader | None = None
    extra: str = ""
    modules: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    instead: Instead = "text"

    @property
    def missing(self) -> str:
        """What must be installed before it can be read; empty when nothing is."""
        if self.extra and not all(find_spec(module) for module in self.modules):
            return f"pip install 'doccompare[{self.extra}]'"
        if self.programs and program_of(self.programs) is None:
            return say("LibreOffice 或 antiword", "LibreOffice or antiword")
        return ""


def _late(module: str, function: str) -> Reader:
    """The reader of that name, its module imported when it is first called."""

    def read(data: bytes, name: str, encoding: str | None = None) -> Decoded:
        found: Reader = getattr(import_module(f"doccompare.readers.{module}"), function)
        return found(data, name, encoding)

    return read


_DOCX, _ODT = _late("docx", "read_docx"), _late("odt", "read_odt")
_IMAGE, _OCR = _late("images", "read_image"), ("rapidocr", "onnxruntime")
_DOC_NEEDS = (*OFFICE, *ANTIWORD)


def _image(key: str, name: str, suffixes: tuple[str, ...], begins: bytes) -> Format:
    return Format(key, name, suffixes, begins, _IMAGE, extra="ocr", modules=_OCR)


# The first that fits is taken. What is told by its content alone (zip, OLE, markup): see recognise below.
FORMATS: tuple[Format, ...] = (
    Format("pdf", "PDF", (".pdf",), rb"%PDF-", _late("pdf", "read_pdf")),
    Format(
        "docx", "Word (docx)", (".docx", ".docm", ".dotx"), b"", _DOCX, _late("docx", "read_docx_original")
    ),
    Format(
        "odt", "OpenDocument (odt)", (".odt", ".ott", ".fodt"), b"", _ODT, _late("odt", "read_odt_original")
    ),
    Format("epub", "EPUB", (".epub",), read=_late("epub", "read_epub")),
    Format("html", "HTML", (".html", ".htm", ".xhtml", ".shtml"), read=_late("html", "read_html")),
    Format("mht", "MHTML", (".mht", ".mhtml"), read=_late("mail", "read_mht")),
    Format("eml", "EML", (".eml",), read=_late("mail", "read_eml")),
    Format(
        "doc",
        "Word 97-2003 (doc)",
        (".doc", ".dot", ".wps"),
        b"",
        _late("programs", "read_doc"),
        _late("programs", "read_doc_original"),
        programs=_DOC_NEEDS,
    ),
    Format(
        "wordml",
        "Word 2003 XML",
        (),
        b"",
        _late("programs", "read_word_xml"),
        _late("programs", "read_word_xml_original"),
        programs=OFFICE,
    ),
    Format("rtf", "RTF", (".rtf",), rb"\{\\rtf", _late("rtf", "read_rtf"), _late("rtf", "read_rtf_original")),
    Format("zip", "ZIP", (".zip",), read=_late("zipped", "read_zip")),
    _image("png", "PNG", (".png",), rb"\x89PNG\r\n\x1a\n"),
    _image("jpeg", "JPEG", (".jpg", ".jpeg"), rb"\xff\xd8\xff"),
    _image("tiff", "TIFF", (".tif", ".tiff"), rb"II\*\0|MM\0\*"),
    _image("gif", "GIF", (".gif",), rb"GIF8[79]a"),
    _image("webp", "WebP", (".webp",), rb"RIFF.{4}WEBP"),
    _image("bmp", "BMP", (".bmp",), rb"BM.{4}\0{4}"),
    _image("jp2", "JPEG 2000", (".jp2", ".j2k"), rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"),
    *(
        Format(key, name, suffixes, begins, instead=instead)
        for key, name, suffixes, begins, instead in UNREAD
    ),
    Format("markdown", "Markdown", (".md", ".markdown"), read=read_plain),
    Format("plain", "TXT", (".txt", ".text"), read=read_plain),
)
_BEGINNINGS = [(re.compile(known.begins, re.DOTALL), known) for known in FORMATS if known.begins]
_BY_KEY = {known.key: known for known in FORMATS}
_BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_ZIP_MEMBERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_ZIP_TYPES = (
    ("application/epub+zip", "epub"),
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.oasis.opendocument.", "ods"),
)
# The root elements of XML that is no web page, with the prefix that every writer gives them.
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*", re.DOTALL)
_ROOT = re.compile(r"<((?:[\w.-]+:)?[\w.-]+)")
_ROOTS = {
    "pkg:package": "docx",
    "office:document": "odt",
    "w:wordDocument": "wordml",
    "svg": "svg",
    "svg:svg": "svg",
}
_HEAD = 4096
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_ANY_TAG = re.compile(
    r"<(?:p|div|br|table|span|h[1-6]|a|ul|ol|article|section|font|center)\b[^<>]*>", re.IGNORECASE
)


def recognise(data: bytes, suffix: str) -> Format:
    """The format of ``data``: what it holds decides; text of which nothing else is known is plain text."""
    suffix = suffix.lower()
    stated = _BY_SUFFIX.get(suffix, FORMATS[-1])
    for pattern, known in _BEGINNINGS:
        if pattern.match(data):
            return known
    if data.startswith(_ZIP):
        return _BY_KEY[_zip_kind(data, stated.key)]
    if data.startswith(_OLE):
        found = (key for stream, key in _OLE_STREAMS if f"{stream}\0".encode("utf-16-le") in data)
        return _BY_KEY[next(found, "ole")]
    head = _head(data)
    if b"%PDF-" in data[:1024] and stated.key == "pdf":  # some begin with a few bytes of another program
        return stated
    if head.startswith("{\\rtf"):
        return _BY_KEY["rtf"]
    if kind := _xml_kind(head, stated.key):
        return _BY_KEY[kind]
    if _MARKUP.match(_after_comments(head)) or (stated.key == "html" and _ANY_TAG.search(head)):
        return _BY_KEY["html"]
    if kind := _message_kind(head):
        return _BY_KEY[kind]
    if stated.read is None and "\0" in head:  # no text: what it is called is all there is to say of it
        return stated
    return stated if stated.key in ("markdown", "plain") else FORMATS[-1]


def _message_kind(head: str) -> str:
    """Whether this is a web page saved in the form of a letter, or a letter; ``""`` when it is neither."""
    headers = re.split(r"\r?\n\r?\n", head, maxsplit=1)[0].lower()
    if not re.match(r"[\w-]+:", headers) or "mime-version:" not in headers:
        return ""
    if "multipart/related" in headers:
        return "mht"
    return "eml" if re.search(r"^content-type:\s*(?:text|multipart)/", headers, re.MULTILINE) else ""


def _xml_kind(head: str, stated: str) -> str:
    """The kind of an XML document that is no web page; ``""`` when it is none of them."""
    body = _after_comments(head)
    if _MARKUP.match(body):
        return ""
    found = _ROOT.match(_DOCTYPE.sub("", body))
    if found is None:
        return ""
    other = head.startswith("<?xml") and stated not in ("html", "markdown", "plain")
    return _ROOTS.get(found[1], "xml" if other else "")


def stated_otherwise(known: Format, suffix: str) -> Format | None:
    """The format that the suffix names when the content is another; None when they agree."""
    stated = _BY_SUFFIX.get(suffix.lower())
    text = ("markdown", "plain")
    if stated is None or stated is known or (stated.key in text and known.key in text):
        return None
    if stated.key == "xml":  # what kind of XML it is, a suffix seldom says
        return None
    return stated


def is_encrypted_office(data: bytes) -> bool:
    """Whether this is the container in which Office keeps a docx with a password."""
    return data.startswith(_OLE) and _ENCRYPTED in data


def unreadable(known: Format, name: str) -> ReadError:
    """The error for a format that has no reader."""
    return ReadError(
        say(
            f"“{name}”是 {known.name} 文件，{known.name} 尚不能读。",
            f"{name} is {known.name}, which cannot be read yet.",
        ),
        {
            "text": say("请另存为纯文本（.txt）再试。", "Save it as plain text (.txt) and try again."),
            "print": say(
                "请在它的软件里另存（或打印）为 PDF，或把文字复制到 .txt。",
                "Print it to a PDF in its own program, or copy its text into a .txt.",
            ),
            "unpack": say("请先解开，给出其中的文件。", "Unpack it, and give the files in it."),
            "image": say("请另存为 PNG 或 JPEG 再试。", "Save it as PNG or JPEG and try again."),
        }[known.instead],
    )


def _head(data: bytes) -> str:
    """The beginning as text, to look for markup in; the encoding matters only where it is UTF-16."""
    head = data[:_HEAD]
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(codec, "replace").lstrip()
    if head[1:2] == b"\0" and head[:1] in b"<\r\n ":
        return head.decode("utf-16-le", "replace").lstrip()
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


def _after_comments(head: str) -> str:
    """What follows the comments and the XML declaration that a page may begin with."""
    while True:
        if head.startswith("<!--"):
            head = head.partition("-->")[2].lstrip()
        elif head.startswith("<?"):
            head = head.partition(">")[2].lstrip()
        else:
            return head


def _zip_kind(data: bytes, stated: str) -> str:
    """The kind of a zip archive, by its members; by the suffix when it is cut off and has none to show."""
    packed = ("docx", "xlsx", "pptx", "odt", "ods", "epub", "ofd")
    try:
        archive = Archive(data, "")
        kind = archive.read("mimetype").decode("latin-1") if "mimetype" in archive else ""
    except ReadError:
        return stated if stated in packed else "zip"
    for begins, key in _ZIP_TYPES:
        if kind.startswith(begins):
            return key
    if "[Content_Types].xml" in archive:
        for begins, key in _ZIP_MEMBERS:
            if any(inside.startswith(begins) for inside in archive):
                return key
        if stated in packed:  # the part that holds the text is missing: its reader says so
            return stated
    if any(inside.endswith(".iwa") for inside in archive):
        return "iwork"
    if "META-INF/container.xml" in archive:
        return "epub"
    if "content.xml" in archive and "META-INF/manifest.xml" in archive:
        return "odt"
    return "ofd" if "OFD.xml" in archive else "zip"
