"""From pages to a collation: what only shows when all stages work together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from doccompare.model import Category, Collation, Relation, Role, Severity, Status, StructureKind
from doccompare.pipeline import collate
from doccompare.reporting.fromjson import read_collation
from doccompare.reporting.tojson import collation_to_json
from tests.locating.pages import (
    ACTOR,
    MARKET,
    PARAGRAPHS,
    SCHOOL,
    SPORT,
    TITLE,
    TRAIN,
    WEATHER,
    WORK,
    page,
    wrapped,
)

Collate = Callable[..., Collation]
ROOT = Path(__file__).parents[2]
BREAK = WORK.index("雨季每天")


@pytest.fixture
def collated(tmp_path: Path) -> Collate:
    """``collated(text, …)``: the collation of pages with these texts, 甲 乙 丙 … by order."""

    def run(*texts: str, **options: object) -> Collation:
        paths = []
        for n, text in enumerate(texts):
            path = tmp_path / f"{n}.txt"
            path.write_text(text, encoding="utf-8", newline="")
            paths.append(path)
        return collate(paths, **options)  # type: ignore[arg-type]

    return run


def exacts(collation: Collation) -> list[set[str]]:
    """The readings of every unit."""
    return [{r.exact for r in u.readings} for u in collation.units]


def of(collation: Collation, kind: StructureKind) -> list[str]:
    """The sigla with a finding of this kind."""
    return [e.siglum for e in collation.structure if e.kind is kind]


def test_layout_is_no_unit(collated: Collate) -> None:
    """Articles around, narrow signs, straight quotes, spaces and line ends make no unit."""
    narrow = WORK.replace("，", ",").replace("；", ";").replace("（", "(").replace("）", ")")
    spaced = WORK.replace("2021年5月18日", "2021 年 5 月 18 日").replace("\n", "\n\n　　")
    c = collated(page(TRAIN, WORK), page(narrow, ACTOR), page(SPORT, spaced).replace("\n", "\r\n"))
    assert c.units == ()
    assert c.structure == ()
    assert c.attestation("乙").traits == ("half-width",)
    assert c.ignored["width"] > 0


def test_a_title_that_no_copy_has_is_told(collated: Collate) -> None:
    """The title asked for stands in no copy: the work is found all the same, and it is said."""
    c = collated(page(TRAIN, WORK), page(WORK, ACTOR), title="关于加强农贸市场管理的通知")
    assert "title-not-found" in {p.code for p in c.problems}
    assert "title-not-found" not in {p.code for p in collated(page(TRAIN, WORK), page(WORK, ACTOR)).problems}


def test_units_follow_the_text(collated: Collate) -> None:
    """Ids count within their address, in reading order; the sites of every witness rise."""
    c = collated(
        page(TRAIN, WORK),
        page(WORK.replace("一万元", "二万元").replace("按月", "按年"), ACTOR),
        page(SPORT, WORK.replace("护路员", "养路员").replace("约谈", "约见")),
    )
    assert exacts(c)[0] == {"护", "养"}
    assert [u.id for u in c.units] == ["一.2-1", "一.2-2", "二.3-1", "三.5-1", "三.6-1"]
    for siglum in "甲乙丙":
        starts = [r.spans[siglum].start for u in c.units for r in u.readings if siglum in r.spans]
        assert starts == sorted(starts)
        assert len(starts) == len(c.units)


def test_between_the_units_all_agree(collated: Collate) -> None:
    """With every witness's readings put back, the established text becomes that witness's own text."""
    texts = [
        page(TRAIN, WORK),
        page(WORK.replace("一万元", "二万元").replace("按月足额", "按月"), ACTOR),
        page(SPORT, WORK.replace("专职护路员", "护路员").replace("，乡道由乡镇政府负责", "")),
    ]
    c = collated(*texts)
    whole = c.established.text
    for clause in c.clauses:
        for spans in clause.spans.values():
            assert spans
    for siglum, text in zip("甲乙丙", texts, strict=True):
        own = "".join("".join(text[s.start : s.end].split()) for s in c.attestation(siglum).spans)
        for unit in c.units:
            mine = next(r for r in unit.readings if siglum in r.spans)
            decided = unit.readings[0]
            if mine is not decided:
                context = unit.left[-4:]
                assert f"{context}{mine.text}" in own.replace("\n", ""), unit.id
                assert f"{context}{decided.text}" in whole, unit.id


def test_two_to_one(collated: Collate) -> None:
    """The reading of two stands; the odd one is rejected with category and note; nothing is open."""
    c = collated(
        page(TRAIN, WORK),
        page(WORK.replace("六千元", "八千元"), ACTOR),
        page(SPORT, WORK.replace("边沟", "").replace("约谈", "约见")),
    )
    unit = c.units[0]
    assert len(c.units) == 2
    assert [r.exact for r in unit.readings] == ["六", "八"]
    assert unit.decision is not None
    assert unit.decision.status is Status.PROPOSED
    assert unit.severity is Severity.CRITICAL
    assert unit.readings[1].category is Category.SUBSTITUTION
    assert "六千元" in c.established.text


def test_one_to_one_is_open(collated: Collate) -> None:
    """Two pages that disagree: open, marked in the established text at the right place."""
    c = collated(page(TRAIN, WORK), page(WORK.replace("约谈", "约见"), ACTOR))
    [unit] = c.units
    assert unit.decision is not None
    assert unit.decision.status is Status.OPEN
    [place] = c.established.open
    assert c.established.text[place.start : place.end] in {"谈", "见"}
    assert place.unit == unit.key


def test_copies_of_one_text_count_once(collated: Collate) -> None:
    """Two files of one text against another are one against one, and the warning names them."""
    other = page(WORK.replace("约谈", "约见"), ACTOR)
    c = collated(page(TRAIN, WORK), other, other)
    [unit] = c.units
    assert unit.decision is not None
    assert unit.decision.status is Status.OPEN
    assert any("乙" in p.message and "丙" in p.message for p in c.problems)


@pytest.mark.parametrize(
    "setting",
    [
        lambda text: wrapped(text, 20),
        lambda text: text.replace("\n", "\n\n　　"),
        lambda text: text.replace("，", ","),
    ],
    ids=["columns", "blank lines", "half-width"],
)
def test_two_faultless_pages_set_differently(collated: Collate, setting: Callable[[str], str]) -> None:
    """Reprints that agree in every compared character but are set differently are two testimonies."""
    c = collated(page(TRAIN, WORK), page(WORK.replace("六千元", "八千元"), ACTOR), page(SPORT, setting(WORK)))
    [unit] = c.units
    assert unit.decision is not None
    assert unit.decision.status is Status.PROPOSED
    assert unit.readings[0].exact == "六"
    assert not any(p.code == "same-text" for p in c.problems)


def test_lost_phrases_make_no_version(collated: Collate) -> None:
    """A reprint that dropped a phrase in three clauses is a bad reprint: its losses are judged."""
    torn = WORK
    for phrase in ("，乡道由乡镇政府负责", "，优先聘用本村脱贫户", "，任何单位不得截留、挤占和挪用"):
        torn = torn.replace(phrase, "")
    c = collated(page(TRAIN, WORK), page(SPORT, torn), page(ACTOR, WORK.replace("约谈", "约见")))
    assert c.work.relation is Relation.REPRINTS
    assert all(u.decision is not None and u.decision.status is Status.PROPOSED for u in c.units)


def test_two_pages_with_the_same_lines_count_once(collated: Collate) -> None:
    """The work character for character, line ends included, is one testimony, whatever stands around it."""
    c = collated(page(TRAIN, WORK), page(WORK.replace("六千元", "八千元"), ACTOR), page(SPORT, WORK))
    [unit] = c.units
    assert unit.decision is not None
    assert unit.decision.status is Status.OPEN


def test_two_pages_with_the_same_lines_are_named(collated: Collate) -> None:
    """Where two pages count once, a warning names both, though the files differ."""
    c = collated(page(TRAIN, WORK), page(WORK.replace("六千元", "八千元"), ACTOR), page(SPORT, WORK))
    assert any("甲" in p.message and "丙" in p.message for p in c.problems)


def test_bold_inside_a_line_is_no_unit(collated: Collate) -> None:
    """Markdown stars round a run-in heading are furniture of the page."""
    starred = WORK.replace("落实各级责任。", "**落实各级责任。**")
    assert collated(page(TRAIN, WORK), page(SPORT, starred)).units == ()


def test_a_page_that_breaks_off(collated: Collate) -> None:
    """Beyond the jump line the witness is not extant: a lacuna and one truncation, no omission."""
    c = collated(
        page(TRAIN, WORK.replace("约谈", "约见")),
        page(WORK, ACTOR),
        page(SPORT, f"{WORK[:BREAK]}（下转第四版）"),
    )
    [unit] = c.units
    assert unit.lacuna == ("丙",)
    [lacuna] = c.attestation("丙").lacunae
    assert (lacuna.start, lacuna.end, lacuna.reason) == ("三.5", "end", "jump-line")
    assert of(c, StructureKind.TRUNCATION) == ["丙"]
    assert 0.5 < c.attestation("丙").coverage < 1


def test_a_lost_section(collated: Collate) -> None:
    """A section missing in the middle is one structure entry and no unit."""
    first, last = WORK.index("二、保障"), WORK.index("三、强化")
    c = collated(page(TRAIN, WORK), page(WORK, ACTOR), page(SPORT, WORK[:first] + WORK[last:]))
    assert c.units == ()
    assert of(c, StructureKind.OMISSION_SECTION) == ["丙"]
    assert "二、保障养护资金" in c.established.text


def test_a_heading_printed_twice(collated: Collate) -> None:
    """A heading that stands once too often is a unit of misplacement, and linked to its true place."""
    at = WORK.index("2. 稳定")
    doubled = WORK[:at] + "三、强化监督考核\n" + WORK[at:]
    c = collated(page(TRAIN, WORK), page(doubled, ACTOR), page(SPORT, WORK))
    [unit] = c.units
    assert unit.category is Category.MISPLACEMENT
    [entry] = [e for e in c.structure if e.kind is StructureKind.DUPLICATE_HEADING]
    assert (entry.siglum, entry.unit) == ("乙", unit.key)
    text = page(doubled, ACTOR)
    assert entry.linked_span is not None
    assert entry.linked_span.start == text.rindex("三、强化")
    assert c.established.text.count("三、强化监督考核") == 1


PENALTIES = """某市公园条例
第一条　为了加强公园管理，保护公园环境，方便群众游览，制定本条例。
第二条　公园内的树木、花草和设施受法律保护，任何单位和个人不得损坏。
第三条　公园内的商业服务设施应当符合公园规划，不得改变用途。
第四条　违反本条例第二条规定的，责令改正，并处以二百元以上一千元以下罚款。
第五条　违反本条例第三条规定的，责令限期恢复原状；逾期不恢复的，处以一万元罚款。
第六条　公园主管部门工作人员玩忽职守、滥用职权的，依法给予处分。
"""


@pytest.mark.parametrize("slip", ["", "立即"])
def test_clauses_of_one_make_that_change_places(collated: Collate, slip: str) -> None:
    """As reworded clauses they would cost fewer edits; printed whole elsewhere they are one that moved."""
    lines = PENALTIES.splitlines(keepends=True)
    lines[4], lines[5] = lines[5].replace("限期", slip or "限期"), lines[4]
    c = collated(PENALTIES, "".join(lines), PENALTIES.replace("一万元", "二万元"))
    assert of(c, StructureKind.MOVED_CLAUSE) == ["乙"]
    assert exacts(c) == [*([{"限期", slip}] if slip else []), {"一", "二"}]
    assert c.established.text.count("第四条") == c.established.text.count("第五条") == 1


def test_a_moved_clause(collated: Collate) -> None:
    """A clause in another place is one finding; its own slips are still found."""
    clause = PARAGRAPHS[3] + "\n"
    assert clause in WORK
    later = WORK.replace(clause, "")
    at = later.index("4. 加强")
    later = later[:at] + clause.replace("按月", "按年") + later[at:]
    c = collated(page(TRAIN, WORK), page(later, ACTOR), page(SPORT, WORK))
    assert exacts(c) == [{"月", "年"}]
    assert of(c, StructureKind.MOVED_CLAUSE) == ["乙"]


def test_a_page_that_only_quotes_informs(collated: Collate) -> None:
    """An indirect witness gives remarks at its places and never a reading."""
    said = [PARAGRAPHS[8][3:40], PARAGRAPHS[3][3:34]]
    quotes = f"{MARKET}记者从会上了解到，{said[0]}{ACTOR}有村民说，{said[1]}{WEATHER}{SPORT}"
    c = collated(page(TRAIN, WORK), page(WORK.replace("雨季", "旱季"), SCHOOL), quotes)
    [unit] = c.units
    assert c.attestation("丙").role is Role.INDIRECT
    assert all("丙" not in r.spans for r in unit.readings)
    [remark] = unit.indirect
    assert remark.siglum == "丙"
    assert quotes[remark.span.start : remark.span.end] == "雨"


# Enough of the other script for this work.
TRADITIONAL = str.maketrans(
    "农关于进护见乡亲门产结实际图们责县镇门负区头养队伍专职优签订劳协议发报资万不财级务开众强监导励约谈应减补",
    "農關於進護見鄉親門產結實際圖們責縣鎮門負區頭養隊伍專職優簽訂勞協議發報資萬不財級務開眾強監導勵約談應減補",
)


def test_a_page_in_the_other_script(collated: Collate) -> None:
    """A page in traditional characters is compared all the same: a trait, no units."""
    c = collated(page(TRAIN, WORK), page(WORK.translate(TRADITIONAL), ACTOR), page(SPORT, WORK))
    assert "traditional" in c.attestation("乙").traits
    assert c.units == ()


def test_a_page_without_punctuation(collated: Collate) -> None:
    """A page stripped of its signs says nothing about them: a trait, no units, words compared."""
    bare = "".join(ch for ch in WORK.replace("约谈", "约见") if ch not in "，。；：、（）.")
    c = collated(page(TRAIN, WORK), page(WORK, ACTOR), bare)
    assert "unpunctuated" in c.attestation("丙").traits
    assert exacts(c) == [{"谈", "见"}]


def test_the_title_decides_between_works(collated: Collate) -> None:
    """The title of the work is the one asked for, and the established text begins with it."""
    c = collated(page(TRAIN, WORK), page(WORK, ACTOR), title=TITLE)
    assert c.work.title == TITLE
    assert c.established.text.startswith(TITLE)
    assert (c.work.sections, c.work.clauses) == (3, 6)


def test_a_long_row_of_one_character_ends(collated: Collate) -> None:
    """Filler rows of ten thousand characters do no harm."""
    row = "。" * 10_000 + "口" * 10_000
    c = collated(page(row, WORK), page(WORK, row), page(TRAIN, WORK))
    assert c.units == ()


def test_options_are_told(tmp_path: Path) -> None:
    """What the result hangs on is in it: options of the call and of the manifest that are no default."""
    found = collate([ROOT / "corpus" / "opinion-2024"], ignore=["punctuation"], base="000.txt")
    assert dict(found.options) == {
        "base": "甲",
        "title": found.work.title,
        "ignore": "punctuation",
        "relation": "reprints",
    }
    path = tmp_path / "collation.json"
    path.write_text(collation_to_json(found), encoding="utf-8")
    assert read_collation(path).options == found.options


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_parts_that_overlap_give_the_whole(collated: Collate, order: tuple[int, ...]) -> None:
    """Of a file with the first part and one with the last, the text is that of both; neither is forced."""
    lines = WORK.split("\n")
    parts = ["\n".join(lines[:8]), "\n".join(lines[7:]).replace("一万元", "二万元")]
    c = collated(*[parts[i] for i in order])
    assert exacts(c) == [{"一", "二"}]
    assert c.work.title == lines[0]
    assert "".join(c.established.text.split()) == "".join(WORK.split())
