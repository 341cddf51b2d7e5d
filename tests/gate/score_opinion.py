"""Score a ``collation.json`` of the Opinion against the hand-made apparatus (title to section 三).

``python -m tests.gate.score_opinion reports/opinion-2024/collation.json`` prints the marks and every
mistake. ``--update-floors`` writes the marks into ``floors.json``; it never lowers one.
Marks that count something bad (false units …) are negative, so that for all of them higher is better.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.compared import Compared, Interval, bullet_offsets, fold, normal_form, overlap
from tests.gate.apparatus import (
    FILES,
    FORMAL,
    GOLD,
    JUMP_LINE,
    SIGLA,
    GoldUnit,
    Json,
    fingerprints,
    read_gold,
    read_texts,
    true_text,
)

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
CORPUS = HERE.parents[1] / "corpus" / "opinion-2024"
JUDGED = ("标题", "日期", "前言", "一", "二", "三")
LACUNA_AT = 1038
RANK = (
    "misplacement",
    "transposition",
    "substitution",
    "addition",
    "omission",
    "orthography",
    "punctuation",
)
# gold class -> (category, cause); None = any will do
CLASSES: dict[str, tuple[str | None, str | None]] = {
    "wording/synonym": ("substitution", "rewording"),
    "reordering": ("transposition", None),
    "glyph-similar": ("substitution", "glyph"),
    "homophone": ("substitution", "sound"),
    "dittography": (None, "repetition"),
    "omission": ("omission", None),
    "addition": ("addition", None),
    "punctuation": ("punctuation", None),
    "name": ("substitution", "abbreviation"),
    "number": ("orthography", "number"),
    "structure": ("misplacement", None),
}


@dataclass
class Report:
    """The marks of one run, what full marks are, and every mistake in words."""

    marks: dict[str, int] = field(default_factory=dict)
    full: dict[str, int] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def mark(self, name: str, good: bool, mistake: str) -> None:
        """Count one thing to get right; ``mistake`` says what was found instead."""
        self.full[name] = self.full.get(name, 0) + 1
        self.marks[name] = self.marks.get(name, 0) + int(good)
        if not good:
            self.mistakes.append(f"{name}: {mistake}")

    def blame(self, name: str, mistakes: list[str]) -> None:
        """Count things that should not be there."""
        self.full[name] = 0
        self.marks[name] = -len(mistakes)
        self.mistakes.extend(f"{name}: {mistake}" for mistake in mistakes)

    def __str__(self) -> str:
        rows = [f"{name:20} {mark:4} of {self.full[name]}" for name, mark in sorted(self.marks.items())]
        return "\n".join(rows + self.mistakes)


def unit_spans(unit: Json) -> dict[str, tuple[int, int]]:
    """The raw span of each extant witness at a unit of the JSON."""
    return {s: (a, b) for reading in unit["readings"] for s, (a, b) in reading["spans"].items()}


def score(collation: Json, corpus: Path = CORPUS) -> Report:
    """The marks of ``collation`` (a dict by the contract) against the gold."""
    report = Report()
    texts = read_texts(corpus)
    gold = read_gold()
    known = {unit["siglum"]: unit for unit in collation["witnesses"]}
    for siglum, text in texts.items():
        digest = hashlib.sha256((corpus / FILES[siglum]).read_bytes()).hexdigest()
        report.mark(
            "files",
            known.get(siglum, {}).get("sha256") == digest,
            f"{siglum} is not {FILES[siglum]} ({len(text.text)} characters)",
        )
    _score_units(report, collation, texts, gold)
    _score_established(report, collation, texts, gold)
    _score_spans(report, known, texts)
    _score_structure(report, collation, known)
    return report


def _score_units(report: Report, collation: Json, texts: dict[str, Compared], gold: list[GoldUnit]) -> None:
    ours: list[tuple[Json, dict[str, Interval]]] = []
    for unit in collation["units"]:
        spans = {s: span for s, span in unit_spans(unit).items() if s in texts}
        ours.append((unit, normal_form(texts, {s: texts[s].interval(*span) for s, span in spans.items()})))
    used: set[str] = set()
    for true in gold:
        place = normal_form(texts, {s: texts[s].interval(*span) for s, span in true.spans.items()})
        met = [(unit, spans) for unit, spans in ours if overlap(spans, place)]
        if true.id == JUMP_LINE:
            start, end = true.spans["丙"]
            raw = [u["id"] for u in collation["units"] if _touches(unit_spans(u).get("丙"), start, end)]
            report.mark("jump_line", not raw, f"the jump line is part of unit {', '.join(raw)}")
            continue
        used.update(unit["key"] for unit, _ in met)
        if true.id in FORMAL:
            right = [u for u, _ in met if u["address"] == FORMAL[true.id] and u["severity"] == "formal"]
            found = [(u["id"], u["severity"]) for u, _ in met]
            report.mark("formal_units", bool(right), f"{true.id} at {FORMAL[true.id]} found as {found}")
            continue
        name = f"{true.id} {true.left}[{true.true}]{true.right}"
        exact = len(met) == 1 and met[0][1] == place and set(met[0][0]["lacuna"]) == set(true.lacuna)
        report.mark("units", exact, f"{name} found as {[_sketch(unit) for unit, _ in met]}")
        if exact:
            for fault in _faults(met[0][0], texts):
                report.mistakes.append(f"units: {name}: {fault}")
                report.marks["units"] -= 1
                break
        _score_classes(report, name, true, met[0][0] if exact else None)
    false = [
        _sketch(unit)
        for unit in collation["units"]
        if unit["key"] not in used and unit["address"].split(".")[0] in JUDGED
    ]
    report.blame("false_units", false)


def _touches(span: tuple[int, int] | None, start: int, end: int) -> bool:
    return span is not None and span[0] < end and start < span[1]


def _sketch(unit: Json) -> str:
    readings = " / ".join(f"{r['exact'] or '∅'} {''.join(r['spans'])}" for r in unit["readings"])
    return f"{unit['id']} {unit['left']}[{readings}]{unit['right']} 〔{''.join(unit['lacuna'])}〕"


def _faults(unit: Json, texts: dict[str, Compared]) -> list[str]:
    """What is wrong with a unit that stands at the right place: text, raw edges, grouping."""
    faults = []
    exacts = [reading["exact"] for reading in unit["readings"]]
    if len(set(exacts)) != len(exacts):
        faults.append(f"the same reading twice: {exacts}")
    for reading in unit["readings"]:
        for siglum, (start, end) in reading["spans"].items():
            text = texts[siglum]
            if fold(text.text[start:end]) != fold(reading["exact"]):
                faults.append(f"{siglum} {reading['exact']!r} but prints {text.text[start:end]!r}")
            if not text.is_tight(start, end):
                faults.append(f"{siglum} [{start}, {end}) does not begin and end at compared characters")
        if (reading["state"] == "omitted") != (reading["exact"] == ""):
            faults.append(f"state {reading['state']} with {reading['exact']!r}")
    return faults


def _score_classes(report: Report, name: str, true: GoldUnit, unit: Json | None) -> None:
    for siglum, label in true.classes.items():
        category, cause = CLASSES[label]
        reading: Json = next((r for r in unit["readings"] if siglum in r["spans"]), {}) if unit else {}
        if category is not None:
            found = reading.get("category")
            report.mark("categories", found == category, f"{name} {siglum}: {found}, not {category}")
        if cause is not None:
            found = reading.get("cause")
            report.mark("causes", found == cause, f"{name} {siglum}: {found}, not {cause}")
    if unit is None:
        report.mark("categories", False, f"{name}: no unit to have one")
    else:
        labels = [r["category"] for r in unit["readings"] if r.get("category")]
        heaviest = min(labels, key=RANK.index, default=None)
        found = unit["category"]
        report.mark("categories", found == heaviest, f"{name}: unit {found}, its heaviest reading {heaviest}")


def _score_established(
    report: Report, collation: Json, texts: dict[str, Compared], gold: list[GoldUnit]
) -> None:
    established = "".join(collation["established"]["text"].split())
    for unit in gold:
        if unit.id == JUMP_LINE:
            continue
        wanted = fold(unit.left + unit.true + unit.right)
        report.mark("established", wanted in fold(established), f"{unit.id} {wanted} does not stand there")
    wanted = true_text(texts, gold)
    same = next((i for i, (a, b) in enumerate(zip(established, wanted, strict=False)) if a != b), None)
    at = min(len(established), len(wanted)) if same is None else same
    near = slice(max(0, at - 12), at + 12)
    report.mark(
        "established_text",
        established.startswith(wanted),
        f"reads …{established[near]}… for …{wanted[near]}… (to the letter, from the first word on)",
    )


def _score_spans(report: Report, known: dict[str, Json], texts: dict[str, Compared]) -> None:
    spans = json.loads((GOLD / "spans.json").read_text(encoding="utf-8"))
    foreign = []
    for letter, siglum in SIGLA.items():
        row, text = spans[letter], texts[siglum].text
        bullets = bullet_offsets(text)
        counted = {at for at, char in enumerate(text) if not char.isspace() and at not in bullets}
        ours = {at for start, end in known.get(siglum, {}).get("spans", []) for at in range(start, end)}
        whole: set[int] = set()
        titles = row.get("title_parts", [row["title"]])
        parts = [(f"title {i}", span) for i, span in enumerate(titles, 1)]
        parts += [(part, row[part]) for part in ("date", "body", "endline") if row.get(part)]
        for part, (start, end) in parts:
            place = counted.intersection(range(start, end))
            lost = sorted(place - ours)
            shown = "".join(text[at] for at in lost[:20])
            report.mark("spans", not lost, f"{siglum} {part}: {len(lost)} characters left out: {shown}")
            whole |= place
        extra = sorted(at for at in ours - whole if not text[at].isspace())
        if extra:
            shown = "".join(text[at] for at in extra[:20])
            foreign.append(f"{siglum}: {len(extra)} characters from {extra[0]} on: {shown}")
    report.blame("foreign_text", foreign)


def _score_structure(report: Report, collation: Json, known: dict[str, Json]) -> None:
    entries = collation["structure"]
    keys = {unit["key"] for unit in collation["units"]}

    def of(siglum: str, kind: str) -> list[Json]:
        return [e for e in entries if e["siglum"] == siglum and e["kind"] == kind]

    doubled = of("乙", "duplicate_heading")
    report.mark(
        "structure",
        [(e["span"], e["linked_span"], e["unit"] in keys) for e in doubled]
        == [([349, 357], [1439, 1447], True)],
        f"乙 doubled heading found as {doubled}",
    )
    cut = of("丙", "truncation")
    report.mark("structure", [e["span"][0] for e in cut] == [LACUNA_AT], f"丙 truncation found as {cut}")
    for siglum in "丁丙":
        moved = of(siglum, "displaced_title")
        report.mark("structure", len(moved) == 1, f"{siglum} displaced title found as {moved}")
    lacunae = known.get("丙", {}).get("lacunae", [])
    wanted = {"from": "二.3", "to": "end", "at": LACUNA_AT, "reason": "jump-line"}
    report.mark("structure", lacunae == [wanted], f"丙 lacunae {lacunae}")
    role = known.get("戊", {}).get("role")
    report.mark("structure", role == "indirect", f"戊 is {role}, not indirect")
    true = {("乙", "duplicate_heading"), ("丙", "truncation"), ("丁", "displaced_title")}
    true |= {("丙", "displaced_title")}
    harmless = {"self_description"}
    report.blame(
        "false_structure",
        [
            f"{e['siglum']} {e['kind']} {e['address']} {e['span']}"
            for e in entries
            if (e["siglum"], e["kind"]) not in true and e["kind"] not in harmless
        ],
    )


def read_floors() -> Json:
    """``floors.json``: the fingerprints of the gold and the least mark allowed for each count."""
    floors: Json = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def raise_floors(report: Report, floors: Json) -> Json:
    """The floors with the marks of ``report`` put in. Raises ValueError where one would sink."""
    sunk = {
        n: (f, report.marks.get(n)) for n, f in floors["floors"].items() if report.marks.get(n, f - 1) < f
    }
    if sunk:
        raise ValueError(f"a floor may only rise: {sunk}")
    return {"gold": fingerprints(), "floors": dict(sorted(report.marks.items()))}


def main(arguments: list[str] | None = None) -> int:
    """Print the score; 0 when no floor is missed, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("collation", type=Path)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--update-floors", action="store_true")
    options = parser.parse_args(arguments)
    report = score(json.loads(options.collation.read_text(encoding="utf-8")), options.corpus)
    sys.stdout.write(f"{report}\n")
    floors = read_floors()
    if options.update_floors:
        try:
            floors = raise_floors(report, floors)
        except ValueError as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(any(report.marks.get(name, floor - 1) < floor for name, floor in floors["floors"].items()))


if __name__ == "__main__":
    sys.exit(main())
