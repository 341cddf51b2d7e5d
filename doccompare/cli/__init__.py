"""The command line. ``main`` is a click group whose commands are imported only when called."""

from __future__ import annotations

from doccompare.cli.program import Program

main = Program(
    name="doccompare",
    commands_at={
        "collate": (
            "doccompare.cli.collate",
            "校勘同一文件的几种转载本",
            "Collate the reprints of one document",
        ),
        "show": ("doccompare.cli.show", "看一条、一句或一处异文", "Show a clause, a sentence or a unit"),
        "init": ("doccompare.cli.init", "写出 collation.toml", "Write the collation.toml it would assume"),
    },
)

__all__ = ["main"]
