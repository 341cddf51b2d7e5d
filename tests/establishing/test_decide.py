"""Which reading stands, and by what evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.establishing import Concordance, Signs, Usage, Verdict, decide, own_usage
from doccompare.model import IndirectReading, Locus, Method, Role, Span, Status
from doccompare.text import key_of
from tests.alignment.made_up import PROFILE
from tests.classification.support import locus

EXTENT = 4000


def judged(
    places: Sequence[Locus],
    signs: Sequence[Signs] | None = None,
    roles: Mapping[str, Role] | None = None,
    base: str = "甲",
) -> list[Verdict]:
    """The verdicts on places of variation of witnesses that are all reprints."""
    sigla = sorted({s for p in places for v in p.variants for s in v.sites})
    roles = roles or dict.fromkeys(sigla, Role.REPRINT)
    signs = signs or [Signs({}, (), (), False)] * len(places)
    return decide(places, signs, roles, dict.fromkeys(roles, EXTENT), base)


def place(readings: dict[str, str], column: int = 0) -> Locus:
    """A place between words that say nothing."""
    return locus("各地要切实", readings, "有关工作", column=column)


def test_the_odd_one_out_of_three_errs() -> None:
    """Two against one: the two stand, by the witnesses, and the confidence is no certainty."""
    [verdict] = judged([place({"甲丙": "健全", "乙": "完善"})])
    decision = verdict.decision
    assert (verdict.variant, decision.reading, decision.text) == (0, 0, "健全")
    assert (decision.method, decision.status) == (Method.WITNESSES, Status.PROPOSED)
    assert 0.75 <= decision.confidence < 1


def test_two_witnesses_that_disagree_stay_open() -> None:
    """One against one, nothing else known: open; the text is the base's; no method."""
    for base, text in (("甲", "健全"), ("乙", "完善")):
        [verdict] = judged([place({"甲": "健全", "乙": "完善"})], base=base)
        decision = verdict.decision
        assert (decision.status, decision.reading, decision.method) == (Status.OPEN, None, None)
        assert decision.text == text
        assert decision.confidence <= 0.75


def test_two_against_two_stays_open() -> None:
    """An even split is reported, never guessed."""
    [verdict] = judged([place({"甲丙": "健全", "乙丁": "完善"})])
    assert verdict.decision.status is Status.OPEN


def test_an_authority_decides() -> None:
    """The official copy is right against any number of reprints."""
    roles = dict.fromkeys("甲乙丙丁", Role.REPRINT) | {"丁": Role.AUTHORITY}
    [verdict] = judged([place({"甲乙丙": "健全", "丁": "完善"})], roles=roles)
    assert (verdict.variant, verdict.decision.method) == (1, Method.AUTHORITY)
    assert verdict.decision.evidence[0].kind is Method.AUTHORITY


def test_own_usage_decides_between_two() -> None:
    """One against one: the reading that the witnesses use everywhere else is taken."""
    usage = Usage(reading=1, siglum="甲", form="市地级财政", times=5, own=False)
    [verdict] = judged([place({"甲": "地市级", "乙": "市地级"})], [Signs({}, (usage,), (), False)])
    assert verdict.variant == 1
    assert verdict.decision.method is Method.OWN_USAGE
    assert [e.reading for e in verdict.decision.evidence if e.kind is Method.OWN_USAGE] == [1]


@pytest.mark.parametrize("kind", ["doubled", "twice"])
def test_a_slip_decides_between_two(kind: str) -> None:
    """One against one: the reading with a sign of a slip in it is rejected, by reasoning."""
    [verdict] = judged([place({"甲": "推推", "乙": "推进"})], [Signs({0: (kind,)}, (), (), False)])
    assert verdict.variant == 1
    assert verdict.decision.method is Method.REASONING
    assert verdict.decision.text == "推进"


def test_what_quotes_the_work_never_votes() -> None:
    """An indirect witness is a remark: a tie stays a tie, and the remark is in the evidence."""
    quoted = IndirectReading("戊", "完善", Span(0, 2))
    [verdict] = judged([place({"甲": "健全", "乙": "完善"})], [Signs({}, (), (quoted,), False)])
    assert verdict.decision.status is Status.OPEN
    assert [e.reading for e in verdict.decision.evidence if e.kind is Method.INDIRECT] == [1]


def test_witnesses_outside_the_count_do_not_count() -> None:
    """Copies of one text are one witness: those without a role of their own add nothing to a side."""
    roles = dict.fromkeys("甲乙", Role.REPRINT)
    [verdict] = judged([place({"甲": "健全", "乙丙丁": "完善"})], roles=roles)
    assert verdict.decision.status is Status.OPEN


def test_a_careless_witness_loses_its_ties() -> None:
    """A witness that errs everywhere else is believed less where it stands against one good one."""
    places = [place({"甲丙丁": "健全", "乙": "完善"}, column=9 * n) for n in range(60)]
    places.append(place({"甲": "推动", "乙": "推进"}, column=999))
    verdicts = judged(places)
    assert verdicts[-1].variant == 0
    assert verdicts[-1].decision.confidence > 0.75


def test_the_order_of_the_readings_is_no_matter() -> None:
    """Readings listed the other way round give the same decision."""
    [one] = judged([place({"甲丙": "健全", "乙": "完善"})])
    [other] = judged([place({"乙": "完善", "甲丙": "健全"})])
    assert one.decision.text == other.decision.text
    assert one.decision.confidence == other.decision.confidence


READINGS = st.dictionaries(st.sampled_from("甲乙丙丁"), st.sampled_from(["健全", "完善", "优化"]), min_size=2)


def grouped(readings: dict[str, str]) -> dict[str, str]:
    """Sigla grouped by reading."""
    out: dict[str, str] = {}
    for siglum in sorted(readings):
        out[readings[siglum]] = out.get(readings[siglum], "") + siglum
    return {names: text for text, names in out.items()}


@PROFILE
@given(st.lists(READINGS.filter(lambda r: len(set(r.values())) > 1), min_size=1, max_size=8))
def test_decisions_are_sound(many: list[dict[str, str]]) -> None:
    """Every decision names a reading, sure by .75 to .98, or is open; each reading has evidence."""
    places = [place(grouped(r), column=9 * n) for n, r in enumerate(many)]
    roles = dict.fromkeys("甲乙丙丁", Role.REPRINT)
    for here, verdict in zip(places, judged(places, roles=roles), strict=True):
        decision = verdict.decision
        assert decision.text == here.variants[verdict.variant].text
        assert (decision.reading is None) == (decision.status is Status.OPEN) == (decision.method is None)
        assert 0 <= decision.confidence <= 0.98
        if decision.reading is not None:
            assert decision.confidence >= 0.75
        spoken = {e.reading for e in decision.evidence if e.kind is Method.WITNESSES}
        assert spoken - {None} == set(range(len(here.variants)))  # None: of branches
        assert all(e.note for e in decision.evidence)


TEXT = "一、市地级财政统筹安排。二、由市地级主管部门审核。三、报市地级政府备案。"


def usage_of(own: str, here: str, other: str) -> list[Usage]:
    """Own usage of 甲, whose text has ``here`` at the place; 乙 has only the place."""
    left, right = "凡涉及", "财政的事项"
    text = f"{own}{left}{here}{right}。"
    at = len(own) + len(left)
    made = locus(left, {"甲": here, "乙": other}, right)
    first, second = made.variants
    first = type(first)(first.exact, first.text, first.spans, {"甲": (at, at + len(here))})
    second = type(second)(
        second.exact, second.text, second.spans, {"乙": (len(left), len(left) + len(other))}
    )
    moved = type(made)(
        made.key, 0, 0, made.address, made.left, made.right, left, right, (first, second), (), False
    )
    texts = {"甲": Concordance(key_of(text).text), "乙": Concordance(key_of(f"{left}{other}{right}。").text)}
    return own_usage(moved, texts)


def test_own_usage_is_found() -> None:
    """The form that a witness writes elsewhere, two times or more and never otherwise, tells."""
    [usage] = usage_of("由市地级财政统筹安排。报市地级财政部门备案。", "地市级", "市地级")
    assert (usage.reading, usage.siglum, usage.times, usage.own) == (1, "甲", 2, False)
    assert "市地级" in usage.form


def test_mixed_usage_tells_nothing() -> None:
    """Both forms elsewhere, or one form once only: no usage."""
    assert usage_of("由市地级财政统筹。由地市级财政统筹。报市地级财政。", "地市级", "市地级") == []
    assert usage_of("由市地级财政统筹安排。", "地市级", "市地级") == []


def test_the_place_itself_is_not_counted() -> None:
    """What stands at the place is no usage elsewhere."""
    assert usage_of("", "地市级", "市地级") == []


def test_punctuation_has_no_usage() -> None:
    """Nobody's commas are a usage."""
    made = locus("加强领导", {"甲": "，", "乙": ""}, "落实责任", punctuation=True)
    assert own_usage(made, {s: Concordance("加强领导，落实责任") for s in "甲乙"}) == []
