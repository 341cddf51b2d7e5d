"""What ``import doccompare`` gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import doccompare
from doccompare.errors import DoccompareError, InconclusiveError
from doccompare.reporting.tojson import collation_to_json

LINES = (
    "临江市关于农村公路管护的意见",
    "（2021年5月18日）",
    "农村公路是乡亲们出门的路，也是农产品进城的路。为了把路管好护好，结合本市实际，提出如下意见。",
    "一、明确责任",
    "1. 落实各级责任。县道由县交通部门负责，乡道由乡镇政府负责，村道由村民委员会负责，逐段公示责任人。",
    "2. 稳定养护队伍。每十公里配备一名专职护路员，优先聘用本村脱贫户，签订劳务协议，按月发放报酬。",
    "二、保障资金",
    "3. 多方筹措资金。市级财政每年每公里补助县道一万元、乡道六千元、村道三千元，不足部分由县级财政解决。",
)
TRUTH = "\n".join(LINES) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three copies, each with a slip of its own."""
    texts = (
        TRUTH,
        TRUTH.replace("六千元", "八千元"),
        TRUTH.replace("乡亲们", "乡亲").replace("，按月", "按月"),
    )
    paths = []
    for name, text in zip(("a.txt", "b.txt", "c.txt"), texts, strict=True):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def test_the_public_names() -> None:
    """``__all__`` is sorted, every name in it can be had, and ``dir`` shows no other."""
    assert doccompare.__all__ == sorted(doccompare.__all__)
    assert dir(doccompare) == doccompare.__all__
    for name in doccompare.__all__:
        assert getattr(doccompare, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = doccompare.no_such_name


def test_the_shortest_program(files: list[Path]) -> None:
    """Paths in; units, readings, decisions and the established text out."""
    c = doccompare.collate(files)
    assert [{r.exact for r in u.readings} for u in c.units] == [{"们", ""}, {"，", ""}, {"六", "八"}]
    assert [u.decision.text for u in c.units if u.decision] == ["乡亲们", "，", c.units[2].readings[0].text]
    assert c.established.text.split("\n") == [line.replace(". ", ".") for line in LINES]
    assert [a.witness.siglum for a in c.witnesses] == ["甲", "乙", "丙"]
    assert c.work.title == LINES[0]
    assert (c.work.sections, c.work.clauses) == (2, 3)
    assert c.unit(c.units[0].id) is c.unit(c.units[0].key) is c.units[0]


def test_every_place_points_back_to_the_file(files: list[Path]) -> None:
    """The span of a reading holds its characters in the witness's own text; line and column agree."""
    c = doccompare.collate(files)
    texts = {a.witness.siglum: a.witness.text for a in c.witnesses}
    for unit in c.units:
        for reading in unit.readings:
            for siglum, span in reading.spans.items():
                assert texts[siglum][span.start : span.end] == reading.exact
                place = reading.places[siglum]
                line = texts[siglum].split("\n")[place.line - 1]
                assert line[place.column - 1 :].startswith(reading.exact)


def test_paths_may_be_strings_or_a_folder(files: list[Path]) -> None:
    """Strings, Path objects and the folder that holds the files give the same result."""
    wanted = collation_to_json(doccompare.collate(files))
    assert collation_to_json(doccompare.collate([str(p) for p in files])) == wanted
    folder = doccompare.collate([files[0].parent])
    assert [u.key for u in folder.units] == [u.key for u in doccompare.collate(files).units]


def test_the_same_input_gives_the_same_bytes(files: list[Path]) -> None:
    """Two runs write the same JSON."""
    assert collation_to_json(doccompare.collate(files)) == collation_to_json(doccompare.collate(files))


def test_identical_files_make_no_unit(files: list[Path]) -> None:
    """Copies with the same text have an empty apparatus, and are named in a warning."""
    files[1].write_bytes(files[0].read_bytes())
    c = doccompare.collate(files[:2])
    assert c.units == ()
    assert c.structure == ()
    assert c.problems


def test_what_is_ignored_is_counted(files: list[Path]) -> None:
    """``ignore`` takes units of punctuation out of the list; they are still counted."""
    c = doccompare.collate(files, ignore=["punctuation"])
    assert [{r.exact for r in u.readings} for u in c.units] == [{"们", ""}, {"六", "八"}]
    assert c.ignored["punctuation-units"] == 1


def test_the_base_may_be_named(files: list[Path]) -> None:
    """Another base changes no unit and no key."""
    usual = doccompare.collate(files)
    for base in ("甲", "乙", "丙", "b.txt"):
        other = doccompare.collate(files, base=base)
        assert {u.key for u in other.units} == {u.key for u in usual.units}
        assert {frozenset(r.exact for r in u.readings) for u in other.units} == {
            frozenset(r.exact for r in u.readings) for u in usual.units
        }
    assert doccompare.collate(files, base="b.txt").base == "乙"


def test_errors_are_of_one_family(files: list[Path], tmp_path: Path) -> None:
    """Whatever is wrong with the input is a DoccompareError; inconclusive is its own kind."""
    with pytest.raises(DoccompareError):
        doccompare.collate([tmp_path / "none.txt"])
    with pytest.raises(DoccompareError):
        doccompare.collate([])
    with pytest.raises(DoccompareError):
        doccompare.collate(files, base="壬")
    (tmp_path / "other.txt").write_text("今天多云转晴，最低气温九度，出门请添衣。" * 9, encoding="utf-8")
    with pytest.raises(InconclusiveError):
        doccompare.collate([files[0], tmp_path / "other.txt"])


@pytest.mark.parametrize("library", ["numpy", "jieba", "pandas", "rapidfuzz", "click", "jinja2", "opencc"])
def test_importing_costs_next_to_nothing(library: str) -> None:
    """``import doccompare`` imports no heavy library."""
    code = f"import sys, doccompare; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_naming_the_version_costs_next_to_nothing() -> None:
    """``doccompare.__version__`` reads the installed metadata only."""
    code = "import sys, doccompare; doccompare.__version__; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_quotations_from_python() -> None:
    """``check_quotations`` gives typed passages for a text and a collation."""
    corpus = Path(__file__).parents[2] / "corpus" / "opinion-2024"
    collation = doccompare.collate([corpus])
    found = doccompare.check_quotations("《意见》提出，树立能进能出、优胜劣汰的鲜明导向。", collation)
    (passage,) = found.passages
    assert passage.status == "known-variant"
    assert passage.address == "四.9.s3"
    assert [v.sigla for v in passage.variants] == [("乙",)]
