"""corpus/opinion-2024: the five witnesses as received, and a manifest that fits them."""

import hashlib
from pathlib import Path

import pytest

from doccompare.corpora import load_corpus
from doccompare.model import Relation, Role
from doccompare.readers import read_entry

CORPUS = Path(__file__).parents[1] / "corpus" / "opinion-2024"
SUMS = dict(
    line.split("  ")[::-1] for line in (CORPUS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
)


def test_every_text_has_a_sum() -> None:
    """SHA256SUMS lists the five texts and nothing else."""
    assert sorted(SUMS) == sorted(f.name for f in CORPUS.glob("*.txt"))
    assert sorted(SUMS) == ["000.txt", "001.txt", "002.txt", "003.txt", "004.txt"]


@pytest.mark.parametrize("name", sorted(SUMS))
def test_the_files_are_as_received(name: str) -> None:
    """Byte for byte: no editor, no line-end conversion has touched them."""
    assert hashlib.sha256((CORPUS / name).read_bytes()).hexdigest() == SUMS[name]


def test_the_manifest() -> None:
    """Sigla, files and roles of the five; the checksums of the work; no base imposed."""
    corpus = load_corpus(CORPUS)
    assert [(e.siglum, e.files[0].name, e.role) for e in corpus.entries] == [
        ("甲", "000.txt", Role.REPRINT),
        ("乙", "001.txt", Role.REPRINT),
        ("丙", "003.txt", Role.REPRINT),
        ("丁", "004.txt", Role.REPRINT),
        ("戊", "002.txt", Role.INDIRECT),
    ]
    work = corpus.expectation
    assert (work.slug, work.sections, work.clauses, work.relation) == (
        "opinion-2024",
        6,
        17,
        Relation.REPRINTS,
    )
    assert work.title == "中共中央办公厅 国务院办公厅关于加强社区工作者队伍建设的意见"
    assert work.base == ""


def test_nothing_is_guessed() -> None:
    """A publication or date in the manifest stands in the page itself, in those words."""
    corpus = load_corpus(CORPUS)
    for entry in corpus.entries:
        text = read_entry(entry, CORPUS).text.replace(
            '"第一议题"', "“第一议题”"
        )  # the page has straight quotes
        assert entry.publication in text
        assert entry.date in text


def test_the_witnesses_read_without_problems() -> None:
    """All five are UTF-8 without a BOM; nothing is lost, the sums go along."""
    corpus = load_corpus(CORPUS)
    for entry in corpus.entries:
        witness = read_entry(entry, CORPUS)
        assert (witness.encoding, witness.encoding_reason, witness.problems) == ("utf-8", "utf-8", ())
        assert witness.text.encode() == (CORPUS / witness.path).read_bytes()
        assert witness.sha256 == SUMS[witness.path]
