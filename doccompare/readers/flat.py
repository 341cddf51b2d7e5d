"""Office documents that are one XML file in place of an archive: Word's flat OPC, and the flat odt (fodt)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from doccompare.readers.archives import Archive, damaged
from doccompare.readers.markup import attribute, child, local, parse_xml


class Members(Protocol):
    """The parts of a document by name, as an archive holds them."""

    name: str

    def __contains__(self, member: object) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...

    def read(self, member: str) -> bytes:
        """What a part holds. Raises ReadError."""


class _Flat:
    """Parts taken out of one file."""

    def __init__(self, name: str, parts: Mapping[str, bytes]) -> None:
        self.name, self._parts = name, parts

    def __contains__(self, member: object) -> bool:
        return member in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def read(self, member: str) -> bytes:
        if member not in self._parts:
            raise damaged(self.name, f"{member}?")
        return self._parts[member]


def members_of(data: bytes, name: str) -> Members:
    """The parts of an office document, packed or flat. Raises ReadError: damaged, a bomb."""
    if data.startswith(b"PK"):
        return Archive(data, name)
    root = parse_xml(data, name, "XML")
    if local(root) == "package":
        return _Flat(name, _word_parts(root))
    return _Flat(name, {"content.xml": data, "styles.xml": data})  # a flat odt has both under one root


def _word_parts(package: object) -> dict[str, bytes]:
    from lxml import etree

    parts = {}
    for part in package:  # type: ignore[attr-defined]
        content = child(part, "xmlData")
        if content is not None and len(content):
            parts[(attribute(part, "name") or "").lstrip("/")] = etree.tostring(content[0])
    return parts
