"""One article against a library: CPU of ``quote`` with the stored index, as ratios measured in one run.

A folder of 1,000 made-up works of some 5,000 characters, an article that quotes five of them. The yardsticks
are a process that imports click and rapidfuzz, and one that also reads the article as doccompare does.
Aimed at: three times the first plus what reading the article costs. CPU time is user plus system time of the
child process; all run by turns and the medians are compared. Nothing is written but in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks import phrases
from benchmarks.quotations import _news
from benchmarks.startup import ROOT, compare, cpu_seconds, program
from benchmarks.works import notice, statute

IMPORTS = "import click, rapidfuzz"
READING = (
    "; from pathlib import Path; from doccompare.quotation import lay"
    "; from doccompare.readers import read_witness; lay(read_witness(Path({path!r}), '').text)"
)
QUOTED = 5
GOAL = 3.0


def build(folder: Path, count: int, length: int) -> None:
    """Write ``count`` works of about ``length`` characters."""
    folder.mkdir()
    for n in range(count):
        work = (notice if n % 2 else statute)(Random(1000 + n), length)
        (folder / f"w{n:04d}.txt").write_text(work.text, encoding="utf-8")


def article(folder: Path, altered: bool) -> str:
    """News with a sentence of each of a few works, word for word or with one word changed."""
    rng = Random(7)
    out = "来信照登\n\n"
    for file in rng.sample(sorted(folder.iterdir()), QUOTED):
        lines = file.read_text(encoding="utf-8").split("\n")
        bodies = [s for line in lines[3:] if len(line) > 60 for s in re.split("(?<=。)", line)]
        sentence = max(bodies, key=len)
        if altered:
            old, new = next(((a, b) for a, b in phrases.REWORDINGS if a in sentence), ("", ""))
            sentence = sentence.replace(old, new, 1)
        out += f"{_news(rng)}《{lines[0]}》要求：“{sentence}”{_news(rng)}\n\n"
    return out + "".join(_news(rng) for _ in range(20)) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when the goal is missed, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks library", description=__doc__.split("\n")[0])
    parser.add_argument("-n", "--works", type=int, default=1000, help="works (default: 1000)")
    parser.add_argument("-r", "--repeats", type=int, default=7, help="runs (default: 7)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        library = home / "works"
        build(library, options.works, 5000)
        environment = {
            **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
            "XDG_CACHE_HOME": temporary,
            "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
        }
        commands = [[sys.executable, "-c", IMPORTS]]
        for name, altered in (("true", False), ("altered", True)):
            path = home / f"{name}.txt"
            path.write_text(article(library, altered), encoding="utf-8")
            commands.append([sys.executable, "-c", IMPORTS + READING.format(path=str(path))])
            commands.append(
                [*program(), "quote", str(path), "--against", str(library), "-o", str(home / "out")]
            )
        first = cpu_seconds([*commands[2], "--fail-on", "critical"], environment)
        bare, read, true, read_altered, changed = compare(commands, environment, options.repeats)
    print(f"indexing {options.works} works: {first:.1f} s CPU, once")
    print(f"{'CPU, medians':<44}{'s':>8}{'x imports':>11}{'x with reading':>16}")
    print(f"{'import click, rapidfuzz':<44}{bare:>8.3f}{1:>11.1f}")
    print(f"{'the same, reading the article':<44}{read:>8.3f}{read / bare:>11.1f}{1:>16.1f}")
    print(f"{'quote, five quotations word for word':<44}{true:>8.3f}{true / bare:>11.1f}{true / read:>16.1f}")
    share = changed / read_altered
    print(f"{'quote, five quotations altered':<44}{changed:>8.3f}{changed / bare:>11.1f}{share:>16.1f}")
    allowed = GOAL * bare + (read - bare)
    print(f"goal {GOAL:.0f} x imports + reading = {allowed:.3f} s: {'met' if true <= allowed else 'missed'}")
    return int(true > allowed)


if __name__ == "__main__":
    sys.exit(main())
