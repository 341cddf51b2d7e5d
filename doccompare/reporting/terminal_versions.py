"""The first screen for versions: what became of the clauses, the weightiest changes first. No verdict."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from doccompare.model import Collation, VariationUnit, in_language
from doccompare.reporting.comparison import (
    Row,
    Version,
    changed,
    changes,
    counted,
    head_line,
    labels_of,
    versions,
)
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.views import file_name, problem_text, reading_index
from doccompare.reporting.width import cell, cut, printable, width, wrapped

LINES = 24
WIDE = 72


def version_lines(
    collation: Collation, columns: int, lang: Lang, out_dir: str | Path | None, next_command: str
) -> tuple[list[list[str]], int]:
    """The blocks of the screen, at most 24 lines together, and how many of the first lines are the head."""
    from doccompare.reporting.terminal import foot

    head = wrapped(printable(head_line(collation, lang)), columns, "  ")
    title = _title(collation, columns, lang)
    table = _versions(collation, columns, lang)
    counts = _counts(collation, columns, lang)
    end = foot(columns, lang, out_dir, next_command, "comparison.html")
    room = LINES - len(head) - len(title) - len(counts) - len(end) - (4 if columns >= WIDE else 0)
    notes = _notes(collation, columns, lang, max(room - 8, 2))
    room -= len(notes)
    table = table if len(table) + 6 <= room else []
    listed = _rows(changed(collation), versions(collation), columns, lang, max(room - len(table), 1))
    blocks = [head + title, table, counts + notes, listed, end]
    return [block for block in blocks if block], len(head)


def _title(collation: Collation, columns: int, lang: Lang) -> list[str]:
    work = collation.work
    title = f"《{printable(work.title)}》" if lang == "zh" else printable(work.title)
    size = (
        f"{work.sections} 部分 {work.clauses} 条"
        if lang == "zh"
        else f"{work.sections} sections, {work.clauses} clauses"
    )
    if width(title) + 2 + width(size) <= columns:
        return [f"{title}  {size}"]
    return [cut(title, columns), size]


def _versions(collation: Collation, columns: int, lang: Lang) -> list[str]:
    """One line for each version: siglum, file, how many clauses it has."""
    lines = []
    for version in versions(collation):
        own = sum(len(g.partners.get(version.siglum, ())) for g in counted(collation))
        has = f"{own} 条" if lang == "zh" else f"{own} clauses"
        witness = version.attestation.witness
        where = witness.publication or PurePath(file_name(witness.path)).name
        parts = [cell(version.siglum, 4), cell(where, 28 if columns >= WIDE else 14), has]
        lines.append("  " + "  ".join(parts))
    return [cut(line, columns) for line in lines]


def _counts(collation: Collation, columns: int, lang: Lang) -> list[str]:
    total = len(counted(collation))
    words = "  ".join(f"{name('change', c, lang)} {n}" for c, n in changes(collation).items())
    head = f"条文对应 {total} 组: " if lang == "zh" else f"{total} groups of clauses: "
    return wrapped(head + words, columns, "  ")


def _notes(collation: Collation, columns: int, lang: Lang, room: int) -> list[str]:
    """Unmet checksums and problems, whole sentences; what does not fit is counted."""
    unmet = "校验不符: " if lang == "zh" else "Not met: "
    note = "提示: " if lang == "zh" else "Note: "
    words = [unmet + in_language(p.message, lang) for p in collation.unmet]
    words += [note + problem_text(p, lang) for p in collation.problems]
    lines: list[str] = []
    for index, sentence in enumerate(words):
        new = wrapped(printable(sentence), columns, "  ")
        if index and len(lines) + len(new) + (index + 1 < len(words)) > room:
            left = len(words) - index
            more = f"另有提示 {left} 条, 见 apparatus.md" if lang == "zh" else f"{left} more in apparatus.md"
            return [*lines, more]
        lines += new
    return lines


def _rows(
    found: Sequence[Row], columns: Sequence[Version], room_width: int, lang: Lang, room: int
) -> list[str]:
    shown = list(found) if len(found) <= room else list(found[: room - 1])
    change_width = max((width(name("change", r.group.change, lang)) for r in shown), default=4)
    labels = [_labels(r, columns) for r in shown]
    label_width = min(max(map(width, labels), default=4), 24 if room_width >= WIDE else 14)
    lines = []
    for row, label in zip(shown, labels, strict=True):
        parts = [cell(name("change", row.group.change, lang), change_width), cell(label, label_width)]
        if room_width >= WIDE:
            topic = name("topic", row.topics[0], lang) if row.topics else ""
            parts.append(cell(topic, 4 if lang == "zh" else 11))
        line = "  " + "  ".join(parts) + "  "
        lines.append((line + cut(_gist(row, columns, lang), room_width - width(line))).rstrip())
    if hidden := len(found) - len(shown):
        lines.append(
            f"  ... 另有 {hidden} 组, 见对照表" if lang == "zh" else f"  ... {hidden} more, see the table"
        )
    return lines


def _labels(row: Row, columns: Sequence[Version]) -> str:
    # An arrow is of ambiguous width: not in a padded column.
    return labels_of(row, columns).replace("→", "->")


def _gist(row: Row, columns: Sequence[Version], lang: Lang) -> str:
    """What was changed in a few words: the weightiest change, or how the clause begins."""
    if row.group.change in ("amended", "split", "merged") and row.units:
        order = sorted(row.units, key=lambda u: (not u.topics, u.severity == "formal"))
        words = [found for unit in order if (found := _difference(unit, columns, lang))]
        if words:
            return printable("; ".join(words))
    lines = next((c for c in row.cells if c), ())
    return printable("".join(run.text for line in lines for run in line.runs))


def _difference(unit: VariationUnit, columns: Sequence[Version], lang: Lang) -> str:
    """What the oldest and the newest have: 1小时 -> 30分钟, 增“六级以上”, 删“…”; empty when the same."""
    read = [i for v in columns if (i := reading_index(unit, v.siglum)) is not None]
    if not read or read[0] == read[-1]:
        return ""
    old, new = unit.readings[read[0]], unit.readings[read[-1]]
    if old.omitted:
        return f"增“{new.exact}”" if lang == "zh" else f"+ {new.exact}"
    if new.omitted:
        return f"删“{old.exact}”" if lang == "zh" else f"- {old.exact}"
    return f"{old.text} -> {new.text}"
