"""Web pages: the article with its title, and the frame of the site left out where that is certain.

What is read is what a browser would show, so nothing can get lost inside the article; left out are
only navigation, lists of links and the foot of the page, and what reads like prose there is told.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from doccompare.errors import ReadError, say
from doccompare.model import Note, Problem
from doccompare.readers.blocks import Block, blocks_of, parse_html
from doccompare.readers.encodings import Decoded, decode_page
from doccompare.readers.markup import made
from doccompare.readers.sitelines import is_about, remarks, without_text

_FRAME = frozenset(("nav", "footer", "aside", "form", "menu"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu"))
# Names that site builders give to what is no article; the second kind also to parts of one, so that it
# counts only where no sentence stands.
_HINTS = re.compile(
    r"(?<![a-z])(nav|navbar|menu|breadcrumbs?|crumbs?|footer|copyright|sidebar|related|relation|recommend\w*|"
    r"hotnews|rank\w*|share|sharing|social|comments?|toolbar|login|advert\w*|ads?|qrcode|pager|pagination|"
    r"friendlink)(?![a-z])",
    re.IGNORECASE,
)
_WEAK_HINTS = re.compile(
    r"(?<![a-z])(foot|side|aside|hot|topbar|tools?|search|banner|links?|logo|top|bottom|header|head)(?![a-z])",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_STOP = re.compile("[。；！？]|[，、：].*[，、：]")
_END = re.compile(r"版权所有|ICP备|京公网安备|Copyright|©|举报电话|网站地图|返回顶部", re.IGNORECASE)
LARGEST_PAGE = 16 * 1024 * 1024  # bytes
_CRUMB = re.compile(r"[>＞»›|｜]|首页|位置")
_LONG = 30  # Han characters of a line that is prose even without a full stop
_TOLD = 40  # Han characters of prose that may be left out without being told
_MOST_IN_FRAME = 0.2  # of the prose of a page; what holds more is no frame, whatever it is called


def read_html(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a web page. Raises ReadError: no encoding fits, or there is no visible text in it."""
    if len(data) > LARGEST_PAGE:
        raise ReadError(
            say(f"“{name}”超过 16 MB，不像一张网页。", f"{name} is over 16 MB, which is no web page."),
            say("请另存为纯文本（.txt）再试。", "Save it as plain text (.txt) and try again."),
        )
    decoded = decode_page(data, name, encoding)
    root = parse_html(decoded.text, name)
    blocks = blocks_of(root) if root is not None else []
    unhidden = blocks_of(root, hidden=True) if root is not None else []
    script = _prose(unhidden) > 2 * _prose(blocks)  # some sites hide an article until their script has run
    blocks = unhidden if script else blocks
    if root is None or not blocks:
        raise without_text(root, name)
    kept, dropped = article(root, blocks)
    about = _about(kept, _titles(root))
    kept = [b for b in kept if id(b) not in about]
    # Bad bytes of the source are told by their places in the text, where they come into it.
    problems = [replace(p, span=None) for p in decoded.problems if p.code != "damaged-bytes"]
    lost = [b for b in dropped if is_prose(b)]
    if _prose(lost) >= _TOLD:
        problems.append(_left_out(lost))
    if script:
        note = Note(
            "网页先隐藏、由脚本显示的文字也读了。",
            "text that the page hides until a script shows it was read.",
        )
        problems.append(Problem("hidden-text", note))
    problems += remarks(root, list(about.values()), _prose(kept))
    lines = [_mended(b.text) for b in kept]
    found = made(lines, name, encoding=decoded.encoding, reason=decoded.reason, problems=tuple(problems))
    return replace(found, confidence=decoded.confidence)


def article(root: Any, blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The lines of the article, from its title on, and those of the frame of the page."""
    total = _prose(blocks)
    if not total:
        return blocks, []
    titles = _titles(root)
    frame = _in_frame(root, blocks, total)
    framed = [id(b.element) in frame and not _is_title(b, titles) for b in blocks]
    first, last = _begin(blocks, framed, titles), _finish(blocks, framed)
    kept = [b for n, b in enumerate(blocks) if first <= n <= last and not framed[n]]
    dropped = [b for n, b in enumerate(blocks) if not first <= n <= last or framed[n]]
    return kept, dropped


def is_prose(block: Block) -> bool:
    """Whether a line reads like a sentence of an article and is no link."""
    if _END.search(block.text) or _is_link(block) or is_about(block.text):
        return False
    han = _han(block.text)
    return han >= _LONG or (han >= 6 and bool(_STOP.search(block.text)))


def _about(kept: list[Block], titles: list[str]) -> dict[int, str]:
    """The lines round the article that only speak of it, by the id of their blocks."""
    inside = [n for n, b in enumerate(kept) if is_prose(b)]
    if not inside:
        return {}
    edge = [b for n, b in enumerate(kept) if not inside[0] <= n <= inside[-1]]
    return {id(b): b.text for b in edge if is_about(b.text) and not _is_title(b, titles)}


def _han(text: str) -> int:
    return sum(map(len, _HAN.findall(text)))


def _prose(blocks: list[Block]) -> int:
    """The Han characters of all lines that are prose."""
    return sum(_han(b.text) for b in blocks if is_prose(b))


def _titles(root: Any) -> list[str]:
    """What the page calls itself, white space taken out."""
    said = ["".join(e.itertext()) for e in root.iter("title")]
    said += [
        e.get("content") or ""
        for e in root.iter("meta")
        if (e.get("property") or e.get("name") or "").lower() in ("og:title", "articletitle", "title")
    ]
    return ["".join(s.split()) for s in said]


def _is_title(block: Block, titles: list[str]) -> bool:
    """Whether a line is the main heading, or the title of the page, or a half of it set on two lines."""
    text = "".join(block.text.split())
    if _han(text) < 4 or _is_link(block):
        return False
    return block.element.tag == "h1" or any(text in t for t in titles)


def _in_frame(root: Any, blocks: list[Block], total: int) -> set[int]:
    """The ids of all elements that belong to the frame of the page; ``blocks`` keep them from changing."""
    elements = list(root.iter())  # lxml makes an element anew when nobody holds it: then its id is another's
    weights: dict[int, list[int]] = {}  # Han characters of prose, all characters, those of links
    for block in blocks:
        prose = _han(block.text) if is_prose(block) else 0
        _add(weights, block.element, [prose, len(block.text), block.linked])
    for e in reversed(elements):  # children before parents
        parent = e.getparent()
        if parent is not None and id(e) in weights:
            _add(weights, parent, weights[id(e)])
    frame: set[int] = set()
    for e in elements:
        weight = weights.get(id(e))
        own = weight is not None and (weight[0] <= _frame_share(e) * total or _only_links(*weight))
        if own or id(e.getparent()) in frame:
            frame.add(id(e))
    return frame


def _add(weights: dict[int, list[int]], element: Any, weight: list[int]) -> None:
    known = weights.setdefault(id(element), [0, 0, 0])
    for n, value in enumerate(weight):
        known[n] += value


def _frame_share(element: Any) -> float:
    """Up to which share of the page's prose an element is taken for frame; below 0: never."""
    if element.tag in _FRAME or (element.get("role") or "").lower() in _ROLES:
        return _MOST_IN_FRAME
    if element.tag == "div" and element.get("title") in ("header", "footer"):  # of the paper, by LibreOffice
        return _MOST_IN_FRAME
    named = re.sub(r"[-_\s\d]+", " ", f"{element.get('class') or ''} {element.get('id') or ''}")
    named = re.sub("(?<=[a-z])(?=[A-Z])", " ", named)
    if _HINTS.search(named):
        return _MOST_IN_FRAME
    return 0.0 if _WEAK_HINTS.search(named) else -1.0


def _only_links(prose: int, length: int, linked: int) -> bool:
    return prose == 0 and linked >= 8 and linked * 10 > length * 8


def _begin(blocks: list[Block], framed: list[bool], titles: list[str]) -> int:
    """The first line of the article: its title if that stands before the prose, else what leads to it."""
    prose = next((n for n, b in enumerate(blocks) if not framed[n] and is_prose(b)), 0)
    named = [n for n in range(prose + 1) if _is_title(blocks[n], titles)]
    heads = [n for n in range(prose) if not framed[n] and blocks[n].element.tag in ("h1", "h2")]
    if not named and not heads:
        first = prose
        while first and not framed[first - 1] and not _is_link(blocks[first - 1]):
            first -= 1
        return first
    first = named[-1] if named else heads[0]  # a page may say its title at its top, too
    while first and not framed[first - 1] and _leads(blocks[first - 1], blocks[first], titles):
        first -= 1
    return first


def _leads(line: Block, title: Block, titles: list[str]) -> bool:
    """Whether a line above the title belongs to it: the other half, or a heading in the same box."""
    if _is_title(line, titles):
        return True
    same = line.element is title.element or line.element.getparent() is title.element.getparent()
    return same and not _is_link(line) and _han(line.text) >= 2 and not _CRUMB.search(line.text)


def _is_link(block: Block) -> bool:
    return block.linked * 2 > len(block.text)


def _finish(blocks: list[Block], framed: list[bool]) -> int:
    """The last line of the article: after the prose only what is neither link nor the foot of the site."""
    last = max((n for n, b in enumerate(blocks) if not framed[n] and is_prose(b)), default=len(blocks) - 1)
    after = last + 1
    while after < len(blocks) and not framed[after]:
        block = blocks[after]
        if _END.search(block.text) or _is_link(block):
            break
        after += 1
    return after - 1


def _left_out(lost: list[Block]) -> Problem:
    han = _prose(lost)
    begins = max(lost, key=lambda b: _han(b.text)).text[:20]
    return Problem(
        "left-out",
        Note(
            f"网页上正文以外的文字未录，约 {han} 字，如“{begins}…”。",
            f"text of the page outside the article left out, about {han} characters, such as “{begins}…”.",
        ),
    )


def _mended(text: str) -> str:
    """Characters 80 to 9F, which browsers read as Windows does: dashes, quotes, dots."""
    return re.sub("[\x80-\x9f]", lambda m: m[0].encode("latin-1").decode("cp1252", "replace"), text)
