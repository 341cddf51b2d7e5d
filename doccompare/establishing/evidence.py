"""The reasons of a decision in words, each for one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doccompare.establishing.usage import Usage
from doccompare.model import Evidence, IndirectReading, Locus, Method, Note

_MANY = 12  # witnesses up to which all are named


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of the readings of one locus beside who reads them.

    ``against[i]``: kinds of slips of reading ``i`` (``doubtful``: it rests on an unsure OCR); ``usage``: own
    usage; ``indirect``: what indirect witnesses print; ``formal``: the readings differ in form only.
    """

    against: Mapping[int, Sequence[str]]
    usage: Sequence[Usage]
    indirect: Sequence[IndirectReading]
    formal: bool


def evidence_of(
    locus: Locus, sign: Signs, alone: Mapping[str, int], order: Sequence[str] = ()
) -> list[Evidence]:
    """The reasons, each for one reading: who agrees, own usage, slips, indirect witnesses.

    ``alone``: see :func:`_agreement`; ``order``: the witnesses in that of the collation.
    """
    out = [_agreement(locus, n, alone) for n in range(len(locus.variants))]
    rank = {siglum: n for n, siglum in enumerate(order)}
    out += _usage(sorted(sign.usage, key=lambda usage: rank.get(usage.siglum, len(rank))))
    for n, kinds in sorted(sign.against.items()):
        out += [Evidence(Method.REASONING, _other(locus, n), _reason(kind, locus, n)) for kind in kinds]
    for reading in sign.indirect:
        match = next((n for n, v in enumerate(locus.variants) if v.text == reading.text), None)
        shown = f"作“{reading.text}”" if reading.text else "无此文"
        note = Note(
            f"他校：{reading.siglum}（旁证）{shown}，不计票",
            f"indirect: {reading.siglum} prints “{reading.text}”; no vote",
        )
        out.append(Evidence(Method.INDIRECT, match, note))
    return out


def _usage(usages: Sequence[Usage]) -> list[Evidence]:
    """Own usage: the witnesses that have one form elsewhere to the exclusion of others share a sentence."""
    groups: dict[tuple[int, str], list[Usage]] = {}
    for usage in usages:
        groups.setdefault((usage.reading, usage.form), []).append(usage)
    out = []
    for (reading, form), own in groups.items():
        zh, en = _named([usage.siglum for usage in own])
        least, most = min(u.times for u in own), max(u.times for u in own)
        often = str(most) if least == most else f"{least}–{most}"
        all_, each = ("都", "各") if len(own) > 1 else ("", "")
        note = Note(
            f"本校：{zh}本他处{all_}作“{form}”{each}{often}次，别无异写",
            f"own usage: {en} {'have' if len(own) > 1 else 'has'} “{form}” {often} times elsewhere, "
            "never otherwise",
        )
        out.append(Evidence(Method.OWN_USAGE, reading, note))
    return out


def _named(sigla: Sequence[str]) -> tuple[str, str]:
    """Witnesses as a group, in Chinese and English; of many the first and how many they are."""
    if len(sigla) > _MANY:
        return f"{sigla[0]}等{len(sigla)}", f"{sigla[0]} and {len(sigla) - 1} more"
    joint = "" if all(len(siglum) == 1 for siglum in sigla) else "、"
    return joint.join(sigla), joint.join(sigla)


def _agreement(locus: Locus, n: int, alone: Mapping[str, int]) -> Evidence:
    """Who has a reading; of a witness that stands alone, how often it does so in all."""
    sigla = list(locus.variants[n].sites)
    names, english = _named(sigla)
    if len(sigla) > 1:
        count = (
            f"{names}本同"
            if len(sigla) > _MANY
            else f"{names}{'，' if '、' in names else ''}{len(sigla)}本同"
        )
        told = english if len(sigla) > _MANY else f"{english}: {len(sigla)} witnesses"
        return Evidence(Method.WITNESSES, n, Note(count, f"{told} agree"))
    times = alone.get(sigla[0], 0)
    more = Note(f"，此本独异共{times}处", f", alone at {times} places in all") if times > 1 else Note("", "")
    return Evidence(Method.WITNESSES, n, Note(f"仅{names}本如此{more}", f"{names} alone{more.en}"))


def _other(locus: Locus, n: int) -> int | None:
    """The reading a sign against reading ``n`` speaks for: the only other one, if there is just one."""
    rest = [i for i in range(len(locus.variants)) if i != n]
    return rest[0] if len(rest) == 1 else None


def _reason(kind: str, locus: Locus, n: int) -> Note:
    text = locus.variants[n].text
    if kind == "doubled":
        return Note(f"“{text}”一字重出，疑衍写", f"“{text}” writes a character twice")
    if kind == "doubtful":
        names = "".join(locus.variants[n].sites)
        return Note(
            f"{names}本此处由图像识读，识读存疑，须核版面",
            f"{names}: read here from an image, and not surely: check the page",
        )
    if kind == "twice":
        return Note("同本别处另有此文，此处重出", "the same witness has this text in another place as well")
    return Note(f"“{text}”不成词，疑有脱误", f"“{text}” leaves a broken word")
