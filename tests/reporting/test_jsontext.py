from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from doccompare.reporting.jsontext import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=30,
)


def test_small_things_stand_on_one_line() -> None:
    """Plain lists, and objects of plain lists and objects, are one line; what holds more is indented."""
    value = {
        "id": "四.9-1",
        "readings": [{"spans": {"甲": [5, 8]}, "places": {"甲": {"line": 93}}, "topics": []}],
        "path": {"甲": [[1, 2]]},
    }
    assert json_text(value).splitlines() == [
        "{",
        ' "id": "四.9-1",',
        ' "readings": [',
        "  {",
        '   "spans": {"甲":[5,8]},',
        '   "places": {"甲":{"line":93}},',
        '   "topics": []',
        "  }",
        " ],",
        ' "path": {',
        '  "甲": [',
        "   [1,2]",
        "  ]",
        " }",
        "}",
    ]


@given(VALUES)
def test_it_is_the_same_json(value: Any) -> None:
    """Whatever is written reads back as it was."""
    assert json.loads(json_text(value)) == value
