"""Decisions find their place again: after re-runs, moved offsets, new witnesses, another base."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from doccompare.decisions import (
    Entry,
    Journal,
    Kind,
    Site,
    SiteReading,
    State,
    append,
    attach,
    decide,
    note,
    read,
    selected,
    sites_of,
    sites_of_loci,
    undo,
)
from doccompare.decisions.entries import Image
from doccompare.errors import UsageError
from doccompare.model import Locus, Severity, Variant
from tests.decisions.build import (
    HABIT,
    HOURS,
    NOTICE,
    RAISE,
    SHELF,
    THIRD_SHELF,
    WHEN,
    changed,
    corpus,
    decided,
    journal_of,
    laid,
    shelf,
    three,
    unit_with,
)

MORE = {"做到账物相符": "做到账实相符", "建立总账": "设立总账"}  # close to 编目上架, on its right
NEIGHBOURS = {"新到图书应当": "新进图书应当", "建立总账": "设立总账"}  # on both sides


def test_a_rerun_changes_nothing(tmp_path: Path) -> None:
    """The same files again: the decision stands, attached by its key."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    held = laid(path, corpus(tmp_path / "b", three())).held[shelf(first).key]
    assert (held.state, held.by_key, held.changes, held.text) == (State.CONFIRMED, True, (), "编目")


def test_moved_offsets(tmp_path: Path) -> None:
    """Other articles before the work, another wrapping, a clause that grew: the decision stands."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    moved = {
        "甲": "另一篇文章，与此无关。\n\n" + NOTICE,
        "乙": three()["乙"].replace("。", "。\n"),
        "丙": NOTICE,
    }
    second = corpus(tmp_path / "b", {s: changed(HABIT, text=t) if s == "甲" else t for s, t in moved.items()})
    held = laid(path, second).held[shelf(second).key]
    assert (held.state, held.text) == (State.CONFIRMED, "编目")


def test_changed_base(tmp_path: Path) -> None:
    """Another base numbers and orders anew; the decision is the same text, also 底本 as it was then."""
    first = corpus(tmp_path / "a", three(), base="甲")
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "底本")
    second = corpus(tmp_path / "b", three(), base="乙")
    held = laid(path, second).held[shelf(second).key]
    assert (held.state, held.text) == (State.CONFIRMED, "编目")
    assert second.base == "乙"


def test_renamed_sigla(tmp_path: Path) -> None:
    """Witnesses are known by their files: other sigla, another order, no change of evidence."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    texts = three()
    second = corpus(tmp_path / "b", {"子": texts["乙"], "丑": texts["丙"], "寅": texts["甲"]})
    assert laid(path, second).held[shelf(second).key].state is State.CONFIRMED


def test_a_corrected_witness_with_its_siglum(tmp_path: Path) -> None:
    """A file corrected elsewhere has a new hash; its siglum says it is the same witness."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    texts = three()
    texts["乙"] = changed(HOURS, SHELF)  # the raise is corrected now
    second = corpus(tmp_path / "b", texts)
    assert laid(path, second).held[shelf(second).key].state is State.CONFIRMED


def test_added_witness_that_agrees(tmp_path: Path) -> None:
    """One more witness for the chosen reading only says the same again: confirmed."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    second = corpus(tmp_path / "b", {**three(), "丁": changed(HABIT)})
    held = laid(path, second).held[shelf(second).key]
    assert (held.state, held.changes) == (State.CONFIRMED, ())


def test_added_copy_of_a_witness(tmp_path: Path) -> None:
    """The same file under a second siglum is no new evidence, whatever it reads."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    texts = three()
    second = corpus(tmp_path / "b", {**texts, "丁": texts["乙"]})
    assert laid(path, second).held[shelf(second).key].state is State.CONFIRMED


def test_added_witness_against_it(tmp_path: Path) -> None:
    """A new witness with the rejected reading changes the evidence: to be looked at again, text kept."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    second = corpus(tmp_path / "b", {**three(), "丁": changed(SHELF, HABIT)})
    held = laid(path, second).held[shelf(second).key]
    assert (held.state, held.changes, held.text) == (State.NEEDS_REVIEW, ("readers",), "编目")


def test_added_witness_with_a_new_reading(tmp_path: Path) -> None:
    """A third reading: to be looked at again; the edges of the unit may move, the chosen reading is found."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    second = corpus(tmp_path / "b", {**three(), "丁": changed(THIRD_SHELF)})
    unit = unit_with(second, "编目", "登记")
    held = laid(path, second).held[unit.key]
    assert held.state is State.NEEDS_REVIEW
    assert held.changes == ("new-reading",)
    assert held.text == "编目"
    assert unit.readings[held.reading or 0].text == "编目"


@pytest.mark.parametrize("near", [MORE, NEIGHBOURS])
def test_new_neighbours_change_the_key(tmp_path: Path, near: dict[str, str]) -> None:
    """An added witness that differs close by takes agreed characters away: the key goes, the place stays."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    second = corpus(tmp_path / "b", {**three(), "丁": changed(near)})
    unit = shelf(second)
    assert unit.key != shelf(first).key
    held = laid(path, second).held[unit.key]
    assert (held.state, held.by_key, held.text) == (State.CONFIRMED, False, "编目")


def test_decided_neighbours(tmp_path: Path) -> None:
    """A decision beside it moves nothing."""
    first = corpus(tmp_path / "a", {**three(), "丁": changed(NEIGHBOURS)})
    path = tmp_path / "decisions.jsonl"
    keys = []
    for unit in first.units:
        decided(path, first, unit, "1")
        keys.append(unit.key)
    attached = laid(path, first)
    assert [attached.held[k].state for k in keys] == [State.CONFIRMED] * len(keys)
    assert attached.orphaned == ()


def test_a_new_decision_after_the_key_changed(tmp_path: Path) -> None:
    """Decided again at its new key: the old one gives way, and comes back when the new one is undone."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    old = decided(path, first, shelf(first), "编目")
    second = corpus(tmp_path / "b", {**three(), "丁": changed(NEIGHBOURS)})
    new = decided(path, second, shelf(second), "编号", who="李编")
    assert new.supersedes == (old.id,)
    attached = laid(path, second)
    assert attached.held[shelf(second).key].text == "编号"
    assert attached.orphaned == ()
    append(path, undo(attached, new.id, who="李编", when=WHEN))
    again = laid(path, second)
    assert again.held[shelf(second).key].text == "编目"
    assert again.held[shelf(second).key].entry.id == old.id


def test_the_chosen_reading_is_gone(tmp_path: Path) -> None:
    """The place is there, the reading is not: needs review, and what was chosen is still said."""
    first = corpus(tmp_path / "a", {**three(), "丁": changed(THIRD_SHELF)})
    path = tmp_path / "decisions.jsonl"
    decided(path, first, unit_with(first, "登记"), "登记")
    second = corpus(tmp_path / "b", three())
    held = laid(path, second).held[shelf(second).key]
    assert held.state is State.NEEDS_REVIEW
    assert "reading-gone" in held.changes
    assert held.reading is None
    assert held.choice.text == "登记"


def test_orphan(tmp_path: Path) -> None:
    """All witnesses agree by now: the decision has no place; it is kept, listed, and comes back."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    entry = decided(path, first, shelf(first), "编目")
    before = path.read_bytes()
    gone = corpus(tmp_path / "b", {"甲": NOTICE, "乙": changed(HOURS, RAISE), "丙": NOTICE})
    attached = laid(path, gone)
    assert attached.held == {}
    assert [t.decision.id for t in attached.orphaned if t.decision] == [entry.id]
    assert path.read_bytes() == before
    assert laid(path, first).held[shelf(first).key].state is State.CONFIRMED


def test_lost_clause(tmp_path: Path) -> None:
    """The clause itself is gone from every witness but one: no other place takes its decision."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    decided(path, first, shelf(first), "编目")
    cut = {s: t.replace(next(p for p in t.split("\n") if p.startswith("2.")), "") for s, t in three().items()}
    attached = laid(path, corpus(tmp_path / "b", cut))
    assert attached.held == {}
    assert len(attached.orphaned) == 1


def test_undo_and_undo_of_undo(tmp_path: Path) -> None:
    """Undo takes back, undo of undo restores, and so on; the decision before it is in force between."""
    first = corpus(tmp_path / "a", three())
    path, key = tmp_path / "decisions.jsonl", shelf(first).key
    decided(path, first, shelf(first), "编目")
    target = decided(path, first, shelf(first), "编号").id
    texts = []
    for _ in range(4):
        texts.append(laid(path, first).held[key].text)
        target = append(path, undo(laid(path, first), target, who="王编", when=WHEN)).id
    assert texts == ["编号", "编目", "编号", "编目"]
    assert len(read(path).entries) == 6


def test_undo_of_nothing(tmp_path: Path) -> None:
    """An unknown id and an entry already undone are refused in one sentence."""
    first = corpus(tmp_path / "a", three())
    path = tmp_path / "decisions.jsonl"
    entry = decided(path, first, shelf(first), "编目")
    with pytest.raises(UsageError, match="nope"):
        undo(laid(path, first), "nope", who="王编", when=WHEN)
    append(path, undo(laid(path, first), entry.id, who="王编", when=WHEN))
    with pytest.raises(UsageError, match=entry.id):
        undo(laid(path, first), entry.id, who="王编", when=WHEN)
    assert laid(path, first).held == {}


def test_a_circle_of_undos_ends() -> None:
    """A file made by hand in which two undos undo each other stops nothing."""
    from doccompare.decisions import effective

    one = Entry("a", 1, Kind.UNDO, "x", WHEN, of="b")
    two = Entry("b", 2, Kind.UNDO, "x", WHEN, of="a")
    assert effective(journal_of([one, two])).threads == {}
    long = [Entry("0", 0, Kind.UNDO, "x", WHEN, of="none")]
    long += [Entry(str(n), n, Kind.UNDO, "x", WHEN, of=str(n - 1)) for n in range(1, 5001)]
    assert len(effective(journal_of(long)).undone) == 2500


def test_notes_and_page_image(tmp_path: Path) -> None:
    """A note needs no decision; the last word on the page image counts, and can be taken back."""
    first = corpus(tmp_path / "a", three())
    path, key = tmp_path / "decisions.jsonl", shelf(first).key

    def add(**said: object) -> None:
        append(path, note(laid(path, first), key, who="王编", when=WHEN, **said))  # type: ignore[arg-type]

    add(why="核原件")
    add(image=Image.TRANSCRIPT_ERROR)
    second = corpus(tmp_path / "b", {**three(), "丁": changed(NEIGHBOURS)})
    there = laid(path, second)
    assert [e.why for e in there.notes(shelf(second).key)] == ["核原件"]
    assert there.image(shelf(second).key) is Image.TRANSCRIPT_ERROR
    assert decided(path, first, shelf(first), "编目").image is Image.TRANSCRIPT_ERROR
    add()
    assert laid(path, first).image(key) is None


# --- places made by hand: what real texts rarely show

_READINGS = (SiteReading("目", "编目", {"甲": "h1"}), SiteReading("号", "编号", {"乙": "h2"}))
_FAR = ("春天的田野里", "秋天的山坡上")


def _site(
    key: str, address: str, before: str = "", after: str = "", readings: tuple[SiteReading, ...] = _READINGS
) -> Site:
    left, right = f"{before}新到图书应当在十日内编", f"上架建立总账和分类账{after}"
    return Site(key, f"{address}-1", address, left, right, readings, severity=Severity.WORDING)


def _journal(*sites: Site) -> Journal:
    from doccompare.decisions.entries import identified

    entries: list[Entry] = []
    for site in sites:
        attached = attach(journal_of(entries), sites)
        entry = decide(attached, site.key, selected(site, "编目"), who="王编", when=WHEN)
        entries.append(identified(entry, len(entries) + 1))
    return journal_of(entries)


def test_the_first_of_two_equal_places_is_gone() -> None:
    """Two places alike close by: when the first goes, the second inherits its key, not its decision."""
    one = _site("k1", "一.1", _FAR[0] * 3, _FAR[0] * 3)
    two = _site("k2", "一.2", _FAR[1] * 3, _FAR[1] * 3)
    journal = _journal(one, two)
    now = replace(two, key="k1")
    attached = attach(journal, [now])
    assert attached.held["k1"].thread.key == "k2"
    assert [t.key for t in attached.orphaned] == ["k1"]


def test_a_key_alone_is_not_certain() -> None:
    """Only the place of the other decision is left: its key speaks for it, the surroundings do not."""
    one = _site("k1", "一.1", _FAR[0] * 3, _FAR[0] * 3)
    now = _site("k1", "一.2", _FAR[1] * 3, _FAR[1] * 3)
    held = attach(_journal(one), [now]).held["k1"]
    assert (held.state, held.changes) == (State.NEEDS_REVIEW, ("uncertain",))


def test_two_places_wholly_alike() -> None:
    """Surroundings and readings all the same, one of two gone: nobody is sure, and both are seen."""
    one, two = _site("k1", "一.1"), _site("k2", "一.2")
    attached = attach(_journal(one, two), [replace(two, key="k1")])
    assert attached.held["k1"].state is State.NEEDS_REVIEW
    assert len(attached.orphaned) == 1


def test_ambiguous_context_is_not_guessed() -> None:
    """The key is gone and two places are equally alike: the decision is orphaned, not put anywhere."""
    one = _site("k1", "一.1")
    attached = attach(_journal(one), [_site("k8", "二.1"), _site("k9", "二.2")])
    assert attached.held == {}
    assert len(attached.orphaned) == 1


def test_same_context_other_readings() -> None:
    """A punctuation unit and a word unit have the same words around them: readings tell them apart."""
    marks = (SiteReading("，", "，", {"甲": "h1"}), SiteReading("。", "。", {"乙": "h2"}))
    one, two = _site("k1", "一.1", readings=marks), _site("k2", "一.1")
    entries = _journal(two).entries
    attached = attach(journal_of(entries), [replace(two, key="k1"), replace(one, key="k2")])
    assert attached.held["k1"].text == "编目"
    assert "k2" not in attached.held


def test_loci_and_units_are_the_same_places(tmp_path: Path) -> None:
    """What the pipeline lays the journal over before judging is what the commands lay it over after."""
    first = corpus(tmp_path / "a", three())
    digests = {a.witness.siglum: a.witness.sha256 for a in first.witnesses}
    loci = []
    for u in first.units:
        variants = tuple(
            Variant(r.exact, r.text, r.spans, dict.fromkeys(r.spans, (0, 0))) for r in u.readings
        )
        loci.append(Locus(u.key, 0, 0, u.address, u.left, u.right, "", "", variants, (), False))
    plain = [replace(s, unit="", severity=None, category=None, base=0) for s in sites_of(first)]
    assert list(sites_of_loci(loci, first.clauses, digests)) == plain


def test_context_is_long_and_agreed(tmp_path: Path) -> None:
    """Thirty-two characters on each side, those of other units left out; the same for every base."""
    texts = {**three(), "丁": changed(NEIGHBOURS)}
    sites = {
        base: {s.key: s for s in sites_of(corpus(tmp_path / base, texts, base=base))}
        for base in ("甲", "乙", "丁")
    }
    first = corpus(tmp_path / "x", texts)
    for unit in first.units:
        around = {(own[unit.key].left, own[unit.key].right) for own in sites.values()}
        assert len(around) == 1, around
        left, right = around.pop()
        assert len(left) == 32
        assert len(right) == 32


def _spoilt(text: str, rate: float, seed: int) -> str:
    """A careless copy: characters lost, doubled, taken for others."""
    import random

    chance = random.Random(seed)
    pool = [c for c in text if "一" <= c <= "鿿"]
    out = []
    for char in text:
        if "一" <= char <= "鿿" and chance.random() < rate:
            kind = chance.random()
            out.append(
                chance.choice(pool) if kind < 0.4 else char + chance.choice(pool) if kind < 0.7 else ""
            )
        else:
            out.append(char)
    return "".join(out)


@pytest.mark.parametrize(("rate", "seed"), [(0.02, 1), (0.05, 2), (0.1, 3)])
def test_a_careless_witness_moves_no_decision(tmp_path: Path, rate: float, seed: int) -> None:
    """Errors all over the text: no decision comes to stand elsewhere, and hardly one loses its place."""
    texts = {**three(HABIT), "丁": changed(NEIGHBOURS), "戊": _spoilt(NOTICE, 0.02, 9)}
    first = corpus(tmp_path / "a", texts)
    path = tmp_path / "decisions.jsonl"
    for unit in first.units:
        decided(path, first, unit, "#1")
    old = {u.key: next(r.spans["甲"].start for r in u.readings if "甲" in r.spans) for u in first.units}
    second = corpus(tmp_path / "b", {**texts, "己": _spoilt(NOTICE, rate, seed)})
    new = {u.key: next(r.spans["甲"].start for r in u.readings if "甲" in r.spans) for u in second.units}
    attached = laid(path, second)
    assert all(abs(old[h.thread.key] - new[key]) <= 3 for key, h in attached.held.items())
    assert len(attached.held) >= 0.9 * len(first.units)
    assert len(attached.held) + len(attached.orphaned) == len(first.units)
