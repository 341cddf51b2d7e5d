"""The decision of every unit, with its evidence.

How reliable each reprint is, is estimated from all units together, not assumed (Dawid & Skene 1979:
truth of the units and error rates of the witnesses by turns). To what the witnesses say is added
what the readings say of themselves: a doubled character, a broken word, text that stands twice, the
usage of the same witness elsewhere. A frequent word wins nothing. What stays even is left open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from doccompare.establishing import confidence
from doccompare.establishing.branches import Lonely, Parting, alone_in, branches, sides
from doccompare.establishing.evidence import Signs, evidence_of
from doccompare.model import Decision, Evidence, Locus, Method, Note, Role, Status

# Before anything is known a reprint errs once in two hundred characters; the weight of that belief
# in characters.
_PRIOR_ERROR, _PRIOR_WEIGHT = 0.005, 200.0
_ROUNDS = 40
# The chance that two witnesses that err err alike: by themselves, or because one goes back to the other.
_ALIKE = 0.2
# Logarithmic weights of internal evidence against, or for, a reading.
_AGAINST = {"doubled": 2.5, "broken": 1.5, "twice": 4.0, "doubtful": 3.0}
_USAGE = 2.0
# The least doubt that is told apart.
_LEAST = 1e-6
# Below this posterior a unit stays open.
_OPEN = 0.75


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decided variant's index (the base's while open), and the decision; None for versions."""

    variant: int
    decision: Decision | None


def decide(
    loci: Sequence[Locus],
    signs: Sequence[Signs],
    roles: Mapping[str, Role],
    extents: Mapping[str, int],
    base: str,
) -> list[Verdict]:
    """A verdict for each locus, in order.

    ``roles`` of the witnesses that count, ``extents`` their lengths in compared characters.
    """
    errors = _error_rates(loci, signs, roles, extents)
    alone = _standing_alone(loci)
    known = branches(loci, lambda i, n: internal_weight(signs[i], n), roles)
    out = []
    for i, (locus, sign) in enumerate(zip(loci, signs, strict=True)):
        verdict = _verdict(locus, sign, errors, roles, base, alone)
        parting = known.partings.get(i)
        if parting is not None:
            verdict = _by_branch(locus, sign, verdict, parting, base)
        else:
            verdict = _against_many(locus, sign, verdict, known.lonely, roles, base)
        out.append(verdict)
    return out


def _by_branch(locus: Locus, sign: Signs, verdict: Verdict, parting: Parting, base: str) -> Verdict:
    """The verdict where two branches stand against one another: by the branch, never by its size."""
    decision, split = verdict.decision, parting.split
    if decision is None or decision.method is Method.AUTHORITY:
        return verdict
    n = None
    if split.right is not None:
        n = next((n for n, side in parting.sides.items() if side <= split.right), None)
    if parting.share < 1 and _slip_of_one(parting, n):
        return verdict
    if n is None:
        return _left_open(locus, verdict, base, _undetermined(parting))
    weight = max((internal_weight(sign, m) for m in parting.sides if m != n), default=0.0)
    if parting.share < 1 or weight > internal_weight(sign, n):
        return _left_open(locus, verdict, base, _against(parting))
    names = ["".join(sorted(s)) for s in split.sides]
    right = "".join(sorted(split.right or ()))
    note = Note(
        f"{names[0]}与{names[1]}两支对立，凡{split.units}处；其中{split.told}处有内证，{split.for_right}处"
        f"是{right}一支",
        f"two branches, {names[0]} and {names[1]}, part at {split.units} places; "
        f"of {split.told} with internal evidence {split.for_right} speak for {right}",
    )
    sure = replace(
        decision,
        reading=n,
        text=locus.variants[n].text,
        method=Method.REASONING,
        confidence=confidence.calibrated(confidence.BRANCH, _odds(split.for_right, split.told)),
        status=Status.PROPOSED,
        evidence=(Evidence(Method.REASONING, n, note), *decision.evidence),
    )
    return Verdict(n, sure)


def _against_many(
    locus: Locus,
    sign: Signs,
    verdict: Verdict,
    lonely: Mapping[str, Lonely],
    roles: Mapping[str, Role],
    base: str,
) -> Verdict:
    """One against the rest, where too much speaks for that one elsewhere: open, unless it errs here."""
    pair = alone_in(sides(locus, roles))
    if pair is None or verdict.decision is None or verdict.decision.method is not Method.WITNESSES:
        return verdict
    one, rest = pair
    (siglum,) = (s for s in locus.variants[one].sites if s in roles)
    known = lonely.get(siglum)
    if known is None or not known.doubtful or internal_weight(sign, one) < internal_weight(sign, rest):
        return verdict
    note = Note(
        f"{siglum}本独异之处有内证者{known.told}，{known.for_it}处反以{siglum}本为是：他本或同出一误，多寡不足为据",
        f"{siglum} stands alone, but of {known.told} such places with internal evidence {known.for_it} speak "
        "for it: the others may err together, and numbers do not tell",
    )
    return _left_open(locus, verdict, base, note)


def _slip_of_one(parting: Parting, right: int | None) -> bool:
    """Where the branch of a single witness is thinned: that it erred by itself is likely enough."""
    if right is None:
        return parting.share / 2 <= 1 - _OPEN
    return len(parting.sides[right]) > 1 or parting.share <= 1 - _OPEN


def _left_open(locus: Locus, verdict: Verdict, base: str, note: Note) -> Verdict:
    if verdict.decision is None:
        return verdict
    own = next((n for n, v in enumerate(locus.variants) if base in v.sites), 0)
    open_ = replace(
        verdict.decision,
        reading=None,
        text=locus.variants[own].text,
        method=None,
        confidence=0.5,
        status=Status.OPEN,
        evidence=(Evidence(Method.WITNESSES, None, note), *verdict.decision.evidence),
    )
    return Verdict(own, open_)


def _undetermined(parting: Parting) -> Note:
    split = parting.split
    names = ["".join(sorted(s)) for s in split.sides]
    if split.recurs:
        return Note(
            f"{names[0]}与{names[1]}两支对立，凡{split.units}处，孰误未能判定；多寡不足为据",
            f"two branches, {names[0]} and {names[1]}, part at {split.units} places; "
            "which errs is not known, and numbers do not tell",
        )
    return Note(
        f"{names[0]}与{names[1]}各有数本相同，同误之处太少，孰误未能判定；多寡不足为据",
        f"{names[0]} and {names[1]} agree among themselves; they share too few errors "
        "to know which side errs, and numbers do not tell",
    )


def _against(parting: Parting) -> Note:
    right = "".join(sorted(parting.split.right or ()))
    return Note(
        f"通计内证，{right}一支为是；惟此处证据相反或不全，未能判定",
        f"all evidence together speaks for {right}, but here it is missing or says otherwise: not decided",
    )


def internal_weight(sign: Signs, n: int) -> float:
    """The logarithmic weight of what speaks for reading ``n`` beside the witnesses."""
    weight = -sum(_AGAINST[kind] for kind in sign.against.get(n, ()))
    if any(u.reading == n for u in sign.usage):
        weight += _USAGE
    return weight


def _posterior(locus: Locus, sign: Signs, errors: Mapping[str, float]) -> list[float]:
    """The probability of each reading to be the true one.

    A reading is wrong when the best of its witnesses erred and the others erred alike: agreement in
    error is rare, but no rarer than a common source makes it.
    """
    scores = []
    for n in range(len(locus.variants)):
        score = internal_weight(sign, n)
        for m, variant in enumerate(locus.variants):
            speakers = sorted(errors[s] for s in variant.sites if s in errors)
            if m != n and speakers:
                score += log(speakers[0]) + sum(log(max(e, _ALIKE)) for e in speakers[1:])
            else:
                score += sum(log(1 - e) for e in speakers)
        scores.append(score)
    top = max(scores)
    weights = [exp(s - top) for s in scores]
    return [w / sum(weights) for w in weights]


def _error_rates(
    loci: Sequence[Locus], signs: Sequence[Signs], roles: Mapping[str, Role], extents: Mapping[str, int]
) -> dict[str, float]:
    """How often each witness errs, per character: the estimate with which all units agree best."""
    errors = dict.fromkeys(roles, _PRIOR_ERROR)
    telling = [(locus, sign) for locus, sign in zip(loci, signs, strict=True) if not sign.formal]
    for _ in range(_ROUNDS):
        wrong = dict.fromkeys(roles, _PRIOR_ERROR * _PRIOR_WEIGHT)
        for locus, sign in telling:
            chance = _posterior(locus, sign, errors)
            for n, variant in enumerate(locus.variants):
                for siglum in variant.sites:
                    if siglum in roles:
                        wrong[siglum] += 1 - chance[n]
        new = {s: min(0.5, wrong[s] / (extents[s] + _PRIOR_WEIGHT)) for s in roles}
        if all(abs(new[s] - errors[s]) < 1e-7 for s in roles):
            break
        errors = new
    return errors


def _verdict(
    locus: Locus,
    sign: Signs,
    errors: Mapping[str, float],
    roles: Mapping[str, Role],
    base: str,
    alone: Mapping[str, int],
) -> Verdict:
    for n, variant in enumerate(locus.variants):
        speakers = [s for s in variant.sites if roles.get(s) is Role.AUTHORITY]
        if speakers:
            names = "".join(speakers)
            note = Note(
                f"{names}本为权威本，作“{variant.text}”", f"the authority {names} reads “{variant.text}”"
            )
            evidence = (Evidence(Method.AUTHORITY, n, note), *evidence_of(locus, sign, alone, tuple(roles)))
            return Verdict(
                n, Decision(n, variant.text, Method.AUTHORITY, confidence.CAP, Status.PROPOSED, evidence)
            )
    chance = _posterior(locus, sign, errors)
    best = max(range(len(chance)), key=lambda n: (chance[n], locus.variants[n].exact))
    evidence = tuple(evidence_of(locus, sign, alone, tuple(roles)))
    own = next((n for n, v in enumerate(locus.variants) if base in v.sites), 0)
    if chance[best] < _OPEN:
        decision = Decision(
            None, locus.variants[own].text, None, round(chance[own], 2), Status.OPEN, evidence
        )
        return Verdict(own, decision)
    method = _method(locus, sign, errors, best)
    sure = confidence.calibrated(method.value, log(chance[best] / max(1 - chance[best], _LEAST)))
    if sure < _OPEN:
        open_ = Decision(None, locus.variants[own].text, None, sure, Status.OPEN, evidence)
        return Verdict(own, open_)
    decision = Decision(best, locus.variants[best].text, method, sure, Status.PROPOSED, evidence)
    return Verdict(best, decision)


def _odds(successes: int, trials: int) -> float:
    """The logarithmic odds that so many of so many trials speak of; finite for all of them too."""
    return log((successes + 0.5) / (trials - successes + 0.5))


def _method(locus: Locus, sign: Signs, errors: Mapping[str, float], best: int) -> Method:
    """By what the unit is decided: the witnesses if they alone would do, else what tipped the scale."""
    plain = _posterior(locus, Signs({}, (), (), sign.formal), errors)
    if plain[best] >= _OPEN:
        return Method.WITNESSES
    if any(u.reading == best for u in sign.usage):
        return Method.OWN_USAGE
    return Method.REASONING


def _standing_alone(loci: Sequence[Locus]) -> dict[str, int]:
    """For each witness, at how many places it alone has a reading that two or more others contradict."""
    counts: dict[str, int] = {}
    for locus in loci:
        most = max(len(v.sites) for v in locus.variants)
        for variant in locus.variants:
            if len(variant.sites) == 1 < most:
                siglum = next(iter(variant.sites))
                counts[siglum] = counts.get(siglum, 0) + 1
    return counts
