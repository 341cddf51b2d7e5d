"""Three versions of a made-up statute, built by hand: one clause of every fate, an open order, a chapter."""

from __future__ import annotations

import hashlib

from doccompare.model import (
    Attestation,
    Category,
    Cause,
    Clause,
    Collation,
    EstablishedText,
    Label,
    Paragraph,
    Part,
    Place,
    Reading,
    Relation,
    Role,
    Severity,
    Span,
    Topic,
    VariationUnit,
    Witness,
    Work,
)

OLD = """渡口办法
（2012年5月8日公布）
第一章　总则
第一条　为了方便过河，制定本办法。
第二条　渡口分为两类。
每类另行登记。
第三条　渡口由县管理。乡镇负责日常。
第四条　渡船应当检验。
第五条　救生衣不得少于20件。
第六条　渡工应当写日志。
第七条　夜间1小时内报告。
"""
NEW = """渡口办法
（2020年11月3日修订）
第一章　总则
第一条　为了方便过河，制定本办法。
第二条　渡口由县管理。
第三条　乡镇负责日常。
第四条　渡口分为两类。
每类另行登记。
第五条　渡船应当检验。救生衣不得少于20件。
第六条　渡船改用<电力>，不得烧油。
第七条　夜间30分钟内报告。
"""
TEXTS = {"甲": OLD, "乙": NEW}


def _at(siglum: str, piece: str) -> Span:
    start = TEXTS[siglum].index(piece)
    return Span(start, start + len(piece))


def _clause(
    address: str,
    part: Part,
    change: str,
    partners: dict[str, tuple[str, ...]],
    labels: dict[str, str],
    **pieces: str,
) -> Clause:
    spans = {
        siglum: tuple(_at(siglum, piece) for piece in text.split("|")) for siglum, text in pieces.items()
    }
    newest = "乙" if "乙" in pieces else "甲"
    number = f"{labels[newest]}　" if newest in labels else ""
    text = number + pieces[newest].replace("|", "")
    return Clause(address, part, "", text, labels, spans, change, partners)


def _both(label: str, other: str = "") -> dict[str, tuple[str, ...]]:
    return {"甲": (label,), "乙": (other or label,)}


_CLAUSES = (
    _clause("标题", Part.TITLE, "unchanged", _both("标题"), {}, 甲="渡口办法", 乙="渡口办法"),
    _clause(
        "日期", Part.DATE, "amended", _both("日期"), {}, 甲="（2012年5月8日公布）", 乙="（2020年11月3日修订）"
    ),
    _clause(
        "第一章",
        Part.HEADING,
        "unchanged",
        _both("第一章"),
        {"甲": "第一章", "乙": "第一章"},
        甲="总则",
        乙="总则",
    ),
    _clause(
        "第一章.第一条",
        Part.CLAUSE,
        "unchanged",
        _both("第一条"),
        {"甲": "第一条", "乙": "第一条"},
        甲="为了方便过河，制定本办法。",
        乙="为了方便过河，制定本办法。",
    ),
    _clause(
        "第一章.第二条",
        Part.CLAUSE,
        "split",
        {"甲": ("第三条",), "乙": ("第二条", "第三条")},
        {"甲": "第三条", "乙": "第二条"},
        甲="渡口由县管理。",
        乙="渡口由县管理。",
    ),
    _clause(
        "第一章.第三条",
        Part.CLAUSE,
        "split",
        {"甲": ("第三条",), "乙": ("第二条", "第三条")},
        {"乙": "第三条"},
        甲="乡镇负责日常。",
        乙="乡镇负责日常。",
    ),
    _clause(
        "第一章.第四条",
        Part.CLAUSE,
        "renumbered",
        _both("第二条", "第四条"),
        {"甲": "第二条", "乙": "第四条"},
        甲="渡口分为两类。",
        乙="渡口分为两类。",
    ),
    _clause(
        "第一章.第四条.2",
        Part.PARAGRAPH,
        "renumbered",
        _both("第二条", "第四条"),
        {},
        甲="每类另行登记。",
        乙="每类另行登记。",
    ),
    _clause(
        "第一章.第五条",
        Part.CLAUSE,
        "merged",
        {"甲": ("第四条", "第五条"), "乙": ("第五条",)},
        {"甲": "第四条", "乙": "第五条"},
        甲="渡船应当检验。|救生衣不得少于20件。",
        乙="渡船应当检验。救生衣不得少于20件。",
    ),
    _clause(
        "第一章.第六条",
        Part.CLAUSE,
        "new",
        {"乙": ("第六条",)},
        {"乙": "第六条"},
        乙="渡船改用<电力>，不得烧油。",
    ),
    _clause(
        "第一章.第六条#2",
        Part.CLAUSE,
        "deleted",
        {"甲": ("第六条",)},
        {"甲": "第六条"},
        甲="渡工应当写日志。",
    ),
    _clause(
        "第一章.第七条",
        Part.CLAUSE,
        "amended",
        _both("第七条"),
        {"甲": "第七条", "乙": "第七条"},
        甲="夜间1小时内报告。",
        乙="夜间30分钟内报告。",
    ),
)


def _unit(address: str, old: str, new: str, topics: tuple[Topic, ...]) -> VariationUnit:
    readings = tuple(
        Reading(
            text=text,
            exact=text,
            spans={siglum: _at(siglum, text)},
            places={siglum: Place(None, 1, 1)},
            category=category,
            cause=Cause.NUMBER if category else None,
            rule="sample" if category else "",
        )
        for siglum, text, category in (("乙", new, None), ("甲", old, Category.SUBSTITUTION))
    )
    return VariationUnit(
        f"{address}-1", f"k{old}", address, "夜间", "内报告", Category.SUBSTITUTION, Cause.NUMBER,
        Severity.CRITICAL, topics, readings,
    )  # fmt: skip


def _attestation(siglum: str, path: str) -> Attestation:
    text = TEXTS[siglum]
    sha = hashlib.sha256(text.encode()).hexdigest()
    witness = Witness(siglum, text, path, sha, Role.REPRINT)
    return Attestation(witness, Role.REPRINT, "渡口办法", (Span(0, len(text)),), 0.9)


def two_versions() -> Collation:
    """The collation, the newer text given first."""
    return Collation(
        work=Work("渡口办法", "ferry", Relation.VERSIONS, 1, 7),
        base="乙",
        base_reason="最新的一版",
        witnesses=(_attestation("乙", "2020.txt"), _attestation("甲", "2012.txt")),
        clauses=_CLAUSES,
        structure=(),
        units=(
            _unit("日期", "2012年5月8日公布", "2020年11月3日修订", (Topic.DATE,)),
            _unit("第一章.第七条", "1小时", "30分钟", (Topic.NUMBER,)),
        ),
        established=EstablishedText(Label.NONE, "渡口办法\n", (Paragraph("标题", Part.TITLE, 0, 4),)),
    )
