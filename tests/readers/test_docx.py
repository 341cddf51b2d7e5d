"""Word documents: what Word shows is what is read."""

import io
import zipfile

import docx as python_docx
import pytest

from doccompare.errors import ReadError
from doccompare.readers import read_text
from doccompare.readers.markup import MOST_TAGS
from tests.readers.making import MC, NOTICE, PACKAGE, W, docx, lines, packed, run, word


def text_of(data: bytes, revisions: str = "final") -> list[str]:
    """The lines that are read."""
    assert revisions in ("final", "original")
    return lines(read_text(data, "a.docx", revisions=revisions).text)  # type: ignore[arg-type]


def told(data: bytes) -> dict[str, list[str]]:
    """What is said of the file: code → sentences."""
    found: dict[str, list[str]] = {}
    for problem in read_text(data, "a.docx").problems:
        found.setdefault(problem.code, []).append(problem.message)
    return found


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The part that defines lists: one definition with these levels."""
    inside = "".join(f'<w:lvl w:ilvl="{n}">{level}</w:lvl>' for n, level in enumerate(levels))
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>{nums}</w:numbering>'


def level(style: str, text: str, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}'


def item(text: str, at: int = 0, num: int = 1, mark: str = "") -> str:
    """A numbered paragraph."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>{mark}</w:pPr>'
        f"{run(text)}</w:p>"
    )


def test_paragraphs_are_lines() -> None:
    """One paragraph is one line, so that the line of a finding is the paragraph of the document."""
    decoded = read_text(word(NOTICE), "a.docx")
    assert decoded.text == "".join(f"{p}\n" for p in NOTICE)
    assert (decoded.encoding, decoded.reason, decoded.format) == ("utf-8", "format", "docx")
    assert decoded.problems == ()


def test_a_document_of_python_docx() -> None:
    """A document that another program made: headings, both list styles, a table, the header told."""
    document = python_docx.Document()
    document.add_heading(NOTICE[0], 1)
    document.add_paragraph("建立名录。", style="List Number")
    document.add_paragraph("核对界线。", style="List Number")
    document.add_paragraph("一处要点", style="List Bullet")
    table = document.add_table(2, 2)
    for n, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"格{n}"
    document.sections[0].header.paragraphs[0].text = "市公园处"
    out = io.BytesIO()
    document.save(out)
    assert text_of(out.getvalue()) == [
        NOTICE[0],
        "1. 建立名录。",
        "2. 核对界线。",
        "• 一处要点",
        "格0\t格1",
        "格2\t格3",
    ]
    assert told(out.getvalue()) == {"left-out": ["页眉页脚未录：市公园处。"]}


def test_automatic_numbers_are_printed() -> None:
    """一、（一） 1. by level; a lower level begins anew under each heading, %1 brings in the one above."""
    lists = numbering(
        level("chineseCountingThousand", "%1、"),
        level("chineseCounting", "（%2）"),
        level("decimal", "%3."),
        level("decimal", "%1.%4", more="<w:isLgl/>"),
    )
    body = item("总则") + item("目的", 1) + item("范围", 1) + item("甲", 2) + item("附则")
    body += item("施行", 1) + item("细目", 3)
    assert text_of(docx(body, {"numbering": lists})) == [
        "一、总则",
        "（一）目的",
        "（二）范围",
        "1. 甲",
        "二、附则",
        "（一）施行",
        "2.1 细目",
    ]


def test_lists_restart_and_continue() -> None:
    """Two lists of one definition are counted through; one that says where it starts begins there, once."""
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level("decimal", "%1."), nums=nums)
    body = item("a") + item("b", num=2) + item("c", num=3) + item("d", num=3) + item("e", num=1)
    assert text_of(docx(body, {"numbering": lists})) == ["1. a", "2. b", "7. c", "8. d", "9. e"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [("0", ["1. a", "1) b", "2. c", "2) d"]), ("1", ["1. a", "1) b", "2. c", "1) d"])],
)
def test_a_level_restarts_only_when_it_says_so(restart: str, expected: list[str]) -> None:
    """w:lvlRestart 0: a level is counted through whatever stands above it."""
    lists = numbering(
        level("decimal", "%1."), level("decimal", "%2)", more=f'<w:lvlRestart w:val="{restart}"/>')
    )
    body = item("a") + item("b", 1) + item("c") + item("d", 1)
    assert text_of(docx(body, {"numbering": lists})) == expected


def test_numbers_that_come_with_a_style() -> None:
    """A heading is numbered through its style, also one based on another; numId 0 takes the number away."""
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="H"/></w:style>'
        "</w:styles>"
    )
    lists = numbering(level("upperRoman", "%1、"))
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{run(text)}</w:p>'
        for style, more, text in (("H", "", "甲"), ("B", "", "乙"), ("H", none, "丙"), ("X", "", "丁"))
    )
    assert text_of(docx(body, {"numbering": lists, "styles": styles})) == ["I、甲", "II、乙", "丙", "丁"]


def test_a_style_of_numbers_that_nobody_knows_is_told() -> None:
    """An unknown style is printed as 1, 2, 3 and said to be."""
    data = docx(item("甲"), {"numbering": numbering(level("hebrew2", "%1."))})
    assert text_of(data) == ["1. 甲"]
    assert "hebrew2" in told(data)["left-out"][0]


def test_insertions_and_deletions() -> None:
    """Tracked changes are read as accepted, or as refused; both readings are there, and it is told."""
    body = (
        f"<w:p>{run('实行')}<w:del><w:r><w:delText>优胜劣汰</w:delText></w:r></w:del>"
        f"<w:ins>{run('优进绌退')}</w:ins>{run('的机制')}</w:p>"
    )
    assert text_of(docx(body)) == ["实行优进绌退的机制"]
    assert text_of(docx(body), "original") == ["实行优胜劣汰的机制"]
    assert told(docx(body))["revisions"] == [
        "有修订 2 处，按接受后的文本读；--revisions original 读修订前的。"
    ]


def test_moved_text() -> None:
    """What was moved stands once: where it went, or where it was."""
    body = f"<w:p><w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}<w:moveTo>{run('甲')}</w:moveTo></w:p>"
    assert text_of(docx(body)) == ["乙甲"]
    assert text_of(docx(body), "original") == ["甲乙"]


def test_what_was_inserted_and_deleted_again_is_nowhere() -> None:
    """An insertion inside a deletion is in neither text."""
    gone = "<w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:ins>"
    body = f"<w:p>{run('甲')}{gone}</w:p>"
    assert text_of(docx(body)) == text_of(docx(body), "original") == ["甲"]


def test_paragraphs_joined_and_parted_by_changes() -> None:
    """A deleted paragraph mark joins two paragraphs in the final text, an inserted one in the original."""
    parted = "<w:rPr><w:ins/></w:rPr>"
    joined = "<w:rPr><w:del/></w:rPr>"
    body = f"<w:p><w:pPr>{joined}</w:pPr>{run('一')}</w:p><w:p>{run('二')}</w:p>"
    body += f"<w:p><w:pPr>{parted}</w:pPr>{run('三')}</w:p><w:p>{run('四')}</w:p>"
    assert text_of(docx(body)) == ["一二", "三", "四"]
    assert text_of(docx(body), "original") == ["一", "二", "三四"]


def test_a_deleted_item_is_not_counted() -> None:
    """Numbers are those of the text that is read: 2. is deleted, 3. becomes 2."""
    lists = numbering(level("decimal", "%1."))
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
        "</w:pPr><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>"
    )
    data = docx(item("甲") + deleted + item("丙"), {"numbering": lists})
    assert text_of(data) == ["1. 甲", "2. 丙"]
    assert text_of(data, "original") == ["1. 甲", "2. 乙", "3. 丙"]


def test_rows_of_a_table_that_were_inserted_or_deleted() -> None:
    """A whole row may be tracked."""
    rows = "".join(
        f"<w:tr><w:trPr>{change}</w:trPr><w:tc><w:p>{run(text)}</w:p></w:tc></w:tr>"
        for change, text in (("<w:ins/>", "新"), ("<w:del/>", "旧"), ("", "留"))
    )
    data = docx(f"<w:tbl>{rows}</w:tbl>")
    assert text_of(data) == ["新", "留"]
    assert text_of(data, "original") == ["旧", "留"]


def test_tables() -> None:
    """Short cells stand on one line; a cell with paragraphs gives them each a line; merged ones once."""
    short = "".join(f"<w:tc><w:p>{run(t)}</w:p></w:tc>" for t in ("市", "县"))
    long = f"<w:tc><w:p>{run('第一段。')}</w:p><w:p>{run('第二段。')}</w:p></w:tc>"
    merged = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p>{run('不显')}</w:p></w:tc>"
    inside = f"<w:tc><w:tbl><w:tr>{short}</w:tr></w:tbl><w:p/></w:tc>"
    table = f"<w:tbl><w:tr>{short}</w:tr><w:tr>{long}{merged}</w:tr><w:tr>{inside}</w:tr></w:tbl>"
    assert text_of(docx(table)) == ["市\t县", "第一段。", "第二段。", "市\t县"]


def test_notes_stand_at_the_end() -> None:
    """Foot- and endnotes follow the text in the order of their marks, which leave no trace in it."""
    notes = {
        "footnotes": f'<w:footnotes {W}><w:footnote w:id="-1"><w:p>{run("线")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" 见附件一。")}</w:p></w:footnote>'
        "</w:footnotes>",
        "endnotes": f'<w:endnotes {W}><w:endnote w:id="1"><w:p>{run("尾注。")}</w:p></w:endnote>'
        "</w:endnotes>",
    }
    body = (
        f'<w:p>{run("名录")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("每年公布。")}'
        '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    )
    assert text_of(docx(body, notes)) == ["名录每年公布。", "〔注1〕见附件一。", "〔注2〕尾注。"]
    assert told(docx(body, notes)) == {"notes": ["注 2 条，录在文末。"]}


def test_a_note_that_names_itself_is_read_once() -> None:
    """Notes that refer to each other in a ring come to an end."""
    named = [f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in (1, 2)]
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p>{run(f"注文{n}。")}{"".join(named)}</w:p></w:footnote>' for n in (1, 2)
    )
    body = f"<w:p>{run('名录')}{named[0]}</w:p>"
    parts = {"footnotes": f"<w:footnotes {W}>{notes}</w:footnotes>"}
    assert text_of(docx(body, parts)) == ["名录", "〔注1〕注文1。", "〔注2〕注文2。"]


def test_text_boxes_follow_their_paragraph() -> None:
    """A text box is read once, though the file holds it twice for old and new programs."""
    box = f"<w:txbxContent><w:p>{run('框中')}</w:p></w:txbxContent>"
    both = (
        f'<mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('前')}<w:r>{both}</w:r>{run('后')}</w:p><w:p>{run('下')}</w:p>"
    assert text_of(docx(body)) == ["前后", "框中", "下"]


def test_signs_and_breaks() -> None:
    """Tabs, soft line breaks, hyphens that hold, soft hyphens, signs of symbol fonts."""
    signs = "<w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:noBreakHyphen/><w:softHyphen/>"
    signs += '<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="X" w:char="E123"/>'
    data = docx(f"<w:p>{run('一')}<w:r>{signs}</w:r></w:p>")
    assert text_of(data) == ["一\t二", "三-✓\ue123"]
    assert "private-use" in told(data)


def test_fields_give_their_result() -> None:
    """The instruction of a field is no text, its result is; fields stand in fields."""
    begin, part, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = "<w:r><w:instrText>REF _x</w:instrText></w:r>"
    inner = f"{begin}{code}{part}{run('里')}{end}"
    body = f"<w:p>{run('见')}{begin}{code}{inner}{part}{run('第三条')}{end}。</w:p><w:p>{run('次')}</w:p>"
    body = body.replace("。</w:p>", f"{run('。')}</w:p>")
    assert text_of(docx(body)) == ["见第三条。", "次"]


def test_what_is_not_shown_is_told() -> None:
    """Hidden text, comments, headers and embedded files are left out, and each is said to be."""
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    parts = {
        "comments": f"<w:comments {W}><w:comment w:id='0'><w:p>{run('批')}</w:p></w:comment></w:comments>",
        "header": f"<w:hdr {W}><w:p>{run('内部资料')}</w:p></w:hdr>",
        "footer": f"<w:ftr {W}><w:p>{run('- 1 -')}</w:p></w:ftr>",
    }
    data = docx(f"<w:p>{run('文')}{hidden}</w:p><w:altChunk/>", parts)
    assert text_of(data) == ["文"]
    assert told(data)["left-out"] == [
        "页眉页脚未录：内部资料。",
        "批注未录：1。",
        "隐藏文字未录，字数：1。",
        "嵌入的文件未录：altChunk。",
    ]


def test_ruby_links_and_controls() -> None:
    """Reading aids over a word are not read with it; text in links, controls and tags is."""
    ruby = f"<w:ruby><w:rt>{run('chù')}</w:rt><w:rubyBase>{run('绌')}</w:rubyBase></w:ruby>"
    body = (
        f"<w:p><w:hyperlink>{run('链')}</w:hyperlink><w:r>{ruby}</w:r><w:sdt><w:sdtPr/><w:sdtContent>"
        f"<w:smartTag>{run('签')}</w:smartTag></w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run('段')}</w:p></w:sdtContent></w:sdt>"
    )
    assert text_of(docx(body)) == ["链绌签", "段"]


def test_strict_documents() -> None:
    """The strict variant of the format has other namespaces and says the same."""
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    data = packed(
        {
            **PACKAGE,
            "_rels/.rels": PACKAGE["_rels/.rels"].replace(
                "http://schemas.openxmlformats.org/officeDocument/2006",
                "http://purl.oclc.org/ooxml/officeDocument",
            ),
            "word/document.xml": f"<w:document {strict}><w:body><w:p>{run('严格')}</w:p></w:body>"
            "</w:document>",
        }
    )
    assert text_of(data) == ["严格"]


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<w:document", "损坏"),
        (f"<w:document {W}/>", "损坏"),
        (f"<w:document {W}><w:body/></w:document>", "空文件"),
        (
            f'<!DOCTYPE d [<!ENTITY a "一"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document {W}><w:body>'
            "<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>",
            "实体",
        ),
        (
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r>'
            "<w:t>&x;</w:t></w:r></w:p></w:body></w:document>",
            "实体",
        ),
        (f"<w:document {W}><w:body>{'<w:p>' * 5000}", "损坏"),
    ],
)
def test_broken_and_hostile_xml(xml: str, said: str) -> None:
    """Cut off, empty, with entities that grow or name other files, too deep: refused, naming the file."""
    with pytest.raises(ReadError, match=f"坏.docx.*{said}"):
        read_text(packed({**PACKAGE, "word/document.xml": xml}), "坏.docx")


def test_tags_without_end() -> None:
    """Millions of empty tags, which take more memory than text does, are refused before they are parsed."""
    xml = f"<w:document {W}><w:body>{'<w:r/>' * (MOST_TAGS + 1)}</w:body></w:document>"
    with pytest.raises(ReadError, match=str(MOST_TAGS)):
        read_text(packed({**PACKAGE, "word/document.xml": xml}, zipfile.ZIP_STORED), "a.docx")
    with pytest.raises(ReadError, match=str(MOST_TAGS)):
        read_text(b"<html>" + b"<br>" * (MOST_TAGS + 1), "a.html")


def test_signs_that_word_keeps_as_instructions() -> None:
    """A character in a ring, or with its reading, is an EQ field without a result: text all the same."""

    def eq(*pieces: str) -> str:
        code = "".join(f"<w:r><w:instrText>{p}</w:instrText></w:r>" for p in pieces)
        ends = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
        return ends[0] + code + ends[1]

    body = run("第") + eq(" eq ", r"\o\ac(○,", "3", ")") + run("款，优进")
    body += eq(r' EQ \* jc2 \* "Font:宋体" \o\ad(\s\up 9(chu),绌)') + run("退，占") + eq(r"eq \f(1,2)")
    body += eq(" PAGE ")
    assert lines(read_text(docx(f"<w:p>{body}</w:p>"), "a.docx").text) == ["第③款，优进绌退，占1/2"]


def test_pictures_are_told() -> None:
    """What a picture shows is not read: that is said, and is the reason where there is nothing else."""
    picture = '<w:r><w:drawing><a:blip xmlns:a="x"/></w:drawing></w:r>'
    found = read_text(docx(f"<w:p>{run('见图')}{picture}</w:p>"), "a.docx")
    assert [p.message for p in found.problems] == ["图片未读，数目：1。"]
    with pytest.raises(ReadError, match=r"a\.docx.*2 幅图片"):
        read_text(docx(f"<w:p>{picture}{picture}</w:p>"), "a.docx")
