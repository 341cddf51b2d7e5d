from __future__ import annotations

import pytest

from tests.quotation.support import blocks, notice, passages


@pytest.mark.parametrize("name", [n for n in blocks() if n != "work"])
def test_case(name: str) -> None:
    """Each case gives the passages its → lines name, and no other."""
    lines = blocks()[name].splitlines()
    article = "\n".join(line for line in lines if not line.startswith("→")) + "\n"
    wanted = [[part.strip() for part in line[1:].split("|")] for line in lines if line.startswith("→")]
    found = passages(article, notice())
    said = [(p.status.value, [f.value for f in p.flags], p.address, p.text) for p in found]
    assert len(found) == len(wanted), said
    for passage, (status, address, text) in zip(found, wanted, strict=True):
        assert " ".join([passage.status.value, *(f.value for f in passage.flags)]) == status, said
        assert not address or passage.address == address or address in passage.addresses, said
        assert passage.text.startswith(text), said
