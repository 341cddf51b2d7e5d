"""Quotations on a terminal: the counts, then what wants a look, the gravest first."""

from __future__ import annotations

from doccompare.model import Quotations, QuotedPassage, QuoteFlag, QuoteStatus, Severity
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.names import file_name
from doccompare.reporting.quotations import counts, flag_names, remark, urgent, where
from doccompare.reporting.width import cut, printable, width, wrapped

_BOLD, _ALERT, _RESET = "\x1b[1m", "\x1b[1;33m", "\x1b[0m"
_SHOWN = 60  # columns of a quoted passage


def quotations_lines(
    found: Quotations, *, lang: Lang = "zh", columns: int = 80, colour: bool = False, every: bool = False
) -> list[str]:
    """The lines, each at most ``columns`` wide. ``every``: also the passages that are true to the text."""
    title = found.works[0].title if len(found.works) == 1 else ""
    label = printable(file_name(found.path)) or ("引文" if lang == "zh" else "quotation")
    tally = "  ".join(f"{name('quotation', s, lang)} {n}" for s, n in counts(found).items())
    total = len(found.passages)
    zh = f"{label}: 引自原文 {total} 处" + (f"  {tally}" if tally else "")
    en = f"{label}: {total} passage{'s' * (total != 1)} of the work" + (f"  {tally}" if tally else "")
    if not total:
        zh, en = f"{label}: 没有找到引自原文的文字。", f"{label}: nothing of the work was found."
    lines = wrapped(zh if lang == "zh" else en, columns, "  ")
    if colour and lines:
        lines[0] = f"{_BOLD}{lines[0]}{_RESET}"
    if title:
        lines += wrapped(("对照: " if lang == "zh" else "Against: ") + printable(title), columns, "      ")
    shown = urgent(found)
    if every:
        shown = list(found.passages)
    for passage in shown:
        lines.append("")
        lines += _passage(passage, lang, columns, colour)
    left = total - len(shown)
    if left:
        rest = (
            f"另有 {left} 处与原文一致（--all 列出）。"
            if lang == "zh"
            else f"True to the text: {left} more (--all)."
        )
        lines += ["", *wrapped(rest, columns)]
    return lines


def _passage(passage: QuotedPassage, lang: Lang, columns: int, colour: bool) -> list[str]:
    status = name("quotation", passage.status, lang)
    head = [f"{passage.line}:{passage.column}", status]
    if passage.severity is not None and passage.severity is not Severity.FORMAL:
        head.append(name("severity", passage.severity, lang))
    if passage.flags:
        head.append(flag_names(passage, lang))
    if place := where(passage, lang):
        near = "" if passage.status is not QuoteStatus.NOT_FOUND else ("最近 " if lang == "zh" else "near ")
        head.append(near + place)
    first = "  ".join(head)
    alert = colour and passage.severity is Severity.CRITICAL
    lines = [f"{_ALERT}{line}{_RESET}" if alert else line for line in wrapped(first, columns, "  ")]
    text = " ".join(printable(passage.text).split())
    quoted = f"“{cut(text, max(columns - 6, 20))}”" if width(text) > columns - 6 else f"“{text}”"
    lines += [f"  {part}" for part in wrapped(quoted, columns - 2)]
    note = remark(passage)
    said = note if lang == "zh" else note.en
    if said:
        lines += [f"  {part}" for part in wrapped(printable(said), columns - 2)]
    if _may_mend(passage):
        mended = ("可改为: " if lang == "zh" else "Could be: ") + f"“{passage.established}”"
        lines += [f"  {part}" for part in wrapped(printable(mended), columns - 2, "    ")]
    return lines


def _may_mend(passage: QuotedPassage) -> bool:
    """Whether the words of the text are worth printing as a correction."""
    if passage.status in (QuoteStatus.NOT_FOUND, QuoteStatus.PARAPHRASE, QuoteStatus.ELIDED):
        return False
    return (
        bool(passage.established)
        and bool(passage.differences)
        and QuoteFlag.TITLE not in passage.flags
        and len(passage.established) <= 2 * _SHOWN
    )
