"""The editor's word on findings about structure: kept, found again, looked at anew when they changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from doccompare.decisions import (
    Kind,
    append,
    attach,
    attach_findings,
    decide_finding,
    finding_sites,
    read,
    settle_findings,
    sites_of,
    undo,
)
from doccompare.model import Collation, Severity, Status, StructureKind
from doccompare.pipeline import collate
from tests.decisions.build import HABIT, NOTICE, SHELF, WHEN, changed, write

PARTS = NOTICE.split("\n\n")


def without(first: int, last: int) -> str:
    """The notice without some of its paragraphs."""
    return "\n\n".join(p for n, p in enumerate(PARTS) if not first <= n < last)


def gap() -> tuple[int, int]:
    """The paragraphs of the second section."""
    starts = [n for n, p in enumerate(PARTS) if p[1:2] == "、"]
    return starts[1], starts[2]


LOST = without(*gap())
THREE: Mapping[str, str] = {"甲": NOTICE, "乙": LOST, "丙": changed(SHELF)}


def collated(folder: Path, texts: Mapping[str, str], **options: str) -> Collation:
    """The collation of a corpus folder made of these texts; a journal in it stays."""
    return collate([write(folder, texts, **options)])


def lost(collation: Collation) -> int:
    """The index of the finding that a section is missing."""
    kinds = [e.kind for e in collation.structure]
    return kinds.index(StructureKind.OMISSION_SECTION)


def acknowledged(
    folder: Path, texts: Mapping[str, str] = THREE, who: str = "王编", **options: object
) -> None:
    """Acknowledge the missing section."""
    collation = collated(folder, texts)
    journal = folder / "decisions.jsonl"
    entry = decide_finding(
        collation,
        read(journal),
        lost(collation),
        "结构-1",
        Severity.CRITICAL,
        open_=False,
        who=who,
        when=WHEN,
        why="节录",
        **options,  # type: ignore[arg-type]
    )
    append(journal, entry)


def status(collation: Collation) -> Status | None:
    """What became of the missing section."""
    return collation.structure[lost(collation)].status


def test_it_survives_a_run(tmp_path: Path) -> None:
    """Collated again the finding is confirmed, with who and why, and no place of variation is touched."""
    acknowledged(tmp_path)
    again = collated(tmp_path, THREE)
    entry = again.structure[lost(again)]
    assert entry.status is Status.CONFIRMED
    assert "王编已核" in entry.word
    assert "节录" in entry.word
    laid = attach(read(tmp_path / "decisions.jsonl"), sites_of(again))
    assert (laid.held, laid.orphaned) == ({}, ())


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        ({**THREE, "乙": "别的文章先说了几句话。\n\n" * 9 + LOST}, {}),
        ({**THREE, "乙": LOST.replace("\n\n", "\r\n")}, {}),
        ({**THREE, "乙": LOST.replace("读书习惯", "读书风气")}, {}),
        ({**THREE, "丁": changed(HABIT)}, {}),
        ({"丁": LOST, "乙": NOTICE, "甲": THREE["丙"]}, {}),
        (THREE, {"base": "丙"}),
    ],
    ids=["offsets", "line ends", "corrected", "more witnesses", "other sigla and order", "other base"],
)
def test_it_is_found_again(tmp_path: Path, texts: Mapping[str, str], options: dict[str, str]) -> None:
    """Moved offsets, another file of the siglum, the same file by another siglum, another base."""
    acknowledged(tmp_path)
    assert status(collated(tmp_path, texts, **options)) is Status.CONFIRMED


def test_a_larger_loss_must_be_looked_at(tmp_path: Path) -> None:
    """Another section is gone too by now: needs review, the old word is still said."""
    acknowledged(tmp_path)
    first, last = gap()
    more = without(first, last + 2)
    again = collated(tmp_path, {**THREE, "乙": more})
    assert status(again) is Status.NEEDS_REVIEW
    assert "所指文字已有不同" in again.structure[lost(again)].word


def test_the_loss_of_another_witness_is_another_finding(tmp_path: Path) -> None:
    """The same section missing in 丙 too: that was not looked at."""
    acknowledged(tmp_path)
    again = collated(tmp_path, {**THREE, "丙": LOST + "\n", "丁": NOTICE + "\n"})
    found = {e.siglum: e.status for e in again.structure if e.kind is StructureKind.OMISSION_SECTION}
    assert found == {"乙": Status.CONFIRMED, "丙": None}


def test_a_finding_that_is_gone_is_kept_and_listed(tmp_path: Path) -> None:
    """The file was made whole: the word has no place, is said in the problems, and comes back."""
    acknowledged(tmp_path)
    whole = collated(tmp_path, {**THREE, "乙": changed(HABIT)})
    journal = read(tmp_path / "decisions.jsonl")
    held, gone = attach_findings(journal, finding_sites(whole))
    assert (held, len(gone)) == ({}, 1)
    assert any("裁定失其所在" in p.message and "已核" in p.message for p in whole.problems)
    assert status(collated(tmp_path, THREE)) is Status.CONFIRMED


def test_undo_takes_it_back(tmp_path: Path) -> None:
    """Undone, nobody has spoken of the finding; undoing the undo restores."""
    acknowledged(tmp_path)
    journal = tmp_path / "decisions.jsonl"
    for wanted in (None, Status.CONFIRMED):
        laid = attach(read(journal), sites_of(collated(tmp_path, THREE)))
        append(journal, undo(laid, read(journal).entries[-1].id, who="王编", when=WHEN))
        assert status(collated(tmp_path, THREE)) is wanted


def test_two_persons(tmp_path: Path) -> None:
    """Where two are asked for, one name proposes, the same name again adds nothing, a second confirms."""
    two = (Severity.CRITICAL,)

    def now() -> Status | None:
        collation = collated(tmp_path, THREE)
        severities = [Severity.CRITICAL] * len(collation.structure)
        settled = settle_findings(collation, read(tmp_path / "decisions.jsonl"), severities, two)
        return status(settled)

    acknowledged(tmp_path, two_person=two)
    assert now() is Status.PROPOSED
    acknowledged(tmp_path, two_person=two)
    assert now() is Status.PROPOSED
    acknowledged(tmp_path, who="李编", two_person=two)
    assert now() is Status.CONFIRMED
    assert read(tmp_path / "decisions.jsonl").entries[-1].kind is Kind.APPROVAL
