"""A sitting of ``review``: a queue of units, the place in it, and what each key does."""

from __future__ import annotations

import re
import sys

from doccompare import decisions
from doccompare.cli import desk as editors
from doccompare.cli.desk import Desk
from doccompare.cli.keys import ESCAPE, Keys
from doccompare.cli.output import columns, emit
from doccompare.cli.structure_sitting import StructureSitting
from doccompare.decisions import Kind, Selection
from doccompare.errors import EXIT_DONE, UsageError, say
from doccompare.model import Severity, VariationUnit
from doccompare.reporting.show import format_unit
from doccompare.review.acts import NEXT_IMAGE, WHOLE, place_of
from doccompare.review.queue import left, ordered
from doccompare.review.words import outcome


class Sitting:
    """One sitting of one editor. Every key that decides is on the disk before the next is read."""

    def __init__(self, desk: Desk, who: str, in_pass: str, keys: Keys) -> None:
        self.desk, self.who, self.in_pass, self.keys = desk, who, in_pass, keys
        self.queue: list[VariationUnit] = []
        self.at = 0
        self.done = 0
        self.remark = ""  # the last note on this card: the reason of the decision that follows
        self.seen = ""  # the entry in force when the card was shown
        self.structure = StructureSitting(desk, who, in_pass, keys)

    def run(self, level: Severity | None, everything: bool) -> int:
        """Go through the units; the exit code."""
        self.queue = ordered(self.desk, self.who, self.in_pass, level, everything)
        found = self.desk.findings if everything else self.structure.waiting()
        found = [f for f in found if level in (None, f.severity)]
        heavy = [f for f in found if f.severity is Severity.CRITICAL]
        light = [f for f in found if f.severity is not Severity.CRITICAL]
        if not self.queue and not found:
            emit([say("没有待裁定的异文。", "There is nothing left to decide.")])
        if not self.structure.run(heavy):
            return self._end()
        fresh = True
        while self.at < len(self.queue):
            if fresh:
                self._card()
            self._prompt()
            typed = self.keys.command()
            if typed is None or typed.strip().casefold() == "q":
                return self._end()
            fresh = self._act(typed)
        self.structure.run(light)
        return self._end()

    @property
    def unit(self) -> VariationUnit:
        """The unit on the table."""
        return self.queue[self.at]

    # --- what is shown

    def _card(self) -> None:
        """The unit: its readings, the evidence, the draft of the 校记, what was said of it before."""
        self.remark = ""
        unit, key = self.unit, self.unit.key
        self.seen = self.desk.in_force(key)
        lines = ["", f"── {self.at + 1}/{len(self.queue)} "]
        lines += format_unit(self.desk.collation, self.desk.shown(unit), lang=editors.lang(), width=columns())
        held = self.desk.attached.held.get(key)
        if held is not None:
            before = say("前裁", "before")
            for entry in held.thread.standing[-3:]:
                lines += editors.lines_of(
                    f"  {before}  {editors.words(editors.entry_words(entry))}", "        "
                )
            lines += [f"  {text}" for text in outcome(self.desk, key)]
        for entry in self.desk.attached.notes(key):
            label = say("批注", "note")
            lines += editors.lines_of(f"  {label}  {entry.who}: {entry.why}", "        ")
        image = self.desk.attached.image(key)
        if image is not None:
            label = say("版面", "image")
            lines += editors.lines_of(f"  {label}  {editors.words(editors.image_words(image))}", "        ")
        emit(lines)

    def _prompt(self) -> None:
        if not self.keys.single:
            return
        last = len(self.unit.readings)
        numbers = "1" if last == 1 else f"1-{min(last, 9)}"
        sys.stdout.write(
            say(
                f"{numbers} 从某读 b 底本 e 两存 x 存疑 n 批注 i 版面 u 撤销 s 跳过 ? 帮助 q 退出> ",
                f"{numbers} adopt b base e both x open n note i image u undo s skip ? help q quit> ",
            )
        )
        sys.stdout.flush()

    def _answer(self, text: str) -> None:
        """Say what a key did; on a terminal the prompt's line ends first."""
        if self.keys.single:
            emit([""])
        emit(editors.lines_of(text))

    # --- what keys do

    def _act(self, typed: str) -> bool:
        """Do what was typed; whether a card is to be shown next."""
        word, _, rest = typed.strip().partition(" ")
        word, rest = word.casefold(), rest.strip()
        try:
            if re.fullmatch(r"#?\d+", word):
                return self._decide(decisions.selected(self._site(), f"#{word.lstrip('#')}"), rest)
            if word == "#":
                return self._numbered(rest)
            if word in WHOLE:
                return self._decide(decisions.chosen(self._site(), WHOLE[word]), rest)
            if word == "m":
                return self._emend(rest)
            if word == "n":
                return self._note(rest)
            if word == "i":
                return self._image()
            if word == "u":
                return self._undo()
            if word == "s":
                if self.keys.single:
                    emit([""])
                self.at += 1
                return True
        except UsageError as error:
            self._answer(f"{error.message} {error.hint}".strip())
            return False
        if word in ("", ESCAPE):
            if self.keys.single:
                emit([""])
            return False
        if word == "?":
            self._answer(say("", ""))
            emit(_help())
            return False
        self._answer(say(f"没有“{word}”这个键；? 看帮助。", f"There is no key {word}; ? for help."))
        return False

    def _site(self) -> decisions.Site:
        return self.desk.attached.sites[self.unit.key]

    def _decide(self, selection: Selection, why: str) -> bool:
        """Write a decision, unless somebody else decided here while this card was shown."""
        key = self.unit.key
        if self._overtaken():
            return True
        entry = decisions.decide(
            self.desk.attached,
            key,
            selection,
            who=self.who,
            when=decisions.timestamp(editors.now()),
            two_person=self.desk.two_person,
            in_pass=self.in_pass,
            why=why or self.remark,
        )
        (done,) = self.desk.write((entry,))
        what = decisions.choice_words(selection.kind, selection.text)
        verb = say("复核", "approved: ") if done.kind is Kind.APPROVAL else ""
        self._answer(f"{self.unit.id}  {verb}{editors.words(what)}  ({done.id})")
        for text in outcome(self.desk, key):
            emit(editors.lines_of(f"  {text}"))
        self.done += 1
        self.at += 1
        return True

    def _overtaken(self) -> bool:
        self.desk.refresh()
        if self.desk.in_force(self.unit.key) == self.seen:
            return False
        self._answer(
            say(
                "此处刚由别处裁定，请重看；本键未记。",
                "Just decided elsewhere: look again; this key was not saved.",
            )
        )
        return True

    def _numbered(self, typed: str) -> bool:
        text = typed or self._ask(say("编号: ", "number: "))
        if not text:
            return False
        return self._decide(decisions.selected(self._site(), f"#{text.lstrip('#')}"), "")

    def _emend(self, typed: str) -> bool:
        text = typed or self._ask(say("改作（各本皆无的文字）: ", "emend to (in no witness): "))
        if not text:
            return False
        return self._decide(decisions.selected(self._site(), text, emend=True), "")

    def _note(self, typed: str) -> bool:
        text = typed or self._ask(say("批注: ", "note: "))
        if not text:
            return False
        entry = decisions.note(
            self.desk.attached,
            self.unit.key,
            who=self.who,
            when=decisions.timestamp(editors.now()),
            in_pass=self.in_pass,
            why=text,
        )
        self.desk.write((entry,))
        self.remark = text
        emit([say("  已记。", "  Saved.")])
        return False

    def _image(self) -> bool:
        """The next state of the page image: checked, the transcript errs, not looked at."""
        self.desk.refresh()
        image = NEXT_IMAGE[self.desk.attached.image(self.unit.key)]
        entry = decisions.note(
            self.desk.attached,
            self.unit.key,
            who=self.who,
            when=decisions.timestamp(editors.now()),
            in_pass=self.in_pass,
            image=image,
        )
        self.desk.write((entry,))
        self._answer(say("版面: ", "image: ") + editors.words(editors.image_words(image)))
        return False

    def _undo(self) -> bool:
        """Take back this editor's last entry, of earlier sittings too, and go to its unit."""
        self.desk.refresh()
        last = decisions.last_of(self.desk.attached, self.who)
        if last is None:
            self._answer(say("没有可撤销的了。", "There is nothing to undo."))
            return False
        key = place_of(self.desk, last)
        self.desk.write(
            (
                decisions.undo(
                    self.desk.attached, last.id, who=self.who, when=decisions.timestamp(editors.now())
                ),
            )
        )
        self._answer(say("已撤销: ", "undone: ") + editors.words(editors.entry_words(last)))
        if last.kind is Kind.DECISION or last.kind is Kind.APPROVAL:
            self.done = max(0, self.done - 1)
        self._go_to(key)
        return True

    def _go_to(self, key: str) -> None:
        for n, unit in enumerate(self.queue):
            if unit.key == key:
                self.at = n
                return
        found = next((u for u in self.desk.collation.units if u.key == key), None)
        if found is not None:
            self.queue.insert(self.at, found)

    def _ask(self, question: str) -> str:
        if self.keys.single:
            sys.stdout.write("\n" + question)
            sys.stdout.flush()
        return (self.keys.line() or "").strip()

    def _end(self) -> int:
        count = left(self.desk, self.who, self.in_pass) + len(self.structure.waiting())
        done = self.done + self.structure.done
        where = editors.near(self.desk.places.write)
        lines = [
            "",
            say(
                f"本次裁定 {done} 处，尚余 {count} 处。记录 {where}",
                f"Decided {done} this time, {count} left. Journal {where}",
            ),
        ]
        if done and (again := editors.collate_again(self.desk)):
            lines.append(say(f"下一步: {again}", f"Next: {again}"))
        emit(lines)
        return EXIT_DONE


def _help() -> list[str]:
    return say(
        "1-9  采用该编号的读法（10 以上用 #）\n"
        "b    从底本\n"
        "e    两存：正文从底本，他本之文并存\n"
        "x    存疑，留待后考\n"
        "m    改作各本皆无的文字\n"
        "n    批注（并作随后裁定的理由）\n"
        "i    版面：已核 → 转录误 → 未核\n"
        "u    撤销自己最近的一条（可一直撤）\n"
        "s    跳过    q  退出（已按的键都已存）\n"
        "a    已核（结构之误：照此无误或已知）",
        "1-9  adopt the reading with this number (# for 10 and above)\n"
        "b    keep the base\n"
        "e    let both stand: the base is printed, the others noted\n"
        "x    leave it open\n"
        "m    emend: a text that no witness has\n"
        "n    a note (also the reason of the decision that follows)\n"
        "i    page image: checked, transcript error, not checked\n"
        "u    undo your last entry (again and again)\n"
        "s    skip    q  quit (every key is saved already)\n"
        "a    checked (of a finding about structure: looked at, and known)",
    ).split("\n")
