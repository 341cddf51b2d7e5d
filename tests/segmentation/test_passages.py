"""Lines become paragraphs, and paragraphs the parts of a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.model import Span
from doccompare.segmentation import title_of
from doccompare.text import key_of
from tests.alignment.made_up import PROFILE
from tests.segmentation.support import addresses, headings, parts, segmented, texts

LONG = "各地要把这项工作列入年度计划，明确牵头单位和完成时限，定期调度，确保落到实处。"
NEXT = "县级财政安排专项资金，按照每村三万元的标准给予补助，并随财力增长逐步提高。"


def set_in_columns(text: str, width: int, *, blank: int = 0, indent: str = "　　") -> str:
    """A paragraph as a column prints it; a blank line after every ``blank`` lines."""
    rest, lines = indent + text, []
    while rest:
        lines.append(rest[:width])
        rest = rest[width:]
        if blank and len(lines) % blank == 0:
            lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize("width", [12, 16, 22])
@pytest.mark.parametrize("blank", [0, 3])
def test_columns_are_joined(width: int, blank: int) -> None:
    """Hard line ends, and blank lines in mid sentence, do not end a paragraph."""
    text = "\n".join(set_in_columns(p, width, blank=blank) for p in (LONG, NEXT, LONG + NEXT))
    assert texts(text) == [LONG, NEXT, LONG + NEXT]


def test_a_blank_line_in_an_open_sentence() -> None:
    """A page break leaves blank lines in mid sentence: the sentence goes on."""
    assert texts(f"{LONG[:17]}\n\n\n{LONG[17:]}\n\n{NEXT}") == [LONG, NEXT]


@pytest.mark.parametrize("sign", "；：，、")
def test_a_sign_that_does_not_end(sign: str) -> None:
    """A paragraph that stops with ， or 、 goes on over a blank line; ； and ： may end it."""
    text = f"县级财政安排资金，用于购置路面、桥涵{sign}\n\n边坡等养护材料。"
    assert len(texts(text)) == (1 if sign in "，、" else 2)


def test_a_short_line_that_ends_with_a_comma_of_lists() -> None:
    """A first line that stops with 、 is no title: the list goes on over the blank line."""
    assert texts("教育、医疗、养老、\n\n就业等资源统筹配置。") == ["教育、医疗、养老、就业等资源统筹配置。"]


def test_one_paragraph_a_line() -> None:
    """Long lines that end with a full stop are paragraphs, indented or not."""
    assert texts(f"{LONG}\n{NEXT}\n{LONG}") == [LONG, NEXT, LONG]
    assert texts(f"　　{LONG}\n　　{NEXT}") == [LONG, NEXT]


def test_a_decimal_is_no_item() -> None:
    """A line that begins with 18.91万 goes on the paragraph; it is no item 18."""
    text = "全市共有社区工作者\n18.91万人，比上年增长\n3.5%，平均年龄\n42.7岁。\n2. 健全制度。每年轮训一次。"
    assert texts(text) == [
        "全市共有社区工作者18.91万人，比上年增长3.5%，平均年龄42.7岁。",
        "2.健全制度。每年轮训一次。",
    ]


def test_a_number_at_a_line_head_in_a_column() -> None:
    """In a column a line may begin with a number and a stop that belong to the sentence."""
    body = (
        "本市共有农村公路二千三百公里，其中硬化路面占百分之九十八，管护人员三百二十人，四十五岁以下的占六成。"
    )
    assert texts(set_in_columns(body, 14)) == [body]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("一、总体要求", "heading"),
        ("十二、组织实施", "heading"),
        ("第一章　总则", "heading"),
        ("第三编　合同", "heading"),
        ("第二节　监督检查", "heading"),
        ("第十二条　县级人民政府负责本行政区域内的管护工作。", "clause"),
        ("第十二条之一　乡镇人民政府配合做好有关工作。", "clause"),
        ("（一）落实责任。各地要明确责任人。", "item"),
        ("(二)加强监管。资金专户管理。", "item"),
        ("1. 落实责任。各地要明确责任人。", "clause"),
        ("２．加强监管。资金专户管理。", "clause"),
        ("3、加强监管。资金专户管理。", "clause"),
        ("（3）资金专户管理，按月拨付到位。", "item"),
        ("（2021年5月18日）", "date"),
        ("二〇二一年五月十八日", "date"),
        ("新华社北京5月20日电", "credit"),
        ("（新华社北京5月20日电）", "credit"),
        ("各地要明确责任人，逐级签订责任书。", "paragraph"),
        ("18.91万人参加了培训，合格率为九成。", "paragraph"),
        ("2021年起，各地不再新增项目。", "paragraph"),
        ("第十二条规定的情形除外的，按照前款执行。", "paragraph"),
        ("一是明确责任，二是保障资金。", "paragraph"),
    ],
)
def test_what_a_line_is(line: str, part: str) -> None:
    """The number at its head, or its form, tells what a paragraph is."""
    text = f"关于农村公路管护的意见\n\n{LONG}\n{line}\n{NEXT}"
    assert next(p for p, body in parts(text) if body.startswith(key_of(line).print(0, 3))) == part


def test_a_sentence_like_a_section_number() -> None:
    """A numbered sentence with signs inside is no bare heading."""
    [_, (part, _), _] = parts(f"{LONG}\n三、村级设立管护岗位，优先聘用本村脱贫户，按月发放报酬。\n{NEXT}")
    assert part == "clause"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("1. 落实各级责任。县道由县负责，乡道由乡负责。", "落实各级责任"),
        ("（一）加强资金监管。养护资金专户管理。", "加强资金监管"),
        ("一、总体要求", "总体要求"),
        ("第一章　总则", "总则"),
        ("1. 养护资金专户管理，不得挪用。年末公开。", ""),
        ("第十二条　县级人民政府负责。乡镇人民政府配合。", ""),
        ("第十二条　【职责】县级人民政府负责。", "职责"),
        ("2. 年度考核优秀的乡镇给予奖励。", ""),
    ],
)
def test_run_in_headings(line: str, heading: str) -> None:
    """A short first sentence after the number is a heading; the only one, or one with a comma, is not."""
    assert headings(f"{LONG}\n{line}\n{NEXT}")[1] == heading


def test_title_date_and_credit_are_put_in_order() -> None:
    """Title after the text, date, credit line at the foot: reading order is 标题 日期 … 电头."""
    text = f"{LONG}\n{NEXT}\n\n临江市关于农村公路管护的意见\n（2021年5月18日）\n新华社临江5月20日电"
    found = segmented(text, "临江市关于农村公路管护的意见")
    assert [p.part.value for p in found.passages] == ["title", "date", "paragraph", "paragraph", "credit"]
    assert [text[s.start : s.end] for s in found.displaced] == ["临江市关于农村公路管护的意见"]


def test_a_title_broken_by_its_date() -> None:
    """Both halves of a title with the date between them are one title, and the date follows."""
    text = f"临江市关于推进农村\n（2021年5月18日）\n公路管护的意见\n\n{LONG}\n{NEXT}"
    assert parts(text, "临江市关于推进农村公路管护的意见")[:2] == [
        ("title", "临江市关于推进农村公路管护的意见"),
        ("date", "（2021年5月18日）"),
    ]


@pytest.mark.parametrize("title", ["关于农村公路管护的通知", "临江市人民政府\n关于农村公路管护的通知"])
def test_a_title_right_above_the_text(title: str) -> None:
    """A line much shorter than the one after it was not broken by a column: the title is no part of it."""
    found = parts(f"{title}\n{LONG}{NEXT}\n{NEXT}{LONG}")
    assert found[0] == ("title", title.replace("\n", ""))
    assert len(found) == 3


def test_a_title_of_several_lines() -> None:
    """The lines of a title are one title."""
    text = f"临江市人民政府\n关于推进农村公路管护的\n意　见\n\n{LONG}"
    assert parts(text)[0] == ("title", "临江市人民政府关于推进农村公路管护的意见")
    assert title_of(text, [Span(0, len(text))]) == "临江市人民政府关于推进农村公路管护的意　见"


@pytest.mark.parametrize(
    ("text", "credit", "rest"),
    [
        (f"{LONG}\n{NEXT}\n（新华社北京5月20日电）", "（新华社北京5月20日电）", NEXT),
        (f"{LONG}\n{NEXT}（新华社北京5月20日电）", "（新华社北京5月20日电）", NEXT),
        (f"{LONG}\n新华社北京5月20日电　{NEXT}", "新华社北京5月20日电", NEXT),
        (f"新华社北京5月20日电（记者　林晓）　{LONG}\n{NEXT}", "新华社北京5月20日电（记者林晓）", NEXT),
    ],
)
def test_credit_lines(text: str, credit: str, rest: str) -> None:
    """On a line of its own, at the end of the last paragraph, or at the head of one: always 电头, last."""
    found = parts(text)
    assert found[-1] == ("credit", credit)
    assert found[-2][1] == rest


def test_signature_and_date_at_the_foot() -> None:
    """Who signs, with the date below at the foot, is one signature and no title."""
    text = f"关于农村公路管护的通知\n\n{LONG}\n{NEXT}\n临江市人民政府办公室\n2021年5月18日"
    assert parts(text) == [
        ("title", "关于农村公路管护的通知"),
        ("paragraph", LONG),
        ("paragraph", NEXT),
        ("signature", "临江市人民政府办公室2021年5月18日"),
    ]
    assert addresses(text)[-1] == "落款"


def test_two_who_sign() -> None:
    """Consecutive lines of signatures, with their date, are one passage."""
    text = f"关于农村公路管护的通知\n\n{LONG}\n{NEXT}\n临江市人民政府办公室\n临江市交通运输局\n2021年5月18日"
    assert parts(text)[-1] == ("signature", "临江市人民政府办公室临江市交通运输局2021年5月18日")
    assert [part for part, _ in parts(text)].count("signature") == 1


def test_a_date_by_the_title_and_one_at_the_foot() -> None:
    """The date beside the title stays 日期; the one under the signature is part of 落款."""
    text = (
        f"关于农村公路管护的通知\n（2021年5月20日）\n\n{LONG}\n{NEXT}\n\n临江市人民政府办公室\n2021年5月18日"
    )
    assert parts(text)[:2] == [("title", "关于农村公路管护的通知"), ("date", "（2021年5月20日）")]
    assert parts(text)[-1] == ("signature", "临江市人民政府办公室2021年5月18日")
    assert addresses(text)[1] == "日期"


def test_a_date_by_the_title_without_a_signature() -> None:
    """A date beside a title that stands after the text is 日期: nobody signs there."""
    text = f"{LONG}\n{NEXT}\n\n关于农村公路管护的通知\n（2021年5月18日）"
    assert parts(text, "关于农村公路管护的通知")[:2] == [
        ("title", "关于农村公路管护的通知"),
        ("date", "（2021年5月18日）"),
    ]


LINES = st.lists(
    st.sampled_from(
        [LONG, NEXT, "一、总体要求", "（一）落实责任。各地要明确责任人。", "1. 加强监管。资金专户管理。",
         "（2021年5月18日）", "关于农村公路管护的意见", "新华社北京5月20日电", "", "18.91万人",
         "第一章　总则",
         "第二条　本办法自公布之日起施行。"]
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@PROFILE
@given(LINES)
def test_nothing_of_the_text_is_lost(lines: list[str]) -> None:
    """The passages hold every compared character exactly once, side by side."""
    text = "\n".join(lines)
    found = segmented(text)
    assert sorted(found.key.offsets.tolist()) == key_of(text).offsets.tolist()
    at = 0
    for passage in found.passages:
        assert passage.start == at < passage.end
        assert passage.start <= passage.heading_start <= passage.heading_end <= passage.end
        at = passage.end
    assert at == len(found.key)


def test_what_is_outside_the_spans_is_left_out() -> None:
    """Only the spans of the work are segmented; what a cut leaves on both sides is joined."""
    text = f"{LONG[:20]}广告位招租{LONG[20:]}"
    from doccompare.segmentation import segment

    found = segment(text, [Span(0, 20), Span(25, len(text))], ())
    assert [found.key.print(p.start, p.end) for p in found.passages] == [LONG]


def test_marks_of_bold_inside_a_line() -> None:
    """What locating cuts out of the middle of a line, such as **, is in no passage."""
    from doccompare.segmentation import segment

    text = f"1. **落实责任。**{LONG}"
    spans = [Span(0, 3), Span(5, 10), Span(12, len(text))]
    found = segment(text, spans, ())
    assert found.key.text == f"1.落实责任。{LONG}"


def test_latin_words_keep_their_space_over_a_line_end() -> None:
    """Two Latin words that meet at a line end are not run together when printed."""
    text = "各单位应当使用 open\ndata 标准发布数据，不得自行其是，也不得拖延。"
    assert texts(text) == ["各单位应当使用open data标准发布数据，不得自行其是，也不得拖延。"]


@pytest.mark.parametrize("width", [12, 18, 25])
def test_a_history_in_brackets_that_the_column_broke(width: int) -> None:
    """The history of a law is one passage, though a line of it reads like a whole date."""
    history = "（2023年5月18日江州市第十五届人民代表大会常务委员会第三次会议通过）"
    broken = "\n".join(history[i : i + width] for i in range(0, len(history), width))
    body = "第一条　为了加强古树名木保护，制定本条例。"
    found = parts(f"江州市古树名木保护条例\n{broken}\n{body}")
    assert found[1] == ("date", history)
    assert len(found) == 3


def test_entries_without_signs() -> None:
    """The lines of a list that ends at a number or a date are paragraphs; a broken sentence is one."""
    text = """关于表彰先进的决定
经研究，决定表彰下列人员。
一、先进个人
王小明 临江县水利局
李大江 临江县农业农村局
张三 教育局
二、要求
各县要认真做好
今年的防汛准备
工作，不得有误。
三、本月的重点是
加强值守
确保安全。"""
    assert texts(text)[2:] == [
        "一、先进个人", "王小明临江县水利局", "李大江临江县农业农村局", "张三教育局", "二、要求",
        "各县要认真做好今年的防汛准备工作，不得有误。", "三、本月的重点是", "加强值守确保安全。",
    ]  # fmt: skip
