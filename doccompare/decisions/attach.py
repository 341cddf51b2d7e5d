"""Finding the place of every decision again: by key, then by context.

A key may come to stand for another place (the first of two equal contexts is gone), so it is
believed only when surroundings or readings agree. A key that is gone is replaced by the one place
that is clearly most alike; where two are about as much alike nobody guesses: the decision is kept
and listed as orphaned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doccompare.decisions.effective import Effective, Thread, effective, person
from doccompare.decisions.entries import ChoiceKind, Entry, Image, Journal, Selection, Site, State
from doccompare.decisions.similarity import Mapped, context_likeness, map_readings, moved_text, words

# A place found by context alone must be this much alike on both sides together, on its better side,
# and by this much more than the next best.
_CONTEXT, _SIDE, _MARGIN = 0.55, 0.75, 0.3
_BY_KEY = 0.4  # with its key: enough, if a reading is the same too
_SURE = 0.8  # with its key, but less alike than this: it may be another place with the same words
_GRAM = 3  # characters of context that bring a place into question at all
_COMMON_GRAM = 64  # a piece that stands at more places than this says nothing


@dataclass(frozen=True, slots=True)
class Held:
    """A decision at its present place.

    ``reading`` is the index of the chosen reading in ``site.readings``, None when none of them is
    chosen (open, emendation, gone). ``exact`` and ``text`` are what is to be printed. ``changes``
    says what is not as it was decided on: reading-gone, new-reading, lost-reading, readers,
    uncertain. ``names`` are those who stand by this choice on the present evidence.
    """

    site: Site
    thread: Thread
    entry: Entry
    choice: Selection
    state: State
    reading: int | None
    exact: str
    text: str
    changes: tuple[str, ...]
    names: tuple[str, ...]
    by_key: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """The journal laid over the places of a collation.

    ``held`` and ``remarks`` (threads with notes only) by the present key of the place; ``orphaned``
    the threads with a decision in force whose place is gone, or is no longer certain.
    """

    journal: Journal
    effective: Effective
    sites: Mapping[str, Site]
    held: Mapping[str, Held]
    remarks: Mapping[str, tuple[Thread, ...]]
    orphaned: tuple[Thread, ...]

    def image(self, key: str) -> Image | None:
        """The last word on the page image at a place."""
        threads = [*self.remarks.get(key, ())]
        if key in self.held:
            threads.append(self.held[key].thread)
        looked = [t for t in threads if t.image is not None]
        return max(looked, key=lambda t: max(e.seq for e in t.history)).image if looked else None

    @property
    def images(self) -> dict[str, Image]:
        """The last word on the page image, by key, where there is one."""
        found = {key: self.image(key) for key in (*self.held, *self.remarks)}
        return {key: image for key, image in found.items() if image is not None}

    def notes(self, key: str) -> tuple[Entry, ...]:
        """The remarks on a place, oldest first."""
        threads = [*self.remarks.get(key, ())]
        if key in self.held:
            threads.append(self.held[key].thread)
        return tuple(sorted((e for t in threads for e in t.notes if e.why), key=lambda e: e.seq))


def attach(journal: Journal, sites: Sequence[Site]) -> Attached:
    """Every decision in force at its place, or among the orphans."""
    force = effective(journal)
    decided = [t for t in force.decided if not _of_finding(t)]
    index = _Index(sites)
    found, orphaned = _assign(decided, index)
    held = {
        sites[n].key: _held(thread, sites[n], sites[n].key == thread.key, doubtful)
        for thread, n, doubtful in found
    }
    remarks: dict[str, tuple[Thread, ...]] = {}
    for thread in force.threads.values():
        if _of_finding(thread):
            continue
        if thread.decision is None and (thread.notes or thread.image is not None):
            at = _nearest(thread, index)
            if at is not None:
                remarks[sites[at].key] = (*remarks.get(sites[at].key, ()), thread)
    return Attached(journal, force, {site.key: site for site in sites}, held, remarks, tuple(orphaned))


def _of_finding(thread: Thread) -> bool:
    """Whether it is about the structure; see :mod:`doccompare.decisions.findings`."""
    return thread.anchor.site is not None and bool(thread.anchor.site.finding)


class _Index:
    """The sites by key and by pieces of their context."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self.sites = sites
        self.by_key = {site.key: n for n, site in enumerate(sites)}
        self._grams: dict[str, set[int]] | None = None

    def candidates(self, site: Site) -> set[int]:
        """The sites whose surroundings share anything with those of a remembered one."""
        if self._grams is None:
            self._grams = {}
            for n, own in enumerate(self.sites):
                for gram in _grams(own):
                    self._grams.setdefault(gram, set()).add(n)
        out: set[int] = set()
        for gram in _grams(site):
            places = self._grams.get(gram, set())
            if len(places) <= _COMMON_GRAM:
                out |= places
        return out


def _grams(site: Site) -> set[str]:
    left, right = words(site.left)[-12:], words(site.right)[:12]
    return {side[i : i + _GRAM] for side in (left, right) for i in range(len(side) - _GRAM + 1)}


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a thread fits a site."""

    score: float
    good: bool  # good enough to be taken
    by_key: bool
    sure: bool = True


def _fit(thread: Thread, site: Site) -> _Fit:
    old = thread.anchor.site
    if old is None:
        return _Fit(0.0, False, False)
    by_key = thread.key == site.key
    left, right = context_likeness(old, site)
    if not by_key and ((left + right) / 2 < _CONTEXT or max(left, right) < _SIDE):
        return _Fit(left + right, False, False)
    mapped = map_readings(old, site).readings
    # Having nothing there is common to many places: only readings that say something count.
    telling_old = [i for i, r in enumerate(old.readings) if r.exact]
    overlap = sum(i in mapped for i in telling_old) / len(telling_old) if telling_old else 0.0
    same = overlap == 1 and old.address == site.address
    sure = by_key and (same or (left + right) / 2 >= _SURE)
    score = left + right + overlap + (0.5 if sure else 0.0) + (0.25 if old.address == site.address else 0.0)
    if by_key:
        # Without a common reading the place must speak for itself, on both sides or by its address.
        telling = old.address == site.address or min(map(_extent, (old, site))) >= _GRAM + 1
        good = (left + right) / 2 >= _BY_KEY if overlap else telling and min(left, right) >= _CONTEXT
    else:
        good = overlap > 0
    return _Fit(score, good, by_key, sure or not by_key)


def _extent(site: Site) -> int:
    """How many characters of context there are on the shorter side."""
    return min(len(words(site.left)), len(words(site.right)))


def _assign(threads: Sequence[Thread], index: _Index) -> tuple[list[tuple[Thread, int, bool]], list[Thread]]:
    """Each thread to at most one site and each site to at most one thread; the best fits first.

    The flag says that it is not certain: another would fit about as well, or the key alone speaks for it.
    """
    fits: dict[tuple[int, int], _Fit] = {}
    taken: dict[int, int] = {}
    for t, thread in enumerate(threads):
        n = index.by_key.get(thread.key)
        if (
            n is not None
            and thread.anchor.site is not None
            and _unchanged(thread.anchor.site, index.sites[n])
        ):
            taken[t] = n  # nothing has moved: by far the commonest case
    busy = set(taken.values())
    for t, thread in enumerate(threads):
        if t in taken or thread.anchor.site is None:
            continue
        near = index.candidates(thread.anchor.site)
        if thread.key in index.by_key:
            near.add(index.by_key[thread.key])
        for n in near - busy:
            fits[t, n] = _fit(thread, index.sites[n])
    out = [(threads[t], n, False) for t, n in taken.items()]
    free_t, free_n = set(range(len(threads))) - set(taken), set(range(len(index.sites))) - busy
    rivals_of_t: dict[int, list[tuple[float, int]]] = {}
    rivals_of_n: dict[int, list[tuple[float, int]]] = {}
    for (t, n), fit in fits.items():
        if fit.good:
            rivals_of_t.setdefault(t, []).append((fit.score, n))
            rivals_of_n.setdefault(n, []).append((fit.score, t))
    for (t, n), fit in sorted(fits.items(), key=lambda item: (-item[1].score, item[0])):
        if t not in free_t or n not in free_n or not fit.good:
            continue
        other_site = max((s for s, m in rivals_of_t[t] if m != n and m in free_n), default=0.0)
        other_thread = max((s for s, u in rivals_of_n[n] if u != t and u in free_t), default=0.0)
        close = fit.score - max(other_site, other_thread) < _MARGIN
        if close and not fit.by_key:
            continue
        free_t.discard(t)
        free_n.discard(n)
        out.append((threads[t], n, close or not fit.sure))
    return out, [threads[t] for t in sorted(free_t)]


def _unchanged(old: Site, new: Site) -> bool:
    return (old.left, old.right, old.address) == (new.left, new.right, new.address) and {
        r.exact for r in old.readings
    } == {r.exact for r in new.readings}


def _nearest(thread: Thread, index: _Index) -> int | None:
    """The site of a thread of remarks: by key if it fits at all, else the clearly best one."""
    old = thread.anchor.site
    if old is None:
        return None
    own = index.by_key.get(thread.key)
    if own is not None and _fit(thread, index.sites[own]).good:
        return own
    ranked = sorted(
        ((fit.score, n) for n in index.candidates(old) if (fit := _fit(thread, index.sites[n])).good),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
        return None
    return ranked[0][1]


def _held(thread: Thread, site: Site, by_key: bool, doubtful: bool) -> Held:
    entry = thread.decision
    if entry is None or entry.site is None or entry.choice is None:
        raise ValueError("a thread without a decision has no place")
    choice = entry.choice
    mapped = map_readings(entry.site, site)
    exact = moved_text(entry.site, choice.exact, mapped)
    reading = None if choice.kind is ChoiceKind.OPEN else site.reading_of(exact)
    changes = list(evidence_changes(entry.site, site, mapped, reading))
    if reading is None and choice.kind not in (ChoiceKind.OPEN, ChoiceKind.EMENDATION):
        changes.insert(0, "reading-gone")
    if doubtful:
        changes.append("uncertain")
    text = site.readings[reading].text if reading is not None else _widened(site, exact, choice)
    return Held(
        site=site,
        thread=thread,
        entry=entry,
        choice=choice,
        state=State.NEEDS_REVIEW if changes else State.CONFIRMED,
        reading=reading,
        exact=exact,
        text=text,
        changes=tuple(dict.fromkeys(changes)),
        names=_names(thread, site, choice, exact),
        by_key=by_key,
    )


def _widened(site: Site, exact: str, choice: Selection) -> str:
    from doccompare.decisions.sites import edges

    if choice.kind is ChoiceKind.OPEN:
        return ""
    left, right = edges(site.readings)
    return f"{left}{exact}{right}"


def evidence_changes(old: Site, new: Site, mapped: Mapped, chosen: int | None) -> tuple[str, ...]:
    """What the witnesses now say otherwise than when the decision was made.

    A witness is known by the hash of its file, and by its siglum when the file was replaced. One more
    witness for the chosen reading is no change: it only says the same again.
    """
    changes = []
    if set(mapped.readings.values()) != set(range(len(new.readings))):
        changes.append("new-reading")
    if len(mapped.readings) != len(old.readings):
        changes.append("lost-reading")
    before, after = _readers(old), _readers(new)
    hashes_before = {h for _, h in before}
    known: set[tuple[str, str]] = set()
    moved = False
    for (siglum, digest), i in before.items():
        same = [r for r in after if r[1] == digest]
        if not same:
            same = [r for r in after if r[0] == siglum and r[1] not in hashes_before]
        known.update(same)
        if i in mapped.readings:
            moved |= not same or any(after[r] != mapped.readings[i] for r in same)
    added = [r for r in after if r not in known and r[1] not in hashes_before]
    known_readings = set(mapped.readings.values())
    moved |= any(after[r] != chosen and after[r] in known_readings for r in added)
    return (*changes, *(("readers",) if moved else ()))


def _readers(site: Site) -> dict[tuple[str, str], int]:
    """(siglum, hash) to the index of what it reads; a hash that is not known counts by its siglum."""
    return {
        (siglum, digest or f"?{siglum}"): i
        for i, reading in enumerate(site.readings)
        for siglum, digest in reading.witnesses.items()
    }


def _names(thread: Thread, site: Site, choice: Selection, exact: str) -> tuple[str, ...]:
    """Who stands by the choice in force, on evidence that is still as it was; the latest first."""
    names: dict[str, str] = {}
    for entry in reversed(thread.standing):
        own = entry.choice or choice
        if entry.site is None or not own.same(choice):
            break
        mapped = map_readings(entry.site, site)
        at = moved_text(entry.site, own.exact, mapped)
        chosen = None if choice.kind is ChoiceKind.OPEN else site.reading_of(at)
        if at == exact and not evidence_changes(entry.site, site, mapped, chosen):
            names.setdefault(person(entry.who), entry.who)
    return tuple(names.values())
