"""What a start costs, as ratios of CPU time measured in one run.

Two ratios: ``doccompare --help`` against a process that only imports click, and the whole main job on
``corpus/opinion-2024`` against a process that imports the libraries the job needs and loads jieba's
dictionary. CPU time is user plus system time of the child process. The two sides of a ratio run by
turns and the medians are compared, so a machine that slows down slows both.

Run ``python -m benchmarks.startup``; nothing is written unless ``-o FILE`` is given.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus" / "opinion-2024"

# What the main job loads from outside the standard library, with the dictionary it needs. OpenCC is
# asked only when scripts are mixed, and pandas only for a table, so neither is counted here.
LIBRARIES = (
    "import click, jinja2, numpy, rapidfuzz.distance, jieba; jieba.setLogLevel(60); jieba.initialize()"
)
# The same with the dictionary loaded the way doccompare loads it: a harder yardstick, for information.
OWN_LOADER = (
    "import click, jinja2, numpy, rapidfuzz.distance; from doccompare.words import is_word; is_word('社区')"
)

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Ratio:
    """One comparison: CPU seconds of the medians, their ratio, and the ratio aimed at (None: no aim)."""

    name: str
    ours: float
    reference: float
    goal: float | None

    @property
    def ratio(self) -> float:
        """How many times the reference ours costs."""
        return self.ours / self.reference


def cpu_seconds(command: Command, environment: Mapping[str, str]) -> float:
    """User plus system time of one run of ``command``, its output dropped.

    Raises subprocess.CalledProcessError when it fails: a crash must not look fast.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=dict(environment))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(commands: Sequence[Command], environment: Mapping[str, str], repeats: int) -> list[float]:
    """The median CPU seconds of each command, run by turns ``repeats`` times after one warming run."""
    for command in commands:
        cpu_seconds(command, environment)
    runs = [[cpu_seconds(command, environment) for command in commands] for _ in range(repeats)]
    return [median(column) for column in zip(*runs, strict=True)]


def program() -> list[str]:
    """The installed command beside this interpreter, else the package run as a module."""
    script = Path(sys.executable).parent / "doccompare"
    return [str(script)] if script.exists() else [sys.executable, "-m", "doccompare"]


def measure(repeats: int) -> list[Ratio]:
    """The ratios. Every cache (bytecode, both copies of the dictionary) is private and warm."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
            "TMPDIR": folder,  # where jieba keeps its copy of the dictionary
            "XDG_CACHE_HOME": folder,  # where doccompare keeps its own
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
        }
        python = sys.executable
        shown, click = compare(
            [[*program(), "--help"], [python, "-c", "import click"]], environment, 2 * repeats
        )
        job = [*program(), "collate", str(CORPUS), "-o", str(Path(folder) / "out")]
        whole, libraries, loader = compare(
            [job, [python, "-c", LIBRARIES], [python, "-c", OWN_LOADER]], environment, repeats
        )
    return [
        Ratio("doccompare --help / import click", shown, click, 2.0),
        Ratio("collate opinion-2024 / libraries and dictionary", whole, libraries, 1.5),
        Ratio("the same, dictionary loaded as doccompare does", whole, loader, None),
    ]


def table(ratios: Sequence[Ratio]) -> list[str]:
    """The ratios as lines of at most 80 columns."""
    lines = [f"{'CPU, medians':<48}{'ours':>8}{'other':>8}{'ratio':>7}{'goal':>7}"]
    for r in ratios:
        goal = "-" if r.goal is None else f"{r.goal:.1f}"
        lines.append(f"{r.name:<48}{r.ours:>7.3f}s{r.reference:>7.3f}s{r.ratio:>7.2f}{goal:>7}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a goal is missed, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__.split("\n")[0])
    parser.add_argument("-r", "--repeats", type=int, default=7, help="runs of the main job (default: 7)")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="also write the figures as JSON")
    options = parser.parse_args(arguments)
    ratios = measure(max(1, options.repeats))
    print("\n".join(table(ratios)))
    if options.out is not None:
        rows = [asdict(r) | {"ratio": round(r.ratio, 3)} for r in ratios]
        options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return int(any(r.goal is not None and r.ratio > r.goal for r in ratios))


if __name__ == "__main__":
    sys.exit(main())
