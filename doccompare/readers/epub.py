"""E-books (epub): the chapters in the order of the spine, each as a browser would show it."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from doccompare.readers.archives import Archive, damaged, encrypted
from doccompare.readers.blocks import blocks_of, parse_html
from doccompare.readers.encodings import Decoded, decode_page
from doccompare.readers.markup import attribute, child, local, made, parse_part
from doccompare.readers.sitelines import marks_of, unmarked

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


def read_epub(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of all chapters. Raises ReadError: damaged, a chapter missing, encrypted, a bomb, no text."""
    archive = Archive(data, name)
    chapters = _chapters(archive)
    locked = archive.read(_LOCKS).decode("utf-8", "replace") if _LOCKS in archive else ""
    lines: list[str] = []
    problems = []
    marks = 0
    for path in chapters:
        if path in locked:
            raise encrypted(name)
        if path not in archive:
            raise damaged(name, f"{path}?")
        decoded = decode_page(archive.read(path), f"{name}/{path}", encoding)
        problems += [p for p in decoded.problems if p.span is None]
        root = parse_html(decoded.text, f"{name}/{path}")
        if root is not None:
            lines += [block.text for block in blocks_of(root)]
            marks += marks_of(root)
    return made(lines, name, problems=(*problems, *unmarked(marks)))


def _chapters(archive: Archive) -> list[str]:
    """The members that the spine lists, in its order; the page of contents is left out."""
    if _CONTAINER not in archive:
        raise damaged(archive.name, f"{_CONTAINER}?")
    container = parse_part(archive, _CONTAINER, doctype=True)
    opf = next((attribute(e, "full-path") for e in container.iter() if local(e) == "rootfile"), None) or ""
    if opf not in archive:
        raise damaged(archive.name, f"{opf or 'rootfile'}?")
    package = parse_part(archive, opf, doctype=True)
    items: dict[str, Any] = {attribute(e, "id") or "": e for e in _inside(package, "manifest", "item")}
    chapters = []
    for reference in _inside(package, "spine", "itemref"):
        named = attribute(reference, "idref") or ""
        item = items.get(named)
        if item is None:
            raise damaged(archive.name, f"{opf}: {named}?")
        if "nav" in (attribute(item, "properties") or "").split():
            continue
        if (attribute(item, "media-type") or _PAGES[0]) in _PAGES:
            target = unquote(attribute(item, "href") or "").partition("#")[0]
            chapters.append(posixpath.normpath(posixpath.join(posixpath.dirname(opf), target)))
    return list(dict.fromkeys(chapters))


def _inside(package: Any, holder: str, name: str) -> list[Any]:
    found = child(package, holder)
    return [e for e in found if local(e) == name] if found is not None else []
