"""Where results lie, and how one is read: a result folder, a collation.json, or a corpus folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from doccompare.corpora import MANIFEST, slug
from doccompare.corpora.folders import is_result
from doccompare.errors import UsageError, say
from doccompare.model import Collation

REPORTS, CORPORA = Path("reports"), Path("corpus")
RESULT = "collation.json"


def result_folder(collation: Collation) -> Path:
    """Where the reports of a collation go when nothing is said: ``reports/<slug>``."""
    return REPORTS / slug(collation.work.slug, collation.work.title)


def refuse_foreign(directory: Path, names: Iterable[str] = ()) -> None:
    """Raise UsageError when results in ``directory`` would overwrite files that are not doccompare's.

    A folder with a result of our own (its collation.json says so) may be overwritten. ``names``: files
    that will be written beside those that every result has.
    """
    from doccompare.reporting import REPORT_FILES
    from doccompare.reporting.comparison import COMPARISON_FILES

    if is_result(directory):
        return
    taken = [
        n for n in dict.fromkeys((*REPORT_FILES, *COMPARISON_FILES, *names)) if (directory / n).is_file()
    ]
    if taken:
        names = "、".join(taken), ", ".join(taken)
        raise UsageError(
            say(
                f"{directory} 里已有不是 doccompare 写出的 {names[0]}，没有覆盖。",
                f"{directory} holds {names[1]} not written by doccompare; nothing was overwritten.",
            ),
            say("请用 -o 指定另一个目录。", "Name another folder with -o."),
        )


def default_source() -> Path:
    """The only result below ./reports, else the only corpus below ./corpus.

    Raises UsageError, listing them, when there are several, or saying so when there is none.
    """
    for folder, mark in ((REPORTS, RESULT), (CORPORA, MANIFEST)):
        found = sorted(path.parent for path in folder.glob(f"*/{mark}")) if folder.is_dir() else []
        if len(found) == 1:
            return found[0]
        if found:
            names = "  ".join(map(str, found))
            raise UsageError(
                say(f"这里有 {len(found)} 个结果：{names}", f"There are {len(found)} here: {names}"),
                say("请用 --in PATH 指明。", "Say which with --in PATH."),
            )
    raise UsageError(
        say("这里没有校勘结果。", "There is no result here."),
        say(
            "请用 --in PATH 指明结果或文件夹，或先运行 doccompare collate。",
            "Name a result or a corpus folder with --in PATH, or run doccompare collate first.",
        ),
    )


def load(path: Path) -> Collation:
    """The collation at ``path``: read when it is a result, else collated in memory from the corpus."""
    from doccompare.reporting.fromjson import read_collation

    if path.is_file() or (path / RESULT).is_file():
        return read_collation(path)
    if not path.is_dir():
        raise UsageError(
            say(f"没有 {path}。", f"There is no {path}."),
            say("请核对 --in 的路径。", "Check the path after --in."),
        )
    from doccompare.cli.output import Progress
    from doccompare.pipeline import collate

    with Progress() as progress:
        return collate([path], progress=progress)
