"""``doccompare proof``: a page proof against the established text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from doccompare.cli.options import against_option, encoding_option, gate_option, lang_option, out_option
from doccompare.cli.program import Command, version
from doccompare.errors import EXIT_DONE, EXIT_FINDINGS, say
from doccompare.model import Severity

if TYPE_CHECKING:
    from doccompare.model import Proof, Witness
    from doccompare.reporting.labels import Lang

FORMATS = ("text", "json", "csv", "md", "sarif")


def command() -> click.Command:
    """The command, with help in the language in effect."""
    return Command(
        "proof",
        callback=_proof,
        help=say(
            "清样对原文，只列不符之处，逐处给出位置、程度与改法。GALLEY 是文件，或 -（标准输入）。",
            "Hold a page proof against the text: only what is wrong, with place, severity and correction. "
            "GALLEY: a file, or - for standard input.",
        ),
        params=[
            click.Argument(["galleys"], nargs=-1, required=True, metavar="GALLEY..."),
            against_option(),
            click.Option(
                ["--red"],
                metavar="OLD",
                type=click.Path(path_type=Path),
                help=say(
                    "核红：上一次的清样，看哪些改了、哪些没改、新错了什么。",
                    "The galley before: what was carried out, what was not, what is newly broken.",
                ),
            ),
            click.Option(
                ["--format", "form"],
                type=click.Choice(FORMATS),
                default="text",
                help=say("输出格式（默认 text）。", "Format of the output (default: text)."),
            ),
            out_option(),
            gate_option(),
            encoding_option(),
            lang_option(),
        ],
    )


def _proof(
    galleys: tuple[str, ...],
    against: Path,
    red: Path | None,
    form: str,
    out: Path | None,
    fail_on: str,
    encoding: str | None,
) -> int:
    from doccompare.cli.articles import deliver, one_only, read_article, warn
    from doccompare.cli.output import Progress
    from doccompare.pipeline.against import standard
    from doccompare.pipeline.proofing import proof
    from doccompare.reporting.proofs import reaches

    one_only(galleys, form if red is None else "--red")
    witnesses = [read_article(galley, encoding) for galley in galleys]
    older = read_article(str(red), encoding) if red is not None else None
    rendered, heavy = [], False
    with Progress() as progress:
        for witness in witnesses:
            work = standard(against, witness.sha256, tell=warn, progress=progress)
            found = proof(witness, work, red=older, progress=progress)
            rendered.append(_rendered(found, witness, form, plain=out is not None))
            heavy |= reaches(found, Severity(fail_on))
    deliver("\n".join(rendered), out)
    return EXIT_FINDINGS if heavy else EXIT_DONE


def _rendered(found: Proof, galley: Witness, form: str, *, plain: bool) -> str:
    from doccompare.reporting import proofs

    if form == "text":
        from doccompare import errors
        from doccompare.cli.output import colour, columns

        lang: Lang = "en" if errors.language == "en" else "zh"
        lines = proofs.proof_lines(found, lang=lang, columns=columns(), colour=colour() and not plain)
        return "".join(f"{line}\n" for line in lines)

    if form == "sarif":
        from doccompare.reporting.checks_sarif import proof_sarif

        return proof_sarif(found, galley.text, version())
    render = {"json": proofs.proof_to_json, "csv": proofs.proof_csv, "md": proofs.proof_md}
    return render[form](found)
