"""Cut the official tei_all.rng down to the elements that a TEI export uses.

``python tools/tei_subset.py tei_all.rng > tests/reporting/exports/tei_subset.rng``: the content models
and attributes stay word for word those of the TEI; every other element is not allowed. The whole
schema takes half a minute to load, this one a moment.
"""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree as ET

RNG = "{http://relaxng.org/ns/structure/1.0}"
USED = re.findall(
    r"\w+",
    "TEI ab app appInfo application bibl biblScope body catDesc category classDecl date div edition "
    "editionStmt editorialDecl encodingDesc fileDesc head idno label lacunaEnd lacunaStart langUsage "
    "language lem listTranspose listWit name note p profileDesc ptr publicationStmt publisher rdg resp "
    "respStmt sourceDesc taxonomy teiHeader text title titleStmt transpose variantEncoding witDetail "
    "witEnd witStart witness",
)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Source: tei_all.rng of the TEI Consortium, TEI P5 4.3.0 (31 August 2021, revision b4f72b1ff).
     Licence: BSD 2-Clause (or CC BY); copyright TEI Consortium.
     Format: RELAX NG, XML syntax; cut by tools/tei_subset.py to the elements that doccompare writes,
     their content models and attributes unchanged, documentation and Schematron rules left out. -->
"""


def subset(grammar: ET.Element) -> ET.Element:
    """The grammar with the elements of :data:`USED` only, and what they need."""
    for parent in list(grammar.iter()):
        for child in list(parent):
            if not str(child.tag).startswith(RNG):  # documentation and Schematron
                parent.remove(child)
    defines: dict[str, list[ET.Element]] = {}
    for define in grammar.findall(f"{RNG}define"):
        element = define.find(f"{RNG}element")
        if element is not None and element.get("name") not in USED:
            define[:] = [ET.Element(f"{RNG}notAllowed")]
        defines.setdefault(define.get("name", ""), []).append(define)
    start = grammar.find(f"{RNG}start")
    reached: set[str] = set()
    waiting = [start] if start is not None else []
    while waiting:
        for ref in waiting.pop().iter(f"{RNG}ref"):
            name = ref.get("name", "")
            if name not in reached:
                reached.add(name)
                waiting += defines[name]
    for name, found in defines.items():
        if name not in reached:
            for define in found:
                grammar.remove(define)
    return grammar


if __name__ == "__main__":
    ET.register_namespace("", RNG[1:-1])
    made = subset(ET.parse(sys.argv[1]).getroot())
    ET.indent(made, " ")
    sys.stdout.write(HEAD + ET.tostring(made, encoding="unicode") + "\n")
