"""The four reprints of the Opinion in every order: the same apparatus, file by file."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.api.reprints import REPRINTS, by_content, collated, digest

ORDERS = list(permutations(REPRINTS))


@pytest.mark.parametrize("order", ORDERS, ids=["-".join(n[2] for n in o) for o in ORDERS])
def test_every_order_gives_the_same_apparatus(order: tuple[str, ...]) -> None:
    """Units, readings, decisions, structure, spans, base and text hang on the files, not on their order."""
    assert by_content(collated(order)) == by_content(collated())


def test_sigla_go_by_the_order_given() -> None:
    """The first file is 甲, the second 乙 and so on."""
    order = ORDERS[-1]
    named = {a.witness.siglum: a.witness.sha256 for a in collated(order).witnesses}
    assert named == dict(zip("甲乙丙丁", map(digest, order), strict=True))
