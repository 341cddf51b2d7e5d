"""The tree of the witnesses as lines and as SVG."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from doccompare.model import Branch, Collation, Tree
from doccompare.reporting.fromjson import collation_from_dict
from doccompare.reporting.labels import Lang
from doccompare.reporting.tojson import collation_to_dict
from doccompare.reporting.tree import hung, tree_lines, tree_svg
from doccompare.reporting.width import width
from tests.reporting.sample import sample

OPEN = Branch((("甲", "丁"), ("乙", "丙")), 7, 3, 2, None)
DECIDED = Branch((("甲", "丁"), ("乙", "丙")), 7, 6, 6, ("甲", "丁"))


def with_tree(*branches: Branch, apart: int = 0) -> Collation:
    """The sample (base 丁) with a tree."""
    alone = {"甲": 0, "乙": 5, "丙": 1, "丁": 0}
    return replace(sample(), tree=Tree(tuple(alone), alone, branches, apart))


def test_an_open_branch_says_why() -> None:
    """Which side errs is not known: the lines say so, with the evidence there was."""
    text = "\n".join(tree_lines(with_tree(OPEN, apart=2), width=200))
    assert "乙丙  一支，与他本对立 7 处；孰误未能判定（内证 3 处，2 处同主一方，不足以定）" in text
    assert "另有 2 处分合不入此树" in text


def test_an_oriented_branch_says_which_errs() -> None:
    """The erring side is named, from whichever side it is told."""
    assert "此支误（内证 6 处，6 处如此）" in "\n".join(tree_lines(with_tree(DECIDED)))
    turned = replace(DECIDED, right=("乙", "丙"))
    assert "他本误，此支为是" in "\n".join(tree_lines(with_tree(turned)))


def test_without_a_branch() -> None:
    """No shared error: said, and no picture drawn."""
    assert "各本自成一支" in "\n".join(tree_lines(with_tree()))
    assert tree_svg(with_tree()) == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [60, 80])
def test_lines_fit(lang: Lang, columns: int) -> None:
    """No line is wider than the screen."""
    lines = tree_lines(with_tree(OPEN, apart=1), lang=lang, width=columns)
    assert max(map(width, lines)) <= columns


def test_every_witness_hangs_once() -> None:
    """Nested branches: each witness is one leaf."""
    names = tuple("甲乙丙丁戊己")
    tree = Tree(
        names,
        dict.fromkeys(names, 1),
        (
            Branch((("甲", "戊", "己"), ("乙", "丙", "丁")), 5, 0, 0, None),
            Branch((("甲", "丁", "戊", "己"), ("乙", "丙")), 3, 0, 0, None),
            Branch((("甲", "乙", "丙", "丁"), ("戊", "己")), 3, 0, 0, None),
        ),
    )

    def leaves(node: object) -> list[str]:
        return [node.siglum] if node.siglum else [s for c in node.children for s in leaves(c)]  # type: ignore[attr-defined]

    for base in names:
        assert sorted(leaves(hung(tree, base))) == sorted(names)


def test_the_picture_is_small_safe_and_well_formed() -> None:
    """A siglum that looks like markup stays text; the SVG parses, names every leaf, has no style."""
    bad = "<b>&"
    tree = Tree(
        (bad, "乙", "丙", "丁"),
        dict.fromkeys((bad, "乙", "丙", "丁"), 1),
        (replace(OPEN, sides=((bad, "丁"), ("乙", "丙"))),),
    )
    svg = tree_svg(replace(sample(), tree=tree))
    root = ElementTree.fromstring(svg)
    texts = [e.text for e in root.iter("text")]
    assert {bad, "乙", "丙", "丁（底）"} <= set(texts)
    assert "7 ?" in texts
    assert len(svg) < 3000
    assert "style=" not in svg


def test_json_keeps_the_tree() -> None:
    """What is stored reads back the same; a result without one has none."""
    collation = with_tree(DECIDED, OPEN, apart=3)
    assert collation_from_dict(collation_to_dict(collation)).tree == collation.tree
    assert collation_from_dict(collation_to_dict(sample())).tree is None
