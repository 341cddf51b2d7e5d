"""What the benchmark of the collation measures, each task in a child process with a limit of its own.

CPU time is user plus system time of the process that works. A task that hangs or eats the memory
costs only its own row. ``python -m benchmarks.measure TASK`` reads the arguments as JSON from stdin
and prints the answer as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from math import ceil, log
from pathlib import Path
from random import Random
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, TypeVar

from benchmarks import peers
from benchmarks.columns import Columns as SideBySide
from benchmarks.compared import Compared
from benchmarks.generator import make, preset
from benchmarks.gold import Recipe
from benchmarks.noise import Errors, Rates, Token
from benchmarks.peers import LIBRARIES, GoldPlaces, Step, star
from benchmarks.scoring import count_pairs, origins_of, score_pairs
from benchmarks.works import KINDS, Paragraph, Work
from doccompare import alignment, segmentation
from doccompare.alignment import Aligned, Input, align
from doccompare.columns import Columns
from doccompare.errors import DoccompareError
from doccompare.matching import difference
from doccompare.model import Part, Passage, Span
from doccompare.pipeline import collate
from doccompare.reporting.tojson import collation_to_dict
from doccompare.text import Key, key_of
from doccompare.words import is_word

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus" / "opinion-2024"
GOLD = ROOT / "tests" / "gate" / "gold" / "opinion"
REPRINTS = ("000.txt", "001.txt", "003.txt", "004.txt")
EXCERPT = {"A": "000.txt", "Z": "001.txt", "B": "004.txt"}  # sigla of the gold; L (003) breaks off early
TITLE = "关于加强社区工作者队伍建设的意见"
# No child may take more address space than this: a peer that needs more has failed.
_MEMORY = 16 * 2**30

Given = TypeVar("Given")
Made = TypeVar("Made")
Answer = dict[str, Any]


def cpu(
    prepare: Callable[[], Given], work: Callable[[Given], Made], *, samples: int = 5
) -> tuple[float, Made]:
    """The median CPU seconds of ``work`` and what it made last; ``prepare`` is not counted.

    One warming run, then samples of as many runs as take a tenth of a second (some systems count CPU
    time in ticks). What takes over a second runs twice, the quicker run counts; over twenty, once.
    """
    start = process_time()
    made = work(prepare())
    once = process_time() - start
    if once > 1:
        if once > 20:
            return once, made
        given = prepare()
        start = process_time()
        made = work(given)
        return min(once, process_time() - start), made
    runs = max(1, min(100, ceil(0.1 / max(once, 0.001))))
    times = []
    for _ in range(samples):
        batch = [prepare() for _ in range(runs)]
        start = process_time()
        for given in batch:
            made = work(given)
        times.append((process_time() - start) / runs)
    return median(times), made


def peak_mb() -> float:
    """The largest resident set this process has had, in megabytes (2**20 bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line through (log size, log cost), by least squares."""
    xs, ys = [log(x) for x, _ in points], [log(y) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - mean_x) ** 2 for x in xs)


def child(task: str, limit: int, **arguments: Any) -> Answer:
    """What the task answers, run in a process of its own for at most ``limit`` seconds.

    The answer has ``peak_mb``; when there is none it has only ``failed``, the reason in words.
    """
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.measure", task]
    given = json.dumps(arguments)
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"failed": f"over {limit} s"}
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["killed"])[-1]
        return {"failed": "out of memory" if "MemoryError" in reason else reason[:80]}
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer


def serve(task: str) -> int:
    """Be the child: read the arguments, keep within the memory, print the answer. The exit code."""
    arguments = json.loads(sys.stdin.read())
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    answer = TASKS[task](**arguments)
    print(json.dumps({**answer, "peak_mb": peak_mb()}))
    return 0


def input_of(text: str) -> Input:
    """A text as an input of the aligner: one paragraph a line."""
    passages, at = [], 0
    for line in text.split("\n"):
        size = len(key_of(line))
        if size:
            passages.append(Passage(Part.PARAGRAPH, at, at + size))
        at += size
    return Input(key_of(text), tuple(passages))


def fresh(inputs: Sequence[Input]) -> list[Input]:
    """The inputs without anything a run before has kept in them."""
    return [replace(i, key=Key(i.key.source, i.key.text, i.key.offsets)) for i in inputs]


def steps_of(aligned: Aligned, sigla: Sequence[str]) -> list[Step]:
    """The stretches of an alignment as steps."""
    return [
        Step({s: r for s, r in zip(sigla, stretch.ranges, strict=True) if r is not None}, stretch.agrees)
        for stretch in aligned.alignment.stretches
    ]


@dataclass(frozen=True, slots=True)
class Reprint:
    """One of the four reprints: its text, where the work stands in it, its input of the aligner."""

    siglum: str
    text: str
    spans: tuple[Span, ...]
    input: Input


def reprints() -> list[Reprint]:
    """The four reprints, located by the plain pipeline and segmented."""
    out = []
    for found in collate([CORPUS / name for name in REPRINTS], title=TITLE).witnesses:
        text = found.witness.text
        own = segmentation.segment(text, found.spans, [TITLE])
        jumps = any(lacuna.reason == "jump-line" for lacuna in found.lacunae)
        entry = Input(own.key, own.passages, jumps)
        out.append(Reprint(found.witness.siglum, text, found.spans, entry))
    return out


def excerpt(last: str) -> GoldPlaces:
    """000, 001 and 004 from the preamble to the end of clause ``last``, with the gold's units there.

    The characters that count in a comparison, without white space and bullets: every system is given
    the same strings.
    """
    spans = json.loads((GOLD / "spans.json").read_text(encoding="utf-8"))
    rows = [
        json.loads(line)
        for name in ("wording.jsonl", "punctuation.jsonl")
        for line in (GOLD / name).read_text(encoding="utf-8").splitlines()
    ]
    texts: dict[str, str] = {}
    places: dict[str, Callable[[Sequence[int]], tuple[int, int]]] = {}
    limits: dict[str, tuple[int, int]] = {}
    for siglum, name in EXCERPT.items():
        compared = Compared.of((CORPUS / name).read_bytes().decode("utf-8-sig"))
        end = next(p["raw"][1] for p in spans[siglum]["paragraphs"] if p["clause"] == last)
        first, stop = compared.interval(spans[siglum]["body"][0], end)
        texts[siglum] = compared.chars[first:stop]
        limits[siglum] = (spans[siglum]["body"][0], end)

        def place(raw: Sequence[int], compared: Compared = compared, first: int = first) -> tuple[int, int]:
            start, end = compared.interval(raw[0], raw[1])
            return start - first, end - first

        places[siglum] = place
    units = []
    for row in rows:
        raw = {s: row["raw"][s] for s in EXCERPT}
        if not all(span and limits[s][0] <= span[0] and span[1] <= limits[s][1] for s, span in raw.items()):
            continue
        unit = {s: places[s](span) for s, span in raw.items()}
        if len({texts[s][a:b] for s, (a, b) in unit.items()}) > 1:
            units.append(unit)
    return GoldPlaces(texts, sorted(units, key=lambda unit: unit["A"]))


# --- tasks: each runs in a child process and answers with plain values ----------------------------


def task_reprints() -> Answer:
    """CPU of the four reprints, from strings on, and of the pair libraries on 000 and 001."""
    is_word("社区")  # the dictionary is loaded before anything is timed
    copies = reprints()
    inputs = [copy.input for copy in copies]

    def stretches(given: Sequence[Input]) -> Aligned:
        return align([replace(i, key=key_of(i.key.text)) for i in given])

    def units(_: None) -> int:
        made = [segmentation.segment(copy.text, copy.spans, [TITLE]) for copy in copies]
        aligned = align([replace(i, key=own.key) for i, own in zip(inputs, made, strict=True)])
        columns, order = Columns(aligned.alignment), range(len(copies))
        outline = segmentation.outline(columns, [i.passages for i in aligned.inputs], order)
        found = alignment.loci(
            columns,
            [i.key for i in aligned.inputs],
            [copy.siglum for copy in copies],
            order,
            lambda at: outline.at(at).address,
            frozenset(entry.passage.start for entry in outline.entries),
        )
        return len(found)

    keys_cpu, aligned = cpu(lambda: fresh(inputs), align)
    stretches_cpu, _ = cpu(lambda: inputs, stretches)
    units_cpu, count = cpu(lambda: None, units)
    paths = [CORPUS / name for name in REPRINTS]
    whole_cpu, result = cpu(lambda: paths, lambda given: collate(given, title=TITLE))
    pair = inputs[0].key.text, inputs[1].key.text
    spent = {}
    for entry in LIBRARIES:
        if entry.installed:
            spent[entry.name] = cpu(lambda: pair, lambda texts, e=entry: e.changes(*texts))[0]  # type: ignore[misc]
    return {
        "keys": keys_cpu,
        "stretches": stretches_cpu,
        "differing": sum(not s.agrees for s in aligned.alignment.stretches),
        "units": units_cpu,
        "loci": count,
        "whole": whole_cpu,
        "whole_units": len(result.units),
        "peers": spent,
    }


def task_excerpt(last: str) -> Answer:
    """CPU and marks of ours on the excerpt, and of the star aligners."""
    gold = excerpt(last)
    is_word("社区")
    spent, aligned = cpu(
        lambda: list(gold.texts.values()), lambda texts: align([input_of(text) for text in texts])
    )
    systems = [("doccompare", spent, peers.marks(gold, steps_of(aligned, list(gold.texts))))]
    for entry in LIBRARIES:
        if entry.installed:
            spent, steps = cpu(lambda: gold.texts, lambda texts, e=entry: star(texts, e.changes))  # type: ignore[misc]
            systems.append((f"star, {entry.name}", spent, peers.marks(gold, steps)))
    return {"systems": [[name, spent, _plain(own)] for name, spent, own in systems]}


def task_collatex(last: str, order: Sequence[str] = tuple(EXCERPT)) -> Answer:
    """CPU and marks of CollateX on the excerpt, its witnesses in this order, and its units."""
    gold = excerpt(last)
    texts = {siglum: gold.texts[siglum] for siglum in order}
    spent, (columns, varies) = cpu(lambda: texts, peers.collatex_table)
    pairs = peers.pairs_of_table(columns)
    found = {
        joined: peers.steps_of_table(texts, columns, varies, joined=joined == "joined")
        for joined in ("joined", "single")
    }
    scored = {joined: peers.marks(gold, steps, pairs) for joined, steps in found.items()}
    best = max(scored, key=lambda joined: scored[joined].units)
    return {
        "cpu": spent,
        "length": max(map(len, texts.values())),
        "marks": _plain(scored[best]),
        "reading": best,
        "units": [sorted(s.ranges.items()) for s in found["joined"] if not s.agrees],
    }


def _plain(own: peers.Marks) -> list[float]:
    return [own.pairs, own.units, own.exact, own.reported, own.gold]


def task_noise(kind: str, name: str, witnesses: int, seed: int, length: int = 4_000) -> Answer:
    """Pair F1 of ours (by the plain pipeline, and the alignment alone), of the stars, and the attainable."""
    made = make(Recipe(kind, seed, length, preset(name, witnesses)))
    texts = {siglum: made.files[w["file"]] for siglum, w in made.gold["witnesses"].items()}
    with TemporaryDirectory() as folder:
        made.write(Path(folder))
        result = collation_to_dict(collate([Path(folder) / file for file in made.files]))
    pairs, attainable, _ = score_pairs(result, made.gold, texts)
    found = {"doccompare": pairs.f1}
    origins = {siglum: origins_of(made.gold, siglum) for siglum in texts}
    aligned = align([input_of(text) for text in texts.values()])
    found["alignment alone"] = count_pairs(_columns_of(aligned, list(texts)), origins).f1
    compared = {siglum: Compared.of(text) for siglum, text in texts.items()}
    plain = {siglum: own.chars for siglum, own in compared.items()}
    of_chars = {
        siglum: {i: origins[siglum][at] for i, at in enumerate(own.offsets) if at in origins[siglum]}
        for siglum, own in compared.items()
    }
    for entry in LIBRARIES:
        if entry.installed:
            columns = peers.columns_of_steps(plain, star(plain, entry.changes))
            found[entry.name] = count_pairs(columns, of_chars).f1
    return {"f1": pairs.f1, "ceiling": attainable.f1, "f1s": found}


def _columns_of(aligned: Aligned, sigla: Sequence[str]) -> SideBySide:
    """The columns of an alignment, in offsets of the texts."""
    keys = dict(zip(sigla, (entry.key for entry in aligned.inputs), strict=True))
    columns = peers.columns_of_steps({s: key.text for s, key in keys.items()}, steps_of(aligned, sigla))
    for group in columns.groups:
        group[:] = [(siglum, int(keys[siglum].offsets[at])) for siglum, at in group]
    return columns


def task_growth(length: int, witnesses: int, *, whole: bool) -> Answer:
    """CPU of noisy copies: ``alignment.align`` on their keys, or the ``whole`` pipeline on files."""
    is_word("社区")
    made = make(Recipe("notice", 1, round(length * 0.87), preset("noise", witnesses)))
    size = mean(len(key_of(text)) for text in made.files.values())
    if whole:
        with TemporaryDirectory() as folder:
            made.write(Path(folder))
            paths = [Path(folder) / file for file in made.files]
            spent, result = cpu(lambda: paths, collate)
            return {"size": size, "cpu": spent, "units": len(result.units)}
    inputs = [input_of(text) for text in made.files.values()]
    spent, aligned = cpu(lambda: fresh(inputs), align)
    return {"size": size, "cpu": spent, "units": sum(not s.agrees for s in aligned.alignment.stretches)}


def noisy_pair(length: int, *, formulaic: bool) -> tuple[str, str]:
    """A text of about ``length`` characters and a copy with 1 % noise, three fifths of it substitutions.

    ``formulaic``: a made-up notice, its phrases out of a few hundred, so at such a length each comes a
    thousand times; else characters drawn from 3,000, the frequent ones often, in lines of about 200.
    """
    rng = Random(1)
    work = KINDS["notice"](rng, round(length * 0.88)) if formulaic else _varied(rng, length)
    errors = Errors(work, Random(2), 5)
    rates = Rates(0.006, 0.002, 0.002)
    lines = [
        errors.sprinkle([Token(char, start + i) for i, char in enumerate(paragraph.text)], rates)
        for start, paragraph in zip(work.starts, work.paragraphs, strict=True)
    ]
    return work.text, "\n".join("".join(token.char for token in line) for line in lines)


def _varied(rng: Random, length: int) -> Work:
    chars = [chr(0x4E00 + i) for i in range(3000)]
    frequent = [1 / (rank + 20) for rank in range(len(chars))]
    paragraphs = []
    for number in range(max(1, length // 200)):
        clauses = ["".join(rng.choices(chars, frequent, k=rng.randint(6, 16))) for _ in range(16)]
        paragraphs.append(Paragraph(f"p{number}", "paragraph", "，".join(clauses) + "。"))
    return Work(tuple(paragraphs))


def repeated_pair(length: int, *, noisy: bool) -> tuple[str, str]:
    """One character ``length`` times, against the same a tenth shorter with one other inside, or noise."""
    if not noisy:
        half = length * 9 // 20
        return "一" * length, "一" * half + "丁" + "一" * half
    rng = Random(3)
    one, two = (
        "".join(rng.choice("丁七万丈三") if rng.random() < 0.01 else "一" for _ in range(length))
        for _ in range(2)
    )
    return one, two


def foreign_pair(length: int) -> tuple[str, str]:
    """Two texts without a common character."""
    rng = Random(4)
    return tuple("".join(chr(low + rng.randrange(3000)) for _ in range(length)) for low in (0x4E00, 0x6000))  # type: ignore[return-value]


def task_pair(kind: str, length: int, system: str) -> Answer:
    """CPU and memory of one system on one pair."""
    pairs = {
        "formulaic": lambda: noisy_pair(length, formulaic=True),
        "varied": lambda: noisy_pair(length, formulaic=False),
        "foreign": lambda: foreign_pair(length),
        "repeated": lambda: repeated_pair(length, noisy=False),
        "repeated, 1 % noise": lambda: repeated_pair(length, noisy=True),
    }
    one, two = pairs[kind]()
    is_word("社区")
    before = peak_mb()
    if system == "align":
        inputs = [input_of(one), input_of(two)]
        spent, aligned = cpu(lambda: fresh(inputs), align)
        units = sum(not s.agrees for s in aligned.alignment.stretches)
    elif system == "difference":
        texts = key_of(one).text, key_of(two).text
        spent, edits = cpu(lambda: texts, lambda pair: difference(*pair))
        units = len(edits)
    elif system == "pipeline":
        with TemporaryDirectory() as folder:
            paths = [Path(folder) / "000.txt", Path(folder) / "001.txt"]
            for path, text in zip(paths, (one, two), strict=True):
                path.write_text(text, encoding="utf-8")
            spent, answer = cpu(lambda: paths, _answer)
        return {"cpu": spent, "answer": answer, "before_mb": before}
    else:
        changes = next(entry.changes for entry in LIBRARIES if entry.name == system)
        texts = key_of(one).text, key_of(two).text
        spent, found = cpu(lambda: texts, lambda pair: changes(*pair))
        units = len(found)
    return {"cpu": spent, "units": units, "lengths": [len(one), len(two)], "before_mb": before}


def _answer(paths: Sequence[Path]) -> str:
    try:
        return f"{len(collate(paths).units)} units"
    except DoccompareError as error:
        return f"refused with exit code {error.exit_code}"


def task_order(*, slow: bool) -> Answer:
    """How many different results the 24 orders of the four reprints give, by system.

    Not ``slow``: without the libraries in pure Python.
    """
    named = [(copy.siglum, copy.input) for copy in reprints()]
    orders = list(permutations(named))

    def kinds(run: Callable[[Sequence[tuple[str, Input]]], list[Step]]) -> int:
        results = (tuple(tuple(sorted(s.ranges.items())) for s in run(o) if not s.agrees) for o in orders)
        return len({tuple(sorted(result)) for result in results})

    found = {"doccompare": kinds(lambda o: steps_of(align([i for _, i in o]), [s for s, _ in o]))}
    for entry in LIBRARIES:
        if entry.installed and (slow or not entry.pure):
            changes = cache(entry.changes)  # 24 orders, but 12 pairs
            found[f"star, {entry.name}"] = kinds(
                lambda o, changes=changes: star({s: i.key.text for s, i in o}, changes)  # type: ignore[misc]
            )
    return {"orders": len(orders), "results": found}


TASKS: dict[str, Callable[..., Answer]] = {
    name.removeprefix("task_"): value for name, value in list(globals().items()) if name.startswith("task_")
}


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1]))
