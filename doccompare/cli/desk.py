"""The editor's desk: the collation, the journal laid over it, who decides, and the clock.

Everything the commands for decisions share. Who and when enter here and nowhere below.
"""

from __future__ import annotations

import getpass
import os
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from doccompare import decisions, errors
from doccompare.cli.output import columns, emit, emit_error
from doccompare.cli.results import default_source, load, result_folder
from doccompare.decisions import Attached, Choice, Entry, Image, Journal, Places, Site
from doccompare.errors import UsageError, say
from doccompare.model import Collation, Note, Relation, Severity, VariationUnit, in_language
from doccompare.reporting.labels import Lang
from doccompare.reporting.lookup import find
from doccompare.reporting.structure import Finding, findings, structure_severity
from doccompare.reporting.width import printable, wrapped


def now() -> datetime:
    """The moment; the only clock of the decisions."""
    return datetime.now(UTC)


def source_option() -> click.Option:
    """``--in``: which result or corpus."""
    return click.Option(
        ["--in", "source"],
        metavar="PATH",
        type=click.Path(path_type=Path),
        help=say("结果或文件夹（默认此处唯一的一个）。", "A result or corpus (default: the only one)."),
    )


def who_option() -> click.Option:
    """``--who``: who decides."""
    return click.Option(
        ["--who"],
        metavar="NAME",
        help=say(
            "裁定者（DOCCOMPARE_WHO、git、登录名）。",
            "Who decides (default: DOCCOMPARE_WHO, git user.name, login).",
        ),
    )


def pass_option() -> click.Option:
    """``--pass``: the pass of proof-reading."""
    return click.Option(
        ["--pass", "in_pass"],
        metavar="PASS",
        help=say("校次，如 一校、二校、三校、通读。", "The pass, as 一校, 二校, 三校, 通读."),
    )


def person(stated: str | None) -> str:
    """Who decides: ``--who``, DOCCOMPARE_WHO, git's user.name, the login name. Raises UsageError."""
    for name in (stated, os.environ.get("DOCCOMPARE_WHO")):
        if name is not None and name.strip():
            return " ".join(printable(name).split())
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=5,
            check=False,
        )
        if done.stdout.strip():
            return " ".join(printable(done.stdout).split())
    except (OSError, ValueError, subprocess.SubprocessError):
        pass
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UsageError(
            say("不知道是谁在裁定。", "It is not known who decides."),
            say("请用 --who 写明，或设 DOCCOMPARE_WHO。", "Say so with --who, or set DOCCOMPARE_WHO."),
        ) from None


@dataclass(slots=True)
class Desk:
    """A collation with the journal laid over it. ``refresh`` reads what others wrote meanwhile."""

    collation: Collation
    sites: tuple[Site, ...]
    places: Places
    source: Path
    journal: Journal
    attached: Attached
    choices: dict[str, Choice]

    @property
    def two_person(self) -> tuple[Severity, ...]:
        """The severities for which the manifest asks for a second person."""
        return self.places.corpus.two_person if self.places.corpus is not None else ()

    def refresh(self) -> None:
        """Read the journal again when it has grown, and lay it over the collation."""
        sizes = [path.stat().st_size if path.exists() else 0 for path in self.places.read]
        if sum(sizes) != self.journal.size:
            self.journal = decisions.read_all(self.places.read)
            self.attached = decisions.attach(self.journal, self.sites)
            self.choices = decisions.editor_choices(self.attached)
            self.collation = with_findings(self.collation, self.journal, self.two_person)

    def write(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Add entries: they are on the disk when this returns. Raises OutputError."""
        done = decisions.append_all(self.places.write, entries)
        self.refresh()
        return done

    def unit(self, name: str) -> VariationUnit:
        """The unit a person means. Raises UsageError."""
        found = find(self.collation, name)
        if found.unit is None:
            units = [u.id for c in found.clauses for u in self.collation.units if u.address == c.address]
            raise UsageError(
                say(f"“{name}”不是一处异文。", f"{name} is not a unit."),
                say(f"其中有：{' '.join(units)}", f"In it: {' '.join(units)}") if units else "",
            )
        return found.unit

    @property
    def findings(self) -> list[Finding]:
        """The findings about structure that count, with what was said of them."""
        return findings(self.collation)

    def finding(self, name: str) -> Finding | None:
        """The finding about structure a person means, None when it is something else. Raises UsageError."""
        return find(self.collation, name).finding

    @property
    def lost_findings(self) -> tuple[decisions.Thread, ...]:
        """The words on findings that are no longer there."""
        return decisions.attach_findings(self.journal, decisions.finding_sites(self.collation))[1]

    def finding_entry(
        self, finding: Finding, *, open_: bool, who: str, in_pass: str = "", why: str = ""
    ) -> Entry:
        """The entry to append when a finding is acknowledged, or left open."""
        at = next(n for n, e in enumerate(self.collation.structure) if e.key == finding.entry.key)
        return decisions.decide_finding(
            self.collation,
            self.journal,
            at,
            finding.id,
            finding.severity,
            open_=open_,
            who=who,
            when=decisions.timestamp(now()),
            two_person=self.two_person,
            in_pass=in_pass,
            why=why,
        )

    def shown(self, unit: VariationUnit) -> VariationUnit:
        """The unit with what the editor decided, its readings in the order in which they are numbered."""
        unit = replace(unit, image=self.attached.image(unit.key))
        choice = self.choices.get(unit.key)
        if choice is None or unit.decision is None:
            return unit
        decided = replace(unit, decision=decisions.overruled(choice, unit.decision))
        return decisions.settle((decided,), self.choices, self.two_person, self.attached.images)[0]

    def stage(self, unit: VariationUnit) -> decisions.Stage:
        """Where the unit stands in the review."""
        return decisions.stage(unit, self.choices.get(unit.key), self.two_person)

    def in_force(self, key: str) -> str:
        """The id of the entry in force at a place, empty when there is none."""
        held = self.attached.held.get(key)
        return held.entry.id if held is not None else ""

    def checked_pass(self, stated: str | None) -> str:
        """The pass as the manifest names it. Raises UsageError."""
        corpus = self.places.corpus
        known = corpus.passes if corpus is not None and corpus.passes else decisions.PASSES
        if stated is None or stated in known:
            return stated or ""
        raise UsageError(
            say(f"没有“{stated}”这个校次。", f"There is no pass {stated}."),
            say(f"有：{' '.join(known)}", f"There are: {' '.join(known)}"),
        )


def open_desk(source: Path | None) -> Desk:
    """The desk for ``--in`` (the only source here when None). Raises UsageError, ReadError."""
    path = source if source is not None else default_source()
    collation = load(path)
    if collation.work.relation is Relation.VERSIONS:
        raise UsageError(
            say(
                "不同时期的文本不判正误，无可裁定。",
                "Versions of different date: there is nothing to decide.",
            ),
            "",
        )
    digests = [a.witness.sha256 for a in collation.witnesses]
    places = decisions.places(
        path, collation.work.slug, collation.work.title, digests, result_folder(collation)
    )
    sites = decisions.sites_of(collation)
    journal = decisions.read_all(places.read)
    attached = decisions.attach(journal, sites)
    two_person = places.corpus.two_person if places.corpus is not None else ()
    collation = with_findings(collation, journal, two_person)
    return Desk(collation, sites, places, path, journal, attached, decisions.editor_choices(attached))


def with_findings(collation: Collation, journal: Journal, two_person: Sequence[Severity]) -> Collation:
    """The collation with what the journal says of its findings about structure."""
    severities = [structure_severity(collation, entry) for entry in collation.structure]
    return decisions.settle_findings(collation, journal, severities, two_person)


def lang() -> Lang:
    """The language in effect."""
    return "en" if errors.language == "en" else "zh"


def words(text: str) -> str:
    """A sentence in the language in effect, safe for a terminal."""
    return printable(in_language(text, lang()))


def lines_of(text: str, indent: str = "  ") -> list[str]:
    """A sentence on as many lines as the screen needs."""
    return wrapped(words(text), columns(), indent)


def warn(journal: Journal) -> None:
    """Say on stderr what is wrong with the journal."""
    for problem in journal.problems:
        emit_error(words(problem.message), "", label=False)


def near(path: Path) -> str:
    """A path as one would type it here."""
    try:
        relative = Path(os.path.relpath(path))
    except ValueError:  # another drive
        return str(path)
    return str(path if relative.parts[:1] == ("..",) else relative)


def collate_again(desk: Desk) -> str:
    """The command that makes text and reports anew; empty when the sources are not known."""
    if desk.places.corpus is not None:
        return f"doccompare collate {shlex.quote(near(desk.places.corpus.folder))}"
    return "doccompare collate" if not desk.source.is_dir() else ""


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


def say_lines(lines: Sequence[str]) -> None:
    """Write sentences to stdout, wrapped."""
    emit(line for text in lines for line in lines_of(text))
