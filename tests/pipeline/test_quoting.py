from __future__ import annotations

from doccompare.model import QuoteStatus, Witness
from doccompare.pipeline.against import Standard, plain
from doccompare.pipeline.quoting import quotations
from tests.quotation.support import blocks, notice


def article(text: str) -> Witness:
    """A text as an article."""
    return Witness(siglum="", text=text, path="article.txt", sha256="1" * 64)


def work(name: str, text: str) -> Standard:
    """A plain text as a work."""
    return plain(Witness(siglum="甲", text=text, path=f"{name}.txt", sha256="0" * 64))


def test_the_other_script_is_no_alteration() -> None:
    """An article in traditional characters: its title, its verbs and its quotations are read all the same."""
    text = (
        "新聞稿：《關於加強城市公園管理的通知》要求「嚴禁在公園內設立兒童會所」，"
        "母嬰室、飲水點、無障礙通道應當與公園同步建成。《綠地條例》規定：「公園每日開放時間不少於24小時。」\n"
    )
    found = quotations(article(text), [notice()]).passages
    assert [(p.status, p.address) for p in found] == [
        (QuoteStatus.VERBATIM, "标题"),
        (QuoteStatus.ALTERED, "一.2.s1"),
        (QuoteStatus.VERBATIM, "二.4.s1"),
    ]
    assert [d.established for d in found[1].differences] == ["私人"]
    assert all(p.text == text[p.start : p.end] for p in found)


def test_of_two_works_the_truer_one_is_named() -> None:
    """Two versions of one text: a quotation is put down to the one that has its words."""
    old = work("old", blocks()["work"])
    new = work("new", blocks()["work"].replace("不少于16小时", "不少于18小时"))
    found = quotations(article("通知规定：“公园每日开放时间不少于18小时。”\n"), [old, new]).passages
    assert [(p.work, p.status) for p in found] == [("new", QuoteStatus.VERBATIM)]


def test_what_no_work_has_is_said_once() -> None:
    """A quotation that is said to be a work's and that none has is one finding, not one for each work."""
    works = [work("a", blocks()["work"]), work("b", "茶园管理办法\n第一条　采茶不得损伤嫩枝。\n")]
    text = "《茶园管理办法》规定：“采茶人每人奖励黄金十两，当场兑现，决不拖欠。”\n"
    found = [p for p in quotations(article(text), works).passages if "title" not in p.flags]
    assert [p.status for p in found] == [QuoteStatus.NOT_FOUND]


def test_nothing_in_common_is_nothing_found() -> None:
    """An article about something else gives no passage."""
    assert quotations(article("今天多云转晴，北风二到三级。\n"), [notice()]).passages == ()
