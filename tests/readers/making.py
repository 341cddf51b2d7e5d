"""Documents made from paragraphs, as small as their formats allow."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("dc", "dc"),
    )
)
NOTICE = (
    "关于加强城市公园管理的通知",
    "（2024年5月6日）",
    "为进一步加强城市公园管理，方便群众游览休憩，现就有关事项通知如下。",
    "一、完善公园名录",
    "1.建立名录。市、县两级公园主管部门应当建立公园名录，每年向社会公布一次。",
    "2.核对界线。公园的界线不清的，应当在两年之内核对清楚，并在图上标明。",
    "二、规范经营活动",
    "3.严控会所。严禁在公园内设立私人会所，已经设立的，应当限期关闭。",
    "4.公开招标。公园配套服务项目应当公开招标，收入用于公园养护。",
)
PACKAGE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
}


def packed(members: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document of this body; ``parts``: kind of relation → its XML (footnotes, numbering …)."""
    parts = parts or {}
    relations = "".join(
        f'<Relationship Id="p{n}" Type="{R}/{kind.partition("#")[0]}" Target="part{n}.xml"/>'
        for n, kind in enumerate(parts)
    )
    return packed(
        {
            **PACKAGE,
            "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": "<Relationships "
            f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
            **{f"word/part{n}.xml": xml for n, xml in enumerate(parts.values())},
        }
    )


def run(text: str) -> str:
    """A run of a Word document."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def word(paragraphs: Iterable[str]) -> bytes:
    """A Word document of plain paragraphs."""
    return docx("".join(f"<w:p>{run(p)}</w:p>" for p in paragraphs))


def odt(body: str, styles: str = "", page: str = "") -> bytes:
    """An OpenDocument text of this body; ``styles`` are its own, ``page`` those of the page."""
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
    }
    if page:
        members["styles.xml"] = f"<office:document-styles {ODF}>{page}</office:document-styles>"
    return packed(members)


def open_text(paragraphs: Iterable[str]) -> bytes:
    """An OpenDocument text of plain paragraphs."""
    return odt("".join(f"<text:p>{escape(p)}</text:p>" for p in paragraphs))


def epub(chapters: Mapping[str, str], order: Iterable[str] | None = None, **more: str | bytes) -> bytes:
    """An e-book: chapter → its page; ``order`` is that of the spine, else that of the chapters."""
    items = "".join(
        f'<item id="{c}" href="{c}.xhtml" media-type="application/xhtml+xml"/>' for c in sorted(chapters)
    )
    spine = "".join(f'<itemref idref="{c}"/>' for c in (chapters if order is None else order))
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf">'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{f"OPS/{c}.xhtml": page for c, page in chapters.items()},
            **{name.replace("__", "/"): content for name, content in more.items()},
        }
    )


def chapter(paragraphs: Iterable[str]) -> str:
    """A chapter of an e-book."""
    body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title/></head><body>{body}</body></html>"
    )


def page(paragraphs: Iterable[str], charset: str = "utf-8", title: str = "") -> str:
    """A page of a news site around an article: links above, a list of others and a foot below."""
    title, *body = paragraphs if not title else (title, *paragraphs)
    links = "".join(f'<li><a href="/{n}">栏目之{n}</a></li>' for n in range(8))
    hot = "".join(f'<li><a href="/hot{n}">今年第{n}季度全市经济运行情况</a></li>' for n in range(1, 9))
    text = "\n".join(f"<p>　　{escape(p)}</p>" for p in body)
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{escape(title)}_某某日报网</title>
<script>var a = "<p>脚本里的句子，不是正文。</p>";</script><style>p {{ color: red }}</style></head>
<body><div class="top-nav"><ul>{links}</ul></div>
<h1>{escape(title)}</h1><div class="article" id="content">
{text}
</div>
<div class="hot_list"><h3>热门排行</h3><ol>{hot}</ol></div>
<footer><p>版权所有：某某日报社。未经授权，禁止转载。</p></footer></body></html>
"""


def lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in text.split("\n") if line.strip()]
