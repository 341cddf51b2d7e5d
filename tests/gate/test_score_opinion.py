"""The scorer itself: the gold written as a collation has full marks, and each fault costs some."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable

import pytest

from benchmarks.compared import Compared, fold, normal_form
from tests.gate.apparatus import FILES, FORMAL, GOLD, SIGLA, Json, fingerprints, read_gold, read_texts
from tests.gate.apparatus import true_text as gold_text
from tests.gate.score_opinion import CLASSES, CORPUS, RANK, raise_floors, read_floors, score

TEXTS = read_texts(CORPUS)


def _units() -> list[Json]:
    units: list[Json] = []
    for number, gold in enumerate(unit for unit in read_gold() if unit.id != "W16"):
        groups: dict[str, Json] = {}
        for siglum, (start, end) in gold.spans.items():
            exact = fold(TEXTS[siglum].text[start:end])
            state = "present" if exact else "omitted"
            reading = groups.setdefault(exact, {"exact": exact, "text": exact, "state": state, "spans": {}})
            reading["spans"][siglum] = [start, end]
            if siglum in gold.classes:
                category, cause = CLASSES[gold.classes[siglum]]
                reading |= {"category": category or "substitution", "cause": cause or "unknown"}
        if gold.id == "W02":  # the gold gives the omitted date no place
            groups[""] = {"exact": "", "state": "omitted", "spans": {"甲": [2267, 2267]}}
        labels = [group["category"] for group in groups.values() if "category" in group]
        units.append(
            {
                "id": gold.id,
                "key": str(number),
                "address": FORMAL.get(gold.id, "二.1"),
                "left": gold.left,
                "right": gold.right,
                "severity": "formal" if gold.id in FORMAL else "wording",
                "category": min(labels, key=RANK.index),
                "readings": list(groups.values()),
                "lacuna": list(gold.lacuna),
            }
        )
    return units


def _runs(siglum: str, pieces: list[list[int]]) -> list[list[int]]:
    """The pieces with the bullets between them cut out."""
    counted = set(TEXTS[siglum].offsets)
    offsets = [at for start, end in pieces for at in range(start, end) if at in counted]
    spans: list[list[int]] = []
    for at in offsets:
        if spans and not TEXTS[siglum].text[spans[-1][1] : at].strip():
            spans[-1][1] = at + 1
        else:
            spans.append([at, at + 1])
    return spans


def perfect() -> Json:
    """A collation that says exactly what the gold says."""
    rows = json.loads((GOLD / "spans.json").read_text(encoding="utf-8"))
    witnesses: list[Json] = [{"siglum": "戊", "role": "indirect", "sha256": "", "spans": [], "lacunae": []}]
    for letter, siglum in SIGLA.items():
        row = rows[letter]
        pieces = row.get("title_parts", [row["title"]])
        pieces = sorted(pieces + [row[part] for part in ("date", "body", "endline") if row.get(part)])
        cut = [{"from": "二.3", "to": "end", "at": 1038, "reason": "jump-line"}]
        witnesses.append(
            {
                "siglum": siglum,
                "role": "reprint",
                "sha256": hashlib.sha256((CORPUS / FILES[siglum]).read_bytes()).hexdigest(),
                "spans": _runs(siglum, pieces),
                "lacunae": cut if siglum == "丙" else [],
            }
        )
    entries = [
        ("乙", "duplicate_heading", "一", [349, 357], [1439, 1447], "2"),
        ("丙", "truncation", "二.3", [1038, 1038], None, None),
        ("丙", "displaced_title", "标题", [36, 50], None, None),
        ("丁", "displaced_title", "标题", [4665, 4695], None, None),
    ]
    names = ("siglum", "kind", "address", "span", "linked_span", "unit")
    return {
        "witnesses": witnesses,
        "units": _units(),
        "structure": [dict(zip(names, entry, strict=True)) for entry in entries],
        "established": {"text": gold_text(TEXTS, read_gold()) + "四、"},
    }


def test_the_gold_has_full_marks() -> None:
    """What the gold says, said by the contract, leaves nothing to wish for."""
    report = score(perfect())
    assert report.marks == report.full, str(report)
    assert report.mistakes == []
    assert report.full["units"] == 31


def test_the_floors_are_full_marks() -> None:
    """The floors were set to full marks from the first day, on this gold."""
    floors = read_floors()
    assert floors == {"gold": fingerprints(), "floors": dict(sorted(score(perfect()).full.items()))}


def _unit(collation: Json, name: str) -> Json:
    found: Json = next(unit for unit in collation["units"] if unit["id"] == name)
    return found


def _wider(collation: Json) -> None:
    for reading in _unit(collation, "W11")["readings"]:
        for span in reading["spans"].values():
            span[1] += 1
        reading["exact"] += "民"


def _too_wide(collation: Json) -> None:
    next(iter(_unit(collation, "W11")["readings"][0]["spans"].values()))[1] += 1


def _split(collation: Json) -> None:
    unit = _unit(collation, "W20")
    other = copy.deepcopy(unit)
    other["key"] = "other"
    collation["units"].append(other)


def _merge(collation: Json) -> None:
    first, second = _unit(collation, "W06"), _unit(collation, "W07")
    for reading in first["readings"]:
        for siglum, span in reading["spans"].items():
            span[1] = next(r["spans"][siglum][1] for r in second["readings"] if siglum in r["spans"])
            reading["exact"] = fold(TEXTS[siglum].text[slice(*span)])
    collation["units"].remove(second)


def _false(collation: Json) -> None:
    unit = copy.deepcopy(_unit(collation, "P01"))
    unit |= {"key": "false", "id": "false"}
    for reading in unit["readings"]:
        for span in reading["spans"].values():
            span[:] = [span[0] + 1, span[1] + 1]
    collation["units"].append(unit)


def _jump(collation: Json) -> None:
    for reading in _unit(collation, "P02")["readings"]:
        if "丙" in reading["spans"]:
            reading["spans"]["丙"][1] = 1045


def _votes(collation: Json) -> None:
    _unit(collation, "W17")["lacuna"] = []


def _wrong_word(collation: Json) -> None:
    text = collation["established"]["text"]
    collation["established"]["text"] = text.replace("职住兼顾", "职任兼顾")


def _half_width(collation: Json) -> None:
    text = collation["established"]["text"]
    collation["established"]["text"] = text.replace("，", ",")


def _bullets(collation: Json) -> None:
    next(w for w in collation["witnesses"] if w["siglum"] == "甲")["spans"] = [[2235, 6738]]


def _no_credit(collation: Json) -> None:
    next(w for w in collation["witnesses"] if w["siglum"] == "丁")["spans"][0][1] -= 20


def _wrong_category(collation: Json) -> None:
    unit = _unit(collation, "W08")
    next(r for r in unit["readings"] if "丙" in r["spans"])["category"] = "substitution"


def _moved_entry(collation: Json) -> None:
    collation["structure"][0]["linked_span"] = None


def _one_entry_more(collation: Json) -> None:
    collation["structure"].append({"siglum": "甲", "kind": "moved_clause", "address": "四.9", "span": [1, 2]})


FAULTS: list[tuple[Callable[[Json], None], set[str]]] = [
    (_too_wide, {"units", "categories", "causes"}),
    (_split, {"units", "categories", "causes"}),
    (_merge, {"units", "categories"}),
    (_false, {"false_units"}),
    (_jump, {"jump_line", "units", "categories"}),
    (_votes, {"units", "categories", "causes"}),
    (_wrong_word, {"established", "established_text"}),
    (_half_width, {"established_text"}),
    (_bullets, {"foreign_text"}),
    (_no_credit, {"spans"}),
    (_wrong_category, {"categories"}),
    (_moved_entry, {"structure"}),
    (_one_entry_more, {"false_structure"}),
]


@pytest.mark.parametrize(("spoil", "marks"), FAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_fault_costs_marks(spoil: Callable[[Json], None], marks: set[str]) -> None:
    """A spoilt collation loses the marks of that fault and no others, and says why."""
    collation = perfect()
    spoil(collation)
    report = score(collation)
    lost = {name for name, mark in report.marks.items() if mark < report.full[name]}
    assert lost == marks, str(report)
    assert {line.split(":")[0] for line in report.mistakes} == lost


def test_word_edges_are_no_fault() -> None:
    """A unit with one shared character more on its edge is the same unit."""
    collation = perfect()
    _wider(collation)
    assert score(collation).mistakes == []


def test_insertions_slide_to_one_side() -> None:
    """AB[AB]C and [AB]ABC are the same insertion."""
    texts = {"x": Compared.of("头甲乙甲乙尾"), "y": Compared.of("头甲乙尾")}
    left = normal_form(texts, {"x": (1, 3), "y": (1, 1)})
    assert left == normal_form(texts, {"x": (3, 5), "y": (3, 3)}) == {"x": (3, 5), "y": (3, 3)}


def test_floors_only_rise() -> None:
    """Updating the floors refuses to lower any of them."""
    report = score(perfect())
    floors = read_floors()
    assert raise_floors(report, floors) == floors
    report.marks["units"] -= 1
    with pytest.raises(ValueError, match="units"):
        raise_floors(report, floors)
