"""New entries: what the terminal and the web app write, by the same rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from doccompare.decisions.apply import editor_choices
from doccompare.decisions.attach import Attached
from doccompare.decisions.effective import person
from doccompare.decisions.entries import ChoiceKind, Entry, Image, Kind, Selection, Site
from doccompare.decisions.sites import edges
from doccompare.errors import UsageError, say
from doccompare.model import Severity, Status, VariationUnit

PASSES = ("一校", "二校", "三校", "通读")
_NAMES = {
    ChoiceKind.KEEP_BASE: ("base", "keep-base", "底本", "从底本"),
    ChoiceKind.BOTH: ("both", "两存", "並存", "并存"),
    ChoiceKind.OPEN: ("open", "存疑", "待考"),
}
_NOTHING = ("〔无〕", "无", "omit")


def timestamp(moment: datetime) -> str:
    """A moment as the journal writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def selected(site: Site, typed: str, *, emend: bool = False) -> Selection:
    """What a person means by ``typed`` at a place.

    The text of a reading (as shown, or its differing part), its number from 1 (also #2), 底本 or base,
    两存 or both, 存疑 or open; with ``emend`` a text that no witness has, over the same words as the
    readings' text. Raises UsageError, listing what there is.
    """
    text = unicodedata.normalize("NFC", typed.strip())
    by_text = _by_text(site, text)
    if by_text is not None:
        number = _number(site, text)
        if number is not None and number != by_text:
            raise UsageError(
                say(f"“{text}”既是一种文字，又是编号。", f"“{text}” is a reading and a number."),
                say(f"编号请写 #{text}。", f"For the number write #{text}."),
            )
        return _reading(site, by_text)
    if emend:
        return _emendation(site, text)
    number = _number(site, text)
    if number is not None:
        return _reading(site, number)
    for kind, names in _NAMES.items():
        if text.casefold() in names:
            return chosen(site, kind)
    if text in _NOTHING:
        nothing = site.reading_of("")
        if nothing is not None:
            return _reading(site, nothing)
    listed = "  ".join(f"{i} {r.text or _NOTHING[0]}" for i, r in enumerate(site.readings, 1))
    raise UsageError(
        say(f"没有一本作“{text}”。有：{listed}", f"No witness has “{text}”. There are: {listed}"),
        say(
            "可写文字、编号、底本、两存、存疑；若要改作各本皆无的文字，加 --emend。",
            "Write a text, a number, base, both or open; for a text that no witness has add --emend.",
        ),
    )


def chosen(site: Site, kind: ChoiceKind) -> Selection:
    """The selection of ``keep-base``, ``both`` or ``open``."""
    if kind is ChoiceKind.OPEN:
        return Selection(kind)
    base = site.readings[site.base]
    return Selection(kind, base.exact, base.text)


def _reading(site: Site, index: int) -> Selection:
    reading = site.readings[index]
    return Selection(ChoiceKind.READING, reading.exact, reading.text)


def _by_text(site: Site, text: str) -> int | None:
    for plain in (False, True):
        want = _folded(text) if plain else text
        for name in ("text", "exact"):
            found = [
                i
                for i, r in enumerate(site.readings)
                if (_folded(getattr(r, name)) if plain else getattr(r, name)) == want
            ]
            if len(found) == 1:
                return found[0]
    return None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(site: Site, text: str) -> int | None:
    digits = unicodedata.normalize("NFKC", text).removeprefix("#")
    if digits.isascii() and digits.isdigit() and 1 <= int(digits[:6]) <= len(site.readings):
        return int(digits) - 1
    return None


def _emendation(site: Site, text: str) -> Selection:
    left, right = edges(site.readings)
    if len(text) < len(left) + len(right) or not (text.startswith(left) and text.endswith(right)):
        shape = f"{left}…{right}"
        raise UsageError(
            say(
                f"改文须与各本所列同起讫：{shape}",
                f"An emendation covers the same words as the readings: {shape}",
            ),
            say("请把前后相同的字一并写上。", "Write the shared characters at its edges too."),
        )
    return Selection(ChoiceKind.EMENDATION, text[len(left) : len(text) - len(right)], text)


def decide(
    attached: Attached,
    key: str,
    selection: Selection,
    *,
    who: str,
    when: str,
    two_person: Sequence[Severity] = (),
    in_pass: str = "",
    why: str = "",
    image: Image | None = None,
    bulk: bool = False,
) -> Entry:
    """The entry to append: a decision, or an approval when it seconds another person's.

    The last word on the page image is carried along. Raises UsageError when there is no such place.
    """
    site = _site(attached, key)
    held = attached.held.get(key)
    kind, of = Kind.DECISION, ""
    supersedes: tuple[str, ...] = ()
    if held is not None:
        choice = editor_choices(attached)[key] if two_person else None
        now = Selection(held.choice.kind, held.exact, held.text)
        if (
            choice is not None
            and choice.status(site.severity, two_person) is Status.PROPOSED
            and selection.same(now)
            and not is_among(who, held.names)
        ):
            kind, of = Kind.APPROVAL, held.entry.id
        elif held.thread.key != key:
            supersedes = tuple(e.id for e in held.thread.standing if e.kind is Kind.DECISION)
    return Entry(
        id="",
        seq=0,
        kind=kind,
        who=who,
        when=when,
        site=site,
        choice=selection,
        of=of,
        in_pass=in_pass,
        why=why,
        image=image if image is not None else attached.image(key),
        bulk=bulk,
        supersedes=supersedes,
    )


def note(
    attached: Attached,
    key: str,
    *,
    who: str,
    when: str,
    in_pass: str = "",
    why: str = "",
    image: Image | None = None,
) -> Entry:
    """The entry of a remark, or of what the page image said (neither: the image's word is taken back)."""
    site = _site(attached, key)
    return Entry("", 0, Kind.NOTE, who, when, site=site, in_pass=in_pass, why=why, image=image)


def undo(attached: Attached, entry_id: str, *, who: str, when: str, why: str = "") -> Entry:
    """The entry that takes back another one. Raises UsageError when there is none, or it is taken back."""
    entry = attached.journal.entry(entry_id)
    if entry is None:
        raise UsageError(
            say(f"裁定记录中没有 {entry_id}。", f"There is no {entry_id} among the decisions."),
            say("doccompare log 列出全部。", "doccompare log lists them."),
        )
    if entry.id in attached.effective.undone:
        raise UsageError(
            say(f"{entry.id} 已撤销过。", f"{entry.id} is undone already."),
            say(
                "若要恢复它，请撤销那条撤销（编号见 doccompare log）。",
                "To bring it back, undo the undo (its id is in doccompare log).",
            ),
        )
    return Entry("", 0, Kind.UNDO, who, when, of=entry.id, why=why)


def last_of(attached: Attached, who: str) -> Entry | None:
    """The last entry of a person that is in force and can be undone; an undo is not undone unasked."""
    for entry in reversed(attached.journal.entries):
        if (
            entry.kind is not Kind.UNDO
            and entry.id not in attached.effective.undone
            and person(entry.who) == person(who)
        ):
            return entry
    return None


def bulk_units(units: Iterable[VariationUnit], attached: Attached, level: str) -> list[VariationUnit]:
    """The units a bulk decision takes: formal, proposed by the machine, decided by nobody.

    Raises UsageError for any other level: only what is mere form is decided unseen.
    """
    if level != Severity.FORMAL:
        raise UsageError(
            say(
                "只有格式一级可以成批裁定，要害与文字须逐处看过。",
                "Only formal units are decided in bulk; look at the others one by one.",
            ),
            say("可用 review --bulk formal。", "review --bulk formal is possible."),
        )
    return [
        u
        for u in units
        if u.severity is Severity.FORMAL
        and u.key not in attached.held
        and u.decision is not None
        and u.decision.status is Status.PROPOSED
        and u.decision.reading is not None
    ]


def is_among(who: str, names: Iterable[str]) -> bool:
    """Whether a person is one of those named, however the name is spelt."""
    return person(who) in {person(name) for name in names}


def _site(attached: Attached, key: str) -> Site:
    try:
        return attached.sites[key]
    except KeyError:
        raise UsageError(say(f"没有异文 {key}。", f"There is no unit {key}."), "") from None
