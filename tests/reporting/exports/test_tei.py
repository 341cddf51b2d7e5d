from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from doccompare.errors import InconclusiveError
from doccompare.model import Collation, Relation
from doccompare.pipeline import collate
from doccompare.reporting.exports.tei import tei_xml, witness_ids
from tests.reporting.exports.sets import NAMES, collated, folded, own_text, same, sigla
from tests.reporting.exports.tei_reader import TEI, parsed, witness_text


@cache
def schema() -> etree.RelaxNG:
    """The TEI's own schema: cut to what is used, or the whole one when TEI_ALL_RNG names it."""
    cut = Path(__file__).with_name("tei_subset.rng")
    return etree.RelaxNG(etree.parse(os.environ.get("TEI_ALL_RNG", cut)))


def told(collation: Collation, siglum: str) -> dict[str, str]:
    """What TEI says a witness has of each passage, folded."""
    root = parsed(tei_xml(collation, "0.1.0"))
    return {n: folded(text) for n, text in witness_text(root, siglum, numbers=False).items()}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid(name: str) -> None:
    """Every export is valid by the schema of the TEI, and every pointer in it has its target."""
    root = parsed(tei_xml(collated(name), "0.1.0"))
    assert schema().validate(root), schema().error_log
    ids = set(root.xpath("//@xml:id"))
    pointers = " ".join(root.xpath("//@wit|//@source|//@target|//@resp|//@ana")).split()
    assert {p.removeprefix("#") for p in pointers} <= ids


@pytest.mark.parametrize("name", NAMES)
def test_every_witness_can_be_read_from_it(name: str) -> None:
    """Clause for clause, the text of each witness is the text of its own file as it is compared."""
    collation = collated(name)
    for siglum in sigla(collation):
        assert same(collation, siglum, told(collation, siglum)), siglum


def test_the_numbers_of_versions_are_each_versions_own() -> None:
    """The printed number of an article stands before it, the one of each version."""
    collation = collated("statute")
    root = parsed(tei_xml(collation, "0.1.0"))
    clause = next(c for c in collation.clauses if len(set(c.labels.values())) == 2)
    for siglum, label in clause.labels.items():
        assert witness_text(root, siglum)[clause.address].startswith(f"{label}　")


def test_a_decided_place_has_a_lemma_an_open_one_none() -> None:
    """A lem is the decided reading; where nothing is decided, and in versions, all readings are equal."""
    for name in ("opinion", "statute"):
        collation = collated(name)
        root = parsed(tei_xml(collation, "0.1.0"))
        for unit in collation.units:
            app = root.xpath(f"//*[@xml:id='u.{unit.key}']")[0]
            lemma = app.find(f"{TEI}lem")
            if unit.decision is None or unit.decision.reading is None:
                assert lemma is None
            else:
                assert (lemma.text or "") == unit.readings[unit.decision.reading].exact
            assert len(app.findall(f"{TEI}rdg")) + (lemma is not None) == len(unit.readings)


def test_a_witness_that_breaks_off_ends() -> None:
    """The jump line of a page is the cause of its witEnd; nothing of it comes after."""
    root = parsed(tei_xml(collated("opinion"), "0.1.0"))
    ends = [end.getparent() for end in root.iter(f"{TEI}witEnd")]
    assert [(e.get("wit"), e.get("cause")) for e in ends] == [("#丙", "jump-line")]


def test_a_moved_section_is_a_transposition(tmp_path: Path) -> None:
    """Where a copy has a section elsewhere, the order of that copy stands in the header."""
    parts = [
        "一、完善公园名录\n\n各级主管部门应当建立公园名录，不得遗漏任何一处绿地和广场，每年向社会公布。\n\n",
        "二、规范经营活动\n\n公园内严禁设立私人会所和高档餐饮，配套服务项目应当公开招标，合同期满收回。\n\n",
        "三、加强安全管理\n\n游乐设施和水域护栏由专人定期检查，发现隐患及时消除，重大事故立即上报。\n\n",
        "四、强化监督考核\n\n考核结果作为评优评先的主要依据，连续两年不合格的单位予以通报批评。\n\n",
    ]
    head = "关于加强城市公园管理的通知\n\n"
    orders = {"a": (0, 1, 2, 3), "b": (0, 1, 2, 3), "c": (0, 2, 1, 3)}
    for name, order in orders.items():
        (tmp_path / f"{name}.txt").write_text(head + "".join(parts[i] for i in order), encoding="utf-8")
    collation = collate(sorted(tmp_path.glob("*.txt")))
    root = parsed(tei_xml(collation, "0.1.0"))
    assert schema().validate(root), schema().error_log
    orders_said = [
        [root.xpath(f"//*[@xml:id='{p.get('target')[1:]}']")[0].get("n") for p in one]
        for one in root.iter(f"{TEI}transpose")
        if one.get("source") == "#丙"
    ]
    assert orders_said == [["一.p1", "三", "三.p1"]]
    for siglum in sigla(collation):
        assert told(collation, siglum) == own_text(collation, siglum)


def test_ids_are_fit_for_xml_and_different() -> None:
    """A siglum that XML does not allow as an id gets another one, and no two share one."""
    found = witness_ids(["甲", "1a", "w2", "B-1", "甲′", "Ａ"])
    assert (found["甲"], found["w2"], found["B-1"]) == ("甲", "w2", "B-1")
    assert len(set(found.values())) == len(found)
    assert all(i[0] not in "0123456789-" and "′" not in i and "Ａ" not in i for i in found.values())


def test_nothing_in_a_text_acts() -> None:
    """Tags, entities and escapes of a text are its text; a control character is a picture or gone."""
    xml = tei_xml(collated("hostile"), "0.1.0")
    assert "<script" not in xml
    assert "\x1b" not in xml
    assert "<script>alert" in "".join(parsed(xml).itertext())


CLAUSES = (
    "各级公园主管部门应当建立名录，每年向社会公布一次。",
    "严禁在公园内设立私人会所，配套项目应当公开招标。",
    "定期检查游乐设施和水域护栏，发现隐患及时消除。",
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 24), st.integers(0, 3), st.sampled_from(["", "甲", "乙丙", "，"])
    ),
    max_size=4,
)


def page(edits: list[tuple[int, int, int, str]], cut: int) -> str:
    """A copy with these errors (clause, place, characters lost, text put in), cut short before ``cut``."""
    clauses = list(CLAUSES)
    for clause, at, lost, new in edits:
        text = clauses[clause]
        clauses[clause] = text[:at] + new + text[at + lost :]
    body = [f"{n}. 第{n}项工作要求。{text}" for n, text in enumerate(clauses, 1)][:cut]
    return "\n\n".join(["关于加强城市公园管理的通知", "为方便群众游览休憩，现通知如下。", *body]) + "\n"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(EDITS, st.integers(2, 3)), min_size=2, max_size=4))
def test_small_collations_are_valid_and_whole(
    copies: list[tuple[list[tuple[int, int, int, str]], int]],
) -> None:
    """Whatever the errors and gaps of some copies: the export is valid and holds each copy whole."""
    with tempfile.TemporaryDirectory() as folder:
        for n, (edits, cut) in enumerate(copies):
            (Path(folder) / f"{n}.txt").write_text(page(edits, cut), encoding="utf-8")
        try:
            collation = collate(sorted(Path(folder).glob("*.txt")))
        except InconclusiveError:  # the errors left no common text
            return
    assert schema().validate(parsed(tei_xml(collation, "0.1.0"))), schema().error_log
    reading = "".join(run.text for flow in collation.flow for run in flow.runs)
    if collation.work.relation is Relation.REPRINTS:
        assert reading == collation.established.text.replace("\n", "")
    doubled = any(entry.unit for entry in collation.structure)
    for siglum in sigla(collation):
        # A place of variation may reach over the edge of a clause: it stands where it begins.
        own, said = own_text(collation, siglum), told(collation, siglum)
        assert doubled or "".join(said.values()) == "".join(own[n] for n in said), siglum
