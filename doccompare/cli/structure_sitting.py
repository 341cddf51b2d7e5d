"""The findings about structure in a sitting of ``review``: one card each, looked at or left open."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from doccompare import decisions
from doccompare.cli import desk as editors
from doccompare.cli.desk import Desk
from doccompare.cli.keys import ESCAPE, Keys
from doccompare.cli.output import columns, emit
from doccompare.errors import say
from doccompare.model import Status
from doccompare.reporting.show import format_finding
from doccompare.reporting.structure import Finding


class StructureSitting:
    """Goes through findings; every key that decides is on the disk before the next is read."""

    def __init__(self, desk: Desk, who: str, in_pass: str, keys: Keys) -> None:
        self.desk, self.who, self.in_pass, self.keys = desk, who, in_pass, keys
        self.done = 0

    def waiting(self) -> list[Finding]:
        """The findings that still want this editor's word."""
        return [f for f in self.desk.findings if not self._finished(f)]

    def _finished(self, finding: Finding) -> bool:
        status = finding.entry.status
        if status is Status.PROPOSED:  # a second person is asked for: not the first one again
            sites = decisions.finding_sites(self.desk.collation)
            word = decisions.attach_findings(self.desk.journal, sites)[0].get(finding.entry.key)
            return word is not None and decisions.is_among(self.who, word.names)
        return status in (Status.CONFIRMED, Status.OPEN)

    def run(self, findings: Sequence[Finding]) -> bool:
        """Go through these findings; whether the editor wants to go on with the units."""
        for n, finding in enumerate(findings, 1):
            emit(["", say(f"── 结构 {n}/{len(findings)} ", f"── structure {n}/{len(findings)} ")])
            emit(format_finding(self.desk.collation, finding, lang=editors.lang(), width=columns()))
            while True:
                self._prompt()
                typed = self.keys.command()
                if typed is None or typed.strip().casefold() == "q":
                    return False
                if self._act(finding, typed):
                    break
        return True

    def _prompt(self) -> None:
        if self.keys.single:
            sys.stdout.write(
                say("a 已核 x 存疑 u 撤销 s 跳过 q 退出> ", "a checked x leave open u undo s skip q quit> ")
            )
            sys.stdout.flush()

    def _act(self, finding: Finding, typed: str) -> bool:
        """Do what was typed; whether this finding is done with for now."""
        word, _, why = typed.strip().partition(" ")
        word = word.casefold()
        if word in ("a", "x"):
            entry = self.desk.finding_entry(
                finding,
                open_=word == "x",
                who=self.who,
                when=decisions.timestamp(editors.now()),
                in_pass=self.in_pass,
                why=why.strip(),
            )
            (done,) = self.desk.write((entry,))
            self._answer(f"{finding.id}  {editors.words(editors.entry_words(done))}  ({done.id})")
            self.done += 1
            return True
        if word == "s":
            self._answer(say("跳过", "skipped"))
            return True
        if word == "u":
            last = decisions.last_of(self.desk.attached, self.who)
            if last is None:
                self._answer(say("没有可撤销的了。", "There is nothing to undo."))
                return False
            when = decisions.timestamp(editors.now())
            self.desk.write((decisions.undo(self.desk.attached, last.id, who=self.who, when=when),))
            self._answer(say("已撤销: ", "undone: ") + editors.words(editors.entry_words(last)))
            return False
        if word in ("", ESCAPE):
            self._answer("")
        else:
            self._answer(
                say(
                    "可按 a 已核、x 存疑、u 撤销、s 跳过、q 退出。",
                    "Keys: a checked, x leave open, u undo, s skip, q quit.",
                )
            )
        return False

    def _answer(self, text: str) -> None:
        if self.keys.single:
            emit([""])
        if text:
            emit(editors.lines_of(text))
