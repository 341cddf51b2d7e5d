"""report.html: one self-contained page for the screen, the phone and A4 paper.

Jinja2 escapes every text; a content security policy with the hashes of the style sheet and of the
script forbids everything else, so that a witness that contains markup stays text. All that the page
says stands in it as sent; the script only filters, searches and exchanges the language of the interface.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from doccompare.model import Collation, ErrorRate, Relation
from doccompare.reporting.markdown import anchor

_SHEETS = ("base", "report", "print")
PLAIN = ("page", "words", "plain")  # the scripts of a page that has its switches and nothing else
_SCRIPTS = (
    "page",
    "state",
    "words",
    "language",
    "filters",
    "base",
    "cards",
    "packed",
    "columns",
    "keys",
    "start",
)


def report_html(
    collation: Collation, version: str, rates: Sequence[ErrorRate] = (), *, packing: bool = True
) -> str:
    """The whole page, ending in a newline; the same collation and version give the same text.

    On a page of hundreds of units most cards are packed, unless ``packing`` is off: who prints a page
    without waiting for its script has them all.
    """
    from doccompare.reporting.page.context import report_context

    context = report_context(collation, rates, packing=packing)
    sheets = ["base", "report", "tree", "cards", "tools", "columns"]
    if collation.work.relation is Relation.VERSIONS:
        from doccompare.reporting.comparison import comparison_context

        context |= {"where": lambda unit: anchor(unit.key), **comparison_context(collation)}
        sheets.append("comparison")
    return render("report.html.j2", context, version, sheets=(*sheets, "print"), scripts=_SCRIPTS)


def render(
    page: str,
    context: Mapping[str, Any],
    version: str,
    *,
    sheets: Sequence[str] = _SHEETS,
    scripts: Sequence[str] = (),
) -> str:
    """A page from its template, with these style sheets and scripts of ``templates/`` inside."""
    import jinja2

    folder = files("doccompare.reporting") / "templates"

    def source(name: str) -> str:
        return folder.joinpath(name).read_text(encoding="utf-8")

    style = "".join(source(f"css/{sheet}.css") for sheet in sheets)
    script = "".join(source(f"js/{part}.js") for part in scripts)
    if script:
        script = f'"use strict";(()=>{{\n{script}}})();\n'
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(page).render(
        **context, style=style, script=script, policy=_policy(style, script), version=version
    )


def _policy(style: str, script: str) -> str:
    """The content security policy: nothing but this style sheet and this script."""
    rules = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    if script:
        rules.append(f"script-src '{_digest(script)}'")
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
