"""What entries of the journal say, in words, for the terminal and the page."""

from __future__ import annotations

from doccompare import decisions
from doccompare.decisions import Entry, Image
from doccompare.errors import say
from doccompare.model import Note
from doccompare.review.desk import Desk


def entry_words(entry: Entry) -> Note:
    """An entry in one line: who, when, pass, what, why."""
    zh, en = [entry.who], [entry.who]
    for part in (entry.when[:16].replace("T", " "), entry.in_pass):
        if part:
            zh.append(part)
            en.append(part)
    if entry.kind is decisions.Kind.UNDO:
        zh.append(f"撤销 {entry.of}")
        en.append(f"undoes {entry.of}")
    elif entry.kind is decisions.Kind.APPROVAL and entry.choice is not None:
        what = decisions.choice_words(entry.choice.kind, entry.choice.text)
        zh.append(f"复核：{what}")
        en.append(f"approves: {what.en}")
    elif entry.choice is not None:
        what = decisions.choice_words(entry.choice.kind, entry.choice.text)
        zh.append(what)
        en.append(what.en)
    if entry.kind is decisions.Kind.NOTE:
        zh.append("批注" if entry.why else "版面")
        en.append("note" if entry.why else "page image")
    if entry.image is not None or (entry.kind is decisions.Kind.NOTE and not entry.why):
        image = image_words(entry.image)
        zh.append(image)
        en.append(image.en)
    if entry.bulk:
        zh.append("成批")
        en.append("in bulk")
    if entry.why:
        zh.append(entry.why)
        en.append(entry.why)
    return Note("；".join(zh), "; ".join(en))


def image_words(image: Image | None) -> Note:
    """The state of the page image in words."""
    if image is Image.CHECKED:
        return Note("已核版面", "page image checked")
    if image is Image.TRANSCRIPT_ERROR:
        return Note("版面不误，转录误", "the transcript errs, not the page")
    return Note("未核版面", "page image not checked")


def outcome(desk: Desk, key: str) -> list[str]:
    """What is still missing for the decision at ``key``; nothing when it stands."""
    choice = desk.choices.get(key)
    severity = desk.attached.sites[key].severity
    if choice is None:
        return []
    if choice.waits(severity, desk.two_person):
        return [
            say("要害处须两人裁定：尚待第二人复核。", "Two persons are asked for: a second name is missing.")
        ]
    if choice.changes:
        changed = decisions.change_words(choice.changes)
        return [say(f"须复核：{changed}。", f"Needs review: {changed.en}.")]
    return []
