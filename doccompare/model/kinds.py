"""The closed lists: what may be said of witnesses, readings, units and decisions."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What the witnesses are to each other."""

    REPRINTS = "reprints"  # one text: a difference is an error of somebody
    VERSIONS = "versions"  # texts of different date: nothing is wrong


class Role(StrEnum):
    """What a witness may be asked for."""

    REPRINT = "reprint"  # a copy of the work; its readings count
    INDIRECT = "indirect"  # 旁证: quotes the work; informs, never votes
    AUTHORITY = "authority"  # an official copy; decides


class Category(StrEnum):
    """讹脱衍倒错简标点写法: what a rejected reading is against the decided one."""

    MISPLACEMENT = "misplacement"
    TRANSPOSITION = "transposition"
    SUBSTITUTION = "substitution"
    ADDITION = "addition"
    OMISSION = "omission"
    ORTHOGRAPHY = "orthography"
    PUNCTUATION = "punctuation"


class Cause(StrEnum):
    """How a rejected reading most likely arose."""

    GLYPH = "glyph"
    SOUND = "sound"
    REPETITION = "repetition"
    REWORDING = "rewording"
    NUMBER = "number"
    ABBREVIATION = "abbreviation"
    LAYOUT = "layout"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """要害 文字 格式."""

    CRITICAL = "critical"
    WORDING = "wording"
    FORMAL = "formal"


class Topic(StrEnum):
    """What a discrepancy touches."""

    NUMBER = "number"
    DATE = "date"
    AMOUNT = "amount"
    NAME = "name"
    OFFICE = "office"
    LEVEL = "level"
    SCOPE = "scope"
    MODALITY = "modality"
    NEGATION = "negation"
    INSTITUTION = "institution"
    TERM = "term"
    STRUCTURE = "structure"


class Method(StrEnum):
    """对校 本校 他校 理校 权威 编辑: by what a decision, or a piece of evidence, goes."""

    WITNESSES = "witnesses"
    OWN_USAGE = "own-usage"
    INDIRECT = "indirect"
    REASONING = "reasoning"
    AUTHORITY = "authority"
    EDITOR = "editor"


class Status(StrEnum):
    """How far a decision has come."""

    PROPOSED = "proposed"
    OPEN = "open"
    CONFIRMED = "confirmed"
    NEEDS_REVIEW = "needs-review"


class Grade(StrEnum):
    """确定 较可靠 存疑: how sure a decision is, for people."""

    SURE = "sure"
    FAIR = "fair"
    DOUBTFUL = "doubtful"


class PageImage(StrEnum):
    """What looking at the page image said of a suspected slip (疑识录误)."""

    CHECKED = "checked"  # the page prints what the transcript has
    TRANSCRIPT_ERROR = "transcript-error"  # the page prints something else


class Label(StrEnum):
    """What the established text may be called: 定本, 校理稿, or neither (versions)."""

    ESTABLISHED = "established"
    WORKING = "working"
    NONE = "none"


class Part(StrEnum):
    """The part of the work a clause entry stands for."""

    TITLE = "title"  # 标题
    DATE = "date"  # 日期
    PREAMBLE = "preamble"  # 前言
    HEADING = "heading"  # the heading of a section (or chapter): 四
    CLAUSE = "clause"  # a numbered clause: 四.9
    ITEM = "item"  # a numbered sub-item: 四.9.（一）
    PARAGRAPH = "paragraph"  # an unnumbered paragraph: 四.p1
    SIGNATURE = "signature"  # 落款
    CREDIT = "credit"  # 电头


class StructureKind(StrEnum):
    """What may be wrong with the order or the extent of a witness."""

    TRUNCATION = "truncation"
    OMISSION_SECTION = "omission_section"
    DUPLICATE_HEADING = "duplicate_heading"
    DUPLICATE_TEXT = "duplicate_text"
    MOVED_CLAUSE = "moved_clause"
    MOVED_SECTION = "moved_section"
    MISPLACED_HEADING = "misplaced_heading"
    DISPLACED_TITLE = "displaced_title"
    NUMBERING = "numbering"
