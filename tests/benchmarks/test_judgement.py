"""The calibration is what its script derives: files from counts, and counts from the sets."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from benchmarks.judgement import (
    COUNTS,
    DIAGRAM,
    FITTED,
    LEFT_OUT,
    count,
    expected_error,
    majority,
    outcomes,
    points,
    written,
)

STORED = json.loads(COUNTS.read_text(encoding="utf-8"))


def test_files_follow_from_the_counts() -> None:
    """Table, page and diagram are those that the stored counts give, byte for byte."""
    for path, text in written(STORED):
        assert path.read_text(encoding="utf-8") == text, (
            f"{path.name}: python -m benchmarks judgement --write"
        )


def test_the_diagram_is_small_and_well_formed() -> None:
    """One SVG under 10 kB with a point for every row of figures."""
    text = DIAGRAM.read_text(encoding="utf-8")
    assert len(text) < 10_000
    circles = ElementTree.fromstring(text).findall("{http://www.w3.org/2000/svg}circle")
    fitted, left_out = (points(STORED["fitted"], STORED[name]) for name in ("fitted", "left-out"))
    assert len(circles) == len(fitted) + len(left_out)


def test_a_quick_sample_agrees_with_the_table() -> None:
    """One seed of each family anew: what the table states is what comes out, within a few hundredths."""
    for family in (FITTED, LEFT_OUT):
        found = points(STORED["fitted"], count(family, [1]))
        assert sum(p.total for p in found) > 50
        assert expected_error(found) < 0.06


def test_families_have_nothing_in_common() -> None:
    """Neither the kind of work nor a kind of error is in both."""
    assert FITTED.work != LEFT_OUT.work
    assert not set(FITTED.errors) & set(LEFT_OUT.errors)


def test_the_reported_figures_keep_their_promise() -> None:
    """Left-out distance under 0.05; of the shared errors of four of six at most 2 % decided wrong."""
    assert expected_error(points(STORED["fitted"], STORED["left-out"])) < 0.05
    found = STORED["majorities"].values()
    wrong, every = (
        sum(f.get(r, 0) for r in kinds for f in found) for kinds in (("wrong",), ("right", "open", "wrong"))
    )
    assert every > 200
    assert wrong <= 0.02 * every


def test_wrong_majorities_anew() -> None:
    """Four of six share two or twelve errors: none of them is decided for the four."""
    for shared in (2, 12):
        results = {o.result for o in outcomes(majority(shared, 3, second=False)) if o.shared == 4}
        assert results
        assert "wrong" not in results
