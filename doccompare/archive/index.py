"""The index of the works: their grams, where each stands, and which of them are stock.

It lies in a folder of .npy files that the processes of a machine share.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from doccompare.archive.references import Reference, read_references, save_references
from doccompare.matching import Probe, gram_hashes, mapped, probe_of, words_of
from doccompare.text import Codes, Offsets, is_han, word_table

GRAM = 7  # characters: a quotation of 18 with two slips mostly has so many in a row
# A gram of so many places in the works, or of this share of the works, is stock.
_MOST_PLACES, _MOST_WORKS, _SHARE_OF_WORKS = 64, 8, 0.01

Places = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Index:
    """The works one after the other as ``words``; work ``i`` is ``words[borders[i]:borders[i + 1]]``.

    The places of gram ``g`` of the probe are ``places[firsts[g]:firsts[g + 1]]``, positions in
    ``words``. ``phrases``: the stock phrases as pairs of positions; ``watched``: for each gram of the
    probe, 1 + the phrase whose middle it is, else 0; such a gram only counts pages. ``stock``: for each
    word, whether it stands in a stock phrase.
    """

    references: tuple[Reference, ...]
    probe: Probe
    words: Codes
    borders: Offsets
    firsts: Places
    places: Places
    watched: Places
    phrases: NDArray[np.int64]
    stock: NDArray[np.bool_]

    def work_of(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """The index of the work that each position stands in."""
        return np.searchsorted(self.borders, positions, side="right").astype(np.int64) - 1

    def offsets(self, work: int) -> Offsets:
        """For each word of a work its offset in the work's text."""
        return _offsets(self.references[work].text, self.probe)

    def phrase(self, number: int) -> str:
        """A stock phrase as the first work that has it prints it, without white space."""
        start, end = self.phrases[number].tolist()
        work = int(self.work_of(np.array([start]))[0])
        offsets, border = self.offsets(work), int(self.borders[work])
        text = self.references[work].text[offsets[start - border] : offsets[end - 1 - border] + 1]
        return "".join(text.split())

    def save(self, folder: Path) -> None:
        """Write it into an existing folder."""
        self.probe.save(folder)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        save_references(self.references, folder / "references.json")

    @staticmethod
    def load(folder: Path) -> Index:
        """What :meth:`save` wrote."""
        arrays = {name: mapped(folder / f"{name}.npy") for name in _ARRAYS}
        references = tuple(read_references(folder / "references.json"))
        return Index(references=references, probe=Probe.load(folder), **arrays)

    @property
    def digest(self) -> str:
        """A sha256 of everything that decides what is found."""
        digest = hashlib.sha256(json.dumps([(r.work, r.text) for r in self.references]).encode())
        for array in (self.probe.table, self.probe.hashes, self.phrases):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


_ARRAYS = [f.name for f in fields(Index) if f.name not in ("references", "probe")]


@lru_cache(maxsize=64)
def _offsets(text: str, probe: Probe) -> Offsets:
    return words_of(text, probe.table)[1]


def folding_table() -> NDArray[np.uint32]:
    """The table of words in which the two scripts and variant graphs are one, so both find each other."""
    from doccompare.resources import fold_chars  # a worker is given the table

    table = word_table()
    own = [code for code, word in enumerate(table.tolist()) if is_han(chr(word))]
    table[own] = [ord(char) for char in fold_chars([chr(word) for word in table[own].tolist()])]
    return table


def build_index(references: Sequence[Reference], table: NDArray[np.uint32]) -> Index:
    """The index of the works, nothing of them held to be stock."""
    parts = [words_of(reference.text, table)[0] for reference in references]
    borders = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int64)
    words = np.concatenate(parts)
    hashes = gram_hashes(words, GRAM)
    starts = np.arange(len(hashes), dtype=np.int64)
    work = np.searchsorted(borders, starts, side="right") - 1
    whole = starts + GRAM <= borders[work + 1]
    starts, hashes, work = starts[whole], hashes[whole], work[whole]
    probe = probe_of(hashes, GRAM, table)
    grams = np.searchsorted(probe.hashes, hashes)
    order = np.argsort(grams, kind="stable")
    firsts = np.concatenate(([0], np.cumsum(np.bincount(grams, minlength=len(probe.hashes)))))
    return Index(
        references=tuple(references),
        probe=probe,
        words=words,
        borders=borders,
        firsts=firsts.astype(np.uint32),
        places=starts[order].astype(np.uint32),
        watched=np.zeros(len(probe.hashes), dtype=np.uint32),
        phrases=np.zeros((0, 2), dtype=np.int64),
        stock=np.zeros(len(words), dtype=np.bool_),
    )


def too_common(index: Index) -> NDArray[np.bool_]:
    """For each gram of the probe, whether it stands in too many places of the works themselves."""
    counts = np.diff(index.firsts.astype(np.int64)).astype(np.int64)
    grams = np.repeat(np.arange(len(counts)), counts)
    works = np.bincount(
        np.unique(np.stack((grams, index.work_of(index.places.astype(np.int64)))), axis=1)[0],
        minlength=len(counts),
    )
    most = max(_MOST_WORKS, _SHARE_OF_WORKS * len(index.references))
    return (works > most) | (counts > _MOST_PLACES)


def without_stock(index: Index, stock: NDArray[np.bool_]) -> Index:
    """The index in which the grams that are ``stock`` find nothing.

    Of each phrase they make up the gram in its middle stays, to count its pages.
    """
    probe = index.probe
    if not stock.any():
        return index
    counts = np.diff(index.firsts.astype(np.int64)).astype(np.int64)
    own = np.repeat(stock, counts)
    places = np.sort(index.places[own].astype(np.int64))
    phrases = phrases_at(places, index.borders)
    inside = np.zeros(len(index.words) + 1, dtype=np.int64)
    np.add.at(inside, phrases[:, 0], 1)
    np.add.at(inside, phrases[:, 1], -1)
    gram_at = np.full(len(index.words), -1, dtype=np.int64)
    gram_at[index.places] = np.repeat(np.arange(len(counts)), counts)
    # One phrase stands often in the works; the first place it has is its name.
    spelt: dict[bytes, tuple[int, int]] = {}
    for start, end in phrases.tolist():
        spelt.setdefault(np.asarray(index.words[start:end]).tobytes(), (start, end))
    named: dict[int, tuple[int, int]] = {}
    for start, end in sorted(spelt.values()):
        named.setdefault(int(gram_at[(start + end - GRAM) // 2]), (start, end))
    middles = np.array(sorted(named), dtype=np.int64)
    kept = ~stock
    kept[middles] = True
    watched = np.zeros(len(counts), dtype=np.uint32)
    watched[middles] = np.arange(1, len(middles) + 1)
    return Index(
        references=index.references,
        probe=probe_of(probe.hashes[kept], probe.k, probe.table),
        words=index.words,
        borders=index.borders,
        firsts=np.concatenate(([0], np.cumsum(counts[kept]))).astype(np.uint32),
        places=index.places[np.repeat(kept, counts)],
        watched=watched[kept],
        phrases=np.array([named[m] for m in middles.tolist()], dtype=np.int64).reshape(-1, 2),
        stock=np.cumsum(inside)[:-1] > 0,
    )


def phrases_at(places: Offsets, borders: Offsets) -> NDArray[np.int64]:
    """The stretches ``[start, end)`` that grams at these places make up, none across two works."""
    new = np.ones(len(places), dtype=np.bool_)
    work = np.searchsorted(borders, places, side="right")
    new[1:] = (np.diff(places) > 1) | (np.diff(work) != 0)
    heads = np.flatnonzero(new)
    tails = np.append(heads[1:], len(places)) - 1
    return np.stack((places[heads], places[tails] + GRAM), axis=1)
