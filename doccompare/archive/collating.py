"""The reprints of one work, taken out of the archive as a corpus that can be collated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from doccompare.archive.arrow import read_table
from doccompare.archive.committed import Folder, write_whole
from doccompare.archive.index import Index
from doccompare.archive.job import Search
from doccompare.archive.pages import batches
from doccompare.archive.shard import Row
from doccompare.corpora import MANIFEST, Corpus, Entry, manifest_text, sigla
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
    rows: list[Row] = read_table(search.folder / "passages" / "part-0.parquet").to_pylist()
    titles = {r.work: r.title for r in Index.load(Folder(search.folder).index).references}
    chosen: dict[str, list[list[Row]]] = {}
    left: dict[str, int] = {}
    for work in sorted({row["work"] for row in rows}):
        witnesses = _witnesses([row for row in rows if row["work"] == work])
        if len(witnesses) > 1:
            chosen[work], left[work] = witnesses[:MOST], max(0, len(witnesses) - MOST)
    wanted = {row["page_id"] for own in chosen.values() for parts in own for row in parts}
    folder = Folder(search.folder)
    held = {s.key: {row["page_id"] for row in folder.result(s).rows} & wanted for s in search.archive.shards}
    texts = _texts(search, held)
    return [_write(search.folder, work, titles[work], own, texts, left[work]) for work, own in chosen.items()]


def _witnesses(rows: list[Row]) -> list[list[Row]]:
    """The reprints of a work, each as one row for each of its pages."""
    pages: dict[str, Row] = {}
    after: dict[str, str] = {}
    for row in rows:
        if row["kind"] != "quotation":
            pages.setdefault(row["page_id"], row)
            if row["continued_on"]:
                after[row["page_id"]] = row["continued_on"]
    heads = [page for page in pages if page not in set(after.values())]
    out = []
    for head in heads:
        chain = [head]
        while (following := after.get(chain[-1], "")) in pages and following not in chain:
            chain.append(following)
        out.append([pages[page] for page in chain])
    return sorted(out, key=lambda parts: (parts[0]["kind"] != "reprint", parts[0]["page_id"]))


def _clusters(search: Search) -> list[Reprints]:
    """The clusters of an all-pairs search as corpora; the title is found by the collation."""
    rows: list[Row] = read_table(search.folder / "clusters" / "part-0.parquet").to_pylist()
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["cluster"], []).append({**row, "publication": "", "date": ""})
    chosen = {f"cluster-{n:05d}": group[:MOST] for n, group in groups.items()}
    wanted = {row["page_id"] for group in chosen.values() for row in group}
    texts = _texts(search, {shard.key: wanted for shard in search.archive.shards})
    return [
        _write(search.folder, name, "", [[row] for row in group], texts, len(groups[n]) - len(group))
        for n, (name, group) in zip(groups, chosen.items(), strict=True)
    ]


def _texts(search: Search, held: dict[str, set[str]]) -> dict[str, str]:
    """The texts of the pages that are held by each shard, named by its key."""
    found: dict[str, str] = {}
    for shard in search.archive.shards:
        if held[shard.key]:
            for batch in batches(shard):
                found |= {n: batch.text(i) for i, n in enumerate(batch.ids) if n in held[shard.key]}
    return found


def _write(
    out: Path, work: str, title: str, witnesses: list[list[Row]], texts: dict[str, str], left: int
) -> Reprints:
    folder = out / COLLATED / work
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for number, (siglum, parts) in enumerate(zip(sigla(len(witnesses)), witnesses, strict=True), 1):
        files = []
        for part, row in enumerate(parts, 1):
            # A page_id is no file name: it may hold anything.
            file = folder / (f"{number:02d}.txt" if len(parts) == 1 else f"{number:02d}-{part}.txt")
            write_whole(file, texts[row["page_id"]].encode("utf-8"))
            files.append(file)
        first = parts[0]
        said = first["publication"] or first["page_id"]
        role = Role.REPRINT if "kind" in first else None  # of a cluster the collation finds who only quotes
        entries.append(Entry(siglum, tuple(files), role, said, first["date"]))
    corpus = Corpus(folder, Expectation(title=title, slug=work), tuple(entries))
    write_whole(folder / MANIFEST, manifest_text(corpus).encode("utf-8"))
    return Reprints(work, folder, len(witnesses), left)
