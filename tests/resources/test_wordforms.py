from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.resources import word_forms
from doccompare.resources.tables import rows

TABLE = list(rows("wordforms.tsv"))


@given(
    st.sampled_from(TABLE), st.text("于了把在", max_size=4), st.text("的了吧呢", max_size=4), st.booleans()
)
def test_every_pair_in_its_place(pair: list[str], left: str, right: str, turned: bool) -> None:
    """Each pair is found wherever it stands, in either direction, also when only what differs is given."""
    a, b = reversed(pair) if turned else pair
    whole = (len(left), len(left) + len(a))
    assert word_forms(a, b, left, right) == [whole]
    same = next(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
    assert word_forms(a[same:], b[same:], left + a[:same], right) == [whole]


@pytest.mark.parametrize(
    ("a", "b"),
    [("其它", "其他"), ("其它各县帐目", "其他各县账目"), ("帳目", "账目"), ("賬目", "帐目")],
)
def test_several_words_and_either_script(a: str, b: str) -> None:
    """Several words at once are told; the script is folded."""
    assert word_forms(a, b, "核对", "。")


@pytest.mark.parametrize(
    ("a", "b"), [("其它", "其它"), ("他", "其他"), ("权力", "权利"), ("其它帐", "其他人")]
)
def test_what_is_none(a: str, b: str) -> None:
    """Equal readings, other lengths, and readings that differ in more are none."""
    assert word_forms(a, b, "", "") is None


def test_beside_words_that_have_two_forms_too() -> None:
    """Where two pairs of the table overlap one of them is told: 关联, or 联结."""
    assert word_forms("连结", "联结", "关", "") in ([(0, 2)], [(1, 3)])


@given(st.lists(st.sampled_from([p for pair in TABLE for p in pair]), min_size=1, max_size=4), st.data())
def test_what_is_told_differs(words: list[str], data: st.DataObject) -> None:
    """Every word told differs between the two texts, and nothing beside the words does."""
    other = dict(TABLE) | {b: a for a, b in TABLE}
    turned = [other[w] if data.draw(st.booleans()) else w for w in words]
    a, b = "".join(words), "".join(turned)
    found = word_forms(a, b, "", "")
    if found is None:
        return
    assert all(a[x:y] != b[x:y] for x, y in found)
    outside = [i for i in range(len(a)) if not any(x <= i < y for x, y in found)]
    assert [a[i] for i in outside] == [b[i] for i in outside]
