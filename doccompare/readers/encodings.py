"""From bytes to text: which encoding, why, and what could not be read.

The order: byte order mark, HZ and UTF-7 (which are ASCII) by a score, strict UTF-8, then UTF-16 without a
mark, GB18030 and Big5 by a score. GB2312 and GBK are always read as GB18030, which contains them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from doccompare.errors import ReadError, UsageError, say
from doccompare.model import Note, PageMark, Problem, Span
from doccompare.readers.plausibility import score
from doccompare.readers.repair import repaired

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
SHOWN_PLACES = 10  # of one kind of problem; the rest is only counted

_BOMS = (  # UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DOUBLE_BYTE = ("gb18030", "big5", "cp950", "big5hkscs")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
_STATELESS = re.compile(r"utf-?(8|16|32)|gb|big5|cp\d|euc|shift_jis|johab|latin|iso8859|ascii|koi8|mac")
_MOST_DAMAGED_PLACES = 100
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_STATED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{3,20})""", re.I
)
_STATED_WITHIN = 8192  # bytes in which a page says its encoding; browsers look at the first 1024
_SURE = 0.5  # confidence under which a choice is told as doubtful (measured: docs/formats.md)
_HEAD = 256 * 1024  # bytes by which the encoding of a file is judged
_SHORT = 8  # characters among which one may be lost
_CLEAR = 0.7
_ENOUGH = 0.35  # wrong decodings of Chinese score under 0.25, right ones over 0.5 (tests/readers)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a reader made of a file: the text, how it was found, its pages, its problems.

    ``encoding`` and ``reason`` are those of :class:`doccompare.model.Witness`. ``marks`` is for
    formats with pages and boxes; a plain text has none. ``doubtful``: what was not read with certainty.
    Spans count code points of ``text``. ``confidence``: 0 to 1, how sure a detected encoding is; None:
    nothing had to be guessed. ``format``: the key of the format it was read as.
    """

    text: str
    encoding: str
    reason: str
    marks: tuple[PageMark, ...] = ()
    problems: tuple[Problem, ...] = ()
    confidence: float | None = None
    format: str = "plain"
    doubtful: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One codec tried: the text with U+FFFD for bad bytes, their offsets in text and in bytes."""

    codec: str
    text: str
    damaged: tuple[int, ...] = ()
    first_byte: int | None = None
    complete: bool = True
    confidence: float | None = None

    @property
    def usable(self) -> bool:
        """True when all was read but less than 0.5 % of the characters, or but one place of a short text.

        One damaged byte spoils up to four (a UTF-8 character torn apart): such a run counts as one.
        """
        lost = sum(-(-len(run) // 4) for run in _runs(self.damaged))
        length = len(self.text)
        return self.complete and (lost == 0 or lost * 200 < length or (lost == 1 and length >= _SHORT))


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of ``data``, BOM dropped, line ends untouched, nothing normalised.

    ``name`` is the file as shown to people; ``encoding`` overrides all detection. Less than 0.5 % of
    bad bytes, or one bad place, become U+FFFD and a problem each. Raises ReadError (more bad bytes,
    no encoding fits, binary data) and UsageError (``encoding`` is no text codec).
    """
    if encoding is not None:
        return _finished(_stated(data, encoding), "stated", name)
    for mark, codec in _BOMS:
        if data.startswith(mark) and not (codec.startswith("utf-32") and len(data) % 4):
            return _finished(_attempt(data, codec, skip=len(mark)), "bom", name)
    if (seven := _seven_bits(data)) is not None:
        return _finished(seven, "detected", name)
    best = _strict_utf8(data)
    if best is not None and _is_text(best.text):
        return _finished(best, "utf-8", name)
    detected = _best(data, utf8=best is None)
    if detected is None and best is not None:
        return _finished(best, "utf-8", name)
    if detected is not None:
        return _finished(detected, "detected", name)
    if b"\0" in data:
        raise binary(name, _line_of_byte(data, data.index(b"\0")))
    raise _undecodable(data, name)


def decode_page(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The source of a web page, decoded. What the page says of its encoding is one vote, often wrong.

    It decides when nothing else does, and is told when it is wrong. Raises as :func:`decode` does.
    """
    nul = data.count(b"\0")
    if 0 < nul * 100 < len(data):  # no UTF-16; a browser passes over them
        decoded = decode_page(data.replace(b"\0", b""), name, encoding)
        note = Note(f"控制字符 NUL {nul} 个，略去。", f"{nul} control characters NUL, passed over.")
        return replace(decoded, problems=(*decoded.problems, Problem("control-character", note)))
    found = _STATED.search(data[:_STATED_WITHIN])
    stated = found[1].decode("ascii") if found else ""
    try:
        codec = codec_of(stated) if stated else ""
    except UsageError:
        codec = ""
    try:
        decoded = decode(data, name, encoding)
    except ReadError:
        if encoding is not None or not codec:
            raise
        return _finished(_attempt(data, codec), "page", name)
    if encoding is not None or decoded.reason == "bom" or not codec or codec == decoded.encoding:
        return decoded
    if decoded.confidence is not None and decoded.confidence < _SURE:  # little to judge by: the page decides
        attempt = _attempt(data, codec)
        if attempt.usable and score(attempt.text) >= _ENOUGH:
            return _finished(attempt, "page", name)
    if decoded.text.isascii() or {codec, decoded.encoding} <= {"big5", "cp950", "big5hkscs"}:
        return decoded
    note = Note(
        f"网页自称编码为 {stated}，实为 {decoded.encoding}。",
        f"the page says it is in {stated}; it is in {decoded.encoding}.",
    )
    return replace(decoded, problems=(Problem("wrong-charset", note), *decoded.problems))


def codec_of(encoding: str) -> str:
    """The codec with which a named encoding is read: GB2312 and GBK give ``gb18030``.

    Raises UsageError when there is no such codec, or it makes no text (hex, rot13).
    """
    try:
        codec = codecs.lookup(encoding.strip()).name
        b"a".decode(codec)
    except UnicodeDecodeError:
        pass  # a codec of two bytes a character: a text codec all the same
    except (LookupError, ValueError):
        raise UsageError(
            say(f"没有名为“{encoding}”的编码。", f"There is no encoding named {encoding!r}."),
            say(
                "可用：utf-8、gb18030、big5、utf-16；不写则自动判断。",
                "Use utf-8, gb18030, big5 or utf-16, or leave it out to have it found.",
            ),
        ) from None
    return _WIDER.get(codec, codec)


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Line and column of an offset, both from 1; a line ends with ``\n``, ``\r\n`` or ``\r``."""
    before = text[:offset]
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        before = before[:-1]  # \r\n is one end of line; its second half stands on the same line
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def problems_at(code: str, text: str, spans: list[Span], zh: str, en: str) -> list[Problem]:
    """A problem for each span, with its line and column; from the eleventh on one for all."""
    found = []
    for span in spans[:SHOWN_PLACES]:
        line, column = place(text, span.start)
        found.append(
            Problem(
                code,
                Note(f"第 {line} 行第 {column} 字：{zh}", f"Line {line}, column {column}: {en}"),
                span=span,
            )
        )
    if rest := spans[SHOWN_PLACES:]:
        found.append(
            Problem(
                code,
                Note(f"此外还有 {len(rest)} 处：{zh}", f"{len(rest)} more places: {en}"),
                span=Span(rest[0].start, rest[-1].end),
            )
        )
    return found


def binary(name: str, line: int) -> ReadError:
    """The error for a file that is no text; ``line`` is where that shows first."""
    return ReadError(
        say(
            f"“{name}”不是文本文件（第 {line} 行起有控制字符）。", f"{name} is not a text file (line {line})."
        ),
        say("请另存为纯文本（.txt）再试。", "Save it as plain text (.txt) and try again."),
    )


def _stated(data: bytes, encoding: str) -> _Attempt:
    """The attempt with the encoding that the user named; a BOM of that encoding is dropped."""
    codec = codec_of(encoding)
    if codec in ("utf-16", "utf-32"):  # the mark says the byte order; without one, little-endian
        marked = [c for mark, c in _BOMS if c.startswith(codec) and data.startswith(mark)]
        codec = marked[0] if marked else f"{codec}-le"
    elif codec == "utf-8-sig":
        codec = "utf-8"
    for mark, marked_codec in _BOMS:
        if marked_codec == codec and data.startswith(mark):
            return _attempt(data, codec, skip=len(mark))
    return _attempt(data, codec)


def _attempt(data: bytes, codec: str, skip: int = 0) -> _Attempt:
    """``data`` from byte ``skip`` on, read with ``codec``, U+FFFD for bad bytes."""
    parts: list[str] = []
    damaged: list[int] = []
    first: int | None = None
    view, position, length = memoryview(data), skip, 0
    while position < len(data):
        try:
            parts.append(str(view[position:], codec))
            break
        except UnicodeDecodeError as fault:
            start, end = position + fault.start, position + max(fault.end, fault.start + 1)
        except UnicodeError:  # utf-7, idna and the like do not say where
            return _Attempt(codec, "", (0,), skip, complete=False)
        first = start if first is None else first
        if not _STATELESS.search(codec) or len(damaged) >= _MOST_DAMAGED_PLACES:
            return _Attempt(codec, "".join(parts), (*damaged, length), first, complete=False)
        head = str(view[position:start], codec)
        length += len(head)
        parts += [head, REPLACEMENT]
        damaged.append(length)
        length += 1
        position = end
    if damaged and codec in _DOUBLE_BYTE and (mended := repaired(data[skip:], codec, REPLACEMENT)):
        return _Attempt(codec, *mended, first)
    return _Attempt(codec, "".join(parts), tuple(damaged), first)


def _seven_bits(data: bytes) -> _Attempt | None:
    """The attempt with HZ or UTF-7, which write Chinese in ASCII; None when it makes no Chinese of it."""
    if not data.isascii():
        return None
    for codec, sign in (("hz", b"~{"), ("utf-7", b"+")):
        try:
            text = data.decode(codec) if sign in data else ""
        except UnicodeError:
            continue
        han = sum(not char.isascii() for char in text[:_HEAD])
        if 2 * han > len(text[:_HEAD]) and score(text) >= _CLEAR:
            return _Attempt(codec, text, confidence=score(text))
    return None


def _strict_utf8(data: bytes) -> _Attempt | None:
    """The attempt with UTF-8; None when a byte does not fit, or there are NUL."""
    try:
        return None if b"\0" in data else _Attempt("utf-8", data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _is_text(text: str) -> bool:
    """False for what fits UTF-8 by chance: two characters of GBK are such pairs, UTF-16 has controls."""
    sample = text[:_HEAD]
    if sample.isascii():
        if len(sample) % 2 == 0 and not re.search(r"\s", sample[:40]):  # 学习 in UTF-16 is [f`N
            pairs = sample.encode("ascii")
            if any(score(pairs.decode(codec, "ignore")) >= _CLEAR for codec in ("utf-16-le", "utf-16-be")):
                return False
        return len(_CONTROL.findall(sample)) * 100 <= len(sample)
    odd = [c for c in sample if not c.isascii()]
    return len(odd) * 2 < len(sample.strip()) or any(c > "\u07ff" for c in odd)


def _best(data: bytes, *, utf8: bool = True) -> _Attempt | None:
    """The attempt that looks most like Chinese, if one does enough; the first named wins a tie.

    ``utf8``: whether UTF-8 is one of them. Judged by the beginning of the file; the whole is read only
    with what that speaks for.
    """
    head = data[:_HEAD]  # a multiple of four: it may cut a character of GB18030 or UTF-8, no other
    if b"\0" in head:
        codecs_tried = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
    else:
        codecs_tried = ["gb18030", "utf-16-le", "utf-16-be", "big5", "cp950", "big5hkscs"]
        codecs_tried = ["utf-8", *codecs_tried] if utf8 else codecs_tried
    ranked: list[tuple[float, int, str]] = []
    for codec in codecs_tried:
        attempt = _attempt(head, codec)
        plausible = attempt.usable and "\0" not in attempt.text and (utf8 or not attempt.text.isascii())
        if plausible and (top := score(attempt.text)) >= _ENOUGH:
            ranked.append((-top, len(attempt.damaged), codec))
    for top, _, codec in sorted(ranked, key=lambda rank: rank[:2]):
        whole = _attempt(data, codec)
        if whole.usable and "\0" not in whole.text:
            others = [-s for s, _, c in ranked if str(head, c, "replace") != str(head, codec, "replace")]
            return replace(whole, confidence=_confidence(whole.text, -top, max(others, default=0.0)))
    return None


def _confidence(text: str, top: float, second: float) -> float:
    """How sure a choice is: by how far the second best is behind, and by how much there was to judge by."""
    shown = sum(1 for c in text[:1000] if not c.isascii())
    return round((1 - second / top / 2) * float(top**0.25) * shown / (shown + 1), 2)


def _finished(attempt: _Attempt, reason: str, name: str) -> Decoded:
    """The attempt as a result, its bad bytes as problems. Raises ReadError when they are too many."""
    text, codec = attempt.text, attempt.codec
    if not attempt.usable:
        line, column = place(text, attempt.damaged[0])
        raise ReadError(
            say(
                f"“{name}”不能按 {codec} 解码："
                f"第 {line} 行第 {column} 字（第 {attempt.first_byte} 字节）起有误。",
                f"{name} cannot be decoded as {codec}: line {line}, column {column} "
                f"(byte {attempt.first_byte}) is the first fault.",
            ),
            say(
                "请用 --encoding 指明编码，或重新取得文件。",
                "Name the encoding with --encoding, or get the file anew.",
            ),
        )
    double_byte = codec in _DOUBLE_BYTE
    problems = problems_at(
        "damaged-bytes",
        text,
        _runs(attempt.damaged),
        f"有字节不能按 {codec} 解码，以 U+FFFD 代之，原字"
        + ("及其前数字待查。" if double_byte else "待查。"),  # a lost byte pairs all up to here wrongly
        f"bytes that are no {codec}; U+FFFD stands for them"
        + (", and the characters before it may be wrong." if double_byte else "."),
    )
    if double_byte:
        problems += _garbled_stretches(text, codec)
    if attempt.confidence is not None and attempt.confidence < _SURE:
        problems.append(
            Problem(
                "encoding-doubt",
                Note(
                    f"编码按 {codec} 读，把握不大；不对时请用 --encoding 指明。",
                    f"read as {codec}, which is not certain; if wrong, name it with --encoding.",
                ),
            )
        )
    return Decoded(text, codec, reason, problems=tuple(problems), confidence=attempt.confidence)


def _runs(offsets: tuple[int, ...]) -> list[Span]:
    """Offsets in ascending order, neighbours joined into spans."""
    spans: list[Span] = []
    for at in offsets:
        if spans and spans[-1].end == at:
            spans[-1] = Span(spans[-1].start, at + 1)
        else:
            spans.append(Span(at, at + 1))
    return spans


def _garbled_stretches(text: str, codec: str) -> list[Problem]:
    """The stretches in which a lost byte has paired the rest wrongly: every pair valid, none of sense.

    Measured on the corpus in GB18030, by the score of the Han in a stretch: right ones have 0.5 and
    more, wrongly paired ones of eight characters and more nearly all (98 %) less than 0.4.
    """
    spans: list[Span] = []
    for stretch in re.finditer(r"[^\x00-\x7f]{8,}", text):
        han = re.sub("[^\u4e00-\u9fff\ue000-\uf8ff]", "", stretch.group())
        if len(han) >= 8 and score(han) < 0.4:
            spans.append(Span(*stretch.span()))
    return problems_at(
        "garbled-text",
        text,
        spans,
        f"以下 {codec} 文字疑为乱码，可能缺一字节。",
        f"what follows looks garbled as {codec}; a byte may be missing.",
    )


def _undecodable(data: bytes, name: str) -> ReadError:
    """The error for bytes that fit no encoding: where the one that goes furthest stops, and what to try."""
    position = max(_attempt(data, codec).first_byte or 0 for codec in ("utf-8", "gb18030"))
    controls = sum(1 for byte in data[:4096] if byte < 32 and byte not in b"\t\n\v\f\r\x1a")
    if controls * 50 > len(data[:4096]):
        return binary(name, _line_of_byte(data, position))
    guess = _guess(data)
    return ReadError(
        say(
            f"“{name}”不是 UTF-8、GB18030、Big5 或 UTF-16 文本：第 {_line_of_byte(data, position)} 行"
            f"（第 {position} 字节）起不能解码。",
            f"{name} is no text in UTF-8, GB18030, Big5 or UTF-16: "
            f"line {_line_of_byte(data, position)} (byte {position}) is the first fault.",
        ),
        say(f"可试 --encoding {guess}。", f"Try --encoding {guess}.")
        if guess
        else say(
            "请用 --encoding 指明编码，或重新取得文件。",
            "Name the encoding with --encoding, or get the file anew.",
        ),
    )


def _guess(data: bytes) -> str:
    """Another encoding in which all of ``data`` can be read, or ``""``; only ever a hint."""
    from charset_normalizer import from_bytes  # heavy, and hardly ever needed

    found = from_bytes(data[:100_000]).best()
    return found.encoding if found is not None else ""


def _line_of_byte(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
