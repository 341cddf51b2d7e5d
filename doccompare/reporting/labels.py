"""The closed lists of the model in the words of the trade, Chinese and English.

The machine keys (``critical``, ``omission`` …) never change; these are only what people read.
"""

from __future__ import annotations

from typing import Final, Literal

from doccompare.model import (
    Category,
    Cause,
    Grade,
    Label,
    Method,
    PageImage,
    Part,
    QuoteFlag,
    QuoteStatus,
    Role,
    Severity,
    Status,
    StructureKind,
    Topic,
)

Lang = Literal["zh", "en"]

# The order in which Chinese proof-readers name the classes: 讹脱衍倒, then the rest.
CATEGORY_ORDER: Final = (
    Category.SUBSTITUTION,
    Category.OMISSION,
    Category.ADDITION,
    Category.TRANSPOSITION,
    Category.MISPLACEMENT,
    Category.PUNCTUATION,
    Category.ORTHOGRAPHY,
)
SEVERITY_ORDER: Final = (Severity.CRITICAL, Severity.WORDING, Severity.FORMAL)

_NAMES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "category": {
        Category.SUBSTITUTION: ("讹", "sub"),
        Category.OMISSION: ("脱", "om"),
        Category.ADDITION: ("衍", "add"),
        Category.TRANSPOSITION: ("倒", "transp"),
        Category.MISPLACEMENT: ("错简", "misplaced"),
        Category.PUNCTUATION: ("标点", "punct"),
        Category.ORTHOGRAPHY: ("写法", "orth"),
    },
    "cause": {
        Cause.GLYPH: ("形近", "similar glyph"),
        Cause.SOUND: ("音近", "similar sound"),
        Cause.REPETITION: ("重文", "repetition"),
        Cause.REWORDING: ("改写", "rewording"),
        Cause.NUMBER: ("数字", "number"),
        Cause.ABBREVIATION: ("简称", "abbreviation"),
        Cause.LAYOUT: ("版式", "layout"),
        Cause.UNKNOWN: ("未详", "unknown"),
    },
    "severity": {
        Severity.CRITICAL: ("要害", "critical"),
        Severity.WORDING: ("文字", "wording"),
        Severity.FORMAL: ("格式", "formal"),
    },
    "topic": {
        Topic.NUMBER: ("数字", "number"),
        Topic.DATE: ("日期", "date"),
        Topic.AMOUNT: ("数额", "amount"),
        Topic.NAME: ("人名", "name"),
        Topic.OFFICE: ("职务", "office"),
        Topic.LEVEL: ("层级", "level"),
        Topic.SCOPE: ("范围", "scope"),
        Topic.MODALITY: ("语气", "modality"),
        Topic.NEGATION: ("否定", "negation"),
        Topic.INSTITUTION: ("机构", "institution"),
        Topic.TERM: ("术语", "term"),
        Topic.STRUCTURE: ("结构", "structure"),
    },
    "method": {
        Method.WITNESSES: ("对校", "witnesses"),
        Method.OWN_USAGE: ("本校", "own usage"),
        Method.INDIRECT: ("他校", "indirect"),
        Method.REASONING: ("理校", "reasoning"),
        Method.AUTHORITY: ("权威", "authority"),
        Method.EDITOR: ("编辑", "editor"),
    },
    "status": {
        Status.PROPOSED: ("拟定", "proposed"),
        Status.OPEN: ("待考", "open"),
        Status.CONFIRMED: ("已定", "confirmed"),
        Status.NEEDS_REVIEW: ("需复核", "needs review"),
    },
    "image": {
        "unchecked": ("疑识录误，待核版面", "suspected slip of the transcript, page not checked"),
        PageImage.CHECKED: ("疑识录误，版面已核如此", "looks like a slip, but the page prints it so"),
        PageImage.TRANSCRIPT_ERROR: ("转录误，版面不误", "the transcript errs, not the page"),
    },
    "seen": {
        PageImage.CHECKED: ("已核版面", "page image checked"),
        PageImage.TRANSCRIPT_ERROR: ("已核版面：转录误", "page image checked: the transcript errs"),
    },
    "grade": {
        Grade.SURE: ("确定", "sure"),
        Grade.FAIR: ("较可靠", "fairly sure"),
        Grade.DOUBTFUL: ("存疑", "doubtful"),
    },
    "role": {
        Role.REPRINT: ("校本", "reprint"),
        Role.INDIRECT: ("旁证", "indirect"),
        Role.AUTHORITY: ("权威本", "authority"),
    },
    "change": {
        "unchanged": ("不变", "unchanged"),
        "renumbered": ("改号", "renumbered"),
        "amended": ("修改", "amended"),
        "new": ("新增", "new"),
        "deleted": ("删除", "deleted"),
        "split": ("拆分", "split"),
        "merged": ("合并", "merged"),
    },
    "label": {
        Label.ESTABLISHED: ("定本", "established text"),
        Label.WORKING: ("校理稿", "working text"),
        Label.NONE: ("底本文字", "text of the base"),
    },
    "part": {
        Part.TITLE: ("标题", "title"),
        Part.DATE: ("日期", "date"),
        Part.PREAMBLE: ("前言", "preamble"),
        Part.HEADING: ("部分标题", "section heading"),
        Part.CLAUSE: ("条", "clause"),
        Part.ITEM: ("项", "item"),
        Part.PARAGRAPH: ("段", "paragraph"),
        Part.SIGNATURE: ("落款", "signature"),
        Part.CREDIT: ("电头", "credit line"),
    },
    "structure": {
        StructureKind.TRUNCATION: ("残缺", "truncated"),
        StructureKind.OMISSION_SECTION: ("整段脱漏", "passage missing"),
        StructureKind.DUPLICATE_HEADING: ("标题重出", "doubled heading"),
        StructureKind.DUPLICATE_TEXT: ("文字重出", "doubled text"),
        StructureKind.MOVED_CLAUSE: ("条文错简", "clause out of place"),
        StructureKind.MOVED_SECTION: ("部分错简", "section out of place"),
        StructureKind.MISPLACED_HEADING: ("标题错置", "heading out of place"),
        StructureKind.DISPLACED_TITLE: ("题名移位", "title out of place"),
        StructureKind.NUMBERING: ("编号", "numbering"),
    },
    "quotation": {
        QuoteStatus.VERBATIM: ("一致", "verbatim"),
        QuoteStatus.FORMAL: ("形式不同", "formal"),
        QuoteStatus.KNOWN_VARIANT: ("异文所在", "known variant"),
        QuoteStatus.ALTERED: ("有改动", "altered"),
        QuoteStatus.ELIDED: ("节略拼接", "elided"),
        QuoteStatus.PARAPHRASE: ("转述", "paraphrase"),
        QuoteStatus.NOT_FOUND: ("查无", "not found"),
    },
    "flag": {
        QuoteFlag.CONDITION_CUT: ("截断条件", "condition cut"),
        QuoteFlag.STOCK: ("套语", "stock formula"),
        QuoteFlag.TITLE: ("题名", "title"),
        QuoteFlag.OTHER_SOURCE: ("他处之言", "other source"),
    },
    "reason": {
        "jump-line": ("下转他版", "continued on another page"),
        "truncation": ("文字中断", "breaks off"),
        "missing": ("缺文", "missing"),
    },
    "trait": {
        "half-width": ("半角标点", "half-width punctuation"),
        "straight-quotes": ("直引号", "straight quotes"),
        "corner-quotes": ("直角引号", "corner quotes"),
        "spaced-digits": ("数字旁留空", "spaces beside digits"),
        "unpunctuated": ("无标点", "unpunctuated"),
        "traditional": ("繁体", "traditional script"),
        "hard-wrapped": ("按栏宽换行", "hard-wrapped"),
        "markdown": ("带标记符号", "markdown marks"),
    },
    "ignored": {
        "space": ("空白", "white space"),
        "spaces": ("空白", "white space"),
        "form": ("异体字形", "variant forms"),
        "line-end": ("换行", "line ends"),
        "line-break": ("换行", "line breaks"),
        "linebreak": ("换行", "line breaks"),
        "width": ("半全角", "width"),
        "quotes": ("引号形式", "quote forms"),
        "bullet": ("列表符", "list marks"),
        "bullets": ("列表符", "list marks"),
        "listmark": ("列表符", "list marks"),
        "markup": ("标记符号", "markup"),
        "page-number": ("页码", "page numbers"),
        "running-head": ("书眉", "running heads"),
        "jump-line": ("转版行", "jump lines"),
        "furniture": ("版面附件", "page furniture"),
        "other-text": ("同版其他文章", "other articles"),
        "punctuation": ("标点（按要求略去）", "punctuation (as asked)"),
        "orthography": ("写法（按要求略去）", "orthography (as asked)"),
        "punctuation-units": ("标点异文（按要求略去）", "units of punctuation (as asked)"),
        "orthography-units": ("写法异文（按要求略去）", "units of orthography (as asked)"),
    },
    "option": {
        "base": ("底本", "base text"),
        "title": ("篇名", "title"),
        "encoding": ("编码", "encoding"),
        "ignore": ("略去", "left out"),
        "relation": ("关系", "relation"),
        "revisions": ("修订", "tracked changes"),
        "terms": ("术语表", "list of terms"),
        "two_person": ("须两人裁定", "two persons decide"),
    },
    "asked": {
        "punctuation": ("标点", "punctuation"),
        "orthography": ("写法", "orthography"),
        "reprints": ("同一文本的转载", "reprints of one text"),
        "versions": ("不同时期的文本", "versions of different date"),
        "original": ("修订前", "as before them"),
        "critical": ("要害", "critical"),
        "wording": ("文字", "wording"),
        "formal": ("格式", "formal"),
    },
}


def name(kind: str, key: str | None, lang: Lang = "zh") -> str:
    """What people call ``key`` of the list ``kind``; the key itself when the list does not know it."""
    if key is None:
        return ""
    pair = _NAMES[kind].get(key)
    return str(key) if pair is None else pair[0 if lang == "zh" else 1]
