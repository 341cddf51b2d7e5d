"""OpenDocument texts: what LibreOffice shows is what is read."""

import pytest

from doccompare.errors import ReadError
from doccompare.readers import read_text
from tests.readers.making import NOTICE, ODF, lines, odt, open_text, packed

STYLES = """<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="2"/>
<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>"""


def text_of(data: bytes, revisions: str = "final") -> list[str]:
    """The lines that are read."""
    assert revisions in ("final", "original")
    return lines(read_text(data, "a.odt", revisions=revisions).text)  # type: ignore[arg-type]


def told(data: bytes) -> list[str]:
    """What is said of the file."""
    return [p.message for p in read_text(data, "a.odt").problems]


def p(text: str) -> str:
    """A paragraph."""
    return f"<text:p>{text}</text:p>"


def listed(*items: str, more: str = 'text:style-name="L"') -> str:
    """A list of these items."""
    return f"<text:list {more}>{''.join(f'<text:list-item>{i}</text:list-item>' for i in items)}</text:list>"


def test_paragraphs_are_lines() -> None:
    """One paragraph is one line."""
    decoded = read_text(open_text(NOTICE), "a.odt")
    assert decoded.text == "".join(f"{line}\n" for line in NOTICE)
    assert (decoded.encoding, decoded.reason, decoded.format, decoded.problems) == (
        "utf-8",
        "format",
        "odt",
        (),
    )


def test_numbers_of_lists() -> None:
    """Levels have styles of their own, lower ones begin anew; a second paragraph of an item has no number."""
    inner = listed(p("甲") + listed(p("子"), more="") + p("续"), p("乙"), more="")
    body = listed(p("总则") + inner, p("附则") + p("又一段") + listed(p("丙"), more=""))
    assert text_of(odt(body, STYLES)) == [
        "一、总则",
        "1. 甲",
        "1.1 子",
        "续",
        "2. 乙",
        "二、附则",
        "又一段",
        "1. 丙",
    ]


def test_lists_continue_when_they_say_so() -> None:
    """A list begins at 1, continues the one before it, a named one, or begins where it is told."""
    body = listed(p("甲"), more='text:style-name="L" xml:id="l1"') + p("间") + listed(p("乙"))
    body += listed(p("丙"), more='text:style-name="L" text:continue-numbering="true"')
    body += listed(p("丁"), more='text:style-name="L" text:continue-list="l1"')
    body += '<text:list text:style-name="L"><text:list-item text:start-value="8"><text:p>戊</text:p>'
    body += "</text:list-item><text:list-header><text:p>己</text:p></text:list-header></text:list>"
    assert text_of(odt(body, STYLES)) == ["一、甲", "间", "一、乙", "二、丙", "二、丁", "八、戊", "己"]


def test_numbers_of_headings() -> None:
    """Headings outside lists are numbered by the outline of the document."""
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." '
        'style:num-prefix="第" style:num-suffix="章"/><text:outline-level-style text:level="2" '
        'style:num-format=""/></text:outline-style>'
    )
    heads = "".join(
        f'<text:h text:outline-level="{n}">{text}</text:h>'
        for n, text in ((1, "总则"), (2, "节"), (1, "附则"))
    )
    assert text_of(odt(heads, page=outline)) == ["第一章总则", "节", "第二章附则"]


def test_tracked_changes() -> None:
    """Insertions and deletions, also of whole paragraphs, as accepted and as refused."""
    regions = (
        '<text:tracked-changes><text:changed-region xml:id="i"><text:insertion/></text:changed-region>'
        '<text:changed-region xml:id="d"><text:deletion><text:p>优胜劣汰</text:p></text:deletion>'
        '</text:changed-region><text:changed-region xml:id="f"><text:format-change/></text:changed-region>'
        '<text:changed-region xml:id="j"><text:insertion/></text:changed-region></text:tracked-changes>'
    )
    body = regions + p(
        '实行<text:change text:change-id="d"/><text:change-start text:change-id="i"/>优进绌退'
        '<text:change-end text:change-id="i"/>的<text:span>机制</text:span>'
    )
    body += p('前<text:change-start text:change-id="j"/>新') + p('增<text:change-end text:change-id="j"/>后')
    assert text_of(odt(body)) == ["实行优进绌退的机制", "前新", "增后"]
    assert text_of(odt(body), "original") == ["实行优胜劣汰的机制", "前后"]
    assert told(odt(body)) == ["有修订 3 处，按接受后的文本读；--revisions original 读修订前的。"]


def test_tables_boxes_and_notes() -> None:
    """Rows as in Word documents; a text box follows its paragraph; notes stand at the end."""
    row = "".join(f"<table:table-cell>{p(t)}</table:table-cell>" for t in ("市", "县"))
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        f"{p('见附件。')}</text:note-body></text:note>"
    )
    box = f"<draw:frame><draw:text-box>{p('框中')}</draw:text-box></draw:frame>"
    body = f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    body += p(f"名录{note}每年公布。{box}") + p("下")
    assert text_of(odt(body)) == ["市\t县", "名录每年公布。", "框中", "下", "〔注1〕见附件。"]
    assert told(odt(body)) == ["注 1 条，录在文末。"]


def test_white_space_and_what_is_not_shown() -> None:
    """Spaces fold but those that are meant; comments and headers are left out and told; reading aids too."""
    body = p(
        "一\n  二<text:s text:c='3'/>三<text:tab/>四<text:line-break/>五"
        "<office:annotation><text:p>批</text:p></office:annotation><text:ruby><text:ruby-base>绌</text:ruby-base><text:ruby-text>chù</text:ruby-text>"
        "</text:ruby>"
    )
    header = f"<style:master-page><style:header>{p('内部资料')}</style:header></style:master-page>"
    data = odt(body, page=header)
    assert text_of(data) == ["一 二   三\t四", "五绌"]
    assert told(data) == ["页眉页脚未录：内部资料。", "批注未录：1。"]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "损坏"),
        ({"content.xml": "<a"}, "损坏"),
        ({"content.xml": f"<office:document-content {ODF}/>"}, "损坏"),
        ({"content.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}, "实体"),
        ({"content.xml": "<a/>", "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}, "密码"),
    ],
)
def test_broken_and_locked(members: dict[str, str], said: str) -> None:
    """Without its text, cut off, with entities, with a password: refused, naming the file."""
    kind = {"mimetype": "application/vnd.oasis.opendocument.text"}
    with pytest.raises(ReadError, match=f"坏.odt.*{said}"):
        read_text(packed({**kind, **members}), "坏.odt")


def test_hidden_text_is_left_out_and_told() -> None:
    """Text whose style, or the style that is based on, hides it is not seen in print."""
    styles = (
        '<style:style style:name="A"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="B" style:parent-style-name="A"/>'
    )
    body = '<text:p>前<text:span text:style-name="B">藏</text:span>后</text:p>'
    body += '<text:p text:style-name="A">全藏</text:p>'
    found = read_text(odt(body, styles), "a.odt")
    assert lines(found.text) == ["前后"]
    (problem,) = found.problems
    assert problem.code == "left-out"
    assert "3" in problem.message
