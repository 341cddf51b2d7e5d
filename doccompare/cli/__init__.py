"""The command line. ``main`` is a click group whose commands are imported only when called."""

from __future__ import annotations

try:
    from doccompare.cli.program import Program
except KeyboardInterrupt:  # Ctrl-C while the first libraries are loaded
    from doccompare.cli.interrupt import stop

    stop()

main = Program(
    name="doccompare",
    commands_at={
        "collate": (
            "doccompare.cli.collate",
            "校勘同一文件的几种转载本",
            "Collate the reprints of one document",
        ),
        "show": ("doccompare.cli.show", "看一条、一句或一处异文", "Show a clause, a sentence or a unit"),
        "quote": ("doccompare.cli.quote", "核对文章中的引文", "Check the quotations of an article"),
        "proof": ("doccompare.cli.proof", "清样对原文", "Hold a page proof against the text"),
        "cite": ("doccompare.cli.cite", "引用一条", "Cite a clause"),
        "review": ("doccompare.cli.review", "逐处裁定异文", "Decide the units one by one"),
        "decide": ("doccompare.cli.decide", "裁定一处异文", "Decide one unit"),
        "status": ("doccompare.cli.status", "裁定的进度", "How far the review has come"),
        "log": ("doccompare.cli.log", "列出裁定的全部记录", "List every decision"),
        "undo": ("doccompare.cli.undo", "撤销一条裁定", "Take a decision back"),
        "export": (
            "doccompare.cli.export",
            "写成 TEI、Word、Excel 等格式",
            "Write TEI, Word, Excel and other formats",
        ),
        "watch": ("doccompare.cli.watch", "存盘即重校，只报变化", "Collate again on every save"),
        "explain": ("doccompare.cli.explain", "说明规则与类名", "Explain a rule or a class"),
        "formats": ("doccompare.cli.formats", "这里能读哪些格式", "What can be read here"),
        "find": (
            "doccompare.cli.find",
            "在报库中找转载与引用",
            "Find reprints and quotations in an archive",
        ),
        "pack": ("doccompare.cli.pack", "把文本写成 Parquet 报库", "Make texts into a Parquet archive"),
        "index": ("doccompare.cli.index", "为一批结果写总目", "Write a first page for many results"),
        "init": ("doccompare.cli.init", "写出 collation.toml", "Write the collation.toml it would assume"),
    },
)

__all__ = ["main"]
