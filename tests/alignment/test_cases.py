"""The hard cases of tests/cases/*.txt: each file can be read, and corrected, by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from doccompare.alignment import align
from tests.alignment.support import SIGLA, apparatus, input_of

FOLDER = Path(__file__).parent.parent / "cases"
JUMPS, BARE, PARAGRAPH = "断于文末", "无标点", "｜"


@dataclass
class Case:
    """One case: its witnesses, what is special about them, and the whole apparatus."""

    name: str
    texts: dict[str, str] = field(default_factory=dict)
    options: set[tuple[str, str]] = field(default_factory=set)
    wanted: list[str] = field(default_factory=list)

    def apparatus(self, sigla: list[str]) -> list[str]:
        """What the aligner makes of the witnesses in this order."""
        inputs = [
            input_of(
                self.texts[s].replace(PARAGRAPH, "\n"),
                jumps=(s, JUMPS) in self.options,
                punctuated=(s, BARE) not in self.options,
            )
            for s in sigla
        ]
        return apparatus(align(inputs), sigla)


def read_cases() -> Iterator[Case]:
    """The cases of all files, in order."""
    for path in sorted(FOLDER.glob("*.txt")):
        case: Case | None = None
        listing = False
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                if case:
                    yield case
                case, listing = Case(f"{path.stem}: {line[3:]}"), False
            elif case is None or not line or line.startswith("说明："):
                continue
            elif line == "# 异文":
                listing = True
            elif line.startswith("# "):
                siglum, option = line[2:].split()
                assert option in (JUMPS, BARE), f"{case.name}: no such option: {option}"
                case.options.add((siglum, option))
            elif listing:
                case.wanted.append(line)
            else:
                assert line[0] in SIGLA, f"{case.name}: not a witness: {line}"
                assert line[1] == "：", f"{case.name}: not a witness: {line}"
                case.texts[line[0]] = line[2:]
        if case:
            yield case


CASES = list(read_cases())


def test_the_cases_are_read() -> None:
    """Every case has two witnesses or more and a name of its own."""
    names = [c.name for c in CASES]
    assert len(names) == len(set(names)) >= 30
    assert all(len(c.texts) >= 2 for c in CASES)


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_case(case: Case) -> None:
    """The whole apparatus is the one written down: nothing more, nothing less, nothing else."""
    assert case.apparatus(list(case.texts)) == case.wanted


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_case_in_other_orders(case: Case) -> None:
    """Turned round or shifted by one, the witnesses give the same apparatus."""
    sigla = list(case.texts)
    first = case.apparatus(sigla)
    assert case.apparatus(sigla[::-1]) == first
    assert case.apparatus(sigla[1:] + sigla[:1]) == first
