"""From the results of all shards to the tables: articles joined over pages, rows sorted, one digest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from doccompare.archive.committed import publish
from doccompare.archive.index import Index
from doccompare.archive.shard import Result, Row, kind_of, page_label

SCHEMA = "doccompare/archive/1"
_COLUMNS = (
    "page_id", "work", "kind", "address_from", "address_to",
    "page_start", "page_end", "work_start", "work_end", "similarity",
    "publication", "date", "continued_from", "continued_on",
)  # fmt: skip
Place = tuple[int, int]  # of a page: number of its shard, number of its row

# How far the second part of an article may overlap the first, in words of the work.
_OVERLAP = 40


def settle(path: Path, results: Iterable[Result], index: Index, facts: dict[str, Any]) -> dict[str, Any]:
    """Write the tables and the manifest into a result folder; returns the manifest.

    ``facts``: what the manifest says of the inputs. ``doubled`` there counts the passages of pages that
    bear the page_id of another page, ``rejected`` the rejects by their reason.
    """
    pages = 0
    rows: list[Row] = []
    rejects: list[tuple[str, str]] = []
    phrases = [0] * len(index.phrases)
    for shard, result in enumerate(results):
        rows += placed(result, shard)
        rejects += result.rejects
        phrases = [a + b for a, b in zip(phrases, result.phrases or [0] * len(phrases), strict=True)]
        pages += result.pages
    places: dict[str, Place] = {}
    doubled = sum(places.setdefault(row["page_id"], row["at"]) != row["at"] for row in rows)
    put_together(rows, index)
    kinds = [kind for kind, _ in sorted({(r["kind"], (r["at"], r["work"])) for r in rows})]
    facts = {
        **facts,
        "pages": pages,
        "rejected": dict(sorted(Counter(reason.partition(":")[0] for _, reason in rejects).items())),
        "doubled": doubled,
        "found": {kind: kinds.count(kind) for kind in ("reprint", "partial", "quotation")},
    }
    tables = {
        "passages": {name: [row[name] for row in rows] for name in _COLUMNS},
        "stock": _stock(index, phrases),
        "rejects": {"page_id": [p for p, _ in sorted(rejects)], "reason": [r for _, r in sorted(rejects)]},
    }
    return publish(path, SCHEMA, facts, tables)


def placed(result: Result, shard: int) -> list[Row]:
    """The rows of the result of a shard, each with its place ``at``: two pages may bear one page_id."""
    return [{**row, "at": (shard, row["row"])} for row in result.rows]


def put_together(rows: list[Row], index: Index) -> None:
    """Join the rows of all shards over pages and put them in the order of the table."""
    sizes = {
        r.work: int(n) for r, n in zip(index.references, index.borders[1:] - index.borders[:-1], strict=True)
    }
    join_pages(rows, sizes)
    rows.sort(key=lambda r: (r["page_id"], r["work"], r["page_start"], r["work_start"]))


def join_pages(rows: Sequence[Row], sizes: dict[str, int]) -> None:
    """Join passages that go on on another page of the same issue, and judge their kind together.

    The first ends at a line 下转第三版, or the second begins after 上接第一版, and neither names another
    page. An issue is a publication and its column ``issue``, or else its date; without a page number nothing
    is joined.
    """
    for row in rows:
        row["continued_from"] = row["continued_on"] = ""
        row["next"] = None
    issues: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["page"] and (row["issue"] or row["date"]):
            issues[(row["publication"], row["issue"] or row["date"], row["work"])].append(row)
    on_page: dict[tuple[Place, str], list[Row]] = defaultdict(list)
    for row in rows:
        on_page[(row["at"], row["work"])].append(row)
    for own in issues.values():
        own.sort(key=_order)
        turning = any(row["to"] or row["from"] for row in own)
        for first in own if turning else ():
            second = next((row for row in own if _goes_on(first, row)), None)
            if second is not None:
                first["continued_on"], second["continued_from"] = second["page_id"], first["page_id"]
                first["next"] = second["at"]
        for parts in _joined(own):
            together = [row for page in parts for row in on_page[(page, own[0]["work"])]]
            spans = [(r["words"][0], r["words"][1]) for r in together]
            kind = kind_of(spans, max(r["words"][2] for r in together), sizes[own[0]["work"]])
            for row in together:
                row["kind"] = kind


def _order(row: Row) -> tuple[str, int]:
    return row["page_id"], row["page_start"]


def _goes_on(first: Row, second: Row) -> bool:
    if first["at"] == second["at"] or not (first["to"] or second["from"]):
        return False
    away = first["to"] in ("", page_label(second["page"])) and second["from"] in (
        "",
        page_label(first["page"]),
    )
    return away and not second["continued_from"] and second["words"][0] >= first["words"][1] - _OVERLAP


def _joined(rows: Sequence[Row]) -> list[list[Place]]:
    """The pages of each article that stands on more than one."""
    after: dict[Place, Place] = {row["at"]: row["next"] for row in rows if row["next"]}
    heads = sorted(set(after) - set(after.values()))
    out = []
    for head in heads:
        chain = [head]
        while chain[-1] in after and after[chain[-1]] not in chain:
            chain.append(after[chain[-1]])
        out.append(chain)
    return out


def _stock(index: Index, counts: Sequence[int]) -> dict[str, list[Any]]:
    """The phrases with their pages, the commonest first."""
    found: dict[str, int] = {}
    for number, pages in enumerate(counts):
        phrase = index.phrase(number)
        found[phrase] = max(found.get(phrase, 0), pages)
    listed = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return {"phrase": [phrase for phrase, _ in listed], "pages": [pages for _, pages in listed]}
