"""A stored index of a folder of works: which of them an article can come from, without reading them all.

The index lies in the private cache folder of the user. It holds for every file its size, time and sha256 and
the grams of its words. A file whose size and time are as they were is taken to be the same, as version
control does; a work that is looked at is read and its sha256 held against the index, and what has changed
is indexed anew. The file is written beside its place and moved, so nobody meets half of it; a damaged or
foreign one is made anew.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doccompare import readers
from doccompare.errors import DoccompareError, NeedsExtraError
from doccompare.matching import gram_hashes
from doccompare.readers.extras import ocr_is_installed
from doccompare.text import Codes, key_of
from doccompare.words import cache_folder

_FORM = "doccompare/shelf/2"
_GRAM = 7
# A gram of more works than this share (and more than a few) names none of them.
_COMMON, _FEW = 0.05, 8
# What shared grams must be worth together, each by how few works have it, for a work to be looked at.
_WORTH = 0.5
_MOST = 12  # works looked at for one article

Grams = NDArray[np.uint32]
Owners = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of one file: nothing but these decides whether it is indexed anew."""

    size: int
    time: int
    digest: str
    needs: bool = False
    """Whether only an extra that was not installed could have read it."""


class Shelf:
    """The index of a folder of works. ``fresh``: how many files were read to bring it up to date."""

    def __init__(
        self,
        folder: Path,
        place: Path | None,
        entries: dict[str, _Entry],
        grams: Grams,
        owners: Owners,
        fresh: int,
    ) -> None:
        self.folder, self.fresh = folder, fresh
        self._place, self._entries = place, entries
        self._names = list(entries)
        self._grams, self._owners = grams, owners

    @property
    def unread(self) -> list[str]:
        """The files that only an extra which is not installed can read."""
        return [name for name, entry in self._entries.items() if entry.needs]

    def checked(self, names: Sequence[str]) -> Shelf:
        """The index after the sha256 of these works was held against it; itself when all of them hold."""
        changed = {n for n in names if _digest(self.folder / n) != self._entries[n].digest}
        if not changed:
            return self
        now = {n: (e.size, e.time) for n, e in self._entries.items()}
        now |= {n: stat for n in changed if (stat := _stat(self.folder / n)) is not None}
        same = set(self._entries) - changed
        return _renewed(self.folder, self._place, self._entries, self._grams, self._owners, now, same)

    def candidates(self, words: Codes) -> list[str]:
        """The works a text (its words, as code points) may come from, the likeliest first.

        A gram tells the more the fewer works have it. The work that is told most is taken, what it has of
        the text is explained, and so on with what is left.
        """
        own = np.unique(_grams_of(words))
        low = np.searchsorted(self._grams, own, side="left")
        count = np.searchsorted(self._grams, own, side="right") - low
        most = max(_FEW, int(_COMMON * len(self._names)))
        use = (count > 0) & (count <= most)
        low, count = low[use], count[use]
        if not len(low):
            return []
        gram = np.repeat(np.arange(len(low)), count)
        within = np.arange(len(gram)) - np.repeat(np.cumsum(count) - count, count)
        owners = self._owners[low[gram] + within]
        told = 1.0 / count[gram]
        left = np.ones(len(low), dtype=np.bool_)
        out: list[str] = []
        while len(out) < _MOST:
            open_ = left[gram]
            worth = np.bincount(owners[open_], weights=told[open_], minlength=len(self._names))
            best = int(worth.argmax())
            if worth[best] < _WORTH:
                break
            out.append(self._names[best])
            left[gram[owners == best]] = False
        return out


def open_shelf(folder: Path, files: Sequence[str], place: Path | None = None) -> Shelf:
    """The index of ``files`` (names in ``folder``), kept in ``place`` or the cache, brought up to date.

    A file that cannot be read as text is no work. Where nothing can be kept the index is made in memory.
    """
    where = place if place is not None else _place(folder)
    known, grams, owners = _read(where) if where is not None else ({}, _empty(), _no_owners())
    now = {name: stat for name in files if (stat := _stat(folder / name)) is not None}
    again = ocr_is_installed()  # since the index was made, perhaps
    same = {
        n for n, e in known.items() if n in now and (e.size, e.time) == now[n] and not (e.needs and again)
    }
    if len(same) == len(known) == len(now):
        return Shelf(folder, where, known, grams, owners, 0)
    return _renewed(folder, where, known, grams, owners, now, same)


def _renewed(
    folder: Path,
    where: Path | None,
    known: dict[str, _Entry],
    grams: Grams,
    owners: Owners,
    now: dict[str, tuple[int, int]],
    same: set[str],
) -> Shelf:
    """The index with what is new read, what has gone dropped."""
    order = sorted(now)
    numbers = {name: n for n, name in enumerate(order)}
    moved = np.full(len(known) + 1, 0xFFFF, dtype=np.uint16)
    for n, name in enumerate(known):
        if name in same:
            moved[n] = numbers[name]
    kept = moved[owners] != 0xFFFF if len(owners) else np.zeros(0, dtype=np.bool_)
    all_grams: list[Grams] = [np.asarray(grams[kept])]
    all_owners: list[Owners] = [moved[owners[kept]]]
    entries: dict[str, _Entry] = {}
    fresh = 0
    for name in order:
        if name in same:
            entries[name] = known[name]
            continue
        fresh += 1
        needs = False
        try:
            data = (folder / name).read_bytes()
            text = readers.read_text(data, name).text
            own = np.unique(_grams_of(key_of(text).words()[0].codes))
            digest = sha256(data).hexdigest()
        except (DoccompareError, OSError) as fault:
            own, digest = _empty(), _digest(folder / name)
            needs = isinstance(fault, NeedsExtraError)
        entries[name] = _Entry(*now[name], digest, needs)
        all_grams.append(own)
        all_owners.append(np.full(len(own), numbers[name], dtype=np.uint16))
    grams, owners = np.concatenate(all_grams), np.concatenate(all_owners)
    by = np.lexsort((owners, grams))
    grams, owners = grams[by], owners[by]
    if where is not None:
        _write(where, entries, grams, owners)
    return Shelf(folder, where, entries, grams, owners, fresh)


def _grams_of(words: Codes) -> Grams:
    return (gram_hashes(words, _GRAM) >> np.uint64(32)).astype(np.uint32)


def _empty() -> Grams:
    return np.zeros(0, dtype=np.uint32)


def _no_owners() -> Owners:
    return np.zeros(0, dtype=np.uint16)


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _place(folder: Path) -> Path | None:
    """Where the index of a folder is kept: named by the folder's own path."""
    home = cache_folder("shelves")
    if home is None:
        return None
    name = sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
    return home / f"{name}.shelf"


def _read(path: Path) -> tuple[dict[str, _Entry], Grams, Owners]:
    """What is kept; nothing when there is none, or it is damaged or of another form."""
    nothing: tuple[dict[str, _Entry], Grams, Owners] = ({}, _empty(), _no_owners())
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline())
            at = file.tell()
        if head["form"] != _FORM:
            return nothing
        count = int(head["count"])
        if path.stat().st_size != at + 6 * count:
            return nothing
        whole = np.memmap(path, dtype=np.uint8, mode="r", offset=at) if count else np.zeros(0, dtype=np.uint8)
        grams = whole[: 4 * count].view(np.uint32)
        owners = whole[4 * count :].view(np.uint16)
        entries = {name: _Entry(int(s), int(t), str(d), bool(m)) for name, s, t, d, m in head["files"]}
        return entries, grams, owners
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return nothing


def _write(path: Path, entries: dict[str, _Entry], grams: Grams, owners: Owners) -> None:
    """Keep the index: written beside its place, then moved. What cannot be kept is made again next time."""
    head: dict[str, Any] = {
        "form": _FORM,
        "count": len(grams),
        "files": [[n, e.size, e.time, e.digest, e.needs] for n, e in entries.items()],
    }
    line = json.dumps(head, ensure_ascii=True).encode()
    # The arrays begin at a multiple of eight bytes, so that they can be used where they lie.
    line += b" " * (-(len(line) + 1) % 8) + b"\n"
    staging = path.with_name(f".{path.name}-{secrets.token_hex(6)}")
    try:
        with staging.open("wb") as file:
            file.write(line)
            for part in _parts((grams.astype(np.uint32), owners.astype(np.uint16))):
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        staging.replace(path)
    except OSError:
        with suppress(OSError):
            staging.unlink()


def _parts(arrays: Iterable[NDArray[Any]]) -> Iterable[bytes]:
    for array in arrays:
        yield array.tobytes()
