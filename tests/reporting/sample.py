"""A collation made by hand: one of everything a report must be able to say.

The witnesses are built from one list of pieces, so that every span is right by construction.
甲 丁 agree nearly everywhere (丁 is the base), 乙 errs often and has a doubled heading, 丙 breaks
off, 戊 only quotes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from doccompare.model import (
    Attestation,
    Category,
    Cause,
    Clause,
    Collation,
    Decision,
    EstablishedText,
    Evidence,
    Flow,
    IndirectReading,
    Label,
    Lacuna,
    Method,
    OpenPlace,
    Paragraph,
    Part,
    Place,
    Problem,
    Reading,
    Relation,
    Role,
    Run,
    Severity,
    Span,
    Status,
    StructureEntry,
    StructureKind,
    Topic,
    VariationUnit,
    Witness,
    Work,
)

TITLE = "关于加强社区工作者队伍建设的意见"
SIGLA = ("甲", "乙", "丙", "丁")
PATHS = {"甲": "000.txt", "乙": "001.txt", "丙": "003.txt", "丁": "004.txt", "戊": "002.txt"}
NAMES = {"甲": "学习材料", "乙": "中国青年报", "丙": "陇南日报", "丁": "西双版纳报", "戊": ""}
STOP = "〔止〕"  # 丙 has nothing from here on


@dataclass(frozen=True)
class Slot:
    """A place where the witnesses disagree: what each has (``None``: not extant)."""

    name: str
    readings: Mapping[str, str]


def _slot(name: str, shared: str, **others: str) -> Slot:
    return Slot(name, {siglum: others.get(siglum, shared) for siglum in SIGLA})


# Address, part, heading and the pieces of the text.
PIECES: tuple[tuple[str, Part, str, tuple[str | Slot, ...]], ...] = (
    ("标题", Part.TITLE, "", (TITLE,)),
    ("日期", Part.DATE, "", (_slot("date", "（2024年3月28日）", 丙="（二〇二四年三月二十八日）"),)),
    ("前言", Part.PREAMBLE, "", ("加强社区工作者队伍建设，事关巩固党的长期执政根基。",)),
    ("一", Part.HEADING, "总体要求", ("一、总体要求",)),
    ("一.p1", Part.PARAGRAPH, "", ("为加强和完善社区治理提供坚实人才支撑。",)),
    (
        "一.p2",
        Part.PARAGRAPH,
        "",
        (
            _slot("stray", "", 乙="二、加强能力建设"),
            "用5年左右时间实现目标：为民爱民、干事创业的精",
            _slot("qi", "气", 丙=""),
            "神进一步提升，由",
            _slot("level", "市地级", 乙="市级", 丙="地市级"),
            "或县级组织招聘。",
        ),
    ),
    ("二", Part.HEADING, "加强能力建设", ("二、加强能力建设",)),
    (
        "二.1",
        Part.CLAUSE,
        "优化力量配置",
        (
            "1. 优化力量配置。",
            STOP,
            "注重源头培养",
            _slot("comma", "，", 乙="。"),
            "做到",
            _slot("swap", "职责", 乙="责职"),
            "明确，社区县",
            _slot("county", "级", 乙="局"),
            "层面统筹的",
            _slot("twice", "", 乙="的"),
            "办法。",
        ),
    ),
    (
        "二.2",
        Part.CLAUSE,
        "严格队伍管理",
        (
            "2. 严格队伍管理。坚持和加强",
            _slot("party", "党", 乙=""),
            "对社区工作者队伍建设的领导，树立能进能出、优",
            _slot("term", "进绌退", 乙="胜劣汰"),
            "的鲜明导向，",
            _slot("one", "实现", 乙="加强"),
            "减负增效，",
            _slot("two", "加强", 乙="实现"),
            "培训",
            _slot("open", "院校", 甲="学校", 乙=""),
            "资源共享。",
        ),
    ),
)


def texts() -> dict[str, str]:
    """The text of each witness."""
    return {siglum: text for siglum, (text, _, _) in _built().items()} | {"戊": INDIRECT}


INDIRECT = "问：如何管理？答：树立能进能出、优胜劣汰的鲜明导向，完善机制。\n"


def _built() -> dict[str, tuple[str, dict[str, Span], dict[str, Span]]]:
    """For each witness its text, the spans of its slots, the spans of its clauses."""
    result = {}
    for siglum in SIGLA:
        text = f"第一版\n{NAMES[siglum]}\n"
        slots: dict[str, Span] = {}
        clauses: dict[str, Span] = {}
        gone = False
        for address, _, _, pieces in PIECES:
            if gone:
                continue
            start = len(text)
            for piece in pieces:
                if piece == STOP:
                    gone = siglum == "丙"
                elif gone:
                    continue
                elif isinstance(piece, Slot):
                    slots[piece.name] = Span(len(text), len(text) + len(piece.readings[siglum]))
                    text += piece.readings[siglum]
                elif isinstance(piece, str):
                    text += piece
            clauses[address] = Span(start, len(text))
            text += "\n"
        if gone:
            text += "（下转第三版）\n"
        result[siglum] = (text, slots, clauses)
    return result


def _place(text: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    return Place(None, line, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _reading(
    slot: str,
    sigla: str,
    exact: str,
    text: str | None = None,
    category: Category | None = None,
    cause: Cause | None = None,
    slip: bool = False,
) -> Reading:
    built = _built()
    spans = {siglum: built[siglum][1][slot] for siglum in sigla}
    return Reading(
        text=exact if text is None else text,
        exact=exact,
        spans=spans,
        places={siglum: _place(built[siglum][0], span.start) for siglum, span in spans.items()},
        omitted=not exact,
        category=category,
        cause=cause,
        rule="" if category is None else "sample",
        suspected_transcription=slip,
    )


def _decided(text: str, *notes: tuple[Method, str], confidence: float = 0.9) -> Decision:
    evidence = tuple(Evidence(kind, 0, note) for kind, note in notes)
    method = notes[0][0] if notes else Method.WITNESSES
    return Decision(0, text, method, confidence, Status.PROPOSED, evidence)


_AGREE = (Method.WITNESSES, "甲丁两本一致")


def _unit(
    number: str,
    key: str,
    context: tuple[str, str],
    kind: Category,
    cause: Cause,
    severity: Severity,
    readings: tuple[Reading, ...],
    decision: Decision | None,
    topics: tuple[Topic, ...] = (),
    lacuna: tuple[str, ...] = (),
    indirect: tuple[IndirectReading, ...] = (),
    linked: tuple[str, ...] = (),
) -> VariationUnit:
    return VariationUnit(
        id=number,
        key=key,
        address=number.rpartition("-")[0],
        left=context[0],
        right=context[1],
        category=kind,
        cause=cause,
        severity=severity,
        topics=topics,
        readings=readings,
        lacuna=lacuna,
        indirect=indirect,
        linked=linked,
        decision=decision,
    )


def units() -> tuple[VariationUnit, ...]:
    """The variation units of the sample, in order."""
    sub, om, add = Category.SUBSTITUTION, Category.OMISSION, Category.ADDITION
    inv, mis, pun, orth = (
        Category.TRANSPOSITION,
        Category.MISPLACEMENT,
        Category.PUNCTUATION,
        Category.ORTHOGRAPHY,
    )
    quote = INDIRECT.index("优胜劣汰")
    return (
        _unit(
            "日期-1", "0a10date", ("", ""), orth, Cause.NUMBER, Severity.FORMAL,
            (
                _reading("date", "甲乙丁", "（2024年3月28日）"),
                _reading("date", "丙", "（二〇二四年三月二十八日）", None, orth, Cause.NUMBER),
            ),
            _decided("（2024年3月28日）", (Method.WITNESSES, "甲乙丁三本一致"), confidence=0.95),
            (Topic.DATE,),
        ),
        _unit(
            "一.p2-1", "1b20stray", ("坚实人才支撑。", "用5年左右"), mis, Cause.REPETITION, Severity.CRITICAL,
            (
                _reading("stray", "甲丙丁", ""),
                _reading("stray", "乙", "二、加强能力建设", None, mis, Cause.REPETITION),
            ),
            _decided("", (Method.WITNESSES, "甲丙丁三本皆无"), (Method.REASONING, "同一标题又见于二")),
            (Topic.STRUCTURE,),
        ),
        _unit(
            "一.p2-2", "1b21qi", ("民、干事创业的", "进一步提升"), om, Cause.UNKNOWN, Severity.WORDING,
            (_reading("qi", "甲乙丁", "气", "精气神"), _reading("qi", "丙", "", "精神", om, Cause.UNKNOWN)),
            _decided("精气神", (Method.WITNESSES, "甲乙丁三本一致")),
        ),
        _unit(
            "一.p2-3", "1b22level", ("进一步提升，由", "或县级组织"), sub, Cause.REWORDING, Severity.CRITICAL,
            (
                _reading("level", "甲丁", "市地级"),
                _reading("level", "乙", "市级", None, om, Cause.ABBREVIATION),
                _reading("level", "丙", "地市级", None, inv, Cause.REWORDING),
            ),
            _decided("市地级", (Method.OWN_USAGE, "甲本他处“市地级”7见，“市级”0见"), _AGREE, confidence=0.97),
            (Topic.LEVEL,),
        ),
        _unit(
            "二.1-1", "2c10comma", ("注重源头培养", "做到"), pun, Cause.UNKNOWN, Severity.FORMAL,
            (_reading("comma", "甲丁", "，"), _reading("comma", "乙", "。", None, pun, Cause.UNKNOWN)),
            _decided("，", _AGREE, confidence=0.7), lacuna=("丙",),
        ),
        _unit(
            "二.1-2", "2c11swap", ("，做到", "明确，社区"), inv, Cause.UNKNOWN, Severity.WORDING,
            (_reading("swap", "甲丁", "职责"), _reading("swap", "乙", "责职", None, inv, Cause.UNKNOWN)),
            _decided("职责", _AGREE), lacuna=("丙",),
        ),
        _unit(
            "二.1-3", "2c12county", ("明确，社区", "层面统筹的"), sub, Cause.GLYPH, Severity.CRITICAL,
            (
                _reading("county", "甲丁", "级", "县级"),
                _reading("county", "乙", "局", "县局", sub, Cause.GLYPH, slip=True),
            ),
            _decided("县级", _AGREE, (Method.REASONING, "“县局”不成词")), (Topic.LEVEL,), lacuna=("丙",),
        ),
        _unit(
            "二.1-4", "2c13twice", ("层面统筹的", "办法。"), add, Cause.REPETITION, Severity.WORDING,
            (_reading("twice", "甲丁", ""), _reading("twice", "乙", "的", None, add, Cause.REPETITION)),
            _decided("", _AGREE), lacuna=("丙",),
        ),
        _unit(
            "二.2-1", "2d10party", ("坚持和加强", "对社区工作者"), om, Cause.UNKNOWN, Severity.CRITICAL,
            (_reading("party", "甲丁", "党"), _reading("party", "乙", "", None, om, Cause.UNKNOWN)),
            _decided("党", _AGREE, (Method.REASONING, "下文“的领导”须有主语")),
            (Topic.INSTITUTION,), lacuna=("丙",),
        ),
        _unit(
            "二.2-2", "2d11term", ("能进能出、", "的鲜明导向"), sub, Cause.REWORDING, Severity.CRITICAL,
            (
                _reading("term", "甲丁", "进绌退", "优进绌退"),
                _reading("term", "乙", "胜劣汰", "优胜劣汰", sub, Cause.REWORDING),
            ),
            _decided("优进绌退", _AGREE, (Method.INDIRECT, "戊为转引，不计票"), confidence=0.8),
            (Topic.TERM,), lacuna=("丙",),
            indirect=(IndirectReading("戊", "优胜劣汰", Span(quote, quote + 4)),),
        ),
        _unit(
            "二.2-3", "2d12one", ("鲜明导向，", "减负增效"), inv, Cause.REWORDING, Severity.WORDING,
            (_reading("one", "甲丁", "实现"), _reading("one", "乙", "加强", None, inv, Cause.REWORDING)),
            _decided("实现", _AGREE), lacuna=("丙",), linked=("2d13two",),
        ),
        _unit(
            "二.2-4", "2d13two", ("减负增效，", "培训"), inv, Cause.REWORDING, Severity.WORDING,
            (_reading("two", "甲丁", "加强"), _reading("two", "乙", "实现", None, inv, Cause.REWORDING)),
            _decided("加强", _AGREE), lacuna=("丙",), linked=("2d12one",),
        ),
        _unit(
            "二.2-5", "2d14open", ("培训", "资源共享"), sub, Cause.REWORDING, Severity.CRITICAL,
            (
                _reading("open", "丁", "院校"),
                _reading("open", "甲", "学校", None, sub, Cause.REWORDING),
                _reading("open", "乙", "", None, om, Cause.UNKNOWN),
            ),
            Decision(
                None, "院校", None, 0.4, Status.OPEN,
                (Evidence(Method.WITNESSES, None, "三本各异，无从取舍"),),
            ),
            (Topic.INSTITUTION,), lacuna=("丙",),
        ),
    )  # fmt: skip


def _clauses() -> tuple[Clause, ...]:
    built = _built()
    found = []
    for address, part, heading, pieces in PIECES:
        text = "".join(p.readings["丁"] if isinstance(p, Slot) else p for p in pieces if p != STOP)
        spans = {s: (built[s][2][address],) for s in SIGLA if address in built[s][2]}
        label = address.rpartition(".")[2] if part in (Part.HEADING, Part.CLAUSE) else ""
        labels = dict.fromkeys(spans, label) if label else {}
        found.append(Clause(address, part, heading, text, labels, spans))
    return tuple(found)


def _established(clauses: tuple[Clause, ...]) -> EstablishedText:
    text, paragraphs = "", []
    for clause in clauses:
        start = len(text)
        text += clause.text
        paragraphs.append(Paragraph(clause.address, clause.part, start, len(text)))
        text += "\n"
    start = text.index("院校")
    return EstablishedText(Label.WORKING, text, tuple(paragraphs), (OpenPlace(start, start + 2, "2d14open"),))


def _attestation(siglum: str, found: tuple[VariationUnit, ...]) -> Attestation:
    if siglum == "戊":
        text, spans = INDIRECT, (Span(8, len(INDIRECT) - 1),)
        role, coverage = Role.INDIRECT, 0.08
    else:
        text, _, clauses = _built()[siglum]
        spans = (Span(min(s.start for s in clauses.values()), max(s.end for s in clauses.values())),)
        role, coverage = Role.REPRINT, 0.56 if siglum == "丙" else 1.0
    differing = sum(any(siglum in r.spans for r in unit.readings[1:]) for unit in found)
    witness = Witness(siglum, text, PATHS[siglum], _sha(text), role, publication=NAMES[siglum])
    lacunae = (Lacuna("二.1", "end", spans[0].end, "jump-line"),) if siglum == "丙" else ()
    return Attestation(
        witness=witness,
        role=role,
        title="" if siglum == "戊" else TITLE,
        spans=spans,
        coverage=coverage,
        traits=("half-width",) if siglum == "乙" else (),
        lacunae=lacunae,
        units_differing=0 if siglum == "戊" else differing,
    )


def sample() -> Collation:
    """The collation; a new value each time, always the same."""
    found, clauses = units(), _clauses()
    built = _built()
    text = built["乙"][0]
    stray = built["乙"][1]["stray"]
    second = text.index("二、加强能力建设", stray.end)
    stop = built["丙"][2]["二.1"].end
    return Collation(
        work=Work(TITLE, "opinion-sample", Relation.REPRINTS, 2, 2),
        base="丁",
        base_reason="全文俱在，独有异文最少",
        witnesses=tuple(_attestation(s, found) for s in ("甲", "乙", "丙", "丁", "戊")),
        clauses=clauses,
        structure=(
            StructureEntry(
                "乙", StructureKind.DUPLICATE_HEADING, "一.p2", stray, Span(second, second + 8), "1b20stray",
                "“二、加强能力建设”重出",
            ),
            StructureEntry(
                "丙", StructureKind.TRUNCATION, "二.1", Span(stop, stop), note="下转第三版，其余未见"
            ),
        ),
        units=found,
        established=_established(clauses),
        ignored={"space": 37, "width": 120, "listmark": 15, "other-text": 4},
        others=("社会信用体系建设综述",),
        problems=(Problem("self-description", "自述“6个部分、17条措施”，所见不符", "戊", Span(0, 6)),),
    )  # fmt: skip


def flowing(collation: Collation) -> Collation:
    """``collation``, which is :func:`sample` or made of it, with its running text."""
    left = iter(collation.units)
    passages, gone = [], False
    for address, part, _, pieces in PIECES:
        runs = []
        for piece in pieces:
            lost = ("丙",) if gone else ()
            if piece == STOP:
                gone = True
            elif isinstance(piece, Slot):
                unit = next(left)
                runs.append(Run(unit.readings[0].exact, unit.key, lost))
            elif isinstance(piece, str):
                runs.append(Run(piece, None, lost))
        passages.append(Flow(address, part, tuple(runs)))
    return replace(collation, flow=tuple(passages))


SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("x";"y")'
ESCAPE = "\x1b[31m红\x07"


def hostile() -> Collation:
    """The sample with markup, a formula and terminal escapes in every place a text can come from."""
    base = sample()
    unit = base.units[-1]
    readings = (
        replace(unit.readings[0], text=SCRIPT, exact=SCRIPT),
        replace(unit.readings[1], text=FORMULA, exact=FORMULA),
        replace(unit.readings[2], text="", exact=""),
    )
    bad = replace(
        unit,
        left="+1" + ESCAPE,
        right="@SUM(A1)" + SCRIPT,
        readings=readings,
        indirect=(IndirectReading("戊", "-2+3", Span(0, 4)),),
        decision=Decision(
            None, SCRIPT, None, 0.1, Status.OPEN, (Evidence(Method.REASONING, 0, SCRIPT + ESCAPE),)
        ),
    )
    first = base.witnesses[0]
    witness = replace(first.witness, publication=SCRIPT + ESCAPE, path="/papers/someone/" + FORMULA + ".txt")
    start = base.established.open[0].start
    text = base.established.text[:start] + SCRIPT + base.established.text[start + 2 :]
    grown = len(SCRIPT) - 2
    last = base.established.paragraphs[-1]
    return replace(
        base,
        work=replace(base.work, title=SCRIPT + ESCAPE + base.work.title),
        witnesses=(replace(first, witness=witness, note=SCRIPT), *base.witnesses[1:]),
        clauses=(*base.clauses[:-1], replace(base.clauses[-1], heading=SCRIPT, text=SCRIPT + ESCAPE)),
        units=(*base.units[:-1], bad),
        others=(SCRIPT + ESCAPE,),
        problems=(Problem("x", SCRIPT + ESCAPE),),
        established=replace(
            base.established,
            text=text,
            paragraphs=(*base.established.paragraphs[:-1], replace(last, end=last.end + grown)),
            open=(OpenPlace(start, start + len(SCRIPT), unit.key),),
        ),
    )
