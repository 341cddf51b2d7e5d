"""What a web page says of an article without its being of it: source, time, editor, size of type, share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from doccompare.errors import ReadError, say
from doccompare.model import Note, Problem
from doccompare.readers.blocks import is_citation
from doccompare.readers.plain import empty

_LONGEST = 80  # characters of such a line
_ABOUT = re.compile(
    r"(?:来源|稿源|出处|发布时间|发布日期|字号|字体|责任编辑|责编|编辑|审核|校对|监制)\s*[：:]"
    r"|(?:浏览|点击|阅读)(?:次数|量|数|率)?\s*[：:]|作者\s*[：:]\s*$"
    r"|字体?号?\s*[：:]?\s*[【\[]?\s*(?:大\s*中\s*小|小\s*中\s*大|默认\s*大)|大字号"
    r"|分享到|分享让更多人|打印本页|关闭窗口|【(?:打印|关闭|纠错)】"
    r"|扫一扫|二维码|关注我们|点击上方|阅读原文"
    r"|(?:上|下)一篇\s*[：:]"
    r"|相关(?:新闻|链接|阅读|稿件|报道)\s*$"
    r"|[0-9]{4}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}日?\s*[0-9]{1,2}[:：][0-9]{2}"
    r"|^\s*《[^》]{2,14}》\s*[（(][^（()）]{0,30}版\s*[)）]"  # 《人民日报》（2024年09月26日 第01版）
    r"|^\s*[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])"  # no document writes its own date so
)
_SENTENCE = re.compile("[。；！？]")
_MORE = re.compile(r"(?:下一?页|下页|余下全文|阅读全文|展开(?:全文|剩余.*)|点击.{0,4}全文)\s*[>＞»]*")
_FRAMES = ("iframe", "frame")


def is_about(text: str) -> bool:
    """Whether a line only speaks of the article: where it comes from, who edited it, how it is shown."""
    return len(text) <= _LONGEST and bool(_ABOUT.search(text)) and not _SENTENCE.search(text)


def without_text(root: Any | None, name: str) -> ReadError:
    """The error for a page in which nothing is to be seen; frames and scripts are named as the reason."""
    if root is None or not any(True for _ in root.iter("script", *_FRAMES)):
        return empty(name)
    return ReadError(
        say(
            f"“{name}”里没有正文：网页要由脚本或框架另行载入。",
            f"{name} holds no text: a script or a frame of the page fetches it.",
        ),
        say(
            "请在浏览器里打开，待正文出现后另存为“网页，全部”，或打印成 PDF。",
            "Open it in a browser and, when the text is there, save the complete page, or print it to a PDF.",
        ),
    )


def marks_of(root: Any) -> int:
    """How many marks of references and notes a page holds."""
    return sum(is_citation(e) and not is_citation(e.getparent()) for e in root.iter("sup", "a"))


def unmarked(marks: int) -> Iterator[Problem]:
    """What is to be said of the marks of references and notes that are left out."""
    if marks:
        yield Problem(
            "left-out",
            Note(
                f"引文和注的标号（如 [1]）{marks} 个未录。",
                f"{marks} marks of references and notes ([1], say) left out.",
            ),
        )


def remarks(root: Any, left_out: list[str], prose: int) -> Iterator[Problem]:
    """What is to be said: lines left out, marks of references, a text that goes on on another page.

    ``prose``: the Han characters of the sentences that were read.
    """
    if left_out:
        shown = "、".join(f"“{line[:20]}”" for line in left_out[:3])
        yield Problem(
            "site-lines",
            Note(
                f"网页上来源、编辑等关于稿件的 {len(left_out)} 行未录：{shown}。",
                f"{len(left_out)} lines about the article (source, editor) are left out: {shown}.",
            ),
        )
    yield from unmarked(marks_of(root))
    links = ("".join(a.itertext()).strip() for a in root.iter("a"))
    if more := next((link for link in links if _MORE.fullmatch(link)), None):
        yield Problem(
            "more-pages",
            Note(
                f"网页有“{more}”，正文或未完；其余各页请另存，以 a.html+b.html 接续。",
                f"the page has a link “{more}”: the text may go on; save the other pages, too, and give "
                "them as a.html+b.html.",
            ),
        )
    frames = [e.get("src") or "" for e in root.iter(*_FRAMES) if e.get("src")]
    if frames and prose < 100:
        yield Problem(
            "frame",
            Note(
                f"网页的正文可能在框架里（{frames[0][:60]}），不在这个文件里。",
                f"the text may be in a frame of the page ({frames[0][:60]}), which is not in this file.",
            ),
        )
