"""The tree of the witnesses, drawn: as lines for a terminal, as SVG for the report.

It is unrooted. Both drawings begin at the base, so that what hangs together hangs on one side of it; which
side of a branch errs is said where the evidence tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin, sqrt

from doccompare.model import Branch, Collation, Tree
from doccompare.reporting.labels import Lang
from doccompare.reporting.width import printable, wrapped

_DRAWN = 60  # witnesses; more are told in words only
_LEAST, _STEP = 46.0, 9.0  # pixels: an edge without support, and what support adds to it


@dataclass(frozen=True, slots=True)
class Node:
    """A witness (``siglum``), or a place where branches part; ``branch``: the edge that leads to it."""

    siglum: str = ""
    branch: Branch | None = None
    members: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()

    @property
    def leaves(self) -> int:
        """How many witnesses hang on it."""
        return sum(child.leaves for child in self.children) if self.children else 1


def hung(tree: Tree, base: str) -> Node:
    """The tree hung up at the place where the base (or the first witness) sits."""
    first = base if base in tree.witnesses else tree.witnesses[0]
    groups = [(next(side for side in b.sides if first not in side), b) for b in tree.branches]
    groups.sort(key=lambda pair: (-len(pair[0]), [tree.witnesses.index(s) for s in pair[0]]))

    def node(
        members: tuple[str, ...], branch: Branch | None, inner: Sequence[tuple[tuple[str, ...], Branch]]
    ) -> Node:
        children: list[Node] = []
        left = list(inner)
        placed: set[str] = set()
        while left:
            own, edge = left.pop(0)
            below = [pair for pair in left if set(pair[0]) <= set(own)]
            left = [pair for pair in left if pair not in below]
            children.append(node(own, edge, below))
            placed |= set(own)
        rest = [Node(siglum=s, members=(s,)) for s in members if s not in placed]
        return Node(branch=branch, members=members, children=(*rest, *children))

    return node(tree.witnesses, None, groups)


# --- in words


def tree_lines(collation: Collation, *, lang: Lang = "zh", width: int = 80) -> list[str]:
    """The tree as indented lines, with what each branch rests on."""
    tree = collation.tree
    if tree is None:
        return []
    zh = lang == "zh"
    return [
        "各本之树（无根；自底本起）" if zh else "Tree of the witnesses (unrooted; drawn from the base)",
        *_nodes(hung(tree, collation.base), collation, "  ", lang, width),
        "",
        *(line for text in tree_words(tree, lang) for line in wrapped(text, width, "  ")),
    ]


def _nodes(node: Node, collation: Collation, indent: str, lang: Lang, width: int) -> Iterator[str]:
    tree = collation.tree
    if tree is None:
        return
    for child in node.children:
        if child.siglum:
            base = ("  底本" if lang == "zh" else "  base") if child.siglum == collation.base else ""
            alone = tree.alone.get(child.siglum, 0)
            words = f"独异 {alone}" if lang == "zh" else f"alone {alone}"
            yield f"{indent}- {printable(child.siglum)}{base}  {words}"
        elif child.branch is not None:
            yield from wrapped(
                f"{indent}+ {branch_words(child.branch, child.members, lang)}", width, indent + "  "
            )
            yield from _nodes(child, collation, indent + "  ", lang, width)


def branch_words(branch: Branch, members: Sequence[str], lang: Lang = "zh") -> str:
    """What is known of a branch, told of the witnesses on one side of it."""
    zh = lang == "zh"
    names = "".join(members) if all(len(s) == 1 for s in members) else " ".join(members)
    names = printable(names)
    if branch.right is None:
        told = branch.told
        if zh:
            why = f"内证 {told} 处，{branch.for_right} 处同主一方，不足以定" if told else "无内证"
            return f"{names}  一支，与他本对立 {branch.units} 处；孰误未能判定（{why}）"
        why = (
            f"{told} with evidence, {branch.for_right} for one side: too few"
            if told
            else "no internal evidence"
        )
        return f"{names}  against the rest at {branch.units}; which errs is not known ({why})"
    errs = set(branch.right) != set(members)
    if zh:
        verdict = "此支误" if errs else "他本误，此支为是"
        weighed = f"内证 {branch.told} 处，{branch.for_right} 处如此"
        return f"{names}  一支，与他本对立 {branch.units} 处；{verdict}（{weighed}）"
    verdict = "this branch errs" if errs else "the rest errs"
    weighed = f"{branch.for_right} of {branch.told} with evidence"
    return f"{names}  against the rest at {branch.units}; {verdict} ({weighed})"


def tree_words(tree: Tree, lang: Lang = "zh") -> list[str]:
    """What holds of the tree as a whole: whether it has branches, what is oriented, what does not fit."""
    zh = lang == "zh"
    out = []
    oriented = sum(b.right is not None for b in tree.branches)
    if not tree.branches:
        out.append(
            "没有两本以上同误之处：各本自成一支，各以一票计。"
            if zh
            else "No error is shared by two witnesses: each is a branch of its own and counts as one."
        )
    elif oriented:
        out.append(
            f"{len(tree.branches)} 支，其中 {oriented} 支已定正误（符号检验 p < 0.05）。"
            if zh
            else f"{len(tree.branches)} branches, {oriented} of them oriented (sign test, p < 0.05)."
        )
    else:
        out.append(
            "各支正误均未能判定：内证太少或不一（符号检验 p ≥ 0.05）；多寡不足为据，其处待考。"
            if zh
            else "No branch is oriented: internal evidence is too little or divided "
            "(sign test, p at or above 0.05). Numbers do not tell; these places are open."
        )
    if tree.apart:
        out.append(
            f"另有 {tree.apart} 处分合不入此树（或偶合，或参用两本）。"
            if zh
            else f"{tree.apart} more places part otherwise (chance, or a copy made from two)."
        )
    return out


# --- as a picture


def tree_svg(collation: Collation) -> str:
    """The tree as an SVG element; empty when there is no branch to see, or too many witnesses."""
    tree = collation.tree
    if tree is None or not tree.branches or len(tree.witnesses) > _DRAWN:
        return ""
    edges: list[str] = []
    corners: list[tuple[float, float]] = [(0.0, 0.0)]

    def draw(node: Node, x: float, y: float, start: float, sweep: float) -> None:
        angle = start
        total = node.leaves
        for child in node.children:
            part = sweep * child.leaves / total
            middle = angle + part / 2
            units = child.branch.units if child.branch is not None else tree.alone.get(child.siglum, 0)
            length = _LEAST + _STEP * sqrt(min(units, 100))
            to = (x + length * cos(middle), y + length * sin(middle))
            corners.append((to[0] + 34 * cos(middle), to[1] + 22 * sin(middle)))
            edges.append(_edge(child, (x, y), to, units, collation.base))
            draw(child, *to, angle, part)
            angle += part

    draw(hung(tree, collation.base), 0.0, 0.0, -pi / 2, 2 * pi)
    low_x, high_x = min(x for x, _ in corners) - 24, max(x for x, _ in corners) + 24
    low_y, high_y = min(y for _, y in corners) - 20, max(y for _, y in corners) + 20
    box = f"{low_x:.0f} {low_y:.0f} {high_x - low_x:.0f} {high_y - low_y:.0f}"
    words = escape("；".join(branch_words(b, hung_side(b, collation.base)) for b in tree.branches))
    return (
        f'<svg class="tree" viewBox="{box}" width="{high_x - low_x:.0f}" role="img" aria-label="{words}">'
        f"{''.join(edges)}</svg>"
    )


def hung_side(branch: Branch, base: str) -> tuple[str, ...]:
    """The side of a branch that is told of: the one without the base."""
    return next((side for side in branch.sides if base not in side), branch.sides[0])


def _edge(node: Node, start: tuple[float, float], end: tuple[float, float], units: int, base: str) -> str:
    (x, y), (u, v) = start, end
    dashed = node.branch is not None and node.branch.right is None
    heavy = ' stroke-width="2.5"' if node.branch is not None else ""
    line = f'<path d="M{x:.0f} {y:.0f}L{u:.0f} {v:.0f}" stroke="currentColor"{heavy}'
    line += ' stroke-dasharray="5 4"/>' if dashed else "/>"
    label = str(units)
    if node.branch is not None and node.branch.right is not None:
        label += " 误" if set(node.branch.right) != set(node.members) else " 是"
    elif node.branch is not None:
        label += " ?"
    out = line + _text((x + u) / 2, (y + v) / 2 - 4, label, "support")
    if node.siglum:
        size = sqrt((u - x) ** 2 + (v - y) ** 2) or 1.0
        at = (u + 14 * (u - x) / size, v + 12 * (v - y) / size + 5)
        out += _text(*at, node.siglum + ("（底）" if node.siglum == base else ""), "leaf")
    return out


def _text(x: float, y: float, words: str, kind: str) -> str:
    return (
        f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(printable(words))}</text>'
    )
