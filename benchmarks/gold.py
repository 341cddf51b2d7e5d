"""The recipe of a set, and the truth about it written down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.layout import Layout, Page
from benchmarks.noise import PUNCTUATION, Edit, Rates
from benchmarks.structure import Copy
from benchmarks.works import Work


@dataclass(frozen=True)
class Plan:
    """One copy: whom it copies, its own errors by kind, its order and its page.

    A plan whose name begins with ``*`` is a lost ancestor: its errors go on, it leaves no file.
    """

    siglum: str
    parent: str = ""
    errors: Mapping[str, int] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)
    structure: tuple[str, ...] = ()
    layout: Layout = field(default_factory=Layout)


@dataclass(frozen=True)
class Recipe:
    """Everything a set is made from."""

    kind: str
    seed: int
    length: int
    plans: tuple[Plan, ...]
    spacing: int = 5  # true characters between two errors
    contested: int = 0  # errors at which a second copy has another corruption


@dataclass
class Error:
    """One error of the set: the text of every plan that has it, and who made it himself."""

    edit: Edit
    texts: dict[str, str]  # by plan
    fallen: list[str]  # plans whose copyist made it himself


def runs(pairs: list[tuple[int, int]]) -> list[list[int]]:
    """[offset, origin, length] for stretches in which both count up together."""
    found: list[list[int]] = []
    for offset, origin in pairs:
        if found and offset == found[-1][0] + found[-1][2] and origin == found[-1][1] + found[-1][2]:
            found[-1][2] += 1
        else:
            found.append([offset, origin, 1])
    return found


def gold_of(
    work: Work,
    recipe: Recipe,
    pages: dict[str, tuple[Copy, Page, Plan]],
    made: list[Error],
    files: dict[str, str],
) -> dict[str, Any]:
    """The truth about a set.

    ``truth`` is the text origins count in; an origin beyond it is a character somebody added (shared
    with those who copied him). ``witnesses``: ``origin`` and ``replaced`` hold [offset, origin,
    length]: characters copied, and characters standing in the place of a true one; ``spans`` where
    the work stands, ``lacunae`` where it does not. ``errors``: ``witnesses`` holds [span, text] of
    every extant copy at that place, ``erring`` those that are wrong. ``structure``: moves, doubled,
    lost and cut text.
    """
    witnesses: dict[str, Any] = {}
    structure: list[dict[str, Any]] = []
    for (siglum, (copy, page, plan)), name in zip(pages.items(), files, strict=True):
        placed = sorted((offset, number) for number, offset in page.offsets.items())
        tokens = [(offset, copy.tokens[number]) for offset, number in placed]
        witnesses[siglum] = {
            "file": name,
            "sha256": hashlib.sha256(page.text.encode("utf-8")).hexdigest(),
            "parent": plan.parent,
            "traits": plan.layout.traits,
            "spans": _spans(page.text, [offset for offset, _ in placed]),
            "lacunae": _lacunae(copy, page),
            "jump_line": list(page.jump_line) if page.jump_line else None,
            "origin": runs([(offset, token.origin) for offset, token in tokens if token.copied]),
            "replaced": runs([(offset, token.origin) for offset, token in tokens if not token.copied]),
        }
        structure += _structure(siglum, copy, page)
    units = [_unit(work, pages, error) for error in made]
    units += _doubled(work, pages)
    units = [unit for unit in units if unit["erring"]]
    units.sort(key=lambda unit: (unit["truth"], unit["erring"]))
    return {
        "kind": recipe.kind,
        "seed": recipe.seed,
        "title": work.paragraphs[0].text,
        "truth": work.text,
        "addresses": [
            [p.address, p.part, s, s + len(p.text)] for s, p in zip(work.starts, work.paragraphs, strict=True)
        ],
        "witnesses": witnesses,
        "structure": structure,
        "errors": [{"id": f"E{i:02}", **unit} for i, unit in enumerate(units, 1)],
    }


def _spans(text: str, offsets: list[int]) -> list[list[int]]:
    """The stretches of the work in the file, white space inside included, in file order."""
    spans: list[list[int]] = []
    for at in offsets:
        if spans and not text[spans[-1][1] : at].strip():
            spans[-1][1] = at + 1
        else:
            spans.append([at, at + 1])
    return spans


def _lacunae(copy: Copy, page: Page) -> list[dict[str, Any]]:
    lost = []
    for finding in copy.findings:
        if finding.kind == "truncation":
            at = (_place(page, finding.linked) or [0, 0])[1]
            lost.append({"from": finding.address, "to": "end", "at": at, "reason": "jump-line"})
        elif finding.kind == "omission_section":
            at = page.offsets[finding.linked[0]]
            lost.append({"from": finding.address, "to": "", "at": at, "reason": "missing"})
    return lost


def _place(page: Page, tokens: list[int]) -> list[int] | None:
    offsets = [page.offsets[number] for number in tokens if number in page.offsets]
    return [min(offsets), max(offsets) + 1] if offsets else None


def _structure(siglum: str, copy: Copy, page: Page) -> list[dict[str, Any]]:
    return [
        {
            "siglum": siglum,
            "kind": finding.kind,
            "address": finding.address,
            "span": _place(page, finding.tokens),
            "linked_span": _place(page, finding.linked),
        }
        for finding in copy.findings
    ]


def _unit(work: Work, pages: dict[str, tuple[Copy, Page, Plan]], error: Error) -> dict[str, Any]:
    edit = error.edit
    index = max(i for i, start in enumerate(work.starts) if start <= edit.start)
    readings: dict[str, Any] = {}
    lacuna = []
    for siglum, (copy, page, plan) in pages.items():
        bare = plan.layout.unpunctuated and set(work.text[edit.start : edit.end] + edit.text) <= set(
            PUNCTUATION
        )
        place = None if bare else _reading(work, copy, page, edit)
        if place is None:
            lacuna.append(siglum)
        else:
            readings[siglum] = [place, error.texts.get(siglum, work.text[edit.start : edit.end])]
    return {
        "kind": edit.kind,
        "truth": [edit.start, edit.end],
        "address": work.paragraphs[index].address,
        "text": work.text[edit.start : edit.end],
        "erring": [siglum for siglum in readings if siglum in error.texts],
        "witnesses": readings,
        "lacuna": lacuna,
    }


def _reading(work: Work, copy: Copy, page: Page, edit: Edit) -> list[int] | None:
    """The span of the copy's words in place of truth[start:end]; None where it is not extant."""
    numbers = {token.origin: number for number, token in enumerate(copy.tokens)}
    before, behind = numbers.get(edit.start - 1), numbers.get(edit.end)
    if before is None or behind is None or before not in page.offsets or behind not in page.offsets:
        return None
    inside = [number for number in range(before + 1, behind) if number in page.offsets]
    at = page.offsets[behind]
    return [page.offsets[inside[0]], page.offsets[inside[-1]] + 1] if inside else [at, at]


def _doubled(work: Work, pages: dict[str, tuple[Copy, Page, Plan]]) -> list[dict[str, Any]]:
    """The units of text that stands once too often, one for each place where some copy has any."""
    units = []
    true = len(work.text)
    for place in sorted({at for copy, _, _ in pages.values() for at, _ in copy.doubled}):
        readings: dict[str, Any] = {}
        lacuna, erring = [], []
        for siglum, (copy, page, _) in pages.items():
            again = next((tokens for at, tokens in copy.doubled if at == place), None)
            behind = next((n for n, token in enumerate(copy.tokens) if place <= token.origin < true), None)
            if again:
                text = "".join(copy.tokens[number].char for number in again)
                readings[siglum] = [_place(page, again), text]
                erring.append(siglum)
            elif behind is None or behind not in page.offsets:
                lacuna.append(siglum)
            else:
                readings[siglum] = [[page.offsets[behind], page.offsets[behind]], ""]
        units.append(
            {
                "kind": "doubled",
                "truth": [place, place],
                "address": work.paragraphs[work.starts.index(place)].address,
                "text": "",
                "erring": erring,
                "witnesses": readings,
                "lacuna": lacuna,
            }
        )
    return units
