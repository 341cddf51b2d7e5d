"""Rich text (rtf): the text as Word shows it, one paragraph a line.

Automatic numbers as the file spells them out, tracked changes read as accepted (or as refused), text boxes
after their paragraph, notes at the end. Many a .doc of an office system is in truth such a file.
"""

from __future__ import annotations

from dataclasses import replace

from doccompare.errors import ReadError, say
from doccompare.model import Problem
from doccompare.readers.archives import damaged
from doccompare.readers.encodings import Decoded
from doccompare.readers.equations import printed
from doccompare.readers.markup import made, names, remarks
from doccompare.readers.rtfparts import Flow, Group
from doccompare.readers.rtftokens import DOUBLE, Token, charset, code_page, tokens

_LARGEST = 16 * 1024 * 1024  # bytes of text; pictures in it are hexadecimal digits
_DEEPEST = 5_000  # groups in groups
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}
_ESCAPED = {"\\": "\\", "{": "{", "}": "}", "~": "\u00a0", "_": "-"}
_NO_TEXT = names(
    "colortbl stylesheet info pict nonshppict datafield xe tc rxe ftnsep ftnsepc ftncn aftnsep aftnsepc "
    "aftncn nonesttables revtbl pntxta pntxtb themedata colorschememapping listtable listoverridetable "
    "objdata objclass objname atnid atnauthor atntime atndate atnref bkmkstart bkmkend generator"
)
_HEADS = names("header headerl headerr headerf footer footerl footerr footerf")
_READ = names("listtext pntext fldrslt result rtf")  # read though their writer says they may be passed over


def read_rtf(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text with all tracked changes accepted. Raises ReadError: too large, cut off, no text in it."""
    return _read(data, name, original=False)


def read_rtf_original(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text as it was before its tracked changes. Raises as :func:`read_rtf` does."""
    return _read(data, name, original=True)


def _read(data: bytes, name: str, *, original: bool) -> Decoded:
    if len(data) > _LARGEST:
        raise ReadError(
            say(f"“{name}”超过 16 MB，没有读。", f"{name} is over 16 MB and was not read."),
            say("请另存为 docx 再试。", "Save it as docx and try again."),
        )
    document = _Document(name, original=original)
    document.read(data.decode("latin-1"))
    return made(document.lines(), name, problems=document.problems())


class _Document:
    """One document on its way to lines."""

    def __init__(self, name: str, *, original: bool) -> None:
        self._name, self._original = name, original
        self._flows = [Flow()]
        self._groups: list[Group] = []
        self._notes: list[list[str]] = []
        self._heads: dict[str, None] = {}
        self._fonts: dict[int, str] = {}
        self._font = 0  # of the table that is being read
        self._page = ""
        self._bytes = bytearray()
        self._skip = 0
        self._code: list[str] = []
        self._shown = False  # the open field has shown something
        self._comments = self._hidden = self._changes = 0
        self._changed = (False, False)

    def read(self, source: str) -> None:
        """Take in the whole file. Raises ReadError when it is cut off."""
        for token in tokens(source):
            if token.kind == "brace":
                self._flush()
                self._skip = 0
                if token.text == "{":
                    self._open()
                    if len(self._groups) > _DEEPEST:
                        raise damaged(self._name, say("嵌套无尽", "nested without end"))
                elif self._groups:
                    self._close()
                if not self._groups:
                    break  # some writers put padding behind the end
            elif self._groups:
                self._take(token)
        self._flush()
        if self._groups:
            raise damaged(self._name, say("结尾的括号不全", "its groups are not closed"))

    def lines(self) -> list[str]:
        """The lines of the body, then those of the notes."""
        lines = [line.rstrip() for line in self._flows[0].finished()]
        for n, note in enumerate(self._notes, 1):
            filled = [line.strip() for line in note if line.strip()]
            lines += [f"〔注{n}〕{filled[0]}", *filled[1:]] if filled else []
        return lines

    def problems(self) -> tuple[Problem, ...]:
        """What was read one way of several, and what was left out."""
        return remarks(
            changes=self._changes,
            original=self._original,
            notes=len(self._notes),
            left_out=(
                ("、".join(self._heads)[:60], "页眉页脚未录", "headers and footers left out"),
                (self._comments, "批注未录", "comments left out"),
                (self._hidden, "隐藏文字未录，字数", "hidden characters left out"),
            ),
        )

    # --- groups ---------------------------------------------------------------------------------------

    def _open(self) -> None:
        above = self._groups[-1] if self._groups else Group()
        self._groups.append(replace(above, starred=False, opened=""))

    def _close(self) -> None:
        closed = self._groups.pop()
        what = closed.opened
        if what in ("note", "box", "head", "comment"):
            lines = self._flows.pop().finished()
            if what == "note":
                self._notes.append(lines)
            elif what == "box":
                self._flows[-1].boxes += [line for line in lines if line.strip()]
            elif what == "head" and any(c.isalpha() for c in "".join(lines)):
                self._heads[" ".join("".join(lines).split())] = None
        elif what == "code":
            self._shown = False
        elif what == "field" and not self._shown and closed.kind == "text":
            self._add(printed("".join(self._code)))
        elif what == "label":
            line = self._flows[-1].line
            line[closed.start :] = ["".join(line[closed.start :]).strip(" \t")]

    def _destination(self, word: str) -> bool:
        """Begin the destination that a word names; whether it names one."""
        group = self._groups[-1]
        starred, group.starred = group.starred, False  # it is said of the first word alone
        if group.kind == "skip" and word not in ("shptxt", "dptxbxtext", "ud"):
            return word in _NO_TEXT or word in _HEADS
        if word == "fonttbl":
            group.kind = "fonts"
        elif word in ("footnote", "annotation", "shptxt", "dptxbxtext") or word in _HEADS:
            named = {"footnote": "note", "annotation": "comment", "shptxt": "box", "dptxbxtext": "box"}
            group.opened, group.kind = named.get(word, "head"), "text"
            group.in_table = False
            self._comments += word == "annotation"
            self._flows.append(Flow())
        elif word == "field":
            group.opened, self._code, self._shown = "field", [], False
        elif word == "fldinst":
            group.kind, group.opened = "code", "code"
        elif word in ("listtext", "pntext"):
            group.opened, group.start = "label", len(self._flows[-1].line)
        elif word == "upr":
            group.outer, group.kind = group.kind, "skip"
        elif word == "ud":
            group.kind = group.outer
        elif word in _NO_TEXT or (starred and word not in _READ):
            group.kind = "skip"
        else:
            return False
        return True

    # --- tokens ---------------------------------------------------------------------------------------

    def _take(self, token: Token) -> None:
        group = self._groups[-1]
        if token.kind in ("byte", "text"):
            text = chr(int(token.text, 16)) if token.kind == "byte" else token.text
            if self._skip:
                self._skip, text = max(0, self._skip - len(text)), text[self._skip :]
            if group.kind != "skip":
                self._bytes += text.encode("latin-1")
            return
        if self._skip:
            self._skip -= 1
            if token.kind == "sign" or token.text not in ("u", "par", "cell", "row"):
                return
        self._flush()
        if token.kind == "sign":
            self._sign(token.text, group)
        elif not self._destination(token.text):
            self._word(token.text, token.number, group)

    def _sign(self, sign: str, group: Group) -> None:
        if sign == "*":
            group.starred = True
        elif sign in "\r\n":
            self._word("par", None, group)
        elif sign in _ESCAPED:
            self._add(_ESCAPED[sign])

    def _word(self, word: str, number: int | None, group: Group) -> None:
        on = number != 0
        if word == "u":
            self._add(chr((number or 0) % 65536))
            self._skip = group.skipped
        elif word == "uc":
            group.skipped = max(0, number or 0)
        elif word == "f":
            if group.kind == "fonts":
                self._font = number or 0
            group.font = number or 0
        elif word in ("fcharset", "cpg") and group.kind == "fonts":
            found = charset(number) if word == "fcharset" else code_page(number)
            if found:
                self._fonts[self._font] = found
        elif word == "ansicpg":
            self._page = code_page(number)
        elif word == "v":
            group.hidden = on
        elif word == "deleted":
            group.deleted = on
        elif word == "revised":
            group.inserted = on
        elif word == "plain":
            group.hidden = group.deleted = group.inserted = False
        elif word == "pard":
            group.in_table = False
        elif word == "intbl":
            group.in_table = on
        elif group.kind == "text":
            self._structure(word, group)

    def _structure(self, word: str, group: Group) -> None:
        flow = self._flows[-1]
        if word in _SIGNS:
            self._add(_SIGNS[word])
        elif word in ("par", "sect"):
            if not self._gone(group):  # else its end is gone: it runs on into the next
                flow.end(cell=group.in_table)
        elif word in ("cell", "nestcell"):
            flow.end_cell()
        elif word in ("row", "nestrow"):
            flow.end_row()

    def _gone(self, group: Group) -> bool:
        return group.inserted if self._original else group.deleted

    def _flush(self) -> None:
        """The bytes that have come together, as text."""
        if self._bytes and self._groups:
            raw, self._bytes = bytes(self._bytes), bytearray()
            group = self._groups[-1]
            self._add(
                raw.decode("ascii") if raw.isascii() else raw.decode(self._codec(raw, group), "replace")
            )

    def _codec(self, raw: bytes, group: Group) -> str:
        """The encoding of bytes: their font's if that has two of them a character, else the document's."""
        own = self._fonts.get(group.font, "")
        if own in DOUBLE:
            return own
        if self._page in DOUBLE or not (own or self._page):
            try:
                raw.decode("utf-8")  # some writers put it down as it is
            except UnicodeDecodeError:
                return self._page or "gb18030"
            return "utf-8"
        return own or self._page

    def _add(self, text: str) -> None:
        group = self._groups[-1] if self._groups else Group()
        if group.kind == "code":
            self._code.append(text)
        if group.kind != "text" or not text:
            return
        change = (group.deleted, group.inserted)
        self._changes += any(change) and change != self._changed
        self._changed = change
        if self._gone(group):
            return
        if group.hidden:
            self._hidden += len(text.strip())
            return
        self._shown = self._shown or bool(text.strip())
        line = self._flows[-1].line
        if "\udc00" <= text <= "\udfff" and line and "\ud800" <= line[-1] <= "\udbff":  # halves of one sign
            text = (line.pop() + text).encode("utf-16", "surrogatepass").decode("utf-16")
        line.append(text)
