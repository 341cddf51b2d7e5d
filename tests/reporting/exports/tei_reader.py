"""A reader of TEI with parallel segmentation that knows nothing of how doccompare writes it."""

from __future__ import annotations

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def parsed(xml: str) -> etree._Element:
    """The root, read without entities and without network."""
    return etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def witness_text(root: etree._Element, siglum: str, numbers: bool = True) -> dict[str, str]:
    """What the witness with this siglum has of each passage, by its ``n``; "" where it is not extant."""
    pointer = "#" + next(w.get(ID) for w in root.iter(f"{TEI}witness") if w.get("n") == siglum)
    late = [s.getparent().get("wit") for s in root.iter(f"{TEI}witStart")]
    extant = pointer not in late
    found: dict[str, str] = {}
    for block in root.find(f"{TEI}text").iter(f"{TEI}p", f"{TEI}ab", f"{TEI}head"):
        pieces = [block.text or ""] if extant else []
        for app in block:
            assert app.tag == f"{TEI}app"
            for reading in app.iter(f"{TEI}lem", f"{TEI}rdg"):
                if pointer not in reading.get("wit", "").split():
                    continue
                marks = [mark.tag.removeprefix(TEI) for mark in reading]
                if marks:
                    extant = marks[-1] in ("witStart", "lacunaEnd")
                elif numbers or app.get("type") != "number":
                    assert extant, "a reading where the witness is not extant"
                    pieces.append(reading.text or "")
            pieces.append((app.tail or "") if extant else "")
        found[block.get("n")] = "".join(pieces).replace("\n", "")
    return found
