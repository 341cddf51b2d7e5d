"""What every rule and every class means: the table behind ``doccompare explain``.

A rule's example is two readings, rejected and decided, between the agreed text beside them; a test
asks the rule itself whether they fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Example:
    """A rejected and a decided reading between agreed text."""

    left: str
    rejected: str
    decided: str
    right: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a name means, Chinese and English; ``example`` for rules that compare two readings."""

    zh: str
    en: str
    example: Example | None = None


RULES: Final[dict[str, Explanation]] = {
    "point": Explanation(
        "讹：数字中的小数点、分隔号或起讫号脱落或改换，数值因而不同；只分千位的，是写法。",
        "Substitution: a sign inside a number lost or exchanged, so that it is another number. A sign that "
        "only parts the thousands is orthography.",
        Example("同比增长5", "", ".", "6%"),
    ),
    "punctuation": Explanation(
        "标点：两读都只是标点，或一有一无。格式一级。",
        "Punctuation: both readings are marks only, or one has a mark and the other none. Formal.",
        Example("社区统筹使用", "，", "。", "规范相关部门"),
    ),
    "same-value": Explanation(
        "写法：数字、日期写法不同而值相同。格式一级。",
        "Orthography: a number or date in another notation, of the same value. Formal.",
        Example("（", "二〇二四年三月二十八日", "2024年3月28日", "）"),
    ),
    "script": Explanation(
        "写法：异体字，或繁简之别。格式一级。",
        "Orthography: a variant graph, or the other script. Formal.",
        Example("会", "後", "后", "发布"),
    ),
    "word-form": Explanation(
        "写法：异形词，即一个词的两种写法（多据 GF 1001—2001）。格式一级；从哪种写法仍看各本。",
        "Orthography: one word in two forms (most by GF 1001-2001). Formal; the copies decide between them.",
        Example("凭有效", "身分", "身份", "证件办理"),
    ),
    "omission": Explanation(
        "脱：比所从之文少了连续的一段。所少与前后文字相同者，因为重文。",
        "Omission: the decided reading without one piece (cause repetition: it repeats its neighbour).",
        Example("干事创业的精", "", "气", "神进一步提升"),
    ),
    "addition": Explanation(
        "衍：比所从之文多了连续的一段。所多与前后文字相同者，因为重文。",
        "Addition: the decided reading with one piece more (cause repetition: it repeats its neighbour).",
        Example("服务工作的", "主要", "", "人员"),
    ),
    "transposition": Explanation(
        "倒：用字相同而次序不同。",
        "Transposition: the same characters in another order.",
        Example("由", "地市", "市地", "级或县级"),
    ),
    "repetition": Explanation(
        "讹，因重文：一字误写成与邻字相同。",
        "Substitution by repetition: a character became its neighbour's double.",
        Example("选", "配", "优", "配强"),
    ),
    "number": Explanation(
        "讹，数字：两个数目，值不同。要害。",
        "Substitution, number: two numerals of different value. Critical.",
        Example("每万城镇常住人口配备", "16", "18", "名"),
    ),
    "abbreviation": Explanation(
        "讹，简称：一作全称，一作简称，简称的字依次见于全称。",
        "Substitution, abbreviation: a name and its short form, whose characters the long one has in order.",
        Example("", "办国办", "共中央办公厅国务院办公厅", "关于加强"),
    ),
    "glyph": Explanation(
        "讹，形近：各字与所从之字形近（见资源表 glyphs）。",
        "Substitution by similar glyph: every differing character is a neighbour in the table of glyphs.",
        Example("日", "未", "末", "之前"),
    ),
    "sound": Explanation(
        "讹，音近：各字与所从之字音近（见资源表 sounds）。",
        "Substitution by similar sound: every differing character is a neighbour in the table of sounds.",
        Example("工作", "再", "在", "基层"),
    ),
    "rewording": Explanation(
        "讹，改写：他则皆不合时如此。",
        "Substitution by rewording: what no other rule explains.",
        Example("能进能出、优", "胜劣汰", "进绌退", "的鲜明导向"),
    ),
    "doubled-text": Explanation(
        "错简：这段文字同本别处另有，此处重出。要害。",
        "Misplacement: the same witness has this text in another place as well. Critical.",
    ),
    "exchange": Explanation(
        "倒：两处文字互换了位置。",
        "Transposition: two places have exchanged their text.",
    ),
}

CLASSES: Final[dict[str, dict[str, Explanation]]] = {
    "severity": {
        "critical": Explanation(
            "触及数字、日期、金额、人名职务、层级、范围、语气否定、机构、术语或结构；须逐处裁定。",
            "touches numbers, dates, names, offices, levels, scope, modality, bodies, terms or structure.",
        ),
        "wording": Explanation(
            "文字有别而不触及上述各类。", "the words differ, but touch none of those classes."
        ),
        "formal": Explanation(
            "只是标点、写法，或题署的版式；可成批裁定。",
            "punctuation, orthography, or how title and date are set; may be decided in bulk.",
        ),
    },
    "category": {
        "substitution": Explanation("此字误作彼字。", "one text in the place of another."),
        "omission": Explanation("少了文字。", "text is missing."),
        "addition": Explanation("多了文字。", "text is too much."),
        "transposition": Explanation("文字次序颠倒。", "the order is turned round."),
        "misplacement": Explanation("整段文字错置或重出。", "a passage stands in the wrong place, or twice."),
        "punctuation": Explanation("只涉标点。", "marks only."),
        "orthography": Explanation("同一内容的另一写法。", "the same in another notation."),
    },
    "method": {
        "witnesses": Explanation("以各本互校，从多而可靠者。", "by the agreement of reliable witnesses."),
        "own-usage": Explanation("以同本他处用例为据。", "by the usage of the same witness elsewhere."),
        "indirect": Explanation("以转引之文参证，不计票。", "by texts that quote it; they never vote."),
        "reasoning": Explanation("以文理、重文、不成词等推断。", "by reasoning: doubled text, broken words."),
        "authority": Explanation("以登记的权威本为准。", "by a registered authority."),
        "editor": Explanation(
            "编辑裁定，署名、日期、理由俱在。", "by an editor, with name, date and reason."
        ),
    },
    "status": {
        "proposed": Explanation(
            "程序拟定，或编辑一人已定而须第二人复核。",
            "proposed by the program, or by one editor where two are asked for.",
        ),
        "open": Explanation(
            "证据不足，或编辑存疑；正文中标出。",
            "the evidence does not do, or an editor left it open; marked in the text.",
        ),
        "confirmed": Explanation("编辑已定。", "decided by an editor."),
        "needs-review": Explanation(
            "裁定之后证据有变，或所从之文已无。",
            "the evidence has changed since it was decided, or the chosen reading is gone.",
        ),
    },
}
