"""``doccompare init``: the manifest that ``collate`` would assume, to be filled in by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from doccompare.cli.options import lang_option, title_option
from doccompare.cli.output import Progress, emit, emit_error
from doccompare.cli.program import Command
from doccompare.corpora import Corpus
from doccompare.errors import EXIT_DONE, InconclusiveError, OutputError, UsageError, say
from doccompare.model import Collation, Role


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "init",
        callback=_init,
        help=say(
            "写出 collate 会采用的 collation.toml；不知道的留空。FILES 是若干文件或一个文件夹。",
            "Write the collation.toml that collate would assume; what is not known stays empty.",
        ),
        params=[
            click.Argument(
                ["files"], nargs=-1, required=True, metavar="FILES...", type=click.Path(path_type=Path)
            ),
            click.Option(
                ["-o", "--out", "out"],
                metavar="FILE",
                type=click.Path(path_type=Path),
                help=say("写到文件（默认标准输出）。", "Write to a file (default: stdout)."),
            ),
            title_option(),
            lang_option(),
        ],
    )


def _init(files: tuple[Path, ...], out: Path | None, title: str | None) -> int:
    from doccompare.corpora import corpus_of_files, manifest_text, scan_folder
    from doccompare.readers import continued, corpus_of_paths

    for file in files:
        if not file.exists() and continued(file) == (file,) and not any(p.is_file() for p in file.parents):
            raise UsageError(say(f"没有 {file}。", f"There is no {file}."), "")
    if out is not None and out.exists():
        raise OutputError(
            say(f"{out} 已存在，未改动。", f"{out} exists and was left alone."),
            say("请换一个名字，或先移走它。", "Choose another name, or move it away first."),
        )
    folder = files[0] if len(files) == 1 and files[0].is_dir() else None
    if folder is not None:
        sources = scan_folder(folder)
        corpus = corpus_of_files(sources, folder=folder, title=title or "")
    else:
        sources, corpus = files, corpus_of_paths(files)
    if out is not None:
        corpus = replace(corpus, folder=out.parent)
    text = manifest_text(_found(corpus, sources, title))
    if out is None:
        emit(text.rstrip("\n").split("\n"))
        return EXIT_DONE
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file_out:
            file_out.write(text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(say(f"不能写入 {out}：{reason}", f"cannot write {out}: {reason}")) from error
    return EXIT_DONE


def _found(corpus: Corpus, files: tuple[Path, ...], title: str | None) -> Corpus:
    """The corpus with the title and the roles that a collation of the files finds."""
    from doccompare.pipeline import collate

    try:
        with Progress() as progress:
            collation = collate(files, title=title, progress=progress)
    except InconclusiveError as error:
        emit_error(error.message, say("title 请自行填写。", "Fill in the title yourself."), label=False)
        return corpus
    return _with(corpus, collation)


def _with(corpus: Corpus, collation: Collation) -> Corpus:
    roles = {a.witness.siglum: a.role for a in collation.witnesses}
    entries = tuple(replace(e, role=roles.get(e.siglum, e.role or Role.REPRINT)) for e in corpus.entries)
    expectation = replace(corpus.expectation, title=collation.work.title, base=collation.base)
    return replace(corpus, expectation=expectation, entries=entries)
