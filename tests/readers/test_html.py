"""Web pages: the whole article in the order a browser shows it, whatever the page says of its encoding."""

import socket
from pathlib import Path

import pytest

from doccompare.errors import ReadError
from doccompare.readers import read_text
from tests.readers.making import NOTICE, lines, page

TRADITIONAL = (
    "關於做好城市防汛工作的通知",
    "一、明確責任。各區縣政府應落實首長負責制，建立「一線指揮」機制，確保責任到人。",
    "二、備足物資。按照每萬人不少於15套的標準儲備救生衣、編織袋等物資，定期檢查更新。",
)


def text_of(source: str | bytes, name: str = "a.html") -> list[str]:
    """The lines that are read."""
    return lines(read_text(source if isinstance(source, bytes) else source.encode(), name).text)


def body(inside: str) -> str:
    """A page without a frame."""
    return f"<!DOCTYPE html><html><head><title>某网</title></head><body>{inside}</body></html>"


def codes(source: str | bytes) -> list[str]:
    """What is said of the page."""
    return [
        p.code for p in read_text(source if isinstance(source, bytes) else source.encode(), "a.html").problems
    ]


def test_a_news_page() -> None:
    """The article from its title to its end and nothing of the site around it; scripts are no text."""
    assert text_of(page(NOTICE)) == list(NOTICE)


@pytest.mark.parametrize(
    ("codec", "says", "chosen"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gb2312", "utf-8"),
        ("utf-8-sig", "gbk", "utf-8"),
        ("gbk", "gbk", "gb18030"),
        ("gbk", "gb2312", "gb18030"),
        ("gb18030", "utf-8", "gb18030"),
        ("gbk", "iso-8859-1", "gb18030"),
        ("gbk", "no-such-thing", "gb18030"),
        ("utf-16", "utf-16", "utf-16-le"),
        ("utf-16-le", "utf-8", "utf-16-le"),
    ],
)
def test_what_a_page_says_of_its_encoding_is_one_vote(codec: str, says: str, chosen: str) -> None:
    """The page is read right whether its meta is right, wrong or nonsense."""
    decoded = read_text(page(NOTICE, says).encode(codec), "a.html")
    assert (lines(decoded.text), decoded.encoding) == (list(NOTICE), chosen)


@pytest.mark.parametrize("says", ["big5", "gb2312", ""])
def test_big5(says: str) -> None:
    """Traditional pages in Big5, also those that say otherwise."""
    assert text_of(page(TRADITIONAL, says).encode("big5", "xmlcharrefreplace")) == list(TRADITIONAL)


def test_a_wrong_meta_is_told() -> None:
    """A page that errs about its own encoding is said to; GB2312 for GBK is no error."""
    assert codes(page(NOTICE, "utf-8").encode("gbk")) == ["wrong-charset"]
    assert codes(page(NOTICE, "gb2312").encode("gbk")) == []


def test_the_page_decides_where_there_is_too_little_to_judge_by() -> None:
    """Two characters can be anything; then the word of the page is taken."""
    source = '<html><meta charset="big5"><p>域性</p></html>'
    decoded = read_text(source.encode("big5"), "a.html")
    assert (decoded.text, decoded.encoding, decoded.reason) == ("域性\n", "big5", "page")


def test_old_pages_of_tables_and_breaks() -> None:
    """A page laid out by tables, its paragraphs parted by <br> and indented by &nbsp;."""
    text = "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{p}" for p in NOTICE)
    links = "".join(f'<a href="#">某一条新闻的标题{n}</a><br>' for n in range(9))
    source = f"<table><tr><td>{links}</td><td><font size=3>{text}</font></td></tr></table>"
    assert text_of(body(source)) == list(NOTICE)


def test_a_table_inside_the_article() -> None:
    """A row is a line, its cells parted by tabs; cells with paragraphs are lines of their own."""
    rows = "<tr><th>区</th><th>个数</th></tr><tr><td>东区</td><td>12</td></tr>"
    long = "<tr><td><p>甲段。</p><p>乙段。</p></td><td>丙</td></tr>"
    assert text_of(body(f"<p>{NOTICE[4]}</p><table>{rows}{long}</table><p>{NOTICE[5]}</p>")) == [
        NOTICE[4],
        "区\t个数",
        "东区\t12",
        "甲段。",
        "乙段。",
        "丙",
        NOTICE[5],
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ol><li>一句</li><li>二句</li></ol>", ["1. 一句", "2. 二句"]),
        ("<ol start=4><li>甲</li><li value=9>乙</li><li>丙</li></ol>", ["4. 甲", "9. 乙", "10. 丙"]),
        ("<ol type=a><li>甲<ol type=I><li>乙</li></ol></li><li>丙</li></ol>", ["a. 甲", "I. 乙", "b. 丙"]),
        ('<ol style="list-style: cjk-ideographic"><li>甲</li><li>乙</li></ol>', ["一、甲", "二、乙"]),
        ('<ol style="list-style-type:none"><li>甲</li></ol>', ["甲"]),
        ("<ol><li>1.甲</li><li>（二）乙</li></ol>", ["1.甲", "（二）乙"]),
        ("<ul><li>甲</li><li><p>乙</p><p>丙</p></li></ul>", ["• 甲", "• 乙", "丙"]),
        ("<ol start=99999999999><li>甲</li></ol>", ["1. 甲"]),
    ],
)
def test_numbers_of_lists(source: str, expected: list[str]) -> None:
    """A list prints the numbers a browser shows, unless the text has its own."""
    assert text_of(body(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>产业\n   工人 A\n b</p>", ["产业工人 A b"]),
        ("<p>甲<b>乙</b><span>丙</span>丁</p>戊", ["甲乙丙丁", "戊"]),
        ("<p style='display: none'>隐</p><p hidden>藏</p><p>显</p>", ["显"]),
        ("<ruby>绌<rp>(</rp><rt>chù</rt><rp>)</rp></ruby>", ["绌"]),
        ("<pre>一\n二</pre>", ["一", "二"]),
        ("<p>他说<q>好</q>。</p>", ["他说“好”。"]),
        ("<p>&#20013;&#x56fd;&amp;&lt;b&gt;&mdash;&#150;</p>", ["中国&<b>—–"]),
        ("<p>未完<p>没有结束标记<div>又一段", ["未完", "没有结束标记", "又一段"]),
        ("<h2>一、总则</h2><p>文</p>", ["一、总则", "文"]),
        ("<select><option>选项</select><textarea>框</textarea><button>钮</button>文", ["文"]),
    ],
)
def test_what_a_browser_shows(source: str, expected: list[str]) -> None:
    """White space, inline elements, what is hidden, entities, broken markup."""
    assert text_of(body(source)) == expected


@pytest.mark.parametrize("bad", ["&#0;", "&#xD800;", "&#xDFFF;", "&#x110000;", "\0"])
def test_characters_that_are_none(bad: str) -> None:
    """NUL, surrogates and numbers beyond Unicode do no harm, and what follows is read."""
    (line,) = text_of(body(f"<p>前面的话{bad}后面的话</p>"))
    assert line.startswith("前面的话")
    assert line.endswith("后面的话")
    line.encode("utf-8")


def test_nothing_inside_the_article_is_lost() -> None:
    """An article in several boxes, with a picture's words and an aside between, is whole."""
    half = len(NOTICE) // 2
    upper, lower = ("".join(f"<p>{p}</p>" for p in part) for part in (NOTICE[1:half], NOTICE[half:]))
    source = (
        f"<html><head><title>{NOTICE[0]}</title></head><body><div class=left><h1>{NOTICE[0]}</h1>"
        f"<div>{upper}</div><figure><img src=x><figcaption>图为公园一角</figcaption></figure>"
        f'<div class="top2">{lower}</div></div>'
        "</body></html>"
    )
    assert text_of(source) == [*NOTICE[:half], "图为公园一角", *NOTICE[half:]]


def test_prose_that_is_left_out_is_told() -> None:
    """When sentences outside the article are left out, it is said how many and how they begin."""
    other = "记者日前从市农业农村局获悉，今年全市春耕备耕进展顺利，各地抢抓农时，积极组织农资调运，不误春播。"
    article = (*NOTICE, *NOTICE[4:])
    source = page(article).replace("<footer>", f'<div class="recommend"><p>{other}</p></div><footer>')
    assert text_of(source) == list(article)
    (problem,) = read_text(source.encode(), "a.html").problems
    assert problem.code == "left-out"
    assert other[:20] in problem.message


@pytest.mark.parametrize(
    "head",
    [
        '<div class="header"><h1>{0}</h1></div>',
        "<header><h1>{0}</h1></header>",
        "<center>{0}</center>",
        "<p>某市人民政府办公室</p><p>{0}</p><p>某政办〔2024〕5号</p><p>各区县人民政府：</p>",
        "<h2>某市人民政府办公室</h2><h1>{0}</h1>",
    ],
)
def test_the_title_is_kept_whatever_it_stands_in(head: str) -> None:
    """Without a <title> that says it, a heading or the lines that lead to the text are kept."""
    inside = head.format(NOTICE[0])
    source = f"<html><body><div><a href=x>首页</a> <a href=y>要闻要闻</a></div>{inside}"
    source += "".join(f"<p>{p}</p>" for p in NOTICE[1:])
    found = text_of(source)
    assert found[-len(NOTICE[1:]) :] == list(NOTICE[1:])
    assert NOTICE[0] in found
    assert ("某市人民政府办公室" in found) == ("某市人民政府办公室" in head)
    assert not any("首页" in line for line in found)


def test_a_page_that_word_made() -> None:
    """The numbers that Word writes into its pages are read, its conditions are not."""
    source = (
        "<html xmlns:o='x'><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head>"
        "<body><p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; "
        f"</span></span><![endif]>{NOTICE[2]}<o:p></o:p></p><!--[if gte mso 9]><xml>隐文</xml><![endif]-->"
        "</body></html>"
    )
    (line,) = text_of(source.encode("gbk"), "a.doc")
    assert "".join(line.split()) == "1." + NOTICE[2]


def test_a_frame_that_holds_the_article_is_no_frame() -> None:
    """Whatever the boxes of a page are called: what holds its text is kept."""
    text = "".join(f"<p>{p}</p>" for p in NOTICE)
    assert text_of(
        f"<html><body class='sidebar-open'><div id=nav><form>{text}</form></div></body></html>"
    ) == list(NOTICE)


def test_an_article_that_a_script_shows() -> None:
    """Some sites hide the article in its own tag until their script has run; it is read, and that is told."""
    source = page(NOTICE).replace('id="content"', 'id="content" style="visibility: hidden; opacity: 0;"')
    assert text_of(source) == list(NOTICE)
    assert codes(source) == ["hidden-text"]


def test_the_title_on_two_lines() -> None:
    """Both halves of a title set on two lines stand before the article."""
    source = page(NOTICE).replace(f"<h1>{NOTICE[0]}</h1>", f"<div>{NOTICE[0][:6]}<br>{NOTICE[0][6:]}</div>")
    assert text_of(source)[:3] == [NOTICE[0][:6], NOTICE[0][6:], NOTICE[1]]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.doc", "a"])
@pytest.mark.parametrize("begin", ["", "\n  ", "<!-- saved from url=(0022)x -->\n", '<?xml version="1.0"?>'])
def test_a_page_is_known_by_its_content(name: str, begin: str) -> None:
    """A page is a page under any name."""
    decoded = read_text((begin + page(NOTICE)).encode(), name)
    assert lines(decoded.text) == list(NOTICE)
    assert decoded.format == "html"
    assert [p.code for p in decoded.problems] == (["wrong-suffix"] if name in ("a.txt", "a.doc") else [])


def test_plain_text_under_the_name_of_a_page() -> None:
    """A text that somebody called .html is read as text, whole; a piece of a page is a page."""
    assert read_text("第一段\n1 < 2\n".encode(), "a.html").text == "第一段\n1 < 2\n"
    assert text_of("<p>第一段</p><p>第二段</p>") == ["第一段", "第二段"]


@pytest.mark.parametrize("inside", ["", "<script>var a</script>", "<frameset><frame src=a></frameset>"])
def test_a_page_without_text(inside: str) -> None:
    """A page built by scripts or frames has nothing to read, which is said."""
    with pytest.raises(ReadError, match=r"空页\.html"):
        read_text(f"<html><body>{inside}</body></html>".encode(), "空页.html")


def test_a_page_cut_off() -> None:
    """A page whose end did not arrive, in the middle of a tag or a character, is read as far as it goes."""
    source = page(NOTICE).encode("gbk")
    end = source.index(NOTICE[6].encode("gbk"))
    assert text_of(source[: end + 5])[:6] == list(NOTICE[:6])


def test_a_bad_byte_is_told_where_it_stands_in_the_text() -> None:
    """A byte that fits no character has its place in the text; one outside the article is none."""
    source = page(NOTICE, "gbk").encode("gbk")
    at = source.index("公布".encode("gbk"))
    decoded = read_text(source[:at] + b"\xff" + source[at + 1 :], "a.html")
    (problem,) = decoded.problems
    assert problem.code == "replacement-character"
    assert problem.span is not None
    assert decoded.text[problem.span.start - 3 : problem.span.start] == "向社会"
    at = source.index("版权".encode("gbk"))
    assert codes(source[:at] + b"\xff" + source[at + 1 :]) == []


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A page that names pictures, styles, frames and entities elsewhere fetches nothing."""
    (tmp_path / "secret").write_text("机密内容", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket, "socket", refuse)
    secret = (tmp_path / "secret").as_uri()
    source = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret}">]><html><head><link rel=stylesheet href="http://a.invalid/x">'
        f'<base href="http://a.invalid"></head><body><iframe src="{secret}"></iframe><img src="http://a.invalid/p">'
        f"<p>{NOTICE[2]}&x;</p></body></html>"
    )
    for begin in ("", '<?xml version="1.0"?>'):
        assert "机密" not in "".join(text_of(begin + source))


def test_pages_that_are_too_much() -> None:
    """Nesting without end, or 16 MB, is refused at once; a few hundred forgotten end tags are not."""
    assert text_of("<html>" + "<font>" * 500 + NOTICE[2]) == [NOTICE[2]]
    with pytest.raises(ReadError, match=r"深\.html"):
        read_text(b"<html>" + b"<div>" * 100_000 + NOTICE[2].encode(), "深.html")
    with pytest.raises(ReadError, match="16 MB"):
        read_text(b"<html>" + b"<p>a" * 5_000_000, "大.html")


def test_a_page_saved_as_one_file() -> None:
    """A page that a browser saved with its pictures as one file (mht) is read as the page."""
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    whole = MIMEMultipart("related")
    whole.attach(MIMEText(page(NOTICE, "gbk"), "html", "gbk"))
    decoded = read_text(whole.as_bytes(), "a.mht")
    assert (lines(decoded.text), decoded.format) == (list(NOTICE), "mht")
    with pytest.raises(ReadError, match="损坏"):
        read_text(MIMEMultipart("related").as_bytes(), "a.mht")


@pytest.mark.parametrize(("charset", "how"), [("gbk", "base64"), ("utf-8", "qp"), ("gb18030", "8bit")])
def test_a_letter_is_read_by_its_body(charset: str, how: str) -> None:
    """A letter (eml) of one part: the body, its transfer encoding undone, without the head."""
    from email import charset as kinds
    from email.mime.nonmultipart import MIMENonMultipart

    letter = MIMENonMultipart("text", "plain")
    letter["Subject"] = "通知"
    codes = kinds.Charset(charset)
    codes.body_encoding = {"base64": kinds.BASE64, "qp": kinds.QP}.get(how)
    letter.set_payload("\n".join(NOTICE), codes)
    decoded = read_text(letter.as_bytes(), "a.eml")
    assert (lines(decoded.text), decoded.format) == (list(NOTICE), "eml")
    assert decoded.problems == ()


def test_a_letter_of_several_parts() -> None:
    """Of a text and a page the text is read; what is attached is told, and a page alone is read as one."""
    from email.message import EmailMessage

    letter = EmailMessage()
    letter["From"] = "a@example.org"
    letter.set_content("\n".join(NOTICE))
    letter.add_alternative(page(NOTICE), subtype="html")
    letter.add_attachment("附件里的话。", filename="附件.txt")
    decoded = read_text(letter.as_bytes(), "a.eml")
    assert (lines(decoded.text), decoded.format) == (list(NOTICE), "eml")
    assert [(p.code, "附件.txt" in p.message) for p in decoded.problems] == [("attachments", True)]
    alone = EmailMessage()
    alone.set_content(page(NOTICE), subtype="html")
    assert lines(read_text(alone.as_bytes(), "a.eml").text) == list(NOTICE)


def article_page(before: str = "", after: str = "", head: str = "") -> bytes:
    """A page with lines round the article, as news sites set them; the title and date are the text's own."""
    title, date, *body = NOTICE
    text = "".join(f"<p>　　{p}</p>" for p in (date, *body))
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}--时政--某网</title>{head}</head>"
        f"<body><h1>{title}</h1>{before}<div class=con>{text}</div>{after}</body></html>"
    ).encode()


@pytest.mark.parametrize(
    "before",
    [
        "<div>2024年09月26日06:11 | 来源：<a href=x>某网－某日报</a></div>",
        "<div>2024-09-25 17:57&nbsp;来源： 某社 <span>字号：默认 大 超大</span>|<span>打印</span></div>",
        "<div>来源：某社</div><div>2024-09-25</div><div>作者：</div>",
        "<p>原创 某某发布 2024年09月25日 18:00 北京</p><p>点击上方蓝字关注我们</p>",
        "<div>【字体：大 中 小】【打印】【关闭】</div>",
        "<p>《某某日报》（2024年09月26日 第01版）<span>2024年09月26日</span></p>",
    ],
)
@pytest.mark.parametrize(
    "after",
    [
        "<div>（责任编辑：某某）</div><div>分享让更多人看到</div><h3>相关新闻</h3>",
        "<p>编辑：小李 | 审核：老王</p><p>长按识别二维码关注</p>",
        "<div>【纠错】 【责任编辑:赵某】</div>",
    ],
)
def test_lines_about_the_article_are_left_out_and_told(before: str, after: str) -> None:
    """Source, time, editor and the like stand between title and date of the text: none of them is text."""
    found = read_text(article_page(before, after), "a.html")
    assert lines(found.text) == list(NOTICE)
    assert "site-lines" in [p.code for p in found.problems]


def test_such_words_inside_the_text_stay() -> None:
    """A paragraph of the text that speaks of sources or editors is text."""
    inside = "（一）信息来源：由市民政局负责汇总，每年向社会公布一次。"
    data = article_page().replace("二、规范".encode(), f"{inside}</p><p>二、规范".encode())
    assert inside in read_text(data, "a.html").text


def test_marks_of_references_are_no_text() -> None:
    """An encyclopedia's [1] goes, and is told; other raised text stays."""
    data = article_page().replace("公园名录，".encode(), "公园名录<sup>[1]</sup><sup>2</sup>，".encode())
    found = read_text(data, "a.html")
    assert "公园名录2，" in found.text
    assert any("1 个" in p.message and "标号" in p.message for p in found.problems)


def test_a_text_that_goes_on_elsewhere() -> None:
    """Further pages, and a frame that holds the text, are told; a page made by a script is refused."""
    more = article_page(after='<div><a href="2.html">下一页</a></div>')
    assert "more-pages" in [p.code for p in read_text(more, "a.html").problems]
    frame = '<html><head><title>x</title></head><body><h1>通知</h1><iframe src="b.html">'.encode()
    assert "frame" in [p.code for p in read_text(frame, "a.html").problems]
    with pytest.raises(ReadError, match="脚本"):
        read_text(b'<html><body><div id="root"></div><script src="a.js"></script></body></html>', "a.html")


def test_a_page_that_libreoffice_made() -> None:
    """Its header and footer are of the paper, the mark of a note is no number of the text: that is told."""
    prose = "各级图书馆应当建立古籍登记制度，做到一书一号、账物相符；每年十月底以前报送备案。"
    note = '<a class="sdfootnoteanc" href="#s"><sup>1</sup></a>'
    source = body(
        f'<div title="header"><p>工作简报</p></div><p>{prose}</p><p>登记内容{note}应当准确，不得遗漏。</p>'
        '<div title="footer"><p>第1页</p></div>'
    )
    assert text_of(source) == [prose, "登记内容应当准确，不得遗漏。"]
    assert "left-out" in codes(source)
