"""Collations that the tests of the exports write out, each made once, and what each witness has of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.generator import make, preset
from benchmarks.gold import Recipe
from doccompare.model import Collation
from doccompare.pipeline import collate
from doccompare.text import key_of

ROOT = Path(__file__).parents[3]
NAMES = ("opinion", "notice", "statute", "noisy", "hostile")

# Formula, link, tag, entity, template, terminal escape, Markdown, direction override, end of CDATA.
_LINES = (
    "关于<b>加强</b>公园管理的通知",
    "为进一步加强城市公园管理，方便群众游览休憩，现就有关事项通知如下。",
    '1. =HYPERLINK("http://a.example/?x","领奖")应当由公园主管部门每年核查一次，<script>alert(1)</script>不得例外。',
    "2. @SUM(1+1)*cmd|' /C calc'!A0各级主管部门应当&lt;建立&gt;台账，{{7*7}}并向社会公布。",
    "3. 各地应当]]>严格\x1b[31m落实\x1b[0m，\u202e定期\u202c检查[公园](javascript:x)设施，${jndi}及时报告。",
)
_CHANGED = (
    ("每年核查", "=1+1核查"),
    ("不得例外", "</rdg>不得例外"),
    ("&lt;建立&gt;", "&建立"),
    ("定期", "+定期"),
)


@cache
def collated(name: str) -> Collation:
    """The collation of one of :data:`NAMES`."""
    if name == "opinion":
        return collate([ROOT / "corpus" / "opinion-2024"])
    if name in ("notice", "statute"):
        return collate(sorted((ROOT / "tests" / "dev" / name).glob("*.txt")))
    with tempfile.TemporaryDirectory() as folder:
        if name == "noisy":
            files = make(Recipe("notice", 3, 1500, preset("pages", 12))).files
        else:
            files = hostile_files()
        for file, text in files.items():
            (Path(folder) / file).write_bytes(text.encode())
        return collate([Path(folder) / file for file in sorted(files)])


def hostile_files() -> dict[str, str]:
    """Three copies of a text that would do harm if any of it were taken for markup."""
    text = "\n\n".join(_LINES) + "\n"
    second = text
    for old, new in _CHANGED:
        second = second.replace(old, new, 1)
    return {"=a.txt": text, "<b>.txt": second, "c.txt": text.replace("台账", "-台账", 1)}


def sigla(collation: Collation) -> list[str]:
    """The witnesses in which the work was found."""
    return [a.witness.siglum for a in collation.reprints if a.spans]


def own_text(collation: Collation, siglum: str) -> dict[str, str]:
    """What the witness's own file has of each clause, by address, folded as it is compared."""
    text = collation.attestation(siglum).witness.text
    found = {}
    for clause in collation.clauses:
        spans = clause.spans.get(siglum, ())
        offsets = [offset for span in spans for offset in range(span.start, span.end)]
        found[clause.address] = key_of(text, np.array(offsets, dtype=np.int64)).text
    return found


def folded(text: str) -> str:
    """A printed text as it is compared."""
    return key_of(text).text


def same(collation: Collation, siglum: str, told: dict[str, str]) -> bool:
    """Whether ``told`` (by address, folded) is the witness, clause for clause.

    A heading that stands once too often belongs to no clause of its own, so that such a witness is
    compared by the characters it has at each clause at least, and may have those of the heading more.
    """
    own = own_text(collation, siglum)
    doubled = [u for u in collation.units if any(e.unit == u.key for e in collation.structure)]
    if not doubled:
        return told == own
    return all(not Counter(own[a]) - Counter(told[a]) for a in own) and sum(
        told[a] != own[a] for a in own
    ) <= len(doubled)
