"""Where the work stands on pages that print other things too."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest

from doccompare.layout import is_credit
from doccompare.locating.furniture import page_furniture
from doccompare.model import Role
from tests.locating.pages import (
    ACTOR,
    ARTICLES,
    BODY,
    CREDIT,
    DATE,
    MARKET,
    PARAGRAPHS,
    PLAIN,
    SCHOOL,
    SECOND,
    SPORT,
    TITLE,
    TRAIN,
    WEATHER,
    WORK,
    found,
    located,
    page,
    solid,
    witness,
    words,
    wrapped,
)


def test_the_work_among_other_articles() -> None:
    """Title, date and text are found whole; the articles before and after are left out."""
    texts = [PLAIN, page(WORK, ACTOR, MARKET), page(SPORT, WORK)]
    result = located(*texts)
    assert [words(t, e) for t, e in zip(texts, result.extents, strict=True)] == [solid(WORK)] * 3
    assert [e.role for e in result.extents] == [Role.REPRINT] * 3
    assert all(e.share > 0.95 for e in result.extents)
    assert result.others == ()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_pages_is_no_matter(order: tuple[int, ...]) -> None:
    """Each page has the same extent whatever page comes first."""
    texts = [PLAIN, SECOND, page(MARKET, wrapped(WORK), SPORT)]
    plain = [e.spans for e in located(*texts).extents]
    assert [e.spans for e in located(*[texts[i] for i in order]).extents] == [plain[i] for i in order]


def test_spans_are_ordered_and_tight() -> None:
    """Spans come in file order, never touch blank edges and never overlap."""
    text = page(SPORT, wrapped(WORK), WEATHER)
    spans = located(text, PLAIN).extents[0].spans
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for span in spans:
        piece = text[span.start : span.end]
        assert piece == piece.strip()


CONTENTS = page("目　录", "篮球联赛决赛昨晚打响 ……1", f"{TITLE} ……2", "春笋便宜了 ……4", gap="\n")


def test_the_title_in_a_table_of_contents() -> None:
    """The exact title among the titles of a contents page is not the work."""
    text = page(CONTENTS, SPORT, ACTOR, WEATHER, WORK, MARKET)
    assert words(text, located(text, PLAIN).extents[0]) == solid(WORK)


@pytest.mark.xfail(strict=True, reason="a line like the title within 150 characters of the text is taken")
def test_a_table_of_contents_near_the_work() -> None:
    """The same where one short article stands between the contents and the work."""
    for article in ARTICLES:
        text = page(CONTENTS, article, WORK)
        assert words(text, located(text, PLAIN, SECOND).extents[0]) == solid(WORK)


def test_running_heads_and_page_numbers() -> None:
    """A running head and a page number that break into sentences are furniture."""
    cut_1, cut_2 = BODY.index("逐段公示"), BODY.index("不足部分")
    head = "临江市公报"
    turn = f"\n\n· 12 ·\n{head}\n\n"
    body = BODY[:cut_1] + turn + BODY[cut_1:cut_2] + turn.replace("12", "13") + BODY[cut_2:]
    text = page(MARKET, f"{TITLE}\n{DATE}\n{body}", WEATHER)
    result = located(text, PLAIN)
    assert words(text, result.extents[0]) == solid(WORK)


@pytest.mark.parametrize(
    "gap",
    [
        "\n\n",
        "",
        "\n",
    ],
    ids=["blank line", "same line", "next line"],
)
def test_the_jump_line_is_furniture_and_breaks_off(gap: str) -> None:
    """Up to the jump line it is the work; where it jumps is known; what follows is another article."""
    cut = WORK.index("雨季每天")
    text = page(SPORT, f"{WORK[:cut]}{gap}（下转第四版）", WEATHER)
    extent = located(text, PLAIN).extents[0]
    assert words(text, extent) == solid(WORK[:cut])
    assert extent.jumps == extent.spans[-1].end
    assert located(text, PLAIN).extents[1].jumps is None


def test_a_continued_text() -> None:
    """Two parts with another article, a jump line and a 上接 line between them are one work."""
    cut = BODY.index("二、保障养护资金")
    head = f"{TITLE}\n{DATE}\n{BODY[:cut].rstrip()}"
    text = page(head, "（下转第四版）", SPORT, ACTOR, "（上接第一版）", BODY[cut:])
    extent = located(text, PLAIN).extents[0]
    assert words(text, extent) == solid(WORK)
    assert extent.jumps is None


def test_the_title_after_the_text() -> None:
    """A title that stands after the last paragraph belongs to the work."""
    text = page(BODY, TITLE, DATE, MARKET)
    extent = located(text, PLAIN, SECOND).extents[0]
    assert words(text, extent) == solid(BODY) + solid(TITLE) + solid(DATE)


def test_the_date_between_the_halves_of_the_title() -> None:
    """A title broken by its date is found in both halves, with the date."""
    text = page(ACTOR, f"临江市关于推进农村\n{DATE}\n公路管护的意见", BODY)
    extent = located(text, PLAIN, SECOND).extents[0]
    assert words(text, extent) == f"临江市关于推进农村{solid(DATE)}公路管护的意见{solid(BODY)}"


def test_the_credit_line() -> None:
    """A credit line at the foot belongs to the work though one page alone has it."""
    text = page(WORK, CREDIT, MARKET, gap="\n")
    extent = located(text, PLAIN).extents[0]
    assert words(text, extent) == solid(WORK) + CREDIT


def test_a_page_that_only_quotes() -> None:
    """Scattered sentences, out of order, in a longer article: an indirect witness."""
    one, other = PARAGRAPHS[8][3:40], PARAGRAPHS[3][3:30]
    quotes = f"{MARKET}记者从会上了解到，{one}{ACTOR}有村民说，{other}{WEATHER}{SPORT}"
    result = located(PLAIN, SECOND, quotes)
    assert [e.role for e in result.extents] == [Role.REPRINT, Role.REPRINT, Role.INDIRECT]
    assert result.extents[2].spans == ()


def test_a_single_quotation() -> None:
    """One sentence of the work inside a longer article is a quotation, not a reprint of a tenth of it."""
    quotes = f"{MARKET}记者从会上了解到，{PARAGRAPHS[8][3:40]}{WEATHER}{SPORT}"
    assert located(PLAIN, SECOND, quotes).extents[2].role is Role.INDIRECT


def test_a_fragment_is_a_reprint() -> None:
    """The first third of the work in one run, and nothing else, is a reprint broken off."""
    cut = WORK.index("2. 稳定养护队伍")
    text = WORK[:cut].rstrip()
    extent = located(PLAIN, SECOND, text).extents[2]
    assert extent.role is Role.REPRINT
    assert words(text, extent) == solid(text)


def test_pages_that_share_nothing() -> None:
    """No shared text: no extent, no role but the default, no other work."""
    result = located(SPORT, WEATHER, ACTOR)
    assert found(result) == [False] * 3
    assert result.others == ()


def test_a_page_without_the_work() -> None:
    """One page of three does not print it: the others are found all the same."""
    result = located(PLAIN, page(SPORT[:20], ACTOR, MARKET), SECOND)
    assert found(result) == [True, False, True]


OTHER = (
    "临江市图书馆借阅办法\n凡持有本市身份证件的读者均可免费办理借书证，未成年人由监护人代办，当场领取。\n"
    "每证可同时借阅图书八册，期限三十天，到期可以在网上续借一次，古籍和工具书只在馆内阅览。\n"
    "图书污损、遗失的，按原价赔偿；逾期不还的，暂停借阅，直到归还为止，不另收取滞纳费用。\n"
    "图书馆每周二至周日开放，法定节假日照常开放，具体时间在馆门口和网站上公布。"
)


@pytest.mark.parametrize(
    "between",
    [
        [SPORT],
        [SPORT, WEATHER, TRAIN, SCHOOL],
    ],
    ids=["near", "far"],
)
@pytest.mark.parametrize("title", [TITLE, "临江市图书馆借阅办法"])
def test_pages_that_share_two_works(title: str, between: list[str]) -> None:
    """Of two shared works the title decides; the other one is named, never dropped in silence."""
    wanted, named = (WORK, "图书馆") if title == TITLE else (OTHER, "农村公路")
    one, two = page(WORK, *between, OTHER), page(OTHER, *[article[::-1] for article in between], WORK)
    result = located(one, two, title=title)
    assert words(one, result.extents[0]) == solid(wanted)
    assert words(two, result.extents[1]) == solid(wanted)
    assert len(result.others) == 1
    assert named in result.others[0]


def test_without_a_title_the_work_of_most_pages() -> None:
    """Two works: three pages have the shorter one, two the longer; the shorter is the work."""
    texts = [page(WORK, OTHER), page(OTHER, ACTOR, WORK), page(MARKET, OTHER)]
    result = located(*texts)
    assert [words(t, e) for t, e in zip(texts, result.extents, strict=True)] == [solid(OTHER)] * 3
    assert len(result.others) == 1


def test_a_middle_lost_by_one_page() -> None:
    """One page lost a section in the middle: its two parts belong to one work, the others are whole."""
    first, last = BODY.index("二、保障"), BODY.index("三、强化")
    text = page(SPORT, f"{TITLE}\n{DATE}\n{BODY[:first]}{BODY[last:]}", WEATHER)
    whole = SECOND
    result = located(PLAIN, whole, text)
    assert words(text, result.extents[2]) == solid(f"{TITLE}{DATE}{BODY[:first]}{BODY[last:]}")
    assert words(whole, result.extents[1]) == solid(WORK)


def test_a_paragraph_of_one_page_only() -> None:
    """A paragraph between shared ones belongs to the work though one page alone prints it."""
    extra = "7. 鼓励群众参与。各村可以组织志愿护路队，利用农闲清理边沟和路肩，乡镇统一购买意外伤害保险。"
    at = BODY.index("三、强化")
    text = page(SPORT, f"{TITLE}\n{DATE}\n{BODY[:at]}{extra}\n{BODY[at:]}", WEATHER)
    result = located(PLAIN, text, SECOND)
    assert words(text, result.extents[1]) == solid(f"{TITLE}{DATE}{BODY[:at]}{extra}{BODY[at:]}")


def test_an_article_inside_the_work() -> None:
    """A news item that breaks into the work is cut out; the work goes on after it."""
    at = BODY.index("二、保障")
    text = page(f"{TITLE}\n{DATE}\n{BODY[:at]}", SPORT + ACTOR, BODY[at:])
    result = located(PLAIN, text, SECOND)
    assert words(text, result.extents[1]) == solid(WORK)


@pytest.mark.parametrize("width", [14, 20, 28])
def test_columns(width: int) -> None:
    """A page set in narrow columns is found as whole as any other."""
    text = page(MARKET, wrapped(WORK, width), ACTOR)
    extent = located(PLAIN, text).extents[1]
    assert words(text, extent) == solid(WORK)


def test_bullets_are_furniture() -> None:
    """Bullets and Markdown stars at the paragraphs are no part of the work."""
    text = page(SPORT, "\n".join(f"- {line}" for line in WORK.split("\n")), WEATHER)
    starred = WORK.replace("一、明确管护责任", "**一、明确管护责任**")
    result = located(PLAIN, text, starred)
    assert words(text, result.extents[1]) == solid(WORK)
    assert words(starred, result.extents[2]) == solid(WORK)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends(ends: str) -> None:
    """Any line end will do; spans count the code points as they are."""
    text = page(SPORT, WORK, WEATHER).replace("\n", ends)
    extent = located(PLAIN, text).extents[1]
    assert words(text, extent) == solid(WORK)


def test_a_stated_role_is_kept() -> None:
    """A witness stated to be a reprint is not made an indirect one, however little it has."""
    from doccompare.locating import locate

    quotes = f"{MARKET}{PARAGRAPHS[8][3:40]}{ACTOR}{PARAGRAPHS[3][3:30]}{WEATHER}{SPORT}"
    pages = [witness("甲", PLAIN), witness("乙", SECOND), witness("丙", quotes, Role.REPRINT)]
    assert locate(pages).extents[2].role is Role.REPRINT


def test_many_articles_shared_by_chance_phrases() -> None:
    """Stock phrases shared by news items are no work."""
    stock = "记者从有关部门获悉，"
    texts = [f"{stock}{article}" for article in ARTICLES[1:]]
    assert found(located(*texts)) == [False] * 3


@pytest.mark.parametrize("copies", [2, 3, 5])
def test_copies_of_one_whole_page(copies: int) -> None:
    """Pages that share every article have one work each, the same; what else they share is no part of it."""
    text = page(SPORT, WORK, MARKET)
    result = located(*[text] * copies)
    assert len({e.spans for e in result.extents}) == 1
    near = [text, text.replace("。", "．", 1), *[text] * (copies - 2)]
    assert [e.spans for e in located(*near).extents] == [e.spans for e in result.extents]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 3, 0, 1), (0, 2, 1, 3)])
def test_two_copies_of_one_page_and_two_bare_ones(order: tuple[int, ...]) -> None:
    """Articles round the work that two copies of one page share are no part of it: other files do without."""
    sport, weather = f"龙舟赛昨日举行\n\n{SPORT}", f"天气预报\n\n{WEATHER}"
    first = page(sport, WORK, weather)
    texts = [WORK, WORK.replace("足月", "按月"), first, first.replace("警示标志", "警示标识")]
    texts = [texts[i] for i in order]
    result = located(*texts)
    assert [
        words(t, e).startswith(TITLE) and words(t, e).endswith(solid(PARAGRAPHS[-1]))
        for t, e in zip(texts, result.extents, strict=True)
    ] == [True] * 4


def test_a_signature_that_most_leave_out() -> None:
    """A signature is no headline of another article."""
    signed = f"{WORK}\n临江市农村公路工作领导小组办公室\n2021年5月18日"
    texts = [WORK, WORK.replace("按月", "按季"), signed, signed.replace("警示标志", "警示标识")]
    assert [words(t, e) for t, e in zip(texts, located(*texts).extents, strict=True)] == [
        solid(t) for t in texts
    ]


def test_a_doubled_paragraph_does_not_part_the_end() -> None:
    """A short end stays with the work though one page, the fullest, prints the paragraph before it twice."""
    end = "考核等次：优秀五个，良好八个，合格三个，不合格一个。"
    whole = page(WORK, end, gap="\n")
    doubled = page(WORK, PARAGRAPHS[-1], end, gap="\n")
    texts = [whole, whole.replace("警示标志", "警示标识"), doubled, whole]
    assert [words(t, e) for t, e in zip(texts, located(*texts).extents, strict=True)] == [
        solid(t) for t in texts
    ]


def test_the_last_paragraph_printed_twice() -> None:
    """The end of the work doubled is the work's, so that it can be told."""
    doubled = page(WORK, PARAGRAPHS[-1], gap="\n")
    texts = [WORK, WORK.replace("警示标志", "警示标识"), doubled]
    assert words(doubled, located(*texts).extents[2]) == solid(doubled)


@pytest.mark.parametrize("cut", [3, 4, 5, 7])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_work_in_instalments(cut: int, order: tuple[int, ...]) -> None:
    """Two files with a half each, beside one with the whole, are fragments of one work."""
    first = page(TITLE, DATE, *PARAGRAPHS[:cut], gap="\n")
    texts = [WORK, first, page(*PARAGRAPHS[cut:], gap="\n")]
    texts = [texts[i] for i in order]
    result = located(*texts)
    assert [words(t, e) for t, e in zip(texts, result.extents, strict=True)] == [solid(t) for t in texts]
    assert result.others == ()


@pytest.mark.parametrize("neighbour", [f"龙舟赛昨日举行\n{SPORT}", SPORT])
@pytest.mark.parametrize("after", [False, True])
def test_a_neighbour_in_a_file_of_its_own(neighbour: str, after: bool) -> None:
    """An article beside the work that a third file has alone is no instalment of it."""
    parts = [WORK, neighbour] if after else [neighbour, WORK]
    texts = [page(*parts), WORK, neighbour]
    result = located(*texts)
    assert found(result) == [True, True, False]
    assert words(texts[0], result.extents[0]) == solid(WORK)


@pytest.mark.parametrize("filling", [" " * 300_000, "\n" * 300_000, "转" + " " * 300_000, "." * 300_000])
def test_a_long_row_of_blanks_is_looked_through_once(filling: str) -> None:
    """A text with more blanks, or dots, than words is read to its end."""
    assert page_furniture(f"前{filling}后") == []
    assert not is_credit(f"新华社北京电{' ' * 5_000}后")
