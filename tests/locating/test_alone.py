"""What one copy alone has before the others begin, or after they have ended."""

from __future__ import annotations

from doccompare.locating import beyond
from tests.locating.pages import located, witness

TITLE = "在全市生态环境保护大会上的讲话"
SPEECH = (
    "同志们：\n今天我们召开全市生态环境保护大会，主要任务是总结去年工作，部署今年任务。\n"
    "过去一年，全市空气质量优良天数达到三百一十二天，比上年增加十八天，河流断面水质全部达标。\n"
    "成绩来之不易，这是全市上下共同努力的结果，我代表市委、市政府向大家表示衷心感谢。\n",
    "同时要清醒地看到，结构性污染问题依然突出，散煤治理任务仍然艰巨，部分企业主体责任落实不到位。\n"
    "今年要重点抓好三件事。第一件事是打好蓝天保卫战，年底前淘汰三十五蒸吨以下燃煤锅炉。\n"
    "第二件事是打好碧水保卫战，城市黑臭水体治理率达到百分之百，不得出现返黑返臭。\n",
    "第三件事是打好净土保卫战，严格建设用地土壤污染风险管控，不符合要求的一律不得开发。\n"
    "各级党委和政府主要负责同志要扛起第一责任，重要工作亲自部署，重大问题亲自过问。\n",
)
WHOLE = f"{TITLE}\n{''.join(SPEECH)}"
NEWS = "本市举办秋季菜篮子产销对接会\n三百家农户带着时令蔬菜到场，当天签约二十六单，金额四百万元。\n"


def begins(*texts: str) -> list[str]:
    """The first characters of the work in each text."""
    result = located(*texts)
    return [t[e.spans[0].start :][:6] for t, e in zip(texts, result.extents, strict=True)]


def test_a_beginning_that_one_copy_alone_has() -> None:
    """The others are cut off at the top: their files begin in mid text. Its headline is where it begins."""
    late = "".join(SPEECH[1:])
    assert begins(WHOLE, late, late.replace("艰巨", "繁重")) == [TITLE[:6], late[:6], late[:6]]
    assert begins(WHOLE, late) == [TITLE[:6], late[:6]]
    assert begins(NEWS + WHOLE, late, late)[0] == TITLE[:6]


def test_what_stands_above_a_headline_is_another_article() -> None:
    """Where the shared text begins with a headline nothing before it is the work."""
    assert begins(NEWS + WHOLE, WHOLE, WHOLE.replace("艰巨", "繁重"))[0] == TITLE[:6]


def test_text_after_the_others_have_ended_is_named() -> None:
    """It is not taken, for it may be a note of the editors; other articles, source lines are not named."""
    early = TITLE + "\n" + "".join(SPEECH[:2])
    for texts, said in (
        ((WHOLE, early, early), "第三件事"),
        ((early + NEWS, early, early), None),
        ((early + "责任编辑：某某\n", early, early), None),
        ((early, early, early), None),
        ((WHOLE, WHOLE, early), None),
    ):
        result = located(*texts)
        told = beyond(result.extents, [witness(s, t) for s, t in zip("甲乙丙", texts, strict=True)])
        assert (told is not None) is (said is not None)
        if told is not None:
            assert told[0] == 0
            assert texts[0][told[1].start :].startswith(said)
