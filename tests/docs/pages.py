"""A page of the documentation as a script: the files it writes and the commands it shows.

A fence ```` ```text file=NAME ```` (any language) writes NAME. A fence ```` ```console ```` is a session:
each line that begins with ``$ `` is run by a shell in the page's own folder, what stands below it is the
output expected of it, stdout and stderr together. A line ``...`` stands for any number of lines.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(\S*)[ \t]*(?:file=(\S+))?[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_SHOWN = ("docs/**/*.md", "README*.md", "corpus/*.md")
_LENT = ("corpus/opinion-2024", "docs/photographed-page")


@dataclass(frozen=True, slots=True)
class Block:
    """A fence of a page: its language, the file it writes if any, its text and where the text stands."""

    language: str
    file: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a session with the output that the page shows; ``line`` counts from 1 in the page."""

    command: str
    shown: tuple[str, ...]
    line: int


def page_paths() -> list[Path]:
    """Every page of the documentation, the README in both languages included, in order."""
    return sorted(path for pattern in _SHOWN for path in ROOT.glob(pattern))


def blocks(page: str) -> list[Block]:
    """The fences of a page, in order."""
    return [Block(m[1], m[2], m[3], m.start(3), m.end(3)) for m in _FENCE.finditer(page)]


def steps(page: str, block: Block) -> list[Step]:
    """The commands of a console block."""
    first = page.count("\n", 0, block.start) + 1
    found: list[Step] = []
    for number, line in enumerate(block.text.splitlines()):
        if line.startswith("$ "):
            found.append(Step(line[2:], (), first + number))
        elif found:
            last = found.pop()
            found.append(Step(last.command, (*last.shown, line), last.line))
        else:
            raise ValueError(f"line {first + number}: a console block begins with a command")
    return found


def fits(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether a printed output is the one shown; ``...`` in the latter stands for any lines."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(fits(shown[1:], printed[n:]) for n in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and fits(shown[1:], printed[1:])


class Session:
    """A folder of its own in which the files of a page are written and its commands run."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder / "page"
        self.folder.mkdir()
        tools = folder / "bin"
        tools.mkdir()
        for name, module in (("python", ""), ("doccompare", " -m doccompare")):
            script = tools / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
            script.chmod(0o755)
        self._code = 0
        self._environment = {
            **{k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "PYTHONPATH")},
            "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "DOCCOMPARE_LANG": language,
        }

    def write(self, name: str, text: str) -> None:
        """Write a file of the page."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def lend(self, name: str) -> None:
        """Put a copy of a folder of this repository into the page's own."""
        shutil.copytree(ROOT / name, self.folder / name)

    def run(self, command: str) -> tuple[str, ...]:
        """The lines a command prints, trailing spaces cut; ``$?`` is the code of the command before."""
        done = subprocess.run(
            ["sh", "-c", f"(exit {self._code}); {command}"],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self._code = done.returncode
        text = done.stdout.decode("utf-8").replace(str(self.folder), ".").replace(str(ROOT), "...")
        return tuple(line.rstrip() for line in text.splitlines())


def played(page: str, session: Session) -> Iterator[tuple[Block, Step, tuple[str, ...]]]:
    """Each command of a page with what it prints, run in order."""
    for folder in _LENT:
        if folder in page:
            session.lend(folder)
    for block in blocks(page):
        if block.file is not None:
            session.write(block.file, block.text)
        if block.language == "console":
            for step in steps(page, block):
                yield block, step, session.run(step.command)


def renewed(page: str, results: list[tuple[Block, Step, tuple[str, ...]]]) -> str:
    """The page with every output that no longer fits replaced by the one printed."""
    parts: list[str] = []
    at = 0
    for block in dict.fromkeys(b for b, _, _ in results):
        lines: list[str] = []
        for _, step, printed in (r for r in results if r[0] is block):
            lines += [f"$ {step.command}", *(step.shown if fits(step.shown, printed) else printed)]
        parts += [page[at : block.start], "".join(f"{line}\n" for line in lines)]
        at = block.end
    return "".join([*parts, page[at:]])
