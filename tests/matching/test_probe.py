from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doccompare.matching import (
    gram_hashes,
    is_compiled,
    is_utf8,
    placed_words,
    probe_of,
    scan,
    words_in,
    words_of,
)
from doccompare.text import word_table

TABLE = word_table()
# Small alphabets so that grams repeat; every length of UTF-8, marks and white space among them.
_TEXT = st.text(st.sampled_from("甲乙丙aé，。 \n𠀀😀"), max_size=40)


def _hits(pages: list[str], known: str, k: int, *, compiled: bool) -> list[tuple[int, int, int]]:
    encoded = [page.encode() for page in pages]
    offsets = np.concatenate(([0], np.cumsum([len(e) for e in encoded]))).astype(np.int64)
    data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    probe = probe_of(gram_hashes(words_of(known, TABLE)[0], k), k, TABLE)
    hits = scan(data, offsets, probe, compiled=compiled)
    return list(
        zip(hits.pages.tolist(), hits.places.tolist(), probe.hashes[hits.grams].tolist(), strict=True)
    )


def _plain(pages: list[str], known: str, k: int) -> list[tuple[int, int, int]]:
    """The same by comparing every gram with every other."""
    wanted = words_of(known, TABLE)[0]
    grams = {
        wanted[i : i + k].tobytes(): int(gram_hashes(wanted[i : i + k], k)[0])
        for i in range(len(wanted) - k + 1)
    }
    found = []
    for n, page in enumerate(pages):
        words = words_of(page, TABLE)[0]
        for i in range(len(words) - k + 1):
            gram = words[i : i + k].tobytes()
            if gram in grams:
                found.append((n, i, grams[gram]))
    return found


@given(st.lists(_TEXT, max_size=6), _TEXT, st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_numpy_finds_what_comparing_finds(pages: list[str], known: str, k: int) -> None:
    """The hits are the grams that stand in both, at their words, in order, never across two pages."""
    assert _hits(pages, known, k, compiled=False) == _plain(pages, known, k)


@pytest.mark.skipif(not is_compiled(), reason="the compiled scan needs the extra 'fast' (numba)")
@given(st.lists(_TEXT, max_size=6), _TEXT, st.integers(1, 9))
@settings(max_examples=100, deadline=None)
def test_the_compiled_scan_finds_the_same(pages: list[str], known: str, k: int) -> None:
    """Compiled or not, the hits are the same on any text, characters of one to four bytes included."""
    assert _hits(pages, known, k, compiled=True) == _hits(pages, known, k, compiled=False)


@pytest.mark.skipif(not is_compiled(), reason="the compiled scan needs the extra 'fast' (numba)")
def test_more_hits_than_expected_are_all_given() -> None:
    """A page of one repeated character hits at every word; none is lost for want of room."""
    assert len(_hits(["一" * 20_000], "一" * 8, 7, compiled=True)) == 20_000 - 6


@pytest.mark.parametrize("compiled", [True, False])
def test_words_of_single_pages_are_those_of_their_texts(
    compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some pages out of many, compiled or not, read as their texts are read."""
    if not compiled:
        monkeypatch.setattr("doccompare.matching.probe._kernel", lambda: None)
    pages = ["甲乙，丙", "", "aé 𠀀😀。\n甲", "。。", "丙"]
    encoded = [page.encode() for page in pages]
    offsets = np.concatenate(([0], np.cumsum([len(e) for e in encoded]))).astype(np.int64)
    data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    probe = probe_of(gram_hashes(words_of("甲乙丙", TABLE)[0], 2), 2, TABLE)
    found = words_in(data, offsets, [0, 1, 2, 4], probe)
    assert [w.tolist() for w in found] == [words_of(pages[n], TABLE)[0].tolist() for n in (0, 1, 2, 4)]
    for n, page in enumerate(pages):
        placed = placed_words(data, offsets, n, probe)
        assert [part.tolist() for part in placed] == [part.tolist() for part in words_of(page, TABLE)]


# Characters at the borders of what UTF-8 may hold, and bytes that are wrong at one place or everywhere.
_CHARACTERS = ["a", "\0", "é", "\u07ff", "\u0800", "中", "\ud7ff", "\ue000", "\uffff", "𐀀", "\U0010ffff"]
_BYTES = [bytes([n]) for n in (0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xF0, 0xF4)]
_PIECES = st.sampled_from([*(char.encode() for char in _CHARACTERS), *_BYTES, b"\xf5", b"\xff", b"\xe4\xb8"])


@pytest.mark.parametrize("compiled", [True, False])
@given(st.lists(st.one_of(st.lists(_PIECES, max_size=4).map(b"".join), st.just(b"\xe4\xb8\xad")), max_size=4))
@settings(max_examples=300, deadline=None)
def test_a_page_that_is_no_utf8_is_seen(compiled: bool, pages: list[bytes]) -> None:
    """Every page must be UTF-8 by itself, also where two halves of a character meet at a border."""
    offsets = np.cumsum([0, *map(len, pages)]).astype(np.int64)
    data = np.frombuffer(b"".join(pages), dtype=np.uint8)
    with pytest.MonkeyPatch.context() as patch:
        if not compiled:
            patch.setattr("doccompare.matching.probe._kernel", lambda: None)
        assert is_utf8(data, offsets) == all(_readable(page) for page in pages)


def _readable(page: bytes) -> bool:
    try:
        page.decode("utf-8")
    except UnicodeError:
        return False
    return True


def test_pages_beyond_the_data_are_no_utf8() -> None:
    """Offsets that fall, or lie outside the bytes, are never followed."""
    data = np.frombuffer("中文".encode(), dtype=np.uint8)
    for offsets in ([0, 3, 9], [-3, 3], [0, 6, 3, 6]):
        assert not is_utf8(data, np.array(offsets, dtype=np.int64))
