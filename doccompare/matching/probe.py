"""Where the k-grams of known texts stand in millions of pages: one pass over the UTF-8 bytes of the pages.

A page is read as its *words*: folded characters without white space and punctuation. Two ways give the
same hits: a compiled one (:mod:`doccompare.matching.kernel`, numba) and one in numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doccompare.matching.seeds import BITS, gram_hashes
from doccompare.text import Codes, Offsets, codes_of

# Bits of the bitmap for each gram (as a power of two), and its least size: 128 KB stay near the core.
_SPARSE, _LEAST_BITS = 3, 20
# Bytes that numpy takes at a time, so that its arrays stay in the cache.
_CHUNK = 1 << 20
_ASTRAL = 1 << 16


@dataclass(frozen=True, eq=False)
class Probe:
    """The k-grams to look for. ``hashes`` are sorted; a hit names its gram by the index there.

    ``table``: see :func:`doccompare.text.word_table`. ``bitmap`` has a word for each value of
    the upper bits of a hash, ``starts`` the index of the first hash of each value of other upper bits.
    """

    k: int
    table: NDArray[np.uint32]
    hashes: NDArray[np.uint64]
    bitmap: NDArray[np.uint64]
    starts: NDArray[np.uint32]

    @property
    def bitmap_shift(self) -> int:
        """By how much a hash is shifted to give its word of the bitmap."""
        return 64 - (len(self.bitmap) - 1).bit_length()

    @property
    def starts_shift(self) -> int:
        """By how much a hash is shifted to give its place in ``starts``."""
        return 64 - (len(self.starts) - 2).bit_length()

    def save(self, folder: Path) -> None:
        """Write the arrays into an existing folder, as .npy files that can be mapped into memory."""
        for field in fields(self):
            np.save(folder / f"probe-{field.name}.npy", np.asarray(getattr(self, field.name)))

    @staticmethod
    def load(folder: Path) -> Probe:
        """What :meth:`save` wrote; the large arrays are shared by all processes of a machine."""
        found: dict[str, Any] = {
            field.name: mapped(folder / f"probe-{field.name}.npy") for field in fields(Probe)
        }
        return Probe(**{**found, "k": int(found["k"]), "table": np.array(found["table"])})


def mapped(file: Path) -> NDArray[Any]:
    """An array in a file, mapped into memory that processes share. No memmap: its slices cost more."""
    array: NDArray[Any] = np.load(file, mmap_mode="r").view(np.ndarray)
    return array


@dataclass(frozen=True, eq=False)
class Hits:
    """Grams found: the index of the page, the position among its words, the index of the gram.

    In order of page and position.
    """

    pages: NDArray[np.uint32]
    places: NDArray[np.uint32]
    grams: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.pages)


def probe_of(hashes: NDArray[np.uint64], k: int, table: NDArray[np.uint32]) -> Probe:
    """The probe for these grams of ``k`` characters."""
    unique = np.unique(hashes)
    bits = max(_LEAST_BITS, len(unique).bit_length() + _SPARSE)
    bitmap = np.zeros(1 << (bits - 6), dtype=np.uint64)
    np.bitwise_or.at(bitmap, unique >> np.uint64(70 - bits), _mask(unique))
    size = max(8, len(unique).bit_length())
    edges = np.arange((1 << size) + 1, dtype=np.float64) * 2.0 ** (64 - size)
    starts = np.empty(len(edges), dtype=np.uint32)
    starts[:-1] = np.searchsorted(unique, edges[:-1].astype(np.uint64))
    starts[-1] = len(unique)
    return Probe(k, table, unique, bitmap, starts)


def _mask(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The bits that each hash sets in its word of the bitmap."""
    mask = np.zeros(len(hashes), dtype=np.uint64)
    for shift in BITS:
        mask |= np.uint64(1) << ((hashes >> np.uint64(shift)) & np.uint64(63))
    return mask


def words_of(text: str, table: NDArray[np.uint32]) -> tuple[Codes, Offsets]:
    """The words of a text as a scan reads them, and for each the offset in the text (code points)."""
    codes = _folded(codes_of(text), table)
    kept = np.flatnonzero(codes)
    return codes[kept], kept


def words_in(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], pages: Sequence[int], probe: Probe
) -> list[Codes]:
    """The words of some of the pages, as :func:`scan` is given them: without their offsets, and faster."""
    compiled = _kernel()
    if compiled is not None:
        return [
            compiled.words_compiled(data, int(offsets[n]), int(offsets[n + 1]), probe.table) for n in pages
        ]
    texts = (data[offsets[n] : offsets[n + 1]].tobytes().decode("utf-8") for n in pages)
    return [words_of(text, probe.table)[0] for text in texts]


def placed_words(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], page: int, probe: Probe
) -> tuple[Codes, Offsets]:
    """The words of one page as :func:`words_of` gives those of its text, with their offsets there."""
    start, end = int(offsets[page]), int(offsets[page + 1])
    compiled = _kernel()
    if compiled is not None:
        found: tuple[Codes, Offsets] = compiled.placed_compiled(data, start, end, probe.table)
        return found
    return words_of(data[start:end].tobytes().decode("utf-8"), probe.table)


def _folded(codes: Codes, table: NDArray[np.uint32]) -> Codes:
    astral = codes >= _ASTRAL
    if not astral.any():
        return table[codes]
    return np.where(astral, codes, table[np.where(astral, 0, codes)])


def scan(data: NDArray[np.uint8], offsets: NDArray[np.int64], probe: Probe, *, compiled: bool = True) -> Hits:
    """The hits in the pages ``data[offsets[i]:offsets[i + 1]]``, which must be valid UTF-8.

    ``compiled`` False: numpy even where numba is installed. The hits are the same.
    """
    kernel = _kernel() if compiled else None
    if kernel is not None:
        return Hits(*kernel.scan_compiled(data, offsets, probe))
    parts = [_scan(data, offsets, first, last, probe) for first, last in _chunks(offsets)]
    columns = [
        np.concatenate(column) if column else np.zeros(0, np.uint32) for column in zip(*parts, strict=True)
    ]
    return Hits(*columns) if columns else Hits(*[np.zeros(0, np.uint32)] * 3)


@cache
def _kernel() -> Any:
    """The compiled functions, None where numba is not installed."""
    try:
        from doccompare.matching import kernel
    except ImportError:
        return None
    return kernel


def is_compiled() -> bool:
    """Whether :func:`scan` runs compiled here."""
    return _kernel() is not None


def is_utf8(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> bool:
    """Whether each page ``data[offsets[i]:offsets[i + 1]]`` is valid UTF-8; quick where it is compiled."""
    first, last = int(offsets[0]), int(offsets[-1])
    if first < 0 or last > len(data) or int(np.diff(offsets).min(initial=0)) < 0:
        return False
    heads = offsets[:-1][offsets[:-1] < last]
    if ((data[heads] & 0xC0) == 0x80).any():
        return False
    compiled = _kernel()
    if compiled is not None:
        return bool(compiled.utf8_compiled(data[first:last]))
    try:
        data[first:last].tobytes().decode("utf-8")
    except UnicodeError:
        return False
    return True


def _chunks(offsets: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of pages of about a megabyte."""
    first, pages = 0, len(offsets) - 1
    while first < pages:
        last = max(first + 1, int(np.searchsorted(offsets, offsets[first] + _CHUNK, side="right")) - 1)
        yield first, min(last, pages)
        first = last


def _scan(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], first: int, last: int, probe: Probe
) -> tuple[NDArray[np.uint32], ...]:
    own = data[offsets[first] : offsets[last]]
    heads = np.concatenate(([0], np.cumsum((own & 0xC0) != 0x80)))  # characters that begin before each byte
    borders = heads[offsets[first : last + 1] - offsets[first]]
    codes = _folded(codes_of(own.tobytes().decode("utf-8")), probe.table)
    kept = codes != 0
    # words before each page
    words = np.concatenate(([0], np.cumsum(kept)))[borders]
    hashes = gram_hashes(codes[kept], probe.k)
    mask = _mask(hashes)
    at = np.flatnonzero(probe.bitmap[hashes >> np.uint64(probe.bitmap_shift)] & mask == mask)
    grams = np.searchsorted(probe.hashes, hashes[at])
    same = (
        probe.hashes[np.minimum(grams, len(probe.hashes) - 1)] == hashes[at] if len(probe.hashes) else at < 0
    )
    at, grams = at[same], grams[same]
    pages = np.searchsorted(words, at, side="right") - 1
    whole = at + probe.k <= words[pages + 1]
    at, grams, pages = at[whole], grams[whole], pages[whole]
    return (
        (pages + first).astype(np.uint32),
        (at - words[pages]).astype(np.uint32),
        grams.astype(np.uint32),
    )
