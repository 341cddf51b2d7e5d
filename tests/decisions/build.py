"""Small corpora made on the spot: one notice, and the copies of it a test asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from doccompare.decisions import Attached, Entry, Journal, append, attach, decide, read, selected, sites_of
from doccompare.model import Collation, VariationUnit
from doccompare.pipeline import collate

TRUTH = Path(__file__).parents[1] / "dev" / "truth_notice.txt"
NOTICE = "\n\n".join(line.split("|")[2] for line in TRUTH.read_text(encoding="utf-8").splitlines())
WHEN = "2026-03-01T08:00:00Z"

# Four places at which copies differ, each in another clause.
HOURS = {"不得少于5天": "不得少于6天"}
SHELF = {"编目上架": "编号上架"}
HABIT = {"读书习惯": "读书风气"}
RAISE = {"安排运行补助": "安排补助"}
THIRD_SHELF = {"编目上架": "登记上架"}

Changes = Mapping[str, str]


def changed(*changes: Changes, text: str = NOTICE) -> str:
    """The notice with pieces of text replaced, each of which stands in it once."""
    for change in changes:
        for old, new in change.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
    return text


def write(folder: Path, texts: Mapping[str, str], *, review: str = "", base: str = "") -> Path:
    """A corpus folder: siglum to text; its manifest names every file."""
    folder.mkdir(parents=True, exist_ok=True)
    title = NOTICE.splitlines()[0]
    lines = ["[work]", f'title = "{title}"'] + ([f'base = "{base}"'] if base else [])
    for n, (siglum, text) in enumerate(texts.items()):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
        lines += ["[[witness]]", f'siglum = "{siglum}"', f'file = "{n}.txt"']
    (folder / "collation.toml").write_text("\n".join([*lines, review]) + "\n", encoding="utf-8")
    return folder


def corpus(folder: Path, texts: Mapping[str, str], *, base: str = "") -> Collation:
    """The collation of a corpus folder made of these texts."""
    return collate([write(folder, texts, base=base)])


def three(*more: Changes) -> dict[str, str]:
    """甲 and 丙 as the notice stands, 乙 with three differences; ``more`` in 丙."""
    return {"甲": NOTICE, "乙": changed(HOURS, SHELF, RAISE), "丙": changed(*more)}


def unit_with(collation: Collation, *texts: str) -> VariationUnit:
    """The only unit in which these texts are readings."""
    found = [
        u
        for u in collation.units
        if set(texts) <= {r.text for r in u.readings} | {r.exact for r in u.readings}
    ]
    assert len(found) == 1, [[r.text for r in u.readings] for u in collation.units]
    return found[0]


def shelf(collation: Collation) -> VariationUnit:
    """The unit at 编目上架."""
    found = [u for u in collation.units if any("编" in r.text for r in u.readings)]
    assert len(found) == 1
    return found[0]


def laid(path: Path, collation: Collation) -> Attached:
    """The journal in a file laid over a collation."""
    return attach(read(path), sites_of(collation))


def decided(path: Path, collation: Collation, unit: VariationUnit, typed: str, **options: object) -> Entry:
    """Append a decision on a unit; ``typed`` as on the command line."""
    attached = laid(path, collation)
    selection = selected(attached.sites[unit.key], typed, emend=bool(options.pop("emend", False)))
    who = str(options.pop("who", "王编"))
    entry = decide(attached, unit.key, selection, who=who, when=WHEN, **options)  # type: ignore[arg-type]
    return append(path, entry)


def journal_of(lines: Sequence[Entry]) -> Journal:
    """A journal that holds these entries."""
    return Journal(entries=tuple(lines))
