"""The reprints of one work, taken out of the archive as a corpus that can be collated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doccompare.archive.arrow import read_table
from doccompare.archive.committed import Folder, write_whole
from doccompare.archive.index import Index
from doccompare.archive.job import Search
from doccompare.archive.pages import batches
from doccompare.archive.settling import Place, placed, put_together
from doccompare.archive.shard import Row
from doccompare.archive.sources import Shard
from doccompare.corpora import MANIFEST, Corpus, Entry, manifest_text, sigla
from doccompare.errors import InconclusiveError, say
from doccompare.model import Expectation, Role

COLLATED = "collations"
MOST = 20  # witnesses of one collation


@dataclass(frozen=True, slots=True)
class Reprints:
    """A corpus folder with the reprints of a work; ``left_out``: further ones it has no room for."""

    work: str
    folder: Path
    witnesses: int
    left_out: int


def gather(search: Search) -> list[Reprints]:
    """For each work with two reprints or more a corpus below ``DIR/collations``, at most 20 witnesses each.

    Whole reprints go before parts, then by page_id; pages that continue one another are one witness.
    """
    if "clusters" in search.manifest["tables"]:
        return _clusters(search)
    folder, shards = Folder(search.folder), search.archive.shards
    index = Index.load(folder.index)
    rows = [row for n, shard in enumerate(shards) for row in placed(folder.result(shard), n)]
    put_together(rows, index)
    titles = {r.work: r.title for r in index.references}
    chosen: dict[str, list[list[Row]]] = {}
    left: dict[str, int] = {}
    for work in sorted({row["work"] for row in rows}):
        witnesses = _witnesses([row for row in rows if row["work"] == work])
        if len(witnesses) > 1:
            chosen[work], left[work] = witnesses[:MOST], max(0, len(witnesses) - MOST)
    wanted = {row["at"]: row for own in chosen.values() for parts in own for row in parts}
    _name_apart(wanted.values(), shards)
    texts = _texts_at(shards, {at: row["page_id"] for at, row in wanted.items()})
    return [_write(search.folder, work, titles[work], own, texts, left[work]) for work, own in chosen.items()]


def _witnesses(rows: list[Row]) -> list[list[Row]]:
    """The reprints of a work, each as one row for each of its pages."""
    pages: dict[Place, Row] = {}
    after: dict[Place, Place] = {}
    for row in rows:
        if row["kind"] != "quotation":
            pages.setdefault(row["at"], row)
            if row["next"]:
                after[row["at"]] = row["next"]
    heads = [page for page in pages if page not in set(after.values())]
    out = []
    for head in heads:
        chain = [head]
        while (following := after.get(chain[-1])) in pages and following not in chain:
            chain.append(following)
        out.append([pages[page] for page in chain])
    return sorted(out, key=lambda parts: (parts[0]["kind"] != "reprint", parts[0]["page_id"]))


def _name_apart(rows: Iterable[Row], shards: Sequence[Shard]) -> None:
    """Of pages with one page_id each is called by its place too, or nobody could tell which is which."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["page_id"], []).append(row)
    for own in by_id.values():
        for row in own if len(own) > 1 else ():
            shard, number = row["at"]
            said = row["publication"] or row["page_id"]
            row["publication"] = f"{said} ({shards[shard].name}#{number})"


def _clusters(search: Search) -> list[Reprints]:
    """The clusters of an all-pairs search as corpora; the title is found by the collation."""
    rows: list[Row] = read_table(search.folder / "clusters" / "part-0.parquet").to_pylist()
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["cluster"], []).append({**row, "publication": "", "date": ""})
    chosen = {f"cluster-{n:05d}": group[:MOST] for n, group in groups.items()}
    wanted = {row["page_id"] for group in chosen.values() for row in group}
    texts = _texts_of(search.archive.shards, wanted)
    return [
        _write(search.folder, name, "", [[row] for row in group], texts, len(groups[n]) - len(group))
        for n, (name, group) in zip(groups, chosen.items(), strict=True)
    ]


def _texts_at(shards: Sequence[Shard], wanted: dict[Place, str]) -> dict[Place, str]:
    """The texts of the pages at these places, which bear these page_ids."""
    found: dict[Place, str] = {}
    for number in sorted({shard for shard, _ in wanted}):
        ids = {page_id for (shard, _), page_id in wanted.items() if shard == number}
        held: dict[str, list[tuple[int, str]]] = {}
        row = shards[number].first
        for batch in batches(shards[number]):
            for i, page_id in enumerate(batch.ids):
                if page_id in ids:
                    held.setdefault(page_id, []).append((row + i, batch.text(i)))
            row += len(batch.ids)
        for (shard, at), page_id in wanted.items():
            if shard == number:
                # The nearest: in a shard that was searched by halves rows are counted anew after a reject.
                found[shard, at] = min(held[page_id], key=lambda page: abs(page[0] - at))[1]
    return found


def _texts_of(shards: Sequence[Shard], wanted: set[str]) -> dict[str, str]:
    """The texts of these pages. Raises InconclusiveError when two of the archive bear one of the page_ids."""
    found: dict[str, str] = {}
    for shard in shards:
        for batch in batches(shard):
            for i, page_id in enumerate(batch.ids):
                if page_id in wanted and page_id in found:
                    raise InconclusiveError(
                        say(
                            f"报库中不止一页的 page_id 是“{page_id}”，不知该校哪一页。",
                            f"More than one page of the archive has the page_id {page_id}: which is meant?",
                        ),
                        say("请使 page_id 各不相同。", "Give every page a page_id of its own."),
                    )
                if page_id in wanted:
                    found[page_id] = batch.text(i)
    return found


def _write(
    out: Path, work: str, title: str, witnesses: list[list[Row]], texts: Mapping[Any, str], left: int
) -> Reprints:
    folder = out / COLLATED / work
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for number, (siglum, parts) in enumerate(zip(sigla(len(witnesses)), witnesses, strict=True), 1):
        files = []
        for part, row in enumerate(parts, 1):
            # A page_id is no file name: it may hold anything.
            file = folder / (f"{number:02d}.txt" if len(parts) == 1 else f"{number:02d}-{part}.txt")
            write_whole(file, texts[row.get("at", row["page_id"])].encode("utf-8"))
            files.append(file)
        first = parts[0]
        said = first["publication"] or first["page_id"]
        role = Role.REPRINT if "kind" in first else None  # of a cluster the collation finds who only quotes
        entries.append(Entry(siglum, tuple(files), role, said, first["date"]))
    corpus = Corpus(folder, Expectation(title=title, slug=work), tuple(entries))
    write_whole(folder / MANIFEST, manifest_text(corpus).encode("utf-8"))
    return Reprints(work, folder, len(witnesses), left)
