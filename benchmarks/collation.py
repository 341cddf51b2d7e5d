"""Collation against the peers in one run: CPU time, memory, growth, accuracy, order.

``python -m benchmarks collation`` measures everything (about a quarter of an hour) and writes
``benchmarks/RESULTS.md``; ``--quick`` a reduced set in about a minute, which writes nothing unless
``-o FILE`` is given; ``--only NAME`` one section, printed. Peers that are not installed are named as
missing. All inputs are seeded. The exit code of the full run is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.measure import ROOT, Answer, child, exponent
from benchmarks.peers import LIBRARIES, has_collatex, state_of_peers

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
RAPIDFUZZ = "rapidfuzz Levenshtein"
RAW = "fast-diff-match-patch raw"
HOSTILE_LIMIT = 120  # seconds for one system on one hostile pair


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: all of it, or the reduced set."""

    last_clause: str = "三.8"  # of the excerpt that CollateX collates; the gold ends there
    seeds: Sequence[int] = (1, 2, 3)
    kinds: Sequence[str] = ("notice", "classical")
    copies: Sequence[int] = (4, 8)
    lengths: Sequence[int] = (4_000, 16_000, 64_000, 280_000)
    witnesses: Sequence[int] = (2, 4, 8, 16, 32, 64, 128, 256)
    pipeline_lengths: Sequence[int] = (4_000, 16_000, 64_000)
    pipeline_witnesses: Sequence[int] = (4, 8, 16, 32, 64)
    pair: int = 1_000_000
    hostile: int = 200_000
    short_clause: str = "二.2"  # of the excerpt whose order is changed
    slow: bool = True  # the pure Python libraries in all orders
    limit: int = 900  # seconds of one child


QUICK = Size(
    last_clause="一 ¶2",
    seeds=(1,),
    kinds=("notice",),
    copies=(4,),
    lengths=(1_000, 4_000),
    witnesses=(2, 4),
    pipeline_lengths=(1_000, 2_000),
    pipeline_witnesses=(2, 4),
    pair=10_000,
    hostile=2_000,
    short_clause="preamble",
    slow=False,
    limit=30,
)


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing aimed at: what, what was measured, the aim in words, whether it is met.

    ``met`` None: nothing could be measured (a peer is not installed).
    """

    what: str
    measured: str
    aim: str
    met: bool | None

    @property
    def verdict(self) -> str:
        """``met``, ``missed`` or ``not measured``."""
        return "not measured" if self.met is None else "met" if self.met else "missed"


def at_most(what: str, value: float | None, aim: float, unit: str = "", *, known: bool = True) -> Goal:
    """The goal that ``value`` is no more than ``aim``; None: it did not finish, a miss.

    Not ``known``: there was nothing to compare with.
    """
    if not known:
        return Goal(what, "–", f"≤ {number(aim)}{unit}", None)
    shown = "did not finish" if value is None else number(value) + unit
    return Goal(what, shown, f"≤ {number(aim)}{unit}", value is not None and value <= aim)


@dataclass(slots=True)
class Section:
    """A table of the page with a note above it and the goals it answers."""

    title: str
    note: str
    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def failed(self, answer: Answer) -> Section:
        """The section when its measurement failed: one row that says so, one goal missed."""
        self.rows.append((f"did not finish: {answer['failed']}", *("–" for _ in self.header[1:])))
        self.goals.append(Goal(self.title, answer["failed"], "finishes", False))
        return self

    def markdown(self) -> str:
        """The section as Markdown."""
        lines = [f"## {self.title}", "", self.note, "", *table(self.header, self.rows)]
        if self.goals:
            lines += ["", *(f"- {g.what}: {g.measured}, goal {g.aim}: **{g.verdict}**" for g in self.goals)]
        return "\n".join(lines) + "\n"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; all columns but the first are set to the right."""
    rule = ["---", *("---:" for _ in header[1:])]
    return ["| " + " | ".join(cells) + " |" for cells in (header, rule, *rows)]


def number(value: float) -> str:
    """A number with about three digits that say something."""
    if value == int(value) and abs(value) < 10**9:
        return f"{int(value):,}"
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.3g}" if size < 10 else f"{value:.1f}"


def seconds(value: float | None) -> str:
    """CPU time for a table cell."""
    if value is None:
        return "–"
    return f"{number(value * 1000)} ms" if value < 1 else f"{number(value)} s"


def ratio(value: float | None) -> str:
    """A ratio for a table cell."""
    return "–" if not value else number(value)


def reprints(size: Size) -> Section:
    """The four reprints of the Opinion, from strings on."""
    found = child("reprints", size.limit)
    section = Section(
        "1. The four reprints of the Opinion",
        "000, 001, 003 (breaks off after a quarter) and 004, cut out by their located spans; the "
        "dictionary of words is loaded before. *Keys* are the compared characters with their paragraphs. "
        "Medians. Beside them every pair library on 000 and 001 alone.",
        ("system", "CPU", "times rapidfuzz", "units"),
    )
    if "failed" in found:
        return section.failed(found)
    yard = found["peers"].get(RAPIDFUZZ)
    ours = (
        ("keys to stretches (`alignment.align`)", "keys", "differing", False),
        ("strings to keys to stretches", "stretches", "differing", True),
        ("strings to units (segmentation, alignment, cut at word edges)", "units", "loci", True),
        ("files to the whole collation, judged, with the established text", "whole", "whole_units", False),
    )
    for name, key, count, aimed in ours:
        times = found[key] / yard if yard else None
        section.rows.append((name, seconds(found[key]), ratio(times), number(found[count])))
        if aimed:
            what = f"four reprints, {name}, times rapidfuzz"
            section.goals.append(at_most(what, times, 10, known=bool(yard)))
    for name, spent in found["peers"].items():
        section.rows.append((f"{name}, 000 and 001 only", seconds(spent), ratio(yard and spent / yard), ""))
    return section


def excerpt(size: Size) -> Section:
    """CollateX Python on an excerpt that it can finish, and everything else on the same."""
    found = child("excerpt", size.limit, last=size.last_clause)
    section = Section(
        "2. Three witnesses, against CollateX Python",
        f"000, 001 and 004 from the preamble to the end of {size.last_clause}: the same characters for "
        "every system (no white space, one width), each a token of CollateX. Scored against the hand-made "
        "apparatus (`tests/gate/gold`). *Pairs*: characters set side by side that the gold has side by "
        "side; two characters of different readings of one gold unit count neither way. CollateX's pairs "
        "are those in one column of its table. *Units*: exact when, less what all readings share at the "
        "edges, every witness has the gold's span; an insertion may be slid. A unit of CollateX's is a run "
        "of varying columns, or each varying column alone, whichever scores higher. The star aligners "
        "compare the second and third witness with the first by a pair library and pool overlapping changes. "
        "Mind that this apparatus is also the gate doccompare is developed against; the peers were not.",
        ("system", "CPU", "times ours", "pairs F1", "units F1", "exact", "reported", "of gold"),
    )
    if "failed" in found:
        return section.failed(found)
    systems: list[Any] = found["systems"]
    theirs: Answer = {"failed": "not installed"}
    if has_collatex():
        theirs = child("collatex", size.limit, last=size.last_clause)
    if "failed" not in theirs:
        name = f"CollateX Python ({'runs of columns' if theirs['reading'] == 'joined' else 'single columns'})"
        systems.insert(1, (name, theirs["cpu"], theirs["marks"]))
    _, own, ours = systems[0]
    for name, spent, (pairs, units, exact, reported, gold) in systems:
        cells = (f"{pairs:.4f}", f"{units:.3f}", number(exact), number(reported), number(gold))
        section.rows.append((name, seconds(spent), ratio(spent / own), *cells))
    if "failed" in theirs:
        section.rows.append(("CollateX Python", theirs["failed"], *("–" for _ in section.header[2:])))
        section.goals.append(Goal("CollateX's CPU, times ours", theirs["failed"], "≥ 500", None))
        return section
    times = theirs["cpu"] / own
    section.goals += [
        Goal("CollateX's CPU, times ours", number(times), "≥ 500", times >= 500),
        _higher("units F1", ours[1], theirs["marks"][1], 3),
        _higher("homologous pairs F1", ours[0], theirs["marks"][0], 5),
    ]
    return section


def _higher(what: str, ours: float, theirs: float, digits: int) -> Goal:
    """Ours above theirs, or both at the top."""
    shown = f"{ours:.{digits}f} against {theirs:.{digits}f}"
    return Goal(what, shown, "above CollateX's, or both 1", ours > theirs or ours == theirs == 1)


def noise(size: Size) -> Section:
    """Homologous pairs of seeded noisy copies."""
    section = Section(
        "3. Seeded noise with tracked truth",
        "Notices and classical texts of about 4,000 characters from `benchmarks.generator`; *noise*: 1 % "
        "substitutions, 0.5 % insertions, 0.5 % deletions, dropped phrases; *hard-noise*: 3 %, 1 %, 1 %. "
        "Ours through the plain pipeline, files to JSON; *alignment alone* gets the text as the stars do, "
        "nothing to locate and no clauses to number, and is the one to hold against them. Shares of the "
        "attainable pair F1 (an aligner that knows the true text), capped at 1: the mean, and the lowest set "
        "in brackets. The stars: pivot = first witness, overlapping changes pooled, two readings of a unit "
        "set side by side by the scorer as for ours: their best case.",
        ("share of the attainable",),
    )
    rows: dict[str, list[str]] = {}
    for name, witnesses in product(("noise", "hard-noise"), size.copies):
        made = {
            f"{kind} {seed}": child("noise", size.limit, kind=kind, name=name, witnesses=witnesses, seed=seed)
            for kind in size.kinds
            for seed in size.seeds
        }
        lost = next((answer for answer in made.values() if "failed" in answer), None)
        if lost:
            return section.failed(lost)
        section.header = (*section.header, f"{name}, {witnesses} witnesses")
        rows.setdefault("attainable F1 itself", []).append(
            f"{mean(answer['ceiling'] for answer in made.values()):.5f}"
        )
        for system in next(iter(made.values()))["f1s"]:
            shares = {of: min(1.0, answer["f1s"][system] / answer["ceiling"]) for of, answer in made.items()}
            worst = min(shares, key=lambda of: shares[of])
            title = NAMED.get(system, f"star, {system}")
            rows.setdefault(title, []).append(f"{mean(shares.values()):.5f} ({shares[worst]:.5f})")
            if system in NAMED:
                aim = 0.999 if name == "noise" else 0.99
                what = f"{title}, {name}, {witnesses} witnesses, lowest of {len(made)} sets ({worst})"
                met = shares[worst] >= aim
                section.goals.append(Goal(what, f"{shares[worst]:.5f}", f"≥ {aim}", met))
    section.rows += [(title, *cells) for title, cells in rows.items()]
    return section


def growth(size: Size) -> Section:
    """How the CPU time grows with the length and with the number of witnesses."""
    section = Section(
        "4. Growth",
        "Notices with noise 1 %/0.5 %/0.5 %. *align*: `alignment.align` on keys; *pipeline*: `collate` on "
        "files, dictionary loaded before. The exponent is the slope of a straight line through the "
        "logarithms; *step*: the exponent between this row and the one before.",
        ("what", "characters", "witnesses", "CPU", "step", "units", "peak MB"),
    )
    series = (
        ("align, by length", False, [(n, 4) for n in size.lengths], 1.15),
        ("align, by witnesses", False, [(4_000, n) for n in size.witnesses], 1.1),
        ("pipeline, by length", True, [(n, 4) for n in size.pipeline_lengths], 1.15),
        ("pipeline, by witnesses", True, [(4_000, n) for n in size.pipeline_witnesses], 1.1),
    )
    for name, whole, points, aim in series:
        found = [
            (length, n, child("growth", size.limit, length=length, witnesses=n, whole=whole))
            for length, n in points
        ]
        measured: list[tuple[float, float]] = []
        for length, n, answer in found:
            shown = number(round(answer.get("size", length)))
            if "failed" in answer:
                section.rows.append((name, shown, number(n), answer["failed"], "–", "–", "–"))
                continue
            measured.append((answer["size"] if "length" in name else n, answer["cpu"]))
            step = f"{exponent(measured[-2:]):.2f}" if len(measured) > 1 else ""
            section.rows.append(
                (
                    name,
                    shown,
                    number(n),
                    seconds(answer["cpu"]),
                    step,
                    number(answer["units"]),
                    number(round(answer["peak_mb"])),
                )
            )
        slope = exponent(measured) if len(measured) == len(points) else None
        section.goals.append(at_most(f"exponent, {name}", slope, aim))
    return section


def long_pair(size: Size) -> Section:
    """One long pair with 1 % noise against the raw difference of fast-diff-match-patch."""
    section = Section(
        f"5. One pair of {size.pair:,} characters with 1 % noise",
        "*varied*: characters drawn from 3,000 with natural frequencies; *formulaic*: the generator's "
        "notice, whose few hundred phrases come back again and again at this length. fast-diff-match-patch: "
        "no time limit, no line mode, no clean-up. Memory: peak of the child process, Python included.",
        ("pair", "system", "CPU", "times raw", "differences", "peak MB"),
    )
    for kind in ("varied", "formulaic"):
        answers = {
            system: _pair(kind, size.pair, system, size.limit) for system in (RAW, "difference", "align")
        }
        yard = answers[RAW].get("cpu")
        for system, answer in answers.items():
            name = system if system == RAW else f"ours, `{SHOWN[system]}`"
            if "failed" in answer:
                section.rows.append((kind, name, answer["failed"], "–", "–", "–"))
            else:
                section.rows.append(
                    (
                        kind,
                        name,
                        seconds(answer["cpu"]),
                        ratio(yard and answer["cpu"] / yard),
                        number(answer["units"]),
                        number(round(answer["peak_mb"])),
                    )
                )
            if system != RAW:
                times = answer["cpu"] / yard if yard and "cpu" in answer else None
                what = f"{kind}, `{SHOWN[system]}`"
                section.goals.append(at_most(f"{what}, times raw", times, 3, known=bool(yard)))
                section.goals.append(at_most(f"{what}, peak memory", answer.get("peak_mb"), 1024, " MB"))
    return section


def _pair(kind: str, length: int, system: str, limit: int) -> Answer:
    """One system on one pair; ``failed`` says when it is not installed."""
    if system == RAW and not next(entry for entry in LIBRARIES if entry.name == RAW).installed:
        return {"failed": "not installed"}
    return child("pair", limit, kind=kind, length=length, system=system)


NAMED = {"doccompare": "doccompare, pipeline", "alignment alone": "doccompare, alignment alone"}
SHOWN = {"difference": "matching.difference", "align": "alignment.align"}


def hostile(size: Size) -> Section:
    """Pairs made to hurt: they must end, with an honest answer."""
    section = Section(
        "6. Hostile pairs",
        "*foreign*: no common character; *repeated*: one character over and over, the second text a tenth "
        "shorter with another character in its middle; *repeated, 1 % noise*: each hundredth another one "
        f"of five, in both texts. Limit {min(size.limit, HOSTILE_LIMIT)} s each.",
        ("pair", "characters", "system", "CPU", "answer", "peak MB"),
    )
    lengths = {"foreign": size.hostile, "repeated": size.pair, "repeated, 1 % noise": size.pair}
    for kind, length in lengths.items():
        for system in ("difference", "align", *(("pipeline",) if kind == "foreign" else ()), RAW):
            answer = _pair(kind, length, system, min(size.limit, HOSTILE_LIMIT))
            ours = system != RAW
            name = f"ours, `{SHOWN.get(system, 'collate')}`" if ours else system
            if "failed" in answer:
                cells = (answer["failed"], "–", "–")
            else:
                told = answer.get("answer") or f"differences: {answer['units']:,}"
                cells = (seconds(answer["cpu"]), told, number(round(answer["peak_mb"])))
            section.rows.append((kind, number(length), name, *cells))
            if ours:
                section.goals.append(Goal(f"{kind}, {name}", cells[0], "finishes", "failed" not in answer))
    return section


def order(size: Size) -> Section:
    """Whether the order of the witnesses changes the result."""
    section = Section(
        "7. The order of the witnesses",
        "The four reprints in all 24 orders; CollateX on 000, 001 and 004 to the end of "
        f"{size.short_clause} in three. *Results*: how many different sets of units come out.",
        ("system", "orders", "results", "the same in every order"),
    )
    found = child("order", size.limit, slow=size.slow)
    if "failed" in found:
        return section.failed(found)
    for name, results in found["results"].items():
        section.rows.append((name, number(found["orders"]), number(results), "yes" if results == 1 else "no"))
    if has_collatex():
        runs = [
            child("collatex", size.limit, last=size.short_clause, order=turn)
            for turn in ("AZB", "ZBA", "BAZ")
        ]
        lost = next((answer["failed"] for answer in runs if "failed" in answer), None)
        results = len({str(answer.get("units")) for answer in runs})
        told = lost or ("yes" if results == 1 else "no")
        section.rows.append(("CollateX Python (excerpt)", "3", "–" if lost else number(results), told))
    else:
        section.rows.append(("CollateX Python (excerpt)", "3", "–", "not installed"))
    ours = found["results"]["doccompare"]
    section.goals.append(Goal("results of ours in 24 orders", number(ours), "1", ours == 1))
    return section


SECTIONS: dict[str, Callable[[Size], Section]] = {
    "reprints": reprints,
    "excerpt": excerpt,
    "noise": noise,
    "growth": growth,
    "pair": long_pair,
    "hostile": hostile,
    "order": order,
}


def page(sections: Sequence[Section], *, quick: bool, load: Sequence[float] = ()) -> str:
    """RESULTS.md. ``load``: the load average of the machine before and after."""
    there, missing = state_of_peers()
    goals = [goal for section in sections for goal in section.goals]
    rows = [(goal.what, goal.measured, goal.aim, goal.verdict) for goal in goals]
    missed = [goal for goal in goals if goal.met is False]
    lines = [
        "# Collation: doccompare and its peers, measured in one run",
        "",
        "Written by `python -m benchmarks collation" + (" --quick" if quick else "") + "` (`just bench`); do "
        "not edit. CPU time is user plus system time of the process that works; ratios are of this run. "
        "Every input is made from the corpus or from a seed."
        + (" **Reduced set: the goals are set for the full one.**" if quick else ""),
        "",
        f"Machine: {os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, "
        f"load average {' before and '.join(f'{value:.1f}' for value in load) or 'unknown'} after: "
        "where it is above the number of cores the CPU times are those of a busy machine. "
        f"Peers: {', '.join(there)}. Missing: {', '.join(missing) or 'none'}.",
        "",
        f"**Goals: {sum(bool(g.met) for g in goals)} met, {len(missed)} missed, "
        f"{sum(g.met is None for g in goals)} not measured.**",
        "",
        *table(("goal", "measured", "aim", "verdict"), rows),
        "",
    ]
    return "\n".join([*lines, *(section.markdown() for section in sections)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the page; 1 when a goal is missed (the reduced set has none to miss), else 0."""
    told = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks collation", description=told)
    parser.add_argument("--quick", action="store_true", help="a reduced set, about a minute")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="one section, printed")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: benchmarks/RESULTS.md")
    options = parser.parse_args(arguments)
    load = [os.getloadavg()[0]]
    made = []
    for name in options.only or SECTIONS:
        print(f"{name} …", file=sys.stderr, flush=True)
        made.append(SECTIONS[name](QUICK if options.quick else Size()))
    text = page(made, quick=options.quick, load=[*load, os.getloadavg()[0]])
    out = options.out or (None if options.quick or options.only else RESULTS)
    if out is None:
        print(text)
    else:
        out.write_text(text, encoding="utf-8")
    missed = any(goal.met is False for section in made for goal in section.goals)
    return int(missed and not options.quick)


if __name__ == "__main__":
    sys.exit(main())
