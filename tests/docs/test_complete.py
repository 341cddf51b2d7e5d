from __future__ import annotations

import re
import subprocess
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from doccompare.cli import main
from doccompare.errors import set_language
from doccompare.model import (
    Category,
    Cause,
    Label,
    Method,
    Part,
    QuoteFlag,
    QuoteStatus,
    Relation,
    Role,
    Severity,
    Status,
    StructureKind,
    Topic,
)
from doccompare.reporting.labels import name
from tests.docs.pages import ROOT, page_paths

COMMANDS = ROOT / "docs" / "reference" / "commands.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
LISTS: dict[str, type[StrEnum]] = {
    "category": Category,
    "cause": Cause,
    "severity": Severity,
    "topic": Topic,
    "status": Status,
    "structure": StructureKind,
    "method": Method,
    "role": Role,
    "part": Part,
    "quotation": QuoteStatus,
    "flag": QuoteFlag,
}
_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _commands() -> list[str]:
    return main.list_commands(click.Context(main))


def _section(command: str) -> str:
    """The part of the page on commands that speaks of one command."""
    text = COMMANDS.read_text(encoding="utf-8")
    found = re.search(rf"^## {command}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference/commands.md has no section “## {command}”"
    return found[1]


@pytest.mark.parametrize("command", _commands())
def test_every_command_and_option_is_documented(command: str) -> None:
    """Each command has a section in the reference that names all its options, arguments and choices."""
    set_language("en")
    found = main.get_command(click.Context(main), command)
    assert found is not None
    section = _section(command)
    for param in found.params:
        for word in param.opts if isinstance(param, click.Option) else [str(param.metavar).strip("[]")]:
            assert f"`{word}" in section or f", {word}" in section, f"{command}: {word}"
        if isinstance(param.type, click.Choice):
            for choice in param.type.choices:
                assert f"`{choice}`" in section, f"{command} {param.opts[0]}: {choice}"


def test_the_reference_names_no_command_that_is_not_there() -> None:
    """A section of the page on commands is a command of the program, or the part all of them share."""
    text = COMMANDS.read_text(encoding="utf-8")
    assert set(re.findall(r"^## (\S+)$", text, re.MULTILINE)) == {"doccompare", *_commands()}


@pytest.mark.parametrize("kind", LISTS)
def test_every_word_of_a_closed_list_is_explained(kind: str) -> None:
    """Each value of the model's lists stands in the glossary beside the Chinese that reports print."""
    text = GLOSSARY.read_text(encoding="utf-8")
    missing = [
        value.value
        for value in LISTS[kind]
        if not re.search(rf"^\|[^|\n]*`{value.value}`[^|\n]*\|[^|\n]*{name(kind, value)}", text, re.MULTILINE)
    ]
    assert not missing, f"{kind}: {missing}"


@pytest.mark.parametrize("kind", [Relation, Label])
def test_every_relation_and_label_is_explained(kind: type[StrEnum]) -> None:
    """What the witnesses are to each other and what the text may be called stand in the glossary."""
    text = GLOSSARY.read_text(encoding="utf-8")
    assert not [value.value for value in kind if f"`{value.value}`" not in text]


@pytest.mark.parametrize("path", page_paths(), ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_something(path: Path) -> None:
    """Every relative link of a page leads to a file or folder here, and its anchor to a heading there."""
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name_, _, anchor = target.partition("#")
        goal = (path.parent / unquote(name_)) if name_ else path
        assert goal.exists(), f"{target} leads nowhere"
        if anchor and goal.suffix == ".md":
            assert unquote(anchor) in _anchors(goal), f"{target}: no such heading"


def _anchors(path: Path) -> set[str]:
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_every_page_is_reached_from_the_index() -> None:
    """A page that docs/index.md does not link to is a page nobody finds."""
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / t).resolve() for t in _LINK.findall(index.read_text(encoding="utf-8"))}
    pages = {p for p in page_paths() if ROOT / "docs" in p.parents and p != index}
    assert not pages - linked, sorted(str(p.relative_to(ROOT)) for p in pages - linked)


def test_both_readmes_say_the_same_things() -> None:
    """The README and its Chinese twin have the same sections, blocks of commands and links to docs."""
    both = [(ROOT / n).read_text(encoding="utf-8") for n in ("README.md", "README.zh-CN.md")]
    for pattern in (r"^#+ ", r"^```\w*", r"\(docs/[^)]*\)", r"^\| "):
        counts = [len(re.findall(pattern, text, re.MULTILINE)) for text in both]
        assert counts[0] == counts[1], f"{pattern}: {counts}"
    setup = [re.findall(r"^python3 -m venv .+$", text, re.MULTILINE) for text in both]
    assert setup[0] == setup[1]


@pytest.mark.parametrize("heading", ["README.md# Limits", "README.zh-CN.md# 局限"])
def test_the_limits_name_no_command_that_there_is(heading: str) -> None:
    """What the README says is not there yet must not be a command of the program."""
    path, _, title = heading.partition("#")
    text = (ROOT / path).read_text(encoding="utf-8")
    found = re.search(rf"^##{title}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found
    assert not set(re.findall(r"`(?:doccompare )?(\w+)[^`]*`", found[1])) & set(_commands())


# A host that serves packages, and a home folder of somebody's machine. Written in pieces, so that this
# file does not find itself.
_FORBIDDEN = re.compile(
    "|".join(
        (
            r"pypi\." + r"org",
            r"files\.python" + r"hosted",
            r"index" + r"-url\s*[=:]?\s*https?:",
            r"registry\.npm" + r"js",
            r"(?<![\w.])/" + r"root/",
            r"(?<![\w.])/home" + r"/(?!a/|someone/)\w+",  # these two are made up, in tests of absolute paths
            r"(?<![\w.])/work" + r"/(?:main|shared|\.library)",
            r"[A-Z]:\\" + r"Users",
        )
    )
)


def test_no_file_names_a_registry_or_a_machine() -> None:
    """No tracked file names a package registry's host or a path of somebody's machine."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    found = []
    for entry in filter(None, done.stdout.decode().split("\0")):
        path = ROOT / entry
        if not path.is_file() or entry.startswith("corpus/"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if _FORBIDDEN.search(line):
                found.append(f"{entry}:{number}")
    assert not found
