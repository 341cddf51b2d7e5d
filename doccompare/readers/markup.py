"""XML from anywhere, parsed so that it can neither fetch, nor grow, nor read another file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from doccompare.errors import ReadError, say
from doccompare.model import Note, Problem
from doccompare.readers.archives import damaged
from doccompare.readers.encodings import Decoded
from doccompare.readers.plain import empty, oddities

if TYPE_CHECKING:
    from doccompare.readers.flat import Members

MOST_TAGS = 2_000_000  # a thousand pages of Word have half as many


def names(listed: str) -> frozenset[str]:
    """The names of elements that stand in a string, parted by white space."""
    return frozenset(listed.split())


def parse_part(archive: Members, member: str, *, doctype: bool = False) -> Any:
    """The root of an XML member of ``archive``. Raises ReadError, also for a DOCTYPE unless allowed.

    No office program writes a DOCTYPE; whoever does wants entities, which can grow or name files.
    """
    return parse_xml(archive.read(member), archive.name, member, doctype=doctype)


def parse_xml(data: bytes, name: str, member: str, *, doctype: bool = False) -> Any:
    """As :func:`parse_part`, of bytes; ``name`` and ``member`` are for the error."""
    from lxml import etree

    refuse_endless(data.count(b"<"), name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as fault:
        raise damaged(name, f"{member}: {str(fault)[:100]}") from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None and (not doctype or any(True for _ in info.internalDTD.entities())):
        raise ReadError(
            say(
                f"“{name}”没有读：其中 {member} 自定实体（DOCTYPE），文档不会如此。",
                f"{name} was not read: {member} in it defines entities (DOCTYPE), as no document does.",
            ),
            say("请核对来源。", "Check where it comes from."),
        )
    return root


def refuse_endless(tags: int, name: str) -> None:
    """Raise ReadError when there are more tags than any document has; each takes memory and time."""
    if tags > MOST_TAGS:
        raise ReadError(
            say(
                f"“{name}”没有读：标记多于 {MOST_TAGS} 个。",
                f"{name} was not read: it has more than {MOST_TAGS} tags.",
            ),
            say("这不像一份文件；请核对来源。", "No document is like that; check where it comes from."),
        )


def local(element: Any) -> str:
    """The name of an element without its namespace; ``""`` for comments and entities.

    Word and LibreOffice write the same names in several namespaces (strict, transitional).
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """The value of an attribute by its name without the namespace; None when it is not there."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Any, *path: str) -> Any | None:
    """The first child of that name, the first such child of that, and so on; None when one is missing."""
    for name in path:
        element = next((e for e in element if local(e) == name), None)
        if element is None:
            return None
    return element


def made(
    lines: list[str],
    name: str,
    *,
    encoding: str = "utf-8",
    reason: str = "format",
    problems: tuple[Problem, ...] = (),
) -> Decoded:
    """What a reader made: a line for each paragraph, ``problems`` and what is odd in the text.

    Raises ReadError when there is nothing to see in it.
    """
    text = "".join(f"{line}\n" for line in lines)
    if not text.strip():
        raise empty(name)
    decoded = Decoded(text, encoding, reason)
    return replace(decoded, problems=(*problems, *oddities(decoded)))


def remarks(
    *, changes: int, original: bool, notes: int, left_out: tuple[tuple[object, str, str], ...]
) -> tuple[Problem, ...]:
    """What to say of an office document: how its tracked changes were read, where its notes stand.

    ``left_out``: what is not in the text (nothing is said when that is empty or 0), and its name in
    Chinese and English.
    """
    told = []
    if changes:
        how = (
            Note(
                f"有修订 {changes} 处，按修订前的文本读。",
                f"{changes} tracked changes, read as the text was before them.",
            )
            if original
            else Note(
                f"有修订 {changes} 处，按接受后的文本读；--revisions original 读修订前的。",
                f"{changes} tracked changes, read as accepted; --revisions original undoes them.",
            )
        )
        told.append(Problem("revisions", how))
    if notes:
        told.append(
            Problem(
                "notes", Note(f"注 {notes} 条，录在文末。", f"{notes} notes, put at the end of the text.")
            )
        )
    for what, zh, en in left_out:
        if what:
            told.append(Problem("left-out", Note(f"{zh}：{what}。", f"{en}: {what}.")))
    return tuple(told)
